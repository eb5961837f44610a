/* An item of the plan with its whole thread in both directions, and its history.
 *
 * SPDX-License-Identifier: MIT */
#include "link.h"
#include "plan_rows.h"
#include "report/plan_trend.h"
#include "thread.h"
#include "route.h"
#include "store/history.h"
#include "store/query.h"

static void add_fact(struct view_item *view, struct view_summary_row *facts, const char *key,
                     const char *value, const char *href) {
    if (value && *value)
        facts[view->facts_count++] =
            (struct view_summary_row){.key = key, .value = value, .href = href};
}

static const char *day_words(struct arena *arena, int32_t day) {
    char text[DATE_BYTES];
    return day == DATE_NONE ? NULL : arena_string(arena, date_people(day, text));
}

/* When it will be done, with what chance by its dates, and what holds it up. */
static void fill_forecast(struct visit *visit, const struct plan_item *item, struct view_item *view,
                          struct view_summary_row *facts) {
    struct arena *arena = visit->arena;
    const struct plan_status *plan = &visit->state->brief.plan;
    const struct plan_item *own = plan_status_find(plan, item->id);
    const struct forecast_item *f = own ? plan_forecast_of(visit, own) : NULL;
    char a[DATE_BYTES], b[DATE_BYTES], share[NUMBER_PEOPLE_BYTES];
    view->p50 = f ? f->p50 : DATE_NONE;
    view->p80 = f ? f->p80 : DATE_NONE;
    view->chance = f ? f->chance : NAN;
    view->chance_first = f ? f->chance_first : NAN;
    view->chain_share = f && f->chain_count ? f->chain_share : NAN;
    if (!f) return;
    view->forecast = plan_forecast_words(f, arena);
    if (!f->forecast) {
        add_fact(view, facts, "Forecast", arena_printf(arena, "None: %s", f->basis), NULL);
        return;
    }
    add_fact(view, facts, "Forecast",
             f->p50 == DATE_NONE
                 ? arena_printf(arena, "N%s", plan_forecast_no_date(f, arena) + 1)
                 : arena_printf(arena, "as likely before as after %s; four of five futures by %s",
                                date_people(f->p50, a),
                                f->p80 == DATE_NONE ? "a day beyond all that was seen"
                                                    : date_people(f->p80, b)),
             NULL);
    if (!isnan(f->chance))
        add_fact(view, facts, "Chance of its deadline",
                 arena_printf(arena, "%s%%", number_people(100 * f->chance, 0, share)), NULL);
    if (!isnan(f->chance_first) && item->first_due_to != item->due_to)
        add_fact(view, facts, "Chance of its first deadline",
                 arena_printf(arena, "%s%%", number_people(100 * f->chance_first, 0, share)), NULL);
    add_fact(view, facts, "Forecast from", f->basis, NULL);
    view->chain_words =
        f->chain_count ? arena_printf(arena,
                                      "In %s%% of its futures it waits for what stands first here, "
                                      "and that for the next.",
                                      number_people(100 * f->chain_share, 0, share))
                       : NULL;
    view->chain_count = f->chain_count;
    if (f->chain_count) {
        struct view_chain_link *chain = ARENA_NEW(arena, struct view_chain_link, f->chain_count);
        for (size_t i = 0; i < f->chain_count; i++)
            chain[i] =
                (struct view_chain_link){.id = f->chain[i]->id,
                                         .ref = f->chain[i]->ref,
                                         .title = f->chain[i]->title,
                                         .state = plan_state_text(f->chain[i]->state),
                                         .tag = plan_tag(f->chain[i]->state),
                                         .href = link_to(arena, "/plan/items/", f->chain[i]->id)};
        view->chain = chain;
    }
}

static void fill_facts(struct visit *visit, const struct trace *trace, struct view_item *view) {
    struct arena *arena = visit->arena;
    struct view_summary_row *facts = ARENA_NEW(arena, struct view_summary_row, 24);
    struct buf owners = buf_new(arena);
    const char *first = NULL;
    struct view_text_line *lines = ARENA_NEW(arena, struct view_text_line, trace->lead_count + 1);
    for (size_t i = 0; i < trace->lead_count; i++) {
        lines[i].text = trace->leads[i].title;
        if (i) buf_puts(&owners, "; ");
        buf_puts(&owners, trace->leads[i].title);
        if (trace->leads[i].accountable) buf_puts(&owners, " (accountable)");
        if (i == 0) first = trace->leads[i].role;
    }
    view->owners = lines;
    view->owners_count = trace->lead_count;
    const struct plan_item *item = trace->subject->plan;
    view->facts = facts;
    if (item && item->kind != PLAN_RECOMMENDATION)
        add_fact(view, facts, "Who leads it", owners.length ? owners.text : "Nobody is named",
                 first ? link_to(arena, "/plan?owner=", first) : NULL);
    if (!item) {
        add_fact(view, facts, "Day", day_words(arena, trace->subject->day), NULL);
        return;
    }
    view->due = item->due_to;
    view->due_text = item->due_text;
    add_fact(view, facts, "Deadline as written", item->due_text, NULL);
    add_fact(view, facts, "Latest day it can mean", day_words(arena, item->due_to), NULL);
    if (!isnan(plan_slip_days(item)))
        add_fact(view, facts, "First deadline", day_words(arena, item->first_due_to), NULL);
    fill_forecast(visit, item, view, facts);
    add_fact(view, facts, "Stage", item->stage, NULL);
    add_fact(view, facts, "Done on", day_words(arena, item->done_on), NULL);
    if (item->evidence >= 0)
        add_fact(view, facts, "Evidence", arena_printf(arena, "level %d of 4", item->evidence),
                 NULL);
    if (item->confidence_five[0])
        add_fact(view, facts, "Delivery confidence",
                 arena_printf(arena, "%s, rated %s", item->confidence_five,
                              day_words(arena, item->five_on)),
                 NULL);
    if (item->confidence_three[0])
        add_fact(view, facts, "Delivery confidence (three levels)",
                 arena_printf(arena, "%s, rated %s", item->confidence_three,
                              day_words(arena, item->three_on)),
                 NULL);
    if (item->parts)
        add_fact(view, facts, "Parts done",
                 arena_printf(arena, "%zu of %zu", item->parts_done, item->parts), NULL);
}

static void fill_history(struct visit *visit, const struct trace *trace, struct view_item *view) {
    struct view_item_report *reports =
        ARENA_NEW(visit->arena, struct view_item_report, trace->report_count + 1);
    for (size_t i = 0; i < trace->report_count; i++)
        reports[i] = (struct view_item_report){.on = trace->reports[i].on,
                                               .by = trace->reports[i].by,
                                               .stage = trace->reports[i].stage,
                                               .due = trace->reports[i].due_to,
                                               .text = trace->reports[i].text};
    view->reports = reports;
    view->reports_count = trace->report_count;
    struct view_item_evidence *evidence =
        ARENA_NEW(visit->arena, struct view_item_evidence, trace->evidence_count + 1);
    for (size_t i = 0; i < trace->evidence_count; i++)
        evidence[i] = (struct view_item_evidence){.seen_on = trace->evidence[i].seen_on,
                                                  .level = (size_t)trace->evidence[i].level,
                                                  .title = trace->evidence[i].title,
                                                  .link = trace->evidence[i].link};
    view->evidence = evidence;
    view->evidence_count = trace->evidence_count;
}

/* What was changed of the row; folders keep no history of their own. */
static bool read_changes(struct visit *visit, sqlite3 *db, const char *table,
                         struct view_item *view, struct err *err) {
    struct query *q =
        query_new(db, "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'history')", err);
    if (!q) return false;
    bool has = query_next(q) && query_integer(q, 0, 0) != 0;
    if (!query_free(q, err) || !has) return err->code == ERR_NONE;
    struct history_entry *entries;
    size_t count;
    if (!history_read(db, table, view->id, visit->arena, &entries, &count, err)) return false;
    struct view_item_change *changes = ARENA_NEW(visit->arena, struct view_item_change, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct buf what = buf_new(visit->arena);
        buf_puts(&what, entries[i].operation);
        for (size_t c = 0; c < entries[i].change_count; c++) {
            const struct history_change *change = &entries[i].changes[c];
            buf_printf(&what, "%s %s from '%s' to '%s'", c ? "," : ":",
                       change->column ? change->column : "the row",
                       change->old_text ? change->old_text : "", change->text ? change->text : "");
        }
        changes[i] = (struct view_item_change){
            .at = entries[i].at, .who = entries[i].who, .what = what.text};
    }
    view->changes = changes;
    view->changes_count = count;
    return true;
}

/* How its deadline moved from report to report, as a picture. */
static bool draw_trend(struct visit *visit, sqlite3 *db, struct view_item *view, struct err *err) {
    const struct brief *brief = &visit->state->brief;
    struct plan_trend *trends;
    size_t count;
    if (visit->json) return true;
    if (!plan_trends_read(db, &brief->plan, view->id, visit->arena, &trends, &count, err))
        return false;
    if (count == 0 || trends[0].count < 2) return true;
    return plan_trend_pictures(visit, db, trends, 1, &view->trend, &view->small_trend, err);
}

static bool read_item(struct visit *visit, sqlite3 *db, struct trace *trace, struct view_item *view,
                      struct err *err) {
    if (!trace_of(visit->state->threads, db, visit->parts[0], visit->arena, trace, err))
        return false;
    view->id = trace->subject->id;
    return read_changes(visit, db, trace_kind_text(trace->subject->kind), view, err) &&
           draw_trend(visit, db, view, err);
}

static bool answer(struct visit *visit, struct err *err) {
    struct trace trace;
    struct view_item view = {.due = DATE_NONE,
                             .p50 = DATE_NONE,
                             .p80 = DATE_NONE,
                             .chance = NAN,
                             .chance_first = NAN,
                             .chain_share = NAN};
    bool ok = read_item(visit, site_take(visit->site), &trace, &view, err);
    site_give(visit->site);
    if (!ok) return false;
    const struct trace_item *item = trace.subject;
    view.kind = trace_kind_text(item->kind);
    view.ref = item->ref;
    view.title = item->title;
    view.words = item->words;
    view.tag = item->plan ? plan_tag(item->plan->state) : "";
    view.state = item->plan ? plan_state_text(item->plan->state) : NULL;
    view.source = link_line(visit->arena, view.kind, (int64_t)item->row_no);
    view.before = thread_lines(visit, &trace.before);
    view.before_count = thread_shown(&trace.before);
    view.before_more = trace.before.count - view.before_count;
    view.after = thread_lines(visit, &trace.after);
    view.after_count = thread_shown(&trace.after);
    view.after_more = trace.after.count - view.after_count;
    view.beside = thread_lines(visit, &trace.beside);
    view.beside_count = thread_shown(&trace.beside);
    view.beside_more = trace.beside.count - view.beside_count;
    fill_facts(visit, &trace, &view);
    fill_history(visit, &trace, &view);
    visit->section = "Plan";
    visit->parent = "/plan";
    visit->parent_title = "The plan";
    visit->title =
        arena_printf(visit->arena, "%s %s", item->ref[0] ? item->ref : view.kind, item->title);
    return VISIT_SHOW(visit, item, &view);
}

const struct route route_item = {
    .path = "/plan/items/{id}",
    .title = "An item of the plan",
    .about = "An item with its whole thread in both directions: what it comes from, what it leads "
             "to, and what the measures say; and its history",
    .permission = PERMISSION_READ,
    .schema = &view_schema_item,
    .answer = answer,
};
