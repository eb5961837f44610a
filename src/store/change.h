/* Changes of rows: of one of a .weft file, or of many of a file or folder in one step.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "store.h"

struct change_cell {
    struct str column, text; /* an empty text empties the cell */
};

/* Changes the cells of one row, with its history, in one transaction. The key is that of the row as
 * `weft log` shows it. The same rules hold as in loading; where a change brings a finding that is
 * an error and was not there before, nothing is changed, and the call fails with ERR_INPUT. Fails
 * with ERR_NOT_FOUND when there is no such table, column or row. */
MUST_CHECK bool change_row(struct store *store, const char *table, const char *key,
                           const struct change_cell *cells, size_t count, const char *who,
                           struct findings *findings, struct err *err);

enum change_operation { CHANGE_ADD, CHANGE_SET, CHANGE_REMOVE };

struct change {
    enum change_operation operation;
    const char *table;
    const char *key; /* as above; NULL of CHANGE_ADD */
    const struct change_cell *cells;
    size_t cell_count;
};

/* Makes all changes in their order, or none, under the same rules. A .weft file must have been
 * opened to be changed; of a folder the tables in memory change, and change_save writes them. */
MUST_CHECK bool change_rows(struct store *store, const struct change *changes, size_t count,
                            const char *who, struct findings *findings, struct err *err);

/* Writes what change_rows did to an open folder into its files: rows are added at the end, cells
 * are replaced where they stand, and every other byte stays; a file from which rows are removed, or
 * that lacks a column, is written anew. When one file cannot be written, those before it are put
 * back. A new table comes into datapackage.json where that is as weft made it. */
MUST_CHECK bool change_save(const struct store *folder, const struct change *changes, size_t count,
                            struct err *err);
