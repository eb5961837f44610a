/* Counts of what a server did, in the text format of Prometheus.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

#include <stdatomic.h>
#include <stdint.h>

#define METRICS_BUCKETS 9

struct metrics {
    atomic_uint_fast64_t requests[6]; /* by hundreds of the status; 0: none was sent */
    atomic_uint_fast64_t bytes, microseconds, below[METRICS_BUCKETS];
};

/* One request; from any thread. */
void metrics_add(struct metrics *metrics, int status, size_t bytes, double ms);
void metrics_write(struct metrics *metrics, struct buf *out);

/* One number with its name, kind (counter, gauge) and meaning. */
void metrics_one(struct buf *out, const char *name, const char *kind, const char *help,
                 double value);
