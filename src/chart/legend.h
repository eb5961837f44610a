/* The key of a chart: samples with words, in as many lines as they need; and names at the ends of
 * lines, pushed apart. For the charts of this room.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "mark.h"

struct legend_item {
    enum {
        LEGEND_LINE,
        LEGEND_MARK,
        LEGEND_BAND,
        LEGEND_BANDED_LINE,
        LEGEND_SHAPE,
        LEGEND_NOTE,
        LEGEND_WORDS, /* without a sample */
    } kind;
    struct svg_paint paint; /* of a line or band; the stroke is the colour of a shape */
    struct svg_paint band;  /* of a line with a band around it */
    enum mark_shape shape;
    enum chart_signal signal;
    int number;       /* of a note: 1, 2, ... */
    const char *text; /* whole; cut to the width of the chart */
};

#define LEGEND_LINE_HEIGHT 20.0
/* How high the items are when set in that width; then drawn, with their top at y. */
double legend_height(struct arena *arena, const struct legend_item *items, size_t n, double width);
void legend_draw(struct svg *svg, double x, double y, double width, const struct legend_item *items,
                 size_t n);

struct end_label {
    double y; /* where the line ends */
    const char *text, *colour;
};
/* Draws the labels from x on, none nearer than a line's height to another, within top and bottom
 * where they fit. Sorts them. */
void end_labels_draw(struct svg *svg, double x, double width, double top, double bottom,
                     struct end_label *labels, size_t n);
