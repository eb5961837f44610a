/* An empty package in memory, and rows put into it: for tests of rooms that read an open package.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
#include "store/query.h"
#include "store/registry.h"

#include <stdio.h>
#include <stdlib.h>

/* Runs SQL; the test ends when it fails. */
static inline void package_run(sqlite3 *db, const char *sql) {
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK) return;
    fprintf(stderr, "%s: %s\n", sql, message);
    abort();
}

/* Every table of the registry, empty, with row_no as the order of insertion. */
static inline sqlite3 *package_empty(void) {
    sqlite3 *db = NULL;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) abort();
    struct arena *arena = arena_new();
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    for (size_t t = 0; t < count; t++) {
        struct buf sql = buf_new(arena);
        buf_printf(&sql, "CREATE TABLE \"%s\" (row_no INTEGER PRIMARY KEY", tables[t]->name);
        for (size_t c = 0; c < tables[t]->column_count; c++) {
            const struct column *column = &tables[t]->columns[c];
            buf_printf(&sql, ", \"%s\" %s", column->name,
                       column->type == COLUMN_NUMBER    ? "REAL"
                       : column->type == COLUMN_INTEGER ? "INTEGER"
                                                        : "TEXT");
        }
        buf_puts(&sql, ")");
        package_run(db, sql.text);
    }
    arena_free(arena);
    return db;
}
