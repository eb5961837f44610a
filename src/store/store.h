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

/* Opens and loads. What is wrong with the cells of a folder goes to findings (types, required,
 * allowed values, ranges, duplicate keys, dangling references, encodings); cells that cannot be
 * read are NULL, rows whose key cannot be read are left out, references that lead nowhere stay. A
 * .weft file is opened for reading only, after a look at its tables; load_check_file (load.h) says
 * what is wrong with its cells. Fails only when there is no package at the path, or it cannot be
 * read. Neither is written to.
 */
MUST_CHECK struct store *store_open(const char *path, struct findings *findings, struct err *err);

/* Opens a .weft file so that rows can be changed, with foreign keys enforced; whoever changes rows
 * sets the author first (history.h). */
MUST_CHECK struct store *store_open_to_change(const char *path, struct err *err);

/* NULL is allowed. */
void store_close(struct store *store);

sqlite3 *store_db(const struct store *store);
const char *store_path(const struct store *store);

/* Whether it is a .weft file, and not a folder. */
bool store_is_file(const struct store *store);
