/* Runs that a package keeps (tables run and result), so that what reads a forecast need not run the
 * model again nor be told a file.
 *
 * Kept are the rows that measures are forecast by (measure.model_output of measure.model_subject),
 * by month and year. Earlier runs stay; the latest one of a scenario, by when it started, speaks.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "simulate.h"

#include "store/store.h"

struct model_kept {
    const char *id, *scenario, *started; /* started: 2018-09-30T08:15:00Z; id NULL: none is kept */
    int32_t as_at; /* the day as known on which milestones were forecast; DATE_NONE: they come when
                      the plan says */
    int64_t seed;
    int replications;
    const char *words; /* 'scenario plan, run on 30 September 2018, milestones when the plan says,
                          seed 1, 20 replications' */
};

/* Keeps each scenario of the results as a run that began at `started` (UTC, as above), in a folder
 * or a .weft file that was opened to be changed. *rows: results kept. Fails with ERR_INPUT where no
 * measure is forecast by any of them, or the tables do not take them (see findings). */
MUST_CHECK bool model_keep(struct store *store, const struct model_results *results,
                           const char *started, int32_t as_at, const char *who, struct arena *arena,
                           struct findings *findings, size_t *rows, struct err *err);

/* The latest run of a scenario, and its rows. */
MUST_CHECK bool model_kept_latest(sqlite3 *db, const char *scenario, struct arena *arena,
                                  struct model_kept *run, struct model_results *results,
                                  struct err *err);
