/* Reads the files of weft spc; see spc_table.h.
 *
 * SPDX-License-Identifier: MIT */
#include "spc_table.h"

#include "base/limits.h"
#include "base/number.h"
#include "doc/csv.h"
#include "doc/gzip.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
                             .rebase = str_is(reader_cell(reader, COLUMN_REBASE), "1"),
                             .trajectory = reader_cell(reader, COLUMN_TRAJECTORY)};
    if (str_is(in->trajectory, "NA")) in->trajectory.n = 0;
    struct str date = reader_cell(reader, COLUMN_DAY);
    if (is_missing(date))
        in->date = DATE_MISSING;
    else if (!date_parse(date, &in->date))
        in->date = DATE_NONE;
    in->kind = value_read(in->value_text, &in->value);
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
        in->kind = in->number_kinds[INPUT_NUMERATOR];
        in->value = in->numbers[INPUT_NUMERATOR];
        if (reader->at[COLUMN_DENOMINATOR] == NOWHERE || in->kind != VALUE_GIVEN) return;
        if (in->number_kinds[INPUT_DENOMINATOR] == VALUE_WRONG) {
            in->kind = VALUE_WRONG;
            in->value_text = in->numbers_text[INPUT_DENOMINATOR];
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
    *out = (struct spc_inputs){.dated = reader.at[COLUMN_DAY] != NOWHERE};
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
    inputs_sort(out->rows, out->count);
    return true;
}

static int by_chart(const void *a, const void *b) {
    const struct spc_chart *x = a, *y = b;
    return str_order(x->series, y->series);
}

/* What a row of options says; what it cannot mean becomes the series' error. */
static void chart_read(const struct reader *reader, struct spc_chart *chart, struct arena *arena) {
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
                                        "fix_after_n_points must be a single numeric that is "
                                        "greater than or equal to %d.",
                                        SPC_BASELINE_MIN);
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

/* What only charts other than XmR know. */
static void chart_read_kind(const struct reader *reader, struct spc_chart *chart,
                            struct arena *arena) {
    struct str type = reader_cell(reader, 6), keep = reader_cell(reader, 7);
    struct str subset = reader_cell(reader, 8);
    if (str_is(type, "xmr")) {
        chart->chart = LIMITS_CHARTS;
    } else if (!is_missing(type)) {
        chart->chart = limits_chart_named(type);
        if (chart->chart == LIMITS_CHARTS)
            chart->wrong =
                arena_printf(arena, "there is no chart type '%.*s'", (int)type.n, type.p);
    }
    if (str_is(keep, "1") || str_is(keep, "TRUE"))
        chart->spc.keep_outliers = true;
    else if (!is_missing(keep) && !str_is(keep, "0") && !str_is(keep, "FALSE"))
        chart->wrong =
            arena_printf(arena, "outliers_in_limits is 0 or 1, not '%.*s'", (int)keep.n, keep.p);
    chart->subset = chart->spc.baseline;
    double n;
    if (is_missing(subset)) return;
    if (!number_parse(subset, &n) || n < 1 || n > (double)LIMIT_ROWS)
        chart->wrong = arena_printf(arena, "n_subset_from_start is a number of rows, not '%.*s'",
                                    (int)subset.n, subset.p);
    else
        chart->subset = (size_t)n;
}

bool spc_charts_read(const char *path, const struct spc_chart *usual, struct arena *arena,
                     struct spc_chart **charts, size_t *count, struct err *err) {
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
        chart_read(&reader, &list[n], arena);
        chart_read_kind(&reader, &list[n++], arena);
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

static const char *row_wrong(const struct spc_input *in, const struct spc_chart *chart,
                             struct arena *arena) {
    if (chart->chart == LIMITS_CHARTS) {
        if (in->kind != VALUE_WRONG) return NULL;
        return arena_printf(arena, "'%.*s' is not a number", (int)in->value_text.n,
                            in->value_text.p);
    }
    for (size_t k = 0; k < 3; k++)
        if (in->number_kinds[k] == VALUE_WRONG && needs(chart, k))
            return arena_printf(arena, "'%.*s' is not a number", (int)in->numbers_text[k].n,
                                in->numbers_text[k].p);
    return limits_row_wrong(chart->chart, in->numbers[INPUT_NUMERATOR],
                            in->numbers[INPUT_DENOMINATOR], in->numbers[INPUT_SD]);
}

const char *spc_series_wrong(const struct spc_input *in, size_t n, bool dated,
                             const struct spc_chart *chart, struct arena *arena,
                             const char **detail) {
    *detail = NULL;
    for (size_t i = 0; i < n; i++) {
        if (in[i].date == DATE_NONE)
            return arena_printf(arena, "line %zu: the date is not a date such as 2018-09-30",
                                in[i].line);
        const char *wrong = row_wrong(&in[i], chart, arena);
        if (wrong) return arena_printf(arena, "line %zu: %s", in[i].line, wrong);
        if (!dated || i == 0 || in[i].date != in[i - 1].date) continue;
        *detail =
            arena_printf(arena, "lines %zu and %zu have the same date", in[i - 1].line, in[i].line);
        return "duplicate rows found in 'date'"; /* the R package's words */
    }
    if (chart->wrong) return chart->wrong;
    static const char *const columns[] = {"numerator", "denominator", "sd"};
    for (size_t k = 0; k < 3 && chart->chart != LIMITS_CHARTS; k++) {
        if (k == INPUT_DENOMINATOR && !limits_chart_needs_denominator(chart->chart)) continue;
        if (k == INPUT_SD && chart->chart != LIMITS_XBAR) continue;
        bool given = false;
        for (size_t i = 0; i < n; i++) given |= in[i].number_kinds[k] != VALUE_NA;
        if (!given)
            return arena_printf(arena, "a chart '%s' needs numbers in the column '%s'",
                                limits_chart_name(chart->chart), columns[k]);
    }
    struct err err = {0};
    return spc_options_check(&chart->spc, &err) ? NULL : arena_string(arena, err.message);
}

bool spc_rebased(const struct spc_input *in, const struct spc_chart *chart) {
    if (in->rebase) return true;
    struct str rest = chart->rebase_dates, part;
    for (int32_t date; str_split(&rest, ';', &part);)
        if (date_parse(str_trim(part), &date) && date == in->date) return true;
    return false;
}
