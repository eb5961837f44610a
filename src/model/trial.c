/* A package to try things on; see trial.h.
 *
 * SPDX-License-Identifier: MIT */
#include "trial.h"

#include <string.h>

bool trial_copy(sqlite3 *from, sqlite3 **copy, struct err *err) {
    if (sqlite3_open(":memory:", copy) != SQLITE_OK)
        return err_set(err, ERR_IO, "no database in memory: %s", sqlite3_errmsg(*copy));
    sqlite3_backup *backup = sqlite3_backup_init(*copy, "main", from, "main");
    if (!backup || sqlite3_backup_step(backup, -1) != SQLITE_DONE) {
        sqlite3_backup_finish(backup);
        return err_set(err, ERR_IO, "the package cannot be copied: %s", sqlite3_errmsg(*copy));
    }
    sqlite3_backup_finish(backup);
    /* The copy is for numbers only: what guards changes of a package does not apply. */
    struct query *q =
        query_new(*copy, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", err);
    if (!q) return false;
    struct arena *arena = arena_new();
    struct buf drop = buf_new(arena);
    while (query_next(q)) {
        buf_puts(&drop, "DROP TRIGGER \"");
        buf_puts(&drop, query_text(q, 0));
        buf_puts(&drop, "\";");
    }
    bool ok = query_free(q, err) && (!drop.length || query_run(*copy, drop.text, err));
    arena_free(arena);
    return ok;
}

int32_t trial_period_end(const char *period) {
    int year;
    int32_t start;
    if (financial_year_parse(str_of(period), &year)) return date_of(year + 1, 3, 31);
    char first[16];
    if (strlen(period) != 7) return DATE_NONE;
    memcpy(first, period, 7);
    memcpy(first + 7, "-01", 4);
    if (!date_parse(str_of(first), &start)) return DATE_NONE;
    return date_month_start(date_month(start) + 1) - 1;
}

bool trial_end(sqlite3 *copy, int32_t *end, struct err *err) {
    struct query *q = query_new(copy, "SELECT \"end\" FROM system", err);
    if (!q) return false;
    *end = query_next(q) ? query_date(q, 0) : DATE_NONE;
    return query_free(q, err);
}

bool trial_set_end(sqlite3 *copy, int32_t end, struct err *err) {
    char text[DATE_BYTES];
    struct query *q = query_new(copy, "UPDATE system SET \"end\" = ?1", err);
    if (!q) return false;
    query_bind_text(q, 1, date_text(end, text));
    while (query_next(q)) {
    }
    return query_free(q, err);
}

bool trial_shorten(sqlite3 *copy, int32_t until, struct err *err) {
    char text[DATE_BYTES];
    int32_t end;
    struct query *q = query_new(copy, "SELECT 1 FROM system WHERE start <= ?1", err);
    if (!q) return false;
    query_bind_text(q, 1, date_text(until, text));
    bool after_start = query_next(q);
    return query_free(q, err) && trial_end(copy, &end, err) &&
           (!after_start || end <= until || trial_set_end(copy, until, err));
}
