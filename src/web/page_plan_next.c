/* What is due in the next ninety days.
 *
 * SPDX-License-Identifier: MIT */
#include "plan_rows.h"
#include "route.h"

#include <stdlib.h>
#include <string.h>

#define DAYS_AHEAD 90

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
