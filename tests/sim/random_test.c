/* Networks made at random, with everything that the engine knows: nobody is lost, nothing exceeds
 * its bounds, and the same people come out whatever runs beside it.
 *
 * `sim_random_test COUNT` tries that many networks (300 by default).
 *
 * SPDX-License-Identifier: MIT */
#include "random_network.h"

#include "sim/engine.h"

static uint64_t network_count = 300;

static double sum(const double *x, size_t count) {
    double total = 0;
    for (size_t i = 0; i < count; i++) total += x[i];
    return total;
}

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
        struct sim_route *routes = ARENA_NEW(arena, struct sim_route, made.network.route_count);
        for (size_t r = 0; r < made.network.route_count; r++) {
            routes[r] = made.network.routes[r];
            routes[r].counted = false;
        }
        made.network.routes = routes; /* nothing is left of what was counted before */
        if (!sim_run(shared, &made.network, i, 0, NULL, o, &err)) fail_msg("%s", err.message);
        check_bounds(&made, o);
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
    struct sim_demand demand = {.rate = sim_flat(arena, DAYS, 10),
                                .envelope = sim_flat(arena, DAYS, 10)};
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
    demand.rate = sim_flat(arena, DAYS, 7);
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
