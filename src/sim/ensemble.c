/* Threads take runs in order, park what they have found, and whoever completes the next run in
 * order hands it and its successors over. What is taken therefore never depends on the threads.
 *
 * SPDX-License-Identifier: MIT */
#include "ensemble.h"

#include "base/arena.h"
#include "base/limits.h"
#include "engine.h"

#include <pthread.h>
#include <stdlib.h>

/* Runs that may be under way or parked, for each thread of several: enough that a long run does not
 * make the others wait for it. */
#define SLOTS_A_THREAD 3

/* A run from when it is begun until it has been taken. */
struct slot {
    struct sim_output *output;
    bool ready;
};

struct crew {
    const struct sim_ensemble *ensemble;
    const struct program **programs;
    struct slot *slots;
    size_t slot_count;
    struct sim_output **spare; /* outputs that are in no slot */
    size_t spare_count;
    uint64_t total, next, taken, events;
    bool failed;
    struct err err;
    pthread_mutex_t lock;
    pthread_cond_t room; /* a slot was freed, or it is over */
};

static size_t network_of(const struct crew *crew, uint64_t run) {
    return (size_t)(run % crew->ensemble->network_count);
}

static uint32_t replication_of(const struct crew *crew, uint64_t run) {
    return crew->ensemble->first_replication + (uint32_t)(run / crew->ensemble->network_count);
}

static void fail(struct crew *crew, const struct err *err) {
    if (!crew->failed) crew->err = *err;
    crew->failed = true;
    pthread_cond_broadcast(&crew->room);
}

/* Hands over what is ready, in order; the lock is held. */
static void hand_over(struct crew *crew) {
    const struct sim_ensemble *e = crew->ensemble;
    while (crew->taken < crew->total && !crew->failed) {
        struct slot *slot = &crew->slots[crew->taken % crew->slot_count];
        if (!slot->ready) return;
        size_t network = network_of(crew, crew->taken);
        struct sim_output *output = slot->output;
        if (!e->pause_day &&
            !e->take(e->user, network, replication_of(crew, crew->taken), output)) {
            struct err err = {0};
            err_set(&err, ERR_IO, "the simulation was stopped");
            fail(crew, &err);
            return;
        }
        *slot = (struct slot){0};
        crew->spare[crew->spare_count++] = output;
        crew->taken++;
        crew->events += output->events;
        if (e->progress) e->progress(e->user, crew->taken, crew->total, crew->events);
        pthread_cond_broadcast(&crew->room);
    }
}

/* Scenarios mostly have the same shape, so one output serves them all. */
static struct sim_output *shaped(struct sim_output *out, const struct sim_network *network) {
    if (out && out->setting_count == network->setting_count &&
        out->route_count == network->route_count && out->days == network->days)
        return out;
    sim_output_free(out);
    return sim_output_new(network);
}

/* One run of the ensemble; `arena` is the thread's own. */
static bool run_one(const struct crew *crew, uint64_t run, struct sim_context *context,
                    struct arena *arena, struct sim_output *output, struct err *err) {
    const struct sim_ensemble *e = crew->ensemble;
    size_t network = network_of(crew, run);
    uint32_t chance = replication_of(crew, run);
    const struct program *program = crew->programs[network];
    if (e->make) {
        arena_reset(arena);
        const struct sim_network *made =
            e->make(e->user, network, replication_of(crew, run), &chance, arena, err);
        if (!made) return false;
        program = program_new(arena, made);
    }
    if (e->pause_day)
        return pause_make(context, program, e->seed, chance, e->pause_day, e->stop, output,
                          &e->pauses[run], err);
    if (run < e->pause_count && pause_fits(e->pauses[run], program, e->seed, chance))
        return pause_run(context, e->pauses[run], program, e->stop, output, err);
    return engine_run(context, program, e->seed, chance, e->stop, output, err);
}

static void *work(void *user) {
    struct crew *crew = user;
    struct sim_context *context = sim_context_new();
    struct arena *arena = arena_new();
    pthread_mutex_lock(&crew->lock);
    for (;;) {
        while (!crew->failed && crew->next < crew->total &&
               crew->next >= crew->taken + crew->slot_count)
            pthread_cond_wait(&crew->room, &crew->lock);
        if (crew->failed || crew->next >= crew->total) break;
        uint64_t run = crew->next++;
        struct slot *slot = &crew->slots[run % crew->slot_count];
        slot->output = crew->spare_count ? crew->spare[--crew->spare_count] : NULL;
        pthread_mutex_unlock(&crew->lock);

        struct err err = {0};
        slot->output = shaped(slot->output, crew->ensemble->networks[network_of(crew, run)]);
        bool ok = run_one(crew, run, context, arena, slot->output, &err);

        pthread_mutex_lock(&crew->lock);
        if (!ok) {
            fail(crew, &err);
            break;
        }
        slot->ready = true;
        hand_over(crew);
    }
    pthread_mutex_unlock(&crew->lock);
    arena_free(arena);
    sim_context_free(context);
    return NULL;
}

bool sim_ensemble_run(const struct sim_ensemble *ensemble, struct err *err) {
    const struct sim_ensemble *e = ensemble;
    if (e->threads < 1 || e->threads > LIMIT_THREADS)
        return err_set(err, ERR_INPUT, "threads must be 1 to %d, not %d", LIMIT_THREADS,
                       e->threads);
    if (e->replications > LIMIT_REPLICATIONS)
        return err_set(err, ERR_TOO_LARGE, "%u replications are more than %d", e->replications,
                       LIMIT_REPLICATIONS);
    struct crew crew = {.ensemble = e,
                        .total = (uint64_t)e->replications * e->network_count,
                        .slot_count = e->threads > 1 ? (size_t)e->threads * SLOTS_A_THREAD : 1};
    if (crew.total == 0) return true;
    struct arena *arena = arena_new();
    crew.programs = ARENA_NEW(arena, const struct program *, e->network_count);
    for (size_t i = 0; i < e->network_count; i++)
        if (!e->make) crew.programs[i] = program_new(arena, e->networks[i]);
    crew.slots = ARENA_NEW(arena, struct slot, crew.slot_count);
    crew.spare = ARENA_NEW(arena, struct sim_output *, crew.slot_count);
    pthread_mutex_init(&crew.lock, NULL);
    pthread_cond_init(&crew.room, NULL);

    pthread_t *threads = ARENA_NEW(arena, pthread_t, (size_t)e->threads);
    int started = 0;
    while (started < e->threads - 1 && pthread_create(&threads[started], NULL, work, &crew) == 0)
        started++; /* fewer threads than asked for make it slower, not different */
    work(&crew);
    for (int i = 0; i < started; i++) pthread_join(threads[i], NULL);

    pthread_cond_destroy(&crew.room);
    pthread_mutex_destroy(&crew.lock);
    for (size_t i = 0; i < crew.slot_count; i++) sim_output_free(crew.slots[i].output);
    for (size_t i = 0; i < crew.spare_count; i++) sim_output_free(crew.spare[i]);
    arena_free(arena);
    if (crew.failed && err) *err = crew.err;
    return !crew.failed;
}

struct meaning {
    double (*of)(const struct sim_output *output);
    double *sums;
};

static bool add_up(void *user, size_t network, uint32_t replication, const struct sim_output *o) {
    (void)replication;
    const struct meaning *meaning = user;
    meaning->sums[network] += meaning->of(o);
    return true;
}

bool sim_ensemble_means(const struct sim_ensemble *ensemble,
                        double (*of)(const struct sim_output *output), double *means,
                        struct err *err) {
    struct sim_ensemble e = *ensemble;
    struct meaning meaning = {of, means};
    if (!e.replications) return err_set(err, ERR_USAGE, "the mean of no replications");
    for (size_t i = 0; i < e.network_count; i++) {
        means[i] = 0;
        if (!sim_network_check(e.networks[i], err)) return false;
    }
    e.take = add_up;
    e.make = NULL;
    e.user = &meaning;
    if (e.threads < 1) e.threads = 1;
    if (!sim_ensemble_run(&e, err)) return false;
    for (size_t i = 0; i < e.network_count; i++) means[i] /= e.replications;
    return true;
}
