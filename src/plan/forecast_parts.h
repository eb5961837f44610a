/* The pieces that make a forecast; used by forecast*.c only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "forecast.h"
#include "stats/turnbull.h"

/* An action, milestone or decision as the simulation sees it; or a programme or recommendation,
 * which has no work of its own and is done with the last of its parts. */
struct forecast_node {
    const struct plan_item *item; /* NULL: a decision */
    const char *id;
    int32_t due;      /* the deadline that its slip is counted from; DATE_NONE: none */
    int32_t first;    /* its first deadline */
    int32_t done_on;  /* DATE_NONE: open */
    int32_t begun_on; /* first reported in progress; DATE_NONE: never */
    bool open;
    bool group;                 /* a programme or recommendation */
    bool renewed;               /* its current deadline is not its first one */
    bool drawn;                 /* open, and its day can be drawn */
    bool has_slip;              /* when it was done is known, or that it is not */
    double after, until;        /* of that: the day lies above `after` and at most at `until` */
    const struct turnbull *fit; /* NULL: nothing can be drawn */
};

/* How late an item is by one of the deadlines that were said of it: its first, or a renewed one. */
struct forecast_sample {
    const struct forecast_node *of;
    bool renewed;
    int32_t due; /* that deadline */
    struct turnbull_time slip;
};

struct forecast_link {
    size_t from, to;
    int32_t lag;
    bool part; /* `from` is a part of the group `to` */
};

struct forecast_network {
    struct forecast_node *nodes; /* sorted by id */
    size_t count;
    struct forecast_link *links; /* by `to` */
    size_t link_count;
    struct forecast_sample *samples;
    size_t sample_count;
};

#define FORECAST_NEVER INT32_MAX

/* Draws all futures and fills the items (whose order is that of the open nodes of index[]). */
void forecast_simulate(const struct forecast_network *network, const size_t *index,
                       struct forecast *forecast, struct arena *arena);
