/* All places of one measure in one pass; see sweep.h.
 *
 * SPDX-License-Identifier: MIT */
#include "sweep.h"

#include <stdlib.h>
#include <string.h>

static const char SWEEP_SQL[] =
    "SELECT period_start, numerator, denominator, value, place FROM observation "
    "WHERE measure = ?1 ORDER BY place, period_start";

/* A growing list of rows, of all places one after the other. */
struct rows {
    struct measure_row *items;
    size_t count, capacity;
};

static void add_row(struct rows *rows, struct measure_row row, struct arena *arena) {
    if (rows->count == rows->capacity) {
        rows->capacity = rows->capacity ? 2 * rows->capacity : 4096;
        struct measure_row *more = ARENA_NEW(arena, struct measure_row, rows->capacity);
        if (rows->count) memcpy(more, rows->items, rows->count * sizeof *more);
        rows->items = more;
    }
    rows->items[rows->count++] = row;
}

static struct measure_swept *add_place(struct measure_sweep *out, size_t *capacity,
                                       const char *place, struct arena *arena) {
    if (out->count == *capacity) {
        *capacity = *capacity ? 2 * *capacity : 256;
        struct measure_swept *more = ARENA_NEW(arena, struct measure_swept, *capacity);
        if (out->count) memcpy(more, out->places, out->count * sizeof *more);
        out->places = more;
    }
    struct measure_swept *added = &out->places[out->count++];
    *added = (struct measure_swept){.place = arena_string(arena, place)};
    return added;
}

static bool read_rows(sqlite3 *db, const struct measure_info *info, int32_t as_at,
                      struct arena *arena, struct measure_sweep *out, struct err *err) {
    struct query *q = query_new(db, SWEEP_SQL, err);
    if (!q) return false;
    query_bind_text(q, 1, info->id);
    struct rows all = {0};
    struct measure_swept *now = NULL;
    size_t capacity = 0;
    while (query_next(q)) {
        struct measure_row row;
        const char *place = query_text(q, 4);
        if (!place || !measure_row_take(q, info, as_at, &row)) continue;
        if (!now || strcmp(now->place, place) != 0) now = add_place(out, &capacity, place, arena);
        now->rows.n++;
        add_row(&all, row, arena);
    }
    for (size_t i = 0, first = 0; i < out->count; i++) {
        out->places[i].rows.rows = all.items + first;
        first += out->places[i].rows.n;
    }
    return query_free(q, err);
}

static int by_place(const void *a, const void *b) {
    const struct measure_swept *x = a, *y = b;
    return strcmp(x->place, y->place);
}

static struct measure_swept *find(const struct measure_sweep *sweep, const char *place) {
    struct measure_swept key = {.place = place};
    return sweep->count
               ? bsearch(&key, sweep->places, sweep->count, sizeof *sweep->places, by_place)
               : NULL;
}

const struct measure_swept *measure_sweep_find(const struct measure_sweep *sweep,
                                               const char *place) {
    return find(sweep, place);
}

/* A place's title goes before an organisation's of the same id. */
static bool read_titles(sqlite3 *db, struct arena *arena, struct measure_sweep *out,
                        struct err *err) {
    struct query *q = query_new(
        db, "SELECT id, title FROM place UNION ALL SELECT id, title FROM organisation", err);
    if (!q) return false;
    while (query_next(q)) {
        const char *id = query_text(q, 0), *title = query_text(q, 1);
        if (!id || !title) continue;
        struct measure_swept *found = find(out, id);
        if (found && !found->title) found->title = arena_string(arena, title);
    }
    return query_free(q, err);
}

static bool has_any(sqlite3 *db, const char *sql, const char *measure, bool *out, struct err *err) {
    struct query *q = query_new(db, sql, err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    *out = query_next(q);
    return query_free(q, err);
}

bool measure_sweep_read(sqlite3 *db, const struct measure_info *info, int32_t as_at,
                        struct arena *arena, struct measure_sweep *out, struct err *err) {
    *out = (struct measure_sweep){0};
    return read_rows(db, info, as_at, arena, out, err) && read_titles(db, arena, out, err) &&
           has_any(db, "SELECT 1 FROM target WHERE measure = ?1 LIMIT 1", info->id,
                   &out->has_targets, err) &&
           has_any(db, "SELECT 1 FROM annotation WHERE measure = ?1 LIMIT 1", info->id,
                   &out->has_notes, err);
}
