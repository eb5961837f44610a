/* The front door: finds the command, runs it, prints its error.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "team.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static int help(FILE *out) {
    fputs("Weft: is the plan working, and what would it take?\n\nUsage: weft COMMAND ...\n\n", out);
    size_t count;
    const struct command *const *list = commands(&count);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "  %-11s %s\n", list[i]->name, list[i]->summary);
    fputs("\n`weft COMMAND --help` says more.\n", out);
    return 0;
}

static void usage(FILE *out, const struct command *command) {
    fprintf(out, "Usage: weft %s %s\n", command->name, command->arguments);
}

static int run(int argc, char **argv) {
    if (argc < 2) {
        help(stderr);
        return 2;
    }
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0) return help(stdout);
    size_t count;
    const struct command *const *list = commands(&count);
    const struct command *command = NULL;
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i]->name, argv[1]) == 0) command = list[i];
    if (!command) {
        fprintf(stderr, "weft: there is no command '%s'; `weft help` lists them\n", argv[1]);
        return 2;
    }
    if (!team_runs(command->name)) {
        fprintf(stderr, "weft-mpi runs `simulate` only; weft does the rest\n");
        return 2;
    }
    for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0) {
            usage(stdout, command);
            printf("%s\n", command->summary);
            if (command->details) printf("\n%s", command->details);
            return 0;
        }
    struct arena *arena = arena_new();
    struct err err = {0};
    int status = command->run(argc - 2, argv + 2, arena, &err);
    if (fflush(stdout) != 0 && err.code == ERR_NONE) {
        err_set(&err, ERR_IO, "the answer could not be written to the standard output");
        status = err_exit_status(err.code);
    }
    if (err.code != ERR_NONE) {
        fprintf(stderr, "weft %s: %s\n", command->name, err.message);
        if (err.hint[0]) fprintf(stderr, "  %s\n", err.hint);
        if (err.code == ERR_USAGE) usage(stderr, command);
    }
    arena_free(arena);
    return status;
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    team_begin(&argc, &argv);
    return team_end(run(argc, argv));
}
