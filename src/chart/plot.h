/* The frame of a chart with two axes: heading, plotting area, ticks, grid. For the charts of this
 * room.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "scale.h"
#include "svg.h"

struct plot {
    struct svg svg;
    double left, top, right, bottom; /* the plotting area */
    struct scale y;
    struct time_scale x;
};

/* The heading with its top at y = 0; returns the y below it. Beside it `reserved` stays free at the
 * right. Draws nothing when svg is NULL: only measures. */
double plot_heading(struct svg *svg, struct arena *arena, const struct chart_frame *frame,
                    double width, double reserved);

/* The name of the unit below a heading that ends at `top`, in small letters; one that is too long
 * for the width takes a second line, whose height is returned. Draws nothing when svg is NULL. */
double plot_unit(struct svg *svg, struct arena *arena, const struct chart_unit *unit, double top,
                 double width);

/* The small line at the foot; its height is 0 without a source. */
double plot_source_height(const struct chart_frame *frame);
void plot_source(struct svg *svg, const struct chart_frame *frame);

/* The width that the labels of an upright axis take. */
double plot_axis_width(const struct scale *y, const struct chart_unit *unit);

/* Grid lines with their labels, and the axis of dates with ticks. */
void plot_draw_y(struct plot *plot, const struct chart_unit *unit);
void plot_draw_dates(struct plot *plot, char frequency);

/* A day across the plot, such as today, named beside its top. */
void plot_draw_day(struct plot *plot, int32_t day, const char *title);
