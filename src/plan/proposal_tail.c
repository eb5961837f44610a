/* Lead and deadline of an action that are written behind its words; see proposal_parts.h.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal_parts.h"
#include "tail.h"

/* Lead and deadline that stand behind the action's words, where the document has no other place for
 * them. */
void group_set_tail(struct proposal_reader *r, struct proposal_item *item,
                    struct proposal_field *title) {
    const struct group *g = &r->group;
    const char *place = title->place;
    struct tail tail;
    tail_read(str_of(item->title), &r->out->context, r->arena, &tail);
    bool lead = tail.lead.n && !item->lead_count, due = tail.due.n && !g->deadline_count;
    if ((!lead && !due) || (!tail.says && (g->has_lead || g->has_deadline))) return;
    const char *doubt = tail.says ? "" : "it is read from the end of the action's words";
    if (lead == (tail.lead.n > 0) && due == (tail.due.n > 0)) {
        item->title = arena_copy(r->arena, tail.title.p, tail.title.n);
        title->value = item->title;
    }
    if (due) {
        const char *text = arena_copy(r->arena, tail.due.p, tail.due.n);
        deadline_read(str_of(text), &r->out->context, r->arena, &item->deadline);
        item->has_deadline = true;
        struct proposal_field *field = proposal_set(r, item, "due_text", item->deadline.text, text,
                                                    place, item->deadline.doubt);
        proposal_doubt(r, field, doubt);
    }
    if (!lead) return;
    struct leads found;
    const struct document_line line = {.label = "",
                                       .text = arena_copy(r->arena, tail.lead.p, tail.lead.n)};
    lead_read(&line, 1, r->arena, &found);
    item->leads = found.items;
    item->lead_count = found.count;
    for (size_t i = 0; i < found.count; i++) {
        struct proposal_field *field = proposal_set(r, item, "lead", found.items[i].title,
                                                    line.text, place, found.items[i].doubt);
        proposal_doubt(r, field, doubt);
    }
}
