/* The two icons of Making Data Count, drawn on a square of 64.
 *
 * SPDX-License-Identifier: MIT */
#include "icon.h"

#include "svg.h"

#include <math.h>

#define PALE "#e8edee"

const char *chart_variation_words(enum chart_variation variation) {
    static const char *const words[] = {
        [CHART_VARIATION_NONE] = "Too few values to judge",
        [CHART_VARIATION_COMMON] = "Common cause: no real change",
        [CHART_VARIATION_IMPROVING_HIGH] = "Special cause: improving, higher values",
        [CHART_VARIATION_IMPROVING_LOW] = "Special cause: improving, lower values",
        [CHART_VARIATION_CONCERNING_HIGH] = "Special cause: concerning, higher values",
        [CHART_VARIATION_CONCERNING_LOW] = "Special cause: concerning, lower values",
        [CHART_VARIATION_NEUTRAL_HIGH] = "Special cause: higher values, neither better nor worse",
        [CHART_VARIATION_NEUTRAL_LOW] = "Special cause: lower values, neither better nor worse",
    };
    return words[variation];
}

const char *chart_assurance_words(enum chart_assurance assurance) {
    static const char *const words[] = {
        [CHART_ASSURANCE_NONE] = "No target to judge",
        [CHART_ASSURANCE_PASS] = "The target will be met: it lies outside the process limits",
        [CHART_ASSURANCE_FAIL] = "The target will be missed unless something changes",
        [CHART_ASSURANCE_INCONSISTENT] = "The target is met or missed by chance",
    };
    return words[assurance];
}

static void begin(struct svg *svg, double x, double y, double size, const char *words) {
    struct buf *out = svg->out;
    buf_puts(out, "<g transform=\"translate(");
    svg_number(out, x);
    buf_putc(out, ' ');
    svg_number(out, y);
    buf_puts(out, ") scale(");
    /* In hundredths: a tenth would be a visible step. */
    buf_printf(out, "%d.%02d", (int)(size / 64), (int)round(fmod(size / 64, 1) * 100) % 100);
    buf_puts(out, ")\"><title>");
    svg_escape(out, words, 200);
    buf_puts(out, "</title>\n");
}

static void ring(struct svg *svg, const char *colour, const char *filling) {
    svg_circle(svg, 32, 32, 29, &(struct svg_paint){.fill = filling, .stroke = colour, .width = 4});
}

static void letter(struct svg *svg, double x, double y, double size, const char *colour,
                   const char *text) {
    svg_text(svg, x, y,
             &(struct svg_font){.size = size, SVG_MIDDLE, .bold = true, .colour = colour}, text);
}

/* Two dots among the others, then three that climb (or fall) away. */
static void climb(struct svg *svg, bool up, const char *colour) {
    static const double x[] = {14, 22, 30, 39, 48}, y[] = {42, 45, 39, 32, 24};
    double at[5];
    for (int i = 0; i < 5; i++) at[i] = up ? y[i] : 64 - y[i];
    svg_path(svg, x, at, 5, false, &(struct svg_paint){.stroke = CHART_GREY, .width = 2});
    for (int i = 0; i < 5; i++)
        svg_circle(svg, x[i], at[i], 4, &(struct svg_paint){.fill = i < 2 ? CHART_GREY : colour});
}

void chart_variation_draw(struct svg *svg, double x, double y, double size,
                          enum chart_variation variation) {
    begin(svg, x, y, size, chart_variation_words(variation));
    bool high = variation == CHART_VARIATION_IMPROVING_HIGH ||
                variation == CHART_VARIATION_CONCERNING_HIGH ||
                variation == CHART_VARIATION_NEUTRAL_HIGH;
    switch (variation) {
    case CHART_VARIATION_NONE:
        ring(svg, CHART_GREY, "#ffffff");
        break;
    case CHART_VARIATION_COMMON: {
        static const double px[] = {13, 20.6, 28.2, 35.8, 43.4, 51},
                            py[] = {36, 26, 38, 26, 37, 28};
        ring(svg, CHART_GREY, "#ffffff");
        struct svg_paint limit = {.stroke = CHART_GREY, .width = 1.5, .dash = "4 3"};
        svg_line(svg, 10, 20, 54, 20, &limit);
        svg_line(svg, 10, 44, 54, 44, &limit);
        svg_path(svg, px, py, 6, false, &(struct svg_paint){.stroke = CHART_GREY, .width = 2});
        for (int i = 0; i < 6; i++)
            svg_circle(svg, px[i], py[i], 3.5, &(struct svg_paint){.fill = CHART_TEXT_SECOND});
        break;
    }
    case CHART_VARIATION_NEUTRAL_HIGH:
    case CHART_VARIATION_NEUTRAL_LOW:
        ring(svg, CHART_NEUTRAL, "#ffffff");
        svg_shape(svg,
                  high ? "M32 12L48 31L38 31L38 51L26 51L26 31L16 31Z"
                       : "M32 52L48 33L38 33L38 13L26 13L26 33L16 33Z",
                  &(struct svg_paint){.fill = CHART_NEUTRAL});
        break;
    default: {
        bool good = variation == CHART_VARIATION_IMPROVING_HIGH ||
                    variation == CHART_VARIATION_IMPROVING_LOW;
        const char *edge = good ? CHART_IMPROVING_EDGE : CHART_CONCERNING_EDGE;
        ring(svg, good ? CHART_IMPROVING : CHART_CONCERNING, "#ffffff");
        svg_circle(svg, 32, 32, 31.2, &(struct svg_paint){.stroke = edge});
        climb(svg, high, good ? CHART_IMPROVING_EDGE : CHART_CONCERNING_EDGE);
        letter(svg, 22, high ? 31 : 49, 22, edge, high ? "H" : "L");
    }
    }
    buf_puts(svg->out, "</g>\n");
}

void chart_assurance_draw(struct svg *svg, double x, double y, double size,
                          enum chart_assurance assurance) {
    static const char *const letters[] = {"", "P", "F", "?"};
    static const double px[] = {13, 20.6, 28.2, 35.8, 43.4, 51}, py[] = {48, 41, 49, 42, 48, 40};
    begin(svg, x, y, size, chart_assurance_words(assurance));
    if (assurance == CHART_ASSURANCE_NONE) {
        ring(svg, CHART_GREY, "#ffffff");
    } else {
        const char *edge = assurance == CHART_ASSURANCE_PASS   ? CHART_IMPROVING_EDGE
                           : assurance == CHART_ASSURANCE_FAIL ? CHART_CONCERNING_EDGE
                                                               : CHART_TEXT_SECOND;
        ring(svg,
             assurance == CHART_ASSURANCE_PASS   ? CHART_IMPROVING
             : assurance == CHART_ASSURANCE_FAIL ? CHART_CONCERNING
                                                 : CHART_GREY,
             "#ffffff");
        svg_circle(svg, 32, 32, 31.2, &(struct svg_paint){.stroke = edge});
        /* The target beside the values: on one side of all of them, or between them. */
        double target = assurance == CHART_ASSURANCE_INCONSISTENT ? 45 : 37;
        svg_line(svg, 9, target, 55, target,
                 &(struct svg_paint){.stroke = CHART_RED, .width = 2, .dash = "5 2"});
        svg_path(svg, px, py, 6, false, &(struct svg_paint){.stroke = CHART_GREY, .width = 2});
        for (int i = 0; i < 6; i++)
            svg_circle(svg, px[i], py[i], 2.6, &(struct svg_paint){.fill = edge});
        letter(svg, 32, 32, 26, edge, letters[assurance]);
    }
    buf_puts(svg->out, "</g>\n");
}

static struct svg open_icon(const char *id, const char *words, struct buf *out) {
    struct chart_frame frame = {.id = id, .title = words};
    return svg_open(&frame, 64, 64, words, true, out);
}

void chart_variation_icon(enum chart_variation variation, const char *id, struct buf *out) {
    struct svg svg = open_icon(id, chart_variation_words(variation), out);
    chart_variation_draw(&svg, 0, 0, 64, variation);
    svg_close(&svg);
}

void chart_assurance_icon(enum chart_assurance assurance, const char *id, struct buf *out) {
    struct svg svg = open_icon(id, chart_assurance_words(assurance), out);
    chart_assurance_draw(&svg, 0, 0, 64, assurance);
    svg_close(&svg);
}
