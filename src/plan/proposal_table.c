/* Tables of a plan, record by record; see proposal_parts.h.
 *
 * SPDX-License-Identifier: MIT */
#include "form.h"
#include "proposal_table.h"
#include "stage.h"

#include "base/limits.h"

#include <string.h>
#include <strings.h>

size_t row_slot(const struct layout_record *record, enum heading heading) {
    for (size_t i = 0; i < record->slot_count; i++)
        if (record->slots[i].heading == heading) return i;
    return SIZE_MAX;
}

const char *row_text(const struct layout_record *record, size_t slot) {
    if (slot == SIZE_MAX) return "";
    return record->cells[slot].cell->text;
}

const char *row_place(const struct table *t, const struct layout_record *record, size_t slot) {
    const struct document_cell *cell = record->cells[slot].cell;
    bool begins = *cell->text != '\0';
    return document_cell_place(t->grid, begins ? cell->row : record->cells[slot].row,
                               begins ? cell->column : record->cells[slot].column, t->r->arena);
}

bool row_same_words(const char *a, const char *b, struct arena *arena) {
    return strcmp(heading_words(str_of(a), arena), heading_words(str_of(b), arena)) == 0;
}

/* Whether the row says for itself who leads or when it is due: its words name no labels, which
 * would be those of several rows. */
static bool says_for_itself(const struct table *t, const struct layout_record *record) {
    for (size_t i = 0; i < record->slot_count; i++) {
        enum heading heading = record->slots[i].heading;
        bool due = heading == HEADING_DEADLINE || heading == HEADING_NEW_DEADLINE ||
                   heading == HEADING_FIRST_DEADLINE;
        bool lead = heading == HEADING_LEAD || heading == HEADING_ACCOUNTABLE;
        if ((!due && !lead) || record->cells[i].carried || !*row_text(record, i)) continue;
        size_t count;
        struct label label;
        const struct document_line *lines =
            document_cell_lines(record->cells[i].cell, t->r->arena, &count);
        if (!count || !label_word(str_of(lines[0].label), &label)) return true;
    }
    return false;
}

/* Whether a record goes on with the actions of the one before: no number and no recommendation of
 * its own, and labels that follow on. */
static bool continues(const struct table *t, const struct layout_record *record, size_t action) {
    const struct group *g = &t->r->group;
    if (!g->open || !g->actions.count || action == SIZE_MAX) return false;
    if (*row_text(record, t->action_ref) || *row_text(record, t->rec_ref)) return false;
    size_t rec = row_slot(record, HEADING_RECOMMENDATION);
    if (*row_text(record, rec) && !record->cells[rec].carried) return false;
    if (says_for_itself(t, record)) return false;
    size_t count;
    const struct document_line *lines =
        document_cell_lines(record->cells[action].cell, t->r->arena, &count);
    struct label first = {0}, last = {0};
    if (!count || !label_word(str_of(lines[0].label), &first)) return false;
    for (size_t i = 0; i < g->actions.count; i++) {
        struct label label;
        if (label_word(str_of(g->actions.lines[i].label), &label) && label.kind == first.kind)
            last = label;
    }
    return last.number > 0 && first.number == last.number + 1;
}

/* Whether two statuses of a row are different stages; a colour beside one is none. */
static bool differ(const char *one, const char *other, struct arena *arena) {
    if (!one || !*one) return false;
    const char *a = stage_read(str_of(one), arena).stage;
    const char *b = stage_read(str_of(other), arena).stage;
    return *a && *b && strcmp(a, b) != 0;
}

/* A bare number under '% complete'. */
static const char *percent(const char *header, const char *text, struct arena *arena) {
    size_t n = strspn(text, "0123456789");
    bool asks = strchr(header, '%') || strstr(header, "ercent");
    return asks && n && n < 4 && !text[n] ? arena_printf(arena, "%s%%", text) : text;
}

/* The day on which it was done, where the cell is one: 'Completed' stands above days too. */
static bool take_done(struct table *t, const struct document_cell *cell, const char *place) {
    struct group *g = &t->r->group;
    struct deadline d;
    deadline_read(str_of(cell->text), &t->r->out->context, t->r->arena, &d);
    bool day = d.kind == DEADLINE_DAY || d.kind == DEADLINE_MONTH || d.kind == DEADLINE_WEEK;
    if (cell->kind != CELL_DATE && (!day || !deadline_certain(&d))) return false;
    g->done = cell->text;
    g->done_place = place;
    g->done_on = cell->kind == CELL_DATE ? cell->date : d.to;
    return true;
}

static void take_words(struct table *t, const struct layout_record *record, size_t slot) {
    struct group *g = &t->r->group;
    struct arena *arena = t->r->arena;
    const struct document_cell *cell = record->cells[slot].cell;
    const char *place = row_place(t, record, slot);
    if (!*cell->text) {
        if (!cell->shade || record->slots[slot].heading != HEADING_STATUS) return;
        g->shade = cell->shade;
        g->shade_place = place;
        return;
    }
    size_t count, leads;
    const struct document_line *lines;
    const char *text, *doubt = record->slots[slot].doubt;
    switch (slot == t->statuses ? HEADING_STATUS : record->slots[slot].heading) {
    case HEADING_LEAD:
    case HEADING_ACCOUNTABLE:
    case HEADING_ORGANISATION:
        lines = document_cell_lines(cell, arena, &count);
        leads = g->lead_count;
        group_leads(t->r, lines, count, place, record->slots[slot].heading);
        for (; doubt && leads < g->lead_count; leads++)
            if (!*g->leads[leads].lead.doubt) g->leads[leads].lead.doubt = doubt;
        break;
    case HEADING_STATUS:
        if (take_done(t, cell, place)) break;
        text = percent(record->slots[slot].header, cell->text, arena);
        g->statuses |= differ(g->status, text, arena);
        g->status_place = g->status && *g->status
                              ? split_join(&g->statuses_grown, arena, g->status_place, ", ", place)
                              : place;
        g->status = split_join(&g->status_grown, arena, g->status, "\n", text);
        if (doubt) g->status_doubt = doubt;
        break;
    case HEADING_PROGRESS:
    case HEADING_EVIDENCE:
        g->progress_place = split_join(&g->place_grown, arena, g->progress_place, ", ", place);
        g->progress = split_join(&g->progress_grown, arena, g->progress, "\n", cell->text);
        break;
    case HEADING_OUTCOME:
        g->outcome = split_join(&g->outcome_grown, arena, g->outcome, "\n", cell->text);
        g->outcome_place = place;
        break;
    case HEADING_DONE_ON:
        if (take_done(t, cell, place)) break;
        g->done = cell->text;
        g->done_place = place;
        break;
    case HEADING_MILESTONE_DEADLINE:
        if (!record->cells[slot].carried) group_milestone_deadline(t->r, cell, place);
        break;
    case HEADING_MILESTONE:
        if (record->cells[slot].carried) break;
        lines = document_cell_lines(cell, arena, &count);
        gather(t->r, &g->milestones, lines, count, place);
        g->no_action |= !g->milestones.count; /* they stand in a table of their own */
        break;
    default:
        break;
    }
}

/* A row that has something to say of the action above it, whose cell reaches down to it or is left
 * empty here. */
static bool is_below(const struct table *t, const struct layout_record *record, size_t action) {
    const struct group *g = &t->r->group;
    if (!g->open || !g->actions.count || action == SIZE_MAX) return false;
    size_t milestone = row_slot(record, HEADING_MILESTONE), rec;
    if (milestone != SIZE_MAX && *row_text(record, milestone)) return false;
    if (record->cells[action].carried) return true;
    if (*row_text(record, action)) return false;
    const size_t refs[] = {t->action_ref, t->rec_ref};
    for (size_t i = 0; i < 2; i++)
        if (*row_text(record, refs[i]) && !record->cells[refs[i]].carried) return false;
    rec = row_slot(record, HEADING_RECOMMENDATION);
    return !*row_text(record, rec) || record->cells[rec].carried;
}

/* The numbers that lines begin with as their labels. */
static const struct document_line *with_numbers(const struct document_line *lines, size_t count,
                                                struct arena *arena) {
    struct document_line *out = ARENA_NEW(arena, struct document_line, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct label label;
        size_t length;
        out[i] = lines[i];
        if (*lines[i].label || !label_read(str_of(lines[i].text), &label, &length) ||
            label.kind != LABEL_DOTTED)
            continue;
        out[i].label = arena_copy(arena, label.text.p, label.text.n);
        out[i].text = lines[i].text + length;
    }
    return out;
}

static void take_theme(struct table *t, const struct layout_record *record) {
    struct proposal_reader *r = t->r;
    size_t theme = row_slot(record, HEADING_THEME);
    if (theme != SIZE_MAX && *row_text(record, theme) &&
        (!r->heading || !row_same_words(row_text(record, theme), r->heading, r->arena))) {
        r->heading = row_text(record, theme);
        r->heading_place = row_place(t, record, theme);
        r->theme = NULL;
        if (r->recommendation && row_slot(record, HEADING_RECOMMENDATION) == SIZE_MAX)
            r->recommendation = NULL;
        if (r->recommendation && r->actions == 0) r->recommendation->theme = proposal_theme(r);
    }
}

/* Actions that stand under the months by which they are due: each is one of its own, with what the
 * row says of all. */
static void take_periods_words(struct table *t, const struct layout_record *record) {
    struct proposal_reader *r = t->r;
    for (size_t p = 0; p < record->slot_count; p++) {
        const struct layout_slot *slot = &record->slots[p];
        if (slot->heading != HEADING_PERIOD || !layout_is_words(record->cells[p].cell) ||
            record->cells[p].carried)
            continue;
        size_t count;
        const struct document_line *lines =
            document_cell_lines(record->cells[p].cell, r->arena, &count);
        group_flush(r);
        r->group.open = true;
        gather(r, &r->group.actions, lines, count, row_place(t, record, p));
        struct deadline d = *slot->deadline;
        if (strncasecmp(slot->header, "by ", 3) != 0)
            deadline_doubt(&d, r->arena, "it is read from the heading of its column");
        group_read_deadline(r, &d, row_place(t, record, p));
        for (size_t i = 0; i < record->slot_count; i++) take_words(t, record, i);
    }
}

static void expect_cell(struct table *t, const struct layout_record *record, size_t slot) {
    const struct document_cell *cell = record->cells[slot].cell;
    bool holds_table = strncmp(cell->text, "[table ", 7) == 0;
    if (!record->cells[slot].carried && !holds_table)
        proposal_expect(t->r, record, row_place(t, record, slot), record->slots[slot].header,
                        cell->text, false);
}

/* What is written under headings that are understood is to be found again; of several deadlines the
 * one that holds. */
static void expect_record(struct table *t, const struct layout_record *record) {
    static const enum heading taken[] = {HEADING_ACTION,       HEADING_LEAD,    HEADING_ACCOUNTABLE,
                                         HEADING_ORGANISATION, HEADING_STATUS,  HEADING_PROGRESS,
                                         HEADING_EVIDENCE,     HEADING_OUTCOME, HEADING_DONE_ON,
                                         HEADING_MILESTONE};
    size_t due = SIZE_MAX;
    for (size_t i = 0; i < record->slot_count; i++) {
        enum heading heading = record->slots[i].heading;
        bool is_new = heading == HEADING_NEW_DEADLINE;
        if ((is_new || heading == HEADING_DEADLINE) && *row_text(record, i) &&
            (due == SIZE_MAX || is_new))
            due = i;
        for (size_t k = 0; k < sizeof taken / sizeof taken[0]; k++)
            if (heading == taken[k]) expect_cell(t, record, i);
    }
    if (due != SIZE_MAX) expect_cell(t, record, due);
}

/* 'Grand total' below the rows, with figures and nobody who leads it. */
static bool is_total(struct table *t, const struct layout_record *record) {
    static const char *const words[] = {" total ", " totals ", " grand total ", " sub total ",
                                        " subtotal "};
    const char *first = "";
    size_t place = 0;
    for (size_t i = 0; i < record->slot_count; i++) {
        enum heading heading = record->slots[i].heading;
        if (!*row_text(record, i) || record->cells[i].carried) continue;
        if (heading == HEADING_LEAD || heading == HEADING_ACCOUNTABLE ||
            heading == HEADING_DEADLINE || heading == HEADING_NEW_DEADLINE)
            return false;
        if (!*first) first = row_text(record, place = i);
    }
    if (!*first || strlen(first) > 20) return false;
    const char *said = heading_words(str_of(first), t->r->arena);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(said, words[i]) == 0) {
            proposal_note(t->r, row_place(t, record, place),
                          "'%s' begins a row of totals, which is no item", first);
            return true;
        }
    return false;
}

static void take_deadline(struct table *t, const struct layout_record *record, size_t slot) {
    struct group *g = &t->r->group;
    enum heading heading = record->slots[slot].heading;
    const char *doubt = record->slots[slot].doubt;
    size_t from = heading == HEADING_NEW_DEADLINE ? 0 : g->deadline_count;
    group_deadline(t->r, record->cells[slot].cell, row_place(t, record, slot), heading);
    for (; doubt && heading != HEADING_FIRST_DEADLINE && from < g->deadline_count; from++)
        deadline_doubt(&g->deadlines[from].part.deadline, t->r->arena, "%s", doubt);
}

static void take_record(struct table *t, const struct layout_record *record,
                        const struct layout_record *next) {
    struct proposal_reader *r = t->r;
    row_find_columns(t, record);
    if (!t->layout->transposed && is_total(t, record)) return;
    if (row_summary(t, record, next)) return;
    expect_record(t, record);
    size_t action = row_slot(record, HEADING_ACTION);
    bool more = row_recommendation(t, record);
    if (row_in_periods(record)) {
        group_flush(r);
        take_theme(t, record);
        take_periods_words(t, record);
        return;
    }
    /* A table that was cut in two: its second part has no action of its own. */
    bool rest = t->layout->partial && r->in_tables && r->group.open &&
                (action == SIZE_MAX || !*row_text(record, action));
    bool below = !t->layout->transposed && is_below(t, record, action);
    bool goes_on = more || rest || below || continues(t, record, action);
    if (!goes_on) group_flush(r);
    struct group *g = &r->group;
    if (below && !record->cells[action].carried)
        g->doubt = "the row below it has no action of its own and is read as going on with it";
    g->open = true;
    if (!g->doubt && row_has_two_actions(record, r->arena)) g->doubt = ROW_TWO_ACTIONS;
    if (!g->doubt && action != SIZE_MAX) g->doubt = record->slots[action].doubt;
    take_theme(t, record);
    const char *words = row_text(record, action);
    enum cell_response response = *words ? cell_response(str_of(words), r->arena) : CELL_ACTION;
    if (response == CELL_AGREED_AND_MORE && !g->doubt)
        g->doubt = "it begins with a response: what follows may be a condition and no action";
    if (response != CELL_ACTION && response != CELL_AGREED_AND_MORE) {
        /* Of what is agreed, who does it and by when stands beside it. */
        g->no_action = response != CELL_AGREED;
        proposal_note(r, row_place(t, record, action), "'%.*s' is read as no action",
                      (int)str_cut(str_of(words), 40).n, words);
        r->out->notes[r->out->note_count - 1].unread = response == CELL_REJECTED;
    } else if (*words && !record->cells[action].carried) {
        size_t count;
        const struct document_line *lines =
            document_cell_lines(record->cells[action].cell, r->arena, &count);
        if (t->numbered) lines = with_numbers(lines, count, r->arena);
        gather(r, &g->actions, lines, count, row_place(t, record, action));
        g->stage = heading_stage(str_of(record->slots[action].header));
        g->status_place = row_place(t, record, action);
    }
    if (t->action_ref != SIZE_MAX && *row_text(record, t->action_ref)) {
        g->ref = row_ref(row_text(record, t->action_ref), r->arena);
        g->ref_place = row_place(t, record, t->action_ref);
        g->ref_doubt = record->slots[t->action_ref].doubt;
    }
    /* Deadlines first: how many there are helps to part leads whose list lost its marks. */
    static const enum heading deadlines[] = {HEADING_FIRST_DEADLINE, HEADING_DEADLINE,
                                             HEADING_NEW_DEADLINE};
    for (size_t d = 0; d < 3; d++)
        for (size_t i = 0; i < record->slot_count; i++)
            if (record->slots[i].heading == deadlines[d] &&
                !(goes_on && record->cells[i].carried)) {
                g->has_deadline = true;
                if (*record->cells[i].cell->text) take_deadline(t, record, i);
            }
    /* Where no deadline is revised the original one holds. */
    if (!g->deadline_count) group_keep_first(g);
    row_periods(t, record);
    /* An organisation says whose post a lead is, wherever its column stands. */
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < record->slot_count; i++)
            if ((record->slots[i].heading == HEADING_ORGANISATION) == (pass == 1) &&
                !(goes_on && record->cells[i].carried))
                take_words(t, record, i);
}

void proposal_unread(struct proposal_reader *r, const struct document_grid *grid) {
    struct buf words = buf_new(r->arena);
    size_t shown = 0;
    for (size_t i = 0; i < grid->cell_count && shown < 4; i++) {
        const struct document_cell *cell = &grid->cells[i];
        if (cell->kind == CELL_EMPTY || cell->kind == CELL_COVERED || !*cell->text) continue;
        struct str line, rest = str_of(cell->text);
        str_split(&rest, '\n', &line);
        struct str begins = str_cut(line, 40);
        buf_printf(&words, "%s'%.*s%s'", shown++ ? ", " : "", (int)begins.n, begins.p,
                   begins.n < line.n ? "..." : "");
    }
    if (!shown) return;
    proposal_note_unread(r, document_cell_place(grid, 0, 0, r->arena),
                         "%zu row%s from here on not understood as a plan: %s", grid->rows,
                         grid->rows == 1 ? "" : "s", words.text);
}

void proposal_read_table(struct proposal_reader *r, const struct document_grid *grid) {
    size_t items = r->out->count, notes = r->out->note_count;
    r->out->too_large |= grid->rows > LIMIT_PLAN_ROWS;
    if (r->out->too_large) return;
    bool open = r->group.open;
    for (size_t i = 0; i < grid->cell_count; i++)
        if (strnlen(grid->cells[i].text, LIMIT_PLAN_CELL + 1) > LIMIT_PLAN_CELL) {
            proposal_unread(r, grid);
            return;
        }
    if (proposal_read_part(r, grid)) return;
    if (!proposal_has_lone_rows(grid)) {
        proposal_unread(r, grid);
        return;
    }
    proposal_read_rows(r, grid);
    bool nothing = r->out->count == items && r->group.open == open;
    if (nothing && r->out->note_count == notes) proposal_unread(r, grid);
}

/* A table with its headings on the left that lines across it part: each part is one of its own. */
static bool is_page(const struct document_grid *grid, const struct layout *layout) {
    if (!layout->transposed || layout->partial) return false;
    size_t lines = 0, filled = 0;
    for (size_t r = 0; r < grid->rows; r++) {
        filled += grid->row_first[r + 1] > grid->row_first[r];
        bool line = layout_is_line(grid, r);
        if (line && document_cell(grid, r, 0)->column_span >= grid->columns) return true;
        lines += line;
    }
    return lines * 4 > filled;
}

/* Whether a table without headings says something else where the one before it has its deadlines.
 */
static bool is_another(struct proposal_reader *r, const struct layout *layout) {
    size_t dates = 0, others = 0;
    for (size_t i = 0; i < layout->count; i++) {
        const struct layout_record *record = &layout->records[i];
        size_t due = record->is_section ? SIZE_MAX : row_slot(record, HEADING_DEADLINE);
        if (!*row_text(record, due)) continue;
        struct deadline_cell cell;
        deadline_read_cell(str_of(row_text(record, due)), &r->out->context, r->arena, &cell);
        bool read = cell.parts[0].deadline.kind != DEADLINE_UNREAD;
        dates += read;
        others += !read;
    }
    return others > dates;
}

bool proposal_read_part(struct proposal_reader *r, const struct document_grid *grid) {
    struct layout layout;
    const struct document_grid *form = form_of(grid, r->arena);
    bool is_form =
        form && layout_read(form, NULL, r->arena, &layout) && layout.transposed && !layout.partial;
    if (is_form) grid = form;
    if (!is_form && !layout_read(grid, r->has_before ? &r->before : NULL, r->arena, &layout))
        return false;
    if (is_page(grid, &layout) || (layout.continued && is_another(r, &layout))) return false;
    bool goes_on_here = r->in_tables && r->group.open;
    if (layout.partial && !goes_on_here) {
        bool item = layout.count && row_slot(&layout.records[0], HEADING_ACTION) != SIZE_MAX;
        if (!item) return false;
    }
    if (!layout.partial && layout.transposed) group_flush(r);
    if (layout.first_row && proposal_names_part(grid, layout.first_row, r->arena))
        proposal_read_rows(r, document_grid_rows(grid, 0, layout.first_row, r->arena));
    struct table t = {.r = r, .grid = grid, .layout = &layout};
    r->out->tables++;
    proposal_say_columns(&t);
    /* What a section of a table was about ends with it; a table that goes on keeps its row open. */
    for (size_t i = 0; i < layout.count && !proposal_is_full(r); i++) {
        const struct layout_record *record = &layout.records[i];
        bool next = i + 1 < layout.count && layout.records[i + 1].is_section;
        if (record->is_section)
            row_section(&t, record, next);
        else
            take_record(&t, record, i + 1 < layout.count ? record + 1 : NULL);
    }
    r->before = layout;
    r->leads_in = NULL;
    r->has_before = !layout.transposed;
    r->in_tables = layout.transposed;
    return true;
}
