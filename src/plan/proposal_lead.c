/* Who leads the items of a row; see proposal_parts.h.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal_parts.h"

#include <string.h>

/* Names in a row that lost their marks: as many words for each of the items. */
static size_t part_names_evenly(struct proposal_reader *r, const struct document_line *line,
                                size_t items, struct document_line *out, size_t max) {
    struct str rest = str_of(line->text), word;
    size_t words = 0;
    bool capitals = true;
    while (str_split(&rest, ' ', &word))
        if (word.n) {
            words++;
            capitals &= word.p[0] >= 'A' && word.p[0] <= 'Z';
        }
    if (!capitals || items < 2 || items > max || words % items || words / items < 2 ||
        words / items > 3)
        return 0;
    rest = str_of(line->text);
    for (size_t i = 0; i < items; i++) {
        struct buf name = buf_new(r->arena);
        for (size_t k = 0; k < words / items;) {
            if (!str_split(&rest, ' ', &word)) break;
            if (!word.n) continue;
            if (k++) buf_putc(&name, ' ');
            buf_add(&name, word.p, word.n);
        }
        out[i] = (struct document_line){.label = arena_printf(r->arena, "%zu.", i + 1),
                                        .text = name.text};
    }
    return items;
}

void group_leads(struct proposal_reader *r, const struct document_line *lines, size_t count,
                 const char *place, enum heading heading) {
    struct group *g = &r->group;
    g->has_lead = true;
    if (!g->lead_place) g->lead_place = place;
    lines = split_inline(lines, count, r->arena, &count);
    struct document_line parted[256];
    size_t n = 0;
    bool run = false;
    for (size_t i = 0; i < count && n < 200; i++) {
        if (lines[i].ran_together) {
            size_t items = g->deadline_count ? g->deadline_count : g->actions.count;
            size_t made = part_names_evenly(r, &lines[i], items, parted + n, 256 - n);
            run = true;
            n += made;
            if (made) continue;
        }
        parted[n++] = lines[i];
    }
    struct leads found;
    lead_read(parted, n, r->arena, &found);
    if (*found.doubt) g->lead_doubt = found.doubt;
    for (size_t i = 0; i < found.count; i++) {
        if (g->lead_count == GROUP_SAID) {
            g->leads[GROUP_SAID - 1].lead.doubt = "further leads of the row are left out";
            break;
        }
        GROUP_GROW(r->arena, g->leads, g->lead_count, g->lead_capacity, struct gathered_lead);
        struct lead lead = found.items[i];
        if (heading == HEADING_ACCOUNTABLE && found.count == 1) lead.accountable = true;
        if (run && lead.label.kind != LABEL_NONE)
            lead.doubt = *lead.doubt ? arena_printf(r->arena, "%s; the marks of its list were lost",
                                                    lead.doubt)
                                     : "the marks of its list were lost";
        /* An organisation beside a post says whose post it is. */
        bool joined = false;
        for (size_t k = 0; heading == HEADING_ORGANISATION && found.count == 1 && k < g->lead_count;
             k++) {
            struct lead *other = &g->leads[k].lead;
            if (*other->organisation) continue;
            other->organisation = lead.title;
            other->title = arena_printf(r->arena, "%s, %s", other->title, lead.title);
            joined = true;
        }
        if (!joined) g->leads[g->lead_count++] = (struct gathered_lead){lead, lead.found, place};
    }
}

/* Whether as many lines name leads as there are actions, and as many name deadlines, none of them
 * by a label: what stands side by side belongs together. */
static bool leads_are_each(const struct group *g, const struct split *split) {
    size_t actions = split->count;
    if (!strstr(split->items[0].doubt, "paragraphs") || actions < 2 || g->lead_count != actions ||
        g->deadline_count != actions)
        return false;
    for (size_t i = 0; i < actions; i++) {
        if (g->leads[i].lead.label.kind != LABEL_NONE) return false;
        if (g->deadlines[i].part.scope != DEADLINE_FOR_ALL) return false;
        for (size_t k = 0; k < i; k++)
            if (strcmp(g->leads[i].found, g->leads[k].found) == 0) return false;
    }
    return true;
}

void group_set_leads(struct proposal_reader *r, struct proposal_item *item,
                     const struct split *split, size_t n) {
    struct group *g = &r->group;
    if (!g->has_lead) return;
    const struct label label = group_item_label(&split->items[n], n);
    bool each = leads_are_each(g, split);
    item->leads = ARENA_NEW(r->arena, struct lead, g->lead_count + 1);
    for (size_t i = 0; i < g->lead_count; i++) {
        const struct gathered_lead *lead = &g->leads[i];
        const char *doubt = lead->lead.doubt;
        if (each && i != n) continue;
        if (each)
            doubt = "the row has as many leads as actions: it is taken for the one in its place";
        if (lead->lead.label.kind != LABEL_NONE) {
            bool known = false;
            for (size_t k = 0; k < split->count && !known; k++) {
                const struct label other = group_item_label(&split->items[k], k);
                known = label_same(&lead->lead.label, &other, true);
            }
            if (known && !label_same(&lead->lead.label, &label, true)) continue;
            if (!known && split->count > 1)
                doubt = arena_printf(r->arena, "%s%sits label is no action's", doubt,
                                     *doubt ? "; " : "");
        }
        if (split->count == 1 && g->lead_count > 1 && strstr(split->items[0].doubt, "paragraphs"))
            doubt = arena_printf(r->arena, "%s%sit may be the lead of one of several actions",
                                 doubt, *doubt ? "; " : "");
        item->leads[item->lead_count] = lead->lead;
        item->leads[item->lead_count++].doubt = doubt;
        proposal_set(r, item, "lead", lead->lead.title, lead->found, lead->place, doubt);
    }
    if (g->lead_count && item->lead_count == 0)
        proposal_set(r, item, "lead", "", "", g->leads[0].place,
                     "the leads name labels, and none of them is this action's");
    else if (g->lead_doubt && item->lead_count == 0)
        proposal_set(r, item, "lead", "", "", g->lead_place, g->lead_doubt);
}
