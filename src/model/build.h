/* Builds the network that the engine runs for a scenario.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "tables.h"

/* What all scenarios of a package share, so that they see the same people. */
struct build_base {
    const struct tables *tables;
    int32_t first; /* day 0: the start less the warm-up */
    int days;
    uint8_t *months, *weekdays; /* of each day: 0 January, 0 Monday */
    struct band *classes;       /* ages cut wherever a table cuts them, and at 18 */
    int class_count;
    double **persons; /* by place and class: residents by day; NULL where nothing asks */
    double **peak;    /* by demand row: the highest rate_per_1000 of all scenarios, by day, or NULL
                         where none changes it */
    struct sim_initial *initials;       /* people named one by one before those who are counted */
    const struct person_there **people; /* by initial while they are named, in that order */
    size_t initial_count, named_count;
};

struct build {
    const struct build_base *base;
    struct sim_network network;
    const struct route **route_rows; /* the table's row of each route of the network */
    double **cost_by_day;            /* by row of unit_cost: pounds, or NULL where constant */
    bool *reached;                   /* by setting and class */
    /* The first route whose setting schemes push most beyond 1 in all, or NULL. */
    const struct route *over;
    double over_share;
    int over_day;
};

/* Fails when a place whose people are asked for has no population, or nothing can be built. */
MUST_CHECK bool build_base_make(const struct tables *tables, struct arena *arena,
                                struct build_base *base, struct err *err);

/* The base of a replication whose tables are drawn from those of a base; classes, residents and the
 * people at the beginning are those of the base. */
void build_base_draw(const struct build_base *base, const struct tables *drawn, struct arena *arena,
                     struct build_base *made);

/* By row of unit_cost: pounds by day, or NULL where constant. */
double **build_costs(const struct build_base *base, int scenario, struct arena *arena);

/* The network of a scenario (NONE: without any scheme). Fails, naming the rows that are missing, on
 * a model that cannot run: a setting that people reach without a stay, visits or routes for their
 * age, or without a capacity. */
MUST_CHECK bool build_make(const struct build_base *base, int scenario, struct arena *arena,
                           struct build *build, struct err *err);

/* 'ages 18 to 64', 'ages 85 and over'. */
#define BAND_BYTES 40
const char *band_text(struct band band, char out[BAND_BYTES]);
