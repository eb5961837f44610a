/* A measure, a place, and whom it is compared with, read from their tables; see series.h.
 *
 * SPDX-License-Identifier: MIT */
#include "comparator.h"

#include <math.h>
#include <string.h>

static const char MEASURE_SQL[] =
    "SELECT id, title, definition, unit, direction, per, frequency, rules, comparator "
    "FROM measure WHERE id = ?1";

bool measure_info_read(sqlite3 *db, const char *measure, struct arena *arena,
                       struct measure_info *out, struct err *err) {
    struct query *q = query_new(db, MEASURE_SQL, err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    bool found = query_next(q);
    if (found) {
        const char *text[9];
        for (int i = 0; i < 9; i++) {
            const char *cell = query_text(q, i);
            text[i] = cell ? arena_string(arena, cell) : NULL;
        }
        *out = (struct measure_info){.id = text[0],
                                     .title = text[1],
                                     .definition = text[2],
                                     .unit = text[3],
                                     .comparator = text[8]};
        double per = query_number(q, 5);
        out->per = isnan(per) ? 1 : per;
        out->direction = text[4] && strcmp(text[4], "lower") == 0    ? MEASURE_LOWER
                         : text[4] && strcmp(text[4], "higher") == 0 ? MEASURE_HIGHER
                                                                     : MEASURE_NEUTRAL;
        out->frequency = text[6] ? text[6][0] : 'm';
        out->options.rules = text[7] && strcmp(text[7], "mdc") == 0 ? SPC_MDC : SPC_PTD;
        out->options.direction = out->direction == MEASURE_LOWER    ? SPC_DECREASE
                                 : out->direction == MEASURE_HIGHER ? SPC_INCREASE
                                                                    : SPC_NEUTRAL;
    }
    if (!query_free(q, err)) return false;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no measure '%s'", measure);
    return true;
}

static bool one_text(sqlite3 *db, const char *sql, const char *parameter, struct arena *arena,
                     const char **out, struct err *err) {
    *out = NULL;
    struct query *q = query_new(db, sql, err);
    if (!q) return false;
    if (parameter) query_bind_text(q, 1, parameter);
    if (query_next(q) && query_text(q, 0)) *out = arena_string(arena, query_text(q, 0));
    return query_free(q, err);
}

bool measure_place_read(sqlite3 *db, const char *place, struct arena *arena,
                        struct measure_place *out, struct err *err) {
    *out = (struct measure_place){0};
    return one_text(db, "SELECT place FROM system LIMIT 1", NULL, arena, &out->system, err) &&
           one_text(db, "SELECT comparator FROM system LIMIT 1", NULL, arena, &out->nation, err) &&
           measure_place_name(db, place, arena, out, err);
}

bool measure_place_name(sqlite3 *db, const char *place, struct arena *arena,
                        struct measure_place *out, struct err *err) {
    out->id = place ? place : out->system;
    if (!out->id) return true;
    static const char title[] = "SELECT title FROM place WHERE id = ?1 UNION ALL "
                                "SELECT title FROM organisation WHERE id = ?1";
    if (!one_text(db, title, out->id, arena, &out->title, err)) return false;
    if (!out->title)
        return err_set(err, ERR_NOT_FOUND, "there is no place or organisation '%s'", out->id);
    return true;
}

bool measure_subject_read(sqlite3 *db, const char *measure, const char *place, const char *against,
                          struct arena *arena, struct measure_subject *out, struct err *err) {
    out->keep = NULL;
    out->sweep = NULL;
    return measure_info_read(db, measure, arena, &out->info, err) &&
           measure_place_read(db, place, arena, &out->place, err) &&
           measure_comparator_read(db, &out->info, &out->place, against, arena, &out->comparator,
                                   err);
}

bool measure_texts(struct query *q, struct arena *arena, const char *const **out, size_t *count,
                   struct err *err) {
    size_t n = 0, capacity = 32;
    const char **list = ARENA_NEW(arena, const char *, capacity);
    while (query_next(q)) {
        if (n + 1 == capacity) { /* one more is kept for the NULL at the end */
            const char **more = ARENA_NEW(arena, const char *, 2 * capacity);
            memcpy(more, list, n * sizeof *list);
            list = more;
            capacity *= 2;
        }
        const char *text = query_text(q, 0);
        if (text) list[n++] = arena_string(arena, text);
    }
    list[n] = NULL;
    *out = list;
    *count = n;
    return query_free(q, err);
}

const char *const *measure_ids(sqlite3 *db, struct arena *arena, size_t *count, struct err *err) {
    const char *const *ids;
    size_t n;
    struct query *q = query_new(db, "SELECT id FROM measure ORDER BY row_no", err);
    if (!q || !measure_texts(q, arena, &ids, &n, err)) return NULL;
    if (count) *count = n;
    return ids;
}

bool measure_own_places(sqlite3 *db, struct arena *arena, const char *const **out, size_t *count,
                        struct err *err) {
    struct query *q =
        query_new(db,
                  "WITH RECURSIVE own (id) AS (SELECT place FROM system UNION SELECT "
                  "p.id FROM place p JOIN own ON p.parent = own.id) SELECT id FROM own "
                  "UNION SELECT id FROM organisation",
                  err);
    return q && measure_texts(q, arena, out, count, err);
}
