/* Which part of the spread of an output comes from parameters, from dates and from chance.
 *
 * Results come from a simulation with `decompose`, N = replications: N futures A, N futures B, and
 * for each kind i that varies N futures Ai, which are A with that kind taken from B. With y for an
 * output and V for its variance (over A and B together, about their mean),
 *
 *     first order   S_i = 1 - sum (y(B) - y(Ai))^2 / (2 N V)         (Jansen 1999)
 *                or S_i =     sum y(B) (y(Ai) - y(A)) / (N V)         (Saltelli et al. 2010)
 *     total         T_i =     sum (y(A) - y(Ai))^2 / (2 N V)          (Jansen 1999)
 *
 * Of the two the one with the smaller standard error counts: the former knows large shares well,
 * the latter small ones, and each is exact where the kind is all there is, or nothing.
 * S_i is the share that would go if the kind were known; T_i the share that would stay if only it
 * were not. What is left of 1 after all S_i is of kinds together. Standard errors are by the
 * jackknife over the N (Efron and Stein 1981).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "simulate.h"

struct model_share {
    double first, first_error; /* S_i and its standard error */
    double total, total_error;
};

struct model_variance {
    const struct model_row *row; /* mean, sd and percentiles over A and B */
    struct model_share
        kinds[MODEL_KINDS]; /* parameters, dates, chance; 0 where one does not vary */
};

/* One for each row whose values spread; the arena's. */
struct model_variance *model_variances(const struct model_results *results, struct arena *arena,
                                       size_t *count);

/* CSV: scenario,output,subject,period,mean,sd,p10,p50,p90, then parameters,dates,chance (first
 * order), together, their standard errors ..._error, the totals ..._total, replications. */
struct buf;
void model_write_variances(const struct model_variance *variances, size_t count, struct buf *out);
