/* Packages as folders of CSV files: a new one with every header, and one written from a store.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "registry.h"
#include "store.h"

/* Makes a folder with every table's header, datapackage.json and README.md. The folder may exist
 * when it is empty. Fails with ERR_EXISTS when it is not; what was written is taken away again. */
MUST_CHECK bool folder_new(const char *path, struct err *err);

/* Writes a .weft file's package to a folder: its tables (those with rows, and those that were there
 * when it was packed), and the other files that it kept. As folder_new otherwise. */
MUST_CHECK bool folder_unpack(const struct store *store, const char *path, struct err *err);

/* The text of one table's CSV file; rows in their order. */
MUST_CHECK bool folder_table_text(sqlite3 *db, const struct table *table, struct buf *out,
                                  size_t *rows, struct err *err);

/* Whether a file beside the tables is kept in a .weft file: a text by its name (.md, .txt, .json)
 * at the top of the folder. */
bool folder_keeps(const char *name);
