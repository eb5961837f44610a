/* The SQL of a package; see schema.h.
 *
 * SPDX-License-Identifier: MIT */
#include "schema.h"

#include <string.h>

void schema_name(const char *name, struct buf *out) {
    buf_printf(out, "\"%s\"", name);
}

static const char *sql_type(enum column_type type) {
    switch (type) {
    case COLUMN_NUMBER:
        return "REAL";
    case COLUMN_INTEGER:
        return "INTEGER";
    default:
        return "TEXT";
    }
}

/* An empty cell counts as a value of the key, while NULLs are all distinct to SQL. */
static void key_part(const struct column *column, const char *row, struct buf *out) {
    bool number = column->type == COLUMN_NUMBER || column->type == COLUMN_INTEGER;
    if (column->flags & COLUMN_REQUIRED)
        buf_printf(out, "%s\"%s\"", row, column->name);
    else
        buf_printf(out, "COALESCE(%s\"%s\", %s)", row, column->name, number ? "-1e300" : "''");
}

static void key_parts(const struct table *table, struct buf *out) {
    const char *between = "";
    for (size_t i = 0; i < table->column_count; i++) {
        if (!(table->columns[i].flags & COLUMN_KEY)) continue;
        buf_puts(out, between);
        key_part(&table->columns[i], "", out);
        between = ", ";
    }
}

/* A key of columns alone can stand in its table, which SQLite makes in half the time. */
static bool is_plain_key(const struct table *table) {
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].flags & COLUMN_KEY && !(table->columns[i].flags & COLUMN_REQUIRED))
            return false;
    return true;
}

static void create_key(const struct table *table, struct buf *out) {
    buf_printf(out, "CREATE UNIQUE INDEX \"%s_key\" ON \"%s\" (", table->name, table->name);
    key_parts(table, out);
    buf_puts(out, ");\n");
}

static void create_table(const struct table *table, bool strict, struct buf *out) {
    buf_printf(out, "CREATE TABLE \"%s\" (\"row_no\" INTEGER", table->name);
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        buf_printf(out, ", \"%s\" %s", column->name, sql_type(column->type));
        if (strict && column->flags & COLUMN_REQUIRED) buf_puts(out, " NOT NULL");
        if (strict && column->type == COLUMN_REF && !strchr(column->refers_to, ' '))
            buf_printf(out, " REFERENCES \"%s\" (\"id\") DEFERRABLE INITIALLY DEFERRED",
                       column->refers_to);
    }
    if (!strict && is_plain_key(table)) {
        buf_puts(out, ", UNIQUE (");
        key_parts(table, out);
        buf_puts(out, ")");
    }
    buf_puts(out, ");\n");
}

static void create_own_tables(struct buf *out) {
    buf_puts(
        out,
        "CREATE TABLE \"history\" (\"seq\" INTEGER PRIMARY KEY, \"at\" TEXT NOT NULL, \"who\" TEXT NOT NULL, "
        "\"table\" TEXT, \"key\" TEXT, \"operation\" TEXT NOT NULL, \"old\" TEXT, \"new\" TEXT);\n"
        "CREATE TABLE \"author\" (\"one\" INTEGER PRIMARY KEY CHECK (\"one\" = 1), \"name\" TEXT NOT NULL);\n"
        "CREATE TABLE \"package_file\" (\"name\" TEXT PRIMARY KEY NOT NULL, \"bytes\" BLOB NOT NULL);\n");
}

static void key_text(const struct table *table, const char *row, struct buf *out) {
    const char *between = "";
    for (size_t i = 0; i < table->column_count; i++) {
        if (!(table->columns[i].flags & COLUMN_KEY)) continue;
        buf_printf(out, "%sCOALESCE(%s.\"%s\", '')", between, row, table->columns[i].name);
        between = " || '/' || ";
    }
}

static void row_json(const struct table *table, const char *row, struct buf *out) {
    buf_puts(out, "json_object(");
    for (size_t i = 0; i < table->column_count; i++)
        buf_printf(out, "%s'%s', %s.\"%s\"", i ? ", " : "", table->columns[i].name, row,
                   table->columns[i].name);
    buf_puts(out, ")");
}

static void create_trigger(const struct table *table, const char *operation, bool has_old,
                           bool has_new, struct buf *out) {
    buf_printf(out, "CREATE TRIGGER \"%s_%s\" AFTER %s ON \"%s\"", table->name, operation,
               operation, table->name);
    if (has_old && has_new) {
        /* A row that only moved to another line did not change. */
        for (size_t i = 0; i < table->column_count; i++)
            buf_printf(out, "%s OLD.\"%s\" IS NOT NEW.\"%s\"", i ? " OR" : " WHEN",
                       table->columns[i].name, table->columns[i].name);
    }
    buf_puts(
        out,
        " BEGIN INSERT INTO \"history\" (\"at\", \"who\", \"table\", \"key\", \"operation\", \"old\", \"new\") VALUES "
        "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), COALESCE((SELECT \"name\" FROM \"author\"), 'unknown'), ");
    buf_printf(out, "'%s', ", table->name);
    key_text(table, has_old ? "OLD" : "NEW", out);
    buf_printf(out, ", '%s', ", operation);
    if (has_old)
        row_json(table, "OLD", out);
    else
        buf_puts(out, "NULL");
    buf_puts(out, ", ");
    if (has_new)
        row_json(table, "NEW", out);
    else
        buf_puts(out, "NULL");
    buf_puts(out, "); END;\n");
}

void schema_own_sql(enum schema_part part, struct buf *out) {
    if (part == SCHEMA_FILE)
        create_own_tables(out);
    else if (part == SCHEMA_TRIGGERS)
        buf_puts(out, "CREATE TRIGGER \"history_update\" BEFORE UPDATE ON \"history\" BEGIN "
                      "SELECT RAISE(ABORT, 'the history is never changed'); END;\n"
                      "CREATE TRIGGER \"history_delete\" BEFORE DELETE ON \"history\" BEGIN "
                      "SELECT RAISE(ABORT, 'the history is never changed'); END;\n");
}

void schema_table_sql(enum schema_part part, const struct table *table, struct buf *out) {
    if (part == SCHEMA_TRIGGERS) {
        create_trigger(table, "insert", false, true, out);
        create_trigger(table, "update", true, true, out);
        create_trigger(table, "delete", true, false, out);
        return;
    }
    create_table(table, part == SCHEMA_FILE, out);
    if (part == SCHEMA_FILE || !is_plain_key(table)) create_key(table, out);
}

void schema_sql(enum schema_part part, struct buf *out) {
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    for (size_t i = 0; i < count; i++) schema_table_sql(part, tables[i], out);
    schema_own_sql(part, out);
}

int schema_version(void) {
    size_t count, columns = 0;
    const struct table *const *tables = registry_tables(&count);
    for (size_t i = 0; i < count; i++) columns += tables[i]->column_count;
    return (int)(count + columns);
}

bool schema_is(sqlite3 *db, struct str statements, bool *same, struct err *err) {
    struct query *q = query_new(db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL", err);
    if (!q) return false;
    struct arena *arena = arena_new();
    struct str *own = ARENA_NEW(arena, struct str, statements.n / 2 + 1), line;
    size_t count = 0, found = 0;
    while (str_split(&statements, '\n', &line))
        own[count++] = (struct str){line.p, line.n - 1}; /* without ';' */
    *same = true;
    while (*same && query_next(q)) {
        struct str text = str_of(query_text(q, 0));
        size_t i = 0;
        while (i < count && !str_equal(own[i], text)) i++;
        *same = i < count;
        if (*same) own[i] = (struct str){NULL, 0};
        found += *same;
    }
    *same = *same && found == count;
    arena_free(arena);
    return query_free(q, err);
}

static void row_parameters(const struct table *table, struct buf *out) {
    buf_puts(out, "(?");
    for (size_t i = 0; i < table->column_count; i++) buf_puts(out, ",?");
    buf_puts(out, ")");
}

void schema_insert_sql(const struct table *table, struct buf *out) {
    buf_printf(out, "INSERT INTO \"%s\" VALUES ", table->name);
    row_parameters(table, out);
}

void schema_insert_rows_sql(const struct table *table, size_t rows, struct buf *out) {
    buf_printf(out, "INSERT OR FAIL INTO \"%s\" VALUES ", table->name);
    for (size_t i = 0; i < rows; i++) {
        if (i) buf_putc(out, ',');
        row_parameters(table, out);
    }
}

void schema_select_sql(const struct table *table, bool by_key, struct buf *out) {
    buf_puts(out, "SELECT \"row_no\"");
    for (size_t i = 0; i < table->column_count; i++)
        buf_printf(out, ", \"%s\"", table->columns[i].name);
    buf_printf(out, ", rowid FROM \"%s\"", table->name);
    if (!by_key) {
        buf_puts(out, " ORDER BY \"row_no\" IS NULL, \"row_no\", rowid");
        return;
    }
    int parameter = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        if (!(column->flags & COLUMN_KEY)) continue;
        buf_puts(out, parameter++ ? " AND " : " WHERE ");
        key_part(column, "", out);
        bool number = column->type == COLUMN_NUMBER || column->type == COLUMN_INTEGER;
        if (column->flags & COLUMN_REQUIRED)
            buf_printf(out, " = ?%d", parameter);
        else
            buf_printf(out, " = COALESCE(?%d, %s)", parameter, number ? "-1e300" : "''");
    }
}
