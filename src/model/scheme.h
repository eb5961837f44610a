/* What schemes do to a number of the model over time.
 *
 * On a day a scheme is delivered to a part p: 0 before it starts and after it ends, rising over its
 * ramp to the share of delivery of the scenario. Effects on one number are joined in this order:
 *   set       value + p (set - value), one after the other as the table has them
 *   multiply  value x (1 + p (factor - 1)): several multiply, percentages are never added
 *   add       value + p amount
 * Where system.schemes_combine is 'strongest', of the schemes that multiply only the one counts on
 * a day whose factors are in all furthest from 1 (as their logarithm), of those that add the one
 * whose amounts are largest. The result is kept at 0 or above, shares at 1 or below.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "tables.h"

/* The part of a scheme's effect that is there on a day, 0 to 1. A ramp is a straight line or, when
 * smooth, 3x^2 - 2x^3; a month is 365.25/12 days. */
double scheme_progress(const struct scheme *scheme, int32_t day);

/* The values of one cell over the days [first, first + days), of the arena; those before the start
 * of the system are as on its first day. NULL when no scheme of the scenario (NONE: no scenario)
 * acts on it. */
double *scheme_values(const struct tables *tables, int scenario, enum target target, int64_t row_no,
                      double base, int32_t first, int days, struct arena *arena);
