/* The SPC chart and its sparkline.
 *
 * SPDX-License-Identifier: MIT */
#include "legend.h"
#include "spc_parts.h"

#include <math.h>
#include <stdio.h>

#define MARGIN 12.0
#define ICON 52.0
#define WIDE 560.0      /* from here on lines are named at their ends */
#define MOST_GROUPS 600 /* more points than that are not marked singly */
#define MOST_EVENTS 20
#define LABEL_WIDTH 150.0 /* the most that names at the ends of lines take */
#define DATES_HEIGHT 30.0

static const struct svg_paint fan_band = {.fill = CHART_BLUE, .opacity = 0.18};
static const struct svg_paint fan_line = {.stroke = CHART_BLUE, .width = 2, .dash = "10 3 2 3"};

struct range spc_range(const struct chart_spc *chart) {
    struct range range = RANGE_EMPTY;
    range_add_all(&range, chart->values, chart->n);
    range_add_all(&range, chart->targets, chart->n);
    range_add_all(&range, chart->comparator, chart->n);
    for (size_t i = 0; i < chart->phase_count; i++) {
        range_add(&range, chart->phases[i].mean);
        /* A limit below zero of values that cannot be negative would only take room. */
        if (!(chart->phases[i].lower < 0 && range.low >= 0))
            range_add(&range, chart->phases[i].lower);
        range_add(&range, chart->phases[i].upper);
    }
    range_add_all(&range, chart->fan.low, chart->fan.n);
    range_add_all(&range, chart->fan.high, chart->fan.n);
    range_add_all(&range, chart->fan.targets, chart->fan.n);
    return range;
}

struct scale spc_scale(const struct chart_spc *chart, int wanted) {
    return scale_make(spc_range(chart), wanted, false, chart->unit.format);
}

void spc_positions(const struct chart_spc *chart, const struct time_scale *scale, double *x,
                   double *borders) {
    size_t n = chart->n;
    for (size_t i = 0; i < n; i++) x[i] = time_at(scale, chart->dates[i]);
    for (size_t i = 1; i < n; i++) borders[i] = (x[i - 1] + x[i]) / 2;
    double half = n > 1 ? (x[1] - x[0]) / 2 : 20, end = n > 1 ? (x[n - 1] - x[n - 2]) / 2 : 20;
    if (n) borders[0] = x[0] - fmin(half, 10), borders[n] = x[n - 1] + fmin(end, 10);
}

void spc_draw_limits(struct plot *plot, const struct chart_spc *chart, const double *borders,
                     double width) {
    for (size_t k = 0; k < chart->phase_count; k++) {
        const struct chart_phase *phase = &chart->phases[k];
        if (phase->count == 0 || phase->first + phase->count > chart->n) continue;
        double from = borders[phase->first], to = borders[phase->first + phase->count];
        const double values[] = {phase->lower, phase->mean, phase->upper};
        for (int i = 0; i < 3; i++) {
            double y = scale_at(&plot->y, values[i]);
            if (!isfinite(y) || y > plot->bottom + 0.5) continue;
            struct svg_paint paint = i == 1 ? spc_mean_line : spc_limit_line;
            paint.width *= width;
            svg_line(&plot->svg, from, y, to, y, &paint);
        }
    }
}

void spc_draw_steps(struct plot *plot, const double *values, size_t n, const double *borders,
                    const struct svg_paint *paint) {
    double *x = ARENA_NEW(plot->svg.out->arena, double, 2 * n + 1);
    double *y = ARENA_NEW(plot->svg.out->arena, double, 2 * n + 1);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        double at = scale_at(&plot->y, values[i]);
        /* A step that goes on is one line, so that its dashes do. */
        if (i && count > 1 && y[count - 1] == at) {
            x[count - 1] = borders[i + 1];
            continue;
        }
        x[count] = borders[i], y[count++] = at;
        x[count] = borders[i + 1], y[count++] = at;
    }
    svg_path(&plot->svg, x, y, count, false, paint);
}

double *spc_heights(struct plot *plot, const double *values, size_t n) {
    double *y = ARENA_NEW(plot->svg.out->arena, double, n + 1);
    for (size_t i = 0; i < n; i++) y[i] = scale_at(&plot->y, values[i]);
    return y;
}

void spc_draw_values(struct plot *plot, const struct chart_spc *chart, const double *x,
                     double width) {
    double *y = spc_heights(plot, chart->values, chart->n);
    struct svg_paint paint = spc_value_line;
    paint.width *= width;
    svg_path(&plot->svg, x, y, chart->n, false, &paint);
}

static void draw_marks(struct plot *plot, const struct chart_spc *chart, const double *x,
                       int decimals) {
    double *y = spc_heights(plot, chart->values, chart->n);
    size_t last = spc_last(chart);
    double space = chart->n > 1 ? (plot->right - plot->left) / (double)chart->n : 20;
    double r = fmin(fmax(space * 0.45, 2.2), 5.5);
    bool grouped = chart->n <= MOST_GROUPS;
    for (size_t i = 0; i < chart->n; i++) {
        enum chart_signal signal = spc_signal_of(chart, i);
        if (!isfinite(y[i]) || (!grouped && signal == CHART_COMMON)) continue;
        if (grouped)
            mark_open(&plot->svg, chart->frame.focusable, i == last,
                      spc_point_words(chart, i, decimals, plot->svg.out->arena));
        mark_draw(&plot->svg, x[i], y[i], r, signal);
        if (grouped) mark_close(&plot->svg);
    }
}

static void draw_fan(struct plot *plot, const struct chart_spc *chart, int decimals) {
    const struct chart_fan *fan = &chart->fan;
    struct arena *arena = plot->svg.out->arena;
    double *x = ARENA_NEW(arena, double, fan->n + 1);
    double *low = spc_heights(plot, fan->low, fan->n),
           *middle = spc_heights(plot, fan->middle, fan->n),
           *high = spc_heights(plot, fan->high, fan->n);
    for (size_t i = 0; i < fan->n; i++) x[i] = time_at(&plot->x, fan->dates[i]);
    svg_band(&plot->svg, x, low, high, fan->n, &fan_band);
    svg_path(&plot->svg, x, middle, fan->n, false, &fan_line);
    if (fan->targets) {
        double *borders = ARENA_NEW(arena, double, fan->n + 1);
        for (size_t i = 0; i <= fan->n; i++)
            borders[i] = i == 0       ? x[0]
                         : i < fan->n ? (x[i - 1] + x[i]) / 2
                                      : fmin(x[i - 1] + 10, plot->right);
        spc_draw_steps(plot, fan->targets, fan->n, borders, &spc_target_line);
    }
    for (size_t i = 0; i < fan->n && fan->n <= MOST_GROUPS; i++) {
        char period[2 * DATE_BYTES], a[CHART_VALUE_BYTES], b[CHART_VALUE_BYTES],
            c[CHART_VALUE_BYTES];
        if (!isfinite(middle[i])) continue;
        mark_open(&plot->svg, chart->frame.focusable, false,
                  arena_printf(arena, "%s, forecast: %s (%s to %s)",
                               chart_period(fan->dates[i], spc_frequency(chart), period),
                               chart_value(fan->middle[i], &chart->unit, decimals, a),
                               chart_value(fan->low[i], &chart->unit, decimals, b),
                               chart_value(fan->high[i], &chart->unit, decimals, c)));
        svg_circle(&plot->svg, x[i], middle[i], 2.5, &(struct svg_paint){.fill = CHART_BLUE});
        mark_close(&plot->svg);
    }
}

/* The events that lie within the dates: their numbers in circles above the plot. */
static size_t visible(const struct chart_spc *chart, const struct time_scale *scale,
                      const struct chart_event **events) {
    size_t count = 0;
    for (size_t i = 0; i < chart->event_count && count < MOST_EVENTS; i++)
        if (chart->n && chart->events[i].date >= scale->first &&
            chart->events[i].date <= scale->last)
            events[count++] = &chart->events[i];
    return count;
}

static void draw_events(struct plot *plot, const struct chart_event *const *events, size_t count) {
    double free_from = -1e9;
    for (size_t i = 0; i < count; i++) {
        char number[16];
        double x = time_at(&plot->x, events[i]->date);
        svg_line(
            &plot->svg, x, plot->top - 4, x, plot->bottom,
            &(struct svg_paint){.stroke = CHART_TEXT, .dash = events[i]->rebase ? "8 3" : "1.5 3"});
        double at = fmax(x, free_from);
        free_from = at + 19;
        snprintf(number, sizeof number, "%zu", i + 1);
        svg_circle(&plot->svg, at, plot->top - 12, 8.5, &(struct svg_paint){.fill = CHART_TEXT});
        svg_text(&plot->svg, at, plot->top - 8,
                 &(struct svg_font){.size = 11, SVG_MIDDLE, .bold = true, .colour = "#ffffff"},
                 number);
    }
}

#define MOST_ITEMS (16 + MOST_EVENTS)

static void add_line(struct legend_item *items, size_t *n, const struct svg_paint *paint,
                     const char *text) {
    items[(*n)++] = (struct legend_item){.kind = LEGEND_LINE, .paint = *paint, .text = text};
}

/* Name and latest value: 'Mean 12.0'. */
static const char *named(const struct chart_spc *chart, const char *name, double value,
                         int decimals, struct arena *arena) {
    char text[CHART_VALUE_BYTES];
    return arena_printf(arena, "%s %s", svg_clean(arena, name, 40),
                        chart_value(value, &chart->unit, decimals, text));
}

struct named_lines {
    double mean, lower, upper, target, other;
    const char *mean_text, *lower_text, *upper_text, *target_text, *other_text;
};

/* The lines that can be named, with their latest values; NAN: not there. */
static struct named_lines find_lines(const struct chart_spc *chart, int decimals,
                                     struct arena *arena) {
    struct named_lines l = {NAN, NAN, NAN, NAN, NAN};
    if (chart->n && chart->phase_count) {
        const struct chart_phase *phase = &chart->phases[chart->phase_count - 1];
        l.mean = phase->mean, l.lower = phase->lower, l.upper = phase->upper;
    }
    for (size_t i = 0; i < chart->n; i++) {
        if (chart->targets && scale_holds(chart->targets[i])) l.target = chart->targets[i];
        if (chart->comparator && scale_holds(chart->comparator[i])) l.other = chart->comparator[i];
    }
    for (size_t i = 0; i < chart->fan.n; i++)
        if (chart->fan.targets && scale_holds(chart->fan.targets[i]))
            l.target = chart->fan.targets[i];
    l.mean_text = named(chart, spc_or(chart->centre_title, "Mean"), l.mean, decimals, arena);
    l.lower_text = named(chart, "Lower limit", l.lower, decimals, arena);
    l.upper_text = named(chart, "Upper limit", l.upper, decimals, arena);
    l.target_text = named(chart, spc_or(chart->target_title, "Target"), l.target, decimals, arena);
    l.other_text =
        named(chart, spc_or(chart->comparator_title, "Comparator"), l.other, decimals, arena);
    return l;
}

static size_t legend_items(const struct chart_spc *chart, const struct named_lines *lines,
                           bool name_lines, const struct chart_event *const *events,
                           size_t event_count, struct arena *arena, struct legend_item *items) {
    bool seen[CHART_NEUTRAL_LOW + 1] = {false};
    size_t n = 0;
    for (size_t i = 0; i < chart->n; i++)
        if (scale_holds(chart->values[i])) seen[spc_signal_of(chart, i)] = true;
    for (int s = 0; s <= CHART_NEUTRAL_LOW; s++)
        if (seen[s] && (s != CHART_COMMON || chart->signals))
            items[n++] = (struct legend_item){.kind = LEGEND_MARK,
                                              .signal = (enum chart_signal)s,
                                              .text = mark_words((enum chart_signal)s)};
    if (name_lines) {
        if (scale_holds(lines->mean)) add_line(items, &n, &spc_mean_line, lines->mean_text);
        if (scale_holds(lines->lower) && scale_holds(lines->upper))
            add_line(items, &n, &spc_limit_line,
                     arena_printf(arena, "Process limits %s to %s",
                                  lines->lower_text + sizeof "Lower limit",
                                  lines->upper_text + sizeof "Upper limit"));
        if (scale_holds(lines->target)) add_line(items, &n, &spc_target_line, lines->target_text);
        if (scale_holds(lines->other)) add_line(items, &n, &spc_other_line, lines->other_text);
    }
    if (chart->fan.n) {
        const char *title = spc_or(chart->fan.title, "Forecast with the plan");
        add_line(items, &n, &fan_line, arena_printf(arena, "%s: middle", title));
        items[n++] = (struct legend_item){
            .kind = LEGEND_BAND, .paint = fan_band, .text = "eight of ten futures"};
    }
    for (size_t i = 0; i < event_count; i++) {
        char day[DATE_BYTES];
        items[n++] = (struct legend_item){
            .kind = LEGEND_NOTE,
            .number = (int)i + 1,
            .text = arena_printf(arena, "%s: %s%s", date_people(events[i]->date, day),
                                 svg_clean(arena, events[i]->title, 200),
                                 events[i]->rebase ? " (limits begin anew)" : "")};
    }
    return n;
}

static size_t end_labels(const struct named_lines *lines, const struct scale *y,
                         struct end_label *labels) {
    const double values[] = {lines->upper, lines->mean, lines->lower, lines->target, lines->other};
    const char *const texts[] = {lines->upper_text, lines->mean_text, lines->lower_text,
                                 lines->target_text, lines->other_text};
    const char *const colours[] = {CHART_TEXT_SECOND, CHART_TEXT, CHART_TEXT_SECOND, CHART_RED,
                                   CHART_DARK_BLUE};
    size_t n = 0;
    for (int i = 0; i < 5; i++)
        if (scale_holds(values[i]) && values[i] >= y->low - y->step * 1e-6)
            labels[n++] = (struct end_label){scale_at(y, values[i]), texts[i], colours[i]};
    return n;
}

static double labels_width(const struct end_label *labels, size_t n) {
    double most = 0;
    for (size_t i = 0; i < n; i++) most = fmax(most, svg_text_width(labels[i].text, 13, false));
    return fmin(most, LABEL_WIDTH);
}

static void draw_icons(struct svg *svg, const struct chart_spc *chart) {
    double x = svg->width - MARGIN - ICON;
    if (chart->assurance != CHART_ASSURANCE_NONE) {
        chart_assurance_draw(svg, x, 8, ICON, chart->assurance);
        x -= ICON + 8;
    }
    if (chart->variation != CHART_VARIATION_NONE)
        chart_variation_draw(svg, x, 8, ICON, chart->variation);
}

static void dates(const struct chart_spc *chart, struct time_scale *x) {
    if (chart->n) x->first = chart->dates[0], x->last = chart->dates[chart->n - 1];
    const struct chart_fan *fan = &chart->fan;
    if (fan->n) {
        if (!chart->n || fan->dates[0] < x->first) x->first = fan->dates[0];
        if (!chart->n || fan->dates[fan->n - 1] > x->last) x->last = fan->dates[fan->n - 1];
    }
}

static double size_of(int wanted, double otherwise) {
    return wanted <= 0 ? otherwise : fmin(fmax(wanted, 280), 4000);
}

void chart_spc(const struct chart_spc *chart, struct buf *out) {
    struct arena *arena = out->arena;
    double width = size_of(chart->frame.width, 760);
    double height = size_of(chart->frame.height, width < WIDE ? width : 420);
    struct plot plot = {.y = spc_scale(chart, 6)};
    dates(chart, &plot.x);
    int decimals = chart_decimals(&plot.y, &chart->unit);
    struct named_lines lines = find_lines(chart, decimals, arena);
    bool at_ends = width >= WIDE && !chart->fan.n;

    const struct chart_event *events[MOST_EVENTS];
    size_t event_count = visible(chart, &plot.x, events);
    struct legend_item items[MOST_ITEMS];
    size_t item_count = legend_items(chart, &lines, !at_ends, events, event_count, arena, items);
    double legend = legend_height(arena, items, item_count, width - 2 * MARGIN);

    int icons =
        (chart->variation != CHART_VARIATION_NONE) + (chart->assurance != CHART_ASSURANCE_NONE);
    double reserved = icons * (ICON + 8);
    double heading = plot_heading(NULL, arena, &chart->frame, width, reserved);
    if (icons) heading = fmax(heading, ICON + 12);
    double unit_height = chart->unit.title && *chart->unit.title ? 22 : 6;
    plot.top = heading + unit_height + (event_count ? 26 : 4) +
               plot_unit(NULL, arena, &chart->unit, heading, width);
    double foot = DATES_HEIGHT + legend + 8 + plot_source_height(&chart->frame);
    /* However much stands above and below, the plot keeps a height that can be read. */
    height = fmax(height, plot.top + foot + (width < WIDE ? 180 : 230));
    plot.bottom = height - foot;
    plot.left = MARGIN + plot_axis_width(&plot.y, &chart->unit);
    struct end_label labels[5];
    plot.y.from = plot.bottom, plot.y.to = plot.top;
    size_t label_count = at_ends ? end_labels(&lines, &plot.y, labels) : 0;
    double names = label_count ? labels_width(labels, label_count) : 0;
    plot.right = width - MARGIN - (label_count ? names + 8 : 12);
    plot.x.from = plot.left + 14, plot.x.to = plot.right - 14;

    plot.svg =
        svg_open(&chart->frame, width, height, spc_description(chart, decimals, arena), false, out);
    plot_heading(&plot.svg, arena, &chart->frame, width, reserved);
    draw_icons(&plot.svg, chart);
    plot_unit(&plot.svg, arena, &chart->unit, heading, width);
    plot_draw_y(&plot, &chart->unit);
    if (chart->n || chart->fan.n) {
        double *x = ARENA_NEW(arena, double, chart->n + 1);
        double *borders = ARENA_NEW(arena, double, chart->n + 1);
        plot_draw_dates(&plot, spc_frequency(chart));
        spc_positions(chart, &plot.x, x, borders);
        draw_events(&plot, events, event_count);
        spc_draw_limits(&plot, chart, borders, 1);
        if (chart->comparator)
            svg_path(&plot.svg, x, spc_heights(&plot, chart->comparator, chart->n), chart->n, false,
                     &spc_other_line);
        if (chart->targets)
            spc_draw_steps(&plot, chart->targets, chart->n, borders, &spc_target_line);
        draw_fan(&plot, chart, decimals);
        spc_draw_values(&plot, chart, x, 1);
        draw_marks(&plot, chart, x, decimals);
    }
    if (spc_last(chart) == chart->n)
        svg_text(&plot.svg, (plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2,
                 &(struct svg_font){.size = 16, SVG_MIDDLE}, "No values yet");
    end_labels_draw(&plot.svg, plot.right + 6, names, plot.top, plot.bottom, labels, label_count);
    legend_draw(&plot.svg, MARGIN, plot.bottom + DATES_HEIGHT, width - 2 * MARGIN, items,
                item_count);
    plot_source(&plot.svg, &chart->frame);
    svg_close(&plot.svg);
}

void chart_sparkline(const struct chart_spc *chart, struct buf *out) {
    double width = chart->frame.width > 0 ? fmin(fmax(chart->frame.width, 60), 4000) : 160;
    double height = chart->frame.height > 0 ? fmin(fmax(chart->frame.height, 20), 4000) : 40;
    struct plot plot = {.left = 2, .top = 4, .right = width - 2, .bottom = height - 4};
    /* No axis is drawn: the line may take all the height. */
    plot.y = spc_scale(chart, 4);
    struct range range = spc_range(chart);
    if (range.high > range.low) plot.y.low = range.low, plot.y.high = range.high;
    plot.y.from = plot.bottom, plot.y.to = plot.top;
    plot.x = (struct time_scale){.from = 5, .to = width - 6};
    dates(chart, &plot.x);
    int decimals = chart_decimals(&plot.y, &chart->unit);
    plot.svg = svg_open(&chart->frame, width, height, spc_description(chart, decimals, out->arena),
                        true, out);
    double *x = ARENA_NEW(out->arena, double, chart->n + 1);
    double *borders = ARENA_NEW(out->arena, double, chart->n + 1);
    spc_positions(chart, &plot.x, x, borders);
    spc_draw_limits(&plot, chart, borders, 0.6);
    spc_draw_values(&plot, chart, x, 0.75);
    double *y = spc_heights(&plot, chart->values, chart->n);
    size_t last = spc_last(chart);
    double space = chart->n > 1 ? (width - 11) / (double)chart->n : 8;
    double r = fmin(fmax(space * 0.5, 1.5), 3);
    for (size_t i = 0; i < chart->n; i++)
        if (i == last || (spc_signal_of(chart, i) != CHART_COMMON && chart->n <= MOST_GROUPS))
            mark_draw(&plot.svg, x[i], y[i], i == last ? 3.5 : r, spc_signal_of(chart, i));
    svg_close(&plot.svg);
}
