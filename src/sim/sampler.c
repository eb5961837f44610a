/* Lengths of time: parameters from mean and standard deviation, truncation, quantiles.
 *
 * The length-biased distribution of a lognormal is lognormal with mu + sigma squared, of a gamma is
 * gamma with shape + 1, and of a Weibull is that of the (1/shape)th power of a gamma with shape
 * 1 + 1/shape: density x f(x) / mean, substituted.
 *
 * SPDX-License-Identifier: MIT */
#include "sampler.h"

#include "base/arena.h"
#include "elementary.h"
#include "special.h"

#include <math.h>
#include <stdlib.h>

/* Normal scores from -Z to Z; 52 bits reach 8.2. */
#define TABLE_Z 8.3
#define TABLE_STEPS 512

static void gamma_table(struct arena *arena, struct sampler *s) {
    double *table = ARENA_NEW(arena, double, 2 * (TABLE_STEPS + 1));
    double step = 2 * TABLE_Z / TABLE_STEPS, log_gamma = special_log_gamma(s->a);
    for (int i = 0; i <= TABLE_STEPS; i++) {
        double z = -TABLE_Z + i * step;
        double y = special_gamma_log_quantile(s->a, special_normal(z), special_normal(-z));
        double log_density = -0.5 * z * z - 0.91893853320467274178;
        table[2 * i] = y;
        table[2 * i + 1] = step * exp(log_density - (s->a * y - exp(y) - log_gamma));
    }
    s->table = table;
}

/* Of a normal score, by cubic Hermite interpolation: value and slope are exact at every step. */
static double gamma_from_table(const struct sampler *s, double z) {
    double x = (z + TABLE_Z) * (TABLE_STEPS / (2 * TABLE_Z));
    int i = x < 0 ? 0 : x >= TABLE_STEPS ? TABLE_STEPS - 1 : (int)x;
    double t = x - i;
    const double *at = s->table + 2 * i;
    double rise = at[2] - at[0], c = 3 * rise - 2 * at[1] - at[3], d = at[1] + at[3] - 2 * rise;
    return s->b * exp(at[0] + t * (at[1] + t * (c + t * d)));
}

/* The shape k of a Weibull with that ratio of standard deviation to mean: gamma(1 + 2/k) over
 * gamma(1 + 1/k) squared is 1 + ratio squared, which falls as k grows. */
static double weibull_shape(double ratio) {
    double low = log(0.1), high = log(5000);
    for (int i = 0; i < 100; i++) {
        double mid = 0.5 * (low + high), k = exp(mid);
        double r = special_log_gamma(1 + 2 / k) - 2 * special_log_gamma(1 + 1 / k);
        if (expm1(r) > ratio * ratio)
            low = mid;
        else
            high = mid;
    }
    return exp(0.5 * (low + high));
}

static double share_below(const struct sampler *s, double x, bool biased) {
    if (x <= 0) return 0;
    switch (s->shape) {
    case SIM_EXPONENTIAL:
        return biased ? special_gamma(2, x / s->a, 0) : -expm1(-x / s->a);
    case SIM_LOGNORMAL:
        return special_normal((log(x) - s->a) / s->b - (biased ? s->b : 0));
    case SIM_GAMMA:
        return special_gamma(s->a + (biased ? 1 : 0), x / s->b, 0);
    case SIM_WEIBULL: {
        double g = pow(x / s->b, 1 / s->a);
        return biased ? special_gamma(1 + s->a, g, 0) : -expm1(-g);
    }
    case SIM_FIXED:
    case SIM_EMPIRICAL:
    case SIM_MIXTURE:
        break;
    }
    return 0;
}

struct weighted {
    double value, weight;
};

static int by_value(const void *a, const void *b) {
    double x = ((const struct weighted *)a)->value, y = ((const struct weighted *)b)->value;
    return (x > y) - (x < y);
}

/* The first of the observed values that is x or more; with `above` more than x. */
static size_t first_from(const struct sampler *s, double x, bool above) {
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (s->values[mid] < x || (above && s->values[mid] == x))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The share of observed values before one of them. */
static double share_before(const double *cumulative, size_t index) {
    return index ? cumulative[index - 1] : 0;
}

static bool make_empirical(struct arena *arena, const struct sim_time *time, struct sampler *s,
                           struct err *err) {
    struct weighted *kept = ARENA_NEW(arena, struct weighted, time->sample_count + 1);
    double sum = 0, biased_sum = 0;
    for (size_t i = 0; i < time->sample_count; i++) {
        double value = time->samples[i], weight = time->weights ? time->weights[i] : 1;
        if (!(value >= 0 && value <= 1e6) || !(weight >= 0 && weight < 1e300))
            return err_set(err, ERR_INPUT,
                           "an observed time or its weight is negative, not a number or above a "
                           "million days");
        if (weight == 0) continue;
        kept[s->count++] = (struct weighted){value, weight};
        sum += weight;
        biased_sum += weight * value;
    }
    if (!(biased_sum > 0 && sum < 1e300))
        return err_set(err, ERR_INPUT, "no observed time is above 0");
    qsort(kept, s->count, sizeof kept[0], by_value);
    double *values = ARENA_NEW(arena, double, s->count);
    double *cumulative = ARENA_NEW(arena, double, s->count);
    double *biased = ARENA_NEW(arena, double, s->count), run = 0, biased_run = 0;
    for (size_t i = 0; i < s->count; i++) {
        values[i] = kept[i].value;
        cumulative[i] = (run += kept[i].weight) / sum;
        biased[i] = (biased_run += kept[i].weight * kept[i].value) / biased_sum;
    }
    s->values = values;
    s->cumulative = cumulative;
    s->biased_cumulative = biased;
    return true;
}

#define LEAST_SPAN 1e-9 /* of a distribution, to be drawn from */

/* What of a distribution lies between min and max; a fixed time moves there. False: nothing. */
static bool cut(struct sampler *s) {
    double high = 1, biased_high = 1;
    switch (s->shape) {
    case SIM_FIXED:
        return s->a >= s->min && s->a <= s->max;
    case SIM_MIXTURE:
        return true; /* its parts are cut */
    case SIM_EMPIRICAL: {
        size_t first = first_from(s, s->min, false), end = first_from(s, s->max, true);
        s->low = share_before(s->cumulative, first);
        s->biased_low = share_before(s->biased_cumulative, first);
        high = share_before(s->cumulative, end);
        biased_high = share_before(s->biased_cumulative, end);
        break;
    }
    case SIM_EXPONENTIAL:
    case SIM_LOGNORMAL:
    case SIM_GAMMA:
    case SIM_WEIBULL:
        s->low = share_below(s, s->min, false);
        s->biased_low = share_below(s, s->min, true);
        if (s->max < HUGE_VAL) {
            high = share_below(s, s->max, false);
            biased_high = share_below(s, s->max, true);
        }
    }
    s->span = high - s->low;
    s->biased_span = biased_high - s->biased_low;
    return s->span > LEAST_SPAN && s->biased_span > LEAST_SPAN;
}

static bool make(struct arena *arena, const struct sim_time *time, struct sampler *sampler,
                 struct err *err);

static bool make_mixture(struct arena *arena, const struct sim_time *time, struct sampler *s,
                         struct err *err) {
    double *cumulative = ARENA_NEW(arena, double, time->part_count + 1), sum = 0, run = 0;
    s->parts = ARENA_NEW(arena, struct sampler, time->part_count + 1);
    s->count = time->part_count;
    for (size_t i = 0; i < s->count; i++) {
        double weight = time->weights ? time->weights[i] : 1;
        if (!(weight >= 0 && weight < 1e300) || time->parts[i].shape == SIM_MIXTURE)
            return err_set(err, ERR_INPUT,
                           "a part of a mixture is one itself, or its weight is negative or no "
                           "number");
        if (!make(arena, &time->parts[i], &s->parts[i], err)) return false;
        s->cut = s->cut || s->parts[i].cut;
        sum += weight;
    }
    if (!(sum > 0 && sum < 1e300))
        return err_set(err, ERR_INPUT, "a mixture needs a part with a weight above 0");
    for (size_t i = 0; i < s->count; i++)
        cumulative[i] = (run += time->weights ? time->weights[i] : 1) / sum;
    s->cumulative = cumulative;
    return true;
}

/* Weights of parts in proportion to how long they are: by the mean of their quantiles. */
static void weigh_parts(struct arena *arena, struct sampler *s) {
    enum { QUANTILES = 4000 };
    double *biased = ARENA_NEW(arena, double, s->count), sum = 0;
    for (size_t i = 0; i < s->count; i++) {
        double mean = 0;
        for (int k = 0; k < QUANTILES; k++) { /* finest at the ends */
            double v = (k + 0.5) / QUANTILES;
            mean += 6 * v * (1 - v) * sampler_quantile(&s->parts[i], v * v * (3 - 2 * v));
        }
        biased[i] = sum += mean * (s->cumulative[i] - (i ? s->cumulative[i - 1] : 0));
    }
    for (size_t i = 0; i < s->count; i++) biased[i] /= sum;
    s->biased_cumulative = biased;
}

static bool make(struct arena *arena, const struct sim_time *time, struct sampler *sampler,
                 struct err *err) {
    struct sampler s = {.shape = time->shape,
                        .min = time->min,
                        .max = time->max > 0 ? time->max : HUGE_VAL,
                        .span = 1,
                        .biased_span = 1,
                        .cut = time->shape != SIM_MIXTURE && (time->min > 0 || time->max > 0),
                        .scale_by_day = time->scale_by_day};
    if (!(time->min >= 0 && time->min < 1e6) || !(time->max >= 0 && time->max <= 1e6))
        return err_set(err, ERR_INPUT,
                       "the shortest and longest time must be between 0 and a million days");
    if (time->max > 0 && time->max < time->min)
        return err_set(err, ERR_INPUT, "the longest time (%g days) is less than the shortest (%g)",
                       time->max, time->min);
    if (s.shape == SIM_EMPIRICAL || s.shape == SIM_MIXTURE) {
        bool ok = s.shape == SIM_MIXTURE ? make_mixture(arena, time, &s, err)
                                         : make_empirical(arena, time, &s, err);
        if (ok && !cut(&s))
            ok = err_set(err, ERR_INPUT,
                         "no observed time above 0 is within the shortest and longest allowed");
        *sampler = s;
        return ok;
    }
    if (!(time->mean > 0 && time->mean <= 1e6))
        return err_set(err, ERR_INPUT,
                       "the mean must be above 0 and at most a million days, not %g", time->mean);
    bool spread = s.shape != SIM_EXPONENTIAL && s.shape != SIM_FIXED;
    double ratio = spread ? time->sd / time->mean : 0;
    if (spread && !(ratio == 0 || (ratio >= 0.001 && ratio <= 20)))
        return err_set(err, ERR_INPUT,
                       "the standard deviation must be 0 or between 0.001 and 20 times the mean "
                       "(%g days), not %g",
                       time->mean, time->sd);
    if (s.shape < SIM_EXPONENTIAL || s.shape > SIM_EMPIRICAL)
        return err_set(err, ERR_INPUT, "it has an unknown shape (%d)", (int)s.shape);
    if (spread && ratio == 0) s.shape = SIM_FIXED;
    switch (s.shape) {
    case SIM_EXPONENTIAL:
    case SIM_FIXED:
        s.a = time->mean;
        break;
    case SIM_LOGNORMAL:
        s.b = sqrt(log1p(ratio * ratio));
        s.a = log(time->mean) - 0.5 * s.b * s.b;
        break;
    case SIM_GAMMA:
        s.a = 1 / (ratio * ratio);
        s.b = time->mean / s.a;
        break;
    case SIM_WEIBULL:
        s.a = 1 / weibull_shape(ratio);
        s.b = time->mean / exp(special_log_gamma(1 + s.a));
        break;
    case SIM_EMPIRICAL:
    case SIM_MIXTURE:
        break;
    }
    if (!cut(&s))
        return s.shape == SIM_FIXED
                   ? err_set(err, ERR_INPUT,
                             "the fixed time of %g days is not within the shortest and longest "
                             "allowed",
                             s.a)
                   : err_set(err, ERR_INPUT,
                             "nothing of the distribution (mean %g days) is within the shortest "
                             "and longest time allowed",
                             time->mean);
    s.unit = s.shape == SIM_EXPONENTIAL && s.low == 0 && s.span == 1;
    *sampler = s;
    return true;
}

bool sampler_check(const struct sim_time *time, struct err *err) {
    bool needs = time->shape == SIM_EMPIRICAL || time->shape == SIM_MIXTURE;
    struct arena *arena = needs ? arena_new() : NULL;
    struct sampler s;
    bool ok = make(arena, time, &s, err);
    arena_free(arena);
    return ok;
}

bool sampler_alike(const struct sim_time *a, const struct sim_time *b) {
    return a->shape == b->shape && a->mean == b->mean && a->sd == b->sd && a->min == b->min &&
           a->max == b->max && a->samples == b->samples && a->weights == b->weights &&
           a->sample_count == b->sample_count && a->parts == b->parts &&
           a->part_count == b->part_count;
}

bool sampler_make(struct arena *arena, const struct sim_time *time, struct sampler *sampler,
                  struct err *err) {
    if (!make(arena, time, sampler, err)) return false;
    if (sampler->shape == SIM_GAMMA) gamma_table(arena, sampler);
    if (sampler->shape != SIM_MIXTURE) return true;
    for (size_t i = 0; i < sampler->count; i++)
        if (sampler->parts[i].shape == SIM_GAMMA) gamma_table(arena, &sampler->parts[i]);
    weigh_parts(arena, sampler);
    return true;
}

/* The same times in units of `by` days, which are cut elsewhere. Where nothing is left between min
 * and max they are all at the nearer of the two. */
static struct sampler in_units(const struct sampler *s, double by) {
    struct sampler c = *s;
    c.min /= by;
    c.max /= by;
    if (cut(&c)) return c;
    double nearest = s->shape == SIM_FIXED ? fmin(fmax(s->a, c.min), c.max)
                     : c.low > 0.5         ? c.min
                                           : c.max;
    return (struct sampler){
        .shape = SIM_FIXED, .a = nearest, .min = c.min, .max = c.max, .span = 1, .biased_span = 1};
}

struct sampler sampler_in_units(struct arena *arena, const struct sampler *s, double by) {
    if (s->shape != SIM_MIXTURE) return in_units(s, by);
    struct sampler c = *s;
    c.parts = ARENA_NEW(arena, struct sampler, c.count);
    for (size_t i = 0; i < c.count; i++) c.parts[i] = in_units(&s->parts[i], by);
    weigh_parts(arena, &c);
    return c;
}

static size_t search(const double *cumulative, size_t count, double u) {
    size_t low = 0, high = count - 1;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (cumulative[mid] < u)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The part that u falls to, and where in it. */
static const struct sampler *part_of(const struct sampler *s, const double *cumulative, double *u) {
    size_t i = search(cumulative, s->count, *u);
    double from = i ? cumulative[i - 1] : 0;
    *u = fmin(fmax((*u - from) / (cumulative[i] - from), 0x1p-53), 1 - 0x1p-53);
    return &s->parts[i];
}

static double within(const struct sampler *s, double x) {
    return x < s->min ? s->min : x > s->max ? s->max : x;
}

/* What u is mapped to by truncation, below 1. */
static double mapped(const struct sampler *s, double u) {
    double to = s->low + s->span * u;
    return to < 1 - 0x1p-53 ? to : 1 - 0x1p-53;
}

/* The shapes that are functions of a normal score. */
static double of_score(const struct sampler *s, double z) {
    return within(s, s->shape == SIM_GAMMA ? gamma_from_table(s, z) : exp(s->a + s->b * z));
}

double sampler_quantile(const struct sampler *s, double u) {
    u = mapped(s, u);
    switch (s->shape) {
    case SIM_EXPONENTIAL:
        return within(s, -s->a * elementary_log(1 - u));
    case SIM_LOGNORMAL:
    case SIM_GAMMA:
        return of_score(s, special_normal_quantile(u));
    case SIM_WEIBULL:
        return within(s, s->b * pow(-log(1 - u), s->a));
    case SIM_FIXED:
        return s->a;
    case SIM_EMPIRICAL:
        return within(s, s->values[search(s->cumulative, s->count, u)]);
    case SIM_MIXTURE:
        s = part_of(s, s->cumulative, &u);
        return sampler_quantile(s, u);
    }
    return 0;
}

void sampler_quantiles(const struct sampler *s, double u[SAMPLER_LANES]) {
    if (s->shape != SIM_LOGNORMAL && s->shape != SIM_GAMMA) {
        for (int i = 0; i < SAMPLER_LANES; i++) u[i] = sampler_quantile(s, u[i]);
        return;
    }
    double z[SAMPLER_LANES];
    for (int i = 0; i < SAMPLER_LANES; i++) u[i] = mapped(s, u[i]);
    special_normal_quantiles(u, z);
    for (int i = 0; i < SAMPLER_LANES; i++) u[i] = of_score(s, z[i]);
}

double sampler_scaled(const struct sampler *s, double u, double by) {
    if (by == 1) return sampler_quantile(s, u);
    if (s->shape == SIM_MIXTURE) s = part_of(s, s->cumulative, &u);
    if (!(by > 0)) return s->min;
    struct sampler c = in_units(s, by);
    return fmin(fmax(by * sampler_quantile(&c, u), s->min), s->max);
}

void sampler_cut_days(struct arena *arena, struct sampler *s, int days) {
    s->cut_by_day = NULL;
    if (!s->cut || !s->scale_by_day) return;
    if (s->shape == SIM_MIXTURE) {
        struct sampler *parts = ARENA_NEW(arena, struct sampler, s->count);
        for (size_t i = 0; i < s->count; i++) {
            parts[i] = s->parts[i];
            parts[i].scale_by_day = s->scale_by_day;
            sampler_cut_days(arena, &parts[i], days);
        }
        s->parts = parts;
        return;
    }
    struct sampler_cut *cuts = ARENA_NEW(arena, struct sampler_cut, (size_t)days);
    for (int d = 0; d < days; d++) {
        double by = s->scale_by_day[d];
        if (d && by == s->scale_by_day[d - 1]) {
            cuts[d] = cuts[d - 1];
        } else if (!(by > 0)) {
            cuts[d] = (struct sampler_cut){s->min, -1};
        } else {
            struct sampler c = in_units(s, by);
            cuts[d] = c.shape == s->shape && c.shape != SIM_FIXED
                          ? (struct sampler_cut){c.low, c.span}
                          : (struct sampler_cut){fmin(fmax(by * c.a, s->min), s->max), -1};
        }
    }
    s->cut_by_day = cuts;
}

double sampler_cut_on_day(const struct sampler *s, double u, size_t day) {
    double by = s->scale_by_day[day];
    if (s->shape == SIM_MIXTURE) s = part_of(s, s->cumulative, &u);
    if (!s->cut_by_day) return sampler_scaled(s, u, by);
    const struct sampler_cut *cut = &s->cut_by_day[day];
    if (cut->span < 0) return cut->low;
    struct sampler c = *s;
    c.low = cut->low;
    c.span = cut->span;
    c.min /= by;
    c.max /= by;
    return fmin(fmax(by * sampler_quantile(&c, u), s->min), s->max);
}

double sampler_biased_quantile(const struct sampler *s, double u) {
    u = fmin(s->biased_low + s->biased_span * u, 1 - 0x1p-53);
    switch (s->shape) {
    case SIM_EXPONENTIAL:
        return within(s, s->a * exp(special_gamma_log_quantile(2, u, 1 - u)));
    case SIM_LOGNORMAL:
        return within(s, exp(s->a + s->b * s->b + s->b * special_normal_quantile(u)));
    case SIM_GAMMA:
        return within(s, s->b * exp(special_gamma_log_quantile(s->a + 1, u, 1 - u)));
    case SIM_WEIBULL:
        return within(s, s->b * exp(s->a * special_gamma_log_quantile(1 + s->a, u, 1 - u)));
    case SIM_FIXED:
        return s->a;
    case SIM_EMPIRICAL:
        return within(s, s->values[search(s->biased_cumulative, s->count, u)]);
    case SIM_MIXTURE:
        s = part_of(s, s->biased_cumulative, &u);
        return sampler_biased_quantile(s, u);
    }
    return 0;
}

/* The share of times, truncation included, that are not longer. */
static double share_over(const struct sampler *s, double x) {
    if (s->shape == SIM_FIXED) return x < s->a ? 0 : 1;
    if (s->shape == SIM_MIXTURE) {
        double sum = 0;
        for (size_t i = 0; i < s->count; i++)
            sum +=
                (s->cumulative[i] - (i ? s->cumulative[i - 1] : 0)) * share_over(&s->parts[i], x);
        return sum;
    }
    double below = s->shape == SIM_EMPIRICAL ? share_before(s->cumulative, first_from(s, x, true))
                                             : share_below(s, x, false);
    return fmax(0, below - s->low) / s->span;
}

double sampler_after(const struct sampler *s, double u, double so_far) {
    if (s->unit) return sampler_quantile(s, u);
    double over = fmax(0, share_over(s, so_far));
    if (!(over < 1 - 1e-9)) return u;
    if (s->shape == SIM_MIXTURE) { /* who is still there is more likely of a long part */
        double from = 0, part = 0;
        size_t i = 0;
        for (;; i++) {
            double share = s->cumulative[i] - (i ? s->cumulative[i - 1] : 0);
            part = share * (1 - fmin(1, fmax(0, share_over(&s->parts[i], so_far)))) / (1 - over);
            if (u < from + part || i + 1 == s->count) break;
            from += part;
        }
        double inside = part > 0 ? (u - from) / part : 0.5;
        return sampler_after(&s->parts[i], fmin(fmax(inside, 0x1p-53), 1 - 0x1p-53), so_far);
    }
    return fmax(0, sampler_quantile(s, over + u * (1 - over)) - so_far);
}

double sampler_remaining(const struct sampler *s, double u, double *over) {
    if (s->shape == SIM_EXPONENTIAL && s->span == 1) { /* what is over and what is left are alike */
        double left = -s->a * elementary_log(u), gone = -s->a * elementary_log(*over);
        *over = gone / (gone + left);
        return left;
    }
    return sampler_biased_quantile(s, u) * (1 - *over); /* over is uniform */
}
