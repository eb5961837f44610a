/* The checks of deadlines as they are written; the rules stand in store/rules.h.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/finding.h"
#include "store/query.h"

/* Adds a warning for each deadline in words that can mean several days, of which its row has none
 * (D05), for each that names a label which no action beside it has (D11), and for each whose words
 * are plain and whose due_to is another day (D16). Of a cell with several deadlines, that which is
 * for the row's own label counts. Fails only when the package cannot be read. */
MUST_CHECK bool plan_check(sqlite3 *db, struct findings *findings, struct err *err);
