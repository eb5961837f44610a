/* The SPC chart in words and as a table.
 *
 * SPDX-License-Identifier: MIT */
#include "mark.h"
#include "spc_parts.h"
#include "table.h"

#include <math.h>

const struct chart_phase *spc_phase_of(const struct chart_spc *chart, size_t i) {
    for (size_t k = 0; k < chart->phase_count; k++)
        if (i >= chart->phases[k].first && i - chart->phases[k].first < chart->phases[k].count)
            return &chart->phases[k];
    return NULL;
}

size_t spc_last(const struct chart_spc *chart) {
    for (size_t i = chart->n; i-- > 0;)
        if (scale_holds(chart->values[i])) return i;
    return chart->n;
}

const char *spc_point_words(const struct chart_spc *chart, size_t i, int decimals,
                            struct arena *arena) {
    char period[2 * DATE_BYTES], value[CHART_VALUE_BYTES];
    enum chart_signal signal = spc_signal_of(chart, i);
    const char *reason = chart->reasons ? chart->reasons[i] : NULL;
    struct buf out = buf_new(arena);
    buf_printf(&out, "%s: %s", chart_period(chart->dates[i], spc_frequency(chart), period),
               chart_value(chart->values[i], &chart->unit, decimals, value));
    if (signal != CHART_COMMON) buf_printf(&out, "; %s", mark_words(signal));
    if (signal != CHART_COMMON && reason && *reason) buf_printf(&out, " (%s)", reason);
    return out.text;
}

const char *spc_description(const struct chart_spc *chart, int decimals, struct arena *arena) {
    char a[2 * DATE_BYTES], b[2 * DATE_BYTES], v[3][CHART_VALUE_BYTES];
    const struct chart_unit *unit = &chart->unit;
    size_t last = spc_last(chart), values = 0;
    struct buf out = buf_new(arena);
    for (size_t i = 0; i < chart->n; i++) values += scale_holds(chart->values[i]);
    if (last == chart->n) return "No values yet.";
    buf_printf(&out, "%zu value%s from %s to %s.", values, values == 1 ? "" : "s",
               chart_period(chart->dates[0], spc_frequency(chart), a),
               chart_period(chart->dates[last], spc_frequency(chart), b));
    buf_printf(&out, " Latest: %s.", spc_point_words(chart, last, decimals, arena));
    const struct chart_phase *phase = spc_phase_of(chart, last);
    if (phase && scale_holds(phase->mean))
        buf_printf(&out, " %s %s", spc_or(chart->centre_title, "Mean"),
                   chart_value(phase->mean, unit, decimals, v[0]));
    if (phase && scale_holds(phase->lower) && scale_holds(phase->upper))
        buf_printf(&out, ", process limits %s to %s",
                   chart_value(phase->lower, unit, decimals, v[1]),
                   chart_value(phase->upper, unit, decimals, v[2]));
    if (phase && scale_holds(phase->mean)) buf_putc(&out, '.');
    if (chart->targets && scale_holds(chart->targets[last]))
        buf_printf(&out, " %s %s.", spc_or(chart->target_title, "Target"),
                   chart_value(chart->targets[last], unit, decimals, v[0]));
    if (chart->comparator && scale_holds(chart->comparator[last]))
        buf_printf(&out, " %s %s.", spc_or(chart->comparator_title, "Comparator"),
                   chart_value(chart->comparator[last], unit, decimals, v[0]));
    if (chart->variation != CHART_VARIATION_NONE)
        buf_printf(&out, " %s.", chart_variation_words(chart->variation));
    if (chart->assurance != CHART_ASSURANCE_NONE)
        buf_printf(&out, " %s.", chart_assurance_words(chart->assurance));
    const struct chart_fan *fan = &chart->fan;
    if (fan->n)
        buf_printf(&out, " Forecast for %s: %s, between %s and %s in eight of ten futures.",
                   chart_period(fan->dates[fan->n - 1], spc_frequency(chart), a),
                   chart_value(fan->middle[fan->n - 1], unit, decimals, v[0]),
                   chart_value(fan->low[fan->n - 1], unit, decimals, v[1]),
                   chart_value(fan->high[fan->n - 1], unit, decimals, v[2]));
    return out.text;
}

/* A column head from outside: '|' and '~' mean something to table_begin. */
static void head(struct buf *heads, const char *text) {
    buf_putc(heads, '|');
    for (const char *p = text; *p; p++) buf_putc(heads, *p == '|' || *p == '~' ? ' ' : *p);
}

static void observed(const struct chart_spc *chart, int decimals, struct buf *out) {
    struct buf heads = buf_new(out->arena);
    bool limits = chart->phase_count > 0;
    buf_puts(&heads, "Period|Value|~What it signals");
    if (limits) {
        head(&heads, spc_or(chart->centre_title, "Mean"));
        buf_puts(&heads, "|Lower limit|Upper limit");
    }
    if (chart->targets) head(&heads, spc_or(chart->target_title, "Target"));
    if (chart->comparator) head(&heads, spc_or(chart->comparator_title, "Comparator"));
    table_begin(out, &chart->frame, chart->unit.title, heads.text);
    for (size_t i = 0; i < chart->n; i++) {
        char period[2 * DATE_BYTES];
        enum chart_signal signal = spc_signal_of(chart, i);
        const struct chart_phase *phase = spc_phase_of(chart, i);
        const char *reason = chart->reasons ? chart->reasons[i] : NULL;
        table_row(out, chart_period(chart->dates[i], spc_frequency(chart), period));
        table_number(out, chart->values[i], &chart->unit, decimals);
        bool there = scale_holds(chart->values[i]);
        table_words(out, !there                   ? "No value"
                         : signal == CHART_COMMON ? "No real change"
                         : reason && *reason
                             ? arena_printf(out->arena, "%s: %s", mark_words(signal), reason)
                             : mark_words(signal));
        if (limits) {
            table_number(out, phase ? phase->mean : NAN, &chart->unit, decimals);
            table_number(out, phase ? phase->lower : NAN, &chart->unit, decimals);
            table_number(out, phase ? phase->upper : NAN, &chart->unit, decimals);
        }
        if (chart->targets) table_number(out, chart->targets[i], &chart->unit, decimals);
        if (chart->comparator) table_number(out, chart->comparator[i], &chart->unit, decimals);
        table_end_row(out);
    }
    table_end(out);
}

static void forecast(const struct chart_spc *chart, int decimals, struct buf *out) {
    const struct chart_fan *fan = &chart->fan;
    table_begin(out, &chart->frame, spc_or(fan->title, "Forecast with the plan"),
                fan->targets ? "Period|Middle|One in ten below|One in ten above|Target"
                             : "Period|Middle|One in ten below|One in ten above");
    for (size_t i = 0; i < fan->n; i++) {
        char period[2 * DATE_BYTES];
        table_row(out, chart_period(fan->dates[i], spc_frequency(chart), period));
        table_number(out, fan->middle[i], &chart->unit, decimals);
        table_number(out, fan->low[i], &chart->unit, decimals);
        table_number(out, fan->high[i], &chart->unit, decimals);
        if (fan->targets) table_number(out, fan->targets[i], &chart->unit, decimals);
        table_end_row(out);
    }
    table_end(out);
}

void chart_spc_table(const struct chart_spc *chart, struct buf *out) {
    struct scale scale = spc_scale(chart, 6);
    int decimals = chart_decimals(&scale, &chart->unit);
    observed(chart, decimals, out);
    if (chart->fan.n) forecast(chart, decimals, out);
}
