/* Packages as folders; see folder.h.
 *
 * SPDX-License-Identifier: MIT */
#include "folder.h"

#include "base/file.h"
#include "base/limits.h"
#include "cell.h"
#include "datapackage.h"
#include "doc/csv.h"
#include "schema.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char readme[] =
    "# A package of Weft\n\n"
    "Each CSV file is a table; its first line names the columns. Fill in the rows, in a spreadsheet or a text\n"
    "editor, save as CSV (UTF-8), and let `weft check` say what is missing. `weft tables TABLE` explains each\n"
    "column. Files without rows may be deleted. datapackage.json describes the tables to other programs.\n\n"
    "Begin with system, place and population; then setting, capacity, demand, stay and route; then plan,\n"
    "programme, action and milestone; then measure, observation and target.\n\n"
    "What is written already need not be typed again. A plan in Word or Excel comes in by\n"
    "`weft import FILE PACKAGE --plan ID`; a spreadsheet of measures, once each measure and place has its row in\n"
    "measure and place, by `weft import FILE PACKAGE --into observation`.\n\n"
    "`weft brief` and `weft serve` say what can be said from the first rows on, and what is missing. A forecast needs\n"
    "a model: system, setting, capacity, demand, stay, route, and a scenario 'do-nothing'.\n";

/* A folder being written: what is in it can be taken away again. */
struct folder {
    const char *path;
    bool made;
    struct arena *arena;
    const char *files[128];
    size_t count;
};

static bool is_empty(const char *path, bool *empty, struct err *err) {
    DIR *dir = opendir(path);
    if (!dir) return err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
    *empty = true;
    for (struct dirent *entry; (entry = readdir(dir));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) *empty = false;
    closedir(dir);
    return true;
}

static bool folder_begin(struct folder *f, const char *path, struct arena *arena, struct err *err) {
    *f = (struct folder){.path = path, .arena = arena};
    if (mkdir(path, 0777) == 0) {
        f->made = true;
        return true;
    }
    if (errno != EEXIST) return err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
    bool empty = false;
    if (!is_empty(path, &empty, err)) return false;
    if (empty) return true;
    err_set(err, ERR_EXISTS, "%s is not empty, and nothing is overwritten", path);
    return err_hint(err, "Name a folder that is not there yet.");
}

static bool folder_add(struct folder *f, const char *name, struct str bytes, struct err *err) {
    if (f->count == sizeof f->files / sizeof f->files[0])
        return err_set(err, ERR_TOO_LARGE, "%s: too many files", f->path);
    const char *path = arena_printf(f->arena, "%s/%s", f->path, name);
    if (!file_write(path, bytes, err)) return false;
    f->files[f->count++] = path;
    return true;
}

static bool folder_end(struct folder *f, bool ok, struct err *err) {
    if (ok) return file_sync(f->path, err);
    for (size_t i = 0; i < f->count; i++) unlink(f->files[i]);
    if (f->made) rmdir(f->path);
    return false;
}

static void header(const struct table *table, struct buf *out) {
    struct str cells[LIMIT_COLUMNS];
    for (size_t i = 0; i < table->column_count; i++) cells[i] = str_of(table->columns[i].name);
    csv_write(out, cells, table->column_count);
}

bool folder_table_text(sqlite3 *db, const struct table *table, struct buf *out, size_t *rows,
                       struct err *err) {
    struct buf sql = buf_new(out->arena);
    schema_select_sql(table, false, &sql);
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql.text, -1, &statement, NULL) != SQLITE_OK)
        return err_set(err, ERR_IO, "the package cannot be read: %s", sqlite3_errmsg(db));
    header(table, out);
    *rows = 0;
    struct str cells[LIMIT_COLUMNS];
    char numbers[LIMIT_COLUMNS][CELL_BYTES];
    int status;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        for (size_t i = 0; i < table->column_count; i++)
            cells[i] = cell_text(statement, (int)i + 1, numbers[i]);
        csv_write(out, cells, table->column_count);
        (*rows)++;
    }
    sqlite3_finalize(statement);
    return status == SQLITE_DONE ||
           err_set(err, ERR_IO, "the package cannot be read: %s", sqlite3_errmsg(db));
}

static const char *base_name(const char *path, struct arena *arena) {
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/') n--;
    size_t from = n;
    while (from > 0 && path[from - 1] != '/') from--;
    return arena_copy(arena, path + from, n - from);
}

bool folder_new(const char *path, struct err *err) {
    struct arena *arena = arena_new();
    struct folder f;
    bool begun = folder_begin(&f, path, arena, err), ok = begun;
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    for (size_t i = 0; ok && i < count; i++) {
        struct buf text = buf_new(arena);
        header(tables[i], &text);
        ok = folder_add(&f, arena_printf(arena, "%s.csv", tables[i]->name),
                        (struct str){text.text, text.length}, err);
    }
    struct buf description = buf_new(arena);
    datapackage_write(base_name(path, arena), NULL, &description);
    ok = ok &&
         folder_add(&f, "datapackage.json", (struct str){description.text, description.length},
                    err) &&
         folder_add(&f, "README.md", str_of(readme), err);
    if (begun) ok = folder_end(&f, ok, err);
    arena_free(arena);
    return ok;
}

/* The files that were packed beside the tables. A name is never a way out of the folder: only names
 * that pack itself would take are written. */
static bool unpack_files(sqlite3 *db, struct folder *f, bool *described, struct err *err) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, "SELECT \"name\", \"bytes\" FROM \"package_file\" ORDER BY \"name\"",
                           -1, &statement, NULL) != SQLITE_OK)
        return err_set(err, ERR_IO, "the package cannot be read: %s", sqlite3_errmsg(db));
    bool ok = true;
    int status = SQLITE_DONE;
    while (ok && (status = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        size_t n = name ? strlen(name) : 0;
        if (n > 4 && strcmp(name + n - 4, ".csv") == 0) continue;
        if (!folder_keeps(name)) {
            ok = err_set(err, ERR_INPUT,
                         "the package holds a file with a name that cannot be written");
            break;
        }
        struct str bytes = {sqlite3_column_blob(statement, 1),
                            (size_t)sqlite3_column_bytes(statement, 1)};
        ok = folder_add(f, name, bytes, err);
        if (ok && strcmp(name, "datapackage.json") == 0) *described = true;
    }
    if (ok && status != SQLITE_DONE)
        ok = err_set(err, ERR_IO, "the package cannot be read: %s", sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    return ok;
}

static bool was_packed(sqlite3 *db, const char *name, bool *was, struct err *err) {
    struct query *q = query_new(db, "SELECT 1 FROM package_file WHERE name = ?1", err);
    if (!q) return false;
    query_bind_text(q, 1, name);
    *was = query_next(q);
    return query_free(q, err);
}

bool folder_unpack(const struct store *store, const char *path, struct err *err) {
    sqlite3 *db = store_db(store);
    if (!store_is_file(store))
        return err_set(err, ERR_USAGE, "%s is a folder already", store_path(store));
    struct arena *arena = arena_new();
    struct folder f;
    bool begun = folder_begin(&f, path, arena, err), ok = begun, described = false;
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    bool *present = ARENA_NEW(arena, bool, count);
    for (size_t i = 0; ok && i < count; i++) {
        struct arena *one = arena_new();
        struct buf text = buf_new(one);
        size_t rows = 0;
        const char *name = arena_printf(arena, "%s.csv", tables[i]->name);
        bool was = false;
        ok = folder_table_text(db, tables[i], &text, &rows, err) && was_packed(db, name, &was, err);
        present[i] = rows > 0 || was;
        if (ok && present[i]) ok = folder_add(&f, name, (struct str){text.text, text.length}, err);
        arena_free(one);
    }
    ok = ok && unpack_files(db, &f, &described, err);
    if (ok && !described) {
        struct buf description = buf_new(arena);
        datapackage_write(base_name(path, arena), present, &description);
        ok = folder_add(&f, "datapackage.json", (struct str){description.text, description.length},
                        err);
    }
    if (begun) ok = folder_end(&f, ok, err);
    arena_free(arena);
    return ok;
}

bool folder_keeps(const char *name) {
    static const char *const endings[] = {".md", ".txt", ".json"};
    size_t n = name ? strlen(name) : 0;
    if (n == 0 || n > 100 || name[0] == '.') return false;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)name[i];
        if (c < 0x20 || c == 0x7f || c == '/' || c == '\\') return false;
    }
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t m = strlen(endings[i]);
        if (n > m && strcmp(name + n - m, endings[i]) == 0) return true;
    }
    return false;
}
