/* weft sources PACKAGE: where each number of the model comes from.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "options.h"
#include "report/sources.h"
#include "package.h"

#include <stdio.h>
#include <string.h>

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    const char *format = "text";
    const struct option options[] = {{.name = "format", .kind = OPTION_TEXT, .value = &format}};
    int rest;
    if (!options_read(argc, argv, options, 1, 1, 1, &rest, err)) return err_exit_status(err->code);
    void (*write)(const struct source_list *, struct buf *) =
        strcmp(format, "text") == 0   ? source_list_text
        : strcmp(format, "json") == 0 ? source_list_json
        : strcmp(format, "csv") == 0  ? source_list_csv
                                      : NULL;
    if (!write) {
        err_set(err, ERR_USAGE, "--format is text, json or csv, not '%s'", format);
        return err_exit_status(err->code);
    }
    struct store *store = package_open(argv[0], findings_new(arena), err);
    if (!store) return err_exit_status(err->code);
    struct source_list list;
    bool ok = source_list_read(store_db(store), arena, &list, err);
    store_close(store);
    if (!ok) return err_exit_status(err->code);
    struct buf out = buf_new(arena);
    write(&list, &out);
    fwrite(out.text, 1, out.length, stdout);
    return 0;
}

const struct command command_sources = {
    .name = "sources",
    .arguments = "PACKAGE [--format text|json|csv]",
    .summary = "Where each number of the model comes from",
    .details = "Counts first: printed in the plans, official statistics, computed, calibrated,\n"
               "assumptions, without a source; then every number with its table, row and column.\n",
    .run = run,
};
