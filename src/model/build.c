/* Builds the network that the engine runs for a scenario; see build.h.
 *
 * SPDX-License-Identifier: MIT */
#include "build_parts.h"

#include "base/date.h"
#include "beginning.h"
#include "traffic.h"

#include <math.h>
#include <stdio.h>

#define ADULT 18
#define DAYS_A_YEAR 365.25

const char *band_text(struct band band, char out[BAND_BYTES]) {
    if (band.to >= AGE_END)
        snprintf(out, BAND_BYTES, "ages %d and over", band.from);
    else
        snprintf(out, BAND_BYTES, "ages %d to %d", band.from, band.to);
    return out;
}

/* The day whose numbers hold on day d: during warm-up those of the first day. */
static int32_t standing(const struct build_base *base, int d) {
    int32_t day = base->first + d;
    return day < base->tables->start ? base->tables->start : day;
}

/* --- what all scenarios share --- */

static void cut(bool *cuts, struct band band) {
    cuts[band.from] = true;
    if (band.to < AGE_END) cuts[band.to + 1] = true;
}

static void make_classes(struct build_base *base, struct arena *arena) {
    const struct tables *t = base->tables;
    bool cuts[AGE_END + 2] = {[0] = true, [ADULT] = true};
    for (size_t i = 0; i < t->demand_count; i++) cut(cuts, t->demands[i].band);
    for (size_t i = 0; i < t->stay_count; i++) cut(cuts, t->stays[i].band);
    for (size_t i = 0; i < t->route_count; i++) cut(cuts, t->routes[i].band);
    for (size_t i = 0; i < t->visit_need_count; i++) cut(cuts, t->visit_needs[i].band);
    for (size_t i = 0; i < t->initial_count; i++) cut(cuts, t->initials[i].band);
    base->classes = ARENA_NEW(arena, struct band, AGE_END + 1);
    for (int age = 0; age <= AGE_END; age++) {
        if (cuts[age]) base->classes[base->class_count++].from = age;
        base->classes[base->class_count - 1].to = age;
    }
}

static double **persons_at(const struct build_base *base, int place, int class_) {
    return &base->persons[place * base->class_count + class_];
}

/* All at once: later the base is only read, by several threads. */
static void make_persons(struct build_base *base, struct arena *arena) {
    const struct tables *t = base->tables;
    base->persons = ARENA_NEW(arena, double *, t->place_count *(size_t)base->class_count);
    for (size_t i = 0; i < t->demand_count; i++)
        for (int c = 0; c < base->class_count; c++) {
            double **kept = persons_at(base, t->demands[i].place, c);
            if (*kept || !band_covers(t->demands[i].band, base->classes[c])) continue;
            *kept = ARENA_NEW(arena, double, (size_t)base->days);
            for (int d = 0; d < base->days; d++)
                (*kept)[d] =
                    tables_persons(t, t->demands[i].place, base->classes[c], standing(base, d));
        }
}

static void make_peaks(struct build_base *base, struct arena *arena) {
    const struct tables *t = base->tables;
    struct arena *work = arena_new();
    base->peak = ARENA_NEW(arena, double *, t->demand_count);
    for (size_t i = 0; i < t->demand_count; i++) {
        double **peak = &base->peak[i], usual = t->demands[i].rate_per_1000;
        for (size_t s = 0; s < t->scenario_count; s++) {
            arena_reset(work);
            const double *values = scheme_values(t, (int)s, TARGET_DEMAND, t->demands[i].row_no,
                                                 usual, base->first, base->days, work);
            if (!values) continue;
            bool first = !*peak;
            if (first) *peak = ARENA_NEW(arena, double, (size_t)base->days);
            for (int d = 0; d < base->days; d++)
                (*peak)[d] = fmax(first ? usual : (*peak)[d], values[d]);
        }
    }
    arena_free(work);
}

bool build_base_make(const struct tables *tables, struct arena *arena, struct build_base *base,
                     struct err *err) {
    *base = (struct build_base){.tables = tables,
                                .first = tables->start - tables->warm_up_days,
                                .days = tables->end - tables->start + 1 + tables->warm_up_days};
    base->months = ARENA_NEW(arena, uint8_t, (size_t)base->days);
    base->weekdays = ARENA_NEW(arena, uint8_t, (size_t)base->days);
    for (int d = 0; d < base->days; d++) {
        base->months[d] = (uint8_t)(date_month(base->first + d) % 12);
        base->weekdays[d] = (uint8_t)date_weekday(base->first + d);
    }
    make_classes(base, arena);
    make_persons(base, arena);
    make_peaks(base, arena);
    return beginning_make(base, arena, err);
}

void build_base_draw(const struct build_base *base, const struct tables *drawn, struct arena *arena,
                     struct build_base *made) {
    *made = *base;
    made->tables = drawn;
    make_peaks(made, arena);
}

/* --- one scenario --- */

static bool make_demands(struct making *m) {
    const struct tables *t = m->t;
    const struct build_base *base = m->base;
    size_t days = (size_t)base->days;
    struct sim_demand *demands =
        ARENA_NEW(m->arena, struct sim_demand, t->demand_count * (size_t)base->class_count);
    double *growth = ARENA_NEW(m->arena, double, days);
    double *season = ARENA_NEW(m->arena, double, days);
    size_t n = 0;
    for (size_t i = 0; i < t->demand_count; i++) {
        const struct demand *demand = &t->demands[i];
        bool as_before = i && demand[-1].growth_pct == demand->growth_pct;
        for (int d = 0; d < base->days; d++) {
            double years = (standing(base, d) - t->start) / DAYS_A_YEAR;
            if (!as_before)
                growth[d] = pow(1 + demand->growth_pct / 100, years) / 1000 / DAYS_A_YEAR;
            season[d] = growth[d];
            if (demand->months != NONE)
                season[d] *= t->profiles[demand->months].factor[base->months[d]];
            if (demand->weekdays != NONE)
                season[d] *= t->profiles[demand->weekdays].factor[base->weekdays[d]];
        }
        const double *rates = values_of(m, TARGET_DEMAND, demand->row_no, demand->rate_per_1000);
        for (int c = 0; c < base->class_count; c++) {
            if (!band_covers(demand->band, base->classes[c])) continue;
            const double *persons = *persons_at(base, demand->place, c);
            if (isnan(persons[0]))
                return err_set(m->err, ERR_INPUT,
                               "demand.csv:%lld: place: '%s' has no rows in population.csv",
                               (long long)demand->row_no, t->places[demand->place].id);
            const double *peak = base->peak[i];
            double *rate = ARENA_NEW(m->arena, double, days);
            double *envelope = peak ? ARENA_NEW(m->arena, double, days) : NULL;
            for (size_t d = 0; d < days; d++) {
                double people = persons[d] * season[d];
                rate[d] = people * (rates ? rates[d] : demand->rate_per_1000);
                if (envelope) envelope[d] = people * peak[d];
            }
            demands[n++] = (struct sim_demand){
                .setting = demand->setting,
                .class_ = c,
                .priority = demand->priority,
                .rate = rate,
                .hours = demand->hours == NONE ? NULL : t->profiles[demand->hours].factor,
                .envelope = envelope};
        }
    }
    m->build->network.demands = demands;
    m->build->network.demand_count = n;
    return true;
}

/* The rows of one setting, and what schemes make of them. */
struct offer {
    const struct capacity *row;
    const double *values; /* by day, or NULL: as the row says */
};

/* Of the rows that hold at that time the newest; of equally new ones the one that says most. */
static const struct offer *offer_at(const struct offer *offers, size_t count, int32_t standing_day,
                                    int weekday, int hour) {
    const struct offer *best = NULL;
    int best_says = 0;
    for (size_t i = 0; i < count; i++) {
        const struct capacity *c = offers[i].row;
        if (c->from > standing_day || !(c->weekdays >> weekday & 1u)) continue;
        if (hour != NONE && c->hour_from != NONE && (hour < c->hour_from || hour >= c->hour_to))
            continue;
        int says = (c->weekdays != 0x7f) + 2 * (c->hour_from != NONE);
        if (best &&
            (c->from < best->row->from || (c->from == best->row->from && says <= best_says)))
            continue;
        best = &offers[i];
        best_says = says;
    }
    return best;
}

static const double *capacity_by_day(struct making *m, int setting, bool *by_hour) {
    const struct tables *t = m->t;
    const struct build_base *base = m->base;
    size_t count = 0;
    bool hours = false;
    for (size_t i = 0; i < t->capacity_count; i++) {
        if (t->capacities[i].setting != setting) continue;
        count++;
        if (t->capacities[i].hour_from != NONE) hours = true;
    }
    if (!count) {
        err_set(m->err, ERR_INPUT,
                "setting.csv:%lld: '%s' has no rows in capacity.csv, and is not open",
                (long long)t->settings[setting].row_no, t->settings[setting].id);
        return NULL;
    }
    struct offer *offers = ARENA_NEW(m->arena, struct offer, count);
    count = 0;
    for (size_t i = 0; i < t->capacity_count; i++) {
        const struct capacity *c = &t->capacities[i];
        if (c->setting == setting)
            offers[count++] =
                (struct offer){c, values_of(m, TARGET_CAPACITY, c->row_no, c->amount)};
    }
    if (t->settings[setting].kind != SIM_PLACES) hours = false;
    int slots = hours ? 24 : 1;
    double *capacity = ARENA_NEW(m->arena, double, (size_t)base->days *(size_t)slots);
    for (int d = 0; d < base->days; d++)
        for (int h = 0; h < slots; h++) {
            const struct offer *offer =
                offer_at(offers, count, standing(base, d), base->weekdays[d], hours ? h : NONE);
            if (offer) /* before the first row there are no places */
                capacity[d * slots + h] = offer->values ? offer->values[d] : offer->row->amount;
        }
    *by_hour = hours;
    return capacity;
}

static double weekdays_count(unsigned days) {
    return __builtin_popcount(days & 0x7f);
}

/* So many weekdays (1 to 7): those that there are and the first others of the week, or without the
 * last ones. */
static unsigned weekdays_of(unsigned days, double count) {
    int wanted = (int)fmin(fmax(round(count), 1), 7), have = (int)weekdays_count(days);
    for (int i = 0; i < 7 && have < wanted; i++)
        if (!(days >> i & 1u)) days |= 1u << i, have++;
    for (int i = 6; i >= 0 && have > wanted; i--)
        if (days >> i & 1u) days &= ~(1u << i), have--;
    return days;
}

/* The hours of leaving by day where schemes change them, or NULL. */
static const struct sim_hours *leave_by_day(const struct making *m, const struct setting *setting) {
    int from = setting->discharge_from == NONE ? 0 : setting->discharge_from;
    int to = setting->discharge_to == NONE ? 24 : setting->discharge_to;
    const double *days = values_of(m, TARGET_LEAVE_DAYS, setting->row_no,
                                   weekdays_count(setting->discharge_days)),
                 *first = values_of(m, TARGET_LEAVE_FROM, setting->row_no, from),
                 *last = values_of(m, TARGET_LEAVE_TO, setting->row_no, to);
    if (!days && !first && !last) return NULL;
    struct sim_hours *hours = ARENA_NEW(m->arena, struct sim_hours, (size_t)m->base->days);
    for (int d = 0; d < m->base->days; d++) {
        double begins = fmin(first ? round(first[d]) : from, 23);
        double ends = fmin(fmax(last ? round(last[d]) : to, begins + 1), 24);
        unsigned weekdays = setting->discharge_days;
        if (days) weekdays = weekdays_of(weekdays, days[d]);
        hours[d] = (struct sim_hours){(uint8_t)weekdays, (uint8_t)begins, (uint8_t)ends};
    }
    return hours;
}

/* Whether people are taken in, by day, or NULL: on every day. */
static const bool *takes_in(const struct making *m, const struct setting *setting) {
    const double *days =
        values_of(m, TARGET_TAKES_DAYS, setting->row_no, weekdays_count(setting->admission_days));
    if (!days && setting->admission_days == 0x7f) return NULL;
    bool *takes = ARENA_NEW(m->arena, bool, (size_t)m->base->days);
    for (int d = 0; d < m->base->days; d++) {
        unsigned weekdays = setting->admission_days;
        if (days) weekdays = weekdays_of(weekdays, days[d]);
        takes[d] = weekdays >> m->base->weekdays[d] & 1u;
    }
    return takes;
}

static bool make_settings(struct making *m) {
    const struct tables *t = m->t;
    struct sim_setting *settings = ARENA_NEW(m->arena, struct sim_setting, t->setting_count);
    for (size_t s = 0; s < t->setting_count; s++) {
        const struct setting *setting = &t->settings[s];
        settings[s] = (struct sim_setting){
            .name = setting->id,
            .kind = setting->kind,
            .by_priority = setting->by_priority,
            .leave_weekdays = setting->discharge_days,
            .leave_from = setting->discharge_from == NONE ? 0 : setting->discharge_from,
            .leave_to = setting->discharge_to == NONE ? 24 : setting->discharge_to,
            .leave_by_day = leave_by_day(m, setting),
            .takes_in = takes_in(m, setting),
            .standard_days = isnan(setting->standard_hours) ? 0 : setting->standard_hours / 24,
            .gives_up = !isnan(setting->patience),
            .patience = {.shape = SIM_EXPONENTIAL, .mean = setting->patience},
            .give_up_to = setting->give_up_to,
            .overflows = setting->overflow_to != NONE,
            .overflow_to = setting->overflow_to,
            .overflow_after = isnan(setting->overflow_after) ? 0 : setting->overflow_after};
        if (settings[s].gives_up)
            settings[s].patience.scale_by_day =
                relative(m, values_of(m, TARGET_PATIENCE, setting->row_no, setting->patience),
                         setting->patience);
        if (settings[s].overflows)
            settings[s].overflow_after_by_day =
                values_of(m, TARGET_OVERFLOW, setting->row_no, settings[s].overflow_after);
        if (setting->kind == SIM_OPEN) continue;
        settings[s].capacity = capacity_by_day(m, (int)s, &settings[s].capacity_by_hour);
        if (!settings[s].capacity) return false;
    }
    m->build->network.settings = settings;
    m->build->network.setting_count = t->setting_count;
    return true;
}

/* The mixture of a stay's parts, each truncated as the stay is. */
static void mix(const struct making *m, const struct stay *stay, struct sim_time *time) {
    struct sim_time *parts = ARENA_NEW(m->arena, struct sim_time, stay->part_count);
    double *weights = ARENA_NEW(m->arena, double, stay->part_count);
    for (size_t i = 0; i < stay->part_count; i++) {
        const struct stay_part *part = &stay->parts[i];
        parts[i] = (struct sim_time){.shape = part->shape,
                                     .mean = part->mean,
                                     .sd = part->sd,
                                     .min = stay->min,
                                     .max = stay->max};
        weights[i] = part->weight;
    }
    *time = (struct sim_time){.shape = SIM_MIXTURE,
                              .mean = stay->mean,
                              .parts = parts,
                              .weights = weights,
                              .part_count = stay->part_count,
                              .scale_by_day = time->scale_by_day};
}

/* What clients of a class need in a setting of visits, and what schemes make of it. */
static void make_needs(const struct making *m, struct sim_stay *stay, double *const *firsts,
                       double *const *lasts) {
    const struct tables *t = m->t;
    for (size_t v = 0; v < t->visit_need_count; v++) {
        const struct visit_need *need = &t->visit_needs[v];
        if (need->setting != stay->setting ||
            !band_covers(need->band, m->base->classes[stay->class_]))
            continue;
        stay->first_visits = need->first;
        stay->last_visits = need->last;
        stay->first_by_day = firsts[v];
        stay->last_by_day = lasts[v];
    }
}

static void make_stays(struct making *m) {
    const struct tables *t = m->t;
    double **firsts = ARENA_NEW(m->arena, double *, t->visit_need_count);
    double **lasts = ARENA_NEW(m->arena, double *, t->visit_need_count);
    for (size_t v = 0; v < t->visit_need_count; v++) {
        const struct visit_need *need = &t->visit_needs[v];
        firsts[v] = values_of(m, TARGET_FIRST_VISITS, need->row_no, need->first);
        lasts[v] = values_of(m, TARGET_LAST_VISITS, need->row_no, need->last);
    }
    struct sim_stay *stays =
        ARENA_NEW(m->arena, struct sim_stay, t->setting_count * (size_t)m->base->class_count);
    bool *have = ARENA_NEW(m->arena, bool, t->setting_count *(size_t)m->base->class_count);
    size_t n = 0;
    for (size_t i = 0; i < t->stay_count; i++) {
        const struct stay *stay = &t->stays[i];
        const double *scale =
            relative(m, values_of(m, TARGET_STAY, stay->row_no, stay->mean), stay->mean);
        for (int c = 0; c < m->base->class_count; c++) {
            bool *here = &have[stay->setting * m->base->class_count + c];
            if (*here || !band_covers(stay->band, m->base->classes[c])) continue;
            *here = true;
            struct sim_stay *s = &stays[n++];
            *s = (struct sim_stay){.setting = stay->setting,
                                   .class_ = c,
                                   .time = {.shape = stay->shape,
                                            .mean = stay->mean,
                                            .sd = stay->sd,
                                            .min = stay->min,
                                            .max = stay->max,
                                            .samples = stay->seen.days,
                                            .weights = stay->seen.weights,
                                            .sample_count = stay->seen.count,
                                            .scale_by_day = scale}};
            if (stay->shape == SIM_MIXTURE) mix(m, stay, &s->time);
            make_needs(m, s, firsts, lasts);
        }
    }
    m->build->network.stays = stays;
    m->build->network.stay_count = n;
}

/* Marks the settings and classes that people reach, and refuses where nothing says how they go on.
 */
static bool reach(struct making *m) {
    const struct sim_network *network = &m->build->network;
    const struct tables *t = m->t;
    size_t classes = (size_t)m->base->class_count, nodes = t->setting_count * classes;
    bool *reached = m->build->reached = ARENA_NEW(m->arena, bool, nodes);
#define NODE(s, c) ((size_t)(s)*classes + (size_t)(c))
    for (size_t i = 0; i < network->demand_count; i++)
        reached[NODE(network->demands[i].setting, network->demands[i].class_)] = true;
    for (size_t i = 0; i < network->initial_count; i++)
        reached[NODE(network->initials[i].setting, network->initials[i].class_)] = true;
    for (bool more = true; more;) {
        more = false;
        for (size_t n = 0; n < nodes; n++) { /* who finds it full, or gives up */
            if (!reached[n]) continue;
            const struct sim_setting *at = &network->settings[n / classes];
            int next[2] = {at->overflows ? at->overflow_to : SIM_NONE,
                           at->gives_up ? at->give_up_to : SIM_NONE};
            for (int k = 0; k < 2; k++)
                if (next[k] != SIM_NONE && !reached[NODE(next[k], n % classes)])
                    reached[NODE(next[k], n % classes)] = more = true;
        }
        for (size_t i = 0; i < network->route_count; i++) {
            const struct sim_route *route = &network->routes[i];
            if (!reached[NODE(route->setting, route->class_)]) continue;
            int next[2] = {route->to, route->switches ? route->switch_to : SIM_NONE};
            for (int k = 0; k < 2; k++) {
                if (next[k] == SIM_NONE || reached[NODE(next[k], route->class_)]) continue;
                reached[NODE(next[k], route->class_)] = more = true;
            }
        }
    }
    bool *stays = ARENA_NEW(m->arena, bool, nodes), *routes = ARENA_NEW(m->arena, bool, nodes);
    bool *visits = ARENA_NEW(m->arena, bool, nodes);
    for (size_t i = 0; i < network->stay_count; i++) {
        const struct sim_stay *stay = &network->stays[i];
        size_t node = NODE(stay->setting, stay->class_);
        stays[node] = true;
        visits[node] = stay->first_visits + stay->last_visits > 0;
    }
    for (size_t i = 0; i < network->route_count; i++)
        routes[NODE(network->routes[i].setting, network->routes[i].class_)] = true;
    for (size_t s = 0; s < t->setting_count; s++)
        for (size_t c = 0; c < classes; c++) {
            size_t node = NODE(s, c);
            if (!reached[node]) continue;
            const char *file = !stays[node]                                         ? "stay"
                               : !routes[node]                                      ? "route"
                               : t->settings[s].kind == SIM_VISITS && !visits[node] ? "visit_need"
                                                                                    : NULL;
            char ages[BAND_BYTES];
            if (file)
                return err_set(m->err, ERR_INPUT,
                               "%s.csv: setting '%s' has no row for %s, who reach it", file,
                               t->settings[s].id, band_text(m->base->classes[c], ages));
        }
#undef NODE
    return true;
}

double **build_costs(const struct build_base *base, int scenario, struct arena *arena) {
    const struct tables *t = base->tables;
    double **costs = ARENA_NEW(arena, double *, t->unit_cost_count);
    for (size_t i = 0; i < t->unit_cost_count; i++)
        costs[i] = scheme_values(t, scenario, TARGET_COST, t->unit_costs[i].row_no,
                                 t->unit_costs[i].amount, base->first, base->days, arena);
    return costs;
}

bool build_make(const struct build_base *base, int scenario, struct arena *arena,
                struct build *build, struct err *err) {
    *build = (struct build){.base = base};
    const struct tables *t = base->tables;
    struct making m = {base, t, scenario, arena, build, err};
    build->network = (struct sim_network){.days = base->days,
                                          .first_weekday = date_weekday(base->first),
                                          .class_count = base->class_count,
                                          .initials = base->initials,
                                          .initial_count = base->initial_count};
    if (!make_settings(&m) || !make_demands(&m)) return false;
    make_stays(&m);
    build_routes(&m);
    build->cost_by_day = build_costs(base, scenario, arena);
    return reach(&m);
}
