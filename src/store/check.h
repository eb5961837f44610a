/* Checks of what the tables mean together, once their cells can be read; the rules stand in
 * rules.h.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/finding.h"
#include "query.h"

/* Opens a package and adds findings on its cells and tables: with findings->errors above 0 it is
 * not to be used. NULL with err only when it cannot be read. */
struct store;
MUST_CHECK struct store *store_open_checked(const char *path, struct findings *findings,
                                            struct err *err);

/* Adds findings on all tables of a package. Fails only when it cannot be read. */
MUST_CHECK bool store_check(sqlite3 *db, struct findings *findings, struct err *err);

/* What a careful reader of the plan would ask as at that day: who leads, by when, in which order,
 * with what evidence; targets, savings and risks. Warnings only, so that a bad plan can still be
 * looked at. */
MUST_CHECK bool store_check_plan(sqlite3 *db, int32_t as_at, struct findings *findings,
                                 struct err *err);

/* The part of store_check that looks at settings age by age: shares, stays, routes, visit needs. */
MUST_CHECK bool check_ages(sqlite3 *db, struct findings *findings, struct err *err);
