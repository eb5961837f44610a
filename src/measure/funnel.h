/* All places in one period beside each other: a funnel plot in numbers (stats/funnel.h).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "stats/funnel.h"
#include "verdict.h"

enum measure_standing {
    MEASURE_ORDINARY, /* within the 95% limits */
    MEASURE_OUTLYING, /* beyond the 95% limits: one in twenty is so by chance */
    MEASURE_FAR_OUT,  /* beyond the 99.8% limits */
};

struct measure_funnel_place {
    const char *place, *title;
    double numerator, denominator, value;  /* value in the measure's unit */
    double z_chance, z;                    /* standard deviations from the average */
    double low95, high95, low998, high998; /* limits for a place of that size, in the unit */
    enum measure_standing standing;
};

/* Texts live on the arena that was given. */
struct measure_funnel {
    const char *measure, *title, *unit;
    enum measure_direction direction;
    double per;
    int32_t start; /* first day of the period */
    char frequency;
    struct funnel funnel;
    double centre, tau;                  /* in the measure's unit */
    struct measure_funnel_place *places; /* the highest value first */
    size_t count;
    size_t left_out;   /* places of that kind observed without numerator and denominator */
    const char *words; /* what was found, in a sentence or two */
};

/* The funnel of the period that holds the day. Places of one kind are compared: that of `place`
 * (NULL: the system's; where that kind has no five, the kind with the most), or the members of a
 * group (peer_group, or an area's places). Shares (unit %, per 100) are proportions, measures whose
 * unit begins with 'ratio' are observed over expected, all else rates. Fails with ERR_NOT_FOUND
 * when nothing is there to compare, ERR_TOO_FEW as funnel_make does. */
MUST_CHECK bool measure_funnel(sqlite3 *db, const char *measure, const char *group, int32_t day,
                               enum funnel_spread spread, struct arena *arena,
                               struct measure_funnel *out, struct err *err);

/* The limit in the measure's unit at any denominator, as funnel_limit gives it: for drawing. */
double measure_funnel_limit(const struct measure_funnel *funnel, double denominator,
                            double probability);
