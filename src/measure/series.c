/* The observations of a measure and place as arrays, judged; see verdict.h.
 *
 * SPDX-License-Identifier: MIT */
#include "verdict.h"

#include "base/limits.h"
#include "comparator.h"
#include "series.h"

#include <math.h>
#include <string.h>

static const char MEASURE_SQL[] =
    "SELECT id, title, definition, unit, direction, per, frequency, rules, comparator "
    "FROM measure WHERE id = ?1";
static const char OBSERVATION_SQL[] =
    "SELECT period_start, numerator, denominator, value FROM observation "
    "WHERE measure = ?1 AND place = ?2 ORDER BY period_start";

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
    if (!one_text(db, "SELECT place FROM system LIMIT 1", NULL, arena, &out->system, err) ||
        !one_text(db, "SELECT comparator FROM system LIMIT 1", NULL, arena, &out->nation, err))
        return false;
    out->id = place ? place : out->system;
    if (!out->id) return true;
    static const char title[] = "SELECT title FROM place WHERE id = ?1 UNION ALL "
                                "SELECT title FROM organisation WHERE id = ?1";
    if (!one_text(db, title, out->id, arena, &out->title, err)) return false;
    if (!out->title)
        return err_set(err, ERR_NOT_FOUND, "there is no place or organisation '%s'", out->id);
    return true;
}

int32_t measure_period_end(int32_t start, char frequency) {
    switch (frequency) {
    case 'd':
        return start;
    case 'w':
        return start + 6;
    case 'q':
        return date_add_months(start, 3) - 1;
    case 'y':
        return date_add_months(start, 12) - 1;
    default:
        return date_add_months(start, 1) - 1;
    }
}

size_t measure_slot(int32_t start, int32_t first, char frequency) {
    int months = date_month(start) - date_month(first);
    switch (frequency) {
    case 'd':
        return (size_t)(start - first);
    case 'w':
        return (size_t)((start - first) / 7);
    case 'q':
        return (size_t)(months / 3);
    case 'y':
        return (size_t)(months / 12);
    default:
        return (size_t)months;
    }
}

static int32_t start_of(size_t slot, int32_t first, char frequency) {
    switch (frequency) {
    case 'd':
        return first + (int32_t)slot;
    case 'w':
        return first + 7 * (int32_t)slot;
    case 'q':
        return date_add_months(first, 3 * (int)slot);
    case 'y':
        return date_add_months(first, 12 * (int)slot);
    default:
        return date_add_months(first, (int)slot);
    }
}

double measure_value(double value, double numerator, double denominator, double per) {
    if (!isnan(value)) return value;
    return denominator > 0 ? numerator / denominator * per : NAN;
}

static double *missing(struct arena *arena, size_t n) {
    double *x = ARENA_NEW(arena, double, n + 1);
    for (size_t i = 0; i < n; i++) x[i] = NAN;
    return x;
}

/* First and last period observed; DATE_NONE when there is none. */
static bool span(sqlite3 *db, const char *measure, const char *place, char frequency, int32_t as_at,
                 int32_t *first, int32_t *last, struct err *err) {
    *first = *last = DATE_NONE;
    struct query *q = query_new(db, OBSERVATION_SQL, err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    query_bind_text(q, 2, place);
    while (query_next(q)) {
        int32_t start = query_date(q, 0);
        if (start == DATE_NONE) continue;
        if (as_at != DATE_NONE && measure_period_end(start, frequency) > as_at) continue;
        if (*first == DATE_NONE) *first = start;
        *last = start;
    }
    return query_free(q, err);
}

static bool fill(sqlite3 *db, const char *measure, const char *place, char frequency, int32_t as_at,
                 int32_t first, size_t n, double per, double *values, double *numerators,
                 double *denominators, struct err *err) {
    struct query *q = query_new(db, OBSERVATION_SQL, err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    query_bind_text(q, 2, place);
    while (query_next(q)) {
        int32_t start = query_date(q, 0);
        if (start == DATE_NONE || start < first) continue;
        if (as_at != DATE_NONE && measure_period_end(start, frequency) > as_at) continue;
        size_t i = measure_slot(start, first, frequency);
        if (i >= n) continue;
        numerators[i] = query_number(q, 1);
        denominators[i] = query_number(q, 2);
        values[i] = measure_value(query_number(q, 3), numerators[i], denominators[i], per);
    }
    return query_free(q, err);
}

/* The target in force in a period is the first one that is due at its end or later; after the last
 * due date it stays. Of several for one date the least demanding is taken, since that one is owed
 * by all who set one. */
static bool targets(sqlite3 *db, const char *measure, const char *place,
                    enum measure_direction direction, struct measure_series *s, struct err *err) {
    struct query *q = query_new(
        db,
        "SELECT due, value FROM target WHERE measure = ?1 AND place = ?2 AND value IS NOT NULL ORDER BY due",
        err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    query_bind_text(q, 2, place);
    int32_t before = DATE_NONE, due_of = DATE_NONE;
    while (query_next(q)) {
        int32_t due = query_date(q, 0);
        double value = query_number(q, 1);
        if (due == DATE_NONE || isnan(value)) continue;
        if (due != due_of) {
            before = due_of;
            due_of = due;
        }
        for (size_t i = 0; i < s->n; i++) {
            int32_t end = measure_period_end(s->starts[i], s->frequency);
            if (before != DATE_NONE && end <= before) continue;
            bool same_date = s->target_due[i] == due;
            bool easier =
                direction == MEASURE_HIGHER ? value < s->targets[i] : value > s->targets[i];
            if (same_date && !easier) continue;
            s->targets[i] = value;
            s->target_due[i] = due;
        }
    }
    return query_free(q, err);
}

static bool notes(sqlite3 *db, const char *measure, const char *place, struct arena *arena,
                  struct measure_series *s, bool *starts, struct err *err) {
    struct query *q = query_new(db,
                                "SELECT from_date, kind, title FROM annotation WHERE measure = ?1 "
                                "AND (place IS NULL OR place = ?2) ORDER BY from_date",
                                err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    query_bind_text(q, 2, place);
    size_t capacity = 0;
    while (query_next(q)) {
        int32_t date = query_date(q, 0);
        if (date == DATE_NONE) continue;
        if (s->note_count == capacity) {
            capacity = capacity ? 2 * capacity : 8;
            struct measure_note *more = ARENA_NEW(arena, struct measure_note, capacity);
            if (s->note_count) memcpy(more, s->notes, s->note_count * sizeof *more);
            s->notes = more;
        }
        const char *kind = query_text(q, 1), *title = query_text(q, 2);
        bool rebase = kind && strcmp(kind, "rebase") == 0;
        s->notes[s->note_count++] =
            (struct measure_note){date, rebase, title ? arena_string(arena, title) : ""};
        /* A rebase starts a phase with the first period that begins on its day or later. */
        for (size_t i = 0; rebase && i < s->n; i++)
            if (s->starts[i] >= date) {
                starts[i] = true;
                break;
            }
    }
    return query_free(q, err);
}

bool measure_series(sqlite3 *db, const char *measure, const char *place, int32_t as_at,
                    struct arena *arena, struct measure_series *s, struct err *err) {
    return measure_series_against(db, measure, place, NULL, as_at, arena, s, err);
}

bool measure_series_against(sqlite3 *db, const char *measure, const char *place,
                            const char *against, int32_t as_at, struct arena *arena,
                            struct measure_series *s, struct err *err) {
    struct measure_info info;
    struct measure_place where;
    struct measure_comparator comparator;
    if (!measure_info_read(db, measure, arena, &info, err) ||
        !measure_place_read(db, place, arena, &where, err) ||
        !measure_comparator_read(db, &info, &where, against, arena, &comparator, err))
        return false;
    *s = (struct measure_series){.options = info.options, .frequency = info.frequency};
    int32_t first, last;
    if (!where.id) return true;
    if (!span(db, measure, where.id, info.frequency, as_at, &first, &last, err)) return false;
    if (first == DATE_NONE) return true;
    s->n = measure_slot(last, first, info.frequency) + 1;
    if (s->n > LIMIT_DAYS)
        return err_set(err, ERR_TOO_LARGE, "%s: more than %d periods from first to last", measure,
                       LIMIT_DAYS);
    s->starts = ARENA_NEW(arena, int32_t, s->n);
    s->target_due = ARENA_NEW(arena, int32_t, s->n);
    for (size_t i = 0; i < s->n; i++) {
        s->starts[i] = start_of(i, first, info.frequency);
        s->target_due[i] = DATE_NONE;
    }
    double **all[] = {&s->values,
                      &s->numerators,
                      &s->denominators,
                      &s->targets,
                      &s->comparator,
                      &s->comparator_numerators,
                      &s->comparator_denominators};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) *all[i] = missing(arena, s->n);
    if (!fill(db, measure, where.id, info.frequency, as_at, first, s->n, info.per, s->values,
              s->numerators, s->denominators, err))
        return false;
    if (!measure_comparator_fill(db, &info, &comparator, as_at, first, s, err)) return false;
    s->comparator_id = comparator.id;
    s->comparator_title = comparator.title;
    bool *phase_starts = ARENA_NEW(arena, bool, s->n);
    if (!targets(db, measure, where.id, info.direction, s, err) ||
        !notes(db, measure, where.id, arena, s, phase_starts, err))
        return false;
    s->points = ARENA_NEW(arena, struct spc_point, s->n);
    s->phases = ARENA_NEW(arena, struct spc_phase, s->n);
    s->phase_count = spc_judge(s->values, phase_starts, s->n, &s->options, s->points, s->phases);
    s->phase_of = ARENA_NEW(arena, size_t, s->n);
    for (size_t p = 0; p < s->phase_count; p++)
        for (size_t i = 0; i < s->phases[p].count; i++) s->phase_of[s->phases[p].first + i] = p;
    return true;
}

double measure_year_mean(const struct measure_series *s, double per, int year, size_t *periods) {
    double sum = 0, numerator = 0, denominator = 0;
    size_t n = 0;
    bool both = true;
    for (size_t i = 0; i < s->n; i++) {
        if (date_financial_year(s->starts[i]) != year || isnan(s->values[i])) continue;
        n++;
        sum += s->values[i];
        both = both && s->numerators[i] == s->numerators[i] && s->denominators[i] > 0;
        numerator += s->numerators[i];
        denominator += s->denominators[i];
    }
    if (periods) *periods = n;
    if (n == 0) return NAN;
    return both && denominator > 0 ? numerator / denominator * per : sum / (double)n;
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
