/* Writing SVG: elements with presentation attributes, text that is cleaned, measured and escaped.
 * For the charts of this room.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart.h"

struct svg {
    struct buf *out;
    char id[40];
    double width, height;
};

struct svg_paint {
    const char *fill, *stroke; /* NULL: none */
    const char *dash;          /* NULL: solid */
    double width;              /* of the stroke; 0: 1 */
    double opacity;            /* of the filling; 0: opaque */
};

enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };

struct svg_font {
    double size; /* 0: 14 */
    enum svg_anchor anchor;
    bool bold;
    const char *colour; /* NULL: CHART_TEXT */
};

/* Begins the element: viewBox, role, <title>, <desc> and a white ground. alone: one image, whatever
 * the frame says. */
struct svg svg_open(const struct chart_frame *frame, double width, double height,
                    const char *description, bool alone, struct buf *out);
void svg_close(struct svg *svg);

void svg_line(struct svg *svg, double x1, double y1, double x2, double y2,
              const struct svg_paint *paint);
void svg_rect(struct svg *svg, double x, double y, double width, double height, double radius,
              const struct svg_paint *paint);
void svg_circle(struct svg *svg, double x, double y, double r, const struct svg_paint *paint);

/* A path of the n points that are numbers, lifted where one is not. close: a polygon. */
void svg_path(struct svg *svg, const double *x, const double *y, size_t n, bool close,
              const struct svg_paint *paint);

/* The area between two lines over the same x; n points, those that are not numbers left out. */
void svg_band(struct svg *svg, const double *x, const double *low, const double *high, size_t n,
              const struct svg_paint *paint);

/* A path as written: d comes from us, never from outside. */
void svg_shape(struct svg *svg, const char *d, const struct svg_paint *paint);

/* One line of text; cut after 400 code points. */
void svg_text(struct svg *svg, double x, double y, const struct svg_font *font, const char *text);

/* A number to a tenth, as coordinates are written; 0 where it is none. */
void svg_number(struct buf *out, double value);

/* Text cleaned: broken UTF-8 and characters that XML forbids become U+FFFD, white space a space;
 * at most that many code points, then an ellipsis. */
const char *svg_clean(struct arena *arena, const char *text, size_t code_points);

/* Cleaned, cut and escaped. */
void svg_escape(struct buf *out, const char *text, size_t code_points);

/* The width of a text in the units of the viewBox: Arial's, with some reserve for other fonts. */
double svg_text_width(const char *text, double size, bool bold);

/* The text cut to a width, with an ellipsis. */
const char *svg_fit(struct arena *arena, const char *text, double size, bool bold, double width);

/* Breaks a text at spaces into at most that many lines; the last one is cut. Returns how many. */
size_t svg_wrap(struct arena *arena, const char *text, double size, bool bold, double width,
                size_t most, const char **lines);
