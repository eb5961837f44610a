/* A milestone trend chart: to the right the day of a report, upwards the deadline that it gave. A
 * line that runs level keeps its deadline, one that rises slips; where it meets the diagonal the
 * deadline is reached.
 *
 *     struct trend_point said[] = {{april, september}, {july, december}};
 *     struct trend_line line = {.title = "Teams in place", .points = said, .point_count = 2, ...};
 *     trend_svg(&(struct chart_trend){.frame = {.title = "Deadlines"}, .today = october,
 *                                     .lines = &line, .line_count = 1}, &out);
 *
 * Lines are told apart by their marks, and each is named. A disc on the diagonal is done, a dashed
 * line leads from the last report to the P50 of a forecast, with a bar up to its P80.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart.h"

struct trend_point {
    int32_t said_on, due;
};

/* Days that are not known are DATE_NONE. */
struct trend_line {
    const char *title;
    const struct trend_point *points; /* in order of said_on */
    size_t point_count;
    int32_t done;
    int32_t p50, p80; /* P80 DATE_NONE with a P50: later than anything that was seen */
};

struct chart_trend {
    struct chart_frame frame; /* width 760; below 600 names stand in the key only */
    int32_t today;
    const struct trend_line *lines;
    size_t line_count;
};

#define TREND_LINES 12 /* further ones are counted in the key */

void trend_svg(const struct chart_trend *chart, struct buf *out);
void trend_table(const struct chart_trend *chart, struct buf *out);
