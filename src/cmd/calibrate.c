/* weft calibrate PACKAGE: finds the factor on numbers of the model with which an output equals a
 * known figure, and writes the numbers back.
 *
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/limits.h"
#include "base/number.h"
#include "command.h"
#include "doc/csv.h"
#include "doc/csv_patch.h"
#include "model/fit.h"
#include "options.h"
#include "package.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

/* The value with as many digits as matter: six. */
static const char *cell(double value, struct arena *arena) {
    char text[NUMBER_BYTES];
    double rounded;
    if (!number_parse(str_of(arena_printf(arena, "%.6g", value)), &rounded)) rounded = value;
    return arena_string(arena, number_text(rounded, text));
}

/* The cells of the header: where the column and its source stand. */
static bool find_cells(char *bytes, size_t length, const char *column, struct arena *arena,
                       size_t *value_cell, size_t *source_cell, struct err *err) {
    struct csv *csv = csv_new(arena, arena_copy(arena, bytes, length), length, err);
    struct csv_row header;
    if (!csv) return false;
    *value_cell = *source_cell = SIZE_MAX;
    if (csv_next(csv, &header))
        for (size_t i = 0; i < header.count; i++) {
            if (str_is(str_trim(header.cells[i].text), column)) *value_cell = i;
            if (str_is(str_trim(header.cells[i].text), "source")) *source_cell = i;
        }
    if (*value_cell != SIZE_MAX && *source_cell != SIZE_MAX) return true;
    return err_set(err, ERR_INPUT, "the header has no column '%s'",
                   *value_cell == SIZE_MAX ? column : "source");
}

static bool write_back(const char *folder, const struct wish *wish,
                       const struct model_fitted *fitted, struct arena *arena, struct err *err) {
    const struct table *table = wish->model.rows.table;
    const char *path = arena_printf(arena, "%s/%s.csv", folder, table->name);
    char *bytes;
    size_t length, value_cell, source_cell;
    if (!file_read(arena, path, LIMIT_FILE_BYTES, &bytes, &length, err) ||
        !find_cells(bytes, length, table->columns[wish->model.column].name, arena, &value_cell,
                    &source_cell, err))
        return false;
    const char *source = arena_printf(
        arena,
        "calibrated: %s %s %s%s%s = %s by weft calibrate --fit '%s' --to '%s'%s "
        "--scenario %s --replications %d --seed %llu",
        wish->model.output, wish->model.subject, wish->model.period,
        wish->model.less ? " less " : "", wish->model.less ? wish->model.less : "",
        cell(wish->model.value, arena), wish->fit, wish->to, wish->model.add ? " --add" : "",
        wish->model.scenario, wish->model.replications, (unsigned long long)wish->model.seed);
    struct csv_patch *patches = ARENA_NEW(arena, struct csv_patch, fitted->count * 2);
    for (size_t i = 0; i < fitted->count; i++) {
        size_t line = (size_t)fitted->row_nos[i];
        struct csv_patch value = {line, value_cell, str_of(cell(fitted->after[i], arena))};
        struct csv_patch said = {line, source_cell, str_of(source)};
        patches[2 * i] = value_cell < source_cell ? value : said;
        patches[2 * i + 1] = value_cell < source_cell ? said : value;
    }
    struct buf out = buf_new(arena);
    return csv_patch((struct str){bytes, length}, patches, fitted->count * 2, &out, err) &&
           file_replace(path, (struct str){out.text, out.length}, err);
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
    struct wish wish = {.model = {.low = NAN, .high = NAN, .tolerance_pct = 0.5}};
    wish.model.scenario = "do-nothing";
    int64_t replications = 10, seed = 1, threads = 0;
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
    };
    int rest;
    if (!options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &rest, err))
        return err_exit_status(err->code);
    if (!wish.fit || !wish.to) {
        err_set(err, ERR_USAGE, "--fit and --to say what is fitted to what");
        return err_exit_status(err->code);
    }
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
    if (!write_back(argv[0], &wish, &fitted, arena, err)) {
        err_context(err, "writing %s.csv", wish.model.rows.table->name);
        return err_exit_status(err->code);
    }
    printf("%zu row%s of %s.csv changed.\n", fitted.count, fitted.count == 1 ? "" : "s",
           wish.model.rows.table->name);
    return 0;
}

const struct command command_calibrate = {
    .name = "calibrate",
    .arguments =
        "PACKAGE --fit TABLE:ROWS:COLUMN --to OUTPUT:SUBJECT:PERIOD=VALUE\n"
        "                      [--scenario ID] [--add] [--low X] [--high X] [--tolerance PCT]\n"
        "                      [--replications N] [--seed S] [--threads T] [--dry-run]",
    .summary = "Finds the factor on numbers of the model that makes an output equal a figure",
    .details =
        "Multiplies the column of the rows by one factor until the simulated mean equals VALUE, and\n"
        "writes them back with a source that says so; other cells stay as they are.\n\n"
        "  --fit TABLE:ROWS:COLUMN   such as 'stay:setting=acute-heft|acute-uhb:mean_days'\n"
        "  --to OUTPUT:SUBJECT:PERIOD=VALUE       such as 'delayed:bsol:2018/19=174.5'\n"
        "       OUTPUT:SUBJECT:PERIOD-EARLIER=VALUE  a change: 'places_needed:acute "
        "beds:2020/21-2015/16=430'\n"
        "  --scenario ID      in this scenario (do-nothing)\n"
        "  --add              adds one amount instead, for columns such as growth_pct\n"
        "  --low X, --high X  bounds of the factor (0.2 to 5) or the amount (-5 to 5)\n"
        "  --tolerance PCT    how near the mean must come to VALUE (0.5)\n"
        "  --replications N   random futures, the same in each trial (10)\n"
        "  --seed S           another seed gives other futures (1)\n"
        "  --threads T        the result does not depend on it (one for each core)\n"
        "  --dry-run          says the fit and writes nothing\n",
    .run = run,
};
