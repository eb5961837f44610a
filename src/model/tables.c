/* Reads the tables of the model; see tables.h.
 *
 * SPDX-License-Identifier: MIT */
#include "tables.h"

#include "base/limits.h"
#include "store/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One table being read: a query whose first column is row_no, and the ids met so far. */
struct reading {
    struct tables *t;
    sqlite3 *db;
    struct err *err;
    const char *file;
    struct query *q;
    bool failed;
};

struct ids {
    const char *id;
    int index;
};

struct index {
    struct ids *sorted;
    size_t count;
};

static int compare_ids(const void *a, const void *b) {
    return strcmp(((const struct ids *)a)->id, ((const struct ids *)b)->id);
}

static struct index index_of(struct arena *arena, const void *items, size_t count, size_t size,
                             size_t offset) {
    struct index index = {ARENA_NEW(arena, struct ids, count), count};
    for (size_t i = 0; i < count; i++) {
        const char *id;
        memcpy(&id, (const char *)items + i * size + offset, sizeof id);
        index.sorted[i] = (struct ids){id, (int)i};
    }
    if (count) qsort(index.sorted, count, sizeof *index.sorted, compare_ids);
    return index;
}
#define INDEX(r, items, count, type)                                                               \
    index_of((r)->t->arena, (items), (count), sizeof(type), offsetof(type, id))

static int find(struct index index, const char *id) {
    struct ids key = {id, 0};
    const struct ids *found =
        index.count ? bsearch(&key, index.sorted, index.count, sizeof key, compare_ids) : NULL;
    return found ? found->index : NONE;
}

/* Begins a table: how many rows it has, and the query for them. */
static bool begin(struct reading *r, const char *table, const char *columns, size_t *count) {
    *count = 0;
    r->file = table;
    char *sql = arena_printf(r->t->arena, "SELECT count(*) FROM \"%s\"", table);
    struct query *q = query_new(r->db, sql, r->err);
    if (!q) return false;
    if (query_next(q)) *count = (size_t)query_integer(q, 0, 0);
    if (!query_free(q, r->err)) return false;
    if (*count > LIMIT_ROWS)
        return err_set(r->err, ERR_TOO_LARGE, "%s.csv: %zu rows are more than a model can hold",
                       table, *count);
    sql =
        arena_printf(r->t->arena, "SELECT row_no, %s FROM \"%s\" ORDER BY row_no", columns, table);
    return (r->q = query_new(r->db, sql, r->err)) != NULL;
}

static bool end(struct reading *r) {
    if (!r->failed) return query_free(r->q, r->err);
    struct err ignored = {0};
    (void)!query_free(r->q, &ignored);
    return false;
}

static void fail(struct reading *r, int column, const char *what) {
    if (r->failed) return;
    r->failed = true;
    err_set(r->err, ERR_INPUT, "%s.csv:%lld: %s: %s", r->file, (long long)query_integer(r->q, 0, 0),
            query_column(r->q, column), what);
    err_hint(r->err, "`weft check` says what is wrong with the package.");
}

static const char *text(struct reading *r, int column) {
    const char *cell = query_text(r->q, column);
    return cell ? arena_string(r->t->arena, cell) : NULL;
}

static const char *needed(struct reading *r, int column) {
    const char *cell = text(r, column);
    if (!cell) fail(r, column, "is empty");
    return cell ? cell : "";
}

static double number(struct reading *r, int column) {
    double v = query_number(r->q, column);
    if (isnan(v)) fail(r, column, "is not a number");
    return v;
}

static double or_else(double v, double fallback) {
    return isnan(v) ? fallback : v;
}

static int reference(struct reading *r, int column, struct index index) {
    const char *cell = query_text(r->q, column);
    if (!cell) return NONE;
    int found = find(index, cell);
    if (found == NONE) fail(r, column, "names a row that does not exist");
    return found;
}

static int reference_needed(struct reading *r, int column, struct index index) {
    if (!query_text(r->q, column)) fail(r, column, "is empty");
    return reference(r, column, index);
}

static struct band band(struct reading *r, int column) {
    struct band b = {(int)query_integer(r->q, column, 0),
                     (int)query_integer(r->q, column + 1, AGE_END)};
    if (b.from < 0 || b.to < b.from || b.to > AGE_END) fail(r, column, "is above age_to");
    return b;
}

static unsigned weekdays(struct reading *r, int column) {
    unsigned days = 0x7f;
    if (!weekdays_parse(str_of(query_text(r->q, column)), &days))
        fail(r, column, "is not a list of weekdays such as 'mon tue'");
    return days;
}

/* The position of the cell's text in a list of words, or NONE with a failure. */
static int choice(struct reading *r, int column, const char *const *words, int count) {
    const char *cell = query_text(r->q, column);
    for (int i = 0; cell && i < count; i++)
        if (strcmp(cell, words[i]) == 0) return i;
    fail(r, column, "has no allowed value");
    return 0;
}
#define CHOICE(r, column, words)                                                                   \
    choice((r), (column), (words), (int)(sizeof(words) / sizeof *(words)))

static bool read_system(struct reading *r, struct index places) {
    size_t count;
    if (!begin(r, "system", "id, place, start, \"end\", warm_up_days", &count)) return false;
    if (count != 1 || !query_next(r->q)) {
        err_set(r->err, ERR_INPUT, "system.csv: has %zu rows; a model needs exactly one", count);
        r->failed = true;
        return end(r);
    }
    struct tables *t = r->t;
    t->system_id = needed(r, 1);
    t->place = reference_needed(r, 2, places);
    t->start = query_date(r->q, 3);
    t->end = query_date(r->q, 4);
    t->warm_up_days = (int)query_integer(r->q, 5, 0);
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
        p->persons = number(r, 5);
    }
    return end(r);
}

static bool read_settings(struct reading *r, struct index places, struct index organisations) {
    static const char *const kinds[] = {"places", "visits", "open"};
    struct tables *t = r->t;
    if (!begin(r, "setting",
               "id, family, kind, unit, organisation, place, target_occupancy, standard_hours,"
               " discharge_days, discharge_from, discharge_to, queue",
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
            .discharge_from = (int)query_integer(r->q, 10, NONE),
            .discharge_to = (int)query_integer(r->q, 11, NONE),
            .by_priority = queue && strcmp(queue, "priority") == 0,
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

static bool read_samples(struct reading *r, struct index settings) {
    struct tables *t = r->t;
    size_t count, n = 0;
    if (!begin(r, "stay_sample", "setting, age_from, age_to, days, weight", &count)) return false;
    struct sample {
        int stay;
        double days, weight;
    } *samples = ARENA_NEW(t->arena, struct sample, count);
    while (query_next(r->q)) {
        int setting = reference_needed(r, 1, settings);
        struct band b = band(r, 2);
        int stay = NONE;
        for (size_t i = 0; i < t->stay_count; i++)
            if (t->stays[i].setting == setting && t->stays[i].band.from == b.from &&
                t->stays[i].band.to == b.to)
                stay = (int)i;
        if (stay == NONE) {
            fail(r, 1, "has no row in stay.csv for these ages");
            break;
        }
        samples[n++] = (struct sample){stay, number(r, 4), or_else(query_number(r->q, 5), 1)};
        t->stays[stay].sample_count++;
    }
    if (!end(r)) return false;
    for (size_t i = 0; i < t->stay_count; i++) {
        t->stays[i].samples = ARENA_NEW(t->arena, double, t->stays[i].sample_count);
        t->stays[i].weights = ARENA_NEW(t->arena, double, t->stays[i].sample_count);
        t->stays[i].sample_count = 0;
    }
    for (size_t i = 0; i < n; i++) {
        struct stay *s = &t->stays[samples[i].stay];
        s->samples[s->sample_count] = samples[i].days;
        s->weights[s->sample_count++] = samples[i].weight;
    }
    for (size_t i = 0; i < t->stay_count; i++) {
        struct stay *s = &t->stays[i];
        if (s->shape != SIM_EMPIRICAL) continue;
        double sum = 0, weight = 0;
        for (size_t k = 0; k < s->sample_count; k++) {
            sum += s->samples[k] * s->weights[k];
            weight += s->weights[k];
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

static bool read_stays(struct reading *r, struct index settings) {
    static const char *const shapes[] = {"exponential", "lognormal", "gamma",
                                         "weibull",     "fixed",     "empirical"};
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
        if (s->shape != SIM_EMPIRICAL && !(s->mean > 0)) fail(r, 5, "is not above 0");
        bool spread = s->shape == SIM_LOGNORMAL || s->shape == SIM_GAMMA || s->shape == SIM_WEIBULL;
        if (spread && !(s->sd > 0)) fail(r, 6, "is not above 0, which the distribution needs");
    }
    if (!end(r) || !read_samples(r, settings)) return false;

    if (!begin(r, "visit_need", "setting, age_from, age_to, first_per_day, last_per_day",
               &t->visit_need_count))
        return false;
    t->visit_needs = ARENA_NEW(t->arena, struct visit_need, t->visit_need_count);
    for (size_t i = 0; query_next(r->q); i++)
        t->visit_needs[i] = (struct visit_need){reference_needed(r, 1, settings), band(r, 2),
                                                number(r, 4), number(r, 5)};
    return end(r);
}

static bool read_routes(struct reading *r, struct index settings) {
    struct tables *t = r->t;
    if (!begin(r, "route",
               "id, setting, age_from, age_to, to_setting, share, holds, reason, responsible,"
               " delay_mean_days, delay_sd_days, switch_to, switch_after_days",
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
                                      .switch_after = query_number(r->q, 13)};
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
                                          CHOICE(r, 2, states) == 1, band(r, 3), number(r, 5)};
    if (!end(r)) return false;

    if (!begin(r, "unit_cost", "setting, basis, amount_gbp", &t->unit_cost_count)) return false;
    t->unit_costs = ARENA_NEW(t->arena, struct unit_cost, t->unit_cost_count);
    for (size_t i = 0; query_next(r->q); i++)
        t->unit_costs[i] =
            (struct unit_cost){query_integer(r->q, 0, 0), reference_needed(r, 1, settings),
                               (enum basis)CHOICE(r, 2, bases), number(r, 3)};
    return end(r);
}

static bool read_schemes(struct reading *r, struct index *schemes) {
    struct tables *t = r->t;
    if (!begin(r, "scheme",
               "id, starts, starts_on, ramp_months, ramp, until,"
               " (SELECT coalesce(m.done_on, m.due_to) FROM milestone m WHERE m.id = starts)",
               &t->scheme_count))
        return false;
    t->schemes = ARENA_NEW(t->arena, struct scheme, t->scheme_count);
    for (size_t i = 0; query_next(r->q); i++) {
        const char *ramp = query_text(r->q, 5);
        struct scheme *s = &t->schemes[i];
        *s = (struct scheme){.id = needed(r, 1),
                             .start = query_date(r->q, query_text(r->q, 2) ? 7 : 3),
                             .until = query_date(r->q, 6),
                             .ramp_months = or_else(query_number(r->q, 4), 0),
                             .smooth = ramp && strcmp(ramp, "s") == 0};
    }
    *schemes = INDEX(r, t->schemes, t->scheme_count, struct scheme);
    return end(r);
}

static bool read_effects(struct reading *r, struct index schemes) {
    static const struct {
        const char *table, *column;
    } targets[TARGETS] = {
        [TARGET_DEMAND] = {"demand", "rate_per_1000"},
        [TARGET_STAY] = {"stay", "mean_days"},
        [TARGET_SHARE] = {"route", "share"},
        [TARGET_DELAY] = {"route", "delay_mean_days"},
        [TARGET_CAPACITY] = {"capacity", "amount"},
        [TARGET_COST] = {"unit_cost", "amount_gbp"},
    };
    static const char *const operations[] = {"set", "multiply", "add"};
    struct tables *t = r->t;
    if (!begin(r, "effect", "scheme, on_table, on_rows, on_column, operation, central",
               &t->effect_count))
        return false;
    t->effects = ARENA_NEW(t->arena, struct effect, t->effect_count);
    for (size_t i = 0; query_next(r->q) && !r->failed; i++) {
        struct effect *e = &t->effects[i];
        e->row_no = query_integer(r->q, 0, 0);
        e->scheme = reference_needed(r, 1, schemes);
        const char *table = needed(r, 2), *column = needed(r, 4);
        int target = 0;
        while (target < TARGETS && (strcmp(table, targets[target].table) != 0 ||
                                    strcmp(column, targets[target].column) != 0))
            target++;
        if (target == TARGETS) {
            fail(r, 4, "is not a number of its table that a scheme can change");
            break;
        }
        e->target = (enum target)target;
        e->operation = (enum operation)CHOICE(r, 5, operations);
        e->central = number(r, 6);
        struct rows rows;
        struct err why = {0};
        if (!rows_parse(registry_table(table), needed(r, 3), &rows, &why) ||
            !rows_find(r->db, &rows, t->arena, &e->rows, &e->row_count, &why))
            fail(r, 3, why.message);
    }
    return end(r);
}

static bool read_scenarios(struct reading *r, struct index schemes) {
    struct tables *t = r->t;
    if (!begin(r, "scenario", "id, base, delivery_pct", &t->scenario_count)) return false;
    t->scenarios = ARENA_NEW(t->arena, struct scenario, t->scenario_count);
    int *base = ARENA_NEW(t->arena, int, t->scenario_count);
    for (size_t i = 0; query_next(r->q); i++)
        t->scenarios[i] = (struct scenario){.id = needed(r, 1),
                                            .delivery = or_else(query_number(r->q, 3), 100) / 100,
                                            .has = ARENA_NEW(t->arena, bool, t->scheme_count)};
    struct index scenarios = INDEX(r, t->scenarios, t->scenario_count, struct scenario);
    query_again(r->q);
    for (size_t i = 0; query_next(r->q); i++) base[i] = reference(r, 2, scenarios);
    if (!end(r)) return false;

    size_t count;
    if (!begin(r, "scenario_scheme", "scenario, scheme, included", &count)) return false;
    /* 0: not said, so as in the base; 1: in; 2: out */
    unsigned char *said = ARENA_NEW(t->arena, unsigned char, t->scenario_count * t->scheme_count);
    while (query_next(r->q)) {
        int scenario = reference_needed(r, 1, scenarios), scheme = reference_needed(r, 2, schemes);
        if (r->failed) break;
        said[(size_t)scenario * t->scheme_count + (size_t)scheme] = query_yes(r->q, 3) ? 1 : 2;
    }
    if (!end(r)) return false;
    for (size_t i = 0; i < t->scenario_count; i++) {
        int at = (int)i;
        for (size_t depth = 0; at != NONE; depth++, at = base[at]) {
            if (depth > t->scenario_count)
                return err_set(r->err, ERR_INPUT,
                               "scenario.csv: base: the bases of '%s' run in a circle",
                               t->scenarios[i].id);
            for (size_t s = 0; s < t->scheme_count; s++) {
                unsigned char here = said[(size_t)at * t->scheme_count + s];
                unsigned char *mine = &said[i * t->scheme_count + s];
                if (!*mine) *mine = here;
            }
        }
        for (size_t s = 0; s < t->scheme_count; s++)
            t->scenarios[i].has[s] = said[i * t->scheme_count + s] == 1;
    }
    return true;
}

bool tables_read(sqlite3 *db, struct arena *arena, struct tables *tables, struct err *err) {
    *tables = (struct tables){.arena = arena};
    struct reading r = {.t = tables, .db = db, .err = err};
    struct index places, organisations, profiles, schemes;
    if (!read_people(&r, &places, &organisations) || !read_system(&r, places) ||
        !read_settings(&r, places, organisations))
        return false;
    struct index settings = INDEX(&r, tables->settings, tables->setting_count, struct setting);
    return read_capacity(&r, settings) && read_profiles(&r, &profiles) &&
           read_demand(&r, settings, places, profiles) && read_stays(&r, settings) &&
           read_routes(&r, settings) && read_initials_and_costs(&r, settings) &&
           read_schemes(&r, &schemes) && read_effects(&r, schemes) && read_scenarios(&r, schemes);
}

int tables_scenario(const struct tables *tables, const char *id) {
    for (size_t i = 0; i < tables->scenario_count; i++)
        if (strcmp(tables->scenarios[i].id, id) == 0) return (int)i;
    return NONE;
}
