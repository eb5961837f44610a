/* Control charts other than XmR; see limits.h. The constants are those that PowerBI-SPC uses, so
 * that a board that changes tools sees the same lines.
 *
 * SPDX-License-Identifier: MIT */
#include "limits.h"

#include "quantile.h"

#include <math.h>

/* Mean range of two over the standard deviation, and the greatest range that counts. */
#define D2 1.128
#define SCREEN 3.267
/* A time between events to this power is nearly normal (Nelson 1994). */
#define T_POWER 3.6

static const char *const names[LIMITS_CHARTS] = {"run", "i",  "i_m", "i_mm", "mr", "p",    "pp",
                                                 "u",   "up", "c",   "g",    "t",  "xbar", "s"};

const char *limits_chart_name(enum limits_chart chart) {
    return names[chart];
}

enum limits_chart limits_chart_named(struct str name) {
    for (enum limits_chart chart = 0; chart < LIMITS_CHARTS; chart++)
        if (str_is(name, names[chart])) return chart;
    return LIMITS_CHARTS;
}

static bool is_proportion(enum limits_chart chart) {
    return chart == LIMITS_P || chart == LIMITS_PP;
}

static bool is_rate(enum limits_chart chart) {
    return chart == LIMITS_U || chart == LIMITS_UP;
}

static bool is_sample(enum limits_chart chart) {
    return chart == LIMITS_XBAR || chart == LIMITS_S;
}

static bool is_single(enum limits_chart chart) {
    return chart <= LIMITS_MR;
}

bool limits_chart_needs_denominator(enum limits_chart chart) {
    return is_proportion(chart) || is_rate(chart) || is_sample(chart);
}

const char *limits_row_wrong(enum limits_chart chart, double numerator, double denominator,
                             double sd) {
    bool counts = !is_single(chart) && chart != LIMITS_XBAR;
    if (counts && numerator < 0) return "the numerator is below zero";
    if (is_sample(chart) && denominator < 2) return "a sample needs at least two";
    if (chart == LIMITS_XBAR && sd < 0) return "the standard deviation is below zero";
    if ((limits_chart_needs_denominator(chart) || is_single(chart)) && denominator <= 0)
        return "the denominator is not above zero";
    if (is_proportion(chart) && numerator > denominator) return "more were counted than there were";
    return NULL;
}

static double value_of(enum limits_chart chart, const struct limits_data *data, size_t i) {
    double numerator = data->numerator[i];
    bool divides =
        is_proportion(chart) || is_rate(chart) || (is_single(chart) && data->denominator);
    double value = divides ? numerator / data->denominator[i] : numerator;
    if (is_sample(chart) && isnan(data->denominator[i])) return NAN;
    if (chart == LIMITS_XBAR && (!data->sd || isnan(data->sd[i]))) return NAN;
    return value;
}

/* The moving ranges of x[0..n), without those that cannot be formed; returns how many. */
static size_t ranges_of(const double *x, size_t n, double *ranges) {
    size_t count = 0;
    for (size_t i = 1; i < n; i++) {
        double range = fabs(x[i] - x[i - 1]);
        if (!isnan(range)) ranges[count++] = range;
    }
    return count;
}

static size_t below(const double *x, size_t n, double most, double *out) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (x[i] < most) out[count++] = x[i];
    return count;
}

/* Standard deviation from moving ranges: their mean, or median, over 1.128; ranges of 3.267 times
 * it or more left out once. */
static double spread_of(const double *x, size_t n, bool median, bool keep_outliers,
                        struct arena *arena) {
    double *ranges = ARENA_NEW(arena, double, n + 1), *kept = ARENA_NEW(arena, double, n + 1);
    size_t count = ranges_of(x, n, ranges);
    double middle = median ? quantile_median(ranges, count, kept) : spc_mean(ranges, count);
    if (keep_outliers) return middle / D2;
    size_t left = below(ranges, count, SCREEN * middle, kept);
    if (median && left == 0) return middle / D2;
    middle = median ? quantile_median(kept, left, ranges) : spc_mean(kept, left);
    return middle / D2;
}

static void band(struct limits_row *row, double centre, double sigma, double least, double most) {
    row->centre = centre;
    row->low1 = fmax(centre - sigma, least);
    row->low2 = fmax(centre - 2 * sigma, least);
    row->low3 = fmax(centre - 3 * sigma, least);
    row->top1 = fmin(centre + sigma, most);
    row->top2 = fmin(centre + 2 * sigma, most);
    row->top3 = fmin(centre + 3 * sigma, most);
    if (!isnan(sigma)) return; /* fmax of a NAN would be the bound */
    row->low1 = row->low2 = row->low3 = row->top1 = row->top2 = row->top3 = NAN;
}

static void make_single(enum limits_chart chart, const struct limits_data *data, const double *x,
                        size_t baseline, struct arena *arena, struct limits_row *rows) {
    double centre = spc_mean(x, baseline), sigma = NAN;
    if (chart != LIMITS_I) {
        double *scratch = ARENA_NEW(arena, double, baseline + 1);
        centre = quantile_median(x, baseline, scratch);
    }
    if (chart != LIMITS_RUN)
        sigma = spread_of(x, baseline, chart == LIMITS_I_MM, data->keep_outliers, arena);
    for (size_t i = 0; i < data->n; i++) band(&rows[i], centre, sigma, -INFINITY, INFINITY);
}

static void make_ranges(const double *x, size_t n, size_t baseline, struct arena *arena,
                        struct limits_row *rows) {
    double *ranges = ARENA_NEW(arena, double, baseline + 1);
    double centre = spc_mean(ranges, ranges_of(x, baseline, ranges));
    for (size_t i = 0; i < n; i++) {
        double range = i > 0 ? fabs(x[i] - x[i - 1]) : NAN;
        rows[i] = (struct limits_row){range, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
        if (i == 0) continue; /* the first row has no range and, as elsewhere, no line */
        rows[i] = (struct limits_row){range,          centre,         0, 0, 0, 1.089 * centre,
                                      2.178 * centre, SCREEN * centre};
    }
}

/* Proportions and rates; with Laney's, the spread of the standardised values widens the limits. */
static void make_share(enum limits_chart chart, const struct limits_data *data, const double *x,
                       size_t baseline, struct arena *arena, struct limits_row *rows) {
    long double numerators = 0, denominators = 0;
    for (size_t i = 0; i < baseline; i++)
        if (!isnan(x[i])) {
            numerators += data->numerator[i];
            denominators += data->denominator[i];
        }
    double centre = denominators > 0 ? (double)(numerators / denominators) : NAN;
    bool share = is_proportion(chart);
    double *sigma = ARENA_NEW(arena, double, data->n + 1);
    double *z = ARENA_NEW(arena, double, data->n + 1), wider = 1;
    for (size_t i = 0; i < data->n; i++) {
        sigma[i] = sqrt((share ? centre * (1 - centre) : centre) / data->denominator[i]);
        z[i] = (x[i] - centre) / sigma[i];
    }
    if (chart == LIMITS_PP || chart == LIMITS_UP)
        wider = spread_of(z, baseline, false, data->keep_outliers, arena);
    for (size_t i = 0; i < data->n; i++)
        band(&rows[i], centre, sigma[i] * wider, 0, share ? 1 : INFINITY);
}

static void make_count(enum limits_chart chart, const double *x, size_t n, size_t baseline,
                       struct arena *arena, struct limits_row *rows) {
    double mean = spc_mean(x, baseline), sigma = sqrt(mean);
    if (chart == LIMITS_G) sigma = sqrt(mean * (mean + 1));
    double *scratch = ARENA_NEW(arena, double, baseline + 1);
    for (size_t i = 0; i < n; i++) {
        band(&rows[i], mean, sigma, 0, INFINITY);
        if (chart != LIMITS_G) continue;
        /* Half of all gaps between events are below the median; the limits are the mean's. */
        rows[i].low1 = rows[i].low2 = rows[i].low3 = isnan(sigma) ? NAN : 0;
        rows[i].centre = i == 0 ? quantile_median(x, baseline, scratch) : rows[0].centre;
    }
}

static double unpower(double y) {
    return y > 0 ? pow(y, T_POWER) : isnan(y) ? NAN : 0;
}

static void make_time(const struct limits_data *data, const double *x, size_t baseline,
                      struct arena *arena, struct limits_row *rows) {
    double *y = ARENA_NEW(arena, double, data->n + 1);
    for (size_t i = 0; i < data->n; i++) y[i] = pow(x[i], 1 / T_POWER);
    double centre = spc_mean(y, baseline);
    double sigma = spread_of(y, baseline, false, data->keep_outliers, arena);
    for (size_t i = 0; i < data->n; i++) {
        struct limits_row *row = &rows[i];
        band(row, centre, sigma, -INFINITY, INFINITY);
        double *const lines[] = {&row->centre, &row->low1, &row->low2, &row->low3,
                                 &row->top1,   &row->top2, &row->top3};
        for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++) *lines[k] = unpower(*lines[k]);
    }
}

double limits_c4(double n) {
    return sqrt(2 / (n - 1)) * exp(lgamma(n / 2) - lgamma((n - 1) / 2));
}

static void make_sample(enum limits_chart chart, const struct limits_data *data, const double *x,
                        size_t baseline, struct limits_row *rows) {
    const double *sd = chart == LIMITS_S ? x : data->sd;
    long double squares = 0, freedom = 0, weighted = 0, sizes = 0;
    for (size_t i = 0; i < baseline; i++) {
        if (isnan(x[i])) continue;
        double n = data->denominator[i];
        squares += (long double)(n - 1) * sd[i] * sd[i];
        freedom += n - 1;
        weighted += (long double)n * x[i];
        sizes += n;
    }
    double s = freedom > 0 ? sqrt((double)(squares / freedom)) : NAN;
    double centre = chart == LIMITS_S ? s : sizes > 0 ? (double)(weighted / sizes) : NAN;
    for (size_t i = 0; i < data->n; i++) {
        double n = data->denominator[i], c4 = limits_c4(n);
        double sigma = chart == LIMITS_S ? s * sqrt(1 - c4 * c4) / c4 : s / (c4 * sqrt(n));
        band(&rows[i], centre, sigma, -INFINITY, INFINITY);
    }
}

void limits_make(enum limits_chart chart, const struct limits_data *data, struct arena *arena,
                 struct limits_row *rows) {
    size_t n = data->n;
    size_t baseline = data->baseline && data->baseline < n ? data->baseline : n;
    double *x = ARENA_NEW(arena, double, n + 1);
    for (size_t i = 0; i < n; i++) x[i] = value_of(chart, data, i);
    switch (chart) {
    case LIMITS_RUN:
    case LIMITS_I:
    case LIMITS_I_M:
    case LIMITS_I_MM:
        make_single(chart, data, x, baseline, arena, rows);
        break;
    case LIMITS_MR:
        make_ranges(x, n, baseline, arena, rows);
        return;
    case LIMITS_P:
    case LIMITS_PP:
    case LIMITS_U:
    case LIMITS_UP:
        make_share(chart, data, x, baseline, arena, rows);
        break;
    case LIMITS_C:
    case LIMITS_G:
        make_count(chart, x, n, baseline, arena, rows);
        break;
    case LIMITS_T:
        make_time(data, x, baseline, arena, rows);
        break;
    case LIMITS_XBAR:
    case LIMITS_S:
        make_sample(chart, data, x, baseline, rows);
        break;
    case LIMITS_CHARTS:
        return;
    }
    for (size_t i = 0; i < n; i++) rows[i].value = x[i];
}
