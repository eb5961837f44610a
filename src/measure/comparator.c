/* Whom a place is compared with; see comparator.h.
 *
 * SPDX-License-Identifier: MIT */
#include "comparator.h"

#include <math.h>
#include <string.h>

/* A period of a group counts when that share of the members that ever reported did. */
#define REPORTING 0.8

#define OBSERVED                                                                                   \
    "SELECT period_start, sum(numerator), sum(denominator), count(numerator), "                    \
    "count(denominator), avg(coalesce(value, numerator / nullif(denominator, 0) * ?4)), "          \
    "count(coalesce(value, numerator / nullif(denominator, 0))) "                                  \
    "FROM observation WHERE measure = ?1 AND place IS NOT ?3 AND place IN ("
#define BY_PERIOD ") GROUP BY period_start ORDER BY period_start"

static const char CHILDREN_SQL[] = OBSERVED "SELECT id FROM place WHERE parent = ?2" BY_PERIOD;
static const char GROUP_SQL[] = OBSERVED "SELECT place FROM peer WHERE peer_group = ?2" BY_PERIOD;

static bool text_of(sqlite3 *db, const char *sql, const char *one, const char *two,
                    struct arena *arena, const char **out, struct err *err) {
    *out = NULL;
    struct query *q = query_new(db, sql, err);
    if (!q) return false;
    query_bind_text(q, 1, one);
    if (two) query_bind_text(q, 2, two);
    if (query_next(q) && query_text(q, 0)) *out = arena_string(arena, query_text(q, 0));
    return query_free(q, err);
}

bool measure_comparator_read(sqlite3 *db, const struct measure_info *info,
                             const struct measure_place *place, const char *against,
                             struct arena *arena, struct measure_comparator *out, struct err *err) {
    *out = (struct measure_comparator){.without = place->id};
    const char *id = against ? against : info->comparator ? info->comparator : place->nation;
    if (!id || (place->id && strcmp(id, place->id) == 0)) return true;
    const char *title, *own;
    if (!text_of(db, "SELECT title FROM peer_group WHERE id = ?1", id, NULL, arena, &title, err))
        return false;
    if (title) {
        out->kind = COMPARATOR_GROUP;
    } else {
        if (!text_of(db,
                     "SELECT title FROM place WHERE id = ?1 UNION ALL "
                     "SELECT title FROM organisation WHERE id = ?1",
                     id, NULL, arena, &title, err) ||
            !text_of(db, "SELECT place FROM observation WHERE measure = ?1 AND place = ?2 LIMIT 1",
                     info->id, id, arena, &own, err))
            return false;
        if (!title)
            return err_set(err, ERR_NOT_FOUND,
                           "there is no place, organisation or peer group '%s' to compare with",
                           id);
        out->kind = own ? COMPARATOR_PLACE : COMPARATOR_CHILDREN;
    }
    out->id = arena_string(arena, id);
    out->title = title;
    return true;
}

/* One place: its rows are the same for whoever is compared with it. */
static bool fill_from_place(sqlite3 *db, const struct measure_info *info,
                            struct measure_comparator *comparator, int32_t as_at, int32_t first,
                            struct arena *arena, struct measure_series *s, struct err *err) {
    if (!comparator->rows) {
        comparator->rows = ARENA_NEW(arena, struct measure_rows, 1);
        if (!measure_rows_read(db, info, comparator->id, as_at, arena, comparator->rows, err))
            return false;
    }
    measure_rows_place(comparator->rows, info->frequency, first, s->n, s->comparator,
                       s->comparator_numerators, s->comparator_denominators);
    return true;
}

bool measure_comparator_fill(sqlite3 *db, const struct measure_info *info,
                             struct measure_comparator *comparator, int32_t as_at, int32_t first,
                             struct arena *arena, struct measure_series *s, struct err *err) {
    if (!comparator->id) return true;
    if (comparator->kind == COMPARATOR_PLACE)
        return fill_from_place(db, info, comparator, as_at, first, arena, s, err);
    struct query *q =
        query_new(db, comparator->kind == COMPARATOR_GROUP ? GROUP_SQL : CHILDREN_SQL, err);
    if (!q) return false;
    query_bind_text(q, 1, info->id);
    query_bind_text(q, 2, comparator->id);
    query_bind_text(q, 3, comparator->without);
    query_bind_number(q, 4, info->per);
    int64_t most = 0;
    while (query_next(q)) {
        int64_t present = query_integer(q, 6, 0);
        if (present > most) most = present;
    }
    query_again(q);
    while (query_next(q)) {
        int32_t start = query_date(q, 0);
        int64_t present = query_integer(q, 6, 0);
        if (start == DATE_NONE || start < first || present == 0) continue;
        if (as_at != DATE_NONE && measure_period_end(start, info->frequency) > as_at) continue;
        size_t i = measure_slot(start, first, info->frequency);
        if (i >= s->n || (double)present < REPORTING * (double)most) continue;
        bool parts = query_integer(q, 3, 0) == present && query_integer(q, 4, 0) == present;
        double mean = query_number(q, 5);
        if (parts) {
            s->comparator_numerators[i] = query_number(q, 1);
            s->comparator_denominators[i] = query_number(q, 2);
        }
        s->comparator[i] = parts ? measure_value(NAN, s->comparator_numerators[i],
                                                 s->comparator_denominators[i], info->per)
                                 : mean;
    }
    return query_free(q, err);
}

bool measure_comparator_members(sqlite3 *db, const char *measure,
                                const struct measure_comparator *comparator, struct arena *arena,
                                const char *const **out, size_t *count, struct err *err) {
    static const char children[] =
        "SELECT id FROM place p WHERE parent = ?2 AND id IS NOT ?3 AND EXISTS "
        "(SELECT 1 FROM observation WHERE measure = ?1 AND place = p.id) ORDER BY p.row_no";
    static const char group[] =
        "SELECT place FROM peer p WHERE peer_group = ?2 AND place IS NOT ?3 AND EXISTS "
        "(SELECT 1 FROM observation WHERE measure = ?1 AND place = p.place) ORDER BY p.row_no";
    *count = 0;
    *out = NULL;
    if (!comparator->id || comparator->kind == COMPARATOR_PLACE) return true;
    struct query *q = query_new(db, comparator->kind == COMPARATOR_GROUP ? group : children, err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    query_bind_text(q, 2, comparator->id);
    query_bind_text(q, 3, comparator->without);
    return measure_texts(q, arena, out, count, err);
}

bool measure_others(sqlite3 *db, const char *measure, const char *place,
                    const struct measure_comparator *comparator, struct arena *arena,
                    const char *const **out, size_t *count, struct err *err) {
    if (!measure_comparator_members(db, measure, comparator, arena, out, count, err)) return false;
    if (*count) return true;
    struct query *q = query_new(
        db,
        "SELECT DISTINCT o.place FROM observation o JOIN place p ON p.id = o.place WHERE "
        "o.measure = ?1 AND p.id IS NOT ?2 AND p.kind IS (SELECT kind FROM place WHERE id "
        "= ?2) ORDER BY p.row_no",
        err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    query_bind_text(q, 2, place);
    return measure_texts(q, arena, out, count, err);
}
