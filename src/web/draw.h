/* Measures and results as pictures, drawn by chart/.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart/spc.h"
#include "route.h"
#include "views.h"

/* Icons and sparkline of a row. */
void draw_row(struct visit *visit, const struct measure_verdict *verdict,
              const struct measure_series *series, struct view_measure_row *row);

/* The control chart of a measure, with what the model expects with the plan from the last value on.
 * width 0: the chart's own. */
struct html draw_measure(struct visit *visit, const struct measure_verdict *verdict,
                         const struct measure_series *series, const struct chart_fan *fan,
                         int width, bool focusable);
