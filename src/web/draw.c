/* Hands measures and results to the charts; see draw.h.
 *
 * SPDX-License-Identifier: MIT */
#include "draw.h"

#include <string.h>

static enum chart_signal signal_of(const struct spc_point *point) {
    switch (point->type) {
    case SPC_IMPROVEMENT:
        return CHART_IMPROVEMENT;
    case SPC_CONCERN:
        return CHART_CONCERN;
    case SPC_NEUTRAL_HIGH:
        return CHART_NEUTRAL_HIGH;
    case SPC_NEUTRAL_LOW:
        return CHART_NEUTRAL_LOW;
    default:
        return CHART_COMMON;
    }
}

/* Which way the latest signal points decides which of two icons says it. */
static enum chart_variation variation_of(const struct measure_verdict *v,
                                         const struct measure_series *s) {
    int sign = 0;
    for (size_t i = 0; i < s->n; i++)
        if (!isnan(s->values[i])) sign = s->points[i].sign;
    switch (v->variation) {
    case MEASURE_COMMON_CAUSE:
        return CHART_VARIATION_COMMON;
    case MEASURE_IMPROVING:
        return sign > 0 ? CHART_VARIATION_IMPROVING_HIGH : CHART_VARIATION_IMPROVING_LOW;
    case MEASURE_CONCERNING:
        return sign > 0 ? CHART_VARIATION_CONCERNING_HIGH : CHART_VARIATION_CONCERNING_LOW;
    case MEASURE_SPECIAL_NEUTRAL:
        return sign > 0 ? CHART_VARIATION_NEUTRAL_HIGH : CHART_VARIATION_NEUTRAL_LOW;
    default:
        return CHART_VARIATION_NONE;
    }
}

static enum chart_assurance assurance_of(const struct measure_verdict *v) {
    switch (v->assurance) {
    case MEASURE_WILL_HIT:
        return CHART_ASSURANCE_PASS;
    case MEASURE_WILL_MISS:
        return CHART_ASSURANCE_FAIL;
    case MEASURE_HIT_OR_MISS:
        return CHART_ASSURANCE_INCONSISTENT;
    default:
        return CHART_ASSURANCE_NONE;
    }
}

static const char *const reasons[] = {[SPC_COMMON_CAUSE] = NULL,
                                      [SPC_OUTSIDE] = "outside the limits",
                                      [SPC_TREND] = "a trend",
                                      [SPC_TWO_IN_THREE] = "two of three near a limit",
                                      [SPC_ONE_SIDE] = "a run on one side of the mean"};

static struct chart_spc spc_of(struct visit *visit, const struct measure_verdict *v,
                               const struct measure_series *s) {
    struct arena *a = visit->arena;
    enum chart_signal *signals = ARENA_NEW(a, enum chart_signal, s->n + 1);
    const char **words = ARENA_NEW(a, const char *, s->n + 1);
    bool too_few = v->variation == MEASURE_TOO_FEW;
    for (size_t i = 0; i < s->n; i++) {
        signals[i] = too_few ? CHART_COMMON : signal_of(&s->points[i]);
        words[i] = signals[i] == CHART_COMMON ? NULL : reasons[s->points[i].signal];
    }
    struct chart_phase *phases = ARENA_NEW(a, struct chart_phase, s->phase_count + 1);
    for (size_t i = 0; i < s->phase_count; i++) {
        const struct spc_phase *p = &s->phases[i];
        phases[i] = (struct chart_phase){p->first, p->count, p->mean, p->lower, p->upper};
    }
    struct chart_event *events = ARENA_NEW(a, struct chart_event, s->note_count + 1);
    for (size_t i = 0; i < s->note_count; i++)
        events[i] = (struct chart_event){s->notes[i].date, s->notes[i].title, s->notes[i].rebase};
    return (struct chart_spc){
        .frame = {.id = v->measure,
                  .title = v->title,
                  .subtitle = arena_printf(a, "%s, %s", v->unit, v->place_title)},
        .unit = chart_unit_of(v->unit),
        .frequency = s->frequency,
        .n = s->n,
        .dates = s->starts,
        .values = s->values,
        .signals = signals,
        .reasons = words,
        .phases = phases,
        .phase_count = s->phase_count,
        .targets = s->targets,
        .comparator = s->comparator_title ? s->comparator : NULL,
        .comparator_title = s->comparator_title,
        .events = events,
        .event_count = s->note_count,
        .variation = variation_of(v, s),
        .assurance = assurance_of(v)};
}

void draw_row(struct visit *visit, const struct measure_verdict *verdict,
              const struct measure_series *series, struct view_measure_row *row) {
    struct chart_spc chart = spc_of(visit, verdict, series);
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
    struct chart_spc chart = spc_of(visit, verdict, series);
    struct buf out = buf_new(visit->arena);
    chart.frame.width = width;
    chart.frame.focusable = focusable;
    if (width) chart.frame.id = arena_printf(visit->arena, "%s-%d", verdict->measure, width);
    if (fan) chart.fan = *fan;
    chart_spc(&chart, &out);
    return html_of(&out);
}

struct chart_fan draw_fan(struct visit *visit, const char *output, const char *subject,
                          int32_t after) {
    const struct site_state *state = visit->state;
    struct chart_fan fan = {.n = 0};
    const char *plan = state->brief.plan_id;
    if (!state->results || !plan || !output || !subject) return fan;
    enum { MOST = 600 };
    int32_t *dates = ARENA_NEW(visit->arena, int32_t, MOST);
    double *numbers = ARENA_NEW(visit->arena, double, 3 * MOST);
    for (int month = date_month(after) + 1; fan.n < MOST; month++) {
        char period[DATE_BYTES];
        const struct model_row *row =
            model_find(state->results, plan, output, subject, date_month_text(month, period));
        if (!row) break;
        dates[fan.n] = date_month_start(month);
        numbers[fan.n] = row->p10;
        numbers[MOST + fan.n] = row->mean;
        numbers[2 * MOST + fan.n] = row->p90;
        fan.n++;
    }
    fan.dates = dates;
    fan.low = numbers;
    fan.middle = numbers + MOST;
    fan.high = numbers + 2 * MOST;
    return fan;
}
