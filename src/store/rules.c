/* The rules of `weft check`; see rules.h.
 *
 * SPDX-License-Identifier: MIT */
#include "rules_list.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

size_t rules_count(void) {
    return rules_cells_count + rules_plan_count;
}

const struct rule *rules_at(size_t i) {
    return i < rules_cells_count ? &rules_cells[i] : &rules_plan[i - rules_cells_count];
}

const struct rule *rules_find(const char *id) {
    for (size_t i = 0; i < rules_count(); i++)
        if (strcmp(rules_at(i)->id, id) == 0) return rules_at(i);
    return NULL;
}

/* Takes out control characters, which would act on the terminal that shows them; C1 controls are
 * 0xc2 0x80 to 0xc2 0x9f in UTF-8. */
static void plain(char *text) {
    for (unsigned char *p = (unsigned char *)text; *p; p++) {
        if (*p < 0x20 || *p == 0x7f) *p = ' ';
        if (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0) p[0] = p[1] = ' ';
    }
}

void rules_add(struct findings *findings, const char *rule, const char *table, size_t row,
               const char *column, const char *format, ...) {
    char file[128], message[2048];
    snprintf(file, sizeof file, "%s.csv", table);
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    plain(message);
    const struct rule *r = rules_find(rule);
    if (row > INT64_MAX) row = 0; /* another program gave the row a number below zero */
    findings_add(findings, r ? r->severity : SEVERITY_ERROR, rule, file, row, column, "%s",
                 message);
}

const char *rules_quote(struct arena *arena, struct str text) {
    enum { SHOWN = 60 };
    size_t n = text.n < SHOWN ? text.n : SHOWN;
    while (n < text.n && n && ((unsigned char)text.p[n] & 0xc0) == 0x80) n--; /* whole characters */
    char *out =
        arena_printf(arena, "'%.*s%s'", (int)n, text.n ? text.p : "", n < text.n ? "..." : "");
    plain(out);
    return out;
}

static const char *severity_text(const struct rule *rule) {
    return rule->severity == SEVERITY_ERROR ? "error" : "warning";
}

void rules_explain(const struct rule *rule, struct buf *out) {
    buf_printf(out, "%s %s: %s\n  Why: %s\n  Bad: %s\n  Good: %s\n  What to do: %s\n", rule->id,
               severity_text(rule), rule->title, rule->why, rule->bad, rule->good, rule->cure);
}

void rules_page(struct buf *out) {
    static const struct {
        char letter;
        const char *title;
    } parts[] = {
        {'T', "Cells and files"},
        {'K', "Keys"},
        {'R', "References and routes"},
        {'A', "Ages"},
        {'D', "Dates and deadlines"},
        {'S', "Settings"},
        {'N', "Numbers and sources"},
        {'L', "The model"},
        {'W', "Who"},
        {'V', "Imported fields"},
        {'P', "Plan and schemes"},
        {'O', "Observations and targets"},
        {'M', "Money"},
        {'H', "Risks"},
    };
    buf_puts(out,
             "# The rules of `weft check`\n\nMade by `weft check --explain all`; do not edit it "
             "by hand.\n");
    for (size_t part = 0; part < sizeof parts / sizeof parts[0]; part++) {
        buf_printf(out, "\n## %s\n", parts[part].title);
        for (size_t i = 0; i < rules_count(); i++) {
            const struct rule *rule = rules_at(i);
            if (rule->id[0] != parts[part].letter) continue;
            buf_printf(out, "\n### %s: %s\n\n%s. %s\n\n- Bad: %s\n- Good: %s\n- What to do: %s\n",
                       rule->id, rule->title,
                       rule->severity == SEVERITY_ERROR ? "Error" : "Warning", rule->why, rule->bad,
                       rule->good, rule->cure);
        }
    }
}
