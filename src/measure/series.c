/* The observations of a measure and place as arrays, judged; see verdict.h.
 *
 * SPDX-License-Identifier: MIT */
#include "verdict.h"

#include "base/limits.h"
#include "comparator.h"
#include "sweep.h"
#include "target.h"

#include <math.h>
#include <string.h>

static const char OBSERVATION_SQL[] =
    "SELECT period_start, numerator, denominator, value FROM observation "
    "WHERE measure = ?1 AND place = ?2 ORDER BY period_start";

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

const char *measure_period_text(int32_t start, char frequency, struct arena *arena) {
    char text[DATE_BYTES];
    if (frequency == 'd' || frequency == 'w') return arena_string(arena, date_people(start, text));
    if (frequency == 'y')
        return arena_string(arena, financial_year_text(date_financial_year(start), text));
    return arena_string(arena, date_month_people(date_month(start), text));
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

bool measure_row_take(struct query *q, const struct measure_info *info, int32_t as_at,
                      struct measure_row *out) {
    int32_t start = query_date(q, 0);
    if (start == DATE_NONE) return false;
    if (as_at != DATE_NONE && measure_period_end(start, info->frequency) > as_at) return false;
    *out = (struct measure_row){start, query_number(q, 1), query_number(q, 2), 0};
    out->value = measure_value(query_number(q, 3), out->numerator, out->denominator, info->per);
    return true;
}

bool measure_rows_read(sqlite3 *db, const struct measure_info *info, const char *place,
                       int32_t as_at, struct arena *arena, struct measure_rows *out,
                       struct err *err) {
    *out = (struct measure_rows){0};
    struct query *q = query_new(db, OBSERVATION_SQL, err);
    if (!q) return false;
    query_bind_text(q, 1, info->id);
    query_bind_text(q, 2, place);
    size_t capacity = 0;
    while (query_next(q)) {
        struct measure_row row;
        if (!measure_row_take(q, info, as_at, &row)) continue;
        if (out->n == capacity) {
            capacity = capacity ? 2 * capacity : 128;
            struct measure_row *more = ARENA_NEW(arena, struct measure_row, capacity);
            if (out->n) memcpy(more, out->rows, out->n * sizeof *more);
            out->rows = more;
        }
        out->rows[out->n++] = row;
    }
    return query_free(q, err);
}

void measure_rows_place(const struct measure_rows *rows, char frequency, int32_t first, size_t n,
                        double *values, double *numerators, double *denominators) {
    for (size_t k = 0; k < rows->n; k++) {
        const struct measure_row *row = &rows->rows[k];
        if (row->start < first) continue;
        size_t i = measure_slot(row->start, first, frequency);
        if (i >= n) continue;
        values[i] = row->value;
        numerators[i] = row->numerator;
        denominators[i] = row->denominator;
    }
}

/* What had happened by the day: who looks at it as it was then knows of nothing later. */
static bool notes(sqlite3 *db, const char *measure, const char *place, int32_t as_at,
                  struct arena *arena, struct measure_series *s, bool *starts, struct err *err) {
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
        if (date == DATE_NONE || (as_at != DATE_NONE && date > as_at)) continue;
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
    struct measure_subject subject;
    return measure_subject_read(db, measure, place, against, arena, &subject, err) &&
           measure_series_of(db, &subject, as_at, arena, s, err);
}

/* The rows of the subject's place: out of those that are read already, where they are. */
static bool rows_of(sqlite3 *db, const struct measure_subject *subject, int32_t as_at,
                    struct arena *arena, struct measure_rows *out, struct err *err) {
    const char *place = subject->place.id;
    if (!subject->sweep)
        return measure_rows_read(db, &subject->info, place, as_at, arena, out, err);
    const struct measure_swept *swept = measure_sweep_find(subject->sweep, place);
    *out = swept ? swept->rows : (struct measure_rows){0};
    return true;
}

bool measure_series_of(sqlite3 *db, struct measure_subject *subject, int32_t as_at,
                       struct arena *arena, struct measure_series *s, struct err *err) {
    const struct measure_info *info = &subject->info;
    const char *place = subject->place.id;
    struct measure_rows rows;
    *s = (struct measure_series){.options = info->options, .frequency = info->frequency};
    if (!place) return true;
    if (!rows_of(db, subject, as_at, arena, &rows, err)) return false;
    if (rows.n == 0) return true;
    int32_t first = rows.rows[0].start;
    s->n = measure_slot(rows.rows[rows.n - 1].start, first, info->frequency) + 1;
    if (s->n > LIMIT_DAYS)
        return err_set(err, ERR_TOO_LARGE, "%s: more than %d periods from first to last", info->id,
                       LIMIT_DAYS);
    s->starts = ARENA_NEW(arena, int32_t, s->n);
    s->target_due = ARENA_NEW(arena, int32_t, s->n);
    for (size_t i = 0; i < s->n; i++) {
        s->starts[i] = start_of(i, first, info->frequency);
        s->target_due[i] = DATE_NONE;
    }
    double **all[] = {
        &s->values,     &s->numerators, &s->denominators,          &s->targets,
        &s->trajectory, &s->comparator, &s->comparator_numerators, &s->comparator_denominators};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) *all[i] = missing(arena, s->n);
    measure_rows_place(&rows, info->frequency, first, s->n, s->values, s->numerators,
                       s->denominators);
    struct measure_comparator *comparator = &subject->comparator;
    if (!measure_comparator_fill(db, info, comparator, as_at, first,
                                 subject->keep ? subject->keep : arena, s, err))
        return false;
    s->comparator_id = comparator->id;
    s->comparator_title = comparator->title;
    bool *phase_starts = ARENA_NEW(arena, bool, s->n);
    const struct measure_sweep *sweep = subject->sweep;
    if (((!sweep || sweep->has_targets) &&
         !measure_targets_read(db, info->id, place, info->direction, arena, s, err)) ||
        ((!sweep || sweep->has_notes) &&
         !notes(db, info->id, place, as_at, arena, s, phase_starts, err)))
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
