/* Writes the files of weft spc; see spc_table.h.
 *
 * SPDX-License-Identifier: MIT */
#include "spc_table.h"

#include "base/number.h"
#include "doc/csv.h"

#include <math.h>
#include <stdio.h>

static const char points_header[] =
    "series_id,row,date,y,rebase_group,short_group_warning,fix_y,mr_raw,amr_raw,mr,amr,mean,lpl,"
    "upl,nlpl,nupl,relative_to_mean,outside_limits,close_to_limits,rule_trend7,rule_2in3,"
    "rule_shift7,special_cause_type,special_cause_flag,point_type,target,trajectory\n";
static const char summary_header[] =
    "series_id,status,warning,error,n_points,n_phases,last_date,variation_type,assurance_type,"
    "variation_icon,assurance_icon,last_mean,last_lpl,last_upl,n_special\n";
static const char limits_header[] =
    "series_id,chart_type,row,numerator,denominator,sd,value,centre,ll99,ll95,ll68,ul68,ul95,"
    "ul99\n";

static const char *type_text(enum spc_type type) {
    static const char *const texts[] = {"NA",
                                        "common_cause",
                                        "special_cause_improvement",
                                        "special_cause_concern",
                                        "special_cause_neutral_high",
                                        "special_cause_neutral_low"};
    return texts[type];
}

static const char *icon_text(enum spc_type type, enum spc_direction direction) {
    bool up = direction == SPC_INCREASE;
    switch (type) {
    case SPC_TYPE_NONE:
        break;
    case SPC_COMMON:
        return "common_cause";
    case SPC_IMPROVEMENT:
        return up ? "improvement_high" : "improvement_low";
    case SPC_CONCERN:
        return up ? "concern_low" : "concern_high";
    case SPC_NEUTRAL_HIGH:
        return "neutral_high";
    case SPC_NEUTRAL_LOW:
        return "neutral_low";
    }
    return "NA";
}

static void put_signal(struct buf *out, const struct spc_point *point, size_t run) {
    bool up = point->sign > 0;
    switch (point->signal) {
    case SPC_COMMON_CAUSE:
        buf_puts(out, "Common Cause");
        break;
    case SPC_OUTSIDE:
        buf_puts(out, up ? "Above UCL" : "Below LCL");
        break;
    case SPC_TREND:
        buf_printf(out, "%zu Point Trend (%s)", run, up ? "Increasing" : "Decreasing");
        break;
    case SPC_TWO_IN_THREE:
        buf_printf(out, "2 in 3 %s CL", up ? "Above" : "Below");
        break;
    case SPC_ONE_SIDE:
        buf_printf(out, "%zu Points %s CL", run, up ? "Above" : "Below");
        break;
    }
}

/* Seventeen digits, as the known answers are printed, so that they can be compared as text. */
static void put_number(struct buf *out, double value, const char *missing) {
    if (isnan(value))
        buf_puts(out, missing);
    else if (isinf(value))
        buf_puts(out, value > 0 ? "Inf" : "-Inf");
    else { /* not by buf_printf, which formats twice: a file of points is little else */
        char text[NUMBER_BYTES];
        snprintf(text, sizeof text, "%.17g", value);
        buf_puts(out, text);
    }
    buf_putc(out, ',');
}

static void put_flag(struct buf *out, int8_t flag) {
    if (flag == SPC_UNKNOWN)
        buf_puts(out, "NA,");
    else
        buf_printf(out, "%d,", flag);
}

static void put_text(struct buf *out, struct arena *arena, struct str text) {
    struct buf cell = buf_new(arena);
    csv_write(&cell, &text, 1);
    buf_add(out, cell.text, cell.length - 1);
    buf_putc(out, ',');
}

static void put_date(struct buf *out, int32_t date) {
    char text[DATE_BYTES];
    buf_puts(out, date == DATE_MISSING ? "NA" : date_text(date, text));
    buf_putc(out, ',');
}

/* A value that is not a number is told from a missing one, in moving ranges too. */
static const char *range_text(const struct spc_input *in, bool first) {
    if (first || in->kind == VALUE_NA || in[-1].kind == VALUE_NA) return "NA";
    return in->kind == VALUE_NAN || in[-1].kind == VALUE_NAN ? "NaN" : "NA";
}

/* A judged series: what is said of row i stands in points[i] and in line_of(judged, i). */
struct judged {
    const struct spc_input *in;
    size_t n;
    const struct spc_chart *chart;
    double *x;
    bool *starts;
    struct spc_point *points;
    struct spc_phase *phases; /* first, count; of XmR charts the lines too */
    struct spc_phase *lines;  /* of other charts: one a row; NULL: the phase's are */
    struct limits_row *rows;  /* the same as they are drawn */
    size_t phase_count;
};

/* Mean and limits; those of an XmR chart's phase are written once. */
static void put_lines(struct buf *out, const struct spc_phase *lines) {
    const double numbers[] = {lines->mean, lines->lower, lines->upper, lines->near_low,
                              lines->near_top};
    for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++)
        put_number(out, numbers[k], "NaN");
}

static void report_point(struct spc_report *report, const struct judged *judged, size_t row,
                         const struct spc_phase *phase, size_t group, const struct buf *drawn) {
    struct buf *out = &report->points;
    const struct spc_input *in = &judged->in[row];
    const struct spc_chart *chart = judged->chart;
    const struct spc_point *point = &judged->points[row];
    const struct spc_phase *lines = judged->lines ? &judged->lines[row] : phase;
    const char *missing = in->kind == VALUE_NAN ? "NaN" : "NA";
    size_t inside = row - phase->first;
    size_t baseline = judged->lines ? chart->subset : chart->spc.baseline;
    bool counts = !baseline || inside < baseline;
    put_text(out, report->arena, in->series);
    buf_printf(out, "%zu,", row + 1);
    put_date(out, in->date);
    put_number(out, judged->x[row], missing);
    buf_printf(out, "%zu,%d,", group, phase->count < SPC_POINTS_MIN);
    put_number(out, counts ? judged->x[row] : NAN, counts ? missing : "NA");
    const char *range = range_text(in, inside == 0 || !counts);
    put_number(out, point->mr_raw, range);
    put_number(out, lines->amr_raw, "NaN");
    put_number(out, point->mr,
               chart->spc.rules == SPC_PTD && !chart->spc.keep_outliers ? "NA" : range);
    put_number(out, lines->amr, "NaN");
    if (judged->lines)
        put_lines(out, lines);
    else
        buf_add(out, drawn->text, drawn->length);
    if (in->kind == VALUE_NAN)
        buf_puts(out, "NaN,");
    else
        put_flag(out, point->side);
    put_flag(out, point->outside);
    put_flag(out, point->close);
    put_flag(out, point->trend);
    put_flag(out, point->two_in_three);
    put_flag(out, point->one_side);
    put_signal(out, point, chart->spc.run ? chart->spc.run : 7);
    buf_printf(out, ",%d,%s,", point->signal != SPC_COMMON_CAUSE, type_text(point->type));
    put_number(out, chart->target, "NA");
    if (in->trajectory.n == 0) {
        buf_puts(out, "NA\n");
    } else {
        put_text(out, report->arena, in->trajectory);
        out->text[out->length - 1] = '\n';
    }
}

static void report_limits(struct spc_report *report, const struct judged *judged, size_t row) {
    struct buf *out = &report->limits;
    const struct spc_input *in = &judged->in[row];
    const struct limits_row *r = &judged->rows[row];
    put_text(out, report->arena, in->series);
    buf_printf(out, "%s,%zu,", limits_chart_name(judged->chart->chart), row + 1);
    for (size_t k = 0; k < 3; k++) put_number(out, in->numbers[k], "NA");
    const double numbers[] = {r->value, r->centre, r->low3, r->low2,
                              r->low1,  r->top1,   r->top2, r->top3};
    for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++)
        put_number(out, numbers[k], "NA");
    out->text[out->length - 1] = '\n';
}

/* Charts other than XmR: the lines of each phase, then the same rules against them. */
static void judge_lines(struct judged *judged, struct arena *arena) {
    size_t n = judged->n;
    double *numbers[3];
    bool given = false;
    for (size_t k = 0; k < 3; k++) {
        numbers[k] = ARENA_NEW(arena, double, n);
        for (size_t i = 0; i < n; i++) {
            numbers[k][i] = judged->in[i].numbers[k];
            given |= k == INPUT_DENOMINATOR && !isnan(numbers[k][i]);
        }
    }
    judged->lines = ARENA_NEW(arena, struct spc_phase, n);
    judged->rows = ARENA_NEW(arena, struct limits_row, n);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && !judged->starts[end];) end++;
        struct limits_data data = {numbers[INPUT_NUMERATOR] + first,
                                   given ? numbers[INPUT_DENOMINATOR] + first : NULL,
                                   numbers[INPUT_SD] + first,
                                   end - first,
                                   judged->chart->subset,
                                   judged->chart->spc.keep_outliers};
        limits_make(judged->chart->chart, &data, arena, judged->rows + first);
        for (size_t i = first; i < end; i++) {
            const struct limits_row *r = &judged->rows[i];
            judged->x[i] = r->value;
            judged->lines[i] = (struct spc_phase){.first = first,
                                                  .count = end - first,
                                                  .mean = r->centre,
                                                  .amr_raw = NAN,
                                                  .amr = NAN,
                                                  .lower = r->low3,
                                                  .upper = r->top3,
                                                  .near_low = r->low2,
                                                  .near_top = r->top2};
        }
        spc_judge_lines(judged->x + first, judged->lines + first, end - first, &judged->chart->spc,
                        judged->points + first);
        judged->phases[judged->phase_count++] = judged->lines[end - 1];
    }
}

static void judge(struct judged *judged, struct arena *arena) {
    size_t n = judged->n;
    judged->x = ARENA_NEW(arena, double, n);
    judged->starts = ARENA_NEW(arena, bool, n);
    judged->points = ARENA_NEW(arena, struct spc_point, n);
    judged->phases = ARENA_NEW(arena, struct spc_phase, n);
    for (size_t i = 0; i < n; i++) {
        judged->x[i] = judged->in[i].value;
        judged->starts[i] = spc_rebased(&judged->in[i], judged->chart);
    }
    if (judged->chart->chart == LIMITS_CHARTS)
        judged->phase_count = spc_judge(judged->x, judged->starts, n, &judged->chart->spc,
                                        judged->points, judged->phases);
    else
        judge_lines(judged, arena);
}

static void report_summary(struct spc_report *report, const struct judged *judged) {
    struct buf *out = &report->summary;
    const struct spc_input *in = judged->in;
    size_t n = judged->n, special = 0, latest = n - 1; /* a row without a date stands last */
    if (report->inputs.dated && latest > 0 && in[latest].date == DATE_MISSING) latest--;
    for (size_t i = 0; i < n; i++) special += judged->points[i].signal != SPC_COMMON_CAUSE;
    bool small = false;
    for (size_t p = 0; p < judged->phase_count; p++)
        small |= judged->phases[p].count < SPC_POINTS_MIN;
    const struct spc_phase *last = &judged->phases[judged->phase_count - 1];
    static const char *const assurance[] = {"NA", "consistent_pass", "consistent_fail",
                                            "inconsistent"};
    static const char *const assurance_icon[] = {"NA", "pass", "fail", "inconsistent"};
    enum spc_assurance assured = spc_assure(last, judged->chart->target, &judged->chart->spc);
    put_text(out, report->arena, in->series);
    buf_printf(out, "ok,%s,,%zu,%zu,", small ? "short_group" : "", n, judged->phase_count);
    put_date(out, in[latest].date);
    enum spc_type type = judged->points[latest].type;
    buf_printf(out, "%s,%s,%s,%s,", type_text(type), assurance[assured],
               icon_text(type, judged->chart->spc.direction), assurance_icon[assured]);
    put_number(out, last->mean, "NaN");
    put_number(out, last->lower, "NaN");
    put_number(out, last->upper, "NaN");
    buf_printf(out, "%zu\n", special);
}

struct spc_report spc_report_new(struct arena *arena) {
    struct spc_report report = {.points = buf_new(arena),
                                .summary = buf_new(arena),
                                .limits = buf_new(arena),
                                .findings = findings_new(arena),
                                .arena = arena};
    buf_puts(&report.points, points_header);
    buf_puts(&report.summary, summary_header);
    buf_puts(&report.limits, limits_header);
    return report;
}

void spc_report_series(struct spc_report *report, const struct spc_input *in, size_t n,
                       const struct spc_chart *chart) {
    const char *wrong =
        spc_series_wrong(&report->inputs, in, n, chart, report->arena, report->findings);
    if (wrong) {
        put_text(&report->summary, report->arena, in->series);
        buf_puts(&report->summary, "error,,");
        put_text(&report->summary, report->arena, str_of(wrong));
        buf_printf(&report->summary, "%zu,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA\n", n);
        return;
    }
    struct judged judged = {.in = in, .n = n, .chart = chart};
    judge(&judged, report->arena);
    report_summary(report, &judged);
    for (size_t p = 0; p < judged.phase_count && report->want_points; p++) {
        const struct spc_phase *phase = &judged.phases[p];
        struct buf drawn = buf_new(report->arena);
        put_lines(&drawn, phase);
        for (size_t i = phase->first; i < phase->first + phase->count; i++)
            report_point(report, &judged, i, phase, p + judged.starts[0], &drawn);
    }
    for (size_t i = 0; i < n && judged.rows && report->want_limits; i++)
        report_limits(report, &judged, i);
}
