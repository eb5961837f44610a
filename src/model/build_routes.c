/* The routes of a network, and how their shares follow from each other; see build.h.
 *
 * SPDX-License-Identifier: MIT */
#include "build_parts.h"

#include <math.h>

/* Routes out of one setting for one class: those that schemes change keep their values, the others
 * share what is left in their old proportions. */
static void share_out(struct making *m, struct sim_route *routes, const struct route *const *rows,
                      double *const *values, size_t count) {
    bool any = false;
    for (size_t i = 0; i < count; i++) any = any || values[i];
    if (!any) return;
    double **out = ARENA_NEW(m->arena, double *, count);
    for (size_t i = 0; i < count; i++)
        routes[i].share_by_day = out[i] = ARENA_NEW(m->arena, double, (size_t)m->base->days);
    for (int d = 0; d < m->base->days; d++) {
        double changed = 0, others = 0, total = 0;
        for (size_t i = 0; i < count; i++) {
            total += routes[i].share;
            if (values[i])
                changed += values[i][d];
            else
                others += routes[i].share;
        }
        double left = total > changed ? total - changed : 0;
        if (changed > total + 1e-6 && changed > m->build->over_share) {
            m->build->over = rows[0];
            m->build->over_share = changed;
            m->build->over_day = d;
        }
        for (size_t i = 0; i < count; i++)
            out[i][d] = values[i] ? values[i][d] : others > 0 ? routes[i].share * left / others : 0;
        if (changed <= 0 && others <= 0) /* every route has been set to nothing */
            for (size_t i = 0; i < count; i++) out[i][d] = routes[i].share;
    }
}

void build_routes(struct making *m) {
    const struct tables *t = m->t;
    size_t classes = (size_t)m->base->class_count;
    double **shares = ARENA_NEW(m->arena, double *, t->route_count);
    const double **delays = ARENA_NEW(m->arena, const double *, t->route_count);
    const double **switches = ARENA_NEW(m->arena, const double *, t->route_count);
    const double **aways = ARENA_NEW(m->arena, const double *, t->route_count);
    size_t *first_of = ARENA_NEW(m->arena, size_t, t->setting_count + 1);
    for (size_t r = 0; r < t->route_count; r++) {
        const struct route *route = &t->routes[r];
        shares[r] = values_of(m, TARGET_SHARE, route->row_no, route->share);
        double delay = isnan(route->delay_mean) ? 0 : route->delay_mean;
        delays[r] =
            relative(m, values_of(m, TARGET_DELAY, route->row_no, delay), delay > 0 ? delay : 1);
        switches[r] = values_of(m, TARGET_SWITCH, route->row_no, route->switch_after);
        aways[r] = relative(m, values_of(m, TARGET_AWAY, route->row_no, route->away_mean),
                            route->away_mean);
        first_of[route->setting + 1]++;
    }
    for (size_t s = 0; s < t->setting_count; s++) first_of[s + 1] += first_of[s];
    size_t *rows = ARENA_NEW(m->arena, size_t, t->route_count);
    size_t *filled = ARENA_NEW(m->arena, size_t, t->setting_count);
    for (size_t r = 0; r < t->route_count; r++) {
        size_t s = (size_t)t->routes[r].setting;
        rows[first_of[s] + filled[s]++] = r;
    }
    struct sim_route *routes = ARENA_NEW(m->arena, struct sim_route, t->route_count * classes);
    m->build->route_rows = ARENA_NEW(m->arena, const struct route *, t->route_count *classes);
    double **changed = ARENA_NEW(m->arena, double *, t->route_count *classes);
    size_t n = 0;
    for (size_t s = 0; s < t->setting_count; s++)
        for (int c = 0; c < m->base->class_count; c++) {
            size_t begin = n;
            for (size_t k = first_of[s]; k < first_of[s + 1]; k++) {
                const struct route *route = &t->routes[rows[k]];
                if (!band_covers(route->band, m->base->classes[c])) continue;
                bool has_delay = route->delay_mean > 0 || delays[rows[k]];
                routes[n] = (struct sim_route){
                    .setting = (int)s,
                    .class_ = c,
                    .to = route->to,
                    .share = route->share,
                    .holds = route->holds,
                    .has_delay = has_delay,
                    .switches = !isnan(route->switch_after),
                    .switch_to = route->switch_to,
                    .switch_after = isnan(route->switch_after) ? 0 : route->switch_after,
                    .counted = route->reason != NULL,
                    .tallied = route_is_death(route)};
                if (routes[n].switches) routes[n].switch_after_by_day = switches[rows[k]];
                if (!isnan(route->away_mean)) {
                    routes[n].has_away = true;
                    routes[n].away = (struct sim_time){
                        .shape = route->away_sd > 0 ? SIM_LOGNORMAL : SIM_EXPONENTIAL,
                        .mean = route->away_mean,
                        .sd = route->away_sd > 0 ? route->away_sd : 0,
                        .max = isnan(route->away_max) ? 0 : route->away_max,
                        .scale_by_day = aways[rows[k]]};
                }
                if (has_delay)
                    routes[n].delay = (struct sim_time){
                        .shape = route->delay_sd > 0 ? SIM_LOGNORMAL : SIM_EXPONENTIAL,
                        .mean = route->delay_mean > 0 ? route->delay_mean : 1,
                        .sd = route->delay_sd > 0 ? route->delay_sd : 0,
                        .scale_by_day = delays[rows[k]]};
                changed[n] = shares[rows[k]];
                m->build->route_rows[n++] = route;
            }
            share_out(m, routes + begin, m->build->route_rows + begin, changed + begin, n - begin);
        }
    m->build->network.routes = routes;
    m->build->network.route_count = n;
}
