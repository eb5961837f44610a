/* The part of the brief that the measures give: verdicts, forecasts against targets, and whether
 * what was delivered has moved what it should.
 *
 * SPDX-License-Identifier: MIT */
#include "brief_parts.h"
#include "forecast.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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

/* --- delivery and effect -------------------------------------------------------------------- */

/* What is known of the measures that an item should move. */
struct drive {
    const char *item;
    int known; /* 0 a measure, not judged; 1 judged, not improved; 2 improved */
};

static int by_item(const void *a, const void *b) {
    return strcmp(((const struct drive *)a)->item, ((const struct drive *)b)->item);
}

static int verdict_on(const struct brief *brief, const char *measure) {
    for (size_t i = 0; i < brief->measure_count; i++) {
        const struct measure_verdict *v = &brief->measures[i].verdict;
        if (strcmp(v->measure, measure) != 0) continue;
        if (v->variation == MEASURE_TOO_FEW || v->direction == MEASURE_NEUTRAL) return 0;
        return v->variation == MEASURE_IMPROVING ? 2 : 1;
    }
    return 0;
}

static bool read_drives(struct brief_work *work, struct drive **drives, size_t *count,
                        struct err *err) {
    struct query *q = query_new(work->db, "SELECT count(*) FROM drives", err);
    if (!q) return false;
    size_t most = query_next(q) ? (size_t)query_integer(q, 0, 0) : 0;
    if (!query_free(q, err)) return false;
    *drives = ARENA_NEW(work->arena, struct drive, most);
    *count = 0;
    q = query_new(work->db, "SELECT item, measure FROM drives WHERE item IS NOT NULL", err);
    if (!q) return false;
    while (*count < most && query_next(q)) {
        const char *measure = query_text(q, 1);
        (*drives)[(*count)++] = (struct drive){brief_keep(work, query_text(q, 0)),
                                               measure ? verdict_on(work->brief, measure) : 0};
    }
    if (*count) qsort(*drives, *count, sizeof **drives, by_item);
    return query_free(q, err);
}

/* The best that is known of the item's measures; -1: it has none. */
static int effect_of(const struct drive *drives, size_t count, const char *item) {
    int best = -1;
    size_t low = 0, high = count;
    while (low < high) { /* the first of the item */
        size_t middle = low + (high - low) / 2;
        if (strcmp(drives[middle].item, item) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && strcmp(drives[low].item, item) == 0; low++)
        if (drives[low].known > best) best = drives[low].known;
    return best;
}

static bool count_effects(struct brief_work *work, struct err *err) {
    struct drive *drives;
    size_t count;
    if (!read_drives(work, &drives, &count, err)) return false;
    struct brief_effects *effects = &work->brief->effects;
    enum brief_effect *of = ARENA_NEW(work->arena, enum brief_effect, work->brief->plan.count);
    effects->of = of;
    for (size_t i = 0; i < work->brief->plan.count; i++) {
        const struct plan_item *item = &work->brief->plan.items[i];
        if (item->kind != PLAN_ACTION || item->state == PLAN_STOPPED) continue;
        int known = effect_of(drives, count, item->id);
        if (known < 0) known = effect_of(drives, count, item->recommendation);
        if (known < 0) known = effect_of(drives, count, item->programme);
        bool done = item->state == PLAN_DONE && !item->handed_over;
        of[i] = known < 0    ? BRIEF_NO_MEASURE
                : known == 0 ? BRIEF_UNJUDGED
                : done       ? known == 2 ? BRIEF_DONE_MOVED : BRIEF_DONE_NOT
                : known == 2 ? BRIEF_OPEN_MOVED
                             : BRIEF_OPEN_NOT;
        effects->no_measure += of[i] == BRIEF_NO_MEASURE;
        effects->unjudged += of[i] == BRIEF_UNJUDGED;
        effects->done_moved += of[i] == BRIEF_DONE_MOVED;
        effects->done_not += of[i] == BRIEF_DONE_NOT;
        effects->open_moved += of[i] == BRIEF_OPEN_MOVED;
        effects->open_not += of[i] == BRIEF_OPEN_NOT;
    }
    return true;
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
    struct measure_verdict *verdicts;
    size_t count;
    if (!measure_judge_all(work->db, brief->as_at, work->arena, &verdicts, &count, err))
        return false;
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
    return count_effects(work, err) && count_unobserved(work, err);
}
