/* weft simulate PACKAGE: runs the scenarios and writes what came out as long CSV.
 *
 * SPDX-License-Identifier: MIT */
#include "base/limits.h"
#include "base/number.h"
#include "command.h"
#include "model/check.h"
#include "model/compare.h"
#include "model/contributions.h"
#include "model/history.h"
#include "model/kept.h"
#include "model/variance.h"
#include "options.h"
#include "package.h"
#include "report/brief.h"
#include "report/day.h"
#include "store/query.h"
#include "team.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define WARM_UP_MOST 3650 /* days, as system.warm_up_days */

static void show(void *user, uint64_t done, uint64_t total, uint64_t events) {
    progress_show(user, done, total, events);
}

/* What a run would suffer from is said before it. */
static bool warn(sqlite3 *db, struct arena *arena, struct err *err) {
    struct findings *findings = findings_new(arena);
    if (!model_check(db, findings, err)) return false;
    findings_sort(findings);
    package_print(findings, SEVERITY_WARNING, arena, stderr);
    return findings->errors == 0 || err_set(err, ERR_INPUT, "the model cannot be run");
}

/* What the command line asks for. */
struct wish {
    struct option_list scenarios, only, precision_of;
    const char *trace_file, *file, *uncertainty, *by, *compare, *precision, *contributions,
        *warm_up;
    bool no_twin, variance, forecast, keep;
    bool dated; /* milestones start schemes */
    int32_t as_at;
    int64_t replications, seed, threads, most, trace;
    struct model_options model;
};

/* 'all', 'none', or some of parameters, dates and chance, with commas between. */
static bool read_uncertainty(struct wish *wish, struct err *err) {
    static const char *const kinds[MODEL_KINDS] = {"parameters", "dates", "chance"};
    struct str rest = str_of(wish->uncertainty), part;
    if (!wish->uncertainty || str_is(rest, "all")) return true;
    wish->model.fixed = MODEL_PARAMETERS | MODEL_DATES | MODEL_CHANCE;
    while (!str_is(str_of(wish->uncertainty), "none") && str_split(&rest, ',', &part)) {
        int kind = 0;
        while (kind < MODEL_KINDS && !str_is(str_trim(part), kinds[kind])) kind++;
        if (kind == MODEL_KINDS)
            return err_set(err, ERR_USAGE,
                           "--uncertainty is all, none, or some of parameters,dates,chance; not "
                           "'%s'",
                           wish->uncertainty);
        wish->model.fixed &= ~(1u << kind);
    }
    if (wish->model.fixed == (MODEL_PARAMETERS | MODEL_DATES | MODEL_CHANCE))
        wish->replications = 1; /* all would be the same */
    return true;
}

static bool read_by(struct wish *wish, struct err *err) {
    static const char *const words[] = {"month", "day", "year"};
    if (!wish->by) return true;
    for (int i = 0; i < 3; i++)
        if (str_is(str_of(wish->by), words[i])) {
            wish->model.by = (enum model_by)i;
            return true;
        }
    return err_set(err, ERR_USAGE, "--by is day, month or year, not '%s'", wish->by);
}

/* OUTPUT[:SUBJECT[:PERIOD]]; what is left out stands for any. */
static const struct model_only *read_only(const struct option_list *list, struct arena *arena) {
    struct model_only *only = ARENA_NEW(arena, struct model_only, list->count);
    for (size_t i = 0; i < list->count; i++) {
        struct str rest = str_of(list->items[i]), part;
        const char **parts[] = {&only[i].output, &only[i].subject, &only[i].period};
        for (int k = 0; k < 3; k++)
            *parts[k] =
                str_split(&rest, ':', &part) && part.n ? arena_copy(arena, part.p, part.n) : "*";
    }
    return only;
}

static bool read_precision(struct wish *wish, struct err *err) {
    if (!wish->precision) {
        if (!wish->precision_of.count) return true;
        return err_set(err, ERR_USAGE, "--precision-of says of what; --precision 2%% how much");
    }
    struct str text = str_of(wish->precision);
    if (text.n && text.p[text.n - 1] == '%') text.n--;
    if (number_parse(text, &wish->model.precision_pct) && wish->model.precision_pct >= 0.01 &&
        wish->model.precision_pct <= 100)
        return true;
    return err_set(err, ERR_USAGE, "--precision is a percentage such as 2%%, not '%s'",
                   wish->precision);
}

/* 'mser', or a number of days. */
static bool read_warm_up(struct wish *wish, struct err *err) {
    double days;
    if (!wish->warm_up) return true;
    if (strcmp(wish->warm_up, "mser") == 0) {
        wish->model.warm_up = MODEL_WARM_UP_MSER;
        return true;
    }
    if (!number_parse(str_of(wish->warm_up), &days) || !(days >= 0 && days <= WARM_UP_MOST) ||
        days != floor(days))
        return err_set(err, ERR_USAGE,
                       "--warm-up is mser, or a whole number of days from 0 to %d; not '%s'",
                       WARM_UP_MOST, wish->warm_up);
    wish->model.warm_up = MODEL_WARM_UP_DAYS;
    wish->model.warm_up_days = (int)days;
    return true;
}

static bool read_wish(struct wish *wish, struct arena *arena, struct err *err) {
    int modes = (wish->compare != NULL) + wish->variance + (wish->contributions != NULL);
    if (modes > 1)
        return err_set(err, ERR_USAGE,
                       "--compare, --variance and --contributions are asked for one at a time");
    if (wish->keep && (wish->variance || wish->contributions || wish->trace))
        return err_set(err, ERR_USAGE,
                       "--keep does not go with --variance, --contributions or --trace");
    if (wish->precision && (wish->variance || wish->contributions))
        return err_set(err, ERR_USAGE,
                       "--precision does not go with --variance or --contributions; "
                       "--replications says how many");
    if (!read_uncertainty(wish, err) || !read_by(wish, err) || !read_precision(wish, err) ||
        !read_warm_up(wish, err))
        return false;
    if (wish->variance && wish->replications < 3)
        return err_set(err, ERR_USAGE, "--variance needs --replications 3 or more");
    struct model_options *model = &wish->model;
    model->scenarios = wish->scenarios.items;
    model->scenario_count = wish->scenarios.count;
    model->replications = (int)wish->replications;
    model->seed = (uint64_t)wish->seed;
    model->threads = (int)wish->threads;
    model->twin = !wish->no_twin;
    model->only = read_only(&wish->only, arena);
    model->only_count = wish->only.count;
    model->precision_of = read_only(&wish->precision_of, arena);
    model->precision_of_count = wish->precision_of.count;
    model->most_replications = (int)wish->most;
    model->decompose = wish->variance;
    return true;
}

/* Simulates and writes what is asked for to `out`. */
static bool answer(sqlite3 *db, const struct wish *wish, struct arena *arena,
                   struct model_results *results, struct buf *out, struct err *err) {
    if (wish->contributions) {
        struct model_contributions contributions;
        if (!model_contributions(db, &wish->model, wish->contributions, arena, &contributions, err))
            return false;
        *results = contributions.results;
        model_write_contributions(&contributions, wish->contributions, out);
        return true;
    }
    if (!model_simulate(db, &wish->model, arena, results, err)) return false;
    size_t count;
    if (wish->compare) {
        struct model_pair *pairs;
        if (!model_compare(results, wish->compare, arena, &pairs, &count, err)) return false;
        model_write_pairs(pairs, count, out);
    } else if (wish->variance) {
        const struct model_variance *variances = model_variances(results, arena, &count);
        model_write_variances(variances, count, out);
    } else {
        model_write_csv(results, out);
    }
    return true;
}

/* The history of some people, of the first scenario that is asked for. */
static bool trace(sqlite3 *db, const struct wish *wish, struct arena *arena, struct buf *out,
                  struct err *err) {
    const char *scenario = wish->scenarios.count ? wish->scenarios.items[0] : NULL;
    return model_history(db, scenario, &wish->model, (uint32_t)wish->trace, arena, out, err);
}

static void say_warm_up(const struct model_warm_up *w) {
    if (w->chosen)
        fprintf(stderr,
                "Warm-up: %d days, %s (%d pilot runs of %d days; MSER-5 %.3g, %.6g people in the "
                "system).\n",
                w->days, w->settled ? "chosen by MSER-5" : "the longest allowed", w->runs,
                w->pilot_days, w->statistic, w->people);
    else
        fprintf(stderr, "Warm-up: %d days.\n", w->days);
    if (!w->settled)
        fputs("Warning: the pilot is too short to show where the start-up ends: the system had not "
              "settled.\nIt may grow without end; `weft check` says where the load exceeds the "
              "capacity.\n",
              stderr);
}

static void say(const struct wish *wish, const struct model_results *r) {
    static const char *const kinds[MODEL_KINDS] = {"parameters", "dates", "chance"};
    fprintf(stderr, "%d %s of each scenario, seed %lld, %.1f s, %.1f million events.\n",
            r->replications, wish->variance ? "pairs" : "replications", (long long)wish->seed,
            r->seconds, (double)r->events / 1e6);
    fputs("Replications differ in", stderr);
    const char *join = " ";
    for (int k = 0; k < MODEL_KINDS; k++)
        if (r->varied >> k & 1u) {
            fprintf(stderr, "%s%s", join, kinds[k]);
            join = ", ";
        }
    fprintf(stderr, "%s.\n", r->varied ? "" : " nothing");
    say_warm_up(&r->warm_up);
    if (r->exchanges)
        fprintf(stderr, "%llu people who held each other's places swapped at once, in all runs.\n",
                (unsigned long long)r->exchanges);
    if (!wish->forecast && wish->dated)
        fputs("Milestones come when the plan says; --forecast takes the dates that its own slips "
              "forecast.\n",
              stderr);
    for (size_t i = 0; i < r->precision_count; i++) {
        const struct model_row *row = r->precisions[i].row;
        fprintf(stderr, "  %s %s of %s in %s: %.6g, to %.2g%%\n", row->scenario, row->output,
                row->subject, row->period, row->mean, r->precisions[i].half_pct);
    }
    if (r->precision_count && !r->precise)
        fprintf(stderr, "Not all are within %g%%: --most %lld replications were not enough.\n",
                wish->model.precision_pct, (long long)wish->most);
}

/* Whether schemes start with milestones, so that their dates matter. */
static bool find_dated(sqlite3 *db, bool *dated, struct err *err) {
    struct query *q =
        query_new(db, "SELECT EXISTS (SELECT 1 FROM scheme WHERE starts IS NOT NULL)", err);
    if (!q) return false;
    *dated = query_next(q) && query_integer(q, 0, 0) != 0;
    return query_free(q, err);
}

/* Keeps the results in the package, for what reads a forecast of it. */
static bool keep(const char *path, const struct wish *wish, time_t started, const char *inputs,
                 const struct model_results *results, struct arena *arena, struct err *err) {
    struct findings *findings = findings_new(arena);
    struct store *store = store_open(path, findings, err);
    if (store && store_is_file(store)) {
        store_close(store);
        store = store_open_to_change(path, err);
    }
    if (!store) return false;
    struct tm utc;
    char text[32];
    size_t rows;
    struct model_keeping how = {
        .started = text, .inputs = inputs, .as_at = DATE_NONE, .who = package_user()};
    struct model_only *also = NULL;
    /* A brief can be made of a run that is as its own would be. */
    bool whole = !wish->no_twin && !wish->model.only_count && !wish->model.fixed &&
                 wish->model.warm_up == MODEL_WARM_UP_PACKAGE && wish->model.by == MODEL_BY_MONTH;
    gmtime_r(&started, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    bool ok =
        (!wish->forecast || report_day_or_today(store_db(store), wish->as_at, &how.as_at, err)) &&
        (!whole || brief_rows(store_db(store), arena, &also, &how.also_count, err));
    how.also = also;
    ok = ok && model_keep(store, results, &how, arena, findings, &rows, err);
    store_close(store);
    if (ok)
        fprintf(stderr, "Kept in %s: %zu results that measures are forecast by%s.\n", path, rows,
                whole ? ", or that a brief is made of" : "");
    else
        package_print(findings, SEVERITY_ERROR, arena, stderr);
    return ok;
}

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    time_t started = time(NULL);
    struct wish wish = {.replications = 20, .seed = 1, .most = 1000, .as_at = DATE_NONE};
    const struct option options[] = {
        {.name = "scenario", .kind = OPTION_LIST, .value = &wish.scenarios},
        {.name = "out", .kind = OPTION_TEXT, .value = &wish.file},
        {"replications", OPTION_INTEGER, &wish.replications, 1, LIMIT_REPLICATIONS},
        {"seed", OPTION_INTEGER, &wish.seed, 0, (int64_t)1 << 53},
        {"threads", OPTION_INTEGER, &wish.threads, 1, LIMIT_THREADS},
        {.name = "uncertainty", .kind = OPTION_TEXT, .value = &wish.uncertainty},
        {.name = "warm-up", .kind = OPTION_TEXT, .value = &wish.warm_up},
        {.name = "by", .kind = OPTION_TEXT, .value = &wish.by},
        {.name = "only", .kind = OPTION_LIST, .value = &wish.only},
        {.name = "no-twin", .kind = OPTION_FLAG, .value = &wish.no_twin},
        {.name = "compare", .kind = OPTION_TEXT, .value = &wish.compare},
        {.name = "precision", .kind = OPTION_TEXT, .value = &wish.precision},
        {.name = "precision-of", .kind = OPTION_LIST, .value = &wish.precision_of},
        {"most", OPTION_INTEGER, &wish.most, 2, LIMIT_REPLICATIONS},
        {.name = "variance", .kind = OPTION_FLAG, .value = &wish.variance},
        {.name = "forecast", .kind = OPTION_FLAG, .value = &wish.forecast},
        {.name = "keep", .kind = OPTION_FLAG, .value = &wish.keep},
        {.name = "as-at", .kind = OPTION_DATE, .value = &wish.as_at},
        {.name = "contributions", .kind = OPTION_TEXT, .value = &wish.contributions},
        {"trace", OPTION_INTEGER, &wish.trace, 1, HISTORY_PEOPLE},
        {.name = "trace-out", .kind = OPTION_TEXT, .value = &wish.trace_file},
    };
    int rest;
    if (!options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &rest, err) ||
        !read_wish(&wish, arena, err))
        return err_exit_status(err->code);
    struct store *store = package_open(argv[0], findings_new(arena), err);
    if (!store) return err_exit_status(err->code);
    const struct model_team *team = team_current();
    wish.model.team = team;
    if (team && !wish.threads) wish.model.threads = 1; /* ranks are what there is one of a core */
    struct progress progress = {.title = "simulating", .unit = "runs"};
    wish.model.progress = show;
    wish.model.user = &progress;
    struct model_results results;
    struct buf out = buf_new(arena), history = buf_new(arena);
    bool rows = !wish.trace || wish.trace_file;
    const char *inputs = "";
    bool ok = (!wish.keep || model_inputs(store_db(store), arena, &inputs, err)) &&
              (!wish.forecast ||
               package_feed(store_db(store), wish.as_at, (uint64_t)wish.seed, arena, err)) &&
              find_dated(store_db(store), &wish.dated, err) && warn(store_db(store), arena, err) &&
              (!wish.trace || trace(store_db(store), &wish, arena, &history, err)) &&
              (!rows || answer(store_db(store), &wish, arena, &results, &out, err));
    progress_end(&progress);
    store_close(store);
    if (!ok) return err_exit_status(err->code);
    if (team && team->rank > 0) return 0; /* the first member writes */
    const char *history_file = wish.trace_file ? wish.trace_file : wish.file;
    if ((wish.trace && !output_write(history_file, &history, err)) ||
        (rows && !output_write(wish.file, &out, err)))
        return err_exit_status(err->code);
    if (rows) say(&wish, &results);
    if (wish.keep && !keep(argv[0], &wish, started, inputs, &results, arena, err))
        return err_exit_status(err->code);
    return 0;
}

const struct command command_simulate = {
    .name = "simulate",
    .arguments =
        "PACKAGE [--scenario ID]... [--replications N | --precision 2%]\n"
        "                     [--compare ID | --variance | --contributions ID]\n"
        "                     [--uncertainty KINDS] [--by day|month|year] [--only ROWS]...\n"
        "                     [--forecast [--as-at DATE]] [--keep] [--no-twin] [--warm-up mser|DAYS]\n"
        "                     [--seed S] [--threads T] [--out FILE]\n"
        "                     [--trace N [--trace-out FILE]]",
    .summary = "Runs the system person by person, with and without the schemes",
    .details =
        "Writes CSV: scenario,output,subject,period,mean,sd,p10,p50,p90,replications.\n\n"
        "  --scenario ID      may be given several times; without it: all of scenario.csv\n"
        "  --replications N   possible futures of each scenario (20)\n"
        "  --precision 2%     as many (10 to --most, 1000) as make the 95% interval of each mean\n"
        "                     that narrow: of what measures are forecast by, in the last year; or of\n"
        "  --precision-of OUTPUT:SUBJECT:PERIOD   may be given several times; '*' for any\n"
        "  --uncertainty KINDS  what differs between futures: all, none, or some of\n"
        "                     parameters,dates,chance (all)\n"
        "  --compare ID       writes the differences from that scenario, with their 95% interval\n"
        "  --variance         writes which share of the variance comes from parameters, dates and\n"
        "                     chance; takes up to five times the runs\n"
        "  --contributions ID writes what each scheme of the scenario does alone and on top of the\n"
        "                     others, and the overlap\n"
        "  --warm-up mser|DAYS  how long the system runs uncounted: as MSER-5 finds on a pilot, or so\n"
        "                     many days (as system.csv says)\n"
        "  --by day|month|year  periods; a year is always there (month)\n"
        "  --only OUTPUT[:SUBJECT[:PERIOD]]  only such rows; '*' for any text; several times\n"
        "  --forecast         milestones come when the plan's own slips say (`weft plan --forecast`),\n"
        "                     as known on --as-at DATE, and not when the plan says\n"
        "  --keep             keeps what measures are forecast by in the package (tables run, result):\n"
        "                     `weft measure` and `weft chart --forecast` read the latest run; with\n"
        "                     --forecast also what `weft brief` needs to make its page of it\n"
        "  --no-twin          without places_needed and staff_needed_wte, a little faster\n"
        "  --seed S           the same seed gives the same results (1)\n"
        "  --threads T        how many at a time; the results do not depend on it (all cores)\n"
        "  --out FILE         writes there instead of the standard output\n"
        "  --trace N          writes what happened to the first N people of one future, of the first\n"
        "                     scenario asked for, in place of the rows; with\n"
        "  --trace-out FILE   writes that there, and the rows too\n",
    .run = run,
};
