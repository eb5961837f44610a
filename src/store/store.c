/* An open package; see store.h.
 *
 * SPDX-License-Identifier: MIT */
#include "store.h"

#include "load.h"
#include "schema.h"

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

static bool pragma_is(struct store *store, const char *sql, int64_t expected, const char *said,
                      struct err *err) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW) {
        sqlite3_finalize(statement);
        return not_weft(store, err);
    }
    bool same = sqlite3_column_int64(statement, 0) == expected;
    sqlite3_finalize(statement);
    if (same) return true;
    err_set(err, ERR_IO, "%s %s", store->path, said);
    return err_hint(err, "A .weft file is made by `weft pack`.");
}

struct statements {
    struct str *items;
    size_t count;
};

/* The statements that we would make, one by one. */
static struct statements own_statements(struct arena *arena) {
    struct buf sql = buf_new(arena);
    schema_sql(SCHEMA_FILE, &sql);
    schema_sql(SCHEMA_TRIGGERS, &sql);
    struct str rest = {sql.text, sql.length}, line;
    struct statements own = {ARENA_NEW(arena, struct str, sql.length / 2 + 1), 0};
    while (str_split(&rest, '\n', &line))
        own.items[own.count++] = (struct str){line.p, line.n - 1}; /* without ';' */
    return own;
}

/* Every table, index and trigger must be one that we would make, each once, and nothing else be
 * there: so no foreign trigger, view or odd type can act on us. Their order may differ, as VACUUM
 * changes it. */
static bool schema_matches(struct store *store, struct err *err) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL", -1,
                           &statement, NULL) != SQLITE_OK)
        return not_weft(store, err);
    struct arena *arena = arena_new();
    struct statements own = own_statements(arena);
    size_t found = 0;
    bool ok = true;
    int status = SQLITE_DONE;
    while (ok && (status = sqlite3_step(statement)) == SQLITE_ROW) {
        struct str text = str_of((const char *)sqlite3_column_text(statement, 0));
        size_t i = 0;
        while (i < own.count && !str_equal(own.items[i], text)) i++;
        ok = i < own.count;
        if (ok) own.items[i] = (struct str){NULL, 0};
        found += ok;
    }
    if (ok && status != SQLITE_DONE) {
        ok = not_weft(store, err);
    } else if (!ok || found != own.count) {
        err_set(err, ERR_IO, "%s does not have the tables of this version of weft", store->path);
        ok = err_hint(err, "Unpack it with the version that packed it, and pack the folder again.");
    }
    sqlite3_finalize(statement);
    arena_free(arena);
    return ok;
}

static bool open_file(struct store *store, bool to_change, struct err *err) {
    int flags = (to_change ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(store->path, &store->db, flags, NULL) != SQLITE_OK)
        return err_set(err, ERR_IO, "%s: %s", store->path, sqlite3_errmsg(store->db));
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_busy_timeout(store->db, 5000);
    if (sqlite3_exec(store->db, "PRAGMA cell_size_check = ON", NULL, NULL, NULL) != SQLITE_OK)
        return not_weft(store, err);
    bool ok = pragma_is(store, "PRAGMA application_id", SCHEMA_APPLICATION_ID,
                        "is not a package that weft wrote", err) &&
              pragma_is(store, "PRAGMA user_version", SCHEMA_VERSION,
                        "was written by another version of weft", err) &&
              schema_matches(store, err);
    if (ok && to_change) {
        /* The history's triggers call json_object, which SQLite wants a trusted schema for; this
         * one has just been found to be our own, letter by letter. */
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, NULL);
        ok = query_run(store->db, "PRAGMA foreign_keys = ON", err);
    }
    return ok;
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
