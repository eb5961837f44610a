/* The rows of a table that a text names; see rows.h.
 *
 * SPDX-License-Identifier: MIT */
#include "rows.h"

#include "base/number.h"

#include <string.h>

bool rows_parse(const struct table *table, const char *text, struct rows *rows, struct err *err) {
    *rows = (struct rows){.table = table};
    struct str rest = str_trim(str_of(text)), part;
    if (str_is(rest, "*")) return true;
    if (rest.n == 0)
        return err_set(err, ERR_INPUT, "no rows are named; '*' names all of '%s'", table->name);
    while (str_split(&rest, ';', &part)) {
        part = str_trim(part);
        if (part.n == 0) continue;
        const char *equals = memchr(part.p, '=', part.n);
        if (!equals)
            return err_set(err, ERR_INPUT, "'%.*s' is not a condition column=value", (int)part.n,
                           part.p);
        struct str name = str_trim((struct str){part.p, (size_t)(equals - part.p)});
        int column = -1;
        for (size_t c = 0; c < table->column_count; c++)
            if (str_is(name, table->columns[c].name)) column = (int)c;
        if (column < 0)
            return err_set(err, ERR_INPUT, "table '%s' has no column '%.*s'", table->name,
                           (int)name.n, name.p);
        if (rows->count == ROWS_CONDITIONS)
            return err_set(err, ERR_INPUT, "'%s' has more than %d conditions", text,
                           ROWS_CONDITIONS);
        rows->conditions[rows->count++] = (struct rows_condition){
            column, str_trim((struct str){equals + 1, part.n - (size_t)(equals + 1 - part.p)})};
    }
    return true;
}

static bool holds(struct rows_condition condition, struct str cell) {
    if (condition.values.n == 0) return cell.n == 0;
    struct str rest = condition.values, value;
    while (str_split(&rest, '|', &value))
        if (str_matches(cell, str_trim(value))) return true;
    return false;
}

bool rows_find(sqlite3 *db, const struct rows *rows, struct arena *arena, int64_t **row_nos,
               size_t *count, struct err *err) {
    struct buf sql = buf_new(arena);
    buf_puts(&sql, "SELECT row_no");
    for (size_t i = 0; i < rows->count; i++)
        buf_printf(&sql, ", \"%s\"", rows->table->columns[rows->conditions[i].column].name);
    buf_printf(&sql, " FROM \"%s\" ORDER BY row_no", rows->table->name);
    struct query *q = query_new(db, sql.text, err);
    if (!q) return false;
    int64_t *found = NULL;
    size_t n = 0, room = 0;
    while (query_next(q)) {
        bool all = true;
        for (size_t i = 0; i < rows->count && all; i++) {
            int column = (int)i + 1;
            char number[NUMBER_BYTES];
            bool is_number = rows->table->columns[rows->conditions[i].column].type == COLUMN_NUMBER;
            all = holds(rows->conditions[i],
                        str_of(is_number ? number_text(query_number(q, column), number)
                                         : query_text(q, column)));
        }
        if (!all) continue;
        if (n == room) {
            room = room ? room * 2 : 16;
            int64_t *more = ARENA_NEW(arena, int64_t, room);
            if (n) memcpy(more, found, n * sizeof *found);
            found = more;
        }
        found[n++] = query_integer(q, 0, 0);
    }
    *row_nos = found;
    *count = n;
    return query_free(q, err);
}
