/* Order statistics.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>

/* The median of the values that are not NAN, the mean of the middle two of an even number; NAN when
 * there is none. scratch holds n. */
double quantile_median(const double *x, size_t n, double *scratch);

/* The q-th quantile (0 to 1) of sorted[0..n) with n > 0, linear between neighbours (type 7 of
 * Hyndman and Fan 1996). */
double quantile_sorted(const double *sorted, size_t n, double q);

/* The value below which the next one falls with probability q, when it is drawn as sorted[0..n)
 * were: type 6 of Hyndman and Fan; the smallest or largest where n is too small to say. */
double quantile_next(const double *sorted, size_t n, double q);

/* Sorts upwards; NAN is not allowed. */
void quantile_sort(double *x, size_t n);
