/* Loads the CSV files of a folder into the tables of schema.h.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "query.h"
#include "registry.h"

#include "base/finding.h"

/* Loads every table that is there into a database with the tables of SCHEMA_MEMORY; a missing file
 * is an empty table. Fails when the folder holds no package (neither a table nor a
 * datapackage.json) or cannot be read; problems in the files are findings. */
MUST_CHECK bool load_folder(sqlite3 *db, const char *path, struct findings *findings,
                            struct err *err);

/* Whether a table has a row. To ask is cheap beside a question of many tables: what is about the
 * rows of an empty one need not be asked. */
MUST_CHECK bool load_any_row(sqlite3 *db, const char *table, bool *any, struct err *err);

/* References that lead nowhere, and ids that stand for two things, over all tables. */
MUST_CHECK bool load_check_references(sqlite3 *db, struct findings *findings, struct err *err);

/* What load_folder and load_check_references say of a folder, of the tables of a .weft file: other
 * programs may have changed it. */
MUST_CHECK bool load_check_file(sqlite3 *db, struct findings *findings, struct err *err);
