/* How a place differs from its comparator, and how sure that is; see compare.h.
 *
 * SPDX-License-Identifier: MIT */
#include "compare.h"

#include <math.h>
#include <string.h>

#define Z_95 1.959963984540054
#define RECENT 12     /* periods that 'consistently' speaks of */
#define RECENT_MIN 6  /* fewer say nothing */
#define SPREAD_MIN 8  /* differences that make a spread */
#define SPREAD_MAX 24 /* older ones say little of today's */
#define D2 1.128      /* mean range of two over the standard deviation (Shewhart 1931) */

/* Counts of a large and a small place cannot be compared; rates and shares can. */
static bool is_rate(const struct measure_info *info) {
    return info->per > 1 || (info->unit && (strchr(info->unit, '%') || strstr(info->unit, "per ")));
}

/* Wilson's interval of a share (1927). */
static void wilson(double numerator, double denominator, double *low, double *high) {
    double p = numerator / denominator, z2 = Z_95 * Z_95;
    double centre = p + z2 / (2 * denominator);
    double half = Z_95 * sqrt(p * (1 - p) / denominator + z2 / (4 * denominator * denominator));
    *low = (centre - half) / (1 + z2 / denominator);
    *high = (centre + half) / (1 + z2 / denominator);
}

static bool is_share(const struct measure_series *s, const struct measure_info *info, size_t i) {
    return info->unit && strchr(info->unit, '%') && info->per == 100 && s->denominators[i] > 0 &&
           s->comparator_denominators[i] > 0 && s->numerators[i] >= 0 &&
           s->numerators[i] <= s->denominators[i] && s->comparator_numerators[i] >= 0 &&
           s->comparator_numerators[i] <= s->comparator_denominators[i];
}

/* Difference of two shares: Newcombe 1998, method 10. */
static void share_interval(const struct measure_series *s, const struct measure_info *info,
                           size_t i, struct measure_difference *d) {
    double p1 = s->numerators[i] / s->denominators[i];
    double p2 = s->comparator_numerators[i] / s->comparator_denominators[i];
    double l1, u1, l2, u2;
    wilson(s->numerators[i], s->denominators[i], &l1, &u1);
    wilson(s->comparator_numerators[i], s->comparator_denominators[i], &l2, &u2);
    double difference = p1 - p2;
    d->low = info->per * (difference - hypot(p1 - l1, u2 - p2));
    d->high = info->per * (difference + hypot(u1 - p1, p2 - l2));
    d->method = "difference of two shares (Newcombe 1998)";
}

/* The spread of one period's difference around its own course: from the ranges between neighbours,
 * so that a slow drift does not count as noise. Delayed days come in long runs by the same people;
 * a Poisson interval would be far too narrow. */
static double spread(const double *differences, size_t n) {
    if (n < SPREAD_MIN) return NAN;
    size_t from = n > SPREAD_MAX ? n - SPREAD_MAX : 0;
    double sum = 0;
    for (size_t i = from + 1; i < n; i++) sum += fabs(differences[i] - differences[i - 1]);
    return sum / (double)(n - from - 1) / D2;
}

/* Mean with an interval that allows for neighbours being alike: the effective number of values is
 * n (1 - r) / (1 + r) with r the correlation of neighbours (Bayley and Hammersley 1946). */
static void mean_interval(const double *x, size_t n, double *mean, double *low, double *high) {
    *mean = *low = *high = NAN;
    if (n == 0) return;
    double m = 0, ss = 0, neighbours = 0;
    for (size_t i = 0; i < n; i++) m += x[i] / (double)n;
    for (size_t i = 0; i < n; i++) ss += (x[i] - m) * (x[i] - m);
    for (size_t i = 1; i < n; i++) neighbours += (x[i] - m) * (x[i - 1] - m);
    *mean = m;
    if (n < RECENT_MIN) return;
    double r = ss > 0 ? fmin(0.95, fmax(0, neighbours / ss)) : 0;
    double effective = fmax(2, (double)n * (1 - r) / (1 + r));
    double half = Z_95 * sqrt(ss / (double)(n - 1) / effective);
    *low = m - half;
    *high = m + half;
}

/* Where months differ by more than chance alone allows (Laney 2002): the spread of neighbouring
 * differences, each over its own standard error. 1 where that is not plain: the spread found is not
 * above 1 by what chance does to it once in twenty times. The variance of a spread from n moving
 * ranges is 0.826 / n of its square. */
static double widening(const struct measure_difference *d, size_t n) {
    if (n < SPREAD_MIN) return 1;
    size_t from = n > SPREAD_MAX ? n - SPREAD_MAX : 0;
    double sum = 0;
    for (size_t i = from + 1; i < n; i++) {
        double now = (d[i].high - d[i].low) / (2 * Z_95),
               before = (d[i - 1].high - d[i - 1].low) / (2 * Z_95);
        if (!(now > 0 && before > 0)) return 1;
        sum += fabs(d[i].difference / now - d[i - 1].difference / before);
    }
    double ranges = (double)(n - from - 1), found = sum / ranges / D2;
    return found > 1 + 1.645 * sqrt(0.826 / ranges) ? found : 1;
}

/* The intervals of periods[0..n], that of the last one from what was known by then. */
static void interval(const struct measure_series *s, const struct measure_info *info, size_t row,
                     const double *differences, struct measure_difference *periods, size_t n) {
    struct measure_difference *d = &periods[n];
    if (is_share(s, info, row)) {
        share_interval(s, info, row, d);
        return;
    }
    double sd = spread(differences, n + 1);
    if (isnan(sd)) return;
    d->low = d->difference - Z_95 * sd;
    d->high = d->difference + Z_95 * sd;
    d->method = "spread of the differences from month to month (mean moving range / 1.128)";
}

/* Widens intervals of shares, each by what was known by its period. */
static void widen(struct measure_difference *periods, size_t n, struct arena *arena) {
    double *factor = ARENA_NEW(arena, double, n + 1);
    for (size_t i = 0; i < n; i++) factor[i] = widening(periods, i + 1);
    for (size_t i = 0; i < n; i++) {
        struct measure_difference *d = &periods[i];
        if (!(factor[i] > 1)) continue;
        d->low = d->difference - factor[i] * (d->difference - d->low);
        d->high = d->difference + factor[i] * (d->high - d->difference);
        d->method = "difference of two shares (Newcombe 1998), widened because months differ by "
                    "more than chance among persons (Laney 2002)";
    }
}

void measure_compare(const struct measure_series *s, const struct measure_info *info,
                     struct arena *arena, struct measure_verdict *v) {
    v->latest = (struct measure_difference){.start = DATE_NONE,
                                            .value = NAN,
                                            .comparator = NAN,
                                            .difference = NAN,
                                            .low = NAN,
                                            .high = NAN};
    v->mean_difference = v->mean_low = v->mean_high = NAN;
    if (!v->comparator_place || !is_rate(info)) return;
    double *differences = ARENA_NEW(arena, double, s->n + 1);
    v->periods = ARENA_NEW(arena, struct measure_difference, s->n + 1);
    size_t n = 0;
    bool shares = true;
    for (size_t i = 0; i < s->n; i++) {
        double d = s->values[i] - s->comparator[i];
        if (isnan(d)) continue;
        differences[n] = d;
        v->periods[n] = (struct measure_difference){.start = s->starts[i],
                                                    .value = s->values[i],
                                                    .comparator = s->comparator[i],
                                                    .difference = d,
                                                    .low = NAN,
                                                    .high = NAN};
        interval(s, info, i, differences, v->periods, n);
        shares = shares && is_share(s, info, i);
        n++;
    }
    if (n == 0) return;
    if (shares) widen(v->periods, n, arena);
    v->period_count = n;
    for (size_t i = 0; i < n; i++)
        v->periods[i].significant = v->periods[i].low > 0 || v->periods[i].high < 0;
    v->latest = v->periods[n - 1];
    size_t from = n > RECENT ? n - RECENT : 0;
    for (size_t i = from; i < n; i++) {
        v->above += differences[i] > 0;
        v->below += differences[i] < 0;
        v->significantly_above += v->periods[i].low > 0;
        v->significantly_below += v->periods[i].high < 0;
    }
    v->compared = n - from;
    size_t most = v->above > v->below ? v->above : v->below;
    v->consistently = v->compared >= RECENT_MIN && most * 12 >= v->compared * 11;
    mean_interval(differences + from, n - from, &v->mean_difference, &v->mean_low, &v->mean_high);
}
