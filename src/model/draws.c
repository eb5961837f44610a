/* Draws what is uncertain in a replication; see draws.h.
 *
 * SPDX-License-Identifier: MIT */
#include "draws.h"

#include "base/date.h"
#include "base/hash.h"
#include "sim/special.h"

#include <math.h>
#include <string.h>

#define Z_90 1.2815515655446004 /* of the 90th percentile */
#define Z_99 2.3263478740408408

/* A finaliser (Steele, Lea and Flood 2014). */
static uint64_t mix(uint64_t h) {
    h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
    h = (h ^ h >> 27) * 0x94d049bb133111ebu;
    return h ^ h >> 31;
}

static uint32_t reversed(uint32_t x) {
    x = (x >> 1 & 0x55555555u) | (x & 0x55555555u) << 1;
    x = (x >> 2 & 0x33333333u) | (x & 0x33333333u) << 2;
    x = (x >> 4 & 0x0f0f0f0fu) | (x & 0x0f0f0f0fu) << 4;
    return __builtin_bswap32(x);
}

/* Nested uniform scrambling in base 2 of the bits from the highest down (Owen 1995), by the hash of
 * Laine and Karras (2011) with the constants of Vegdahl as given by Burley (2020). */
static uint32_t scramble(uint32_t x, uint32_t key) {
    x = reversed(x);
    x ^= x * 0x3d20adeau;
    x += key;
    x *= (key >> 16) | 1;
    x ^= x * 0x05526c56u;
    x ^= x * 0x53a22864u;
    return reversed(x);
}

double draw_uniform(uint64_t seed, const char *kind, const char *id, uint32_t index) {
    uint64_t other = index & FUTURE_OTHER ? 0x9e3779b97f4a7c15u : 0;
    uint64_t key = mix(hash_text(hash_text(mix(seed ^ other) ^ HASH_BEGIN, kind), id));
    uint32_t shuffled = scramble(index & ~FUTURE_OTHER, (uint32_t)key);
    uint32_t bits = scramble(reversed(shuffled), (uint32_t)(key >> 32));
    return (bits + 0.5) * 0x1p-32;
}

double draw_between(double low, double central, double high, bool logarithms, double u) {
    double z = special_normal_quantile(u), most = fmin(fabs(z), Z_99) / Z_90;
    double end = z < 0 ? low : high;
    if (end == central) return central;
    if (logarithms) return central * exp(most * log(end / central));
    return central + most * (end - central);
}

void draws_has(const struct tables *tables, bool *parameters, bool *dates) {
    *parameters = tables->uncertainty_count > 0;
    *dates = false;
    for (size_t i = 0; i < tables->effect_count; i++) {
        const struct effect *e = &tables->effects[i];
        if (e->low != e->central || e->high != e->central) *parameters = true;
    }
    for (size_t i = 0; i < tables->scheme_count; i++) {
        const struct scheme *s = &tables->schemes[i];
        if (s->early != s->start || s->late != s->start) *dates = true;
    }
}

static void draw_schemes(struct tables *t, uint64_t seed, uint32_t index) {
    struct scheme *schemes = ARENA_NEW(t->arena, struct scheme, t->scheme_count);
    for (size_t i = 0; i < t->scheme_count; i++) {
        struct scheme *s = &schemes[i];
        *s = t->schemes[i];
        if (!s->milestone || s->start == DATE_NONE) continue;
        double u = draw_uniform(seed, "milestone", s->milestone, index);
        s->start = (int32_t)lround(draw_between(s->early, s->start, s->late, false, u));
    }
    t->schemes = schemes;
}

static void draw_effects(struct tables *t, uint64_t seed, uint32_t index) {
    struct effect *effects = ARENA_NEW(t->arena, struct effect, t->effect_count);
    for (size_t i = 0; i < t->effect_count; i++) {
        struct effect *e = &effects[i];
        *e = t->effects[i];
        double u = draw_uniform(seed, "scheme", t->schemes[e->scheme].id, index);
        bool factors =
            e->operation == OPERATION_MULTIPLY && e->low > 0 && e->central > 0 && e->high > 0;
        e->central = draw_between(e->low, e->central, e->high, factors, u);
    }
    t->effects = effects;
}

/* A table whose rows a draw may change, copied once. */
#define OWN(t, items, count, type)                                                                 \
    do {                                                                                           \
        type *own = ARENA_NEW((t)->arena, type, (count));                                          \
        if (count) memcpy(own, (items), (count) * sizeof *own);                                    \
        (items) = own;                                                                             \
    } while (0)

static double changed(const struct uncertainty *u, double value, double by) {
    double result = u->operation == OPERATION_ADD ? value + by : value * by;
    return u->target != TARGET_GROWTH && result < 0 ? 0 : result;
}

#define LEAST 1e-6 /* days */

/* A standard deviation that a distribution of that mean can have (sim/sampler.h). */
static double spread(double sd, double mean) {
    return fmin(fmax(sd, 0.001 * mean), 20 * mean);
}

static void stretch(const struct tables *t, struct stay *stay, const struct uncertainty *u,
                    double by) {
    double mean = fmax(changed(u, stay->mean, by), LEAST), factor = mean / stay->mean;
    stay->mean = mean;
    stay->sd *= factor;
    struct stay_part *parts = ARENA_NEW(t->arena, struct stay_part, stay->part_count);
    for (size_t i = 0; i < stay->part_count; i++) {
        parts[i] = stay->parts[i];
        parts[i].mean *= factor;
        parts[i].sd *= factor;
    }
    stay->parts = parts;
    double *days = ARENA_NEW(t->arena, double, stay->seen.count);
    for (size_t i = 0; i < stay->seen.count; i++) days[i] = stay->seen.days[i] * factor;
    stay->seen.days = days;
}

static bool is_named(const struct uncertainty *u, int64_t row_no) {
    size_t low = 0, high = u->row_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (u->rows[middle] < row_no)
            low = middle + 1;
        else
            high = middle;
    }
    return low < u->row_count && u->rows[low] == row_no;
}

static void change(struct tables *t, const struct uncertainty *u, double by) {
#define EACH(items, count, field, rule)                                                            \
    for (size_t i = 0; i < t->count; i++)                                                          \
        if (is_named(u, t->items[i].row_no)) {                                                     \
            double *v = &t->items[i].field;                                                        \
            rule;                                                                                  \
        }                                                                                          \
    break
    switch (u->target) {
    case TARGET_DEMAND:
        EACH(demands, demand_count, rate_per_1000, *v = changed(u, *v, by));
    case TARGET_GROWTH:
        EACH(demands, demand_count, growth_pct, *v = fmax(changed(u, *v, by), -99));
    case TARGET_STAY:
        for (size_t i = 0; i < t->stay_count; i++)
            if (is_named(u, t->stays[i].row_no)) stretch(t, &t->stays[i], u, by);
        break;
    case TARGET_SHARE:
        EACH(routes, route_count, share, *v = fmin(changed(u, *v, by), 1));
    case TARGET_DELAY:
        EACH(routes, route_count, delay_mean, if (!isnan(*v)) *v = changed(u, *v, by));
    case TARGET_CAPACITY:
        EACH(capacities, capacity_count, amount, *v = changed(u, *v, by));
    case TARGET_COST:
        EACH(unit_costs, unit_cost_count, amount, *v = changed(u, *v, by));
    case TARGET_PATIENCE:
        EACH(settings, setting_count, patience,
             if (!isnan(*v)) *v = fmax(changed(u, *v, by), LEAST));
    case TARGET_OVERFLOW:
        EACH(settings, setting_count, overflow_after, *v = changed(u, *v, by));
    case TARGET_SWITCH:
        EACH(routes, route_count, switch_after, *v = changed(u, *v, by));
    case TARGET_AWAY:
        EACH(routes, route_count, away_mean, *v = fmax(changed(u, *v, by), LEAST));
    case TARGET_FIRST_VISITS:
        EACH(visit_needs, visit_need_count, first, *v = changed(u, *v, by));
    case TARGET_LAST_VISITS:
        EACH(visit_needs, visit_need_count, last, *v = changed(u, *v, by));
    case TARGET_STAY_SD:
        EACH(stays, stay_count, sd, *v = spread(changed(u, *v, by), t->stays[i].mean));
    case TARGET_DELAY_SD:
        EACH(routes, route_count, delay_sd,
             if (!isnan(*v)) *v = spread(changed(u, *v, by), t->routes[i].delay_mean));
    case TARGET_AWAY_SD:
        EACH(routes, route_count, away_sd,
             if (!isnan(*v)) *v = spread(changed(u, *v, by), t->routes[i].away_mean));
    case TARGET_LEAVE_DAYS: /* of schemes only */
    case TARGET_LEAVE_FROM:
    case TARGET_LEAVE_TO:
    case TARGET_TAKES_DAYS:
    case TARGETS:
        break;
    }
#undef EACH
}

static void draw_numbers(struct tables *t, uint64_t seed, uint32_t index) {
    if (!t->uncertainty_count) return;
    OWN(t, t->demands, t->demand_count, struct demand);
    OWN(t, t->settings, t->setting_count, struct setting);
    OWN(t, t->stays, t->stay_count, struct stay);
    OWN(t, t->visit_needs, t->visit_need_count, struct visit_need);
    OWN(t, t->routes, t->route_count, struct route);
    OWN(t, t->capacities, t->capacity_count, struct capacity);
    OWN(t, t->unit_costs, t->unit_cost_count, struct unit_cost);
    for (size_t i = 0; i < t->uncertainty_count; i++) {
        const struct uncertainty *u = &t->uncertainties[i];
        bool factors = u->operation == OPERATION_MULTIPLY;
        double by = draw_between(u->low, factors ? 1 : 0, u->high, factors && u->low > 0,
                                 draw_uniform(seed, "uncertainty", u->name, index));
        change(t, u, by);
    }
}

void draws_make(const struct tables *tables, uint64_t seed, struct future future,
                struct arena *arena, struct tables *drawn) {
    *drawn = *tables;
    drawn->arena = arena;
    if (future.dates != FUTURE_CENTRAL) draw_schemes(drawn, seed, future.dates);
    if (future.parameters == FUTURE_CENTRAL) return;
    draw_effects(drawn, seed, future.parameters);
    draw_numbers(drawn, seed, future.parameters);
}
