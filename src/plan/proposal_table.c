/* Tables of a plan, record by record; see proposal_parts.h.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal_parts.h"
#include "stage.h"

#include "base/limits.h"

#include <string.h>

struct table {
    struct proposal_reader *r;
    const struct document_grid *grid;
    const struct layout *layout;
    const struct layout_slot *slots; /* for which the references were looked at */
    size_t rec_ref, action_ref;      /* their slots; SIZE_MAX: none */
};

static size_t slot_of(const struct layout_record *record, enum heading heading) {
    for (size_t i = 0; i < record->slot_count; i++)
        if (record->slots[i].heading == heading) return i;
    return SIZE_MAX;
}

static const char *text_of(const struct layout_record *record, size_t slot) {
    if (slot == SIZE_MAX) return "";
    return record->cells[slot].cell->text;
}

static const char *place_of(const struct table *t, const struct layout_record *record,
                            size_t slot) {
    const struct document_cell *cell = record->cells[slot].cell;
    bool begins = *cell->text != '\0';
    return document_cell_place(t->grid, begins ? cell->row : record->cells[slot].row,
                               begins ? cell->column : record->cells[slot].column, t->r->arena);
}

static bool same_words(const char *a, const char *b, struct arena *arena) {
    return strcmp(heading_words(str_of(a), arena), heading_words(str_of(b), arena)) == 0;
}

/* Whether a reference column numbers actions: its values differ where the recommendation is the
 * same cell, empty or repeated. */
static bool numbers_actions(const struct table *t, size_t ref, size_t rec) {
    const struct layout_record *last = NULL;
    for (size_t i = 0; i < t->layout->count; i++) {
        const struct layout_record *record = &t->layout->records[i];
        if (record->is_section || record->slots != t->slots) continue;
        if (last && *text_of(record, ref) && *text_of(last, ref) && !record->cells[ref].carried &&
            strcmp(text_of(record, ref), text_of(last, ref)) != 0 &&
            (record->cells[rec].carried || !*text_of(record, rec) ||
             strcmp(text_of(record, rec), text_of(last, rec)) == 0))
            return true;
        last = record;
    }
    return false;
}

static void find_refs(struct table *t, const struct layout_record *record) {
    if (t->slots == record->slots) return;
    t->slots = record->slots;
    t->rec_ref = t->action_ref = SIZE_MAX;
    size_t rec = slot_of(record, HEADING_RECOMMENDATION);
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

static const char *clean_ref(const char *text, struct arena *arena) {
    struct str ref = str_trim(str_of(text));
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

/* The recommendation of a record: a new one, the same as before, or more words of it; whether its
 * row goes on with the one before. */
static bool take_recommendation(struct table *t, const struct layout_record *record) {
    struct proposal_reader *r = t->r;
    size_t slot = slot_of(record, HEADING_RECOMMENDATION);
    const char *ref = clean_ref(text_of(record, t->rec_ref), r->arena);
    bool ref_carried = t->rec_ref != SIZE_MAX && record->cells[t->rec_ref].carried;
    if (slot == SIZE_MAX || !*text_of(record, slot)) {
        /* No words: the one before, unless a new number stands there. */
        if (*ref && !ref_carried && r->recommendation && strcmp(ref, r->recommendation->ref) != 0 &&
            slot != SIZE_MAX) {
            proposal_note(r, place_of(t, record, t->rec_ref),
                          "number %s stands without a recommendation", ref);
        }
        return false;
    }
    const struct document_cell *cell = record->cells[slot].cell;
    const char *place = place_of(t, record, slot);
    struct proposal_item *now = r->recommendation;
    if (now && r->recommendation_cell == cell) return false;
    if (now && (!*ref || strcmp(ref, now->ref) == 0) &&
        same_words(cell->text, proposal_field(now, "title")->found, r->arena))
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
    struct proposal_item *item =
        proposal_new_recommendation(r, ref, arena_copy(r->arena, title.p, title.n), place);
    proposal_field(item, "title")->found = cell->text;
    if (t->rec_ref != SIZE_MAX && *text_of(record, t->rec_ref))
        proposal_field(item, "ref")->place = place_of(t, record, t->rec_ref);
    r->recommendation_cell = cell;
    return false;
}

static void take_section(struct table *t, const struct layout_record *record,
                         bool another_follows) {
    struct proposal_reader *r = t->r;
    const struct document_cell *cell = record->cells[0].cell;
    const char *place = document_cell_place(t->grid, cell->row, cell->column, r->arena);
    struct str ref;
    struct str text = proposal_unquoted(leading_ref(str_of(cell->text), &ref));
    const char *words = heading_words(str_of(cell->text), r->arena);
    bool has_column = slot_of(record, HEADING_RECOMMENDATION) != SIZE_MAX;
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

/* Whether the row says for itself who leads or when it is due: its words name no labels, which
 * would be those of several rows. */
static bool says_for_itself(const struct table *t, const struct layout_record *record) {
    for (size_t i = 0; i < record->slot_count; i++) {
        enum heading heading = record->slots[i].heading;
        bool due = heading == HEADING_DEADLINE || heading == HEADING_NEW_DEADLINE ||
                   heading == HEADING_FIRST_DEADLINE;
        bool lead = heading == HEADING_LEAD || heading == HEADING_ACCOUNTABLE;
        if ((!due && !lead) || record->cells[i].carried || !*text_of(record, i)) continue;
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
    if (*text_of(record, t->action_ref) || *text_of(record, t->rec_ref)) return false;
    size_t rec = slot_of(record, HEADING_RECOMMENDATION);
    if (*text_of(record, rec) && !record->cells[rec].carried) return false;
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

static void take_words(struct table *t, const struct layout_record *record, size_t slot) {
    struct group *g = &t->r->group;
    struct arena *arena = t->r->arena;
    const struct document_cell *cell = record->cells[slot].cell;
    if (!*cell->text) return;
    const char *place = place_of(t, record, slot);
    size_t count;
    const struct document_line *lines;
    const char *text;
    switch (record->slots[slot].heading) {
    case HEADING_LEAD:
    case HEADING_ACCOUNTABLE:
    case HEADING_ORGANISATION:
        lines = document_cell_lines(cell, arena, &count);
        group_leads(t->r, lines, count, place, record->slots[slot].heading);
        break;
    case HEADING_STATUS:
        text = percent(record->slots[slot].header, cell->text, arena);
        g->statuses |= differ(g->status, text, arena);
        g->status = split_join(&g->status_grown, arena, g->status, "\n", text);
        g->status_place = place;
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
    case HEADING_DONE_ON: {
        struct deadline d;
        deadline_read(str_of(cell->text), &t->r->out->context, arena, &d);
        g->done = cell->text;
        g->done_place = place;
        if (cell->kind == CELL_DATE) g->done_on = cell->date;
        if (cell->kind != CELL_DATE && deadline_certain(&d)) g->done_on = d.to;
        break;
    }
    case HEADING_MILESTONE:
        if (record->cells[slot].carried) break;
        lines = document_cell_lines(cell, arena, &count);
        gather(t->r, &g->milestones, lines, count, place);
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
    size_t milestone = slot_of(record, HEADING_MILESTONE), rec;
    if (milestone != SIZE_MAX && *text_of(record, milestone)) return false;
    if (record->cells[action].carried) return true;
    if (*text_of(record, action)) return false;
    const size_t refs[] = {t->action_ref, t->rec_ref};
    for (size_t i = 0; i < 2; i++)
        if (*text_of(record, refs[i]) && !record->cells[refs[i]].carried) return false;
    rec = slot_of(record, HEADING_RECOMMENDATION);
    return !*text_of(record, rec) || record->cells[rec].carried;
}

/* Months in which the work is marked, where no deadline is written: from the first to the last. */
static void take_periods(struct table *t, const struct layout_record *record) {
    struct proposal_reader *r = t->r;
    size_t first = SIZE_MAX, last = SIZE_MAX;
    for (size_t i = 0; i < record->slot_count; i++) {
        if (record->slots[i].heading != HEADING_PERIOD) continue;
        r->group.has_deadline = true;
        if (!*text_of(record, i)) continue;
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
    deadline_doubt(&d, r->arena, "it is read from the marks under the months");
    group_read_deadline(r, &d, place_of(t, record, first));
}

static void take_record(struct table *t, const struct layout_record *record) {
    struct proposal_reader *r = t->r;
    find_refs(t, record);
    size_t action = slot_of(record, HEADING_ACTION);
    bool more = take_recommendation(t, record);
    /* A table that was cut in two: its second part has no action of its own. */
    bool rest = t->layout->partial && r->in_tables && r->group.open &&
                (action == SIZE_MAX || !*text_of(record, action));
    bool below = !t->layout->transposed && is_below(t, record, action);
    bool goes_on = more || rest || below || continues(t, record, action);
    if (!goes_on) group_flush(r);
    struct group *g = &r->group;
    if (below && !record->cells[action].carried)
        g->doubt = "the row below it has no action of its own and is read as going on with it";
    g->open = true;
    size_t theme = slot_of(record, HEADING_THEME);
    if (theme != SIZE_MAX && *text_of(record, theme) &&
        (!r->heading || !same_words(text_of(record, theme), r->heading, r->arena))) {
        r->heading = text_of(record, theme);
        r->heading_place = place_of(t, record, theme);
        r->theme = NULL;
        if (r->recommendation && slot_of(record, HEADING_RECOMMENDATION) == SIZE_MAX)
            r->recommendation = NULL;
        if (r->recommendation && r->actions == 0) r->recommendation->theme = proposal_theme(r);
    }
    if (action != SIZE_MAX && *text_of(record, action) && !record->cells[action].carried) {
        size_t count;
        const struct document_line *lines =
            document_cell_lines(record->cells[action].cell, r->arena, &count);
        gather(r, &g->actions, lines, count, place_of(t, record, action));
        g->stage = heading_stage(str_of(record->slots[action].header));
        g->status_place = place_of(t, record, action);
    }
    if (t->action_ref != SIZE_MAX && *text_of(record, t->action_ref)) {
        g->ref = clean_ref(text_of(record, t->action_ref), r->arena);
        g->ref_place = place_of(t, record, t->action_ref);
    }
    /* Deadlines first: how many there are helps to part leads whose list lost its marks. */
    static const enum heading deadlines[] = {HEADING_FIRST_DEADLINE, HEADING_DEADLINE,
                                             HEADING_NEW_DEADLINE};
    for (size_t d = 0; d < 3; d++)
        for (size_t i = 0; i < record->slot_count; i++)
            if (record->slots[i].heading == deadlines[d] &&
                !(goes_on && record->cells[i].carried)) {
                g->has_deadline = true;
                if (*record->cells[i].cell->text)
                    group_deadline(r, record->cells[i].cell, place_of(t, record, i), deadlines[d]);
            }
    /* Where no deadline is revised the original one holds. */
    if (!g->deadline_count) group_keep_first(g);
    take_periods(t, record);
    for (size_t i = 0; i < record->slot_count; i++)
        if (!(goes_on && record->cells[i].carried)) take_words(t, record, i);
}

static void say_columns(struct table *t) {
    struct buf left = buf_new(t->r->arena);
    const struct layout *layout = t->layout;
    size_t periods = 0;
    for (size_t i = 0; i < layout->slot_count; i++) {
        enum heading heading = layout->slots[i].heading;
        if (heading == HEADING_PERIOD) periods++;
        bool taken = heading != HEADING_NONE && heading != HEADING_IGNORED &&
                     heading != HEADING_RISK && heading != HEADING_START && heading != HEADING_BODY;
        if (taken || !*layout->slots[i].header) continue;
        struct str header = str_cut(str_of(layout->slots[i].header), 60);
        buf_printf(&left, "%s'%.*s'", left.length ? ", " : "", (int)header.n, header.p);
    }
    if (left.length)
        proposal_note(t->r, t->grid->place, "columns that are not taken over: %s", left.text);
    if (periods)
        proposal_note(t->r, t->grid->place,
                      "%zu columns are months: what is written under them is read as the time of "
                      "the work, and shading is not",
                      periods);
    if (layout->continued)
        proposal_note(t->r, t->grid->place,
                      "it has no headings and is read as going on with the table before it");
}

/* A column of statuses in which nothing is written: its colours are not read. */
static void say_colours(struct table *t) {
    const struct layout *layout = t->layout;
    for (size_t i = 0; i < layout->slot_count; i++) {
        if (layout->slots[i].heading != HEADING_STATUS) continue;
        bool any = false, words = false;
        for (size_t k = 0; k < layout->count; k++) {
            const struct layout_record *record = &layout->records[k];
            if (record->is_section || i >= record->slot_count) continue;
            any = true;
            words |= *text_of(record, i) != '\0';
        }
        if (any && !words)
            proposal_note(t->r, t->grid->place,
                          "no words stand under '%.*s': a colour that is no more than shading is "
                          "not read",
                          (int)str_cut(str_of(layout->slots[i].header), 60).n,
                          layout->slots[i].header);
    }
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
    proposal_note(r, document_cell_place(grid, 0, 0, r->arena),
                  "%zu row%s from here on not understood as a plan: %s", grid->rows,
                  grid->rows == 1 ? "" : "s", words.text);
    r->out->notes[r->out->note_count - 1].unread = true;
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
    size_t lines = 0;
    for (size_t r = 0; r < grid->rows; r++) {
        bool line = layout_is_line(grid, r);
        if (line && document_cell(grid, r, 0)->column_span >= grid->columns) return true;
        lines += line;
    }
    return lines * 4 > grid->rows;
}

/* Whether a table without headings says something else where the one before it has its deadlines.
 */
static bool is_another(struct proposal_reader *r, const struct layout *layout) {
    size_t dates = 0, others = 0;
    for (size_t i = 0; i < layout->count; i++) {
        const struct layout_record *record = &layout->records[i];
        size_t due = record->is_section ? SIZE_MAX : slot_of(record, HEADING_DEADLINE);
        if (!*text_of(record, due)) continue;
        struct deadline_cell cell;
        deadline_read_cell(str_of(text_of(record, due)), &r->out->context, r->arena, &cell);
        bool read = cell.parts[0].deadline.kind != DEADLINE_UNREAD;
        dates += read;
        others += !read;
    }
    return others > dates;
}

bool proposal_read_part(struct proposal_reader *r, const struct document_grid *grid) {
    struct layout layout;
    if (!layout_read(grid, r->has_before ? &r->before : NULL, r->arena, &layout)) return false;
    if (is_page(grid, &layout) || (layout.continued && is_another(r, &layout))) return false;
    bool goes_on_here = r->in_tables && r->group.open;
    if (layout.partial && !goes_on_here) {
        bool item = layout.count && slot_of(&layout.records[0], HEADING_ACTION) != SIZE_MAX;
        if (!item) return false;
    }
    if (!layout.partial && layout.transposed) group_flush(r);
    if (layout.first_row && proposal_names_part(grid, layout.first_row, r->arena))
        proposal_read_rows(r, document_grid_rows(grid, 0, layout.first_row, r->arena));
    struct table t = {.r = r, .grid = grid, .layout = &layout};
    r->out->tables++;
    say_columns(&t);
    if (!layout.transposed) say_colours(&t);
    /* What a section of a table was about ends with it; a table that goes on keeps its row open. */
    for (size_t i = 0; i < layout.count && !proposal_is_full(r); i++) {
        const struct layout_record *record = &layout.records[i];
        bool next = i + 1 < layout.count && layout.records[i + 1].is_section;
        if (record->is_section)
            take_section(&t, record, next);
        else
            take_record(&t, record);
    }
    r->before = layout;
    r->leads_in = NULL;
    r->has_before = !layout.transposed;
    r->in_tables = layout.transposed;
    return true;
}
