/* Makes a network ready to run.
 *
 * SPDX-License-Identifier: MIT */
#include "program.h"

#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>

static void make_sampler(struct arena *arena, const struct sim_network *network,
                         const struct sim_time *time, struct sampler *out) {
    struct err err = {0};
    bool ok = sampler_make(arena, time, out, &err);
    assert(ok && "the network was not checked");
    (void)ok;
    sampler_cut_days(arena, out, network->days);
}

static const struct sampler *new_sampler(struct arena *arena, const struct sim_network *network,
                                         const struct sim_time *time) {
    struct sampler *sampler = ARENA_NEW(arena, struct sampler, 1);
    make_sampler(arena, network, time, sampler);
    return sampler;
}

static int ascending(const void *a, const void *b) {
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

/* Distinct priorities in ascending order; returns how many. */
static int distinct_priorities(const struct sim_network *n, int *all) {
    size_t count = 0;
    for (size_t i = 0; i < n->demand_count; i++) all[count++] = n->demands[i].priority;
    for (size_t i = 0; i < n->initial_count; i++) all[count++] = n->initials[i].priority;
    if (count == 0) return 1;
    qsort(all, count, sizeof all[0], ascending);
    int kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || all[kept - 1] != all[i]) all[kept++] = all[i];
    return kept;
}

static int level_of(const int *priorities, int count, int priority) {
    int level = 0;
    while (level < count - 1 && priorities[level] < priority) level++;
    return level;
}

static void make_levels(struct arena *arena, struct program *p) {
    const struct sim_network *n = p->network;
    int *priorities = ARENA_NEW(arena, int, n->demand_count + n->initial_count + 1);
    p->level_count = distinct_priorities(n, priorities);
    for (size_t i = 0; i < n->demand_count; i++)
        p->streams[i].level = level_of(priorities, p->level_count, n->demands[i].priority);
    p->initial_levels = ARENA_NEW(arena, int, n->initial_count + 1);
    for (size_t i = 0; i < n->initial_count; i++)
        p->initial_levels[i] = level_of(priorities, p->level_count, n->initials[i].priority);
}

static void make_streams(struct arena *arena, struct program *p) {
    const struct sim_network *n = p->network;
    p->stream_count = n->demand_count;
    p->streams = ARENA_NEW(arena, struct rule_stream, p->stream_count + 1);
    for (size_t i = 0; i < p->stream_count; i++) {
        const struct sim_demand *d = &n->demands[i];
        struct rule_stream *s = &p->streams[i];
        s->setting = d->setting;
        s->class_ = d->class_;
        s->rate = d->rate;
        s->envelope = d->envelope ? d->envelope : d->rate;
        for (int h = 0; h < 24; h++)
            s->hours[h + 1] = s->hours[h] + (d->hours ? d->hours[h] : 1) / 24;
        s->flat = !d->hours;
        s->mass = s->flat ? 1 : s->hours[24];
        s->stay = &p->stays[d->setting * p->class_count + d->class_].time;
    }
}

static void make_routes(struct arena *arena, struct program *p) {
    const struct sim_network *n = p->network;
    size_t groups = (size_t)p->setting_count * (size_t)p->class_count;
    for (size_t i = 0; i < n->route_count; i++) {
        const struct sim_route *r = &n->routes[i];
        p->stays[r->setting * p->class_count + r->class_].route_count++;
    }
    size_t first = 0;
    for (size_t g = 0; g < groups; g++) {
        p->stays[g].first_route = first;
        first += p->stays[g].route_count;
        p->stays[g].route_count = 0;
    }
    p->routes = ARENA_NEW(arena, struct rule_route, n->route_count + 1);
    for (size_t i = 0; i < n->route_count; i++) {
        const struct sim_route *r = &n->routes[i];
        struct rule_stay *stay = &p->stays[r->setting * p->class_count + r->class_];
        struct rule_route *out = &p->routes[stay->first_route + stay->route_count++];
        *out = (struct rule_route){.index = (int)i,
                                   .to = r->to,
                                   .holds = r->holds && r->to != SIM_NONE,
                                   .counted = r->counted,
                                   .tallied = r->tallied && r->to == SIM_NONE,
                                   .switches = r->switches && r->to != SIM_NONE,
                                   .switch_to = r->switch_to,
                                   .switch_after = r->switch_after};
        if (r->has_away && !r->holds && r->to != SIM_NONE)
            out->away = new_sampler(arena, n, &r->away);
        if (r->has_delay) out->delay = new_sampler(arena, n, &r->delay);
        if (r->share_by_day) stay->share_by_day = true;
    }
    for (size_t g = 0; g < groups; g++) {
        struct rule_stay *stay = &p->stays[g];
        double sum = 0, run = 0;
        const struct rule_route *routes = p->routes + stay->first_route;
        double *upto = ARENA_NEW(arena, double, stay->route_count);
        for (size_t i = 0; i < stay->route_count; i++) sum += n->routes[routes[i].index].share;
        for (size_t i = 0; i < stay->route_count; i++)
            upto[i] = (run += n->routes[routes[i].index].share) / sum;
        stay->upto = upto;
    }
}

static void make_ready(struct arena *arena, struct program *p) {
    const struct sim_network *n = p->network;
    p->ready = ARENA_NEW(arena, int, n->initial_count + 1);
    for (size_t i = 0; i < n->initial_count; i++) {
        const struct sim_initial *initial = &n->initials[i];
        if (!initial->ready) continue;
        const struct rule_stay *stay =
            &p->stays[initial->setting * p->class_count + initial->class_];
        size_t r = stay->first_route, end = r + stay->route_count;
        while (r < end && !(p->routes[r].holds && p->routes[r].to == initial->to)) r++;
        assert(r < end && "the network was not checked");
        p->ready[i] = (int)r;
    }
}

/* Which settings can be reached from one along `links` (by from * count + to). */
static void reach(const bool *links, int count, int from, bool *reached, int *stack) {
    int depth = 0;
    stack[depth++] = from;
    while (depth) {
        int s = stack[--depth];
        for (int t = 0; t < count; t++)
            if (links[(size_t)s * (size_t)count + (size_t)t] && !reached[t]) {
                reached[t] = true;
                stack[depth++] = t;
            }
    }
}

/* Who holds a place of `from` may wait for `to`, and for wherever people go who do not get in
 * there.
 */
static void link_to(const struct sim_network *n, bool *links, size_t from, int to) {
    if (to == SIM_NONE || links[from * n->setting_count + (size_t)to]) return;
    links[from * n->setting_count + (size_t)to] = true;
    const struct sim_setting *at = &n->settings[to];
    if (at->overflows) link_to(n, links, from, at->overflow_to);
    if (at->gives_up) link_to(n, links, from, at->give_up_to);
}

/* An edge may be part of a ring when its end reaches its beginning along other edges. */
static void make_edges(struct arena *arena, struct program *p) {
    const struct sim_network *n = p->network;
    size_t count = (size_t)p->setting_count;
    p->first_edge = ARENA_NEW(arena, size_t, count + 1);
    bool any = false;
    for (size_t i = 0; i < n->route_count; i++) any |= n->routes[i].holds;
    if (!any) return;
    struct arena *work = arena_new();
    bool *links = ARENA_NEW(work, bool, count *count);
    bool *reached = ARENA_NEW(work, bool, count *count);
    int *stack = ARENA_NEW(work, int, count + 1);
    for (size_t i = 0; i < n->route_count; i++) {
        const struct sim_route *r = &n->routes[i];
        if (!r->holds || r->to == SIM_NONE) continue;
        link_to(n, links, (size_t)r->setting, r->to);
        if (r->switches) link_to(n, links, (size_t)r->setting, r->switch_to);
    }
    for (size_t s = 0; s < count; s++)
        reach(links, p->setting_count, (int)s, reached + s * count, stack);
    for (int pass = 0; pass < 2; pass++) {
        p->edge_count = 0;
        for (size_t from = 0; from < count; from++) {
            p->first_edge[from] = p->edge_count;
            for (size_t to = 0; to < count; to++) {
                if (!links[from * count + to] || !(from == to || reached[to * count + from]))
                    continue;
                if (pass) p->edges[p->edge_count] = (struct rule_edge){(int)from, (int)to};
                p->edge_count++;
            }
        }
        p->first_edge[count] = p->edge_count;
        if (!pass) p->edges = ARENA_NEW(arena, struct rule_edge, p->edge_count + 1);
    }
    arena_free(work);
}

static bool any_time(const struct sim_setting *setting) {
    unsigned weekdays = setting->leave_weekdays & 0x7f;
    return !setting->leave_by_day && (weekdays == 0 || weekdays == 0x7f) &&
           setting->leave_from == 0 && (setting->leave_to == 0 || setting->leave_to == 24);
}

/* People who leave in the same hour for another setting are in the order in which their stays ended
 * there, not in that in which they asked: such a setting is not direct. */
static void find_direct(struct arena *arena, struct program *p) {
    const struct sim_network *n = p->network;
    p->direct = ARENA_NEW(arena, bool, n->setting_count + 1);
    p->any_time = ARENA_NEW(arena, bool, n->setting_count + 1);
    for (size_t s = 0; s < n->setting_count; s++) {
        const struct sim_setting *at = &n->settings[s];
        p->any_time[s] = any_time(at);
        bool direct = at->kind == SIM_OPEN;
        if (at->kind == SIM_PLACES && !at->capacity_by_hour && !at->takes_in &&
            !(at->by_priority && p->level_count > 1)) {
            direct = at->capacity[0] >= 0.5;
            for (int d = 1; d < n->days && direct; d++) direct = at->capacity[d] == at->capacity[0];
        }
        p->direct[s] = direct;
    }
    for (size_t i = 0; i < n->route_count; i++) {
        const struct sim_route *r = &n->routes[i];
        if (r->to == SIM_NONE) continue;
        if (!p->any_time[r->setting]) p->direct[r->setting] = false;
        if (r->holds) p->direct[r->setting] = p->direct[r->to] = false;
        if (!r->switches) continue;
        p->direct[r->to] = false;
        if (r->holds && r->switch_to != SIM_NONE) p->direct[r->switch_to] = false;
    }
    for (size_t i = 0; i < n->initial_count; i++) p->direct[n->initials[i].setting] = false;
    for (size_t s = 0; s < n->setting_count; s++) {
        const struct sim_setting *at = &n->settings[s];
        if (at->gives_up || at->overflows) p->direct[s] = false;
        if (at->gives_up && at->give_up_to != SIM_NONE) p->direct[at->give_up_to] = false;
        if (at->overflows) p->direct[at->overflow_to] = false;
    }
}

const struct program *program_new(struct arena *arena, const struct sim_network *network) {
    const struct sim_network *n = network;
    struct program *p = ARENA_NEW(arena, struct program, 1);
    p->network = n;
    p->setting_count = (int)n->setting_count;
    p->class_count = n->class_count;
    p->stays = ARENA_NEW(arena, struct rule_stay, n->setting_count * (size_t)n->class_count + 1);
    for (size_t i = 0; i < n->stay_count; i++) {
        const struct sim_stay *stay = &n->stays[i];
        struct rule_stay *out = &p->stays[stay->setting * n->class_count + stay->class_];
        out->present = true;
        out->first_visits = stay->first_visits;
        out->last_visits = stay->last_visits;
        out->first_by_day = stay->first_by_day;
        out->last_by_day = stay->last_by_day;
        if (i && sampler_alike(&stay[-1].time, &stay->time)) {
            out->time = p->stays[stay[-1].setting * n->class_count + stay[-1].class_].time;
            if (out->time.scale_by_day != stay->time.scale_by_day) {
                out->time.scale_by_day = stay->time.scale_by_day;
                sampler_cut_days(arena, &out->time, n->days);
            }
        } else {
            make_sampler(arena, n, &stay->time, &out->time);
        }
        const double *scale = out->time.cut ? stay->time.scale_by_day : NULL;
        if (n->initial_count && scale && scale[0] > 0 && scale[0] != 1) {
            struct sampler *first = ARENA_NEW(arena, struct sampler, 1);
            *first = sampler_in_units(arena, &out->time, scale[0]);
            out->first = first;
        }
    }
    make_streams(arena, p);
    make_levels(arena, p);
    make_routes(arena, p);
    make_edges(arena, p);
    find_direct(arena, p);
    p->patience = ARENA_NEW(arena, struct sampler, n->setting_count + 1);
    for (size_t s = 0; s < n->setting_count; s++)
        if (n->settings[s].gives_up)
            make_sampler(arena, n, &n->settings[s].patience, &p->patience[s]);
    p->remaining = ARENA_NEW(arena, struct sampler, n->initial_count + 1);
    for (size_t i = 0; i < n->initial_count; i++)
        if (n->initials[i].remaining)
            make_sampler(arena, n, n->initials[i].remaining, &p->remaining[i]);
    make_ready(arena, p);
    p->hourly = ARENA_NEW(arena, int, n->setting_count + 1);
    for (size_t s = 0; s < n->setting_count; s++)
        if (n->settings[s].kind == SIM_PLACES && n->settings[s].capacity_by_hour)
            p->hourly[p->hourly_count++] = (int)s;
    return p;
}
