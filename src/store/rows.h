/* The rows of a table that a text names, as effects and calibrations do: conditions
 * `column=value` joined by ';' that must all hold, '|' between allowed values, '*' in a value for
 * any text, nothing after '=' for an empty cell. '*' alone names every row.
 *
 *     setting=acute-heft|acute-uhb; age_from=65
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "query.h"
#include "registry.h"

#define ROWS_CONDITIONS 16

struct rows {
    const struct table *table;
    struct rows_condition {
        int column;
        struct str values; /* as written, between '|' */
    } conditions[ROWS_CONDITIONS];
    size_t count;
};

/* Reads the text, of which views are kept. Fails with ERR_INPUT on an unknown column, a condition
 * without '=', or more than ROWS_CONDITIONS of them. */
MUST_CHECK bool rows_parse(const struct table *table, const char *text, struct rows *rows,
                           struct err *err);

/* The row_no of each row that meets all conditions, in order; the arena's. None is no failure. */
MUST_CHECK bool rows_find(sqlite3 *db, const struct rows *rows, struct arena *arena,
                          int64_t **row_nos, size_t *count, struct err *err);
