/* Checks of what the tables mean together, once their cells can be read; the rules stand in
 * rules.h.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/finding.h"
#include "query.h"

/* Adds findings on all tables of a package. Fails only when it cannot be read. */
MUST_CHECK bool store_check(sqlite3 *db, struct findings *findings, struct err *err);

/* The part of it that looks at settings age by age: shares, stays, routes, visit needs. */
MUST_CHECK bool check_ages(sqlite3 *db, struct findings *findings, struct err *err);
