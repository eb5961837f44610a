/* Milestones of one row of a plan, with the dates that stand in their words.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal_parts.h"

#include <string.h>

/* 'Specification agreed - July 2018', 'July 2018: specification agreed': the text and the date. */
static void part_date(struct proposal_reader *r, struct str text, struct str *title,
                      struct deadline *deadline) {
    static const char *const cuts[] = {" \xe2\x80\x93 ", " - ", ": ", " (", ", ", " by ", "\t"};
    *title = text;
    struct deadline kept = {.kind = DEADLINE_NONE};
    struct str kept_title = text;
    for (size_t c = 0; c < sizeof cuts / sizeof cuts[0]; c++) {
        size_t n = strlen(cuts[c]);
        for (size_t i = text.n; i-- > 0;) {
            if (text.n - i < n || memcmp(text.p + i, cuts[c], n) != 0) continue;
            struct str before = str_trim((struct str){text.p, i});
            struct str after = str_trim((struct str){text.p + i + n, text.n - i - n});
            if (after.n && after.p[after.n - 1] == ')') after.n--;
            for (int side = 0; side < 2; side++) {
                struct deadline d;
                deadline_read(side ? before : after, &r->out->context, r->arena, &d);
                if (d.to == DATE_NONE) continue;
                if (!deadline_certain(&d)) {
                    /* 'Q3 2018' has two readings; other words may be no date at all. */
                    if (kept.kind != DEADLINE_NONE || !d.reading_count) continue;
                    kept = d;
                    kept_title = side ? after : before;
                    continue;
                }
                *title = side ? after : before;
                *deadline = d;
                return;
            }
        }
    }
    if (kept.kind == DEADLINE_NONE) return;
    *title = kept_title;
    *deadline = kept;
}

/* Whether each line has a date of its own. */
static bool each_has_date(struct proposal_reader *r, const struct gathered *lines) {
    for (size_t i = 0; i < lines->count; i++) {
        struct str title;
        struct deadline own = {.kind = DEADLINE_NONE};
        part_date(r, str_of(lines->lines[i].text), &title, &own);
        if (own.kind == DEADLINE_NONE) return false;
    }
    return lines->count > 1;
}

/* What a table of milestones says of each: its number, its leads, where it stands. */
static void set_own(struct proposal_reader *r, struct proposal_item *item,
                    const struct split *split, size_t n) {
    struct group *g = &r->group;
    if (g->ref && split->count == 1) {
        item->ref = g->ref;
        proposal_set(r, item, "ref", g->ref, g->ref, g->ref_place, "");
    }
    group_set_leads(r, item, split, n);
    bool several = split->count > 1 || r->recommendation;
    for (size_t i = 0; several && i < item->field_count; i++)
        if (strcmp(item->fields[i].column, "lead") == 0)
            proposal_doubt(r, &item->fields[i],
                           "it leads the row, which is more than this milestone");
    for (size_t i = 0; item->lead_count > 1 && i < item->field_count; i++)
        if (strcmp(item->fields[i].column, "lead") == 0)
            proposal_doubt(
                r, &item->fields[i],
                "a milestone has one lead in a package: who is accountable, or the first");
    group_set_said(r, item, split, n);
    /* Where a milestone stands is reported of it: it has no column of its own. */
    const struct proposal_field *stage = proposal_field(item, "stage");
    if (!stage || !*stage->value || *item->progress || item->done_on != DATE_NONE) return;
    item->progress = *stage->found ? stage->found : stage->value;
    proposal_set(r, item, "progress", item->progress, stage->found, stage->place, "");
}

/* '2019' or '2019/20' somewhere in the words. */
static bool names_year(const char *text) {
    for (const char *c = text; *c; c++)
        if (strncmp(c, "20", 2) == 0 && strspn(c, "0123456789") == 4 &&
            (c == text || c[-1] < '0' || c[-1] > '9'))
            return true;
    return false;
}

void group_make_milestones(struct proposal_reader *r) {
    struct group *g = &r->group;
    struct split split;
    bool own_row = g->actions.count == 0;
    if (g->milestone_deadline_count) {
        g->deadlines = g->milestone_deadlines;
        g->deadline_count = g->milestone_deadline_count;
        g->first_count = 0;
        g->has_deadline = true;
    }
    bool dated = own_row || g->milestone_deadline_count;
    size_t wanted = dated ? g->deadline_count : 0;
    bool each = each_has_date(r, &g->milestones);
    if (each) wanted = g->milestones.count;
    split_lines(g->milestones.lines, g->milestones.count, wanted, r->arena, &split);
    for (size_t n = 0; each && n < split.count; n++) split.items[n].doubt = "";
    for (size_t n = 0; n < split.count; n++) {
        const struct split_item *from = &split.items[n];
        const char *place =
            from->line < g->milestones.count ? g->milestones.places[from->line] : "";
        struct proposal_item *theme =
            r->recommendation ? r->recommendation->theme : proposal_theme(r);
        struct proposal_item *item = proposal_add(r, PROPOSAL_MILESTONE);
        item->recommendation = r->recommendation;
        item->theme = theme;
        struct str title;
        struct deadline own = {.kind = DEADLINE_NONE};
        part_date(r, str_of(from->text), &title, &own);
        item->title = arena_copy(r->arena, title.p, title.n);
        proposal_set(r, item, "title", item->title, from->found, place, from->doubt);
        if (own_row) set_own(r, item, &split, n);
        if (own.kind != DEADLINE_NONE) {
            item->deadline = own;
            item->has_deadline = true;
            proposal_set(r, item, "due_text", own.text, own.text, place, own.doubt);
        } else if (dated) {
            group_set_deadline(r, item, &split, n);
        }
        if (!item->has_deadline && names_year(item->title))
            proposal_doubt(r, proposal_field(item, "title"), "a date may stand in its words");
    }
}
