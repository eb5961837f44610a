/* A number that says what the model reads of a package; see key.h.
 *
 * The tables are read as for a run while every row that the database hands out is listened to, so
 * that what is read is written down nowhere else.
 *
 * SPDX-License-Identifier: MIT */
#include "key.h"

#include "base/hash.h"
#include "tables.h"

#include <string.h>

static void add(uint64_t *hash, uint64_t word) {
    *hash = hash_word(*hash, word);
}

static void add_cell(uint64_t *hash, sqlite3_stmt *row, int column) {
    int type = sqlite3_column_type(row, column);
    add(hash, (uint64_t)type);
    if (type == SQLITE_INTEGER) {
        add(hash, (uint64_t)sqlite3_column_int64(row, column));
    } else if (type == SQLITE_FLOAT) {
        double value = sqlite3_column_double(row, column);
        uint64_t word;
        memcpy(&word, &value, sizeof word);
        add(hash, word);
    } else if (type == SQLITE_TEXT) {
        const unsigned char *text = sqlite3_column_text(row, column);
        size_t bytes = (size_t)sqlite3_column_bytes(row, column);
        add(hash, hash_bytes(HASH_BEGIN, text, bytes));
    }
}

static int hear(unsigned what, void *user, void *statement, void *unused) {
    (void)what, (void)unused;
    sqlite3_stmt *row = statement;
    for (int c = 0; c < sqlite3_column_count(row); c++) add_cell(user, row, c);
    return 0;
}

bool model_key(sqlite3 *db, uint64_t *key, struct err *err) {
    struct arena *arena = arena_new();
    struct tables *tables = ARENA_NEW(arena, struct tables, 1);
    *key = 0;
    sqlite3_trace_v2(db, SQLITE_TRACE_ROW, hear, key);
    bool ok = tables_read(db, arena, tables, err);
    sqlite3_trace_v2(db, 0, NULL, NULL);
    arena_free(arena);
    return ok;
}
