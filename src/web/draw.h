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

/* A chart below a heading of the page: wide (width 0: the chart's own), or narrow with an id of its
 * own. */
void draw_frame(struct chart_frame *frame, int width, const char *narrow_id);

struct draw_size {
    const char *id;
    int width, height;    /* 0: the chart's own */
    bool bare, focusable; /* without a heading; with points that can be reached */
};

/* What the model expects of a measure by year, without and with the plan, and what came. target:
 * drawn from the year of the brief on; NAN: none. */
struct html draw_forecast(struct visit *visit, const struct brief_comparison *comparison,
                          double target, const struct draw_size *size);
