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
#define SCHEMA_VERSION 1

enum schema_part {
    SCHEMA_MEMORY,   /* the tables as a folder is loaded into them, and their key indexes */
    SCHEMA_FILE,     /* the tables of a .weft file, and its own three */
    SCHEMA_TRIGGERS, /* what keeps the history of a .weft file */
};

/* All statements of a part, each ended by ";\n". */
void schema_sql(enum schema_part part, struct buf *out);

/* INSERT with a parameter for row_no and each column in order, counted from 1. */
void schema_insert_sql(const struct table *table, struct buf *out);

/* The same for several rows at once, one after the other; a step that meets a key that is there
 * keeps the rows before it. */
void schema_insert_rows_sql(const struct table *table, size_t rows, struct buf *out);

/* SELECT of row_no, each column in order, and rowid; with by_key, of the row whose key columns are
 * the parameters (schema_key_columns of them, in order, empty keys as NULL), otherwise of all in
 * the order of row_no. */
void schema_select_sql(const struct table *table, bool by_key, struct buf *out);

/* How many columns the key has. */
size_t schema_key_columns(const struct table *table);

/* A name in double quotes. */
void schema_name(const char *name, struct buf *out);
