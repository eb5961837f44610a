/* A network of settings: what a program hands to the engine (run.h). Built by hand or by the model
 * room; the engine knows no table and no file.
 *
 * Time is in days; day 0 is the first day simulated (warm-up included). Whatever changes over time
 * is an array with one value a day, of length network.days. All arrays stay the caller's and must
 * outlive the run. A person has a class (an age band); stays and routes are given for each setting
 * and class.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

#define SIM_NONE (-1)

struct arena;

enum sim_kind {
    SIM_PLACES, /* one person, one place */
    SIM_VISITS, /* a daily budget of visits */
    SIM_OPEN,   /* never full */
};

enum sim_shape {
    SIM_EXPONENTIAL,
    SIM_LOGNORMAL,
    SIM_GAMMA,
    SIM_WEIBULL,
    SIM_FIXED,
    SIM_EMPIRICAL, /* samples with weights */
    SIM_MIXTURE,   /* one of several times, by their weights */
};

/* A length of time in days. mean and sd are those before truncation to [min, max]; truncation draws
 * again from the part inside (inverse of the distribution function), it does not clip. */
struct sim_time {
    enum sim_shape shape;
    double mean, sd;
    double min, max;                 /* max 0: none */
    const double *samples, *weights; /* SIM_EMPIRICAL; weights (NULL: all alike) of parts too */
    size_t sample_count;
    const struct sim_time *parts; /* SIM_MIXTURE: no mixtures, without scale_by_day; whose own mean,
                                     sd, min and max say nothing */
    size_t part_count;
    const double *scale_by_day; /* NULL, or what the time is multiplied by before truncation, by the
                                   day on which it begins */
};

/* The hours of a day within which people leave. */
struct sim_hours {
    uint8_t weekdays; /* bit 0 Monday .. bit 6 Sunday; not 0 */
    uint8_t from, to; /* [from, to), 0 to 24 */
};

struct sim_setting {
    const char *name;
    enum sim_kind kind;
    bool by_priority; /* lowest number first, then first come; otherwise first come */
    /* Places (rounded to whole ones), or visits a day: one value a day, or for places 24 a day
     * (`capacity_by_hour`). Unused when open. When capacity falls below what is in use nobody is
     * turned out: places close as people leave. */
    const double *capacity;
    bool capacity_by_hour;
    unsigned leave_weekdays; /* bit 0 Monday .. bit 6 Sunday; 0 or 0x7f: every day */
    int leave_from,
        leave_to; /* hours within which people leave: [from, to); 0 and 24 (or 0): any */
    const struct sim_hours *leave_by_day; /* NULL, or instead of these three, one a day; the last
                                             one stands from then on */
    /* NULL, or for each day whether people are taken in: on other days those who ask wait as if
     * there were no room. Not of SIM_OPEN; ignored where capacities are (`unlimited`). */
    const bool *takes_in;
    double standard_days; /* a person should have left within this time of arriving (in queue,
                             place, delay); 0: none */
    /* People who wait give up after a time drawn for each, and go to give_up_to (SIM_NONE: leave
     * the system), from the place that they hold if they hold one. */
    bool gives_up;
    struct sim_time patience;
    int give_up_to;
    /* Who finds the setting full goes to overflow_to: at once where overflow_after is 0, if there
     * is room (or, where that is full too, in its own overflow); otherwise after waiting that long,
     * to the end of the queue there. */
    bool overflows;
    int overflow_to;
    double overflow_after;               /* days */
    const double *overflow_after_by_day; /* NULL, or instead of it, by the day of asking */
};

/* Where people of one class go when their stay in a setting ends. */
struct sim_route {
    int setting, class_; /* from */
    int to;              /* SIM_NONE: leaves the system */
    double share;
    const double *share_by_day; /* NULL, or instead of share; shares are rescaled to add to 1 */
    bool holds;                 /* keeps the place while waiting for the next one */
    bool has_delay; /* a delay before the search for a place begins, spent in the place */
    struct sim_time delay;
    bool switches;       /* after switch_after days of waiting for `to` goes to switch_to instead */
    int switch_to;       /* SIM_NONE: leaves the system */
    double switch_after; /* days */
    const double *switch_after_by_day; /* NULL, or instead of it, by the day of asking */
    bool counted;                      /* its waits and delays are delayed transfers of care */
    bool tallied;  /* those who leave the system by it are counted (sim_output.tallied) */
    bool has_away; /* a time in no place between leaving and asking for `to` (where it does not
                      hold): people who come back */
    struct sim_time away;
};

/* How long people of a class stay, and for SIM_VISITS how many visits a day they need at the start
 * and at the end. */
struct sim_stay {
    int setting, class_;
    struct sim_time time;
    double first_visits, last_visits;
    const double *first_by_day, *last_by_day; /* NULL, or instead of these, by the day of coming */
};

/* A non-stationary Poisson stream of people from outside. */
struct sim_demand {
    int setting, class_;
    int priority;        /* 0 (first) to 255 */
    const double *rate;  /* expected arrivals, one value a day */
    const double *hours; /* NULL, or 24 factors with mean 1 */
    /* NULL, or at least rate on every day and the same in all scenarios that are to be compared:
     * candidates come at this rate and are kept with probability rate/envelope, so that scenarios
     * see the same people (thinning: Lewis and Shedler 1979). */
    const double *envelope;
};

struct sim_initial {
    int setting, class_;
    bool waiting;   /* in the queue of the setting from outside; otherwise in a place */
    double persons; /* a whole number */
    int priority;   /* of those who wait, as in sim_demand */
    /* People in places have been there for a while: what is left of their stay is drawn from
     * `remaining`, or where that is NULL and nobody knows since when they are there, from the
     * equilibrium residual life of the stay (Cox 1962). People who wait have their stay before
     * them. They are in the queue before anyone else, in the order of the initials. */
    const struct sim_time *remaining;
    /* What is known of them. */
    bool so_far_known;
    double so_far; /* days in the place: what is left is that of a stay that is longer */
    bool ready;    /* in the place, but the stay is over: they wait for `to`, by the first route of
                      their class that holds and leads there */
    int to;
    double waited; /* days that those who wait, or are ready, have waited already */
};

struct sim_network {
    int days;          /* simulated, warm-up included */
    int first_weekday; /* of day 0: 0 Monday .. 6 Sunday */
    int class_count;
    const struct sim_setting *settings;
    size_t setting_count;
    const struct sim_stay *stays;
    size_t stay_count;
    const struct sim_route *routes;
    size_t route_count;
    const struct sim_demand *demands;
    size_t demand_count;
    const struct sim_initial *initials;
    size_t initial_count;
    bool unlimited; /* ignore every capacity: how many places would be in use if there were always
                       one */
    bool needs; /* with limits, and beside it without: fills sim_output.needed. The same people in
                   one run, for less than a second run takes; not with `unlimited` */
};

/* `count` times the same value, on the arena: for each day of a network, or hour, alike. */
double *sim_flat(struct arena *arena, int count, double value);

/* Refuses, with a sentence, what cannot be simulated: an index out of range, a time without a
 * positive mean, a class that reaches a setting without a stay or routes there, shares that are all
 * zero, NAN or negative numbers. */
MUST_CHECK bool sim_network_check(const struct sim_network *network, struct err *err);
