/* Targets in force and the trajectory towards them; see target.h.
 *
 * SPDX-License-Identifier: MIT */
#include "target.h"

#include "base/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RECENT 12 /* periods that are counted */

struct point {
    int32_t date;
    double value;
    bool baseline; /* where it starts from, not what is aimed at */
};

static int by_date(const void *a, const void *b) {
    const struct point *x = a, *y = b;
    return (x->date > y->date) - (x->date < y->date);
}

/* Of several for one day the least demanding is taken, since that one is owed by all who set one.
 */
static void put(struct point *points, size_t *n, int32_t date, double value, bool baseline,
                enum measure_direction direction) {
    if (date == DATE_NONE || isnan(value)) return;
    for (size_t i = 0; i < *n; i++) {
        struct point *p = &points[i];
        if (p->date != date || p->baseline != baseline) continue;
        bool easier = direction == MEASURE_HIGHER ? value < p->value : value > p->value;
        if (easier) p->value = value;
        return;
    }
    points[(*n)++] = (struct point){date, value, baseline};
}

static bool read_points(sqlite3 *db, const char *measure, const char *place,
                        enum measure_direction direction, struct arena *arena,
                        struct point **points, size_t *n, struct err *err) {
    *n = 0;
    struct query *q = query_new(
        db,
        "SELECT due, value, baseline_on, baseline, count(*) OVER () FROM target WHERE measure = ?1 "
        "AND place = ?2 AND value IS NOT NULL ORDER BY due",
        err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    query_bind_text(q, 2, place);
    while (query_next(q)) {
        if (!*points) *points = ARENA_NEW(arena, struct point, 2 * (size_t)query_integer(q, 4, 0));
        put(*points, n, query_date(q, 0), query_number(q, 1), false, direction);
        put(*points, n, query_date(q, 2), query_number(q, 3), true, direction);
    }
    if (*n) qsort(*points, *n, sizeof **points, by_date);
    return query_free(q, err);
}

/* In force is the first target that is due at the period's end or later; after the last it stays.
 */
static void put_in_force(const struct point *points, size_t n, struct measure_series *s) {
    for (size_t i = 0; i < s->n; i++) {
        int32_t end = measure_period_end(s->starts[i], s->frequency);
        for (size_t k = 0; k < n; k++) {
            if (points[k].baseline) continue;
            s->targets[i] = points[k].value;
            s->target_due[i] = points[k].date;
            if (points[k].date >= end) break;
        }
    }
}

/* From the baseline, or the first target, in straight lines from target to target. Baselines count
 * until the first target is due. */
static void put_trajectory(struct point *points, size_t n, struct measure_series *s) {
    size_t kept = 0;
    bool aimed = false;
    for (size_t k = 0; k < n; k++) {
        if (points[k].baseline && aimed) continue;
        aimed |= !points[k].baseline;
        points[kept++] = points[k];
    }
    for (size_t i = 0; i < s->n && kept; i++) {
        int32_t end = measure_period_end(s->starts[i], s->frequency);
        if (end >= points[kept - 1].date) s->trajectory[i] = points[kept - 1].value;
        for (size_t k = 1; k < kept; k++) {
            const struct point *a = &points[k - 1], *b = &points[k];
            if (end < a->date || end >= b->date) continue;
            double part = (double)(end - a->date) / (double)(b->date - a->date);
            s->trajectory[i] = a->value + part * (b->value - a->value);
        }
    }
}

bool measure_targets_read(sqlite3 *db, const char *measure, const char *place,
                          enum measure_direction direction, struct arena *arena,
                          struct measure_series *s, struct err *err) {
    struct point *points = NULL;
    size_t n;
    if (!read_points(db, measure, place, direction, arena, &points, &n, err)) return false;
    put_in_force(points, n, s);
    put_trajectory(points, n, s);
    return true;
}

static bool is_met(enum measure_direction direction, double value, double target) {
    return direction == MEASURE_HIGHER ? value >= target : value <= target;
}

static void judge_trajectory(const struct measure_series *s, size_t last, struct arena *arena,
                             struct measure_verdict *v) {
    v->trajectory = s->trajectory[last];
    v->trajectory_words = NULL;
    if (v->direction == MEASURE_NEUTRAL) return;
    for (size_t i = last + 1; i-- > 0 && v->owed < RECENT;) {
        if (isnan(s->values[i]) || isnan(s->trajectory[i])) continue;
        v->owed++;
        v->kept += is_met(v->direction, s->values[i], s->trajectory[i]);
    }
    if (isnan(v->trajectory)) return;
    int32_t end = measure_period_end(s->starts[last], s->frequency);
    if (end >= s->target_due[last]) return; /* the target itself says it */
    char number[NUMBER_PEOPLE_BYTES];
    v->trajectory_met = is_met(v->direction, s->values[last], v->trajectory);
    v->trajectory_words = arena_printf(
        arena,
        "%s the straight way to its target (%s by then), which it kept to in %zu of %zu periods",
        v->trajectory_met ? "on or ahead of" : "behind",
        number_people(v->trajectory, fabs(v->trajectory) < 1000 ? 1 : 0, number), v->kept, v->owed);
}

void measure_targets_judge(const struct measure_series *s, size_t last, struct arena *arena,
                           struct measure_verdict *v) {
    judge_trajectory(s, last, arena, v);
    v->target = s->targets[last];
    v->target_due = s->target_due[last];
    v->target_distance = NAN;
    v->assurance = MEASURE_NO_ASSURANCE;
    if (isnan(v->target)) return;
    double over = v->last - v->target;
    v->target_distance = v->direction == MEASURE_HIGHER ? -over : over;
    v->target_met = v->direction != MEASURE_NEUTRAL && v->target_distance <= 0;
    if (v->variation != MEASURE_TOO_FEW)
        switch (spc_assure(&s->phases[s->phase_of[last]], v->target, &s->options)) {
        case SPC_PASS:
            v->assurance = MEASURE_WILL_HIT;
            break;
        case SPC_FAIL:
            v->assurance = MEASURE_WILL_MISS;
            break;
        case SPC_INCONSISTENT:
            v->assurance = MEASURE_HIT_OR_MISS;
            break;
        case SPC_ASSURANCE_NONE:
            break;
        }
    switch (v->assurance) {
    case MEASURE_WILL_HIT:
        v->assurance_words = "meets the target in every ordinary month";
        break;
    case MEASURE_WILL_MISS:
        v->assurance_words = "will not meet the target unless something changes";
        break;
    case MEASURE_HIT_OR_MISS:
        v->assurance_words = "meets the target only by chance";
        break;
    case MEASURE_NO_ASSURANCE:
        v->assurance_words = v->direction == MEASURE_NEUTRAL
                                 ? "neither way is better"
                                 : "too few values to say whether it will meet the target";
        break;
    }
}
