/* How the files of tables read a table: a query whose cells are asked for by column, the first
 * failure of which is kept. Private to tables*.c.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "tables.h"

#include "base/limits.h"
#include "store/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One table being read: a query whose first column is row_no, and the ids met so far. */
struct reading {
    struct tables *t;
    sqlite3 *db;
    struct err *err;
    const char *file;
    struct query *q;
    bool failed;
};

struct ids {
    const char *id;
    int index;
};

struct index {
    struct ids *sorted;
    size_t count;
};

static inline int compare_ids(const void *a, const void *b) {
    return strcmp(((const struct ids *)a)->id, ((const struct ids *)b)->id);
}

static inline struct index index_of(struct arena *arena, const void *items, size_t count,
                                    size_t size, size_t offset) {
    struct index index = {ARENA_NEW(arena, struct ids, count), count};
    for (size_t i = 0; i < count; i++) {
        const char *id;
        memcpy(&id, (const char *)items + i * size + offset, sizeof id);
        index.sorted[i] = (struct ids){id, (int)i};
    }
    if (count) qsort(index.sorted, count, sizeof *index.sorted, compare_ids);
    return index;
}
#define INDEX(r, items, count, type)                                                               \
    index_of((r)->t->arena, (items), (count), sizeof(type), offsetof(type, id))

static inline int find(struct index index, const char *id) {
    struct ids key = {id, 0};
    const struct ids *found =
        index.count ? bsearch(&key, index.sorted, index.count, sizeof key, compare_ids) : NULL;
    return found ? found->index : NONE;
}

/* Begins a table: how many rows it has, and the query for them. */
static inline bool begin(struct reading *r, const char *table, const char *columns, size_t *count) {
    *count = 0;
    r->file = table;
    char *sql = arena_printf(r->t->arena, "SELECT count(*) FROM \"%s\"", table);
    struct query *q = query_new(r->db, sql, r->err);
    if (!q) return false;
    if (query_next(q)) *count = (size_t)query_integer(q, 0, 0);
    if (!query_free(q, r->err)) return false;
    if (*count > LIMIT_ROWS)
        return err_set(r->err, ERR_TOO_LARGE, "%s.csv: %zu rows are more than a model can hold",
                       table, *count);
    sql =
        arena_printf(r->t->arena, "SELECT row_no, %s FROM \"%s\" ORDER BY row_no", columns, table);
    return (r->q = query_new(r->db, sql, r->err)) != NULL;
}

static inline bool end(struct reading *r) {
    if (!r->failed) return query_free(r->q, r->err);
    struct err ignored = {0};
    (void)!query_free(r->q, &ignored);
    return false;
}

static inline void fail(struct reading *r, int column, const char *what) {
    if (r->failed) return;
    r->failed = true;
    err_set(r->err, ERR_INPUT, "%s.csv:%lld: %s: %s", r->file, (long long)query_integer(r->q, 0, 0),
            query_column(r->q, column), what);
    err_hint(r->err, "`weft check` says what is wrong with the package.");
}

static inline const char *text(struct reading *r, int column) {
    const char *cell = query_text(r->q, column);
    return cell ? arena_string(r->t->arena, cell) : NULL;
}

static inline const char *needed(struct reading *r, int column) {
    const char *cell = text(r, column);
    if (!cell) fail(r, column, "is empty");
    return cell ? cell : "";
}

static inline double number(struct reading *r, int column) {
    double v = query_number(r->q, column);
    if (isnan(v)) fail(r, column, "is not a number");
    return v;
}

static inline double or_else(double v, double fallback) {
    return isnan(v) ? fallback : v;
}

static inline int reference(struct reading *r, int column, struct index index) {
    const char *cell = query_text(r->q, column);
    if (!cell) return NONE;
    int found = find(index, cell);
    if (found == NONE) fail(r, column, "names a row that does not exist");
    return found;
}

static inline int reference_needed(struct reading *r, int column, struct index index) {
    if (!query_text(r->q, column)) fail(r, column, "is empty");
    return reference(r, column, index);
}

static inline struct band band(struct reading *r, int column) {
    struct band b = {(int)query_integer(r->q, column, 0),
                     (int)query_integer(r->q, column + 1, AGE_END)};
    if (b.from < 0 || b.to < b.from || b.to > AGE_END) fail(r, column, "is above age_to");
    return b;
}

static inline unsigned weekdays(struct reading *r, int column) {
    unsigned days = 0x7f;
    if (!weekdays_parse(str_of(query_text(r->q, column)), &days))
        fail(r, column, "is not a list of weekdays such as 'mon tue'");
    return days;
}

/* The position of the cell's text in a list of words, or NONE with a failure. */
static inline int choice(struct reading *r, int column, const char *const *words, int count) {
    const char *cell = query_text(r->q, column);
    for (int i = 0; cell && i < count; i++)
        if (strcmp(cell, words[i]) == 0) return i;
    fail(r, column, "has no allowed value");
    return 0;
}
#define CHOICE(r, column, words)                                                                   \
    choice((r), (column), (words), (int)(sizeof(words) / sizeof *(words)))

/* Schemes, effects, uncertainties and scenarios. */
MUST_CHECK bool tables_read_change(struct reading *r);
