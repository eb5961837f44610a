/* Questions to an open package: a prepared statement, its parameters bound, its rows one by one.
 *
 *     struct query *q = query_new(db, "SELECT id, amount FROM capacity WHERE setting = ?1", err);
 *     if (!q) return false;
 *     query_bind_text(q, 1, setting);
 *     while (query_next(q)) use(query_text(q, 0), query_number(q, 1));
 *     if (!query_free(q, err)) return false;
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/date.h"

#include <sqlite3.h>

struct query;

/* SQL is a text of our own, never made from outside text. NULL with err when it cannot be prepared.
 */
MUST_CHECK struct query *query_new(sqlite3 *db, const char *sql, struct err *err);

/* Parameters count from 1; the text must live until the next bind or query_free. NULL and NAN bind
 * a missing value. */
void query_bind_text(struct query *query, int parameter, const char *text);
void query_bind_number(struct query *query, int parameter, double value);
void query_bind_integer(struct query *query, int parameter, int64_t value);

/* The next row; false at the end, or after a failure that query_free reports. */
bool query_next(struct query *query);

/* Begins again, with the same parameters until they are bound anew. */
void query_again(struct query *query);

/* Columns count from 0. A missing value is NULL, NAN, the given fallback or DATE_NONE. Texts live
 * until the next row. */
const char *query_text(struct query *query, int column);
double query_number(struct query *query, int column);
int64_t query_integer(struct query *query, int column, int64_t fallback);
int32_t query_date(struct query *query, int column);
bool query_yes(struct query *query, int column);

/* The name of a column of the answer, for messages. */
const char *query_column(struct query *query, int column);

/* Ends the statement; false with err when a step had failed. Handles NULL. */
MUST_CHECK bool query_free(struct query *query, struct err *err);

/* Runs statements that give no rows. */
MUST_CHECK bool query_run(sqlite3 *db, const char *sql, struct err *err);
