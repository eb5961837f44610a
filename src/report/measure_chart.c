/* Measures handed to the charts; see measure_chart.h.
 *
 * SPDX-License-Identifier: MIT */
#include "measure_chart.h"

#include "stats/quantile.h"

#include <math.h>
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

const char *report_signal_words(enum spc_signal signal) {
    static const char *const words[] = {[SPC_COMMON_CAUSE] = NULL,
                                        [SPC_OUTSIDE] = "outside the limits",
                                        [SPC_TREND] = "a trend",
                                        [SPC_TWO_IN_THREE] = "two of three near a limit",
                                        [SPC_ONE_SIDE] = "a run on one side of the mean"};
    return words[signal];
}

/* What a control chart and a run chart have in common. */
static struct chart_spc series_chart(const struct measure_verdict *v,
                                     const struct measure_series *s, struct arena *a) {
    struct chart_phase *phases = ARENA_NEW(a, struct chart_phase, s->phase_count + 1);
    for (size_t i = 0; i < s->phase_count; i++) {
        const struct spc_phase *p = &s->phases[i];
        phases[i] = (struct chart_phase){p->first, p->count, p->mean, p->lower, p->upper};
    }
    struct chart_event *events = ARENA_NEW(a, struct chart_event, s->note_count + 1);
    for (size_t i = 0; i < s->note_count; i++)
        events[i] = (struct chart_event){s->notes[i].date, s->notes[i].title, s->notes[i].rebase};
    return (struct chart_spc){
        .frame = {.id = v->measure, .title = v->title, .subtitle = v->place_title},
        .unit = chart_unit_of(v->unit),
        .frequency = s->frequency,
        .n = s->n,
        .dates = s->starts,
        .values = s->values,
        .phases = phases,
        .phase_count = s->phase_count,
        .targets = s->targets,
        .comparator = s->comparator_title ? s->comparator : NULL,
        .comparator_title = s->comparator_title,
        .events = events,
        .event_count = s->note_count};
}

struct chart_spc report_measure_chart(const struct measure_verdict *v,
                                      const struct measure_series *s, struct arena *a) {
    struct chart_spc chart = series_chart(v, s, a);
    enum chart_signal *signals = ARENA_NEW(a, enum chart_signal, s->n + 1);
    const char **words = ARENA_NEW(a, const char *, s->n + 1);
    bool too_few = v->variation == MEASURE_TOO_FEW;
    for (size_t i = 0; i < s->n; i++) {
        signals[i] = too_few ? CHART_COMMON : signal_of(&s->points[i]);
        words[i] = signals[i] == CHART_COMMON ? NULL : report_signal_words(s->points[i].signal);
    }
    chart.signals = signals;
    chart.reasons = words;
    chart.variation = variation_of(v, s);
    chart.assurance = assurance_of(v);
    return chart;
}

struct chart_spc report_run_chart(const struct measure_verdict *v, const struct measure_series *s,
                                  struct arena *a) {
    struct chart_spc chart = series_chart(v, s, a);
    struct chart_phase *phases = ARENA_NEW(a, struct chart_phase, s->phase_count + 1);
    double *scratch = ARENA_NEW(a, double, s->n + 1);
    for (size_t i = 0; i < s->phase_count; i++) {
        const struct spc_phase *p = &s->phases[i];
        phases[i] =
            (struct chart_phase){.first = p->first,
                                 .count = p->count,
                                 .mean = quantile_median(s->values + p->first, p->count, scratch),
                                 .lower = NAN,
                                 .upper = NAN};
    }
    chart.phases = phases;
    chart.centre_title = "Median";
    return chart;
}

struct chart_fan report_measure_fan(const struct measure_forecast *forecast, int32_t after,
                                    struct arena *arena) {
    size_t first = 0;
    while (first < forecast->n && forecast->months[first].month <= date_month(after)) first++;
    size_t n = forecast->n - first;
    int32_t *dates = ARENA_NEW(arena, int32_t, n + 1);
    double *low = ARENA_NEW(arena, double, n + 1), *middle = ARENA_NEW(arena, double, n + 1),
           *high = ARENA_NEW(arena, double, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct measure_modelled *month = &forecast->months[first + i];
        dates[i] = date_month_start(month->month);
        low[i] = month->p10;
        middle[i] = month->mean;
        high[i] = month->p90;
    }
    return (struct chart_fan){.n = n,
                              .dates = dates,
                              .low = low,
                              .middle = middle,
                              .high = high,
                              .targets = forecast->targets ? forecast->targets + first : NULL};
}

/* Places of sizes that rise by the same factor: limits bend most where places are small. */
#define CURVE 60

struct chart_funnel report_funnel_chart(const struct measure_funnel *f, const char *own,
                                        struct arena *a) {
    struct chart_funnel_place *places = ARENA_NEW(a, struct chart_funnel_place, f->count + 1);
    double least = INFINITY, most = 0;
    for (size_t i = 0; i < f->count; i++) {
        const struct measure_funnel_place *p = &f->places[i];
        bool better = f->direction != MEASURE_NEUTRAL &&
                      (p->value > f->centre) == (f->direction == MEASURE_HIGHER);
        enum chart_signal signal = CHART_COMMON;
        if (p->standing != MEASURE_ORDINARY)
            signal = f->direction == MEASURE_NEUTRAL
                         ? (p->value > f->centre ? CHART_NEUTRAL_HIGH : CHART_NEUTRAL_LOW)
                         : (better ? CHART_IMPROVEMENT : CHART_CONCERN);
        places[i] = (struct chart_funnel_place){.title = p->title,
                                                .size = p->denominator,
                                                .value = p->value,
                                                .signal = signal,
                                                .far_out = p->standing == MEASURE_FAR_OUT,
                                                .own = own && strcmp(own, p->place) == 0};
        least = fmin(least, p->denominator);
        most = fmax(most, p->denominator);
    }
    struct chart_funnel chart = {.unit = chart_unit_of(f->unit),
                                 .size_title = "denominator",
                                 .centre = f->centre,
                                 .places = places,
                                 .place_count = f->count};
    char day[DATE_BYTES];
    chart.frame = (struct chart_frame){
        .id = f->measure,
        .title = f->title,
        .subtitle = arena_printf(a, "%zu places, %s", f->count,
                                 f->frequency == 'm' ? date_month_people(date_month(f->start), day)
                                                     : date_people(f->start, day))};
    if (f->count && most > 0) {
        double *rows = ARENA_NEW(a, double, 5 * CURVE);
        for (int i = 0; i < CURVE; i++) {
            double size = least * pow(most / least, (double)i / (CURVE - 1));
            rows[i] = size;
            rows[CURVE + i] = measure_funnel_limit(f, size, 0.025);
            rows[2 * CURVE + i] = measure_funnel_limit(f, size, 0.975);
            rows[3 * CURVE + i] = measure_funnel_limit(f, size, 0.001);
            rows[4 * CURVE + i] = measure_funnel_limit(f, size, 0.999);
        }
        chart.curve_count = CURVE;
        chart.sizes = rows;
        chart.low95 = rows + CURVE;
        chart.high95 = rows + 2 * CURVE;
        chart.low998 = rows + 3 * CURVE;
        chart.high998 = rows + 4 * CURVE;
    }
    return chart;
}
