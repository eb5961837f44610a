/* Draws lengths of time by the inverse of their distribution function, so that a longer mean
 * rescales the same draw.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "network.h"

struct arena;

struct sampler_cut {
    double low, span; /* as in sampler; span below 0: all times are `low` */
};

/* A sim_time made ready for drawing; read only once made. */
struct sampler {
    enum sim_shape shape;
    double a, b;          /* exponential: mean; lognormal: mu, sigma; gamma: shape, scale;
                             Weibull: 1/shape, scale; fixed: value */
    double low, span;     /* u is mapped to low + span * u: truncation */
    bool unit;            /* an exponential without truncation: a times a unit-exponential */
    bool cut;             /* truncated, or a mixture with a part that is */
    double min, max;      /* clips what rounding leaves outside */
    const double *table;  /* gamma: log quantile and slope at equal steps of the normal score */
    const double *values; /* empirical: ascending, with cumulative weights ending in 1 */
    const double *cumulative;
    size_t count;
    double biased_low, biased_span; /* the same truncation for lengths in proportion to their
                                       length, of empirical ones in biased_cumulative */
    const double *biased_cumulative;
    struct sampler *parts; /* mixture: `count` of them, by cumulative and biased_cumulative */
    const double *scale_by_day;
    const struct sampler_cut *cut_by_day; /* NULL, or where times of that day's factor are cut */
};

/* Makes a sampler ready; its tables are on the arena, scale_by_day and samples stay the caller's.
 * Fails, with a sentence, where a time has no positive mean, a spread that its shape cannot have
 * (standard deviation 0.001 to 20 times the mean, or 0: fixed), or nothing between min and max. */
MUST_CHECK bool sampler_make(struct arena *arena, const struct sim_time *time,
                             struct sampler *sampler, struct err *err);

/* The same, without anything to draw from: fails where sampler_make does. */
MUST_CHECK bool sampler_check(const struct sim_time *time, struct err *err);

/* Whether two times differ in scale_by_day at most: those of neighbouring classes are mostly alike,
 * and what is made of one serves the other. */
bool sampler_alike(const struct sim_time *a, const struct sim_time *b);

/* The quantile of u in (0, 1), in days, not scaled by day. Gamma is interpolated with a relative
 * error below 1e-6 for shapes from 0.05 (sampler_test measures it). */
double sampler_quantile(const struct sampler *sampler, double u);

/* Of several u in one go; the quantiles take their place. */
#define SAMPLER_LANES 8
void sampler_quantiles(const struct sampler *sampler, double u[SAMPLER_LANES]);

/* The same of times that are `by` (0 or more) times as long before they are truncated. */
double sampler_scaled(const struct sampler *sampler, double u, double by);

/* Works out beforehand where times are cut on each of so many days, where factors move that. */
void sampler_cut_days(struct arena *arena, struct sampler *sampler, int days);

double sampler_cut_on_day(const struct sampler *sampler, double u, size_t day);
/* The quantile of a time that begins on a day: that day's factor acts before truncation. */
static inline double sampler_on_day(const struct sampler *sampler, double u, size_t day) {
    if (!sampler->scale_by_day) return sampler_quantile(sampler, u);
    if (sampler->cut) return sampler_cut_on_day(sampler, u, day);
    return sampler->scale_by_day[day] * sampler_quantile(sampler, u);
}

/* What can be said before the day on which a time begins is known, of what was drawn (of an `unit`
 * sampler unit-exponentials, else u), and takes its place: the time, not yet scaled, or what was
 * drawn where factors move the truncation; and the time, once the day is known. */
static inline void sampler_firsts(const struct sampler *sampler, double drawn[SAMPLER_LANES]) {
    if (sampler->unit)
        for (int i = 0; i < SAMPLER_LANES; i++) drawn[i] *= sampler->a;
    else if (!sampler->cut || !sampler->scale_by_day)
        sampler_quantiles(sampler, drawn);
}

static inline double sampler_of_first(const struct sampler *sampler, double first, size_t day) {
    if (!sampler->scale_by_day) return first;
    if (sampler->cut && !sampler->unit) return sampler_cut_on_day(sampler, first, day);
    return sampler->scale_by_day[day] * first;
}

/* The sampler whose times, times `by` (above 0), are those of sampler_scaled: for what is left of
 * them. Parts are on the arena. */
struct sampler sampler_in_units(struct arena *arena, const struct sampler *sampler, double by);

/* The quantile of the length-biased distribution: the whole stay of a person who is found in the
 * middle of it (Cox 1962, Renewal theory, ch. 5). */
double sampler_biased_quantile(const struct sampler *sampler, double u);

/* What is left, after so many days, of a time that is longer. Beyond the longest (all but a
 * thousand-millionth of the distribution) it is less than a day, evenly. */
double sampler_after(const struct sampler *sampler, double u, double so_far);

/* What is left of the stay of a person who is found in the middle of it, from two independent
 * uniform numbers, u and *over; *over becomes the share of the stay that is over. */
double sampler_remaining(const struct sampler *sampler, double u, double *over);
