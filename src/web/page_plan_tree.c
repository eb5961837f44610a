/* The plan as a tree: recommendations with their actions, programmes with their milestones.
 *
 * SPDX-License-Identifier: MIT */
#include "link.h"
#include "plan_rows.h"
#include "route.h"
#include "store/query.h"

#include <string.h>

#define NODES_A_PAGE 50u
#define PARTS_SHOWN 100u

/* The items that hang from one; a programme's actions only where no recommendation has them. */
static bool hangs_from(const struct plan_item *part, const struct plan_item *node) {
    if (node->kind == PLAN_RECOMMENDATION)
        return part->kind == PLAN_ACTION && strcmp(part->recommendation, node->id) == 0;
    return (part->kind == PLAN_ACTION && !part->recommendation[0] &&
            strcmp(part->programme, node->id) == 0) ||
           (part->kind == PLAN_MILESTONE && strcmp(part->programme, node->id) == 0);
}

static bool fill_node(struct visit *visit, const struct plan_item *item,
                      struct view_tree_node *node, struct err *err) {
    const struct plan_status *plan = &visit->state->brief.plan;
    const struct plan_item *parts[PARTS_SHOWN];
    *node = (struct view_tree_node){.item = NULL};
    for (size_t i = 0; i < plan->count; i++) {
        if (!hangs_from(&plan->items[i], item)) continue;
        if (node->parts_count < PARTS_SHOWN) parts[node->parts_count++] = &plan->items[i];
        node->parts_total++;
        node->parts_done += plan->items[i].state == PLAN_DONE;
    }
    node->parts_more = node->parts_total - node->parts_count;
    return plan_rows(visit, &item, 1, &node->item, err) &&
           plan_rows(visit, parts, node->parts_count, &node->parts, err);
}

/* Those of the plan's nodes of a kind that are on the page; *at counts the nodes of all plans. */
static bool fill_nodes(struct visit *visit, const char *of, enum plan_kind kind,
                       const struct link_part *page, size_t *at, const struct view_tree_node **out,
                       size_t *count, struct err *err) {
    const struct plan_status *plan = &visit->state->brief.plan;
    struct view_tree_node *nodes = ARENA_NEW(visit->arena, struct view_tree_node, page->count + 1);
    *out = nodes;
    for (size_t i = 0; i < plan->count; i++) {
        const struct plan_item *item = &plan->items[i];
        if (item->kind != kind || strcmp(item->plan, of) != 0) continue;
        size_t number = (*at)++;
        if (number < page->from || number >= page->from + page->count) continue;
        if (!fill_node(visit, item, &nodes[*count], err)) return false;
        *count += 1;
    }
    return true;
}

static bool read_plans(struct visit *visit, sqlite3 *db, struct view_tree_plan **plans,
                       size_t *count, struct err *err) {
    enum { MOST = 100 };
    *plans = ARENA_NEW(visit->arena, struct view_tree_plan, MOST);
    struct query *q = query_new(db, "SELECT id, title FROM plan ORDER BY row_no", err);
    if (!q) return false;
    while (*count < MOST && query_next(q))
        (*plans)[(*count)++] =
            (struct view_tree_plan){.id = arena_string(visit->arena, query_text(q, 0)),
                                    .title = arena_string(visit->arena, query_text(q, 1))};
    return query_free(q, err);
}

static bool answer(struct visit *visit, struct err *err) {
    struct view_tree_plan *plans;
    struct view_plan_tree view = {.plans_count = 0};
    bool ok = read_plans(visit, site_take(visit->site), &plans, &view.plans_count, err);
    site_give(visit->site);
    view.plans = plans;
    const struct plan_counts *counts = visit->state->brief.plan.counts;
    size_t at = 0, shown = 0;
    struct link_part page = link_part(
        visit, counts[PLAN_RECOMMENDATION].total + counts[PLAN_PROGRAMME].total, NODES_A_PAGE);
    view.pages = page.pages;
    for (size_t i = 0; ok && i < view.plans_count; i++) {
        struct view_tree_plan *p = &plans[i];
        ok = fill_nodes(visit, p->id, PLAN_RECOMMENDATION, &page, &at, &p->recommendations,
                        &p->recommendations_count, err) &&
             fill_nodes(visit, p->id, PLAN_PROGRAMME, &page, &at, &p->programmes,
                        &p->programmes_count, err);
        if (p->recommendations_count || p->programmes_count || !page.pages) plans[shown++] = *p;
    }
    view.plans_count = shown;
    visit->section = "Plan";
    visit->parent = "/plan";
    visit->parent_title = "The plan";
    return ok && VISIT_SHOW(visit, plan_tree, &view);
}

static const struct input inputs[] = {{.name = "page",
                                       .kind = INPUT_COUNT,
                                       .min = 1,
                                       .max = 1e9,
                                       .about = "Fifty recommendations and programmes a page"}};

const struct route route_plan_tree = {
    .path = "/plan/tree",
    .title = "The plan as a tree",
    .about = "Recommendations with their actions, programmes with their milestones and actions",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = 1,
    .schema = &view_schema_plan_tree,
    .answer = answer,
};
