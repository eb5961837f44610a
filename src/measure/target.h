/* Targets in force and the trajectory towards them.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "series.h"

/* Fills targets, target_due and trajectory of a series whose starts are there and whose other
 * arrays are NAN and DATE_NONE. */
MUST_CHECK bool measure_targets_read(sqlite3 *db, const char *measure, const char *place,
                                     enum measure_direction direction, struct arena *arena,
                                     struct measure_series *series, struct err *err);

/* Fills what the verdict says of target and trajectory for the period `last`. */
void measure_targets_judge(const struct measure_series *series, size_t last, struct arena *arena,
                           struct measure_verdict *verdict);
