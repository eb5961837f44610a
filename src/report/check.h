/* Everything that `weft check` says beyond the cells: the sense of the plan, the model, the
 * measures. One list of the checks of all rooms, for commands and pages.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/finding.h"
#include "store/query.h"

/* Adds the findings on an open package, of which store_check has looked at the tables already, as
 * at a day. The model is looked at only where there are no errors so far. Findings that are
 * waived on that day are taken out, and counted. Fails only when the
 * package cannot be read. */
MUST_CHECK bool report_check(sqlite3 *db, int32_t as_at, struct findings *findings,
                             struct err *err);
