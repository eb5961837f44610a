/* The history of a .weft file; see history.h.
 *
 * SPDX-License-Identifier: MIT */
#include "history.h"

#include "registry.h"

#include <string.h>

bool history_author(sqlite3 *db, const char *who, struct err *err) {
    if (!query_run(db, "DELETE FROM author", err)) return false;
    if (!who) return true;
    struct query *q = query_new(db, "INSERT INTO author (one, name) VALUES (1, ?1)", err);
    if (!q) return false;
    query_bind_text(q, 1, who);
    query_next(q);
    return query_free(q, err);
}

bool history_note(sqlite3 *db, const char *who, const char *operation, const char *text,
                  struct err *err) {
    struct query *q = query_new(db,
                                "INSERT INTO history (at, who, operation, new) VALUES "
                                "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), COALESCE(?1, 'unknown'), "
                                "?2, ?3)",
                                err);
    if (!q) return false;
    query_bind_text(q, 1, who);
    query_bind_text(q, 2, operation);
    query_bind_text(q, 3, text);
    query_next(q);
    return query_free(q, err);
}

void history_key_sql(const struct table *table, struct buf *out) {
    const char *between = "";
    for (size_t i = 0; i < table->column_count; i++) {
        if (!(table->columns[i].flags & COLUMN_KEY)) continue;
        buf_printf(out, "%sCOALESCE(\"%s\", '')", between, table->columns[i].name);
        between = " || '/' || ";
    }
}

/* JSON writes 100 as 100.0 when it is a number that may have decimals. */
#define PLAIN(value)                                                                               \
    "CASE WHEN typeof(" value ") = 'real' AND abs(" value ") < 1e15 AND " value " = CAST(" value   \
    " AS INTEGER) THEN CAST(" value " AS INTEGER) ELSE " value " END"

static const char *copy(struct query *q, int column, struct arena *arena) {
    const char *text = query_text(q, column);
    return text ? arena_string(arena, text) : NULL;
}

/* Columns that changed; of an insert or delete all that are not empty. */
static bool read_changes(struct query *q, int64_t seq, struct arena *arena,
                         struct history_entry *entry) {
    size_t capacity = 0;
    query_bind_integer(q, 1, seq);
    while (query_next(q)) {
        if (entry->change_count == capacity) {
            capacity = capacity ? 2 * capacity : 8;
            struct history_change *more = ARENA_NEW(arena, struct history_change, capacity);
            if (entry->change_count)
                memcpy(more, entry->changes, entry->change_count * sizeof *more);
            entry->changes = more;
        }
        entry->changes[entry->change_count++] =
            (struct history_change){copy(q, 0, arena), copy(q, 1, arena), copy(q, 2, arena)};
    }
    query_again(q);
    return true;
}

bool history_read(sqlite3 *db, const char *table, const char *key, struct arena *arena,
                  struct history_entry **out, size_t *count, struct err *err) {
    struct query *q =
        query_new(db,
                  "SELECT seq, at, who, \"table\", key, operation, new FROM history WHERE "
                  "(?1 IS NULL OR \"table\" = ?1) AND (?2 IS NULL OR key = ?2) ORDER BY seq",
                  err);
    if (!q) return false;
    struct query *changes = query_new(
        db,
        "SELECT c.key, " PLAIN("o.value") ", " PLAIN(
            "n.value") " FROM history h, json_each(CASE WHEN h.operation = 'delete' THEN h.old "
                       "ELSE h.new END) c LEFT JOIN json_each(COALESCE(h.new, '{}')) n ON n.key = c.key "
                       "LEFT JOIN json_each(COALESCE(h.old, '{}')) o ON o.key = c.key WHERE h.seq = ?1 AND o.value IS NOT n.value",
        err);
    struct err ignored = {0};
    if (!changes) {
        if (!query_free(q, &ignored)) return false;
        return false;
    }
    query_bind_text(q, 1, table);
    query_bind_text(q, 2, key);
    size_t capacity = 64;
    *count = 0;
    *out = ARENA_NEW(arena, struct history_entry, capacity);
    while (query_next(q)) {
        if (*count == capacity) {
            struct history_entry *more = ARENA_NEW(arena, struct history_entry, 2 * capacity);
            memcpy(more, *out, capacity * sizeof *more);
            *out = more;
            capacity *= 2;
        }
        struct history_entry *entry = &(*out)[(*count)++];
        *entry = (struct history_entry){.at = copy(q, 1, arena),
                                        .who = copy(q, 2, arena),
                                        .table = copy(q, 3, arena),
                                        .key = copy(q, 4, arena),
                                        .operation = copy(q, 5, arena)};
        if (!entry->table)
            entry->text = copy(q, 6, arena);
        else
            read_changes(changes, query_integer(q, 0, 0), arena, entry);
    }
    bool ok = query_free(changes, err);
    return query_free(q, ok ? err : &ignored) && ok;
}
