/* Packages as .weft files; see pack.h.
 *
 * SPDX-License-Identifier: MIT */
#include "pack.h"

#include "base/file.h"
#include "base/limits.h"
#include "folder.h"
#include "history.h"
#include "rules.h"
#include "schema.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEPT_FILE_BYTES ((size_t)1 << 20)

static bool failed(sqlite3 *db, struct err *err) {
    return err_set(err, ERR_IO, "the package cannot be written: %s", sqlite3_errmsg(db));
}

static bool prepare(sqlite3 *db, const char *sql, sqlite3_stmt **statement, struct err *err) {
    *statement = NULL;
    return sqlite3_prepare_v2(db, sql, -1, statement, NULL) == SQLITE_OK || failed(db, err);
}

static bool step_done(sqlite3 *db, sqlite3_stmt *statement, struct err *err) {
    bool ok = sqlite3_step(statement) == SQLITE_DONE;
    if (!ok) failed(db, err);
    sqlite3_reset(statement);
    return ok;
}

/* Binds row_no and all columns of a row of one statement to another. */
static void bind_row(sqlite3_stmt *from, size_t columns, sqlite3_stmt *to) {
    for (int i = 0; i <= (int)columns; i++)
        sqlite3_bind_value(to, i + 1, sqlite3_column_value(from, i));
}

static void bind_key(sqlite3_stmt *from, const struct table *table, sqlite3_stmt *to) {
    int parameter = 0;
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].flags & COLUMN_KEY)
            sqlite3_bind_value(to, ++parameter, sqlite3_column_value(from, (int)i + 1));
}

/* ---- a new file ---- */

static bool copy_table(sqlite3 *from, sqlite3 *to, const struct table *table, size_t *rows,
                       struct err *err) {
    struct arena *arena = arena_new();
    struct buf select = buf_new(arena), insert = buf_new(arena);
    schema_select_sql(table, false, &select);
    schema_insert_sql(table, &insert);
    sqlite3_stmt *read = NULL, *write = NULL;
    bool ok = prepare(from, select.text, &read, err) && prepare(to, insert.text, &write, err);
    int status = SQLITE_DONE;
    while (ok && (status = sqlite3_step(read)) == SQLITE_ROW) {
        bind_row(read, table->column_count, write);
        ok = step_done(to, write, err);
        (*rows)++;
    }
    if (ok && status != SQLITE_DONE) ok = failed(from, err);
    sqlite3_finalize(read);
    sqlite3_finalize(write);
    arena_free(arena);
    return ok;
}

/* ---- the files beside the tables ---- */

static bool keep_file(sqlite3 *db, const char *name, struct str bytes, struct err *err) {
    sqlite3_stmt *statement;
    if (!prepare(db, "INSERT INTO package_file (name, bytes) VALUES (?1, ?2)", &statement, err))
        return false;
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_blob64(statement, 2, bytes.n ? bytes.p : "", bytes.n, SQLITE_STATIC);
    bool ok = step_done(db, statement, err);
    sqlite3_finalize(statement);
    return ok;
}

static bool is_table_file(const char *name) {
    size_t n = strlen(name);
    char table[64];
    if (n < 5 || n - 4 >= sizeof table || strcmp(name + n - 4, ".csv") != 0) return false;
    memcpy(table, name, n - 4);
    table[n - 4] = '\0';
    return registry_table(table) != NULL;
}

/* Takes the names of table files, so that a table without rows comes back, and the texts beside
 * them; the rest is a finding. */
static bool keep_files(const char *folder, sqlite3 *db, struct findings *findings,
                       struct err *err) {
    if (!query_run(db, "DELETE FROM package_file", err)) return false;
    DIR *dir = opendir(folder);
    if (!dir) return err_set(err, ERR_IO, "%s: %s", folder, strerror(errno));
    struct arena *arena = arena_new();
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(dir));) {
        const char *name = entry->d_name;
        if (name[0] == '.') continue;
        const char *path = arena_printf(arena, "%s/%s", folder, name);
        struct stat st;
        bool regular = stat(path, &st) == 0 && S_ISREG(st.st_mode);
        if (regular && is_table_file(name)) {
            ok = keep_file(db, name, (struct str){NULL, 0}, err);
            continue;
        }
        if (!regular || !folder_keeps(name) || (uintmax_t)st.st_size > KEPT_FILE_BYTES) {
            findings_add(
                findings, SEVERITY_WARNING, "T18", rules_quote(arena, str_of(name)), 0, NULL,
                "not packed: only tables and texts (.md, .txt, .json) of at most 1 MiB are kept");
            continue;
        }
        char *bytes;
        size_t length;
        ok = file_read(arena, path, KEPT_FILE_BYTES, &bytes, &length, err) &&
             keep_file(db, name, (struct str){bytes, length}, err);
    }
    closedir(dir);
    arena_free(arena);
    return ok;
}

static bool fill_new(const struct store *folder, sqlite3 *db, const char *who,
                     struct findings *findings, size_t *rows, struct err *err) {
    struct arena *arena = arena_new();
    struct buf sql = buf_new(arena);
    buf_printf(&sql, "PRAGMA application_id = %d; PRAGMA user_version = %d; BEGIN;",
               SCHEMA_APPLICATION_ID, schema_version());
    schema_sql(SCHEMA_FILE, &sql);
    bool ok = query_run(db, sql.text, err);
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    for (size_t i = 0; ok && i < count; i++)
        ok = copy_table(store_db(folder), db, tables[i], rows, err);
    ok = ok && keep_files(store_path(folder), db, findings, err);
    /* The triggers come last, so that the first packing is one line of history and not one a row.
     */
    struct buf triggers = buf_new(arena);
    schema_sql(SCHEMA_TRIGGERS, &triggers);
    ok = ok && query_run(db, triggers.text, err) &&
         history_note(db, who, "packed", arena_printf(arena, "%zu rows", *rows), err) &&
         query_run(db, "COMMIT", err);
    arena_free(arena);
    return ok;
}

/* link() does not overwrite a file that came there meanwhile; where a disk has no links, rename. */
static bool take_name(const char *part, const char *file, struct err *err) {
    if (link(part, file) == 0) return true;
    bool no_links = errno == EPERM || errno == ENOTSUP || errno == ENOSYS;
    if (no_links && access(file, F_OK) != 0 && rename(part, file) == 0) return true;
    return err_set(err, errno == EEXIST ? ERR_EXISTS : ERR_IO, "%s: %s", file, strerror(errno));
}

static bool pack_new(const struct store *folder, const char *file, const char *who,
                     struct findings *findings, struct pack_result *result, struct err *err) {
    char part[LIMIT_PATH_BYTES];
    int n = snprintf(part, sizeof part, "%s.%ld.part", file, (long)getpid());
    if (n < 0 || (size_t)n >= sizeof part)
        return err_set(err, ERR_TOO_LARGE, "the name of the file is too long");
    if (access(part, F_OK) == 0) return err_set(err, ERR_EXISTS, "%s is in the way", part);
    sqlite3 *db = NULL;
    bool ok =
        sqlite3_open_v2(part, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) == SQLITE_OK;
    if (!ok) err_set(err, ERR_IO, "%s: %s", part, sqlite3_errmsg(db));
    ok = ok && fill_new(folder, db, who, findings, &result->inserted, err);
    sqlite3_close_v2(db);
    ok = ok && file_sync(part, err);
    if (ok) ok = take_name(part, file, err);
    unlink(part);
    result->is_new = true;
    return ok;
}

/* ---- a file that is there ---- */

static bool same_value(sqlite3_stmt *a, int i, sqlite3_stmt *b, int k) {
    int type = sqlite3_column_type(a, i);
    if (type != sqlite3_column_type(b, k)) return false;
    switch (type) {
    case SQLITE_NULL:
        return true;
    case SQLITE_INTEGER:
        return sqlite3_column_int64(a, i) == sqlite3_column_int64(b, k);
    case SQLITE_FLOAT: {
        double x = sqlite3_column_double(a, i), y = sqlite3_column_double(b, k);
        return x <= y && x >= y;
    }
    default: {
        int n = sqlite3_column_bytes(a, i);
        return n == sqlite3_column_bytes(b, k) &&
               (n == 0 ||
                memcmp(sqlite3_column_blob(a, i), sqlite3_column_blob(b, k), (size_t)n) == 0);
    }
    }
}

struct update {
    sqlite3 *from, *to;
    const struct table *table;
    sqlite3_stmt *read, *find, *add, *change;
};

static bool update_row(struct update *u, struct pack_result *result, struct err *err) {
    int columns = (int)u->table->column_count;
    bind_key(u->read, u->table, u->find);
    int status = sqlite3_step(u->find);
    bool ok = status == SQLITE_ROW || status == SQLITE_DONE || failed(u->to, err);
    if (ok && status == SQLITE_DONE) {
        bind_row(u->read, u->table->column_count, u->add);
        ok = step_done(u->to, u->add, err);
        result->inserted++;
    } else if (ok) {
        bool same = true;
        for (int i = 1; same && i <= columns; i++) same = same_value(u->read, i, u->find, i);
        bool moved = !same_value(u->read, 0, u->find, 0);
        int64_t rowid = sqlite3_column_int64(u->find, columns + 1);
        sqlite3_reset(u->find);
        if (!same || moved) {
            bind_row(u->read, u->table->column_count, u->change);
            sqlite3_bind_int64(u->change, columns + 2, rowid);
            ok = step_done(u->to, u->change, err);
            if (!same) result->updated++;
        }
    }
    sqlite3_reset(u->find);
    return ok;
}

static bool update_rows(sqlite3 *from, sqlite3 *to, const struct table *table,
                        struct pack_result *result, struct err *err) {
    struct arena *arena = arena_new();
    struct buf all = buf_new(arena), one = buf_new(arena), insert = buf_new(arena),
               change = buf_new(arena);
    schema_select_sql(table, false, &all);
    schema_select_sql(table, true, &one);
    schema_insert_sql(table, &insert);
    buf_printf(&change, "UPDATE \"%s\" SET \"row_no\" = ?1", table->name);
    for (size_t i = 0; i < table->column_count; i++)
        buf_printf(&change, ", \"%s\" = ?%zu", table->columns[i].name, i + 2);
    buf_printf(&change, " WHERE rowid = ?%zu", table->column_count + 2);
    struct update u = {.from = from, .to = to, .table = table};
    bool ok = prepare(from, all.text, &u.read, err) && prepare(to, one.text, &u.find, err) &&
              prepare(to, insert.text, &u.add, err) && prepare(to, change.text, &u.change, err);
    int status = SQLITE_DONE;
    while (ok && (status = sqlite3_step(u.read)) == SQLITE_ROW) ok = update_row(&u, result, err);
    if (ok && status != SQLITE_DONE) ok = failed(from, err);
    sqlite3_finalize(u.read);
    sqlite3_finalize(u.find);
    sqlite3_finalize(u.add);
    sqlite3_finalize(u.change);
    arena_free(arena);
    return ok;
}

/* Rows of the file that the folder has no more. */
static bool delete_rows(sqlite3 *from, sqlite3 *to, const struct table *table,
                        struct pack_result *result, struct err *err) {
    struct arena *arena = arena_new();
    struct buf all = buf_new(arena), one = buf_new(arena);
    schema_select_sql(table, false, &all);
    schema_select_sql(table, true, &one);
    sqlite3_stmt *read = NULL, *find = NULL, *drop = NULL;
    bool ok = prepare(to, all.text, &read, err) && prepare(from, one.text, &find, err) &&
              prepare(to, arena_printf(arena, "DELETE FROM \"%s\" WHERE rowid = ?1", table->name),
                      &drop, err);
    int status = SQLITE_DONE;
    while (ok && (status = sqlite3_step(read)) == SQLITE_ROW) {
        bind_key(read, table, find);
        int found = sqlite3_step(find);
        sqlite3_reset(find);
        if (found == SQLITE_ROW) continue;
        ok = found == SQLITE_DONE || failed(from, err);
        if (!ok) break;
        sqlite3_bind_int64(drop, 1, sqlite3_column_int64(read, (int)table->column_count + 1));
        ok = step_done(to, drop, err);
        result->deleted++;
    }
    if (ok && status != SQLITE_DONE) ok = failed(to, err);
    sqlite3_finalize(read);
    sqlite3_finalize(find);
    sqlite3_finalize(drop);
    arena_free(arena);
    return ok;
}

static bool pack_over(const struct store *folder, const char *file, const char *who,
                      struct findings *findings, struct pack_result *result, struct err *err) {
    struct store *store = store_open_to_change(file, err);
    if (!store) return false;
    sqlite3 *db = store_db(store);
    bool ok = query_run(db, "BEGIN IMMEDIATE", err) && history_author(db, who, err);
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    for (size_t i = 0; ok && i < count; i++)
        ok = delete_rows(store_db(folder), db, tables[i], result, err) &&
             update_rows(store_db(folder), db, tables[i], result, err);
    ok = ok && keep_files(store_path(folder), db, findings, err) && history_author(db, NULL, err) &&
         query_run(db, "COMMIT", err);
    if (!ok && !sqlite3_get_autocommit(db)) sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    store_close(store);
    return ok;
}

bool pack_folder(const struct store *folder, const char *file, bool replace, const char *who,
                 struct findings *findings, struct pack_result *result, struct err *err) {
    *result = (struct pack_result){0};
    if (store_is_file(folder))
        return err_set(err, ERR_USAGE, "%s is a file already; a folder is packed",
                       store_path(folder));
    struct stat st;
    if (stat(file, &st) != 0) {
        if (errno != ENOENT) return err_set(err, ERR_IO, "%s: %s", file, strerror(errno));
        return pack_new(folder, file, who, findings, result, err);
    }
    if (replace) return pack_over(folder, file, who, findings, result, err);
    err_set(err, ERR_EXISTS, "%s is there already", file);
    return err_hint(err, "--replace brings its rows up to date and keeps its history.");
}
