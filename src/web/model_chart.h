/* Results of the model as charts: scenarios over time, and who goes where.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart/bands.h"
#include "model/simulate.h"
#include "route.h"

#define MODEL_CHART_LINES 3

/* A scenario of a run. */
struct model_chart_line {
    const struct model_results *results;
    const char *scenario, *title;
};

struct model_chart {
    const char *id, *title, *unit;
    const char *output, *subject;
    double divisor; /* of all values; 0: 1 */
    bool whole;     /* written without decimals */
    char frequency; /* m or y */
    struct model_chart_line lines[MODEL_CHART_LINES];
    size_t line_count;
    const char *difference;  /* NULL, or the title of the last line less the one before it, taken
                                future by future and drawn below */
    const double *limits;    /* drawn as a red line, one for each period; NULL: none */
    const char *limit_title; /* 'Capacity' */
    int width;               /* 0: the chart's own */
    bool focusable;
    int futures; /* only so many futures of each line are counted, for lines of which one has seen
                    fewer; 0: all */
};

/* Doing nothing and the plan, as far as the model has run them. */
struct model_chart model_chart_new(const struct visit *visit);

/* Drawn with its table below (table: NULL, or where it goes); nothing where no line has values. */
struct html model_chart_draw(const struct visit *visit, const struct model_chart *chart,
                             struct html *table);

/* Settings (or families of settings) and who goes where between them in a year of a scenario. */
struct model_flow_chart {
    const char *scenario, *scenario_title, *year;
    bool families;
};
struct view_system_setting;
MUST_CHECK bool model_flow_draw(struct visit *visit, sqlite3 *db,
                                const struct model_flow_chart *chart,
                                const struct view_system_setting *settings, size_t setting_count,
                                struct html *picture, struct html *table, struct err *err);
