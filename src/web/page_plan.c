/* The plan as a table, with filters and sorting that live in the address.
 *
 * SPDX-License-Identifier: MIT */
#include "link.h"
#include "plan_filter.h"
#include "plan_rows.h"
#include "report/plan_report.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ROWS_A_PAGE 50u

/* --- in which order --------------------------------------------------------------------------- */

static int by_due(const struct brief *brief, const struct plan_item *a, const struct plan_item *b) {
    (void)brief;
    int64_t x = a->due_to == DATE_NONE ? INT32_MAX : a->due_to; /* no date: last */
    int64_t y = b->due_to == DATE_NONE ? INT32_MAX : b->due_to;
    return (x > y) - (x < y);
}

/* 2.9 before 2.10: runs of digits by their size. */
static int by_ref(const struct brief *brief, const struct plan_item *a, const struct plan_item *b) {
    (void)brief;
    const char *x = a->ref, *y = b->ref;
    while (*x && *y) {
        size_t n = strspn(x, "0123456789"), m = strspn(y, "0123456789");
        if (n && n != m && m) return n < m ? -1 : 1;
        if (*x != *y) return (unsigned char)*x < (unsigned char)*y ? -1 : 1;
        x++, y++;
    }
    return (*x != '\0') - (*y != '\0');
}

static int by_title(const struct brief *brief, const struct plan_item *a,
                    const struct plan_item *b) {
    (void)brief;
    return strcasecmp(a->title, b->title);
}
static int by_state(const struct brief *brief, const struct plan_item *a,
                    const struct plan_item *b) {
    (void)brief;
    static const int urgency[PLAN_STATES] = {3, 1, 0, 2, 4};
    return urgency[a->state] - urgency[b->state];
}

/* By the day by which an item is done in half of its futures; without one: last. */
static int by_forecast(const struct brief *brief, const struct plan_item *a,
                       const struct plan_item *b) {
    if (!brief->forecast.of) return 0;
    int64_t days[2] = {INT32_MAX, INT32_MAX};
    const struct plan_item *const items[] = {a, b};
    for (int i = 0; i < 2; i++) {
        const struct forecast_item *f = brief->forecast.of[items[i] - brief->plan.items];
        if (f && f->forecast && f->p50 != DATE_NONE) days[i] = f->p50;
    }
    return (days[0] > days[1]) - (days[0] < days[1]);
}

typedef int compare_items(const struct brief *brief, const struct plan_item *a,
                          const struct plan_item *b);

static const struct {
    const char *name, *title;
    compare_items *compare;
} sorts[] = {{"ref", "Reference", by_ref},
             {"title", "What", by_title},
             {"state", "State", by_state},
             {"due", "Due", by_due},
             {"forecast", "Forecast", by_forecast}}; /* last: left out where nothing is forecast */
#define SORTS (sizeof sorts / sizeof sorts[0])

/* Merge sort, so that equal items keep their order; qsort of the library may not. */
static void sort_items(const struct brief *brief, const struct plan_item **items,
                       const struct plan_item **spare, size_t n, compare_items *compare, int sign) {
    if (n < 2) return;
    size_t half = n / 2, a = 0, b = half, at = 0;
    sort_items(brief, items, spare, half, compare, sign);
    sort_items(brief, items + half, spare, n - half, compare, sign);
    while (a < half && b < n)
        spare[at++] = sign * compare(brief, items[a], items[b]) <= 0 ? items[a++] : items[b++];
    while (a < half) spare[at++] = items[a++];
    while (b < n) spare[at++] = items[b++];
    memcpy(items, spare, n * sizeof *items);
}

/* Sorts by the address's wish, and makes the headers that sort. */
static void sort_and_describe(struct visit *visit, const struct plan_item **items, size_t n,
                              struct view_plan *view) {
    const char *wish = visit_text(visit, "sort");
    bool down = wish && wish[0] == '-';
    const struct brief *brief = &visit->state->brief;
    size_t count = SORTS - (brief->forecast.forecast_count == 0);
    struct view_data_column *heads = ARENA_NEW(visit->arena, struct view_data_column, SORTS + 1);
    for (size_t i = 0; i < count; i++) {
        bool sorted = wish && strcmp(wish + down, sorts[i].name) == 0;
        if (sorted)
            sort_items(brief, items, ARENA_NEW(visit->arena, const struct plan_item *, n + 1), n,
                       sorts[i].compare, down ? -1 : 1);
        const char *to =
            sorted && !down ? arena_printf(visit->arena, "-%s", sorts[i].name) : sorts[i].name;
        heads[i] = (struct view_data_column){
            .name = sorts[i].title,
            .sort = !sorted ? "none"
                    : down  ? "descending"
                            : "ascending",
            .href = arena_printf(visit->arena, "%s#items", visit_link(visit, "sort", to))};
    }
    heads[count] = (struct view_data_column){.name = "Who leads it"};
    view->heads = heads;
    view->heads_count = count + 1;
}

/* --- the page --------------------------------------------------------------------------------- */

static void fill_counts(struct visit *visit, struct view_plan *view) {
    static const char *const plurals[PLAN_KINDS] = {"Recommendations", "Actions", "Milestones",
                                                    "Programmes"};
    struct view_plan_kind_count *counts =
        ARENA_NEW(visit->arena, struct view_plan_kind_count, PLAN_KINDS);
    for (int k = 0; k < PLAN_KINDS; k++) {
        const struct plan_counts *c = &visit->state->brief.plan.counts[k];
        if (!c->total) continue;
        counts[view->counts_count++] =
            (struct view_plan_kind_count){.kind = plan_kind_text((enum plan_kind)k),
                                          .plural = plurals[k],
                                          .total = c->total,
                                          .done = c->state[PLAN_DONE],
                                          .on_time = c->state[PLAN_ON_TIME],
                                          .late = c->state[PLAN_LATE],
                                          .no_date = c->state[PLAN_NO_DATE],
                                          .stopped = c->state[PLAN_STOPPED],
                                          .no_owner = c->no_owner,
                                          .due_soon = c->due_soon};
    }
    view->counts = counts;
}

static bool answer(struct visit *visit, struct err *err) {
    const struct brief *brief = &visit->state->brief;
    struct plan_filter filter;
    struct view_plan view = {.as_at = brief->as_at};
    if (!plan_filter_read(visit, "/plan#items", &filter, &view.filters, err)) return false;
    view.effect_words = filter.effect_words;
    const struct plan_item **items =
        ARENA_NEW(visit->arena, const struct plan_item *, brief->plan.count + 1);
    for (size_t i = 0; i < brief->plan.count; i++)
        if (plan_filter_takes(&filter, brief, i)) items[view.total++] = &brief->plan.items[i];
    sort_and_describe(visit, items, view.total, &view);
    size_t pages = (view.total + ROWS_A_PAGE - 1) / ROWS_A_PAGE;
    size_t page = visit_count(visit, "page", 1);
    if (page > pages) page = pages ? pages : 1;
    size_t from = (page - 1) * ROWS_A_PAGE;
    view.rows_count = view.total - from < ROWS_A_PAGE ? view.total - from : ROWS_A_PAGE;
    view.first = view.total ? from + 1 : 0;
    view.last = from + view.rows_count;
    if (!plan_rows(visit, items + from, view.rows_count, &view.rows, err)) return false;
    view.pages = link_pages(visit, view.total, ROWS_A_PAGE, page);
    fill_counts(visit, &view);
    view.forecast_words = plan_forecast_basis(&visit->state->brief.forecast, visit->arena);
    view.forecasts = brief->forecast.forecast_count > 0;
    visit->section = "Plan";
    return VISIT_SHOW(visit, plan, &view);
}

static const struct input inputs[] = {
    PLAN_FILTER_INPUTS,
    {.name = "sort",
     .kind = INPUT_CHOICE,
     .choices = "ref|-ref|title|-title|state|-state|due|-due|forecast|-forecast",
     .about = "The order; with '-' before it, from the last. State: late first"},
    {.name = "page", .kind = INPUT_COUNT, .min = 1, .max = 1e9, .about = "Fifty items a page"},
};

const struct route route_plan = {
    .path = "/plan",
    .title = "The plan",
    .about = "Recommendations, actions, milestones and programmes, filtered and sorted",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = sizeof inputs / sizeof inputs[0],
    .schema = &view_schema_plan,
    .answer = answer,
};
