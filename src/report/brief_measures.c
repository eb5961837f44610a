/* The part of the brief that the measures give: verdicts, and forecasts against targets.
 *
 * SPDX-License-Identifier: MIT */
#include "brief_parts.h"
#include "forecast.h"

#include <math.h>
#include <string.h>

static bool has_met(const struct measure_verdict *v, double value) {
    return v->direction == MEASURE_HIGHER ? value >= v->target : value <= v->target;
}

static const char *will_it(struct brief_work *work, const struct brief_measure *m) {
    const struct measure_verdict *v = &m->verdict;
    if (isnan(v->target)) return "";
    if (!m->forecast_year || isnan(m->forecast.mean))
        return v->target_due != DATE_NONE && v->target_due < work->brief->as_at
                   ? v->target_met ? "met" : "not met, and its day is past"
                   : "not forecast";
    char mean[NUMBER_PEOPLE_BYTES], low[NUMBER_PEOPLE_BYTES], high[NUMBER_PEOPLE_BYTES];
    brief_number(m->forecast.mean, v->unit, mean);
    brief_number(m->forecast.p10, v->unit, low);
    brief_number(m->forecast.p90, v->unit, high);
    bool all = has_met(v, m->forecast.p10) && has_met(v, m->forecast.p90);
    bool none = !has_met(v, m->forecast.p10) && !has_met(v, m->forecast.p90);
    return arena_printf(work->arena, "%s: %s in %s (%s to %s)",
                        all    ? "yes, if all of the plan is delivered on its dates"
                        : none ? "no"
                               : "in doubt",
                        mean, m->forecast_year, low, high);
}

static bool forecast(struct brief_work *work, struct brief_measure *m, struct err *err) {
    struct query *q = query_new(work->db,
                                "SELECT model_output, model_subject, EXISTS (SELECT 1 FROM drives "
                                "d WHERE d.measure = measure.id) FROM measure WHERE id = ?1",
                                err);
    if (!q) return false;
    query_bind_text(q, 1, m->verdict.measure);
    m->forecast = (struct brief_value){NAN, NAN, NAN};
    if (query_next(q)) {
        const char *output = query_text(q, 0), *subject = query_text(q, 1);
        m->driven = query_integer(q, 2, 0) != 0;
        int32_t day = isnan(m->verdict.target) || m->verdict.target_due == DATE_NONE
                          ? date_of(work->last_year + 1, 3, 31)
                          : m->verdict.target_due;
        int year = brief_year_of(work, day);
        bool ours = !work->place || strcmp(m->verdict.place, work->place) == 0;
        if (output && subject && ours && work->simulated && year) {
            m->forecast = brief_row(work, work->brief->plan_id, output, subject, year);
            char text[DATE_BYTES];
            if (!isnan(m->forecast.mean))
                m->forecast_year = arena_string(work->arena, financial_year_text(year, text));
        }
    }
    m->will = will_it(work, m);
    if (!query_free(q, err)) return false;
    if (!m->forecast_year || isnan(m->verdict.target)) return true;
    struct measure_forecast monthly;
    if (!report_forecast(work->db, &work->results, work->brief->plan_id, m->verdict.measure,
                         m->verdict.place, work->arena, &monthly, err))
        return false;
    m->when = monthly.words;
    return true;
}

/* Those that the model forecasts first, then those with a target, then those the plan drives; the
 * package's order within. */
static int rank(const struct brief_measure *m) {
    return (m->forecast_year ? 0 : 4) + (isnan(m->verdict.target) ? 2 : 0) + (m->driven ? 0 : 1);
}

static void order(struct brief_measure *measures, size_t n) {
    for (size_t i = 1; i < n; i++) { /* stable, and few */
        struct brief_measure m = measures[i];
        size_t k = i;
        for (; k > 0 && rank(&measures[k - 1]) > rank(&m); k--) measures[k] = measures[k - 1];
        measures[k] = m;
    }
}

static bool count_unobserved(struct brief_work *work, struct err *err) {
    struct query *q = query_new(work->db,
                                "SELECT count(*) FROM measure WHERE NOT EXISTS (SELECT 1 FROM "
                                "observation o WHERE o.measure = measure.id)",
                                err);
    if (!q) return false;
    if (query_next(q)) work->brief->unobserved = (size_t)query_integer(q, 0, 0);
    return query_free(q, err);
}

bool brief_judge(struct brief_work *work, struct err *err) {
    struct brief *brief = work->brief;
    const struct brief *before = work->options->before;
    struct measure_verdict *judged = NULL;
    size_t count = before ? before->verdict_count : 0;
    if (!before && !measure_judge_all(work->db, brief->as_at, work->arena, &judged, &count, err))
        return false;
    const struct measure_verdict *verdicts = before ? before->verdicts : judged;
    brief->verdicts = verdicts;
    brief->verdict_count = count;
    brief->measures = ARENA_NEW(work->arena, struct brief_measure, count);
    const char *last = "";
    for (size_t i = 0; i < count; i++) {
        /* The system's place stands first; other places are for `weft measure`. */
        if (strcmp(verdicts[i].measure, last) == 0) continue;
        last = verdicts[i].measure;
        struct brief_measure m = {.verdict = verdicts[i]};
        if (!forecast(work, &m, err)) return false;
        if (m.verdict.variation == MEASURE_TOO_FEW && !m.forecast_year) {
            brief->few++;
            continue;
        }
        brief->measures[brief->measure_count++] = m;
        if (!m.driven) continue;
        brief->driven_count += m.verdict.variation != MEASURE_TOO_FEW;
        brief->improved += m.verdict.variation == MEASURE_IMPROVING;
        brief->worse += m.verdict.variation == MEASURE_CONCERNING;
    }
    order(brief->measures, brief->measure_count);
    if (brief->measure_count == 0)
        brief_missing(work, "No measure has been observed often enough to be judged by then.");
    if (before) brief->effects = before->effects;
    return (before || brief_count_effects(work, verdicts, count, err)) &&
           count_unobserved(work, err);
}
