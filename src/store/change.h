/* Changes of single rows of a .weft file.
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
