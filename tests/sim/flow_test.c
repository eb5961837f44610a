/* How people move: blocking against its Markov chain, rings, leaving hours, visits, places that
 * close, people who switch.
 *
 * SPDX-License-Identifier: MIT */
#include "build.h"

#define SEED 20181123

/* ---- a tandem with blocking ---- */

/* A has two places; who is ready there goes to B (share 0.3), C (0.2) or home; B and C have one
 * place each and A's is held meanwhile. States of the Markov chain: people at A (its queue and the
 * held places included), of them held for B, held for C, B busy, C busy. */
#define MOST 80
#define A_PLACES 2
#define STATES ((MOST + 1) * 3 * 3 * 2 * 2)
static const double arrivals = 0.7, a_rate = 1 / 1.0, b_rate = 1 / 1.5, c_rate = 1 / 2.0;
static const double to_b = 0.3, to_c = 0.2;

static int state_of(int n, int hb, int hc, int b, int c) {
    return (((n * 3 + hb) * 3 + hc) * 2 + b) * 2 + c;
}

struct tandem {
    double queue, held, b_busy;
};

/* Stationary probabilities by repeated steps of the uniformised chain. */
static struct tandem solve_tandem(struct arena *arena) {
    double *p = ARENA_NEW(arena, double, STATES), *next = ARENA_NEW(arena, double, STATES);
    double most = arrivals + A_PLACES * a_rate + b_rate + c_rate, change = 1;
    p[state_of(0, 0, 0, 0, 0)] = 1;
    for (int step = 0; step < 100000 && change > 1e-12; step++) {
        memcpy(next, p, STATES * sizeof *p);
#define MOVE(rate, to)                                                                             \
    do {                                                                                           \
        double flow_ = p[from] * (rate) / most;                                                    \
        next[from] -= flow_;                                                                       \
        next[to] += flow_;                                                                         \
    } while (0)
        for (int n = 0; n <= MOST; n++)
            for (int hb = 0; hb <= 2; hb++)
                for (int hc = 0; hb + hc <= 2; hc++)
                    for (int b = 0; b < 2; b++)
                        for (int c = 0; c < 2; c++) {
                            int from = state_of(n, hb, hc, b, c);
                            if (p[from] == 0) continue;
                            int in = n < A_PLACES ? n : A_PLACES;
                            double ready = (in - hb - hc) * a_rate;
                            if (n < MOST) MOVE(arrivals, state_of(n + 1, hb, hc, b, c));
                            if (ready > 0) {
                                MOVE(ready * (1 - to_b - to_c), state_of(n - 1, hb, hc, b, c));
                                MOVE(ready * to_b, b ? state_of(n, hb + 1, hc, 1, c)
                                                     : state_of(n - 1, hb, hc, 1, c));
                                MOVE(ready * to_c, c ? state_of(n, hb, hc + 1, b, 1)
                                                     : state_of(n - 1, hb, hc, b, 1));
                            }
                            if (b)
                                MOVE(b_rate, hb ? state_of(n - 1, hb - 1, hc, 1, c)
                                                : state_of(n, 0, hc, 0, c));
                            if (c)
                                MOVE(c_rate, hc ? state_of(n - 1, hb, hc - 1, b, 1)
                                                : state_of(n, hb, 0, b, 0));
                        }
#undef MOVE
        change = 0;
        for (int i = 0; i < STATES; i++) change = fmax(change, fabs(next[i] - p[i]));
        double *swap = p;
        p = next;
        next = swap;
    }
    struct tandem t = {0};
    for (int n = 0; n <= MOST; n++)
        for (int hb = 0; hb <= 2; hb++)
            for (int hc = 0; hb + hc <= 2; hc++)
                for (int b = 0; b < 2; b++)
                    for (int c = 0; c < 2; c++) {
                        double at = p[state_of(n, hb, hc, b, c)];
                        t.queue += at * (n > A_PLACES ? n - A_PLACES : 0);
                        t.held += at * (hb + hc);
                        t.b_busy += at * b;
                    }
    return t;
}

struct tandem_means {
    struct mean queue, held, b_busy, by_route;
};

static bool take_tandem(void *user, size_t network, uint32_t replication,
                        const struct sim_output *o) {
    (void)network, (void)replication;
    struct tandem_means *m = user;
    mean_add(&m->queue, over_days(o, o->queue, 0, 300, o->days));
    mean_add(&m->held, over_days(o, o->delayed, 0, 300, o->days));
    mean_add(&m->b_busy, over_days(o, o->present, 1, 300, o->days));
    mean_add(&m->by_route, over_days(o, o->route_delayed, 1, 300, o->days) +
                               over_days(o, o->route_delayed, 2, 300, o->days));
    return true;
}

static void tandem_with_blocking(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 20000 };
    struct sim_setting settings[] = {
        {.name = "A", .kind = SIM_PLACES, .capacity = sim_flat(arena, DAYS, A_PLACES)},
        {.name = "B", .kind = SIM_PLACES, .capacity = sim_flat(arena, DAYS, 1)},
        {.name = "C", .kind = SIM_PLACES, .capacity = sim_flat(arena, DAYS, 1)}};
    struct sim_stay stays[] = {{.setting = 0, .time = exponential(1 / a_rate)},
                               {.setting = 1, .time = exponential(1 / b_rate)},
                               {.setting = 2, .time = exponential(1 / c_rate)}};
    struct sim_route routes[] = {
        {.setting = 0, .to = SIM_NONE, .share = 1 - to_b - to_c},
        {.setting = 0, .to = 1, .share = to_b, .holds = true, .counted = true},
        {.setting = 0, .to = 2, .share = to_c, .holds = true, .counted = true},
        {.setting = 1, .to = SIM_NONE, .share = 1},
        {.setting = 2, .to = SIM_NONE, .share = 1}};
    struct sim_demand demand = {.rate = sim_flat(arena, DAYS, arrivals)};
    struct sim_network network = {.days = DAYS,
                                  .class_count = 1,
                                  .settings = settings,
                                  .setting_count = 3,
                                  .stays = stays,
                                  .stay_count = 3,
                                  .routes = routes,
                                  .route_count = 5,
                                  .demands = &demand,
                                  .demand_count = 1};
    struct tandem exact = solve_tandem(arena);
    struct tandem_means m = {0};
    run_many(&network, SEED, 40, 2, take_tandem, &m);
    MEAN_IS(&m.queue, exact.queue, "tandem: queue before A");
    MEAN_IS(&m.held, exact.held, "tandem: people delayed in A");
    MEAN_IS(&m.by_route, exact.held, "tandem: the same by route");
    MEAN_IS(&m.b_busy, exact.b_busy, "tandem: B in use");
    arena_free(arena);
}

/* ---- rings ---- */

struct ring_means {
    struct mean moves;
};

static bool take_ring(void *user, size_t network, uint32_t replication,
                      const struct sim_output *o) {
    (void)network, (void)replication;
    struct ring_means *m = user;
    mean_add(&m->moves, over_days(o, o->entered, 0, 50, o->days));
    assert_int_equal(o->exchanges % 3, 0);
    assert_int_equal(o->remaining, 3);
    return true;
}

/* Three single places, each with a person who then wants the next one's, round and round: nobody
 * moves until all three are ready, then all swap. The longest of three exponential stays of mean 1
 * is 1 + 1/2 + 1/3 days. */
static void ring_of_three(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 1500 };
    struct sim_setting settings[3];
    struct sim_stay stays[3];
    struct sim_route routes[3];
    struct sim_initial initials[3];
    for (int s = 0; s < 3; s++) {
        settings[s] = (struct sim_setting){
            .name = "ward", .kind = SIM_PLACES, .capacity = sim_flat(arena, DAYS, 1)};
        stays[s] = (struct sim_stay){.setting = s, .time = exponential(1)};
        routes[s] = (struct sim_route){.setting = s, .to = (s + 1) % 3, .share = 1, .holds = true};
        initials[s] = (struct sim_initial){.setting = s, .persons = 1};
    }
    struct sim_network network = {.days = DAYS,
                                  .class_count = 1,
                                  .settings = settings,
                                  .setting_count = 3,
                                  .stays = stays,
                                  .stay_count = 3,
                                  .routes = routes,
                                  .route_count = 3,
                                  .initials = initials,
                                  .initial_count = 3};
    struct ring_means m = {0};
    run_many(&network, SEED, 40, 2, take_ring, &m);
    MEAN_IS(&m.moves, 6.0 / 11, "ring of three: swaps a day");
    arena_free(arena);
}

/* ---- one setting, a few people ---- */

struct small {
    struct sim_setting setting;
    struct sim_stay stay;
    struct sim_route route;
    struct sim_initial initials[2];
    struct sim_network network;
};

static struct small *small(struct arena *arena, int days, struct sim_time stay) {
    struct small *s = ARENA_NEW(arena, struct small, 1);
    s->setting = (struct sim_setting){.name = "ward", .kind = SIM_OPEN};
    s->stay = (struct sim_stay){.time = stay};
    s->route = (struct sim_route){.to = SIM_NONE, .share = 1};
    s->network = (struct sim_network){.days = days,
                                      .class_count = 1,
                                      .settings = &s->setting,
                                      .setting_count = 1,
                                      .stays = &s->stay,
                                      .stay_count = 1,
                                      .routes = &s->route,
                                      .route_count = 1,
                                      .initials = s->initials};
    return s;
}

static void days_are(const double *values, const double *expected, int count) {
    for (int d = 0; d < count; d++)
        if (!(fabs(values[d] - expected[d]) < 1e-9))
            fail_msg("day %d: %g, not %g", d, values[d], expected[d]);
}

/* Ten beds become four while ten people lie in them and five wait: nobody is turned out, nobody
 * comes in until six have left. */
static void places_close_as_people_leave(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct small *s = small(arena, 13, fixed(3));
    double *beds = sim_flat(arena, 13, 4);
    beds[0] = beds[1] = 10;
    struct sim_time left = fixed(6);
    s->setting.kind = SIM_PLACES;
    s->setting.capacity = beds;
    s->initials[0] = (struct sim_initial){.persons = 10, .remaining = &left};
    s->initials[1] = (struct sim_initial){.persons = 5, .waiting = true};
    s->network.initial_count = 2;
    struct sim_output *o = run_once(&s->network, 1, 0);
    static const double present[] = {10, 10, 10, 10, 10, 10, 4, 4, 4, 1, 1, 1, 0};
    static const double queue[] = {5, 5, 5, 5, 5, 5, 1, 1, 1, 0, 0, 0, 0};
    days_are(o->present, present, 13);
    days_are(o->queue, queue, 13);
    assert_true(o->wait_sum[6] == 4 * 6 && o->wait_sum[9] == 9);
    assert_true(o->began[0] == 15 && o->remained[0] == 0 && o->departed == 15);
    sim_output_free(o);
    arena_free(arena);
}

/* Two beds and one place at home, which is taken for two more days. One person is ready and has
 * waited three days for home, which people give up after four days (of the route); the other one
 * has a fixed stay of six days of which four are over, and then goes home too. */
static void people_who_are_known(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 6 };
    struct sim_setting settings[] = {
        {.name = "ward",
         .kind = SIM_PLACES,
         .capacity = sim_flat(arena, DAYS, 2),
         .standard_days = 7},
        {.name = "home", .kind = SIM_PLACES, .capacity = sim_flat(arena, DAYS, 1)}};
    struct sim_stay stays[] = {{.setting = 0, .time = fixed(6)}, {.setting = 1, .time = fixed(9)}};
    struct sim_route routes[] = {
        {.setting = 0, .to = SIM_NONE, .share = 1e-9},
        {.setting = 0, .to = 1, .share = 1, .holds = true, .counted = true},
        {.setting = 1, .to = SIM_NONE, .share = 1}};
    struct sim_time two = fixed(2);
    struct sim_initial initials[] = {
        {.setting = 0,
         .persons = 1,
         .ready = true,
         .to = 1,
         .so_far_known = true,
         .so_far = 9,
         .waited = 3},
        {.setting = 0, .persons = 1, .so_far_known = true, .so_far = 4},
        {.setting = 1, .persons = 1, .remaining = &two}};
    struct sim_network network = {.days = DAYS,
                                  .class_count = 1,
                                  .settings = settings,
                                  .setting_count = 2,
                                  .stays = stays,
                                  .stay_count = 2,
                                  .routes = routes,
                                  .route_count = 3,
                                  .initials = initials,
                                  .initial_count = 3};
    struct sim_output *o = run_once(&network, 1, 0);
    static const double present[] = {2, 2, 1, 1, 1, 1}, delayed[] = {1, 1, 1, 1, 1, 1};
    days_are(o->present, present, DAYS); /* the other is ready on day 2, when home is taken again */
    days_are(o->delayed, delayed, DAYS);
    assert_true(o->wait_sum[DAYS + 2] == 5 && o->entered[DAYS + 2] == 1);
    assert_true(o->out_standard[2] == 1 && o->in_standard[2] == 0); /* eleven days, not seven */
    assert_true(o->began[0] == 2 && o->began[1] == 2 && o->arrivals[DAYS] == 0);
    sim_output_free(o);

    routes[1].switches = true; /* for good, a day from now: as long as it takes to make four */
    routes[1].switch_to = SIM_NONE;
    routes[1].switch_after = 4;
    o = run_once(&network, 1, 0);
    static const double one_less[] = {2, 1, 0, 0, 0, 0};
    days_are(o->present, one_less, DAYS);
    assert_true(o->left[1] == 1 && o->left[2] == 1 && o->entered[DAYS + 2] == 1);
    sim_output_free(o);

    initials[0].to = 0; /* no route leads there */
    struct err err = {0};
    assert_false(sim_network_check(&network, &err));
    arena_free(arena);
}

/* A client a day for four days, each for two days: whoever comes from the third day on needs three
 * visits at first instead of two, and from the second day on none at last instead of one. */
static void visits_change_with_the_day_of_coming(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct small *s = small(arena, 7, fixed(2));
    static const double first[] = {2, 2, 3, 3, 3, 3, 3}, last[] = {1, 0, 0, 0, 0, 0, 0};
    s->setting.kind = SIM_VISITS;
    s->stay.first_visits = s->stay.last_visits = 77; /* not used */
    s->stay.first_by_day = first;
    s->stay.last_by_day = last;
    bool takes_in[7] = {true, true, true, true, false, false, false};
    double budget[7] = {2, 3.5, 4, 4.5, 4.5, 4.5, 4.5}; /* room for one more on each day */
    s->setting.capacity = budget;
    s->setting.takes_in = takes_in;
    s->initials[0] = (struct sim_initial){.persons = 5, .waiting = true};
    s->network.initial_count = 1;
    struct sim_output *o = run_once(&s->network, 1, 0);
    static const double entered[] = {1, 1, 1, 1, 0, 0, 0};
    static const double visits[] = {2, 1.5 + 2, 1 + 3, 1.5 + 3, 1.5, 0, 0};
    days_are(o->entered, entered, 7);
    days_are(o->visits, visits, 7);
    sim_output_free(o);
    s->network.unlimited = true; /* all five on the first day */
    o = run_once(&s->network, 1, 0);
    static const double at_once[] = {10, 7.5, 0, 0, 0, 0, 0};
    days_are(o->visits, at_once, 7);
    sim_output_free(o);
    double none[] = {2, 2, 0, 3, 3, 3, 3};
    s->stay.first_by_day = none;
    struct err err = {0};
    assert_false(sim_network_check(&s->network, &err));
    arena_free(arena);
}

/* Five clients who each need two visits a day at first and one at last, over four days; four visits
 * a day can be given. */
static void visits_taper(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct small *s = small(arena, 14, fixed(4));
    s->setting.kind = SIM_VISITS;
    s->setting.capacity = sim_flat(arena, 14, 4);
    s->stay.first_visits = 2;
    s->stay.last_visits = 1;
    s->initials[0] = (struct sim_initial){.persons = 5, .waiting = true};
    s->network.initial_count = 1;
    struct sim_output *o = run_once(&s->network, 1, 0);
    static const double visits[] = {4, 3.5, 3, 2.5, 4, 3.5, 3, 2.5, 2, 1.75, 1.5, 1.25, 0, 0};
    days_are(o->visits, visits, 14);
    s->initials[0].waiting = false; /* there already, with the whole stay before them */
    struct sim_time left = fixed(4);
    s->initials[0].remaining = &left;
    sim_output_free(o);
    o = run_once(&s->network, 1, 0);
    static const double at_once[] = {10, 8.75, 7.5, 6.25, 0, 0};
    days_are(o->visits, at_once, 6);
    sim_output_free(o);
    arena_free(arena);
}

/* People are ready on Friday (day 4) at noon, but leave on weekdays from 9 to 17 only: at once; on
 * Saturday at noon: on Monday at 9. */
static void leaving_hours(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct small *s = small(arena, 9, fixed(1));
    struct sim_time left = fixed(4.5);
    s->setting.leave_weekdays = 0x1f;
    s->setting.leave_from = 9;
    s->setting.leave_to = 17;
    s->initials[0] = (struct sim_initial){.persons = 1, .remaining = &left};
    s->network.initial_count = 1;
    struct sim_output *o = run_once(&s->network, 1, 0);
    static const double friday[] = {1, 1, 1, 1, 0.5, 0, 0, 0, 0};
    days_are(o->present, friday, 9);
    sim_output_free(o);
    left = fixed(5.5);
    o = run_once(&s->network, 1, 0);
    static const double saturday[] = {1, 1, 1, 1, 1, 1, 1, 9 / 24.0, 0};
    days_are(o->present, saturday, 9);
    assert_true(o->held[5] == 0 && o->held[6] == 0); /* leaving hours are part of the stay */
    sim_output_free(o);
    arena_free(arena);
}

/* The same person is ready on Saturday at noon, and from this week on people leave on every day
 * from 10 to 18; or never again before the end, when the last day's hours stand. */
static void leaving_hours_change(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct small *s = small(arena, 9, fixed(1));
    struct sim_time left = fixed(5.5);
    struct sim_hours hours[9];
    for (int d = 0; d < 9; d++) hours[d] = (struct sim_hours){d < 5 ? 0x1f : 0x7f, 10, 18};
    s->setting.leave_by_day = hours;
    s->initials[0] = (struct sim_initial){.persons = 1, .remaining = &left};
    s->network.initial_count = 1;
    struct sim_output *o = run_once(&s->network, 1, 0);
    static const double saturday[] = {1, 1, 1, 1, 1, 0.5, 0, 0, 0};
    days_are(o->present, saturday, 9);
    sim_output_free(o);
    left = fixed(5.8); /* Saturday at 19:12: on Sunday at 10 */
    o = run_once(&s->network, 1, 0);
    static const double sunday[] = {1, 1, 1, 1, 1, 1, 10 / 24.0, 0, 0};
    days_are(o->present, sunday, 9);
    sim_output_free(o);
    for (int d = 5; d < 9; d++) hours[d].weekdays = 1u << 4; /* Fridays, after the end */
    o = run_once(&s->network, 1, 0);
    static const double never[] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    days_are(o->present, never, 9);
    sim_output_free(o);
    arena_free(arena);
}

/* Day 0 is a Monday. People are taken in on Wednesdays and Thursdays: of five who wait for two
 * places for a day each, two on Wednesday, two on Thursday, the last a week later. With visits, of
 * which a client needs two at first and one at last over two days and three a day can be given, one
 * on each of these days. */
static void people_are_taken_in_on_some_days(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct small *s = small(arena, 12, fixed(1));
    bool takes_in[12];
    for (int d = 0; d < 12; d++) takes_in[d] = d % 7 == 2 || d % 7 == 3;
    s->setting.kind = SIM_PLACES;
    s->setting.capacity = sim_flat(arena, 12, 2);
    s->setting.takes_in = takes_in;
    s->initials[0] = (struct sim_initial){.persons = 5, .waiting = true};
    s->network.initial_count = 1;
    struct sim_output *o = run_once(&s->network, 1, 0);
    static const double entered[] = {0, 0, 2, 2, 0, 0, 0, 0, 0, 1, 0, 0};
    days_are(o->entered, entered, 12);
    days_are(o->capacity, s->setting.capacity, 12); /* offered on all days */
    sim_output_free(o);
    s->setting.kind = SIM_VISITS;
    s->setting.capacity = sim_flat(arena, 12, 3);
    s->stay = (struct sim_stay){.time = fixed(2), .first_visits = 2, .last_visits = 1};
    o = run_once(&s->network, 1, 0);
    static const double clients[] = {0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0};
    static const double visits[] = {0, 0, 2, 1.5, 0, 0, 0, 0, 0, 2, 1.5, 0};
    days_are(o->entered, clients, 12);
    days_are(o->visits, visits, 12);
    sim_output_free(o);
    s->network.unlimited = true;
    o = run_once(&s->network, 1, 0);
    assert_true(o->entered[0] == 5); /* where there are no limits, there are no such days */
    sim_output_free(o);
    arena_free(arena);
}

/* A delay on the route out is spent in the place, held and delayed; within the standard or not
 * counts from asking. */
static void delays_are_held(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct small *s = small(arena, 8, fixed(2));
    s->route.has_delay = s->route.counted = true;
    s->route.delay = fixed(1.5);
    s->setting.standard_days = 3.4;
    s->initials[0] = (struct sim_initial){.persons = 3, .waiting = true};
    s->network.initial_count = 1;
    struct sim_output *o = run_once(&s->network, 1, 0);
    static const double held[] = {0, 0, 3, 1.5, 0, 0, 0, 0};
    days_are(o->held, held, 8);
    days_are(o->delayed, held, 8);
    days_are(o->route_delayed, held, 8);
    assert_true(o->out_standard[3] == 3 && o->in_standard[3] == 0);
    sim_output_free(o);
    s->setting.standard_days = 3.6;
    o = run_once(&s->network, 1, 0);
    assert_true(o->out_standard[3] == 0 && o->in_standard[3] == 3);
    sim_output_free(o);
    arena_free(arena);
}

/* Two people are ready at day 1 for one place next door that is taken until day 9; after two days
 * they go to the hostel instead, which is open. */
static void people_switch(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 10 };
    struct sim_time one = fixed(1), nine = fixed(9);
    struct sim_setting settings[] = {
        {.name = "ward", .kind = SIM_OPEN},
        {.name = "home", .kind = SIM_PLACES, .capacity = sim_flat(arena, DAYS, 1)},
        {.name = "hostel", .kind = SIM_OPEN}};
    struct sim_stay stays[] = {{.setting = 0, .time = fixed(1)},
                               {.setting = 1, .time = fixed(5)},
                               {.setting = 2, .time = fixed(4)}};
    struct sim_route routes[] = {{.setting = 0,
                                  .to = 1,
                                  .share = 1,
                                  .holds = true,
                                  .counted = true,
                                  .switches = true,
                                  .switch_to = 2,
                                  .switch_after = 2},
                                 {.setting = 1, .to = SIM_NONE, .share = 1},
                                 {.setting = 2, .to = SIM_NONE, .share = 1}};
    struct sim_initial initials[] = {{.setting = 0, .persons = 2, .remaining = &one},
                                     {.setting = 1, .persons = 1, .remaining = &nine}};
    struct sim_network network = {.days = DAYS,
                                  .class_count = 1,
                                  .settings = settings,
                                  .setting_count = 3,
                                  .stays = stays,
                                  .stay_count = 3,
                                  .routes = routes,
                                  .route_count = 3,
                                  .initials = initials,
                                  .initial_count = 2};
    struct sim_output *o = run_once(&network, 1, 0);
    static const double ward[] = {2, 2, 2, 0}, delayed[] = {0, 2, 2, 0}, hostel[] = {0, 0, 0, 2};
    days_are(o->present, ward, 4);
    days_are(o->delayed, delayed, 4);
    days_are(o->queue + DAYS, delayed, 4);
    days_are(o->present + 2 * DAYS, hostel, 4);
    assert_true(o->left[DAYS + 3] == 2); /* from the queue */
    sim_output_free(o);
    arena_free(arena);
}

/* ---- arrivals ---- */

struct arrival_means {
    struct mean low, high, present;
};

static bool take_arrivals(void *user, size_t network, uint32_t replication,
                          const struct sim_output *o) {
    (void)network, (void)replication;
    struct arrival_means *m = user;
    mean_add(&m->low, over_days(o, o->arrivals, 0, 0, 100));
    mean_add(&m->high, over_days(o, o->arrivals, 0, 100, 200));
    mean_add(&m->present, over_days(o, o->present, 0, 100, 200));
    return true;
}

/* The rate changes by day and by hour, and is thinned from an envelope. Who comes at time t of the
 * day leaves at 18:00, so that the people present tell the hours: rate x mean of (0.75 - t). */
static void arrivals_by_day_and_hour(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct small *s = small(arena, 200, fixed(0.01));
    double *rate = sim_flat(arena, 200, 5), *hours = sim_flat(arena, 24, 0), share = 0;
    for (int d = 100; d < 200; d++) rate[d] = 12;
    hours[8] = 12;
    hours[9] = 8;
    hours[15] = 4;
    for (int h = 0; h < 24; h++) share += hours[h] / 24 * (0.75 - (h + 0.5) / 24);
    struct sim_demand demand = {.rate = rate, .hours = hours, .envelope = sim_flat(arena, 200, 15)};
    s->setting.leave_from = 18;
    s->network.demands = &demand;
    s->network.demand_count = 1;
    struct arrival_means m = {0};
    run_many(&s->network, SEED, 40, 2, take_arrivals, &m);
    MEAN_IS(&m.low, 5, "arrivals a day, first rate");
    MEAN_IS(&m.high, 12, "arrivals a day, second rate");
    MEAN_IS(&m.present, 12 * share, "present until 18:00, by hour of arrival");
    arena_free(arena);
}

/* People of 40 streams, from one an hour to none in most hours and a thousand in one, come in order
 * of time and not of stream. */
struct order {
    double last;
    uint32_t last_stream, count, changes;
};

static void told_in_order(void *user, const struct sim_trace_event *event) {
    struct order *o = user;
    if (event->what != SIM_TRACE_ASKS) return;
    assert_true(event->time >= o->last);
    o->changes += event->stream != o->last_stream;
    o->last = event->time;
    o->last_stream = event->stream;
    o->count++;
}

static void streams_come_in_order(void **state) {
    (void)state;
    enum { STREAMS = 40, DAYS = 30 };
    struct arena *arena = arena_new();
    struct small *s = small(arena, DAYS, fixed(0.01));
    struct sim_demand *demands = ARENA_NEW(arena, struct sim_demand, STREAMS);
    double *peak = sim_flat(arena, 24, 0), burst = 1000, all = 24.0 * STREAMS * DAYS + burst;
    peak[8] = 24;
    for (int i = 0; i < STREAMS; i++) {
        double *rate = sim_flat(arena, DAYS, 24);
        if (i == 7) rate[20] += burst;
        demands[i] = (struct sim_demand){.rate = rate, .hours = i % 3 ? NULL : peak};
    }
    s->network.demands = demands;
    s->network.demand_count = STREAMS;
    struct order order = {0};
    struct sim_trace trace = {.people = 1000000, .tell = told_in_order, .user = &order};
    struct sim_context *context = sim_context_new();
    struct sim_output *output = sim_output_new(&s->network);
    struct err err = {0};
    sim_context_trace(context, &trace);
    if (!sim_run(context, &s->network, SEED, 0, NULL, output, &err)) fail_msg("%s", err.message);
    assert_true(fabs(order.count - all) < 4 * sqrt(all));
    assert_true(order.changes > order.count / 2);
    sim_output_free(output);
    sim_context_free(context);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tandem_with_blocking),
        cmocka_unit_test(ring_of_three),
        cmocka_unit_test(people_who_are_known),
        cmocka_unit_test(places_close_as_people_leave),
        cmocka_unit_test(visits_taper),
        cmocka_unit_test(visits_change_with_the_day_of_coming),
        cmocka_unit_test(leaving_hours),
        cmocka_unit_test(leaving_hours_change),
        cmocka_unit_test(people_are_taken_in_on_some_days),
        cmocka_unit_test(delays_are_held),
        cmocka_unit_test(people_switch),
        cmocka_unit_test(arrivals_by_day_and_hour),
        cmocka_unit_test(streams_come_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
