/* weft serve PACKAGE: the site, until it is told to stop.
 *
 * SPDX-License-Identifier: MIT */
#include "base/limits.h"
#include "command.h"
#include "options.h"
#include "package.h"
#include "web/keeper.h"
#include "web/route.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static bool serve(struct keeper *keeper, const char *path, const char *host, uint16_t port,
                  const sigset_t *ends, struct err *err) {
    const struct http_site what = {.answer = route_answer, .refuse = route_refuse, .user = keeper};
    struct http_server *server = http_start(host, port, &what, err);
    if (!server) return false;
    keeper_serve(keeper, server);
    const char *open = strchr(host, ':') ? "[" : "", *close = *open ? "]" : "";
    printf("Serving %s at http://%s%s%s:%u/ (Ctrl-C ends it)\n", path, open, host, close,
           (unsigned)http_port(server));
    fflush(stdout);
    int which;
    sigwait(ends, &which);
    keeper_serve(keeper, NULL);
    http_stop(server);
    return true;
}

/* A server that runs for weeks gives back what a large page or a run needed: what is large is
 * mapped by itself, whatever came before, and threads share two heaps. */
static void keep_memory_small(void) {
    mallopt(M_MMAP_THRESHOLD, 512 << 10);
    mallopt(M_TRIM_THRESHOLD, 2 << 20);
    mallopt(M_ARENA_MAX, 2);
}

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    const char *listen = "127.0.0.1:8000", *host;
    uint16_t port;
    int32_t as_at = DATE_NONE;
    int64_t replications = BRIEF_REPLICATIONS, seed = BRIEF_SEED, threads = 0;
    const struct option options[] = {
        {.name = "listen", .kind = OPTION_TEXT, .value = &listen},
        {.name = "as-at", .kind = OPTION_DATE, .value = &as_at},
        {"replications", OPTION_INTEGER, &replications, 1, LIMIT_REPLICATIONS},
        {"seed", OPTION_INTEGER, &seed, 0, INT64_MAX / 1024},
        {"threads", OPTION_INTEGER, &threads, 1, LIMIT_THREADS},
    };
    int rest;
    if (!options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 1, &rest, err) ||
        !http_address_parse(listen, arena, &host, &port, err))
        return err_exit_status(err->code);
    keep_memory_small();
    struct findings *findings = findings_new(arena);
    const struct site_options site_options = {.path = argv[0],
                                              .as_at = as_at,
                                              .replications = (int)replications,
                                              .seed = (uint64_t)seed,
                                              .threads = (int)threads};
    /* Blocked here, so in every thread begun from here: they wait for this one to take them. */
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    struct keeper *keeper = keeper_new(&site_options, findings, err);
    if (!keeper && findings->errors) package_refuse(argv[0], findings, err);
    bool ok = keeper && serve(keeper, argv[0], host, port, &ends, err);
    keeper_free(keeper);
    return ok ? 0 : err_exit_status(err->code);
}

const struct command command_serve = {
    .name = "serve",
    .arguments = "PACKAGE [--listen 127.0.0.1:8000] [--as-at DATE]\n"
                 "                  [--replications N] [--seed S] [--threads T]",
    .summary = "Serves the package as a web site",
    .details =
        "Reads only; a what-if question changes nothing. The model runs in the background, and pages\n"
        "show what it says when it has finished. When files of the package change, it is read again, and\n"
        "shown as it was for as long as it cannot be used. Every page is there as JSON below /api/v1;\n"
        "/healthz and /metrics are for machines. A line a request goes to stderr.\n\n"
        "  --listen ADDRESS   an IP address and port, or a port alone; port 0: any free one\n"
        "  Other options as in `weft brief`.\n",
    .run = run,
};
