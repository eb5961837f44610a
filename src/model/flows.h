/* Who went where: how many people moved between settings in each financial year, counted in one
 * possible future.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

#include <sqlite3.h>
#include <stdint.h>

/* People who came into a setting, or left the system. Those who wait for a setting and never come
 * into it are in none. */
struct model_flow {
    const char *from;    /* the setting that they left; NULL: from outside the system */
    const char *to;      /* the setting that they came into; NULL: they left the system */
    const char *outcome; /* of those who left: home, died, ...; NULL: not said, or still in it */
    double persons;
};

struct model_flow_year {
    const char *year;              /* 2018/19 */
    const struct model_flow *rows; /* by setting, those from outside first; none without people */
    size_t count;
};

/* The years of the system, in order; the last may be a part of one. The future is replication 0 of
 * the seed with all numbers at their central values. Everything is the arena's. Fails when there is
 * no such scenario, when the tables cannot be made a model, or when `stop` (may be NULL) was set
 * while it ran. */
MUST_CHECK bool model_flows(sqlite3 *db, const char *scenario, uint64_t seed,
                            const volatile bool *stop, struct arena *arena,
                            const struct model_flow_year **years, size_t *count, struct err *err);
