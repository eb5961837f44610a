/* The engine against the theory of queues: means with their 99.9% intervals from independent
 * replications with fixed seeds; conservation; the same bits on any number of threads.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/arena.h"
#include "sim/ensemble.h"
#include "sim/special.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPLICATIONS 40
#define Z_999 3.55 /* Student's t with 39 degrees of freedom, two-sided 99.9% */

/* Gathers the mean over days of one output, after the first `skip` days, for each replication. */
struct gather {
    size_t offset; /* of the array in struct sim_output */
    int setting, skip;
    double value[REPLICATIONS];
    uint64_t exchanges;
};

static bool take(void *user, size_t network, uint32_t replication, const struct sim_output *o) {
    (void)network;
    struct gather *g = user;
    const double *x = *(double *const *)((const char *)o + g->offset);
    double sum = 0;
    for (int d = g->skip; d < o->days; d++)
        sum += x[(size_t)g->setting * (size_t)o->days + (size_t)d];
    g->value[replication] = sum / (o->days - g->skip);
    g->exchanges += o->exchanges;
    assert_true(o->arrived == o->departed + o->remaining);
    return true;
}

static void run(const struct sim_network *network, struct gather *g, int threads) {
    struct err err = {0};
    if (!sim_network_check(network, &err)) fail_msg("%s", err.message);
    const struct sim_network *networks[] = {network};
    struct sim_ensemble ensemble = {.networks = networks,
                                    .network_count = 1,
                                    .seed = 20181123,
                                    .replications = REPLICATIONS,
                                    .threads = threads,
                                    .take = take,
                                    .user = g};
    if (!sim_ensemble_run(&ensemble, &err)) fail_msg("%s", err.message);
}

static void mean_is(const char *test, const char *what, const struct sim_network *network,
                    size_t offset, int setting, int skip, double expected) {
    struct gather g = {.offset = offset, .setting = setting, .skip = skip};
    run(network, &g, 2);
    double mean = 0, ss = 0;
    for (int i = 0; i < REPLICATIONS; i++) mean += g.value[i] / REPLICATIONS;
    for (int i = 0; i < REPLICATIONS; i++) ss += (g.value[i] - mean) * (g.value[i] - mean);
    double half = Z_999 * sqrt(ss / (REPLICATIONS - 1) / REPLICATIONS);
    printf("%-24s %-8s %10.4f ± %.4f, theory %.4f\n", test, what, mean, half, expected);
    if (!(fabs(mean - expected) <= half))
        fail_msg("%g ± %g does not hold %g", mean, half, expected);
    /* An interval that holds everything shows nothing. */
    assert_true(half < 0.12 * expected);
}
#define MEAN(network, field, setting, skip, expected)                                              \
    mean_is(__func__, #field, network, offsetof(struct sim_output, field), setting, skip, expected)

/* One setting with one stream, everybody leaves: the base of the cases below. */
struct one {
    struct sim_setting setting;
    struct sim_stay stay;
    struct sim_route route;
    struct sim_demand demand[2];
    struct sim_network network;
};

static struct one *one_setting(struct arena *arena, int days, double rate, double places,
                               struct sim_time time) {
    struct one *o = ARENA_NEW(arena, struct one, 1);
    o->setting = (struct sim_setting){
        .name = "ward", .kind = SIM_PLACES, .capacity = sim_flat(arena, days, places)};
    o->stay = (struct sim_stay){.time = time};
    o->route = (struct sim_route){.to = SIM_NONE, .share = 1};
    o->demand[0] = (struct sim_demand){.rate = sim_flat(arena, days, rate)};
    o->network = (struct sim_network){.days = days,
                                      .class_count = 1,
                                      .settings = &o->setting,
                                      .setting_count = 1,
                                      .stays = &o->stay,
                                      .stay_count = 1,
                                      .routes = &o->route,
                                      .route_count = 1,
                                      .demands = o->demand,
                                      .demand_count = 1};
    return o;
}

static double erlang_b(double load, int places) {
    double b = 1;
    for (int k = 1; k <= places; k++) b = load * b / (k + load * b);
    return b;
}

/* Probability of waiting in M/M/c (Erlang 1917). */
static double erlang_c(double load, int places) {
    double b = erlang_b(load, places);
    return b / (1 - load / places * (1 - b));
}

static void one_place(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct one *o =
        one_setting(arena, 12000, 0.8, 1, (struct sim_time){.shape = SIM_EXPONENTIAL, .mean = 1});
    MEAN(&o->network, queue, 0, 500, 0.8 * 0.8 / 0.2);
    MEAN(&o->network, present, 0, 500, 0.8);
    arena_free(arena);
}

static void many_places(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct one *o =
        one_setting(arena, 6000, 9, 10, (struct sim_time){.shape = SIM_EXPONENTIAL, .mean = 1});
    double waiting = erlang_c(9, 10) * 9 / (10 - 9);
    MEAN(&o->network, queue, 0, 300, waiting);
    MEAN(&o->network, wait_sum, 0, 300, waiting); /* Little 1961: days waited a day = mean queue */
    arena_free(arena);
}

/* Pollaczek 1930, Khinchine 1932. */
static void any_stay(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const struct sim_time times[] = {
        {.shape = SIM_FIXED, .mean = 1},
        {.shape = SIM_GAMMA, .mean = 1, .sd = 0.5},
        {.shape = SIM_LOGNORMAL, .mean = 1, .sd = 1.2},
        {.shape = SIM_WEIBULL, .mean = 1, .sd = 0.7},
    };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        struct one *o = one_setting(arena, 12000, 0.7, 1, times[i]);
        MEAN(&o->network, queue, 0, 500, 0.7 * 0.7 * (1 + times[i].sd * times[i].sd) / (2 * 0.3));
    }
    arena_free(arena);
}

/* M/G/∞: the mean number present is the rate times the mean stay, whatever its shape (Erlang). */
static void always_a_place(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct one *o = one_setting(arena, 2000, 6, 1,
                                (struct sim_time){.shape = SIM_LOGNORMAL, .mean = 8, .sd = 9});
    o->network.unlimited = true;
    MEAN(&o->network, present, 0, 500, 48);
    o->network.unlimited = false;
    o->setting.kind = SIM_OPEN;
    MEAN(&o->network, present, 0, 500, 48);
    arena_free(arena);
}

/* Arrivals swing with the year; the mean present is the integral of the rate at t - u times the
 * share of stays longer than u (Eick, Massey and Whitt 1993). With stays of one phase or of two
 * (gamma, shape 2) of mean 1/k that share is e^-ku or e^-ku (1 + ku), and the swing becomes
 * b (A sin wt - B cos wt), A - iB being 1/(k + iw), for two phases plus k/(k + iw)^2. */
static void arrivals_that_swing(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 400, LAST = 399 };
    double mean_rate = 40, swing = 25, stay = 6, w = 2 * M_PI / 100, t = LAST + 0.5;
    double *rate = sim_flat(arena, DAYS, 0);
    for (int d = 0; d < DAYS; d++) rate[d] = mean_rate + swing * sin(w * (d + 0.5));
    for (int phases = 1; phases <= 2; phases++) {
        struct sim_time time = {.shape = phases == 1 ? SIM_EXPONENTIAL : SIM_GAMMA,
                                .mean = stay,
                                .sd = stay / sqrt(phases)};
        struct one *o = one_setting(arena, DAYS, 0, 1, time);
        o->demand[0].rate = rate;
        o->network.unlimited = true;
        double k = phases / stay, r2 = k * k + w * w;
        double a = k / r2, b = w / r2;
        if (phases == 2) {
            a += k * (k * k - w * w) / (r2 * r2);
            b += 2 * k * k * w / (r2 * r2);
        }
        MEAN(&o->network, present, 0, LAST,
             mean_rate * stay + swing * (a * sin(w * t) - b * cos(w * t)));
    }
    arena_free(arena);
}

/* Head of the line priorities in M/M/1 (Cobham 1954): the wait of the first class is
 * W0 / (1 - rho1), of the second W0 / ((1 - rho1) (1 - rho)). The queue of both together is that of
 * first come, first served; here the second class alone waits as Cobham says. */
static void priorities(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 12000 };
    struct one *o =
        one_setting(arena, DAYS, 0.3, 1, (struct sim_time){.shape = SIM_EXPONENTIAL, .mean = 1});
    o->setting.by_priority = true;
    struct sim_stay stays[2] = {o->stay, o->stay};
    stays[1].class_ = 1;
    struct sim_setting settings[3] = {
        o->setting, {.name = "first", .kind = SIM_OPEN}, {.name = "second", .kind = SIM_OPEN}};
    struct sim_stay all[4] = {
        stays[0],
        stays[1],
        {.setting = 1, .time = {.shape = SIM_FIXED, .mean = 1e-6}},
        {.setting = 2, .class_ = 1, .time = {.shape = SIM_FIXED, .mean = 1e-6}}};
    struct sim_route routes[4] = {{.setting = 0, .to = SIM_NONE, .share = 1},
                                  {.setting = 0, .class_ = 1, .to = SIM_NONE, .share = 1},
                                  {.setting = 1, .to = 0, .share = 1},
                                  {.setting = 2, .class_ = 1, .to = 0, .share = 1, .holds = true}};
    o->demand[0] =
        (struct sim_demand){.setting = 1, .priority = 1, .rate = sim_flat(arena, DAYS, 0.3)};
    o->demand[1] = (struct sim_demand){
        .setting = 2, .class_ = 1, .priority = 2, .rate = sim_flat(arena, DAYS, 0.4)};
    o->network.class_count = 2;
    o->network.settings = settings;
    o->network.setting_count = 3;
    o->network.stays = all;
    o->network.stay_count = 4;
    o->network.routes = routes;
    o->network.route_count = 4;
    o->network.demand_count = 2;
    double w0 = 0.7, second = w0 / (0.7 * 0.3), first = w0 / 0.7;
    MEAN(&o->network, held, 2, 500, 0.4 * second); /* the second class holds while it waits */
    MEAN(&o->network, queue, 0, 500, 0.4 * second + 0.3 * first);
    arena_free(arena);
}

/* Erlang's loss formula: who finds no place goes elsewhere at once. */
static void losses(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 3000 };
    struct one *o = one_setting(arena, DAYS, 8, 10,
                                (struct sim_time){.shape = SIM_LOGNORMAL, .mean = 1, .sd = 1});
    struct sim_setting settings[2] = {o->setting, {.name = "door", .kind = SIM_OPEN}};
    struct sim_stay stays[2] = {o->stay,
                                {.setting = 1, .time = {.shape = SIM_FIXED, .mean = 1e-6}}};
    struct sim_route routes[2] = {{.setting = 0, .to = SIM_NONE, .share = 1},
                                  {.setting = 1,
                                   .to = 0,
                                   .share = 1,
                                   .holds = true,
                                   .switches = true,
                                   .switch_to = SIM_NONE,
                                   .switch_after = 0}};
    o->demand[0].setting = 1;
    o->network.settings = settings;
    o->network.setting_count = 2;
    o->network.stays = stays;
    o->network.stay_count = 2;
    o->network.routes = routes;
    o->network.route_count = 2;
    MEAN(&o->network, entered, 0, 100, 8 * (1 - erlang_b(8, 10)));
    arena_free(arena);
}

/* Two single places in a row; who is ready in the first holds it while the second is taken. The
 * exact answer is that of the Markov chain of (people in the first place: none, in care, blocked;
 * second: none, one), with a source that never runs dry: blocked means both are full. States when
 * the first is never empty: 0 = in care/empty, 1 = in care/busy, 2 = blocked/busy. */
static void blocking(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 3000 };
    struct one *o =
        one_setting(arena, DAYS, 4, 1, (struct sim_time){.shape = SIM_EXPONENTIAL, .mean = 1});
    struct sim_setting settings[2] = {o->setting, o->setting};
    settings[1].name = "next ward";
    struct sim_stay stays[2] = {o->stay, o->stay};
    stays[1].setting = 1;
    stays[1].time.mean = 2;
    struct sim_route routes[2] = {
        {.setting = 0, .to = 1, .share = 1, .holds = true, .counted = true},
        {.setting = 1, .to = SIM_NONE, .share = 1}};
    o->network.settings = settings;
    o->network.setting_count = 2;
    o->network.stays = stays;
    o->network.stay_count = 2;
    o->network.routes = routes;
    o->network.route_count = 2;
    /* mu1 = 1, mu2 = 1/2: p0 mu1 = p1 mu2; p1 mu1 = p2 mu2 (2 goes back to 1). */
    double p0 = 1, p1 = p0 / 0.5, p2 = p1 / 0.5, sum = p0 + p1 + p2;
    MEAN(&o->network, delayed, 0, 100, p2 / sum);
    MEAN(&o->network, left, 1, 100, 0.5 * (p1 + p2) / sum);
    arena_free(arena);
}

/* Two full wards whose people all want into the other one: without exchange nothing would move. */
static void rings_exchange(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 600 };
    struct one *o =
        one_setting(arena, DAYS, 3, 2, (struct sim_time){.shape = SIM_EXPONENTIAL, .mean = 1});
    struct sim_setting settings[2] = {o->setting, o->setting};
    struct sim_stay stays[2] = {o->stay, o->stay};
    stays[1].setting = 1;
    struct sim_route routes[4] = {{.setting = 0, .to = 1, .share = 0.5, .holds = true},
                                  {.setting = 0, .to = SIM_NONE, .share = 0.5},
                                  {.setting = 1, .to = 0, .share = 0.5, .holds = true},
                                  {.setting = 1, .to = SIM_NONE, .share = 0.5}};
    struct sim_demand demands[2] = {o->demand[0], o->demand[0]};
    demands[1].setting = 1;
    o->network.settings = settings;
    o->network.setting_count = 2;
    o->network.stays = stays;
    o->network.stay_count = 2;
    o->network.routes = routes;
    o->network.route_count = 4;
    o->network.demands = demands;
    o->network.demand_count = 2;
    struct gather g = {.offset = offsetof(struct sim_output, left), .skip = 300};
    run(&o->network, &g, 2);
    assert_true(g.exchanges > 0);
    for (int i = 0; i < REPLICATIONS; i++) assert_true(g.value[i] > 0.5);
    arena_free(arena);
}

static void same_bits_on_any_number_of_threads(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct one *o =
        one_setting(arena, 300, 9, 10, (struct sim_time){.shape = SIM_GAMMA, .mean = 1, .sd = 0.8});
    struct gather first = {.offset = offsetof(struct sim_output, queue)};
    run(&o->network, &first, 1);
    for (int threads = 2; threads <= 4; threads++) {
        struct gather again = {.offset = offsetof(struct sim_output, queue)};
        run(&o->network, &again, threads);
        assert_memory_equal(first.value, again.value, sizeof first.value);
    }
    arena_free(arena);
}

/* People found in the middle of their stay: with exponential stays nothing changes, with fixed ones
 * they leave evenly over one stay (Cox 1962). */
static void beginning_in_the_middle(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 8 };
    struct one *o =
        one_setting(arena, DAYS, 0, 1000, (struct sim_time){.shape = SIM_FIXED, .mean = 16});
    struct sim_initial initial = {.persons = 800};
    o->network.initials = &initial;
    o->network.initial_count = 1;
    MEAN(&o->network, left, 0, 0, 800 / 16.0);
    o->stay.time = (struct sim_time){.shape = SIM_EXPONENTIAL, .mean = 8};
    MEAN(&o->network, left, 0, 0, 800 * (1 - exp(-1)) / 8);
    /* two exponential phases of eight days: P(rest <= 8) = 1 - 3 / 2e */
    o->stay.time = (struct sim_time){.shape = SIM_GAMMA, .mean = 16, .sd = 8 * sqrt(2)};
    MEAN(&o->network, left, 0, 0, 800 * (1 - 1.5 * exp(-1)) / 8);
    arena_free(arena);
}

/* People of whom it is known how long they have been there: P(stay <= 18 | stay > 10) of them leave
 * within eight days. */
static void beginning_after_so_long(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 8 };
    struct one *o = one_setting(arena, DAYS, 0, 1000,
                                (struct sim_time){.shape = SIM_LOGNORMAL, .mean = 9, .sd = 12});
    struct sim_initial initial = {.persons = 800, .so_far_known = true, .so_far = 10};
    o->network.initials = &initial;
    o->network.initial_count = 1;
    double sigma = sqrt(log(1 + 144 / 81.0)), mu = log(9) - sigma * sigma / 2;
    double f10 = special_normal((log(10) - mu) / sigma),
           f18 = special_normal((log(18) - mu) / sigma);
    MEAN(&o->network, left, 0, 0, 800 * (f18 - f10) / (1 - f10) / 8);
    /* twice as long on this day, by a scheme: as long as a stay of half the length after 5 days */
    o->stay.time.scale_by_day = sim_flat(arena, DAYS, 2);
    double f5 = special_normal((log(5) - mu) / sigma), f9 = special_normal((log(9) - mu) / sigma);
    MEAN(&o->network, left, 0, 0, 800 * (f9 - f5) / (1 - f5) / 8);
    o->stay.time = (struct sim_time){.shape = SIM_WEIBULL, .mean = 8, .sd = 8}; /* exponential */
    MEAN(&o->network, left, 0, 0, 800 * (1 - exp(-1)) / 8);
    arena_free(arena);
}

/* A scheme that lowers demand thins the same people: whoever comes with it comes without it. */
static void fewer_of_the_same_people(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 2000 };
    struct one *o =
        one_setting(arena, DAYS, 5, 1, (struct sim_time){.shape = SIM_FIXED, .mean = 1});
    o->network.unlimited = true;
    o->demand[0].envelope = sim_flat(arena, DAYS, 5);
    struct sim_output *all = sim_output_new(&o->network), *some = sim_output_new(&o->network);
    struct sim_context *context = sim_context_new();
    struct err err = {0};
    assert_true(sim_run(context, &o->network, 1, 0, NULL, all, &err));
    o->demand[0].rate = sim_flat(arena, DAYS, 4);
    assert_true(sim_run(context, &o->network, 1, 0, NULL, some, &err));
    double kept = 0, came = 0;
    for (int d = 0; d < DAYS; d++) {
        assert_true(some->arrivals[d] <= all->arrivals[d]);
        kept += some->arrivals[d];
        came += all->arrivals[d];
    }
    assert_true(fabs(kept / came - 0.8) < 3.3 * sqrt(0.8 * 0.2 / came));
    sim_output_free(all);
    sim_output_free(some);
    sim_context_free(context);
    arena_free(arena);
}

static double arrivals(const struct sim_output *o) {
    return sim_output_mean(o, o->arrivals, 0, 10, o->days);
}

static void the_short_way_is_the_long_one(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct one *o =
        one_setting(arena, 200, 0.5, 1, (struct sim_time){.shape = SIM_EXPONENTIAL, .mean = 1});
    struct gather g = {.offset = offsetof(struct sim_output, arrivals), .skip = 10};
    run(&o->network, &g, 2);
    double mean = 0, found[2];
    for (int i = 0; i < REPLICATIONS; i++) mean += g.value[i] / REPLICATIONS;
    struct sim_network bad = o->network;
    const struct sim_network *networks[] = {&o->network, &bad};
    struct sim_ensemble e = {.networks = networks, .network_count = 2, .seed = 20181123};
    struct err err = {0};
    assert_false(sim_ensemble_means(&e, arrivals, found, &err)); /* of no replications */
    e.replications = REPLICATIONS;
    if (!sim_ensemble_means(&e, arrivals, found, &err)) fail_msg("%s", err.message);
    assert_float_equal(found[0], mean, 1e-9);
    assert_float_equal(found[1], mean, 1e-9);
    assert_true(mean > 0.4 && mean < 0.6);
    bad.days = 0;
    assert_false(sim_ensemble_means(&e, arrivals, found, &err));
    arena_free(arena);
}

static void bad_networks_are_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    struct one *o =
        one_setting(arena, 10, 1, 1, (struct sim_time){.shape = SIM_EXPONENTIAL, .mean = 0});
    assert_false(sim_network_check(&o->network, &err));
    assert_non_null(strstr(err.message, "ward"));
    o->stay.time.mean = 1;
    assert_true(sim_network_check(&o->network, &err));
    o->route.to = 7;
    assert_false(sim_network_check(&o->network, &err));
    o->route.to = SIM_NONE;
    o->route.share = NAN;
    assert_false(sim_network_check(&o->network, &err));
    o->route.share = 1;
    o->network.stay_count = 0;
    assert_false(sim_network_check(&o->network, &err));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_place),
        cmocka_unit_test(many_places),
        cmocka_unit_test(any_stay),
        cmocka_unit_test(always_a_place),
        cmocka_unit_test(arrivals_that_swing),
        cmocka_unit_test(priorities),
        cmocka_unit_test(losses),
        cmocka_unit_test(blocking),
        cmocka_unit_test(rings_exchange),
        cmocka_unit_test(same_bits_on_any_number_of_threads),
        cmocka_unit_test(beginning_in_the_middle),
        cmocka_unit_test(beginning_after_so_long),
        cmocka_unit_test(fewer_of_the_same_people),
        cmocka_unit_test(the_short_way_is_the_long_one),
        cmocka_unit_test(bad_networks_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
