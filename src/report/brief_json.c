/* The brief as JSON, for other programs.
 *
 * SPDX-License-Identifier: MIT */
#include "brief.h"

#include "doc/json.h"

#include <math.h>

static void write_value(struct json *json, const char *key, const struct brief_value *v) {
    json_object(json, key);
    json_number(json, "mean", v->mean);
    json_number(json, "p10", v->p10);
    json_number(json, "p90", v->p90);
    json_end_object(json);
}

static void write_day(struct json *json, const char *key, int32_t day) {
    char text[DATE_BYTES];
    json_text(json, key, day == DATE_NONE ? NULL : date_text(day, text));
}

static void write_size(struct json *json, const char *key, size_t n) {
    json_integer(json, key, (int64_t)n);
}

static void write_plan(struct json *json, const struct brief *brief) {
    const struct plan_status *plan = &brief->plan;
    static const char *const kinds[PLAN_KINDS] = {"recommendations", "actions", "milestones",
                                                  "programmes"};
    json_object(json, "plan");
    for (int k = 0; k < PLAN_KINDS; k++) {
        const struct plan_counts *c = &plan->counts[k];
        json_object(json, kinds[k]);
        write_size(json, "total", c->total);
        write_size(json, "done", c->state[PLAN_DONE]);
        write_size(json, "on_time", c->state[PLAN_ON_TIME]);
        write_size(json, "late", c->state[PLAN_LATE]);
        write_size(json, "no_date", c->state[PLAN_NO_DATE]);
        write_size(json, "stopped", c->state[PLAN_STOPPED]);
        write_size(json, "no_owner", c->no_owner);
        write_size(json, "claimed_only", c->claimed);
        write_size(json, "handed_over", c->handed_over);
        write_size(json, "never_reported", c->silent);
        write_size(json, "due_in_90_days", c->due_soon);
        json_end_object(json);
    }
    write_size(json, "left_after_closure", plan->closed_left);
    json_object(json, "due_soon");
    write_size(json, "due", brief->slips.due);
    write_size(json, "forecast", brief->slips.known);
    write_size(json, "likely_to_slip", brief->slips.likely);
    json_text(json, "likeliest", brief->slips.worst ? brief->slips.worst->item->id : NULL);
    json_text(json, "words", brief->ahead);
    json_end_object(json);
    json_list(json, "late");
    for (size_t i = 0; i < plan->count; i++) {
        const struct plan_item *item = &plan->items[i];
        if (item->state != PLAN_LATE || item->kind == PLAN_PROGRAMME ||
            item->kind == PLAN_RECOMMENDATION)
            continue;
        json_object(json, NULL);
        json_text(json, "id", item->id);
        json_text(json, "title", item->title);
        write_day(json, "due", item->due_to);
        json_bool(json, "has_owner", item->has_owner);
        json_end_object(json);
    }
    json_end_list(json);
    json_end_object(json);
}

static void write_measures(struct json *json, const struct brief *brief) {
    json_list(json, "measures");
    for (size_t i = 0; i < brief->measure_count; i++) {
        const struct brief_measure *m = &brief->measures[i];
        const struct measure_verdict *v = &m->verdict;
        json_object(json, NULL);
        json_text(json, "id", v->measure);
        json_text(json, "title", v->title);
        json_text(json, "unit", v->unit);
        json_text(json, "place", v->place);
        write_day(json, "latest_period", v->last_start);
        json_number(json, "latest", v->last);
        json_text(json, "comparator_place", v->comparator_place);
        json_number(json, "comparator", v->latest.start == DATE_NONE ? NAN : v->latest.comparator);
        json_number(json, "target", v->target);
        write_day(json, "target_due", v->target_due);
        json_text(json, "own_past", v->past_words);
        json_text(json, "words", v->words);
        json_text(json, "will_meet_target", m->will);
        json_text(json, "when_target_met", m->when);
        json_text(json, "forecast_year", m->forecast_year);
        write_value(json, "forecast", &m->forecast);
        json_bool(json, "driven_by_plan", m->driven);
        json_end_object(json);
    }
    json_end_list(json);
    write_size(json, "measures_observed_too_seldom", brief->few);
    write_size(json, "measures_not_observed", brief->unobserved);
    const struct brief_effects *e = &brief->effects;
    static const char *const seen[BRIEF_SEEN] = {[BRIEF_MOVED] = "moved",
                                                 [BRIEF_IMPROVING] = "improving",
                                                 [BRIEF_WORSE] = "worse",
                                                 [BRIEF_UNCHANGED] = "unchanged",
                                                 [BRIEF_UNTOLD] = "observed_too_seldom",
                                                 [BRIEF_NO_MEASURE] = "no_measure"};
    json_object(json, "delivery_and_effect");
    for (int s = 0; s < BRIEF_SEEN; s++) {
        json_object(json, seen[s]);
        write_size(json, "done", e->done[s]);
        write_size(json, "not_done", e->open[s]);
        json_end_object(json);
    }
    json_text(json, "when", e->when);
    json_end_object(json);
}

static void write_system(struct json *json, const struct brief *brief) {
    json_list(json, "system");
    for (size_t i = 0; i < brief->output_count; i++)
        for (size_t k = 0; k < brief->outputs[i].year_count; k++) {
            const struct brief_year *y = &brief->outputs[i].years[k];
            json_object(json, NULL);
            json_text(json, "output", brief->outputs[i].title);
            json_text(json, "year", y->year);
            write_value(json, "do_nothing", &y->nothing);
            write_value(json, "plan", &y->plan);
            write_value(json, "difference", &y->difference);
            json_end_object(json);
        }
    json_end_list(json);
    json_list(json, "forecast_and_observed");
    for (size_t i = 0; i < brief->comparison_count; i++) {
        const struct brief_comparison *c = &brief->comparisons[i];
        json_object(json, NULL);
        json_text(json, "measure", c->title);
        json_text(json, "unit", c->unit);
        json_list(json, "years");
        for (size_t k = 0; k < c->year_count; k++) {
            const struct brief_observed_year *y = &c->years[k];
            json_object(json, NULL);
            json_text(json, "year", y->year);
            write_value(json, "do_nothing", &y->nothing);
            write_value(json, "plan", &y->plan);
            json_number(json, "observed", y->observed);
            write_size(json, "periods", y->periods);
            json_bool(json, "whole_year", y->whole);
            json_bool(json, "known_later", y->later);
            json_end_object(json);
        }
        json_end_list(json);
        json_list(json, "sentences");
        for (size_t k = 0; k < c->sentence_count; k++) json_text(json, NULL, c->sentences[k]);
        json_end_list(json);
        json_end_object(json);
    }
    json_end_list(json);
}

static void write_money(struct json *json, const struct money_gaps *gaps) {
    json_list(json, "money");
    for (size_t i = 0; i < gaps->count; i++) {
        const struct money_gap *g = &gaps->years[i];
        json_object(json, NULL);
        json_text(json, "year", g->year);
        json_number(json, "pressures_gbp", g->opens_gbp);
        json_number(json, "closed_gbp", g->closes_gbp);
        json_number(json, "closed_low_gbp", g->closes_low_gbp);
        json_number(json, "closed_high_gbp", g->closes_high_gbp);
        json_number(json, "left_gbp", g->left_gbp);
        json_number(json, "chance_to_close", g->chance);
        write_size(json, "lines_without_range", g->fixed_count);
        json_list(json, "lines");
        for (size_t k = 0; k < g->line_count; k++) {
            const struct money_line *l = &g->lines[k];
            json_object(json, NULL);
            json_text(json, "line", l->title);
            json_text(json, "kind", l->opens ? "opens" : "closes");
            json_number(json, "amount_gbp", l->amount_gbp);
            json_number(json, "low_gbp", l->low_gbp);
            json_number(json, "high_gbp", l->high_gbp);
            json_text(json, "source", l->source);
            json_end_object(json);
        }
        json_end_list(json);
        json_end_object(json);
    }
    json_end_list(json);
}

void brief_json(const struct brief *brief, struct buf *out) {
    struct json json = json_new(out, true);
    json_object(&json, NULL);
    json_text(&json, "title", brief->title);
    write_day(&json, "as_at", brief->as_at);
    json_text(&json, "is_it_working", brief->answer);
    write_plan(&json, brief);
    write_measures(&json, brief);
    write_system(&json, brief);
    write_money(&json, &brief->gaps);
    json_list(&json, "look_at_first");
    for (size_t i = 0; i < brief->look_count; i++) {
        json_object(&json, NULL);
        json_number(&json, "severity", brief->look[i].severity);
        json_text(&json, "words", brief->look[i].words);
        json_end_object(&json);
    }
    json_end_list(&json);
    json_list(&json, "missing");
    for (size_t i = 0; i < brief->missing_count; i++) json_text(&json, NULL, brief->missing[i]);
    json_end_list(&json);
    json_object(&json, "sources");
    for (int i = 0; i < SOURCE_CLASSES; i++)
        write_size(&json, source_class_text((enum source_class)i), brief->sources.by_class[i]);
    json_end_object(&json);
    const struct report_dates *dates = &brief->dates;
    json_object(&json, "schemes_start");
    write_size(&json, "schemes", dates->schemes);
    write_size(&json, "known", dates->known);
    write_size(&json, "forecast", dates->forecast);
    write_size(&json, "planned", dates->planned);
    write_size(&json, "planned_and_passed", dates->passed);
    json_text(&json, "words", dates->words);
    json_end_object(&json);
    json_object(&json, "run");
    json_integer(&json, "replications", brief->replications);
    json_integer(&json, "seed", (int64_t)brief->seed);
    json_text(&json, "kept", brief->kept);
    if (!brief->kept) json_integer(&json, "events", (int64_t)brief->events);
    json_number(&json, "seconds", brief->seconds);
    json_end_object(&json);
    if (brief->checked) {
        json_object(&json, "findings");
        write_size(&json, "errors", brief->errors);
        write_size(&json, "warnings", brief->warnings);
        json_end_object(&json);
    }
    json_end_object(&json);
}
