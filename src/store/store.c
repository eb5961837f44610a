/* An open package; see store.h.
 *
 * SPDX-License-Identifier: MIT */
#include "store.h"

#include "load.h"
#include "schema.h"
#include "upgrade.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct store {
    sqlite3 *db;
    char *path;
    bool is_file;
};

/* How SQLite uses memory, before it is first used. It makes twenty pages ready for every temporary
 * table, which most questions need none of, and counts its bytes, which nobody asks for. */
static void set_up(void) {
    sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static struct store *store_new(const char *path, bool is_file) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_up);
    struct store *store = heap_new(1, sizeof *store);
    store->path = heap_new(strlen(path) + 1, 1);
    memcpy(store->path, path, strlen(path) + 1);
    store->is_file = is_file;
    return store;
}

void store_close(struct store *store) {
    if (!store) return;
    sqlite3_close_v2(store->db);
    free(store->path);
    free(store);
}

static bool open_memory(struct store *store, struct findings *findings, struct err *err) {
    if (sqlite3_open_v2(":memory:", &store->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        return err_set(err, ERR_IO, "SQLite: %s", sqlite3_errmsg(store->db));
    struct arena *arena = arena_new();
    struct buf sql = buf_new(arena);
    buf_puts(&sql, "BEGIN;"); /* one step and not one a table */
    schema_sql(SCHEMA_MEMORY, &sql);
    buf_puts(&sql, "COMMIT");
    bool ok = query_run(store->db, sql.text, err);
    arena_free(arena);
    return ok && load_folder(store->db, store->path, findings, err) &&
           load_check_references(store->db, findings, err);
}

/* Not a database, cut off, or garbled: SQLite's own words are not for a planner. */
static bool not_weft(const struct store *store, struct err *err) {
    err_set(err, ERR_IO, "%s is not a package that weft wrote: %s", store->path,
            sqlite3_errmsg(store->db));
    return err_hint(err, "A .weft file is made by `weft pack`.");
}

static bool pragma(struct store *store, const char *sql, int64_t *value, struct err *err) {
    sqlite3_stmt *statement = NULL;
    bool ok = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK &&
              sqlite3_step(statement) == SQLITE_ROW;
    if (ok) *value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return ok || not_weft(store, err);
}

static bool is_ours(struct store *store, int64_t *version, struct err *err) {
    int64_t application;
    if (!pragma(store, "PRAGMA application_id", &application, err) ||
        !pragma(store, "PRAGMA user_version", version, err))
        return false;
    if (application != SCHEMA_APPLICATION_ID) {
        err_set(err, ERR_IO, "%s is not a package that weft wrote", store->path);
        return err_hint(err, "A .weft file is made by `weft pack`.");
    }
    if (*version > schema_version()) {
        err_set(err, ERR_IO, "%s was written by a newer version of weft than this one",
                store->path);
        return err_hint(err, "Open it with that version, or a newer one: this one does not know "
                             "all of its columns and could lose what is in them.");
    }
    if (*version >= SCHEMA_UNCOUNTED) return true;
    err_set(err, ERR_IO, "%s does not say which version of weft wrote it", store->path);
    return err_hint(err, "A .weft file is made by `weft pack`.");
}

static bool has_our_tables(struct store *store, struct err *err) {
    struct arena *arena = arena_new();
    struct buf sql = buf_new(arena);
    schema_sql(SCHEMA_FILE, &sql);
    schema_sql(SCHEMA_TRIGGERS, &sql);
    bool same, ok = schema_is(store->db, (struct str){sql.text, sql.length}, &same, err) ||
                    not_weft(store, err);
    arena_free(arena);
    if (!ok || same) return ok;
    err_set(err, ERR_IO, "%s does not have the tables of this version of weft", store->path);
    return err_hint(err, "Unpack it with the version that packed it, and pack the folder again.");
}

static void guard(sqlite3 *db) {
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
}

/* Puts a copy in memory in the file's place, so that a file that is only read is not written to. */
static bool copy_to_memory(struct store *store, struct err *err) {
    sqlite3 *copy = NULL;
    if (sqlite3_open_v2(":memory:", &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK) {
        sqlite3_close_v2(copy);
        return err_set(err, ERR_IO, "%s cannot be read into memory", store->path);
    }
    guard(copy);
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", store->db, "main");
    if (backup) sqlite3_backup_step(backup, -1);
    bool ok = backup && sqlite3_backup_finish(backup) == SQLITE_OK;
    sqlite3_close_v2(store->db);
    store->db = copy;
    return ok || not_weft(store, err);
}

static bool open_file(struct store *store, bool to_change, struct err *err) {
    int flags = (to_change ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(store->path, &store->db, flags, NULL) != SQLITE_OK)
        return err_set(err, ERR_IO, "%s: %s", store->path, sqlite3_errmsg(store->db));
    guard(store->db);
    sqlite3_busy_timeout(store->db, 5000);
    if (sqlite3_exec(store->db, "PRAGMA cell_size_check = ON", NULL, NULL, NULL) != SQLITE_OK)
        return not_weft(store, err);
    int64_t version;
    if (!is_ours(store, &version, err)) return false;
    if (version < schema_version() && ((!to_change && !copy_to_memory(store, err)) ||
                                       !upgrade_file(store->db, store->path, to_change, err)))
        return false;
    if (!has_our_tables(store, err)) return false;
    if (!to_change) return true;
    /* The history's triggers call json_object, which SQLite wants a trusted schema for; this one
     * has just been found to be our own, letter by letter. */
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, NULL);
    return query_run(store->db, "PRAGMA foreign_keys = ON", err);
}

struct store *store_open(const char *path, struct findings *findings, struct err *err) {
    struct stat st;
    if (stat(path, &st) != 0) {
        err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path, strerror(errno));
        return NULL;
    }
    if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode)) {
        err_set(err, ERR_INPUT, "%s is neither a folder nor a file", path);
        return NULL;
    }
    struct store *store = store_new(path, S_ISREG(st.st_mode));
    if (store->is_file ? open_file(store, false, err) : open_memory(store, findings, err))
        return store;
    store_close(store);
    return NULL;
}

struct store *store_open_to_change(const char *path, struct err *err) {
    struct stat st;
    if (stat(path, &st) != 0) {
        err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path, strerror(errno));
        return NULL;
    }
    if (!S_ISREG(st.st_mode)) {
        err_set(err, ERR_INPUT, "%s is not a .weft file", path);
        if (S_ISDIR(st.st_mode))
            err_hint(err, "A folder is changed with an editor or a spreadsheet.");
        return NULL;
    }
    struct store *store = store_new(path, true);
    if (open_file(store, true, err)) return store;
    store_close(store);
    return NULL;
}

sqlite3 *store_db(const struct store *store) {
    return store->db;
}

const char *store_path(const struct store *store) {
    return store->path;
}

bool store_is_file(const struct store *store) {
    return store->is_file;
}
