/* The frame of a chart with two axes.
 *
 * SPDX-License-Identifier: MIT */
#include "plot.h"

#include <math.h>

#define TITLE_SIZE 18.0
#define SUBTITLE_SIZE 14.0
#define UNIT_SIZE 13.0
#define UNIT_LINE 16.0
#define TICK_SIZE 13.0
#define SOURCE_HEIGHT 20.0
#define MARGIN 12.0

double plot_heading(struct svg *svg, struct arena *arena, const struct chart_frame *frame,
                    double width, double reserved) {
    double y = MARGIN, wide = width - 2 * MARGIN - reserved;
    const char *lines[2];
    size_t n = frame->bare || !frame->title
                   ? 0
                   : svg_wrap(arena, frame->title, TITLE_SIZE, true, wide, 2, lines);
    for (size_t i = 0; i < n; i++) {
        y += TITLE_SIZE + 3;
        if (svg)
            svg_text(svg, MARGIN, y - 5, &(struct svg_font){.size = TITLE_SIZE, .bold = true},
                     lines[i]);
    }
    n = frame->subtitle ? svg_wrap(arena, frame->subtitle, SUBTITLE_SIZE, false, wide, 2, lines)
                        : 0;
    for (size_t i = 0; i < n; i++) {
        y += SUBTITLE_SIZE + 4;
        if (svg)
            svg_text(svg, MARGIN, y - 4, &(struct svg_font){.colour = CHART_TEXT_SECOND}, lines[i]);
    }
    return y;
}

double plot_unit(struct svg *svg, struct arena *arena, const struct chart_unit *unit, double top,
                 double width) {
    const char *lines[2];
    size_t n = svg_wrap(arena, unit->title ? unit->title : "", UNIT_SIZE, false, width - 2 * MARGIN,
                        2, lines);
    for (size_t i = 0; i < n && svg; i++)
        svg_text(svg, MARGIN, top + 17 + (double)i * UNIT_LINE,
                 &(struct svg_font){.size = UNIT_SIZE, .colour = CHART_TEXT_SECOND}, lines[i]);
    return n > 1 ? UNIT_LINE : 0;
}

double plot_source_height(const struct chart_frame *frame) {
    return frame->source && *frame->source ? SOURCE_HEIGHT : 0;
}

void plot_source(struct svg *svg, const struct chart_frame *frame) {
    if (plot_source_height(frame) == 0) return;
    svg_text(svg, MARGIN, svg->height - 8,
             &(struct svg_font){.size = 12, .colour = CHART_TEXT_SECOND},
             svg_fit(svg->out->arena, frame->source, 12, false, svg->width - 2 * MARGIN));
}

double plot_axis_width(const struct scale *y, const struct chart_unit *unit) {
    double most = 0;
    char text[CHART_VALUE_BYTES];
    for (size_t i = 0; i < scale_ticks(y); i++)
        most = fmax(most, svg_text_width(chart_value(scale_tick(y, i), unit, y->decimals, text),
                                         TICK_SIZE, false));
    return most + 10;
}

void plot_draw_y(struct plot *plot, const struct chart_unit *unit) {
    for (size_t i = 0; i < scale_ticks(&plot->y); i++) {
        double value = scale_tick(&plot->y, i), y = scale_at(&plot->y, value);
        char text[CHART_VALUE_BYTES];
        svg_line(&plot->svg, plot->left, y, plot->right, y,
                 &(struct svg_paint){.stroke = CHART_GRID});
        svg_text(&plot->svg, plot->left - 8, y + 4.5,
                 &(struct svg_font){.size = TICK_SIZE, SVG_END, .colour = CHART_TEXT_SECOND},
                 chart_value(value, unit, plot->y.decimals, text));
    }
}

void plot_draw_dates(struct plot *plot, char frequency) {
    struct time_tick ticks[TIME_TICKS];
    struct svg_paint paint = {.stroke = CHART_AXIS};
    svg_line(&plot->svg, plot->left, plot->bottom, plot->right, plot->bottom, &paint);
    size_t n = time_ticks(&plot->x, 68, frequency, ticks);
    double free_from = plot->left - 40;
    for (size_t i = 0; i < n; i++) {
        double x = time_at(&plot->x, ticks[i].date);
        double half = svg_text_width(ticks[i].label, TICK_SIZE, false) / 2;
        double at = fmin(x, plot->svg.width - half - 2);
        svg_line(&plot->svg, x, plot->bottom, x, plot->bottom + 5, &paint);
        if (at - half < free_from) continue;
        svg_text(&plot->svg, at, plot->bottom + 20,
                 &(struct svg_font){.size = TICK_SIZE, SVG_MIDDLE, .colour = CHART_TEXT_SECOND},
                 ticks[i].label);
        free_from = at + half + 6;
    }
}

void plot_draw_day(struct plot *plot, int32_t day, const char *title) {
    double x = time_at(&plot->x, day), wide = svg_text_width(title, TICK_SIZE, false);
    if (!isfinite(x)) return;
    bool left = x + 6 + wide > plot->right;
    svg_line(&plot->svg, x, plot->top - 4, x, plot->bottom,
             &(struct svg_paint){.stroke = CHART_TEXT, .dash = "1.5 3", .width = 1.5});
    svg_text(&plot->svg, left ? x - 6 : x + 6, plot->top + 6,
             &(struct svg_font){.size = TICK_SIZE, left ? SVG_END : SVG_START}, title);
}
