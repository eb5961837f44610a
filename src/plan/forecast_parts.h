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
    int32_t due;      /* its first deadline; DATE_NONE: none */
    int32_t done_on;  /* DATE_NONE: open */
    bool open, begun; /* begun: reported as in progress, before it was done */
    bool group;       /* a programme or recommendation */
    bool drawn;       /* open, and its day can be drawn */
    struct turnbull_time slip;
    bool has_slip;
    const struct turnbull *fit; /* NULL: nothing can be drawn */
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
};

#define FORECAST_NEVER INT32_MAX

/* Draws all futures and fills the items (whose order is that of the open nodes of index[]). */
void forecast_simulate(const struct forecast_network *network, const size_t *index,
                       struct forecast *forecast, struct arena *arena);
