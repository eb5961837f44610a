/* weft pack DIR FILE.weft: a folder into one file that many can use and that keeps its history.
 *
 * SPDX-License-Identifier: MIT */
#include "store/pack.h"
#include "command.h"
#include "options.h"
#include "package.h"

#include <stdio.h>

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    bool replace = false;
    const char *who = package_user();
    const struct option options[] = {
        {.name = "replace", .kind = OPTION_FLAG, .value = &replace},
        {.name = "who", .kind = OPTION_TEXT, .value = &who},
    };
    int rest;
    if (!options_read(argc, argv, options, 2, 2, 2, &rest, err)) return err_exit_status(err->code);
    struct store *store = package_open(argv[0], findings_new(arena), err);
    if (!store) return err_exit_status(err->code);
    struct findings *findings = findings_new(arena);
    struct pack_result result;
    bool ok = pack_folder(store, argv[1], replace, who, findings, &result, err);
    store_close(store);
    package_print(findings, SEVERITY_WARNING, arena, stderr);
    if (!ok) return err_exit_status(err->code);
    if (result.is_new)
        printf("%s: %zu rows packed.\n", argv[1], result.inserted);
    else
        printf("%s: %zu rows added, %zu changed, %zu taken out.\n", argv[1], result.inserted,
               result.updated, result.deleted);
    return 0;
}

const struct command command_pack = {
    .name = "pack",
    .arguments = "DIR FILE.weft [--replace] [--who NAME]",
    .summary = "Packs a folder into a .weft file, which keeps the history of every row",
    .details = "  --replace     brings a file that is there up to date, row by row\n"
               "  --who NAME    who is named in the history (your user name)\n",
    .run = run,
};
