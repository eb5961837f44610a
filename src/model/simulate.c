/* Runs scenarios, and their twins without limits, as one ensemble; see simulate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "simulate.h"

#include "base/limits.h"
#include "outputs.h"
#include "sim/ensemble.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define REPLICATIONS 20

struct simulation {
    const struct model_options *options;
    struct outputs *outputs;
    struct build *builds; /* by scenario */
    const char **names;   /* by scenario */
    size_t each;          /* networks of a scenario: itself, and its twin */
    size_t scenario_count;
    uint64_t events;
};

static bool take(void *user, size_t network, uint32_t replication,
                 const struct sim_output *output) {
    struct simulation *s = user;
    size_t slot = network / s->each;
    outputs_take(s->outputs, &s->builds[slot], slot, (int)replication, network % s->each == 1,
                 output);
    return true;
}

static void progress(void *user, uint64_t done, uint64_t total, uint64_t events) {
    struct simulation *s = user;
    s->events = events;
    if (s->options->progress) s->options->progress(s->options->user, done, total, events);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool choose(const struct tables *tables, const struct model_options *options,
                   struct arena *arena, int **chosen, size_t *count, struct err *err) {
    *count = options->scenario_count ? options->scenario_count : tables->scenario_count;
    *chosen = ARENA_NEW(arena, int, *count);
    if (!*count) {
        err_set(err, ERR_INPUT, "scenario.csv: has no rows: there is nothing to simulate");
        return err_hint(err, "A row 'do-nothing' simulates the system without any scheme.");
    }
    size_t n = 0;
    for (size_t i = 0; i < *count; i++) {
        int scenario =
            options->scenario_count ? tables_scenario(tables, options->scenarios[i]) : (int)i;
        if (scenario == NONE) {
            err_set(err, ERR_NOT_FOUND, "there is no scenario '%s'", options->scenarios[i]);
            return err_hint(err, "scenario.csv lists them.");
        }
        bool twice = false;
        for (size_t k = 0; k < n; k++) twice = twice || (*chosen)[k] == scenario;
        if (!twice) (*chosen)[n++] = scenario;
    }
    *count = n;
    return true;
}

bool model_simulate(sqlite3 *db, const struct model_options *options, struct arena *arena,
                    struct model_results *results, struct err *err) {
    double began = seconds();
    int replications = options->replications ? options->replications : REPLICATIONS;
    int threads = options->threads ? options->threads : (int)sysconf(_SC_NPROCESSORS_ONLN);
    if (threads < 1) threads = 1;
    if (threads > LIMIT_THREADS) threads = LIMIT_THREADS;
    if (replications < 1 || replications > LIMIT_REPLICATIONS)
        return err_set(err, ERR_USAGE, "%d replications; 1 to %d can be run", replications,
                       LIMIT_REPLICATIONS);
    struct tables *tables = ARENA_NEW(arena, struct tables, 1);
    struct build_base *base = ARENA_NEW(arena, struct build_base, 1);
    int *chosen;
    struct simulation s = {.options = options, .each = options->twin ? 2 : 1};
    if (!tables_read(db, arena, tables, err) ||
        !choose(tables, options, arena, &chosen, &s.scenario_count, err) ||
        !build_base_make(tables, arena, base, err))
        return false;
    s.builds = ARENA_NEW(arena, struct build, s.scenario_count);
    s.names = ARENA_NEW(arena, const char *, s.scenario_count);
    size_t count = s.scenario_count * s.each;
    struct sim_network *twins = ARENA_NEW(arena, struct sim_network, s.scenario_count);
    const struct sim_network **networks = ARENA_NEW(arena, const struct sim_network *, count);
    for (size_t i = 0; i < s.scenario_count; i++) {
        s.names[i] = tables->scenarios[chosen[i]].id;
        if (!build_make(base, chosen[i], arena, &s.builds[i], err) ||
            !sim_network_check(&s.builds[i].network, err)) {
            err_context(err, "scenario '%s'", s.names[i]);
            return false;
        }
        networks[i * s.each] = &s.builds[i].network;
        if (!options->twin) continue;
        twins[i] = s.builds[i].network;
        twins[i].unlimited = true;
        networks[i * s.each + 1] = &twins[i];
    }
    s.outputs = outputs_new(base, s.scenario_count, replications, options->twin, arena, err);
    if (!s.outputs) return false;
    struct sim_ensemble ensemble = {.networks = networks,
                                    .network_count = count,
                                    .seed = options->seed,
                                    .replications = (uint32_t)replications,
                                    .threads = threads,
                                    .stop = options->stop,
                                    .take = take,
                                    .progress = progress,
                                    .user = &s};
    if (!sim_ensemble_run(&ensemble, err)) return false;
    *results = (struct model_results){
        .replications = replications, .seed = options->seed, .events = s.events};
    results->rows = outputs_rows(s.outputs, s.names, arena, &results->count);
    results->seconds = seconds() - began;
    return true;
}
