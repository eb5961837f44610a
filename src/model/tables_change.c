/* Reads schemes, what they do, how well numbers are known, and scenarios; see tables.h.
 *
 * SPDX-License-Identifier: MIT */
#include "tables_parts.h"

const struct target_name target_names[TARGETS] = {
    [TARGET_DEMAND] = {"demand", "rate_per_1000"},
    [TARGET_STAY] = {"stay", "mean_days"},
    [TARGET_SHARE] = {"route", "share"},
    [TARGET_DELAY] = {"route", "delay_mean_days"},
    [TARGET_CAPACITY] = {"capacity", "amount"},
    [TARGET_COST] = {"unit_cost", "amount_gbp"},
    [TARGET_PATIENCE] = {"setting", "patience_days"},
    [TARGET_OVERFLOW] = {"setting", "overflow_after_days"},
    [TARGET_SWITCH] = {"route", "switch_after_days"},
    [TARGET_AWAY] = {"route", "away_mean_days"},
    [TARGET_LEAVE_DAYS] = {"setting", "discharge_days"},
    [TARGET_LEAVE_FROM] = {"setting", "discharge_from"},
    [TARGET_LEAVE_TO] = {"setting", "discharge_to"},
    [TARGET_TAKES_DAYS] = {"setting", "admission_days"},
    [TARGET_FIRST_VISITS] = {"visit_need", "first_per_day"},
    [TARGET_LAST_VISITS] = {"visit_need", "last_per_day"},
    [TARGET_GROWTH] = {"demand", "growth_pct"},
    [TARGET_STAY_SD] = {"stay", "sd_days"},
    [TARGET_DELAY_SD] = {"route", "delay_sd_days"},
    [TARGET_AWAY_SD] = {"route", "away_sd_days"},
};

/* An empty one of these says that people never do it, which is no number to change. */
static bool must_be_there(enum target target) {
    return target == TARGET_PATIENCE || target == TARGET_OVERFLOW || target == TARGET_SWITCH ||
           target == TARGET_AWAY;
}

/* Fails where a row named has an empty cell. */
static void check_there(struct reading *r, int column, enum target target, const int64_t *rows,
                        size_t count) {
    struct query *q = query_new(
        r->db,
        arena_printf(r->t->arena, "SELECT id FROM \"%s\" WHERE row_no = ?1 AND \"%s\" IS NULL",
                     target_names[target].table, target_names[target].column),
        r->err);
    if (!q) {
        r->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        query_again(q);
        query_bind_integer(q, 1, rows[i]);
        if (query_next(q))
            fail(r, column,
                 arena_printf(r->t->arena,
                              "names '%s', whose %s is empty: there is nothing to change",
                              query_text(q, 0), target_names[target].column));
    }
    if (!query_free(q, r->err)) r->failed = true;
}

static bool read_schemes(struct reading *r, struct index *schemes) {
    struct tables *t = r->t;
    if (!begin(r, "scheme",
               "id, starts, starts_on, ramp_months, ramp, until,"
               " (SELECT coalesce(m.done_on, m.due_to) FROM milestone m WHERE m.id = starts),"
               " (SELECT early_on FROM milestone m WHERE m.id = starts AND m.done_on IS NULL),"
               " (SELECT late_on FROM milestone m WHERE m.id = starts AND m.done_on IS NULL)",
               &t->scheme_count))
        return false;
    t->schemes = ARENA_NEW(t->arena, struct scheme, t->scheme_count);
    for (size_t i = 0; query_next(r->q); i++) {
        const char *ramp = query_text(r->q, 5);
        struct scheme *s = &t->schemes[i];
        *s = (struct scheme){.id = needed(r, 1),
                             .milestone = text(r, 2),
                             .start = query_date(r->q, query_text(r->q, 2) ? 7 : 3),
                             .early = query_date(r->q, 8),
                             .late = query_date(r->q, 9),
                             .until = query_date(r->q, 6),
                             .ramp_months = or_else(query_number(r->q, 4), 0),
                             .smooth = ramp && strcmp(ramp, "s") == 0};
        if (s->early == DATE_NONE) s->early = s->start;
        if (s->late == DATE_NONE) s->late = s->start;
    }
    *schemes = INDEX(r, t->schemes, t->scheme_count, struct scheme);
    return end(r);
}

/* What `on_table`, `on_rows` and `on_column` in three columns from `at` on name. */
static void read_target(struct reading *r, int at, int targets, enum target *target, int64_t **rows,
                        size_t *row_count) {
    const char *table = needed(r, at), *column = needed(r, at + 2);
    int found = 0;
    while (found < targets && (strcmp(table, target_names[found].table) != 0 ||
                               strcmp(column, target_names[found].column) != 0))
        found++;
    if (found == targets) {
        fail(r, at + 2, "is not a number of its table that can be changed");
        return;
    }
    *target = (enum target)found;
    struct rows named;
    struct err why = {0};
    if (!rows_parse(registry_table(table), needed(r, at + 1), &named, &why) ||
        !rows_find(r->db, &named, r->t->arena, rows, row_count, &why))
        fail(r, at + 1, why.message);
    else if (must_be_there(*target))
        check_there(r, at + 1, *target, *rows, *row_count);
}

static bool read_effects(struct reading *r, struct index schemes) {
    static const char *const operations[] = {"set", "multiply", "add"};
    struct tables *t = r->t;
    if (!begin(r, "effect", "scheme, on_table, on_rows, on_column, operation, low, central, high",
               &t->effect_count))
        return false;
    t->effects = ARENA_NEW(t->arena, struct effect, t->effect_count);
    for (size_t i = 0; query_next(r->q) && !r->failed; i++) {
        struct effect *e = &t->effects[i];
        e->row_no = query_integer(r->q, 0, 0);
        e->scheme = reference_needed(r, 1, schemes);
        read_target(r, 2, EFFECT_TARGETS, &e->target, &e->rows, &e->row_count);
        e->operation = (enum operation)CHOICE(r, 5, operations);
        e->central = number(r, 7);
        e->low = or_else(query_number(r->q, 6), e->central);
        e->high = or_else(query_number(r->q, 8), e->central);
    }
    if (!end(r)) return false;

    if (!begin(r, "uncertainty", "on_table, on_rows, on_column, operation, low, high",
               &t->uncertainty_count))
        return false;
    t->uncertainties = ARENA_NEW(t->arena, struct uncertainty, t->uncertainty_count);
    for (size_t i = 0; query_next(r->q) && !r->failed; i++) {
        struct uncertainty *u = &t->uncertainties[i];
        u->name = arena_printf(t->arena, "%s:%s:%s", needed(r, 1), needed(r, 2), needed(r, 3));
        read_target(r, 1, TARGETS, &u->target, &u->rows, &u->row_count);
        u->operation = (enum operation)CHOICE(r, 4, operations);
        u->low = number(r, 5);
        u->high = number(r, 6);
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

bool tables_read_change(struct reading *r) {
    struct index schemes;
    return read_schemes(r, &schemes) && read_effects(r, schemes) && read_scenarios(r, schemes);
}
