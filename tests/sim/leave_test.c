/* People who do not wait to the end, go elsewhere or come back: the engine against theory, and to
 * the digit with a few people.
 *
 * SPDX-License-Identifier: MIT */
#include "build.h"

#define REPLICATIONS 40

/* A mean over days of one output of a setting. */
struct wanted {
    size_t offset; /* of the array in struct sim_output */
    int setting;
    double expected;
    const char *what;
    struct mean mean;
};
#define WANT(field, setting_, expected_, what_)                                                    \
    {                                                                                              \
        .offset = offsetof(struct sim_output, field), .setting = (setting_),                       \
        .expected = (expected_), .what = (what_)                                                   \
    }

struct watch {
    struct wanted *wanted;
    size_t count;
    int skip;
};

static bool take(void *user, size_t network, uint32_t replication, const struct sim_output *o) {
    (void)network;
    (void)replication;
    struct watch *w = user;
    for (size_t i = 0; i < w->count; i++) {
        const double *values = *(double *const *)((const char *)o + w->wanted[i].offset);
        mean_add(&w->wanted[i].mean, over_days(o, values, w->wanted[i].setting, w->skip, o->days));
    }
    return true;
}

static void holds(const struct sim_network *network, struct wanted *wanted, size_t count,
                  int skip) {
    struct watch watch = {wanted, count, skip};
    run_many(network, 20181123, REPLICATIONS, 2, take, &watch);
    for (size_t i = 0; i < count; i++) MEAN_IS(&wanted[i].mean, wanted[i].expected, wanted[i].what);
}
#define HOLDS(network, wanted, skip) holds(network, wanted, sizeof wanted / sizeof wanted[0], skip)

/* People waiting, and served in a day, of a queue whose people give up: the chain of births and
 * deaths (Palm 1943, Erlang A). */
static void erlang_a(double rate, int places, double stay, double patience, double *queue,
                     double *served) {
    double p = 1, sum = 0, waiting = 0, busy = 0;
    for (int n = 0; n < 400; n++) {
        int in = n < places ? n : places;
        sum += p;
        waiting += p * (n - in);
        busy += p * in;
        int next = n + 1 < places ? n + 1 : places;
        p *= rate / (next / stay + (n + 1 - next) / patience);
    }
    *queue = waiting / sum;
    *served = busy / sum / stay;
}

static void people_give_up_waiting(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 2000 };
    struct sim_setting settings[] = {{.name = "ward",
                                      .kind = SIM_PLACES,
                                      .capacity = sim_flat(arena, DAYS, 5),
                                      .gives_up = true,
                                      .patience = exponential(2),
                                      .give_up_to = 1},
                                     {.name = "home", .kind = SIM_OPEN}};
    struct sim_stay stays[] = {{.time = exponential(1)}, {.setting = 1, .time = exponential(3)}};
    struct sim_route routes[] = {{.to = SIM_NONE, .share = 1},
                                 {.setting = 1, .to = SIM_NONE, .share = 1}};
    struct sim_demand demand = {.rate = sim_flat(arena, DAYS, 6)};
    struct sim_network network = {.days = DAYS,
                                  .class_count = 1,
                                  .settings = settings,
                                  .setting_count = 2,
                                  .stays = stays,
                                  .stay_count = 2,
                                  .routes = routes,
                                  .route_count = 2,
                                  .demands = &demand,
                                  .demand_count = 1};
    double queue, served;
    erlang_a(6, 5, 1, 2, &queue, &served);
    struct wanted wanted[] = {WANT(queue, 0, queue, "Erlang A: people waiting"),
                              WANT(entered, 0, served, "the same: who get a place in a day"),
                              WANT(entered, 1, 6 - served, "the same: who give up in a day"),
                              WANT(present, 1, 3 * (6 - served), "the same: where they went")};
    HOLDS(&network, wanted, 50);
    arena_free(arena);
}

/* Who finds no place overflows: Erlang's loss formula, and what the overflow carries. */
static void people_overflow(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 2000, PLACES = 8 };
    struct sim_setting settings[] = {{.name = "ward",
                                      .kind = SIM_PLACES,
                                      .capacity = sim_flat(arena, DAYS, PLACES),
                                      .overflows = true,
                                      .overflow_to = 1},
                                     {.name = "no ward",
                                      .kind = SIM_PLACES,
                                      .capacity = sim_flat(arena, DAYS, 0),
                                      .overflows = true,
                                      .overflow_to = 2},
                                     {.name = "outliers", .kind = SIM_OPEN}};
    struct sim_stay stays[] = {{.time = {.shape = SIM_GAMMA, .mean = 1, .sd = 0.7}},
                               {.setting = 1, .time = exponential(1)},
                               {.setting = 2, .time = exponential(2)}};
    struct sim_route routes[] = {{.to = SIM_NONE, .share = 1},
                                 {.setting = 1, .to = SIM_NONE, .share = 1},
                                 {.setting = 2, .to = SIM_NONE, .share = 1}};
    struct sim_demand demand = {.rate = sim_flat(arena, DAYS, 7)};
    struct sim_network network = {.days = DAYS,
                                  .class_count = 1,
                                  .settings = settings,
                                  .setting_count = 3,
                                  .stays = stays,
                                  .stay_count = 3,
                                  .routes = routes,
                                  .route_count = 3,
                                  .demands = &demand,
                                  .demand_count = 1};
    double lost = 1;
    for (int k = 1; k <= PLACES; k++) lost = 7 * lost / (k + 7 * lost);
    struct wanted wanted[] = {
        WANT(entered, 0, 7 * (1 - lost), "Erlang B: who get a place in a day"),
        WANT(entered, 2, 7 * lost, "the same: who overflow, past a full setting"),
        WANT(present, 2, 2 * 7 * lost, "the same: people where they went")};
    HOLDS(&network, wanted, 50);
    struct sim_output *o = run_once(&network, 1, 0);
    for (int d = 0; d < DAYS; d++) assert_true(o->queue[d] == 0 && o->arrivals[DAYS + d] == 0);
    sim_output_free(o);
    arena_free(arena);
}

/* Three settings that pass people on and back without holding: each is a queue of its own (Jackson
 * 1957), at the rates that solve the traffic equations. */
static void jackson(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 2500 };
    static const double places[] = {1, 2, 4}, mean[] = {0.2, 0.5, 1.3};
    struct sim_setting settings[3];
    struct sim_stay stays[3];
    for (int s = 0; s < 3; s++) {
        settings[s] = (struct sim_setting){
            .name = "s", .kind = SIM_PLACES, .capacity = sim_flat(arena, DAYS, places[s])};
        stays[s] = (struct sim_stay){.setting = s, .time = exponential(mean[s])};
    }
    struct sim_route routes[] = {
        {.setting = 0, .to = 1, .share = 0.5},  {.setting = 0, .to = 2, .share = 0.5},
        {.setting = 1, .to = 2, .share = 0.4},  {.setting = 1, .to = SIM_NONE, .share = 0.6},
        {.setting = 2, .to = 0, .share = 0.25}, {.setting = 2, .to = SIM_NONE, .share = 0.75},
    };
    struct sim_demand demand = {.rate = sim_flat(arena, DAYS, 2.5)};
    struct sim_network network = {.days = DAYS,
                                  .class_count = 1,
                                  .settings = settings,
                                  .setting_count = 3,
                                  .stays = stays,
                                  .stay_count = 3,
                                  .routes = routes,
                                  .route_count = 6,
                                  .demands = &demand,
                                  .demand_count = 1};
    double rate[3] = {0};
    for (int i = 0; i < 200; i++) {
        rate[0] = 2.5 + 0.25 * rate[2];
        rate[1] = 0.5 * rate[0];
        rate[2] = 0.5 * rate[0] + 0.4 * rate[1];
    }
    double queue[3];
    for (int s = 0; s < 3; s++) { /* Erlang 1917 */
        double load = rate[s] * mean[s], b = 1;
        for (int k = 1; k <= (int)places[s]; k++) b = load * b / (k + load * b);
        double full = places[s] * b / (places[s] - load * (1 - b));
        queue[s] = full * load / (places[s] - load);
    }
    struct wanted wanted[] = {WANT(queue, 0, queue[0], "Jackson: waiting for the first, of one"),
                              WANT(queue, 1, queue[1], "the same: for the second, of two"),
                              WANT(queue, 2, queue[2], "the same: for the third, of four"),
                              WANT(arrivals, 0, rate[0], "the same: who ask for the first")};
    HOLDS(&network, wanted, 50);
    arena_free(arena);
}

/* One person in a place, one who waits; fixed times. */
static struct sim_network few(struct arena *arena, struct sim_setting *settings,
                              struct sim_stay *stays, struct sim_route *routes,
                              struct sim_initial *initials) {
    enum { DAYS = 20 };
    static const struct sim_time four = {.shape = SIM_FIXED, .mean = 4};
    settings[0] = (struct sim_setting){
        .name = "ward", .kind = SIM_PLACES, .capacity = sim_flat(arena, DAYS, 1)};
    settings[1] = (struct sim_setting){.name = "other", .kind = SIM_OPEN};
    stays[0] = (struct sim_stay){.time = fixed(5)};
    stays[1] = (struct sim_stay){.setting = 1, .time = fixed(3)};
    routes[0] = (struct sim_route){.to = SIM_NONE, .share = 1};
    routes[1] = (struct sim_route){.setting = 1, .to = SIM_NONE, .share = 1};
    initials[0] = (struct sim_initial){.persons = 1, .remaining = &four};
    initials[1] = (struct sim_initial){.persons = 1, .waiting = true};
    return (struct sim_network){.days = DAYS,
                                .class_count = 1,
                                .settings = settings,
                                .setting_count = 2,
                                .stays = stays,
                                .stay_count = 2,
                                .routes = routes,
                                .route_count = 2,
                                .initials = initials,
                                .initial_count = 2};
}

static double whole_run(const struct sim_output *o, const double *values, int setting) {
    return over_days(o, values, setting, 0, o->days) * o->days;
}

static void waits_end_to_the_digit(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct sim_setting settings[2];
    struct sim_stay stays[2];
    struct sim_route routes[2];
    struct sim_initial initials[2];
    /* overflows after a day and a half, before the place is free on day 4 */
    struct sim_network network = few(arena, settings, stays, routes, initials);
    settings[0].overflows = true;
    settings[0].overflow_to = 1;
    settings[0].overflow_after = 1.5;
    struct sim_output *o = run_once(&network, 1, 0);
    assert_true(whole_run(o, o->queue, 0) == 1.5 && whole_run(o, o->present, 1) == 3);
    assert_true(o->entered[o->days + 1] == 1 && o->left[o->days + 4] == 1);
    sim_output_free(o);
    /* patience of 6 days is enough */
    settings[0].overflows = false;
    settings[0].gives_up = true;
    settings[0].patience = fixed(6);
    settings[0].give_up_to = SIM_NONE;
    o = run_once(&network, 1, 0);
    assert_true(whole_run(o, o->queue, 0) == 4 && whole_run(o, o->present, 0) == 4 + 5);
    sim_output_free(o);
    /* patience of 2 is not */
    settings[0].patience = fixed(2);
    o = run_once(&network, 1, 0);
    assert_true(whole_run(o, o->queue, 0) == 2 && whole_run(o, o->present, 0) == 4);
    assert_true(o->departed == 2 && o->remaining == 0);
    sim_output_free(o);
    arena_free(arena);
}

/* Everybody goes home for three days and comes back, over and over: 5 days in, 3 out. */
static void who_is_away_comes_back(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct sim_setting settings[2];
    struct sim_stay stays[2];
    struct sim_route routes[2];
    struct sim_initial initials[2];
    struct sim_network network = few(arena, settings, stays, routes, initials);
    network.initial_count = 1;
    routes[0].to = 0;
    routes[0].has_away = true;
    routes[0].away = fixed(3);
    struct sim_output *o = run_once(&network, 1, 0);
    for (int d = 0; d < 20; d++) { /* in until 4, back at 7, 12 out, 15 in */
        bool in = d < 4 || (d >= 7 && d < 12) || d >= 15;
        assert_true(o->present[d] == in);
    }
    assert_true(o->arrivals[7] == 1 && o->arrivals[15] == 1 && o->remaining == 1);
    sim_output_free(o);
    struct err err = {0};
    routes[0].holds = true;
    assert_false(sim_network_check(&network, &err));
    arena_free(arena);
}

/* A fifth come back within 30 days: 1 / (1 - 0.2) times the arrivals, on average. */
static void readmission(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 1500 };
    struct sim_setting setting = {
        .name = "ward", .kind = SIM_PLACES, .capacity = sim_flat(arena, DAYS, 40)};
    struct sim_stay stay = {.time = {.shape = SIM_LOGNORMAL, .mean = 4, .sd = 3}};
    struct sim_route routes[] = {
        {.to = SIM_NONE, .share = 0.8},
        {.to = 0,
         .share = 0.2,
         .has_away = true,
         .away = {.shape = SIM_LOGNORMAL, .mean = 12, .sd = 10, .max = 30}}};
    struct sim_demand demand = {.rate = sim_flat(arena, DAYS, 4)};
    struct sim_network network = {.days = DAYS,
                                  .class_count = 1,
                                  .settings = &setting,
                                  .setting_count = 1,
                                  .stays = &stay,
                                  .stay_count = 1,
                                  .routes = routes,
                                  .route_count = 2,
                                  .demands = &demand,
                                  .demand_count = 1};
    struct wanted wanted[] = {WANT(arrivals, 0, 5, "a fifth come back: admissions a day"),
                              WANT(present, 0, 20, "the same: people present")};
    HOLDS(&network, wanted, 200);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_give_up_waiting),
        cmocka_unit_test(people_overflow),
        cmocka_unit_test(jackson),
        cmocka_unit_test(waits_end_to_the_digit),
        cmocka_unit_test(who_is_away_comes_back),
        cmocka_unit_test(readmission),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
