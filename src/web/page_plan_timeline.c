/* The plan over time: a timeline by quarter, and what is due in each.
 *
 * SPDX-License-Identifier: MIT */
#include "draw.h"
#include "link.h"
#include "picture.h"
#include "plan_filter.h"
#include "plan_rows.h"
#include "report/plan_report.h"
#include "report/plan_timeline.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_A_PAGE 40u
#define QUARTERS_MOST 400
#define SLIPS_SHOWN 20u
#define ALL_IN_QUARTERS                                                                            \
    400 /* of a longer plan this quarter and the next list some, others none                       \
         */
#define SOME_IN_QUARTER 10u
#define NARROW 360

/* --- which rows --------------------------------------------------------------------------------
 */

static bool is_work(const struct plan_item *item) {
    return (item->kind == PLAN_ACTION || item->kind == PLAN_MILESTONE) &&
           item->state != PLAN_STOPPED;
}

static bool is_group(const struct plan_item *item) {
    return item->kind == PLAN_PROGRAMME || item->kind == PLAN_RECOMMENDATION;
}

/* What stands for its parts comes first, as the package has it; then by the day it is due. */
static int by_due(const void *a, const void *b) {
    const struct plan_item *x = *(const struct plan_item *const *)a;
    const struct plan_item *y = *(const struct plan_item *const *)b;
    if (is_group(x) != is_group(y)) return is_group(x) ? -1 : 1;
    int64_t dx = is_group(x) ? 0 : x->due_to == DATE_NONE ? INT32_MAX : x->due_to;
    int64_t dy = is_group(y) ? 0 : y->due_to == DATE_NONE ? INT32_MAX : y->due_to;
    if (dx != dy) return dx < dy ? -1 : 1;
    return (x > y) - (x < y);
}

/* Where nothing is asked for, whole programmes are shown, or whole recommendations. */
static bool in_chart(const struct plan_status *plan, const struct plan_filter *filter,
                     const struct plan_item *item) {
    if (item->state == PLAN_STOPPED) return false;
    if (filter->asked) return true;
    enum plan_kind whole = plan->counts[PLAN_PROGRAMME].total        ? PLAN_PROGRAMME
                           : plan->counts[PLAN_RECOMMENDATION].total ? PLAN_RECOMMENDATION
                                                                     : item->kind;
    return item->kind == whole;
}

/* The items that are asked for: those of the chart, or (work) actions and milestones. */
static const struct plan_item **asked_for(struct visit *visit, const struct plan_filter *filter,
                                          bool work, size_t *count) {
    const struct brief *brief = &visit->state->brief;
    const struct plan_status *plan = &brief->plan;
    const struct plan_item **items =
        ARENA_NEW(visit->arena, const struct plan_item *, plan->count + 1);
    *count = 0;
    for (size_t i = 0; i < plan->count; i++) {
        const struct plan_item *item = &plan->items[i];
        if (work ? is_work(item) : in_chart(plan, filter, item))
            if (plan_filter_takes(filter, brief, i)) items[(*count)++] = item;
    }
    if (*count) qsort(items, *count, sizeof *items, by_due);
    return items;
}

/* --- quarters ----------------------------------------------------------------------------------
 */

/* work: actions and milestones by day. */
static bool fill_quarter(struct visit *visit, const struct plan_item *const *work, size_t count,
                         int32_t start, struct view_plan_quarter *out, struct err *err) {
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
    size_t first_row = 0;
    while (first_row < count && work[first_row]->due_to < start) first_row++;
    const struct plan_item *const *items = work + first_row;
    while (first_row + out->rows_count < count && items[out->rows_count]->due_to <= end &&
           items[out->rows_count]->due_to != DATE_NONE)
        out->rows_count++;
    for (size_t i = 0; i < out->rows_count; i++) {
        out->done += items[i]->state == PLAN_DONE;
        out->late += items[i]->state == PLAN_LATE;
    }
    out->open = out->rows_count - out->done - out->late;
    for (size_t i = 0; i < count; i++) {
        const struct plan_item *item = work[i];
        out->moved_away += item->first_due_to != DATE_NONE && item->first_due_to >= start &&
                           item->first_due_to <= end && item->due_to != DATE_NONE &&
                           item->due_to > end;
    }
    out->total = out->rows_count;
    bool soon = out->now || start == date_add_months(plan_quarter_start(plan->as_at), 3);
    size_t most = count <= ALL_IN_QUARTERS ? count : soon ? SOME_IN_QUARTER : 0;
    if (out->rows_count > most) {
        out->more = out->rows_count - most;
        out->rows_count = most;
        out->href = visit_link(visit, "quarter", date_text(start, first));
    }
    return plan_rows(visit, items, out->rows_count, &out->rows, err);
}

static bool fill_quarters(struct visit *visit, const struct plan_filter *filter,
                          struct view_plan_timeline *view, struct err *err) {
    size_t count;
    const struct plan_item **work = asked_for(visit, filter, true, &count);
    for (size_t i = 0; i < count; i++)
        view->undated += work[i]->due_to == DATE_NONE && work[i]->state != PLAN_DONE;
    while (count && work[count - 1]->due_to == DATE_NONE) count--; /* these come last */
    struct view_plan_quarter *quarters =
        ARENA_NEW(visit->arena, struct view_plan_quarter, QUARTERS_MOST);
    view->quarters = quarters;
    if (!count) return true;
    for (int32_t start = plan_quarter_start(work[0]->due_to);
         start <= work[count - 1]->due_to && view->quarters_count < QUARTERS_MOST;
         start = date_add_months(start, 3)) {
        struct view_plan_quarter *quarter = &quarters[view->quarters_count];
        if (!fill_quarter(visit, work, count, start, quarter, err)) return false;
        view->quarters_count += quarter->total > 0 || quarter->now || quarter->moved_away > 0;
    }
    size_t most = 0;
    for (size_t i = 0; i < view->quarters_count; i++)
        if (quarters[i].total > most) most = quarters[i].total;
    for (size_t i = 0; i < view->quarters_count; i++) {
        struct view_plan_quarter *q = &quarters[i];
        const struct picture_part parts[] = {{"done", (double)q->done, "good"},
                                             {"late", (double)q->late, "bad"},
                                             {"still to come", (double)q->open, "plain"}};
        q->bar = picture_bar(visit->arena, q->title, parts, 3, (double)most);
    }
    return true;
}

/* --- the page ----------------------------------------------------------------------------------
 */

static bool make_timeline(struct visit *visit, const struct plan_item *const *items, size_t count,
                          struct plan_timeline *out, struct err *err) {
    const struct brief *brief = &visit->state->brief;
    bool ok = plan_timeline_make(site_take(visit->site), &brief->plan, &brief->forecast, items,
                                 count, visit->arena, out, err);
    site_give(visit->site);
    return ok;
}

static struct html draw(struct visit *visit, const struct plan_timeline *timeline, int width) {
    struct chart_timeline chart = timeline->chart;
    struct buf out = buf_new(visit->arena);
    draw_frame(&chart.frame, width, "timeline-narrow");
    timeline_svg(&chart, &out);
    return html_of(&out);
}

static const char *say_links(const struct plan_timeline *timeline, struct arena *arena) {
    size_t links = timeline->chart.link_count;
    struct buf out = buf_new(arena);
    if (!links)
        buf_puts(&out, "No dependency joins two of these rows.");
    else
        buf_printf(&out,
                   links == 1 ? "%zu dependency joins two of these rows."
                              : "%zu dependencies join these rows.",
                   links);
    if (timeline->clashes)
        buf_printf(&out, " In %zu of them an item must wait for one that is due later.",
                   timeline->clashes);
    if (timeline->outside)
        buf_printf(&out, " %zu more lead%s to items that are not shown.", timeline->outside,
                   timeline->outside == 1 ? "s" : "");
    return out.text;
}

static bool answer(struct visit *visit, struct err *err) {
    const struct plan_status *plan = &visit->state->brief.plan;
    struct view_plan_timeline view = {.as_at = plan->as_at};
    struct plan_filter filter;
    if (!plan_filter_read(visit, "/plan/timeline", &filter, &view.filters, err) ||
        !fill_quarters(visit, &filter, &view, err))
        return false;
    const struct plan_item **items = asked_for(visit, &filter, false, &view.total);
    size_t pages = (view.total + ROWS_A_PAGE - 1) / ROWS_A_PAGE;
    size_t page = visit_count(visit, "page", 1);
    if (page > pages) page = pages ? pages : 1;
    size_t from = (page - 1) * ROWS_A_PAGE;
    view.rows_count = view.total - from < ROWS_A_PAGE ? view.total - from : ROWS_A_PAGE;
    view.pages = link_pages(visit, view.total, ROWS_A_PAGE, page);
    struct plan_timeline timeline;
    if (!plan_rows(visit, items + from, view.rows_count, &view.rows, err) ||
        !make_timeline(visit, items + from, view.rows_count, &timeline, err))
        return false;
    view.asked = filter.asked;
    view.link_words = say_links(&timeline, visit->arena);
    view.links = timeline.chart.link_count;
    view.outside = timeline.outside;
    view.clashes = timeline.clashes;
    if (view.rows_count && !visit->json) {
        view.chart = draw(visit, &timeline, 0);
        view.small_chart = draw(visit, &timeline, NARROW);
    }
    view.forecast_words = plan_forecast_basis(&visit->state->brief.forecast, visit->arena);
    view.forecasts = visit->state->brief.forecast.forecast_count > 0;
    if (!filter.asked) {
        view.slips_count = plan->slip_count < SLIPS_SHOWN ? plan->slip_count : SLIPS_SHOWN;
        if (!plan_rows(visit, plan->slips, view.slips_count, &view.slips, err)) return false;
    }
    visit->section = "Plan";
    visit->parent = "/plan";
    visit->parent_title = "The plan";
    return VISIT_SHOW(visit, plan_timeline, &view);
}

static const struct input inputs[] = {
    PLAN_FILTER_INPUTS,
    {.name = "page", .kind = INPUT_COUNT, .min = 1, .max = 1e9, .about = "Forty rows a page"},
};

const struct route route_plan_timeline = {
    .path = "/plan/timeline",
    .title = "The plan over time",
    .about =
        "A timeline by quarter: first dates, dates as they stand, forecasts, today, what waits "
        "for what, and what has moved",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = sizeof inputs / sizeof inputs[0],
    .schema = &view_schema_plan_timeline,
    .answer = answer,
};
