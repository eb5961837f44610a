/* What the files of calibration share: one work at a time. Private to calibrate*.c.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "calibrate.h"

struct calibration {
    const struct calibrate_options *options;
    struct calibrated *out;
    sqlite3 *copy;
    struct arena *arena;
    struct err *err;
    size_t n;  /* values */
    int about; /* trials and futures, for the progress */
    int futures;
    double z_low[KNOBS], z_high[KNOBS];
    /* How unsure the fit leaves the numbers: independent directions (columns) in the logarithms of
     * the factors, the standard error of each (INFINITY: not seen), and t's degrees of freedom. */
    double directions[KNOBS][KNOBS], errors[KNOBS], freedom;
};

/* The best point, and the slopes there: d residual[i] / d z[k] at [i * knobs + k]. */
struct calibrate_point {
    double z[KNOBS]; /* logarithms of the factors */
    double *residuals;
    double *chance; /* by value: standard deviation of one future */
    double cost;    /* sum of squares */
};

/* Reads measures and what was observed of them. */
MUST_CHECK bool calibrate_read(struct calibration *c);

/* Simulates a package from its copy and gives the mean of each value into `means`, in order of
 * measures and values; and into `chance` the standard deviation of one future. */
MUST_CHECK bool calibrate_simulate(struct calibration *c, const double *factors, double *means,
                                   double *chance);

/* How each measure moves about what was fitted. */
void calibrate_spread(struct calibration *c);

/* Intervals and words from the slopes at the best point. */
void calibrate_tell(struct calibration *c, const struct calibrate_point *best,
                    const double *slopes);

/* The forecast of what came after, with the numbers found. */
MUST_CHECK bool calibrate_check(struct calibration *c);
