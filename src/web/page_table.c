/* One table, page by page: sorted, searched, downloaded.
 *
 * SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "link.h"
#include "route.h"
#include "store/folder.h"
#include "store/query.h"
#include "store/reference.h"
#include "store/registry.h"
#include "store/schema.h"
#include "views.h"

#include <string.h>

#define ROWS_A_PAGE 50u

static const struct table *find_table(const struct visit *visit, struct err *err) {
    const struct table *table = registry_table(visit->parts[0]);
    if (!table) err_set(err, ERR_NOT_FOUND, "There is no table '%.60s'", visit->parts[0]);
    return table;
}

static bool is_number(const struct column *column) {
    return column->type == COLUMN_NUMBER || column->type == COLUMN_INTEGER;
}

/* What the address asks for. */
struct asked {
    const struct table *table;
    int sort; /* column, or -1: the order of the file */
    bool descending;
    const char *q;
    size_t page, line;
};

/* WHERE any text of the row contains ?1 (NULL: every row). Names come from the registry. */
static void where_sql(const struct table *table, struct buf *sql) {
    buf_puts(sql, " FROM ");
    schema_name(table->name, sql);
    buf_puts(sql, " WHERE ?1 IS NULL");
    for (size_t c = 0; c < table->column_count; c++) {
        if (is_number(&table->columns[c])) continue;
        buf_puts(sql, " OR instr(lower(");
        schema_name(table->columns[c].name, sql);
        buf_puts(sql, "), lower(?1))");
    }
}

static bool count_rows(sqlite3 *db, const struct asked *asked, struct arena *arena, size_t *total,
                       struct err *err) {
    struct buf sql = buf_new(arena);
    buf_puts(&sql, "SELECT count(*)");
    where_sql(asked->table, &sql);
    struct query *q = query_new(db, sql.text, err);
    if (!q) return false;
    query_bind_text(q, 1, asked->q);
    *total = query_next(q) ? (size_t)query_integer(q, 0, 0) : 0;
    return query_free(q, err);
}

/* On which page a line stands, in the order of the file. */
static bool find_line(sqlite3 *db, struct asked *asked, struct arena *arena, struct err *err) {
    struct buf sql = buf_new(arena);
    buf_puts(&sql, "SELECT count(*) FROM ");
    schema_name(asked->table->name, &sql);
    buf_puts(&sql, " WHERE row_no < ?1");
    struct query *q = query_new(db, sql.text, err);
    if (!q) return false;
    query_bind_integer(q, 1, (int64_t)asked->line);
    asked->page = query_next(q) ? (size_t)query_integer(q, 0, 0) / ROWS_A_PAGE + 1 : 1;
    return query_free(q, err);
}

static struct view_data_cell read_cell(struct visit *visit, struct query *q, int column,
                                       const struct column *of) {
    char text[NUMBER_BYTES];
    struct view_data_cell cell = {.numeric = is_number(of)};
    const char *value = query_text(q, column);
    if (!value) return cell;
    if (of->type == COLUMN_NUMBER) value = number_text(query_number(q, column), text);
    cell.text = arena_string(visit->arena, value);
    if (of->type == COLUMN_REF) cell.href = link_reference(visit->arena, of->refers_to, cell.text);
    return cell;
}

static bool read_rows(sqlite3 *db, struct visit *visit, const struct asked *asked,
                      struct view_data_page *view, struct err *err) {
    const struct table *table = asked->table;
    struct buf sql = buf_new(visit->arena);
    buf_puts(&sql, "SELECT row_no");
    for (size_t c = 0; c < table->column_count; c++) {
        buf_puts(&sql, ", ");
        schema_name(table->columns[c].name, &sql);
    }
    where_sql(table, &sql);
    buf_puts(&sql, " ORDER BY ");
    if (asked->sort >= 0) {
        const char *name = table->columns[asked->sort].name;
        schema_name(name, &sql);
        buf_puts(&sql, " IS NULL, "); /* empty cells last, either way */
        schema_name(name, &sql);
        buf_puts(&sql, asked->descending ? " DESC, " : ", ");
    }
    buf_puts(&sql, "row_no LIMIT ?2 OFFSET ?3");
    struct query *q = query_new(db, sql.text, err);
    if (!q) return false;
    query_bind_text(q, 1, asked->q);
    query_bind_integer(q, 2, ROWS_A_PAGE);
    query_bind_integer(q, 3, (int64_t)((asked->page - 1) * ROWS_A_PAGE));
    struct view_data_row *rows = ARENA_NEW(visit->arena, struct view_data_row, ROWS_A_PAGE);
    while (view->rows_count < ROWS_A_PAGE && query_next(q)) {
        struct view_data_row *row = &rows[view->rows_count++];
        struct view_data_cell *cells =
            ARENA_NEW(visit->arena, struct view_data_cell, table->column_count);
        for (size_t c = 0; c < table->column_count; c++)
            cells[c] = read_cell(visit, q, (int)c + 1, &table->columns[c]);
        *row = (struct view_data_row){.line = (size_t)query_integer(q, 0, 0),
                                      .cells = cells,
                                      .cells_count = table->column_count};
        row->marked = row->line == asked->line;
    }
    view->rows = rows;
    return query_free(q, err);
}

/* A column's header sorts by it, and the other way when it is sorted by it already. */
static void describe_columns(struct visit *visit, const struct asked *asked,
                             struct view_data_page *view) {
    const struct table *table = asked->table;
    struct view_data_column *columns =
        ARENA_NEW(visit->arena, struct view_data_column, table->column_count);
    for (size_t c = 0; c < table->column_count; c++) {
        const struct column *of = &table->columns[c];
        struct buf values = buf_new(visit->arena);
        reference_values(of, &values);
        bool sorted = (int)c == asked->sort;
        const char *to =
            sorted && !asked->descending ? arena_printf(visit->arena, "-%s", of->name) : of->name;
        columns[c] = (struct view_data_column){.name = of->name,
                                               .about = of->about,
                                               .values = values.text,
                                               .key = (of->flags & COLUMN_KEY) != 0,
                                               .sort = !sorted             ? "none"
                                                       : asked->descending ? "descending"
                                                                           : "ascending",
                                               .href = visit_link(visit, "sort", to),
                                               .numeric = is_number(of)};
    }
    view->columns = columns;
    view->columns_count = table->column_count;
}

static bool read_page(sqlite3 *db, struct visit *visit, struct asked *asked,
                      struct view_data_page *view, struct err *err) {
    if (asked->line && !find_line(db, asked, visit->arena, err)) return false;
    if (!count_rows(db, asked, visit->arena, &view->total, err)) return false;
    size_t pages = (view->total + ROWS_A_PAGE - 1) / ROWS_A_PAGE;
    if (asked->page > pages) asked->page = pages ? pages : 1;
    return read_rows(db, visit, asked, view, err);
}

static bool answer(struct visit *visit, struct err *err) {
    struct asked asked = {.table = find_table(visit, err), .sort = -1};
    if (!asked.table) return false;
    const char *sort = visit_text(visit, "sort");
    if (sort) {
        asked.descending = sort[0] == '-';
        asked.sort = table_column(asked.table, sort + asked.descending);
        if (asked.sort < 0)
            return err_set(err, ERR_INPUT, "%s has no column '%.60s'", asked.table->name, sort);
    }
    asked.q = visit_text(visit, "q");
    asked.page = visit_count(visit, "page", 1);
    asked.line = sort || asked.q ? 0 : visit_count(visit, "row", 0);
    struct view_data_page view = {
        .name = asked.table->name, .about = asked.table->about, .q = asked.q};
    bool ok = read_page(site_take(visit->site), visit, &asked, &view, err);
    site_give(visit->site);
    if (!ok) return false;
    describe_columns(visit, &asked, &view);
    view.first = view.total ? (asked.page - 1) * ROWS_A_PAGE + 1 : 0;
    view.last = view.total ? view.first + view.rows_count - 1 : 0;
    view.pages = link_pages(visit, view.total, ROWS_A_PAGE, asked.page);
    visit->section = "Data";
    visit->parent = "/data";
    visit->parent_title = "Data";
    visit->title = arena_printf(visit->arena, "Data: %s", asked.table->name);
    return VISIT_SHOW(visit, data_page, &view);
}

static const struct input inputs[] = {
    {.name = "q", .kind = INPUT_TEXT, .about = "Rows that contain this text"},
    {.name = "sort", .kind = INPUT_TEXT, .about = "A column; with '-' before it, from the last"},
    {.name = "page", .kind = INPUT_COUNT, .min = 1, .max = 1e9, .about = "Fifty rows a page"},
    {.name = "row", .kind = INPUT_COUNT, .min = 0, .max = 1e9, .about = "The page with this line"},
};

const struct route route_data_table = {
    .path = "/data/{table}",
    .title = "A table",
    .about = "The rows of a table, with what its columns mean",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = sizeof inputs / sizeof inputs[0],
    .schema = &view_schema_data_page,
    .answer = answer,
};

static bool answer_csv(struct visit *visit, struct err *err) {
    const struct table *table = find_table(visit, err);
    if (!table) return false;
    size_t rows;
    bool ok = folder_table_text(site_take(visit->site), table, &visit->content, &rows, err);
    site_give(visit->site);
    return ok && visit_file(visit, "text/csv; charset=utf-8",
                            arena_printf(visit->arena, "%s.csv", table->name));
}

const struct route route_data_csv = {
    .path = "/data/{table}/rows.csv",
    .title = "A table as CSV",
    .about = "All rows of a table, as the package's own CSV file",
    .permission = PERMISSION_READ,
    .answer = answer_csv,
};
