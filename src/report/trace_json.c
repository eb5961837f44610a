/* The thread as JSON.
 *
 * SPDX-License-Identifier: MIT */
#include "doc/json.h"
#include "trace_parts.h"

#include <math.h>

static void date(struct json *json, const char *key, int32_t day) {
    char text[DATE_BYTES];
    json_text(json, key, day == DATE_NONE ? NULL : date_text(day, text));
}

static const char *or_null(const char *text) {
    return text && text[0] ? text : NULL;
}

static void write_plan_item(struct json *json, const struct plan_item *p) {
    json_text(json, "stage", or_null(p->stage));
    json_text(json, "schedule", plan_state_text(p->state));
    date(json, "first_due_to", p->first_due_to);
    date(json, "due_to", p->due_to);
    json_text(json, "due_text", or_null(p->due_text));
    date(json, "done_on", p->done_on);
    if (p->evidence < 0)
        json_text(json, "evidence", NULL);
    else
        json_integer(json, "evidence", p->evidence);
    json_text(json, "confidence_five", or_null(p->confidence_five));
    json_text(json, "confidence_three", or_null(p->confidence_three));
    if (p->parts) {
        json_integer(json, "parts", (int64_t)p->parts);
        json_integer(json, "parts_done", (int64_t)p->parts_done);
    }
}

static void write_verdict(struct json *json, const struct measure_verdict *v) {
    json_text(json, "unit", v->unit);
    json_text(json, "place", v->place);
    date(json, "last_period", v->last_start);
    json_number(json, "last", v->last);
    json_text(json, "own_past", v->past_words);
    json_text(json, "comparator", v->comparator_words);
    json_number(json, "target", v->target);
    date(json, "target_due", isnan(v->target) ? DATE_NONE : v->target_due);
    json_text(json, "assurance", v->assurance_words);
}

static void write_item(struct json *json, const struct trace_item *item) {
    json_text(json, "kind", trace_kind_text(item->kind));
    json_text(json, "id", item->id);
    json_text(json, "ref", or_null(item->ref));
    json_text(json, "title", item->title);
    json_integer(json, "row", (int64_t)item->row_no);
    json_text(json, "words", or_null(item->words));
    if (item->plan) write_plan_item(json, item->plan);
    if (item->forecast) {
        date(json, "forecast_p50", item->forecast->p50);
        date(json, "forecast_p80", item->forecast->p80);
        json_number(json, "chance_by_due_to", item->forecast->chance);
    }
    if (item->verdict) write_verdict(json, item->verdict);
    if (item->day != DATE_NONE) date(json, "day", item->day);
}

static void write_lines(struct json *json, const char *key, const struct trace_lines *lines) {
    json_list(json, key);
    for (size_t i = 0; i < lines->count; i++) {
        const struct trace_line *line = &lines->items[i];
        json_object(json, NULL);
        json_integer(json, "depth", (int64_t)line->depth);
        json_text(json, "relation", or_null(line->relation));
        if (line->repeated) {
            json_text(json, "id", line->item->id);
            json_bool(json, "repeated", true);
        } else {
            write_item(json, line->item);
            if (line->goes_on) json_bool(json, "goes_on", true);
        }
        json_end_object(json);
    }
    json_end_list(json);
}

void trace_json(const struct trace *trace, struct buf *out) {
    struct json json = json_new(out, true);
    json_object(&json, NULL);
    date(&json, "as_at", trace->as_at);
    json_object(&json, "item");
    write_item(&json, trace->subject);
    json_list(&json, "leads");
    for (size_t i = 0; i < trace->lead_count; i++) {
        json_object(&json, NULL);
        json_text(&json, "role", trace->leads[i].role);
        json_text(&json, "title", trace->leads[i].title);
        json_bool(&json, "accountable", trace->leads[i].accountable);
        json_end_object(&json);
    }
    json_end_list(&json);
    json_list(&json, "reports");
    for (size_t i = 0; i < trace->report_count; i++) {
        const struct trace_report *r = &trace->reports[i];
        json_object(&json, NULL);
        date(&json, "on", r->on);
        json_text(&json, "by", or_null(r->by));
        json_text(&json, "stage", or_null(r->stage));
        date(&json, "due_to", r->due_to);
        json_text(&json, "text", or_null(r->text));
        json_end_object(&json);
    }
    json_end_list(&json);
    json_list(&json, "evidence");
    for (size_t i = 0; i < trace->evidence_count; i++) {
        const struct trace_evidence *e = &trace->evidence[i];
        json_object(&json, NULL);
        date(&json, "seen_on", e->seen_on);
        json_integer(&json, "level", e->level);
        if (e->line) json_integer(&json, "line", e->line);
        json_text(&json, "title", e->title);
        json_text(&json, "link", or_null(e->link));
        json_end_object(&json);
    }
    json_end_list(&json);
    json_end_object(&json);
    write_lines(&json, "comes_from", &trace->before);
    write_lines(&json, "leads_to", &trace->after);
    write_lines(&json, "beside", &trace->beside);
    json_end_object(&json);
}
