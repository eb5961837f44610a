/* A driver diagram; see driver.h.
 *
 * SPDX-License-Identifier: MIT */
#include "driver.h"

#include "svg.h"

#include <math.h>
#include <string.h>

#define BOX_WIDTH 200.0
#define BOX_HEIGHT 74.0
#define GAP_X 96.0
#define GAP_Y 12.0
#define MARGIN 16.0
#define HEAD 34.0

struct place {
    int column; /* 0: the subject; negative: to the left */
    double row;
    double first, last; /* rows of its children */
    bool drawn, has_children, spans;
};

struct layout {
    const struct driver_diagram *diagram;
    struct place *places;
    size_t n, left_out;
    int least, most; /* columns */
    double rows;
};

static void find_columns(struct layout *l) {
    const struct driver_box *boxes = l->diagram->boxes;
    for (size_t i = 0; i < l->n; i++) {
        struct place *p = &l->places[i];
        if (i == 0) {
            p->drawn = true;
            continue;
        }
        const struct place *parent = &l->places[boxes[i].parent];
        bool left = boxes[i].parent == 0 ? boxes[i].left : parent->column < 0;
        p->column = parent->column + (left ? -1 : 1);
        p->drawn = parent->drawn && boxes[i].same == 0 && p->column >= -DRIVER_DEPTH &&
                   p->column <= DRIVER_DEPTH;
        l->left_out += !p->drawn && boxes[i].same == 0;
        if (!p->drawn) continue;
        if (p->column < l->least) l->least = p->column;
        if (p->column > l->most) l->most = p->column;
        l->places[boxes[i].parent].has_children = true;
    }
}

/* Leaves stand under each other, on each side; what they hang from in the middle of them. */
static double find_rows(struct layout *l, bool left) {
    const struct driver_box *boxes = l->diagram->boxes;
    double next = 0, first = -1, last = 0;
    for (size_t i = 1; i < l->n; i++) {
        struct place *p = &l->places[i];
        if (!p->drawn || (p->column < 0) != left || p->has_children) continue;
        p->row = next++;
    }
    for (size_t i = l->n; i-- > 1;) { /* children come after their parents */
        struct place *p = &l->places[i], *parent = &l->places[boxes[i].parent];
        if (!p->drawn || (p->column < 0) != left) continue;
        if (p->has_children) p->row = (p->first + p->last) / 2;
        if (boxes[i].parent == 0) {
            if (first < 0) last = p->row;
            first = p->row;
            continue;
        }
        if (!parent->spans) parent->last = p->row;
        parent->spans = true;
        parent->first = p->row;
    }
    if (next > l->rows) l->rows = next;
    return first < 0 ? 0 : (first + last) / 2;
}

static double left_of(const struct layout *l, const struct place *p) {
    return MARGIN + (p->column - l->least) * (BOX_WIDTH + GAP_X);
}

static double middle_of(const struct place *p) {
    return HEAD + MARGIN + p->row * (BOX_HEIGHT + GAP_Y) + BOX_HEIGHT / 2;
}

static void draw_line(struct svg *svg, const struct layout *l, size_t from, size_t to,
                      const char *relation, bool dashed) {
    const struct place *a = &l->places[from], *b = &l->places[to];
    if (a->column > b->column) { /* always from left to right */
        const struct place *swap = a;
        a = b;
        b = swap;
    }
    double x1 = left_of(l, a) + BOX_WIDTH, x2 = left_of(l, b);
    if (a->column == b->column) x1 -= BOX_WIDTH / 2, x2 += BOX_WIDTH / 2;
    double y1 = middle_of(a), y2 = middle_of(b), bend = (x2 - x1) / 2;
    struct buf d = buf_new(svg->out->arena);
    buf_putc(&d, 'M');
    const double points[] = {x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2};
    for (size_t i = 0; i < 8; i++) {
        buf_puts(&d, i == 2 ? " C" : i ? " " : "");
        svg_number(&d, points[i]);
    }
    svg_shape(
        svg, d.text,
        &(struct svg_paint){.stroke = CHART_AXIS, .width = 1.5, .dash = dashed ? "4 4" : NULL});
    if (relation && relation[0] && x2 > x1)
        svg_text(svg, (x1 + x2) / 2, (y1 + y2) / 2 - 4,
                 &(struct svg_font){.size = 10, .anchor = SVG_MIDDLE, .colour = CHART_TEXT_SECOND},
                 svg_fit(svg->out->arena, relation, 10, false, GAP_X - 10));
}

static void draw_box(struct svg *svg, const struct layout *l, size_t i) {
    static const char *const edges[] = {CHART_AXIS, CHART_IMPROVING_EDGE, CHART_CONCERNING_EDGE,
                                        CHART_GRID};
    static const char *const fills[] = {"#ffffff", "#e8f6fd", "#fdf0e0", "#ffffff"};
    const struct driver_box *box = &l->diagram->boxes[i];
    const char *lines[2];
    struct arena *arena = svg->out->arena;
    double x = left_of(l, &l->places[i]), y = middle_of(&l->places[i]) - BOX_HEIGHT / 2;
    svg_rect(svg, x, y, BOX_WIDTH, BOX_HEIGHT, 4,
             &(struct svg_paint){
                 .fill = fills[box->tone], .stroke = edges[box->tone], .width = i == 0 ? 3 : 1});
    svg_text(svg, x + 8, y + 15, &(struct svg_font){.size = 11, .colour = CHART_TEXT_SECOND},
             svg_fit(arena, box->kind, 11, false, BOX_WIDTH - 16));
    size_t n = svg_wrap(arena, box->title, 12, true, BOX_WIDTH - 16, 2, lines);
    for (size_t k = 0; k < n; k++)
        svg_text(svg, x + 8, y + 31 + 14 * (double)k, &(struct svg_font){.size = 12, .bold = true},
                 lines[k]);
    if (box->words && box->words[0])
        svg_text(svg, x + 8, y + BOX_HEIGHT - 9, &(struct svg_font){.size = 11},
                 svg_fit(arena, box->words, 11, false, BOX_WIDTH - 16));
}

void driver_svg(const struct chart_frame *frame, const struct driver_diagram *diagram,
                struct buf *out) {
    struct layout l = {.diagram = diagram,
                       .n = diagram->count < DRIVER_BOXES ? diagram->count : DRIVER_BOXES,
                       .left_out =
                           diagram->count < DRIVER_BOXES ? 0 : diagram->count - DRIVER_BOXES,
                       .rows = 1};
    struct arena *arena = out->arena;
    l.places = ARENA_NEW(arena, struct place, l.n + 1);
    find_columns(&l);
    double right = find_rows(&l, false), left = find_rows(&l, true);
    double middle = fmax(right, left);
    double rows = 0;
    for (size_t i = 0; i < l.n; i++) {
        struct place *p = &l.places[i];
        if (i == 0)
            p->row = middle;
        else if (p->drawn)
            p->row += middle - (p->column < 0 ? left : right);
        if (p->drawn && p->row + 1 > rows) rows = p->row + 1;
    }
    double width = 2 * MARGIN + (l.most - l.least) * (BOX_WIDTH + GAP_X) + BOX_WIDTH;
    double height = HEAD + 2 * MARGIN + rows * (BOX_HEIGHT + GAP_Y) + (l.left_out ? 20 : 0);
    struct svg svg =
        svg_open(frame, width, height, "A driver diagram: what leads to what.", true, out);
    if (!frame->bare)
        svg_text(&svg, MARGIN, 24, &(struct svg_font){.size = 16, .bold = true},
                 svg_fit(arena, frame->title ? frame->title : "", 16, true, width - 2 * MARGIN));
    for (size_t i = 1; i < l.n; i++) {
        const struct driver_box *box = &diagram->boxes[i];
        size_t to = box->same ? box->same : i;
        if (l.places[box->parent].drawn && to < l.n && l.places[to].drawn && to != box->parent)
            draw_line(&svg, &l, box->parent, to, box->relation, box->same != 0);
    }
    for (size_t i = 0; i < l.n; i++)
        if (l.places[i].drawn) draw_box(&svg, &l, i);
    if (l.left_out)
        svg_text(&svg, MARGIN, height - 10, &(struct svg_font){.size = 11},
                 arena_printf(arena, "and %zu more that do not fit", l.left_out));
    svg_close(&svg);
}
