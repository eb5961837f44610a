/* The files of weft spc: what is read of a series and its options, and what is written of its
 * chart. The columns are those in which the R package's known answers are kept.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/date.h"
#include "base/finding.h"
#include "stats/limits.h"

enum value_kind { VALUE_GIVEN, VALUE_NA, VALUE_NAN, VALUE_WRONG };

#define DATE_MISSING                                                                               \
    INT32_MAX /* a row without a date, which stands last; DATE_NONE: not a date                    \
               */

/* Rules of findings: a cell that cannot be read; a row that cannot be (more counted than there
 * were); a series or option that the R package refuses too. */
#define SPC_UNREADABLE "S01"
#define SPC_CANNOT_BE "S02"
#define SPC_REFUSED "S03"

struct spc_input {
    struct str series, value_text, date_text, rebase_text, trajectory;
    const char *value_column;   /* where value_text stands */
    struct str numbers_text[3]; /* numerator, denominator, sd as written */
    size_t line, first;         /* line of the file; order of its series */
    int32_t date;
    double value;
    double numbers[3];
    enum value_kind kind, number_kinds[3];
    bool rebase;
};

enum { INPUT_NUMERATOR, INPUT_DENOMINATOR, INPUT_SD };

struct spc_chart {
    struct str series, rebase_dates;
    size_t line;
    struct spc_options spc;
    enum limits_chart chart; /* LIMITS_CHARTS: XmR, as the NHS draws it */
    size_t subset;           /* rows that make the limits of other charts; 0: all */
    double target;
    const char *wrong; /* why the options cannot be used; NULL: they can */
};

/* What stands in an input file. */
struct spc_inputs {
    struct spc_input *rows; /* series in the order in which they first come, each by date */
    size_t count;
    const char *path;
    bool has_numerator;
    bool dated; /* there is a column of dates; else rows are in the order of the file */
};

/* Reads INPUT.csv. Cells that cannot be read are kept for spc_series_wrong; a file that cannot be,
 * or has no rows, fails. */
MUST_CHECK bool spc_inputs_read(const char *path, struct arena *arena, struct spc_inputs *out,
                                struct err *err);

/* Reads OPTIONS.csv, sorted by series; what a row leaves open is as in `usual`. What cannot be read
 * is a finding. */
MUST_CHECK bool spc_charts_read(const char *path, const struct spc_chart *usual,
                                struct arena *arena, struct findings *findings,
                                struct spc_chart **charts, size_t *count, struct err *err);

/* The row of the series, or NULL. */
const struct spc_chart *spc_chart_find(const struct spc_chart *charts, size_t count,
                                       struct str series);

/* Why a series cannot be charted, or NULL: the first of what is found, all of which are findings.
 */
const char *spc_series_wrong(const struct spc_inputs *inputs, const struct spc_input *in, size_t n,
                             const struct spc_chart *chart, struct arena *arena,
                             struct findings *findings);

/* Whether a phase begins at the row. */
bool spc_rebased(const struct spc_input *in, const struct spc_chart *chart);

struct spc_report {
    struct spc_inputs inputs;
    struct buf points, summary, limits;
    struct findings *findings;
    struct arena *arena;
    bool want_points, want_limits;
};

/* The report with its headers. */
struct spc_report spc_report_new(struct arena *arena);

/* Judges a series and adds what is wanted of it. */
void spc_report_series(struct spc_report *report, const struct spc_input *in, size_t n,
                       const struct spc_chart *chart);
