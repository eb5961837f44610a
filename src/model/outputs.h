/* Reduces what the engine counted by day to one value for each output, subject and period, one
 * replication at a time, and the values of all replications to rows.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "build.h"
#include "sim/run.h"
#include "simulate.h"

struct outputs;

/* Gets ready for that many scenarios and replications. Fails with ERR_TOO_LARGE when their values
 * would take more than OUTPUTS_BYTES. */
#define OUTPUTS_BYTES ((size_t)8 << 30)
MUST_CHECK struct outputs *outputs_new(const struct build_base *base, size_t scenarios,
                                       int replications, bool twin, struct arena *arena,
                                       struct err *err);

/* Takes one replication of the scenario in a slot (0 .. scenarios - 1), built as given; `twin` when
 * it was run without limits of capacity. One call at a time. */
void outputs_take(struct outputs *outputs, const struct build *build, size_t slot, int replication,
                  bool twin, const struct sim_output *output);

/* Rows of all, sorted, of the arena; names[slot] is the scenario's id. */
const struct model_row *outputs_rows(const struct outputs *outputs, const char *const *names,
                                     struct arena *arena, size_t *count);
