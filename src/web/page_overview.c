/* The first page: is it working, and what would it take?
 *
 * SPDX-License-Identifier: MIT */
#include "draw.h"
#include "link.h"
#include "picture.h"
#include "plan_filter.h"
#include "route.h"
#include "views.h"

#include <string.h>

static void fill_plan(struct visit *visit, struct view_overview *view) {
    const struct plan_counts *actions = &visit->state->brief.plan.counts[PLAN_ACTION];
    const struct plan_counts *milestones = &visit->state->brief.plan.counts[PLAN_MILESTONE];
    view->actions = actions->total;
    view->actions_done = actions->state[PLAN_DONE] - actions->handed_over;
    view->handed_over = actions->handed_over;
    view->actions_late = actions->state[PLAN_LATE];
    view->milestones_late = milestones->state[PLAN_LATE];
    view->due_soon = actions->due_soon + milestones->due_soon;
    const struct picture_part parts[] = {{"done", (double)view->actions_done, "good"},
                                         {"handed over", (double)view->handed_over, "none"},
                                         {"on time", (double)actions->state[PLAN_ON_TIME], "plain"},
                                         {"late", (double)actions->state[PLAN_LATE], "bad"},
                                         {"no date", (double)actions->state[PLAN_NO_DATE], "none"}};
    view->plan_bar = picture_bar(visit->arena, "Actions by state", parts, 5, 0);
}

static void fill_measures(struct visit *visit, struct view_overview *view) {
    const struct brief *brief = &visit->state->brief;
    view->driven = brief->driven_count;
    view->improved = brief->improved;
    view->worse = brief->worse;
}

static void fill_effects(struct visit *visit, struct view_overview *view) {
    const struct brief_effects *effects = &visit->state->brief.effects;
    struct view_overview_effect *rows =
        ARENA_NEW(visit->arena, struct view_overview_effect, BRIEF_SEEN);
    for (int s = 0; s < BRIEF_SEEN; s++)
        rows[s] = (struct view_overview_effect){.seen = brief_seen_text((enum brief_seen)s),
                                                .value = plan_filter_effect((enum brief_seen)s),
                                                .done = effects->done[s],
                                                .open = effects->open[s]};
    view->effects = rows;
    view->effects_count = BRIEF_SEEN;
    view->effect_when = effects->when;
}

/* The measure that the model forecasts, as a small line. */
static bool fill_line(struct visit *visit, struct view_overview *view, struct err *err) {
    const struct brief *brief = &visit->state->brief;
    const struct measure_verdict *v = NULL;
    for (size_t i = 0; !v && i < brief->measure_count; i++)
        if (brief->measures[i].driven) v = &brief->measures[i].verdict;
    if (!v) return true;
    struct measure_series series;
    bool ok = measure_series(site_take(visit->site), v->measure, v->place, brief->as_at,
                             visit->arena, &series, err);
    site_give(visit->site);
    if (!ok) return false;
    struct view_measure_row row;
    draw_row(visit, v, &series, &row);
    view->measure = v->title;
    view->measure_id = v->measure;
    view->measure_line = row.sparkline;
    return true;
}

/* People delayed in the last year, or whatever the brief has of the system instead. */
static void fill_system(struct visit *visit, struct view_overview *view) {
    const struct brief *brief = &visit->state->brief;
    const struct brief_output *chosen = NULL;
    for (size_t i = 0; i < brief->output_count; i++)
        if (!chosen || strncmp(brief->outputs[i].title, "People delayed on", 17) == 0)
            chosen = &brief->outputs[i];
    if (!chosen) return;
    const struct brief_year *year = &chosen->years[chosen->year_count - 1];
    view->system_title = strncmp(chosen->title, "People delayed on", 17) == 0
                             ? "people delayed on an average day"
                             : chosen->title;
    view->system_year = year->year;
    view->nothing = year->nothing.mean;
    view->plan = year->plan.mean;
    view->plan_low = year->plan.p10;
    view->plan_high = year->plan.p90;
    const struct picture_part rows[] = {{"do nothing", view->nothing, "plain"},
                                        {"with the plan", view->plan, "good"}};
    view->system_bar = picture_rows(visit->arena, view->system_title, rows, 2);
}

/* The first measure that the model forecasts: what was expected of the plan, what came, and what
 * the target wants from here on. */
static void fill_take(struct visit *visit, struct view_overview *view) {
    const struct brief *brief = &visit->state->brief;
    if (!brief->comparison_count) return;
    const struct brief_comparison *c = &brief->comparisons[0];
    const struct brief_measure *m = NULL;
    for (size_t i = 0; i < brief->measure_count; i++)
        if (strcmp(brief->measures[i].verdict.measure, c->measure) == 0 &&
            strcmp(brief->measures[i].verdict.place, c->place) == 0)
            m = &brief->measures[i];
    const struct draw_size size = {
        .id = "take", .width = 360, .height = 300, .bare = true, .focusable = true};
    view->take_chart = draw_forecast(visit, c, m ? m->verdict.target : NAN, &size);
    view->take =
        m && m->will && *m->will
            ? arena_printf(visit->arena, "%s: will the plan meet its target? %c%s.", c->title,
                           *m->will >= 'a' && *m->will <= 'z' ? *m->will - 32 : *m->will,
                           m->will + 1)
            : arena_printf(visit->arena, "%s.", c->title);
    view->pace = c->pace;
    view->take_href = link_to(visit->arena, "/measures/", c->measure);
}

static void fill_money(struct visit *visit, struct view_overview *view) {
    const struct money_gaps *gaps = &visit->state->brief.gaps;
    if (!gaps->count) return;
    const struct money_gap *gap = &gaps->years[gaps->count - 1];
    view->gap_year = gap->year;
    view->gap_gbp = gap->opens_gbp;
    view->closes_gbp = gap->closes_gbp;
    view->left_gbp = gap->left_gbp > 0 ? gap->left_gbp : 0;
    view->chance_pct = 100 * gap->chance;
    const struct picture_part parts[] = {{"closed by the plan", view->closes_gbp, "good"},
                                         {"left open", view->left_gbp, "bad"}};
    view->money_bar = picture_bar(visit->arena, "The financial gap", parts, 2, 0);
}

static void fill_looks(struct visit *visit, struct view_overview *view) {
    static const struct {
        const char *table, *href, *link;
    } places[] = {{"setting", "/system", "See the setting"},
                  {"measure", "/measures", "See the measure"},
                  {"milestone", "/plan", "See the milestone’s thread"},
                  {"action", "/plan?kind=action&delivery=done", "See the actions"},
                  {"budget", "/money", "See the money"}};
    const struct brief *brief = &visit->state->brief;
    struct view_overview_look *looks = ARENA_NEW(visit->arena, struct view_overview_look, 3);
    for (size_t i = 0; i < brief->look_count; i++) {
        const struct brief_look *look = &brief->look[i];
        looks[i] = (struct view_overview_look){
            .text = look->words, .href = "/plan", .link = "See the plan"};
        for (size_t k = 0; k < sizeof places / sizeof places[0]; k++)
            if (look->table && strcmp(places[k].table, look->table) == 0) {
                looks[i].link = places[k].link;
                looks[i].href =
                    look->id ? link_reference(visit->arena, look->table, look->id) : places[k].href;
            }
    }
    view->looks = looks;
    view->looks_count = brief->look_count;
    struct view_text_line *missing =
        ARENA_NEW(visit->arena, struct view_text_line, brief->missing_count + 1);
    for (size_t i = 0; i < brief->missing_count; i++) missing[i].text = brief->missing[i];
    view->missing = missing;
    view->missing_count = brief->missing_count;
}

static bool answer(struct visit *visit, struct err *err) {
    const struct brief *brief = &visit->state->brief;
    struct view_overview view = {.title = brief->title,
                                 .as_at = brief->as_at,
                                 .answer = brief->answer,
                                 .dates = brief->dates.words,
                                 .nothing = NAN,
                                 .plan = NAN,
                                 .plan_low = NAN,
                                 .plan_high = NAN,
                                 .gap_gbp = NAN,
                                 .closes_gbp = NAN,
                                 .left_gbp = NAN,
                                 .chance_pct = NAN};
    fill_plan(visit, &view);
    fill_measures(visit, &view);
    fill_effects(visit, &view);
    if (!fill_line(visit, &view, err)) return false;
    fill_system(visit, &view);
    fill_take(visit, &view);
    fill_money(visit, &view);
    fill_looks(visit, &view);
    visit->section = "Overview";
    return VISIT_SHOW(visit, overview, &view);
}

const struct route route_overview = {
    .path = "/",
    .title = "Overview",
    .about = "Is it working, and what would it take? The state of the plan, the measures, the "
             "system and the money in one screen",
    .permission = PERMISSION_READ,
    .schema = &view_schema_overview,
    .answer = answer,
};
