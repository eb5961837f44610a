/* weft chart PACKAGE MEASURE: a measure as a control chart, run chart or funnel plot, in a file for
 * a page, a paper or a slide.
 *
 * SPDX-License-Identifier: MIT */
#include "chart/funnel.h"
#include "command.h"
#include "drawn.h"
#include "measure_funnel.h"
#include "model/kept.h"
#include "options.h"
#include "package.h"
#include "plan/forecast.h"
#include "report/forecast.h"
#include "report/measure_chart.h"
#include "report/measure_multiples.h"

#include <stdio.h>
#include <string.h>

#define REPLICATIONS 8

struct question {
    const char *id, *place, *kind, *period, *against, *scenario, *path;
    int32_t as_at;
    int64_t width, replications, most;
    bool forecast, multiples;
};

static void show(void *user, uint64_t done, uint64_t total, uint64_t events) {
    progress_show(user, done, total, events);
}

/* The results of the scenario that the forecast shows: the one asked for, else that with all. */
static bool simulate(sqlite3 *db, const struct question *ask, struct arena *arena,
                     struct model_results *results, struct err *err) {
    struct progress bar = {.title = ask->scenario, .unit = "replications"};
    const struct model_options options = {.scenarios = &ask->scenario,
                                          .scenario_count = 1,
                                          .replications = ask->replications ? (int)ask->replications
                                                                            : REPLICATIONS,
                                          .seed = 1,
                                          .progress = show,
                                          .user = &bar};
    bool ok = package_feed(db, ask->as_at, FORECAST_SEED, arena, err) &&
              model_simulate(db, &options, arena, results, err);
    progress_end(&bar);
    return ok;
}

static bool add_forecast(sqlite3 *db, const struct question *ask, const struct measure_verdict *v,
                         struct arena *arena, struct chart_spc *chart, struct err *err) {
    struct model_results results;
    struct measure_forecast forecast;
    struct model_kept kept = {0};
    /* How many replications are wanted is asked of a new run. */
    if ((!ask->replications &&
         !model_kept_latest(db, ask->scenario, arena, &kept, &results, err)) ||
        (!kept.id && !simulate(db, ask, arena, &results, err)) ||
        !report_forecast(db, &results, ask->scenario, ask->id, v->place, arena, &forecast, err))
        return false;
    chart->fan = report_measure_fan(&forecast, v->last_start, arena);
    if (chart->fan.n == 0) {
        err_set(err, ERR_INPUT, "the model says nothing of '%s' after its last value", ask->id);
        return err_hint(err,
                        "A measure that the model forecasts has a model_output and model_subject.");
    }
    chart->frame.source =
        kept.id ? arena_printf(arena, "Forecast: %s.", kept.words)
                : arena_printf(arena,
                               "Forecast: scenario %s, %d replications, seed 1; "
                               "milestones when this plan's own slips say, or else the plan.",
                               ask->scenario, results.replications);
    return true;
}

static bool draw_series(sqlite3 *db, const struct question *ask, struct arena *arena,
                        struct buf *out, const char **title, struct err *err) {
    struct measure_series series;
    struct measure_verdict verdict;
    if (!measure_judge(db, ask->id, ask->place, ask->as_at, arena, &verdict, err) ||
        !measure_series(db, ask->id, verdict.place, ask->as_at, arena, &series, err))
        return false;
    bool run = strcmp(ask->kind, "run") == 0;
    struct chart_spc chart = run ? report_run_chart(&verdict, &series, arena)
                                 : report_measure_chart(&verdict, &series, arena);
    chart.frame.width = (int)ask->width;
    chart.frame.description = verdict.words;
    if (ask->forecast && !add_forecast(db, ask, &verdict, arena, &chart, err)) return false;
    *title = chart.frame.title;
    chart_spc(&chart, out);
    return true;
}

static bool draw_funnel(sqlite3 *db, const struct question *ask, struct arena *arena,
                        struct buf *out, const char **title, struct err *err) {
    struct measure_funnel funnel;
    int32_t day;
    if (!ask->period) return err_set(err, ERR_USAGE, "a funnel is of one month: --period 2018-04");
    if (!measure_funnel_day(ask->period, "period", &day, err) ||
        !measure_funnel(db, ask->id, ask->against, day, FUNNEL_ADDITIVE, arena, &funnel, err))
        return false;
    struct chart_funnel chart = report_funnel_chart(&funnel, ask->place, arena);
    chart.frame.width = (int)ask->width;
    chart.frame.description = funnel.words;
    *title = chart.frame.title;
    chart_funnel(&chart, out);
    return true;
}

static bool draw_multiples(sqlite3 *db, const struct question *ask, struct arena *arena,
                           struct buf *out, const char **title, struct err *err) {
    const struct multiples_question question = {.measure = ask->id,
                                                .place = ask->place,
                                                .against = ask->against,
                                                .as_at = ask->as_at,
                                                .most = (size_t)ask->most};
    struct chart_multiples chart;
    if (!report_measure_multiples(db, &question, arena, &chart, err)) return false;
    chart.frame.width = (int)ask->width;
    *title = chart.frame.title;
    chart_multiples(&chart, out);
    return true;
}

static bool check(const struct question *ask, struct err *err) {
    static const char *const kinds[] = {"spc", "run", "funnel"};
    bool known = false;
    for (size_t i = 0; i < 3; i++) known = known || strcmp(ask->kind, kinds[i]) == 0;
    if (!known) return err_set(err, ERR_USAGE, "--kind is spc, run or funnel, not '%s'", ask->kind);
    if (ask->multiples && strcmp(ask->kind, "spc") != 0)
        return err_set(err, ERR_USAGE, "--small-multiples are control charts, without --kind");
    if (ask->forecast && (ask->multiples || strcmp(ask->kind, "funnel") == 0))
        return err_set(err, ERR_USAGE, "%s no forecast",
                       ask->multiples ? "small multiples have" : "a funnel has");
    return !ask->path || drawn_name(ask->path, err);
}

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    struct question ask = {.kind = "spc", .scenario = "plan", .as_at = DATE_NONE, .most = 24};
    const struct option options[] = {
        {.name = "place", .kind = OPTION_TEXT, .value = &ask.place},
        {.name = "as-at", .kind = OPTION_DATE, .value = &ask.as_at},
        {.name = "kind", .kind = OPTION_TEXT, .value = &ask.kind},
        {.name = "period", .kind = OPTION_TEXT, .value = &ask.period},
        {.name = "against", .kind = OPTION_TEXT, .value = &ask.against},
        {.name = "forecast", .kind = OPTION_FLAG, .value = &ask.forecast},
        {.name = "scenario", .kind = OPTION_TEXT, .value = &ask.scenario},
        {.name = "replications", .kind = OPTION_INTEGER, .value = &ask.replications, 2, 1000},
        {.name = "small-multiples", .kind = OPTION_FLAG, .value = &ask.multiples},
        {.name = "most", .kind = OPTION_INTEGER, .value = &ask.most, 1, 500},
        {.name = "width", .kind = OPTION_INTEGER, .value = &ask.width, 280, 4000},
        {.name = "o", .kind = OPTION_TEXT, .value = &ask.path},
        {.name = "out", .kind = OPTION_TEXT, .value = &ask.path},
    };
    int rest;
    if (!options_read(argc, argv, options, sizeof options / sizeof options[0], 2, 2, &rest, err) ||
        !check(&ask, err))
        return err_exit_status(err->code);
    ask.id = argv[1];
    struct store *store = package_open(argv[0], findings_new(arena), err);
    if (!store) return err_exit_status(err->code);
    struct buf svg = buf_new(arena);
    const char *title = ask.id;
    bool ok = ask.multiples ? draw_multiples(store_db(store), &ask, arena, &svg, &title, err)
              : strcmp(ask.kind, "funnel") == 0
                  ? draw_funnel(store_db(store), &ask, arena, &svg, &title, err)
                  : draw_series(store_db(store), &ask, arena, &svg, &title, err);
    ok = ok && drawn_write(ask.path, title, &svg, err);
    store_close(store);
    return ok ? 0 : err_exit_status(err->code);
}

const struct command command_chart = {
    .name = "chart",
    .arguments =
        "PACKAGE MEASURE [-o FILE.svg|.png|.pdf] [--place P] [--as-at DATE] [--width N] "
        "[--small-multiples [--most N]] [--kind spc|run|funnel] [--period MONTH] [--against GROUP] "
        "[--forecast] [--scenario ID] [--replications N]",
    .summary =
        "Draws a measure: control chart with icons, one for each place, run chart, or funnel",
    .details =
        "  -o FILE          .svg, .png or .pdf; without it SVG to the standard output\n"
        "  --place P        of that place or organisation; of a funnel: the place to be named\n"
        "  --as-at DATE     nothing later is known\n"
        "  --width N        of the drawing, in units (360 for a narrow column; 760)\n"
        "  --kind KIND      spc (the control chart), run, or funnel: all places in one month\n"
        "  --period MONTH   of the funnel, 2018-04; --against GROUP: those of a group\n"
        "  --small-multiples  a control chart for each place of the kind (or of --against GROUP), on\n"
        "                   one scale, the worst latest value first; --most N of them (24)\n"
        "  --forecast       draws what the model expects from the last value on, by the latest run\n"
        "                   that `weft simulate --keep` kept; without one the model runs, with\n"
        "                   milestones when the plan's own slips say, or else the plan\n"
        "  --scenario ID    whose forecast (plan); --replications N runs it anew (8)\n",
    .run = run,
};
