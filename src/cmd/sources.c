/* weft sources PACKAGE: where each number of the model comes from.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "options.h"
#include "package.h"
#include "report/sources.h"

static const char *const formats[] = {"text", "json", "csv", NULL};
static void (*const writers[])(const struct source_list *, struct buf *) = {
    source_list_text, source_list_json, source_list_csv};

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    int format = 0;
    const struct option options[] = {
        {.name = "format", .kind = OPTION_CHOICE, .value = &format, .choices = formats},
    };
    int rest;
    if (!options_read(argc, argv, options, 1, 1, 1, &rest, err)) return err_exit_status(err->code);
    struct store *store = package_open(argv[0], findings_new(arena), err);
    if (!store) return err_exit_status(err->code);
    struct source_list list;
    bool ok = source_list_read(store_db(store), arena, &list, err);
    store_close(store);
    if (!ok) return err_exit_status(err->code);
    struct buf out = buf_new(arena);
    writers[format](&list, &out);
    return output_write(NULL, &out, err) ? 0 : err_exit_status(err->code);
}

const struct command command_sources = {
    .name = "sources",
    .arguments = "PACKAGE [--format text|json|csv]",
    .summary = "Where each number of the model comes from",
    .details = "Counts first: printed in the plans, official statistics, computed, calibrated,\n"
               "assumptions, without a source; then every number with its table, row and column.\n",
    .run = run,
};
