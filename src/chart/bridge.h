/* A bridge (waterfall): from one figure to another by what is added and taken away, a row a step,
 * from top to bottom. Rows hold long names, so that it can be read on a narrow screen as well.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart.h"

struct chart_bridge_step {
    const char *title;
    bool total;    /* what it has come to: a bar from zero; amount, low and high are not used */
    double amount; /* added, or taken away where negative */
    double low,
        high; /* the least and most that it may be, with the sign of amount; NAN: no range */
};

struct chart_bridge {
    struct chart_frame frame;
    struct chart_unit unit;
    const char *up_title,
        *down_title; /* 'Opens the gap', 'Closes it'; NULL: 'Adds', 'Takes away' */
    const struct chart_bridge_step *steps;
    size_t step_count; /* the first CHART_BRIDGE_STEPS are drawn */
};
#define CHART_BRIDGE_STEPS 60

/* 760 wide where the frame does not say; as high as its rows need. */
void chart_bridge(const struct chart_bridge *chart, struct buf *out);

/* Step, amount, range, what it has come to. */
void chart_bridge_table(const struct chart_bridge *chart, struct buf *out);
