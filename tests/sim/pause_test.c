/* A run that stops before a day and is gone on with is as a whole run, to the last bit, also by a
 * network that is another one from that day on; what differs before is not gone on with.
 * `sim_pause_test COUNT` tries that many networks (40 by default).
 *
 * SPDX-License-Identifier: MIT */
#include "random_network.h"

#include "sim/pause.h"

static uint64_t network_count = 40;

/* The numbers of days before `day`, and others from then on. NULL stands for 1 on every day. */
static double *later(struct arena *arena, struct dice *d, const double *x, int count, int day,
                     double most) {
    double *y = roll_days(arena, d, count, most);
    for (int i = 0; i < day; i++) y[i] = x ? x[i] : 1;
    return y;
}

static void change_time(struct arena *arena, struct dice *d, struct sim_time *t, int days,
                        int day) {
    if (happens(d, 0.3)) t->scale_by_day = later(arena, d, t->scale_by_day, days, day, 2);
}

static void change_setting(struct arena *arena, struct dice *d, struct sim_setting *s, int days,
                           int day) {
    int slots = s->capacity_by_hour ? 24 : 1;
    if (s->kind != SIM_OPEN && happens(d, 0.3))
        s->capacity = later(arena, d, s->capacity, days * slots, day * slots, 15);
    if (s->gives_up) change_time(arena, d, &s->patience, days, day);
    if (s->overflow_after_by_day && happens(d, 0.5))
        s->overflow_after_by_day = later(arena, d, s->overflow_after_by_day, days, day, 2);
    if (s->leave_by_day && happens(d, 0.3)) {
        struct sim_hours *hours = ARENA_NEW(arena, struct sim_hours, (size_t)days);
        for (int i = 0; i < days; i++)
            hours[i] = i < day ? s->leave_by_day[i]
                               : (struct sim_hours){(uint8_t)(1 + roll_int(d, 127)), 8, 17};
        s->leave_by_day = hours;
    }
    if (s->takes_in && happens(d, 0.5)) {
        bool *takes_in = ARENA_NEW(arena, bool, (size_t)days);
        for (int i = 0; i < days; i++) takes_in[i] = i < day ? s->takes_in[i] : happens(d, 0.5);
        s->takes_in = takes_in;
    }
}

static void change_route(struct arena *arena, struct dice *d, struct sim_route *r, int days,
                         int day) {
    if (r->share_by_day && happens(d, 0.3))
        r->share_by_day = later(arena, d, r->share_by_day, days, day, 1);
    if (r->has_delay) change_time(arena, d, &r->delay, days, day);
    if (r->has_away) change_time(arena, d, &r->away, days, day);
    if (r->switch_after_by_day && happens(d, 0.5))
        r->switch_after_by_day = later(arena, d, r->switch_after_by_day, days, day, 3);
}

static void change_demand(struct arena *arena, struct dice *d, struct sim_demand *demand, int days,
                          int day) {
    if (!happens(d, 0.3)) return;
    demand->rate = later(arena, d, demand->rate, days, day, 8);
    if (!demand->envelope) return;
    double *envelope = later(arena, d, demand->envelope, days, day, 8);
    for (int i = day; i < days; i++) envelope[i] = demand->rate[i] * 1.2;
    demand->envelope = envelope;
}

#define OWN(arena, items, count, type)                                                             \
    ((type *)memcpy(ARENA_NEW(arena, type, (count) + 1), items, (count) * sizeof(type)))

/* The network with other numbers from a day on. */
static struct sim_network changed(struct arena *arena, struct dice *d, const struct sim_network *n,
                                  int day) {
    struct sim_network c = *n;
    struct sim_setting *settings = OWN(arena, n->settings, n->setting_count, struct sim_setting);
    struct sim_stay *stays = OWN(arena, n->stays, n->stay_count, struct sim_stay);
    struct sim_route *routes = OWN(arena, n->routes, n->route_count, struct sim_route);
    struct sim_demand *demands = OWN(arena, n->demands, n->demand_count, struct sim_demand);
    for (size_t i = 0; i < n->setting_count; i++)
        change_setting(arena, d, &settings[i], n->days, day);
    for (size_t i = 0; i < n->stay_count; i++) {
        change_time(arena, d, &stays[i].time, n->days, day);
        if (stays[i].last_by_day && happens(d, 0.5))
            stays[i].last_by_day = later(arena, d, stays[i].last_by_day, n->days, day, 1);
    }
    for (size_t i = 0; i < n->route_count; i++) change_route(arena, d, &routes[i], n->days, day);
    for (size_t i = 0; i < n->demand_count; i++) change_demand(arena, d, &demands[i], n->days, day);
    c.settings = settings;
    c.stays = stays;
    c.routes = routes;
    c.demands = demands;
    return c;
}

struct bench {
    struct arena *arena;
    struct sim_context *whole, *parts; /* used again by networks of every shape */
};

/* Whether the network goes on from the pause, and then that it is as a whole run. */
static bool goes_on(struct bench *b, const struct sim_pause *pause, const struct sim_network *n) {
    struct err err = {0};
    bool fits;
    struct sim_output *out[2] = {sim_output_new(n), sim_output_new(n)};
    accepted(n);
    for (size_t i = 0; i < out[0]->setting_count * (size_t)n->days; i++)
        out[0]->present[i] = out[0]->held[i] = 7; /* what another run may have left there */
    if (!sim_pause_run(b->parts, pause, n, looked_at, 2, NULL, out[0], &fits, &err) ||
        !sim_run(b->whole, n, looked_at, 2, NULL, out[1], &err))
        fail_msg("network %llu: %s", (unsigned long long)looked_at, err.message);
    if (fits) {
        same_outputs(out[0], out[1]);
        same("visits", out[0]->visits, out[1]->visits,
             n->setting_count * (size_t)n->days * sizeof(double));
        assert_true(out[0]->exchanges == out[1]->exchanges);
        assert_true(out[0]->from_day > 0 && out[1]->from_day == 0);
    }
    sim_output_free(out[0]);
    sim_output_free(out[1]);
    return fits;
}

static void going_on_is_as_a_whole_run(void **state) {
    (void)state;
    struct bench b = {arena_new(), sim_context_new(), sim_context_new()};
    size_t gone_on = 0;
    for (uint64_t i = 0; i < network_count; i++) {
        struct made made = make(b.arena, 5000000 + i);
        struct sim_network *n = &made.network;
        struct dice d = {.seed = 6000000 + i};
        struct err err = {0};
        n->unlimited = false;
        looked_at = i;
        accepted(n);
        int day = 1 + roll_int(&d, n->days - 1);
        struct sim_output *out = sim_output_new(n);
        struct sim_pause *pause;
        if (!sim_pause_make(b.parts, n, i, 2, day, NULL, out, &pause, &err))
            fail_msg("network %llu: %s", (unsigned long long)i, err.message);
        sim_output_free(out);
        assert_true(goes_on(&b, pause, n));
        for (int k = 0; k < 3; k++) {
            struct sim_network other = changed(b.arena, &d, n, day);
            gone_on += goes_on(&b, pause, &other);
        }
        assert_true(goes_on(&b, pause, n)); /* the pause is as it was */
        sim_pause_free(pause);
        arena_reset(b.arena);
    }
    printf("%zu of %llu changed networks went on from a pause\n", gone_on,
           3 * (unsigned long long)network_count);
    assert_true(gone_on > 2 * network_count);
    sim_context_free(b.whole);
    sim_context_free(b.parts);
    arena_free(b.arena);
}

/* Each of these acts before the day. */
static void what_differs_before_does_not_go_on(void **state) {
    (void)state;
    struct bench b = {arena_new(), sim_context_new(), sim_context_new()};
    struct err err = {0};
    enum { DAYS = 60, DAY = 30 };
    double *rate = sim_flat(b.arena, DAYS, 5), *places = sim_flat(b.arena, DAYS, 20),
           *scale = sim_flat(b.arena, DAYS, 1);
    struct sim_hours *hours = ARENA_NEW(b.arena, struct sim_hours, DAYS);
    for (int i = 0; i < DAYS; i++) hours[i] = (struct sim_hours){0x1f, 8, 18};
    struct sim_setting setting = {.name = "ward", .capacity = places, .leave_by_day = hours};
    struct sim_stay stay = {.time = {.shape = SIM_GAMMA, .mean = 5, .sd = 4}};
    struct sim_route routes[2] = {{.to = 0, .share = 0.1, .holds = true},
                                  {.to = SIM_NONE, .share = 0.9}};
    struct sim_demand demand = {.rate = rate};
    struct sim_initial initial = {.persons = 9};
    struct sim_network n = {.days = DAYS,
                            .class_count = 1,
                            .settings = &setting,
                            .setting_count = 1,
                            .stays = &stay,
                            .stay_count = 1,
                            .routes = routes,
                            .route_count = 2,
                            .demands = &demand,
                            .demand_count = 1,
                            .initials = &initial,
                            .initial_count = 1};
    struct sim_output *out = sim_output_new(&n);
    struct sim_pause *pause;
    accepted(&n);
    assert_true(sim_pause_make(b.parts, &n, 0, 2, DAY, NULL, out, &pause, &err));
    looked_at = 0;
    assert_true(goes_on(&b, pause, &n));
#define NOT_WITH(change, back)                                                                     \
    do {                                                                                           \
        change;                                                                                    \
        if (goes_on(&b, pause, &n)) fail_msg("goes on with %s", #change);                          \
        back;                                                                                      \
        assert_true(goes_on(&b, pause, &n));                                                       \
    } while (0)
    NOT_WITH(rate[DAY - 1] = 6, rate[DAY - 1] = 5);
    NOT_WITH(places[DAY - 1] = 21, places[DAY - 1] = 20);
    stay.time.scale_by_day = scale; /* of 1: no change */
    assert_true(goes_on(&b, pause, &n));
    NOT_WITH(scale[3] = 1.5, scale[3] = 1);
    NOT_WITH(stay.time.mean = 6, stay.time.mean = 5);
    NOT_WITH(routes[0].share = 0.2, routes[0].share = 0.1);
    NOT_WITH(initial.persons = 10, initial.persons = 9);
    NOT_WITH(setting.by_priority = true, setting.by_priority = false);
    NOT_WITH(setting.standard_days = 1, setting.standard_days = 0);
    NOT_WITH(n.needs = true, n.needs = false);
    NOT_WITH(looked_at = 1, looked_at = 0); /* the seed */
    /* Who may leave next on the Wednesday that day 30 is has been told so before. */
    NOT_WITH(hours[DAY].from = 9, hours[DAY].from = 8);
    hours[DAY + 1].from = 9;
    rate[DAY] = 9;
    places[DAY] = 3;
    assert_true(goes_on(&b, pause, &n));
    sim_pause_free(pause);
    sim_output_free(out);
    sim_context_free(b.whole);
    sim_context_free(b.parts);
    arena_free(b.arena);
}

int main(int argc, char **argv) {
    if (argc > 1) network_count = strtoull(argv[1], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(going_on_is_as_a_whole_run),
        cmocka_unit_test(what_differs_before_does_not_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
