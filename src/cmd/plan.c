/* weft plan PACKAGE: where the plan stands, what is due, what changed, when it will be done.
 *
 * SPDX-License-Identifier: MIT */
#include "base/date.h"
#include "base/number.h"
#include "command.h"
#include "drawn.h"
#include "options.h"
#include "package.h"
#include "report/plan_trend.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* 90d, 12w, or days without a letter; up to ten years. */
static bool read_days(const char *text, int *days, struct err *err) {
    size_t n = strlen(text);
    double value, factor = 1;
    if (n && text[n - 1] == 'w') factor = 7;
    if (n && (text[n - 1] == 'd' || text[n - 1] == 'w')) n--;
    if (!number_parse((struct str){text, n}, &value) || value != floor(value) || value < 1 ||
        value * factor > 3650)
        return err_set(err, ERR_USAGE,
                       "--due: '%s' is not a number of days such as 90d, or weeks: 12w", text);
    *days = (int)(value * factor);
    return true;
}

static const char *const formats[] = {"text", "json", "csv", NULL};
static void (*const writers[])(const struct plan_report *, struct buf *) = {
    plan_report_text, plan_report_json, plan_report_csv};

/* The deadlines of what moved, and of what else was reported, as a picture. */
static bool write_trend(sqlite3 *db, const struct plan_report *report, const char *file,
                        struct arena *arena, struct err *err) {
    struct plan_trend *trends;
    size_t count;
    struct forecast forecast = report->forecast;
    struct forecast_options options = {report->options.seed, report->options.replications};
    struct chart_trend chart;
    struct buf out = buf_new(arena);
    if (!plan_trends_read(db, &report->status, NULL, arena, &trends, &count, err)) return false;
    if (count == 0)
        return err_set(err, ERR_NOT_FOUND, "--trend: nothing was reported of any deadline");
    if (!report->options.forecast &&
        !plan_forecast_make(db, &report->status, &options, arena, &forecast, err))
        return false;
    if (!plan_trend_chart(db, &report->status, &forecast, trends, count, arena, &chart, err))
        return false;
    trend_svg(&chart, &out);
    return drawn_write(file, chart.frame.title, &out, err);
}

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    const char *due = NULL, *trend = NULL;
    int format = 0;
    int64_t seed = FORECAST_SEED, replications = FORECAST_REPLICATIONS;
    struct plan_report_options o = {.as_at = DATE_NONE, .since = DATE_NONE};
    const struct option options[] = {
        {.name = "as-at", .kind = OPTION_DATE, .value = &o.as_at},
        {.name = "late", .kind = OPTION_FLAG, .value = &o.late},
        {.name = "due", .kind = OPTION_TEXT, .value = &due},
        {.name = "since", .kind = OPTION_DATE, .value = &o.since},
        {.name = "moved", .kind = OPTION_FLAG, .value = &o.trend},
        {.name = "trend", .kind = OPTION_TEXT, .value = &trend},
        {.name = "forecast", .kind = OPTION_FLAG, .value = &o.forecast},
        {.name = "scheme", .kind = OPTION_TEXT, .value = &o.scheme},
        {.name = "format", .kind = OPTION_CHOICE, .value = &format, .choices = formats},
        {"seed", OPTION_INTEGER, &seed, 0, INT64_MAX / 1024},
        {"replications", OPTION_INTEGER, &replications, 100, 100000},
    };
    int rest;
    if (!options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &rest, err) ||
        (due && !read_days(due, &o.due_days, err)) || (trend && !drawn_name(trend, err)))
        return err_exit_status(err->code);
    o.seed = (uint64_t)seed;
    o.replications = (int)replications;
    struct store *store = package_open(argv[0], findings_new(arena), err);
    if (!store) return err_exit_status(err->code);
    struct plan_report report;
    bool ok = plan_report_make(store_db(store), &o, arena, &report, err) &&
              (!trend || write_trend(store_db(store), &report, trend, arena, err));
    store_close(store);
    if (!ok) return err_exit_status(err->code);
    struct buf out = buf_new(arena);
    writers[format](&report, &out);
    return output_write(NULL, &out, err) ? 0 : err_exit_status(err->code);
}

const struct command command_plan = {
    .name = "plan",
    .arguments =
        "PACKAGE [--late] [--due 90d] [--as-at DATE] [--since DATE] [--moved]\n"
        "                 [--trend FILE] [--forecast] [--scheme NAME] [--format text|json|csv]",
    .summary = "Where the plan stands, what is due, what changed, when it will be done",
    .details =
        "  --late             only what is late\n"
        "  --due 90d          the plan of the next ninety days (12w: twelve weeks), by day; with\n"
        "                     --late both, one after the other\n"
        "  --as-at DATE       nothing later is known; without it: the day of the newest report or\n"
        "                     observation\n"
        "  --since DATE       and what changed since that day, from reports and from the history\n"
        "                     of a .weft file\n"
        "  --moved            and how deadlines moved from report to report\n"
        "  --trend FILE       a milestone trend chart (.svg, .png, .pdf): deadlines from report to\n"
        "                     report, those that moved farthest first, with their forecasts\n"
        "  --forecast         and when each open item will be done, from this partnership's own\n"
        "                     slips: P50, P80, the chance of its deadline, what holds it up\n"
        "  --scheme NAME      colours by that scheme of rag_scheme.csv (the first one)\n"
        "  --replications N   futures of the forecast (2000)\n"
        "  --seed S           the same seed gives the same forecast (1)\n",
    .run = run,
};
