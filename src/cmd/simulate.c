/* weft simulate PACKAGE: runs the scenarios and writes what came out as long CSV.
 *
 * SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/limits.h"
#include "command.h"
#include "model/check.h"
#include "model/simulate.h"
#include "options.h"
#include "package.h"

#include <stdio.h>

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

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    struct option_list scenarios = {0};
    int64_t replications = 20, seed = 1, threads = 0;
    const char *file = NULL;
    const struct option options[] = {
        {.name = "scenario", .kind = OPTION_LIST, .value = &scenarios},
        {.name = "out", .kind = OPTION_TEXT, .value = &file},
        {"replications", OPTION_INTEGER, &replications, 1, LIMIT_REPLICATIONS},
        {"seed", OPTION_INTEGER, &seed, 0, (int64_t)1 << 53},
        {"threads", OPTION_INTEGER, &threads, 1, LIMIT_THREADS},
    };
    int rest;
    if (!options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &rest, err))
        return err_exit_status(err->code);
    struct store *store = package_open(argv[0], findings_new(arena), err);
    if (!store) return err_exit_status(err->code);
    struct progress progress = {.title = "simulating", .unit = "runs"};
    const struct model_options model = {.scenarios = scenarios.items,
                                        .scenario_count = scenarios.count,
                                        .replications = (int)replications,
                                        .seed = (uint64_t)seed,
                                        .threads = (int)threads,
                                        .twin = true,
                                        .progress = show,
                                        .user = &progress};
    struct model_results results;
    bool ok = warn(store_db(store), arena, err) &&
              model_simulate(store_db(store), &model, arena, &results, err);
    progress_end(&progress);
    store_close(store);
    if (!ok) return err_exit_status(err->code);
    struct buf out = buf_new(arena);
    model_write_csv(&results, &out);
    if (!file)
        fwrite(out.text, 1, out.length, stdout);
    else if (!file_replace(file, (struct str){out.text, out.length}, err))
        return err_exit_status(err->code);
    fprintf(stderr, "%d replications of each scenario, seed %lld, %.1f s, %.1f million events.\n",
            results.replications, (long long)seed, results.seconds, (double)results.events / 1e6);
    return 0;
}

const struct command command_simulate = {
    .name = "simulate",
    .arguments = "PACKAGE [--scenario ID]... [--replications N] [--seed S] [--threads T]\n"
                 "                     [--out FILE]",
    .summary = "Runs the system person by person, with and without the schemes",
    .details =
        "Writes CSV: scenario,output,subject,period,mean,sd,p10,p50,p90,replications.\n\n"
        "  --scenario ID      may be given several times; without it: all of scenario.csv\n"
        "  --replications N   random futures of each scenario (20)\n"
        "  --seed S           the same seed gives the same results (1)\n"
        "  --threads T        how many at a time; the results do not depend on it (all cores)\n"
        "  --out FILE         writes there instead of the standard output\n",
    .run = run,
};
