/* Workbooks (ECMA-376, Part 1, SpreadsheetML) as documents of one grid a sheet: cached values of
 * formulas, merged cells, dates of both systems, hidden sheets, rows and columns noted.
 *
 * SPDX-License-Identifier: MIT */
#include "document_build.h"
#include "markup.h"
#include "office.h"
#include "sheet_style.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

struct shared_text {
    const char *text;
    unsigned char indent; /* blanks that it began with */
};

struct book {
    struct document_build *build;
    struct flow *flow; /* for cells that hold HTML tags */
    struct arena *arena;
    struct zip *zip;
    struct shared_text *strings;
    size_t string_count;
    struct sheet_styles styles;
    bool from_1904;
};

struct sheet {
    struct book *book;
    struct grid_build g;
    uint32_t row, column; /* the next ones */
    uint32_t hidden_from; /* the first of a run of hidden rows, 0 for none */
    uint32_t hidden_to;
    bool row_is_hidden;
    size_t shaded; /* empty cells that are kept for the colour behind them */
};

/* More are no statuses: a sheet that is painted to its end. */
#define SHADED_MOST 100000

/* Text as somebody sees it: line ends as '\n', '_x000D_' as nothing, lines without white space at
 * their ends. */
static const char *clean(struct arena *arena, struct str text) {
    struct str rest = text, line;
    bool plain = true;
    for (size_t i = 0; i < text.n && plain; i++)
        plain = text.p[i] != '\n' && text.p[i] != '\r' && text.p[i] != '_';
    text = str_trim(text);
    if (plain) return arena_copy(arena, text.p, text.n);
    struct buf out = buf_new(arena);
    while (str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.n && out.length) buf_putc(&out, '\n');
        for (size_t i = 0; i < line.n; i++) {
            if (line.n - i >= 7 && memcmp(line.p + i, "_x000D_", 7) == 0)
                i += 6;
            else
                buf_putc(&out, line.p[i]);
        }
    }
    return out.text;
}

static bool read_strings(struct book *book, const char *name, struct err *err) {
    struct part *part;
    if (!office_open_optional(book->zip, name, &part, err)) return false;
    if (!part) return true;
    size_t capacity = 0;
    struct buf text = buf_new(book->arena);
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event != PART_START || !part_is(part, "si")) continue;
        if (book->string_count == LIMIT_SHARED_STRINGS) {
            err_set(err, ERR_TOO_LARGE, "has more than %zu million texts",
                    LIMIT_SHARED_STRINGS / 1000000);
            part_stop(part, err);
            break;
        }
        if (book->string_count == capacity) {
            capacity = capacity ? 2 * capacity : 256;
            struct shared_text *strings = ARENA_NEW(book->arena, struct shared_text, capacity);
            if (book->string_count)
                memcpy(strings, book->strings, book->string_count * sizeof *strings);
            book->strings = strings;
        }
        text.length = 0;
        part_collect(part, "t", "rPh", &text);
        struct str whole = {text.text, text.length};
        book->strings[book->string_count++] =
            (struct shared_text){clean(book->arena, whole), build_indent(whole)};
    }
    return part_close(part, err);
}

/* 'AB12' from *text on; false when it is none. Numbers that no sheet has are given as they stand.
 */
static bool read_reference(const char **text, uint64_t *row, uint64_t *column) {
    const char *c = *text;
    *row = *column = 0;
    if (*c == '$') c++;
    for (; *c >= 'A' && *c <= 'Z' && *column < UINT32_MAX; c++)
        *column = *column * 26 + (uint64_t)(*c - 'A' + 1);
    if (*c == '$') c++;
    for (; *c >= '0' && *c <= '9' && *row < (uint64_t)1 << 40; c++)
        *row = *row * 10 + (uint64_t)(*c - '0');
    *text = c;
    if (*row == 0 || *column == 0) return false;
    --*row;
    --*column;
    return true;
}

static bool read_range(const char *text, uint64_t from[2], uint64_t to[2]) {
    if (!text || !read_reference(&text, &from[0], &from[1])) return false;
    to[0] = from[0];
    to[1] = from[1];
    if (*text == ':') {
        text++;
        if (!read_reference(&text, &to[0], &to[1])) return false;
    }
    return *text == '\0' && to[0] >= from[0] && to[1] >= from[1];
}

static bool check_position(const struct sheet *s, uint64_t row, uint64_t column, struct err *err) {
    if (row < LIMIT_SHEET_ROWS && column < LIMIT_SHEET_COLUMNS) return true;
    const char *title = s->g.grid->title;
    if (row >= LIMIT_SHEET_ROWS)
        return err_set(err, ERR_TOO_LARGE,
                       "its sheet '%s' claims a row %llu; a sheet has at most 1,048,576", title,
                       (unsigned long long)row + 1);
    return err_set(err, ERR_TOO_LARGE,
                   "its sheet '%s' claims a column %llu; a sheet has at most 16,384", title,
                   (unsigned long long)column + 1);
}

static void fill_cell(struct sheet *s, const char *type, uint32_t style, struct str value,
                      struct document_cell *cell) {
    struct book *book = s->book;
    double number;
    char first = type[0];
    if (value.n == 0) {
        cell->kind = CELL_EMPTY;
    } else if (first == 's' && type[1] == '\0') {
        bool known = number_parse(str_trim(value), &number) && number >= 0 &&
                     number < (double)book->string_count;
        cell->text = known ? book->strings[(size_t)number].text : "";
        cell->indent = known ? book->strings[(size_t)number].indent : 0;
        cell->kind = *cell->text ? CELL_TEXT : CELL_EMPTY;
    } else if (first == 'b') {
        cell->number = str_is(str_trim(value), "1") || str_is(str_trim(value), "true");
        cell->text = cell->number != 0 ? "TRUE" : "FALSE";
        cell->kind = CELL_BOOLEAN;
    } else if (first == 'e') {
        cell->text = clean(book->arena, value);
        cell->kind = CELL_ERROR;
    } else if (first == 'd' && value.n >= 10 &&
               date_parse((struct str){value.p, 10}, &cell->date)) {
        char text[DATE_BYTES];
        cell->text = arena_string(book->arena, date_people(cell->date, text));
        cell->kind = CELL_DATE;
        cell->number = cell->date;
    } else if ((first == '\0' || first == 'n') && number_parse(str_trim(value), &number)) {
        static const struct sheet_format plain;
        const struct sheet_format *format =
            style < book->styles.count ? &book->styles.items[style].format : &plain;
        sheet_format_cell(format, number, book->from_1904, book->arena, cell);
    } else {
        cell->text = clean(book->arena, value);
        cell->kind = *cell->text ? CELL_TEXT : CELL_EMPTY;
    }
}

static bool read_cell(struct sheet *s, struct part *part, struct buf *value, struct err *err) {
    const char *reference = part_attribute(part, "r");
    uint64_t row = s->row, column = s->column;
    if (reference && !read_reference(&reference, &row, &column)) {
        row = s->row;
        column = s->column;
    }
    if (!check_position(s, row, column, err)) return false;
    struct document_cell cell = {.row = (uint32_t)row, .column = (uint32_t)column};
    char type[12] = "";
    const char *text = part_attribute(part, "t");
    if (text && strlen(text) < sizeof type) strcpy(type, text);
    uint32_t style = 0;
    if (!office_number(part, "s", &style)) style = 0;
    s->column = (uint32_t)column + 1;
    value->length = 0;
    int depth = 0;
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event == PART_END && depth-- == 0) break;
        if (event != PART_START) continue;
        depth++;
        bool is_value = part_is(part, "v"), is_inline = part_is(part, "is");
        if (!is_value && !is_inline) continue;
        if (is_inline) {
            part_collect(part, "t", "rPh", value);
        } else {
            for (; (event = part_next(part)) == PART_TEXT;) {
                struct str found = part_text(part);
                buf_add(value, found.p, found.n);
            }
            if (event == PART_DONE) break;
            if (event == PART_START) part_skip(part); /* nothing stands in a value */
        }
        depth--;
    }
    fill_cell(s, type, style, (struct str){value->text, value->length}, &cell);
    static const struct sheet_style plain;
    const struct sheet_style *look =
        style < s->book->styles.count ? &s->book->styles.items[style] : &plain;
    cell.shade = look->shade;
    if (cell.kind == CELL_EMPTY) {
        if (!cell.shade || s->shaded == SHADED_MOST) return true;
        s->shaded++;
    } else {
        cell.is_bold = look->bold;
        cell.indent = (unsigned char)(cell.indent + look->indent);
        if (look->struck) {
            build_note(s->book->build, "text that is struck out", str_of(cell.text),
                       document_cell_place(s->g.grid, row, column, s->book->arena));
            return true;
        }
    }
    /* A text that was pasted from a page with its tags. */
    if (cell.kind == CELL_TEXT && markup_has_blocks(str_of(cell.text))) {
        size_t count;
        markup_read(s->book->flow, str_of(cell.text));
        const struct document_line *lines = flow_take(s->book->flow, &count);
        return grid_lines(&s->g, cell, lines, count, err);
    }
    return grid_cell(&s->g, cell, err);
}

static void end_hidden_rows(struct sheet *s) {
    if (s->hidden_from)
        build_note(s->book->build, "hidden rows, read as well", (struct str){0},
                   s->hidden_from == s->hidden_to
                       ? arena_printf(s->book->arena, "%s row %u", s->g.grid->place, s->hidden_from)
                       : arena_printf(s->book->arena, "%s rows %u to %u", s->g.grid->place,
                                      s->hidden_from, s->hidden_to));
    s->hidden_from = 0;
}

static bool begin_row(struct sheet *s, struct part *part, struct err *err) {
    const char *text = part_attribute(part, "r");
    double row;
    if (text && number_parse(str_of(text), &row) && row >= 1 && row < 1e15) {
        if (!check_position(s, (uint64_t)row - 1, 0, err)) return false;
        s->row = (uint32_t)row - 1;
    }
    s->column = 0;
    s->row_is_hidden = office_yes(part, "hidden");
    if (!s->row_is_hidden || s->hidden_to != s->row) end_hidden_rows(s);
    return check_position(s, s->row, 0, err);
}

/* A hidden row is noted when something stands in it. */
static void end_row(struct sheet *s, size_t cells_before) {
    if (s->row_is_hidden && s->g.grid->cell_count > cells_before) {
        if (!s->hidden_from) s->hidden_from = s->row + 1;
        s->hidden_to = s->row + 1;
    }
    s->row++;
}

static void note_columns(struct sheet *s, struct part *part) {
    uint32_t from, to;
    if (!office_yes(part, "hidden") || !office_number(part, "min", &from) ||
        !office_number(part, "max", &to) || from == 0)
        return;
    if (to >= LIMIT_SHEET_COLUMNS) return; /* all that are not used */
    const char *place = document_cell_place(s->g.grid, 0, from - 1, s->book->arena);
    build_note(s->book->build, "hidden columns, read as well", (struct str){0},
               arena_printf(s->book->arena, "%s and %u more", place, to - from));
}

static bool read_sheet_events(struct sheet *s, struct part *part, struct err *err) {
    struct buf value = buf_new(s->book->arena);
    size_t cells = 0;
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event == PART_TEXT) continue;
        if (event == PART_END) {
            if (part_is(part, "row")) end_row(s, cells);
            continue;
        }
        if (part_is(part, "row")) {
            cells = s->g.grid->cell_count;
            if (!begin_row(s, part, err)) return false;
        } else if (part_is(part, "c")) {
            if (!read_cell(s, part, &value, err)) return false;
        } else if (part_is(part, "col")) {
            note_columns(s, part);
        } else if (part_is(part, "mergeCell")) {
            uint64_t from[2], to[2];
            if (!read_range(part_attribute(part, "ref"), from, to)) continue;
            if (!check_position(s, to[0], to[1], err)) return false;
            grid_span(&s->g, (uint32_t)from[0], (uint32_t)from[1], (uint32_t)(to[0] - from[0] + 1),
                      (uint32_t)(to[1] - from[1] + 1));
        }
    }
    end_hidden_rows(s);
    return true;
}

/* The first row of each table that the sheet has is its header. */
static bool read_table(struct sheet *s, const char *name, struct err *err) {
    struct part *part;
    if (!office_open_optional(s->book->zip, name, &part, err)) return false;
    if (!part) return true;
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event != PART_START || !part_is(part, "table")) continue;
        uint64_t from[2], to[2];
        uint32_t rows = 1;
        if (!office_number(part, "headerRowCount", &rows)) rows = 1;
        if (!rows || !read_range(part_attribute(part, "ref"), from, to)) break;
        struct document_grid *grid = s->g.grid;
        for (size_t i = 0; i < grid->cell_count; i++) {
            struct document_cell *cell = &grid->cells[i];
            if (cell->row == from[0] && cell->column >= from[1] && cell->column <= to[1])
                cell->is_header = true;
        }
        break;
    }
    return part_close(part, err);
}

static bool read_comments(struct sheet *s, const char *name, struct err *err) {
    struct part *part;
    if (!office_open_optional(s->book->zip, name, &part, err)) return false;
    if (!part) return true;
    struct buf text = buf_new(s->book->arena);
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event != PART_START || !part_is(part, "comment")) continue;
        uint64_t from[2], to[2];
        bool placed = read_range(part_attribute(part, "ref"), from, to) &&
                      from[0] < LIMIT_SHEET_ROWS && from[1] < LIMIT_SHEET_COLUMNS;
        text.length = 0;
        part_collect(part, "t", "rPh", &text);
        build_note(s->book->build, "comment", (struct str){text.text, text.length},
                   placed ? document_cell_place(s->g.grid, from[0], from[1], s->book->arena)
                          : s->g.grid->place);
    }
    return part_close(part, err);
}

static bool read_sheet(struct book *book, const char *title, const char *state, const char *name,
                       struct err *err) {
    struct sheet s = {.book = book, .g = grid_new(book->build, title, title)};
    s.g.grid->is_sheet = true;
    s.g.grid->is_hidden = strcmp(state, "hidden") == 0 || strcmp(state, "veryHidden") == 0;
    if (s.g.grid->is_hidden)
        build_note(book->build, "hidden sheet, read as well", (struct str){0}, title);
    struct part *part = part_open(book->zip, name, err);
    if (!part) return false;
    struct err stop = {0};
    if (!read_sheet_events(&s, part, &stop)) part_stop(part, &stop);
    if (!part_close(part, err)) return false;
    struct office_relations relations;
    if (!office_read_relations(book->zip, name, book->arena, &relations, err)) return false;
    for (size_t i = 0; i < relations.count; i++) {
        const struct office_relation *relation = &relations.items[i];
        if (strcmp(relation->type, "table") == 0 && !read_table(&s, relation->target, err))
            return false;
        if (strcmp(relation->type, "comments") == 0 && !read_comments(&s, relation->target, err))
            return false;
    }
    return grid_end(&s.g, err);
}

struct listed {
    const char *title, *state, *id;
};

static bool read_book(struct book *book, const char *name, struct listed *sheets, size_t *count,
                      struct err *err) {
    struct part *part = part_open(book->zip, name, err);
    if (!part) return false;
    for (enum part_event event; (event = part_next(part)) != PART_DONE;) {
        if (event != PART_START) continue;
        if (part_is(part, "workbookPr")) book->from_1904 = office_yes(part, "date1904");
        if (!part_is(part, "sheet")) continue;
        if (*count == LIMIT_SHEETS) {
            err_set(err, ERR_TOO_LARGE, "has more than %zu sheets", LIMIT_SHEETS);
            part_stop(part, err);
            break;
        }
        struct listed *sheet = &sheets[(*count)++];
        const char *text = part_attribute(part, "name");
        sheet->title = arena_string(book->arena, text ? text : "");
        text = part_attribute(part, "state");
        sheet->state = arena_string(book->arena, text ? text : "");
        text = part_attribute(part, "id");
        sheet->id = arena_string(book->arena, text ? text : "");
    }
    return part_close(part, err);
}

bool document_read_xlsx(struct document_build *build, struct zip *zip, const char *name,
                        struct err *err) {
    struct book book = {
        .build = build, .flow = flow_new(build->arena), .arena = build->arena, .zip = zip};
    struct office_relations relations;
    if (!office_read_relations(zip, name, build->arena, &relations, err)) return false;
    struct listed *sheets = ARENA_NEW(build->arena, struct listed, LIMIT_SHEETS);
    size_t count = 0;
    if (!read_book(&book, name, sheets, &count, err)) return false;
    if (!read_strings(&book, office_by_type(&relations, "sharedStrings"), err)) return false;
    if (!sheet_styles_read(zip, office_by_type(&relations, "styles"),
                           office_by_type(&relations, "theme"), build->arena, &book.styles, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *target = office_by_id(&relations, sheets[i].id);
        bool is_chart = false;
        for (size_t k = 0; k < relations.count; k++)
            if (strcmp(relations.items[k].id, sheets[i].id) == 0)
                is_chart = strcmp(relations.items[k].type, "worksheet") != 0;
        if (!target || is_chart) {
            build_note(build, "sheet without cells", (struct str){0}, sheets[i].title);
            continue;
        }
        if (!read_sheet(&book, sheets[i].title, sheets[i].state, target, err)) return false;
    }
    return true;
}
