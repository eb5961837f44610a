/* Files of older versions; see upgrade.h.
 *
 * SPDX-License-Identifier: MIT */
#include "upgrade.h"

#include "history.h"
#include "rules.h"
#include "schema.h"

/* A table as the file has it: some of the columns of the registry's, in any order. */
struct shape {
    const struct table *now;
    struct table then; /* without columns where the file does not have the table */
};

static bool refuse(const char *path, const char *why, struct err *err) {
    err_set(err, ERR_IO, "%s was written by another version of weft%s", path, why);
    return err_hint(err, "Unpack it with the version that packed it, and pack the folder again.");
}

/* What a table is like in the file. Its types and references are not looked at here: they are part
 * of its statement, which is compared letter by letter. */
static bool read_shape(sqlite3 *db, const char *path, struct shape *shape, struct arena *arena,
                       struct err *err) {
    const struct table *now = shape->now;
    struct column *columns = ARENA_NEW(arena, struct column, now->column_count + 1);
    shape->then = *now;
    shape->then.columns = columns;
    shape->then.column_count = 0;
    struct query *q =
        query_new(db, "SELECT name, \"notnull\" FROM pragma_table_info(?1) WHERE cid > 0", err);
    if (!q) return false;
    query_bind_text(q, 1, now->name);
    const char *unknown = NULL;
    while (!unknown && query_next(q)) {
        const char *name = query_text(q, 0);
        int i = table_column(now, name ? name : "");
        if (i < 0 || shape->then.column_count == now->column_count) {
            unknown = arena_printf(arena, ": this one does not know its column %s.%s", now->name,
                                   rules_quote(arena, str_of(name ? name : "")));
            break;
        }
        struct column *column = &columns[shape->then.column_count++];
        *column = now->columns[i];
        column->flags &= ~(unsigned)COLUMN_REQUIRED;
        if (query_integer(q, 1, 0)) column->flags |= COLUMN_REQUIRED;
    }
    return query_free(q, err) && (!unknown || refuse(path, unknown, err));
}

static bool is_there(const struct shape *shape) {
    return shape->then.column_count > 0;
}

static bool read_shapes(sqlite3 *db, const char *path, struct shape *shapes, size_t count,
                        struct arena *arena, struct err *err) {
    struct buf sql = buf_new(arena);
    for (size_t i = 0; i < count; i++) {
        if (!read_shape(db, path, &shapes[i], arena, err)) return false;
        if (!is_there(&shapes[i])) continue;
        schema_table_sql(SCHEMA_FILE, &shapes[i].then, &sql);
        schema_table_sql(SCHEMA_TRIGGERS, &shapes[i].then, &sql);
    }
    schema_own_sql(SCHEMA_FILE, &sql);
    schema_own_sql(SCHEMA_TRIGGERS, &sql);
    bool same;
    if (!schema_is(db, (struct str){sql.text, sql.length}, &same, err)) return false;
    return same || refuse(path, ", and its tables are not as that one makes them", err);
}

/* Makes a table anew with the rows it has, and says what is new in it. */
static bool rebuild(sqlite3 *db, const struct shape *shape, struct buf *said, struct arena *arena,
                    struct err *err) {
    const struct table *now = shape->now, *then = &shape->then;
    struct buf was = buf_new(arena), is = buf_new(arena), sql = buf_new(arena),
               names = buf_new(arena);
    schema_table_sql(SCHEMA_FILE, then, &was);
    schema_table_sql(SCHEMA_FILE, now, &is);
    if (str_equal((struct str){was.text, was.length}, (struct str){is.text, is.length}))
        return true;
    buf_printf(said, "%s%s", said->length ? "; " : "", now->name);
    const char *between = ": ";
    for (size_t i = 0; i < now->column_count; i++) {
        const char *column = now->columns[i].name;
        if (table_column(then, column) >= 0) {
            buf_puts(&names, ", ");
            schema_name(column, &names);
        } else if (is_there(shape)) {
            buf_printf(said, "%s%s", between, column);
            between = ", ";
        }
    }
    if (is_there(shape))
        buf_printf(&sql,
                   "CREATE TEMP TABLE weft_upgrade AS SELECT rowid AS weft_rowid, * FROM \"%s\";\n"
                   "DROP TABLE \"%s\";\n",
                   now->name, now->name);
    buf_puts(&sql, is.text);
    if (is_there(shape))
        buf_printf(&sql,
                   "INSERT INTO \"%s\" (rowid, row_no%s) SELECT weft_rowid, row_no%s FROM "
                   "weft_upgrade;\nDROP TABLE weft_upgrade;\n",
                   now->name, names.text, names.text);
    schema_table_sql(SCHEMA_TRIGGERS, now, &sql);
    if (query_run(db, sql.text, err)) return true;
    err_set(err, ERR_IO, "%s cannot have the columns of this version of weft: %s", now->name,
            sqlite3_errmsg(db));
    return err_hint(err, "Unpack it with the version that packed it, and pack the folder again.");
}

static bool upgrade(sqlite3 *db, const char *path, bool remember, struct arena *arena,
                    struct err *err) {
    struct query *q = query_new(db, "PRAGMA user_version", err);
    if (!q) return false;
    bool done = query_next(q) && query_integer(q, 0, 0) == schema_version();
    if (!query_free(q, err)) return false;
    if (done) return true; /* by somebody else, just before us */
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    struct shape *shapes = ARENA_NEW(arena, struct shape, count);
    for (size_t i = 0; i < count; i++) shapes[i].now = tables[i];
    if (!read_shapes(db, path, shapes, count, arena, err)) return false;
    struct buf said = buf_new(arena);
    for (size_t i = 0; i < count; i++)
        if (!rebuild(db, &shapes[i], &said, arena, err)) return false;
    if (remember && said.length && !history_note(db, "weft", "upgraded", said.text, err))
        return false;
    return query_run(db, arena_printf(arena, "PRAGMA user_version = %d", schema_version()), err);
}

bool upgrade_file(sqlite3 *db, const char *path, bool remember, struct err *err) {
    struct arena *arena = arena_new();
    bool ok = query_run(db, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE", err) &&
              upgrade(db, path, remember, arena, err) && query_run(db, "COMMIT", err);
    if (!ok && !sqlite3_get_autocommit(db)) sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    arena_free(arena);
    return ok;
}
