/* What a row says of its items beside words, lead and deadline: where they stand, progress,
 * outcome.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal_parts.h"
#include "stage.h"

#include <string.h>

/* The line of the status that names the label of an item; NULL: none does. */
static const char *own_status(struct proposal_reader *r, const struct split *split, size_t n) {
    const struct label wanted = group_item_label(&split->items[n], n);
    struct str rest = str_of(r->group.status), line;
    while (str_split(&rest, '\n', &line)) {
        struct label label;
        size_t length;
        if (!label_read(str_trim(line), &label, &length) || !label_same(&label, &wanted, true))
            continue;
        line = str_trim(line);
        return arena_copy(r->arena, line.p + length, line.n - length);
    }
    return NULL;
}

static void set_stage(struct proposal_reader *r, struct proposal_item *item,
                      const struct split *split, size_t n) {
    const struct group *g = &r->group;
    const char *several = split->count > 1 ? "it is said of all actions of the row together" : "";
    if (g->status && *g->status) {
        const char *own = split->count > 1 ? own_status(r, split, n) : NULL;
        const char *text = own ? own : g->status;
        struct stage_reading stage = stage_read(str_of(text), r->arena);
        item->stage = stage.stage;
        struct proposal_field *field =
            proposal_set(r, item, "stage", stage.stage, text, g->status_place, stage.doubt);
        if (!own) proposal_doubt(r, field, several);
        if (g->status_doubt) proposal_doubt(r, field, g->status_doubt);
        if (g->statuses) proposal_doubt(r, field, "its rows have statuses that differ");
    } else if (g->stage && *g->stage) {
        item->stage = g->stage;
        bool open = strcmp(g->stage, "in progress") == 0;
        proposal_set(r, item, "stage", g->stage, "", g->status_place ? g->status_place : "",
                     open ? "its heading says that it is open: in progress, or not started" : "");
    } else if (g->done_on != DATE_NONE && split->count == 1) {
        item->stage = "claimed complete";
        proposal_set(r, item, "stage", item->stage, g->done, g->done_place, "");
    } else if (g->shade) {
        const char *words = arena_printf(r->arena, "[shaded %s]", shade_text(g->shade));
        proposal_set(r, item, "stage", "", words, g->shade_place,
                     "its cell has a colour and no words, and a colour says nothing of the stage "
                     "without its key");
    }
    if (g->done_on == DATE_NONE && (!g->done || !*g->done)) return;
    char text[DATE_BYTES];
    item->done_on = g->done_on;
    struct proposal_field *field = proposal_set(
        r, item, "done_on",
        g->done_on == DATE_NONE ? "" : arena_string(r->arena, date_text(g->done_on, text)), g->done,
        g->done_place, g->done_on == DATE_NONE ? "no day is read in it" : "");
    proposal_doubt(r, field, several);
}

/* Status, progress and outcome are said of the whole row, but for statuses that name labels. */
void group_set_said(struct proposal_reader *r, struct proposal_item *item,
                    const struct split *split, size_t n) {
    const struct group *g = &r->group;
    set_stage(r, item, split, n);
    if (g->progress && *g->progress && split->count == 1) {
        item->progress = g->progress;
        proposal_set(r, item, "progress", g->progress, g->progress, g->progress_place, "");
    }
    if (g->outcome && *g->outcome) {
        item->outcome = g->outcome;
        proposal_set(r, item, "outcome", g->outcome, g->outcome, g->outcome_place, "");
    }
}
