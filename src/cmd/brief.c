/* weft brief PACKAGE: one page that says whether the plan is working.
 *
 * SPDX-License-Identifier: MIT */
#include "base/limits.h"
#include "command.h"
#include "options.h"
#include "package.h"
#include "report/brief.h"
#include "report/check.h"
#include "report/day.h"

#include <stdio.h>

static void show_progress(void *user, uint64_t done, uint64_t total, uint64_t events) {
    progress_show(user, done, total, events);
}

static void write_standalone(const struct brief *brief, struct buf *out) {
    brief_html(brief, NULL, out);
}

static const char *const formats[] = {"text", "json", "html", NULL};
static void (*const writers[])(const struct brief *, struct buf *) = {brief_text, brief_json,
                                                                      write_standalone};

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    const char *file = NULL;
    int format = 0;
    int32_t as_at = DATE_NONE, day;
    int64_t replications = 0, seed = -1, threads = 0; /* as far as they are not asked for */
    const struct option options[] = {
        {.name = "as-at", .kind = OPTION_DATE, .value = &as_at},
        {.name = "format", .kind = OPTION_CHOICE, .value = &format, .choices = formats},
        {.name = "out", .kind = OPTION_TEXT, .value = &file},
        {"replications", OPTION_INTEGER, &replications, 1, LIMIT_REPLICATIONS},
        {"seed", OPTION_INTEGER, &seed, 0, INT64_MAX / 1024},
        {"threads", OPTION_INTEGER, &threads, 1, LIMIT_THREADS},
    };
    int rest;
    if (!options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &rest, err))
        return err_exit_status(err->code);
    struct findings *findings = findings_new(arena);
    struct store *store = package_open(argv[0], findings, err);
    if (!store) return err_exit_status(err->code);
    if (!report_day_or_today(store_db(store), as_at, &day, err) ||
        !report_check(store_db(store), day, findings, err)) {
        store_close(store);
        return err_exit_status(err->code);
    }
    struct progress progress = {.title = "simulating", .unit = "runs"};
    const struct brief_options brief_options = {.as_at = as_at,
                                                .replications = (int)replications,
                                                .seed = seed < 0 ? BRIEF_SEED : (uint64_t)seed,
                                                .kept = !replications && seed < 0,
                                                .threads = (int)threads,
                                                .findings = findings,
                                                .progress = show_progress,
                                                .user = &progress};
    struct brief brief;
    bool ok = brief_make(store_db(store), &brief_options, arena, &brief, err);
    progress_end(&progress);
    store_close(store);
    if (!ok) return err_exit_status(err->code);
    if (brief.kept)
        fprintf(stderr, "By what is kept (%s); --replications %d runs anew.\n", brief.kept,
                BRIEF_REPLICATIONS);
    if (brief.stale) fprintf(stderr, "%s\n", brief.stale);
    struct buf out = buf_new(arena);
    writers[format](&brief, &out);
    return output_write(file, &out, err) ? 0 : err_exit_status(err->code);
}

const struct command command_brief = {
    .name = "brief",
    .arguments = "PACKAGE [--as-at DATE] [--format text|json|html] [--out FILE]\n"
                 "                  [--replications N] [--seed S] [--threads T]",
    .summary = "Is it working? The plan, the measures, the system and the money on one page",
    .details =
        "Runs the model itself, which takes some seconds; or none where the package keeps a run of\n"
        "these very tables (`weft simulate PACKAGE --forecast --keep`, as at the same day).\n\n"
        "  --as-at DATE       nothing later is known; without it: the day of the newest\n"
        "                     report, or of the newest observation of a measure that the model\n"
        "                     forecasts, whichever is later\n"
        "  --replications N   random futures of each scenario (8), by a run of its own\n"
        "  --seed S           the same seed gives the same brief (1), by a run of its own\n"
        "  --out FILE         writes there instead of the standard output\n",
    .run = run,
};
