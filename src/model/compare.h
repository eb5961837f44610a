/* Results against each other: a scenario against another, future by future.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "simulate.h"

struct model_pair {
    const struct model_row *row, *against;
    struct model_row difference; /* row - against over replications, as model_difference */
    double low, high;            /* 95% interval of its mean (Student's t); NAN below two */
    /* What common random numbers gain: the variance that the difference would have with independent
     * ones, var(row) + var(against), over the one that it has (Law 2015, 11.2). NAN where that is
     * nothing. Its 95% interval is that of its logarithm by the jackknife over replications (Efron
     * and Stein 1981); NAN below four. */
    double variance_ratio, ratio_low, ratio_high;
};

/* Each row of the other scenarios beside that of `against`; the arena's. Fails with ERR_NOT_FOUND
 * when the results have no such scenario, or no other. */
MUST_CHECK bool model_compare(const struct model_results *results, const char *against,
                              struct arena *arena, struct model_pair **pairs, size_t *count,
                              struct err *err);

/* CSV: scenario,against,output,subject,period,difference,low95,high95,sd,p10,p50,p90,replications,
 * variance_ratio,ratio_low95,ratio_high95. */
struct buf;
void model_write_pairs(const struct model_pair *pairs, size_t count, struct buf *out);
