/* weft serve PACKAGE: the brief as a page, until it is told to stop.
 *
 * SPDX-License-Identifier: MIT */
#include "base/limits.h"
#include "command.h"
#include "options.h"
#include "model/check.h"
#include "package.h"
#include "web/site.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static bool serve(struct store *store, const struct brief_options *brief_options, const char *host,
                  uint16_t port, struct err *err) {
    /* Blocked here, so in every thread begun from here: they wait for this one to take them. */
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    struct site *site = site_new(store_db(store), brief_options, err);
    if (!site) return false;
    size_t count;
    const struct http_route *routes = site_routes(&count);
    struct http_server *server = http_start(host, port, routes, count, site, err);
    if (server) {
        const char *open = strchr(host, ':') ? "[" : "", *close = *open ? "]" : "";
        printf("Serving %s at http://%s%s%s:%u/ (Ctrl-C ends it)\n", store_path(store), open, host,
               close, (unsigned)http_port(server));
        fflush(stdout);
        int which;
        sigwait(&ends, &which);
        http_stop(server);
    }
    site_free(site);
    return server != NULL;
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
    struct findings *findings = findings_new(arena);
    struct store *store = package_open(argv[0], findings, err);
    if (!store) return err_exit_status(err->code);
    if (!model_check(store_db(store), findings, err)) {
        store_close(store);
        return err_exit_status(err->code);
    }
    const struct brief_options brief_options = {.as_at = as_at,
                                                .replications = (int)replications,
                                                .seed = (uint64_t)seed,
                                                .threads = (int)threads,
                                                .findings = findings};
    bool ok = serve(store, &brief_options, host, port, err);
    store_close(store);
    return ok ? 0 : err_exit_status(err->code);
}

const struct command command_serve = {
    .name = "serve",
    .arguments = "PACKAGE [--listen 127.0.0.1:8000] [--as-at DATE]\n"
                 "                  [--replications N] [--seed S] [--threads T]",
    .summary = "Serves the brief as a page",
    .details =
        "Reads only. The brief is made once, in the background; / shows it, /brief.json "
        "gives it to\nother programs, /health says whether it is ready. A line a request "
        "goes to stderr.\n\n"
        "  --listen ADDRESS   an IP address and port, or a port alone; port 0: any free one\n"
        "  Other options as in `weft brief`.\n",
    .run = run,
};
