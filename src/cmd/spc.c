/* weft spc INPUT.csv: control charts for any series, without a package. The columns are those in
 * which the R package's known answers are kept, so that a diff is a test.
 *
 * SPDX-License-Identifier: MIT */
#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/number.h"
#include "command.h"
#include "doc/csv.h"
#include "options.h"
#include "stats/spc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum value_kind { VALUE_GIVEN, VALUE_NA, VALUE_NAN, VALUE_WRONG };

struct input {
    struct str series, value_text, trajectory;
    size_t line, first; /* line of the file; order of its series */
    int32_t date;       /* DATE_NONE: wrong; INT32_MAX: missing */
    double value;
    enum value_kind kind;
    bool rebase;
};

struct chart {
    struct str series, rebase_dates;
    size_t line;
    struct spc_options spc;
    double target;
    const char *wrong; /* why the options cannot be used; NULL: they can */
};

struct report {
    struct buf points, summary;
    struct arena *arena;
};

static const char points_header[] =
    "series_id,row,date,y,rebase_group,short_group_warning,fix_y,mr_raw,amr_raw,mr,amr,mean,lpl,"
    "upl,nlpl,nupl,relative_to_mean,outside_limits,close_to_limits,rule_trend7,rule_2in3,"
    "rule_shift7,special_cause_type,special_cause_flag,point_type,target,trajectory\n";
static const char summary_header[] =
    "series_id,status,warning,error,n_points,n_phases,last_date,variation_type,assurance_type,"
    "variation_icon,assurance_icon,last_mean,last_lpl,last_upl,n_special\n";

/* Reading */

static bool is_missing(struct str s) {
    return s.n == 0 || str_is(s, "NA");
}

static enum value_kind value_read(struct str s, double *value) {
    *value = NAN;
    if (is_missing(s)) return VALUE_NA;
    if (str_is(s, "NaN")) return VALUE_NAN;
    if (str_is(s, "Inf") || str_is(s, "-Inf")) {
        *value = s.p[0] == '-' ? -INFINITY : INFINITY;
        return VALUE_GIVEN;
    }
    return number_parse(s, value) ? VALUE_GIVEN : VALUE_WRONG;
}

/* A file, its header, and where the wanted columns stand. */
struct reader {
    const char *path;
    struct csv *csv;
    struct csv_row row;
    size_t at[8];
};

#define NOWHERE SIZE_MAX

/* wanted[0..required) must be there, the others may. */
static bool reader_open(struct reader *reader, const char *path, const char *const *wanted,
                        size_t count, size_t required, struct arena *arena, struct err *err) {
    char *bytes;
    size_t length;
    if (!file_read(arena, path, LIMIT_FILE_BYTES, &bytes, &length, err)) return false;
    reader->path = path;
    reader->csv = csv_new(arena, bytes, length, err);
    if (!reader->csv) return err_context(err, "%s", path);
    if (!csv_next(reader->csv, &reader->row))
        return err_set(err, ERR_INPUT, "%s: is empty; a header was expected", path);
    for (size_t k = 0; k < count; k++) {
        reader->at[k] = NOWHERE;
        for (size_t c = 0; c < reader->row.count; c++)
            if (str_is(str_trim(reader->row.cells[c].text), wanted[k])) reader->at[k] = c;
        if (reader->at[k] == NOWHERE && k < required)
            return err_set(err, ERR_INPUT, "%s:1: there is no column '%s'", path, wanted[k]);
    }
    return true;
}

static bool reader_next(struct reader *reader, bool *more, struct err *err) {
    *more = csv_next(reader->csv, &reader->row);
    if (!*more || reader->row.problem == CSV_FINE) return true;
    return err_set(err, ERR_INPUT, "%s:%zu: %s", reader->path, reader->row.problem_line,
                   csv_problem_text(reader->row.problem));
}

static struct str reader_cell(const struct reader *reader, size_t wanted) {
    size_t at = reader->at[wanted];
    if (at == NOWHERE || at >= reader->row.count) return (struct str){"", 0};
    return str_trim(reader->row.cells[at].text);
}

static bool inputs_read(const char *path, struct arena *arena, struct input **inputs, size_t *count,
                        struct err *err) {
    static const char *const wanted[] = {"series_id", "date", "value", "rebase", "trajectory"};
    struct reader reader;
    if (!reader_open(&reader, path, wanted, 5, 3, arena, err)) return false;
    size_t n = 0, capacity = 0;
    struct input *list = NULL;
    for (bool more;;) {
        if (!reader_next(&reader, &more, err)) return false;
        if (!more) break;
        if (n == capacity) {
            struct input *larger = ARENA_NEW(arena, struct input, capacity = capacity * 2 + 256);
            if (n) memcpy(larger, list, n * sizeof *list);
            list = larger;
        }
        struct input *in = &list[n];
        *in = (struct input){.series = reader_cell(&reader, 0),
                             .line = reader.row.line,
                             .first = n++,
                             .value_text = reader_cell(&reader, 2),
                             .rebase = str_is(reader_cell(&reader, 3), "1"),
                             .trajectory = reader_cell(&reader, 4)};
        struct str date = reader_cell(&reader, 1);
        if (is_missing(date))
            in->date = INT32_MAX;
        else if (!date_parse(date, &in->date))
            in->date = DATE_NONE;
        in->kind = value_read(in->value_text, &in->value);
    }
    *inputs = list;
    *count = n;
    return true;
}

static int str_order(struct str a, struct str b) {
    int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static int by_series(const void *a, const void *b) {
    const struct input *x = a, *y = b;
    int order = str_order(x->series, y->series);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static int by_date(const void *a, const void *b) {
    const struct input *x = a, *y = b;
    if (x->first != y->first) return x->first > y->first ? 1 : -1;
    if (x->date != y->date) return x->date > y->date ? 1 : -1;
    return (x->line > y->line) - (x->line < y->line);
}

/* Series in the order in which they first come, each by date. */
static void inputs_sort(struct input *inputs, size_t count) {
    if (!count) return;
    qsort(inputs, count, sizeof *inputs, by_series);
    for (size_t i = 1; i < count; i++)
        if (str_equal(inputs[i].series, inputs[i - 1].series))
            inputs[i].first = inputs[i - 1].first;
    qsort(inputs, count, sizeof *inputs, by_date);
}

static int by_chart(const void *a, const void *b) {
    const struct chart *x = a, *y = b;
    return str_order(x->series, y->series);
}

/* What a row of options says; what it cannot mean becomes the series' error. */
static void chart_read(const struct reader *reader, struct chart *chart, struct arena *arena) {
    struct str direction = reader_cell(reader, 1), baseline = reader_cell(reader, 2);
    struct str screen = reader_cell(reader, 3), target = reader_cell(reader, 4);
    if (str_is(direction, "decrease"))
        chart->spc.direction = SPC_DECREASE;
    else if (str_is(direction, "neutral"))
        chart->spc.direction = SPC_NEUTRAL;
    else if (!is_missing(direction) && !str_is(direction, "increase"))
        chart->wrong = arena_printf(arena,
                                    "improvement_direction is increase, decrease or neutral, "
                                    "not '%.*s'",
                                    (int)direction.n, direction.p);
    double n;
    if (!is_missing(baseline)) {
        if (!number_parse(baseline, &n) || n < SPC_BASELINE_MIN || n > (double)LIMIT_ROWS)
            chart->wrong = arena_printf(arena,
                                        "fix_after_n_points is a number of at least %d, "
                                        "not '%.*s'",
                                        SPC_BASELINE_MIN, (int)baseline.n, baseline.p);
        else
            chart->spc.baseline = (size_t)n;
    }
    if (str_is(screen, "0") || str_is(screen, "FALSE"))
        chart->spc.keep_outliers = true;
    else if (!is_missing(screen) && !str_is(screen, "1") && !str_is(screen, "TRUE"))
        chart->wrong =
            arena_printf(arena, "screen_outliers is 0 or 1, not '%.*s'", (int)screen.n, screen.p);
    if (value_read(target, &chart->target) == VALUE_WRONG)
        chart->wrong =
            arena_printf(arena, "the target '%.*s' is not a number", (int)target.n, target.p);
    chart->rebase_dates = reader_cell(reader, 5);
    if (str_is(chart->rebase_dates, "NA")) chart->rebase_dates.n = 0;
    struct str rest = chart->rebase_dates, part;
    while (str_split(&rest, ';', &part)) {
        int32_t date;
        if (!date_parse(str_trim(part), &date))
            chart->wrong = arena_printf(arena,
                                        "the rebase date '%.*s' is not a date such as "
                                        "2018-09-30",
                                        (int)part.n, part.p);
    }
}

static bool charts_read(const char *path, const struct chart *usual, struct arena *arena,
                        struct chart **charts, size_t *count, struct err *err) {
    static const char *const wanted[] = {
        "series_id", "improvement_direction", "fix_after_n_points", "screen_outliers",
        "target",    "rebase_dates"};
    struct reader reader;
    if (!reader_open(&reader, path, wanted, 6, 1, arena, err)) return false;
    size_t n = 0, capacity = 0;
    struct chart *list = NULL;
    for (bool more;;) {
        if (!reader_next(&reader, &more, err)) return false;
        if (!more) break;
        if (n == capacity) {
            struct chart *larger = ARENA_NEW(arena, struct chart, capacity = capacity * 2 + 64);
            if (n) memcpy(larger, list, n * sizeof *list);
            list = larger;
        }
        list[n] = *usual;
        list[n].series = reader_cell(&reader, 0);
        list[n].line = reader.row.line;
        chart_read(&reader, &list[n++], arena);
    }
    if (n) qsort(list, n, sizeof *list, by_chart);
    for (size_t i = 1; i < n; i++)
        if (str_equal(list[i].series, list[i - 1].series))
            return err_set(err, ERR_INPUT, "%s:%zu: '%.*s' has options already", path, list[i].line,
                           (int)list[i].series.n, list[i].series.p);
    *charts = list;
    *count = n;
    return true;
}

/* Words of the known answers */

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
    else
        buf_printf(out, "%.17g", value);
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
    buf_puts(out, date == INT32_MAX ? "NA" : date_text(date, text));
    buf_putc(out, ',');
}

/* A value that is not a number is told from a missing one, in moving ranges too. */
static const char *range_text(const struct input *in, bool first) {
    if (first || in->kind == VALUE_NA || in[-1].kind == VALUE_NA) return "NA";
    return in->kind == VALUE_NAN || in[-1].kind == VALUE_NAN ? "NaN" : "NA";
}

/* Judging */

static const char *series_wrong(const struct input *in, size_t n, const struct chart *chart,
                                struct arena *arena) {
    for (size_t i = 0; i < n; i++) {
        if (in[i].date == DATE_NONE)
            return arena_printf(arena, "line %zu: the date is not a date such as 2018-09-30",
                                in[i].line);
        if (in[i].kind == VALUE_WRONG)
            return arena_printf(arena, "line %zu: '%.*s' is not a number", in[i].line,
                                (int)in[i].value_text.n, in[i].value_text.p);
        if (i > 0 && in[i].date == in[i - 1].date)
            return arena_printf(arena, "lines %zu and %zu have the same date", in[i - 1].line,
                                in[i].line);
    }
    if (chart->wrong) return chart->wrong;
    struct err err = {0};
    return spc_options_check(&chart->spc, &err) ? NULL : arena_string(arena, err.message);
}

static bool rebased(const struct input *in, const struct chart *chart) {
    if (in->rebase) return true;
    struct str rest = chart->rebase_dates, part;
    for (int32_t date; str_split(&rest, ';', &part);)
        if (date_parse(str_trim(part), &date) && date == in->date) return true;
    return false;
}

static void report_point(struct report *report, const struct input *in, size_t row,
                         const struct chart *chart, const struct spc_phase *phase, size_t group,
                         const struct spc_point *point) {
    struct buf *out = &report->points;
    const char *missing = in->kind == VALUE_NAN ? "NaN" : "NA";
    size_t inside = row - phase->first;
    bool counts = !chart->spc.baseline || inside < chart->spc.baseline;
    put_text(out, report->arena, in->series);
    buf_printf(out, "%zu,", row + 1);
    put_date(out, in->date);
    put_number(out, in->value, missing);
    buf_printf(out, "%zu,%d,", group, phase->count < SPC_POINTS_MIN);
    put_number(out, counts ? in->value : NAN, counts ? missing : "NA");
    const char *range = range_text(in, inside == 0 || !counts);
    put_number(out, point->mr_raw, range);
    put_number(out, phase->amr_raw, "NaN");
    put_number(out, point->mr,
               chart->spc.rules == SPC_PTD && !chart->spc.keep_outliers ? "NA" : range);
    put_number(out, phase->amr, "NaN");
    put_number(out, phase->mean, "NaN");
    put_number(out, phase->lower, "NaN");
    put_number(out, phase->upper, "NaN");
    put_number(out, phase->near_low, "NaN");
    put_number(out, phase->near_top, "NaN");
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
    if (is_missing(in->trajectory)) {
        buf_puts(out, "NA\n");
    } else {
        put_text(out, report->arena, in->trajectory);
        out->text[out->length - 1] = '\n';
    }
}

static void report_series(struct report *report, const struct input *in, size_t n,
                          const struct chart *chart, bool want_points) {
    struct buf *out = &report->summary;
    put_text(out, report->arena, in->series);
    const char *wrong = series_wrong(in, n, chart, report->arena);
    if (wrong) {
        buf_puts(out, "error,,");
        put_text(out, report->arena, str_of(wrong));
        buf_printf(out, "%zu,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA\n", n);
        return;
    }
    double *x = ARENA_NEW(report->arena, double, n);
    bool *starts = ARENA_NEW(report->arena, bool, n);
    for (size_t i = 0; i < n; i++) {
        x[i] = in[i].value;
        starts[i] = rebased(&in[i], chart);
    }
    struct spc_point *points = ARENA_NEW(report->arena, struct spc_point, n);
    struct spc_phase *phases = ARENA_NEW(report->arena, struct spc_phase, n);
    size_t count = spc_judge(x, starts, n, &chart->spc, points, phases), special = 0;
    bool small = false;
    for (size_t p = 0; p < count; p++) {
        const struct spc_phase *phase = &phases[p];
        small |= phase->count < SPC_POINTS_MIN;
        for (size_t i = phase->first; i < phase->first + phase->count; i++) {
            special += points[i].signal != SPC_COMMON_CAUSE;
            if (want_points)
                report_point(report, &in[i], i, chart, phase, p + starts[0], &points[i]);
        }
    }
    size_t latest = n - 1; /* a row without a date stands last */
    if (latest > 0 && in[latest].date == INT32_MAX) latest--;
    const struct spc_phase *last = &phases[count - 1];
    static const char *const assurance[] = {"NA", "consistent_pass", "consistent_fail",
                                            "inconsistent"};
    static const char *const assurance_icon[] = {"NA", "pass", "fail", "inconsistent"};
    enum spc_assurance assured = spc_assure(last, chart->target, &chart->spc);
    buf_printf(out, "ok,%s,,%zu,%zu,", small ? "short_group" : "", n, count);
    put_date(out, in[latest].date);
    buf_printf(out, "%s,%s,%s,%s,", type_text(points[latest].type), assurance[assured],
               icon_text(points[latest].type, chart->spc.direction), assurance_icon[assured]);
    put_number(out, last->mean, "NaN");
    put_number(out, last->lower, "NaN");
    put_number(out, last->upper, "NaN");
    buf_printf(out, "%zu\n", special);
}

static bool put_file(const char *path, const struct buf *text, struct err *err) {
    if (!path) return true;
    if (strcmp(path, "-") != 0)
        return file_replace(path, (struct str){text->text, text->length}, err);
    fwrite(text->text, 1, text->length, stdout);
    return true;
}

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    const char *charts_path = NULL, *points_path = NULL, *summary_path = NULL, *rules = "ptd";
    int64_t run_points = 7;
    const struct option options[] = {
        {.name = "options", .kind = OPTION_TEXT, .value = &charts_path},
        {.name = "points", .kind = OPTION_TEXT, .value = &points_path},
        {.name = "summary", .kind = OPTION_TEXT, .value = &summary_path},
        {.name = "rules", .kind = OPTION_TEXT, .value = &rules},
        {.name = "run", .kind = OPTION_INTEGER, .value = &run_points, .min = 6, .max = 7},
    };
    int rest;
    if (!options_read(argc, argv, options, 5, 1, 1, &rest, err)) return err_exit_status(err->code);
    struct chart usual = {.target = NAN, .spc.run = (size_t)run_points};
    if (strcmp(rules, "mdc") == 0)
        usual.spc.rules = SPC_MDC;
    else if (strcmp(rules, "ptd") != 0)
        err_set(err, ERR_USAGE, "--rules is ptd or mdc, not '%s'", rules);
    if (err->code == ERR_NONE && usual.spc.rules == SPC_PTD && run_points != 7)
        err_set(err, ERR_USAGE, "--run 6 is for --rules mdc only");
    if (err->code != ERR_NONE) return err_exit_status(err->code);
    if (!points_path && !summary_path) summary_path = "-";

    struct input *inputs = NULL;
    struct chart *charts = NULL;
    size_t n = 0, chart_count = 0;
    if (!inputs_read(argv[0], arena, &inputs, &n, err)) return err_exit_status(err->code);
    if (charts_path && !charts_read(charts_path, &usual, arena, &charts, &chart_count, err))
        return err_exit_status(err->code);
    inputs_sort(inputs, n);
    struct report report = {buf_new(arena), buf_new(arena), arena};
    buf_puts(&report.points, points_header);
    buf_puts(&report.summary, summary_header);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && inputs[end].first == inputs[first].first;) end++;
        struct chart key = usual, *found = NULL;
        key.series = inputs[first].series;
        if (chart_count) found = bsearch(&key, charts, chart_count, sizeof *charts, by_chart);
        report_series(&report, inputs + first, end - first, found ? found : &key,
                      points_path != NULL);
    }
    if (!put_file(points_path, &report.points, err) ||
        !put_file(summary_path, &report.summary, err))
        return err_exit_status(err->code);
    return 0;
}

const struct command command_spc = {
    .name = "spc",
    .arguments = "INPUT.csv [--options OPTIONS.csv] [--points OUT.csv] [--summary OUT.csv] "
                 "[--rules ptd|mdc] [--run 6|7]",
    .summary = "Control charts (XmR) for series in a CSV file, without a package",
    .details =
        "INPUT.csv has the columns series_id, date, value and, where wanted, rebase (1: new limits\n"
        "from this row) and trajectory. OPTIONS.csv has a row a series: series_id,\n"
        "improvement_direction (increase, decrease, neutral), fix_after_n_points, screen_outliers\n"
        "(1, 0), target, rebase_dates (separated by ';'). Missing values are empty or NA.\n"
        "  --points   what every point says; - is the standard output\n"
        "  --summary  one line a series; the default, to the standard output\n"
        "  --rules    ptd: as the R package 'plot the dots'; mdc: as the official Excel tool\n"
        "  --run      points of a run or trend; 6 is for mdc only\n",
    .run = run,
};
