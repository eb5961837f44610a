/* Where a simulation's start-up ends: MSER-5, the marginal standard error rule.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/err.h"

#include <stddef.h>

#define MSER_BATCH 5 /* observations to a batch */
#define MSER_REST 5  /* batches that always stay: the statistic of fewer says nothing */
#define MSER_LEAST ((size_t)2 * MSER_BATCH * MSER_REST) /* observations */

struct mser {
    size_t cut;       /* observations to leave out, a multiple of MSER_BATCH */
    double statistic; /* at the cut: sum of squares about the mean / batches squared, of the rest */
    double mean;      /* of what is left */
    bool settled;     /* the cut lies in the first half: the series is long enough to show it */
};

/* Of x[0..n), in order of time, the first batches whose leaving out makes the squared standard
 * error of the mean of the rest least: with Z the means of batches of 5 and m their number,
 *     1 / (m - d)^2 x sum over j > d of (Z_j - mean of Z_j, j > d)^2,   d = 0 .. m - 5
 * (White 1997; White, Cobb and Spratt 2000; the last five batches stay out of the search and a cut
 * beyond the first half is not to be trusted, Hoad, Robinson and Davies 2010). Of equal ones the
 * smallest d; observations after the last whole batch are not looked at. Fails with ERR_TOO_FEW
 * below MSER_LEAST observations. */
MUST_CHECK bool mser_5(const double *x, size_t n, struct mser *out, struct err *err);
