/* Fits several numbers of the model to what measures have shown, and forecasts what came later.
 *
 * The distance is the sum of squares of (simulated mean - observed) / s over the periods observed,
 * s a measure's own spread from one period to the next (mean moving range / 1.128, Shewhart 1931;
 * at least 1% of its mean). All trials see the same people, so that it is a nearly smooth function
 * of the factors. It is made small by the method of Levenberg (1944) and Marquardt (1963) in the
 * logarithms of the factors, kept within bounds, from the best of several starts. Intervals are
 * those of a linear model at the best point whose errors are a first-order autoregression
 * (stats/ar1.h): periods that are missed alike count for fewer.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/date.h"
#include "knob.h"
#include "simulate.h"

#define CALIBRATE_MEASURES 16

struct calibrate_options {
    const char *fit; /* names, as knob.h */
    const char *to;  /* measures, with commas between */
    int32_t from, until;
    double low, high; /* bounds of the factors */
    const char *scenario;
    int replications, threads, starts;
    int32_t backtest; /* first day forecast, or DATE_NONE */
    int backtest_replications;
    uint64_t seed;
    /* NULL, or told after each trial, and each future of the back-test: how many, of about how
     * many, and the distance (root of its mean square). */
    void (*progress)(void *user, int trials, int about, double distance);
    void *user;
    const volatile bool *stop;
};

/* One observed period of a measure. */
struct calibrate_value {
    const char *period; /* 2018-04 or 2018/19 */
    int32_t start;
    double observed;
    double before, fitted; /* simulated: with factors of 1, and with those found */
    double chance;         /* standard deviation of one future, with those found */
};

struct calibrate_measure {
    const char *id, *title, *output, *subject, *place;
    struct calibrate_value *values; /* from..until; none: it could not be used */
    size_t count;
    double scale;                                        /* s */
    double mean_observed, mean_before, mean_fitted, rms; /* rms of fitted - observed */

    /* Of observed - fitted: standard deviation of one value; correlation of neighbours; how many
     * times the variance of their mean is that of independent ones; t's degrees of freedom for a
     * mean, and those of sigma itself. */
    double sigma, rho, alike, freedom, sigma_freedom;
    double chance; /* what of sigma one future and the mean of a trial's would make by chance */
};

/* A forecast against what came. */
struct calibrate_check {
    const struct calibrate_measure *measure;
    const char *first, *last; /* periods */
    size_t count, in_80, in_95;
    double mean_observed, mean_forecast;
    double rms;       /* of forecast - observed */
    double rms_naive; /* if the mean of the last year fitted had been the forecast */

    double independent; /* values that are worth as much as these, whose errors are alike */
    double low_80, high_80, low_95, high_95; /* 95% intervals of the shares in_80 and in_95 */
    /* How much more the forecast rises in a year than what came, and its 95% interval; NAN where
     * nothing can be said. */
    double drift, drift_low, drift_high;
};

struct calibrated {
    struct knobs knobs;                             /* cells with their values before and after */
    double factors[KNOBS], low[KNOBS], high[KNOBS]; /* 95% intervals, cut at the bounds */
    bool at_bound[KNOBS];
    struct calibrate_measure measures[CALIBRATE_MEASURES];
    size_t measure_count, value_count;
    double distance_before, distance; /* roots of the mean squares, in units of s */
    int trials;
    double seconds;
    const char **words; /* what the data cannot tell, each a sentence; none: they can */
    size_t word_count;
    struct calibrate_check checks[CALIBRATE_MEASURES];
    size_t check_count;
};

/* Works on a copy; the package stays as it is. Fails with ERR_NOT_FOUND on an unknown name or
 * measure or one that no output forecasts, ERR_TOO_FEW when fewer values were observed than there
 * are numbers to fit. */
MUST_CHECK bool model_calibrate(sqlite3 *db, const struct calibrate_options *options,
                                struct arena *arena, struct calibrated *out, struct err *err);
