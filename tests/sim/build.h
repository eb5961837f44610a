/* Small networks for tests, and intervals for what their runs give.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "../check.h"

#include "base/arena.h"
#include "sim/ensemble.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline struct sim_time exponential(double mean) {
    return (struct sim_time){.shape = SIM_EXPONENTIAL, .mean = mean};
}

static inline struct sim_time fixed(double value) {
    return (struct sim_time){.shape = SIM_FIXED, .mean = value};
}

/* Means of a thing over replications. */
struct mean {
    double n, sum, squares;
};

static inline void mean_add(struct mean *m, double x) {
    m->n++;
    m->sum += x;
    m->squares += x * x;
}

static inline double mean_of(const struct mean *m) {
    return m->sum / m->n;
}

static inline double mean_error(const struct mean *m) {
    double v = (m->squares - m->sum * m->sum / m->n) / (m->n - 1);
    return sqrt(fmax(0, v) / m->n);
}

/* The 99.9% interval holds what theory says, and is narrow enough to show something. With 40 or
 * more replications Student's t is at most 3.56. */
#define MEAN_IS(m, expected, what)                                                                 \
    do {                                                                                           \
        double half_ = 3.56 * mean_error(m), theory_ = (expected);                                 \
        printf("%-44s %10.4f ± %.4f, theory %.4f\n", what, mean_of(m), half_, theory_);            \
        assert_true((m)->n >= 40);                                                                 \
        if (!(fabs(mean_of(m) - theory_) <= half_)) fail_msg("%s is not as theory says", what);    \
        if (!(half_ < 0.1 * fabs(theory_))) fail_msg("%s: the interval shows nothing", what);      \
    } while (0)

/* The mean of a day's value over days [from, to). */
static inline double over_days(const struct sim_output *o, const double *values, int row, int from,
                               int to) {
    double sum = 0;
    for (int d = from; d < to; d++) sum += values[(size_t)row * (size_t)o->days + (size_t)d];
    return sum / (to - from);
}

static inline void accepted(const struct sim_network *network) {
    struct err err = {0};
    if (!sim_network_check(network, &err)) fail_msg("%s", err.message);
}

/* One replication in an output of its own. */
static inline struct sim_output *run_once(const struct sim_network *network, uint64_t seed,
                                          uint32_t replication) {
    accepted(network);
    struct err err = {0};
    struct sim_context *context = sim_context_new();
    struct sim_output *output = sim_output_new(network);
    if (!sim_run(context, network, seed, replication, NULL, output, &err))
        fail_msg("%s", err.message);
    sim_context_free(context);
    return output;
}

/* Replications 0 to count - 1, each handed to take. */
static inline void run_many(const struct sim_network *network, uint64_t seed, uint32_t count,
                            int threads,
                            bool (*take)(void *, size_t, uint32_t, const struct sim_output *),
                            void *user) {
    accepted(network);
    struct err err = {0};
    struct sim_ensemble ensemble = {.networks = &network,
                                    .network_count = 1,
                                    .seed = seed,
                                    .replications = count,
                                    .threads = threads,
                                    .take = take,
                                    .user = user};
    if (!sim_ensemble_run(&ensemble, &err)) fail_msg("%s", err.message);
}
