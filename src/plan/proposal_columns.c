/* Columns of a plan's table that are months, and those that are not taken over; see
 * proposal_table.h.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal_table.h"

#include <string.h>

/* A figure is no mark; a 1 may be one. */
static bool is_figure(const char *text) {
    size_t digits = strcspn(text, "0123456789");
    if (!text[digits] || layout_is_words(&(struct document_cell){.text = text})) return false;
    return strcmp(text, "1") != 0;
}

bool row_in_periods(const struct layout_record *record) {
    if (row_slot(record, HEADING_ACTION) != SIZE_MAX ||
        row_slot(record, HEADING_MILESTONE) != SIZE_MAX)
        return false;
    for (size_t i = 0; i < record->slot_count; i++)
        if (record->slots[i].heading == HEADING_PERIOD && layout_is_words(record->cells[i].cell))
            return true;
    return false;
}

/* Words under a month, where the actions stand in a column of their own: what is reached by then.
 */
static void take_milestones(struct table *t, const struct layout_record *record, size_t slot) {
    struct proposal_reader *r = t->r;
    size_t count;
    const struct document_line *lines =
        document_cell_lines(record->cells[slot].cell, r->arena, &count);
    struct deadline d = *record->slots[slot].deadline;
    deadline_doubt(&d, r->arena, "it is read from the heading of its column");
    group_period_milestones(r, lines, count, &d, row_place(t, record, slot));
}

/* Months in which the work is marked, where no deadline is written: from the first to the last. */
void row_periods(struct table *t, const struct layout_record *record) {
    struct proposal_reader *r = t->r;
    size_t first = SIZE_MAX, last = SIZE_MAX;
    bool any_shaded = false;
    for (size_t i = 0; i < record->slot_count; i++) {
        if (record->slots[i].heading != HEADING_PERIOD) continue;
        if (is_figure(row_text(record, i))) continue;
        if (layout_is_words(record->cells[i].cell) && !record->cells[i].carried)
            take_milestones(t, record, i);
        r->group.has_deadline = true;
        bool shaded = !*row_text(record, i) && record->cells[i].cell->shade != SHADE_NONE;
        if (!*row_text(record, i) && !shaded) continue;
        any_shaded |= shaded;
        /* The latest month may stand first. */
        const struct deadline *month = record->slots[i].deadline;
        if (first == SIZE_MAX || month->from < record->slots[first].deadline->from) first = i;
        if (last == SIZE_MAX || month->to > record->slots[last].deadline->to) last = i;
    }
    if (first == SIZE_MAX || r->group.deadline_count) return;
    const struct layout_slot *from = &record->slots[first], *to = &record->slots[last];
    struct deadline d = *from->deadline;
    if (first != last) {
        d.kind = DEADLINE_RANGE;
        d.to = to->deadline->to;
        d.text = arena_printf(r->arena, "%s to %s", from->header, to->header);
    }
    deadline_doubt(&d, r->arena,
                   any_shaded ? "it is read from the shading under the months"
                              : "it is read from the marks under the months");
    group_read_deadline(r, &d, row_place(t, record, first));
}

/* A column of statuses in which nothing is written: its colours are not read. */
static void say_colours(struct table *t) {
    const struct layout *layout = t->layout;
    for (size_t i = 0; i < layout->slot_count; i++) {
        if (layout->slots[i].heading != HEADING_STATUS) continue;
        bool any = false, words = false, shades = false;
        for (size_t k = 0; k < layout->count; k++) {
            const struct layout_record *record = &layout->records[k];
            if (record->is_section || i >= record->slot_count) continue;
            any = true;
            words |= *row_text(record, i) != '\0';
            shades |= record->cells[i].cell->shade != SHADE_NONE;
        }
        if (any && !words && !shades)
            proposal_note(t->r, t->grid->place,
                          "nothing stands under '%.*s', and no colour that is read: colours by a "
                          "rule (conditional formats) are not",
                          (int)str_cut(str_of(layout->slots[i].header), 60).n,
                          layout->slots[i].header);
    }
}

/* Whether a column has words, and a heading that is not known. */
static bool is_unknown(const struct table *t, size_t slot) {
    const struct layout *layout = t->layout;
    if (layout->transposed || layout->continued || !*layout->slots[slot].header ||
        layout->slots[slot].heading != HEADING_NONE)
        return false;
    for (size_t i = 0; i < layout->count; i++) {
        const struct layout_record *record = &layout->records[i];
        if (!record->is_section && slot < record->slot_count &&
            layout_has_letters(row_text(record, slot)))
            return true;
    }
    return false;
}

/* Where no column says who leads or by when, one of those that are not known may. */
static void say_unknown(struct table *t) {
    struct buf unknown = buf_new(t->r->arena);
    const struct layout *layout = t->layout;
    size_t of[HEADINGS] = {0};
    for (size_t i = 0; i < layout->slot_count; i++) {
        of[layout->slots[i].heading]++;
        if (!is_unknown(t, i)) continue;
        struct str header = str_cut(str_of(layout->slots[i].header), 60);
        buf_printf(&unknown, "%s'%.*s'", unknown.length ? ", " : "", (int)header.n, header.p);
    }
    bool lead = of[HEADING_LEAD] + of[HEADING_ACCOUNTABLE] + of[HEADING_ORGANISATION];
    bool due = of[HEADING_DEADLINE] + of[HEADING_NEW_DEADLINE] + of[HEADING_FIRST_DEADLINE] +
               of[HEADING_PERIOD] + of[HEADING_MILESTONE_DEADLINE];
    if (!unknown.length) return;
    const char *missing = lead && due ? "" : lead ? "deadline" : due ? "lead" : "lead or deadline";
    proposal_note_unread(
        t->r, t->grid->place,
        "columns whose headings are not known, and that are not taken over: %s%s%s%s", unknown.text,
        *missing ? "; no other is the " : "", missing, *missing ? ", and one of them may be" : "");
}

void proposal_say_columns(struct table *t) {
    struct buf left = buf_new(t->r->arena);
    const struct layout *layout = t->layout;
    size_t periods = 0;
    for (size_t i = 0; i < layout->slot_count; i++) {
        enum heading heading = layout->slots[i].heading;
        if (heading == HEADING_PERIOD) periods++;
        bool taken = heading != HEADING_NONE && heading != HEADING_IGNORED &&
                     heading != HEADING_RISK && heading != HEADING_START && heading != HEADING_BODY;
        if (taken || !*layout->slots[i].header || is_unknown(t, i)) continue;
        struct str header = str_cut(str_of(layout->slots[i].header), 60);
        buf_printf(&left, "%s'%.*s'", left.length ? ", " : "", (int)header.n, header.p);
    }
    if (left.length)
        proposal_note(t->r, t->grid->place, "columns that are not taken over: %s", left.text);
    if (periods)
        proposal_note(t->r, t->grid->place,
                      "%zu columns are months: what is written under them, or shaded, is read as "
                      "the time of the work",
                      periods);
    if (layout->guessed)
        proposal_note(t->r, t->grid->place,
                      "its headings are not known: what its columns are is read from their cells");
    if (layout->continued)
        proposal_note(t->r, t->grid->place,
                      "it has no headings and is read as going on with the table before it");
    say_unknown(t);
    if (!layout->transposed) say_colours(t);
}
