/* Changes of single rows; see change.h.
 *
 * SPDX-License-Identifier: MIT */
#include "change.h"

#include "cell.h"
#include "check.h"
#include "history.h"
#include "load.h"
#include "registry.h"
#include "schema.h"

#include <string.h>

static bool failed(sqlite3 *db, struct err *err) {
    return err_set(err, ERR_IO, "the package cannot be written: %s", sqlite3_errmsg(db));
}

/* Reads the cells as loading would; false when one is wrong. */
static bool read_cells(const struct table *table, const struct change_cell *cells, size_t count,
                       size_t row, int *columns, struct cell *values, struct findings *findings,
                       struct err *err) {
    for (size_t i = 0; i < count; i++) {
        columns[i] = -1;
        for (size_t c = 0; c < table->column_count; c++)
            if (str_is(cells[i].column, table->columns[c].name)) columns[i] = (int)c;
        if (columns[i] < 0) {
            err_set(err, ERR_NOT_FOUND, "%s has no column '%.*s'", table->name,
                    (int)cells[i].column.n, cells[i].column.p);
            return err_hint(err, "`weft tables %s` lists them.", table->name);
        }
        values[i] = cell_read(table, &table->columns[columns[i]], cells[i].text, row, findings);
    }
    return true;
}

static bool find_row(sqlite3 *db, const struct table *table, const char *key, struct arena *arena,
                     int64_t *rowid, size_t *row, struct err *err) {
    struct buf sql = buf_new(arena);
    buf_printf(&sql, "SELECT rowid, row_no FROM \"%s\" WHERE ", table->name);
    history_key_sql(table, &sql);
    buf_puts(&sql, " = ?1");
    struct query *q = query_new(db, sql.text, err);
    if (!q) return false;
    query_bind_text(q, 1, key);
    bool found = query_next(q);
    if (found) {
        *rowid = query_integer(q, 0, 0);
        *row = (size_t)query_integer(q, 1, 0);
    }
    if (!query_free(q, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, "%s has no row '%s'", table->name, key);
}

static bool update(sqlite3 *db, const struct table *table, int64_t rowid, const int *columns,
                   const struct cell *values, size_t count, struct arena *arena, struct err *err) {
    struct buf sql = buf_new(arena);
    buf_printf(&sql, "UPDATE \"%s\" SET ", table->name);
    for (size_t i = 0; i < count; i++)
        buf_printf(&sql, "%s\"%s\" = ?%zu", i ? ", " : "", table->columns[columns[i]].name, i + 1);
    buf_printf(&sql, " WHERE rowid = ?%zu", count + 1);
    sqlite3_stmt *statement = NULL;
    bool ok = sqlite3_prepare_v2(db, sql.text, -1, &statement, NULL) == SQLITE_OK;
    if (ok) {
        for (size_t i = 0; i < count; i++) cell_bind(&values[i], statement, (int)i + 1);
        sqlite3_bind_int64(statement, (int)count + 1, rowid);
        ok = sqlite3_step(statement) == SQLITE_DONE;
    }
    if (!ok && sqlite3_errcode(db) == SQLITE_CONSTRAINT)
        err_set(err, ERR_INPUT, "another row of %s has this key already", table->name);
    else if (!ok)
        failed(db, err);
    sqlite3_finalize(statement);
    return ok;
}

/* Everything that is wrong with the package. */
static bool check_all(sqlite3 *db, struct findings *findings, struct err *err) {
    return load_check_references(db, findings, err) && store_check(db, findings, err);
}

static bool same_finding(const struct finding *a, const struct finding *b) {
    return a->row == b->row && strcmp(a->file, b->file) == 0 && strcmp(a->rule, b->rule) == 0 &&
           strcmp(a->message, b->message) == 0;
}

/* Errors that the change brought: what was wrong before must not keep a row from being mended. */
static void add_new_errors(const struct findings *before, const struct findings *after,
                           struct findings *out) {
    for (size_t i = 0; i < after->count; i++) {
        const struct finding *f = &after->items[i];
        bool known = f->severity != SEVERITY_ERROR;
        for (size_t k = 0; !known && before->errors && k < before->count; k++)
            known = same_finding(f, &before->items[k]);
        if (!known) findings_copy(out, f);
    }
}

static bool add(sqlite3 *db, const struct table *table, const int *columns,
                const struct cell *values, size_t count, struct arena *arena, struct err *err) {
    struct buf sql = buf_new(arena);
    buf_printf(&sql, "SELECT COALESCE(max(row_no), 1) + 1 FROM \"%s\"", table->name);
    struct query *q = query_new(db, sql.text, err);
    if (!q) return false;
    int64_t row = query_next(q) ? query_integer(q, 0, 2) : 2;
    if (!query_free(q, err)) return false;
    sql = buf_new(arena);
    schema_insert_sql(table, &sql);
    sqlite3_stmt *statement = NULL;
    bool ok = sqlite3_prepare_v2(db, sql.text, -1, &statement, NULL) == SQLITE_OK;
    if (ok) {
        sqlite3_bind_int64(statement, 1, row);
        for (size_t i = 0; i < count; i++) cell_bind(&values[i], statement, columns[i] + 2);
        ok = sqlite3_step(statement) == SQLITE_DONE;
    }
    if (!ok && sqlite3_errcode(db) == SQLITE_CONSTRAINT)
        err_set(err, ERR_INPUT, "%s: the row is there already, or a required cell is empty",
                table->name);
    else if (!ok)
        failed(db, err);
    sqlite3_finalize(statement);
    return ok;
}

static bool take_out(sqlite3 *db, const struct table *table, int64_t rowid, struct arena *arena,
                     struct err *err) {
    struct buf sql = buf_new(arena);
    buf_printf(&sql, "DELETE FROM \"%s\" WHERE rowid = ?1", table->name);
    struct query *q = query_new(db, sql.text, err);
    if (!q) return false;
    query_bind_integer(q, 1, rowid);
    query_next(q);
    return query_free(q, err);
}

static bool change_one(sqlite3 *db, const struct change *change, struct arena *arena,
                       struct findings *findings, struct err *err) {
    const struct table *table = registry_table(change->table);
    if (!table) {
        err_set(err, ERR_NOT_FOUND, "there is no table '%s'", change->table);
        return err_hint(err, "`weft tables` lists them.");
    }
    int *columns = ARENA_NEW(arena, int, change->cell_count + 1);
    struct cell *values = ARENA_NEW(arena, struct cell, change->cell_count + 1);
    int64_t rowid = 0;
    size_t row = 0, wrong = findings->errors;
    if (change->operation != CHANGE_ADD &&
        !find_row(db, table, change->key, arena, &rowid, &row, err))
        return false;
    if (!read_cells(table, change->cells, change->cell_count, row, columns, values, findings, err))
        return false;
    if (findings->errors > wrong) return true; /* said to the caller, who changes nothing */
    switch (change->operation) {
    case CHANGE_ADD:
        return add(db, table, columns, values, change->cell_count, arena, err);
    case CHANGE_SET:
        return update(db, table, rowid, columns, values, change->cell_count, arena, err);
    default:
        return take_out(db, table, rowid, arena, err);
    }
}

bool change_rows(struct store *store, const struct change *changes, size_t count, const char *who,
                 struct findings *findings, struct err *err) {
    struct arena *arena = arena_new();
    sqlite3 *db = store_db(store);
    bool is_file = store_is_file(store);
    bool ok = query_run(db, "BEGIN IMMEDIATE", err) && (!is_file || history_author(db, who, err));
    struct findings *before = findings_new(arena), *after = findings_new(arena);
    ok = ok && check_all(db, before, err);
    for (size_t i = 0; ok && i < count; i++) ok = change_one(db, &changes[i], arena, findings, err);
    if (ok && findings->errors == 0) {
        ok = check_all(db, after, err);
        if (ok) add_new_errors(before, after, findings);
    }
    if (ok && findings->errors)
        ok = err_set(err, ERR_INPUT, "nothing is changed: %s would be wrong",
                     count == 1 ? "the row" : "the package");
    ok = ok && (!is_file || history_author(db, NULL, err)) && query_run(db, "COMMIT", err);
    if (!ok && !sqlite3_get_autocommit(db)) sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    arena_free(arena);
    return ok;
}

bool change_row(struct store *store, const char *table, const char *key,
                const struct change_cell *cells, size_t count, const char *who,
                struct findings *findings, struct err *err) {
    const struct change change = {CHANGE_SET, table, key, cells, count};
    return change_rows(store, &change, 1, who, findings, err);
}
