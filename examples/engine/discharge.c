/* A hospital ward from which some people wait for home care: how many beds do they take up, with
 * today's home care and with a fifth more of it? docs/engine.md goes through it.
 *
 * SPDX-License-Identifier: MIT */
#include "sim/ensemble.h"

#include <stdio.h>

#define DAYS 365
#define WARM_UP 90

/* Adds up a year's delayed person-days for each of the two scenarios. */
static bool take(void *user, size_t scenario, uint32_t replication, const struct sim_output *o) {
    (void)replication;
    double *sums = user;
    for (int day = WARM_UP; day < DAYS; day++) sums[scenario] += o->delayed[0 * DAYS + day];
    return true;
}

int main(void) {
    static double beds[DAYS], today[DAYS], more[DAYS], arrivals[DAYS];
    for (int day = 0; day < DAYS; day++) {
        beds[day] = 60;
        today[day] = 265;      /* visits a day */
        more[day] = 1.2 * 265; /* and with the scheme */
        arrivals[day] = 6;     /* people a day */
    }
    struct sim_setting settings[] = {
        {.name = "ward", .kind = SIM_PLACES, .capacity = beds, .leave_from = 9, .leave_to = 18},
        {.name = "home care", .kind = SIM_VISITS, .capacity = today},
    };
    const struct sim_stay stays[] = {
        {.setting = 0, .time = {.shape = SIM_LOGNORMAL, .mean = 7, .sd = 8}},
        {.setting = 1,
         .time = {.shape = SIM_GAMMA, .mean = 60, .sd = 40},
         .first_visits = 4,
         .last_visits = 1},
    };
    const struct sim_route routes[] = {
        {.setting = 0, .to = SIM_NONE, .share = 0.7},
        {.setting = 0, .to = 1, .share = 0.3, .holds = true, .counted = true},
        {.setting = 1, .to = SIM_NONE, .share = 1},
    };
    const struct sim_demand demand = {.setting = 0, .rate = arrivals};
    struct sim_network now = {.days = DAYS,
                              .class_count = 1,
                              .settings = settings,
                              .setting_count = 2,
                              .stays = stays,
                              .stay_count = 2,
                              .routes = routes,
                              .route_count = 3,
                              .demands = &demand,
                              .demand_count = 1};
    struct sim_setting changed[] = {settings[0], settings[1]};
    changed[1].capacity = more;
    struct sim_network scheme = now;
    scheme.settings = changed;

    struct err err = {0};
    const struct sim_network *scenarios[] = {&now, &scheme};
    double sums[2] = {0, 0};
    const struct sim_ensemble ensemble = {.networks = scenarios,
                                          .network_count = 2,
                                          .seed = 1,
                                          .replications = 50,
                                          .threads = 2,
                                          .take = take,
                                          .user = sums};
    if (!sim_network_check(&now, &err) || !sim_network_check(&scheme, &err) ||
        !sim_ensemble_run(&ensemble, &err)) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    for (int i = 0; i < 2; i++)
        printf("%s: %.1f people delayed in the ward on an average day\n",
               i ? "with a fifth more home care" : "today", sums[i] / 50 / (DAYS - WARM_UP));
    return sums[1] < sums[0] ? 0 : 1;
}
