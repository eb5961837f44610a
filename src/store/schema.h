/* The SQL of a package, made from the registry.
 *
 * In memory the tables take what a folder holds, right or wrong; in a file they also refuse missing
 * required cells, and triggers keep the history. Names come from the registry only, and are quoted.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "query.h"
#include "registry.h"

#define SCHEMA_APPLICATION_ID 0x57454654 /* "WEFT" */

enum schema_part {
    SCHEMA_MEMORY,   /* the tables as a folder is loaded into them, and their key indexes */
    SCHEMA_FILE,     /* the tables of a .weft file, and its own three */
    SCHEMA_TRIGGERS, /* what keeps the history of a .weft file */
};

/* All statements of a part, each ended by ";\n". */
void schema_sql(enum schema_part part, struct buf *out);

/* Those of one table alone, and those of the file's own tables alone. */
void schema_table_sql(enum schema_part part, const struct table *table, struct buf *out);
void schema_own_sql(enum schema_part part, struct buf *out);

/* What a .weft file says it was written by (SQLite's user_version): how many tables and columns the
 * registry has, which only grows. Before that was counted, every version said SCHEMA_UNCOUNTED. */
#define SCHEMA_UNCOUNTED 1
int schema_version(void);

/* Whether every table, index and trigger of a file is one of the statements, each once, and nothing
 * else is there: so no foreign trigger, view or odd type can act on us. Their order may differ, as
 * VACUUM changes it. Fails only when the file cannot be read. */
MUST_CHECK bool schema_is(sqlite3 *db, struct str statements, bool *same, struct err *err);

/* INSERT with a parameter for row_no and each column in order, counted from 1. */
void schema_insert_sql(const struct table *table, struct buf *out);

/* The same for several rows at once, one after the other; a step that meets a key that is there
 * keeps the rows before it. */
void schema_insert_rows_sql(const struct table *table, size_t rows, struct buf *out);

/* SELECT of row_no, each column in order, and rowid; with by_key, of the row whose key columns are
 * the parameters (one a key column, in order, empty keys as NULL), otherwise of all in
 * the order of row_no. */
void schema_select_sql(const struct table *table, bool by_key, struct buf *out);

/* A name in double quotes. */
void schema_name(const char *name, struct buf *out);
