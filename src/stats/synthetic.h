/* Synthetic control: what a place would have been like had nothing been done there, as a weighted
 * mean of other places that were like it before (Abadie, Diamond and Hainmueller 2010).
 *
 * Weights are not negative and sum to 1; they make the mean squared distance before least. Each
 * series is taken from its own mean before, so that a place at the edge of the others can be
 * compared too (Ferman and Pinto 2021). How unusual the gap after is, the other places tell: each
 * is treated as if it had been the one (placebo).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

struct synthetic {
    size_t donors;     /* other places used: those without a gap */
    bool *used;        /* which of the donors given */
    double *weights;   /* of each donor given; 0 where not used */
    double *expected;  /* n: the synthetic place; its own mean before is put back */
    double fit_before; /* root of the mean squared distance before */
    double fit_after;
    double average;   /* mean of place - synthetic after */
    double p;         /* share of all places, this one included, whose ratio of after to before is
                         at least as large: the least that can be is 1 / (donors + 1) */
    double p_side;    /* the same for the average gap over the fit before, on its own side of 0 */
    double low, high; /* 90% interval of the average from the gaps of the placebos; NAN below
                         SYNTHETIC_INTERVAL_MIN donors */
};

#define SYNTHETIC_DONORS_MIN 5
#define SYNTHETIC_INTERVAL_MIN 19
#define SYNTHETIC_BEFORE_MIN 12

/* y[0..n) is the place, donors[j][0..n) the others, in time order. Rows [from, after) are left out
 * of both fit and gap: it was done with row from, and its effect is expected with row after. Rows
 * in which the place has no value are left out; donors with a gap in any other row are not used.
 * Fails with ERR_TOO_FEW below SYNTHETIC_DONORS_MIN donors or SYNTHETIC_BEFORE_MIN rows before, or
 * without a row after. */
MUST_CHECK bool synthetic_fit(const double *y, const double *const *donors, size_t donor_count,
                              size_t n, size_t from, size_t after, struct arena *arena,
                              struct synthetic *out, struct err *err);
