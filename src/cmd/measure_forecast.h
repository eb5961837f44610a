/* What weft measure --forecast prints.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "measure/verdict.h"

/* path: what `weft simulate` wrote; scenario NULL: the plan's. */
MUST_CHECK bool measure_forecast_print(sqlite3 *db, const char *measure, const char *place,
                                       const char *path, const char *scenario, bool as_json,
                                       struct arena *arena, struct err *err);

/* One line on what the latest run that the package keeps says of a measure after its last value;
 * nothing where there is none. scenario NULL: 'plan'. */
MUST_CHECK bool measure_forecast_line(sqlite3 *db, const struct measure_verdict *verdict,
                                      const char *scenario, struct arena *arena, struct buf *out,
                                      struct err *err);
