/* The financial gap of the system, year by year: what opens it, what closes it, and how likely that
 * is. docs/money.md says the method.
 *
 * Read from `budget`: the system's own lines (no organisation) that are not part of another line.
 * Pressures open the gap; savings and income close it; spend and transfers are not counted.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

#include <sqlite3.h>
#include <stdint.h>

#define MONEY_DRAWS 20000 /* standard error of a chance: below 0.4 percentage points */

struct money_line {
    const char *title, *source;
    bool opens;               /* a pressure; otherwise a saving or income, which closes the gap */
    double amount_gbp;        /* as planned, positive */
    double low_gbp, high_gbp; /* least and most that it may be: low_gbp <= amount_gbp <= high_gbp */
    bool rated;               /* the range comes from its colour, not from printed figures */
    bool fixed;               /* neither range nor colour: taken as certain */
};

struct money_gap {
    const char *year;               /* 2020/21 */
    const struct money_line *lines; /* the bridge: pressures first, then in the package's order */
    size_t line_count, rated_count, fixed_count;
    double opens_gbp; /* all pressures as planned: the gap if nothing is done */
    double closes_gbp, closes_low_gbp, closes_high_gbp; /* all that closes, as planned; every line
                                                           at its least; every line at its most */
    double left_gbp; /* opens - closes: what the plan itself leaves open; negative: a surplus */
    double closes_p10_gbp, closes_p90_gbp; /* of the draws */
    double chance; /* share of the draws in which nothing is left; NAN when every line is fixed */
};

struct money_gaps {
    const struct money_gap *years; /* those with a pressure and something else, in order of time */
    size_t count;
};

/* Reads and draws: MONEY_DRAWS times a year, each line on its own from a triangular distribution
 * (least, planned, most), with a generator keyed by seed and year. A line with only a colour: see
 * docs/money.md. Everything is on the arena. */
MUST_CHECK bool money_gaps_read(sqlite3 *db, uint64_t seed, struct arena *arena,
                                struct money_gaps *out, struct err *err);

/* The quantile u in [0, 1] of the triangular distribution on [low, high] with its peak at mode. */
double money_triangular(double low, double mode, double high, double u);
