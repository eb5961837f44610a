/* weft serve PACKAGE: the site, until it is told to stop.
 *
 * SPDX-License-Identifier: MIT */
#include "base/limits.h"
#include "command.h"
#include "options.h"
#include "package.h"
#include "report/check.h"
#include "report/day.h"
#include "web/route.h"
#include "web/site.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static bool serve(struct site *site, const char *path, const char *host, uint16_t port,
                  const sigset_t *ends, struct err *err) {
    const struct http_site what = {.answer = route_answer, .refuse = route_refuse, .user = site};
    struct http_server *server = http_start(host, port, &what, err);
    if (!server) return false;
    site_serve(site, server);
    const char *open = strchr(host, ':') ? "[" : "", *close = *open ? "]" : "";
    printf("Serving %s at http://%s%s%s:%u/ (Ctrl-C ends it)\n", path, open, host, close,
           (unsigned)http_port(server));
    fflush(stdout);
    int which;
    sigwait(ends, &which);
    site_serve(site, NULL);
    http_stop(server);
    return true;
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
    int32_t day;
    if (!report_day_or_today(store_db(store), as_at, &day, err) ||
        !report_check(store_db(store), day, findings, err)) {
        store_close(store);
        return err_exit_status(err->code);
    }
    findings_sort(findings);
    const struct site_options site_options = {.path = argv[0],
                                              .as_at = as_at,
                                              .replications = (int)replications,
                                              .seed = (uint64_t)seed,
                                              .threads = (int)threads,
                                              .findings = findings};
    /* Blocked here, so in every thread begun from here: they wait for this one to take them. */
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    struct site *site = site_new(store_db(store), &site_options, err);
    store_close(store);
    bool ok = site && serve(site, argv[0], host, port, &ends, err);
    site_free(site);
    return ok ? 0 : err_exit_status(err->code);
}

const struct command command_serve = {
    .name = "serve",
    .arguments = "PACKAGE [--listen 127.0.0.1:8000] [--as-at DATE]\n"
                 "                  [--replications N] [--seed S] [--threads T]",
    .summary = "Serves the package as a web site",
    .details =
        "Reads only; a what-if question changes nothing. The model runs in the background, and pages\n"
        "show what it says when it has finished. Every page is there as JSON below /api/v1;\n"
        "/healthz and /metrics are for machines. A line a request goes to stderr.\n\n"
        "  --listen ADDRESS   an IP address and port, or a port alone; port 0: any free one\n"
        "  Other options as in `weft brief`.\n",
    .run = run,
};
