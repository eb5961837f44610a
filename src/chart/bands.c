/* Lines with bands; see bands.h.
 *
 * SPDX-License-Identifier: MIT */
#include "bands.h"

#include "legend.h"
#include "plot.h"
#include "table.h"

#include <math.h>

#define MARGIN 12.0
#define WIDE 560.0 /* from here on lines are named at their ends */
#define LABEL_WIDTH 170.0
#define DATES_HEIGHT 30.0
#define UNIT_HEIGHT 22.0
#define DIFFERENCE_HEAD 40.0
#define MOST_MARKS 45  /* more periods than that: lines without marks */
#define MOST_STOPS 600 /* more than that cannot be pointed at singly */

/* Dash and mark say what colour says; the edges of a band have the dash of its line. */
struct style {
    struct svg_paint line, band, edge;
    enum mark_shape shape;
};
static const struct style styles[CHART_BANDS_LINES] = {
    {{.stroke = CHART_TEXT_SECOND, .width = 2, .dash = "8 4"},
     {.fill = CHART_GREY, .opacity = 0.22},
     {.stroke = CHART_GREY, .width = 1, .dash = "8 4"},
     MARK_SQUARE},
    {{.stroke = CHART_BLUE, .width = 2.5},
     {.fill = CHART_BLUE, .opacity = 0.2},
     {.stroke = CHART_BLUE, .width = 1},
     MARK_CIRCLE},
    {{.stroke = CHART_NEUTRAL, .width = 2.25, .dash = "2 3"},
     {.fill = CHART_NEUTRAL, .opacity = 0.16},
     {.stroke = CHART_NEUTRAL, .width = 1, .dash = "2 3"},
     MARK_TRIANGLE},
    {{.stroke = CHART_CONCERNING_EDGE, .width = 2, .dash = "12 3 2 3"},
     {.fill = CHART_CONCERNING_EDGE, .opacity = 0.14},
     {.stroke = CHART_CONCERNING_EDGE, .width = 1, .dash = "12 3 2 3"},
     MARK_DIAMOND},
};
static const struct svg_paint observed_line = {.stroke = CHART_TEXT, .width = 1.5},
                              target_line = {.stroke = CHART_RED, .width = 2, .dash = "9 4"};

static size_t line_count(const struct chart_bands *chart) {
    return chart->line_count < CHART_BANDS_LINES ? chart->line_count : CHART_BANDS_LINES;
}

/* Differences of percentages are points. */
static struct chart_unit unit_of_difference(const struct chart_bands *chart) {
    struct chart_unit unit = chart->unit;
    if (unit.format == CHART_PERCENT) unit.format = CHART_PLAIN;
    return unit;
}

static char frequency(const struct chart_bands *chart) {
    return chart->frequency ? chart->frequency : 'm';
}

static bool has_bands(const struct chart_bands *chart) {
    for (size_t k = 0; k < line_count(chart); k++)
        if (chart->lines[k].middle && chart->lines[k].low && chart->lines[k].high) return true;
    return false;
}

static const char *titled(const char *text, const char *otherwise) {
    return text && *text ? text : otherwise;
}

/* Half a period in days: a point stands for the middle of its period, a day for itself. */
static int32_t half_period(const struct chart_bands *chart) {
    switch (frequency(chart)) {
    case 'y':
        return 182;
    case 'q':
        return 45;
    case 'm':
        return 15;
    case 'w':
        return 3;
    default:
        return 0;
    }
}

static struct range range_of_lines(const struct chart_bands *chart) {
    struct range range = RANGE_EMPTY;
    for (size_t k = 0; k < line_count(chart); k++) {
        range_add_all(&range, chart->lines[k].middle, chart->n);
        range_add_all(&range, chart->lines[k].low, chart->n);
        range_add_all(&range, chart->lines[k].high, chart->n);
    }
    range_add_all(&range, chart->observed, chart->n);
    range_add_all(&range, chart->targets, chart->n);
    return range;
}

/* --- words ----------------------------------------------------------------------------------- */

/* '23.1 (20.9 to 26.0)'. */
static void put_value(struct buf *out, const struct chart_bands_line *line, size_t i,
                      const struct chart_unit *unit, int decimals) {
    char text[CHART_VALUE_BYTES];
    buf_puts(out, chart_value(line->middle[i], unit, decimals, text));
    if (!line->low || !line->high || !scale_holds(line->low[i]) || !scale_holds(line->high[i]))
        return;
    buf_printf(out, " (%s to ", chart_value(line->low[i], unit, decimals, text));
    buf_printf(out, "%s)", chart_value(line->high[i], unit, decimals, text));
}

static bool has(const double *values, size_t i) {
    return values && scale_holds(values[i]);
}

/* '2018/19: do nothing 25.6 (24.1 to 27.2); observed 16.7'. */
static const char *period_words(const struct chart_bands *chart, size_t i, int decimals,
                                struct arena *arena) {
    struct buf out = buf_new(arena);
    char period[2 * DATE_BYTES], text[CHART_VALUE_BYTES];
    buf_printf(&out, "%s: ", chart_period(chart->dates[i], frequency(chart), period));
    bool any = false;
    for (size_t k = 0; k < line_count(chart); k++) {
        const struct chart_bands_line *line = &chart->lines[k];
        if (!has(line->middle, i)) continue;
        buf_printf(&out, "%s%s ", any ? "; " : "", svg_clean(arena, line->title, 60));
        put_value(&out, line, i, &chart->unit, decimals);
        any = true;
    }
    if (has(chart->observed, i)) {
        buf_printf(&out, "%s%s %s", any ? "; " : "",
                   svg_clean(arena, titled(chart->observed_title, "Observed"), 60),
                   chart_value(chart->observed[i], &chart->unit, decimals, text));
        any = true;
    }
    if (has(chart->difference.middle, i)) {
        buf_puts(&out, any ? "; difference " : "difference ");
        const struct chart_unit unit = unit_of_difference(chart);
        put_value(&out, &chart->difference, i, &unit, decimals);
        any = true;
    }
    return any ? out.text : NULL;
}

/* The first and last period in words. */
static const char *description(const struct chart_bands *chart, int decimals, struct arena *arena) {
    const char *first = NULL, *last = NULL;
    for (size_t i = 0; i < chart->n; i++) {
        const char *words = period_words(chart, i, decimals, arena);
        if (words && !first)
            first = words;
        else if (words)
            last = words;
    }
    if (!first) return "No values yet.";
    return arena_printf(arena, "%s %s.%s%s%s",
                        has_bands(chart)
                            ? "Lines over time; bands hold eight of ten simulated futures."
                            : "Lines over time.",
                        first, last ? " " : "", last ? last : "", last ? "." : "");
}

/* --- drawing --------------------------------------------------------------------------------- */

static double *heights(const struct plot *plot, const double *values, size_t n) {
    double *y = ARENA_NEW(plot->svg.out->arena, double, n + 1);
    for (size_t i = 0; i < n; i++) y[i] = values ? scale_at(&plot->y, values[i]) : NAN;
    return y;
}

static void draw_band(struct plot *plot, const struct chart_bands_line *line,
                      const struct style *style, const double *x, size_t n) {
    if (!line->middle || !line->low || !line->high) return;
    const double *low = heights(plot, line->low, n), *high = heights(plot, line->high, n);
    svg_band(&plot->svg, x, low, high, n, &style->band);
    svg_path(&plot->svg, x, low, n, false, &style->edge);
    svg_path(&plot->svg, x, high, n, false, &style->edge);
}

static void draw_line(struct plot *plot, const struct chart_bands_line *line,
                      const struct style *style, const double *x, size_t n) {
    if (!line->middle) return;
    const double *y = heights(plot, line->middle, n);
    svg_path(&plot->svg, x, y, n, false, &style->line);
    for (size_t i = 0; i < n && n <= MOST_MARKS; i++)
        mark_shape(&plot->svg, x[i], y[i], 4, style->shape, style->line.stroke);
}

/* A target keeps its value from period to period. */
static void draw_target(struct plot *plot, const struct chart_bands *chart, const double *x) {
    double *ends = ARENA_NEW(plot->svg.out->arena, double, 2 * chart->n + 1);
    double *y = ARENA_NEW(plot->svg.out->arena, double, 2 * chart->n + 1);
    size_t n = chart->n;
    for (size_t i = 0; i < n; i++) {
        ends[2 * i] = i ? (x[i - 1] + x[i]) / 2 : x[i];
        ends[2 * i + 1] = i + 1 < n ? (x[i] + x[i + 1]) / 2 : x[i];
        y[2 * i] = y[2 * i + 1] = scale_at(&plot->y, chart->targets[i]);
    }
    if (n == 1) ends[0] = plot->left, ends[1] = plot->right;
    svg_path(&plot->svg, ends, y, 2 * n, false, &target_line);
}

static void draw_observed(struct plot *plot, const struct chart_bands *chart, const double *x) {
    const double *y = heights(plot, chart->observed, chart->n);
    double r = chart->n <= MOST_MARKS ? 5 : 2.6;
    svg_path(&plot->svg, x, y, chart->n, false, &observed_line);
    for (size_t i = 0; i < chart->n; i++)
        if (isfinite(y[i])) mark_shape(&plot->svg, x[i], y[i], r, MARK_DOT, CHART_TEXT);
}

/* A strip of the plot for each period: wherever it is pointed at, it says all its values. */
static void draw_stops(struct plot *plot, const struct chart_bands *chart, const double *x,
                       double bottom, int decimals) {
    size_t last = chart->n;
    for (size_t i = 0; i < chart->n; i++)
        if (period_words(chart, i, decimals, plot->svg.out->arena)) last = i;
    for (size_t i = 0; i < chart->n && chart->n <= MOST_STOPS; i++) {
        const char *words = period_words(chart, i, decimals, plot->svg.out->arena);
        if (!words) continue;
        double from = i ? (x[i - 1] + x[i]) / 2 : plot->left;
        double to = i + 1 < chart->n ? (x[i] + x[i + 1]) / 2 : plot->right;
        mark_open(&plot->svg, chart->frame.focusable, i == last, words);
        svg_rect(&plot->svg, from, plot->top, to - from, bottom - plot->top, 0,
                 &(struct svg_paint){.fill = "#ffffff", .opacity = 0.01});
        mark_close(&plot->svg);
    }
}

static size_t legend_items(const struct chart_bands *chart, bool at_ends,
                           struct legend_item *items) {
    size_t n = 0;
    for (size_t k = 0; k < line_count(chart); k++) {
        const struct chart_bands_line *line = &chart->lines[k];
        if (!line->middle) continue;
        bool banded = line->low && line->high;
        items[n++] = (struct legend_item){.kind = banded ? LEGEND_BANDED_LINE : LEGEND_LINE,
                                          .paint = styles[k].line,
                                          .band = styles[k].band,
                                          .text = titled(line->title, "Modelled")};
    }
    if (chart->observed)
        items[n++] = (struct legend_item){.kind = LEGEND_SHAPE,
                                          .shape = MARK_DOT,
                                          .paint = {.stroke = CHART_TEXT},
                                          .text = titled(chart->observed_title, "Observed")};
    if (chart->targets && !at_ends)
        items[n++] = (struct legend_item){.kind = LEGEND_LINE,
                                          .paint = target_line,
                                          .text = titled(chart->target_title, "Target")};
    if (has_bands(chart))
        items[n++] = (struct legend_item){.kind = LEGEND_WORDS,
                                          .text = "Bands: eight of ten simulated futures"};
    return n;
}

/* 'With the plan 9.8' at the height of its last value; returns whether there is one. */
static bool label_end(const struct plot *plot, const struct chart_bands *chart,
                      const double *values, const char *title, const char *colour, int decimals,
                      struct arena *arena, struct end_label *label) {
    char text[CHART_VALUE_BYTES];
    for (size_t i = chart->n; values && i-- > 0;)
        if (scale_holds(values[i])) {
            *label = (struct end_label){
                scale_at(&plot->y, values[i]),
                arena_printf(arena, "%s %s", svg_clean(arena, title, 40),
                             chart_value(values[i], &chart->unit, decimals, text)),
                colour};
            return true;
        }
    return false;
}

static size_t end_labels(const struct plot *plot, const struct chart_bands *chart, int decimals,
                         struct arena *arena, struct end_label *labels) {
    size_t n = 0;
    for (size_t k = 0; k < line_count(chart); k++)
        n += label_end(plot, chart, chart->lines[k].middle,
                       titled(chart->lines[k].title, "Modelled"), styles[k].line.stroke, decimals,
                       arena, &labels[n]);
    n += label_end(plot, chart, chart->observed, titled(chart->observed_title, "Observed"),
                   CHART_TEXT, decimals, arena, &labels[n]);
    n += label_end(plot, chart, chart->targets, titled(chart->target_title, "Target"), CHART_RED,
                   decimals, arena, &labels[n]);
    return n;
}

static double labels_width(const struct end_label *labels, size_t n) {
    double most = 0;
    for (size_t i = 0; i < n; i++) most = fmax(most, svg_text_width(labels[i].text, 13, false));
    return fmin(most, LABEL_WIDTH);
}

/* Below the plot, on an axis with a zero of its own. */
static void draw_difference(struct plot *main, const struct chart_bands *chart, const double *x,
                            double height) {
    struct plot plot = *main;
    plot.top = main->bottom + DIFFERENCE_HEAD;
    plot.bottom = plot.top + height;
    struct range range = RANGE_EMPTY;
    range_add_all(&range, chart->difference.middle, chart->n);
    range_add_all(&range, chart->difference.low, chart->n);
    range_add_all(&range, chart->difference.high, chart->n);
    plot.y = scale_make(range, 3, true, CHART_PLAIN);
    plot.y.from = plot.bottom, plot.y.to = plot.top;
    svg_text(&plot.svg, MARGIN, plot.top - 12, &(struct svg_font){.size = 13, .bold = true},
             svg_fit(plot.svg.out->arena, titled(chart->difference.title, "Difference"), 13, true,
                     plot.svg.width - 2 * MARGIN));
    const struct chart_unit unit = unit_of_difference(chart);
    plot_draw_y(&plot, &unit);
    double zero = scale_at(&plot.y, 0);
    svg_line(&plot.svg, plot.left, zero, plot.right, zero,
             &(struct svg_paint){.stroke = CHART_AXIS, .width = 1.5});
    draw_band(&plot, &chart->difference, &styles[1], x, chart->n);
    draw_line(&plot, &chart->difference, &styles[1], x, chart->n);
    plot_draw_dates(&plot, frequency(chart));
}

static void draw_all(struct plot *plot, const struct chart_bands *chart, double below,
                     int decimals) {
    double *x = ARENA_NEW(plot->svg.out->arena, double, chart->n + 1);
    for (size_t i = 0; i < chart->n; i++) x[i] = time_at(&plot->x, chart->dates[i]);
    if (below <= 0) plot_draw_dates(plot, frequency(chart));
    char day[DATE_BYTES];
    int32_t today = chart->today == DATE_NONE ? chart->today : chart->today - half_period(chart);
    if (chart->n && today >= chart->dates[0] && today <= chart->dates[chart->n - 1])
        plot_draw_day(plot, today, titled(chart->today_title, date_people(chart->today, day)));
    for (size_t k = 0; k < line_count(chart); k++)
        draw_band(plot, &chart->lines[k], &styles[k], x, chart->n);
    if (chart->targets) draw_target(plot, chart, x);
    for (size_t k = 0; k < line_count(chart); k++)
        draw_line(plot, &chart->lines[k], &styles[k], x, chart->n);
    if (chart->observed) draw_observed(plot, chart, x);
    if (below > 0) draw_difference(plot, chart, x, below);
    draw_stops(plot, chart, x, below > 0 ? plot->bottom + DIFFERENCE_HEAD + below : plot->bottom,
               decimals);
}

static double size_of(int wanted, double otherwise) {
    return wanted <= 0 ? otherwise : fmin(fmax(wanted, 280), 4000);
}

void chart_bands(const struct chart_bands *chart, struct buf *out) {
    struct arena *arena = out->arena;
    double width = size_of(chart->frame.width, 760);
    bool wide = width >= WIDE;
    struct plot plot = {.y = scale_make(range_of_lines(chart), 6, false, chart->unit.format)};
    if (chart->n) plot.x.first = chart->dates[0], plot.x.last = chart->dates[chart->n - 1];
    int decimals = chart_decimals(&plot.y, &chart->unit);
    struct legend_item items[CHART_BANDS_LINES + 3];
    size_t item_count = legend_items(chart, wide, items);
    double legend = legend_height(arena, items, item_count, width - 2 * MARGIN);
    double heading = plot_heading(NULL, arena, &chart->frame, width, 0);
    double below = chart->difference.middle ? (wide ? 110 : 90) : 0;
    double extra = below > 0 ? below + DIFFERENCE_HEAD : 0;
    plot.top = heading + (chart->unit.title && *chart->unit.title ? UNIT_HEIGHT : 6) + 8 +
               plot_unit(NULL, arena, &chart->unit, heading, width);
    double foot = DATES_HEIGHT + legend + 8 + plot_source_height(&chart->frame);
    double height = size_of(chart->frame.height, (wide ? 400 : width) + extra);
    height = fmax(height, plot.top + foot + extra + (wide ? 200 : 170));
    plot.bottom = height - foot - extra;
    plot.left = MARGIN + plot_axis_width(&plot.y, &chart->unit);
    plot.y.from = plot.bottom, plot.y.to = plot.top;
    struct end_label labels[CHART_BANDS_LINES + 2];
    size_t label_count = wide ? end_labels(&plot, chart, decimals, arena, labels) : 0;
    double names = label_count ? labels_width(labels, label_count) : 0;
    plot.right = width - MARGIN - (label_count ? names + 8 : 12);
    plot.x.from = plot.left + 14, plot.x.to = plot.right - 14;

    plot.svg =
        svg_open(&chart->frame, width, height, description(chart, decimals, arena), false, out);
    plot_heading(&plot.svg, arena, &chart->frame, width, 0);
    plot_unit(&plot.svg, arena, &chart->unit, heading, width);
    plot_draw_y(&plot, &chart->unit);
    if (chart->n) draw_all(&plot, chart, below, decimals);
    if (!chart->n || !period_words(chart, chart->n - 1, decimals, arena))
        if (range_of_lines(chart).low > range_of_lines(chart).high)
            svg_text(&plot.svg, (plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2,
                     &(struct svg_font){.size = 16, SVG_MIDDLE}, "No values yet");
    end_labels_draw(&plot.svg, plot.right + 6, names, plot.top, plot.bottom, labels, label_count);
    legend_draw(&plot.svg, MARGIN, plot.bottom + extra + DATES_HEIGHT, width - 2 * MARGIN, items,
                item_count);
    plot_source(&plot.svg, &chart->frame);
    svg_close(&plot.svg);
}

/* --- the table ------------------------------------------------------------------------------- */

static void cell_range(struct buf *out, const struct chart_bands_line *line, size_t i,
                       const struct chart_unit *unit, int decimals) {
    struct buf text = buf_new(out->arena);
    put_value(&text, line, i, unit, decimals);
    table_words(out, text.text);
}

void chart_bands_table(const struct chart_bands *chart, struct buf *out) {
    struct arena *arena = out->arena;
    struct scale y = scale_make(range_of_lines(chart), 6, false, chart->unit.format);
    int decimals = chart_decimals(&y, &chart->unit);
    const struct chart_unit difference_unit = unit_of_difference(chart);
    struct buf heads = buf_new(arena);
    buf_puts(&heads, "Period");
    for (size_t k = 0; k < line_count(chart); k++)
        if (chart->lines[k].middle)
            buf_printf(&heads, "|~%s",
                       table_head(arena, titled(chart->lines[k].title, "Modelled")));
    if (chart->observed)
        buf_printf(&heads, "|%s", table_head(arena, titled(chart->observed_title, "Observed")));
    if (chart->targets)
        buf_printf(&heads, "|%s", table_head(arena, titled(chart->target_title, "Target")));
    if (chart->difference.middle) buf_puts(&heads, "|~Difference");
    table_begin(out, &chart->frame,
                has_bands(chart) ? "In brackets: eight of ten simulated futures" : NULL,
                heads.text);
    for (size_t i = 0; i < chart->n; i++) {
        char period[2 * DATE_BYTES];
        if (!period_words(chart, i, decimals, arena) && !has(chart->targets, i)) continue;
        table_row(out, chart_period(chart->dates[i], frequency(chart), period));
        for (size_t k = 0; k < line_count(chart); k++)
            if (chart->lines[k].middle)
                cell_range(out, &chart->lines[k], i, &chart->unit, decimals);
        if (chart->observed) table_number(out, chart->observed[i], &chart->unit, decimals);
        if (chart->targets) table_number(out, chart->targets[i], &chart->unit, decimals);
        if (chart->difference.middle)
            cell_range(out, &chart->difference, i, &difference_unit, decimals);
        table_end_row(out);
    }
    table_end(out);
}
