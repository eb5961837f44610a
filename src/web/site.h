/* What the pages of `weft serve` show: an open package, what is known of it at once, and what the
 * model says once it has run in the background.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/finding.h"
#include "model/flows.h"
#include "model/simulate.h"
#include "report/brief.h"
#include "report/reach.h"
#include "report/trace.h"

struct http_server;
struct site;

struct site_options {
    const char *path; /* of the package, for words */
    int32_t as_at;    /* DATE_NONE: as the brief chooses */
    int replications;
    uint64_t seed;
    int threads;
    const struct findings *findings; /* of the checks; sorted */
    struct site *before; /* NULL, or what was shown before: where the model reads the same it is not
                            run again; looked at by site_new only */
};

/* Who goes where in a scenario, by year. */
struct site_flows {
    const char *scenario;
    const struct model_flow_year *years;
    size_t year_count;
};

/* What is known of the package. It never changes; a newer one takes its place when the model has
 * run, and older ones stay until site_free. */
struct site_state {
    struct brief brief;
    const struct model_results *results; /* NULL: the model has not run (yet) */
    struct site_flows flows[2]; /* of the brief's scenarios; 0 where the model has not run */
    size_t flow_count;
    bool running;       /* the model runs */
    const char *failed; /* why it could not; NULL: it could */
    const struct findings *findings;
    const struct measure_verdict *verdicts; /* of all measures and places, as at the brief's day */
    size_t verdict_count;
    const struct trace_graph *threads; /* what hangs together, as at the brief's day */
    struct reach reach;                /* which settings the schemes of the plan change */
};

/* Reads the package, makes what can be known at once, and starts the model in a thread of its own.
 * db is copied and not used afterwards. NULL with err when the package cannot be read. */
MUST_CHECK struct site *site_new(sqlite3 *db, const struct site_options *options, struct err *err);

/* Ends the work that is still going on. NULL is allowed. */
void site_free(struct site *site);

/* The server whose remembered answers are forgotten when the state changes; NULL before it stops.
 */
void site_serve(struct site *site, struct http_server *server);

const struct site_state *site_state(struct site *site);
const struct site_options *site_options(const struct site *site);

/* How far the model is, 0 to 1: at 1 its runs are made, and are being judged. */
double site_progress(struct site *site);

/* Whether what the model said before still holds, so that it was not run. */
bool site_kept_runs(const struct site *site);

/* The package's tables: one caller at a time, between these two. */
sqlite3 *site_take(struct site *site);
void site_give(struct site *site);

/* Questions to the model. */
struct asks;
struct asks *site_asks(struct site *site);
