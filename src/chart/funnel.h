/* Funnel plots: places of very different size in one period, between limits that are the wider the
 * smaller a place is (Spiegelhalter 2005). The chart judges nothing: limits and signals come from
 * the caller.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart.h"
#include "spc.h"

struct chart_funnel_place {
    const char *title;
    double size, value;
    enum chart_signal signal; /* beyond the 95% limits, and which way that is: named on the chart */
    bool far_out;             /* beyond the 99.8% limits */
    bool own;                 /* the place that the reader comes from: named, and ringed */
};

struct chart_funnel {
    struct chart_frame frame;
    struct chart_unit unit;
    const char *size_title; /* what the size counts */
    double centre;
    const struct chart_funnel_place *places;
    size_t place_count;
    /* The limits at rising sizes. */
    size_t curve_count;
    const double *sizes, *low95, *high95, *low998, *high998;
};

/* 760 x 460 where the frame does not say. */
void chart_funnel(const struct chart_funnel *chart, struct buf *out);

/* Place, size, value, and what stands out. */
void chart_funnel_table(const struct chart_funnel *chart, struct buf *out);
