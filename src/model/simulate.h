/* Simulates the scenarios of a package and reduces what happened to rows: an output of a subject in
 * a period, as mean and percentiles over the replications.
 *
 * Outputs (docs/model.md has the formulas):
 *   arrivals            people who asked for a setting, from outside or from another; sum
 *   present             people in a place, mean over days; `queue` waiting for one, wherever
 *   delayed             people delayed on an average day (delayed transfers of care), and the same
 *   delayed_per_100000  per 100,000 adults (18+) of the subject's place
 *   delayed_nhs, delayed_social_care, delayed_both, and by reason delayed_assessment,
 *                       delayed_public_funding, ... (system and places only)
 *   delayed_for         people delayed elsewhere on their way into this setting
 *   occupancy           % of places in use (of visits given, where a setting counts visits)
 *   full                % of days on which at least 99% of the places were in use
 *   places_needed       places (or visits a day) that keep the target occupancy, if nobody had to
 *                       wait for any; only when `twin` is set
 *   wait_mean_hours, wait_p95_hours   of those who got a place
 *   within_4h           % who left within the setting's standard hours (so within_12h for 12 hours)
 *   visits              visits given a day
 *   activity            stays ended; for visits settings visits given; sum
 *   cost_gbp            unit costs times what they count; sum, prices of the price year
 * Subjects: a setting, a family of settings (by its name, 'acute beds'), an organisation, a place
 * (of its settings), the system. Periods: months 2018-04 and financial years 2018/19 after warm-up.
 * An output that means nothing for a subject has no row.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

#include <sqlite3.h>
#include <stdint.h>

struct model_options {
    const char *const *scenarios; /* ids; none: every scenario of the package */
    size_t scenario_count;
    int replications; /* 0: 20 */
    uint64_t seed;
    int threads; /* 0: one for each core */
    bool twin;   /* also runs every replication without limits of capacity, for places_needed */
    /* NULL, or called now and then, from any thread but one at a time: runs done of how many (of
     * all scenarios; twins count), and events so far. */
    void (*progress)(void *user, uint64_t done, uint64_t total, uint64_t events);
    void *user;
    const volatile bool *stop; /* NULL, or ends the simulation early (with an error) once set */
};

struct model_row {
    const char *scenario, *output, *subject, *period;
    double mean, sd, p10, p50, p90; /* over replications; NAN where nothing can be said */
    int replications;               /* those with a value */
    const double *values;           /* one for each replication of the run, NAN where it has none */
    int value_count;
};

struct model_results {
    const struct model_row *rows; /* sorted by scenario, output, subject, period */
    size_t count;
    int replications; /* of each scenario */
    uint64_t seed, events;
    double seconds;
};

/* Simulates. Everything in results is the arena's. The same package, scenarios, replications and
 * seed give the same rows for any number of threads, and a scenario's rows do not depend on which
 * others are run. Fails when a scenario does not exist, or the tables cannot be made a model. */
MUST_CHECK bool model_simulate(sqlite3 *db, const struct model_options *options,
                               struct arena *arena, struct model_results *results, struct err *err);

/* The row, or NULL. */
const struct model_row *model_find(const struct model_results *results, const char *scenario,
                                   const char *output, const char *subject, const char *period);

/* a - b, replication by replication: of two scenarios, who see the same people (common random
 * numbers), or of two periods of one. Texts are those of a; values is NULL; a or b NULL gives NAN
 * and 0 replications. */
struct model_row model_difference(const struct model_row *a, const struct model_row *b);

/* Long CSV: scenario,output,subject,period,mean,sd,p10,p50,p90,replications, six significant
 * digits. */
struct buf;
void model_write_csv(const struct model_results *results, struct buf *out);
