/* weft calibrate PACKAGE: finds the factor on numbers of the model with which an output equals a
 * known figure, and writes the numbers back.
 *
 * SPDX-License-Identifier: MIT */
#include "base/limits.h"
#include "base/number.h"
#include "calibrate.h"
#include "command.h"
#include "model/fit.h"
#include "options.h"
#include "package.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TOLERANCE_PCT 0.5

struct wish {
    const char *fit, *to;
    struct model_fit model;
};

/* TABLE:ROWS:COLUMN; rows may hold colons, as ids do. */
static bool read_fit(struct wish *wish, struct arena *arena, struct err *err) {
    char *text = arena_string(arena, wish->fit);
    char *first = strchr(text, ':'), *last = strrchr(text, ':');
    if (!first || first == last)
        return err_set(err, ERR_USAGE, "--fit is TABLE:ROWS:COLUMN, not '%s'", wish->fit);
    *first = *last = '\0';
    const struct table *table = registry_table(text);
    if (!table) return err_set(err, ERR_USAGE, "--fit: there is no table '%s'", text);
    wish->model.column = table_column(table, last + 1);
    if (wish->model.column < 0 || !(table->columns[wish->model.column].flags & COLUMN_INPUT))
        return err_set(err, ERR_USAGE, "--fit: '%s' is not a number of the model in table '%s'",
                       last + 1, text);
    return rows_parse(table, first + 1, &wish->model.rows, err) || err_context(err, "--fit");
}

/* OUTPUT:SUBJECT:PERIOD=VALUE or OUTPUT:SUBJECT:PERIOD-PERIOD0=VALUE. Months hold a '-' too, so
 * that the first period ends where one of seven characters does. */
static bool read_to(struct wish *wish, struct arena *arena, struct err *err) {
    char *text = arena_string(arena, wish->to);
    char *equals = strrchr(text, '='), *output = strchr(text, ':'), *subject = strrchr(text, ':');
    if (!equals || !output || output == subject || equals < subject)
        return err_set(err, ERR_USAGE,
                       "--to is OUTPUT:SUBJECT:PERIOD=VALUE or "
                       "OUTPUT:SUBJECT:PERIOD-EARLIER=VALUE, not '%s'",
                       wish->to);
    *equals = *output = *subject = '\0';
    if (!number_parse(str_of(equals + 1), &wish->model.value))
        return err_set(err, ERR_USAGE, "--to: '%s' is not a number", equals + 1);
    char *period = subject + 1;
    size_t length = strlen(period);
    if (length == 15 && period[7] == '-') {
        period[7] = '\0';
        wish->model.less = period + 8;
    } else if (length != 7) {
        return err_set(err, ERR_USAGE, "--to: '%s' is not a period such as 2018/19 or 2018-04",
                       period);
    }
    wish->model.output = text;
    wish->model.subject = output + 1;
    wish->model.period = period;
    return true;
}

static void show(void *user, int number, double x, double reached) {
    (void)user;
    fprintf(stderr, "  trial %d: %.6g gives %.6g\n", number, x, reached);
}

static bool write_back(const char *folder, const struct wish *wish,
                       const struct model_fitted *fitted, struct arena *arena, struct err *err) {
    const char *tolerance = wish->model.tolerance_pct == TOLERANCE_PCT
                                ? ""
                                : arena_printf(arena, " --tolerance %s",
                                               calibrate_number(wish->model.tolerance_pct, arena));
    const char *source =
        arena_printf(arena,
                     "calibrated: %s %s %s%s%s = %s by weft calibrate --fit '%s' --to '%s'%s%s "
                     "--scenario %s --replications %d --seed %llu",
                     wish->model.output, wish->model.subject, wish->model.period,
                     wish->model.less ? " less " : "", wish->model.less ? wish->model.less : "",
                     calibrate_number(wish->model.value, arena), wish->fit, wish->to,
                     wish->model.add ? " --add" : "", tolerance, wish->model.scenario,
                     wish->model.replications, (unsigned long long)wish->model.seed);
    struct calibrate_edit *edits = ARENA_NEW(arena, struct calibrate_edit, fitted->count);
    for (size_t i = 0; i < fitted->count; i++)
        edits[i] = (struct calibrate_edit){.table = wish->model.rows.table,
                                           .column = wish->model.column,
                                           .line = fitted->row_nos[i],
                                           .value = fitted->after[i]};
    return calibrate_write(folder, edits, fitted->count, source, arena, err);
}

static void report(const struct wish *wish, const struct model_fitted *fitted) {
    const struct model_row *r = &fitted->reached;
    double error = r->replications > 1 ? 1.96 * r->sd / sqrt(r->replications) : NAN;
    printf(
        "%s %.6g: %s of %s in %s%s%s is %.6g (mean of %d replications, 95%% interval of the mean "
        "%.6g to %.6g), wanted %.6g; %d trials.\n",
        wish->model.add ? "Adding" : "Times", fitted->x, r->output, r->subject, r->period,
        wish->model.less ? " less " : "", wish->model.less ? wish->model.less : "", r->mean,
        r->replications, r->mean - error, r->mean + error, wish->model.value, fitted->trials);
}

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    struct wish wish = {.model = {.low = NAN, .high = NAN, .tolerance_pct = TOLERANCE_PCT}};
    wish.model.scenario = "do-nothing";
    struct calibrate_wish many = {.starts = 2};
    int64_t replications = 0, seed = 1, threads = 0;
    bool dry_run = false;
    const struct option options[] = {
        {.name = "fit", .kind = OPTION_TEXT, .value = &wish.fit},
        {.name = "to", .kind = OPTION_TEXT, .value = &wish.to},
        {.name = "scenario", .kind = OPTION_TEXT, .value = &wish.model.scenario},
        {.name = "add", .kind = OPTION_FLAG, .value = &wish.model.add},
        {.name = "low", .kind = OPTION_NUMBER, .value = &wish.model.low},
        {.name = "high", .kind = OPTION_NUMBER, .value = &wish.model.high},
        {.name = "tolerance", .kind = OPTION_NUMBER, .value = &wish.model.tolerance_pct},
        {"replications", OPTION_INTEGER, &replications, 1, LIMIT_REPLICATIONS},
        {"seed", OPTION_INTEGER, &seed, 0, (int64_t)1 << 53},
        {"threads", OPTION_INTEGER, &threads, 1, LIMIT_THREADS},
        {.name = "dry-run", .kind = OPTION_FLAG, .value = &dry_run},
        {.name = "from", .kind = OPTION_TEXT, .value = &many.from},
        {.name = "until", .kind = OPTION_TEXT, .value = &many.until},
        {.name = "backtest", .kind = OPTION_TEXT, .value = &many.backtest},
        {"starts", OPTION_INTEGER, &many.starts, 1, 6},
    };
    int rest;
    if (!options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &rest, err))
        return err_exit_status(err->code);
    if (!wish.fit || !wish.to) {
        err_set(err, ERR_USAGE, "--fit and --to say what is fitted to what");
        return err_exit_status(err->code);
    }
    if (!strchr(wish.to, '=')) {
        many.package = argv[0];
        many.fit = wish.fit;
        many.to = wish.to;
        many.scenario = wish.model.scenario;
        many.low = wish.model.low;
        many.high = wish.model.high;
        many.replications = replications ? replications : 4;
        many.seed = seed;
        many.threads = threads;
        many.dry_run = dry_run;
        if (wish.model.add) {
            err_set(err, ERR_USAGE, "--add goes with --to OUTPUT:SUBJECT:PERIOD=VALUE only");
            return err_exit_status(err->code);
        }
        return calibrate_to_measures(&many, arena, err);
    }
    if (!replications) replications = 10;
    if (!read_fit(&wish, arena, err) || !read_to(&wish, arena, err))
        return err_exit_status(err->code);
    if (!(wish.model.tolerance_pct > 0)) {
        err_set(err, ERR_USAGE, "--tolerance is a percentage above 0");
        return err_exit_status(err->code);
    }
    if (isnan(wish.model.low)) wish.model.low = wish.model.add ? -5 : 0.2;
    if (isnan(wish.model.high)) wish.model.high = 5;
    wish.model.replications = (int)replications;
    wish.model.seed = (uint64_t)seed;
    wish.model.threads = (int)threads;
    wish.model.trial = show;
    struct store *store = package_open(argv[0], findings_new(arena), err);
    if (!store) return err_exit_status(err->code);
    struct model_fitted fitted;
    bool ok = true;
    if (store_is_file(store) && !dry_run) {
        ok = err_set(err, ERR_INPUT, "%s is not a folder of CSV files", argv[0]);
        err_hint(err, "`weft unpack` makes one; or --dry-run, which writes nothing.");
    }
    ok = ok && model_fit(store_db(store), &wish.model, arena, &fitted, err);
    store_close(store);
    if (!ok) return err_exit_status(err->code);
    report(&wish, &fitted);
    if (dry_run) return 0;
    if (!write_back(argv[0], &wish, &fitted, arena, err)) return err_exit_status(err->code);
    printf("%zu row%s of %s.csv changed.\n", fitted.count, fitted.count == 1 ? "" : "s",
           wish.model.rows.table->name);
    return 0;
}

const struct command command_calibrate = {
    .name = "calibrate",
    .arguments =
        "PACKAGE --fit NAMES --to MEASURES --from MONTH --until MONTH\n"
        "                      [--backtest MONTH|none] [--starts N] ...\n"
        "       weft calibrate PACKAGE --fit TABLE:ROWS:COLUMN --to OUTPUT:SUBJECT:PERIOD=VALUE\n"
        "                      [--add] [--tolerance PCT] ...\n"
        "                      [--scenario ID] [--low X] [--high X] [--replications N] [--seed S]\n"
        "                      [--threads T] [--dry-run]",
    .summary = "Fits numbers of the model to what was observed, or to one figure",
    .details =
        "The first form finds the factors on several numbers with which the simulation comes nearest\n"
        "to what measures have shown, month by month; says how sure they are, what the data cannot\n"
        "tell, and how a forecast made with them would have done. The second multiplies one column of\n"
        "rows by one factor until the simulated mean equals VALUE. Both write the numbers back with a\n"
        "source that says so; other cells stay as they are.\n\n"
        "  --fit NAMES        with commas: capacity:reablement, route:acute->home-care, stay:acute,\n"
        "                     demand:emergency-*, TABLE:ROWS; each with :COLUMN behind it if another\n"
        "                     than amount, share, mean_days, rate_per_1000 is meant\n"
        "  --to MEASURES      with commas: dtoc-total,four-hour\n"
        "  --from, --until MONTH  the months fitted, such as 2015-04\n"
        "  --backtest MONTH   forecasts from that month on, and compares with what came (the month\n"
        "                     after those fitted); none: does not\n"
        "  --starts N         searches from the best N of six places (2)\n\n"
        "  --fit TABLE:ROWS:COLUMN   such as 'stay:setting=acute-heft|acute-uhb:mean_days'\n"
        "  --to OUTPUT:SUBJECT:PERIOD=VALUE       such as 'delayed:bsol:2018/19=174.5'\n"
        "       OUTPUT:SUBJECT:PERIOD-EARLIER=VALUE  a change: 'places_needed:acute "
        "beds:2020/21-2015/16=430'\n"
        "  --add              adds one amount instead, for columns such as growth_pct\n"
        "  --tolerance PCT    how near the mean must come to VALUE (0.5)\n\n"
        "  --scenario ID      in this scenario (do-nothing)\n"
        "  --low X, --high X  bounds of the factors (0.5 to 2; 0.2 to 5 in the second form) or of the\n"
        "                     amount (-5 to 5)\n"
        "  --replications N   random futures, the same in each trial (4; 10 in the second form)\n"
        "  --seed S           another seed gives other futures (1)\n"
        "  --threads T        the result does not depend on it (one for each core)\n"
        "  --dry-run          says the fit and writes nothing\n",
    .run = run,
};
