/* Arbitrary tables read by arbitrary mapping files, and by the mapping that is proposed for them:
 * no crash, and a proposal that is written reads back. The input is a mapping file, a line '%%',
 * and the table as CSV.
 *
 * SPDX-License-Identifier: MIT */
#include "doc/document.h"
#include "measure/import.h"
#include "store/schema.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char rows[] =
    "INSERT INTO measure (row_no, id, title, per, frequency) VALUES (2, 'days', 'Delayed days', NULL, "
    "'month'), (3, 'share', 'Share', 100, 'quarter'), (4, 'daily', 'Daily', 1, 'day');"
    "INSERT INTO place (row_no, id, title, kind) VALUES (2, 'E92000001', 'England', 'nation'), (3, "
    "'E08000025', 'Birmingham', 'local authority');"
    "INSERT INTO organisation (row_no, id, title, successor) VALUES (2, 'RRK', 'Trust', NULL), (3, "
    "'RR1', 'Other', 'RRK');";

static sqlite3 *package(void) {
    static sqlite3 *db;
    if (db) return db;
    struct arena *arena = arena_new();
    struct buf sql = buf_new(arena);
    schema_sql(SCHEMA_MEMORY, &sql);
    buf_puts(&sql, rows);
    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_exec(db, sql.text, NULL, NULL, NULL) != SQLITE_OK)
        abort();
    arena_free(arena);
    return db;
}

static void read_with(const struct document *document, const struct import_map *map,
                      struct arena *arena) {
    struct err err = {0};
    struct import import;
    struct findings *findings = findings_new(arena);
    if (!import_read(document, map, package(), arena, findings, &import, &err)) {
        if (!err.message[0]) abort();
        return;
    }
    import_check(&import, map, findings);
    for (size_t i = 0; i < import.count; i++)
        if (import.rows[i].measure >= import.measure_count ||
            import.rows[i].place >= import.place_count || import.rows[i].start == DATE_NONE)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct err err = {0};
    char *bytes = arena_copy(arena, (const char *)data, size), *table = strstr(bytes, "\n%%\n");
    if (table) {
        size_t at = (size_t)(table - bytes) + 4;
        struct document document;
        struct import_map *map = ARENA_NEW(arena, struct import_map, 1);
        char *copy = arena_copy(arena, bytes + at, size - at);
        if (document_read_bytes("table.csv", copy, size - at, arena, &document, &err)) {
            if (import_map_read(arena_copy(arena, bytes, at - 3), at - 3, arena, map, &err))
                read_with(&document, map, arena);
            const char *doubts;
            if (import_guess(&document, "", package(), arena, map, &doubts, &err)) {
                struct buf out = buf_new(arena);
                import_map_write(map, &out);
                read_with(&document, map, arena);
                if (!import_map_read(arena_copy(arena, out.text, out.length), out.length, arena,
                                     map, &err))
                    abort();
            }
        }
    }
    arena_free(arena);
    return 0;
}
