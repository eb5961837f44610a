/* The key of a chart, and names at the ends of lines.
 *
 * SPDX-License-Identifier: MIT */
#include "legend.h"

#include <math.h>
#include <stdio.h>

#define SIZE 13.0
#define SAMPLE 30.0 /* a sample and the gap behind it */
#define GAP 18.0    /* between items */
#define LABEL_HEIGHT 16.0

static double sample_width(const struct legend_item *item) {
    return item->kind == LEGEND_WORDS ? 0 : SAMPLE;
}

static double item_width(struct arena *arena, const struct legend_item *item, double width) {
    const char *text = svg_fit(arena, item->text, SIZE, false, width - sample_width(item));
    return sample_width(item) + svg_text_width(text, SIZE, false);
}

/* Where an item stands: moves on from where the last one ended. */
static void place(double width, double wide, double *x, int *line) {
    if (*x > 0 && *x + wide > width) {
        *x = 0;
        ++*line;
    }
}

double legend_height(struct arena *arena, const struct legend_item *items, size_t n, double width) {
    double x = 0;
    int line = 0;
    for (size_t i = 0; i < n; i++) {
        double wide = item_width(arena, &items[i], width);
        if (items[i].kind == LEGEND_NOTE && x > 0) wide = width; /* a note begins a line */
        place(width, wide, &x, &line);
        x += wide + GAP;
    }
    return n ? LEGEND_LINE_HEIGHT * (line + 1) : 0;
}

static void sample(struct svg *svg, double x, double y, const struct legend_item *item) {
    char number[16];
    switch (item->kind) {
    case LEGEND_LINE:
        svg_line(svg, x, y, x + SAMPLE - 7, y, &item->paint);
        break;
    case LEGEND_MARK:
        mark_draw(svg, x + 12, y, 5.5, item->signal);
        break;
    case LEGEND_BAND:
        svg_rect(svg, x, y - 6, SAMPLE - 7, 12, 0, &item->paint);
        break;
    case LEGEND_BANDED_LINE:
        svg_rect(svg, x, y - 6, SAMPLE - 7, 12, 0, &item->band);
        svg_line(svg, x, y, x + SAMPLE - 7, y, &item->paint);
        break;
    case LEGEND_SHAPE:
        mark_shape(svg, x + 12, y, 5, item->shape, item->paint.stroke);
        break;
    case LEGEND_WORDS:
        break;
    case LEGEND_NOTE:
        svg_circle(svg, x + 12, y, 8, &(struct svg_paint){.fill = CHART_TEXT});
        snprintf(number, sizeof number, "%d", item->number);
        svg_text(svg, x + 12, y + 4,
                 &(struct svg_font){.size = 11, SVG_MIDDLE, .bold = true, .colour = "#ffffff"},
                 number);
    }
}

void legend_draw(struct svg *svg, double x, double y, double width, const struct legend_item *items,
                 size_t n) {
    double at = 0;
    int line = 0;
    for (size_t i = 0; i < n; i++) {
        double wide = item_width(svg->out->arena, &items[i], width);
        if (items[i].kind == LEGEND_NOTE && at > 0) wide = width;
        place(width, wide, &at, &line);
        double middle = y + LEGEND_LINE_HEIGHT * (line + 0.5);
        sample(svg, x + at, middle, &items[i]);
        double before = sample_width(&items[i]);
        svg_text(svg, x + at + before, middle + 4.5, &(struct svg_font){.size = SIZE},
                 svg_fit(svg->out->arena, items[i].text, SIZE, false, width - before));
        at += wide + GAP;
    }
}

void end_labels_draw(struct svg *svg, double x, double width, double top, double bottom,
                     struct end_label *labels, size_t n) {
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && labels[k].y < labels[k - 1].y; k--) {
            struct end_label swap = labels[k];
            labels[k] = labels[k - 1];
            labels[k - 1] = swap;
        }
    for (size_t i = 0; i < n; i++) {
        double least = i ? labels[i - 1].y + LABEL_HEIGHT : top;
        labels[i].y = fmax(labels[i].y, least);
    }
    for (size_t i = n; i-- > 0;) {
        double most = i + 1 < n ? labels[i + 1].y - LABEL_HEIGHT : bottom;
        labels[i].y = fmin(labels[i].y, most);
    }
    for (size_t i = 0; i < n; i++)
        svg_text(svg, x, labels[i].y + 4.5,
                 &(struct svg_font){.size = SIZE, .colour = labels[i].colour},
                 svg_fit(svg->out->arena, labels[i].text, SIZE, false, width));
}
