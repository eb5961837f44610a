/* What is decided for a person: whether there is room, when they may leave, where they go, how long
 * they wait. Nobody is moved here. Private to the room.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "engine.h"

/* Budgets of visits are sums of fractions. */
#define BUDGET_SLACK 1e-6

static inline const struct rule_stay *choice_stay(const struct sim_context *c, int setting,
                                                  int class_) {
    return &c->program->stays[setting * c->program->class_count + class_];
}

/* Visits a day that somebody who comes on a day needs at first, and at last. */
static inline double choice_first_visits(const struct rule_stay *stay, int day) {
    return stay->first_by_day ? stay->first_by_day[day] : stay->first_visits;
}
static inline double choice_last_visits(const struct rule_stay *stay, int day) {
    return stay->last_by_day ? stay->last_by_day[day] : stay->last_visits;
}

/* Whether a person of a class finds room, if nobody waits. */
bool choice_fits(const struct sim_context *c, const struct place *to, int setting, int class_);

/* The first moment after now at which people may leave a setting that has hours for it. */
double choice_next_hour(const struct sim_context *c, int setting, double now);
/* The route of a draw, in program.routes, on a day on which shares may be others. */
size_t choice_route_by_day(const struct sim_context *c, const struct rule_stay *stay, uint32_t draw,
                           size_t day);

/* The first moment from now on at which people may leave the setting. */
static inline double choice_may_leave(const struct sim_context *c, int setting, double now) {
    return c->places[setting].any_time ? now : choice_next_hour(c, setting, now);
}

/* The route of a draw, in program.routes. */
static inline size_t choice_route(const struct sim_context *c, const struct rule_stay *stay,
                                  uint32_t draw, size_t day) {
    if (stay->share_by_day) return choice_route_by_day(c, stay, draw, day);
    double u = (draw + 0.5) * 0x1p-32;
    size_t i = 0, last = stay->route_count - 1;
    while (i < last && u >= stay->upto[i]) i++;
    return stay->first_route + i;
}

/* The time that a person spends in no place on a route that has one. */
double choice_away(const struct sim_context *c, const struct rule_route *r, uint32_t stream,
                   uint32_t index, uint32_t step, double now);

/* The first setting with room that takes in who finds this one full; SIM_NONE where all are. */
int choice_overflow(const struct sim_context *c, int setting, int class_);

/* How long the person, who may have asked some time ago, will go on waiting for a setting, and what
 * ends that; HUGE_VAL: as long as it takes. */
double choice_wait(const struct sim_context *c, const struct person *p, int setting, double now,
                   enum wait_end *end);
