/* What the files of the SPC chart share.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "plot.h"
#include "spc.h"

static const struct svg_paint spc_value_line = {.stroke = CHART_GREY, .width = 2};
static const struct svg_paint spc_mean_line = {.stroke = CHART_TEXT_SECOND, .width = 1.5};
static const struct svg_paint spc_limit_line = {
    .stroke = CHART_TEXT_SECOND, .width = 1.5, .dash = "5 4"};
static const struct svg_paint spc_target_line = {.stroke = CHART_RED, .width = 2, .dash = "9 4"};
static const struct svg_paint spc_other_line = {
    .stroke = CHART_DARK_BLUE, .width = 1.75, .dash = "2 3"};

static inline enum chart_signal spc_signal_of(const struct chart_spc *chart, size_t i) {
    return chart->signals ? chart->signals[i] : CHART_COMMON;
}

static inline char spc_frequency(const struct chart_spc *chart) {
    return chart->frequency ? chart->frequency : 'm';
}

static inline const char *spc_or(const char *text, const char *other) {
    return text && *text ? text : other;
}

/* All the numbers of a chart, and the axis that they fit on; position not yet set. */
struct range spc_range(const struct chart_spc *chart);
struct scale spc_scale(const struct chart_spc *chart, int wanted);

/* The phase of a point; NULL where there is none. */
const struct chart_phase *spc_phase_of(const struct chart_spc *chart, size_t i);

/* Index of the last value that can be drawn; n where there is none. */
size_t spc_last(const struct chart_spc *chart);

/* 'April 2018: 12.3; improvement (a run of seven)'. */
const char *spc_point_words(const struct chart_spc *chart, size_t i, int decimals,
                            struct arena *arena);

/* Two or three sentences on all of it. */
const char *spc_description(const struct chart_spc *chart, int decimals, struct arena *arena);

/* x of the points, and of the borders between them (n + 1), which lie halfway. */
void spc_positions(const struct chart_spc *chart, const struct time_scale *scale, double *x,
                   double *borders);

/* Limits and mean of each phase, the line of the values, and (marks) their points. */
void spc_draw_limits(struct plot *plot, const struct chart_spc *chart, const double *borders,
                     double width);
void spc_draw_values(struct plot *plot, const struct chart_spc *chart, const double *x,
                     double width);
/* The y of each value. */
double *spc_heights(struct plot *plot, const double *values, size_t n);
/* A line that keeps its value from border to border: a target. */
void spc_draw_steps(struct plot *plot, const double *values, size_t n, const double *borders,
                    const struct svg_paint *paint);
