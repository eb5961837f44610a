/* The state of one run: people, settings and the calendar of events. Private to the room; flow.c
 * moves people, run.c moves time.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "draw.h"
#include "events.h"
#include "program.h"
#include "run.h"

#include <math.h>

#define NOBODY UINT32_MAX

enum stage {
    STAGE_NONE,    /* the record is free */
    STAGE_QUEUE,   /* waits for a place; an event is that of switching */
    STAGE_STAY,    /* in a place; the event is the end of the stay */
    STAGE_DELAY,   /* stay over; the event is the end of the delay */
    STAGE_MOVING,  /* has a place in `wants`; the event is the hour at which people may leave */
    STAGE_LEAVING, /* leaves the place for `wants`, or the system, at the event */
    STAGE_AWAY     /* in no place; asks for `wants` at the event */
};

/* What ends a wait, if nothing does before. */
enum wait_end { WAIT_SWITCH, WAIT_OVERFLOW, WAIT_GIVE_UP };

/* One cache line: people come up in no order, so each costs about one miss. */
struct person {
    double asked;      /* when the person asked for the setting that it is in; see `drawn` */
    double asked_next; /* and for the one that it wants */
    uint64_t event;    /* tag of the one event that counts; others of this person are stale */
    float waited;      /* days until the place was granted */
    uint32_t stream, index;
    uint32_t step : 31, traced : 1;
    uint32_t route_draw;
    uint32_t next, previous; /* in a queue; next also in the list of free records */
    int32_t route;           /* in program.routes, or SIM_NONE */
    int16_t place, wants;    /* settings, or SIM_NONE */
    uint16_t class_;
    uint8_t level;
    uint8_t stage : 3, wait_end : 2; /* the second is what the event of one who waits is */
    bool switched : 1, held : 1;
    bool drawn : 1; /* `asked` is the first stay (sampler_firsts), route_draw the draw of the route
                     */
};
_Static_assert(sizeof(struct person) == 64, "a person is one cache line");

/* What a client of a visits setting needs; beside the person, by the same index. */
struct client {
    double need, slope; /* visits a day on the day it came in; more on each later day */
    int day;
    int promised_on; /* the day on which it was promised the next place of visits */
};

/* Person-days are counted in whole ticks of five millionths of a second, so that a sum does not
 * depend on its order. */
#define TICKS_A_DAY 0x1p34

/* By way of a signed number, which processors convert in one step. */
static inline size_t day_of(double now) {
    return (size_t)(int64_t)now;
}

static inline int64_t ticks_until(double day_end, double now) {
    return (int64_t)((day_end - now) * TICKS_A_DAY);
}

/* Sums of the day so far. A person who begins to be counted at time t adds what is left of the day,
 * one who ends takes it off: the sum is then exactly the person-days within the day. */
struct tally {
    int64_t count; /* people now */
    int64_t ticks; /* person-days of the day */
};

/* What happened at a setting on a day, of people followed one by one: what is added to the sums of
 * the day, and how many more people are held, delayed and in the queue at its end. */
struct cell {
    int64_t present, held, delayed, queue; /* ticks, less those of who was there when it began */
    double wait_sum;
    int32_t held_count, delayed_count, queue_count;
    uint32_t arrivals, entered, left, in_standard, out_standard;
};

/* The same of people who are followed to see what would be needed: ticks in the place, and how many
 * more are there at the end of the day. */
struct stock {
    int64_t ticks, people;
};

/* The same for visits. */
struct needs {
    double need, slope, spent;
};

struct queue {
    uint32_t head, tail;
};

struct place {
    enum sim_kind kind;
    bool by_priority, dirty;
    int64_t used;    /* places taken or promised */
    int64_t room;    /* places for those who come now */
    double budget;   /* visits a day, for those who come; below 0 on a day that takes nobody in */
    double needed;   /* visits needed today by those in it */
    double slope;    /* how that changes until tomorrow */
    double promised; /* first needs of those who have been granted a place */
    double spent;    /* needs of those who came and went today */
    struct tally present, queue, held, delayed;
    int64_t promises; /* granted a place, not yet in it */
    double arrivals, entered, left, wait_sum, in_standard, out_standard;
    double standard;
    bool any_time;        /* to leave */
    double *free;         /* a heap: when each place is free, where the setting is direct */
    struct cell *cells;   /* by day, where people are followed one by one; otherwise NULL */
    struct queue *queues; /* by level */
};

/* Someone who is followed without a record among the people. */
struct walker {
    uint32_t stream, index, step;
    int class_, place;
    uint8_t level;
    bool drawn;
    double stay; /* the first stay (sampler_firsts), where `drawn` */
    uint32_t route_draw;
    double now, asked, asked_next; /* asked: NAN, unknown, for those there at the beginning */
    struct client client;
};

struct stream_state {
    uint32_t index; /* of the next candidate */
    int day, hour;  /* of the last arrival; hour where hours are not alike */
    double rest;    /* arrivals that are left of the day, by the envelope; see arrivals_after */
    double inverse; /* 1 over the envelope of the day */
    struct drawn drawn;
};

/* Someone who comes from outside. */
struct arrival {
    double time, stay; /* the second is the first stay (sampler_firsts) */
    uint32_t stream, index, route_draw;
    uint32_t part; /* of the stretch of time, while they are put in order */
};

/* Who comes next; see arrivals.c. */
struct arrivals {
    struct arrival *next, *end; /* in the list; at the end is one at HUGE_VAL */
    struct arrival *list, *drawn;
    uint32_t *counts; /* by part */
    size_t room;      /* of these three, less one */
    double *times;    /* by stream: of the one who comes after the list; HUGE_VAL: nobody */
    size_t stream_room;
    double until, stretch; /* the end of the list, in time; how long the next one will be */
};

struct sim_context {
    struct arena *arena; /* of sim_run's own programs */
    struct events events;
    struct person *people;
    void *people_memory; /* what to free */
    struct client *clients;
    size_t people_used, people_capacity; /* records ever used in this run; there are */
    size_t people_expected;              /* those at the beginning, and a few more */
    uint32_t free_person;
    struct place *places;
    struct queue *queues;
    struct stream_state *streams;
    struct arrivals arrivals;
    struct tally *route_delayed; /* by network route */
    uint32_t *edge_waiting;      /* people on each edge */
    int *dirty;                  /* settings whose queue wants a look */
    int dirty_count;
    int *search, *came_by; /* for rings: settings to look at, edge by which each was reached */
    uint32_t *ring;
    struct cell *cells;   /* of all settings that need them */
    struct needs *needs;  /* by setting and day, of those without limits where there are visits */
    struct stock *stocks; /* by day and setting, where the network wants to know its needs */
    double *free;         /* of all settings that are direct */
    size_t cell_capacity, needs_capacity, stock_capacity, free_capacity;
    size_t place_capacity, queue_capacity, stream_capacity, route_capacity, edge_capacity;

    /* of this run */
    const struct program *program;
    const struct sim_network *network;
    struct sim_output *output;
    uint64_t seed;
    uint32_t replication;
    int day, until; /* now; before which people come */
    double day_end, horizon;
    int64_t rest; /* ticks from now to the end of the day */
    bool has_clients;
    const volatile bool *stop;     /* may be NULL */
    const struct sim_trace *trace; /* may be NULL */
    uint32_t traced;               /* people told of so far */
    bool by_events;                /* for tests: everybody by events */
};

/* Sets what is left of the day; before anything that happens at a new time. */
static inline void flow_now(struct sim_context *c, double now) {
    c->rest = ticks_until(c->day_end, now);
}

static inline void flow_tell(const struct sim_context *c, const struct person *p,
                             enum sim_trace_what what, int setting, int to, double now) {
    if (!p->traced) return;
    int route = p->route == SIM_NONE ? SIM_NONE : c->program->routes[p->route].index;
    c->trace->tell(c->trace->user, &(struct sim_trace_event){p->stream, p->index, p->class_, now,
                                                             what, setting, to, route});
}

/* A new person with a record; there must be room for one. */
uint32_t flow_person_new(struct sim_context *c);
/* Puts a person into a place without asking: those who are there at the beginning, for so long
 * (`asked`, NAN where that is unknown). */
void flow_place_initial(struct sim_context *c, uint32_t who, int setting, double over, double left);
/* The same for one whose stay is over, and who goes on by a route that holds. */
void flow_place_ready(struct sim_context *c, uint32_t who, int setting, int route);
/* The person asks for a setting now. */
void flow_ask(struct sim_context *c, uint32_t who, int setting, double now);
/* On the first day: the person has asked at a time before (0 or less). */
void flow_ask_since(struct sim_context *c, uint32_t who, int setting, double since);
/* The person's event has come. */
void flow_event(struct sim_context *c, uint32_t who, double now);
/* Puts a setting on the list whose queues want a look; and looks at all of them. */
void flow_mark(struct sim_context *c, int setting);
void flow_settle(struct sim_context *c, double now);
/* Looks for rings through the head of a setting's queue. */
void flow_ring_of_head(struct sim_context *c, int setting, double now);

/* Of somebody who leaves the system by a route. */
static inline void tally_leaver(const struct sim_context *c, const struct rule_route *r,
                                double now) {
    if (r->tallied)
        c->output->tallied[(size_t)c->network->routes[r->index].setting * (size_t)c->network->days +
                           day_of(now)]++;
}

/* The bin of a wait. */
static inline size_t wait_bin(double days) {
    union {
        double value;
        uint64_t bits;
    } minutes = {.value = days * 1440};
    if (!(minutes.value >= 1)) return 0;
    /* The exponent and the first four bits of the fraction, in a row. */
    size_t bin = 1 + (size_t)((minutes.bits >> 48) - ((uint64_t)1023 << 4));
    return bin < SIM_WAIT_BINS ? bin : SIM_WAIT_BINS - 1;
}

/* What is left of the stay of person k of the initials i, and the share of it that is over. */
double initial_remaining(const struct sim_context *c, size_t i, uint32_t k, double *over);
/* When they asked for the place that they are in, NAN where that is unknown; and how long they have
 * waited for the next: nobody waits where there are no limits. */
static inline double initial_asked(const struct sim_initial *initial) {
    return initial->so_far_known ? -initial->so_far : NAN;
}
static inline double initial_waited(const struct sim_context *c,
                                    const struct sim_initial *initial) {
    return c->network->unlimited ? 0 : initial->waited;
}
/* Places or visits offered on a day, mean over its hours. */
double engine_capacity(const struct sim_context *c, size_t setting, size_t day);

/* Runs what is prepared without limits; false when it was stopped. */
bool walk_run(struct sim_context *c);
/* Someone comes to a direct setting. */
void walk_arrive(struct sim_context *c, const struct arrival *arrival);
/* Someone who asks for a direct setting at w->now: to the end of the stay there. */
void walk_pass(struct sim_context *c, struct walker *w, int setting);
/* Follows someone who has just come, or all who are there at the beginning, as if there were always
 * room; and writes what would have been needed. */
void walk_need(struct sim_context *c, const struct arrival *arrival);
void walk_need_initials(struct sim_context *c);
void walk_need_write(struct sim_context *c);
/* Writes what came of a setting whose people are followed one by one. */
void walk_write(struct sim_context *c, size_t setting);

/* Puts someone who comes by a route at a time, in no place until then, among the people. */
void flow_comes(struct sim_context *c, uint32_t stream, uint32_t index, uint32_t step, int class_,
                uint8_t level, int route, double then);

/* Room for so many people: twice what there is, or as many as are expected (at least those asked
 * for, where they are more than one more), each on a cache line of its own. */
void flow_people_room(struct sim_context *c, size_t count);

/* A run with limits in parts: everything made ready, for outputs that are overwritten; the people
 * of the first day, before whom nobody has come; days from one to another, `until` at most; and
 * what is known at the end of the last one. Days fail as sim_run. */
void engine_prepare(struct sim_context *c, const struct program *program, uint64_t seed,
                    uint32_t replication, const volatile bool *stop, struct sim_output *output);
void engine_first(struct sim_context *c);
MUST_CHECK bool engine_days(struct sim_context *c, int from, int to, struct err *err);
void engine_last(struct sim_context *c);

/* Runs a program once; as sim_run. */
MUST_CHECK bool engine_run(struct sim_context *c, const struct program *program, uint64_t seed,
                           uint32_t replication, const volatile bool *stop,
                           struct sim_output *output, struct err *err);

/* The parts of pause.h, of programs. */
struct sim_pause;
MUST_CHECK bool pause_make(struct sim_context *c, const struct program *program, uint64_t seed,
                           uint32_t replication, int day, const volatile bool *stop,
                           struct sim_output *output, struct sim_pause **pause, struct err *err);
bool pause_fits(const struct sim_pause *pause, const struct program *program, uint64_t seed,
                uint32_t replication);
MUST_CHECK bool pause_run(struct sim_context *c, const struct sim_pause *pause,
                          const struct program *program, const volatile bool *stop,
                          struct sim_output *output, struct err *err);
