/* What the files that build a network share. Private to build*.c.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "build.h"
#include "scheme.h"

struct making {
    const struct build_base *base;
    const struct tables *t;
    int scenario;
    struct arena *arena;
    struct build *build;
    struct err *err;
};

/* What schemes make of a number, by day; NULL where none acts on it. */
static inline double *values_of(const struct making *m, enum target target, int64_t row_no,
                                double value) {
    return scheme_values(m->t, m->scenario, target, row_no, value, m->base->first, m->base->days,
                         m->arena);
}

/* The same as factors of the number itself. */
static inline const double *relative(const struct making *m, double *values, double mean) {
    for (int d = 0; values && d < m->base->days; d++) values[d] /= mean;
    return values;
}

/* Everything that leads out of settings. */
void build_routes(struct making *m);
