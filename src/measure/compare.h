/* How a place differs from its comparator, and how sure that is.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "series.h"

/* Fills latest, compared, above, below, consistently, mean_difference and its interval. Counts, as
 * against rates and shares, are not compared: start is DATE_NONE then, and where there is no
 * comparator. */
void measure_compare(const struct measure_series *series, const struct measure_info *info,
                     struct arena *arena, struct measure_verdict *verdict);
