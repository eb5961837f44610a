/* What the model says of a measure, beside its targets.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "measure/forecast.h"
#include "model/simulate.h"

/* The measure's forecast (its model_output of its model_subject) in a scenario of the results, by
 * month. n is 0 where the model does not forecast it, or results have no months. */
MUST_CHECK bool report_forecast(sqlite3 *db, const struct model_results *results,
                                const char *scenario, const char *measure, const char *place,
                                struct arena *arena, struct measure_forecast *out, struct err *err);
