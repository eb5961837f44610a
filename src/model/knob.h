/* Named numbers of the model that calibration turns: all rows of one name by one factor.
 *
 *     capacity:reablement             the setting of that id; or those of that family; or those
 * whose stay:acute:mean_days            id begins with 'acute-'; or of a pattern with '*'
 *     route:acute->home-care          routes from the one to the other
 *     demand:emergency-*              the settings, or the ids of the rows
 *     route:reason=choice:delay_mean_days   rows by conditions, as effect.on_rows
 *
 * A column may follow, of those of the model; without it: capacity.amount, stay.mean_days,
 * route.share, demand.rate_per_1000, unit_cost.amount_gbp, effect.central.
 *
 * When the shares of routes change, the other routes of the same setting and ages share the rest in
 * their old proportions, so that they still add to 1.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"
#include "store/rows.h"

struct knob_cell {
    int64_t row_no;
    double before, after;
};

struct knob {
    const char *name; /* as given */
    struct rows rows;
    const char *rows_text;
    int column;
    struct knob_cell *cells;
    size_t count;
};

/* All that is turned together. */
#define KNOBS 8
struct knobs {
    struct knob items[KNOBS];
    size_t count;
    struct knob_rest { /* shares that follow, by group of setting and ages */
        struct knob_cell cell;
        int group;
        const char *source; /* of the row; "" where it has none */
    } * rest;
    size_t rest_count;
    int *group_of[KNOBS]; /* by cell of a knob on shares: its group; NULL elsewhere */
    int group_count;
    double *rest_sums, *group_sums; /* before: of the rest, and of all */
};

/* Reads names with commas between them, and the numbers that they stand for. Fails with ERR_USAGE
 * on a name that cannot be read, ERR_NOT_FOUND when it names no row, ERR_INPUT when a number is
 * empty or 0, when two names share a row, or when no route is left to share the rest. */
MUST_CHECK bool knobs_read(sqlite3 *db, const char *names, struct arena *arena, struct knobs *knobs,
                           struct err *err);

/* Sets all numbers in the package to their factors times what they were. Fails with ERR_INPUT when
 * one would leave the range of its column or shares would be more than 1. */
MUST_CHECK bool knobs_turn(sqlite3 *db, struct knobs *knobs, const double *factors,
                           struct err *err);

/* The greatest factor of a knob, all others at 1, with which shares still add to 1 at most;
 * infinite for what is no share. */
double knob_most(const struct knobs *knobs, size_t knob);
