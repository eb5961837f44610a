/* Offered load by the traffic equations; see traffic.h.
 *
 * SPDX-License-Identifier: MIT */
#include "traffic.h"

#include "base/arena.h"
#include "sim/sampler.h"

#include <math.h>
#include <string.h>

#define QUANTILES 4000
#define SWEEPS 100000
#define CLOSE_ENOUGH 1e-12

/* The mean length of a time that begins on a day, truncation included. */
static bool mean_time(const struct sim_time *time, int day, double *mean, struct err *err) {
    double m = time->scale_by_day ? time->mean * time->scale_by_day[day] : time->mean;
    if (time->shape == SIM_EMPIRICAL || time->shape == SIM_MIXTURE || time->min > 0 ||
        time->max > 0) {
        struct arena *arena = arena_new();
        struct sampler sampler;
        bool ok = sampler_make(arena, time, &sampler, err);
        m = 0;
        for (int i = 0; ok && i < QUANTILES; i++)
            m += sampler_on_day(&sampler, (i + 0.5) / QUANTILES, (size_t)day) / QUANTILES;
        arena_free(arena);
        if (!ok) return false;
    }
    *mean = m;
    return true;
}

/* By how much a time falls short of a day, on average: of longer ones by nothing. */
static bool mean_shortfall(const struct sim_time *time, int day, double *mean, struct err *err) {
    struct arena *arena = arena_new();
    struct sampler sampler;
    bool ok = sampler_make(arena, time, &sampler, err);
    *mean = 0;
    for (int i = 0; ok && i < QUANTILES; i++)
        *mean +=
            fmax(0, 1 - sampler_on_day(&sampler, (i + 0.5) / QUANTILES, (size_t)day)) / QUANTILES;
    arena_free(arena);
    return ok;
}

static double last_visits(const struct sim_stay *stay, int day) {
    return stay->last_by_day ? stay->last_by_day[day] : stay->last_visits;
}

/* The visits of a client, of whose stay `mean` is the mean. There are n = max(1, floor(f + stay))
 * days of visits, where f is the part of the first day that is over, and their needs run from the
 * first in n equal steps to the last, which would be that of the day of leaving: they add up to
 * n (first + last) / 2 + (first - last) / 2. Over an even f the mean of n is that of the stay and
 * of what stays fall short of a day. */
static bool mean_visits(const struct sim_stay *stay, double mean, int day, double *visits,
                        struct err *err) {
    double shortfall;
    if (!mean_shortfall(&stay->time, day, &shortfall, err)) return false;
    double first = stay->first_by_day ? stay->first_by_day[day] : stay->first_visits;
    double last = last_visits(stay, day);
    *visits = (mean + shortfall) * (first + last) / 2 + (first - last) / 2;
    return true;
}

static double share_on(const struct sim_route *route, int day) {
    return route->share_by_day ? route->share_by_day[day] : route->share;
}

static bool add_load(const struct sim_network *network, int day, const double *arrivals,
                     const double *total, double *load, struct err *err) {
    size_t classes = (size_t)network->class_count;
    double mean = 0;
    struct arena *arena = arena_new();
    double *last = ARENA_NEW(arena, double, network->setting_count *classes);
    bool ok = true;
    memset(load, 0, network->setting_count * sizeof *load);
    for (size_t i = 0; ok && i < network->stay_count; i++) {
        const struct sim_stay *stay = &network->stays[i];
        size_t at = (size_t)stay->setting * classes + (size_t)stay->class_;
        if (!(i && sampler_alike(&stay[-1].time, &stay->time) &&
              stay[-1].time.scale_by_day == stay->time.scale_by_day))
            ok = mean_time(&stay->time, day, &mean, err);
        double each = mean;
        last[at] = last_visits(stay, day);
        if (network->settings[stay->setting].kind == SIM_VISITS)
            ok = ok && mean_visits(stay, mean, day, &each, err);
        load[stay->setting] += arrivals[at] * each;
    }
    for (size_t i = 0; ok && i < network->route_count; i++) {
        const struct sim_route *route = &network->routes[i];
        size_t at = (size_t)route->setting * classes + (size_t)route->class_;
        enum sim_kind kind = network->settings[route->setting].kind;
        if (!route->has_delay || total[at] <= 0 || kind == SIM_OPEN) continue;
        ok = mean_time(&route->delay, day, &mean, err);
        double each = kind == SIM_VISITS ? last[at] : 1;
        load[route->setting] += arrivals[at] * share_on(route, day) / total[at] * mean * each;
    }
    arena_free(arena);
    return ok;
}

bool traffic_solve(const struct sim_network *network, int day, int span, double *arrivals,
                   double *load, struct err *err) {
    size_t classes = (size_t)network->class_count, nodes = network->setting_count * classes;
    struct arena *arena = arena_new();
    double *outside = ARENA_NEW(arena, double, nodes);
    double *total = ARENA_NEW(arena, double, nodes); /* of the shares out of a node */
    double *next = ARENA_NEW(arena, double, nodes);
    int until = day + span < network->days ? day + span : network->days;
    for (size_t i = 0; i < network->demand_count; i++) {
        const struct sim_demand *demand = &network->demands[i];
        double sum = 0;
        for (int d = day; d < until; d++) sum += demand->rate[d];
        outside[(size_t)demand->setting * classes + (size_t)demand->class_] +=
            sum / (double)(until - day);
    }
    for (size_t i = 0; i < network->route_count; i++)
        total[(size_t)network->routes[i].setting * classes + (size_t)network->routes[i].class_] +=
            share_on(&network->routes[i], day);
    memcpy(arrivals, outside, nodes * sizeof *arrivals);
    double change = 1, sum = 1;
    for (int sweep = 0; sweep < SWEEPS && change > CLOSE_ENOUGH * sum; sweep++) {
        memcpy(next, outside, nodes * sizeof *next);
        for (size_t i = 0; i < network->route_count; i++) {
            const struct sim_route *route = &network->routes[i];
            size_t from = (size_t)route->setting * classes + (size_t)route->class_;
            if (route->to == SIM_NONE || total[from] <= 0) continue;
            next[(size_t)route->to * classes + (size_t)route->class_] +=
                arrivals[from] * share_on(route, day) / total[from];
        }
        change = sum = 0;
        for (size_t n = 0; n < nodes; n++) {
            change += fabs(next[n] - arrivals[n]);
            sum += next[n];
        }
        memcpy(arrivals, next, nodes * sizeof *arrivals);
    }
    bool ok = change <= CLOSE_ENOUGH * sum || sum == 0;
    if (!ok)
        err_set(err, ERR_INPUT, "route.csv: people go round between settings and never leave");
    else if (load)
        ok = add_load(network, day, arrivals, total, load, err);
    arena_free(arena);
    return ok;
}
