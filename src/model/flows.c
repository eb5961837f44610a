/* Counts who went where; see flows.h.
 *
 * SPDX-License-Identifier: MIT */
#include "flows.h"

#include "base/date.h"
#include "build.h"
#include "sim/run.h"

#include <math.h>
#include <string.h>

#define OUTCOMES 32 /* further ones are counted with those of which none is said */

struct counts {
    const struct build *build;
    int32_t first, start; /* days: 0 of the run, and of the system */
    int first_year;
    size_t year_count, settings;
    const char *outcomes[OUTCOMES]; /* the first is NULL: not said */
    size_t outcome_count;
    size_t *outcome_of; /* by route of the network */
    /* By year, from (settings: outside) and to (settings and beyond: out, by outcome). */
    uint32_t *persons;
};

static size_t width(const struct counts *c) {
    return c->settings + c->outcome_count;
}

static uint32_t *cell(const struct counts *c, size_t year, size_t from, size_t to) {
    return &c->persons[(year * (c->settings + 1) + from) * width(c) + to];
}

static void tell(void *user, const struct sim_trace_event *e) {
    struct counts *c = user;
    int32_t day = c->first + (int32_t)floor(e->time);
    if (day < c->start || (e->what != SIM_TRACE_ENTERS && e->what != SIM_TRACE_LEAVES)) return;
    size_t year = (size_t)(date_financial_year(day) - c->first_year);
    if (year >= c->year_count) return;
    if (e->what == SIM_TRACE_ENTERS) {
        size_t from =
            e->route == SIM_NONE ? c->settings : (size_t)c->build->network.routes[e->route].setting;
        ++*cell(c, year, from, (size_t)e->setting);
    } else if (e->to == SIM_NONE) {
        size_t outcome = e->route == SIM_NONE ? 0 : c->outcome_of[e->route];
        ++*cell(c, year, (size_t)e->setting, c->settings + outcome);
    }
}

static void find_outcomes(struct counts *c, struct arena *arena) {
    const struct build *build = c->build;
    c->outcome_of = ARENA_NEW(arena, size_t, build->network.route_count + 1);
    c->outcome_count = 1;
    for (size_t r = 0; r < build->network.route_count; r++) {
        const char *outcome = build->route_rows[r]->outcome;
        size_t k = 1;
        if (!outcome) continue;
        while (k < c->outcome_count && strcmp(c->outcomes[k], outcome) != 0) k++;
        if (k == OUTCOMES) continue;
        c->outcomes[k] = outcome;
        c->outcome_of[r] = k;
        if (k == c->outcome_count) c->outcome_count++;
    }
}

static bool run(struct counts *c, uint64_t seed, const volatile bool *stop, struct err *err) {
    const struct sim_network *network = &c->build->network;
    const struct sim_trace trace = {.people = UINT32_MAX, .tell = tell, .user = c};
    struct sim_context *context = sim_context_new();
    struct sim_output *output = sim_output_new(network);
    sim_context_trace(context, &trace);
    bool ok = sim_run(context, network, seed, 0, stop, output, err);
    sim_output_free(output);
    sim_context_free(context);
    return ok;
}

/* Of settings and outcomes, in the arena of what was found. */
struct names {
    const char **settings, *outcomes[OUTCOMES];
};

static void take_year(const struct counts *c, const struct names *names, size_t year,
                      struct arena *arena, struct model_flow_year *out) {
    char text[DATE_BYTES];
    size_t most = 0, cells = (c->settings + 1) * width(c);
    for (size_t i = 0; i < cells; i++) most += c->persons[year * cells + i] > 0;
    struct model_flow *rows = ARENA_NEW(arena, struct model_flow, most);
    for (size_t i = 0; i <= c->settings; i++) {
        size_t from = i == 0 ? c->settings : i - 1;
        for (size_t to = 0; to < width(c); to++) {
            uint32_t persons = *cell(c, year, from, to);
            if (!persons) continue;
            rows[out->count++] = (struct model_flow){
                .from = from < c->settings ? names->settings[from] : NULL,
                .to = to < c->settings ? names->settings[to] : NULL,
                .outcome = to < c->settings ? NULL : names->outcomes[to - c->settings],
                .persons = persons};
        }
    }
    out->rows = rows;
    out->year = arena_string(arena, financial_year_text(c->first_year + (int)year, text));
}

/* What the run needs is of scratch; what it found is of arena. */
static bool count(sqlite3 *db, const char *scenario, uint64_t seed, const volatile bool *stop,
                  struct arena *scratch, struct arena *arena, const struct model_flow_year **years,
                  size_t *year_count, struct err *err) {
    struct tables tables;
    struct build_base base;
    struct build build;
    if (!tables_read(db, scratch, &tables, err)) return false;
    int chosen = tables_scenario(&tables, scenario);
    if (chosen == NONE) return err_set(err, ERR_NOT_FOUND, "there is no scenario '%s'", scenario);
    if (!build_base_make(&tables, scratch, &base, err) ||
        !build_make(&base, chosen, scratch, &build, err) || !sim_network_check(&build.network, err))
        return false;
    struct counts c = {.build = &build,
                       .first = base.first,
                       .start = tables.start,
                       .first_year = date_financial_year(tables.start),
                       .settings = tables.setting_count};
    c.year_count = (size_t)(date_financial_year(base.first + base.days - 1) - c.first_year) + 1;
    find_outcomes(&c, scratch);
    c.persons = ARENA_NEW(scratch, uint32_t, c.year_count * (c.settings + 1) * width(&c));
    if (!run(&c, seed, stop, err)) return false;
    struct names names = {.settings = ARENA_NEW(scratch, const char *, c.settings + 1)};
    for (size_t i = 0; i < c.settings; i++)
        names.settings[i] = arena_string(arena, tables.settings[i].id);
    for (size_t k = 1; k < c.outcome_count; k++)
        names.outcomes[k] = arena_string(arena, c.outcomes[k]);
    struct model_flow_year *out = ARENA_NEW(arena, struct model_flow_year, c.year_count);
    for (size_t y = 0; y < c.year_count; y++) take_year(&c, &names, y, arena, &out[y]);
    *years = out;
    *year_count = c.year_count;
    return true;
}

bool model_flows(sqlite3 *db, const char *scenario, uint64_t seed, const volatile bool *stop,
                 struct arena *arena, const struct model_flow_year **years, size_t *year_count,
                 struct err *err) {
    struct arena *scratch = arena_new();
    bool ok = count(db, scenario, seed, stop, scratch, arena, years, year_count, err);
    arena_free(scratch);
    return ok;
}
