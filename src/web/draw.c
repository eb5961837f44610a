/* Hands measures and results to the charts; see draw.h.
 *
 * SPDX-License-Identifier: MIT */
#include "draw.h"

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
