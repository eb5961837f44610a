/* Small multiples; see multiples.h.
 *
 * SPDX-License-Identifier: MIT */
#include "multiples.h"

#include "legend.h"
#include "spc_parts.h"
#include "table.h"

#include <math.h>

#define MARGIN 12.0
#define LEAST_WIDTH 200.0 /* of a panel */
#define GAP 16.0
#define HEAD 40.0 /* name and latest value, beside the icons */
#define ICON 34.0
#define PLOT 96.0
#define FOOT 26.0 /* dates */

/* Where things lie that all panels share. */
struct layout {
    double left, width, axis; /* of the first panel; of each; of the labels before the first */
    size_t columns;
    struct scale y;
    struct time_scale x;
    int decimals;
};

static const struct chart_spc *of(const struct chart_multiples *chart, size_t i) {
    return chart->places[i].chart;
}

static double latest(const double *values, const struct chart_spc *c) {
    size_t last = spc_last(c);
    return values && last < c->n ? values[last] : NAN;
}

static const char *name_of(const struct chart_spc *c) {
    return spc_or(c->frame.subtitle, "?");
}

static struct layout lay_out(const struct chart_multiples *chart, double width) {
    struct layout l = {.columns = 1};
    struct range range = RANGE_EMPTY;
    bool any = false;
    for (size_t i = 0; i < chart->count; i++) {
        const struct chart_spc *c = of(chart, i);
        range_add_all(&range, c->values, c->n);
        range_add_all(&range, c->targets, c->n);
        range_add_all(&range, c->comparator, c->n);
        for (size_t k = 0; k < c->phase_count; k++) range_add(&range, c->phases[k].mean);
        if (c->n == 0) continue;
        if (!any || c->dates[0] < l.x.first) l.x.first = c->dates[0];
        if (!any || c->dates[c->n - 1] > l.x.last) l.x.last = c->dates[c->n - 1];
        any = true;
    }
    l.y = scale_make(range, 3, false, chart->unit.format);
    l.decimals = chart_decimals(&l.y, &chart->unit);
    l.axis = plot_axis_width(&l.y, &chart->unit);
    l.left = MARGIN + l.axis;
    double room = width - l.left - MARGIN;
    while ((double)(l.columns + 1) * LEAST_WIDTH + (double)l.columns * GAP <= room) l.columns++;
    if (l.columns > chart->count && chart->count) l.columns = chart->count;
    l.width = (room - (double)(l.columns - 1) * GAP) / (double)l.columns;
    return l;
}

static double panel_height(void) {
    return HEAD + PLOT + FOOT + 12;
}

/* Phases whose limits lie beyond the shared scale are drawn without them. */
static struct chart_spc within(const struct chart_spc *c, const struct scale *y,
                               struct arena *arena) {
    struct chart_spc cut = *c;
    struct chart_phase *phases = ARENA_NEW(arena, struct chart_phase, c->phase_count + 1);
    for (size_t k = 0; k < c->phase_count; k++) {
        phases[k] = c->phases[k];
        if (!(phases[k].lower >= y->low)) phases[k].lower = NAN;
        if (!(phases[k].upper <= y->high)) phases[k].upper = NAN;
    }
    cut.phases = phases;
    return cut;
}

static void draw_axes(struct plot *plot, const struct chart_multiples *chart,
                      const struct layout *l, bool first) {
    const struct svg_font small = {.size = 12, .colour = CHART_TEXT_SECOND};
    for (size_t i = 0; i < scale_ticks(&plot->y); i++) {
        double value = scale_tick(&plot->y, i), y = scale_at(&plot->y, value);
        char text[CHART_VALUE_BYTES];
        svg_line(&plot->svg, plot->left, y, plot->right, y,
                 &(struct svg_paint){.stroke = i ? CHART_GRID : CHART_AXIS});
        struct svg_font end = small;
        end.anchor = SVG_END;
        if (first)
            svg_text(&plot->svg, plot->left - 6, y + 4, &end,
                     chart_value(value, &chart->unit, plot->y.decimals, text));
    }
    char from[DATE_BYTES], to[DATE_BYTES];
    struct svg_font end = small;
    end.anchor = SVG_END;
    svg_text(&plot->svg, plot->left, plot->bottom + 16, &small, date_month_short(l->x.first, from));
    svg_text(&plot->svg, plot->right, plot->bottom + 16, &end, date_month_short(l->x.last, to));
}

static void draw_marks(struct plot *plot, const struct chart_spc *c, const double *x) {
    double *y = spc_heights(plot, c->values, c->n);
    size_t last = spc_last(c);
    double space = c->n > 1 ? (plot->right - plot->left) / (double)c->n : 8;
    double r = fmin(fmax(space * 0.6, 2), 3.5);
    for (size_t i = 0; i < c->n; i++)
        if (isfinite(y[i]) && (i == last || spc_signal_of(c, i) != CHART_COMMON))
            mark_draw(&plot->svg, x[i], y[i], i == last ? 4 : r, spc_signal_of(c, i));
}

/* 'Oxfordshire, April 2018: 12.3; improvement (a run); ...'. */
static const char *panel_words(const struct chart_spc *c, int decimals, struct arena *arena) {
    return arena_printf(arena, "%s. %s", name_of(c), spc_description(c, decimals, arena));
}

static void draw_heading(struct plot *plot, const struct chart_spc *c, double top,
                         const struct layout *l) {
    struct arena *arena = plot->svg.out->arena;
    double right = plot->right;
    if (c->assurance != CHART_ASSURANCE_NONE) {
        chart_assurance_draw(&plot->svg, right - ICON, top, ICON, c->assurance);
        right -= ICON + 4;
    }
    if (c->variation != CHART_VARIATION_NONE) {
        chart_variation_draw(&plot->svg, right - ICON, top, ICON, c->variation);
        right -= ICON + 4;
    }
    double room = right - plot->left - 2;
    svg_text(&plot->svg, plot->left, top + 14, &(struct svg_font){.size = 14, .bold = true},
             svg_fit(arena, name_of(c), 14, true, room));
    char value[CHART_VALUE_BYTES], month[2 * DATE_BYTES];
    size_t last = spc_last(c);
    if (last == c->n) return;
    const char *text = chart_value(c->values[last], &c->unit, l->decimals, value);
    if (c->dates[last] < l->x.last) /* it ends before the others do */
        text = arena_printf(arena, "%s in %s", text,
                            chart_period(c->dates[last], spc_frequency(c), month));
    svg_text(&plot->svg, plot->left, top + 31,
             &(struct svg_font){.size = 13, .colour = CHART_TEXT_SECOND},
             svg_fit(arena, text, 13, false, room));
}

static void draw_panel(struct svg *svg, const struct chart_multiples *chart, size_t i,
                       const struct layout *l, double from_top) {
    struct arena *arena = svg->out->arena;
    size_t column = i % l->columns, row = i / l->columns;
    double top = from_top + (double)row * panel_height();
    double left = l->left + (double)column * (l->width + GAP);
    struct plot plot = {.svg = *svg,
                        .left = left,
                        .right = left + l->width,
                        .top = top + HEAD,
                        .bottom = top + HEAD + PLOT,
                        .y = l->y,
                        .x = l->x};
    plot.y.from = plot.bottom, plot.y.to = plot.top;
    plot.x.from = plot.left + 5, plot.x.to = plot.right - 6;
    struct chart_spc c = within(of(chart, i), &l->y, arena);
    mark_open(svg, chart->frame.focusable, i + 1 == chart->count,
              panel_words(of(chart, i), l->decimals, arena));
    if (chart->places[i].own) {
        double from = column ? left - 7 : 3; /* around the labels of the axis */
        svg_rect(svg, from, top - 6, left + l->width + 7 - from, panel_height() - 4, 4,
                 &(struct svg_paint){.stroke = CHART_TEXT, .width = 2});
    }
    draw_heading(&plot, &c, top, l);
    draw_axes(&plot, chart, l, column == 0);
    double *x = ARENA_NEW(arena, double, c.n + 1), *borders = ARENA_NEW(arena, double, c.n + 1);
    spc_positions(&c, &plot.x, x, borders);
    spc_draw_limits(&plot, &c, borders, 0.7);
    if (c.comparator)
        svg_path(&plot.svg, x, spc_heights(&plot, c.comparator, c.n), c.n, false, &spc_other_line);
    struct svg_paint target = spc_target_line;
    target.width = 1.5;
    if (c.targets) spc_draw_steps(&plot, c.targets, c.n, borders, &target);
    spc_draw_values(&plot, &c, x, 0.8);
    draw_marks(&plot, &c, x);
    mark_close(svg);
}

static void add_line(struct legend_item *items, size_t *n, const struct svg_paint *paint,
                     const char *text) {
    items[(*n)++] = (struct legend_item){.kind = LEGEND_LINE, .paint = *paint, .text = text};
}

#define MOST_ITEMS 16

static size_t legend_items(const struct chart_multiples *chart, struct legend_item *items) {
    bool seen[CHART_NEUTRAL_LOW + 1] = {false}, limits = false, targets = false;
    const char *other = NULL, *mean = NULL;
    size_t n = 0;
    for (size_t i = 0; i < chart->count; i++) {
        const struct chart_spc *c = of(chart, i);
        for (size_t k = 0; k < c->n; k++) {
            if (scale_holds(c->values[k])) seen[spc_signal_of(c, k)] = true;
            targets = targets || (c->targets && scale_holds(c->targets[k]));
        }
        for (size_t k = 0; k < c->phase_count; k++)
            limits = limits || scale_holds(c->phases[k].upper);
        if (c->phase_count) mean = spc_or(c->centre_title, "Mean");
        if (c->comparator && !other) other = spc_or(c->comparator_title, "Comparator");
    }
    add_line(items, &n, &spc_value_line, "Value; the latest is marked");
    for (int s = CHART_IMPROVEMENT; s <= CHART_NEUTRAL_LOW; s++)
        if (seen[s])
            items[n++] = (struct legend_item){.kind = LEGEND_MARK,
                                              .signal = (enum chart_signal)s,
                                              .text = mark_words((enum chart_signal)s)};
    if (mean) add_line(items, &n, &spc_mean_line, mean);
    if (limits) add_line(items, &n, &spc_limit_line, "Process limits");
    if (targets) add_line(items, &n, &spc_target_line, "Target");
    if (other) add_line(items, &n, &spc_other_line, other);
    return n;
}

static const char *description(const struct chart_multiples *chart, const struct layout *l,
                               struct arena *arena) {
    size_t better = 0, worse = 0;
    for (size_t i = 0; i < chart->count; i++) {
        enum chart_variation v = of(chart, i)->variation;
        better += v == CHART_VARIATION_IMPROVING_HIGH || v == CHART_VARIATION_IMPROVING_LOW;
        worse += v == CHART_VARIATION_CONCERNING_HIGH || v == CHART_VARIATION_CONCERNING_LOW;
    }
    struct buf out = buf_new(arena);
    buf_printf(&out, "%zu control chart%s on one scale%s%s.", chart->count,
               chart->count == 1 ? "" : "s", chart->order ? ", " : "",
               chart->order ? svg_clean(arena, chart->order, 100) : "");
    buf_printf(&out, " At the latest value %zu improve%s and %zu get%s worse.", better,
               better == 1 ? "s" : "", worse, worse == 1 ? "s" : "");
    char value[CHART_VALUE_BYTES];
    for (size_t i = 0; i < chart->count && i < 3; i++)
        buf_printf(&out, "%s%s %s", i ? ", " : " First ",
                   svg_clean(arena, name_of(of(chart, i)), 60),
                   chart_value(latest(of(chart, i)->values, of(chart, i)), &chart->unit,
                               l->decimals, value));
    if (chart->count) buf_putc(&out, '.');
    return out.text;
}

void chart_multiples(const struct chart_multiples *chart, struct buf *out) {
    struct arena *arena = out->arena;
    double width = chart->frame.width <= 0 ? 760 : fmin(fmax(chart->frame.width, 280), 4000);
    struct layout l = lay_out(chart, width);
    struct legend_item items[MOST_ITEMS];
    size_t n = chart->count ? legend_items(chart, items) : 0;
    double top = plot_heading(NULL, arena, &chart->frame, width, 0);
    bool unit = chart->unit.title && *chart->unit.title;
    double first = top + (unit ? 24 : 4) + 12 + plot_unit(NULL, arena, &chart->unit, top, width);
    double rows = ceil((double)chart->count / (double)l.columns);
    double key = first + rows * panel_height();
    double height = key + legend_height(arena, items, n, width - 2 * MARGIN) + 10 +
                    plot_source_height(&chart->frame);
    struct svg svg =
        svg_open(&chart->frame, width, height, description(chart, &l, arena), false, out);
    plot_heading(&svg, arena, &chart->frame, width, 0);
    plot_unit(&svg, arena, &chart->unit, top, width);
    for (size_t i = 0; i < chart->count; i++) draw_panel(&svg, chart, i, &l, first);
    legend_draw(&svg, MARGIN, key, width - 2 * MARGIN, items, n);
    plot_source(&svg, &chart->frame);
    svg_close(&svg);
}

void chart_multiples_table(const struct chart_multiples *chart, struct buf *out) {
    struct layout l = lay_out(chart, 760);
    table_begin(out, &chart->frame, chart->unit.title,
                "Place|~Latest|Value|Mean|Lower limit|Upper limit|Target|Comparator|"
                "~What it signals|~Will it meet the target?");
    for (size_t i = 0; i < chart->count; i++) {
        const struct chart_spc *c = of(chart, i);
        size_t last = spc_last(c);
        const struct chart_phase *phase = spc_phase_of(c, last);
        char period[2 * DATE_BYTES];
        table_row(out, name_of(c));
        table_words(out, last < c->n ? chart_period(c->dates[last], spc_frequency(c), period)
                                     : "No value");
        table_number(out, latest(c->values, c), &chart->unit, l.decimals);
        table_number(out, phase ? phase->mean : NAN, &chart->unit, l.decimals);
        table_number(out, phase ? phase->lower : NAN, &chart->unit, l.decimals);
        table_number(out, phase ? phase->upper : NAN, &chart->unit, l.decimals);
        table_number(out, latest(c->targets, c), &chart->unit, l.decimals);
        table_number(out, latest(c->comparator, c), &chart->unit, l.decimals);
        table_words(out, chart_variation_words(c->variation));
        table_words(out, chart_assurance_words(c->assurance));
        table_end_row(out);
    }
    table_end(out);
}
