/* Scenarios over time as charts; see model_chart.h.
 *
 * SPDX-License-Identifier: MIT */
#include "model_chart.h"

#include <stdio.h>
#include <string.h>

/* The first day of a period of that frequency; DATE_NONE for others. */
static int32_t day_of(const char *period, char frequency) {
    char text[DATE_BYTES];
    int32_t day;
    if (strlen(period) != 7 || period[4] != (frequency == 'y' ? '/' : '-')) return DATE_NONE;
    snprintf(text, sizeof text, "%.4s-%.2s-01", period, frequency == 'y' ? "04" : period + 5);
    return date_parse(str_of(text), &day) ? day : DATE_NONE;
}

struct model_chart model_chart_new(const struct visit *visit) {
    const struct site_state *state = visit->state;
    struct model_chart chart = {.frequency = 'y'};
    const struct model_chart_line lines[] = {
        {state->results, state->brief.nothing_id, "If nothing is done"},
        {state->results, state->brief.plan_id, "With the plan"}};
    for (size_t i = 0; i < 2; i++)
        if (state->results && lines[i].scenario) chart.lines[chart.line_count++] = lines[i];
    return chart;
}

/* The periods that any line has, rising. */
static size_t find_days(const struct model_chart *chart, struct arena *arena, int32_t **days) {
    size_t n = 0, most = 1;
    for (size_t k = 0; k < chart->line_count; k++) {
        size_t count;
        (void)model_periods(chart->lines[k].results, chart->lines[k].scenario, chart->output,
                            chart->subject, &count);
        most += count;
    }
    *days = ARENA_NEW(arena, int32_t, most);
    for (size_t k = 0; k < chart->line_count; k++) {
        size_t count;
        const struct model_row *rows =
            model_periods(chart->lines[k].results, chart->lines[k].scenario, chart->output,
                          chart->subject, &count);
        for (size_t i = 0; i < count; i++) {
            int32_t day = day_of(rows[i].period, chart->frequency);
            size_t at = n;
            if (day == DATE_NONE) continue;
            while (at > 0 && (*days)[at - 1] > day) at--;
            if (at > 0 && (*days)[at - 1] == day) continue;
            memmove(*days + at + 1, *days + at, (n++ - at) * sizeof **days);
            (*days)[at] = day;
        }
    }
    return n;
}

struct values {
    double *middle, *low, *high;
    const struct model_row **rows;
};

static struct values values_new(struct arena *arena, size_t n) {
    double *all = ARENA_NEW(arena, double, 3 * n + 1);
    for (size_t i = 0; i < 3 * n; i++) all[i] = NAN;
    return (struct values){all, all + n, all + 2 * n,
                           ARENA_NEW(arena, const struct model_row *, n + 1)};
}

/* What a row would be, had only its first futures been run. */
static struct model_row first_futures(const struct model_row *row, int futures,
                                      struct arena *arena) {
    if (futures <= 0 || futures >= row->value_count) return *row;
    double *none = ARENA_NEW(arena, double, (size_t)futures);
    memset(none, 0, (size_t)futures * sizeof *none);
    const struct model_row zero = {.values = none, .value_count = futures};
    struct model_row out = model_difference(row, &zero);
    out.values = row->values;
    out.value_count = futures;
    return out;
}

static void put_value(struct values *values, size_t i, const struct model_row *row,
                      double divisor) {
    values->middle[i] = row->mean / divisor;
    values->low[i] = row->p10 / divisor;
    values->high[i] = row->p90 / divisor;
}

static struct values read_line(const struct model_chart *chart, const struct model_chart_line *line,
                               const int32_t *days, size_t n, struct arena *arena) {
    struct values values = values_new(arena, n);
    size_t count, at = 0;
    const struct model_row *rows =
        model_periods(line->results, line->scenario, chart->output, chart->subject, &count);
    for (size_t i = 0; i < count; i++) {
        int32_t day = day_of(rows[i].period, chart->frequency);
        if (day == DATE_NONE) continue;
        while (at < n && days[at] < day) at++;
        if (at == n) break;
        struct model_row *row = ARENA_NEW(arena, struct model_row, 1);
        *row = first_futures(&rows[i], chart->futures, arena);
        values.rows[at] = row;
        put_value(&values, at, row, chart->divisor > 0 ? chart->divisor : 1);
    }
    return values;
}

static struct chart_bands_line line_of(const char *title, const struct values *values) {
    return (struct chart_bands_line){title, values->middle, values->low, values->high};
}

struct html model_chart_draw(const struct visit *visit, const struct model_chart *chart,
                             struct html *table) {
    struct arena *arena = visit->arena;
    int32_t *days;
    size_t n = find_days(chart, arena, &days);
    if (table) *table = (struct html){NULL, 0};
    if (!n) return (struct html){NULL, 0};
    struct values values[MODEL_CHART_LINES];
    struct chart_bands_line lines[MODEL_CHART_LINES];
    for (size_t k = 0; k < chart->line_count; k++) {
        values[k] = read_line(chart, &chart->lines[k], days, n, arena);
        lines[k] = line_of(chart->lines[k].title, &values[k]);
    }
    struct chart_bands bands = {.frame = {.id = chart->id,
                                          .title = chart->title,
                                          .width = chart->width,
                                          .bare = true,
                                          .focusable = chart->focusable},
                                .unit = chart_unit_of(chart->unit),
                                .frequency = chart->frequency,
                                .n = n,
                                .dates = days,
                                .lines = lines,
                                .line_count = chart->line_count,
                                .targets = chart->limits,
                                .target_title = chart->limit_title,
                                .today = visit->state->brief.as_at};
    if (chart->difference && chart->line_count > 1) {
        size_t b = chart->line_count - 1, a = b - 1;
        struct values difference = values_new(arena, n);
        for (size_t i = 0; i < n; i++) {
            if (!values[a].rows[i] || !values[b].rows[i]) continue;
            const struct model_row row = model_difference(values[b].rows[i], values[a].rows[i]);
            put_value(&difference, i, &row, chart->divisor > 0 ? chart->divisor : 1);
        }
        bands.difference = line_of(chart->difference, &difference);
    }
    if (chart->whole) bands.unit.fixed = true;
    struct buf out = buf_new(arena), below = buf_new(arena);
    chart_bands(&bands, &out);
    if (table) {
        chart_bands_table(&bands, &below);
        *table = html_of(&below);
    }
    return html_of(&out);
}
