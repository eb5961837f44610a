/* What is not known exactly about a system, drawn for one replication: how well schemes work, the
 * numbers that the table `uncertainty` names, and the dates of milestones.
 *
 * A number has a low, a central and a high value: with one chance in ten it is beyond low, with one
 * in ten beyond high, and it is as likely on one side of central as on the other. On each side it
 * follows half a normal distribution, so that the three are its 10th, 50th and 90th percentile (a
 * two-piece distribution as in the fan charts of Britton, Fisher and Whitley 1998, here joined at
 * the median); factors are drawn as their logarithms. Nothing goes beyond the 1st and 99th
 * percentile.
 *
 * One draw serves a scheme (its effects are low or high together), one a milestone, one a row of
 * `uncertainty`. A draw is a pure function of the seed, the id and the index of the replication, so
 * that all scenarios see the same. Draws of one id over replications 0, 1, 2 ... fill their range
 * evenly: each block of 2^k of them has one in every 2^k-th part (van der Corput 1935, scrambled as
 * Owen 1995 by the hash of Burley 2020, and shuffled anew for each id so that different ids are
 * independent).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "tables.h"

/* Which draw of each kind a replication has. */
struct future {
    uint32_t parameters, dates, chance;
};
#define FUTURE_CENTRAL UINT32_MAX        /* no draw: the central values, the dates as planned */
#define FUTURE_OTHER ((uint32_t)1 << 30) /* added to an index: from a second, independent set */

/* A number in (0, 1), uniform over seeds, for a thing of a kind ("scheme", "milestone" ...). */
double draw_uniform(uint64_t seed, const char *kind, const char *id, uint32_t index);

/* The value at a probability u; `logarithms` where low, central and high are factors above 0. */
double draw_between(double low, double central, double high, bool logarithms, double u);

/* Whether anything but chance differs between replications: parameters and dates. */
void draws_has(const struct tables *tables, bool *parameters, bool *dates);

/* The tables as a replication has them; what is not drawn is shared with `tables`. The rest is the
 * arena's. May be called from several threads. */
void draws_make(const struct tables *tables, uint64_t seed, struct future future,
                struct arena *arena, struct tables *drawn);
