/* Results of the model as views.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "route.h"
#include "views.h"

/* The financial years of a scenario's results, in order. */
const char *const *model_years(struct visit *visit, const char *scenario, size_t *count);

/* An output of a subject by year, without and with the plan; none where the model says nothing.
 * Divided by unit. */
const struct view_system_year *model_by_year(struct visit *visit, const char *output,
                                             const char *subject, double unit, size_t *count);
