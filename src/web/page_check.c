/* What is wrong with the package, by rule, each with its row and its cure.
 *
 * SPDX-License-Identifier: MIT */
#include "link.h"
#include "route.h"
#include "store/registry.h"
#include "store/query.h"
#include "store/rules.h"
#include "views.h"

#include <string.h>

#define SHOWN_A_RULE 10
#define SHOWN_A_PAGE 100 /* where one rule is asked for */

static struct view_check_finding show_finding(struct visit *visit, const struct finding *f) {
    const char *name = arena_copy(visit->arena, f->file, strcspn(f->file, "."));
    return (struct view_check_finding){.file = f->file,
                                       .row = f->row,
                                       .column = f->column ? f->column : "",
                                       .message = f->message,
                                       .table = registry_table(name) && f->row ? name : NULL};
}

/* What a rule found: the first of them, or, where it alone is asked for, a page of them. */
static bool add_findings(struct visit *visit, const struct rule *rule, bool alone,
                         struct view_check *view, struct view_check_rule *out) {
    const struct findings *findings = visit->state->findings;
    *out =
        (struct view_check_rule){.id = rule->id,
                                 .title = rule->title,
                                 .severity = rule->severity == SEVERITY_ERROR ? "error" : "warning",
                                 .why = rule->why,
                                 .cure = rule->cure,
                                 .bad = rule->bad,
                                 .good = rule->good};
    for (size_t i = 0; i < findings->count; i++)
        out->count += strcmp(findings->items[i].rule, rule->id) == 0;
    struct link_part part = {.count = out->count < SHOWN_A_RULE ? out->count : SHOWN_A_RULE};
    if (alone) {
        part = link_part(visit, out->count, SHOWN_A_PAGE);
        view->pages = part.pages;
    }
    struct view_check_finding *items =
        ARENA_NEW(visit->arena, struct view_check_finding, part.count + 1);
    for (size_t i = 0, at = 0; i < findings->count && out->findings_count < part.count; i++)
        if (strcmp(findings->items[i].rule, rule->id) == 0 && at++ >= part.from)
            items[out->findings_count++] = show_finding(visit, &findings->items[i]);
    out->findings = items;
    if (!alone && out->count > part.count)
        out->all = arena_printf(visit->arena, "/check?rule=%s", rule->id);
    return out->count > 0;
}

static bool read_waivers(struct visit *visit, sqlite3 *db, struct view_check *view,
                         struct err *err) {
    struct arena *arena = visit->arena;
    struct query *q = query_new(
        db,
        "SELECT rule, item, COALESCE((SELECT title FROM role WHERE id = \"by\"), \"by\", ''), reason, "
        "until, count(*) OVER () FROM waiver ORDER BY row_no",
        err);
    if (!q) return false;
    struct view_check_waiver *waivers = NULL;
    while (query_next(q)) {
        if (!waivers)
            waivers = ARENA_NEW(arena, struct view_check_waiver, (size_t)query_integer(q, 5, 0));
        int32_t until = query_date(q, 4);
        waivers[view->waivers_count++] = (struct view_check_waiver){
            .rule = arena_string(arena, query_text(q, 0) ? query_text(q, 0) : ""),
            .item = arena_string(arena, query_text(q, 1) ? query_text(q, 1) : ""),
            .by = arena_string(arena, query_text(q, 2) ? query_text(q, 2) : ""),
            .reason = arena_string(arena, query_text(q, 3) ? query_text(q, 3) : ""),
            .until = until,
            .over = until != DATE_NONE && until < visit->state->brief.as_at};
    }
    view->waivers = waivers;
    return query_free(q, err);
}

static bool answer(struct visit *visit, struct err *err) {
    const char *only = visit_text(visit, "rule");
    if (only && !rules_find(only))
        return err_set(err, ERR_NOT_FOUND, "There is no rule '%s'", only);
    size_t count = rules_count();
    const struct findings *findings = visit->state->findings;
    struct view_check view = {
        .errors = findings->errors, .warnings = findings->warnings, .only = only};
    struct view_check_rule *shown = ARENA_NEW(visit->arena, struct view_check_rule, count);
    view.rules = shown;
    for (size_t pass = 0; pass < 2; pass++) /* errors first */
        for (size_t i = 0; i < count; i++)
            if ((rules_at(i)->severity == SEVERITY_WARNING) == (pass == 1) &&
                (!only || strcmp(rules_at(i)->id, only) == 0) &&
                add_findings(visit, rules_at(i), only != NULL, &view, &shown[view.rules_count]))
                view.rules_count++;
    view.waived = findings->waived;
    bool ok = read_waivers(visit, site_take(visit->site), &view, err);
    site_give(visit->site);
    if (!ok) return false;
    visit->section = "Check";
    return VISIT_SHOW(visit, check, &view);
}

static const struct input inputs[] = {
    {.name = "rule", .kind = INPUT_ID, .about = "Findings of one rule only"},
    {.name = "page",
     .kind = INPUT_COUNT,
     .min = 1,
     .max = 1e9,
     .about = "With a rule: a hundred findings a page"}};

const struct route route_check = {
    .path = "/check",
    .title = "Check",
    .about = "What is wrong with the package, by rule, each finding with its row and its cure",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = sizeof inputs / sizeof inputs[0],
    .schema = &view_schema_check,
    .answer = answer,
};
