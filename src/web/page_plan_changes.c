/* What changed of the plan since a day, and how its deadlines moved from report to report.
 *
 * SPDX-License-Identifier: MIT */
#include "link.h"
#include "plan_rows.h"
#include "report/plan_report.h"

#define DAYS_BACK 90
#define SHOWN 500u

static bool read_since(struct visit *visit, int32_t *since, struct err *err) {
    const char *text = visit_text(visit, "since");
    *since = visit->state->brief.as_at - DAYS_BACK;
    if (!text || date_parse(str_of(text), since)) return true;
    return err_set(err, ERR_INPUT, "'since' is to be a day such as 2018-04-01, not '%s'", text);
}

/* The page of an item of the plan; NULL: it is none. */
static const char *item_link(struct visit *visit, const char *id) {
    return plan_status_find(&visit->state->brief.plan, id)
               ? link_to(visit->arena, "/plan/items/", id)
               : NULL;
}

static void fill_changes(struct visit *visit, const struct plan_report *report,
                         struct view_plan_changes *view) {
    size_t first = report->change_count > SHOWN ? report->change_count - SHOWN : 0;
    struct view_plan_change *changes =
        ARENA_NEW(visit->arena, struct view_plan_change, report->change_count - first + 1);
    for (size_t i = report->change_count; i-- > first;) { /* the newest first */
        const struct plan_change *c = &report->changes[i];
        changes[view->changes_count++] = (struct view_plan_change){.on = c->on,
                                                                   .id = c->id,
                                                                   .title = c->title,
                                                                   .who = c->who,
                                                                   .what = c->what,
                                                                   .href = item_link(visit, c->id)};
    }
    view->changes = changes;
    view->total = report->change_count;
}

static void fill_trends(struct visit *visit, const struct plan_report *report,
                        struct view_plan_changes *view) {
    struct view_plan_trend *trends =
        ARENA_NEW(visit->arena, struct view_plan_trend, report->trend_count + 1);
    for (size_t i = 0; i < report->trend_count; i++) {
        const struct plan_trend *t = &report->trends[i];
        struct view_plan_move *moves = ARENA_NEW(visit->arena, struct view_plan_move, t->count + 1);
        for (size_t m = 0; m < t->count; m++)
            moves[m] = (struct view_plan_move){
                .said_on = t->moves[m].said_on,
                .due = t->moves[m].due_to,
                .days = m ? (double)t->moves[m].due_to - t->moves[0].due_to : NAN};
        trends[i] = (struct view_plan_trend){
            .id = t->item->id,
            .ref = t->item->ref,
            .title = t->item->title,
            .moves = moves,
            .moves_count = t->count,
            .days = (double)t->moves[t->count - 1].due_to - t->moves[0].due_to,
            .href = link_to(visit->arena, "/plan/items/", t->item->id)};
    }
    view->trends = trends;
    view->trends_count = report->trend_count;
}

static bool answer(struct visit *visit, struct err *err) {
    const struct brief *brief = &visit->state->brief;
    struct view_plan_changes view = {.as_at = brief->as_at};
    struct plan_report report;
    if (!read_since(visit, &view.since, err)) return false;
    sqlite3 *db = site_take(visit->site);
    bool ok = plan_report_since(db, &brief->plan, view.since, visit->arena, &report, err) &&
              (visit->json || plan_trend_pictures(visit, db, report.trends, report.trend_count,
                                                  &view.trend, &view.small_trend, err));
    site_give(visit->site);
    if (!ok) return false;
    view.from_history = report.from_history;
    fill_changes(visit, &report, &view);
    fill_trends(visit, &report, &view);
    visit->section = "Plan";
    visit->parent = "/plan";
    visit->parent_title = "The plan";
    return VISIT_SHOW(visit, plan_changes, &view);
}

static const struct input inputs[] = {
    {.name = "since",
     .kind = INPUT_TEXT,
     .about = "What changed after that day, such as 2018-04-01; without it, in the last 90 days"}};

const struct route route_plan_changes = {
    .path = "/plan/changes",
    .title = "What changed",
    .about = "Reports, evidence, ratings, decisions and changes of rows since a day, and how "
             "deadlines moved",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = 1,
    .schema = &view_schema_plan_changes,
    .answer = answer,
};
