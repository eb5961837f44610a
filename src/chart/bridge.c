/* A bridge; see bridge.h.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge.h"

#include "legend.h"
#include "plot.h"
#include "table.h"

#include <math.h>

#define MARGIN 12.0
#define WIDE 560.0 /* from here on names stand beside the bars, else above them */
#define ROW 34.0
#define NARROW_ROW 48.0
#define BAR 20.0
#define AXIS_HEIGHT 28.0
#define FONT 14.0
#define LONGEST_NAME 270.0

static const struct svg_paint up = {.fill = CHART_CONCERNING, .stroke = CHART_CONCERNING_EDGE},
                              down = {.fill = CHART_BLUE, .stroke = CHART_DARK_BLUE},
                              total = {.fill = CHART_TEXT_SECOND, .stroke = CHART_TEXT},
                              joint = {.stroke = CHART_AXIS, .dash = "2 2"},
                              halo = {.stroke = "#ffffff", .width = 5},
                              whisker = {.stroke = CHART_TEXT, .width = 1.5};

/* A step with what it has come to before and after. */
struct row {
    const struct chart_bridge_step *step;
    double before, after;
};

static size_t make_rows(const struct chart_bridge *chart, struct row *rows) {
    size_t n = chart->step_count < CHART_BRIDGE_STEPS ? chart->step_count : CHART_BRIDGE_STEPS;
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        const struct chart_bridge_step *step = &chart->steps[i];
        rows[i] = (struct row){step, step->total ? 0 : sum, sum};
        if (!step->total && scale_holds(step->amount)) rows[i].after = sum += step->amount;
    }
    return n;
}

static bool has_range(const struct chart_bridge_step *step) {
    return !step->total && scale_holds(step->low) && scale_holds(step->high) &&
           step->low != step->high;
}

static const char *money(const struct chart_bridge *chart, double value, int decimals,
                         struct arena *arena) {
    char text[CHART_VALUE_BYTES];
    return arena_string(arena, chart_value(value, &chart->unit, decimals, text));
}

/* '+ £582.0m', '- £17.0m', '£129.0m'. */
static const char *amount_text(const struct chart_bridge *chart, const struct row *row,
                               int decimals, struct arena *arena) {
    if (row->step->total) return money(chart, row->after, decimals, arena);
    return arena_printf(arena, "%s %s", row->step->amount < 0 ? "\xe2\x88\x92" : "+",
                        money(chart, fabs(row->step->amount), decimals, arena));
}

/* 'Community Care First: closes it, £88.0m (£30.0m to £88.0m); then £313.0m'. */
static const char *row_words(const struct chart_bridge *chart, const struct row *row, int decimals,
                             struct arena *arena) {
    const struct chart_bridge_step *step = row->step;
    struct buf out = buf_new(arena);
    buf_printf(&out, "%s: ", svg_clean(arena, step->title, 120));
    if (step->total) {
        buf_puts(&out, money(chart, row->after, decimals, arena));
        return out.text;
    }
    const char *what = step->amount < 0  ? chart->down_title ? chart->down_title : "Takes away"
                       : chart->up_title ? chart->up_title
                                         : "Adds";
    buf_printf(&out, "%s %s", svg_clean(arena, what, 60),
               money(chart, fabs(step->amount), decimals, arena));
    if (has_range(step)) {
        double a = fabs(step->low), b = fabs(step->high);
        buf_printf(&out, " (%s to %s)", money(chart, fmin(a, b), decimals, arena),
                   money(chart, fmax(a, b), decimals, arena));
    }
    buf_printf(&out, "; then %s", money(chart, row->after, decimals, arena));
    return out.text;
}

static const char *description(const struct chart_bridge *chart, const struct row *rows, size_t n,
                               int decimals, struct arena *arena) {
    struct buf out = buf_new(arena);
    buf_printf(&out, "%zu steps. ", n);
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%s. ", row_words(chart, &rows[i], decimals, arena));
    return out.text;
}

static struct scale make_scale(const struct chart_bridge *chart, const struct row *rows, size_t n,
                               int wanted) {
    struct range range = RANGE_EMPTY;
    for (size_t i = 0; i < n; i++) {
        range_add(&range, rows[i].before);
        range_add(&range, rows[i].after);
        if (!has_range(rows[i].step)) continue;
        range_add(&range, rows[i].before + rows[i].step->low);
        range_add(&range, rows[i].before + rows[i].step->high);
    }
    return scale_make(range, wanted, true, chart->unit.format);
}

static void draw_whisker(struct svg *svg, const struct scale *x, const struct row *row, double y) {
    double a = scale_at(x, row->before + row->step->low);
    double b = scale_at(x, row->before + row->step->high);
    svg_line(svg, a, y, b, y, &halo);
    svg_line(svg, a, y, b, y, &whisker);
    svg_line(svg, a, y - 5, a, y + 5, &whisker);
    svg_line(svg, b, y - 5, b, y + 5, &whisker);
}

struct sheet {
    const struct chart_bridge *chart;
    struct svg svg;
    struct scale x;
    double left, right, top, row;
    bool wide;
    int decimals;
};

/* Beside the bar where there is room, to the right of it first. */
static void draw_amount(struct sheet *s, const struct row *row, double first, double last,
                        double y) {
    struct arena *arena = s->svg.out->arena;
    if (has_range(row->step)) {
        double ends[] = {scale_at(&s->x, row->before + row->step->low),
                         scale_at(&s->x, row->before + row->step->high)};
        first = fmin(first, fmin(ends[0], ends[1]));
        last = fmax(last, fmax(ends[0], ends[1]));
    }
    const char *text = amount_text(s->chart, row, s->decimals, arena);
    bool right = last + 8 + svg_text_width(text, FONT, row->step->total) <= s->right + MARGIN;
    svg_text(&s->svg, right ? last + 8 : first - 8, y + 5,
             &(struct svg_font){.anchor = right ? SVG_START : SVG_END, .bold = row->step->total},
             text);
}

static void draw_row(struct sheet *s, const struct row *row, size_t i, bool is_last) {
    struct arena *arena = s->svg.out->arena;
    double top = s->top + (double)i * s->row;
    double y = s->wide ? top + s->row / 2 : top + s->row - BAR / 2 - 5;
    mark_open(&s->svg, s->chart->frame.focusable, is_last,
              row_words(s->chart, row, s->decimals, arena));
    struct svg_font font = {.bold = row->step->total};
    double room = s->wide ? s->left - 2 * MARGIN : s->svg.width - 2 * MARGIN;
    const char *lines[2];
    size_t count = svg_wrap(arena, row->step->title, FONT, font.bold, room, s->wide ? 2 : 1, lines);
    double line = s->wide ? y + 5 - 8 * (double)(count > 1) : top + 16;
    for (size_t k = 0; k < count; k++)
        svg_text(&s->svg, MARGIN, line + 16 * (double)k, &font, lines[k]);
    double from = scale_at(&s->x, row->before), to = scale_at(&s->x, row->after);
    double first = fmin(from, to), last = fmax(from, to);
    const struct svg_paint *paint = row->step->total ? &total : row->step->amount < 0 ? &down : &up;
    svg_rect(&s->svg, first, y - BAR / 2, fmax(last - first, 1), BAR, 0, paint);
    if (has_range(row->step)) draw_whisker(&s->svg, &s->x, row, y);
    draw_amount(s, row, first, last, y);
    mark_close(&s->svg);
    if (!is_last) svg_line(&s->svg, to, y + BAR / 2, to, y + s->row - BAR / 2, &joint);
}

static void draw_axis(struct sheet *s, double bottom) {
    for (size_t i = 0; i < scale_ticks(&s->x); i++) {
        char text[CHART_VALUE_BYTES];
        double value = scale_tick(&s->x, i), x = scale_at(&s->x, value);
        if (s->wide || value == 0) /* elsewhere they would cross the names */
            svg_line(&s->svg, x, s->top, x, bottom,
                     &(struct svg_paint){.stroke = value == 0 ? CHART_AXIS : CHART_GRID});
        svg_text(&s->svg, x, bottom + 18,
                 &(struct svg_font){.size = 13, SVG_MIDDLE, .colour = CHART_TEXT_SECOND},
                 chart_value(value, &s->chart->unit, s->x.decimals, text));
    }
}

static size_t legend_items(const struct chart_bridge *chart, const struct row *rows, size_t n,
                           struct legend_item *items) {
    bool ups = false, downs = false, ranges = false;
    for (size_t i = 0; i < n; i++) {
        ups = ups || (!rows[i].step->total && rows[i].step->amount > 0);
        downs = downs || (!rows[i].step->total && rows[i].step->amount < 0);
        ranges = ranges || has_range(rows[i].step);
    }
    size_t count = 0;
    if (ups)
        items[count++] = (struct legend_item){
            .kind = LEGEND_BAND, .paint = up, .text = chart->up_title ? chart->up_title : "Adds"};
    if (downs)
        items[count++] =
            (struct legend_item){.kind = LEGEND_BAND,
                                 .paint = down,
                                 .text = chart->down_title ? chart->down_title : "Takes away"};
    if (ranges)
        items[count++] = (struct legend_item){
            .kind = LEGEND_LINE, .paint = whisker, .text = "From the least to the most it may be"};
    return count;
}

static double names_width(const struct row *rows, size_t n) {
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, svg_text_width(rows[i].step->title, FONT, rows[i].step->total));
    return fmin(most, LONGEST_NAME);
}

void chart_bridge(const struct chart_bridge *chart, struct buf *out) {
    struct arena *arena = out->arena;
    struct row rows[CHART_BRIDGE_STEPS];
    size_t n = make_rows(chart, rows);
    double width = chart->frame.width <= 0 ? 760 : fmin(fmax(chart->frame.width, 280), 4000);
    struct sheet s = {.chart = chart, .wide = width >= WIDE};
    s.x = make_scale(chart, rows, n, s.wide ? 5 : 3);
    s.decimals = chart_decimals(&s.x, &chart->unit);
    s.row = s.wide ? ROW : NARROW_ROW;
    struct legend_item items[3];
    size_t item_count = legend_items(chart, rows, n, items);
    double legend = legend_height(arena, items, item_count, width - 2 * MARGIN);
    s.top = plot_heading(NULL, arena, &chart->frame, width, 0) + 8;
    double bottom = s.top + (double)n * s.row;
    double height = bottom + AXIS_HEIGHT + legend + 8 + plot_source_height(&chart->frame);
    s.left = s.wide ? names_width(rows, n) + 2 * MARGIN : MARGIN;
    s.right = width - MARGIN;
    /* The first and last tick are named in the middle below them; amounts stand beside bars. */
    s.x.from = s.left + (s.wide ? 0 : 2);
    s.x.to = s.right - (s.wide ? 84 : 60);
    s.svg = svg_open(&chart->frame, width, height, description(chart, rows, n, s.decimals, arena),
                     false, out);
    plot_heading(&s.svg, arena, &chart->frame, width, 0);
    draw_axis(&s, bottom);
    for (size_t i = 0; i < n; i++) draw_row(&s, &rows[i], i, i + 1 == n);
    legend_draw(&s.svg, MARGIN, bottom + AXIS_HEIGHT, width - 2 * MARGIN, items, item_count);
    plot_source(&s.svg, &chart->frame);
    svg_close(&s.svg);
}

void chart_bridge_table(const struct chart_bridge *chart, struct buf *out) {
    struct row rows[CHART_BRIDGE_STEPS] = {0};
    size_t n = make_rows(chart, rows);
    struct scale x = make_scale(chart, rows, n, 5);
    int decimals = chart_decimals(&x, &chart->unit);
    table_begin(out, &chart->frame, NULL, "Step|Amount|Least|Most|Comes to");
    for (size_t i = 0; i < n; i++) {
        const struct chart_bridge_step *step = rows[i].step;
        bool ranged = has_range(step);
        table_row(out, step->title);
        table_number(out, step->total ? NAN : step->amount, &chart->unit, decimals);
        table_number(out,
                     ranged ? copysign(fmin(fabs(step->low), fabs(step->high)), step->amount) : NAN,
                     &chart->unit, decimals);
        table_number(out,
                     ranged ? copysign(fmax(fabs(step->low), fabs(step->high)), step->amount) : NAN,
                     &chart->unit, decimals);
        table_number(out, rows[i].after, &chart->unit, decimals);
        table_end_row(out);
    }
    table_end(out);
}
