/* The modelled future of a measure, month by month, and when it meets its target, if at all.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "verdict.h"

/* One month of the model: of its replications one in ten is below p10, one in ten above p90. */
struct measure_modelled {
    int month; /* base/date.h */
    double mean, p10, p50, p90;
};

struct measure_forecast {
    const char *measure, *title, *unit, *place;
    enum measure_direction direction;
    const struct measure_modelled *months; /* in time order, without holes */
    size_t n;
    double *targets; /* in force in each month; NAN: none */
    /* The first month from which at least a tenth, half, nine tenths of the futures meet the target
     * in force, and do so in the next two months as well (at the end: in those that are left); -1:
     * not within the months. */
    int tenth, half, most;
    const char *words; /* 'half of its futures meet the target from March 2020 on, ...'; NULL: there
                          is no target, or neither way is better */
};

/* Judges what a model says of a measure at a place (NULL: the system's) against the targets there.
 * Fails with ERR_NOT_FOUND as measure_judge does, ERR_INPUT when months are not in order. */
MUST_CHECK bool measure_forecast(sqlite3 *db, const char *measure, const char *place,
                                 const struct measure_modelled *months, size_t n,
                                 struct arena *arena, struct measure_forecast *out,
                                 struct err *err);
