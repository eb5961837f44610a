/* An open package: a folder of CSV files, loaded into SQLite in memory, or a .weft file, which is
 * SQLite.
 *
 * Each table of the registry is an SQL table of the same name and columns. Texts, dates, years,
 * choices and yes/no are TEXT; numbers are REAL, whole numbers INTEGER; an empty cell is NULL.
 * Every table also has `row_no`: the line of its CSV file (the header is line 1), in whose order
 * rows are written again.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/finding.h"
#include "query.h"

struct store;

/* Opens and loads. What is wrong with the cells goes to findings (types, required, allowed values,
 * ranges, duplicate keys, dangling references, encodings); cells that cannot be read are NULL, rows
 * whose key cannot be read are left out. Fails only when there is no package at the path, or it
 * cannot be read. A folder is never written to. */
MUST_CHECK struct store *store_open(const char *path, struct findings *findings, struct err *err);

/* NULL is allowed. */
void store_close(struct store *store);

sqlite3 *store_db(const struct store *store);
const char *store_path(const struct store *store);
