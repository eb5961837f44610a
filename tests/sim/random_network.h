/* Networks made at random, with everything that the engine knows, and a comparison of what came of
 * two runs.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "build.h"

#include "sim/random.h"

/* A stream of uniform numbers of its own for each network. */
struct dice {
    uint64_t seed;
    uint32_t index;
};

static inline double roll(struct dice *d) {
    struct random_block b = random_draw(d->seed, 0, 0, d->index++, 0, RANDOM_STAY);
    return random_uniform(b.word[0], b.word[1]);
}

static inline int roll_int(struct dice *d, int below) {
    return (int)(roll(d) * below);
}

static inline bool happens(struct dice *d, double probability) {
    return roll(d) < probability;
}

static inline double *roll_days(struct arena *arena, struct dice *d, int count, double most) {
    double *x = ARENA_NEW(arena, double, (size_t)count), value = roll(d) * most;
    for (int i = 0; i < count; i++) {
        if (happens(d, 0.05)) value = roll(d) * most;
        x[i] = value;
    }
    return x;
}

static inline struct sim_time roll_time(struct arena *arena, struct dice *d, int days) {
    struct sim_time t = {.shape = (enum sim_shape)roll_int(d, 6), .mean = 0.05 + 6 * roll(d)};
    t.sd = t.mean * (0.2 + 1.5 * roll(d));
    if (happens(d, 0.15)) {
        struct sim_time *parts = ARENA_NEW(arena, struct sim_time, 2);
        parts[0] = parts[1] = (struct sim_time){.shape = SIM_GAMMA, .mean = t.mean, .sd = t.sd};
        parts[0].shape = SIM_EXPONENTIAL;
        parts[1].max = 3 * t.mean;
        t = (struct sim_time){
            .shape = SIM_MIXTURE, .mean = t.mean, .parts = parts, .part_count = 2};
        return t;
    }
    if (happens(d, 0.2)) t.min = 0.3 * t.mean;
    if (happens(d, 0.2)) t.max = 2.5 * t.mean;
    if (t.shape == SIM_EMPIRICAL) {
        double *samples = ARENA_NEW(arena, double, 5), *weights = ARENA_NEW(arena, double, 5);
        for (int i = 0; i < 5; i++) {
            samples[i] = t.mean * (0.4 + 2 * roll(d));
            weights[i] = 1 + roll_int(d, 3);
        }
        t.samples = samples;
        t.weights = weights;
        t.sample_count = 5;
    }
    if (happens(d, 0.2)) t.scale_by_day = roll_days(arena, d, days, 2);
    return t;
}

struct made {
    struct sim_network network;
    bool steady; /* capacities do not change and nobody is there at first */
    bool rings;
};

/* One of `count` settings, but not itself. */
static inline int other(struct dice *d, int self, int count) {
    int which = roll_int(d, count - 1);
    return which < self ? which : which + 1;
}

static inline struct sim_setting roll_setting(struct arena *arena, struct dice *d, int days,
                                              bool steady, int self, int settings) {
    struct sim_setting s = {.name = "a setting",
                            .kind = (enum sim_kind)roll_int(d, 3),
                            .by_priority = happens(d, 0.4),
                            .standard_days = happens(d, 0.5) ? 2 * roll(d) : 0};
    double most = s.kind == SIM_VISITS ? 40 : 12;
    s.capacity_by_hour = s.kind == SIM_PLACES && happens(d, 0.3);
    int slots = days * (s.capacity_by_hour ? 24 : 1);
    s.capacity = steady ? sim_flat(arena, slots, 4 + floor(roll(d) * most))
                        : roll_days(arena, d, slots, most);
    if (s.kind == SIM_VISITS && !steady) ((double *)s.capacity)[0] = most; /* room for the first */
    if (happens(d, 0.2)) {
        s.gives_up = true;
        s.patience = roll_time(arena, d, days);
        s.give_up_to = other(d, self, settings + 1) - (happens(d, 0.3) ? settings + 1 : 0);
        if (s.give_up_to < 0 || s.give_up_to >= settings) s.give_up_to = SIM_NONE;
    }
    if (settings > 1 && happens(d, 0.2)) {
        s.overflows = true;
        s.overflow_to = other(d, self, settings);
        s.overflow_after = happens(d, 0.5) ? 0 : 2 * roll(d);
        if (happens(d, 0.3)) s.overflow_after_by_day = roll_days(arena, d, days, 2);
    }
    if (happens(d, 0.4)) {
        s.leave_weekdays = 1u + (unsigned)roll_int(d, 127);
        s.leave_from = roll_int(d, 20);
        s.leave_to = s.leave_from + 1 + roll_int(d, 24 - s.leave_from);
    }
    if (happens(d, 0.15)) {
        struct sim_hours *hours = ARENA_NEW(arena, struct sim_hours, (size_t)days);
        for (int i = 0; i < days; i++) {
            hours[i] =
                (struct sim_hours){(uint8_t)(1 + roll_int(d, 127)), (uint8_t)roll_int(d, 20), 24};
            hours[i].to = (uint8_t)(hours[i].from + 1 + roll_int(d, 24 - hours[i].from));
        }
        s.leave_by_day = hours;
    }
    if (s.kind != SIM_OPEN && happens(d, 0.15)) {
        bool *takes_in = ARENA_NEW(arena, bool, (size_t)days);
        for (int i = 0; i < days; i++) takes_in[i] = happens(d, 0.7);
        s.takes_in = takes_in;
    }
    return s;
}

static inline struct sim_route roll_route(struct arena *arena, struct dice *d, int days,
                                          int settings, int from, int class_) {
    struct sim_route r = {.setting = from,
                          .class_ = class_,
                          .to = roll_int(d, settings),
                          .share = 0.05 + roll(d),
                          .holds = happens(d, 0.7),
                          .counted = happens(d, 0.6),
                          .has_delay = happens(d, 0.3),
                          .switches = happens(d, 0.3)};
    if (happens(d, 0.2)) r.share_by_day = roll_days(arena, d, days, 1);
    if (r.has_delay) r.delay = roll_time(arena, d, days);
    r.has_away = !r.holds && happens(d, 0.3);
    if (r.has_away) r.away = roll_time(arena, d, days);
    if (r.switches) {
        r.switch_to = roll_int(d, settings + 1) - 1;
        r.switch_after = happens(d, 0.3) ? 0 : 3 * roll(d);
        if (happens(d, 0.3)) r.switch_after_by_day = roll_days(arena, d, days, 3);
    }
    return r;
}

static inline struct made make(struct arena *arena, uint64_t seed) {
    struct dice d = {.seed = seed};
    struct made made = {.steady = happens(&d, 0.5)};
    int settings = 1 + roll_int(&d, 6), classes = 1 + roll_int(&d, 2), days = 20 + roll_int(&d, 60);
    size_t cells = (size_t)(settings * classes);
    struct sim_setting *setting = ARENA_NEW(arena, struct sim_setting, (size_t)settings);
    struct sim_stay *stay = ARENA_NEW(arena, struct sim_stay, cells);
    struct sim_route *route = ARENA_NEW(arena, struct sim_route, cells * 4);
    struct sim_demand *demand = ARENA_NEW(arena, struct sim_demand, cells);
    struct sim_initial *initial = ARENA_NEW(arena, struct sim_initial, cells * 2);
    size_t stays = 0, routes = 0, demands = 0, initials = 0;
    for (int s = 0; s < settings; s++) {
        setting[s] = roll_setting(arena, &d, days, made.steady, s, settings);
        for (int k = 0; k < classes; k++) {
            stay[stays++] = (struct sim_stay){.setting = s,
                                              .class_ = k,
                                              .time = roll_time(arena, &d, days),
                                              .first_visits = 1 + 2 * roll(&d),
                                              .last_visits = roll(&d)};
            if (!made.steady && happens(&d, 0.3)) { /* 1 to 3 visits a day at first */
                double *first = roll_days(arena, &d, days, 2);
                for (int i = 0; i < days; i++) first[i]++;
                stay[stays - 1].first_by_day = first;
            }
            if (happens(&d, 0.2)) stay[stays - 1].last_by_day = roll_days(arena, &d, days, 1);
            size_t first = routes;
            for (int r = roll_int(&d, 4); r > 0; r--)
                route[routes++] = roll_route(arena, &d, days, settings, s, k);
            route[routes] = roll_route(arena, &d, days, settings, s, k);
            route[routes].to = SIM_NONE; /* some leave, always */
            route[routes].share = 0.4;
            route[routes].has_away = false;
            route[routes].tallied = happens(&d, 0.5);
            route[routes++].share_by_day = NULL;
            if (s == 0 || happens(&d, 0.4)) {
                double *rate = roll_days(arena, &d, days, 8), *envelope = NULL;
                if (happens(&d, 0.5)) {
                    envelope = ARENA_NEW(arena, double, (size_t)days);
                    for (int i = 0; i < days; i++) envelope[i] = rate[i] * 1.3;
                }
                demand[demands++] = (struct sim_demand){.setting = s,
                                                        .class_ = k,
                                                        .priority = roll_int(&d, 4),
                                                        .rate = rate,
                                                        .envelope = envelope};
            }
            for (int waiting = 0; waiting < 2 && !made.steady; waiting++)
                if (happens(&d, 0.5)) {
                    struct sim_initial *there = &initial[initials++];
                    *there = (struct sim_initial){.setting = s,
                                                  .class_ = k,
                                                  .waiting = waiting,
                                                  .priority = roll_int(&d, 4),
                                                  .persons = roll_int(&d, 15),
                                                  .so_far_known = happens(&d, 0.5),
                                                  .so_far = 10 * roll(&d),
                                                  .waited = happens(&d, 0.5) ? 4 * roll(&d) : 0};
                    const struct sim_route *way =
                        &route[first + (size_t)roll_int(&d, (int)(routes - first))];
                    there->ready = !waiting && way->holds && way->to != SIM_NONE;
                    there->to = way->to;
                }
        }
    }
    made.network = (struct sim_network){.days = days,
                                        .first_weekday = roll_int(&d, 7),
                                        .class_count = classes,
                                        .settings = setting,
                                        .setting_count = (size_t)settings,
                                        .stays = stay,
                                        .stay_count = stays,
                                        .routes = route,
                                        .route_count = routes,
                                        .demands = demand,
                                        .demand_count = demands,
                                        .initials = initial,
                                        .initial_count = initials,
                                        .unlimited = happens(&d, 0.15)};
    return made;
}

#define CLOSE 1e-6

static uint64_t looked_at; /* the network, for what is said when a test fails */

static inline void same(const char *what, const void *a, const void *b, size_t bytes) {
    if (memcmp(a, b, bytes) != 0)
        fail_msg("network %llu: %s differs between two ways to run it",
                 (unsigned long long)looked_at, what);
}

/* Every number of two outputs, to the last bit; visits, which are sums of fractions, nearly. */
static inline void same_outputs(const struct sim_output *a, const struct sim_output *b) {
    size_t cells = a->setting_count * (size_t)a->days, bytes = cells * sizeof(double);
    same("arrivals", a->arrivals, b->arrivals, bytes);
    same("entered", a->entered, b->entered, bytes);
    same("left", a->left, b->left, bytes);
    same("tallied", a->tallied, b->tallied, bytes);
    same("present", a->present, b->present, bytes);
    same("queue", a->queue, b->queue, bytes);
    same("held", a->held, b->held, bytes);
    same("delayed", a->delayed, b->delayed, bytes);
    same("capacity", a->capacity, b->capacity, bytes);
    same("wait_sum", a->wait_sum, b->wait_sum, bytes);
    same("in_standard", a->in_standard, b->in_standard, bytes);
    same("out_standard", a->out_standard, b->out_standard, bytes);
    same("route_delayed", a->route_delayed, b->route_delayed,
         a->route_count * (size_t)a->days * sizeof(double));
    same("wait_bins", a->wait_bins, b->wait_bins,
         a->setting_count * (size_t)a->blocks * SIM_WAIT_BINS * sizeof(uint32_t));
    same("began", a->began, b->began, a->setting_count * sizeof(uint64_t));
    same("remained", a->remained, b->remained, a->setting_count * sizeof(uint64_t));
    for (size_t i = 0; i < cells; i++) assert_true(fabs(a->visits[i] - b->visits[i]) < CLOSE);
    assert_true(a->events == b->events && a->arrived == b->arrived);
    assert_true(a->departed == b->departed && a->remaining == b->remaining);
}
