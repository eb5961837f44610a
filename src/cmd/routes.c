/* weft routes: the addresses of the site, and who may see them.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "options.h"
#include "web/route.h"

#include <stdio.h>

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    (void)arena;
    int rest;
    if (!options_read(argc, argv, NULL, 0, 0, 0, &rest, err)) return err_exit_status(err->code);
    static const char *const who[] = {[PERMISSION_UNSAID] = "nobody said",
                                      [PERMISSION_READ] = "read",
                                      [PERMISSION_WHAT_IF] = "what-if"};
    size_t count;
    const struct route *const *all = routes(&count);
    for (size_t i = 0; i < count; i++)
        printf("%-34s %-8s %-5s %s\n", all[i]->path, who[all[i]->permission],
               all[i]->schema ? "JSON" : "-", all[i]->about);
    return 0;
}

const struct command command_routes = {
    .name = "routes",
    .arguments = "",
    .summary = "The addresses of the site, and who may see them",
    .details =
        "Address, permission, whether it is there as JSON below /api/v1, and what it shows.\n",
    .run = run,
};
