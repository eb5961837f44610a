/* Findings that somebody has accepted for a time; see waivers.h.
 *
 * SPDX-License-Identifier: MIT */
#include "waivers.h"

#include "history.h"
#include "registry.h"

#include <stdio.h>
#include <string.h>

/* The line of a table's row with that key; 0 when there is none. */
static bool row_of(sqlite3 *db, const struct table *table, const char *key, struct arena *arena,
                   size_t *row, struct err *err) {
    struct buf sql = buf_new(arena);
    buf_printf(&sql, "SELECT row_no FROM \"%s\" WHERE ", table->name);
    history_key_sql(table, &sql);
    buf_puts(&sql, " = ?1");
    struct query *q = query_new(db, sql.text, err);
    if (!q) return false;
    query_bind_text(q, 1, key);
    *row = query_next(q) ? (size_t)query_integer(q, 0, 0) : 0;
    return query_free(q, err);
}

static bool waived_by(sqlite3 *db, const struct finding *f, const char *item, struct arena *arena,
                      bool *is, struct err *err) {
    *is = false;
    size_t n = strlen(f->file);
    if (f->row == 0) { /* of a setting, say, and not of one row: it stands in the column's place */
        *is = f->column && strcmp(f->column, item) == 0;
        return true;
    }
    if (n < 5) return true;
    const struct table *table = registry_table(arena_copy(arena, f->file, n - 4));
    size_t row = 0;
    if (!table) return true;
    if (!row_of(db, table, item, arena, &row, err)) return false;
    *is = row == f->row;
    return true;
}

bool waivers_apply(sqlite3 *db, int32_t as_at, struct findings *findings, size_t *waived,
                   struct err *err) {
    *waived = 0;
    struct query *q = query_new(db, "SELECT rule, item, until FROM waiver", err);
    if (!q) return false;
    struct arena *arena = arena_new();
    bool ok = true;
    while (ok && query_next(q)) {
        const char *rule = query_text(q, 0), *item = query_text(q, 1);
        int32_t until = query_date(q, 2);
        if (!rule || !item || until == DATE_NONE || until < as_at || rule[0] == 'T' ||
            rule[0] == 'K')
            continue;
        size_t kept = 0, count = findings->count;
        for (size_t i = 0; i < count; i++) {
            struct finding f = findings->items[i];
            bool is = false;
            if (ok && strcmp(f.rule, rule) == 0) ok = waived_by(db, &f, item, arena, &is, err);
            if (!is) {
                findings->items[kept++] = f;
                continue;
            }
            (*waived)++;
            if (f.severity == SEVERITY_ERROR)
                findings->errors--;
            else
                findings->warnings--;
        }
        findings->count = kept;
    }
    arena_free(arena);
    struct err ignored = {0};
    return query_free(q, ok ? err : &ignored) && ok;
}
