/* A network made ready to run: indexes instead of searches, samplers instead of shapes. Read only
 * once made, so that threads share it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "sampler.h"

struct rule_route {
    int index; /* in network.routes */
    int to, switch_to;
    bool holds, counted, switches, tallied;
    double switch_after;
    const struct sampler *delay, *away; /* NULL: none */
};

/* What a class does in a setting. */
struct rule_stay {
    bool present; /* the network has a stay for it */
    struct sampler time;
    const struct sampler *first; /* NULL, or `time` in units of the first day's factor, where that
                                    moves what is cut: for those who are there then */
    double first_visits, last_visits;
    const double *first_by_day, *last_by_day; /* NULL: the same on every day */
    size_t first_route, route_count;          /* in program.routes */
    bool share_by_day;
    const double *upto; /* cumulative shares, where none changes by day */
};

/* People who hold a place of one setting while they wait for another: only such pairs as may be
 * part of a ring. */
struct rule_edge {
    int from, to;
};

struct rule_stream {
    int setting, class_, level;
    const double *rate, *envelope; /* envelope is rate where there is none */
    double hours[25];           /* share of the day's arrivals before each hour, times their mean */
    double mass;                /* the last of them, 1 but for rounding */
    bool flat;                  /* every hour alike */
    const struct sampler *stay; /* the first */
};

struct program {
    const struct sim_network *network;
    int setting_count, class_count;
    int level_count;         /* levels of priority, 0 first */
    struct rule_stay *stays; /* by setting * class_count + class */
    struct rule_route *routes;
    struct rule_edge *edges;        /* by from, so that a setting's edges stand together */
    size_t edge_count, *first_edge; /* by setting, one more at the end */
    struct rule_stream *streams;
    size_t stream_count;
    int *initial_levels;
    struct sampler *remaining; /* by initial; where it has one */
    int *ready;                /* by initial: the route in `routes` of those who are ready */
    /* By setting: places that never change and are given in the order of asking, that nobody keeps
     * while waiting for another one, and that nobody waits for from a place or stops waiting for.
     * It is then known when people ask when they will get one, and when they will leave. */
    bool *direct;
    struct sampler *patience; /* by setting, where people give up */
    bool *any_time;           /* by setting: people leave at any hour of any day */
    int *hourly;              /* settings whose capacity changes by the hour */
    size_t hourly_count;
};

/* Makes a network ready that sim_network_check accepts; on the arena. */
const struct program *program_new(struct arena *arena, const struct sim_network *network);
