/* Networks made at random, with everything that the engine knows: nobody is lost, nothing exceeds
 * its bounds, and the same people come out whatever runs beside it.
 *
 * `sim_random_test COUNT` tries that many networks (300 by default).
 *
 * SPDX-License-Identifier: MIT */
#include "build.h"

#include "sim/engine.h"
#include "sim/random.h"

static uint64_t network_count = 300;

/* A stream of uniform numbers of its own for each network. */
struct dice {
    uint64_t seed;
    uint32_t index;
};

static double roll(struct dice *d) {
    struct random_block b = random_draw(d->seed, 0, 0, d->index++, 0, RANDOM_STAY);
    return random_uniform(b.word[0], b.word[1]);
}

static int roll_int(struct dice *d, int below) {
    return (int)(roll(d) * below);
}

static bool happens(struct dice *d, double probability) {
    return roll(d) < probability;
}

static double *roll_days(struct arena *arena, struct dice *d, int count, double most) {
    double *x = ARENA_NEW(arena, double, (size_t)count), value = roll(d) * most;
    for (int i = 0; i < count; i++) {
        if (happens(d, 0.05)) value = roll(d) * most;
        x[i] = value;
    }
    return x;
}

static struct sim_time roll_time(struct arena *arena, struct dice *d, int days) {
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
static int other(struct dice *d, int self, int count) {
    int which = roll_int(d, count - 1);
    return which < self ? which : which + 1;
}

static struct sim_setting roll_setting(struct arena *arena, struct dice *d, int days, bool steady,
                                       int self, int settings) {
    struct sim_setting s = {.name = "a setting",
                            .kind = (enum sim_kind)roll_int(d, 3),
                            .by_priority = happens(d, 0.4),
                            .standard_days = happens(d, 0.5) ? 2 * roll(d) : 0};
    double most = s.kind == SIM_VISITS ? 40 : 12;
    s.capacity_by_hour = s.kind == SIM_PLACES && happens(d, 0.3);
    int slots = days * (s.capacity_by_hour ? 24 : 1);
    s.capacity =
        steady ? flat(arena, slots, 4 + floor(roll(d) * most)) : roll_days(arena, d, slots, most);
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

static struct sim_route roll_route(struct arena *arena, struct dice *d, int days, int settings,
                                   int from, int class_) {
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

static struct made make(struct arena *arena, uint64_t seed) {
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

static double sum(const double *x, size_t count) {
    double total = 0;
    for (size_t i = 0; i < count; i++) total += x[i];
    return total;
}

#define CLOSE 1e-6

static void check_bounds(const struct made *made, const struct sim_output *o) {
    const struct sim_network *n = &made->network;
    size_t days = (size_t)n->days;
    for (size_t s = 0; s < o->setting_count; s++) {
        const struct sim_setting *setting = &n->settings[s];
        uint64_t waits = 0;
        const uint32_t *bins = o->wait_bins + s * (size_t)o->blocks * SIM_WAIT_BINS;
        for (size_t i = 0; i < (size_t)o->blocks * SIM_WAIT_BINS; i++) waits += bins[i];
        assert_true((double)waits == sum(o->entered + s * days, days));
        /* came = left + is there, from the outputs alone */
        assert_true((double)o->began[s] + sum(o->arrivals + s * days, days) ==
                    sum(o->left + s * days, days) + (double)o->remained[s]);
        for (size_t d = 0; d < days; d++) {
            size_t i = s * days + d;
            assert_true(o->present[i] >= 0 && o->queue[i] >= 0 && o->visits[i] >= 0);
            assert_true(o->held[i] <= o->present[i] + CLOSE);
            assert_true(o->delayed[i] <= o->held[i] + CLOSE);
            assert_true(o->in_standard[i] + o->out_standard[i] <= o->left[i]);
            assert_true(o->tallied[i] >= 0 && o->tallied[i] <= o->left[i]);
            assert_true(o->wait_sum[i] >= 0);
            if (n->unlimited) assert_true(o->queue[i] == 0 && o->wait_sum[i] == 0);
            if (!made->steady || n->unlimited) continue;
            if (setting->kind == SIM_PLACES)
                assert_true(o->present[i] <= setting->capacity[0] + CLOSE);
            if (setting->kind == SIM_VISITS)
                assert_true(o->visits[i] <= setting->capacity[0] + 1e-3);
        }
    }
    double delayed = sum(o->delayed, o->setting_count * days);
    double by_route = sum(o->route_delayed, o->route_count * days);
    assert_true(fabs(delayed - by_route) <= CLOSE * (1 + delayed));
    assert_true(o->arrived == o->departed + o->remaining);
}

/* A number that changes when any bit of the output does. */
static uint64_t digest(const struct sim_output *o) {
    uint64_t h = 14695981039346656037u; /* FNV-1a by words */
    size_t cells = o->setting_count * (size_t)o->days;
    const double *all[] = {o->arrivals,    o->entered,      o->left,     o->present, o->queue,
                           o->held,        o->delayed,      o->capacity, o->visits,  o->wait_sum,
                           o->in_standard, o->out_standard, o->tallied};
    for (size_t a = 0; a < sizeof all / sizeof all[0]; a++)
        for (size_t i = 0; i < cells; i++) {
            uint64_t word;
            memcpy(&word, &all[a][i], sizeof word);
            h = (h ^ word) * 1099511628211u;
        }
    return (h ^ o->events ^ o->exchanges << 20 ^ o->departed << 40) * 1099511628211u;
}

struct heard {
    uint64_t digests[64];
    size_t count;
    uint32_t last_replication;
};

static bool hear(void *user, size_t network, uint32_t replication, const struct sim_output *o) {
    (void)network;
    struct heard *h = user;
    assert_true(h->count == 0 || replication == h->last_replication + 1);
    h->last_replication = replication;
    h->digests[h->count++] = digest(o);
    return true;
}

static void nobody_is_lost(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct sim_context *shared = sim_context_new(); /* used again by networks of every shape */
    uint64_t people = 0, events = 0, exchanges = 0;
    for (uint64_t i = 0; i < network_count; i++) {
        struct made made = make(arena, i);
        struct err err = {0};
        if (!sim_network_check(&made.network, &err))
            fail_msg("network %llu: %s", (unsigned long long)i, err.message);
        struct sim_output *o = sim_output_new(&made.network);
        if (!sim_run(shared, &made.network, i, 0, NULL, o, &err)) fail_msg("%s", err.message);
        check_bounds(&made, o);
        people += o->arrived;
        events += o->events;
        exchanges += o->exchanges;
        struct sim_output *again = run_once(&made.network, i, 0);
        assert_true(digest(o) == digest(again));
        sim_output_free(again);
        sim_output_free(o);
        arena_reset(arena);
    }
    printf("%llu networks, %llu people, %llu events, %llu people in rings\n",
           (unsigned long long)network_count, (unsigned long long)people,
           (unsigned long long)events, (unsigned long long)exchanges);
    assert_true(exchanges > 0);
    sim_context_free(shared);
    arena_free(arena);
}

static uint64_t looked_at; /* the network */

static void same(const char *what, const void *a, const void *b, size_t bytes) {
    if (memcmp(a, b, bytes) != 0)
        fail_msg("network %llu: %s differs between two ways to run it",
                 (unsigned long long)looked_at, what);
}

/* Every number of two outputs, to the last bit; visits, which are sums of fractions, nearly. */
static void same_outputs(const struct sim_output *a, const struct sim_output *b) {
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

/* Without limits people are followed one by one, and with limits they pass direct settings at once;
 * a calendar of events gives the same. */
static void one_by_one_is_as_by_events(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct sim_context *context = sim_context_new();
    struct err err = {0};
    for (uint64_t i = 0; i < network_count; i++) {
        struct made made = make(arena, 2000000 + i);
        made.network.unlimited = i % 2 == 0;
        looked_at = i;
        accepted(&made.network);
        struct sim_output *out[2];
        for (int by_events = 0; by_events < 2; by_events++) {
            out[by_events] = sim_output_new(&made.network);
            context->by_events = by_events;
            if (!sim_run(context, &made.network, i, 3, NULL, out[by_events], &err))
                fail_msg("%s", err.message);
        }
        same_outputs(out[0], out[1]);
        sim_output_free(out[0]);
        sim_output_free(out[1]);
        arena_reset(arena);
    }
    sim_context_free(context);
    arena_free(arena);
}

/* What would be needed, counted beside a run with limits, is what a run without them counts, and
 * the run with limits is as it is alone. */
static void needs_are_those_of_a_run_without_limits(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct sim_context *context = sim_context_new();
    struct err err = {0};
    uint64_t queued = 0;
    for (uint64_t i = 0; i < network_count; i++) {
        struct made made = make(arena, 3000000 + i);
        struct sim_output *out[3]; /* with limits, without, with limits and needs */
        looked_at = i;
        context->by_events = i % 4 == 0;
        for (int k = 0; k < 3; k++) {
            made.network.unlimited = k == 1;
            made.network.needs = k == 2;
            accepted(&made.network);
            out[k] = sim_output_new(&made.network);
            if (!sim_run(context, &made.network, i, 5, NULL, out[k], &err))
                fail_msg("%s", err.message);
        }
        size_t days = (size_t)made.network.days, cells = out[0]->setting_count * days;
        for (size_t c = 0; c < cells; c++) {
            bool visits = made.network.settings[c / days].kind == SIM_VISITS;
            if (visits ? fabs(out[2]->needed[c] - out[1]->visits[c]) >= CLOSE
                       : out[2]->needed[c] != out[1]->present[c])
                fail_msg("network %llu, setting %zu, day %zu: %.17g are needed, not %.17g",
                         (unsigned long long)i, c / days, c % days, out[2]->needed[c],
                         visits ? out[1]->visits[c] : out[1]->present[c]);
            assert_true(out[0]->needed[c] == 0);
            queued += out[0]->queue[c] > 0;
        }
        out[2]->events -= out[1]->events; /* both are counted */
        same_outputs(out[0], out[2]);
        for (int k = 0; k < 3; k++) sim_output_free(out[k]);
        arena_reset(arena);
    }
    assert_true(queued > 0);
    struct made both = make(arena, 1);
    both.network.unlimited = both.network.needs = true;
    assert_false(sim_network_check(&both.network, &err));
    sim_context_free(context);
    arena_free(arena);
}

static void threads_do_not_matter(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (uint64_t i = 0; i < network_count / 10; i++) {
        struct made made = make(arena, 1000000 + i);
        struct heard one = {0};
        run_many(&made.network, i, 24, 1, hear, &one);
        for (int threads = 2; threads <= 4; threads += 2) {
            struct heard more = {0};
            run_many(&made.network, i, 24, threads, hear, &more);
            assert_true(more.count == one.count);
            assert_memory_equal(one.digests, more.digests, sizeof one.digests);
        }
        assert_true(one.count == 24);
        arena_reset(arena);
    }
    arena_free(arena);
}

/* With an envelope, fewer arrivals are some of the same people, with the same stays: in a setting
 * that is never full, everybody who is there is also there with all arrivals. */
static void thinning_keeps_the_same_people(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DAYS = 300 };
    struct sim_setting setting = {.name = "ward", .kind = SIM_OPEN};
    struct sim_stay stay = {.time = {.shape = SIM_GAMMA, .mean = 5, .sd = 4}};
    struct sim_route route = {.to = SIM_NONE, .share = 1};
    struct sim_demand demand = {.rate = flat(arena, DAYS, 10), .envelope = flat(arena, DAYS, 10)};
    struct sim_network network = {.days = DAYS,
                                  .class_count = 1,
                                  .settings = &setting,
                                  .setting_count = 1,
                                  .stays = &stay,
                                  .stay_count = 1,
                                  .routes = &route,
                                  .route_count = 1,
                                  .demands = &demand,
                                  .demand_count = 1};
    struct sim_output *all = run_once(&network, 5, 0);
    demand.rate = flat(arena, DAYS, 7);
    struct sim_output *some = run_once(&network, 5, 0);
    for (int d = 0; d < DAYS; d++) {
        assert_true(some->arrivals[d] <= all->arrivals[d]);
        assert_true(some->present[d] <= all->present[d] + CLOSE);
    }
    stay.time.mean = 10; /* twice as long, the same draw: everything is twice as long */
    stay.time.sd = 8;
    struct sim_output *longer = run_once(&network, 5, 0);
    for (int d = 0; d < DAYS; d++) {
        assert_true(longer->arrivals[d] == some->arrivals[d]);
        assert_true(longer->present[d] >= some->present[d] - CLOSE);
    }
    sim_output_free(all);
    sim_output_free(some);
    sim_output_free(longer);
    arena_free(arena);
}

int main(int argc, char **argv) {
    if (argc > 1) network_count = strtoull(argv[1], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_lost),
        cmocka_unit_test(one_by_one_is_as_by_events),
        cmocka_unit_test(needs_are_those_of_a_run_without_limits),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(thinning_keeps_the_same_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
