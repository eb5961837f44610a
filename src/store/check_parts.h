/* What the files of the checks share; used by check*.c only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "check.h"

/* A question in SQL: each row of its answer is a finding, (line of the table, message); a row
 * without a message is none. Parameter ?1, where it stands, is the day. It is about rows of
 * `table`, so it is not asked where that is empty, unless it is about that: `even_empty`. */
struct question {
    const char *rule, *table, *column, *sql;
    bool even_empty;
};

/* Asks them all. as_at DATE_NONE where no question has a day. */
MUST_CHECK bool check_ask(sqlite3 *db, const struct question *questions, size_t count,
                          int32_t as_at, struct findings *findings, struct err *err);

/* The parts of store_check and store_check_plan that SQL does not say well. */
MUST_CHECK bool check_sums(sqlite3 *db, struct findings *findings, struct err *err);
MUST_CHECK bool check_circles(sqlite3 *db, struct findings *findings, struct err *err);
MUST_CHECK bool check_outcomes(sqlite3 *db, int32_t as_at, struct findings *findings,
                               struct err *err);
MUST_CHECK bool check_same(sqlite3 *db, int32_t as_at, struct findings *findings, struct err *err);
