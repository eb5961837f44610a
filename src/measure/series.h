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

/* place NULL: the system's. Fails with ERR_NOT_FOUND when there is no such place. */
MUST_CHECK bool measure_place_read(sqlite3 *db, const char *place, struct arena *arena,
                                   struct measure_place *out, struct err *err);

/* Last day of the period that begins on a day. */
int32_t measure_period_end(int32_t start, char frequency);

/* The place of a period in a series without holes that begins with `first`. */
size_t measure_slot(int32_t start, int32_t first, char frequency);

/* The value of an observation: the one given, else numerator / denominator * per, else NAN. */
double measure_value(double value, double numerator, double denominator, double per);

/* The first column of all rows that are left, which is not NULL; the query is freed. */
MUST_CHECK bool measure_texts(struct query *query, struct arena *arena, const char *const **out,
                              size_t *count, struct err *err);
