/* What a row of a plan's table stands under: its recommendation, a line across the table, and the
 * numbers of both; see proposal_table.h.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal_table.h"

#include <string.h>
#include <strings.h>

/* Whether a reference column numbers actions: its values differ where the recommendation is the
 * same cell, empty or repeated. */
static bool numbers_actions(const struct table *t, size_t ref, size_t rec) {
    const struct layout_record *last = NULL;
    for (size_t i = 0; i < t->layout->count; i++) {
        const struct layout_record *record = &t->layout->records[i];
        if (record->is_section || record->slots != t->slots) continue;
        if (last && *row_text(record, ref) && *row_text(last, ref) && !record->cells[ref].carried &&
            strcmp(row_text(record, ref), row_text(last, ref)) != 0 &&
            (record->cells[rec].carried || !*row_text(record, rec) ||
             strcmp(row_text(record, rec), row_text(last, rec)) == 0))
            return true;
        last = record;
    }
    return false;
}

void row_find_columns(struct table *t, const struct layout_record *record) {
    if (t->slots == record->slots) return;
    t->slots = record->slots;
    t->rec_ref = t->action_ref = SIZE_MAX;
    size_t rec = row_slot(record, HEADING_RECOMMENDATION);
    for (size_t i = 0; i < record->slot_count; i++) {
        if (record->slots[i].heading != HEADING_REF) continue;
        const char *words = heading_words(str_of(record->slots[i].header), t->r->arena);
        bool of_action = strstr(words, " action ") != NULL;
        bool of_rec = strstr(words, " rec") != NULL && !strstr(words, " record");
        if (!of_action && !of_rec) {
            of_action = true;
            for (size_t k = i + 1; k < record->slot_count; k++) {
                enum heading heading = record->slots[k].heading;
                if (heading == HEADING_RECOMMENDATION) of_action = numbers_actions(t, i, rec);
                if (heading == HEADING_RECOMMENDATION || heading == HEADING_ACTION) break;
            }
        }
        size_t *slot = of_action ? &t->action_ref : &t->rec_ref;
        if (*slot == SIZE_MAX) *slot = i;
    }
    struct column column = {t->layout, record->slots, 0};
    for (; t->rec_ref == SIZE_MAX && rec != SIZE_MAX && column.slot < rec; column.slot++) {
        enum heading heading = record->slots[column.slot].heading;
        if ((heading == HEADING_NONE || heading == HEADING_IGNORED) &&
            column_is_codes(&column, t->r->arena))
            t->rec_ref = column.slot;
    }
    t->statuses = SIZE_MAX;
    bool has_status = row_slot(record, HEADING_STATUS) != SIZE_MAX;
    for (column.slot = 0; !has_status && column.slot < record->slot_count; column.slot++)
        if (record->slots[column.slot].heading == HEADING_PROGRESS &&
            column_is_status(&column, t->r->arena))
            t->statuses = column.slot;
    column.slot = row_slot(record, HEADING_ACTION);
    t->numbered = column.slot != SIZE_MAX && column_is_numbered(&column, t->r->arena);
}

/* 'Recommendation 3: ...', '1.2 ...': the reference at the beginning, and the text behind it. */
static struct str leading_ref(struct str text, struct str *ref) {
    struct str rest = str_trim(text);
    static const char *const words[] = {"recommendation", "rec",       "must do",    "should do",
                                        "priority",       "objective", "workstream", "theme",
                                        "area",           "action"};
    *ref = (struct str){"", 0};
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
        size_t n = strlen(words[w]);
        bool same = rest.n > n + 1;
        for (size_t i = 0; same && i < n; i++) same = (rest.p[i] | 0x20) == words[w][i];
        if (!same || (rest.p[n] != ' ' && rest.p[n] != '.')) continue;
        struct str after = str_trim((struct str){rest.p + n + 1, rest.n - n - 1});
        size_t end = 0;
        while (end < after.n && after.p[end] != ' ' && after.p[end] != ':' && after.p[end] != '\n')
            end++;
        struct label label;
        if (!label_word((struct str){after.p, end}, &label)) continue;
        *ref = label.text;
        while (end < after.n && strchr(" :-.\n", after.p[end])) end++;
        if (after.n - end >= 3 && memcmp(after.p + end, "\xe2\x80\x93", 3) == 0) end += 3;
        return str_trim((struct str){after.p + end, after.n - end});
    }
    /* 'R1 Share records', 'MD12: ...'; 'Q3 Plans' is a quarter. */
    size_t letters = 0, digits;
    while (letters < rest.n && rest.p[letters] >= 'A' && rest.p[letters] <= 'Z') letters++;
    for (digits = letters; digits < rest.n && rest.p[digits] >= '0' && rest.p[digits] <= '9';)
        digits++;
    bool coded = letters && letters < 4 && digits > letters && digits - letters < 4 &&
                 !(letters == 1 && strchr("QHY", rest.p[0]));
    if (coded && rest.n > digits + 1 && strchr(" :.)", rest.p[digits])) {
        *ref = (struct str){rest.p, digits};
        while (digits < rest.n && strchr(" :.)-", rest.p[digits])) digits++;
        struct str title = str_trim((struct str){rest.p + digits, rest.n - digits});
        /* 'B12 deficiency is common' begins with a word. */
        bool begins = title.n && (title.p[0] < 'a' || title.p[0] > 'z');
        if (begins) return title;
        *ref = (struct str){"", 0};
    }
    struct label label;
    size_t length;
    if (label_read(rest, &label, &length) && label.kind != LABEL_BULLET) {
        *ref = label.text;
        return str_trim((struct str){rest.p + length, rest.n - length});
    }
    return rest;
}

const char *row_ref(const char *text, struct arena *arena) {
    struct str ref = str_trim(str_of(text));
    size_t code = code_length(ref);
    if (code) return arena_copy(arena, ref.p, code);
    while (ref.n && strchr(".:)", ref.p[ref.n - 1])) ref.n--;
    for (size_t i = 0; i < ref.n; i++)
        if (ref.p[i] == '\n') ref.n = i;
    ref = str_cut(ref, 40);
    return arena_copy(arena, ref.p, ref.n);
}

static bool goes_on(struct str text) {
    text = str_trim(text);
    return text.n && text.p[0] >= 'a' && text.p[0] <= 'z';
}

bool row_has_two_actions(const struct layout_record *record, struct arena *arena) {
    static const char *const doing[] = {" action", " do ", " will ", " task", " activit"};
    size_t slot = row_slot(record, HEADING_RECOMMENDATION);
    if (slot == SIZE_MAX) return false;
    /* 'What the inspectors said' is none. */
    const char *words = heading_words(str_of(record->slots[slot].header), arena);
    bool does = false;
    for (size_t i = 0; i < sizeof doing / sizeof doing[0]; i++)
        does |= strstr(words, doing[i]) != NULL;
    return does && heading_read(str_of(record->slots[slot].header)) == HEADING_ACTION;
}

/* An issue or an objective without an action beside it may be no recommendation. */
static void doubt_other_kinds(struct proposal_reader *r, struct proposal_item *item,
                              const char *header) {
    static const char *const others[] = {" issue",     " concern", " finding",
                                         " objective", " aim",     " goal"};
    const char *words = heading_words(str_of(header), r->arena);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strstr(words, others[i]) && !strstr(words, " recommend"))
            proposal_doubt(r, proposal_field(item, "title"),
                           "no action stands beside it, and it may be no recommendation");
}

/* A recommendation that an earlier table has, by its number and its words: its actions that are
 * done may stand in a table of their own. */
static bool go_back_to(struct proposal_reader *r, const char *ref, struct str title,
                       const void *cell) {
    const char *words = heading_words(title, r->arena);
    for (size_t i = 0; i < r->out->count; i++) {
        struct proposal_item *item = r->out->items[i];
        if (item->kind != PROPOSAL_RECOMMENDATION || !*ref || strcmp(item->ref, ref) != 0 ||
            strcmp(heading_words(str_of(item->title), r->arena), words) != 0)
            continue;
        group_flush(r);
        r->recommendation = item;
        r->recommendation_cell = cell;
        r->actions = 0;
        for (size_t k = 0; k < r->out->count; k++)
            r->actions += r->out->items[k]->recommendation == item &&
                          r->out->items[k]->kind == PROPOSAL_ACTION;
        return true;
    }
    return false;
}

bool row_recommendation(struct table *t, const struct layout_record *record) {
    struct proposal_reader *r = t->r;
    size_t slot = row_slot(record, HEADING_RECOMMENDATION);
    const char *ref = row_ref(row_text(record, t->rec_ref), r->arena);
    bool ref_carried = t->rec_ref != SIZE_MAX && record->cells[t->rec_ref].carried;
    if (slot == SIZE_MAX || !*row_text(record, slot)) {
        /* No words: the one before, unless a new number stands there. */
        if (*ref && !ref_carried && r->recommendation && strcmp(ref, r->recommendation->ref) != 0 &&
            slot != SIZE_MAX) {
            proposal_note(r, row_place(t, record, t->rec_ref),
                          "number %s stands without a recommendation", ref);
        }
        return false;
    }
    const struct document_cell *cell = record->cells[slot].cell;
    const char *place = row_place(t, record, slot);
    struct proposal_item *now = r->recommendation;
    if (now && r->recommendation_cell == cell) return false;
    if (now && (!*ref || strcmp(ref, now->ref) == 0) &&
        row_same_words(cell->text, proposal_field(now, "title")->found, r->arena))
        return false;
    if (now && !*ref && goes_on(str_of(cell->text))) {
        struct proposal_field *title = proposal_field(now, "title");
        now->title = split_join(&r->title_grown, r->arena, now->title, " ", cell->text);
        title->value = now->title;
        title->found = split_join(&r->found_grown, r->arena, title->found, "\n", cell->text);
        return true;
    }
    struct str own;
    struct str title = proposal_unquoted(leading_ref(str_of(cell->text), &own));
    /* 'Recommendation 3' is the heading, and its words stand beside it. */
    if (!own.n && t->layout->transposed)
        leading_ref(str_of(arena_printf(r->arena, "%s ", record->slots[slot].header)), &own);
    if (!*ref && own.n) ref = arena_copy(r->arena, own.p, own.n);
    if (go_back_to(r, ref, title, cell)) return false;
    struct proposal_item *item =
        proposal_new_recommendation(r, ref, arena_copy(r->arena, title.p, title.n), place);
    proposal_field(item, "title")->found = cell->text;
    if (row_has_two_actions(record, r->arena))
        proposal_doubt(r, proposal_field(item, "title"), ROW_TWO_ACTIONS);
    if (record->slots[slot].doubt)
        proposal_doubt(r, proposal_field(item, "title"), record->slots[slot].doubt);
    if (row_slot(record, HEADING_ACTION) == SIZE_MAX)
        doubt_other_kinds(r, item, record->slots[slot].header);
    if (t->rec_ref != SIZE_MAX && *row_text(record, t->rec_ref))
        proposal_field(item, "ref")->place = row_place(t, record, t->rec_ref);
    if (t->rec_ref != SIZE_MAX && record->slots[t->rec_ref].doubt)
        proposal_doubt(r, proposal_field(item, "ref"), record->slots[t->rec_ref].doubt);
    r->recommendation_cell = cell;
    return false;
}

static bool is_part(const char *ref, const char *of) {
    size_t n = strlen(of);
    return n && strncmp(ref, of, n) == 0 && ref[n] == '.' && ref[n + 1];
}

bool row_summary(struct table *t, const struct layout_record *record,
                 const struct layout_record *next) {
    struct proposal_reader *r = t->r;
    size_t action = row_slot(record, HEADING_ACTION);
    if (t->action_ref == SIZE_MAX || action == SIZE_MAX ||
        row_slot(record, HEADING_RECOMMENDATION) != SIZE_MAX)
        return false;
    const char *ref = row_ref(row_text(record, t->action_ref), r->arena);
    if (t->summary && !is_part(ref, t->summary)) {
        group_flush(r);
        t->summary = NULL;
        r->recommendation = NULL;
    }
    if (!next || next->is_section || next->slots != record->slots ||
        !is_part(row_ref(row_text(next, t->action_ref), r->arena), ref) ||
        !*row_text(record, action))
        return false;
    for (size_t i = 0; i < record->slot_count; i++) {
        enum heading heading = record->slots[i].heading;
        if ((heading == HEADING_LEAD || heading == HEADING_ACCOUNTABLE ||
             heading == HEADING_STATUS) &&
            *row_text(record, i))
            return false;
    }
    struct str title = str_trim(str_of(row_text(record, action)));
    group_flush(r);
    proposal_new_recommendation(r, ref, arena_copy(r->arena, title.p, title.n),
                                row_place(t, record, action));
    struct proposal_field *field = proposal_field(r->recommendation, "title");
    field->found = row_text(record, action);
    proposal_doubt(
        r, field,
        "rows whose numbers are parts of its own stand below it: it is read as what they "
        "are for, without a deadline");
    r->recommendation_cell = NULL;
    t->summary = ref;
    return true;
}

void row_section(struct table *t, const struct layout_record *record, bool another_follows) {
    struct proposal_reader *r = t->r;
    const struct document_cell *cell = record->cells[0].cell;
    const char *place = document_cell_place(t->grid, cell->row, cell->column, r->arena);
    struct str ref;
    struct str text = proposal_unquoted(leading_ref(str_of(cell->text), &ref));
    const char *words = heading_words(str_of(cell->text), r->arena);
    bool has_column = row_slot(record, HEADING_RECOMMENDATION) != SIZE_MAX;
    bool says = strstr(words, " recommendation ") || strstr(words, " should ") ||
                strstr(words, " must ") || strstr(words, " needs to ") || text.n > 70;
    group_flush(r);
    if (!has_column && says && !another_follows) {
        proposal_new_recommendation(r, arena_copy(r->arena, ref.p, ref.n),
                                    arena_copy(r->arena, text.p, text.n), place);
        proposal_field(r->recommendation, "title")->found = cell->text;
        return;
    }
    r->heading = cell->text;
    r->heading_place = place;
    r->theme = NULL;
    r->recommendation = NULL;
    r->actions = 0;
}
