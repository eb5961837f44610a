/* A package to try things on: a copy in memory, whose numbers may be changed. Private to the room.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "store/query.h"

/* The caller closes *copy, also after a failure. */
MUST_CHECK bool trial_copy(sqlite3 *from, sqlite3 **copy, struct err *err);

/* Simulates until that day at most: what comes later does not change what is before it. */
MUST_CHECK bool trial_shorten(sqlite3 *copy, int32_t until, struct err *err);

/* The last day simulated, and setting it. */
MUST_CHECK bool trial_end(sqlite3 *copy, int32_t *end, struct err *err);
MUST_CHECK bool trial_set_end(sqlite3 *copy, int32_t end, struct err *err);

/* The last day of a period 2018-04 or 2018/19; DATE_NONE for any other text. */
int32_t trial_period_end(const char *period);
