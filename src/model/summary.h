/* The replications of one value in a few numbers.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
#include "simulate.h"

/* Fills mean, sd (n - 1; NAN for one), p10, p50, p90 (between neighbours in a straight line: type 7
 * of Hyndman and Fan 1996) and replications from the values that are not NAN. scratch holds n
 * numbers. */
void model_row_summarise(struct model_row *row, const double *values, size_t n, double *scratch);

/* The 97.5th percentile of Student's t with that many degrees of freedom (1 and more): a table up
 * to 5, then the expansion of Fisher and Cornish (1960), within 0.06%. */
double model_t_975(int degrees);

/* The half-width of the 95% interval of the mean: Student's t times sd / sqrt(n). NAN below two. */
double model_row_half_width(const struct model_row *row);

/* A line of CSV: texts, then numbers with six significant digits, nothing for NAN; 32 at most. */
void model_write_row(struct buf *out, const char *const *texts, size_t text_count,
                     const double *numbers, size_t number_count);
