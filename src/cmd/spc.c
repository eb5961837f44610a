/* weft spc INPUT.csv: control charts for any series, without a package. The columns are those in
 * which the R package's known answers are kept, so that a diff is a test (spc_table.h).
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "options.h"
#include "package.h"
#include "spc_table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define POINT_BYTES 320 /* some more than the line of a point usually has */

static bool put_file(const char *path, const struct buf *text, struct err *err) {
    if (!path) return true;
    return output_write(strcmp(path, "-") == 0 ? NULL : path, text, err);
}

static bool usual_chart(const char *rules, const char *chart, int64_t run_points,
                        struct spc_chart *usual, struct err *err) {
    *usual =
        (struct spc_chart){.target = NAN, .spc.run = (size_t)run_points, .chart = LIMITS_CHARTS};
    if (strcmp(rules, "mdc") == 0)
        usual->spc.rules = SPC_MDC;
    else if (strcmp(rules, "ptd") != 0)
        return err_set(err, ERR_USAGE, "--rules is ptd or mdc, not '%s'", rules);
    if (usual->spc.rules == SPC_PTD && run_points != 7)
        return err_set(err, ERR_USAGE, "--run 6 is for --rules mdc only");
    if (strcmp(chart, "xmr") == 0) return true;
    usual->chart = limits_chart_named(str_of(chart));
    if (usual->chart != LIMITS_CHARTS) return true;
    err_set(err, ERR_USAGE, "there is no chart '%s'", chart);
    return err_hint(err, "Charts: xmr run i i_m i_mm mr p pp u up c g t xbar s.");
}

static bool work(const char *input_path, const char *charts_path, const struct spc_chart *usual,
                 struct spc_report *report, struct arena *arena, struct err *err) {
    struct spc_chart *charts = NULL;
    size_t chart_count = 0;
    if (!spc_inputs_read(input_path, arena, &report->inputs, err) ||
        (charts_path &&
         !spc_charts_read(charts_path, usual, arena, report->findings, &charts, &chart_count, err)))
        return false;
    const struct spc_input *in = report->inputs.rows;
    /* A text that grows is copied again and again: for a million points more than a gigabyte. */
    if (report->want_points) buf_reserve(&report->points, report->inputs.count * POINT_BYTES);
    for (size_t first = 0, end; first < report->inputs.count; first = end) {
        for (end = first + 1; end < report->inputs.count && in[end].first == in[first].first;)
            end++;
        const struct spc_chart *found = spc_chart_find(charts, chart_count, in[first].series);
        spc_report_series(report, in + first, end - first, found ? found : usual);
    }
    return true;
}

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    const char *charts_path = NULL, *points_path = NULL, *summary_path = NULL, *limits_path = NULL;
    const char *rules = "ptd", *chart = "xmr";
    int64_t run_points = 7;
    const struct option options[] = {
        {.name = "options", .kind = OPTION_TEXT, .value = &charts_path},
        {.name = "points", .kind = OPTION_TEXT, .value = &points_path},
        {.name = "summary", .kind = OPTION_TEXT, .value = &summary_path},
        {.name = "limits", .kind = OPTION_TEXT, .value = &limits_path},
        {.name = "rules", .kind = OPTION_TEXT, .value = &rules},
        {.name = "chart", .kind = OPTION_TEXT, .value = &chart},
        {.name = "run", .kind = OPTION_INTEGER, .value = &run_points, .min = 6, .max = 7},
    };
    int rest;
    struct spc_chart usual;
    if (!options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &rest, err) ||
        !usual_chart(rules, chart, run_points, &usual, err))
        return err_exit_status(err->code);
    if (!points_path && !summary_path && !limits_path) summary_path = "-";
    struct spc_report report = spc_report_new(arena);
    report.want_points = points_path != NULL;
    report.want_limits = limits_path != NULL;
    if (!work(argv[0], charts_path, &usual, &report, arena, err) ||
        !put_file(points_path, &report.points, err) ||
        !put_file(summary_path, &report.summary, err) ||
        !put_file(limits_path, &report.limits, err))
        return err_exit_status(err->code);
    findings_sort(report.findings);
    package_print(report.findings, SEVERITY_WARNING, arena, stderr);
    /* What the package refuses too is an answer; what cannot be read is a fault of the files. */
    bool readable = true;
    for (size_t i = 0; i < report.findings->count; i++)
        readable = readable && strcmp(report.findings->items[i].rule, SPC_UNREADABLE) != 0;
    return readable ? 0 : err_exit_status(ERR_INPUT);
}

const struct command command_spc = {
    .name = "spc",
    .arguments = "INPUT.csv [--chart TYPE] [--options OPTIONS.csv] [--points OUT.csv] "
                 "[--summary OUT.csv] [--limits OUT.csv] [--rules ptd|mdc] [--run 6|7]",
    .summary = "Control charts for series in a CSV file, without a package",
    .details =
        "INPUT.csv has the columns series_id, date, value and, where wanted, rebase (1: new limits\n"
        "from this row) and trajectory, in any order; dates as 2018-04-01, 01/04/2018 or Apr-18. Charts other than xmr take numerator (or value), denominator\n"
        "and sd. Without a date, a column row says that rows are in order. OPTIONS.csv has a row a\n"
        "series: series_id, improvement_direction (increase, decrease, neutral), fix_after_n_points,\n"
        "screen_outliers (1, 0), target, rebase_dates (separated by ';'), chart_type,\n"
        "outliers_in_limits (1, 0), n_subset_from_start. Missing values are empty or NA.\n"
        "Files packed with gzip (.gz) are read as they are. A series that cannot be judged has the\n"
        "status 'error' in the summary and does not stop the others; each cell that cannot be read\n"
        "is named with file, row and column, and the exit status is then 1.\n"
        "  --chart    xmr (as the NHS draws it), run, i, i_m, i_mm, mr, p, pp and up (Laney), u, c,\n"
        "             g, t, xbar, s; docs/statistics.md says what each is for\n"
        "  --points   what every point says; - is the standard output\n"
        "  --summary  one line a series; the default, to the standard output\n"
        "  --limits   centre and limits at 1, 2 and 3 standard deviations (charts other than xmr)\n"
        "  --rules    ptd: as the R package 'plot the dots'; mdc: as the official Excel tool\n"
        "  --run      points of a run or trend; 6 is for mdc only\n",
    .run = run,
};
