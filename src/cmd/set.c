/* weft set FILE.weft TABLE KEY COLUMN=VALUE...: changes one row, with its history.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "options.h"
#include "package.h"
#include "store/change.h"

#include <stdio.h>
#include <string.h>

#define CELLS 64

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    const char *who = package_user();
    const struct option options[] = {{.name = "who", .kind = OPTION_TEXT, .value = &who}};
    int rest;
    if (!options_read(argc, argv, options, 1, 4, 3 + CELLS, &rest, err))
        return err_exit_status(err->code);
    struct change_cell cells[CELLS];
    size_t count = 0;
    for (int i = 3; i < rest; i++) {
        const char *equals = strchr(argv[i], '=');
        if (!equals) {
            err_set(err, ERR_USAGE, "'%s' is not COLUMN=VALUE", argv[i]);
            return err_exit_status(err->code);
        }
        cells[count++] =
            (struct change_cell){{argv[i], (size_t)(equals - argv[i])}, str_of(equals + 1)};
    }
    struct store *store = store_open_to_change(argv[0], err);
    if (!store) return err_exit_status(err->code);
    struct findings *findings = findings_new(arena);
    bool ok = change_row(store, argv[1], argv[2], cells, count, who, findings, err);
    store_close(store);
    if (!ok) {
        package_print(findings, SEVERITY_ERROR, arena, stderr);
        return err_exit_status(err->code);
    }
    printf("%s %s changed.\n", argv[1], argv[2]);
    return 0;
}

const struct command command_set = {
    .name = "set",
    .arguments = "FILE.weft TABLE KEY COLUMN=VALUE... [--who NAME]",
    .summary = "Changes cells of one row of a .weft file, after checking them",
    .details = "KEY is the row's id, or its key columns joined by '/', as `weft log` shows it.\n"
               "COLUMN= empties the cell.\n",
    .run = run,
};
