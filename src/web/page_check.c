/* What is wrong with the package, by rule, each with its row and its cure.
 *
 * SPDX-License-Identifier: MIT */
#include "route.h"
#include "store/registry.h"
#include "store/rules.h"
#include "views.h"

#include <string.h>

#define SHOWN_A_RULE 100

static bool add_findings(struct visit *visit, const struct rule *rule, bool all,
                         struct view_check_rule *out) {
    const struct findings *findings = visit->state->findings;
    struct view_check_finding *items =
        ARENA_NEW(visit->arena, struct view_check_finding, findings->count + 1);
    *out =
        (struct view_check_rule){.id = rule->id,
                                 .title = rule->title,
                                 .severity = rule->severity == SEVERITY_ERROR ? "error" : "warning",
                                 .why = rule->why,
                                 .cure = rule->cure,
                                 .findings = items};
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = &findings->items[i];
        if (strcmp(f->rule, rule->id) != 0) continue;
        out->count++;
        if (!all && out->findings_count == SHOWN_A_RULE) continue;
        size_t n = strcspn(f->file, ".");
        const char *name = arena_copy(visit->arena, f->file, n);
        items[out->findings_count++] =
            (struct view_check_finding){.file = f->file,
                                        .row = f->row,
                                        .column = f->column ? f->column : "",
                                        .message = f->message,
                                        .table = registry_table(name) && f->row ? name : NULL};
    }
    return out->count > 0;
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
                add_findings(visit, rules_at(i), only != NULL, &shown[view.rules_count]))
                view.rules_count++;
    visit->section = "Check";
    return VISIT_SHOW(visit, check, &view);
}

static const struct input inputs[] = {
    {.name = "rule", .kind = INPUT_ID, .about = "Findings of one rule only"}};

const struct route route_check = {
    .path = "/check",
    .title = "Check",
    .about = "What is wrong with the package, by rule, each finding with its row and its cure",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = 1,
    .schema = &view_schema_check,
    .answer = answer,
};
