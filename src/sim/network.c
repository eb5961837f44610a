/* What cannot be simulated, said so that a planner can cure it.
 *
 * SPDX-License-Identifier: MIT */
#include "network.h"

#include "base/arena.h"
#include "base/limits.h"
#include "sampler.h"

#include <math.h>

#define LARGEST 1e9
#define MOST_VISITS 1000
#define LONGEST 1e6 /* days */

double *sim_flat(struct arena *arena, int count, double value) {
    double *values = ARENA_NEW(arena, double, (size_t)count);
    for (int i = 0; i < count; i++) values[i] = value;
    return values;
}

static const char *name_of(const struct sim_network *n, int setting) {
    const char *name = n->settings[setting].name;
    return name ? name : "?";
}

static bool is_setting(const struct sim_network *n, int setting) {
    return setting >= 0 && (size_t)setting < n->setting_count;
}

static bool is_class(const struct sim_network *n, int class_) {
    return class_ >= 0 && class_ < n->class_count;
}

/* The first value that is negative, not a number or huge; count where there is none. */
static size_t first_bad(const double *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!(values[i] >= 0 && values[i] <= LARGEST)) return i;
    return count;
}

static bool check_size(const struct sim_network *n, struct err *err) {
    if (n->days < 1 || n->days > LIMIT_DAYS)
        return err_set(err, ERR_INPUT, "a simulation takes 1 to %d days, not %d", LIMIT_DAYS,
                       n->days);
    if (n->first_weekday < 0 || n->first_weekday > 6)
        return err_set(err, ERR_INPUT, "the first weekday must be 0 to 6, not %d",
                       n->first_weekday);
    if (n->setting_count < 1) return err_set(err, ERR_INPUT, "there is no setting to simulate");
    if (n->setting_count > LIMIT_SETTINGS)
        return err_set(err, ERR_TOO_LARGE, "%zu settings are more than %zu", n->setting_count,
                       LIMIT_SETTINGS);
    if (n->class_count < 1 || n->class_count > UINT16_MAX ||
        n->setting_count * (size_t)n->class_count > (size_t)1 << 22)
        return err_set(err, ERR_TOO_LARGE, "%d classes of people are too few or too many",
                       n->class_count);
    size_t large = (size_t)1 << 24;
    if (n->demand_count > large || n->initial_count > large || n->route_count > large ||
        n->stay_count > large)
        return err_set(err, ERR_TOO_LARGE, "there are more than %zu rows of one kind", large);
    if (n->setting_count * (size_t)n->days > (size_t)1 << 28 ||
        n->route_count * (size_t)n->days > (size_t)1 << 28)
        return err_set(err, ERR_TOO_LARGE, "%zu settings and %zu routes over %d days are too many",
                       n->setting_count, n->route_count, n->days);
    return true;
}

static bool check_time(const struct sim_network *n, const struct sim_time *time, struct err *err) {
    if (!sampler_check(time, err)) return false;
    if (!time->scale_by_day) return true;
    size_t bad = first_bad(time->scale_by_day, (size_t)n->days);
    if (bad < (size_t)n->days)
        return err_set(err, ERR_INPUT, "its factor on day %zu is %g", bad, time->scale_by_day[bad]);
    return true;
}

static bool check_setting(const struct sim_network *n, int s, struct err *err) {
    const struct sim_setting *at = &n->settings[s];
    if (at->kind != SIM_PLACES && at->kind != SIM_VISITS && at->kind != SIM_OPEN)
        return err_set(err, ERR_INPUT, "%s: unknown kind %d", name_of(n, s), (int)at->kind);
    int to = at->leave_to ? at->leave_to : 24;
    if (at->leave_from < 0 || at->leave_from > 23 || to > 24 || to <= at->leave_from)
        return err_set(err, ERR_INPUT,
                       "%s: people leave from hour %d to hour %d, which is no part of a day",
                       name_of(n, s), at->leave_from, to);
    for (int d = 0; at->leave_by_day && d < n->days; d++) {
        struct sim_hours hours = at->leave_by_day[d];
        if (!(hours.weekdays & 0x7f) || hours.to > 24 || hours.to <= hours.from)
            return err_set(err, ERR_INPUT,
                           "%s: on day %d people leave from hour %d to hour %d of no weekday",
                           name_of(n, s), d, hours.from, hours.to);
    }
    if (at->takes_in && at->kind == SIM_OPEN)
        return err_set(err, ERR_INPUT, "%s: is open, and has days on which it takes people in",
                       name_of(n, s));
    if (at->gives_up) {
        if (at->give_up_to != SIM_NONE && (!is_setting(n, at->give_up_to) || at->give_up_to == s))
            return err_set(err, ERR_INPUT, "%s: people who give up go to no other setting",
                           name_of(n, s));
        if (!check_time(n, &at->patience, err))
            return err_context(err, "%s: how long people wait", name_of(n, s));
    }
    if (at->overflows) {
        if (!is_setting(n, at->overflow_to) || at->overflow_to == s)
            return err_set(err, ERR_INPUT, "%s: overflows to no other setting", name_of(n, s));
        const double *by_day = at->overflow_after_by_day;
        if (!(at->overflow_after >= 0) ||
            (by_day && first_bad(by_day, (size_t)n->days) < (size_t)n->days))
            return err_set(err, ERR_INPUT, "%s: overflows after %g days", name_of(n, s),
                           at->overflow_after);
    }
    if (!(at->standard_days >= 0))
        return err_set(err, ERR_INPUT, "%s: the standard is %g days", name_of(n, s),
                       at->standard_days);
    if (at->kind == SIM_OPEN) return true;
    if (at->kind == SIM_VISITS && at->capacity_by_hour)
        return err_set(err, ERR_INPUT, "%s: a budget of visits is for the day, not for the hour",
                       name_of(n, s));
    if (!at->capacity) return err_set(err, ERR_INPUT, "%s: has no capacity", name_of(n, s));
    size_t count = (size_t)n->days * (at->capacity_by_hour ? 24 : 1);
    size_t bad = first_bad(at->capacity, count);
    if (bad < count)
        return err_set(err, ERR_INPUT, "%s: its capacity on day %zu is %g", name_of(n, s),
                       at->capacity_by_hour ? bad / 24 : bad, at->capacity[bad]);
    return true;
}

static bool check_stay(const struct sim_network *n, size_t i, bool *has_stay, struct err *err) {
    const struct sim_stay *stay = &n->stays[i];
    if (!is_setting(n, stay->setting) || !is_class(n, stay->class_))
        return err_set(err, ERR_INPUT, "stay %zu is of no setting or class", i);
    const char *name = name_of(n, stay->setting);
    bool *has = &has_stay[stay->setting * n->class_count + stay->class_];
    if (*has) return err_set(err, ERR_INPUT, "%s: class %d has two stays", name, stay->class_);
    *has = true;
    bool checked = i && sampler_alike(&stay[-1].time, &stay->time) &&
                   stay[-1].time.scale_by_day == stay->time.scale_by_day;
    if (!checked && !check_time(n, &stay->time, err))
        return err_context(err, "%s: length of stay of class %d", name, stay->class_);
    if (n->settings[stay->setting].kind != SIM_VISITS) return true;
    double most = 0, least = INFINITY;
    for (int d = 0; d < n->days; d++) {
        double first = stay->first_by_day ? stay->first_by_day[d] : stay->first_visits;
        double last = stay->last_by_day ? stay->last_by_day[d] : stay->last_visits;
        if (!(first > 0 && first <= MOST_VISITS) || !(last >= 0 && last <= MOST_VISITS))
            return err_set(err, ERR_INPUT,
                           "%s: a client of class %d needs %g visits a day at first and %g at last",
                           name, stay->class_, first, last);
        least = fmin(least, first);
        most = fmax(most, n->settings[stay->setting].capacity[d]);
    }
    if (most > 0 && least > most)
        return err_set(err, ERR_INPUT,
                       "%s: a client of class %d needs %g visits a day, more than its budget ever "
                       "is (%g): nobody could be taken on",
                       name, stay->class_, least, most);
    return true;
}

static bool check_route(const struct sim_network *n, size_t i, struct err *err) {
    const struct sim_route *r = &n->routes[i];
    if (!is_setting(n, r->setting) || !is_class(n, r->class_))
        return err_set(err, ERR_INPUT, "route %zu starts in no setting or class", i);
    const char *name = name_of(n, r->setting);
    if ((r->to != SIM_NONE && !is_setting(n, r->to)) ||
        (r->switches && r->switch_to != SIM_NONE && !is_setting(n, r->switch_to)))
        return err_set(err, ERR_INPUT, "%s: route %zu leads to no setting", name, i);
    const char *to = r->to == SIM_NONE ? "out of the system" : name_of(n, r->to);
    if (!(r->share >= 0 && r->share <= LARGEST))
        return err_set(err, ERR_INPUT, "%s: the share that goes %s is %g", name, to, r->share);
    if (r->share_by_day) {
        size_t bad = first_bad(r->share_by_day, (size_t)n->days);
        if (bad < (size_t)n->days)
            return err_set(err, ERR_INPUT, "%s: the share that goes %s on day %zu is %g", name, to,
                           bad, r->share_by_day[bad]);
    }
    const double *by_day = r->switch_after_by_day;
    if (r->switches && (!(r->switch_after >= 0) ||
                        (by_day && first_bad(by_day, (size_t)n->days) < (size_t)n->days)))
        return err_set(err, ERR_INPUT, "%s: people on the way %s switch after %g days", name, to,
                       r->switch_after);
    if (r->has_delay && !check_time(n, &r->delay, err))
        return err_context(err, "%s: delay on the way %s", name, to);
    if (r->has_away && (r->holds || r->to == SIM_NONE))
        return err_set(err, ERR_INPUT,
                       "%s: people on the way %s are away in between, so they cannot keep their "
                       "place, and must come back somewhere",
                       name, to);
    if (r->has_away && !check_time(n, &r->away, err))
        return err_context(err, "%s: time away on the way %s", name, to);
    return true;
}

static bool check_demand(const struct sim_network *n, size_t i, struct err *err) {
    const struct sim_demand *d = &n->demands[i];
    if (!is_setting(n, d->setting) || !is_class(n, d->class_))
        return err_set(err, ERR_INPUT, "demand %zu is for no setting or class", i);
    const char *name = name_of(n, d->setting);
    if (d->priority < 0 || d->priority > 255)
        return err_set(err, ERR_INPUT, "%s: priority %d is not 0 to 255", name, d->priority);
    if (!d->rate) return err_set(err, ERR_INPUT, "%s: demand %zu has no rate", name, i);
    size_t days = (size_t)n->days, bad = first_bad(d->rate, days);
    if (bad < days)
        return err_set(err, ERR_INPUT, "%s: arrivals on day %zu are %g", name, bad, d->rate[bad]);
    for (size_t k = 0; d->envelope && k < days; k++)
        if (!(d->envelope[k] >= d->rate[k] && d->envelope[k] <= LARGEST))
            return err_set(err, ERR_INPUT,
                           "%s: on day %zu the envelope of arrivals, %g, is below their rate, %g",
                           name, k, d->envelope[k], d->rate[k]);
    if (!d->hours) return true;
    double sum = 0;
    bad = first_bad(d->hours, 24);
    for (int h = 0; h < 24; h++) sum += d->hours[h];
    if (bad < 24 || !(fabs(sum / 24 - 1) < 1e-6))
        return err_set(err, ERR_INPUT,
                       "%s: the 24 factors of the hours must be 0 or more with a mean of 1, not %g",
                       name, sum / 24);
    return true;
}

static bool check_initial(const struct sim_network *n, size_t i, struct err *err) {
    const struct sim_initial *from = &n->initials[i];
    if (!is_setting(n, from->setting) || !is_class(n, from->class_))
        return err_set(err, ERR_INPUT, "initial people %zu are in no setting or class", i);
    const char *name = name_of(n, from->setting);
    if (!(from->persons >= 0 && from->persons <= LIMIT_PEOPLE) ||
        from->persons != floor(from->persons))
        return err_set(err, ERR_INPUT, "%s: %g people cannot be there at the beginning", name,
                       from->persons);
    if (from->priority < 0 || from->priority > 255)
        return err_set(err, ERR_INPUT, "%s: priority %d is not 0 to 255", name, from->priority);
    if (from->remaining && !check_time(n, from->remaining, err))
        return err_context(err, "%s: what is left of the stay of those there at the beginning",
                           name);
    if (!(from->waited >= 0 && from->waited <= LONGEST) ||
        (from->so_far_known && !(from->so_far >= 0 && from->so_far <= LONGEST)))
        return err_set(
            err, ERR_INPUT,
            "%s: people are there at the beginning for less than no time, or more than a "
            "million days",
            name);
    if (!from->ready) return true;
    bool leads = false;
    for (size_t r = 0; r < n->route_count && !leads; r++)
        leads = n->routes[r].setting == from->setting && n->routes[r].class_ == from->class_ &&
                n->routes[r].holds && n->routes[r].to == from->to;
    if (from->waiting || from->to == SIM_NONE || !leads)
        return err_set(err, ERR_INPUT,
                       "%s: people who wait there for the next place have no route that holds and "
                       "leads to it",
                       name);
    return true;
}

static double share_on(const struct sim_route *r, int day) {
    return r->share_by_day ? r->share_by_day[day] : r->share;
}

/* Routes in the order of setting and class: which of them belong to a group. */
struct groups {
    size_t *first, *route; /* by group, one more at the end; routes of all groups */
};

static struct groups group_routes(const struct sim_network *n, struct arena *arena) {
    size_t count = n->setting_count * (size_t)n->class_count;
    struct groups g = {ARENA_NEW(arena, size_t, count + 2),
                       ARENA_NEW(arena, size_t, n->route_count + 1)};
    for (size_t i = 0; i < n->route_count; i++)
        g.first[n->routes[i].setting * n->class_count + n->routes[i].class_ + 2]++;
    for (size_t k = 1; k < count + 2; k++) g.first[k] += g.first[k - 1];
    for (size_t i = 0; i < n->route_count; i++)
        g.route[g.first[n->routes[i].setting * n->class_count + n->routes[i].class_ + 1]++] = i;
    return g;
}

/* Follows everybody from where they come from. */
static bool check_ways(const struct sim_network *n, struct arena *arena, const bool *has_stay,
                       struct err *err) {
    size_t count = n->setting_count * (size_t)n->class_count, depth = 0;
    struct groups groups = group_routes(n, arena);
    bool *reached = ARENA_NEW(arena, bool, count);
    size_t *stack = ARENA_NEW(arena, size_t, count);
#define REACH(s, k)                                                                                \
    do {                                                                                           \
        size_t to_ = (size_t)((s)*n->class_count + (k));                                           \
        if (!reached[to_]) {                                                                       \
            reached[to_] = true;                                                                   \
            stack[depth++] = to_;                                                                  \
        }                                                                                          \
    } while (0)
    for (size_t i = 0; i < n->demand_count; i++) REACH(n->demands[i].setting, n->demands[i].class_);
    for (size_t i = 0; i < n->initial_count; i++)
        if (n->initials[i].persons > 0) REACH(n->initials[i].setting, n->initials[i].class_);
    while (depth) {
        size_t g = stack[--depth];
        int setting = (int)(g / (size_t)n->class_count), class_ = (int)(g % (size_t)n->class_count);
        if (!has_stay[g])
            return err_set(err, ERR_INPUT,
                           "%s: people of class %d reach it but have no length of stay",
                           name_of(n, setting), class_);
        if (groups.first[g] == groups.first[g + 1])
            return err_set(err, ERR_INPUT, "%s: people of class %d reach it but have no route out",
                           name_of(n, setting), class_);
        const struct sim_setting *at = &n->settings[setting];
        if (at->overflows) REACH(at->overflow_to, class_);
        if (at->gives_up && at->give_up_to != SIM_NONE) REACH(at->give_up_to, class_);
        bool by_day = false;
        for (size_t k = groups.first[g]; k < groups.first[g + 1]; k++) {
            const struct sim_route *r = &n->routes[groups.route[k]];
            bool used = false;
            by_day |= r->share_by_day != NULL;
            for (int d = 0; d < (r->share_by_day ? n->days : 1) && !used; d++)
                used = share_on(r, d) > 0;
            if (!used) continue;
            if (r->to != SIM_NONE) REACH(r->to, class_);
            if (r->to != SIM_NONE && r->switches && r->switch_to != SIM_NONE)
                REACH(r->switch_to, class_);
        }
        for (int d = 0; d < (by_day ? n->days : 1); d++) {
            double sum = 0;
            for (size_t k = groups.first[g]; k < groups.first[g + 1]; k++)
                sum += share_on(&n->routes[groups.route[k]], d);
            if (!(sum > 0))
                return err_set(err, ERR_INPUT,
                               "%s: the shares of the routes of class %d are all 0 on day %d",
                               name_of(n, setting), class_, d);
        }
    }
#undef REACH
    return true;
}

static bool check_all(const struct sim_network *n, struct arena *arena, struct err *err) {
    if (n->needs && n->unlimited)
        return err_set(err, ERR_INPUT, "a run without limits is itself what would be needed");
    bool *has_stay = ARENA_NEW(arena, bool, n->setting_count *(size_t)n->class_count);
    for (size_t s = 0; s < n->setting_count; s++)
        if (!check_setting(n, (int)s, err)) return false;
    for (size_t i = 0; i < n->stay_count; i++)
        if (!check_stay(n, i, has_stay, err)) return false;
    for (size_t i = 0; i < n->route_count; i++)
        if (!check_route(n, i, err)) return false;
    for (size_t i = 0; i < n->demand_count; i++)
        if (!check_demand(n, i, err)) return false;
    for (size_t i = 0; i < n->initial_count; i++)
        if (!check_initial(n, i, err)) return false;
    return check_ways(n, arena, has_stay, err);
}

bool sim_network_check(const struct sim_network *network, struct err *err) {
    if (!check_size(network, err)) return false;
    struct arena *arena = arena_new();
    bool ok = check_all(network, arena, err);
    arena_free(arena);
    return ok;
}
