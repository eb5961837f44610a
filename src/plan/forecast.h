/* When will it be done? A forecast date for every open item from this partnership's
 * own slips, carried through the dependencies.
 *
 * A slip is the days from an item's deadline to the day it was done: from its first one, and from
 * each that was put in its place while it was open, which are renewed deadlines. Items done on a
 * known day give a slip; items whose end is only known from a report give an interval; items that
 * are still open are late by at least so much. The distribution is the nonparametric maximum
 * likelihood estimate of stats/turnbull.h (Turnbull 1976; Kaplan and Meier 1958 where no intervals
 * are). It is made for the class of the item: its kind, who oversees it (an action's body, a
 * milestone's programme) and whether it was reported in progress as long before (or after) the
 * deadline as it is now; where fewer than
 * FORECAST_MINIMUM of the class are done, for a wider class: kind and progress, kind, all items;
 * where even these are too few, nothing is forecast, and only the spread of comparable plans is
 * given, if the package holds one (table comparable_slip). An item whose deadline has moved slips
 * from its current one, as renewed deadlines do, or, where too few of those are done, as first
 * ones.
 *
 * The forecast is conditional on what is known on the day: an item that is not done slips by more
 * than it is late already. Each of `replications` futures draws a slip for each open item, with
 * counter-based random numbers (sim/random.h) keyed by seed, future and item, so that the result
 * depends on nothing else; an item that requires another one (dependency of kind requires) is done
 * no sooner than that one and the lag. A programme or recommendation is done with the last of its
 * parts, and holds up whatever requires it; parts that cannot be forecast are left out. What lies
 * beyond everything that was seen to end has no date.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "status.h"

#define FORECAST_MINIMUM 10 /* done items of a class, below which nothing is forecast from it */
#define FORECAST_REPLICATIONS 2000
#define FORECAST_SEED 1

struct forecast_options {
    uint64_t seed;
    int replications; /* 100 to 100,000 */
};

struct forecast_item {
    const struct plan_item *item;
    bool forecast;              /* otherwise only `basis` is set */
    int32_t p10, p50, p80, p90; /* DATE_NONE: beyond everything that was seen */
    double chance;       /* to be done by its current deadline; NAN: it has none, or is a group */
    double chance_first; /* by its first one */
    const char *basis;   /* '12 done and 31 open milestones', or why there is no forecast */
    size_t class_done, class_open;
    bool circular; /* it waits for itself: its own slip only */
    /* The critical chain: what it waits for most often, last first, and how often; empty where its
     * own work decides. */
    const struct plan_item **chain;
    size_t chain_count;
    double chain_share;
    /* Why it has no P50: at the end of that chain stands an item without a day; NULL: no such. */
    const struct plan_item *no_date_of;
};

/* Slips of another plan that is like this one, as the package gives them. */
struct forecast_spread {
    const char *title, *source;
    int64_t n;
    double p20, p50, p80; /* days; NAN where not given */
};

struct forecast {
    int32_t as_at;
    uint64_t seed;
    int replications;
    struct forecast_item *items; /* those open, in the order of the plan */
    size_t count;
    const struct forecast_item **of; /* of each item of the status, in its order; NULL: not open */
    size_t done, open;     /* items whose slip is known, at least as an interval, and open ones */
    size_t forecast_count; /* items with a forecast */
    struct forecast_spread *comparable;
    size_t comparable_count;
};

/* Everything is on the arena; `status` must live as long as the result. */
MUST_CHECK bool plan_forecast_make(sqlite3 *db, const struct plan_status *status,
                                   const struct forecast_options *options, struct arena *arena,
                                   struct forecast *out, struct err *err);

/* NULL: it is not open, or not there. */
const struct forecast_item *plan_forecast_find(const struct forecast *forecast, const char *id);

/* Whether the item has all the dates that can stand in the place of the plan's: P10, P50 and P90.
 */
bool plan_forecast_dates(const struct forecast_item *item);

/* Puts the forecast in the place of the plan's dates, for whoever reads milestones from this open
 * package from now on (the model), until plan_forecast_leave: due_to becomes the P50, early_on the
 * P10, late_on the P90. Milestones without all three stay as the plan has them. What was done after
 * the day of the forecast is not done yet. *fed: how many were put. The package itself is not
 * changed. */
MUST_CHECK bool plan_forecast_feed(sqlite3 *db, const struct forecast *forecast, size_t *fed,
                                   struct err *err);
MUST_CHECK bool plan_forecast_leave(sqlite3 *db, struct err *err);
