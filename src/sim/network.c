/* Refuses networks that cannot be simulated.
 *
 * SPDX-License-Identifier: MIT */
#include "network.h"

#include "base/arena.h"
#include "base/limits.h"
#include "sampler.h"

#include <math.h>

struct check {
    const struct sim_network *n;
    struct arena *arena;
    bool *has_stay, *has_route, *reached; /* by setting * class_count + class */
    double *share;
    struct err *err;
};

static size_t cell(const struct check *c, int setting, int class_) {
    return (size_t)setting * (size_t)c->n->class_count + (size_t)class_;
}

static const char *name(const struct check *c, int setting) {
    const char *text = c->n->settings[setting].name;
    return text ? text : "a setting without a name";
}

static bool in_range(const struct check *c, const char *what, size_t i, int setting, int class_) {
    if (setting < 0 || (size_t)setting >= c->n->setting_count)
        return err_set(c->err, ERR_INPUT, "%s %zu names setting %d, which is not there", what, i,
                       setting);
    if (class_ < 0 || class_ >= c->n->class_count)
        return err_set(c->err, ERR_INPUT, "%s %zu names class %d, which is not there", what, i,
                       class_);
    return true;
}

static bool numbers(const struct check *c, const double *x, size_t count, const char *what,
                    int setting) {
    for (size_t i = 0; i < count; i++)
        if (!(x[i] >= 0) || !isfinite(x[i]))
            return err_set(c->err, ERR_INPUT, "%s: %s of slot %zu is %g, not a number from 0 up",
                           name(c, setting), what, i, x[i]);
    return true;
}

static bool time_ok(const struct check *c, const struct sim_time *time, const char *what,
                    int setting) {
    struct sampler sampler;
    if (!sampler_make(c->arena, time, &sampler, c->err))
        return err_context(c->err, "%s: %s", name(c, setting), what);
    return !time->scale_by_day || numbers(c, time->scale_by_day, (size_t)c->n->days, what, setting);
}

static bool check_settings(const struct check *c) {
    const struct sim_network *n = c->n;
    for (size_t s = 0; s < n->setting_count; s++) {
        const struct sim_setting *setting = &n->settings[s];
        if (setting->kind != SIM_OPEN) {
            if (!setting->capacity)
                return err_set(c->err, ERR_INPUT, "%s has no capacity", name(c, (int)s));
            if (setting->capacity_by_hour && setting->kind == SIM_VISITS)
                return err_set(c->err, ERR_INPUT,
                               "%s: a budget of visits is for a whole day, not by the hour",
                               name(c, (int)s));
            size_t slots = (size_t)n->days * (setting->capacity_by_hour ? 24 : 1);
            if (!numbers(c, setting->capacity, slots, "the capacity", (int)s)) return false;
        }
        if (setting->leave_from < 0 || setting->leave_from > 23 || setting->leave_to < 0 ||
            setting->leave_to > 24 ||
            (setting->leave_to && setting->leave_to <= setting->leave_from))
            return err_set(c->err, ERR_INPUT, "%s: people cannot leave from hour %d to hour %d",
                           name(c, (int)s), setting->leave_from, setting->leave_to);
        if (!(setting->standard_days >= 0))
            return err_set(c->err, ERR_INPUT, "%s: the standard is %g days", name(c, (int)s),
                           setting->standard_days);
    }
    return true;
}

static bool check_stays(const struct check *c) {
    for (size_t i = 0; i < c->n->stay_count; i++) {
        const struct sim_stay *stay = &c->n->stays[i];
        if (!in_range(c, "stay", i, stay->setting, stay->class_)) return false;
        if (c->has_stay[cell(c, stay->setting, stay->class_)])
            return err_set(c->err, ERR_INPUT, "%s has two stays for class %d",
                           name(c, stay->setting), stay->class_);
        c->has_stay[cell(c, stay->setting, stay->class_)] = true;
        if (!time_ok(c, &stay->time, "the length of stay", stay->setting)) return false;
        if (c->n->settings[stay->setting].kind == SIM_VISITS &&
            !(stay->first_visits >= 0 && stay->last_visits >= 0 &&
              isfinite(stay->first_visits + stay->last_visits)))
            return err_set(c->err, ERR_INPUT, "%s: visits a day must be numbers from 0 up",
                           name(c, stay->setting));
    }
    return true;
}

static bool check_routes(const struct check *c) {
    int last = (int)c->n->setting_count;
    for (size_t i = 0; i < c->n->route_count; i++) {
        const struct sim_route *r = &c->n->routes[i];
        if (!in_range(c, "route", i, r->setting, r->class_)) return false;
        if (r->to < SIM_NONE || r->to >= last ||
            (r->switches && (r->switch_to < SIM_NONE || r->switch_to >= last)))
            return err_set(c->err, ERR_INPUT, "%s: route %zu leads to a setting that is not there",
                           name(c, r->setting), i);
        if (!(r->share >= 0) || !isfinite(r->share))
            return err_set(c->err, ERR_INPUT, "%s: the share of route %zu is %g",
                           name(c, r->setting), i, r->share);
        if (r->share_by_day &&
            !numbers(c, r->share_by_day, (size_t)c->n->days, "the share", r->setting))
            return false;
        if (r->switches && !(r->switch_after >= 0))
            return err_set(c->err, ERR_INPUT, "%s: route %zu switches after %g days",
                           name(c, r->setting), i, r->switch_after);
        if (r->has_delay && !time_ok(c, &r->delay, "a delay", r->setting)) return false;
        c->has_route[cell(c, r->setting, r->class_)] = true;
        c->share[cell(c, r->setting, r->class_)] += r->share;
    }
    return true;
}

static bool check_beginnings(const struct check *c) {
    for (size_t i = 0; i < c->n->demand_count; i++) {
        const struct sim_demand *d = &c->n->demands[i];
        if (!in_range(c, "demand", i, d->setting, d->class_)) return false;
        size_t days = (size_t)c->n->days;
        if (!numbers(c, d->rate, days, "the rate of arrivals", d->setting)) return false;
        if (d->hours && !numbers(c, d->hours, 24, "the factor of an hour", d->setting))
            return false;
        for (size_t k = 0; d->envelope && k < days; k++)
            if (!(d->envelope[k] >= d->rate[k]) || !isfinite(d->envelope[k]))
                return err_set(c->err, ERR_INPUT,
                               "%s: the envelope of demand %zu is below its rate on day %zu",
                               name(c, d->setting), i, k);
        c->reached[cell(c, d->setting, d->class_)] = true;
    }
    for (size_t i = 0; i < c->n->initial_count; i++) {
        const struct sim_initial *initial = &c->n->initials[i];
        if (!in_range(c, "initial", i, initial->setting, initial->class_)) return false;
        if (!(initial->persons >= 0 && initial->persons <= LIMIT_PEOPLE) ||
            initial->persons != floor(initial->persons))
            return err_set(c->err, ERR_INPUT, "%s: %g people at the beginning",
                           name(c, initial->setting), initial->persons);
        if (initial->remaining &&
            !time_ok(c, initial->remaining, "what is left of a stay", initial->setting))
            return false;
        c->reached[cell(c, initial->setting, initial->class_)] = true;
    }
    return true;
}

/* Every class has a stay and routes in every setting that it can come to. */
static bool check_ways(const struct check *c) {
    const struct sim_network *n = c->n;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < n->route_count; i++) {
            const struct sim_route *r = &n->routes[i];
            if (!c->reached[cell(c, r->setting, r->class_)]) continue;
            int next[2] = {r->to, r->switches ? r->switch_to : SIM_NONE};
            for (int k = 0; k < 2; k++)
                if (next[k] != SIM_NONE && !c->reached[cell(c, next[k], r->class_)])
                    more = c->reached[cell(c, next[k], r->class_)] = true;
        }
    }
    for (int s = 0; s < (int)n->setting_count; s++)
        for (int k = 0; k < n->class_count; k++) {
            if (!c->reached[cell(c, s, k)]) continue;
            if (!c->has_stay[cell(c, s, k)])
                return err_set(c->err, ERR_INPUT,
                               "%s has no length of stay for class %d, which comes there",
                               name(c, s), k);
            if (!c->has_route[cell(c, s, k)] || !(c->share[cell(c, s, k)] > 0))
                return err_set(c->err, ERR_INPUT,
                               "%s has no route onward for class %d, which comes there", name(c, s),
                               k);
        }
    return true;
}

bool sim_network_check(const struct sim_network *n, struct err *err) {
    if (n->days < 1 || n->days > LIMIT_DAYS)
        return err_set(err, ERR_INPUT, "%d days cannot be simulated; 1 to %d can", n->days,
                       LIMIT_DAYS);
    if (n->first_weekday < 0 || n->first_weekday > 6)
        return err_set(err, ERR_INPUT, "the first weekday is %d, not 0 to 6", n->first_weekday);
    if (n->setting_count < 1 || n->setting_count > LIMIT_SETTINGS)
        return err_set(err, ERR_INPUT, "%zu settings cannot be simulated; 1 to %zu can",
                       n->setting_count, LIMIT_SETTINGS);
    if (n->class_count < 1 || n->class_count > 256)
        return err_set(err, ERR_INPUT, "%d classes cannot be simulated; 1 to 256 can",
                       n->class_count);
    struct arena *arena = arena_new();
    size_t cells = n->setting_count * (size_t)n->class_count;
    struct check c = {.n = n,
                      .arena = arena,
                      .has_stay = ARENA_NEW(arena, bool, cells),
                      .has_route = ARENA_NEW(arena, bool, cells),
                      .reached = ARENA_NEW(arena, bool, cells),
                      .share = ARENA_NEW(arena, double, cells),
                      .err = err};
    bool ok = check_settings(&c) && check_stays(&c) && check_routes(&c) && check_beginnings(&c) &&
              check_ways(&c);
    arena_free(arena);
    return ok;
}
