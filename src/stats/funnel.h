/* Funnel plots: places of very different size in one period, and whether they differ by more than
 * chance (Spiegelhalter 2005).
 *
 * Places differ for more reasons than chance and their quality: over-dispersion. It is estimated
 * from all of them, the extreme tenth at each end drawn in (winsorised), and widens the limits, so
 * that only what stands out among ordinary differences is marked.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

enum funnel_kind {
    FUNNEL_PROPORTION, /* people out of people: binomial */
    FUNNEL_RATE,       /* events per exposure: Poisson */
    FUNNEL_RATIO,      /* observed over expected: Poisson around 1 */
};

enum funnel_spread {
    FUNNEL_EXACT,          /* chance only: exact limits */
    FUNNEL_MULTIPLICATIVE, /* all limits wider by one factor */
    FUNNEL_ADDITIVE,       /* a variance between places is added: what Spiegelhalter advises */
};

struct funnel {
    enum funnel_kind kind;
    enum funnel_spread spread; /* the one used: EXACT where nothing is to be widened */
    size_t n;                  /* places with numbers */
    double centre;             /* sum of numerators over sum of denominators; for ratios 1 */
    double phi;                /* mean of the squared, winsorised z: 1 is chance alone */
    double tau;                /* standard deviation between places (additive) */
    bool dispersed;            /* phi is more than chance gives once in twenty times */
};

#define FUNNEL_PLACES_MIN 5

/* Makes the funnel of places with numerator[i] out of denominator[i]; NAN, or a denominator that is
 * not above zero: left out. Fails with ERR_TOO_FEW for fewer than FUNNEL_PLACES_MIN, or where all
 * are nought (or all), and with ERR_INPUT where a proportion is above 1 or a count below 0. */
MUST_CHECK bool funnel_make(enum funnel_kind kind, enum funnel_spread spread,
                            const double *numerator, const double *denominator, size_t n,
                            struct arena *arena, struct funnel *out, struct err *err);

/* The limit at a denominator for a probability of a value below it: 0.025 and 0.975 for 95%, 0.001
 * and 0.999 for 99.8%. Never below 0 (a proportion: nor above 1). */
double funnel_limit(const struct funnel *funnel, double denominator, double probability);

/* How many standard deviations a place lies from the centre: by chance alone, and with the
 * over-dispersion of this funnel. */
double funnel_z_chance(const struct funnel *funnel, double numerator, double denominator);
double funnel_z(const struct funnel *funnel, double numerator, double denominator);
