/* weft unpack FILE.weft DIR: a .weft file as a folder of CSV files.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "options.h"
#include "store/folder.h"

#include <stdio.h>

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    int rest;
    if (!options_read(argc, argv, NULL, 0, 2, 2, &rest, err)) return err_exit_status(err->code);
    struct store *store = store_open(argv[0], findings_new(arena), err);
    bool ok = store && folder_unpack(store, argv[1], err);
    store_close(store);
    if (!ok) return err_exit_status(err->code);
    printf("%s unpacked into %s.\n", argv[0], argv[1]);
    return 0;
}

const struct command command_unpack = {
    .name = "unpack",
    .arguments = "FILE.weft DIR",
    .summary = "Writes a .weft file as a folder of CSV files",
    .run = run,
};
