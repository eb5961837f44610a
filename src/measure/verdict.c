/* Verdicts on measures, in numbers and in words; see verdict.h.
 *
 * SPDX-License-Identifier: MIT */
#include "verdict.h"

#include "base/number.h"
#include "comparator.h"
#include "compare.h"
#include "sweep.h"
#include "target.h"

#include <math.h>
#include <string.h>

/* Places of a measure that are judged together: from so many on their rows are read in one pass. */
#define SWEEP_MIN 4

static const char *rule_words(const struct spc_point *p, size_t run, struct arena *arena) {
    switch (p->signal) {
    case SPC_OUTSIDE:
        return p->sign > 0 ? "above its upper process limit" : "below its lower process limit";
    case SPC_TREND:
        return arena_printf(arena, "%zu %s values in a row", run,
                            p->sign > 0 ? "rising" : "falling");
    case SPC_TWO_IN_THREE:
        return "two of three values near a process limit";
    case SPC_ONE_SIDE:
        return arena_printf(arena, "%zu values in a row %s its mean", run,
                            p->sign > 0 ? "above" : "below");
    case SPC_COMMON_CAUSE:
        break;
    }
    return NULL;
}

static void judge_past(const struct measure_series *s, size_t last, struct arena *arena,
                       struct measure_verdict *v) {
    const struct spc_phase *phase = &s->phases[s->phase_of[last]];
    const struct spc_point *p = &s->points[last];
    for (size_t i = phase->first; i < phase->first + phase->count; i++) {
        if (!isnan(s->values[i])) v->phase_n++;
        v->signals += s->points[i].type > SPC_COMMON;
    }
    v->phase_month = date_month(s->starts[phase->first]);
    v->mean = phase->mean;
    v->lower = phase->lower;
    v->upper = phase->upper;
    v->within_limits = v->last >= v->lower && v->last <= v->upper;
    v->rule = rule_words(p, s->options.run ? s->options.run : 7, arena);
    if (v->phase_n < SPC_POINTS_MIN || p->type == SPC_TYPE_NONE) {
        v->variation = MEASURE_TOO_FEW;
        v->past_words = "too few values to tell";
    } else if (p->type == SPC_IMPROVEMENT) {
        v->variation = MEASURE_IMPROVING;
        v->past_words = "improving";
    } else if (p->type == SPC_CONCERN) {
        v->variation = MEASURE_CONCERNING;
        v->past_words = "getting worse";
    } else if (p->type == SPC_NEUTRAL_HIGH || p->type == SPC_NEUTRAL_LOW) {
        v->variation = MEASURE_SPECIAL_NEUTRAL;
        v->past_words = p->type == SPC_NEUTRAL_HIGH ? "rising" : "falling";
    } else {
        v->variation = MEASURE_COMMON_CAUSE;
        v->past_words = "no real change";
    }
}

static const char *compare_words(const struct measure_series *s, const struct measure_verdict *v,
                                 struct arena *arena) {
    if (v->latest.start == DATE_NONE) return NULL;
    const char *to = v->comparator_title ? v->comparator_title : v->comparator_place;
    const char *period = measure_period_text(v->latest.start, s->frequency, arena);
    bool above = v->above >= v->below;
    struct buf out = buf_new(arena);
    if (v->consistently)
        buf_printf(&out, "consistently %s %s", above ? "above" : "below", to);
    else if (v->compared < 2)
        buf_printf(&out, "%s %s in %s", v->latest.difference > 0 ? "above" : "below", to, period);
    else
        buf_printf(&out, "%s %s in %zu of %zu recent periods", above ? "above" : "below", to,
                   above ? v->above : v->below, v->compared);
    if (isnan(v->latest.low)) return out.text;
    bool same_side = (v->latest.difference > 0) == above || v->latest.difference == 0;
    if (same_side || v->compared < 2) /* of one period its side is said */
        buf_printf(&out, ", %ssignificantly so in %s", v->latest.significant ? "" : "not ", period);
    else if (v->latest.significant)
        buf_printf(&out, ", but significantly %s it in %s", above ? "below" : "above", period);
    else
        buf_printf(&out, ", but %s it in %s, not significantly so", above ? "below" : "above",
                   period);
    return out.text;
}

/* The series is made on the scratch arena, and nothing of it is kept. */
static bool judge(sqlite3 *db, struct measure_subject *subject, int32_t as_at, struct arena *arena,
                  struct arena *scratch, struct measure_verdict *v, struct err *err) {
    const struct measure_info *info = &subject->info;
    const struct measure_place *where = &subject->place;
    struct measure_series s;
    if (!measure_series_of(db, subject, as_at, scratch, &s, err)) return false;
    *v = (struct measure_verdict){.measure = info->id,
                                  .title = info->title,
                                  .definition = info->definition,
                                  .unit = info->unit,
                                  .direction = info->direction,
                                  .per = info->per,
                                  .place = where->id,
                                  .place_title = where->title,
                                  .comparator_place = s.comparator_id,
                                  .comparator_title = s.comparator_title};
    size_t first = 0, last = s.n;
    while (first < s.n && isnan(s.values[first])) first++;
    while (last > first && isnan(s.values[last - 1])) last--;
    if (first >= last)
        return err_set(err, ERR_TOO_FEW, "'%s' has no observations of %s", info->id,
                       where->title ? where->title : "any place");
    last--;
    for (size_t i = first; i <= last; i++)
        if (!isnan(s.values[i])) v->n++;
    v->missing = last + 1 - first - v->n;
    v->first_start = s.starts[first];
    v->last_start = s.starts[last];
    v->first_month = date_month(v->first_start);
    v->last_month = date_month(v->last_start);
    v->last = s.values[last];
    judge_past(&s, last, arena, v);
    measure_targets_judge(&s, last, arena, v);
    measure_compare(&s, info, arena, v);
    v->comparator_words = compare_words(&s, v, arena);
    char number[NUMBER_PEOPLE_BYTES];
    struct buf out = buf_new(arena);
    buf_printf(&out, "%s, %s: %s in %s", v->title, v->place_title,
               number_people(v->last, fabs(v->last) < 1000 ? 1 : 0, number),
               measure_period_text(v->last_start, s.frequency, arena));
    if (v->comparator_words) buf_printf(&out, "; %s", v->comparator_words);
    if (v->variation == MEASURE_TOO_FEW)
        buf_puts(&out, "; too few values to judge its own past");
    else if (v->variation == MEASURE_COMMON_CAUSE)
        buf_puts(&out,
                 v->within_limits ? "; within its own limits: no real change" : "; no real change");
    else
        buf_printf(&out, "; %s: %s", v->past_words, v->rule);
    if (v->assurance_words && v->assurance != MEASURE_NO_ASSURANCE)
        buf_printf(&out, "; %s", v->assurance_words);
    if (v->trajectory_words) buf_printf(&out, "; %s", v->trajectory_words);
    buf_putc(&out, '.');
    v->words = out.text;
    return true;
}

bool measure_places(sqlite3 *db, const char *measure, struct arena *arena, const char *const **out,
                    size_t *count, struct err *err) {
    struct measure_place system;
    if (!measure_place_read(db, NULL, arena, &system, err)) return false;
    struct query *q =
        query_new(db,
                  "SELECT place FROM observation WHERE measure = ?1 AND place IS NOT ?2 "
                  "GROUP BY place ORDER BY place IS NOT ?3, min(row_no)",
                  err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    query_bind_text(q, 2, system.nation);
    query_bind_text(q, 3, system.system);
    return measure_texts(q, arena, out, count, err);
}

bool measure_places_beside(sqlite3 *db, const char *measure, const char *place, const char *against,
                           struct arena *arena, const char *const **out, size_t *count,
                           struct err *err) {
    struct measure_subject subject;
    const char *const *others;
    size_t n;
    if (!measure_subject_read(db, measure, place, against, arena, &subject, err) ||
        !measure_others(db, measure, subject.place.id, &subject.comparator, arena, &others, &n,
                        err))
        return false;
    const char **all = ARENA_NEW(arena, const char *, n + 1);
    all[0] = subject.place.id;
    for (size_t i = 0; i < n; i++) all[i + 1] = others[i];
    *out = all;
    *count = n + 1;
    return true;
}

bool measure_judge(sqlite3 *db, const char *measure, const char *place, int32_t as_at,
                   struct arena *arena, struct measure_verdict *out, struct err *err) {
    return measure_judge_against(db, measure, place, NULL, as_at, arena, out, err);
}

bool measure_judge_against(sqlite3 *db, const char *measure, const char *place, const char *against,
                           int32_t as_at, struct arena *arena, struct measure_verdict *out,
                           struct err *err) {
    struct measure_subject subject;
    const char *const *all;
    size_t count;
    if (place)
        return measure_subject_read(db, measure, place, against, arena, &subject, err) &&
               judge(db, &subject, as_at, arena, arena, out, err);
    if (!measure_info_read(db, measure, arena, &subject.info, err) ||
        !measure_places(db, measure, arena, &all, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (measure_judge_against(db, measure, all[i], against, as_at, arena, out, err))
            return true;
        if (err->code != ERR_TOO_FEW && err->code != ERR_NOT_FOUND) return false;
    }
    *err = (struct err){0};
    return err_set(err, ERR_TOO_FEW, "'%s' has no observations", measure);
}

/* The place to be judged next. */
static bool name_place(sqlite3 *db, const char *place, struct arena *arena,
                       struct measure_subject *subject, struct err *err) {
    const struct measure_swept *swept =
        subject->sweep ? measure_sweep_find(subject->sweep, place) : NULL;
    if (!swept || !swept->title) return measure_place_name(db, place, arena, &subject->place, err);
    subject->place.id = place;
    subject->place.title = arena_string(arena, swept->title);
    return true;
}

/* Verdicts of one measure, appended. What does not depend on the place is read once. */
static bool judge_swept(sqlite3 *db, const char *measure, const char *against, int32_t as_at,
                        const char *const *places, size_t n, struct arena *arena,
                        struct arena *scratch, struct arena *swept, struct measure_verdict *out,
                        size_t *count, struct err *err) {
    struct measure_subject subject = {.keep = arena};
    struct measure_comparator usual = {0};
    struct measure_sweep sweep;
    if (!measure_info_read(db, measure, arena, &subject.info, err) ||
        !measure_place_read(db, NULL, arena, &subject.place, err))
        return false;
    if (n >= SWEEP_MIN) {
        if (!measure_sweep_read(db, &subject.info, as_at, swept, &sweep, err)) return false;
        subject.sweep = &sweep;
    }
    for (size_t i = 0; i < n; i++) {
        arena_reset(scratch);
        if (!name_place(db, places[i], arena, &subject, err)) {
            if (err->code != ERR_NOT_FOUND) return false;
            *err = (struct err){0}; /* check says so: a place that is in no table */
            continue;
        }
        bool can_keep = usual.rows && strcmp(places[i], usual.id) != 0;
        if (can_keep)
            subject.comparator = usual;
        else if (!measure_comparator_read(db, &subject.info, &subject.place, against, arena,
                                          &subject.comparator, err))
            return false;
        if (judge(db, &subject, as_at, arena, scratch, &out[*count], err))
            (*count)++;
        else if (err->code != ERR_TOO_FEW)
            return false;
        else
            *err = (struct err){0};
        if (subject.comparator.rows) usual = subject.comparator;
    }
    return true;
}

static bool judge_places(sqlite3 *db, const char *measure, const char *against, int32_t as_at,
                         const char *const *places, size_t n, struct arena *arena,
                         struct arena *scratch, struct measure_verdict *out, size_t *count,
                         struct err *err) {
    struct arena *swept = arena_new();
    bool ok =
        judge_swept(db, measure, against, as_at, places, n, arena, scratch, swept, out, count, err);
    arena_free(swept);
    return ok;
}

bool measure_judge_places(sqlite3 *db, const char *measure, const char *against, int32_t as_at,
                          const char *const *places, size_t n, struct arena *arena,
                          struct measure_verdict **out, size_t *count, struct err *err) {
    *count = 0;
    *out = ARENA_NEW(arena, struct measure_verdict, n + 1);
    struct arena *scratch = arena_new();
    bool ok =
        judge_places(db, measure, against, as_at, places, n, arena, scratch, *out, count, err);
    arena_free(scratch);
    return ok;
}

bool measure_judge_all(sqlite3 *db, int32_t as_at, struct arena *arena,
                       struct measure_verdict **out, size_t *count, struct err *err) {
    size_t measures, capacity = 64;
    const char *const *ids = measure_ids(db, arena, &measures, err);
    if (!ids) return false;
    *count = 0;
    *out = ARENA_NEW(arena, struct measure_verdict, capacity);
    for (size_t m = 0; m < measures; m++) {
        const char *const *all;
        size_t n;
        if (!measure_places(db, ids[m], arena, &all, &n, err)) return false;
        if (*count + n > capacity) {
            while (capacity < *count + n) capacity *= 2;
            struct measure_verdict *more = ARENA_NEW(arena, struct measure_verdict, capacity);
            memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        struct arena *scratch = arena_new();
        bool ok = judge_places(db, ids[m], NULL, as_at, all, n, arena, scratch, *out, count, err);
        arena_free(scratch);
        if (!ok) return false;
    }
    return true;
}
