/* Milestone trend charts; see trend.h.
 *
 * SPDX-License-Identifier: MIT */
#include "trend.h"

#include "legend.h"
#include "plot.h"
#include "table.h"

#include <math.h>

#define MARGIN 12.0
#define AXIS_HEIGHT 48.0
#define NAMES 150.0 /* the width of the names beside the lines */
#define ROOM 34.0   /* between two days of the upright axis */
#define MARKS 5
#define SAID 400 /* points of a line that are drawn: the newest */

static const char *const colours[] = {CHART_BLUE, CHART_CONCERNING_EDGE, CHART_NEUTRAL, CHART_TEXT,
                                      CHART_RED,  CHART_IMPROVING_EDGE};
#define COLOURS (sizeof colours / sizeof colours[0])

static const struct svg_paint diagonal = {.stroke = CHART_AXIS, .dash = "3 4", .width = 1.6};

/* --- what is drawn ---------------------------------------------------------------------------- */

static size_t shown(const struct chart_trend *chart) {
    return chart->line_count < TREND_LINES ? chart->line_count : TREND_LINES;
}

static size_t first_of(const struct trend_line *line) {
    return line->point_count > SAID ? line->point_count - SAID : 0;
}

static int32_t last_due(const struct trend_line *line) {
    return line->point_count ? line->points[line->point_count - 1].due : DATE_NONE;
}

static void widen(struct time_scale *scale, int32_t day) {
    if (day == DATE_NONE) return;
    if (scale->first == DATE_NONE || day < scale->first) scale->first = day;
    if (scale->last == DATE_NONE || day > scale->last) scale->last = day;
}

static void find_ends(const struct chart_trend *chart, struct time_scale *x, struct time_scale *y) {
    x->first = x->last = y->first = y->last = DATE_NONE;
    widen(x, chart->today);
    for (size_t l = 0; l < shown(chart); l++) {
        const struct trend_line *line = &chart->lines[l];
        for (size_t i = first_of(line); i < line->point_count; i++) {
            widen(x, line->points[i].said_on);
            widen(y, line->points[i].due);
        }
        widen(x, line->done);
        widen(y, line->done);
        widen(y, line->p50);
        widen(y, line->p80);
    }
    if (x->first == DATE_NONE) widen(x, 0); /* nothing at all is known */
    if (y->first == DATE_NONE) widen(y, x->first);
    if (x->first == x->last) x->first -= 31; /* one day only, or none */
    if (y->first == y->last) y->first -= 31, y->last += 31;
}

static const char *moved_words(const struct trend_line *line, struct arena *arena) {
    char a[DATE_BYTES], b[DATE_BYTES];
    if (!line->point_count) return "nothing is said of its deadline";
    int32_t first = line->points[0].due, last = last_due(line);
    if (first == last) return arena_printf(arena, "%s throughout", date_people(first, a));
    return arena_printf(arena, "first %s, now %s: %s by %d days", date_people(first, a),
                        date_people(last, b), last > first ? "later" : "sooner",
                        last > first ? last - first : first - last);
}

static const char *end_words(const struct trend_line *line, struct arena *arena) {
    char a[DATE_BYTES], b[DATE_BYTES];
    if (line->done != DATE_NONE)
        return arena_printf(arena, "; done on %s", date_people(line->done, a));
    if (line->p50 == DATE_NONE) return "";
    if (line->p80 == DATE_NONE)
        return arena_printf(arena, "; forecast %s (P50)", date_people(line->p50, a));
    return arena_printf(arena, "; forecast %s (P50) to %s (P80)", date_people(line->p50, a),
                        date_people(line->p80, b));
}

static const char *description(const struct chart_trend *chart, struct arena *arena) {
    if (chart->frame.description) return chart->frame.description;
    struct buf out = buf_new(arena);
    buf_printf(&out, "Deadlines of %zu item%s from report to report.", chart->line_count,
               chart->line_count == 1 ? "" : "s");
    for (size_t l = 0; l < shown(chart); l++)
        buf_printf(&out, " %s: %s%s.", svg_clean(arena, chart->lines[l].title, 80),
                   moved_words(&chart->lines[l], arena), end_words(&chart->lines[l], arena));
    return out.text;
}

/* --- drawing ---------------------------------------------------------------------------------- */

struct field {
    struct plot plot;
    struct time_scale y; /* days, upwards */
};

static double height_of(const struct field *f, int32_t day) {
    return time_at(&f->y, day);
}

static void draw_deadlines(struct field *f) {
    struct time_tick ticks[TIME_TICKS];
    size_t n = time_ticks(&f->y, ROOM, 'm', ticks);
    for (size_t i = 0; i < n; i++) {
        double y = height_of(f, ticks[i].date);
        /* The first may stand close below the second, where an axis begins within a month. */
        if (i == 0 && n > 1 && y - height_of(f, ticks[1].date) < ROOM / 2) continue;
        svg_line(&f->plot.svg, f->plot.left, y, f->plot.right, y,
                 &(struct svg_paint){.stroke = CHART_GRID});
        svg_text(&f->plot.svg, f->plot.left - 8, y + 4.5,
                 &(struct svg_font){.size = 13, SVG_END, .colour = CHART_TEXT_SECOND},
                 ticks[i].label);
    }
}

/* The days on which a deadline is reached, as far as both axes have them. */
static void draw_diagonal(struct field *f) {
    const struct time_scale *x = &f->plot.x;
    int32_t from = x->first > f->y.first ? x->first : f->y.first;
    int32_t to = x->last < f->y.last ? x->last : f->y.last;
    if (from >= to) return;
    svg_line(&f->plot.svg, time_at(x, from), height_of(f, from), time_at(x, to), height_of(f, to),
             &diagonal);
}

static void draw_forecast(struct field *f, const struct trend_line *line, int32_t today,
                          const char *colour) {
    if (line->done != DATE_NONE || line->p50 == DATE_NONE) return;
    double x = time_at(&f->plot.x, today), p50 = height_of(f, line->p50);
    double p80 = line->p80 == DATE_NONE ? f->plot.top : height_of(f, line->p80);
    if (line->point_count) {
        const struct trend_point *last = &line->points[line->point_count - 1];
        svg_line(&f->plot.svg, time_at(&f->plot.x, last->said_on), height_of(f, last->due), x, p50,
                 &(struct svg_paint){.stroke = colour, .dash = "5 4", .width = 1.5});
    }
    svg_line(&f->plot.svg, x, p50, x, p80,
             &(struct svg_paint){.stroke = colour, .width = 5, .opacity = 0.5});
    svg_line(&f->plot.svg, x - 6, p50, x + 6, p50,
             &(struct svg_paint){.stroke = colour, .width = 2.5});
}

static void draw_line(struct field *f, const struct chart_trend *chart, size_t l) {
    const struct trend_line *line = &chart->lines[l];
    struct svg *svg = &f->plot.svg;
    struct arena *arena = svg->out->arena;
    const char *colour = colours[l % COLOURS];
    size_t first = first_of(line), n = line->point_count - first;
    double *x = ARENA_NEW(arena, double, n + 1), *y = ARENA_NEW(arena, double, n + 1);
    for (size_t i = 0; i < n; i++) {
        x[i] = time_at(&f->plot.x, line->points[first + i].said_on);
        y[i] = height_of(f, line->points[first + i].due);
    }
    size_t all = n;
    if (line->done != DATE_NONE) {
        x[all] = time_at(&f->plot.x, line->done);
        y[all++] = height_of(f, line->done);
    }
    mark_open(svg, chart->frame.focusable, l + 1 == shown(chart),
              arena_printf(arena, "%s: %s%s", svg_clean(arena, line->title, 120),
                           moved_words(line, arena), end_words(line, arena)));
    draw_forecast(f, line, chart->today, colour);
    svg_path(svg, x, y, all, false, &(struct svg_paint){.stroke = colour, .width = 2});
    for (size_t i = 0; i < n; i++)
        mark_shape(svg, x[i], y[i], 5, (enum mark_shape)(l % (MARKS - 1)), colour);
    if (line->done != DATE_NONE)
        svg_circle(svg, x[n], y[n], 6, &(struct svg_paint){.fill = colour});
    mark_close(svg);
}

/* Beside the plot, each at the height where its line ends. */
static void draw_names(struct field *f, const struct chart_trend *chart) {
    struct end_label labels[TREND_LINES];
    for (size_t l = 0; l < shown(chart); l++) {
        const struct trend_line *line = &chart->lines[l];
        int32_t day = line->done != DATE_NONE  ? line->done
                      : line->p50 != DATE_NONE ? line->p50
                                               : last_due(line);
        labels[l] = (struct end_label){day == DATE_NONE ? f->plot.bottom : height_of(f, day),
                                       line->title, colours[l % COLOURS]};
    }
    end_labels_draw(&f->plot.svg, f->plot.right + 10, NAMES - 12, f->plot.top, f->plot.bottom,
                    labels, shown(chart));
}

static size_t legend_items(const struct chart_trend *chart, struct arena *arena,
                           struct legend_item items[TREND_LINES + 4]) {
    size_t n = 0;
    bool forecast = false;
    for (size_t l = 0; l < shown(chart); l++) {
        forecast =
            forecast || (chart->lines[l].done == DATE_NONE && chart->lines[l].p50 != DATE_NONE);
        items[n++] = (struct legend_item){.kind = LEGEND_SHAPE,
                                          .shape = (enum mark_shape)(l % (MARKS - 1)),
                                          .paint = {.stroke = colours[l % COLOURS]},
                                          .text = svg_clean(arena, chart->lines[l].title, 60)};
    }
    if (chart->line_count > shown(chart))
        items[n++] = (struct legend_item){.kind = LEGEND_WORDS,
                                          .text = arena_printf(arena, "and %zu more, not drawn",
                                                               chart->line_count - shown(chart))};
    items[n++] = (struct legend_item){
        .kind = LEGEND_LINE, .paint = diagonal, .text = "the deadline is reached"};
    if (forecast)
        items[n++] =
            (struct legend_item){.kind = LEGEND_LINE,
                                 .paint = {.stroke = CHART_AXIS, .width = 5, .opacity = 0.5},
                                 .text = "forecast, P50 to P80"};
    return n;
}

void trend_svg(const struct chart_trend *chart, struct buf *out) {
    struct arena *arena = out->arena;
    double width = chart->frame.width <= 0 ? 760 : fmin(fmax(chart->frame.width, 280), 4000);
    double height = chart->frame.height <= 0 ? 460 : fmin(fmax(chart->frame.height, 280), 4000);
    bool named = width >= 600 && chart->line_count > 1;
    struct legend_item items[TREND_LINES + 4];
    size_t item_count = legend_items(chart, arena, items);
    double legend = legend_height(arena, items, item_count, width - 2 * MARGIN);
    double heading = plot_heading(NULL, arena, &chart->frame, width, 0);
    struct field f = {0};
    f.plot.top = heading + 26;
    double foot = AXIS_HEIGHT + legend + 8 + plot_source_height(&chart->frame);
    height = fmax(height, f.plot.top + foot + 180);
    f.plot.bottom = height - foot;
    f.plot.left = MARGIN + svg_text_width("Sep 2018", 13, false) + 10;
    f.plot.right = width - MARGIN - (named ? NAMES : 10);
    find_ends(chart, &f.plot.x, &f.y);
    f.plot.x.from = f.plot.left + 8, f.plot.x.to = f.plot.right - 12;
    f.y.from = f.plot.bottom - 10, f.y.to = f.plot.top + 10;
    f.plot.svg = svg_open(&chart->frame, width, height, description(chart, arena), false, out);
    plot_heading(&f.plot.svg, arena, &chart->frame, width, 0);
    svg_text(&f.plot.svg, MARGIN, heading + 17,
             &(struct svg_font){.size = 13, .colour = CHART_TEXT_SECOND},
             "Deadline as reported; below, the day of the report");
    draw_deadlines(&f);
    plot_draw_dates(&f.plot, 'm');
    draw_diagonal(&f);
    for (size_t l = 0; l < shown(chart); l++) draw_line(&f, chart, l);
    if (named) draw_names(&f, chart);
    legend_draw(&f.plot.svg, MARGIN, f.plot.bottom + AXIS_HEIGHT, width - 2 * MARGIN, items,
                item_count);
    plot_source(&f.plot.svg, &chart->frame);
    svg_close(&f.plot.svg);
}

void trend_table(const struct chart_trend *chart, struct buf *out) {
    char day[DATE_BYTES];
    table_begin(out, &chart->frame, NULL, "Item|~Said on|~Deadline|~Done, or forecast");
    for (size_t l = 0; l < chart->line_count; l++) {
        const struct trend_line *line = &chart->lines[l];
        for (size_t i = 0; i < line->point_count; i++) {
            bool last = i + 1 == line->point_count;
            const char *end = last ? end_words(line, out->arena) : "";
            table_row(out, line->title);
            table_words(out, date_people(line->points[i].said_on, day));
            table_words(out, date_people(line->points[i].due, day));
            table_words(out, end[0] ? end + 2 : "");
            table_end_row(out);
        }
    }
    table_end(out);
}
