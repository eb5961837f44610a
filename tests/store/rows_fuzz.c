/* Reads arbitrary text as the rows that an effect names, of every table: no crash, and what was
 * read can be asked of an empty table.
 *
 * SPDX-License-Identifier: MIT */
#include "store/rows.h"
#include "store/schema.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static sqlite3 *tables(void) {
    static sqlite3 *db;
    if (db) return db;
    struct arena *arena = arena_new();
    struct buf sql = buf_new(arena);
    schema_sql(SCHEMA_MEMORY, &sql);
    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_exec(db, sql.text, NULL, NULL, NULL) != SQLITE_OK)
        abort();
    arena_free(arena);
    return db;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    const char *text = arena_copy(arena, (const char *)data, size);
    size_t count;
    const struct table *const *all = registry_tables(&count);
    for (size_t t = 0; t < count; t++) {
        struct rows rows;
        struct err err = {0};
        if (!rows_parse(all[t], text, &rows, &err)) {
            if (err.code != ERR_INPUT) abort();
            continue;
        }
        int64_t *found;
        size_t found_count = 1;
        if (rows.count > ROWS_CONDITIONS ||
            !rows_find(tables(), &rows, arena, &found, &found_count, &err) || found_count != 0)
            abort();
    }
    arena_free(arena);
    return 0;
}
