/* The plan over time: by quarter, and the next ninety days.
 *
 * SPDX-License-Identifier: MIT */
#include "picture.h"
#include "plan_rows.h"
#include "route.h"

#include <stdlib.h>
#include <string.h>

#define DAYS_AHEAD 90
#define QUARTERS_MOST 400
#define SLIPS_SHOWN 20u

static bool is_work(const struct plan_item *item) {
    return (item->kind == PLAN_ACTION || item->kind == PLAN_MILESTONE) &&
           item->state != PLAN_STOPPED;
}

static int by_due(const void *a, const void *b) {
    const struct plan_item *x = *(const struct plan_item *const *)a;
    const struct plan_item *y = *(const struct plan_item *const *)b;
    if (x->due_to != y->due_to) return x->due_to < y->due_to ? -1 : 1;
    return x < y ? -1 : x > y; /* the package's order */
}

/* Actions and milestones with a day from..to, by that day. */
static const struct plan_item **between(struct visit *visit, int32_t from, int32_t to, bool open,
                                        size_t *count) {
    const struct plan_status *plan = &visit->state->brief.plan;
    const struct plan_item **items =
        ARENA_NEW(visit->arena, const struct plan_item *, plan->count + 1);
    *count = 0;
    for (size_t i = 0; i < plan->count; i++) {
        const struct plan_item *item = &plan->items[i];
        if (is_work(item) && item->due_to != DATE_NONE && item->due_to >= from &&
            item->due_to <= to && !(open && item->state == PLAN_DONE))
            items[(*count)++] = item;
    }
    if (*count) qsort(items, *count, sizeof *items, by_due);
    return items;
}

/* First day of the quarter of a day. */
static int32_t quarter_start(int32_t day) {
    int month = date_month(day);
    return date_month_start(month - month % 3);
}

static bool fill_quarter(struct visit *visit, int32_t start, struct view_plan_quarter *out,
                         struct err *err) {
    const struct plan_status *plan = &visit->state->brief.plan;
    int32_t end = date_add_months(start, 3) - 1;
    char first[DATE_BYTES], last[DATE_BYTES];
    date_month_people(date_month(start), first);
    first[strcspn(first, " ")] = '\0';
    *out =
        (struct view_plan_quarter){.title = arena_printf(visit->arena, "%s to %s", first,
                                                         date_month_people(date_month(end), last)),
                                   .start = start,
                                   .past = end < plan->as_at,
                                   .now = start <= plan->as_at && plan->as_at <= end};
    const struct plan_item **items = between(visit, start, end, false, &out->rows_count);
    for (size_t i = 0; i < out->rows_count; i++) {
        out->done += items[i]->state == PLAN_DONE;
        out->late += items[i]->state == PLAN_LATE;
    }
    out->open = out->rows_count - out->done - out->late;
    for (size_t i = 0; i < plan->count; i++) {
        const struct plan_item *item = &plan->items[i];
        out->moved_away += is_work(item) && item->first_due_to != DATE_NONE &&
                           item->first_due_to >= start && item->first_due_to <= end &&
                           item->due_to != DATE_NONE && item->due_to > end;
    }
    return plan_rows(visit, items, out->rows_count, &out->rows, err);
}

static bool answer_timeline(struct visit *visit, struct err *err) {
    const struct plan_status *plan = &visit->state->brief.plan;
    struct view_plan_timeline view = {.as_at = plan->as_at};
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (size_t i = 0; i < plan->count; i++) {
        const struct plan_item *item = &plan->items[i];
        if (!is_work(item)) continue;
        if (item->due_to == DATE_NONE) {
            view.undated += item->state != PLAN_DONE;
            continue;
        }
        if (item->due_to < first) first = item->due_to;
        if (item->due_to > last) last = item->due_to;
    }
    struct view_plan_quarter *quarters =
        ARENA_NEW(visit->arena, struct view_plan_quarter, QUARTERS_MOST);
    if (first <= last)
        for (int32_t start = quarter_start(first);
             start <= last && view.quarters_count < QUARTERS_MOST;
             start = date_add_months(start, 3)) {
            struct view_plan_quarter *quarter = &quarters[view.quarters_count];
            if (!fill_quarter(visit, start, quarter, err)) return false;
            view.quarters_count +=
                quarter->rows_count > 0 || quarter->now || quarter->moved_away > 0;
        }
    size_t most = 0;
    for (size_t i = 0; i < view.quarters_count; i++)
        if (quarters[i].rows_count > most) most = quarters[i].rows_count;
    for (size_t i = 0; i < view.quarters_count; i++) {
        struct view_plan_quarter *q = &quarters[i];
        const struct picture_part parts[] = {{"done", (double)q->done, "good"},
                                             {"late", (double)q->late, "bad"},
                                             {"still to come", (double)q->open, "plain"}};
        q->bar = picture_bar(visit->arena, q->title, parts, 3, (double)most);
    }
    view.quarters = quarters;
    view.slips_count = plan->slip_count < SLIPS_SHOWN ? plan->slip_count : SLIPS_SHOWN;
    if (!plan_rows(visit, plan->slips, view.slips_count, &view.slips, err)) return false;
    visit->section = "Plan";
    visit->parent = "/plan";
    visit->parent_title = "The plan";
    return VISIT_SHOW(visit, plan_timeline, &view);
}

const struct route route_plan_timeline = {
    .path = "/plan/timeline",
    .title = "The plan over time",
    .about = "Actions and milestones by quarter, and what has moved",
    .permission = PERMISSION_READ,
    .schema = &view_schema_plan_timeline,
    .answer = answer_timeline,
};

static bool answer_next(struct visit *visit, struct err *err) {
    const struct plan_status *plan = &visit->state->brief.plan;
    struct view_plan_next view = {.from = plan->as_at, .until = plan->as_at + DAYS_AHEAD};
    view.overdue =
        plan->counts[PLAN_ACTION].state[PLAN_LATE] + plan->counts[PLAN_MILESTONE].state[PLAN_LATE];
    struct view_plan_month *months = ARENA_NEW(visit->arena, struct view_plan_month, 5);
    for (int month = date_month(view.from); month <= date_month(view.until); month++) {
        int32_t from = date_month_start(month), to = date_month_start(month + 1) - 1;
        size_t count;
        const struct plan_item **items = between(visit, from < view.from ? view.from : from,
                                                 to > view.until ? view.until : to, true, &count);
        if (!count) continue;
        struct view_plan_month *one = &months[view.months_count++];
        char text[DATE_BYTES];
        *one = (struct view_plan_month){
            .title = arena_string(visit->arena, date_month_people(month, text)),
            .rows_count = count};
        view.total += count;
        if (!plan_rows(visit, items, count, &one->rows, err)) return false;
    }
    view.months = months;
    visit->section = "Plan";
    visit->parent = "/plan";
    visit->parent_title = "The plan";
    return VISIT_SHOW(visit, plan_next, &view);
}

const struct route route_plan_next = {
    .path = "/plan/next",
    .title = "The next 90 days",
    .about = "Actions and milestones not done that are due within ninety days, by month",
    .permission = PERMISSION_READ,
    .schema = &view_schema_plan_next,
    .answer = answer_next,
};
