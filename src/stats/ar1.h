/* Linear regression of a series whose errors are alike from period to period: AR(1).
 *
 * Generalised least squares; the correlation of neighbours is found by restricted maximum
 * likelihood (Cheang and Reinsel 2000), which is less biased in short series than the usual
 * estimates and than Newey and West's errors (Turner, Karahalios, Forbes and others 2021). Gaps are
 * allowed: two values g periods apart correlate as rho to the power g.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

struct ar1 {
    size_t n, k;    /* values present; columns */
    double *b;      /* k coefficients */
    double *cov;    /* their covariance, k * k */
    double rho;     /* correlation of neighbours, -0.9 to 0.95 */
    double sigma;   /* standard deviation of one value around the line */
    double freedom; /* for t: see docs/statistics.md */
};

#define AR1_COLUMNS_MAX 16

/* Fits y[0..n), NAN where missing, to the columns of x (row by row, n * k). Everything is on the
 * arena. Fails with ERR_TOO_FEW when there are fewer than k + 4 values, or the columns cannot be
 * told apart. */
MUST_CHECK bool ar1_fit(const double *x, size_t k, const double *y, size_t n, struct arena *arena,
                        struct ar1 *out, struct err *err);

/* A weighted sum of coefficients, weights[0..k), and its standard error. */
double ar1_sum(const struct ar1 *fit, const double *weights, double *error);

/* The standard error that such a sum would have with the design x (y tells which rows are there:
 * not NAN), were rho and sigma as given; NAN where it cannot be told. For planning. */
double ar1_error_of(const double *x, size_t k, const double *y, size_t n, double rho, double sigma,
                    const double *weights, struct arena *arena);
