/* Fills rows of items; see plan_rows.h.
 *
 * SPDX-License-Identifier: MIT */
#include "plan_rows.h"

#include "draw.h"
#include "link.h"
#include "report/plan_report.h"
#include "report/trace.h"
#include "store/query.h"

#include <string.h>

const char *plan_tag(enum plan_state state) {
    static const char *const classes[PLAN_STATES] = {"nhsuk-tag--green", "nhsuk-tag--blue",
                                                     "nhsuk-tag--red", "nhsuk-tag--grey",
                                                     "nhsuk-tag--white"};
    return classes[state];
}

const char *plan_kind_text(enum plan_kind kind) {
    static const char *const texts[PLAN_KINDS] = {"recommendation", "action", "milestone",
                                                  "programme"};
    return texts[kind];
}

double plan_slip_days(const struct plan_item *item) {
    bool moved = item->due_to != DATE_NONE && item->first_due_to != DATE_NONE &&
                 item->due_to != item->first_due_to;
    return moved ? (double)item->due_to - item->first_due_to : NAN;
}

/* Who leads an action or a milestone, or answers for a programme and for its milestones without a
 * lead. */
static const char *read_owner(struct query *lead, struct query *sro, const struct plan_item *item,
                              struct arena *arena) {
    struct query *q = item->kind == PLAN_ACTION ? lead : sro;
    query_again(q);
    query_bind_text(q, 1, item->id);
    struct buf out = buf_new(arena);
    while (query_next(q)) {
        const char *title = query_text(q, 0);
        if (!title) continue;
        if (out.length) buf_puts(&out, "; ");
        buf_puts(&out, title);
    }
    return out.length ? out.text : NULL;
}

const struct forecast_item *plan_forecast_of(const struct visit *visit,
                                             const struct plan_item *item) {
    const struct brief *brief = &visit->state->brief;
    return brief->forecast.of ? brief->forecast.of[item - brief->plan.items] : NULL;
}

static void add_forecast(struct visit *visit, const struct plan_item *item,
                         struct view_plan_row *row) {
    const struct forecast_item *f = plan_forecast_of(visit, item);
    char share[NUMBER_PEOPLE_BYTES];
    row->p50 = f ? f->p50 : DATE_NONE;
    row->p80 = f ? f->p80 : DATE_NONE;
    row->chance = f ? f->chance : NAN;
    row->chance_first = f ? f->chance_first : NAN;
    row->forecast = f ? plan_forecast_words(f, visit->arena) : NULL;
    if (f && !isnan(f->chance))
        row->chance_words = arena_printf(visit->arena, "%s%% by its deadline",
                                         number_people(100 * f->chance, 0, share));
}

static bool fill(struct visit *visit, sqlite3 *db, const struct plan_item *const *items,
                 size_t count, struct view_plan_row *rows, struct err *err) {
    struct query *lead =
        query_new(db,
                  "SELECT r.title FROM action_lead l JOIN role r ON r.id = l.role "
                  "WHERE l.action = ?1 ORDER BY l.accountable = 'yes' DESC, l.row_no",
                  err);
    struct query *sro = lead ? query_new(db,
                                         "SELECT title FROM role WHERE id = COALESCE((SELECT lead "
                                         "FROM milestone WHERE id = ?1), (SELECT sro FROM "
                                         "programme WHERE id IN (?1, (SELECT programme FROM "
                                         "milestone WHERE id = ?1))))",
                                         err)
                             : NULL;
    for (size_t i = 0; sro && i < count; i++) {
        const struct plan_item *item = items[i];
        rows[i] = (struct view_plan_row){
            .kind = plan_kind_text(item->kind),
            .id = item->id,
            .ref = item->ref,
            .title = item->title,
            .state = plan_state_text(item->state),
            .words = trace_state_words(item, visit->state->brief.as_at, visit->arena),
            .due = item->due_to,
            .due_text = item->due_text,
            .first_due = item->first_due_to,
            .slip_days = plan_slip_days(item),
            .owner = read_owner(lead, sro, item, visit->arena),
            .stage = item->stage[0] ? item->stage : NULL,
            .reported_on = item->reported_on,
            .evidence = item->evidence < 0 ? NAN : (double)item->evidence,
            .confidence_five = item->confidence_five[0] ? item->confidence_five : NULL,
            .confidence_three = item->confidence_three[0] ? item->confidence_three : NULL,
            .parts = item->parts,
            .parts_done = item->parts_done,
            .href = link_to(visit->arena, "/plan/items/", item->id),
            .tag = plan_tag(item->state)};
        add_forecast(visit, item, &rows[i]);
        /* The tag says the plain ones. */
        if (strcmp(rows[i].words, rows[i].state) == 0) rows[i].words = "";
    }
    bool ok = sro != NULL;
    ok = query_free(sro, err) && ok;
    return query_free(lead, err) && ok;
}

bool plan_rows(struct visit *visit, const struct plan_item *const *items, size_t count,
               const struct view_plan_row **rows, struct err *err) {
    struct view_plan_row *out = ARENA_NEW(visit->arena, struct view_plan_row, count + 1);
    bool ok = fill(visit, site_take(visit->site), items, count, out, err);
    site_give(visit->site);
    *rows = out;
    return ok;
}

static struct html draw_trend(struct visit *visit, const struct chart_trend *trend, int width) {
    struct chart_trend chart = *trend;
    struct buf out = buf_new(visit->arena);
    draw_frame(&chart.frame, width, "trend-narrow");
    chart.frame.subtitle = NULL;
    trend_svg(&chart, &out);
    return html_of(&out);
}

bool plan_trend_pictures(struct visit *visit, sqlite3 *db, const struct plan_trend *trends,
                         size_t count, struct html *wide, struct html *narrow, struct err *err) {
    const struct brief *brief = &visit->state->brief;
    struct chart_trend chart;
    if (!plan_trend_chart(db, &brief->plan, &brief->forecast, trends, count, visit->arena, &chart,
                          err))
        return false;
    if (chart.line_count == 0) return true;
    *wide = draw_trend(visit, &chart, 0);
    *narrow = draw_trend(visit, &chart, 360);
    return true;
}
