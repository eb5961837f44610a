/* Reduces what the engine counted by day to one value for each output, subject and period, one
 * replication at a time, and the values of all replications to rows.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "build.h"
#include "sim/run.h"
#include "simulate.h"

struct outputs;

/* Gets ready for that many scenarios, with the periods, the outputs and the twins that the options
 * ask for. Fails with ERR_NOT_FOUND where `only` leaves nothing. */
MUST_CHECK struct outputs *outputs_new(const struct build_base *base, size_t scenarios,
                                       const struct model_options *options, struct arena *arena,
                                       struct err *err);

/* Memory for so many replications in all; what was taken stays. Fails with ERR_TOO_LARGE when their
 * values would take more than OUTPUTS_BYTES. */
#define OUTPUTS_BYTES ((size_t)8 << 30)
MUST_CHECK bool outputs_reserve(struct outputs *outputs, size_t replications, struct err *err);

/* The values of one replication of a scenario, and how many they are: to be sent elsewhere, or
 * filled in from there. */
double *outputs_values(const struct outputs *outputs, size_t slot, size_t replication,
                       size_t *count);

/* Takes one replication of the scenario in a slot (0 .. scenarios - 1): routes of the network and
 * costs as built. One call at a time. */
struct outputs_run {
    const struct route **route_rows; /* build.route_rows */
    size_t route_count;
    double **cost_by_day; /* build_costs */
    const struct tables *tables;
};
void outputs_take(struct outputs *outputs, const struct outputs_run *run, size_t slot,
                  int replication, const struct sim_output *output);

/* Rows of all, sorted, of the arena; names[slot] is the scenario's id. They hold the values of all
 * replications, and sum up the first so many of them. */
const struct model_row *outputs_rows(const struct outputs *outputs, const char *const *names,
                                     size_t replications, struct arena *arena, size_t *count);
