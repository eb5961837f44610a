/* Observations out of published tables; see import.h.
 *
 * SPDX-License-Identifier: MIT */
#include "import_parts.h"

#include "base/limits.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NONE UINT32_MAX
#define NO_COLUMN SIZE_MAX

/* A kind of observation that each row of the table gives: one in a long table, one for each month
 * or measure in a wide one. */
struct slot {
    uint32_t measure, place; /* NONE: the row's */
    int32_t start;           /* with has_period; otherwise the row's */
    struct period period;
    bool has_period;
    size_t columns[3]; /* by import_kind; NO_COLUMN: none */
};

struct reader {
    struct import *out;
    const struct import_map *map;
    const struct document_grid *grid;
    struct arena *arena;
    struct findings *findings;
    struct err *err;
    struct import_known known_measures, known_places;
    struct names measure_names, place_names, period_texts;
    struct import_troubles troubles;
    struct period *periods; /* of each text in period_texts */
    size_t *measure_of, *place_of;
    const char **headings;
    bool *is_used; /* columns that the mapping names */
    size_t measure_column, place_column, period_columns[2];
    struct slot *slots;
    size_t slot_count, capacity, entity_capacity[2];
    size_t incomplete, first_incomplete;
};

static void trouble(struct reader *r, const char *rule, enum severity severity, size_t row,
                    const char *column, const char *message) {
    import_trouble(&r->troubles, rule, severity, row, column, message);
}

/* --- columns --- */

static size_t letters(const char *text) {
    size_t column = 0;
    if (!*text) return NO_COLUMN;
    for (; *text; text++) {
        char c = (char)(*text | 0x20);
        if (c < 'a' || c > 'z' || column > 100000) return NO_COLUMN;
        column = column * 26 + (size_t)(c - 'a') + 1;
    }
    return column - 1;
}

static bool find_column(struct reader *r, const char *name, size_t *column) {
    *column = NO_COLUMN;
    for (size_t c = 0; c < r->grid->columns; c++) {
        if (strcasecmp(r->headings[c], name) != 0) continue;
        if (*column != NO_COLUMN) {
            err_set(r->err, ERR_INPUT, "the heading '%s' stands twice", name);
            return err_hint(r->err, "Name the column by its letter: 'column C'.");
        }
        *column = c;
    }
    if (*column == NO_COLUMN && strncasecmp(name, "column ", 7) == 0) *column = letters(name + 7);
    if (*column < r->grid->columns) {
        r->is_used[*column] = true;
        return true;
    }
    err_set(r->err, ERR_NOT_FOUND, "the table has no column '%s'", name);
    return err_hint(r->err, "The mapping file names columns by their headings, or as 'column B'; "
                            "`weft document FILE` shows them.");
}

static bool find_axis(struct reader *r, const struct import_axis *axis, size_t *column) {
    *column = NO_COLUMN;
    return axis->from != FROM_COLUMN || find_column(r, axis->text, column);
}

/* --- measures and places --- */

static uint32_t add_entity(struct reader *r, bool is_place, struct str written) {
    struct names *names = is_place ? &r->place_names : &r->measure_names;
    struct import_entity **entities = is_place ? &r->out->places : &r->out->measures;
    size_t *count = is_place ? &r->out->place_count : &r->out->measure_count;
    size_t *capacity = &r->entity_capacity[is_place];
    bool added;
    size_t at = names_add(names, str_trim(written), &added);
    if (!added) return (uint32_t)at;
    if (at == *capacity) {
        *capacity = *capacity ? 2 * *capacity : 64;
        struct import_entity *larger = ARENA_NEW(r->arena, struct import_entity, *capacity);
        if (at) memcpy(larger, *entities, at * sizeof *larger);
        *entities = larger;
    }
    struct import_entity *entity = &(*entities)[(*count)++];
    const struct import_known *known = is_place ? &r->known_places : &r->known_measures;
    struct str id = str_of(names->texts[at]);
    for (size_t i = 0; i < r->map->name_count; i++) {
        const struct import_name *name = &r->map->names[i];
        if (name->is_place == is_place && str_is(id, name->written)) {
            id = str_of(name->id);
            break;
        }
    }
    const struct import_entity *found = import_by_id(known, id);
    *entity = found ? *found : (struct import_entity){.per = 1, .frequency = PERIOD_MONTH};
    entity->written = names->texts[at];
    entity->rows = 0;
    if (!found && id.n && !str_is(id, entity->written))
        trouble(r, "I02", SEVERITY_ERROR, 0, NULL,
                arena_printf(r->arena,
                             "the mapping says that '%s' is '%.*s', and the package has no "
                             "such %s",
                             entity->written, (int)id.n, id.p, is_place ? "place" : "measure"));
    return (uint32_t)at;
}

static bool constant_entity(struct reader *r, const struct import_axis *axis, bool is_place,
                            uint32_t *entity) {
    *entity = NONE;
    if (axis->from != FROM_CONSTANT) return true;
    *entity = add_entity(r, is_place, str_of(axis->text));
    if ((is_place ? r->out->places : r->out->measures)[*entity].id) return true;
    err_set(r->err, ERR_NOT_FOUND, "the package has no %s '%s', which the mapping names",
            is_place ? "place" : "measure", axis->text);
    return err_hint(r->err, "Add it to %s.csv, or change the mapping.",
                    is_place ? "place" : "measure");
}

/* --- slots --- */

static struct slot *add_slot(struct reader *r) {
    struct slot *slot = &r->slots[r->slot_count++];
    *slot = (struct slot){.measure = NONE, .place = NONE};
    for (int k = 0; k < 3; k++) slot->columns[k] = NO_COLUMN;
    return slot;
}

static struct slot *slot_of_measure(struct reader *r, uint32_t measure) {
    for (size_t i = 0; i < r->slot_count; i++)
        if (r->slots[i].measure == measure) return &r->slots[i];
    struct slot *slot = add_slot(r);
    slot->measure = measure;
    return slot;
}

static bool has_figures(const struct reader *r, size_t column) {
    for (size_t row = 0; row < r->grid->rows; row++) {
        double number;
        bool percent;
        if (import_row_number(r->grid, row) < r->map->rows_from) continue;
        const struct document_cell *cell = document_cell(r->grid, row, column);
        if (import_figure(cell, &number, &percent) == FIGURE_NUMBER) return true;
    }
    return false;
}

static bool heading_period(struct reader *r, size_t column, struct period *period) {
    const struct document_cell *cell;
    const char *why = "";
    enum period_answer answer = import_heading_period(r->grid, r->map, column, period, &why, &cell);
    if (answer == PERIOD_AMBIGUOUS)
        trouble(r, "I04", SEVERITY_ERROR, cell->row, r->headings[column],
                arena_printf(r->arena, "the heading '%s' has two readings: %s", cell->text, why));
    struct str mark = answer == PERIOD_READ ? import_period_mark(cell) : (struct str){"", 0};
    if (mark.n)
        trouble(r, "I14", SEVERITY_WARNING, cell->row, r->headings[column],
                arena_printf(r->arena,
                             "the period '%s' has the mark '%.*s' behind it: the figures are "
                             "taken, the mark is not",
                             cell->text, (int)mark.n, mark.p));
    return answer == PERIOD_READ;
}

static struct slot *slot_of_period(struct reader *r, const struct period *period,
                                   uint32_t measure) {
    for (size_t i = 0; i < r->slot_count; i++)
        if (r->slots[i].has_period && r->slots[i].period.start == period->start &&
            r->slots[i].period.kind == period->kind && r->slots[i].measure == measure)
            return &r->slots[i];
    struct slot *slot = add_slot(r);
    slot->has_period = true;
    slot->period = *period;
    slot->measure = measure;
    return slot;
}

/* Two rows of headings, the period in one and what is counted in the other: the columns of a number
 * are those headed by its name, one for each period. False with nothing set where there are none.
 */
static bool number_slots(struct reader *r, const struct import_number *number, uint32_t measure) {
    bool found = false;
    for (size_t c = 0; c < r->grid->columns; c++) {
        struct period period;
        if (!import_is_headed(r->grid, r->map, c, number->column) || !heading_period(r, c, &period))
            continue;
        slot_of_period(r, &period, measure)->columns[number->kind] = c;
        found = r->is_used[c] = true;
    }
    return found;
}

/* Figures under a heading that is no period as the others are. */
static void say_left_out(struct reader *r, size_t column) {
    if (!has_figures(r, column)) return;
    findings_add(r->findings, SEVERITY_WARNING, "I16", r->out->file, r->map->header_to,
                 r->headings[column],
                 "this column has figures, and its heading is no period as the others are: it is "
                 "left out");
}

/* Whether a heading is a part of a year: then the year itself is a sum of others. */
static bool heads_parts(struct reader *r) {
    for (size_t c = 0; c < r->grid->columns; c++) {
        struct period period;
        const struct document_cell *cell;
        if (!r->is_used[c] && *r->headings[c] &&
            import_heading_period(r->grid, r->map, c, &period, NULL, &cell) == PERIOD_READ &&
            period.kind != PERIOD_YEAR)
            return true;
    }
    return false;
}

/* A slot for each column whose heading is a period, measure or place. */
static bool head_slots(struct reader *r, enum import_kind kind) {
    const struct import_map *map = r->map;
    bool by_period = map->period_count == 1 && map->periods[0].from == FROM_HEADER;
    bool parts = by_period && heads_parts(r);
    for (size_t c = 0; c < r->grid->columns; c++) {
        if (r->is_used[c] || !*r->headings[c]) continue;
        struct period period = {0};
        if (by_period) {
            if (!heading_period(r, c, &period) || (parts && period.kind == PERIOD_YEAR)) {
                say_left_out(r, c);
                continue;
            }
        } else if (!has_figures(r, c)) {
            continue;
        }
        struct slot *slot = add_slot(r);
        slot->columns[kind] = c;
        slot->has_period = by_period;
        slot->period = period;
        if (map->measure.from == FROM_HEADER)
            slot->measure = add_entity(r, false, str_of(r->headings[c]));
        if (map->place.from == FROM_HEADER)
            slot->place = add_entity(r, true, str_of(r->headings[c]));
    }
    return r->slot_count > 0 ||
           err_set(r->err, ERR_INPUT, "no heading in row %zu is a %s", map->header_to,
                   by_period                          ? "period"
                   : map->measure.from == FROM_HEADER ? "measure"
                                                      : "place");
}

static bool is_named(const struct import_number *number) {
    return strcmp(number->column, "header") != 0;
}

static bool make_slots(struct reader *r) {
    const struct import_map *map = r->map;
    /* A column can be of several numbers only where it is named for each. */
    r->slots = ARENA_NEW(r->arena, struct slot,
                         (r->grid->columns + 1) * (map->number_count + 1) + IMPORT_NUMBERS);
    bool by_header = map->measure.from == FROM_HEADER || map->place.from == FROM_HEADER ||
                     (map->period_count && map->periods[0].from == FROM_HEADER);
    bool two_rows = map->header_from < map->header_to && map->period_count == 1 &&
                    map->periods[0].from == FROM_HEADER;
    if (two_rows)
        for (size_t i = 0; i < map->number_count; i++) by_header &= !is_named(&map->numbers[i]);
    if (by_header) {
        enum import_kind kind = IMPORT_VALUE;
        for (size_t i = 0; i < map->number_count; i++)
            if (!is_named(&map->numbers[i])) kind = map->numbers[i].kind;
        if (!head_slots(r, kind)) return false;
    }
    struct slot *plain = NULL;
    for (size_t i = 0; i < map->number_count; i++) {
        const struct import_number *number = &map->numbers[i];
        if (by_header && !is_named(number)) continue;
        size_t column;
        uint32_t measure = NONE;
        const struct import_axis axis = {FROM_CONSTANT, number->measure, false};
        if (number->measure && !constant_entity(r, &axis, false, &measure)) return false;
        if (two_rows && number_slots(r, number, measure)) continue;
        if (!find_column(r, number->column, &column)) return false;
        struct slot *slot;
        if (number->measure) {
            slot = slot_of_measure(r, measure);
        } else {
            if (!plain) plain = add_slot(r);
            slot = plain;
        }
        slot->columns[number->kind] = column;
    }
    if (r->slot_count) return true;
    err_set(r->err, ERR_INPUT, "the mapping names no numerator, denominator or value");
    return err_hint(r->err, "Write the heading of a column of numbers into 'where'.");
}

/* --- rows --- */

static const struct document_cell *axis_cell(struct reader *r, const struct import_axis *axis,
                                             size_t row, size_t column) {
    const struct document_cell *cell = document_cell(r->grid, row, column);
    if (!axis->as_above) return cell;
    size_t first = import_row_index(r->grid, r->map->rows_from);
    for (size_t above = row; !*cell->text && above > first;)
        cell = document_cell(r->grid, --above, column);
    return cell;
}

static bool is_skipped(struct reader *r, size_t row) {
    for (size_t i = 0; i < r->map->skip_count; i++) {
        size_t column;
        struct err unseen;
        struct err *err = r->err;
        r->err = &unseen;
        bool found = find_column(r, r->map->skips[i].column, &column);
        r->err = err;
        if (found && str_is(str_trim(str_of(document_cell(r->grid, row, column)->text)),
                            r->map->skips[i].text))
            return true;
    }
    return false;
}

/* The period of a row; the same text is read once. */
static bool row_period(struct reader *r, size_t row, struct period *period) {
    const struct import_map *map = r->map;
    const struct document_cell *cell = NULL;
    struct document_cell joined = {.kind = CELL_TEXT, .date = DATE_NONE};
    size_t column = r->period_columns[0];
    if (map->period_count == 1 && map->periods[0].from == FROM_COLUMN) {
        cell = axis_cell(r, &map->periods[0], row, column);
    } else {
        const char *parts[2] = {"", ""};
        for (size_t i = 0; i < map->period_count; i++)
            parts[i] = map->periods[i].from == FROM_CONSTANT
                           ? map->periods[i].text
                           : axis_cell(r, &map->periods[i], row, r->period_columns[i])->text;
        joined.text = arena_printf(r->arena, "%s %s", parts[0], parts[1]);
        cell = &joined;
    }
    struct str text = str_of(cell->text);
    if (str_trim(text).n == 0) return false;
    const char *why = "";
    if (cell->kind != CELL_TEXT)
        return import_period(cell, &map->style, period, &why) == PERIOD_READ;
    bool added;
    size_t at = names_add(&r->period_texts, text, &added);
    if (added) {
        if ((at & (at - 1)) == 0) {
            struct period *larger = ARENA_NEW(r->arena, struct period, at ? 2 * at : 1);
            if (at) memcpy(larger, r->periods, at * sizeof *larger);
            r->periods = larger;
        }
        enum period_answer answer = import_period(cell, &map->style, &r->periods[at], &why);
        if (answer != PERIOD_READ) {
            r->periods[at].start = DATE_NONE;
            const char *heading = column == NO_COLUMN ? NULL : r->headings[column];
            trouble(r, "I04", SEVERITY_ERROR, row, heading,
                    answer == PERIOD_AMBIGUOUS
                        ? arena_printf(r->arena,
                                       "the period '%s' has two readings: %s; say which "
                                       "in the mapping's line of the period",
                                       cell->text, why)
                        : arena_printf(r->arena, "the period '%s' cannot be read: %s", cell->text,
                                       why));
        }
    }
    *period = r->periods[at];
    return period->start != DATE_NONE;
}

static bool fits(struct reader *r, const struct import_entity *measure, const struct period *period,
                 size_t row, int32_t *start) {
    char text[DATE_BYTES];
    *start = period_of_length(period, measure->frequency, r->map->style.is_end);
    if (!measure->id) {
        if (*start == DATE_NONE) *start = period->start;
        return true;
    }
    if (*start == DATE_NONE) {
        trouble(r, "I05", SEVERITY_ERROR, row, NULL,
                arena_printf(r->arena, "a period is a %s, and the measure '%s' is by %s",
                             period_kind_text(period->kind), measure->id,
                             period_kind_text(measure->frequency)));
        return false;
    }
    int year, month, day;
    date_parts(*start, &year, &month, &day);
    bool first = measure->frequency <= PERIOD_WEEK || day == 1;
    if (measure->frequency == PERIOD_QUARTER) first = first && (month - 1) % 3 == 0;
    if (first) return true;
    trouble(r, "I05", SEVERITY_ERROR, row, NULL,
            arena_printf(r->arena,
                         "%s is not the first day of a %s; if periods are given by their "
                         "last day, write 'end' into the mapping's line of the period",
                         date_text(*start, text), period_kind_text(measure->frequency)));
    return false;
}

/* A figure with a mark behind it is taken, and the mark, which is not, is said. */
static void say_mark(struct reader *r, const struct document_cell *cell, size_t row,
                     size_t column) {
    struct str mark = import_figure_mark(cell);
    if (!mark.n) return;
    char letter = (char)((mark.n == 1 ? mark.p[0] : mark.n == 3 ? mark.p[1] : '-') | 0x20);
    const char *perhaps = letter == 'r'   ? "revised"
                          : letter == 'p' ? "provisional"
                          : letter == 'e' ? "estimated"
                                          : "a note";
    trouble(r, "I14", SEVERITY_WARNING, row, r->headings[column],
            arena_printf(r->arena,
                         "a figure has the mark '%.*s' behind it (%s?): the figure is taken, the "
                         "mark is not",
                         (int)mark.n, mark.p, perhaps));
}

static double figure(struct reader *r, const struct slot *slot, enum import_kind kind, size_t row,
                     const struct import_entity *measure) {
    size_t column = slot->columns[kind];
    if (column == NO_COLUMN) return NAN;
    const struct document_cell *cell = document_cell(r->grid, row, column);
    double number;
    bool percent;
    switch (import_figure(cell, &number, &percent)) {
    case FIGURE_NUMBER:
        if (kind == IMPORT_VALUE) {
            number *= r->map->scale;
            if (percent && measure->is_percent) number *= 100;
        }
        say_mark(r, cell, row, column);
        return number;
    case FIGURE_WITHHELD:
        trouble(r, "I06", SEVERITY_WARNING, row, r->headings[column],
                arena_printf(r->arena, "'%s' stands for a figure that is withheld or missing",
                             cell->text));
        return NAN;
    case FIGURE_WRONG:
        trouble(r, "I07", SEVERITY_ERROR, row, r->headings[column],
                arena_printf(r->arena, "'%.60s' is not a number", cell->text));
        return NAN;
    case FIGURE_BLANK:
        break;
    }
    return NAN;
}

static void keep(struct reader *r, struct import_row row) {
    struct import *out = r->out;
    if (out->count == r->capacity) {
        r->capacity = r->capacity ? 2 * r->capacity : r->grid->rows + 1;
        struct import_row *larger = ARENA_NEW(r->arena, struct import_row, r->capacity);
        if (out->count) memcpy(larger, out->rows, out->count * sizeof *larger);
        out->rows = larger;
    }
    out->rows[out->count++] = row;
    out->measures[row.measure].rows++;
    out->places[row.place].rows++;
}

static void read_slot(struct reader *r, const struct slot *slot, size_t row, uint32_t measure,
                      uint32_t place, const struct period *period) {
    struct import_row found = {.row = (uint32_t)row, .measure = measure, .place = place};
    const struct import_entity *entity = &r->out->measures[measure];
    found.numerator = figure(r, slot, IMPORT_NUMERATOR, row, entity);
    found.denominator = figure(r, slot, IMPORT_DENOMINATOR, row, entity);
    found.value = figure(r, slot, IMPORT_VALUE, row, entity);
    for (int k = 2; k >= 0; k--)
        if (slot->columns[k] != NO_COLUMN) found.column = (uint32_t)slot->columns[k];
    bool known = entity->id && r->out->places[place].id;
    if (isnan(found.numerator) && isnan(found.value)) {
        if (known)
            trouble(r, "I08", SEVERITY_WARNING, row, NULL,
                    arena_printf(r->arena, "'%s' has periods without a figure; they are left out",
                                 entity->id));
        return;
    }
    if (!fits(r, entity, period, row, &found.start)) return;
    if (known && slot->columns[IMPORT_NUMERATOR] != NO_COLUMN && isnan(found.numerator))
        trouble(r, "I08", SEVERITY_WARNING, row, NULL,
                arena_printf(r->arena, "'%s' has values whose numerator is blank", entity->id));
    keep(r, found);
}

/* Whether anything stands where the numbers are: below a table there are notes. */
static bool is_filled(const struct reader *r, size_t row) {
    for (size_t i = 0; i < r->slot_count; i++)
        for (int k = 0; k < 3; k++)
            if (r->slots[i].columns[k] != NO_COLUMN &&
                *document_cell(r->grid, row, r->slots[i].columns[k])->text)
                return true;
    return false;
}

static void read_row(struct reader *r, size_t row, uint32_t measure, uint32_t place) {
    const struct import_map *map = r->map;
    if (is_skipped(r, row)) return;
    struct str text;
    if (map->measure.from == FROM_COLUMN) {
        text = str_trim(str_of(axis_cell(r, &map->measure, row, r->measure_column)->text));
        measure = text.n ? add_entity(r, false, text) : NONE;
    }
    if (map->place.from == FROM_COLUMN) {
        text = str_trim(str_of(axis_cell(r, &map->place, row, r->place_column)->text));
        place = text.n ? add_entity(r, true, text) : NONE;
    }
    struct period row_of = {0};
    bool needs = false;
    for (size_t i = 0; i < r->slot_count; i++) needs = needs || !r->slots[i].has_period;
    bool has_period = !needs || (is_filled(r, row) && row_period(r, row, &row_of));
    bool complete = has_period;
    for (size_t i = 0; i < r->slot_count && has_period; i++) {
        const struct slot *slot = &r->slots[i];
        uint32_t m = slot->measure == NONE ? measure : slot->measure;
        uint32_t p = slot->place == NONE ? place : slot->place;
        if (m == NONE || p == NONE)
            complete = false;
        else
            read_slot(r, slot, row, m, p, slot->has_period ? &slot->period : &row_of);
    }
    if (complete || r->grid->row_first[row] == r->grid->row_first[row + 1]) return;
    if (!r->incomplete++) r->first_incomplete = row;
}

static bool read_all(struct reader *r) {
    const struct import_map *map = r->map;
    uint32_t measure, place;
    if (!find_axis(r, &map->measure, &r->measure_column) ||
        !find_axis(r, &map->place, &r->place_column))
        return false;
    for (size_t i = 0; i < map->period_count; i++)
        if (!find_axis(r, &map->periods[i], &r->period_columns[i])) return false;
    bool in_numbers = false;
    for (size_t i = 0; i < map->number_count; i++) in_numbers |= map->numbers[i].measure != NULL;
    const char *missing = map->measure.from == FROM_NOWHERE && !in_numbers             ? "measure"
                          : map->place.from == FROM_NOWHERE                            ? "place"
                          : !map->period_count || map->periods[0].from == FROM_NOWHERE ? "period"
                                                                                       : NULL;
    if (missing) {
        err_set(r->err, ERR_INPUT, "the mapping does not say what the %s is", missing);
        return err_hint(r->err, "Write a column's heading into 'where' of the line '%s'.", missing);
    }
    if (!constant_entity(r, &map->measure, false, &measure) ||
        !constant_entity(r, &map->place, true, &place) || !make_slots(r))
        return false;
    size_t from = import_row_index(r->grid, map->rows_from);
    for (size_t row = from; row < r->grid->rows; row++) {
        if (map->rows_to && import_row_number(r->grid, row) > map->rows_to) break;
        read_row(r, row, measure, place);
    }
    import_troubles_report(&r->troubles, r->grid, r->out->file, r->findings);
    import_report_unknown(r->out, true, r->findings);
    import_report_unknown(r->out, false, r->findings);
    if (r->incomplete)
        findings_add(r->findings, SEVERITY_WARNING, "I03", r->out->file,
                     import_row_number(r->grid, r->first_incomplete), NULL,
                     "%zu row%s without measure, place or period %s left out; this is the first",
                     r->incomplete, r->incomplete == 1 ? "" : "s",
                     r->incomplete == 1 ? "is" : "are");
    return true;
}

bool import_read(const struct document *document, const struct import_map *map, sqlite3 *db,
                 struct arena *arena, struct findings *findings, struct import *out,
                 struct err *err) {
    *out = (struct import){.arena = arena};
    struct reader r = {.out = out,
                       .map = map,
                       .arena = arena,
                       .findings = findings,
                       .err = err,
                       .measure_names = names_new(arena),
                       .place_names = names_new(arena),
                       .troubles = import_troubles_new(arena),
                       .period_texts = names_new(arena),
                       .measure_column = NO_COLUMN,
                       .place_column = NO_COLUMN,
                       .period_columns = {NO_COLUMN, NO_COLUMN}};
    if (!import_find_table(document, map->table, &r.grid, err)) return false;
    out->grid = r.grid;
    out->file = import_file_name(document, r.grid, arena);
    r.headings = import_headings(r.grid, map, arena);
    r.is_used = ARENA_NEW(arena, bool, r.grid->columns + 1);
    return import_known_measures(db, arena, &r.known_measures, err) &&
           import_known_places(db, arena, &r.known_places, err) && read_all(&r);
}
