/* Hands measures and results to the charts; see draw.h.
 *
 * SPDX-License-Identifier: MIT */
#include "draw.h"

#include "chart/bands.h"
#include "report/measure_chart.h"

void draw_row(struct visit *visit, const struct measure_verdict *verdict,
              const struct measure_series *series, struct view_measure_row *row) {
    struct chart_spc chart = report_measure_chart(verdict, series, visit->arena);
    struct buf icon = buf_new(visit->arena), other = buf_new(visit->arena),
               line = buf_new(visit->arena);
    const char *id = verdict->measure;
    chart_variation_icon(chart.variation, arena_printf(visit->arena, "v-%s", id), &icon);
    if (chart.assurance != CHART_ASSURANCE_NONE)
        chart_assurance_icon(chart.assurance, arena_printf(visit->arena, "a-%s", id), &other);
    chart.frame.id = arena_printf(visit->arena, "s-%s", id);
    chart_sparkline(&chart, &line);
    row->variation_icon = html_of(&icon);
    row->assurance_icon = html_of(&other);
    row->sparkline = html_of(&line);
}

void draw_frame(struct chart_frame *frame, int width, const char *narrow_id) {
    frame->bare = true;
    frame->focusable = true;
    frame->width = width;
    if (width) frame->id = narrow_id;
}

struct html draw_measure(struct visit *visit, const struct measure_verdict *verdict,
                         const struct measure_series *series, const struct chart_fan *fan,
                         int width, bool focusable) {
    struct chart_spc chart = report_measure_chart(verdict, series, visit->arena);
    struct buf out = buf_new(visit->arena);
    chart.frame.width = width;
    chart.frame.focusable = focusable;
    if (width) chart.frame.id = arena_printf(visit->arena, "%s-%d", verdict->measure, width);
    if (fan) chart.fan = *fan;
    chart_spc(&chart, &out);
    return html_of(&out);
}

struct html draw_forecast(struct visit *visit, const struct brief_comparison *c, double target,
                          const struct draw_size *size) {
    struct arena *a = visit->arena;
    size_t n = 0;
    int32_t *days = ARENA_NEW(a, int32_t, c->year_count + 1), as_at = visit->state->brief.as_at;
    double *all = ARENA_NEW(a, double, 8 * c->year_count + 1), *of[8];
    for (size_t k = 0; k < 8; k++) of[k] = all + k * c->year_count;
    for (size_t i = 0; i < c->year_count; i++) {
        const struct brief_observed_year *y = &c->years[i];
        int year;
        if (!financial_year_parse(str_of(y->year), &year)) continue;
        const double row[8] = {y->nothing.mean, y->nothing.p10,
                               y->nothing.p90,  y->plan.mean,
                               y->plan.p10,     y->plan.p90,
                               y->observed,     year >= date_financial_year(as_at) ? target : NAN};
        for (size_t k = 0; k < 8; k++) of[k][n] = row[k];
        days[n++] = date_of(year, 4, 1);
    }
    const struct chart_bands_line lines[] = {{"If nothing is done", of[0], of[1], of[2]},
                                             {"With the plan", of[3], of[4], of[5]}};
    char day[DATE_BYTES];
    const struct chart_bands chart = {
        .frame = {.id = size->id,
                  .title = arena_printf(a, "%s: what the model expects, and what came", c->title),
                  .subtitle = size->bare ? NULL : visit->state->brief.title,
                  .width = size->width,
                  .height = size->height,
                  .bare = size->bare,
                  .focusable = size->focusable},
        .unit = chart_unit_of(c->unit),
        .frequency = 'y',
        .n = n,
        .dates = days,
        .lines = lines,
        .line_count = 2,
        .observed = of[6],
        .targets = isnan(target) ? NULL : of[7],
        .today = as_at,
        .today_title = arena_printf(a, "as at %s", date_people(as_at, day))};
    struct buf out = buf_new(a);
    chart_bands(&chart, &out);
    return html_of(&out);
}
