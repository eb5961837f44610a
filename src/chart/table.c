/* The table of numbers that stands under a chart.
 *
 * SPDX-License-Identifier: MIT */
#include "table.h"

#include "scale.h"
#include "svg.h"

#define CELL_CODE_POINTS 400

void table_begin(struct buf *out, const struct chart_frame *frame, const char *more,
                 const char *heads) {
    buf_puts(out, "<table class=\"nhsuk-table chart-table\">\n"
                  "<caption class=\"nhsuk-table__caption\">");
    svg_escape(out, frame->title && *frame->title ? frame->title : "Chart", CELL_CODE_POINTS);
    if (frame->subtitle && *frame->subtitle) {
        buf_puts(out, ": ");
        svg_escape(out, frame->subtitle, CELL_CODE_POINTS);
    }
    if (more && *more) {
        buf_puts(out, ". ");
        svg_escape(out, more, CELL_CODE_POINTS);
    }
    buf_puts(out, "</caption>\n<thead class=\"nhsuk-table__head\">\n<tr>");
    struct str rest = str_of(heads), head;
    for (bool first = true; str_split(&rest, '|', &head); first = false) {
        bool words = head.n && head.p[0] == '~';
        if (words) head.p++, head.n--;
        buf_printf(out, "<th scope=\"col\" class=\"nhsuk-table__header%s\">",
                   first || words ? "" : " nhsuk-table__header--numeric");
        svg_escape(out, arena_copy(out->arena, head.p, head.n), CELL_CODE_POINTS);
        buf_puts(out, "</th>");
    }
    buf_puts(out, "</tr>\n</thead>\n<tbody class=\"nhsuk-table__body\">\n");
}

const char *table_head(struct arena *arena, const char *text) {
    char *head = arena_string(arena, text);
    for (char *c = head; *c; c++)
        if (*c == '|' || (*c == '~' && c == head)) *c = ' ';
    return head;
}

void table_row(struct buf *out, const char *name) {
    buf_puts(out,
             "<tr class=\"nhsuk-table__row\"><th scope=\"row\" class=\"nhsuk-table__header\">");
    svg_escape(out, name, CELL_CODE_POINTS);
    buf_puts(out, "</th>");
}

void table_number(struct buf *out, double value, const struct chart_unit *unit, int decimals) {
    char text[CHART_VALUE_BYTES];
    buf_puts(out, "<td class=\"nhsuk-table__cell nhsuk-table__cell--numeric\">");
    buf_puts(out, chart_value(value, unit, decimals, text));
    buf_puts(out, "</td>");
}

void table_words(struct buf *out, const char *text) {
    buf_puts(out, "<td class=\"nhsuk-table__cell\">");
    svg_escape(out, text, CELL_CODE_POINTS);
    buf_puts(out, "</td>");
}

void table_end_row(struct buf *out) {
    buf_puts(out, "</tr>\n");
}

void table_end(struct buf *out) {
    buf_puts(out, "</tbody>\n</table>\n");
}
