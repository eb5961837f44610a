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
    size_t n = 0, latest = 0;
    for (size_t i = 0; i < s->n; i++) {
        double d = s->values[i] - s->comparator[i];
        if (isnan(d)) continue;
        differences[n++] = d;
        latest = i;
    }
    if (n == 0) return;
    struct measure_difference *d = &v->latest;
    d->start = s->starts[latest];
    d->value = s->values[latest];
    d->comparator = s->comparator[latest];
    d->difference = d->value - d->comparator;
    if (is_share(s, info, latest)) {
        share_interval(s, info, latest, d);
    } else {
        double sd = spread(differences, n);
        if (sd == sd) {
            d->low = d->difference - Z_95 * sd;
            d->high = d->difference + Z_95 * sd;
            d->method = "spread of the differences from month to month (mean moving range / 1.128)";
        }
    }
    d->significant = d->low > 0 || d->high < 0;
    size_t from = n > RECENT ? n - RECENT : 0;
    for (size_t i = from; i < n; i++) {
        v->above += differences[i] > 0;
        v->below += differences[i] < 0;
    }
    v->compared = n - from;
    size_t most = v->above > v->below ? v->above : v->below;
    v->consistently = v->compared >= RECENT_MIN && most * 12 >= v->compared * 11;
    mean_interval(differences + from, n - from, &v->mean_difference, &v->mean_low, &v->mean_high);
}
