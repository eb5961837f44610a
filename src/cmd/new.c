/* weft new DIR: an empty package, with every table's header.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "options.h"
#include "store/folder.h"

#include <stdio.h>

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    (void)arena;
    int rest;
    if (!options_read(argc, argv, NULL, 0, 1, 1, &rest, err) || !folder_new(argv[0], err))
        return err_exit_status(err->code);
    printf("%s has a file for each table; README.md there says where to begin.\n", argv[0]);
    return 0;
}

const struct command command_new = {
    .name = "new",
    .arguments = "DIR",
    .summary = "A new, empty package: a folder with the header of every table",
    .run = run,
};
