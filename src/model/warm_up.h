/* Where the warm-up ends: as said, or by MSER-5 on a pilot (stats/mser.h).
 *
 * The pilot is the system without any scheme, standing as on its first day, without seasons,
 * WARM_UP_RUNS times from its beginning, by random numbers of its own: so the length is the
 * package's and the same for all scenarios, seeds and threads. Looked at is the number of people in
 * places and in queues, day by day, mean over the runs. It begins with a year and is doubled until
 * the rule finds its end in the first half, or until it is twice the longest warm-up allowed.
 * Private to the room.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "simulate.h"
#include "tables.h"

#define WARM_UP_RUNS 5

/* Sets tables->warm_up_days, by the pilot where that is asked for, and tells of it. */
MUST_CHECK bool warm_up_settle(struct tables *tables, const struct model_options *options,
                               struct model_warm_up *out, struct err *err);

/* Of a package to try things on (trial.h) that asks for the rule: once for all, writes what comes
 * of it as the days of the warm-up. */
MUST_CHECK bool warm_up_keep(sqlite3 *copy, const struct model_options *options, struct err *err);
