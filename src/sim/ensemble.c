/* Many replications on threads: each thread takes the next run, and hands its output over when all
 * runs before it have been taken, so that the order never depends on the threads.
 *
 * SPDX-License-Identifier: MIT */
#include "ensemble.h"

#include "base/limits.h"
#include "engine.h"

#include <pthread.h>
#include <stdlib.h>

struct team {
    const struct sim_ensemble *ensemble;
    const struct program **programs;
    pthread_mutex_t lock;
    pthread_cond_t taken;
    uint64_t next_run, next_take, total, events;
    bool failed;
    volatile bool stop;
    struct err err;
};

/* Ends the team's work; the first failure in order of time is kept. */
static void fail(struct team *team, const struct err *err) {
    if (!team->failed) team->err = *err;
    team->failed = true;
    __atomic_store_n(&team->stop, true, __ATOMIC_RELAXED);
    pthread_cond_broadcast(&team->taken);
}

static void *work(void *argument) {
    struct team *team = argument;
    const struct sim_ensemble *e = team->ensemble;
    struct sim_context *context = sim_context_new();
    struct sim_output **outputs = heap_new(e->network_count, sizeof(struct sim_output *));
    pthread_mutex_lock(&team->lock);
    while (!team->failed && team->next_run < team->total) {
        uint64_t run = team->next_run++;
        pthread_mutex_unlock(&team->lock);
        size_t network = (size_t)(run % e->network_count);
        uint32_t replication = e->first_replication + (uint32_t)(run / e->network_count);
        if (!outputs[network]) outputs[network] = sim_output_new(e->networks[network]);
        struct err err = {0};
        bool ok = engine_run(context, team->programs[network], e->seed, replication,
                             e->stop ? e->stop : &team->stop, outputs[network], &err);
        pthread_mutex_lock(&team->lock);
        while (!team->failed && team->next_take != run)
            pthread_cond_wait(&team->taken, &team->lock);
        if (team->failed) break;
        if (!ok) {
            fail(team, &err);
            break;
        }
        team->events += outputs[network]->events;
        if (!e->take(e->user, network, replication, outputs[network])) {
            err_set(&err, ERR_INPUT, "the simulation was stopped");
            fail(team, &err);
            break;
        }
        team->next_take++;
        if (e->progress) e->progress(e->user, team->next_take, team->total, team->events);
        pthread_cond_broadcast(&team->taken);
    }
    pthread_mutex_unlock(&team->lock);
    for (size_t i = 0; i < e->network_count; i++) sim_output_free(outputs[i]);
    free(outputs);
    sim_context_free(context);
    return NULL;
}

bool sim_ensemble_run(const struct sim_ensemble *e, struct err *err) {
    struct arena *arena = arena_new();
    struct team team = {.ensemble = e, .total = (uint64_t)e->replications * e->network_count};
    team.programs = ARENA_NEW(arena, const struct program *, e->network_count + 1);
    for (size_t i = 0; i < e->network_count; i++)
        team.programs[i] = program_new(arena, e->networks[i]);
    pthread_mutex_init(&team.lock, NULL);
    pthread_cond_init(&team.taken, NULL);
    int threads = e->threads < 1 ? 1 : e->threads > LIMIT_THREADS ? LIMIT_THREADS : e->threads;
    if ((uint64_t)threads > team.total) threads = team.total ? (int)team.total : 1;
    pthread_t *others = ARENA_NEW(arena, pthread_t, (size_t)threads);
    int started = 0;
    while (started < threads - 1 && pthread_create(&others[started], NULL, work, &team) == 0)
        started++;
    work(&team); /* this thread works too, so that one thread that cannot be had is no failure */
    for (int i = 0; i < started; i++) pthread_join(others[i], NULL);
    pthread_cond_destroy(&team.taken);
    pthread_mutex_destroy(&team.lock);
    arena_free(arena);
    if (team.failed) *err = team.err;
    return !team.failed;
}
