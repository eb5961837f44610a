/* Layout of plan tables; see layout.h.
 *
 * SPDX-License-Identifier: MIT */
#include "layout.h"

#include "label.h"
#include "meaning.h"

#include "base/limits.h"

#include <string.h>

#define HEADER_ROWS 40      /* in which the first headings are looked for */
#define TRANSPOSED_ROWS 400 /* a table with more rows has its headings on top */
#define TRANSPOSED_COLUMNS 64

struct score {
    size_t known, filled;
    bool item, said; /* an action or the like; something said of it */
    bool lead, due;
};

static void count_heading(struct score *score, enum heading heading, bool filled, bool *seen) {
    if (!filled) return;
    score->filled++;
    if (heading == HEADING_NONE) return;
    score->known++;
    if (seen[heading]) return;
    seen[heading] = true;
    if (heading == HEADING_ACTION || heading == HEADING_RECOMMENDATION ||
        heading == HEADING_MILESTONE)
        score->item = true;
    else if (heading != HEADING_IGNORED && heading != HEADING_THEME)
        score->said = true;
    score->lead |= heading == HEADING_LEAD || heading == HEADING_ACCOUNTABLE;
    score->due |= heading == HEADING_DEADLINE;
}

/* An action, who leads it and by when are headings whatever stands beside them. */
static bool is_header(const struct score *score) {
    bool both = score->item && score->said, all = both && score->lead && score->due;
    return both && score->known >= 2 && (all || score->known * 2 >= score->filled);
}

static bool begins_at(const struct document_cell *cell, size_t row, size_t column) {
    return cell->row == row && cell->column == column;
}

/* '-----': what a converter writes under a row of headings. */
static bool is_rule(const struct document_cell *cell) {
    size_t n = strlen(cell->text);
    return n > 2 && strspn(cell->text, "-:") == n;
}

/* A heading is one line or two, and no sentence with a full stop. */
static enum heading heading_of(const struct document_cell *cell) {
    if (cell->line_count > 4) return HEADING_NONE;
    return heading_read(str_of(cell->text));
}

#define PERIOD_BYTES 24

/* A month, quarter or year and nothing else, with 'by' before it or without; NULL for all other
 * texts. */
static const struct deadline *period_of(const struct document_cell *cell, struct arena *arena) {
    if (!*cell->text || strlen(cell->text) > PERIOD_BYTES || heading_of(cell) != HEADING_NONE)
        return NULL;
    const struct deadline_context nothing = {DATE_NONE, DATE_NONE, DATE_NONE};
    struct deadline *d = ARENA_NEW(arena, struct deadline, 1);
    deadline_read(str_of(cell->text), &nothing, arena, d);
    bool period = d->kind == DEADLINE_MONTH || d->kind == DEADLINE_QUARTER ||
                  d->kind == DEADLINE_YEAR || d->kind == DEADLINE_HALF || d->kind == DEADLINE_WEEK;
    return period ? d : NULL;
}

bool layout_has_letters(const char *text) {
    for (; *text; text++)
        if ((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z')) return true;
    return false;
}

bool layout_is_words(const struct document_cell *cell) {
    size_t small = 0, blanks = 0;
    for (const char *c = cell->text; *c; c++) {
        small += *c >= 'a' && *c <= 'z';
        blanks += *c == ' ' || *c == '\n';
    }
    return small > 5 && (blanks > 0 || small > 8);
}

/* Whether most of what stands below periods is words, and no marks or figures. */
static bool words_below(const struct document_grid *grid, size_t row, struct arena *arena) {
    size_t words = 0, filled = 0;
    for (size_t c = 0; c < grid->columns; c++) {
        const struct document_cell *cell = document_cell(grid, row, c);
        if (!begins_at(cell, row, c) || !period_of(cell, arena)) continue;
        for (size_t r = row + 1; r < grid->rows && r < row + HEADER_ROWS; r++) {
            const struct document_cell *below = document_cell(grid, r, c);
            if (!begins_at(below, r, c) || !*below->text) continue;
            filled++;
            words += layout_is_words(below);
        }
    }
    return words > 1 && words * 4 >= filled * 3;
}

/* Three months or more beside each other are a chart of the time; so are two with words below. */
#define PERIODS 3

static size_t periods_in(const struct document_grid *grid, size_t row, struct arena *arena) {
    size_t count = 0;
    for (size_t c = 0; c < grid->columns; c++) {
        const struct document_cell *cell = document_cell(grid, row, c);
        count += begins_at(cell, row, c) && period_of(cell, arena) != NULL;
    }
    return count >= PERIODS || (count > 1 && words_below(grid, row, arena)) ? count : 0;
}

static struct score score_row(const struct document_grid *grid, size_t row, struct arena *arena) {
    struct score score = {0};
    bool seen[HEADINGS] = {0};
    for (size_t c = 0; c < grid->columns; c++) {
        const struct document_cell *cell = document_cell(grid, row, c);
        if (cell->column != c && *cell->text) continue;
        count_heading(&score, heading_of(cell), *cell->text != '\0', seen);
    }
    /* The months of a chart tell nothing for or against it, but where the actions stand in them. */
    if (score.item && score.said && score.known * 2 < score.filled)
        score.filled -= periods_in(grid, row, arena);
    size_t periods = score.item || !score.said ? 0 : periods_in(grid, row, arena);
    if (periods && words_below(grid, row, arena)) {
        score.item = true;
        score.known += periods;
    }
    return score;
}

/* How many rows the headings take: a heading over several columns has others below it. */
static size_t header_depth(const struct document_grid *grid, size_t row) {
    size_t depth = 1;
    for (size_t c = 0; c < grid->columns; c++) {
        const struct document_cell *cell = document_cell(grid, row, c);
        if (!begins_at(cell, row, c)) continue;
        if (cell->row_span > depth && cell->row_span <= 3) depth = cell->row_span;
        if (cell->column_span < 2 || cell->column_span >= grid->columns || depth > 1 ||
            row + 1 >= grid->rows)
            continue;
        size_t known = 0, filled = 0;
        for (size_t k = c; k < c + cell->column_span; k++) {
            const struct document_cell *below = document_cell(grid, row + 1, k);
            filled += *below->text != '\0';
            known += heading_of(below) != HEADING_NONE;
        }
        if (known && known * 2 >= filled) depth = 2;
    }
    return row + depth < grid->rows ? depth : 1;
}

static void name_slots(const struct document_grid *grid, size_t row, size_t depth,
                       struct layout_slot *slots, struct arena *arena) {
    for (size_t c = 0; c < grid->columns; c++) {
        const struct document_cell *last = NULL;
        const char *text = "";
        for (size_t r = row; r < row + depth; r++) {
            const struct document_cell *cell = document_cell(grid, r, c);
            if (cell != last && *cell->text)
                text = *text ? arena_printf(arena, "%s %s", text, cell->text) : cell->text;
            last = cell;
        }
        slots[c] = (struct layout_slot){heading_read(str_of(text)), text, NULL, NULL};
    }
    /* What the last row of headings says of the time. */
    if (!periods_in(grid, row + depth - 1, arena)) return;
    for (size_t c = 0; c < grid->columns; c++) {
        const struct deadline *period = period_of(document_cell(grid, row + depth - 1, c), arena);
        if (!period) continue;
        slots[c].heading = HEADING_PERIOD;
        slots[c].deadline = period;
    }
}

/* A column under 'Sub-action' that holds 'a', 'b' or '1.2' numbers the actions. */
static void numbers_are_references(const struct document_grid *grid, size_t from,
                                   struct layout_slot *slots) {
    struct label label;
    for (size_t c = 0; c < grid->columns; c++) {
        size_t filled = 0, labels = 0;
        if (slots[c].heading != HEADING_ACTION) continue;
        for (size_t r = from; r < grid->rows && r < from + HEADER_ROWS; r++) {
            const struct document_cell *cell = document_cell(grid, r, c);
            if (!begins_at(cell, r, c) || !*cell->text || cell->column_span > 1) continue;
            filled++;
            labels += strlen(cell->text) < 8 && label_word(str_of(cell->text), &label);
        }
        if (filled && labels * 10 >= filled * 9) slots[c].heading = HEADING_REF;
    }
}

/* Headings of which one row has the item and the next, below a wider cell, what is said of it. */
static struct score score_two_rows(const struct document_grid *grid, size_t row,
                                   struct arena *arena) {
    struct score score = {0};
    bool seen[HEADINGS] = {0}, wide = false;
    if (row + 2 >= grid->rows) return score;
    for (size_t c = 0; c < grid->columns && !wide; c++) {
        const struct document_cell *cell = document_cell(grid, row, c);
        wide = cell->column == c && cell->column_span > 1 && cell->column_span < grid->columns;
    }
    if (!wide || header_depth(grid, row) != 2) return score;
    struct layout_slot *slots = ARENA_NEW(arena, struct layout_slot, grid->columns);
    name_slots(grid, row, 2, slots, arena);
    for (size_t c = 0; c < grid->columns; c++)
        count_heading(&score, slots[c].heading, *slots[c].header != '\0', seen);
    return score;
}

/* A line across a table of three columns or more: what stands in it heads what is below it, and not
 * what is beside it. */
static bool alone_in_row(const struct document_grid *grid, size_t row, size_t column) {
    const struct document_cell *cell = document_cell(grid, row, column);
    if (grid->columns < 3) return false;
    for (size_t c = 0; c < grid->columns; c++) {
        const struct document_cell *other = document_cell(grid, row, c);
        if (other != cell && *other->text) return false;
    }
    return true;
}

bool layout_is_line(const struct document_grid *grid, size_t row) {
    if (grid->columns < 2) return false;
    const struct document_cell *cell = document_cell(grid, row, 0);
    if (!*cell->text || cell->row != row) return false;
    if (cell->column_span >= grid->columns) return true;
    for (size_t c = 1; c < grid->columns; c++) {
        const struct document_cell *other = document_cell(grid, row, c);
        if (other != cell && *other->text) return false;
    }
    return heading_of(cell) == HEADING_NONE;
}

static struct score score_column(const struct document_grid *grid, size_t column) {
    struct score score = {0};
    bool seen[HEADINGS] = {0};
    for (size_t r = 0; r < grid->rows; r++) {
        const struct document_cell *cell = document_cell(grid, r, column);
        if (cell->row != r && *cell->text) continue;
        if (is_rule(cell) || alone_in_row(grid, r, column) || layout_is_line(grid, r)) continue;
        count_heading(&score, heading_of(cell), *cell->text != '\0', seen);
    }
    return score;
}

static bool says(const struct layout_slot *slot, const char *words, struct arena *arena) {
    return strstr(heading_words(str_of(slot->header), arena), words) != NULL;
}

/* Of several columns of actions: 'Scheme name' beside 'Action' is what it is part of, and
 * 'Response' what was answered; otherwise the second is what the first is made of. */
static void settle_actions(struct layout_slot *slots, size_t count, bool has_recommendation,
                           struct arena *arena) {
    bool named = false;
    for (size_t i = 0; i < count; i++)
        named |= slots[i].heading == HEADING_ACTION && says(&slots[i], " action", arena);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (slots[i].heading != HEADING_ACTION) continue;
        bool action = says(&slots[i], " action", arena);
        bool name = says(&slots[i], " name ", arena) || says(&slots[i], " title ", arena);
        if (named && !action && name)
            slots[i].heading = HEADING_THEME;
        else if (named && !action && says(&slots[i], " response ", arena))
            slots[i].heading = HEADING_PROGRESS;
        else
            kept++;
    }
    bool first = true;
    for (size_t i = 0; i < count && kept > 1; i++) {
        if (slots[i].heading != HEADING_ACTION) continue;
        if (first && !has_recommendation)
            slots[i].heading = HEADING_RECOMMENDATION;
        else if (!first && has_recommendation)
            slots[i].heading = HEADING_PROGRESS;
        first = false;
    }
}

/* A bare 'Date' beside 'Due date' is another date; of two that may be recommendations the one that
 * says so is. */
static void settle(struct layout_slot *slots, size_t count, struct arena *arena) {
    size_t of[HEADINGS] = {0};
    for (size_t i = 0; i < count; i++) of[slots[i].heading]++;
    if (of[HEADING_DEADLINE] > 1)
        for (size_t i = 0; i < count && of[HEADING_DEADLINE] > 1; i++) {
            const char *header = heading_words(str_of(slots[i].header), arena);
            if (slots[i].heading != HEADING_DEADLINE ||
                (strcmp(header, " date ") != 0 && strcmp(header, " dates ") != 0))
                continue;
            slots[i].heading = HEADING_IGNORED;
            of[HEADING_DEADLINE]--;
        }
    if (of[HEADING_RECOMMENDATION] > 1) {
        size_t best = SIZE_MAX;
        for (size_t i = 0; i < count; i++) {
            if (slots[i].heading != HEADING_RECOMMENDATION) continue;
            bool says = strstr(slots[i].header, "ecommend") || strstr(slots[i].header, "ECOMMEND");
            if (best == SIZE_MAX || says) best = i;
            if (says) break;
        }
        for (size_t i = 0; i < count; i++)
            if (slots[i].heading == HEADING_RECOMMENDATION && i != best)
                slots[i].heading = HEADING_IGNORED;
    }
    /* What actions that stand under months are for. */
    if (of[HEADING_PERIOD] && !of[HEADING_ACTION] && !of[HEADING_MILESTONE] && !of[HEADING_THEME])
        for (size_t i = 0; i < count; i++)
            if (slots[i].heading == HEADING_IGNORED && says(&slots[i], " priority ", arena))
                slots[i].heading = HEADING_THEME;
    if (of[HEADING_MILESTONE] && of[HEADING_ACTION] + of[HEADING_RECOMMENDATION])
        for (size_t i = 0; i < count; i++)
            if (slots[i].heading == HEADING_DEADLINE && says(&slots[i], " milestone", arena))
                slots[i].heading = HEADING_MILESTONE_DEADLINE;
    if (of[HEADING_ACTION] > 1) settle_actions(slots, count, of[HEADING_RECOMMENDATION], arena);
}

static struct layout_record *new_record(struct layout *out, size_t *capacity, struct arena *arena) {
    if (out->count == *capacity) {
        struct layout_record *old = out->records;
        *capacity = *capacity ? *capacity * 2 : 32;
        out->records = ARENA_NEW(arena, struct layout_record, *capacity);
        if (old) memcpy(out->records, old, out->count * sizeof *old);
    }
    return &out->records[out->count++];
}

static bool same_words(const char *a, const char *b, struct arena *arena) {
    return strcmp(heading_words(str_of(a), arena), heading_words(str_of(b), arena)) == 0;
}

/* The headings again, at the top of a page. */
static bool repeats_header(const struct document_grid *grid, size_t row,
                           const struct layout_slot *slots, struct arena *arena) {
    size_t same = 0, filled = 0;
    for (size_t c = 0; c < grid->columns; c++) {
        const struct document_cell *cell = document_cell(grid, row, c);
        if (!*cell->text || !begins_at(cell, row, c)) continue;
        filled++;
        if (strlen(cell->text) <= 120) same += same_words(cell->text, slots[c].header, arena);
    }
    return filled > 1 && same * 3 >= filled * 2;
}

/* A line across the table: one cell over most of it, or one that stands alone where no item can. */
static bool section_cell(const struct document_grid *grid, size_t row,
                         const struct layout_slot *slots, size_t *column) {
    const struct document_cell *only = NULL;
    size_t found = 0;
    *column = 0;
    for (size_t c = 0; c < grid->columns; c++) {
        const struct document_cell *cell = document_cell(grid, row, c);
        if (!*cell->text || cell == only) continue;
        /* A merged cell from above is not this row's. */
        if (cell->row != row) continue;
        only = cell;
        *column = c;
        found++;
    }
    if (found != 1) return false;
    if (grid->columns > 1 && only->column_span * 2 > grid->columns) return true;
    enum heading heading = slots[*column].heading;
    return grid->columns > 2 && only->row_span == 1 &&
           (heading == HEADING_REF || heading == HEADING_THEME || heading == HEADING_NONE) &&
           strlen(only->text) > 3;
}

static bool blank_row(const struct document_grid *grid, size_t row) {
    for (size_t c = 0; c < grid->columns; c++) {
        const struct document_cell *cell = document_cell(grid, row, c);
        if (*cell->text && cell->row == row && !is_rule(cell)) return false;
    }
    return true;
}

static bool is_numbered(const struct document_grid *grid, size_t row, size_t column) {
    struct label label;
    size_t length;
    return label_read(str_of(document_cell(grid, row, column)->text), &label, &length) &&
           label.kind != LABEL_BULLET;
}

/* The first row of the lines above the headings that belong to what comes, as those below do; a
 * table without any below has its own title there. Behind an empty row it is a line with a number,
 * where those below have one: '1. Governance'. */
static size_t first_above(const struct document_grid *grid, size_t header, size_t from,
                          const struct layout_slot *slots) {
    size_t column, row = header;
    bool any = false, numbered = false;
    for (size_t r = from; r < grid->rows && !numbered; r++) {
        if (!section_cell(grid, r, slots, &column)) continue;
        any = true;
        numbered = is_numbered(grid, r, column);
    }
    if (!any) return header;
    while (row > 0 && section_cell(grid, row - 1, slots, &column)) row--;
    if (row < header || !numbered) return row;
    while (row > 0 && blank_row(grid, row - 1)) row--;
    bool above = row > 0 && section_cell(grid, row - 1, slots, &column) &&
                 is_numbered(grid, row - 1, column);
    return above ? row - 1 : header;
}

static void add_section(const struct document_grid *grid, size_t row, size_t column,
                        struct layout_record *record, struct arena *arena) {
    record->is_section = true;
    record->cells = ARENA_NEW(arena, struct layout_cell, 1);
    record->cells[0] = (struct layout_cell){document_cell(grid, row, column), row, column, false};
}

/* Lines across the table in [above, header) and all rows in [from, rows). */
static void read_rows(const struct document_grid *grid, size_t above, size_t header, size_t from,
                      const struct layout_slot *slots, struct arena *arena, struct layout *out) {
    size_t capacity = 0, across;
    for (size_t r = above; r < header; r++) {
        if (!section_cell(grid, r, slots, &across)) continue;
        struct layout_record *record = new_record(out, &capacity, arena);
        record->slots = slots;
        record->slot_count = grid->columns;
        add_section(grid, r, across, record, arena);
    }
    for (size_t r = from; r < grid->rows; r++) {
        if (blank_row(grid, r)) continue;
        struct score score = score_row(grid, r, arena);
        if (repeats_header(grid, r, slots, arena)) {
            r += header_depth(grid, r) - 1;
            continue;
        }
        if (is_header(&score) && score.known >= 3 && score.known == score.filled) {
            struct layout_slot *others = ARENA_NEW(arena, struct layout_slot, grid->columns);
            size_t depth = header_depth(grid, r);
            name_slots(grid, r, depth, others, arena);
            numbers_are_references(grid, r + depth, others);
            meaning_settle(grid, r + depth, others, arena);
            settle(others, grid->columns, arena);
            slots = others;
            r += depth - 1;
            continue;
        }
        struct layout_record *record = new_record(out, &capacity, arena);
        size_t column;
        record->slots = slots;
        record->slot_count = grid->columns;
        if (section_cell(grid, r, slots, &column)) {
            add_section(grid, r, column, record, arena);
            continue;
        }
        record->cells = ARENA_NEW(arena, struct layout_cell, grid->columns);
        for (size_t c = 0; c < grid->columns; c++) {
            const struct document_cell *cell = document_cell(grid, r, c);
            record->cells[c] = (struct layout_cell){cell, r, c, cell->row < r && cell->row >= from};
        }
    }
    out->slots = slots;
    out->slot_count = grid->columns;
}

/* Headings down the left side, a record in each column to the right of them; blocks of the same
 * headings may stand under each other. */
static void read_columns(const struct document_grid *grid, size_t header, struct arena *arena,
                         struct layout *out) {
    struct layout_slot *slots = ARENA_NEW(arena, struct layout_slot, grid->rows);
    enum heading first = HEADING_NONE;
    for (size_t r = 0; r < grid->rows; r++) {
        const struct document_cell *cell = document_cell(grid, r, header);
        const char *text = is_rule(cell) ? "" : cell->text;
        slots[r] = (struct layout_slot){heading_read(str_of(text)), text, NULL, NULL};
        bool begins = slots[r].heading != HEADING_REF && slots[r].heading != HEADING_IGNORED;
        if (first == HEADING_NONE && begins) first = slots[r].heading;
    }
    size_t capacity = 0;
    for (size_t top = 0; top < grid->rows;) {
        size_t end = top + 1;
        bool seen = slots[top].heading == first;
        while (end < grid->rows) {
            bool again = slots[end].heading == first;
            /* A reference above the action begins the block with it. */
            bool ref = slots[end].heading == HEADING_REF && end + 1 < grid->rows &&
                       slots[end + 1].heading == first;
            if (seen && first != HEADING_NONE && (again || ref)) break;
            seen |= again;
            end++;
        }
        for (size_t c = header + 1; c < grid->columns; c++) {
            bool any = false;
            for (size_t r = top; r < end; r++) {
                const struct document_cell *cell = document_cell(grid, r, c);
                any |= *cell->text && cell->column == c;
            }
            if (!any) continue;
            struct layout_record *record = new_record(out, &capacity, arena);
            record->slots = slots + top;
            record->slot_count = end - top;
            record->cells = ARENA_NEW(arena, struct layout_cell, end - top);
            for (size_t r = top; r < end; r++) {
                const struct document_cell *cell = document_cell(grid, r, c);
                record->cells[r - top] =
                    (struct layout_cell){cell, r, c, cell->column < c && cell->column > header};
            }
        }
        top = end;
    }
    settle(slots, grid->rows, arena);
}

/* A table of which the cells say what its columns are; they may say more than headings on the left
 * of which some are words of an action. */
static bool read_guessed(const struct document_grid *grid, struct arena *arena,
                         struct layout *out) {
    size_t row;
    struct layout_slot *slots = ARENA_NEW(arena, struct layout_slot, grid->columns);
    if (!meaning_guess(grid, slots, &row, arena)) return false;
    size_t from = row == SIZE_MAX ? 0 : row + 1;
    settle(slots, grid->columns, arena);
    out->guessed = true;
    out->header_row = out->first_row = from ? row : 0;
    read_rows(grid, out->first_row, out->first_row, from, slots, arena, out);
    return true;
}

bool layout_read(const struct document_grid *grid, const struct layout *before, struct arena *arena,
                 struct layout *out) {
    *out = (struct layout){0};
    if (grid->columns == 0 || grid->columns > LIMIT_COLUMNS || grid->rows == 0) return false;
    struct score best = {0};
    size_t row = SIZE_MAX;
    for (size_t r = 0; r < grid->rows && r < HEADER_ROWS; r++) {
        struct score score = score_row(grid, r, arena);
        if (!is_header(&score)) score = score_two_rows(grid, r, arena);
        /* The first row of headings; one right below it that has more is meant. What comes later
         * begins another table. */
        bool near = row == SIZE_MAX || r <= row + 3;
        if (near && is_header(&score) && score.known > best.known) {
            best = score;
            row = r;
        }
    }
    struct score side = {0};
    size_t column = SIZE_MAX;
    if (grid->rows <= TRANSPOSED_ROWS && grid->columns <= TRANSPOSED_COLUMNS)
        for (size_t c = 0; c + 1 < grid->columns && c < 2; c++) {
            struct score score = score_column(grid, c);
            if (is_header(&score) && score.known > side.known &&
                !meaning_contradicts(grid, c, arena)) {
                side = score;
                column = c;
            }
        }
    bool across = row != SIZE_MAX && (row + 1 < grid->rows || column == SIZE_MAX);
    /* Titles may be headings too: 'Reduce number of falls', 'Count number of beds'. */
    if (across && column != SIZE_MAX && (!best.lead || !best.due || (side.lead && side.due)))
        across = best.known > side.known ||
                 (best.known == side.known && best.known * side.filled >= side.known * best.filled);
    if (across) {
        struct layout_slot *slots = ARENA_NEW(arena, struct layout_slot, grid->columns);
        size_t depth = header_depth(grid, row);
        name_slots(grid, row, depth, slots, arena);
        numbers_are_references(grid, row + depth, slots);
        if (meaning_is_key(grid, row + depth, slots, arena)) return false;
        meaning_settle(grid, row + depth, slots, arena);
        settle(slots, grid->columns, arena);
        out->header_row = row;
        out->first_row = first_above(grid, row, row + depth, slots);
        read_rows(grid, out->first_row, row, row + depth, slots, arena, out);
        return true;
    }
    if (column != SIZE_MAX) {
        if (row == SIZE_MAX && read_guessed(grid, arena, out)) return true;
        out->transposed = true;
        out->header_column = column;
        read_columns(grid, column, arena, out);
        return true;
    }
    /* 'Owner' and a name, in a table of their own: part of the one before it. */
    struct score left = score_column(grid, 0);
    if (grid->columns == 2 && grid->rows <= 12 && left.known && left.known == left.filled) {
        /* Two headings beside each other are those of columns. */
        for (size_t r = 0; r < grid->rows; r++) {
            const struct document_cell *value = document_cell(grid, r, 1);
            if (strlen(value->text) <= 20 && heading_of(value) != HEADING_NONE) return false;
        }
        out->transposed = out->partial = true;
        read_columns(grid, 0, arena, out);
        return true;
    }
    if (before && !before->transposed && before->slot_count == grid->columns) {
        out->continued = true;
        read_rows(grid, 0, 0, 0, before->slots, arena, out);
        return true;
    }
    return read_guessed(grid, arena, out);
}
