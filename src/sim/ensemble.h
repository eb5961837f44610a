/* Many replications of several networks on threads, with results that do not depend on how many.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "pause.h"

struct arena;

struct sim_ensemble {
    const struct sim_network *const *networks; /* scenarios that sim_network_check accepts */
    size_t network_count;
    uint64_t seed;
    uint32_t first_replication, replications; /* first, first + 1, ... of each network */
    int threads;                              /* 1 to LIMIT_THREADS */
    const volatile bool *stop;                /* NULL, or ends the ensemble early once it is set */

    /* Called once for each replication of each network: replication by replication, and within one
     * network by network, whatever order they finish in. One call at a time, from any thread. The
     * output is lent for the call. False ends the ensemble early. */
    bool (*take)(void *user, size_t network, uint32_t replication, const struct sim_output *output);

    /* NULL, or makes the network of one run, with the settings, routes and days of
     * networks[network], on an arena that lasts as long as the run; NULL with err ends the
     * ensemble. `chance` comes as the replication and may be changed: runs with the same chance
     * draw the same random numbers. Called from any thread, several at a time. */
    const struct sim_network *(*make)(void *user, size_t network, uint32_t replication,
                                      uint32_t *chance, struct arena *arena, struct err *err);

    /* NULL, or of one network, without `needs`: its first runs in order go on from these, where
     * they fit (sim_output.from_day tells; pause.h). With a pause_day above 0 they are made
     * instead: each run stops there and its pause, the caller's from then on, is put here; nothing
     * is taken. */
    struct sim_pause **pauses;
    size_t pause_count; /* where pauses are made: as many as replications */
    int pause_day;

    /* NULL, or called after each `take`: runs taken, of how many, and events so far in all. */
    void (*progress)(void *user, uint64_t done, uint64_t total, uint64_t events);
    void *user;
};

/* Runs them all. Fails when a run fails, when it was stopped or when `take` returned false; what
 * was taken until then are the first runs in order. */
MUST_CHECK bool sim_ensemble_run(const struct sim_ensemble *ensemble, struct err *err);

/* The short way: the mean over replications of the one number that `of` makes of each, by network
 * into means[0..network_count). Checks the networks first, runs on one thread where `threads` is 0,
 * and fails as sim_network_check and sim_ensemble_run. `take` and `make` are unused. */
MUST_CHECK bool sim_ensemble_means(const struct sim_ensemble *ensemble,
                                   double (*of)(const struct sim_output *output), double *means,
                                   struct err *err);
