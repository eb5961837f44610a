/* A timeline; see timeline.h.
 *
 * SPDX-License-Identifier: MIT */
#include "timeline.h"

#include "mark.h"
#include "plot.h"

#include <math.h>
#include <string.h>

#define MARGIN 12.0
#define NARROW 600
#define TITLE_SIZE 13.0
#define ROW 26.0
#define ROW_NARROW 40.0
#define AXIS 26.0
#define KEY_LINE 22.0
#define MARK 6.0
#define MANY 60        /* parts of a row, beyond which they are drawn by the place they take */
#define YEARS_SHOWN 15 /* before and after today: a date beyond stands at the edge */

#define LATE_FILL CHART_CONCERNING
#define LATE_EDGE CHART_CONCERNING_EDGE
#define MOVED "#4c6272"
#define FORECAST CHART_NEUTRAL

struct work {
    const struct chart_timeline *chart;
    struct svg svg;
    struct time_scale x;
    size_t rows;
    double top, row_height, title_width;
    bool narrow;
};

/* --- days ------------------------------------------------------------------------------------- */

int32_t timeline_end(const struct timeline_row *row) {
    if (row->done != DATE_NONE) return row->done;
    if (row->due != DATE_NONE) return row->due;
    int32_t last = DATE_NONE; /* the least of all days */
    for (size_t i = 0; i < row->part_count; i++)
        if (row->parts[i].day > last) last = row->parts[i].day;
    return last;
}

bool timeline_clash(const struct chart_timeline *chart, const struct timeline_link *link) {
    if (link->from >= chart->row_count || link->to >= chart->row_count) return false;
    int32_t before = timeline_end(&chart->rows[link->from]),
            after = timeline_end(&chart->rows[link->to]);
    if (before == DATE_NONE || after == DATE_NONE) return false;
    return chart->rows[link->to].state != TIMELINE_DONE &&
           (int64_t)before + link->lag_days > (int64_t)after;
}

static void stretch(struct work *w, int32_t day) {
    int32_t least = date_add_months(w->chart->today, -12 * YEARS_SHOWN),
            most = date_add_months(w->chart->today, 12 * YEARS_SHOWN);
    if (day == DATE_NONE) return;
    if (least != DATE_NONE && day < least) day = least;
    if (most != DATE_NONE && day > most) day = most;
    if (day < w->x.first) w->x.first = day;
    if (day > w->x.last) w->x.last = day;
}

/* From the quarter of the first day to that of the last. */
static void find_span(struct work *w) {
    w->x.first = w->x.last = w->chart->today;
    for (size_t i = 0; i < w->rows; i++) {
        const struct timeline_row *row = &w->chart->rows[i];
        const int32_t days[] = {row->first, row->due, row->done, row->p50, row->p80};
        for (size_t d = 0; d < sizeof days / sizeof days[0]; d++) stretch(w, days[d]);
        for (size_t p = 0; p < row->part_count; p++) stretch(w, row->parts[p].day);
    }
    int first = date_month(w->x.first), last = date_month(w->x.last);
    w->x.first = date_month_start(first - first % 3);
    w->x.last = date_month_start(last - last % 3 + 3);
}

static double at_day(const struct work *w, int32_t day) {
    return fmin(fmax(time_at(&w->x, day), w->x.from), w->x.to);
}

/* The middle of a row's marks. */
static double middle_of(const struct work *w, size_t row) {
    double top = w->top + (double)row * w->row_height;
    return w->narrow ? top + 27 : top + w->row_height / 2;
}

/* --- marks ------------------------------------------------------------------------------------ */

static void put_point(struct buf *d, const char *verb, double x, double y) {
    buf_puts(d, verb);
    svg_number(d, x);
    buf_putc(d, ' ');
    svg_number(d, y);
}

static void draw_cross(struct svg *svg, double x, double y, double r) {
    const struct svg_paint paint = {.stroke = MOVED, .width = 1.6};
    svg_line(svg, x - r, y - r, x + r, y + r, &paint);
    svg_line(svg, x - r, y + r, x + r, y - r, &paint);
}

static void draw_state(struct svg *svg, double x, double y, double r, enum timeline_state state) {
    switch (state) {
    case TIMELINE_DONE:
        svg_circle(svg, x, y, r, &(struct svg_paint){.fill = CHART_BLUE});
        break;
    case TIMELINE_LATE:
        svg_rect(svg, x - r * 0.95, y - r * 0.95, r * 1.9, r * 1.9, 0,
                 &(struct svg_paint){.fill = LATE_FILL, .stroke = LATE_EDGE, .width = 1.6});
        break;
    case TIMELINE_OPEN:
        svg_circle(svg, x, y, r,
                   &(struct svg_paint){.fill = "#ffffff", .stroke = CHART_BLUE, .width = 2});
    }
}

/* Stripes, so that no colour is needed to tell it from the bar of a group. */
static void draw_forecast(struct svg *svg, double x1, double x2, double y, bool open_ended) {
    const struct svg_paint edge = {.stroke = FORECAST, .width = 1.4};
    double h = 4;
    if (x2 < x1 + 3) x2 = x1 + 3;
    svg_line(svg, x1, y - h, x2, y - h, &edge);
    svg_line(svg, x1, y + h, x2, y + h, &edge);
    svg_line(svg, x1, y - h - 3, x1, y + h + 3,
             &(struct svg_paint){.stroke = FORECAST, .width = 2});
    if (!open_ended) svg_line(svg, x2, y - h, x2, y + h, &edge);
    struct buf d = buf_new(svg->out->arena);
    for (double x = x1 + 2; x + 2 * h <= x2 && d.length < 4000; x += 6) {
        put_point(&d, "M", x, y + h);
        put_point(&d, "L", x + 2 * h, y - h);
    }
    if (d.length) svg_shape(svg, d.text, &(struct svg_paint){.stroke = FORECAST, .width = 1});
}

/* --- the key ---------------------------------------------------------------------------------- */

enum key { KEY_DONE, KEY_OPEN, KEY_LATE, KEY_MOVED, KEY_FORECAST, KEY_LINK, KEY_CLASH, KEYS };

static const char *const key_words[KEYS] = {[KEY_DONE] = "done",
                                            [KEY_OPEN] = "still to come",
                                            [KEY_LATE] = "late",
                                            [KEY_MOVED] = "first date, since moved",
                                            [KEY_FORECAST] = "forecast: P50 to P80",
                                            [KEY_LINK] = "must be done first",
                                            [KEY_CLASH] = "dates that cannot both be kept"};

static const struct svg_paint link_line = {.stroke = CHART_AXIS, .width = 1.2},
                              clash_line = {.stroke = LATE_EDGE, .width = 2, .dash = "5 3"};

/* Which of them a chart needs. */
static void find_keys(const struct work *w, bool needed[KEYS]) {
    for (size_t i = 0; i < w->rows; i++) {
        const struct timeline_row *row = &w->chart->rows[i];
        bool dated = row->due != DATE_NONE || row->done != DATE_NONE;
        if (dated) needed[row->state] = true;
        for (size_t p = 0; p < row->part_count; p++) needed[row->parts[p].state] = true;
        needed[KEY_MOVED] |=
            row->first != DATE_NONE && row->due != DATE_NONE && row->first != row->due;
        needed[KEY_FORECAST] |= row->p50 != DATE_NONE;
    }
    for (size_t i = 0; i < w->chart->link_count; i++) {
        const struct timeline_link *link = &w->chart->links[i];
        if (link->from >= w->rows || link->to >= w->rows || link->from == link->to) continue;
        needed[timeline_clash(w->chart, link) ? KEY_CLASH : KEY_LINK] = true;
    }
}

static void draw_sample(struct svg *svg, double x, double y, enum key key) {
    switch (key) {
    case KEY_MOVED:
        draw_cross(svg, x + 8, y, 4);
        break;
    case KEY_FORECAST:
        draw_forecast(svg, x, x + 20, y, false);
        break;
    case KEY_LINK:
    case KEY_CLASH:
        svg_line(svg, x, y, x + 20, y, key == KEY_LINK ? &link_line : &clash_line);
        break;
    default:
        draw_state(svg, x + 8, y, MARK, (enum timeline_state)key);
    }
}

/* The height of the key from y on; drawn where svg is not NULL. */
static double lay_key(const bool needed[KEYS], double width, struct svg *svg, double y) {
    double x = MARGIN, top = y;
    bool any = false;
    for (int k = 0; k < KEYS; k++) {
        if (!needed[k]) continue;
        double wide = 26 + svg_text_width(key_words[k], TITLE_SIZE, false) + 14;
        if (any && x + wide > width - MARGIN) {
            x = MARGIN;
            y += KEY_LINE;
        }
        if (svg) {
            draw_sample(svg, x, y + KEY_LINE / 2, (enum key)k);
            svg_text(svg, x + 26, y + KEY_LINE / 2 + 4.5, &(struct svg_font){.size = TITLE_SIZE},
                     key_words[k]);
        }
        x += wide;
        any = true;
    }
    return any ? y + KEY_LINE - top : 0;
}

/* --- rows and what joins them ----------------------------------------------------------------- */

static void draw_quarters(struct work *w, double bottom) {
    struct time_tick ticks[TIME_TICKS];
    double quarter = (w->x.to - w->x.from) * 91.0 / ((double)w->x.last - w->x.first);
    int step = quarter >= 5 ? 3 : 12; /* months between the lines */
    for (int month = date_month(w->x.first); month <= date_month(w->x.last); month += step) {
        double x = time_at(&w->x, date_month_start(month));
        svg_line(&w->svg, x, w->top, x, bottom, &(struct svg_paint){.stroke = CHART_GRID});
    }
    size_t n = time_ticks(&w->x, 68, 'q', ticks);
    double free_from = w->x.from - 30;
    for (size_t i = 0; i < n; i++) {
        double half = svg_text_width(ticks[i].label, TITLE_SIZE, false) / 2;
        double x = fmin(time_at(&w->x, ticks[i].date), w->svg.width - half - 4);
        if (x - half < free_from) continue;
        svg_text(&w->svg, x, w->top - 8,
                 &(struct svg_font){.size = TITLE_SIZE, SVG_MIDDLE, .colour = CHART_TEXT_SECOND},
                 ticks[i].label);
        free_from = x + half + 8;
    }
}

static void draw_today(struct work *w, double bottom) {
    char day[DATE_BYTES];
    double x = at_day(w, w->chart->today);
    svg_line(&w->svg, x, w->top, x, bottom + 4,
             &(struct svg_paint){.stroke = CHART_TEXT, .width = 2, .dash = "2 3"});
    const char *words =
        arena_printf(w->svg.out->arena, "Today, %s", date_people(w->chart->today, day));
    double half = svg_text_width(words, TITLE_SIZE, true) / 2;
    svg_text(&w->svg, fmin(fmax(x, half + 4), w->svg.width - half - 4), bottom + 18,
             &(struct svg_font){.size = TITLE_SIZE, SVG_MIDDLE, .bold = true}, words);
}

static void draw_links(struct work *w) {
    struct svg *svg = &w->svg;
    for (size_t i = 0; i < w->chart->link_count; i++) {
        const struct timeline_link *link = &w->chart->links[i];
        if (link->from >= w->rows || link->to >= w->rows || link->from == link->to) continue;
        int32_t before = timeline_end(&w->chart->rows[link->from]),
                after = timeline_end(&w->chart->rows[link->to]);
        if (before == DATE_NONE || after == DATE_NONE) continue;
        double x1 = at_day(w, before) + MARK + 1, y1 = middle_of(w, link->from);
        double x2 = at_day(w, after) - MARK - 2, y2 = middle_of(w, link->to);
        double bend = fmax(18, fabs(x2 - x1) / 3);
        const struct svg_paint *paint = timeline_clash(w->chart, link) ? &clash_line : &link_line;
        struct buf d = buf_new(svg->out->arena);
        put_point(&d, "M", x1, y1);
        put_point(&d, " C", fmin(x1 + bend, w->x.to + 6), y1);
        put_point(&d, " ", fmax(x2 - 6 - bend, w->x.from - 6), y2);
        put_point(&d, " ", x2 - 6, y2);
        svg_shape(svg, d.text, paint);
        struct buf head = buf_new(svg->out->arena);
        put_point(&head, "M", x2, y2);
        put_point(&head, "L", x2 - 7, y2 - 4);
        put_point(&head, "L", x2 - 7, y2 + 4);
        buf_putc(&head, 'Z');
        svg_shape(svg, head.text, &(struct svg_paint){.fill = paint->stroke});
    }
}

/* The marks of a state as one shape. */
static void put_state(struct buf *d, double x, double y, double r, enum timeline_state state) {
    static const char *const sides[] = {"h", "v", "h-"};
    const double halves[] = {2 * r, -2 * r};
    bool late = state == TIMELINE_LATE;
    put_point(d, "M", x - r, late ? y - r : y);
    for (size_t i = 0; late && i < 3; i++) {
        buf_puts(d, sides[i]);
        svg_number(d, 2 * r);
    }
    for (size_t i = 0; !late && i < 2; i++) {
        put_point(d, "a", r, r);
        put_point(d, " 0 1 0 ", halves[i], 0);
    }
    buf_putc(d, 'z');
}

/* Of hundreds of parts those that would lie on one another are one mark. */
static void draw_many(struct work *w, const struct timeline_row *row, double y,
                      enum timeline_state state) {
    static const struct svg_paint paints[] = {
        [TIMELINE_DONE] = {.fill = CHART_BLUE},
        [TIMELINE_OPEN] = {.fill = "#ffffff", .stroke = CHART_BLUE, .width = 2},
        [TIMELINE_LATE] = {.fill = LATE_FILL, .stroke = LATE_EDGE, .width = 1.6}};
    const double r = 4, step = 2 * r + 2;
    bool drawn[256] = {0};
    struct buf d = buf_new(w->svg.out->arena);
    for (size_t p = 0; p < row->part_count; p++) {
        if (row->parts[p].state != state) continue;
        size_t place = (size_t)fmin((at_day(w, row->parts[p].day) - w->x.from) / step, 255);
        if (!drawn[place])
            put_state(&d, fmin(w->x.from + ((double)place + 0.5) * step, w->x.to), y, r, state);
        drawn[place] = true;
    }
    if (d.length) svg_shape(&w->svg, d.text, &paints[state]);
}

static void draw_group(struct work *w, const struct timeline_row *row, double y) {
    int32_t first = INT32_MAX, last = DATE_NONE;
    for (size_t p = 0; p < row->part_count; p++) {
        if (row->parts[p].day < first) first = row->parts[p].day;
        if (row->parts[p].day > last) last = row->parts[p].day;
    }
    if (first > last) return;
    double x1 = at_day(w, first), x2 = at_day(w, last);
    svg_rect(&w->svg, x1 - 5, y - 5, x2 - x1 + 10, 10, 5, &(struct svg_paint){.fill = "#e8edee"});
    static const enum timeline_state order[] = {TIMELINE_DONE, TIMELINE_OPEN, TIMELINE_LATE};
    for (size_t o = 0; o < sizeof order / sizeof order[0]; o++) { /* what is late lies on top */
        if (row->part_count > MANY) draw_many(w, row, y, order[o]);
        for (size_t p = 0; row->part_count <= MANY && p < row->part_count; p++)
            if (row->parts[p].state == order[o])
                draw_state(&w->svg, at_day(w, row->parts[p].day), y, 4, order[o]);
    }
}

static void draw_row(struct work *w, size_t i) {
    const struct timeline_row *row = &w->chart->rows[i];
    struct svg *svg = &w->svg;
    struct arena *arena = svg->out->arena;
    double y = middle_of(w, i), top = w->top + (double)i * w->row_height;
    mark_open(svg, w->chart->frame.focusable, i + 1 == w->rows,
              row->words   ? row->words
              : row->title ? row->title
                           : "");
    /* The whole row can be pointed at. */
    svg_rect(svg, MARGIN / 2, top + 1, svg->width - MARGIN, w->row_height - 2, 0,
             &(struct svg_paint){.fill = "transparent"});
    svg_text(svg, MARGIN, w->narrow ? top + 14 : y + 4.5,
             &(struct svg_font){.size = TITLE_SIZE, .bold = row->group},
             svg_fit(arena, row->title ? row->title : "", TITLE_SIZE, row->group, w->title_width));
    draw_group(w, row, y);
    if (row->p50 != DATE_NONE)
        draw_forecast(svg, at_day(w, row->p50),
                      row->p80 == DATE_NONE ? w->x.to : at_day(w, row->p80), y,
                      row->p80 == DATE_NONE);
    if (row->first != DATE_NONE && row->due != DATE_NONE && row->first != row->due) {
        svg_line(svg, at_day(w, row->first), y, at_day(w, row->due), y,
                 &(struct svg_paint){.stroke = MOVED, .width = 1.6, .dash = "3 3"});
        draw_cross(svg, at_day(w, row->first), y, 4);
    }
    int32_t day = row->done != DATE_NONE ? row->done : row->due;
    if (day != DATE_NONE) draw_state(svg, at_day(w, day), y, MARK, row->state);
    mark_close(svg);
}

/* --- all of it -------------------------------------------------------------------------------- */

static const char *describe(const struct work *w) {
    if (w->chart->frame.description) return w->chart->frame.description;
    size_t late = 0, done = 0, moved = 0, clashes = 0;
    char today[DATE_BYTES];
    for (size_t i = 0; i < w->rows; i++) {
        const struct timeline_row *row = &w->chart->rows[i];
        late += row->state == TIMELINE_LATE;
        done += row->state == TIMELINE_DONE;
        moved += row->first != DATE_NONE && row->due != DATE_NONE && row->first != row->due;
    }
    for (size_t i = 0; i < w->chart->link_count; i++)
        clashes += timeline_clash(w->chart, &w->chart->links[i]);
    return arena_printf(w->svg.out->arena,
                        "A timeline by quarter of %zu rows as at %s: %zu done, %zu late, %zu moved "
                        "from their first date; %zu dependencies, of which the dates of %zu cannot "
                        "be kept.",
                        w->rows, date_people(w->chart->today, today), done, late, moved,
                        w->chart->link_count, clashes);
}

void timeline_svg(const struct chart_timeline *chart, struct buf *out) {
    struct work w = {.chart = chart,
                     .rows = chart->row_count < TIMELINE_ROWS ? chart->row_count : TIMELINE_ROWS,
                     .svg = {.out = out}};
    double width = chart->frame.width ? chart->frame.width : 960;
    width = fmin(fmax(width, 280), 4000);
    w.narrow = width < NARROW;
    w.row_height = w.narrow ? ROW_NARROW : ROW;
    w.title_width = w.narrow ? width - 2 * MARGIN : fmin(360, width * 0.33);
    find_span(&w);
    w.x.from = w.narrow ? MARGIN + 8 : MARGIN + w.title_width + 16;
    w.x.to = width - MARGIN - 8;
    bool needed[KEYS] = {false};
    find_keys(&w, needed);
    double head = plot_heading(NULL, out->arena, &chart->frame, width, 0);
    w.top = head + lay_key(needed, width, NULL, 0) + AXIS;
    double bottom = w.top + (double)w.rows * w.row_height;
    size_t left_out = chart->row_count - w.rows;
    double height = bottom + 28 + (left_out ? 20 : 0) + plot_source_height(&chart->frame);
    w.svg = svg_open(&chart->frame, width, height, describe(&w), false, out);
    plot_heading(&w.svg, out->arena, &chart->frame, width, 0);
    lay_key(needed, width, &w.svg, head);
    draw_quarters(&w, bottom);
    draw_links(&w);
    for (size_t i = 0; i < w.rows; i++) draw_row(&w, i);
    draw_today(&w, bottom);
    if (left_out)
        svg_text(&w.svg, MARGIN, bottom + 40, &(struct svg_font){.size = TITLE_SIZE},
                 arena_printf(out->arena, "and %zu more rows that do not fit", left_out));
    plot_source(&w.svg, &chart->frame);
    svg_close(&w.svg);
}
