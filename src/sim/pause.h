/* Runs that stop before a day and are gone on with, as often as wanted: what a network does from
 * that day on is then known without what went before being run again. The bits are those of a whole
 * run.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "run.h"

struct sim_pause;

/* Runs one replication of a network that sim_network_check accepts, which has limits and does not
 * ask what would be needed, to the beginning of a day (1 to days - 1), and keeps how things stand.
 * `output` is used on the way. Fails as sim_run. */
MUST_CHECK bool sim_pause_make(struct sim_context *context, const struct sim_network *network,
                               uint64_t seed, uint32_t replication, int day,
                               const volatile bool *stop, struct sim_output *output,
                               struct sim_pause **pause, struct err *err);
void sim_pause_free(struct sim_pause *pause); /* NULL is allowed */

/* As sim_run, of a network that differs from the one that was paused only in what happens from that
 * day on: goes on there. *fits tells whether that is so (same seed and replication as well);
 * where it is not, and where the network asks what would be needed, nothing is run. */
MUST_CHECK bool sim_pause_run(struct sim_context *context, const struct sim_pause *pause,
                              const struct sim_network *network, uint64_t seed,
                              uint32_t replication, const volatile bool *stop,
                              struct sim_output *output, bool *fits, struct err *err);

size_t sim_pause_bytes(const struct sim_pause *pause);
