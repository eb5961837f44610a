/* What the pages show, and the model's run in the background; see site.h.
 *
 * SPDX-License-Identifier: MIT */
#include "site.h"

#include "asks.h"
#include "base/hash.h"
#include "http.h"
#include "model/key.h"
#include "search.h"
#include "store/copy.h"
#include "store/query.h"

#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct site {
    struct site_options options;
    sqlite3 *pages, *model; /* copies: one for pages, one for the thread of the model */
    pthread_mutex_t taken;  /* guards pages and server */
    volatile bool stop;
    pthread_t thread;
    struct asks *asks;
    struct arena *arena; /* of all states; one thread at a time adds to it */
    _Atomic(const struct site_state *) state;
    uint64_t key;                     /* of what was run; 0: nothing was */
    const struct site_state *carried; /* NULL, or with what the model said before */
    struct http_server *server;
    atomic_uint_fast64_t done, total;
};

static void on_progress(void *user, uint64_t done, uint64_t total, uint64_t events) {
    (void)events;
    struct site *site = user;
    atomic_store(&site->total, total);
    atomic_store(&site->done, done);
}

static struct brief_options brief_options(const struct site *site) {
    return (struct brief_options){.as_at = site->options.as_at,
                                  .replications = site->options.replications,
                                  .seed = site->options.seed,
                                  .threads = site->options.threads,
                                  .findings = site->options.findings};
}

static void publish(struct site *site, const struct site_state *state) {
    atomic_store(&site->state, state);
    pthread_mutex_lock(&site->taken);
    http_forget(site->server);
    pthread_mutex_unlock(&site->taken);
}

/* What pages show of the model: years of everything, months of what is drawn by month and of what
 * measures are forecast by. The rest (months of each reason for a delay, of staff and of cost)
 * would be three quarters of all rows. */
static bool rows_shown(struct site *site, struct model_options *options, struct arena *arena,
                       struct err *err) {
    static const char *const monthly[] = {"arrivals",
                                          "present",
                                          "visits",
                                          "occupancy",
                                          "full",
                                          "queue",
                                          "delayed",
                                          "delayed_for",
                                          "wait_mean_hours",
                                          "within_*",
                                          "delayed_per_100000"};
    enum { MONTHLY = sizeof monthly / sizeof monthly[0], MEASURES = 500 };
    struct model_only *only = ARENA_NEW(arena, struct model_only, 1 + MONTHLY + MEASURES);
    size_t count = 0;
    only[count++] = (struct model_only){"*", "*", "*/*"};
    for (size_t i = 0; i < MONTHLY; i++)
        only[count++] = (struct model_only){monthly[i], "*", "*-*"};
    struct query *q = query_new(site->model,
                                "SELECT DISTINCT model_output, model_subject FROM measure WHERE "
                                "model_output IS NOT NULL AND model_subject IS NOT NULL LIMIT 500",
                                err);
    if (!q) return false;
    while (count < 1 + MONTHLY + MEASURES && query_next(q))
        only[count++] = (struct model_only){arena_string(arena, query_text(q, 0)),
                                            arena_string(arena, query_text(q, 1)), "*"};
    options->only = only;
    options->only_count = count;
    return query_free(q, err);
}

/* Runs both scenarios; NULL when there is nothing to run, or with err when it cannot be run. The
 * arena is the run's, which needs much more than its results. */
static const struct model_results *run_model(struct site *site, struct arena *arena,
                                             struct err *err) {
    const char *scenarios[2];
    struct model_options options = {.scenarios = scenarios,
                                    .replications = site->options.replications,
                                    .seed = site->options.seed,
                                    .threads = site->options.threads,
                                    .twin = true,
                                    .progress = on_progress,
                                    .user = site,
                                    .stop = &site->stop};
    const char *nothing, *plan;
    if (!brief_scenarios(site->model, site->arena, &nothing, &plan, err)) return NULL;
    if (nothing) scenarios[options.scenario_count++] = nothing;
    if (plan) scenarios[options.scenario_count++] = plan;
    if (!options.scenario_count || !rows_shown(site, &options, arena, err)) return NULL;
    struct model_results run, *results = ARENA_NEW(site->arena, struct model_results, 1);
    if (!model_simulate(site->model, &options, arena, &run, err)) return NULL;
    model_results_keep(&run, site->arena, results);
    return results;
}

/* ---- what the model said before ----------------------------------------------------------------
 */

static void mix_text(uint64_t *key, const char *text) {
    *key = hash_text(*key, text ? text : "");
}

/* Says all that the runs and what is kept of them stand on; 0 where that is not known. */
static uint64_t key_of(struct site *site) {
    struct arena *arena = arena_new();
    struct err err = {0};
    struct model_options options = {.seed = 0};
    const char *nothing, *plan;
    uint64_t key = 0;
    bool ok = model_key(site->model, &key, &err) &&
              brief_scenarios(site->model, arena, &nothing, &plan, &err) &&
              rows_shown(site, &options, arena, &err);
    if (ok) {
        mix_text(&key, nothing);
        mix_text(&key, plan);
        for (size_t i = 0; i < options.only_count; i++) {
            mix_text(&key, options.only[i].output);
            mix_text(&key, options.only[i].subject);
            mix_text(&key, options.only[i].period);
        }
    }
    arena_free(arena);
    return ok ? key : 0;
}

/* The key of the package as it is run, with dates as they are forecast. */
static bool find_key(struct site *site, const struct site_state *state, struct err *err) {
    size_t fed;
    if (!plan_forecast_feed(site->model, &state->brief.forecast, &fed, err)) return false;
    site->key = key_of(site);
    return plan_forecast_leave(site->model, err);
}

static void copy_flows(const struct site_flows *from, struct arena *arena, struct site_flows *to) {
#define TEXT(text) ((text) ? arena_string(arena, text) : NULL)
    struct model_flow_year *years = ARENA_NEW(arena, struct model_flow_year, from->year_count);
    for (size_t y = 0; y < from->year_count; y++) {
        const struct model_flow_year *year = &from->years[y];
        struct model_flow *rows = ARENA_NEW(arena, struct model_flow, year->count);
        for (size_t i = 0; i < year->count; i++)
            rows[i] = (struct model_flow){TEXT(year->rows[i].from), TEXT(year->rows[i].to),
                                          TEXT(year->rows[i].outcome), year->rows[i].persons};
        years[y] = (struct model_flow_year){TEXT(year->year), rows, year->count};
    }
    *to = (struct site_flows){TEXT(from->scenario), years, from->year_count};
#undef TEXT
}

/* What the model said of the package as it was before, where it would say the same now. */
static const struct site_state *carry(struct site *site, const struct site *before) {
    const struct site_state *old = atomic_load(&before->state);
    if (!site->key || site->key != before->key || !old->results) return NULL;
    struct model_results *results = ARENA_NEW(site->arena, struct model_results, 1);
    struct site_state *carried = ARENA_NEW(site->arena, struct site_state, 1);
    model_results_keep(old->results, site->arena, results);
    carried->results = results;
    carried->flow_count = old->flow_count;
    for (size_t i = 0; i < old->flow_count; i++)
        copy_flows(&old->flows[i], site->arena, &carried->flows[i]);
    return carried;
}

/* ---- the model's thread ------------------------------------------------------------------------
 */

/* Who goes where, in the scenarios that were run. */
static bool count_flows(struct site *site, struct site_state *state, struct err *err) {
    const char *scenarios[2];
    if (!brief_scenarios(site->model, site->arena, &scenarios[0], &scenarios[1], err)) return false;
    for (size_t i = 0; i < 2; i++) {
        struct site_flows *flows = &state->flows[state->flow_count];
        if (!scenarios[i]) continue;
        flows->scenario = scenarios[i];
        if (!model_flows(site->model, scenarios[i], site->options.seed, &site->stop, site->arena,
                         &flows->years, &flows->year_count, err))
            return false;
        state->flow_count++;
    }
    return true;
}

static void run_and_count(struct site *site, struct site_state *state, struct err *err) {
    struct arena *arena = arena_new();
    struct err later = {0};
    size_t fed;
    if (plan_forecast_feed(site->model, &state->brief.forecast, &fed, err)) {
        state->results = run_model(site, arena, err);
        if (state->results && !count_flows(site, state, err)) state->flow_count = 0;
        if (!plan_forecast_leave(site->model, &later)) *err = later;
    }
    arena_free(arena);
}

static void *work(void *user) {
    struct site *site = user;
    struct err err = {0};
    const struct site_state *before = atomic_load(&site->state);
    struct site_state *state = ARENA_NEW(site->arena, struct site_state, 1);
    *state = *before;
    state->running = false;
    if (site->carried) {
        state->results = site->carried->results;
        state->flow_count = site->carried->flow_count;
        memcpy(state->flows, site->carried->flows, sizeof state->flows);
    } else {
        run_and_count(site, state, &err);
    }
    if (site->stop) return NULL;
    if (err.code != ERR_NONE) state->failed = arena_string(site->arena, err.message);
    struct brief_options options = brief_options(site);
    options.results = state->results;
    options.without_model = !state->results;
    options.before = &before->brief;
    options.stop = &site->stop;
    err = (struct err){0};
    if (!brief_make(site->model, &options, site->arena, &state->brief, &err)) {
        state->brief = before->brief;
        state->failed = arena_string(site->arena, err.message);
    }
    sqlite3_close(site->model);
    site->model = NULL;
    const char *base = state->brief.plan_id ? state->brief.plan_id : state->brief.nothing_id;
    if (state->results && base) asks_expect(site->asks, base, state->brief.as_at);
    publish(site, state);
    malloc_trim(0); /* the simulation's memory is not needed again soon */
    return NULL;
}

/* Whether there is anything to simulate. */
static bool has_model(struct site *site, struct err *err) {
    struct query *q =
        query_new(site->model,
                  "SELECT EXISTS (SELECT 1 FROM setting) AND EXISTS (SELECT 1 FROM scenario)", err);
    bool has = q && query_next(q) && query_integer(q, 0, 0) != 0;
    return query_free(q, err) && has;
}

static sqlite3 *take(void *user) {
    return site_take(user);
}

static void give(void *user) {
    site_give(user);
}

struct site *site_new(sqlite3 *db, const struct site_options *options, struct err *err) {
    struct site *site = heap_new(1, sizeof *site);
    *site = (struct site){.options = *options, .arena = arena_new()};
    pthread_mutex_init(&site->taken, NULL);
    site->pages = store_copy(db, err);
    site->model = site->pages ? store_copy(db, err) : NULL;
    struct site_state *state = ARENA_NEW(site->arena, struct site_state, 1);
    struct brief_options at_once = brief_options(site);
    at_once.without_model = true;
    if (!site->model || !search_build(site->pages, err) ||
        !brief_make(site->model, &at_once, site->arena, &state->brief, err)) {
        site_free(site);
        return NULL;
    }
    state->findings = options->findings;
    state->running = has_model(site, err);
    state->verdicts = state->brief.verdicts;
    state->verdict_count = state->brief.verdict_count;
    const struct trace_plan known = {&state->brief.plan, &state->brief.forecast};
    if (err->code == ERR_NONE)
        state->threads = trace_graph_new(site->pages, state->brief.as_at, &known, site->arena, err);
    if (err->code == ERR_NONE && !reach_read(site->pages, site->arena, &state->reach, err))
        state->threads = NULL;
    atomic_store(&site->state, state);
    const struct asks_options asks_options = {
        .replications = options->replications ? options->replications : BRIEF_REPLICATIONS,
        .seed = options->seed,
        .threads = options->threads,
        .take = take,
        .give = give,
        .user = site,
        .forecast = &state->brief.forecast};
    if (state->running && err->code == ERR_NONE && find_key(site, state, err) && options->before)
        site->carried = carry(site, options->before);
    site->options.before = NULL;
    if (!state->running) {
        sqlite3_close(site->model);
        site->model = NULL;
        malloc_trim(0);
    }
    if (err->code == ERR_NONE) site->asks = asks_new(&asks_options, err);
    if (err->code != ERR_NONE ||
        (state->running && pthread_create(&site->thread, NULL, work, site) != 0)) {
        if (err->code == ERR_NONE) err_set(err, ERR_IO, "no thread can be started");
        state->running = false;
        site_free(site);
        return NULL;
    }
    return site;
}

void site_free(struct site *site) {
    if (!site) return;
    __atomic_store_n(&site->stop, true, __ATOMIC_RELAXED);
    asks_free(site->asks);
    if (site->thread) pthread_join(site->thread, NULL);
    sqlite3_close(site->pages);
    sqlite3_close(site->model);
    pthread_mutex_destroy(&site->taken);
    arena_free(site->arena);
    free(site);
}

void site_serve(struct site *site, struct http_server *server) {
    pthread_mutex_lock(&site->taken);
    site->server = server;
    http_forget(server);
    pthread_mutex_unlock(&site->taken);
}

const struct site_state *site_state(struct site *site) {
    return atomic_load(&site->state);
}

const struct site_options *site_options(const struct site *site) {
    return &site->options;
}

bool site_kept_runs(const struct site *site) {
    return site->carried != NULL;
}

double site_progress(struct site *site) {
    if (site->carried) return 1;
    uint64_t total = atomic_load(&site->total);
    return total ? (double)atomic_load(&site->done) / (double)total : 0;
}

sqlite3 *site_take(struct site *site) {
    pthread_mutex_lock(&site->taken);
    return site->pages;
}

void site_give(struct site *site) {
    pthread_mutex_unlock(&site->taken);
}

struct asks *site_asks(struct site *site) {
    return site->asks;
}
