/* Findings that somebody has accepted for a time; see waivers.h.
 *
 * SPDX-License-Identifier: MIT */
#include "waivers.h"

#include "check_parts.h"
#include "history.h"
#include "registry.h"
#include "rules.h"

#include <stdio.h>
#include <string.h>

/* Those with who, why and until when; the others waive nothing. */
static const char whole_waivers[] =
    "SELECT w.rule, w.item, w.until, r.title FROM waiver w JOIN role r ON r.id = w.by WHERE "
    "w.reason IS NOT NULL AND w.until IS NOT NULL AND NOT " NOBODY("r.title");

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

/* What is found again, because its waiver is over, says so. */
static const char *expired(const struct finding *f, const char *who, int32_t until,
                           struct arena *arena) {
    char day[DATE_BYTES];
    return arena_printf(arena, "%s; the waiver by %s expired on %s", f->message,
                        rules_quote(arena, str_of(who)), date_text(until, day));
}

/* One waiver: takes out what it is about, or says that it is over. */
static bool apply(sqlite3 *db, struct query *q, int32_t as_at, struct findings *findings,
                  size_t *waived, struct arena *arena, struct err *err) {
    const char *rule = query_text(q, 0), *item = query_text(q, 1), *who = query_text(q, 3);
    int32_t until = query_date(q, 2);
    if (!rule || !item || !who || until == DATE_NONE || rule[0] == 'T' || rule[0] == 'K')
        return true;
    size_t kept = 0, count = findings->count;
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        struct finding f = findings->items[i];
        bool is = false;
        if (ok && strcmp(f.rule, rule) == 0) ok = waived_by(db, &f, item, arena, &is, err);
        if (is && until < as_at) f.message = expired(&f, who, until, findings->arena);
        if (!is || until < as_at) {
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
    return ok;
}

bool waivers_apply(sqlite3 *db, int32_t as_at, struct findings *findings, size_t *waived,
                   struct err *err) {
    *waived = 0;
    struct query *q = query_new(db, whole_waivers, err);
    if (!q) return false;
    struct arena *arena = arena_new();
    bool ok = true;
    while (ok && query_next(q)) ok = apply(db, q, as_at, findings, waived, arena, err);
    arena_free(arena);
    struct err ignored = {0};
    return query_free(q, ok ? err : &ignored) && ok;
}
