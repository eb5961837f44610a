/* Funnel plots.
 *
 * SPDX-License-Identifier: MIT */
#include "funnel.h"

#include "legend.h"
#include "plot.h"
#include "table.h"

#include <math.h>

#define MARGIN 12.0
#define AXIS_HEIGHT 50.0
#define MOST_NAMES 12

static const struct svg_paint centre_line = {.stroke = CHART_TEXT_SECOND, .width = 1.8},
                              limit95 = {.stroke = CHART_AXIS, .dash = "3 4", .width = 1.6},
                              limit998 = {.stroke = CHART_AXIS, .dash = "9 5", .width = 1.8};

static const char *standing_words(const struct chart_funnel_place *place) {
    if (place->signal == CHART_COMMON) return "within what chance and usual differences explain";
    return place->far_out ? "beyond the 99.8% limits" : "beyond the 95% limits";
}

static const char *place_words(const struct chart_funnel *chart,
                               const struct chart_funnel_place *place, int decimals,
                               struct arena *arena) {
    char value[CHART_VALUE_BYTES];
    return arena_printf(arena, "%s: %s; %s", svg_clean(arena, place->title, 80),
                        chart_value(place->value, &chart->unit, decimals, value),
                        standing_words(place));
}

static const char *description(const struct chart_funnel *chart, int decimals,
                               struct arena *arena) {
    if (chart->frame.description) return chart->frame.description;
    size_t beyond = 0, far_out = 0;
    const struct chart_funnel_place *own = NULL;
    for (size_t i = 0; i < chart->place_count; i++) {
        beyond += chart->places[i].signal != CHART_COMMON;
        far_out += chart->places[i].far_out;
        if (chart->places[i].own) own = &chart->places[i];
    }
    char value[CHART_VALUE_BYTES];
    return arena_printf(
        arena,
        "%zu places by size. The average is %s. %zu lie beyond the 95%% limits, %zu of them beyond "
        "the 99.8%% limits.%s%s%s",
        chart->place_count, chart_value(chart->centre, &chart->unit, decimals, value), beyond,
        far_out, own ? " " : "", own ? place_words(chart, own, decimals, arena) : "",
        own ? "." : "");
}

static void draw_sizes(struct plot *plot, const struct scale *x, const char *title) {
    struct svg_paint paint = {.stroke = CHART_AXIS};
    svg_line(&plot->svg, plot->left, plot->bottom, plot->right, plot->bottom, &paint);
    const struct chart_unit plain = {.format = CHART_PLAIN};
    bool millions = x->high >= 4e6;
    double unit = millions ? 1e6 : 1;
    int decimals = millions ? x->step < 1e6 : x->decimals;
    if (millions) title = arena_printf(plot->svg.out->arena, "%s, millions", title);
    for (size_t i = 0; i < scale_ticks(x); i++) {
        double at = scale_at(x, scale_tick(x, i));
        char text[CHART_VALUE_BYTES];
        svg_line(&plot->svg, at, plot->bottom, at, plot->bottom + 5, &paint);
        chart_value(scale_tick(x, i) / unit, &plain, decimals, text);
        double half = svg_text_width(text, 13, false) / 2;
        svg_text(&plot->svg, fmin(at, plot->svg.width - half - 2), plot->bottom + 20,
                 &(struct svg_font){.size = 13, SVG_MIDDLE, .colour = CHART_TEXT_SECOND}, text);
    }
    svg_text(&plot->svg, (plot->left + plot->right) / 2, plot->bottom + 40,
             &(struct svg_font){.size = 13, SVG_MIDDLE, .colour = CHART_TEXT_SECOND},
             svg_fit(plot->svg.out->arena, title, 13, false, plot->right - plot->left));
}

static void draw_curve(struct plot *plot, const struct scale *x, const struct chart_funnel *chart,
                       const double *values, const struct svg_paint *paint) {
    struct arena *arena = plot->svg.out->arena;
    double *px = ARENA_NEW(arena, double, chart->curve_count + 1);
    double *py = ARENA_NEW(arena, double, chart->curve_count + 1);
    for (size_t i = 0; i < chart->curve_count; i++) {
        px[i] = scale_at(x, chart->sizes[i]);
        py[i] = scale_at(&plot->y, values[i]);
    }
    svg_path(&plot->svg, px, py, chart->curve_count, false, paint);
}

struct box {
    double x, y, width;
};

/* Names what stands out: own place first, then those beyond a limit, the farthest from the centre
 * first; a name that would cover another is moved up or down, and left out where that does not
 * help. */
static void draw_names(struct plot *plot, const struct scale *x, const struct chart_funnel *chart) {
    struct arena *arena = plot->svg.out->arena;
    struct box taken[MOST_NAMES];
    size_t count = 0;
    bool *named = ARENA_NEW(arena, bool, chart->place_count + 1);
    for (size_t i = 0; i < chart->place_count; i++) named[i] = false;
    while (count < MOST_NAMES) {
        size_t best = SIZE_MAX;
        double farthest = -1;
        for (size_t i = 0; i < chart->place_count; i++) {
            const struct chart_funnel_place *p = &chart->places[i];
            if (named[i] || !(p->own || p->signal != CHART_COMMON) || !scale_holds(p->value))
                continue;
            double away = p->own ? INFINITY : fabs(p->value - chart->centre);
            if (away > farthest) farthest = away, best = i;
        }
        if (best == SIZE_MAX) return;
        named[best] = true;
        const struct chart_funnel_place *p = &chart->places[best];
        const char *text = svg_fit(arena, p->title, 12, p->own, 170);
        double beside = p->own ? 13 : 9;
        struct box box = {scale_at(x, p->size) + beside, scale_at(&plot->y, p->value) + 4,
                          svg_text_width(text, 12, p->own)};
        if (box.x + box.width > plot->right) box.x -= box.width + 2 * beside;
        bool free_place = false;
        static const double moves[] = {0, -14, 14, -28, 28};
        for (size_t m = 0; m < sizeof moves / sizeof moves[0] && !free_place; m++) {
            double y = box.y + moves[m];
            free_place = y > plot->top + 8 && y < plot->bottom - 2;
            for (size_t i = 0; i < count && free_place; i++)
                free_place = fabs(taken[i].y - y) >= 14 || taken[i].x > box.x + box.width + 4 ||
                             box.x > taken[i].x + taken[i].width + 4;
            if (free_place) box.y = y;
        }
        if (!free_place) continue;
        taken[count++] = box;
        svg_text(&plot->svg, box.x, box.y, &(struct svg_font){.size = 12, .bold = p->own}, text);
    }
}

static void draw_places(struct plot *plot, const struct scale *x, const struct chart_funnel *chart,
                        int decimals) {
    struct arena *arena = plot->svg.out->arena;
    for (size_t i = 0; i < chart->place_count; i++) {
        const struct chart_funnel_place *p = &chart->places[i];
        double px = scale_at(x, p->size), py = scale_at(&plot->y, p->value);
        if (!isfinite(px) || !isfinite(py)) continue;
        mark_open(&plot->svg, chart->frame.focusable, i + 1 == chart->place_count,
                  place_words(chart, p, decimals, arena));
        mark_draw(&plot->svg, px, py, 4.5, p->signal);
        if (p->own)
            svg_circle(&plot->svg, px, py, 8.5,
                       &(struct svg_paint){.stroke = CHART_TEXT, .width = 2});
        mark_close(&plot->svg);
    }
}

static size_t legend_items(const struct chart_funnel *chart, int decimals, struct arena *arena,
                           struct legend_item *items) {
    size_t n = 0;
    char value[CHART_VALUE_BYTES];
    bool seen[CHART_NEUTRAL_LOW + 1] = {false};
    for (size_t i = 0; i < chart->place_count; i++) seen[chart->places[i].signal] = true;
    static const char *const words[] = {"within the limits", "better than the limits",
                                        "worse than the limits", "above the limits",
                                        "below the limits"};
    for (int s = CHART_COMMON; s <= CHART_NEUTRAL_LOW; s++)
        if (seen[s])
            items[n++] = (struct legend_item){
                .kind = LEGEND_MARK, .signal = (enum chart_signal)s, .text = words[s]};
    items[n++] = (struct legend_item){
        .kind = LEGEND_LINE,
        .paint = centre_line,
        .text = arena_printf(arena, "Average %s",
                             chart_value(chart->centre, &chart->unit, decimals, value))};
    items[n++] = (struct legend_item){.kind = LEGEND_LINE, .paint = limit95, .text = "95% limits"};
    items[n++] =
        (struct legend_item){.kind = LEGEND_LINE, .paint = limit998, .text = "99.8% limits"};
    return n;
}

void chart_funnel(const struct chart_funnel *chart, struct buf *out) {
    struct arena *arena = out->arena;
    double width = chart->frame.width <= 0 ? 760 : fmin(fmax(chart->frame.width, 280), 4000);
    double height = chart->frame.height <= 0 ? 460 : fmin(fmax(chart->frame.height, 280), 4000);
    struct range range = RANGE_EMPTY, sizes = RANGE_EMPTY;
    for (size_t i = 0; i < chart->place_count; i++) {
        range_add(&range, chart->places[i].value);
        range_add(&sizes, chart->places[i].size);
    }
    range_add(&range, chart->centre);
    struct plot plot = {.y = scale_make(range, 6, false, chart->unit.format)};
    struct scale x = scale_make(sizes, width < 500 ? 3 : 6, true, CHART_PLAIN);
    int decimals = chart_decimals(&plot.y, &chart->unit);
    struct legend_item items[12];
    size_t item_count = legend_items(chart, decimals, arena, items);
    double legend = legend_height(arena, items, item_count, width - 2 * MARGIN);
    double heading = plot_heading(NULL, arena, &chart->frame, width, 0);
    plot.top = heading + 34 + plot_unit(NULL, arena, &chart->unit, heading, width);
    double foot = AXIS_HEIGHT + legend + 8 + plot_source_height(&chart->frame);
    height = fmax(height, plot.top + foot + 160);
    plot.bottom = height - foot;
    plot.left = MARGIN + plot_axis_width(&plot.y, &chart->unit);
    plot.right = width - MARGIN - 16;
    plot.y.from = plot.bottom, plot.y.to = plot.top;
    x.from = plot.left + 6, x.to = plot.right - 6;

    plot.svg =
        svg_open(&chart->frame, width, height, description(chart, decimals, arena), false, out);
    plot_heading(&plot.svg, arena, &chart->frame, width, 0);
    plot_unit(&plot.svg, arena, &chart->unit, heading, width);
    plot_draw_y(&plot, &chart->unit);
    draw_sizes(&plot, &x, chart->size_title ? chart->size_title : "size");
    double centre = scale_at(&plot.y, chart->centre);
    if (isfinite(centre)) svg_line(&plot.svg, plot.left, centre, plot.right, centre, &centre_line);
    if (chart->curve_count) {
        draw_curve(&plot, &x, chart, chart->low95, &limit95);
        draw_curve(&plot, &x, chart, chart->high95, &limit95);
        draw_curve(&plot, &x, chart, chart->low998, &limit998);
        draw_curve(&plot, &x, chart, chart->high998, &limit998);
    }
    draw_places(&plot, &x, chart, decimals);
    draw_names(&plot, &x, chart);
    legend_draw(&plot.svg, MARGIN, plot.bottom + AXIS_HEIGHT, width - 2 * MARGIN, items,
                item_count);
    plot_source(&plot.svg, &chart->frame);
    svg_close(&plot.svg);
}

void chart_funnel_table(const struct chart_funnel *chart, struct buf *out) {
    struct range range = RANGE_EMPTY;
    for (size_t i = 0; i < chart->place_count; i++) range_add(&range, chart->places[i].value);
    struct scale y = scale_make(range, 6, false, chart->unit.format);
    int decimals = chart_decimals(&y, &chart->unit);
    const struct chart_unit plain = {.format = CHART_PLAIN};
    table_begin(out, &chart->frame, NULL, "Place|Size|Value|~Standing");
    for (size_t i = 0; i < chart->place_count; i++) {
        const struct chart_funnel_place *p = &chart->places[i];
        table_row(out, p->title);
        table_number(out, p->size, &plain, 0);
        table_number(out, p->value, &chart->unit, decimals);
        table_words(out, standing_words(p));
        table_end_row(out);
    }
    table_end(out);
}
