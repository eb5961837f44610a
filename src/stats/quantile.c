/* Order statistics; see quantile.h.
 *
 * SPDX-License-Identifier: MIT */
#include "quantile.h"

#include <math.h>
#include <stdlib.h>

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void quantile_sort(double *x, size_t n) {
    if (n > 1) qsort(x, n, sizeof *x, by_size);
}

double quantile_median(const double *x, size_t n, double *scratch) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) scratch[count++] = x[i];
    if (count == 0) return NAN;
    quantile_sort(scratch, count);
    size_t half = count / 2;
    return count % 2 ? scratch[half] : (scratch[half - 1] + scratch[half]) / 2;
}

static double between(const double *sorted, size_t n, double at) {
    if (at <= 0) return sorted[0];
    size_t i = (size_t)at;
    if (i + 1 >= n) return sorted[n - 1];
    return sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]);
}

double quantile_sorted(const double *sorted, size_t n, double q) {
    return between(sorted, n, q * (double)(n - 1));
}

double quantile_next(const double *sorted, size_t n, double q) {
    return between(sorted, n, q * (double)(n + 1) - 1);
}
