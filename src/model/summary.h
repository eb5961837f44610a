/* The replications of one value in a few numbers.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "simulate.h"

/* Fills mean, sd (n - 1; NAN for one), p10, p50, p90 (between neighbours in a straight line: type 7
 * of Hyndman and Fan 1996) and replications from the values that are not NAN. scratch holds n
 * numbers. */
void model_row_summarise(struct model_row *row, const double *values, size_t n, double *scratch);
