/* Who goes where between settings, as a Sankey diagram; see model_chart.h.
 *
 * SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "chart/sankey.h"
#include "model_chart.h"
#include "store/query.h"
#include "views.h"

#include <string.h>

/* Nodes: those from outside, settings or families, then how people leave. */
struct flow {
    struct arena *arena;
    const struct view_system_setting *settings;
    size_t setting_count;
    bool families;
    struct chart_sankey_node *nodes;
    const char **names; /* of a node: family, or the setting's id; outcome */
    bool *leaving;
    size_t node_count;
};

static size_t node_find(struct flow *f, const char *name, const char *title, bool leaving) {
    for (size_t i = 1; i < f->node_count; i++)
        if (f->leaving[i] == leaving && strcmp(f->names[i], name) == 0) return i;
    if (f->node_count == CHART_SANKEY_NODES) return f->node_count - 1;
    f->names[f->node_count] = name;
    f->leaving[f->node_count] = leaving;
    f->nodes[f->node_count] =
        (struct chart_sankey_node){.title = title, .queue = NAN, .delayed = NAN};
    return f->node_count++;
}

static const char *capital(struct arena *arena, const char *text) {
    char *copy = arena_string(arena, text);
    if (*copy >= 'a' && *copy <= 'z') *copy = (char)(*copy - 'a' + 'A');
    return copy;
}

static const struct view_system_setting *setting_of(const struct flow *f, const char *id) {
    for (size_t i = 0; i < f->setting_count; i++)
        if (strcmp(f->settings[i].id, id) == 0) return &f->settings[i];
    return NULL;
}

static size_t node_of_setting(struct flow *f, const char *id) {
    const struct view_system_setting *s = setting_of(f, id);
    if (!s) return node_find(f, id, id, false);
    return f->families ? node_find(f, s->family, capital(f->arena, s->family), false)
                       : node_find(f, s->id, s->title, false);
}

static size_t node_of_outcome(struct flow *f, const char *outcome) {
    return outcome ? node_find(f, outcome, capital(f->arena, outcome), true)
                   : node_find(f, "", "Leave the system", true);
}

static void add(double *sum, double value) {
    if (!isnan(value)) *sum = isnan(*sum) ? value : *sum + value;
}

/* What the model says of the settings of each node. */
static void fill_nodes(struct visit *visit, struct flow *f, const struct model_flow_chart *chart) {
    size_t *full = ARENA_NEW(f->arena, size_t, f->node_count + 1);
    size_t *limited = ARENA_NEW(f->arena, size_t, f->node_count + 1);
    for (size_t i = 0; i < f->setting_count; i++) {
        const struct view_system_setting *s = &f->settings[i];
        size_t k = 1;
        while (k < f->node_count &&
               (f->leaving[k] || strcmp(f->names[k], f->families ? s->family : s->id) != 0))
            k++;
        if (k == f->node_count) continue;
        add(&f->nodes[k].queue, s->queue);
        add(&f->nodes[k].delayed, s->delayed);
        limited[k] += isnan(s->occupancy) ? 0 : 1;
        full[k] += s->tight;
    }
    for (size_t k = 1; k < f->node_count; k++) {
        if (f->leaving[k]) continue;
        const struct model_row *row = model_find(visit->state->results, chart->scenario,
                                                 "occupancy", f->names[k], chart->year);
        char text[NUMBER_PEOPLE_BYTES];
        f->nodes[k].tight = limited[k] > 0 && full[k] == limited[k];
        if (row && !isnan(row->mean))
            f->nodes[k].note =
                arena_printf(f->arena, "%s%% in use%s", number_people(row->mean, 0, text),
                             f->nodes[k].tight ? ", full" : "");
        /* Fewer than one person in twenty days is nobody to plan for. */
        if (f->nodes[k].queue < 0.05) f->nodes[k].queue = NAN;
        if (f->nodes[k].delayed < 0.05) f->nodes[k].delayed = NAN;
    }
}

/* Between which settings people keep their place while they wait. */
static bool mark_held(sqlite3 *db, struct flow *f, struct chart_sankey_link *links, size_t count,
                      struct err *err) {
    struct query *q = query_new(
        db,
        "SELECT DISTINCT setting, to_setting FROM route WHERE holds = 'yes' AND to_setting IS NOT NULL",
        err);
    if (!q) return false;
    while (query_next(q)) {
        size_t from = node_of_setting(f, arena_string(f->arena, query_text(q, 0)));
        size_t to = node_of_setting(f, arena_string(f->arena, query_text(q, 1)));
        for (size_t i = 0; i < count; i++)
            if (links[i].from == from && links[i].to == to) links[i].held = true;
    }
    return query_free(q, err);
}

static const struct model_flow_year *find_year(const struct site_state *state,
                                               const struct model_flow_chart *chart) {
    for (size_t i = 0; i < state->flow_count; i++)
        for (size_t y = 0; y < state->flows[i].year_count; y++)
            if (strcmp(state->flows[i].scenario, chart->scenario) == 0 &&
                strcmp(state->flows[i].years[y].year, chart->year) == 0)
                return &state->flows[i].years[y];
    return NULL;
}

bool model_flow_draw(struct visit *visit, sqlite3 *db, const struct model_flow_chart *chart,
                     const struct view_system_setting *settings, size_t setting_count,
                     struct html *picture, struct html *table, struct err *err) {
    struct arena *arena = visit->arena;
    const struct model_flow_year *year = find_year(visit->state, chart);
    *picture = *table = (struct html){NULL, 0};
    if (!year || !year->count) return true;
    struct flow f = {.arena = arena,
                     .settings = settings,
                     .setting_count = setting_count,
                     .families = chart->families,
                     .nodes = ARENA_NEW(arena, struct chart_sankey_node, CHART_SANKEY_NODES),
                     .names = ARENA_NEW(arena, const char *, CHART_SANKEY_NODES),
                     .leaving = ARENA_NEW(arena, bool, CHART_SANKEY_NODES),
                     .node_count = 1};
    f.names[0] = "";
    f.nodes[0] =
        (struct chart_sankey_node){.title = "Come from outside", .queue = NAN, .delayed = NAN};
    struct chart_sankey_link *links = ARENA_NEW(arena, struct chart_sankey_link, year->count);
    for (size_t i = 0; i < year->count; i++) {
        const struct model_flow *row = &year->rows[i];
        links[i].from = row->from ? node_of_setting(&f, row->from) : 0;
        links[i].to = row->to ? node_of_setting(&f, row->to) : node_of_outcome(&f, row->outcome);
        links[i].persons = row->persons;
    }
    size_t nodes = f.node_count;
    if (!mark_held(db, &f, links, year->count, err)) return false;
    f.node_count = nodes; /* nobody comes into those that only a route names */
    fill_nodes(visit, &f, chart);
    const struct chart_sankey sankey = {
        .frame = {.id = "flow",
                  .title = arena_printf(arena, "How people move, %s", chart->year),
                  .subtitle = chart->scenario_title,
                  .source =
                      "Ribbons: counted in one simulated future, all numbers at their central "
                      "value. Bars: means over all simulated futures.",
                  .focusable = true},
        .persons_title = arena_printf(arena, "people in %s", chart->year),
        .nodes = f.nodes,
        .node_count = f.node_count,
        .links = links,
        .link_count = year->count};
    struct buf out = buf_new(arena), below = buf_new(arena);
    chart_sankey(&sankey, &out);
    chart_sankey_table(&sankey, &below);
    *picture = html_of(&out);
    *table = html_of(&below);
    return true;
}
