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
};

/* Fails with ERR_NOT_FOUND when there is no such measure. */
MUST_CHECK bool measure_info_read(sqlite3 *db, const char *measure, struct arena *arena,
                                  struct measure_info *out, struct err *err);

struct measure_place {
    const char *id, *title;                    /* NULL where there is no system */
    const char *system;                        /* the system's place */
    const char *comparator, *comparator_title; /* NULL where there is none, or the place is it */
};

/* place NULL: the system's. Fails with ERR_NOT_FOUND when there is no such place. */
MUST_CHECK bool measure_place_read(sqlite3 *db, const char *place, struct arena *arena,
                                   struct measure_place *out, struct err *err);

/* Last day of the period that begins on a day. */
int32_t measure_period_end(int32_t start, char frequency);
