/* A measure at many places; see measure_multiples.h.
 *
 * SPDX-License-Identifier: MIT */
#include "measure_multiples.h"

#include "measure_chart.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int worst_first(const void *left, const void *right) {
    const struct measure_verdict *a = left, *b = right;
    if (a->last == b->last) return strcmp(a->place_title, b->place_title);
    return (a->direction == MEASURE_HIGHER) == (a->last < b->last) ? -1 : 1;
}

/* The first `most`; the own place takes the last of them where it would be left out. */
static size_t keep(struct measure_verdict *verdicts, size_t count, size_t most, const char *own) {
    if (count <= most) return count;
    for (size_t i = most; i < count; i++)
        if (strcmp(verdicts[i].place, own) == 0) verdicts[most - 1] = verdicts[i];
    return most;
}

static const char *order_of(enum measure_direction direction) {
    return direction == MEASURE_LOWER    ? "the highest (worst) latest value first"
           : direction == MEASURE_HIGHER ? "the lowest (worst) latest value first"
                                         : "the highest latest value first";
}

bool report_measure_multiples(sqlite3 *db, const struct multiples_question *ask,
                              struct arena *arena, struct chart_multiples *out, struct err *err) {
    const char *const *places;
    struct measure_verdict *verdicts;
    size_t n, count;
    if (!measure_places_beside(db, ask->measure, ask->place, ask->against, arena, &places, &n,
                               err) ||
        !measure_judge_places(db, ask->measure, ask->against, ask->as_at, places, n, arena,
                              &verdicts, &count, err))
        return false;
    if (count == 0)
        return err_set(err, ERR_TOO_FEW, "'%s' has no observations at these places", ask->measure);
    qsort(verdicts, count, sizeof *verdicts, worst_first);
    size_t shown = keep(verdicts, count, ask->most, places[0]);
    struct chart_multiple *charts = ARENA_NEW(arena, struct chart_multiple, shown);
    for (size_t i = 0; i < shown; i++) {
        const struct measure_verdict *v = &verdicts[i];
        struct measure_series *series = ARENA_NEW(arena, struct measure_series, 1);
        struct chart_spc *chart = ARENA_NEW(arena, struct chart_spc, 1);
        if (!measure_series_against(db, ask->measure, v->place, ask->against, ask->as_at, arena,
                                    series, err))
            return false;
        *chart = report_measure_chart(v, series, arena);
        charts[i] = (struct chart_multiple){chart, strcmp(v->place, places[0]) == 0};
    }
    const struct measure_verdict *v = &verdicts[0];
    const char *order = order_of(v->direction);
    *out = (struct chart_multiples){
        .frame = {.id = v->measure,
                  .title = v->title,
                  .subtitle = shown < count ? arena_printf(arena, "%zu of %zu places, %s", shown,
                                                           count, order)
                                            : arena_printf(arena, "%zu place%s, %s", count,
                                                           count == 1 ? "" : "s", order)},
        .unit = chart_unit_of(v->unit),
        .places = charts,
        .count = shown,
        .order = order};
    return true;
}
