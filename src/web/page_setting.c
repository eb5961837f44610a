/* A setting: what is known of it, and demand, occupancy, waits and delays over time.
 *
 * SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "link.h"
#include "model_chart.h"
#include "model_view.h"
#include "route.h"
#include "schemes.h"
#include "store/query.h"

#include <string.h>

#define ROUTES 400

static const struct {
    const char *output, *title, *unit;
    double divisor;
    bool none;
    bool drawn; /* month by month; the others are numbers only */
} outputs[] = {{"arrivals", "Demand", "people who ask for it", 1, true, true},
               {"present", "People in it, and its capacity", "on an average day", 1, true, true},
               {"visits", "Visits given, and its capacity", "visits a day", 1, true, true},
               {"occupancy", "In use", "% of capacity", 1, false, true},
               {"full", "Days on which it is full", "% of days", 1, false, false},
               {"places_needed", "Places needed", "to keep the target occupancy", 1, true, false},
               {"queue", "People who wait for it", "on an average day", 1, false, true},
               {"wait_mean_hours", "Wait", "hours, mean of those who got a place", 1, false, true},
               {"within_4h", "Left within four hours", "% of people", 1, false, true},
               {"delayed_for", "Delayed elsewhere on the way to it", "people on an average day", 1,
                false, true},
               {"delayed", "Delayed in it", "people on an average day", 1, false, true},
               {"cost_gbp", "Cost", "£m a year", 1e6, false, false}};
#define OUTPUTS (sizeof outputs / sizeof outputs[0])

static const char *ages(struct arena *arena, struct query *q, int column) {
    int64_t from = query_integer(q, column, 0), to = query_integer(q, column + 1, -1);
    return to < 0 ? arena_printf(arena, "%lld and over", (long long)from)
                  : arena_printf(arena, "%lld to %lld", (long long)from, (long long)to);
}

static bool read_routes(struct visit *visit, sqlite3 *db, const char *sql, const char *id,
                        const struct view_setting_route **out, size_t *count, struct err *err) {
    struct view_setting_route *routes_of =
        ARENA_NEW(visit->arena, struct view_setting_route, ROUTES);
    struct query *q = query_new(db, sql, err);
    if (!q) return false;
    query_bind_text(q, 1, id);
    while (*count < ROUTES && query_next(q)) {
        const char *other = query_text(q, 0), *title = query_text(q, 1), *reason = query_text(q, 6);
        struct view_setting_route *r = &routes_of[(*count)++];
        *r = (struct view_setting_route){
            .id = other ? arena_string(visit->arena, other) : NULL,
            .title = arena_string(visit->arena, title ? title : "elsewhere"),
            .ages = ages(visit->arena, q, 2),
            .share_pct = 100 * query_number(q, 4),
            .holds = query_yes(q, 5),
            .reason = reason ? arena_string(visit->arena, reason) : NULL};
        if (r->id) r->href = link_to(visit->arena, "/system/settings/", r->id);
    }
    *out = routes_of;
    return query_free(q, err);
}

static void add_fact(struct view_setting *view, struct view_summary_row *facts, const char *key,
                     const char *value, const char *href) {
    if (value)
        facts[view->facts_count++] =
            (struct view_summary_row){.key = key, .value = value, .href = href};
}

static bool read_capacity(struct visit *visit, sqlite3 *db, struct view_setting *view,
                          struct view_summary_row *facts, struct err *err) {
    struct query *q = query_new(
        db,
        "SELECT from_date, weekdays, hour_from, hour_to, amount, row_no, source FROM capacity WHERE "
        "setting = ?1 ORDER BY from_date, row_no LIMIT 12",
        err);
    if (!q) return false;
    query_bind_text(q, 1, view->id);
    while (query_next(q)) {
        char day[DATE_BYTES], amount[NUMBER_PEOPLE_BYTES];
        int32_t from = query_date(q, 0);
        const char *weekdays = query_text(q, 1);
        const char *when = weekdays ? arena_printf(visit->arena, " (%s)", weekdays) : "";
        add_fact(view, facts,
                 arena_printf(visit->arena, "Capacity from %s%s",
                              from == DATE_NONE ? "the start" : date_people(from, day), when),
                 arena_string(visit->arena, number_people(query_number(q, 4), 0, amount)),
                 link_line(visit->arena, "capacity", query_integer(q, 5, 0)));
    }
    return query_free(q, err);
}

static bool read_setting(struct visit *visit, sqlite3 *db, struct view_setting *view,
                         struct err *err) {
    struct view_summary_row *facts = ARENA_NEW(visit->arena, struct view_summary_row, 24);
    view->facts = facts;
    struct query *q = query_new(
        db,
        "SELECT s.id, s.title, s.family, s.kind, s.unit, o.title, p.title, s.target_occupancy, "
        "s.standard_hours, s.discharge_days, s.admission_days, s.row_no FROM setting s LEFT JOIN organisation o ON "
        "o.id = s.organisation LEFT JOIN place p ON p.id = s.place WHERE s.id = ?1",
        err);
    if (!q) return false;
    query_bind_text(q, 1, visit->parts[0]);
    if (query_next(q)) {
        struct arena *a = visit->arena;
        const char *texts[11];
        for (int i = 0; i < 11; i++)
            texts[i] = query_text(q, i) ? arena_string(a, query_text(q, i)) : NULL;
        view->id = texts[0];
        view->title = texts[1];
        view->family = texts[2];
        view->source = link_line(a, "setting", query_integer(q, 11, 0));
        add_fact(view, facts, "Run by", texts[5], NULL);
        add_fact(view, facts, "Serves", texts[6], NULL);
        if (texts[7])
            add_fact(view, facts, "Target occupancy",
                     arena_printf(a, "%g%%", 100 * query_number(q, 7)), NULL);
        if (texts[8])
            add_fact(view, facts, "Standard", arena_printf(a, "%s hours", texts[8]), NULL);
        add_fact(view, facts, "People leave on", texts[9], NULL);
        add_fact(view, facts, "People are taken in on", texts[10], NULL);
    }
    if (!query_free(q, err)) return false;
    if (!view->id)
        return err_set(err, ERR_NOT_FOUND, "There is no setting '%.60s'", visit->parts[0]);
    return read_capacity(visit, db, view, facts, err) &&
           read_routes(visit, db,
                       "SELECT r.to_setting, coalesce(s.title, r.outcome), r.age_from, r.age_to, "
                       "r.share, r.holds, r.reason FROM route r LEFT JOIN setting s ON s.id = "
                       "r.to_setting WHERE r.setting = ?1 ORDER BY r.row_no",
                       view->id, &view->to, &view->to_count, err) &&
           read_routes(
               visit, db,
               "SELECT r.setting, s.title, r.age_from, r.age_to, r.share, r.holds, r.reason "
               "FROM route r JOIN setting s ON s.id = r.setting WHERE r.to_setting = ?1 "
               "ORDER BY r.row_no",
               view->id, &view->from, &view->from_count, err);
}

/* What there is room for with the plan, by month: who is in it over the share that is in use. */
static const double *capacity_of(const struct visit *visit, const char *output, const char *id) {
    const struct site_state *state = visit->state;
    const char *scenario = state->brief.plan_id ? state->brief.plan_id : state->brief.nothing_id;
    size_t count, months = 0;
    const struct model_row *rows = model_periods(state->results, scenario, output, id, &count);
    double *capacity = ARENA_NEW(visit->arena, double, count + 1);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].period[4] != '-') continue;
        const struct model_row *used =
            model_find(state->results, scenario, "occupancy", id, rows[i].period);
        bool known = used && used->mean > 0;
        capacity[months++] = known ? 100 * rows[i].mean / used->mean : NAN;
        any = any || known;
    }
    return any ? capacity : NULL;
}

static void draw_output(struct visit *visit, const char *id, size_t i,
                        struct view_setting_output *out) {
    struct model_chart chart = model_chart_new(visit);
    bool room = strcmp(outputs[i].output, "visits") == 0 ||
                (strcmp(outputs[i].output, "present") == 0 &&
                 !model_find(visit->state->results, chart.lines[0].scenario, "visits", id,
                             out->years[0].year));
    chart.id = outputs[i].output;
    chart.title = outputs[i].title;
    chart.unit = outputs[i].unit;
    chart.output = outputs[i].output;
    chart.subject = id;
    chart.divisor = outputs[i].divisor;
    chart.whole = outputs[i].none;
    chart.frequency = 'm';
    chart.focusable = true;
    if (room) chart.limits = capacity_of(visit, outputs[i].output, id);
    chart.limit_title = "Capacity with the plan";
    out->chart = model_chart_draw(visit, &chart, NULL);
    chart.id = arena_printf(visit->arena, "%s-small", outputs[i].output);
    chart.frequency = 'y';
    chart.limits = NULL;
    chart.width = 340;
    chart.focusable = false;
    out->small_chart = model_chart_draw(visit, &chart, NULL);
}

static bool answer(struct visit *visit, struct err *err) {
    struct view_setting view = {.ready = visit->state->results != NULL};
    bool ok = read_setting(visit, site_take(visit->site), &view, err);
    site_give(visit->site);
    if (!ok) return false;
    view.schemes = scheme_rows(visit, view.id, &view.schemes_count);
    struct view_setting_output *shown =
        ARENA_NEW(visit->arena, struct view_setting_output, OUTPUTS);
    for (size_t i = 0; view.ready && i < OUTPUTS; i++) {
        struct view_setting_output *o = &shown[view.outputs_count];
        *o = (struct view_setting_output){
            .title = outputs[i].title, .unit = outputs[i].unit, .decimals_none = outputs[i].none};
        o->years =
            model_by_year(visit, outputs[i].output, view.id, outputs[i].divisor, &o->years_count);
        if (!o->years_count) continue;
        if (outputs[i].drawn) draw_output(visit, view.id, i, o);
        view.outputs_count++;
    }
    view.outputs = shown;
    view.change =
        arena_printf(visit->arena, "%s=10", link_to(visit->arena, "/what-if?capacity.", view.id));
    visit->section = "System";
    visit->parent = "/system";
    visit->parent_title = "The system";
    visit->title = view.title;
    view.dates = visit->state->brief.dates.words;
    return VISIT_SHOW(visit, setting, &view);
}

const struct route route_setting = {
    .path = "/system/settings/{id}",
    .title = "A setting",
    .about = "A setting: demand, capacity, occupancy, waits and delays over time, and where people "
             "go from it",
    .permission = PERMISSION_READ,
    .schema = &view_schema_setting,
    .answer = answer,
};
