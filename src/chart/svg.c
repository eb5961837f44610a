/* Writing SVG.
 *
 * SPDX-License-Identifier: MIT */
#include "svg.h"

#include "base/number.h"

#include <math.h>

#define FONT_SIZE 14.0
#define TEXT_CODE_POINTS 400
#define TITLE_CODE_POINTS 300
#define DESCRIPTION_CODE_POINTS 4000

/* The advance widths of Arial and Helvetica for ' ' to '~', in thousandths of the size. */
static const short arial[95] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

#define STUB 4.0 /* of a line between two gaps */

/* Other fonts than Arial are somewhat wider. */
#define RESERVE 1.06
#define BOLD 1.12 /* DejaVu's bold is, where there is no Arial */

/* The code point that begins at *p, which is moved behind it; -1 for a byte that begins none. */
static int32_t next(const char **p) {
    const unsigned char *s = (const unsigned char *)*p;
    size_t n = s[0] < 0x80 ? 1 : s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : s[0] >= 0xc2 ? 2 : 0;
    int32_t code = n == 1 ? s[0] : n == 2 ? s[0] & 0x1f : n == 3 ? s[0] & 0x0f : s[0] & 0x07;
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80) n = 0;
        code = code << 6 | (s[i] & 0x3f);
    }
    if (n == 0 || !str_is_utf8((struct str){*p, n})) {
        *p += 1;
        return -1;
    }
    *p += n;
    return code;
}

/* Whether XML 1.0 allows it and it shows: no control characters, no noncharacters, none of the
 * marks that turn the direction of a text. */
static bool shows(int32_t code) {
    return code >= 0x20 && !(code >= 0x7f && code < 0xa0) && (code & 0xfffe) != 0xfffe &&
           !(code >= 0xfdd0 && code <= 0xfdef) && !(code >= 0x202a && code <= 0x202e) &&
           !(code >= 0x2066 && code <= 0x2069);
}

const char *svg_clean(struct arena *arena, const char *text, size_t code_points) {
    struct buf out = buf_new(arena);
    for (const char *p = text ? text : ""; *p;) {
        const char *from = p;
        int32_t code = next(&p);
        if (code_points-- == 0) {
            buf_puts(&out, "…");
            break;
        }
        if (code == '\t' || code == '\n' || code == '\r' || code == 0x2028 || code == 0x2029)
            buf_putc(&out, ' ');
        else if (code < 0 || !shows(code))
            buf_puts(&out, "\xef\xbf\xbd");
        else
            buf_add(&out, from, (size_t)(p - from));
    }
    return out.text ? out.text : "";
}

void svg_escape(struct buf *out, const char *text, size_t code_points) {
    buf_html(out, svg_clean(out->arena, text, code_points));
}

static double advance(int32_t code) {
    if (code >= ' ' && code <= '~') return arial[code - ' '];
    if (code >= 0x300 && code < 0x370) return 0; /* combining marks */
    return code >= 0x1100 && code < 0xfe00 && !(code >= 0x1e00 && code < 0x2c00) ? 1000 : 640;
}

double svg_text_width(const char *text, double size, bool bold) {
    double sum = 0;
    for (const char *p = text ? text : ""; *p;) sum += advance(next(&p));
    return sum / 1000 * size * RESERVE * (bold ? BOLD : 1);
}

/* How many bytes of the text fit into a width. */
static size_t fitting(const char *text, double size, bool bold, double width) {
    double sum = 0, most = width * 1000 / (size * RESERVE * (bold ? BOLD : 1));
    const char *p = text;
    while (*p) {
        const char *from = p;
        sum += advance(next(&p));
        if (sum > most) return (size_t)(from - text);
    }
    return (size_t)(p - text);
}

const char *svg_fit(struct arena *arena, const char *text, double size, bool bold, double width) {
    const char *clean = svg_clean(arena, text, TEXT_CODE_POINTS);
    if (svg_text_width(clean, size, bold) <= width) return clean;
    size_t n = fitting(clean, size, bold, width - svg_text_width("…", size, bold));
    while (n && clean[n - 1] == ' ') n--;
    return arena_printf(arena, "%.*s…", (int)n, clean);
}

size_t svg_wrap(struct arena *arena, const char *text, double size, bool bold, double width,
                size_t most, const char **lines) {
    const char *rest = svg_clean(arena, text, TEXT_CODE_POINTS);
    size_t count = 0;
    while (*rest && count < most) {
        while (*rest == ' ') rest++;
        if (!*rest) break;
        if (count + 1 == most || svg_text_width(rest, size, bold) <= width) {
            lines[count++] = svg_fit(arena, rest, size, bold, width);
            break;
        }
        size_t n = fitting(rest, size, bold, width), at = n;
        while (at && rest[at] != ' ') at--;
        if (at == 0) at = n ? n : 1; /* one long word: broken where it must be */
        while (at < n && ((unsigned char)rest[at] & 0xc0) == 0x80) at++;
        lines[count++] = arena_copy(arena, rest, at);
        rest += at;
    }
    return count;
}

void svg_number(struct buf *out, double value) {
    char text[NUMBER_BYTES];
    if (!isfinite(value)) value = 0;
    value = fmin(fmax(value, -1e6), 1e6);
    value = round(value * 10) / 10;
    buf_puts(out, number_text(value == 0 ? 0 : value, text));
}

static void attribute(struct svg *svg, const char *name, double value) {
    buf_printf(svg->out, " %s=\"", name);
    svg_number(svg->out, value);
    buf_putc(svg->out, '"');
}

static void end_with_paint(struct svg *svg, const struct svg_paint *paint) {
    buf_printf(svg->out, " fill=\"%s\"", paint->fill ? paint->fill : "none");
    if (paint->opacity > 0) {
        char text[NUMBER_BYTES];
        buf_printf(svg->out, " fill-opacity=\"%s\"",
                   number_text(round(paint->opacity * 100) / 100, text));
    }
    if (paint->stroke) {
        buf_printf(svg->out, " stroke=\"%s\"", paint->stroke);
        if (paint->width > 0) attribute(svg, "stroke-width", paint->width);
        if (paint->dash) buf_printf(svg->out, " stroke-dasharray=\"%s\"", paint->dash);
    }
    buf_puts(svg->out, "/>\n");
}

static void name(char *id, size_t size, const char *wanted) {
    size_t n = 0;
    for (const char *p = wanted && *wanted ? wanted : "chart"; *p && n + 1 < size; p++) {
        bool good = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || *p == '_' ||
                    (n > 0 && ((*p >= '0' && *p <= '9') || *p == '-'));
        id[n] = good ? *p : n ? '-' : 'c';
        n++;
    }
    id[n] = '\0';
}

struct svg svg_open(const struct chart_frame *frame, double width, double height,
                    const char *description, bool alone, struct buf *out) {
    struct svg svg = {.out = out, .width = width, .height = height};
    name(svg.id, sizeof svg.id, frame->id);
    buf_puts(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    svg_number(out, width);
    buf_putc(out, ' ');
    svg_number(out, height);
    buf_printf(
        out,
        "\" role=\"%s\" aria-labelledby=\"%s-title\" aria-describedby=\"%s-desc\" "
        "font-family=\"Arial, 'Liberation Sans', Helvetica, 'DejaVu Sans Condensed', sans-serif\" "
        "font-size=\"14\">\n<title id=\"%s-title\">",
        frame->focusable && !alone ? "group" : "img", svg.id, svg.id, svg.id);
    svg_escape(out, frame->title && *frame->title ? frame->title : "Chart", TITLE_CODE_POINTS);
    buf_printf(out, "</title>\n<desc id=\"%s-desc\">", svg.id);
    svg_escape(out, frame->description ? frame->description : description, DESCRIPTION_CODE_POINTS);
    buf_puts(out, "</desc>\n");
    svg_rect(&svg, 0, 0, width, height, 0, &(struct svg_paint){.fill = "#ffffff"});
    return svg;
}

void svg_close(struct svg *svg) {
    buf_puts(svg->out, "</svg>\n");
}

void svg_line(struct svg *svg, double x1, double y1, double x2, double y2,
              const struct svg_paint *paint) {
    buf_puts(svg->out, "<line");
    attribute(svg, "x1", x1);
    attribute(svg, "y1", y1);
    attribute(svg, "x2", x2);
    attribute(svg, "y2", y2);
    end_with_paint(svg, paint);
}

void svg_rect(struct svg *svg, double x, double y, double width, double height, double radius,
              const struct svg_paint *paint) {
    buf_puts(svg->out, "<rect");
    attribute(svg, "x", x);
    attribute(svg, "y", y);
    attribute(svg, "width", fmax(width, 0));
    attribute(svg, "height", fmax(height, 0));
    if (radius > 0) attribute(svg, "rx", radius);
    end_with_paint(svg, paint);
}

void svg_circle(struct svg *svg, double x, double y, double r, const struct svg_paint *paint) {
    buf_puts(svg->out, "<circle");
    attribute(svg, "cx", x);
    attribute(svg, "cy", y);
    attribute(svg, "r", r);
    end_with_paint(svg, paint);
}

static void point(struct buf *out, char verb, double x, double y) {
    buf_putc(out, verb);
    svg_number(out, x);
    buf_putc(out, ' ');
    svg_number(out, y);
}

static bool is_there(const double *x, const double *y, size_t n, size_t i) {
    return i < n && isfinite(x[i]) && isfinite(y[i]);
}

void svg_path(struct svg *svg, const double *x, const double *y, size_t n, bool close,
              const struct svg_paint *paint) {
    bool down = false, any = false;
    for (size_t i = 0; i < n; i++) {
        bool there = is_there(x, y, n, i);
        if (there && !any) buf_puts(svg->out, "<path d=\"");
        if (there && !down && !is_there(x, y, n, i + 1)) { /* alone: a stub, or nothing is seen */
            point(svg->out, 'M', x[i] - STUB / 2, y[i]);
            point(svg->out, 'L', x[i] + STUB / 2, y[i]);
        } else if (there) {
            point(svg->out, down ? 'L' : 'M', x[i], y[i]);
        }
        any = any || there;
        down = there;
    }
    if (!any) return;
    buf_printf(svg->out, "%s\"%s", close ? "Z" : "",
               close ? "" : " stroke-linejoin=\"round\" stroke-linecap=\"butt\"");
    end_with_paint(svg, paint);
}

void svg_band(struct svg *svg, const double *x, const double *low, const double *high, size_t n,
              const struct svg_paint *paint) {
    bool any = false;
    for (int way = 0; way < 2; way++)
        for (size_t k = 0; k < n; k++) {
            size_t i = way ? n - 1 - k : k;
            if (!isfinite(x[i]) || !isfinite(low[i]) || !isfinite(high[i])) continue;
            if (!any) buf_puts(svg->out, "<path d=\"");
            point(svg->out, any ? 'L' : 'M', x[i], way ? low[i] : high[i]);
            any = true;
        }
    if (!any) return;
    buf_puts(svg->out, "Z\"");
    end_with_paint(svg, paint);
}

void svg_shape(struct svg *svg, const char *d, const struct svg_paint *paint) {
    buf_printf(svg->out, "<path d=\"%s\"", d);
    end_with_paint(svg, paint);
}

void svg_text(struct svg *svg, double x, double y, const struct svg_font *font, const char *text) {
    static const char *const anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    buf_puts(svg->out, "<text");
    attribute(svg, "x", x);
    attribute(svg, "y", y);
    if (font->size > 0 && font->size != FONT_SIZE) attribute(svg, "font-size", font->size);
    if (font->bold) buf_puts(svg->out, " font-weight=\"bold\"");
    buf_puts(svg->out, anchors[font->anchor]);
    buf_printf(svg->out, " fill=\"%s\">", font->colour ? font->colour : CHART_TEXT);
    svg_escape(svg->out, text, TEXT_CODE_POINTS);
    buf_puts(svg->out, "</text>\n");
}
