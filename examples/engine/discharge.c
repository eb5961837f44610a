/* A hospital ward from which some people wait for home care: how many beds do they take up, with
 * today's home care and with a fifth more of it? docs/engine.md goes through it.
 *
 * SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "sim/ensemble.h"

#include <stdio.h>

enum { WARD, HOME_CARE }; /* settings, as they stand in the array */
enum { DAYS = 365, WARM_UP = 90 };

/* People delayed in the ward on an average day of one possible future. */
static double delayed(const struct sim_output *o) {
    return sim_output_mean(o, o->delayed, WARD, WARM_UP, DAYS);
}

int main(void) {
    struct arena *arena = arena_new();
    const double *beds = sim_flat(arena, DAYS, 60), *people = sim_flat(arena, DAYS, 6);
    const double *visits = sim_flat(arena, DAYS, 265), *more = sim_flat(arena, DAYS, 318);
    struct sim_setting today[] = {
        {.name = "ward", .kind = SIM_PLACES, .capacity = beds, .leave_from = 9, .leave_to = 18},
        {.name = "home care", .kind = SIM_VISITS, .capacity = visits},
    };
    const struct sim_time week = {.shape = SIM_LOGNORMAL, .mean = 7, .sd = 8};
    const struct sim_time months = {.shape = SIM_GAMMA, .mean = 60, .sd = 40};
    const struct sim_stay stays[] = {
        {.setting = WARD, .time = week},
        {.setting = HOME_CARE, .time = months, .first_visits = 4, .last_visits = 1},
    };
    const struct sim_route routes[] = {
        {.setting = WARD, .to = SIM_NONE, .share = 0.7},
        {.setting = WARD, .to = HOME_CARE, .share = 0.3, .holds = true, .counted = true},
        {.setting = HOME_CARE, .to = SIM_NONE, .share = 1},
    };
    const struct sim_demand demand = {.setting = WARD, .rate = people};
    struct sim_network now = {
        .days = DAYS, .class_count = 1, .demands = &demand, .demand_count = 1};
    now.settings = today, now.setting_count = 2;
    now.stays = stays, now.stay_count = 2;
    now.routes = routes, now.route_count = 3;

    struct sim_setting changed[] = {today[WARD], today[HOME_CARE]};
    changed[HOME_CARE].capacity = more;
    struct sim_network scheme = now;
    scheme.settings = changed;

    const struct sim_network *both[] = {&now, &scheme};
    const struct sim_ensemble runs = {.networks = both, .network_count = 2, .replications = 50};
    double mean[2];
    struct err err = {0};
    bool ok = sim_ensemble_means(&runs, delayed, mean, &err);
    if (!ok) fprintf(stderr, "%s\n", err.message);
    for (int i = 0; ok && i < 2; i++)
        printf("%s: %.1f people delayed in the ward on an average day\n",
               i ? "with a fifth more home care" : "today", mean[i]);
    arena_free(arena);
    return ok ? 0 : 1;
}
