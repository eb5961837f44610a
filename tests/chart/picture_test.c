/* Charts as pictures: the PNG is decoded again and looked at. Its colours are those of the drawing,
 * its lines can be seen on white, and in greyscale its marks are told apart by their shapes.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"
#include "series.h"

#include "chart/mark.h"
#include "doc/drawing.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct picture {
    size_t width, height;
    unsigned char *rgb;
};

static size_t big_endian(const unsigned char *p) {
    return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
}

static unsigned char paeth(int a, int b, int c) {
    int p = a + b - c, pa = abs(p - a), pb = abs(p - b), pc = abs(p - c);
    return (unsigned char)(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
}

/* Takes a row's filter back (PNG, section 9). */
static void unfilter(int filter, unsigned char *row, const unsigned char *above, size_t n,
                     size_t bytes) {
    for (size_t i = 0; i < n; i++) {
        int left = i < bytes ? 0 : row[i - bytes], up = above[i];
        int corner = i < bytes ? 0 : above[i - bytes];
        int add[] = {0, left, up, (left + up) / 2, paeth(left, up, corner)};
        row[i] = (unsigned char)(row[i] + add[filter]);
    }
}

/* A PNG of 8 bits a colour, with or without transparency, as cairo writes it. */
static struct picture decode(struct arena *arena, const struct buf *png) {
    const unsigned char *p = (const unsigned char *)png->text, *end = p + png->length;
    struct picture out = {0};
    struct buf packed = buf_new(arena);
    assert_memory_equal(p, "\x89PNG\r\n\x1a\n", 8);
    size_t bytes = 0;
    for (p += 8; p + 12 <= end; p += 12 + big_endian(p)) {
        size_t n = big_endian(p);
        assert_true(n <= (size_t)(end - p) - 12);
        if (memcmp(p + 4, "IDAT", 4) == 0) buf_add(&packed, (const char *)p + 8, n);
        if (memcmp(p + 4, "IHDR", 4) != 0) continue;
        out.width = big_endian(p + 8);
        out.height = big_endian(p + 12);
        assert_int_equal(p[16], 8);
        assert_int_equal(p[20], 0); /* not interlaced */
        bytes = p[17] == 6 ? 4 : 3;
        assert_true(p[17] == 6 || p[17] == 2);
    }
    size_t row = out.width * bytes;
    uLongf length = (uLongf)((row + 1) * out.height);
    unsigned char *raw = ARENA_NEW(arena, unsigned char, length);
    assert_int_equal(uncompress(raw, &length, (const Bytef *)packed.text, (uLong)packed.length),
                     Z_OK);
    unsigned char *above = ARENA_NEW(arena, unsigned char, row);
    out.rgb = ARENA_NEW(arena, unsigned char, 3 * out.width * out.height);
    for (size_t y = 0; y < out.height; y++) {
        unsigned char *now = raw + y * (row + 1);
        assert_true(now[0] < 5);
        unfilter(now[0], now + 1, above, row, bytes);
        above = now + 1;
        for (size_t x = 0; x < out.width; x++)
            memcpy(out.rgb + 3 * (y * out.width + x), above + x * bytes, 3);
    }
    return out;
}

static struct picture render(struct arena *arena, const struct buf *svg, double scale) {
    struct buf png = buf_new(arena);
    struct err err = {0};
    if (!drawing_png((struct str){svg->text, svg->length}, scale, &png, &err))
        fail_msg("%s", err.message);
    return decode(arena, &png);
}

static void colour_read(const char *text, unsigned char rgb[3]) {
    unsigned long all = strtoul(text + 1, NULL, 16);
    for (int i = 0; i < 3; i++) rgb[i] = (unsigned char)(all >> (16 - 8 * i));
}

static size_t count(const struct picture *picture, const char *colour) {
    unsigned char rgb[3];
    size_t found = 0;
    colour_read(colour, rgb);
    for (size_t i = 0; i < picture->width * picture->height; i++)
        found += memcmp(picture->rgb + 3 * i, rgb, 3) == 0;
    return found;
}

/* Relative luminance (WCAG 2.2): what is left of a colour in greyscale. */
static double luminance(const unsigned char rgb[3]) {
    static const double parts[] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double c = rgb[i] / 255.0;
        sum += parts[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast_on_white(const char *colour) {
    unsigned char rgb[3];
    colour_read(colour, rgb);
    return 1.05 / (luminance(rgb) + 0.05);
}

static void the_picture_has_what_is_drawn(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct series s;
    series_make(&s);
    struct buf svg = buf_new(arena);
    chart_spc(&s.chart, &svg);
    const char *box = strstr(svg.text, "viewBox=\"0 0 ");
    assert_non_null(box);
    char *rest;
    double width = strtod(box + 13, &rest), height = strtod(rest, NULL);
    struct picture picture = render(arena, &svg, 2);
    assert_true(picture.width == (size_t)(2 * width) && picture.height == (size_t)(2 * height));
    size_t all = picture.width * picture.height;
    assert_true(count(&picture, "#ffffff") > all / 2);
    /* Seven improving points and one that is a concern, each some 6 units high, at twice that. */
    size_t blue = count(&picture, CHART_IMPROVING), orange = count(&picture, CHART_CONCERNING);
    assert_true(blue > 7 * 20 && orange > 20 && blue > orange);
    assert_true(count(&picture, CHART_GREY) > 500); /* the line between the points */
    assert_true(count(&picture, CHART_TEXT) > 500); /* what is written */
    assert_true(count(&picture, CHART_NEUTRAL) == 0);
    arena_free(arena);
}

static void lines_and_words_can_be_seen(void **state) {
    (void)state;
    static const struct {
        const char *colour;
        double least; /* WCAG 2.2: 3 for what is drawn, 4.5 for words */
    } cases[] = {{CHART_GREY, 3},
                 {CHART_BLUE, 4.5},
                 {CHART_DARK_BLUE, 4.5},
                 {CHART_RED, 4.5},
                 {CHART_NEUTRAL, 4.5},
                 {CHART_AXIS, 4.5},
                 {CHART_TEXT, 7},
                 {CHART_TEXT_SECOND, 4.5},
                 {CHART_IMPROVING_EDGE, 4.5},
                 {CHART_CONCERNING_EDGE, 4.5}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (contrast_on_white(cases[i].colour) < cases[i].least)
            fail_msg("%s on white: %.2f", cases[i].colour, contrast_on_white(cases[i].colour));
    unsigned char white[] = {255, 255, 255}, black[] = {0, 0, 0};
    assert_true(fabs(luminance(white) - 1) < 1e-12 && luminance(black) == 0);
    assert_true(fabs(contrast_on_white("#767676") - 4.54) < 0.01); /* the published example */
}

enum { SIDE = 24, SCALE = 4, PIXELS = SIDE * SCALE * SIDE * SCALE };

/* What of a mark is darker than a pale grey once its colours are gone. */
static void mark_shade(enum chart_signal signal, bool *ink) {
    struct arena *arena = arena_new();
    struct buf out = buf_new(arena);
    struct chart_frame frame = {.id = "m", .title = "Mark"};
    struct svg svg = svg_open(&frame, SIDE, SIDE, "A mark.", true, &out);
    mark_draw(&svg, SIDE / 2.0, SIDE / 2.0, 6, signal);
    svg_close(&svg);
    struct picture picture = render(arena, &out, SCALE);
    assert_int_equal(picture.width * picture.height, PIXELS);
    double darkest = 1;
    for (size_t i = 0; i < PIXELS; i++) {
        double grey = luminance(picture.rgb + 3 * i);
        ink[i] = grey < 0.8;
        darkest = fmin(darkest, grey);
    }
    assert_true(1.05 / (darkest + 0.05) >= 3);
    arena_free(arena);
}

static void marks_differ_without_their_colours(void **state) {
    (void)state;
    static bool ink[CHART_NEUTRAL_LOW + 1][PIXELS];
    for (int a = 0; a <= CHART_NEUTRAL_LOW; a++) {
        mark_shade((enum chart_signal)a, ink[a]);
        for (int b = 0; b < a; b++) {
            size_t either = 0, one = 0;
            for (size_t i = 0; i < PIXELS; i++) {
                either += ink[a][i] || ink[b][i];
                one += ink[a][i] != ink[b][i];
            }
            if (one * 4 < either) fail_msg("marks %d and %d are alike in greyscale", a, b);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_picture_has_what_is_drawn),
        cmocka_unit_test(lines_and_words_can_be_seen),
        cmocka_unit_test(marks_differ_without_their_colours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
