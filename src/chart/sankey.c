/* A Sankey diagram; see sankey.h.
 *
 * SPDX-License-Identifier: MIT */
#include "sankey_parts.h"

#include "base/number.h"
#include "legend.h"
#include "plot.h"
#include "table.h"

#include <math.h>

#define MARGIN 12.0
#define LABEL_WIDTH 150.0 /* that the last column keeps to its right */
#define LEAST_HEIGHT 420.0
#define LONGEST_BAR 60.0 /* of people who wait or are delayed */
#define BAR_GAP 5.0      /* between that bar and its words */

static const struct svg_paint plain_ribbon = {.fill = CHART_GREY, .opacity = 0.32},
                              held_ribbon = {.fill = CHART_CONCERNING,
                                             .opacity = 0.55,
                                             .stroke = CHART_CONCERNING_EDGE,
                                             .width = 0.75},
                              plain_node = {.fill = CHART_BLUE},
                              tight_node = {.fill = CHART_DARK_BLUE,
                                            .stroke = CHART_TEXT,
                                            .width = 2.5},
                              queue_bar = {.fill = "#ffffff", .stroke = CHART_TEXT, .width = 1.5},
                              delayed_bar = {.fill = CHART_CONCERNING,
                                             .stroke = CHART_CONCERNING_EDGE,
                                             .width = 1.5};

static bool counts(double people) {
    return scale_holds(people) && people > 0;
}

/* '12,345', '4.2' */
static const char *people(double value, struct arena *arena) {
    char text[NUMBER_PEOPLE_BYTES];
    return arena_string(arena, number_people(value, value < 10 && value != floor(value), text));
}

static const char *title_of(const struct chart_sankey_node *node, struct arena *arena) {
    return svg_clean(arena, node->title, 80);
}

/* 'Home care: 4,210 come; 97% in use; 31 wait for it; full most of the time'. */
static const char *node_words(const struct sankey *s, const struct sankey_node *node,
                              struct arena *arena) {
    struct buf out = buf_new(arena);
    buf_printf(&out, "%s: ", title_of(node->node, arena));
    buf_printf(&out, "%s %s", people(fmax(node->in, node->out), arena),
               svg_clean(arena, s->chart->persons_title ? s->chart->persons_title : "people", 60));
    if (node->node->note && *node->node->note)
        buf_printf(&out, "; %s", svg_clean(arena, node->node->note, 80));
    if (counts(node->node->queue))
        buf_printf(&out, "; %s wait for it on an average day", people(node->node->queue, arena));
    if (counts(node->node->delayed))
        buf_printf(&out, "; %s are delayed in it on an average day",
                   people(node->node->delayed, arena));
    if (node->node->tight) buf_puts(&out, "; full most of the time");
    return out.text;
}

static const char *link_words(const struct sankey *s, const struct sankey_link *link,
                              struct arena *arena) {
    return arena_printf(arena, "From %s to %s: %s people%s",
                        title_of(s->nodes[link->from].node, arena),
                        title_of(s->nodes[link->to].node, arena), people(link->persons, arena),
                        link->held ? ", who keep their place while they wait" : "");
}

static const char *description(const struct sankey *s, struct arena *arena) {
    struct buf out = buf_new(arena);
    buf_printf(&out, "How people move: %zu nodes and %zu ribbons. ", s->node_count, s->link_count);
    for (size_t i = 0; i < s->link_count && i < 5; i++)
        buf_printf(&out, "%s. ", link_words(s, &s->links[i], arena));
    return out.text;
}

/* --- drawing --------------------------------------------------------------------------------- */

static void add_numbers(struct buf *d, const char *verb, const double *numbers, size_t n) {
    buf_puts(d, verb);
    for (size_t i = 0; i < n; i++) {
        if (i) buf_putc(d, ' ');
        svg_number(d, numbers[i]);
    }
}

/* Between the right of one node and the left of the other; where that lies behind, in a bow. */
static void draw_link(struct svg *svg, const struct sankey *s, const struct sankey_link *link,
                      bool focusable) {
    double x1 = s->nodes[link->from].x + SANKEY_BAR, x2 = s->nodes[link->to].x;
    double bend = x2 > x1 ? (x2 - x1) / 2 : 70, w = link->width;
    double a1 = link->y1, a2 = link->y2, b1 = a1 + w, b2 = a2 + w;
    struct buf d = buf_new(svg->out->arena);
    add_numbers(&d, "M", (double[]){x1, a1}, 2);
    add_numbers(&d, "C", (double[]){x1 + bend, a1, x2 - bend, a2, x2, a2}, 6);
    add_numbers(&d, "L", (double[]){x2, b2}, 2);
    add_numbers(&d, "C", (double[]){x2 - bend, b2, x1 + bend, b1, x1, b1}, 6);
    buf_putc(&d, 'Z');
    mark_open(svg, focusable, false, link_words(s, link, svg->out->arena));
    svg_shape(svg, d.text, link->held ? &held_ribbon : &plain_ribbon);
    mark_close(svg);
}

static double most_waiting(const struct sankey *s) {
    double most = 0;
    for (size_t i = 0; i < s->node_count; i++) {
        if (counts(s->nodes[i].node->queue)) most = fmax(most, s->nodes[i].node->queue);
        if (counts(s->nodes[i].node->delayed)) most = fmax(most, s->nodes[i].node->delayed);
    }
    return most;
}

/* A bar as long as there are people, and how many. */
struct people_bar {
    double wide; /* the bar alone */
    const char *words;
};

static struct people_bar people_bar(double value, double most, const char *word,
                                    struct arena *arena) {
    return (struct people_bar){most > 0 ? fmax(value / most * LONGEST_BAR, 3) : 0,
                               arena_printf(arena, "%s %s", people(value, arena), word)};
}

static double people_bar_width(const struct people_bar *bar) {
    return bar->wide + BAR_GAP + svg_text_width(bar->words, 12, false);
}

static double draw_people(struct svg *svg, double x, double y, const struct people_bar *bar,
                          const struct svg_paint *paint) {
    svg_rect(svg, x, y - 9, bar->wide, 9, 0, paint);
    svg_text(svg, x + bar->wide + BAR_GAP, y, &(struct svg_font){.size = 12}, bar->words);
    return y + 15;
}

static void draw_label(struct svg *svg, const struct sankey_node *node, double room, double most) {
    struct arena *arena = svg->out->arena;
    const struct chart_sankey_node *n = node->node;
    double x = node->x + SANKEY_BAR + 5, high = sankey_label_height(n);
    double top = node->height > high ? node->y + (node->height - high) / 2 : node->y;
    const char *title = svg_fit(arena, n->title, 13, true, room);
    double wide = svg_text_width(title, 13, true);
    if (n->note) wide = fmax(wide, svg_text_width(n->note, 12, false));
    struct people_bar queue = people_bar(n->queue, most, "wait", arena);
    struct people_bar delayed = people_bar(n->delayed, most, "delayed", arena);
    if (counts(n->queue)) wide = fmax(wide, people_bar_width(&queue));
    if (counts(n->delayed)) wide = fmax(wide, people_bar_width(&delayed));
    svg_rect(svg, x - 2, top, fmin(wide, room) + 4, high, 2,
             &(struct svg_paint){.fill = "#ffffff", .opacity = 0.8});
    svg_text(svg, x, top + 13, &(struct svg_font){.size = 13, .bold = true}, title);
    double y = top + 28;
    if (n->note && *n->note) {
        svg_text(svg, x, y, &(struct svg_font){.size = 12, .colour = CHART_TEXT_SECOND},
                 svg_fit(arena, n->note, 12, false, room));
        y += 15;
    }
    if (counts(n->queue)) y = draw_people(svg, x, y, &queue, &queue_bar);
    if (counts(n->delayed)) draw_people(svg, x, y, &delayed, &delayed_bar);
}

static void draw_node(struct svg *svg, const struct sankey *s, size_t i, bool focusable,
                      double most) {
    const struct sankey_node *node = &s->nodes[i];
    double room = s->columns > 1 ? svg->width - MARGIN - node->x - SANKEY_BAR : LABEL_WIDTH;
    for (size_t k = 0; k < s->node_count; k++)
        if (s->nodes[k].column == node->column + 1)
            room = fmin(room, s->nodes[k].x - node->x - SANKEY_BAR - 12);
    mark_open(svg, focusable, i + 1 == s->node_count, node_words(s, node, svg->out->arena));
    svg_rect(svg, node->x, node->y, SANKEY_BAR, node->height, 0,
             node->node->tight ? &tight_node : &plain_node);
    draw_label(svg, node, room, most);
    mark_close(svg);
}

static size_t legend_items(const struct sankey *s, struct legend_item *items) {
    bool queue = false, delayed = false, held = false, tight = false;
    for (size_t i = 0; i < s->node_count; i++) {
        queue = queue || counts(s->nodes[i].node->queue);
        delayed = delayed || counts(s->nodes[i].node->delayed);
        tight = tight || s->nodes[i].node->tight;
    }
    for (size_t i = 0; i < s->link_count; i++) held = held || s->links[i].held;
    size_t n = 0;
    const struct {
        bool there;
        const struct svg_paint *paint;
        const char *text;
    } all[] = {
        {true, &plain_ribbon,
         s->chart->persons_title ? s->chart->persons_title : "people who move"},
        {held, &held_ribbon, "who keep their place while they wait for the next"},
        {tight, &tight_node, "full most of the time"},
        {queue, &queue_bar, "wait for it on an average day"},
        {delayed, &delayed_bar, "delayed in it on an average day"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].there)
            items[n++] = (struct legend_item){
                .kind = LEGEND_BAND, .paint = *all[i].paint, .text = all[i].text};
    return n;
}

void chart_sankey(const struct chart_sankey *chart, struct buf *out) {
    struct arena *arena = out->arena;
    double width = chart->frame.width <= 0 ? 1000 : fmin(fmax(chart->frame.width, 480), 4000);
    double wanted =
        chart->frame.height <= 0 ? LEAST_HEIGHT : fmin(fmax(chart->frame.height, 280), 4000);
    struct sankey s = sankey_make(chart, arena);
    struct legend_item items[5];
    size_t item_count = legend_items(&s, items);
    double legend = legend_height(arena, items, item_count, width - 2 * MARGIN);
    double top = plot_heading(NULL, arena, &chart->frame, width, 0) + 10;
    double body = sankey_place(&s, MARGIN, width - MARGIN - LABEL_WIDTH, top, wanted, arena);
    double height = top + body + 14 + legend + 8 + plot_source_height(&chart->frame);
    struct svg svg = svg_open(&chart->frame, width, height, description(&s, arena), false, out);
    plot_heading(&svg, arena, &chart->frame, width, 0);
    if (!s.link_count)
        svg_text(&svg, width / 2, top + body / 2, &(struct svg_font){.size = 16, SVG_MIDDLE},
                 "Nobody moves");
    for (size_t i = 0; i < s.link_count; i++)
        draw_link(&svg, &s, &s.links[i], chart->frame.focusable);
    double most = most_waiting(&s);
    for (size_t i = 0; i < s.node_count && s.link_count; i++)
        draw_node(&svg, &s, i, chart->frame.focusable, most);
    legend_draw(&svg, MARGIN, top + body + 14, width - 2 * MARGIN, items, item_count);
    plot_source(&svg, &chart->frame);
    svg_close(&svg);
}

void chart_sankey_table(const struct chart_sankey *chart, struct buf *out) {
    struct arena *arena = out->arena;
    struct sankey s = sankey_make(chart, arena);
    const struct chart_unit plain = {.format = CHART_PLAIN};
    table_begin(out, &chart->frame, NULL, "From|~To|People|~While they wait");
    for (size_t i = 0; i < s.link_count; i++) {
        const struct sankey_link *link = &s.links[i];
        table_row(out, title_of(s.nodes[link->from].node, arena));
        table_words(out, title_of(s.nodes[link->to].node, arena));
        table_number(out, link->persons, &plain, 0);
        table_words(out, link->held ? "keep their place" : "");
        table_end_row(out);
    }
    table_end(out);
}
