/* The part of the brief that sets the model's forecast beside what was then observed, and says what
 * a board would have wanted to know on the day.
 *
 * SPDX-License-Identifier: MIT */
#include "brief_parts.h"

#include <math.h>
#include <string.h>

#define MOST_SENTENCES 6

struct subject {
    const char *measure, *title, *unit, *output, *subject;
    double per;
};

static size_t periods_in_year(char frequency) {
    return frequency == 'd'   ? 365
           : frequency == 'w' ? 52
           : frequency == 'q' ? 4
           : frequency == 'y' ? 1
                              : 12;
}

static void add_years(struct brief_work *work, const struct subject *s,
                      const struct measure_series *all, const struct measure_series *known,
                      struct brief_comparison *c) {
    int span = work->last_year - work->first_year + 1;
    struct brief_observed_year *years =
        ARENA_NEW(work->arena, struct brief_observed_year, (size_t)(span > 0 ? span : 0));
    for (int year = work->first_year; year <= work->last_year; year++) {
        size_t periods = 0, known_periods = 0;
        char text[DATE_BYTES];
        struct brief_observed_year *y = &years[c->year_count++];
        *y = (struct brief_observed_year){
            .year = arena_string(work->arena, financial_year_text(year, text)),
            .nothing = brief_row(work, work->brief->nothing_id, s->output, s->subject, year),
            .plan = brief_row(work, work->brief->plan_id, s->output, s->subject, year),
            .observed = measure_year_mean(all, s->per, year, &periods),
        };
        measure_year_mean(known, s->per, year, &known_periods);
        y->periods = periods;
        y->whole = periods >= periods_in_year(all->frequency);
        y->later = known_periods < periods;
    }
    c->years = years;
}

/* 'above', 'below' or 'within' the range of the replications. */
static const char *against(double observed, const struct brief_value *forecast) {
    return observed > forecast->p90 ? "above" : observed < forecast->p10 ? "below" : "within";
}

static void say(struct brief_comparison *c, const char **sentences, const char *sentence) {
    if (c->sentence_count < MOST_SENTENCES) sentences[c->sentence_count++] = sentence;
}

static void say_forecast(struct brief_work *work, const struct subject *s,
                         struct brief_comparison *c, const char **sentences) {
    const struct brief_observed_year *last = NULL, *later = NULL;
    for (size_t i = 0; i < c->year_count; i++) {
        const struct brief_observed_year *y = &c->years[i];
        if (isnan(y->observed) || isnan(y->plan.mean)) continue;
        if (y->later)
            later = y;
        else if (y->whole)
            last = y;
    }
    char seen[NUMBER_PEOPLE_BYTES], mean[NUMBER_PEOPLE_BYTES], low[NUMBER_PEOPLE_BYTES],
        high[NUMBER_PEOPLE_BYTES], day[DATE_BYTES];
    for (int k = 0; k < 2; k++) {
        const struct brief_observed_year *y = k ? later : last;
        if (!y) continue;
        const char *beginning =
            k ? arena_printf(work->arena,
                             "Nobody could know this on %s: ", date_people(work->brief->as_at, day))
              : "";
        say(c, sentences,
            arena_printf(work->arena,
                         "%s%s %s%s the model expects %s (%s to %s) with the plan; %s was "
                         "observed, %s that range.",
                         beginning, k ? "in" : "In", y->year, y->whole ? "" : " (observed in part)",
                         brief_number(y->plan.mean, s->unit, mean),
                         brief_number(y->plan.p10, s->unit, low),
                         brief_number(y->plan.p90, s->unit, high),
                         brief_number(y->observed, s->unit, seen), against(y->observed, &y->plan)));
    }
}

/* The change a year that the target wants, beside the change a year that was seen. */
static void say_pace(struct brief_work *work, const struct subject *s,
                     const struct measure_verdict *v, const struct measure_series *known,
                     struct brief_comparison *c, const char **sentences) {
    if (isnan(v->target) || v->target_due == DATE_NONE || v->target_met || isnan(v->last)) return;
    double years = (double)(v->target_due - v->last_start) / 365.25;
    if (years <= 0.1) return;
    double wanted = (v->target - v->last) / years;
    char need[NUMBER_PEOPLE_BYTES], target[NUMBER_PEOPLE_BYTES], day[DATE_BYTES],
        had[NUMBER_PEOPLE_BYTES];
    const char *so_far = "";
    size_t now_periods, then_periods;
    int year = date_financial_year(work->brief->as_at) - 1;
    double now = measure_year_mean(known, s->per, year, &now_periods);
    double then = measure_year_mean(known, s->per, year - 2, &then_periods);
    if (!isnan(now) && !isnan(then)) {
        double change = (now - then) / 2;
        char from[DATE_BYTES], to[DATE_BYTES];
        so_far =
            arena_printf(work->arena, "; from %s to %s it %s by %s a year",
                         financial_year_text(year - 2, from), financial_year_text(year, to),
                         change < 0 ? "fell" : "rose", brief_change(fabs(change), s->unit, had));
    }
    c->pace = arena_printf(
        work->arena, "To reach %s by %s it has to %s by %s a year from now on%s.",
        brief_number(v->target, s->unit, target), date_people(v->target_due, day),
        wanted < 0 ? "fall" : "rise", brief_change(fabs(wanted), s->unit, need), so_far);
    say(c, sentences, c->pace);
}

static void say_past(struct brief_work *work, const struct measure_verdict *v,
                     struct brief_comparison *c, const char **sentences) {
    if (v->variation == MEASURE_TOO_FEW) return;
    char month[DATE_BYTES];
    say(c, sentences,
        arena_printf(work->arena, "By %s its own past says: %s%s%s.",
                     date_month_people(v->last_month, month), v->past_words, v->rule ? ": " : "",
                     v->rule ? v->rule : ""));
    if (v->comparator_words)
        say(c, sentences, arena_printf(work->arena, "It was %s.", v->comparator_words));
}

static const struct measure_verdict *verdict_of(const struct brief *brief, const char *measure) {
    for (size_t i = 0; i < brief->measure_count; i++)
        if (strcmp(brief->measures[i].verdict.measure, measure) == 0)
            return &brief->measures[i].verdict;
    return NULL;
}

static bool compare(struct brief_work *work, const struct subject *s, struct err *err) {
    struct brief *brief = work->brief;
    struct measure_series all, known;
    if (!measure_series(work->db, s->measure, NULL, DATE_NONE, work->arena, &all, err) ||
        !measure_series(work->db, s->measure, NULL, brief->as_at, work->arena, &known, err)) {
        if (err->code != ERR_NOT_FOUND && err->code != ERR_TOO_FEW) return false;
        *err = (struct err){0};
        return true;
    }
    if (all.n == 0) return true;
    struct brief_comparison *c = &brief->comparisons[brief->comparison_count];
    *c = (struct brief_comparison){.measure = s->measure,
                                   .place = work->place ? work->place : "",
                                   .title = s->title,
                                   .unit = s->unit};
    add_years(work, s, &all, &known, c);
    bool any = false;
    for (size_t i = 0; i < c->year_count; i++)
        any = any || (!isnan(c->years[i].observed) &&
                      (!isnan(c->years[i].plan.mean) || !isnan(c->years[i].nothing.mean)));
    if (!any) return true;
    brief->comparison_count++;
    const char **sentences = ARENA_NEW(work->arena, const char *, MOST_SENTENCES);
    const struct measure_verdict *v = verdict_of(brief, s->measure);
    if (v) {
        say_past(work, v, c, sentences);
        say_pace(work, s, v, &known, c, sentences);
    }
    say_forecast(work, s, c, sentences);
    c->sentences = sentences;
    return true;
}

bool brief_compare(struct brief_work *work, struct err *err) {
    if (!work->simulated) return true;
    struct query *q = query_new(work->db,
                                "SELECT id, title, unit, model_output, model_subject, per FROM "
                                "measure WHERE model_output IS NOT NULL AND "
                                "model_subject IS NOT NULL ORDER BY row_no LIMIT 4",
                                err);
    if (!q) return false;
    struct subject subjects[4];
    size_t count = 0;
    while (count < 4 && query_next(q)) {
        const char *unit = query_text(q, 2), *title = query_text(q, 1);
        double per = query_number(q, 5);
        subjects[count++] = (struct subject){
            .measure = brief_keep(work, query_text(q, 0)),
            .title = title ? brief_keep(work, title) : "",
            .unit = unit ? brief_keep(work, unit) : "",
            .output = brief_keep(work, query_text(q, 3)),
            .subject = brief_keep(work, query_text(q, 4)),
            .per = isnan(per) ? 1 : per,
        };
    }
    if (!query_free(q, err)) return false;
    work->brief->comparisons = ARENA_NEW(work->arena, struct brief_comparison, 4);
    for (size_t i = 0; i < count; i++)
        if (!compare(work, &subjects[i], err)) return false;
    return true;
}
