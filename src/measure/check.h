/* The checks of targets that need process limits; the rules stand in store/rules.h.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/finding.h"
#include "verdict.h"

/* Adds a warning for each target, due on that day or later, that lies within the ordinary variation
 * of its measure (O08). Fails only when the package cannot be read. */
MUST_CHECK bool measure_check(sqlite3 *db, int32_t as_at, struct findings *findings,
                              struct err *err);
