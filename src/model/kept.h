/* Runs that a package keeps (tables run and result), so that what reads a forecast need not run the
 * model again nor be told a file.
 *
 * Kept are the rows that measures are forecast by (measure.model_output of measure.model_subject),
 * by month and year, and what else is asked for. Rows of years keep the value of each replication,
 * so that scenarios can be compared future by future. Earlier runs stay; the latest one of a
 * scenario, by when it started, speaks. A run knows what tables it was made of (run.inputs).
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
    double seconds;
    const char *inputs; /* see model_inputs; '' where that is not known */
    const char *words;  /* 'scenario plan, run on 30 September 2018, milestones when the plan says,
                           seed 1, 20 replications' */
};

/* A digest of all tables but those of runs: the same as long as nothing in them has changed. */
MUST_CHECK bool model_inputs(sqlite3 *db, struct arena *arena, const char **out, struct err *err);

struct model_keeping {
    const char *started, *inputs; /* as above; inputs as it was when the run began */
    int32_t as_at;
    const char *who;
    const struct model_only *also; /* rows of years that are kept as well; no patterns */
    size_t also_count;
};

/* Keeps each scenario of the results as a run, in a folder or a .weft file that was opened to be
 * changed. *rows: results kept. Fails with ERR_INPUT where no measure is forecast by any of them
 * and nothing else is asked for, or the tables do not take them (see findings). */
MUST_CHECK bool model_keep(struct store *store, const struct model_results *results,
                           const struct model_keeping *how, struct arena *arena,
                           struct findings *findings, size_t *rows, struct err *err);

/* The latest run of a scenario, and its rows; its words say where the package has changed since. */
MUST_CHECK bool model_kept_latest(sqlite3 *db, const char *scenario, struct arena *arena,
                                  struct model_kept *run, struct model_results *results,
                                  struct err *err);

/* The latest run of several scenarios that were run in one go, and its rows; its words name none of
 * them. run->id is NULL where
 * the latest runs of them are not of one go. */
MUST_CHECK bool model_kept_together(sqlite3 *db, const char *const *scenarios, size_t count,
                                    struct arena *arena, struct model_kept *run,
                                    struct model_results *results, struct err *err);
