/* What clients of settings of visits need: straight from the first need to the last over the days
 * of the stay. On the day of leaving there are no visits, unless it is also the day of coming.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "engine.h"

#include <math.h>

/* Visits that a client needs today. */
static inline double client_need(const struct sim_context *c, const struct client *client) {
    return client->need + client->slope * (c->day - client->day);
}

/* The person, in a place of visits, needs `first` visits today and `last` on the day `end`. */
static inline void client_begin(struct sim_context *c, uint32_t who, double first, double last,
                                double end) {
    struct place *at = &c->places[c->people[who].place];
    double days = fmax(1, floor(fmin(end, 1e9)) - c->day);
    struct client *client = &c->clients[who];
    client->need = first;
    client->slope = (last - first) / days;
    client->day = c->day;
    at->needed += first;
    at->slope += client->slope;
}

/* From today on the need stands still. */
static inline void client_stay_over(struct sim_context *c, uint32_t who) {
    struct client *client = &c->clients[who];
    double need = client_need(c, client);
    c->places[c->people[who].place].slope -= client->slope;
    client->need = need;
    client->slope = 0;
}

/* The client leaves: the visits of the day of coming have been spent. */
static inline void client_end(struct sim_context *c, uint32_t who) {
    struct place *at = &c->places[c->people[who].place];
    const struct client *client = &c->clients[who];
    double need = client_need(c, client);
    at->needed -= need;
    at->slope -= client->slope;
    if (client->day == c->day) at->spent += need;
}
