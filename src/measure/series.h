/* What the files of this room share: a measure and a place, read from their tables.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "verdict.h"

struct measure_info {
    const char *id, *title, *definition, *unit;
    enum measure_direction direction;
    double per;
    char frequency; /* d, w, m, q or y */
    struct spc_options options;
    const char *comparator; /* the measure's own; NULL: the system's */
};

/* Fails with ERR_NOT_FOUND when there is no such measure. */
MUST_CHECK bool measure_info_read(sqlite3 *db, const char *measure, struct arena *arena,
                                  struct measure_info *out, struct err *err);

struct measure_place {
    const char *id, *title; /* NULL where there is no system */
    const char *system;     /* the system's place */
    const char *nation;     /* the system's comparator; NULL: none */
};

/* Fills id and title of a struct whose system is known already. place NULL: the system's. */
MUST_CHECK bool measure_place_name(sqlite3 *db, const char *place, struct arena *arena,
                                   struct measure_place *out, struct err *err);

/* place NULL: the system's. Fails with ERR_NOT_FOUND when there is no such place. */
MUST_CHECK bool measure_place_read(sqlite3 *db, const char *place, struct arena *arena,
                                   struct measure_place *out, struct err *err);

/* Last day of the period that begins on a day. */
int32_t measure_period_end(int32_t start, char frequency);

/* A period in words: 'April 2018' (of quarters too: their first month), '2018/19', or its first
 * day. */
const char *measure_period_text(int32_t start, char frequency, struct arena *arena);

/* The place of a period in a series without holes that begins with `first`. */
size_t measure_slot(int32_t start, int32_t first, char frequency);

/* The value of an observation: the one given, else numerator / denominator * per, else NAN. */
double measure_value(double value, double numerator, double denominator, double per);

/* The first column of all rows that are left, which is not NULL; the query is freed. */
MUST_CHECK bool measure_texts(struct query *query, struct arena *arena, const char *const **out,
                              size_t *count, struct err *err);

/* The observations of a measure and place in time order, as known on a day (DATE_NONE: all). */
struct measure_rows {
    size_t n;
    struct measure_row {
        int32_t start;
        double numerator, denominator, value; /* value as measure_value has it */
    } * rows;
};
MUST_CHECK bool measure_rows_read(sqlite3 *db, const struct measure_info *info, const char *place,
                                  int32_t as_at, struct arena *arena, struct measure_rows *out,
                                  struct err *err);

/* The row that a query stands at: period_start, numerator, denominator, value. False where it has
 * no day, or was not known on the day (DATE_NONE: all is). */
MUST_CHECK bool measure_row_take(struct query *query, const struct measure_info *info,
                                 int32_t as_at, struct measure_row *out);

/* Puts them into the arrays of a series of n periods that begins with first; what is not there is
 * left alone. */
void measure_rows_place(const struct measure_rows *rows, char frequency, int32_t first, size_t n,
                        double *values, double *numerators, double *denominators);

/* Whom a place is compared with: another place, the places that lie in it, or a group. */
struct measure_comparator {
    const char *id, *title; /* NULL: none, or the place itself */
    enum { COMPARATOR_PLACE, COMPARATOR_CHILDREN, COMPARATOR_GROUP } kind;
    const char *without;       /* the place that is compared */
    struct measure_rows *rows; /* of a single place, once they are read */
};

struct measure_sweep; /* sweep.h */

/* A measure, a place, and whom it is compared with. */
struct measure_subject {
    struct measure_info info;
    struct measure_place place;
    struct measure_comparator comparator;
    struct arena *keep;                /* for the comparator's rows; NULL: where the series is */
    const struct measure_sweep *sweep; /* all places of the measure, where many are judged; NULL */
};
MUST_CHECK bool measure_subject_read(sqlite3 *db, const char *measure, const char *place,
                                     const char *against, struct arena *arena,
                                     struct measure_subject *out, struct err *err);

/* The series of a subject; the comparator's rows are kept in it for the next place. */
MUST_CHECK bool measure_series_of(sqlite3 *db, struct measure_subject *subject, int32_t as_at,
                                  struct arena *arena, struct measure_series *out, struct err *err);
