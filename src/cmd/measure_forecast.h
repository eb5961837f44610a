/* What weft measure --forecast prints.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

#include <sqlite3.h>

/* path: what `weft simulate` wrote; scenario NULL: the plan's. */
MUST_CHECK bool measure_forecast_print(sqlite3 *db, const char *measure, const char *place,
                                       const char *path, const char *scenario, bool as_json,
                                       struct arena *arena, struct err *err);
