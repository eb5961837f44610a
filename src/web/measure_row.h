/* What is said of a measure, as a row of a page.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "route.h"
#include "views.h"

/* From a verdict and, where the brief has one of the same measure and place, the model's forecast.
 */
struct view_measure_row measure_row(struct visit *visit, const struct measure_verdict *verdict);

/* A value as people write it: 14.2, 85.3%. On the arena. */
const char *measure_row_value(struct arena *arena, double value, const char *unit);

/* Places and organisations with observations of a measure (NULL: of any) as choices, the comparator
 * left out; first: the text of the choice of none, or NULL. */
MUST_CHECK bool measure_choices(struct visit *visit, sqlite3 *db, const char *measure,
                                const char *chosen, const char *first,
                                const struct view_option **out, size_t *count, struct err *err);
