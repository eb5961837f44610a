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
                if (d.to == DATE_NONE || !deadline_certain(&d)) continue;
                *title = side ? after : before;
                *deadline = d;
                return;
            }
        }
    }
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

void group_make_milestones(struct proposal_reader *r) {
    struct group *g = &r->group;
    struct split split;
    size_t wanted = g->actions.count ? 0 : g->deadline_count;
    if (!g->actions.count && g->lead_count)
        proposal_note(r, g->leads[0].place,
                      "a milestone has no lead of its own in a package: '%.*s' is not taken over",
                      (int)str_cut(str_of(g->leads[0].found), 100).n, g->leads[0].found);
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
        if (own.kind != DEADLINE_NONE) {
            item->deadline = own;
            item->has_deadline = true;
            proposal_set(r, item, "due_text", own.text, own.text, place, own.doubt);
        } else if (g->actions.count == 0) {
            group_set_deadline(r, item, &split, n);
        }
    }
}
