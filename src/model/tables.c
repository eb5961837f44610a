/* Reads the tables of the model; see tables.h.
 *
 * SPDX-License-Identifier: MIT */
#include "tables_parts.h"

static bool read_system(struct reading *r, struct index places) {
    size_t count;
    if (!begin(r, "system",
               "id, place, start, \"end\", warm_up_days, schemes_combine,"
               " warm_up_rule",
               &count))
        return false;
    if (count != 1 || !query_next(r->q)) {
        err_set(r->err, ERR_INPUT, "system.csv: has %zu rows; a model needs exactly one", count);
        if (count == 0)
            err_hint(r->err, "It says of which place and from when to when. `weft tables system` "
                             "tells its columns; settings, capacity, demand, stays and routes "
                             "are the rest of a model.");
        r->failed = true;
        return end(r);
    }
    struct tables *t = r->t;
    t->system_id = needed(r, 1);
    t->place = reference_needed(r, 2, places);
    t->start = query_date(r->q, 3);
    t->end = query_date(r->q, 4);
    const char *rule = query_text(r->q, 7);
    if (rule && strcmp(rule, "mser") == 0)
        t->warm_up_longest = (int)fmax(1, (double)query_integer(r->q, 5, WARM_UP_LONGEST));
    else
        t->warm_up_days = (int)query_integer(r->q, 5, 0);
    if (t->warm_up_longest && t->warm_up_longest < WARM_UP_LEAST)
        fail(r, 5, "is less than the 25 days that MSER-5 needs");
    const char *combine = query_text(r->q, 6);
    t->strongest = combine && strcmp(combine, "strongest") == 0;
    if (t->start == DATE_NONE) fail(r, 3, "is not a date");
    if (t->end == DATE_NONE || t->end < t->start) fail(r, 4, "is not a date after the start");
    if (t->end - t->start > 100 * 366) fail(r, 4, "is more than a hundred years after the start");
    return end(r);
}

static bool read_people(struct reading *r, struct index *places, struct index *organisations) {
    struct tables *t = r->t;
    if (!begin(r, "place", "id, parent", &t->place_count)) return false;
    t->places = ARENA_NEW(t->arena, struct place, t->place_count);
    for (size_t i = 0; query_next(r->q); i++) t->places[i].id = needed(r, 1);
    *places = INDEX(r, t->places, t->place_count, struct place);
    query_again(r->q);
    for (size_t i = 0; query_next(r->q); i++) t->places[i].parent = reference(r, 2, *places);
    if (!end(r)) return false;

    if (!begin(r, "organisation", "id, place", &t->organisation_count)) return false;
    t->organisations = ARENA_NEW(t->arena, struct organisation, t->organisation_count);
    for (size_t i = 0; query_next(r->q); i++)
        t->organisations[i] = (struct organisation){needed(r, 1), reference(r, 2, *places)};
    *organisations = INDEX(r, t->organisations, t->organisation_count, struct organisation);
    if (!end(r)) return false;

    if (!begin(r, "population", "place, age_from, age_to, year, persons", &t->population_count))
        return false;
    t->populations = ARENA_NEW(t->arena, struct population, t->population_count);
    for (size_t i = 0; query_next(r->q); i++) {
        struct population *p = &t->populations[i];
        p->place = reference_needed(r, 1, *places);
        p->band = band(r, 2);
        if (!financial_year_parse(str_of(query_text(r->q, 4)), &p->year))
            fail(r, 4, "is not a financial year such as 2018/19");
        p->middle = date_of(p->year, 10, 1);
        p->persons = number(r, 5);
    }
    return end(r);
}

static bool read_settings(struct reading *r, struct index places, struct index organisations) {
    static const char *const kinds[] = {"places", "visits", "open"};
    struct tables *t = r->t;
    if (!begin(r, "setting",
               "id, family, kind, unit, organisation, place, target_occupancy, standard_hours,"
               " discharge_days, discharge_from, discharge_to, queue, patience_days, give_up_to,"
               " overflow_to, overflow_after_days, admission_days",
               &t->setting_count))
        return false;
    t->settings = ARENA_NEW(t->arena, struct setting, t->setting_count);
    for (size_t i = 0; query_next(r->q); i++) {
        const char *queue = query_text(r->q, 12);
        t->settings[i] = (struct setting){
            .row_no = query_integer(r->q, 0, 0),
            .id = needed(r, 1),
            .family = needed(r, 2),
            .kind = (enum sim_kind)CHOICE(r, 3, kinds),
            .unit = text(r, 4),
            .organisation = reference(r, 5, organisations),
            .place = reference(r, 6, places),
            .target_occupancy = query_number(r->q, 7),
            .standard_hours = query_number(r->q, 8),
            .discharge_days = weekdays(r, 9),
            .admission_days = weekdays(r, 17),
            .discharge_from = (int)query_integer(r->q, 10, NONE),
            .discharge_to = (int)query_integer(r->q, 11, NONE),
            .by_priority = queue && strcmp(queue, "priority") == 0,
            .patience = query_number(r->q, 13),
            .overflow_after = query_number(r->q, 16),
            .give_up_to = NONE,
            .overflow_to = NONE,
        };
    }
    if (!r->failed && t->setting_count > LIMIT_SETTINGS) {
        r->failed = true;
        err_set(r->err, ERR_TOO_LARGE, "setting.csv: %zu settings; a model holds up to %zu",
                t->setting_count, LIMIT_SETTINGS);
    }
    return end(r);
}

static bool read_capacity(struct reading *r, struct index settings) {
    struct tables *t = r->t;
    if (!begin(r, "capacity", "setting, from_date, weekdays, hour_from, hour_to, amount",
               &t->capacity_count))
        return false;
    t->capacities = ARENA_NEW(t->arena, struct capacity, t->capacity_count);
    for (size_t i = 0; query_next(r->q); i++) {
        struct capacity *c = &t->capacities[i];
        *c = (struct capacity){.row_no = query_integer(r->q, 0, 0),
                               .setting = reference_needed(r, 1, settings),
                               .from = query_date(r->q, 2),
                               .weekdays = weekdays(r, 3),
                               .hour_from = (int)query_integer(r->q, 4, NONE),
                               .hour_to = (int)query_integer(r->q, 5, NONE),
                               .amount = number(r, 6)};
        if (c->from == DATE_NONE) fail(r, 2, "is not a date");
        if (c->hour_from != NONE && c->hour_to == NONE) c->hour_to = 24;
        if (c->hour_to != NONE && c->hour_from == NONE) c->hour_from = 0;
        if (c->hour_from != NONE && c->hour_to <= c->hour_from)
            fail(r, 5, "is not after hour_from");
    }
    return end(r);
}

static bool read_profiles(struct reading *r, struct index *profiles) {
    static const char *const kinds[] = {"month", "weekday", "hour"};
    static const int slots[] = {12, 7, 24};
    struct tables *t = r->t;
    if (!begin(r, "profile", "id, kind", &t->profile_count)) return false;
    t->profiles = ARENA_NEW(t->arena, struct profile, t->profile_count);
    int *kind = ARENA_NEW(t->arena, int, t->profile_count);
    double *sum = ARENA_NEW(t->arena, double, t->profile_count);
    int *given = ARENA_NEW(t->arena, int, t->profile_count);
    for (size_t i = 0; query_next(r->q); i++) {
        t->profiles[i].id = needed(r, 1);
        kind[i] = CHOICE(r, 2, kinds);
        for (int s = 0; s < 24; s++) t->profiles[i].factor[s] = NAN;
    }
    *profiles = INDEX(r, t->profiles, t->profile_count, struct profile);
    if (!end(r)) return false;

    size_t count;
    if (!begin(r, "profile_slot", "profile, slot, factor", &count)) return false;
    while (query_next(r->q)) {
        int p = reference_needed(r, 1, *profiles);
        if (p == NONE) break;
        int slot = (int)query_integer(r->q, 2, NONE) - (kind[p] == 2 ? 0 : 1);
        if (slot < 0 || slot >= slots[kind[p]]) {
            fail(r, 2, "is outside its profile");
            break;
        }
        double factor = number(r, 3);
        t->profiles[p].factor[slot] = factor;
        sum[p] += factor;
        given[p]++;
    }
    if (!end(r)) return false;
    for (size_t p = 0; p < t->profile_count; p++)
        for (int s = 0; s < 24; s++) {
            double *f = &t->profiles[p].factor[s];
            *f = isnan(*f) || sum[p] <= 0 ? 1 : *f * given[p] / sum[p];
        }
    return true;
}

static bool read_demand(struct reading *r, struct index settings, struct index places,
                        struct index profiles) {
    struct tables *t = r->t;
    if (!begin(r, "demand",
               "setting, place, age_from, age_to, rate_per_1000, growth_pct, months, weekdays,"
               " hours, priority",
               &t->demand_count))
        return false;
    t->demands = ARENA_NEW(t->arena, struct demand, t->demand_count);
    for (size_t i = 0; query_next(r->q); i++)
        t->demands[i] = (struct demand){.row_no = query_integer(r->q, 0, 0),
                                        .setting = reference_needed(r, 1, settings),
                                        .place = reference_needed(r, 2, places),
                                        .band = band(r, 3),
                                        .rate_per_1000 = number(r, 5),
                                        .growth_pct = or_else(query_number(r->q, 6), 0),
                                        .months = reference(r, 7, profiles),
                                        .weekdays = reference(r, 8, profiles),
                                        .hours = reference(r, 9, profiles),
                                        .priority = (int)query_integer(r->q, 10, 5)};
    return end(r);
}

/* Whose a row of a table of lengths of time is, by setting and band; NULL: nobody's. */
typedef struct seen *owner(struct tables *t, int setting, struct band band);

static struct seen *stay_of(struct tables *t, int setting, struct band band) {
    for (size_t i = 0; i < t->stay_count; i++)
        if (t->stays[i].setting == setting && band_same(t->stays[i].band, band))
            return &t->stays[i].seen;
    return NULL;
}

static struct seen *present_of(struct tables *t, int setting, struct band band) {
    for (size_t i = 0; i < t->initial_count; i++)
        if (t->initials[i].setting == setting && !t->initials[i].waiting &&
            band_same(t->initials[i].band, band))
            return &t->initials[i].left;
    return NULL;
}

static bool read_seen(struct reading *r, struct index settings, const char *table, owner *of) {
    struct tables *t = r->t;
    size_t count, n = 0;
    if (!begin(r, table, "setting, age_from, age_to, days, weight", &count)) return false;
    struct sample {
        struct seen *of;
        double days, weight;
    } *samples = ARENA_NEW(t->arena, struct sample, count);
    while (query_next(r->q)) {
        int setting = reference_needed(r, 1, settings);
        struct seen *seen = of(t, setting, band(r, 2));
        if (!seen) {
            fail(r, 1,
                 of == stay_of ? "has no row in stay.csv for these ages"
                               : "has nobody present in initial.csv of these ages");
            break;
        }
        samples[n++] = (struct sample){seen, number(r, 4), or_else(query_number(r->q, 5), 1)};
        seen->count++;
    }
    if (!end(r)) return false;
    for (size_t i = 0; i < n; i++) {
        struct seen *seen = samples[i].of;
        if (!seen->days) {
            seen->days = ARENA_NEW(t->arena, double, seen->count);
            seen->weights = ARENA_NEW(t->arena, double, seen->count);
            seen->count = 0;
        }
        seen->days[seen->count] = samples[i].days;
        seen->weights[seen->count++] = samples[i].weight;
    }
    return true;
}

static bool set_empirical_means(struct reading *r) {
    struct tables *t = r->t;
    for (size_t i = 0; i < t->stay_count; i++) {
        struct stay *s = &t->stays[i];
        if (s->shape != SIM_EMPIRICAL) continue;
        double sum = 0, weight = 0;
        for (size_t k = 0; k < s->seen.count; k++) {
            sum += s->seen.days[k] * s->seen.weights[k];
            weight += s->seen.weights[k];
        }
        if (!(sum > 0))
            return err_set(r->err, ERR_INPUT,
                           "stay.csv:%lld: distribution: empirical, but stay_sample.csv has no "
                           "days for it",
                           (long long)s->row_no);
        s->mean = sum / weight;
    }
    return true;
}

static const char *const shapes[] = {"exponential", "lognormal", "gamma",  "weibull",
                                     "fixed",       "empirical", "mixture"};

static bool is_spread(enum sim_shape shape) {
    return shape == SIM_LOGNORMAL || shape == SIM_GAMMA || shape == SIM_WEIBULL;
}

/* The parts of mixtures, in the order of their rows. */
static bool read_parts(struct reading *r, struct index settings) {
    struct tables *t = r->t;
    size_t count;
    if (!begin(r, "stay_part",
               "setting, age_from, age_to, part, weight, distribution, mean_days, sd_days", &count))
        return false;
    while (query_next(r->q) && !r->failed) {
        int setting = reference_needed(r, 1, settings);
        struct band b = band(r, 2);
        struct stay *stay = NULL;
        for (size_t i = 0; i < t->stay_count; i++)
            if (t->stays[i].setting == setting && band_same(t->stays[i].band, b) &&
                t->stays[i].shape == SIM_MIXTURE)
                stay = &t->stays[i];
        if (!stay) {
            fail(r, 1, "has no row in stay.csv with distribution mixture for these ages");
            break;
        }
        if (!stay->parts) stay->parts = ARENA_NEW(t->arena, struct stay_part, count);
        struct stay_part *part = &stay->parts[stay->part_count++];
        *part = (struct stay_part){(enum sim_shape)CHOICE(r, 6, shapes), number(r, 7),
                                   or_else(query_number(r->q, 8), 0), number(r, 5)};
        if (part->shape == SIM_EMPIRICAL || part->shape == SIM_MIXTURE)
            fail(r, 6, "cannot be a part");
        if (!(part->mean > 0)) fail(r, 7, "is not above 0");
        if (is_spread(part->shape) && !(part->sd > 0))
            fail(r, 8, "is not above 0, which the distribution needs");
    }
    if (!end(r)) return false;
    for (size_t i = 0; i < t->stay_count; i++) {
        struct stay *s = &t->stays[i];
        if (s->shape != SIM_MIXTURE) continue;
        double sum = 0, weight = 0;
        for (size_t k = 0; k < s->part_count; k++) {
            sum += s->parts[k].mean * s->parts[k].weight;
            weight += s->parts[k].weight;
        }
        if (!(sum > 0))
            return err_set(r->err, ERR_INPUT,
                           "stay.csv:%lld: distribution: mixture, but stay_part.csv has no part "
                           "for it",
                           (long long)s->row_no);
        s->mean = sum / weight;
    }
    return true;
}

static bool read_stays(struct reading *r, struct index settings) {
    struct tables *t = r->t;
    if (!begin(r, "stay",
               "setting, age_from, age_to, distribution, mean_days, sd_days, min_days, max_days",
               &t->stay_count))
        return false;
    t->stays = ARENA_NEW(t->arena, struct stay, t->stay_count);
    for (size_t i = 0; query_next(r->q); i++) {
        struct stay *s = &t->stays[i];
        *s = (struct stay){.row_no = query_integer(r->q, 0, 0),
                           .setting = reference_needed(r, 1, settings),
                           .band = band(r, 2),
                           .shape = (enum sim_shape)CHOICE(r, 4, shapes),
                           .mean = query_number(r->q, 5),
                           .sd = or_else(query_number(r->q, 6), 0),
                           .min = or_else(query_number(r->q, 7), 0),
                           .max = or_else(query_number(r->q, 8), 0)};
        bool own = s->shape != SIM_EMPIRICAL && s->shape != SIM_MIXTURE; /* mean */
        if (own && !(s->mean > 0)) fail(r, 5, "is not above 0");
        if (is_spread(s->shape) && !(s->sd > 0))
            fail(r, 6, "is not above 0, which the distribution needs");
    }
    if (!end(r) || !read_seen(r, settings, "stay_sample", stay_of) || !set_empirical_means(r) ||
        !read_parts(r, settings))
        return false;

    if (!begin(r, "visit_need", "setting, age_from, age_to, first_per_day, last_per_day",
               &t->visit_need_count))
        return false;
    t->visit_needs = ARENA_NEW(t->arena, struct visit_need, t->visit_need_count);
    for (size_t i = 0; query_next(r->q); i++)
        t->visit_needs[i] =
            (struct visit_need){query_integer(r->q, 0, 0), reference_needed(r, 1, settings),
                                band(r, 2), number(r, 4), number(r, 5)};
    return end(r);
}

/* Where people go who find a setting full or give up: once all settings are known. */
static bool read_ways_out(struct reading *r, struct index settings) {
    struct tables *t = r->t;
    size_t count;
    if (!begin(r, "setting", "give_up_to, overflow_to", &count)) return false;
    for (size_t i = 0; query_next(r->q); i++) {
        t->settings[i].give_up_to = reference(r, 1, settings);
        t->settings[i].overflow_to = reference(r, 2, settings);
    }
    return end(r);
}

static bool read_routes(struct reading *r, struct index settings) {
    struct tables *t = r->t;
    if (!begin(r, "route",
               "id, setting, age_from, age_to, to_setting, share, holds, reason, responsible,"
               " delay_mean_days, delay_sd_days, switch_to, switch_after_days, away_mean_days,"
               " away_sd_days, away_max_days, outcome",
               &t->route_count))
        return false;
    t->routes = ARENA_NEW(t->arena, struct route, t->route_count);
    for (size_t i = 0; query_next(r->q); i++)
        t->routes[i] = (struct route){.row_no = query_integer(r->q, 0, 0),
                                      .id = needed(r, 1),
                                      .setting = reference_needed(r, 2, settings),
                                      .band = band(r, 3),
                                      .to = reference(r, 5, settings),
                                      .share = number(r, 6),
                                      .holds = query_yes(r->q, 7),
                                      .reason = text(r, 8),
                                      .responsible = text(r, 9),
                                      .delay_mean = query_number(r->q, 10),
                                      .delay_sd = query_number(r->q, 11),
                                      .switch_to = reference(r, 12, settings),
                                      .switch_after = query_number(r->q, 13),
                                      .away_mean = query_number(r->q, 14),
                                      .away_sd = query_number(r->q, 15),
                                      .away_max = query_number(r->q, 16),
                                      .outcome = text(r, 17)};
    return end(r);
}

static bool read_initials_and_costs(struct reading *r, struct index settings) {
    static const char *const states[] = {"present", "waiting"};
    static const char *const bases[] = {"arrival", "day", "visit", "place year"};
    struct tables *t = r->t;
    if (!begin(r, "initial", "setting, state, age_from, age_to, persons", &t->initial_count))
        return false;
    t->initials = ARENA_NEW(t->arena, struct initial, t->initial_count);
    for (size_t i = 0; query_next(r->q); i++)
        t->initials[i] = (struct initial){reference_needed(r, 1, settings),
                                          CHOICE(r, 2, states) == 1,
                                          band(r, 3),
                                          number(r, 5),
                                          {0}};
    if (!end(r)) return false;

    if (!read_seen(r, settings, "initial_sample", present_of)) return false;

    if (!begin(r, "person",
               "id, setting, age, days_so_far, waiting_for, days_waiting, priority, days_left",
               &t->person_count))
        return false;
    t->people = ARENA_NEW(t->arena, struct person_there, t->person_count);
    for (size_t i = 0; query_next(r->q); i++) {
        struct person_there *p = &t->people[i];
        *p = (struct person_there){.row_no = query_integer(r->q, 0, 0),
                                   .id = needed(r, 1),
                                   .setting = reference(r, 2, settings),
                                   .age = (int)query_integer(r->q, 3, NONE),
                                   .days_so_far = query_number(r->q, 4),
                                   .days_left = query_number(r->q, 8),
                                   .waiting_for = reference(r, 5, settings),
                                   .days_waiting = or_else(query_number(r->q, 6), 0),
                                   .priority = (int)query_integer(r->q, 7, 5)};
        if (p->age < 0 || p->age > AGE_END) fail(r, 3, "is not an age");
        if (p->setting == NONE && p->waiting_for == NONE)
            fail(r, 2, "is empty, and so is waiting_for: the person is nowhere");
    }
    if (!end(r)) return false;

    if (!begin(r, "unit_cost", "setting, basis, amount_gbp", &t->unit_cost_count)) return false;
    t->unit_costs = ARENA_NEW(t->arena, struct unit_cost, t->unit_cost_count);
    for (size_t i = 0; query_next(r->q); i++)
        t->unit_costs[i] =
            (struct unit_cost){query_integer(r->q, 0, 0), reference_needed(r, 1, settings),
                               (enum basis)CHOICE(r, 2, bases), number(r, 3)};
    if (!end(r)) return false;

    if (!begin(r, "staffing", "setting, staff_group, wte_per_unit", &t->staffing_count))
        return false;
    t->staffings = ARENA_NEW(t->arena, struct staffing, t->staffing_count);
    for (size_t i = 0; query_next(r->q); i++)
        t->staffings[i] =
            (struct staffing){reference_needed(r, 1, settings), needed(r, 2), number(r, 3)};
    return end(r);
}

bool tables_read(sqlite3 *db, struct arena *arena, struct tables *tables, struct err *err) {
    *tables = (struct tables){.arena = arena};
    struct reading r = {.t = tables, .db = db, .err = err};
    struct index places, organisations, profiles;
    if (!read_people(&r, &places, &organisations) || !read_system(&r, places) ||
        !read_settings(&r, places, organisations))
        return false;
    struct index settings = INDEX(&r, tables->settings, tables->setting_count, struct setting);
    return read_capacity(&r, settings) && read_profiles(&r, &profiles) &&
           read_demand(&r, settings, places, profiles) && read_stays(&r, settings) &&
           read_routes(&r, settings) && read_ways_out(&r, settings) &&
           read_initials_and_costs(&r, settings) && tables_read_change(&r);
}

int tables_scenario(const struct tables *tables, const char *id) {
    for (size_t i = 0; i < tables->scenario_count; i++)
        if (strcmp(tables->scenarios[i].id, id) == 0) return (int)i;
    return NONE;
}
