/* Funnel plots; see funnel.h. Section numbers are of Spiegelhalter 2005.
 *
 * SPDX-License-Identifier: MIT */
#include "funnel.h"

#include "distribution.h"
#include "quantile.h"

#include <math.h>

#define WINSORISED 0.1 /* share at each end that is drawn in */

static double chance_sd(const struct funnel *f, double denominator) {
    double variance = f->kind == FUNNEL_PROPORTION ? f->centre * (1 - f->centre) : f->centre;
    return sqrt(variance / denominator);
}

static bool counts(double numerator, double denominator) {
    return !isnan(numerator) && denominator > 0;
}

double funnel_z_chance(const struct funnel *f, double numerator, double denominator) {
    if (!counts(numerator, denominator)) return NAN;
    return (numerator / denominator - f->centre) / chance_sd(f, denominator);
}

static double sd_of(const struct funnel *f, double denominator) {
    double s = chance_sd(f, denominator);
    switch (f->spread) {
    case FUNNEL_MULTIPLICATIVE:
        return s * sqrt(f->phi);
    case FUNNEL_ADDITIVE:
        return hypot(s, f->tau);
    case FUNNEL_EXACT:
        break;
    }
    return s;
}

double funnel_z(const struct funnel *f, double numerator, double denominator) {
    if (!counts(numerator, denominator)) return NAN;
    return (numerator / denominator - f->centre) / sd_of(f, denominator);
}

static double at_most(const struct funnel *f, double k, double denominator) {
    return f->kind == FUNNEL_PROPORTION ? distribution_binomial(k, denominator, f->centre)
                                        : distribution_poisson(k, f->centre * denominator);
}

/* The exact limit, drawn smoothly between the whole counts (appendix A.1.1). */
static double exact_limit(const struct funnel *f, double denominator, double probability) {
    double mean = f->centre * denominator, low = -1, high = floor(mean + 10 * sqrt(mean + 1) + 20);
    if (f->kind == FUNNEL_PROPORTION) high = fmin(high, floor(denominator));
    while (high - low > 1) { /* the smallest count with more than the probability at or below it */
        double middle = floor((low + high) / 2);
        *(at_most(f, middle, denominator) > probability ? &high : &low) = middle;
    }
    double above = at_most(f, high, denominator), below = at_most(f, high - 1, denominator);
    double part = above > below ? (above - probability) / (above - below) : 0;
    return fmax(0, (high - part) / denominator);
}

double funnel_limit(const struct funnel *f, double denominator, double probability) {
    if (!(denominator > 0)) return NAN;
    double limit =
        f->spread == FUNNEL_EXACT
            ? exact_limit(f, denominator, probability)
            : f->centre + distribution_normal_quantile(probability) * sd_of(f, denominator);
    if (f->kind == FUNNEL_PROPORTION) limit = fmin(limit, 1);
    return fmax(limit, 0);
}

/* phi: the mean of the squared z, those beyond the tenth at each end set to it (section 3.2.1). */
static double winsorised_phi(double *z, size_t n) {
    quantile_sort(z, n);
    double low = quantile_sorted(z, n, WINSORISED), high = quantile_sorted(z, n, 1 - WINSORISED);
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double drawn = fmin(fmax(z[i], low), high);
        sum += drawn * drawn;
    }
    return sum / (double)n;
}

bool funnel_make(enum funnel_kind kind, enum funnel_spread spread, const double *numerator,
                 const double *denominator, size_t n, struct arena *arena, struct funnel *out,
                 struct err *err) {
    *out = (struct funnel){.kind = kind, .spread = FUNNEL_EXACT, .phi = NAN};
    double counted = 0, exposed = 0;
    for (size_t i = 0; i < n; i++) {
        if (!counts(numerator[i], denominator[i])) continue;
        if (numerator[i] < 0) return err_set(err, ERR_INPUT, "a count is below zero");
        if (kind == FUNNEL_PROPORTION && numerator[i] > denominator[i])
            return err_set(err, ERR_INPUT, "more were counted than there were");
        out->n++;
        counted += numerator[i];
        exposed += denominator[i];
    }
    if (out->n < FUNNEL_PLACES_MIN)
        return err_set(err, ERR_TOO_FEW,
                       "a funnel needs at least %d places with a numerator and a "
                       "denominator, and there are %zu",
                       FUNNEL_PLACES_MIN, out->n);
    out->centre = kind == FUNNEL_RATIO ? 1 : counted / exposed;
    if (!(out->centre > 0) || (kind == FUNNEL_PROPORTION && out->centre >= 1))
        return err_set(err, ERR_TOO_FEW, "all places are alike: there is no funnel");
    double *z = ARENA_NEW(arena, double, out->n), weights = 0, squares = 0;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (!counts(numerator[i], denominator[i])) continue;
        double s = chance_sd(out, denominator[i]), w = 1 / (s * s);
        z[k++] = funnel_z_chance(out, numerator[i], denominator[i]);
        weights += w;
        squares += w * w;
    }
    double places = (double)out->n;
    out->phi = winsorised_phi(z, out->n);
    out->dispersed = out->phi * places > distribution_chi2_quantile(0.95, places);
    if (!out->dispersed) return true;
    /* DerSimonian and Laird's moments (section 3.2.2). */
    double extra = (places * out->phi - (places - 1)) / (weights - squares / weights);
    out->tau = sqrt(fmax(0, extra));
    out->spread = spread;
    return true;
}
