/* What weft measure --funnel prints.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

#include <sqlite3.h>
#include <stdint.h>

/* The first day of a month (2018-04), or the day itself; option is named in the message. */
MUST_CHECK bool measure_funnel_day(const char *period, const char *option, int32_t *day,
                                   struct err *err);

/* period is a month (2018-04) or a day; group NULL: all places of one kind; spread as on the
 * command line. */
MUST_CHECK bool measure_funnel_print(sqlite3 *db, const char *measure, const char *period,
                                     const char *group, const char *spread, bool as_json,
                                     struct arena *arena, struct err *err);
