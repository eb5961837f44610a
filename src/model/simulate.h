/* Simulates the scenarios of a package and reduces what happened to rows: an output of a subject in
 * a period, as mean and percentiles over the replications. A replication is one possible future:
 * parameters and dates drawn (draws.h), and chance.
 *
 * Outputs (docs/model.md has the formulas):
 *   arrivals            people who asked for a setting, from outside or from another; sum
 *   present             people in a place, mean over days; `queue` waiting for one, wherever
 *   delayed             people delayed on an average day (delayed transfers of care), and the same
 *   delayed_per_100000  per 100,000 adults (18+) of the subject's place
 *   delayed_nhs, delayed_social_care, delayed_both, and by reason delayed_assessment,
 *                       delayed_public_funding, ...; each also per 100,000 adults
 *   died                people who died in it (left the system with outcome died); sum
 *   delayed_for         people delayed elsewhere on their way into this setting
 *   occupancy           % of places in use (of visits given, where a setting counts visits)
 *   full                % of days on which at least 99% of the places were in use
 *   places_needed       places (or visits a day) that keep the target occupancy, if nobody had to
 *                       wait for any; only when `twin` is set
 *   wait_mean_hours, wait_p50_hours, wait_p95_hours   of those who got a place
 *   within_4h           % who left within the setting's standard hours (so within_12h for 12 hours)
 *   visits              visits given a day
 *   activity            stays ended; for visits settings visits given; sum
 *   cost_gbp            unit costs times what they count; sum, prices of the price year
 *   staff_wte           staff of the places offered; staff_wte_nurses ... by group
 *   staff_needed_wte    staff of places_needed; only when `twin` is set
 * Subjects: a setting, a family of settings (by its name, 'acute beds'), an organisation, a place
 * (of its settings), the system. Periods after warm-up: months 2018-04 and financial years 2018/19,
 * or years only, or days 2018-04-05 as well (without wait_p50 and wait_p95).
 * An output that means nothing for a subject has no row.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

#include <sqlite3.h>
#include <stdint.h>

enum model_by { MODEL_BY_MONTH, MODEL_BY_DAY, MODEL_BY_YEAR };

/* What may differ between replications. */
enum { MODEL_PARAMETERS = 1, MODEL_DATES = 2, MODEL_CHANCE = 4, MODEL_KINDS = 3 };

/* Rows by patterns in which '*' stands for any text. */
struct model_only {
    const char *output, *subject, *period;
};

/* A scenario that is not in the package: one of it without a scheme, or with that scheme alone. */
struct model_mix {
    const char *id, *scenario, *scheme;
    bool alone;
};

/* Several processes that share the replications of one simulation, all with the same package and
 * options. */
struct model_team {
    int rank, size;
    /* Brings values[0..count) from member `from` to all others; called by all in the same order. */
    bool (*share)(void *user, double *values, size_t count, int from, struct err *err);
    void *user;
};

enum model_warm_up_rule {
    MODEL_WARM_UP_PACKAGE, /* as system.warm_up_rule and warm_up_days say */
    MODEL_WARM_UP_MSER,    /* by MSER-5 on a pilot */
    MODEL_WARM_UP_DAYS     /* warm_up_days of the options */
};

/* How long the warm-up was, and how that was found. */
struct model_warm_up {
    int days;
    bool chosen;  /* by the rule; otherwise as said, and what follows has no meaning */
    bool settled; /* false: the pilot was too short to show the end, and the longest was taken */
    int runs, pilot_days;
    double statistic, people; /* MSER-5 at the cut; people in the system after it, on average */
};

/* Futures of one scenario, run until a day and kept: what a scenario that differs only from then on
 * goes on from (sim/pause.h). */
struct model_past;

struct model_options {
    const char *const *scenarios; /* ids; none: every scenario of the package */
    size_t scenario_count;
    const struct model_mix *mixes; /* run as well */
    size_t mix_count;
    int replications; /* 0: 20 */
    unsigned fixed;   /* kinds that are the same in all replications: parameters at their central
                         values, dates as planned, or one and the same chance */
    enum model_warm_up_rule warm_up;
    int warm_up_days;
    enum model_by by;
    const struct model_only *only; /* none: all rows */
    size_t only_count;

    /* Above 0: replications are added, from `replications` (at least 10) up to most_replications
     * (0: 1000), until the half-width of the 95% interval of the mean (Student's t) of each row of
     * precision_of is within that many % of the mean; none: of what measures are forecast by, in
     * the last financial year. A sequential rule as in Law (2015, 9.4.1). */
    double precision_pct;
    const struct model_only *precision_of;
    size_t precision_of_count;
    int most_replications;

    /* Runs what variance.h needs: replications are then pairs, see there. */
    bool decompose;
    const struct model_team *team; /* NULL: alone */
    /* NULL, or what the first replications go on from, each where nothing before its day is another
     * one: of one scenario, without `twin`. The rows are those of whole runs. */
    const struct model_past *past;
    uint64_t seed;
    int threads; /* 0: one for each core */
    bool
        twin; /* also follows everybody as if there were no limits of capacity, for places_needed */
    /* NULL, or called now and then, from any thread but one at a time: runs done of how many (of
     * all scenarios), and events so far. */
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

struct model_precision {
    const struct model_row *row;
    double half_pct; /* half-width of the 95% interval of the mean, % of the mean */
};

struct model_results {
    const struct model_row *rows; /* sorted by scenario, output, subject, period */
    size_t count;
    int replications; /* of each scenario */
    int gone_on;      /* those of them that went on from a past */
    struct model_warm_up warm_up;
    unsigned varied;                    /* kinds that differed between replications */
    struct model_precision *precisions; /* where a precision was asked for: each row that counted */
    size_t precision_count;
    bool precise; /* they are all within it */
    uint64_t seed, events;
    uint64_t exchanges; /* people who held each other's places and swapped, in all runs together */
    double seconds;
};

/* Simulates. Everything in results is the arena's. The same package, scenarios, replications and
 * seed give the same rows for any number of threads and members of a team, and a scenario's rows do
 * not depend on which others are run. Fails when a scenario does not exist, or the tables cannot be
 * made a model. */
MUST_CHECK bool model_simulate(sqlite3 *db, const struct model_options *options,
                               struct arena *arena, struct model_results *results, struct err *err);

/* Runs the replications of the options' one scenario until a day, of which the system must have
 * been simulated before and will be after; free with model_past_free. Fails as model_simulate, and
 * with ERR_INPUT on another day. */
MUST_CHECK bool model_past_make(sqlite3 *db, const struct model_options *options, int32_t day,
                                struct model_past **past, struct err *err);
void model_past_free(struct model_past *past); /* NULL is allowed */
size_t model_past_bytes(const struct model_past *past);

/* How many threads that asks for: 0 is one for each core. */
int model_threads(int asked);

/* The row, or NULL. */
const struct model_row *model_find(const struct model_results *results, const char *scenario,
                                   const char *output, const char *subject, const char *period);

/* All periods of an output of a subject, next to each other: months and years in the order of their
 * names, 2018-04 before 2018/19. NULL where there is none. */
const struct model_row *model_periods(const struct model_results *results, const char *scenario,
                                      const char *output, const char *subject, size_t *count);

/* a - b, replication by replication: of two scenarios, who see the same people (common random
 * numbers), or of two periods of one. Texts are those of a; values is NULL; a or b NULL gives NAN
 * and 0 replications. */
struct model_row model_difference(const struct model_row *a, const struct model_row *b);

/* Long CSV: scenario,output,subject,period,mean,sd,p10,p50,p90,replications, six significant
 * digits. */
struct buf;
void model_write_csv(const struct model_results *results, struct buf *out);

/* A copy of the rows and of nothing else that the run needed; without precisions. Everything is the
 * arena's: that of the run can go. */
void model_results_keep(const struct model_results *from, struct arena *arena,
                        struct model_results *to);
