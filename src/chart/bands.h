/* Lines with bands over time: what a model expects in two or three scenarios, what was then
 * observed, and below it, on an axis of its own, the paired difference between two of them. The
 * chart compares nothing itself: differences come from the caller.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart.h"

#define CHART_BANDS_LINES 4 /* further ones are not drawn */

/* A line and the band around it: one future in ten is below low, one in ten above high. */
struct chart_bands_line {
    const char *title;        /* 'With the plan' */
    const double *middle;     /* one value for each date; NAN: a gap. NULL: no such line */
    const double *low, *high; /* NULL: no band */
};

struct chart_bands {
    struct chart_frame frame;
    struct chart_unit unit;
    char frequency; /* d, w, m, q or y: the length of a period; 0: m */
    size_t n;
    const int32_t *dates; /* the first day of each period, rising */
    const struct chart_bands_line *lines;
    size_t line_count;
    const double *observed;             /* NULL: none. Black dots */
    const char *observed_title;         /* NULL: 'Observed' */
    const double *targets;              /* in force in each period; NULL: none */
    const char *target_title;           /* NULL: 'Target' */
    struct chart_bands_line difference; /* middle NULL: none */
    int32_t today;           /* a line across, such as the day of the report; outside: none */
    const char *today_title; /* NULL: the day */
};

/* 760 x 400 where the frame does not say, and more where a difference stands below. */
void chart_bands(const struct chart_bands *chart, struct buf *out);

/* Period, each line with its range, observed, target, difference. */
void chart_bands_table(const struct chart_bands *chart, struct buf *out);
