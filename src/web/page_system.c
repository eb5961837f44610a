/* The system as the model has it: settings in a year, scenarios side by side.
 *
 * SPDX-License-Identifier: MIT */
#include "link.h"
#include "model_chart.h"
#include "model_view.h"
#include "route.h"
#include "schemes.h"
#include "store/query.h"

#include <string.h>

#define SETTINGS 500

static double mean_of(const struct visit *visit, const struct view_system *view, const char *output,
                      const char *subject) {
    const struct model_row *row =
        model_find(visit->state->results, view->scenario, output, subject, view->year);
    return row ? row->mean : NAN;
}

static bool read_settings(struct visit *visit, sqlite3 *db, struct view_system *view,
                          struct err *err) {
    struct view_system_setting *settings =
        ARENA_NEW(visit->arena, struct view_system_setting, SETTINGS);
    struct query *q = query_new(db, "SELECT id, title, family FROM setting ORDER BY row_no", err);
    if (!q) return false;
    while (view->settings_count < SETTINGS && query_next(q)) {
        struct view_system_setting *s = &settings[view->settings_count++];
        const char *id = arena_string(visit->arena, query_text(q, 0));
        *s = (struct view_system_setting){.id = id,
                                          .title = arena_string(visit->arena, query_text(q, 1)),
                                          .family = arena_string(visit->arena, query_text(q, 2)),
                                          .arrivals = mean_of(visit, view, "arrivals", id),
                                          .present = mean_of(visit, view, "present", id),
                                          .occupancy = mean_of(visit, view, "occupancy", id),
                                          .full = mean_of(visit, view, "full", id),
                                          .queue = mean_of(visit, view, "queue", id),
                                          .delayed_for = mean_of(visit, view, "delayed_for", id),
                                          .delayed = mean_of(visit, view, "delayed", id),
                                          .href = link_to(visit->arena, "/system/settings/", id)};
        s->tight = s->full > 50;
    }
    view->settings = settings;
    return query_free(q, err);
}

/* Years of the results and the scenarios, as choices; the last year and the plan by themselves. */
static bool choose(struct visit *visit, sqlite3 *db, struct view_system *view, struct err *err) {
    const struct brief *brief = &visit->state->brief;
    const char *year = visit_text(visit, "year"), *scenario = visit_text(visit, "scenario");
    struct view_option *scenarios = ARENA_NEW(visit->arena, struct view_option, 2);
    const char *const ids[2] = {brief->plan_id, brief->nothing_id};
    struct query *q = query_new(db, "SELECT title FROM scenario WHERE id = ?1", err);
    if (!q) return false;
    for (size_t i = 0; i < 2; i++) {
        if (!ids[i]) continue;
        query_again(q);
        query_bind_text(q, 1, ids[i]);
        const char *title = query_next(q) ? arena_string(visit->arena, query_text(q, 0)) : ids[i];
        bool selected = scenario ? strcmp(scenario, ids[i]) == 0 : !view->scenario;
        if (selected) view->scenario = ids[i], view->scenario_title = title;
        scenarios[view->scenarios_count++] = (struct view_option){ids[i], title, selected};
    }
    query_again(q);
    if (!query_free(q, err)) return false;
    view->scenarios = scenarios;
    if (!view->scenario)
        return err_set(err, ERR_INPUT, "'%.60s' is no scenario that has been simulated", scenario);
    size_t count;
    const char *const *years = model_years(visit, view->scenario, &count);
    struct view_option *options = ARENA_NEW(visit->arena, struct view_option, count + 1);
    for (size_t i = 0; i < count; i++) {
        bool selected = year ? strcmp(year, years[i]) == 0 : i + 1 == count;
        if (selected) view->year = years[i];
        options[i] = (struct view_option){years[i], years[i], selected};
    }
    view->years = options;
    view->years_count = count;
    return view->year ||
           err_set(err, ERR_INPUT, "'%.20s' is no year that has been simulated", year ? year : "");
}

/* Families of settings by themselves: on one screen they say more than all their members. */
static bool draw_flow(struct visit *visit, sqlite3 *db, struct view_system *view, struct err *err) {
    const char *by = visit_text(visit, "by");
    bool settings = by && strcmp(by, "settings") == 0;
    struct view_option *options = ARENA_NEW(visit->arena, struct view_option, 2);
    options[0] = (struct view_option){"families", "Kinds of settings", !settings};
    options[1] = (struct view_option){"settings", "Each setting", settings};
    view->views = options;
    view->views_count = 2;
    view->by = settings ? "settings" : "families";
    const struct model_flow_chart chart = {.scenario = view->scenario,
                                           .scenario_title = view->scenario_title,
                                           .year = view->year,
                                           .families = !settings};
    return model_flow_draw(visit, db, &chart, view->settings, view->settings_count, &view->flow,
                           &view->flow_table, err);
}

static void fill_outputs(struct visit *visit, struct view_system *view) {
    const struct brief *brief = &visit->state->brief;
    struct view_system_output *outputs =
        ARENA_NEW(visit->arena, struct view_system_output, brief->output_count + 1);
    for (size_t i = 0; i < brief->output_count; i++) {
        const struct brief_output *o = &brief->outputs[i];
        struct view_system_year *years =
            ARENA_NEW(visit->arena, struct view_system_year, o->year_count + 1);
        for (size_t k = 0; k < o->year_count; k++) {
            struct view_range_value *values = ARENA_NEW(visit->arena, struct view_range_value, 3);
            const struct brief_value *from[] = {&o->years[k].nothing, &o->years[k].plan,
                                                &o->years[k].difference};
            for (size_t v = 0; v < 3; v++)
                values[v] = (struct view_range_value){from[v]->mean, from[v]->p10, from[v]->p90};
            years[k] =
                (struct view_system_year){o->years[k].year, &values[0], &values[1], &values[2]};
        }
        struct model_chart chart = model_chart_new(visit);
        chart.id = arena_printf(visit->arena, "output-%zu", i);
        chart.title = o->title;
        chart.output = o->output;
        chart.subject = o->subject;
        chart.divisor = o->divisor;
        chart.whole = o->decimals == 0;
        chart.difference = "The plan less doing nothing, future by future";
        chart.focusable = true;
        outputs[i] = (struct view_system_output){.title = o->title,
                                                 .years = years,
                                                 .years_count = o->year_count,
                                                 .decimals_none = o->decimals == 0};
        outputs[i].chart = model_chart_draw(visit, &chart, NULL);
        chart.id = arena_printf(visit->arena, "output-%zu-small", i);
        chart.width = 340;
        chart.focusable = false;
        outputs[i].small_chart = model_chart_draw(visit, &chart, NULL);
    }
    view->outputs = outputs;
    view->outputs_count = brief->output_count;
}

static bool answer(struct visit *visit, struct err *err) {
    const struct site_state *state = visit->state;
    struct view_system view = {.ready = state->results != NULL, .dates = state->brief.dates.words};
    visit->section = "System";
    view.schemes = scheme_rows(visit, NULL, &view.schemes_count);
    if (!view.ready) {
        view.missing = state->running
                           ? "The model is running: what it says appears here when it has finished."
                           : "The package has no model that could be simulated.";
        return VISIT_SHOW(visit, system, &view);
    }
    sqlite3 *db = site_take(visit->site);
    bool ok = choose(visit, db, &view, err) && read_settings(visit, db, &view, err) &&
              draw_flow(visit, db, &view, err);
    site_give(visit->site);
    if (!ok) return false;
    fill_outputs(visit, &view);
    return VISIT_SHOW(visit, system, &view);
}

static const struct input inputs[] = {
    {.name = "year", .kind = INPUT_TEXT, .about = "A financial year, such as 2018/19; the last"},
    {.name = "scenario", .kind = INPUT_ID, .about = "A scenario; the plan"},
    {.name = "by",
     .kind = INPUT_CHOICE,
     .choices = "families|settings",
     .about = "What the picture shows: families of settings, or each"},
};

const struct route route_system = {
    .path = "/system",
    .title = "The system",
    .about = "The settings in a year as the model has them, and scenarios side by side",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = sizeof inputs / sizeof inputs[0],
    .schema = &view_schema_system,
    .answer = answer,
};
