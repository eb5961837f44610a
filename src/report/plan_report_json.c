/* Where the plan stands, as JSON.
 *
 * SPDX-License-Identifier: MIT */
#include "doc/json.h"
#include "plan_report.h"

static void date(struct json *json, const char *key, int32_t day) {
    char text[DATE_BYTES];
    json_text(json, key, day == DATE_NONE ? NULL : date_text(day, text));
}

static const char *or_null(const char *text) {
    return text && text[0] ? text : NULL;
}

static void write_item(struct json *json, const struct plan_item *p, int32_t as_at) {
    json_text(json, "stage", or_null(p->stage));
    json_text(json, "schedule", plan_state_text(p->state));
    date(json, "first_due_to", p->first_due_to);
    date(json, "due_to", p->due_to);
    json_text(json, "due_text", or_null(p->due_text));
    date(json, "done_on", p->done_on);
    json_integer(json, "days_late", plan_days_late(p, p->due_to, as_at));
    json_integer(json, "days_late_first", plan_days_late(p, p->first_due_to, as_at));
    date(json, "reported_on", p->reported_on);
    if (p->evidence < 0)
        json_text(json, "evidence", NULL);
    else
        json_integer(json, "evidence", p->evidence);
    json_text(json, "confidence_five", or_null(p->confidence_five));
    json_text(json, "confidence_three", or_null(p->confidence_three));
    json_bool(json, "has_owner", p->has_owner);
    json_integer(json, "parts", (int64_t)p->parts);
    json_integer(json, "parts_done", (int64_t)p->parts_done);
}

static void write_forecast(struct json *json, const struct forecast_item *f) {
    json_object(json, "forecast");
    date(json, "p10", f->p10);
    date(json, "p50", f->p50);
    date(json, "p80", f->p80);
    date(json, "p90", f->p90);
    json_number(json, "chance_by_due_to", f->chance);
    json_number(json, "chance_by_first", f->chance_first);
    json_text(json, "from", f->basis);
    json_integer(json, "done", (int64_t)f->class_done);
    json_integer(json, "open", (int64_t)f->class_open);
    json_bool(json, "circular", f->circular);
    json_list(json, "chain");
    for (size_t i = 0; i < f->chain_count; i++) json_text(json, NULL, f->chain[i]->id);
    json_end_list(json);
    json_number(json, "chain_share", f->chain_share);
    json_text(json, "waits_for_no_date_of", f->no_date_of ? f->no_date_of->id : NULL);
    json_end_object(json);
}

static void write_lines(struct json *json, const struct plan_report *r) {
    json_list(json, "items");
    for (size_t i = 0; i < r->count; i++) {
        const struct plan_line *l = &r->lines[i];
        json_object(json, NULL);
        json_text(json, "section", plan_section_text(l->section));
        json_text(json, "kind", l->kind);
        json_text(json, "id", l->id);
        json_text(json, "ref", or_null(l->ref));
        json_text(json, "title", l->title);
        json_integer(json, "depth", (int64_t)l->depth);
        if (l->item)
            write_item(json, l->item, r->as_at);
        else if (l->due != DATE_NONE)
            date(json, "due_to", l->due);
        json_text(json, "outcome", or_null(l->outcome));
        json_text(json, "colour", l->colour ? l->colour->colour : NULL);
        json_text(json, "colour_words", l->colour ? l->colour->words : NULL);
        if (l->forecast) write_forecast(json, l->forecast);
        json_end_object(json);
    }
    json_end_list(json);
}

void plan_report_json(const struct plan_report *r, struct buf *out) {
    struct json json = json_new(out, true);
    json_object(&json, NULL);
    date(&json, "as_at", r->as_at);
    json_text(&json, "colour_scheme", r->scheme.name);
    write_lines(&json, r);
    if (r->options.forecast) {
        json_object(&json, "forecast");
        json_integer(&json, "seed", (int64_t)r->forecast.seed);
        json_integer(&json, "replications", r->forecast.replications);
        json_integer(&json, "done", (int64_t)r->forecast.done);
        json_integer(&json, "open", (int64_t)r->forecast.open);
        json_list(&json, "comparable");
        for (size_t i = 0; i < r->forecast.comparable_count; i++) {
            const struct forecast_spread *c = &r->forecast.comparable[i];
            json_object(&json, NULL);
            json_text(&json, "title", c->title);
            json_integer(&json, "n", c->n);
            json_number(&json, "p20_days", c->p20);
            json_number(&json, "p50_days", c->p50);
            json_number(&json, "p80_days", c->p80);
            json_text(&json, "source", or_null(c->source));
            json_end_object(&json);
        }
        json_end_list(&json);
        json_end_object(&json);
    }
    if (r->options.since != DATE_NONE) {
        date(&json, "since", r->options.since);
        json_bool(&json, "from_history", r->from_history);
        json_list(&json, "changes");
        for (size_t i = 0; i < r->change_count; i++) {
            const struct plan_change *c = &r->changes[i];
            json_object(&json, NULL);
            date(&json, "on", c->on);
            json_text(&json, "id", c->id);
            json_text(&json, "title", or_null(c->title));
            json_text(&json, "who", or_null(c->who));
            json_text(&json, "what", c->what);
            json_end_object(&json);
        }
        json_end_list(&json);
    }
    if (r->options.trend) {
        json_list(&json, "moved");
        for (size_t i = 0; i < r->trend_count; i++) {
            const struct plan_trend *t = &r->trends[i];
            json_object(&json, NULL);
            json_text(&json, "id", t->item->id);
            json_text(&json, "title", t->item->title);
            json_list(&json, "deadlines");
            for (size_t m = 0; m < t->count; m++) {
                json_object(&json, NULL);
                date(&json, "said_on", t->moves[m].said_on);
                date(&json, "due_to", t->moves[m].due_to);
                json_end_object(&json);
            }
            json_end_list(&json);
            json_end_object(&json);
        }
        json_end_list(&json);
    }
    json_end_object(&json);
}
