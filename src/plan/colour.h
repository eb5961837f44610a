/* Colours by a scheme that the package holds (table rag_scheme): bodies mean different things by
 * amber, so a colour is only ever derived from stage, schedule, delivery confidence and evidence by
 * a named scheme, and shown with that scheme's words.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "status.h"

struct colour_step {
    const char *colour, *words;
    const char *stage, *schedule, *confidence; /* with '|' between; "" any; stage '-': not said */
    bool five;                              /* confidence is of the scale of five, else of three */
    int64_t late_from, late_to, moved_from; /* days; INT64_MIN, INT64_MAX: any */
    int64_t evidence_from, evidence_to;
};

struct colour_scheme {
    const char *name;
    struct colour_step *steps; /* in their order */
    size_t count;
};

/* The scheme of that name; NULL: the first of the package. Without any, name is NULL and count is
 * 0; a name that is not there: ERR_NOT_FOUND. On the arena. */
MUST_CHECK bool colour_scheme_read(sqlite3 *db, const char *name, struct arena *arena,
                                   struct colour_scheme *out, struct err *err);

/* The first step that holds for an item on a day; NULL: none does. */
const struct colour_step *colour_of(const struct colour_scheme *scheme,
                                    const struct plan_item *item, int32_t as_at);
