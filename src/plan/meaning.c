/* What columns mean by their cells; see meaning.h.
 *
 * SPDX-License-Identifier: MIT */
#include "meaning.h"

#include "label.h"
#include "lead.h"
#include "stage.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_ROWS 40
#define DATE_TEXT_BYTES 60
#define LEAD_TEXT_BYTES 80
#define STAGE_TEXT_BYTES 40
#define REF_TEXT_BYTES 10

/* How many cells of a column are what. */
struct look {
    size_t filled, dates, soft /* 'ongoing', 'tbc' */, people, posts, stages, colours, refs, words,
        bytes;
    bool repeats; /* two cells that are filled are the same */
    bool falls;   /* a figure is not above the one before it */
    size_t figures;
};

static bool begins_at(const struct document_cell *cell, size_t row, size_t column) {
    return cell->row == row && cell->column == column;
}

static void count_date(const struct document_cell *cell, struct look *look, struct arena *arena) {
    const struct deadline_context nothing = {DATE_NONE, DATE_NONE, DATE_NONE};
    struct deadline d;
    size_t n = strlen(cell->text);
    if (cell->kind == CELL_DATE) {
        look->dates++;
        return;
    }
    /* A figure alone may be a year; '3' is none. */
    if (n > DATE_TEXT_BYTES || (!layout_has_letters(cell->text) && n < 5)) return;
    deadline_read(str_of(cell->text), &nothing, arena, &d);
    bool hard = d.to != DATE_NONE || d.from != DATE_NONE || d.kind == DEADLINE_MONTH ||
                d.kind == DEADLINE_DAY || d.kind == DEADLINE_QUARTER || d.kind == DEADLINE_SEASON;
    if (d.kind != DEADLINE_UNREAD && d.kind != DEADLINE_NONE) hard ? look->dates++ : look->soft++;
}

/* 'Head of Repairs', 'Jane Smith', 'DoN / COO': its words begin with capitals, but for the small
 * ones between them, or it is a post of a few words. */
static bool is_people(struct str text, struct arena *arena) {
    static const char *const between[] = {"of", "and", "for", "the", "in", "to", "with", "at"};
    text = str_trim(text);
    if (!text.n || text.n > LEAD_TEXT_BYTES) return false;
    size_t capitals = 0, small = 0;
    for (size_t i = 0; i < text.n;) {
        size_t end = i;
        while (end < text.n && !strchr(" /,;&\n", text.p[end])) end++;
        char c = text.p[i];
        bool known = false;
        for (size_t k = 0; k < sizeof between / sizeof between[0]; k++)
            known |= end - i == strlen(between[k]) && memcmp(text.p + i, between[k], end - i) == 0;
        if (c >= 'A' && c <= 'Z')
            capitals++;
        else if (c >= '0' && c <= '9')
            return false;
        else if (end > i && !known)
            small++;
        i = end + 1;
    }
    if (!capitals || capitals > 12) return false;
    enum lead_part part = lead_classify(text, arena);
    /* 'DoN', 'SMT'. */
    bool short_form = text.n < 5 && capitals == 1 && small == 0;
    if (small == 0) return part != LEAD_OTHER || short_form;
    return part == LEAD_POST && small + capitals <= 4 && small <= 2;
}

static bool is_colour(const char *text, struct arena *arena) {
    static const char *const colours[] = {" red ", " amber ", " green ", " blue ", " yellow ",
                                          " r ",   " a ",     " g ",     " b ",    " grey "};
    if (strlen(text) > REF_TEXT_BYTES) return false;
    const char *words = heading_words(str_of(text), arena);
    for (size_t i = 0; i < sizeof colours / sizeof colours[0]; i++)
        if (strcmp(words, colours[i]) == 0) return true;
    return false;
}

static bool is_ref(const char *text) {
    struct str ref = str_trim(str_of(text));
    if (!ref.n || ref.n > REF_TEXT_BYTES) return false;
    bool digit = false;
    for (size_t i = 0; i < ref.n; i++) {
        char c = ref.p[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        digit |= c >= '0' && c <= '9';
        if (!letter && !(c >= '0' && c <= '9') && !strchr(".-/()", c)) return false;
    }
    struct label label;
    return digit || label_word(ref, &label);
}

static struct look look_at(const struct document_grid *grid, size_t from, size_t column,
                           struct arena *arena) {
    struct look look = {0};
    const char *last = NULL;
    long before = -1;
    for (size_t r = from; r < grid->rows && r < from + LOOK_ROWS; r++) {
        const struct document_cell *cell = document_cell(grid, r, column);
        if (!begins_at(cell, r, column) || !*cell->text || cell->column_span > 1) continue;
        size_t n = strnlen(cell->text, 1000);
        look.filled++;
        look.bytes += n;
        if (last && strcmp(last, cell->text) == 0) look.repeats = true;
        last = cell->text;
        if (!layout_has_letters(cell->text)) look.figures++;
        if (n < REF_TEXT_BYTES && strspn(cell->text, "0123456789") == n) {
            long figure = strtol(cell->text, NULL, 10);
            look.falls |= figure <= before;
            before = figure;
        }
        look.words += layout_is_words(cell);
        look.refs += is_ref(cell->text);
        if (is_people(str_of(cell->text), arena)) {
            look.people++;
            look.posts += lead_classify(str_trim(str_of(cell->text)), arena) == LEAD_POST;
        }
        count_date(cell, &look, arena);
        look.colours += is_colour(cell->text, arena);
        if (n <= STAGE_TEXT_BYTES) look.stages += stage_read(str_of(cell->text), arena).is_status;
    }
    return look;
}

static bool most(size_t part, size_t all) {
    return part && part * 3 >= all * 2;
}

static bool looks_dated(const struct look *look) {
    return look->dates && most(look->dates + look->soft, look->filled);
}

static bool looks_led(const struct look *look) {
    return most(look->people, look->filled) && !looks_dated(look);
}

struct columns {
    struct layout_slot *slots;
    struct look *looks;
    size_t count, of[HEADINGS];
    struct arena *arena;
};

static void rename_slot(struct columns *c, size_t slot, enum heading heading, const char *doubt) {
    c->of[c->slots[slot].heading]--;
    c->of[heading]++;
    c->slots[slot].heading = heading;
    c->slots[slot].doubt = doubt;
}

static bool header_says(const struct columns *c, size_t slot, const char *const *phrases,
                        size_t count) {
    const char *words = heading_words(str_of(c->slots[slot].header), c->arena);
    for (size_t i = 0; i < count; i++)
        if (strstr(words, phrases[i])) return true;
    return false;
}

static const char *why(const struct columns *c, size_t slot, const char *what, const char *cells) {
    struct str header = str_cut(str_trim(str_of(c->slots[slot].header)), 60);
    if (!header.n)
        return arena_printf(c->arena, "its column has no heading; it is read as %s because %s",
                            what, cells);
    return arena_printf(c->arena, "its heading '%.*s' does not say so; it is read as %s because %s",
                        (int)header.n, header.p, what, cells);
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *const milestone[] = {" milestone"};

/* Dates under a heading that is not known: what its words say of dates, or the deadline where none
 * is there. */
static void settle_dates(struct columns *c) {
    static const char *const starts[] = {" start", " from ", " begin", " opened ", " commence"};
    static const char *const targets[] = {" target "};
    static const char *const firsts[] = {" baseline ", " original ", " initial "};
    static const char *const news[] = {" forecast ", " revised ", " current ", " new "};
    static const char *const actuals[] = {" actual ",    " achieved ", " closed ",
                                          " completed ", " finished ", " delivered "};
    static const char *const others[] = {" review",    " updat",  " raised ",  " logged ",
                                         " meeting ",  " added ", " written ", " issued ",
                                         " reported ", " birth ", " as at ",   " last "};
    size_t deadlines = c->of[HEADING_DEADLINE] + c->of[HEADING_NEW_DEADLINE] +
                       c->of[HEADING_FIRST_DEADLINE] + c->of[HEADING_PERIOD];
    size_t last = SIZE_MAX, candidates = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (c->slots[i].heading != HEADING_NONE || !looks_dated(&c->looks[i])) continue;
        /* 'Target' alone may be a figure to be reached. */
        if (header_says(c, i, targets, COUNT(targets))) {
            rename_slot(c, i, HEADING_DEADLINE, NULL);
            deadlines++;
        } else if (header_says(c, i, starts, COUNT(starts))) {
            rename_slot(c, i, HEADING_START, NULL);
        } else if (header_says(c, i, firsts, COUNT(firsts))) {
            rename_slot(c, i, HEADING_FIRST_DEADLINE, NULL);
            deadlines++;
        } else if (header_says(c, i, news, COUNT(news))) {
            rename_slot(c, i, HEADING_NEW_DEADLINE, NULL);
            deadlines++;
        } else if (header_says(c, i, actuals, COUNT(actuals))) {
            rename_slot(c, i, HEADING_DONE_ON, NULL);
        } else if (!header_says(c, i, others, COUNT(others))) {
            last = i;
            candidates++;
        }
    }
    if (deadlines || last == SIZE_MAX) return;
    rename_slot(c, last, HEADING_DEADLINE,
                why(c, last, "the deadline",
                    candidates > 1 ? "dates stand below it; other columns have dates as well"
                                   : "dates stand below it and no other column is one"));
}

/* Of two columns that are deadlines by their headings the one that says so is it, or else the last:
 * 'Agreed date' beside 'Due date', 'from' beside 'to'. */
static void settle_two_deadlines(struct columns *c) {
    static const char *const says[] = {" due ", " deadline", " target ",  " by ",
                                       " end ", " complet",  " finish",   " deliver",
                                       " to ",  " when ",    " timescale"};
    size_t best = SIZE_MAX, dated = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (c->slots[i].heading != HEADING_DEADLINE) continue;
        const char *words = heading_words(str_of(c->slots[i].header), c->arena);
        bool bare = strcmp(words, " date ") == 0 || strcmp(words, " dates ") == 0;
        if (bare || !looks_dated(&c->looks[i]) || header_says(c, i, milestone, COUNT(milestone)))
            continue;
        dated++;
        if (best == SIZE_MAX || header_says(c, i, says, COUNT(says)) ||
            !header_says(c, best, says, COUNT(says)))
            best = i;
    }
    if (dated < 2) return;
    for (size_t i = 0; i < c->count; i++) {
        if (i == best || c->slots[i].heading != HEADING_DEADLINE || !looks_dated(&c->looks[i]) ||
            header_says(c, i, milestone, COUNT(milestone)))
            continue;
        rename_slot(c, i, HEADING_IGNORED, NULL);
    }
    struct str header = str_cut(str_of(c->slots[best].header), 60);
    c->slots[best].doubt =
        arena_printf(c->arena, "several columns are of dates, and '%.*s' is read as the deadline",
                     (int)header.n, header.p);
}

/* A column of which a heading says one thing and its cells another. */
static void settle_contradictions(struct columns *c) {
    static const char *const stage[] = {" stage ", " phase ", " gate "};
    for (size_t i = 0; i < c->count; i++) {
        const struct look *look = &c->looks[i];
        enum heading heading = c->slots[i].heading;
        bool lead = heading == HEADING_LEAD || heading == HEADING_ACCOUNTABLE ||
                    heading == HEADING_ORGANISATION;
        bool due = heading == HEADING_DEADLINE || heading == HEADING_NEW_DEADLINE ||
                   heading == HEADING_FIRST_DEADLINE;
        size_t leads = c->of[HEADING_LEAD] + c->of[HEADING_ACCOUNTABLE];
        if (look->filled < 2) continue;
        if (lead && most(look->dates, look->filled) && !look->people) {
            bool wanted = !c->of[HEADING_DEADLINE] && !c->of[HEADING_NEW_DEADLINE];
            rename_slot(
                c, i, wanted ? HEADING_DEADLINE : HEADING_NONE,
                why(c, i, "the deadline", "dates stand below it and nobody's name or post"));
        } else if (due && looks_led(look) && !look->dates && !look->soft) {
            rename_slot(c, i, leads ? HEADING_NONE : HEADING_LEAD,
                        why(c, i, "the lead", "people or posts stand below it and no dates"));
        } else if ((heading == HEADING_PROGRESS ||
                    (heading == HEADING_STATUS && header_says(c, i, stage, COUNT(stage)))) &&
                   look->dates == look->filled) {
            /* 'Next update', 'Stage 1 complete' above days are no news of the work. */
            rename_slot(c, i, HEADING_NONE, NULL);
        } else if (heading == HEADING_OUTCOME && c->of[HEADING_RISK] &&
                   look->figures == look->filled) {
            rename_slot(c, i, HEADING_NONE, NULL); /* the score of a risk */
        } else if (heading == HEADING_ACTION && !look->words && look->stages == look->filled) {
            rename_slot(c, i, HEADING_NONE, NULL);
        } else if (heading == HEADING_ACTION && c->of[HEADING_ACTION] > 1 && !leads &&
                   looks_led(look)) {
            rename_slot(c, i, HEADING_LEAD,
                        why(c, i, "the lead", "people or posts stand below it and no actions"));
        }
    }
}

static size_t find_slot(const struct columns *c, enum heading heading) {
    for (size_t i = 0; i < c->count; i++)
        if (c->slots[i].heading == heading) return i;
    return SIZE_MAX;
}

/* The column of actions, where none says so: most words stand in it. */
static void settle_item(struct columns *c) {
    size_t best = SIZE_MAX;
    if (c->of[HEADING_ACTION] + c->of[HEADING_RECOMMENDATION] + c->of[HEADING_MILESTONE]) return;
    for (size_t i = 0; i < c->count; i++) {
        const struct look *look = &c->looks[i];
        enum heading heading = c->slots[i].heading;
        bool free = heading == HEADING_NONE || heading == HEADING_THEME || heading == HEADING_REF;
        if (!free || !most(look->words, look->filled) || look->filled < 2 || look->repeats ||
            looks_dated(look) || look->people == look->filled || most(look->stages, look->filled))
            continue;
        if (best == SIZE_MAX ||
            look->bytes * c->looks[best].filled > c->looks[best].bytes * look->filled)
            best = i;
    }
    if (best == SIZE_MAX) return;
    rename_slot(c, best, HEADING_ACTION,
                why(c, best, "the action", "most words stand below it and no heading names one"));
}

/* Words beside a recommendation, or beside 'What needs fixing', are what is done about it where no
 * heading names an action. */
static void settle_answers(struct columns *c) {
    size_t asked = find_slot(c, HEADING_RECOMMENDATION), best = SIZE_MAX;
    if (c->of[HEADING_MILESTONE] || c->of[HEADING_PERIOD]) return;
    bool what = false;
    if (asked == SIZE_MAX && c->of[HEADING_ACTION] == 1) {
        asked = find_slot(c, HEADING_ACTION);
        const char *words = heading_words(str_of(c->slots[asked].header), c->arena);
        what = strncmp(words, " what ", 6) == 0 && words[6];
        if (!what) return;
    } else if (asked == SIZE_MAX || c->of[HEADING_ACTION]) {
        return;
    }
    for (size_t i = asked + 1; i < c->count; i++) {
        const struct look *look = &c->looks[i];
        if (c->slots[i].heading != HEADING_NONE || !*c->slots[i].header ||
            !most(look->words, look->filled) || look->filled < 2 || look->repeats ||
            looks_dated(look) || looks_led(look) || most(look->stages, look->filled))
            continue;
        if (best == SIZE_MAX ||
            look->bytes * c->looks[best].filled > c->looks[best].bytes * look->filled)
            best = i;
    }
    if (best == SIZE_MAX) return;
    if (what)
        rename_slot(c, asked, HEADING_RECOMMENDATION,
                    "another column of words stands beside it, which is read as its action");
    rename_slot(c, best, HEADING_ACTION,
                why(c, best, "the action",
                    "words stand below it beside what is asked, and no heading names an action"));
}

static void settle_unknown(struct columns *c) {
    size_t action = find_slot(c, HEADING_ACTION);
    if (action == SIZE_MAX) action = find_slot(c, HEADING_RECOMMENDATION);
    if (action == SIZE_MAX) action = find_slot(c, HEADING_MILESTONE);
    if (action == SIZE_MAX) return;
    bool leads = c->of[HEADING_LEAD] + c->of[HEADING_ACCOUNTABLE] + c->of[HEADING_ORGANISATION];
    for (size_t i = 0; i < c->count; i++) {
        const struct look *look = &c->looks[i];
        /* 'Risk owner'. */
        bool owned = c->slots[i].heading == HEADING_RISK && !leads && looks_led(look);
        if ((c->slots[i].heading != HEADING_NONE && !owned) || !look->filled) continue;
        if (i < action && !c->of[HEADING_REF] && !look->repeats && !look->falls &&
            look->refs == look->filled) {
            rename_slot(c, i, HEADING_REF,
                        why(c, i, "the number", "a number or letter stands in each of its cells"));
        } else if (!leads && (i > action || most(look->posts, look->filled)) && looks_led(look) &&
                   !most(look->stages, look->filled)) {
            rename_slot(c, i, HEADING_LEAD,
                        why(c, i, "the lead", "people, posts or groups stand below it"));
            leads = true;
        } else if (!c->of[HEADING_STATUS] && !c->of[HEADING_PROGRESS] && i > action &&
                   most(look->stages + look->colours, look->filled)) {
            rename_slot(c, i, HEADING_STATUS,
                        why(c, i, "the status", "stages of work or colours stand below it"));
        }
    }
}

/* Whether cells are what a heading that is misspelt wants. */
static bool may_hold(enum heading heading, const struct look *look) {
    if (heading == HEADING_DEADLINE || heading == HEADING_NEW_DEADLINE ||
        heading == HEADING_FIRST_DEADLINE || heading == HEADING_DONE_ON)
        return look->dates + look->soft > 0;
    if (heading == HEADING_LEAD || heading == HEADING_ACCOUNTABLE) return look->people > 0;
    return !looks_dated(look);
}

static void columns_init(struct columns *c, const struct document_grid *grid, size_t from,
                         struct layout_slot *slots, struct arena *arena) {
    *c = (struct columns){.slots = slots, .count = grid->columns, .arena = arena};
    c->looks = ARENA_NEW(arena, struct look, grid->columns);
    for (size_t i = 0; i < grid->columns; i++) {
        c->looks[i] = look_at(grid, from, i, arena);
        if (slots[i].heading == HEADING_NONE && *slots[i].header) {
            const char *as = NULL;
            enum heading spelt = heading_read_spelt(str_of(slots[i].header), &as);
            if (spelt != HEADING_NONE && may_hold(spelt, &c->looks[i])) {
                slots[i].heading = spelt;
                slots[i].doubt =
                    arena_printf(arena, "its heading '%s' is read as '%s'", slots[i].header, as);
            }
        }
        c->of[slots[i].heading]++;
    }
}

void meaning_settle(const struct document_grid *grid, size_t from, struct layout_slot *slots,
                    struct arena *arena) {
    struct columns c;
    columns_init(&c, grid, from, slots, arena);
    settle_contradictions(&c);
    settle_item(&c);
    settle_answers(&c);
    settle_dates(&c);
    settle_two_deadlines(&c);
    settle_unknown(&c);
}

bool meaning_contradicts(const struct document_grid *grid, size_t header, struct arena *arena) {
    size_t against = 0, agreed = 0;
    for (size_t r = 0; r < grid->rows; r++) {
        enum heading heading = heading_read(str_of(document_cell(grid, r, header)->text));
        bool lead = heading == HEADING_LEAD || heading == HEADING_ACCOUNTABLE;
        if (!lead && heading != HEADING_DEADLINE) continue;
        for (size_t c = header + 1; c < grid->columns; c++) {
            const struct document_cell *cell = document_cell(grid, r, c);
            struct look look = {0};
            if (!*cell->text || cell->column != c) continue;
            count_date(cell, &look, arena);
            bool people = is_people(str_of(cell->text), arena);
            against += lead ? look.dates : !look.dates && !look.soft && people;
            agreed += lead ? people : look.dates + look.soft;
        }
    }
    return against > agreed;
}

bool meaning_is_key(const struct document_grid *grid, size_t from, const struct layout_slot *slots,
                    struct arena *arena) {
    bool others = false;
    size_t status = SIZE_MAX, items = 0;
    for (size_t c = 0; c < grid->columns; c++) {
        enum heading heading = slots[c].heading;
        bool item = heading == HEADING_ACTION || heading == HEADING_MILESTONE;
        if (heading == HEADING_STATUS && status == SIZE_MAX)
            status = c;
        else if (item)
            items++;
        else
            others |= heading != HEADING_NONE && heading != HEADING_IGNORED;
    }
    if (others || items != 1 || status == SIZE_MAX || grid->rows - from < 2) return false;
    for (size_t r = from; r < grid->rows; r++) {
        const char *text = document_cell(grid, r, status)->text;
        bool fits = is_colour(text, arena) || (*text && *stage_read(str_of(text), arena).stage);
        for (size_t b = from; b < r; b++)
            fits &= strcmp(document_cell(grid, b, status)->text, text) != 0;
        if (!fits) return false;
    }
    return status == 0 || is_colour(document_cell(grid, from, status)->text, arena);
}

/* Whether a row may be headings: short texts, one a column, without dates and figures. */
static bool may_be_headings(const struct document_grid *grid, size_t row, struct arena *arena) {
    size_t filled = 0;
    for (size_t c = 0; c < grid->columns; c++) {
        const struct document_cell *cell = document_cell(grid, row, c);
        struct look look = {0};
        if (!*cell->text) continue;
        if (!begins_at(cell, row, c) || cell->column_span > 1 || strlen(cell->text) > 60)
            return false;
        count_date(cell, &look, arena);
        bool digits = strpbrk(cell->text, "0123456789") != NULL;
        bool named = heading_read(str_of(cell->text)) != HEADING_NONE;
        struct deadline d;
        const struct deadline_context nothing = {DATE_NONE, DATE_NONE, DATE_NONE};
        deadline_read(str_cut(str_of(cell->text), DATE_TEXT_BYTES), &nothing, arena, &d);
        bool dated = look.dates && (cell->kind == CELL_DATE || deadline_certain(&d));
        if ((dated && digits && !named) ||
            (!layout_has_letters(cell->text) && strcmp(cell->text, "#") != 0))
            return false;
        if (is_ref(cell->text) && digits) return false;
        filled++;
    }
    return filled > 2 && filled * 3 >= grid->columns * 2;
}

/* Tables of other things have people and dates as well. */
static bool is_something_else(const struct columns *c) {
    static const char *const others[] = {" version ", " author", " changes ", " risk",
                                         " attend",   " apolog", " paper",    " decision",
                                         " meeting",  " agenda", " glossary"};
    for (size_t i = 0; i < c->count; i++)
        if (header_says(c, i, others, COUNT(others))) return true;
    return false;
}

bool meaning_guess(const struct document_grid *grid, struct layout_slot *slots, size_t *header,
                   struct arena *arena) {
    if (grid->columns < 3 || grid->rows < 2) return false;
    size_t row = 0;
    while (row + 1 < grid->rows && row < 10 && !may_be_headings(grid, row, arena)) row++;
    bool any = row + 1 < grid->rows && row < 10;
    size_t from = any ? row + 1 : 0;
    for (size_t c = 0; c < grid->columns; c++) {
        const char *text = any ? document_cell(grid, row, c)->text : "";
        slots[c] = (struct layout_slot){heading_read(str_of(text)), text, NULL, NULL};
    }
    struct columns c;
    columns_init(&c, grid, from, slots, arena);
    if (is_something_else(&c)) return false;
    size_t named = 0;
    for (size_t i = 0; i < c.count; i++)
        named += slots[i].heading != HEADING_NONE && slots[i].heading != HEADING_IGNORED;
    settle_item(&c);
    settle_answers(&c);
    settle_contradictions(&c);
    settle_dates(&c);
    settle_two_deadlines(&c);
    settle_unknown(&c);
    size_t items = c.of[HEADING_ACTION] + c.of[HEADING_RECOMMENDATION] + c.of[HEADING_MILESTONE];
    size_t dates = c.of[HEADING_DEADLINE] + c.of[HEADING_NEW_DEADLINE];
    size_t leads = c.of[HEADING_LEAD] + c.of[HEADING_ACCOUNTABLE] + c.of[HEADING_ORGANISATION];
    if (!items || !((dates && leads) || (named >= 3 && dates + leads))) return false;
    if (!named && grid->rows - from < 2) return false;
    *header = any ? row : SIZE_MAX;
    return true;
}
