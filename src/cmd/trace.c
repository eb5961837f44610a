/* weft trace PACKAGE ITEM: the thread from any item in both directions.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "options.h"
#include "package.h"
#include "report/trace.h"

#include <stdio.h>

static const char *const formats[] = {"text", "json", "svg", NULL};
static void (*const writers[])(const struct trace *, struct buf *) = {trace_text, trace_json,
                                                                      trace_svg};

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    const char *file = NULL;
    int format = 0;
    struct trace_options trace_options = {.as_at = DATE_NONE};
    const struct option options[] = {
        {.name = "as-at", .kind = OPTION_DATE, .value = &trace_options.as_at},
        {.name = "format", .kind = OPTION_CHOICE, .value = &format, .choices = formats},
        {.name = "out", .kind = OPTION_TEXT, .value = &file},
    };
    int rest;
    if (!options_read(argc, argv, options, sizeof options / sizeof options[0], 2, 2, &rest, err))
        return err_exit_status(err->code);
    struct store *store = package_open(argv[0], findings_new(arena), err);
    if (!store) return err_exit_status(err->code);
    struct trace trace;
    bool ok = trace_make(store_db(store), argv[1], &trace_options, arena, &trace, err);
    store_close(store);
    if (!ok) return err_exit_status(err->code);
    struct buf out = buf_new(arena);
    writers[format](&trace, &out);
    return output_write(file, &out, err) ? 0 : err_exit_status(err->code);
}

const struct command command_trace = {
    .name = "trace",
    .arguments = "PACKAGE ITEM [--as-at DATE] [--format text|json|svg] [--out FILE]",
    .summary = "The thread from any item: what it comes from, what it leads to, what it moved",
    .details =
        "ITEM is the id of a plan, theme, recommendation, programme, action, milestone, decision,\n"
        "scheme, effect, measure, risk, body, meeting or paper.\n\n"
        "  --as-at DATE     nothing later is known; without it: the day of the newest report or\n"
        "                   observation\n"
        "  --out FILE       writes there instead of the standard output\n",
    .run = run,
};
