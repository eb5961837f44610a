/* How many replications a wanted precision takes; see model_options.precision_pct. Private to the
 * room.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "simulate.h"
#include "tables.h"

struct precision {
    double pct; /* 0: none is asked for */
    struct model_only *of;
    size_t count;
    int most;
};

/* From the options; without precision_of, from what the measures of the package are forecast by. */
MUST_CHECK bool precision_begin(struct precision *precision, sqlite3 *db,
                                const struct model_options *options, const struct tables *tables,
                                struct arena *arena, struct err *err);

/* How many to begin with. */
int precision_first(const struct precision *precision, int replications);

/* Whether more are needed after `done` of them, and how many in all then. False as well, with err,
 * when no row is one of those asked for. */
bool precision_next(const struct precision *precision, const struct model_results *results,
                    size_t done, size_t *next, struct err *err);

/* Says in the results how precise each row is. */
void precision_report(const struct precision *precision, struct model_results *results,
                      struct arena *arena);
