/* A measure at many places, each as a control chart on one scale.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart/multiples.h"
#include "store/query.h"

struct multiples_question {
    const char *measure;
    const char *place;   /* it is framed, and never left out; NULL: the system's */
    const char *against; /* the members of a group; NULL: all places of its kind */
    int32_t as_at;       /* DATE_NONE: all is known */
    size_t most;         /* places drawn */
};

/* The worst latest value first (where neither way is better: the highest). Fails with ERR_NOT_FOUND
 * where there is no such measure, place or group, ERR_TOO_FEW where nothing is observed. */
MUST_CHECK bool report_measure_multiples(sqlite3 *db, const struct multiples_question *question,
                                         struct arena *arena, struct chart_multiples *out,
                                         struct err *err);
