/* Interrupted time series; see interrupted.h.
 *
 * SPDX-License-Identifier: MIT */
#include "interrupted.h"

#include "distribution.h"

#include <math.h>

#define PARALLEL_P 0.01 /* each drift taken for one by mistake is a false alarm */
#define PI 3.14159265358979323846
#define Z_POWER 0.8416212335729143 /* of a power of 0.8 */

/* Which column is which; the season's columns follow. */
enum { LEVEL, STEP, TREND, SLOPE };

struct shape {
    size_t start; /* the first row after the lag */
    size_t pairs; /* of the season: sine and cosine */
    bool no_slopes;
    size_t season, k;
};

static struct shape shape_of(const struct interrupted_options *options, size_t start,
                             size_t before) {
    struct shape s = {.start = start, .no_slopes = options->no_slopes, .season = options->season};
    if (options->season > 1 && before >= 2 * options->season)
        s.pairs = options->season >= 12 ? 2 : (options->season - 1) / 2;
    s.k = (options->no_slopes ? 2 : 4) + 2 * s.pairs;
    return s;
}

/* Times count from the step, in tens of periods, so that columns are of one size. */
#define UNIT 10.0

static double since(const struct shape *s, size_t row) {
    return ((double)row - (double)s->start) / UNIT;
}

static void row_of(const struct shape *s, size_t row, double *x) {
    bool after = row >= s->start;
    size_t c = 2;
    x[LEVEL] = 1;
    x[STEP] = after;
    if (!s->no_slopes) {
        x[TREND] = since(s, row);
        x[SLOPE] = after ? since(s, row) : 0;
        c = 4;
    }
    for (size_t pair = 1; pair <= s->pairs; pair++) {
        double angle = 2 * PI * (double)pair * (double)row / (double)s->season;
        x[c++] = sin(angle);
        x[c++] = cos(angle);
    }
}

static struct estimate estimate_of(const struct ar1 *fit, const double *weights, double scale) {
    double error, value = scale * ar1_sum(fit, weights, &error);
    error *= scale;
    double half = distribution_t_quantile(0.975, fit->freedom) * error;
    double p = error > 0    ? 2 * distribution_t(-fabs(value) / error, fit->freedom)
               : value == 0 ? 1
                            : 0;
    return (struct estimate){value, value - half, value + half, p};
}

/* What the change adds, on average over the rows [from, to) that are there. */
static void change_weights(const struct shape *s, const double *y, size_t from, size_t to,
                           double *weights) {
    double count = 0, time = 0;
    for (size_t i = from; i < to; i++) {
        if (isnan(y[i])) continue;
        count++;
        time += since(s, i);
    }
    for (size_t c = 0; c < s->k; c++) weights[c] = 0;
    weights[STEP] = 1;
    if (!s->no_slopes) weights[SLOPE] = time / count;
}

static void lines(const struct shape *s, const struct ar1 *fit, size_t n, struct interrupted *out,
                  struct arena *arena) {
    out->expected = ARENA_NEW(arena, double, n + 1);
    out->fitted = ARENA_NEW(arena, double, n + 1);
    for (size_t i = 0; i < n; i++) {
        double x[AR1_COLUMNS_MAX];
        row_of(s, i, x);
        out->expected[i] = out->fitted[i] = i < out->first ? NAN : ar1_sum(fit, x, NULL);
        if (i < out->first || i < s->start) continue;
        out->expected[i] -= fit->b[STEP] + (s->no_slopes ? 0 : fit->b[SLOPE] * x[SLOPE]);
    }
}

bool interrupted_fit(const double *y, size_t n, size_t from, size_t lag,
                     const struct interrupted_options *options, struct arena *arena,
                     struct interrupted *out, struct err *err) {
    *out = (struct interrupted){0};
    size_t start = from < n && lag < n - from ? from + lag : n, latest = 0;
    for (size_t i = start; i < n; i++)
        if (!isnan(y[i])) {
            out->after++;
            latest = i;
        }
    out->first = from < n ? from : n;
    while (out->first > 0 && (!options->before || out->before < options->before))
        out->before += isnan(y[--out->first]) ? 0 : 1;
    if (out->before < INTERRUPTED_BEFORE_MIN)
        return err_set(err, ERR_TOO_FEW, "%zu values before it are too few: at least %d are needed",
                       out->before, INTERRUPTED_BEFORE_MIN);
    if (out->after < INTERRUPTED_AFTER_MIN)
        return err_set(err, ERR_TOO_FEW, "%zu values after it are too few: at least %d are needed",
                       out->after, INTERRUPTED_AFTER_MIN);
    struct shape s = shape_of(options, start, out->before);
    double *x = ARENA_NEW(arena, double, n *s.k), *used = ARENA_NEW(arena, double, n);
    for (size_t i = 0; i < n; i++) {
        row_of(&s, i, x + i * s.k);
        used[i] = i < out->first || (i >= from && i < start) ? NAN : y[i];
    }
    struct ar1 fit;
    if (!ar1_fit(x, s.k, used, n, arena, &fit, err)) return false;
    out->rho = fit.rho;
    out->sigma = fit.sigma;
    out->seasonal = s.pairs > 0;
    double weights[AR1_COLUMNS_MAX] = {0};
    weights[STEP] = 1;
    out->step = estimate_of(&fit, weights, 1);
    change_weights(&s, used, start, n, weights);
    out->average = estimate_of(&fit, weights, 1);
    change_weights(&s, used, latest, latest + 1, weights);
    out->latest = estimate_of(&fit, weights, 1);
    out->slope = out->trend = out->drifting = (struct estimate){0, NAN, NAN, NAN};
    if (!s.no_slopes) {
        double slope[AR1_COLUMNS_MAX] = {0};
        slope[SLOPE] = 1;
        out->slope = estimate_of(&fit, slope, 1 / UNIT);
        slope[SLOPE] = 0;
        slope[TREND] = 1;
        out->trend = estimate_of(&fit, slope, 1 / UNIT);
    }
    lines(&s, &fit, n, out, arena);
    return true;
}

bool interrupted_difference(const double *difference, size_t n, size_t from, size_t lag,
                            const struct interrupted_options *options, struct arena *arena,
                            struct interrupted *out, bool *parallel, struct err *err) {
    struct interrupted_options how = *options;
    how.no_slopes = false;
    *parallel = false;
    if (!interrupted_fit(difference, n, from, lag, &how, arena, out, err)) return false;
    const struct estimate trend = out->trend, drifting = out->average;
    *parallel = !(trend.p < PARALLEL_P);
    how.no_slopes = true;
    if (*parallel && !interrupted_fit(difference, n, from, lag, &how, arena, out, err))
        return false;
    out->trend = trend;
    out->drifting = drifting;
    return true;
}

size_t interrupted_wait(const struct interrupted *fit, const struct interrupted_options *options,
                        double size, size_t most, struct arena *arena) {
    size_t n = fit->before + most;
    struct shape s = shape_of(options, fit->before, fit->before);
    double *x = ARENA_NEW(arena, double, n *s.k), *there = ARENA_NEW(arena, double, n);
    for (size_t i = 0; i < n; i++) row_of(&s, i, x + i * s.k);
    for (size_t after = 1; after <= most; after++) {
        double weights[AR1_COLUMNS_MAX];
        change_weights(&s, there, fit->before, fit->before + after, weights);
        double error =
            ar1_error_of(x, s.k, there, fit->before + after, fit->rho, fit->sigma, weights, arena);
        double independent =
            (double)(fit->before + after) * (1 - fmax(fit->rho, 0)) / (1 + fmax(fit->rho, 0));
        double freedom = fmax(3, independent - (double)s.k);
        if (fabs(size) >= error * (distribution_t_quantile(0.975, freedom) + Z_POWER)) return after;
    }
    return 0;
}
