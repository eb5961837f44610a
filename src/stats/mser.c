/* Where a simulation's start-up ends; see mser.h.
 *
 * SPDX-License-Identifier: MIT */
#include "mser.h"

#include <math.h>

bool mser_5(const double *x, size_t n, struct mser *out, struct err *err) {
    if (n < MSER_LEAST)
        return err_set(err, ERR_TOO_FEW, "%zu observations; MSER-5 needs at least %zu", n,
                       MSER_LEAST);
    size_t batches = n / MSER_BATCH, count = 0;
    double mean = 0, squares = 0; /* of the batches from d on (Welford 1962, backwards) */
    *out = (struct mser){.statistic = HUGE_VAL};
    for (size_t d = batches; d-- > 0;) {
        double batch = 0;
        for (size_t i = 0; i < MSER_BATCH; i++) batch += x[d * MSER_BATCH + i] / MSER_BATCH;
        double from_mean = batch - mean;
        mean += from_mean / (double)++count;
        squares += from_mean * (batch - mean);
        double statistic = squares / ((double)count * (double)count);
        if (count >= MSER_REST && statistic <= out->statistic)
            *out = (struct mser){d * MSER_BATCH, statistic, mean, 2 * d <= batches};
    }
    return true;
}
