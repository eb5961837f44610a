/* All places of one measure, read in one pass: what judging each of them needs of the tables.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "series.h"

struct measure_swept {
    const char *place, *title; /* title NULL: the place is in no table */
    struct measure_rows rows;
};

struct measure_sweep {
    struct measure_swept *places; /* by id */
    size_t count;
    bool has_targets, has_notes; /* whether the measure has any, of whatever place */
};

/* As measure_rows_read has them, of every place that has any. */
MUST_CHECK bool measure_sweep_read(sqlite3 *db, const struct measure_info *info, int32_t as_at,
                                   struct arena *arena, struct measure_sweep *out, struct err *err);

/* NULL where the place has no rows. */
const struct measure_swept *measure_sweep_find(const struct measure_sweep *sweep,
                                               const char *place);
