/* weft check PACKAGE: everything that is wrong with a package, in one go.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "model/check.h"
#include "options.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    int rest;
    if (!options_read(argc, argv, NULL, 0, 1, 1, &rest, err)) return err_exit_status(err->code);
    struct findings *findings = findings_new(arena);
    struct store *store = store_open(argv[0], findings, err);
    if (!store) return err_exit_status(err->code);
    /* Numbers are looked at only where the tables can be read. */
    if (findings->errors == 0 && !model_check(store_db(store), findings, err)) {
        store_close(store);
        return err_exit_status(err->code);
    }
    findings_sort(findings);
    struct buf out = buf_new(arena);
    for (size_t i = 0; i < findings->count; i++) {
        finding_text(&findings->items[i], &out);
        buf_putc(&out, '\n');
    }
    buf_printf(&out, "%zu findings: %zu errors, %zu warnings.\n",
               findings->errors + findings->warnings, findings->errors, findings->warnings);
    fputs(out.text, stdout);
    store_close(store);
    return findings->errors ? 1 : 0;
}

const struct command command_check = {
    .name = "check",
    .arguments = "PACKAGE",
    .summary = "Everything that is wrong with a package, and what would cure it",
    .run = run,
};
