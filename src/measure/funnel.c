/* All places in one period beside each other; see funnel.h.
 *
 * SPDX-License-Identifier: MIT */
#include "funnel.h"

#include "base/number.h"
#include "comparator.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double LOW_95 = 0.025, HIGH_95 = 0.975, LOW_998 = 0.001, HIGH_998 = 0.999;

/* The kind of places with the most observations of the measure in the period, or that of the
 * system's place where it has five. Organisations are of one kind. */
#define KIND_OF                                                                                    \
    "coalesce((SELECT kind FROM place p WHERE p.id = o.place), "                                   \
    "(SELECT 'organisation' FROM organisation g WHERE g.id = o.place))"
static const char KIND_SQL[] = "SELECT " KIND_OF " AS kind, count(*) AS n FROM observation o "
                               "WHERE measure = ?1 AND period_start = ?2 GROUP BY kind "
                               "ORDER BY (n >= 5 AND kind IS (SELECT kind FROM place WHERE id = "
                               "(SELECT place FROM system LIMIT 1))) DESC, n DESC, kind LIMIT 1";
static const char PLACES_SQL[] =
    "SELECT o.place, coalesce((SELECT title FROM place p WHERE p.id = o.place), "
    "(SELECT title FROM organisation g WHERE g.id = o.place)), numerator, denominator "
    "FROM observation o WHERE measure = ?1 AND period_start = ?2 AND "
    "(CASE WHEN ?4 IS NOT NULL THEN place IN (SELECT place FROM peer WHERE peer_group = ?4 "
    "UNION SELECT id FROM place WHERE parent = ?4) ELSE " KIND_OF " IS ?3 END) ORDER BY o.row_no";

static bool read_kind(sqlite3 *db, const char *measure, const char *period, struct arena *arena,
                      const char **kind, struct err *err) {
    struct query *q = query_new(db, KIND_SQL, err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    query_bind_text(q, 2, period);
    *kind = query_next(q) && query_text(q, 0) ? arena_string(arena, query_text(q, 0)) : NULL;
    return query_free(q, err);
}

static bool read_places(sqlite3 *db, const char *measure, const char *period, const char *kind,
                        const char *group, struct arena *arena, struct measure_funnel *out,
                        struct err *err) {
    struct query *q = query_new(db, PLACES_SQL, err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    query_bind_text(q, 2, period);
    query_bind_text(q, 3, kind);
    query_bind_text(q, 4, group);
    size_t capacity = 0;
    while (query_next(q)) {
        double numerator = query_number(q, 2), denominator = query_number(q, 3);
        if (isnan(numerator) || !(denominator > 0)) {
            out->left_out++;
            continue;
        }
        if (out->count == capacity) {
            capacity = capacity ? 2 * capacity : 64;
            struct measure_funnel_place *more =
                ARENA_NEW(arena, struct measure_funnel_place, capacity);
            if (out->count) memcpy(more, out->places, out->count * sizeof *more);
            out->places = more;
        }
        const char *title = query_text(q, 1);
        out->places[out->count++] =
            (struct measure_funnel_place){.place = arena_string(arena, query_text(q, 0)),
                                          .title = title ? arena_string(arena, title) : "",
                                          .numerator = numerator,
                                          .denominator = denominator};
    }
    return query_free(q, err);
}

static int by_value(const void *a, const void *b) {
    const struct measure_funnel_place *x = a, *y = b;
    if (x->value != y->value) return x->value < y->value ? 1 : -1;
    return strcmp(x->place, y->place);
}

/* A whole day in the middle of a period leads to its first day. */
static int32_t period_of(int32_t day, char frequency) {
    int month = date_month(day);
    switch (frequency) {
    case 'q':
        return date_month_start(month - month % 3);
    case 'y':
        return date_month_start(month % 12 >= 3 ? month - month % 12 + 3 : month - month % 12 - 9);
    case 'm':
        return date_month_start(month);
    default:
        return day;
    }
}

double measure_funnel_limit(const struct measure_funnel *f, double denominator,
                            double probability) {
    return f->per * funnel_limit(&f->funnel, denominator, probability);
}

static void judge_place(const struct measure_funnel *f, struct measure_funnel_place *p) {
    p->value = p->numerator / p->denominator * f->per;
    p->z_chance = funnel_z_chance(&f->funnel, p->numerator, p->denominator);
    p->z = funnel_z(&f->funnel, p->numerator, p->denominator);
    p->low95 = measure_funnel_limit(f, p->denominator, LOW_95);
    p->high95 = measure_funnel_limit(f, p->denominator, HIGH_95);
    p->low998 = measure_funnel_limit(f, p->denominator, LOW_998);
    p->high998 = measure_funnel_limit(f, p->denominator, HIGH_998);
    p->standing = p->value > p->high998 || p->value < p->low998 ? MEASURE_FAR_OUT
                  : p->value > p->high95 || p->value < p->low95 ? MEASURE_OUTLYING
                                                                : MEASURE_ORDINARY;
}

static const char *words(const struct measure_funnel *f, struct arena *arena) {
    size_t far_out = 0, outlying = 0, by_chance = 0;
    for (size_t i = 0; i < f->count; i++) {
        far_out += f->places[i].standing == MEASURE_FAR_OUT;
        outlying += f->places[i].standing == MEASURE_OUTLYING;
        by_chance += fabs(f->places[i].z_chance) > 3.09;
    }
    struct buf out = buf_new(arena);
    if (f->funnel.dispersed) {
        char ratio[NUMBER_PEOPLE_BYTES];
        buf_printf(
            &out,
            "Places differ by more than chance: %zu of %zu would lie far out (the variance is "
            "%s times that of chance). ",
            by_chance, f->count, number_people(f->funnel.phi, 1, ratio));
        if (f->funnel.spread != FUNNEL_EXACT)
            buf_puts(&out, "The limits allow for that, so what they mark stands out from ordinary "
                           "differences between places. ");
    } else {
        buf_puts(&out, "Places differ by no more than chance would make them. ");
    }
    buf_printf(&out,
               "%zu far out (99.8%% limits), %zu more outside the 95%% limits, where chance "
               "alone puts one in twenty.",
               far_out, outlying);
    return out.text;
}

bool measure_funnel(sqlite3 *db, const char *measure, const char *group, int32_t day,
                    enum funnel_spread spread, struct arena *arena, struct measure_funnel *out,
                    struct err *err) {
    struct measure_info info;
    if (!measure_info_read(db, measure, arena, &info, err)) return false;
    *out = (struct measure_funnel){.measure = info.id,
                                   .title = info.title,
                                   .unit = info.unit,
                                   .direction = info.direction,
                                   .per = info.per,
                                   .frequency = info.frequency,
                                   .start = period_of(day, info.frequency)};
    char period[DATE_BYTES];
    const char *kind = NULL;
    date_text(out->start, period);
    if ((!group && !read_kind(db, measure, period, arena, &kind, err)) ||
        !read_places(db, measure, period, kind, group, arena, out, err))
        return false;
    const char *name = info.title && *info.title ? info.title : measure;
    char people[DATE_BYTES];
    if (out->count == 0) {
        err_set(err, ERR_NOT_FOUND, "'%s' has no place with numerator and denominator on %s%s%s",
                name, date_people(out->start, people), group ? " in the group " : "",
                group ? group : "");
        return err_hint(err, "A funnel needs both of each place; values alone do not say how "
                             "large a place is.");
    }
    double *numerators = ARENA_NEW(arena, double, out->count);
    double *denominators = ARENA_NEW(arena, double, out->count);
    for (size_t i = 0; i < out->count; i++) {
        numerators[i] = out->places[i].numerator;
        denominators[i] = out->places[i].denominator;
    }
    enum funnel_kind shape = info.unit && strchr(info.unit, '%') && info.per == 100
                                 ? FUNNEL_PROPORTION
                             : info.unit && strncmp(info.unit, "ratio", 5) == 0 ? FUNNEL_RATIO
                                                                                : FUNNEL_RATE;
    if (!funnel_make(shape, spread, numerators, denominators, out->count, arena, &out->funnel, err))
        return err_context(err, "%s, %s", name, date_people(out->start, people));
    out->centre = info.per * out->funnel.centre;
    out->tau = info.per * out->funnel.tau;
    for (size_t i = 0; i < out->count; i++) judge_place(out, &out->places[i]);
    qsort(out->places, out->count, sizeof *out->places, by_value);
    out->words = words(out, arena);
    return true;
}
