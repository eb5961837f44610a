/* Puts rows into a table of a package by their keys: a row that is there is changed where its cells
 * differ, another one is added. In a folder every other byte of the table's file stays as it is; in
 * a .weft file the history says what was there before, and all happens in one transaction.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "registry.h"
#include "store.h"

struct put {
    const struct table *table;
    const int *columns;   /* of the table, as table_column gives them; the whole key among them */
    const bool *compared; /* of each: whether a difference in it is a change of the row */
    size_t column_count;
    const struct str *cells; /* [row_count * column_count]; empty ones empty the cell */
    size_t row_count;
    int mark; /* a column of the table that is set in rows that changed; -1 for none */
    const char *mark_text;
};

/* A row that was there and changed: the cells as they were, in the order of put.columns. */
struct put_change {
    size_t row; /* of put.cells */
    const struct str *before;
};

struct put_result {
    size_t added, changed, same;
    struct put_change *changes;
};

/* Writes, unless dry. What is wrong with the cells is a finding with the number of the row in put
 * as its row, from 1; with errors among the findings nothing is written, and the call fails with
 * ERR_INPUT. References are the caller's to check for a folder. The store must have been opened
 * with store_open_to_change when it is a .weft file and this is not dry. */
MUST_CHECK bool put_rows(struct store *store, const struct put *put, bool dry, const char *who,
                         struct arena *arena, struct findings *findings, struct put_result *result,
                         struct err *err);
