/* The discharge case against the answers of an independent program; discharge/README.md says what
 * it is.
 *
 * SPDX-License-Identifier: MIT */
#include "../sim/build.h"

#include "sim/special.h"

#define NODES 4
#define DAYS 181
#define REPLICATIONS 150

static const char *const nodes[NODES] = {"P2_B", "P2_NS", "P3_B", "P3_NS"};

struct node {
    int days;
    double rate[DAYS], beds, mu, sigma, present, waiting;
    double occupied[DAYS], occupied_error[DAYS], queue[DAYS], queue_error[DAYS];
};

static int node_of(const char *name) {
    for (int i = 0; i < NODES; i++)
        if (!strcmp(nodes[i], name)) return i;
    fail_msg("unknown node %s", name);
    return -1;
}

/* Calls use(fields, user) for every row but the header. */
static void read_rows(const char *file, void (*use)(char **fields, void *user), void *user) {
    char path[1024], line[1024];
    snprintf(path, sizeof path, "%s/%s", DISCHARGE_DIR, file);
    FILE *in = fopen(path, "r");
    if (!in) fail_msg("cannot read %s", path);
    assert_non_null(fgets(line, sizeof line, in));
    while (fgets(line, sizeof line, in)) {
        char *fields[16] = {line};
        int count = 1;
        for (char *p = line; *p && count < 16; p++)
            if (*p == ',') {
                *p = 0;
                fields[count++] = p + 1;
            }
        use(fields, user);
    }
    fclose(in);
}

struct case_ {
    const char *beds; /* BCap or S1Cap */
    struct node node[NODES];
    int answers;
};

static void use_arrivals(char **f, void *user) {
    struct case_ *c = user;
    struct node *n = &c->node[node_of(f[0])];
    assert_in_range(n->days, 0, DAYS - 1);
    n->rate[n->days++] = atof(f[1]); /* rows are by date; the last column is the weekday */
}

static void use_capacity(char **f, void *user) {
    struct case_ *c = user;
    if (!strcmp(f[1], c->beds)) c->node[node_of(f[0])].beds = atof(f[2]);
}

static void use_stay(char **f, void *user) {
    struct case_ *c = user;
    struct node *n = &c->node[node_of(f[0])];
    n->mu = atof(f[6]);
    n->sigma = atof(f[7]);
}

static void use_initial(char **f, void *user) {
    struct case_ *c = user;
    struct node *n = &c->node[node_of(f[0])];
    *(strcmp(f[1], "occ") ? &n->waiting : &n->present) = atof(f[2]);
}

static void use_answer(char **f, void *user) {
    struct case_ *c = user;
    if (strcmp(f[1], c->beds)) return;
    int day = atoi(f[4]) - 1;
    struct node *n = &c->node[node_of(f[0])];
    n->occupied[day] = atof(f[5]);
    n->occupied_error[day] = atof(f[6]);
    n->queue[day] = atof(f[7]);
    n->queue_error[day] = atof(f[8]);
    c->answers++;
}

/* Uniform(1, L): quantiles of L crossed with quantiles of the uniform. */
static struct sim_time remaining_stay(struct arena *arena, const struct node *n) {
    enum { STAYS = 1000, PARTS = 60 };
    double *samples = ARENA_NEW(arena, double, STAYS *PARTS);
    for (int i = 0; i < STAYS; i++) {
        double stay = exp(n->mu + n->sigma * special_normal_quantile((i + 0.5) / STAYS));
        for (int k = 0; k < PARTS; k++) samples[i * PARTS + k] = 1 + (stay - 1) * (k + 0.5) / PARTS;
    }
    return (struct sim_time){
        .shape = SIM_EMPIRICAL, .samples = samples, .sample_count = (size_t)STAYS * PARTS};
}

struct found {
    struct mean occupied[NODES][DAYS], queue[NODES][DAYS];
};

static bool take(void *user, size_t network, uint32_t replication, const struct sim_output *o) {
    (void)network, (void)replication;
    struct found *found = user;
    for (int n = 0; n < NODES; n++)
        for (int d = 0; d < DAYS; d++) {
            mean_add(&found->occupied[n][d], o->present[n * DAYS + d]);
            mean_add(&found->queue[n][d], o->queue[n * DAYS + d]);
        }
    return true;
}

/* 0.0001: the answers are printed to four decimals. */
static bool agrees(const struct mean *found, double answer, double error) {
    return fabs(mean_of(found) - answer) <= 3 * hypot(mean_error(found), error) + 1e-4;
}

static void agree_with(const char *beds) {
    struct arena *arena = arena_new();
    struct case_ *c = ARENA_NEW(arena, struct case_, 1);
    c->beds = beds;
    read_rows("arrivals.csv", use_arrivals, c);
    read_rows("capacity.csv", use_capacity, c);
    read_rows("stay.csv", use_stay, c);
    read_rows("initial.csv", use_initial, c);
    read_rows("daily.csv", use_answer, c);
    assert_int_equal(c->answers, NODES * DAYS);
    for (int n = 0; n < NODES; n++) assert_int_equal(c->node[n].days, DAYS);

    struct sim_setting settings[NODES];
    struct sim_stay stays[NODES];
    struct sim_route routes[NODES];
    struct sim_demand demands[NODES];
    struct sim_initial initials[2 * NODES];
    for (int n = 0; n < NODES; n++) {
        const struct node *at = &c->node[n];
        double mean = exp(at->mu + at->sigma * at->sigma / 2);
        struct sim_time *left = ARENA_NEW(arena, struct sim_time, 1);
        *left = remaining_stay(arena, at);
        settings[n] = (struct sim_setting){
            .name = nodes[n], .kind = SIM_PLACES, .capacity = flat(arena, DAYS, at->beds)};
        stays[n] = (struct sim_stay){.setting = n,
                                     .time = {.shape = SIM_LOGNORMAL,
                                              .mean = mean,
                                              .sd = mean * sqrt(expm1(at->sigma * at->sigma))}};
        routes[n] = (struct sim_route){.setting = n, .to = SIM_NONE, .share = 1};
        demands[n] = (struct sim_demand){.setting = n, .rate = at->rate};
        initials[2 * n] =
            (struct sim_initial){.setting = n, .persons = at->present, .remaining = left};
        initials[2 * n + 1] =
            (struct sim_initial){.setting = n, .persons = at->waiting, .waiting = true};
    }
    struct sim_network network = {.days = DAYS,
                                  .class_count = 1,
                                  .settings = settings,
                                  .setting_count = NODES,
                                  .stays = stays,
                                  .stay_count = NODES,
                                  .routes = routes,
                                  .route_count = NODES,
                                  .demands = demands,
                                  .demand_count = NODES,
                                  .initials = initials,
                                  .initial_count = 2 * NODES};
    struct found *found = ARENA_NEW(arena, struct found, 1);
    run_many(&network, 2023, REPLICATIONS, 2, take, found);
    int agree = 0;
    for (int n = 0; n < NODES; n++)
        for (int d = 0; d < DAYS; d++)
            agree += agrees(&found->occupied[n][d], c->node[n].occupied[d],
                            c->node[n].occupied_error[d]) &&
                     agrees(&found->queue[n][d], c->node[n].queue[d], c->node[n].queue_error[d]);
    printf("%s: %d of %d node-days agree in beds and queue (%.1f%%)\n", beds, agree, NODES * DAYS,
           100.0 * agree / (NODES * DAYS));
    assert_true(agree >= 0.95 * NODES * DAYS);
    arena_free(arena);
}

static void beds_as_they_were(void **state) {
    (void)state;
    agree_with("BCap");
}

static void beds_without_limit(void **state) {
    (void)state;
    agree_with("S1Cap");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beds_as_they_were),
        cmocka_unit_test(beds_without_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
