/* The marks of points.
 *
 * SPDX-License-Identifier: MIT */
#include "mark.h"

#include "base/number.h"

#include <math.h>

static void corner(struct buf *d, char verb, double x, double y) {
    buf_putc(d, verb);
    svg_number(d, x);
    buf_putc(d, ' ');
    svg_number(d, y);
}

void mark_draw(struct svg *svg, double x, double y, double r, enum chart_signal signal) {
    if (!isfinite(x) || !isfinite(y)) return;
    struct buf d = buf_new(svg->out->arena);
    double s = r * 0.9;
    switch (signal) {
    case CHART_IMPROVEMENT:
        corner(&d, 'M', x, y - r * 1.25);
        corner(&d, 'L', x + r * 1.25, y);
        corner(&d, 'L', x, y + r * 1.25);
        corner(&d, 'L', x - r * 1.25, y);
        buf_putc(&d, 'Z');
        svg_shape(svg, d.text,
                  &(struct svg_paint){.fill = CHART_IMPROVING, .stroke = CHART_IMPROVING_EDGE});
        break;
    case CHART_CONCERN:
        svg_rect(svg, x - s, y - s, 2 * s, 2 * s, 0,
                 &(struct svg_paint){.fill = CHART_CONCERNING, .stroke = CHART_CONCERNING_EDGE});
        break;
    case CHART_NEUTRAL_HIGH:
    case CHART_NEUTRAL_LOW: {
        double up = signal == CHART_NEUTRAL_HIGH ? 1 : -1;
        corner(&d, 'M', x, y - up * r * 1.1);
        corner(&d, 'L', x + r * 1.1, y + up * r * 0.9);
        corner(&d, 'L', x - r * 1.1, y + up * r * 0.9);
        buf_putc(&d, 'Z');
        svg_shape(svg, d.text, &(struct svg_paint){.fill = CHART_NEUTRAL});
        break;
    }
    default:
        svg_circle(svg, x, y, r * 0.75, &(struct svg_paint){.fill = CHART_GREY});
    }
}

void mark_shape(struct svg *svg, double x, double y, double r, enum mark_shape shape,
                const char *colour) {
    if (!isfinite(x) || !isfinite(y)) return;
    const struct svg_paint paint = {.fill = shape == MARK_DOT ? colour : "#ffffff",
                                    .stroke = shape == MARK_DOT ? NULL : colour,
                                    .width = 2};
    /* Corners in parts of r, one after the other. */
    static const double corners[][8] = {
        [MARK_TRIANGLE] = {0, -1.15, 1.1, 0.85, -1.1, 0.85, 0, -1.15},
        [MARK_DIAMOND] = {0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0}};
    struct buf d = buf_new(svg->out->arena);
    switch (shape) {
    case MARK_SQUARE:
        svg_rect(svg, x - r * 0.9, y - r * 0.9, 1.8 * r, 1.8 * r, 0, &paint);
        break;
    case MARK_TRIANGLE:
    case MARK_DIAMOND:
        for (size_t i = 0; i < 8; i += 2)
            corner(&d, i ? 'L' : 'M', x + r * corners[shape][i], y + r * corners[shape][i + 1]);
        buf_putc(&d, 'Z');
        svg_shape(svg, d.text, &paint);
        break;
    default:
        svg_circle(svg, x, y, r, &paint);
    }
}

const char *mark_words(enum chart_signal signal) {
    static const char *const words[] = {
        [CHART_COMMON] = "Common cause: no real change",
        [CHART_IMPROVEMENT] = "Special cause: improvement",
        [CHART_CONCERN] = "Special cause: concern",
        [CHART_NEUTRAL_HIGH] = "Special cause: higher",
        [CHART_NEUTRAL_LOW] = "Special cause: lower",
    };
    return words[signal];
}

void mark_open(struct svg *svg, bool focusable, bool last, const char *words) {
    struct buf *out = svg->out;
    buf_puts(out, "<g class=\"chart-point\"");
    if (focusable) {
        buf_puts(out, last ? " tabindex=\"0\"" : " tabindex=\"-1\"");
        buf_puts(out, " role=\"img\" aria-label=\"");
        svg_escape(out, words, 400);
        buf_putc(out, '"');
    }
    buf_puts(out, "><title>");
    svg_escape(out, words, 400);
    buf_puts(out, "</title>\n");
}

void mark_close(struct svg *svg) {
    buf_puts(svg->out, "</g>\n");
}
