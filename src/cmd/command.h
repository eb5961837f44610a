/* A command of weft: a record beside its function, in a file of its own; the build finds it by the
 * list in meson.build.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

struct command {
    const char *name;
    const char *arguments; /* as in the usage line: PACKAGE [--scenario ID]... */
    const char *summary;   /* one line for `weft help` */
    const char *details;   /* what `weft NAME --help` says after that: options, one a line */
    /* Runs with the arguments after the name. Everything it allocates on the arena is freed
     * afterwards. Returns the exit status (0, 1 the data are wrong, 2 cannot run); on an error it
     * fills err and returns err_exit_status(err->code): main prints it. */
    int (*run)(int argc, char **argv, struct arena *arena, struct err *err);
};

/* All commands, in alphabetical order. */
const struct command *const *commands(size_t *count);
