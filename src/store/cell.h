/* Cells: from text to value, with a finding where the text is not what the column holds.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "query.h"
#include "registry.h"

#include "base/finding.h"

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_INTEGER, CELL_BAD };

struct cell {
    enum cell_kind kind;
    struct str text; /* CELL_TEXT: trimmed, a view of the text given or on the arena of findings */
    double number;
    int64_t integer;
};

/* Reads one cell. What is wrong goes to findings, for TABLE.csv at that row; the cell is then
 * CELL_BAD. White space at both ends is taken off, with a warning; a line end within is LF. */
struct cell cell_read(const struct table *table, const struct column *column, struct str text,
                      size_t row, struct findings *findings);

/* Binds to a parameter that counts from 1; an empty or bad cell is NULL. */
void cell_bind(const struct cell *cell, sqlite3_stmt *statement, int parameter);

/* The text by which a value of the store is written to CSV; a missing value is empty. Lives until
 * the statement steps, or in out. */
#define CELL_BYTES 32
struct str cell_text(sqlite3_stmt *statement, int column, char out[CELL_BYTES]);

/* The candidate that is nearest to a text by edit distance, when it is near enough to be meant;
 * otherwise NULL. Candidates are offered one by one. */
struct nearest {
    struct str text;
    size_t distance;
    char best[64];
};
struct nearest nearest_new(struct str text);
void nearest_offer(struct nearest *nearest, struct str candidate);
const char *nearest_best(const struct nearest *nearest);
