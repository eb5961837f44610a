/* Reads the files of weft spc; see spc_table.h.
 *
 * SPDX-License-Identifier: MIT */
#include "spc_table.h"

#include "base/limits.h"
#include "base/number.h"
#include "doc/csv.h"
#include "doc/gzip.h"
#include "measure/import_period.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_missing(struct str s) {
    return s.n == 0 || str_is(s, "NA");
}

static bool is_yes(struct str s) {
    return str_is(s, "1") || str_is(s, "TRUE");
}

static bool is_no(struct str s) {
    return is_missing(s) || str_is(s, "0") || str_is(s, "FALSE");
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

/* As weft import reads periods: 2018-04-01, or, where a spreadsheet has been at it, 01/04/2018 (the
 * day before the month), Apr-18. What has two readings is none. */
static bool date_read(struct str s, int32_t *date) {
    static const struct period_style usual;
    struct period period;
    if (period_read(s, &usual, &period, NULL) != PERIOD_READ) return false;
    *date = period.start;
    return true;
}

/* A file, its header, and where the wanted columns stand. */
struct reader {
    const char *path;
    struct csv *csv;
    struct csv_row row;
    size_t at[9];
};

#define NOWHERE SIZE_MAX

/* wanted[0..required) must be there, the others may. */
static bool reader_open(struct reader *reader, const char *path, const char *const *wanted,
                        size_t count, size_t required, struct arena *arena, struct err *err) {
    char *bytes;
    size_t length;
    if (!gzip_file_read(arena, path, LIMIT_FILE_BYTES, &bytes, &length, err)) return false;
    reader->path = path;
    reader->csv = csv_new(arena, bytes, length, err);
    if (!reader->csv) return err_context(err, "%s", path);
    if (!csv_next(reader->csv, &reader->row))
        return err_set(err, ERR_INPUT, "%s: is empty; a header was expected", path);
    for (size_t k = 0; k < count; k++) {
        reader->at[k] = NOWHERE;
        for (size_t c = 0; c < reader->row.count; c++) {
            if (!str_is(str_trim(reader->row.cells[c].text), wanted[k])) continue;
            if (reader->at[k] != NOWHERE)
                return err_set(err, ERR_INPUT, "%s:1: there are two columns '%s'", path, wanted[k]);
            reader->at[k] = c;
        }
        if (reader->at[k] == NOWHERE && k < required)
            return err_set(err, ERR_INPUT, "%s:1: there is no column '%s'", path, wanted[k]);
    }
    return true;
}

/* A line of commas alone, as spreadsheets leave below a table. */
static bool is_blank(const struct csv_row *row) {
    for (size_t c = 0; c < row->count; c++)
        if (str_trim(row->cells[c].text).n) return false;
    return row->problem == CSV_FINE;
}

static bool reader_next(struct reader *reader, bool *more, struct err *err) {
    do {
        *more = csv_next(reader->csv, &reader->row);
    } while (*more && is_blank(&reader->row));
    if (!*more || reader->row.problem == CSV_FINE) return true;
    return err_set(err, ERR_INPUT, "%s:%zu: %s", reader->path, reader->row.problem_line,
                   csv_problem_text(reader->row.problem));
}

static struct str reader_cell(const struct reader *reader, size_t wanted) {
    size_t at = reader->at[wanted];
    if (at == NOWHERE || at >= reader->row.count) return (struct str){"", 0};
    return str_trim(reader->row.cells[at].text);
}

enum {
    COLUMN_SERIES,
    COLUMN_DAY,
    COLUMN_ROW,
    COLUMN_VALUE,
    COLUMN_REBASE,
    COLUMN_TRAJECTORY,
    COLUMN_NUMERATOR,
    COLUMN_DENOMINATOR,
    COLUMN_SD,
    COLUMNS
};

static void input_read(const struct reader *reader, size_t row, struct spc_input *in) {
    *in = (struct spc_input){.series = reader_cell(reader, COLUMN_SERIES),
                             .line = reader->row.line,
                             .first = row,
                             .value_text = reader_cell(reader, COLUMN_VALUE),
                             .date_text = reader_cell(reader, COLUMN_DAY),
                             .rebase_text = reader_cell(reader, COLUMN_REBASE),
                             .trajectory = reader_cell(reader, COLUMN_TRAJECTORY)};
    if (str_is(in->trajectory, "NA")) in->trajectory.n = 0;
    in->rebase = is_yes(in->rebase_text);
    if (is_missing(in->date_text))
        in->date = DATE_MISSING;
    else if (!date_read(in->date_text, &in->date))
        in->date = DATE_NONE;
    in->kind = value_read(in->value_text, &in->value);
    in->value_column = "value";
    for (size_t k = 0; k < 3; k++) {
        in->numbers_text[k] = reader_cell(reader, COLUMN_NUMERATOR + k);
        in->number_kinds[k] = value_read(in->numbers_text[k], &in->numbers[k]);
    }
    if (reader->at[COLUMN_NUMERATOR] == NOWHERE) { /* counts may be called values */
        in->numbers_text[INPUT_NUMERATOR] = in->value_text;
        in->number_kinds[INPUT_NUMERATOR] = in->kind;
        in->numbers[INPUT_NUMERATOR] = in->value;
    } else if (reader->at[COLUMN_VALUE] == NOWHERE) { /* and rates be given as their parts */
        in->value_text = in->numbers_text[INPUT_NUMERATOR];
        in->value_column = "numerator";
        in->kind = in->number_kinds[INPUT_NUMERATOR];
        in->value = in->numbers[INPUT_NUMERATOR];
        if (reader->at[COLUMN_DENOMINATOR] == NOWHERE || in->kind != VALUE_GIVEN) return;
        if (in->number_kinds[INPUT_DENOMINATOR] == VALUE_WRONG) {
            in->kind = VALUE_WRONG;
            in->value_text = in->numbers_text[INPUT_DENOMINATOR];
            in->value_column = "denominator";
        }
        in->value =
            in->numbers[INPUT_DENOMINATOR] > 0 ? in->value / in->numbers[INPUT_DENOMINATOR] : NAN;
        if (isnan(in->value) && in->kind == VALUE_GIVEN) in->kind = VALUE_NA;
    }
}

static int str_order(struct str a, struct str b) {
    int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

static int by_series(const void *a, const void *b) {
    const struct spc_input *x = a, *y = b;
    int order = str_order(x->series, y->series);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static int by_date(const void *a, const void *b) {
    const struct spc_input *x = a, *y = b;
    if (x->first != y->first) return x->first > y->first ? 1 : -1;
    if (x->date != y->date) return x->date > y->date ? 1 : -1;
    return (x->line > y->line) - (x->line < y->line);
}

/* Series in the order in which they first come, each by date. */
static void inputs_sort(struct spc_input *inputs, size_t count) {
    if (!count) return;
    qsort(inputs, count, sizeof *inputs, by_series);
    for (size_t i = 1; i < count; i++)
        if (str_equal(inputs[i].series, inputs[i - 1].series))
            inputs[i].first = inputs[i - 1].first;
    qsort(inputs, count, sizeof *inputs, by_date);
}

bool spc_inputs_read(const char *path, struct arena *arena, struct spc_inputs *out,
                     struct err *err) {
    static const char *const wanted[COLUMNS] = {"series_id", "date",        "row",
                                                "value",     "rebase",      "trajectory",
                                                "numerator", "denominator", "sd"};
    struct reader reader;
    if (!reader_open(&reader, path, wanted, COLUMNS, 1, arena, err)) return false;
    *out = (struct spc_inputs){.path = path,
                               .dated = reader.at[COLUMN_DAY] != NOWHERE,
                               .has_numerator = reader.at[COLUMN_NUMERATOR] != NOWHERE};
    if (!out->dated && reader.at[COLUMN_ROW] == NOWHERE)
        return err_set(err, ERR_INPUT,
                       "%s:1: there is no column 'date', nor 'row' for rows in order", path);
    if (reader.at[COLUMN_VALUE] == NOWHERE && reader.at[COLUMN_NUMERATOR] == NOWHERE)
        return err_set(err, ERR_INPUT, "%s:1: there is no column 'value', nor 'numerator'", path);
    size_t capacity = 0;
    for (bool more;;) {
        if (!reader_next(&reader, &more, err)) return false;
        if (!more) break;
        if (out->count == capacity) {
            struct spc_input *larger =
                ARENA_NEW(arena, struct spc_input, capacity = capacity * 2 + 256);
            if (out->count) memcpy(larger, out->rows, out->count * sizeof *larger);
            out->rows = larger;
        }
        input_read(&reader, out->count, &out->rows[out->count]);
        out->count++;
    }
    if (!out->count) return err_set(err, ERR_INPUT, "%s: has no rows below its header", path);
    inputs_sort(out->rows, out->count);
    return true;
}

static int by_chart(const void *a, const void *b) {
    const struct spc_chart *x = a, *y = b;
    return str_order(x->series, y->series);
}

/* What is wrong with a row of options is said with its place; the first of it is why the series is
 * refused. */
static void chart_wrong(const struct reader *reader, struct spc_chart *chart, const char *column,
                        const char *rule, const char *reason, struct findings *findings) {
    findings_add(findings, SEVERITY_ERROR, rule, reader->path, chart->line, column, "%s", reason);
    if (!chart->wrong) chart->wrong = reason;
}

static const char *not_this(struct str found, const char *expected, struct arena *arena) {
    return arena_printf(arena, "'%.*s' is not %s", (int)found.n, found.p, expected);
}

/* Yes or no; `out` stays where the cell is empty. */
static void flag_read(const struct reader *reader, size_t cell, const char *column, bool yes,
                      struct spc_chart *chart, bool *out, struct arena *arena,
                      struct findings *findings) {
    struct str text = reader_cell(reader, cell);
    if (is_missing(text)) return;
    if (is_yes(text) || is_no(text))
        *out = is_yes(text) == yes;
    else
        chart_wrong(reader, chart, column, SPC_UNREADABLE, not_this(text, "1 or 0", arena),
                    findings);
}

static void chart_read(const struct reader *reader, struct spc_chart *chart, struct arena *arena,
                       struct findings *findings) {
    struct str direction = reader_cell(reader, 1), baseline = reader_cell(reader, 2);
    struct str target = reader_cell(reader, 4);
    if (str_is(direction, "decrease"))
        chart->spc.direction = SPC_DECREASE;
    else if (str_is(direction, "neutral"))
        chart->spc.direction = SPC_NEUTRAL;
    else if (!is_missing(direction) && !str_is(direction, "increase"))
        chart_wrong(reader, chart, "improvement_direction", SPC_UNREADABLE,
                    not_this(direction, "increase, decrease or neutral", arena), findings);
    double n;
    if (!is_missing(baseline)) {
        if (!number_parse(baseline, &n) || n < SPC_BASELINE_MIN || n > (double)LIMIT_ROWS)
            chart_wrong(reader, chart, "fix_after_n_points", SPC_REFUSED,
                        arena_printf(arena,
                                     "fix_after_n_points must be a single numeric that is "
                                     "greater than or equal to %d.",
                                     SPC_BASELINE_MIN), /* the R package's words */
                        findings);
        else
            chart->spc.baseline = (size_t)n;
    }
    flag_read(reader, 3, "screen_outliers", false, chart, &chart->spc.keep_outliers, arena,
              findings);
    if (value_read(target, &chart->target) == VALUE_WRONG)
        chart_wrong(reader, chart, "target", SPC_UNREADABLE, not_this(target, "a number", arena),
                    findings);
    chart->rebase_dates = reader_cell(reader, 5);
    if (str_is(chart->rebase_dates, "NA")) chart->rebase_dates.n = 0;
    struct str rest = chart->rebase_dates, part;
    while (str_split(&rest, ';', &part)) {
        int32_t date;
        if (!date_read(part, &date))
            chart_wrong(reader, chart, "rebase_dates", SPC_UNREADABLE,
                        not_this(str_trim(part), "a date such as 2018-09-30", arena), findings);
    }
}

/* What only charts other than XmR know. */
static void chart_read_kind(const struct reader *reader, struct spc_chart *chart,
                            struct arena *arena, struct findings *findings) {
    struct str type = reader_cell(reader, 6), subset = reader_cell(reader, 8);
    if (str_is(type, "xmr")) {
        chart->chart = LIMITS_CHARTS;
    } else if (!is_missing(type)) {
        chart->chart = limits_chart_named(type);
        if (chart->chart == LIMITS_CHARTS)
            chart_wrong(reader, chart, "chart_type", SPC_UNREADABLE,
                        not_this(type, "a type of chart", arena), findings);
    }
    flag_read(reader, 7, "outliers_in_limits", true, chart, &chart->spc.keep_outliers, arena,
              findings);
    chart->subset = chart->spc.baseline;
    double n;
    if (is_missing(subset)) return;
    if (!number_parse(subset, &n) || n < 1 || n > (double)LIMIT_ROWS)
        chart_wrong(reader, chart, "n_subset_from_start", SPC_UNREADABLE,
                    not_this(subset, "a number of rows", arena), findings);
    else
        chart->subset = (size_t)n;
}

bool spc_charts_read(const char *path, const struct spc_chart *usual, struct arena *arena,
                     struct findings *findings, struct spc_chart **charts, size_t *count,
                     struct err *err) {
    static const char *const wanted[] = {"series_id",
                                         "improvement_direction",
                                         "fix_after_n_points",
                                         "screen_outliers",
                                         "target",
                                         "rebase_dates",
                                         "chart_type",
                                         "outliers_in_limits",
                                         "n_subset_from_start"};
    struct reader reader;
    if (!reader_open(&reader, path, wanted, 9, 1, arena, err)) return false;
    size_t n = 0, capacity = 0;
    struct spc_chart *list = NULL;
    for (bool more;;) {
        if (!reader_next(&reader, &more, err)) return false;
        if (!more) break;
        if (n == capacity) {
            struct spc_chart *larger =
                ARENA_NEW(arena, struct spc_chart, capacity = capacity * 2 + 64);
            if (n) memcpy(larger, list, n * sizeof *list);
            list = larger;
        }
        list[n] = *usual;
        list[n].series = reader_cell(&reader, 0);
        list[n].line = reader.row.line;
        chart_read(&reader, &list[n], arena, findings);
        chart_read_kind(&reader, &list[n++], arena, findings);
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

const struct spc_chart *spc_chart_find(const struct spc_chart *charts, size_t count,
                                       struct str series) {
    struct spc_chart key = {.series = series};
    return count ? bsearch(&key, charts, count, sizeof *charts, by_chart) : NULL;
}

static bool needs(const struct spc_chart *chart, size_t number) {
    if (chart->chart == LIMITS_CHARTS) return false;
    if (number == INPUT_DENOMINATOR)
        return chart->chart <= LIMITS_MR || limits_chart_needs_denominator(chart->chart);
    return number == INPUT_NUMERATOR || chart->chart == LIMITS_XBAR;
}

/* The column in which a number of the input stands: counts may be called values, and the reverse.
 */
static const char *number_column(const struct spc_inputs *inputs, size_t number) {
    static const char *const columns[] = {"numerator", "denominator", "sd"};
    return number == INPUT_NUMERATOR && !inputs->has_numerator ? "value" : columns[number];
}

/* What is wrong with one series, said cell by cell. */
struct wrong {
    const struct spc_inputs *inputs;
    const struct spc_input *in;
    struct findings *findings;
    struct arena *arena;
    const char *first; /* with its place */
};

static void row_wrong(struct wrong *wrong, const char *column, const char *rule,
                      const char *reason) {
    const char *path = wrong->inputs->path;
    size_t line = wrong->in->line;
    findings_add(wrong->findings, SEVERITY_ERROR, rule, path, line, column, "%s", reason);
    if (!wrong->first) wrong->first = arena_printf(wrong->arena, "line %zu: %s", line, reason);
}

static void row_look(struct wrong *wrong, const struct spc_chart *chart) {
    const struct spc_input *in = wrong->in;
    struct arena *arena = wrong->arena;
    if (in->date == DATE_NONE)
        row_wrong(wrong, "date", SPC_UNREADABLE,
                  not_this(in->date_text, "a date such as 2018-09-30", arena));
    if (!in->rebase && !is_no(in->rebase_text))
        row_wrong(wrong, "rebase", SPC_UNREADABLE, not_this(in->rebase_text, "1 or 0", arena));
    if (chart->chart == LIMITS_CHARTS) {
        if (in->kind == VALUE_WRONG)
            row_wrong(wrong, in->value_column, SPC_UNREADABLE,
                      not_this(in->value_text, "a number", arena));
        return;
    }
    bool readable = true;
    for (size_t k = 0; k < 3; k++) {
        if (in->number_kinds[k] != VALUE_WRONG || !needs(chart, k)) continue;
        row_wrong(wrong, number_column(wrong->inputs, k), SPC_UNREADABLE,
                  not_this(in->numbers_text[k], "a number", arena));
        readable = false;
    }
    const char *cannot_be =
        readable ? limits_row_wrong(chart->chart, in->numbers[INPUT_NUMERATOR],
                                    in->numbers[INPUT_DENOMINATOR], in->numbers[INPUT_SD])
                 : NULL;
    if (cannot_be) row_wrong(wrong, NULL, SPC_CANNOT_BE, cannot_be);
}

/* The column that a chart cannot do without and that holds nothing, or NULL. */
static const char *column_lacks(const struct spc_inputs *inputs, const struct spc_input *in,
                                size_t n, const struct spc_chart *chart) {
    for (size_t k = 0; k < 3 && chart->chart != LIMITS_CHARTS; k++) {
        if (k == INPUT_DENOMINATOR && !limits_chart_needs_denominator(chart->chart)) continue;
        if (k == INPUT_SD && chart->chart != LIMITS_XBAR) continue;
        bool given = false;
        for (size_t i = 0; i < n; i++) given |= in[i].number_kinds[k] != VALUE_NA;
        if (!given) return number_column(inputs, k);
    }
    return NULL;
}

const char *spc_series_wrong(const struct spc_inputs *inputs, const struct spc_input *in, size_t n,
                             const struct spc_chart *chart, struct arena *arena,
                             struct findings *findings) {
    struct wrong wrong = {inputs, in, findings, arena, NULL};
    for (size_t i = 0; i < n; i++) {
        wrong.in = &in[i];
        row_look(&wrong, chart);
    }
    for (size_t i = 1; i < n && inputs->dated; i++) {
        if (in[i].date != in[i - 1].date || in[i].date == DATE_NONE) continue;
        findings_add(findings, SEVERITY_ERROR, SPC_REFUSED, inputs->path, in[i].line, "date",
                     "line %zu has the same series and date", in[i - 1].line);
        if (!wrong.first)
            wrong.first = "duplicate rows found in 'date'"; /* the R package's words */
    }
    if (wrong.first) return wrong.first;
    if (chart->wrong) return chart->wrong;
    const char *column = column_lacks(inputs, in, n, chart);
    struct err err = {0};
    const char *reason = NULL;
    if (column)
        reason = arena_printf(arena, "a chart '%s' needs numbers in the column '%s'",
                              limits_chart_name(chart->chart), column);
    else if (!spc_options_check(&chart->spc, &err))
        reason = arena_string(arena, err.message);
    if (reason)
        findings_add(findings, SEVERITY_ERROR, SPC_REFUSED, inputs->path, in->line, NULL, "%s",
                     reason);
    return reason;
}

bool spc_rebased(const struct spc_input *in, const struct spc_chart *chart) {
    if (in->rebase) return true;
    struct str rest = chart->rebase_dates, part;
    for (int32_t date; str_split(&rest, ';', &part);)
        if (date_read(part, &date) && date == in->date) return true;
    return false;
}
