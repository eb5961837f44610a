/* Bars of the overview; see picture.h.
 *
 * SPDX-License-Identifier: MIT */
#include "picture.h"

#include "base/number.h"

#define WIDTH 200.0
#define HEIGHT 12.0

/* The picture's words, for who cannot see it: 'Actions by state: 3 done, 27 on time'. */
static void begin(struct buf *out, const char *title, const struct picture_part *parts,
                  size_t count, double height) {
    buf_printf(out,
               "<svg class=\"picture\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
               "role=\"img\" aria-label=\"",
               (int)WIDTH, (int)height);
    put_text(out, title);
    for (size_t i = 0; i < count; i++) {
        char text[NUMBER_PEOPLE_BYTES];
        buf_puts(out, i ? ", " : ": ");
        buf_puts(out, parts[i].value >= 1e6 ? number_money(parts[i].value, text)
                                            : number_people(parts[i].value, 0, text));
        buf_putc(out, ' ');
        put_text(out, parts[i].name);
    }
    buf_puts(out, "\" focusable=\"false\">");
}

static void rectangle(struct buf *out, double x, double y, double width, const char *colour) {
    if (!(width > 0)) return;
    char a[NUMBER_BYTES], b[NUMBER_BYTES];
    buf_printf(out, "<rect x=\"%s\" y=\"%d\"", number_text(round(x * 100) / 100, a), (int)y);
    buf_printf(out, " width=\"%s\" height=\"%d\" class=\"%s\"/>",
               number_text(round(width * 100) / 100, b), (int)HEIGHT, colour);
}

struct html picture_bar(struct arena *arena, const char *title, const struct picture_part *parts,
                        size_t count, double whole) {
    double sum = 0, x = 0;
    for (size_t i = 0; i < count; i++) sum += parts[i].value;
    if (!(sum > 0)) return (struct html){NULL, 0};
    if (whole > sum) sum = whole;
    struct buf out = buf_new(arena);
    begin(&out, title, parts, count, HEIGHT);
    for (size_t i = 0; i < count; i++) {
        double width = parts[i].value / sum * WIDTH;
        rectangle(&out, x, 0, width - 1, parts[i].colour);
        x += width;
    }
    buf_puts(&out, "</svg>");
    return html_of(&out);
}

struct html picture_rows(struct arena *arena, const char *title, const struct picture_part *parts,
                         size_t count) {
    double most = 0;
    for (size_t i = 0; i < count; i++)
        if (parts[i].value > most) most = parts[i].value;
    if (!(most > 0)) return (struct html){NULL, 0};
    struct buf out = buf_new(arena);
    begin(&out, title, parts, count, (double)count * (HEIGHT + 3) - 3);
    for (size_t i = 0; i < count; i++)
        rectangle(&out, 0, (double)i * (HEIGHT + 3), parts[i].value / most * WIDTH,
                  parts[i].colour);
    buf_puts(&out, "</svg>");
    return html_of(&out);
}
