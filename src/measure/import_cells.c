/* What stands in cells and headings of published tables, and what the package knows; see
 * import_parts.h.
 *
 * SPDX-License-Identifier: MIT */
#include "import_parts.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define FIRST_SERIAL 20000 /* 3 October 1954 */
#define LAST_SERIAL 80000  /* 10 January 2119 */

bool import_find_table(const struct document *document, const char *table,
                       const struct document_grid **grid, struct err *err) {
    *grid = NULL;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct document_grid *found = document->blocks[i].grid;
        if (!found) continue;
        bool named = strcasecmp(found->place, table) == 0 || strcasecmp(found->title, table) == 0;
        if (*table && named) {
            *grid = found;
            return true;
        }
        bool larger = !*grid || (found->cell_count > (*grid)->cell_count && !found->is_hidden);
        if (!*table && larger) *grid = found;
    }
    if (*grid) return true;
    if (!*table) return err_set(err, ERR_NOT_FOUND, "there is no table in it");
    err_set(err, ERR_NOT_FOUND, "there is no table or sheet '%s' in it", table);
    return err_hint(err, "`weft document FILE` shows those that there are.");
}

const char *import_file_name(const struct document *document, const struct document_grid *grid,
                             struct arena *arena) {
    const char *slash = strrchr(document->source, '/');
    const char *name = slash ? slash + 1 : document->source;
    return grid->is_sheet ? arena_printf(arena, "%s %s", name, grid->place) : name;
}

const char **import_headings(const struct document_grid *grid, const struct import_map *map,
                             struct arena *arena) {
    const char **headings = ARENA_NEW(arena, const char *, grid->columns + 1);
    for (size_t column = 0; column < grid->columns; column++) {
        struct buf text = buf_new(arena);
        for (size_t number = map->header_from; number && number <= map->header_to; number++) {
            size_t row = import_row_index(grid, number);
            const struct document_cell *cell = document_cell(grid, row, column);
            /* A heading merged over several rows is said once. */
            bool again = number > map->header_from && cell->row < row && cell->row_span > 1;
            if (import_row_number(grid, row) != number || again || !*cell->text) continue;
            if (text.length) buf_puts(&text, " > ");
            for (const char *c = cell->text; *c; c++) buf_putc(&text, *c == '\n' ? ' ' : *c);
        }
        headings[column] = text.length ? text.text : "";
    }
    return headings;
}

size_t import_row_number(const struct document_grid *grid, size_t row) {
    return grid->row_lines && row < grid->rows ? grid->row_lines[row] : row + 1;
}

size_t import_row_index(const struct document_grid *grid, size_t number) {
    if (!grid->row_lines) return number - 1;
    size_t low = 0, high = grid->rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (grid->row_lines[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct document_cell *import_heading(const struct document_grid *grid,
                                           const struct import_map *map, size_t number,
                                           size_t column) {
    size_t row = import_row_index(grid, number);
    /* An empty line between two rows of headings is no row of the grid. */
    if (import_row_number(grid, row) != number) row = grid->rows;
    const struct document_cell *cell = document_cell(grid, row, column);
    while (number < map->header_to && !*cell->text && column > 0)
        cell = document_cell(grid, row, --column);
    return cell;
}

/* A year over months or quarters, '2018/19' over 'Apr': the part of the year, where another heading
 * of the column makes one of it, and the cell of that. */
static enum period_answer part_of_year(const struct document_grid *grid,
                                       const struct import_map *map, size_t column, size_t year,
                                       struct period *period, const char **why,
                                       const struct document_cell **cell) {
    const struct document_cell *of_year = *cell;
    for (size_t number = map->header_from; number <= map->header_to; number++) {
        const struct document_cell *part = import_heading(grid, map, number, column);
        struct period found;
        char text[64];
        int n = snprintf(text, sizeof text, "%s %s", part->text, of_year->text);
        if (number == year || !*part->text || n < 0 || (size_t)n >= sizeof text) continue;
        enum period_answer answer = period_read(str_of(text), &map->style, &found, why);
        if (answer == PERIOD_UNREAD || (answer == PERIOD_READ && found.kind == PERIOD_YEAR))
            continue;
        *period = found;
        *cell = part;
        return answer;
    }
    return PERIOD_READ;
}

enum period_answer import_heading_period(const struct document_grid *grid,
                                         const struct import_map *map, size_t column,
                                         struct period *period, const char **why,
                                         const struct document_cell **cell) {
    for (size_t number = map->header_to; number && number >= map->header_from; number--) {
        *cell = import_heading(grid, map, number, column);
        if (!*(*cell)->text) continue;
        enum period_answer answer = import_period(*cell, &map->style, period, why);
        if (answer == PERIOD_READ && period->kind == PERIOD_YEAR)
            answer = part_of_year(grid, map, column, number, period, why, cell);
        if (answer != PERIOD_UNREAD) return answer;
    }
    return PERIOD_UNREAD;
}

bool import_is_headed(const struct document_grid *grid, const struct import_map *map, size_t column,
                      const char *heading) {
    for (size_t number = map->header_from; number && number <= map->header_to; number++)
        if (strcasecmp(import_heading(grid, map, number, column)->text, heading) == 0) return true;
    return false;
}

static bool is_withheld(struct str text) {
    static const char *const marks[] = {"*",
                                        "-",
                                        "\u2013",
                                        "..",
                                        ".",
                                        ":",
                                        "c",
                                        "x",
                                        "z",
                                        "n/a",
                                        "na",
                                        "#n/a",
                                        "[c]",
                                        "[x]",
                                        "[z]",
                                        "suppressed",
                                        "not available",
                                        "null",
                                        "no data",
                                        "#",
                                        "nil return",
                                        "not submitted",
                                        "\u2014",
                                        "~",
                                        "low",
                                        "[low]",
                                        "[u]",
                                        "[w]",
                                        "nil",
                                        "no return",
                                        "not applicable",
                                        "missing",
                                        "value missing",
                                        "no value",
                                        "not collected",
                                        "not published",
                                        "[s]",
                                        "#div/0!",
                                        "redacted"};
    char small[24];
    double below;
    if (text.n >= sizeof small) return false;
    if (text.n > 1 && text.p[0] == '<' && /* '<5': too few to be published */
        number_parse(str_trim((struct str){text.p + 1, text.n - 1}), &below))
        return true;
    for (size_t i = 0; i < text.n; i++)
        small[i] = (char)(text.p[i] >= 'A' && text.p[i] <= 'Z' ? text.p[i] | 0x20 : text.p[i]);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_is((struct str){small, text.n}, marks[i])) return true;
    return false;
}

/* '1,234.5', '£12', '(3)', '95%'. */
static bool read_number(struct str text, double *number, bool *percent) {
    char plain[64];
    size_t n = 0, group = 0;
    bool minus = false, commas = false, point = false;
    if (text.n >= 2 && text.p[0] == '(' && text.p[text.n - 1] == ')') {
        minus = true;
        text = str_trim((struct str){text.p + 1, text.n - 2});
    }
    if (text.n >= 2 && memcmp(text.p, "\u00a3", 2) == 0) text.p += 2, text.n -= 2;
    if (text.n && text.p[text.n - 1] == '%') {
        *percent = true;
        text = str_trim((struct str){text.p, text.n - 1});
    }
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == ',') { /* thousands only: after one to three digits, before three */
            if (point || (commas ? group != 3 : group < 1 || group > 3)) return false;
            commas = true;
            group = 0;
            continue;
        }
        if (text.p[i] == '.' && commas && group != 3) return false;
        if (text.p[i] == '.') point = true;
        if (n + 1 == sizeof plain) return false;
        plain[n++] = text.p[i];
        if (!point && text.p[i] != '-') group++;
    }
    if (commas && !point && group != 3) return false;
    if (!number_parse((struct str){plain, n}, number)) return false;
    if (minus) *number = -*number;
    if (*percent) *number /= 100;
    return true;
}

/* What is left of a text without the last mark behind it: a sign, a superscript, a short note in
 * brackets, a lone r, p or e. The text itself where it has none. */
static struct str without_mark(struct str text) {
    static const char *const signs[] = {"*",      "#",      "^",      "\u2020", "\u2021", "\u00a7",
                                        "\u00b9", "\u00b2", "\u00b3", "\u2070", "\u2074", "\u2075",
                                        "\u2076", "\u2077", "\u2078", "\u2079"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t n = strlen(signs[i]);
        if (text.n > n && memcmp(text.p + text.n - n, signs[i], n) == 0)
            return (struct str){text.p, text.n - n};
    }
    if (text.n < 2) return text;
    char last = text.p[text.n - 1], before = text.p[text.n - 2];
    if (strchr("rpeRPE", last))
        return strchr("0123456789% ", before) ? (struct str){text.p, text.n - 1} : text;
    if (last != ')' && last != ']') return text;
    size_t open = text.n - 1, digits = 0;
    while (open > 0 && text.p[open] != (last == ')' ? '(' : '[')) {
        char c = text.p[open];
        digits += c >= '0' && c <= '9';
        bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
                     c == ' ' || open == text.n - 1;
        if (!plain || digits > 2 || text.n - open > 12) return text;
        open--;
    }
    return open > 0 && open < text.n - 2 ? (struct str){text.p, open} : text;
}

struct str import_figure_mark(const struct document_cell *cell) {
    struct str all = str_trim(str_of(cell->text)), text = all;
    double number;
    bool percent = false;
    if (cell->kind != CELL_TEXT || !all.n || (all.p[all.n - 1] >= '0' && all.p[all.n - 1] <= '9'))
        return (struct str){"", 0};
    while (text.n) {
        struct str shorter = str_trim(without_mark(text));
        if (shorter.n == text.n) break;
        text = shorter;
        if (read_number(text, &number, &percent))
            return str_trim(
                (struct str){text.p + text.n, (size_t)(all.p + all.n - text.p) - text.n});
    }
    return (struct str){"", 0};
}

enum import_figure import_figure(const struct document_cell *cell, double *number, bool *percent) {
    *number = NAN;
    *percent = false;
    switch (cell->kind) {
    case CELL_NUMBER:
        *number = cell->number;
        *percent = cell->is_percent;
        return FIGURE_NUMBER;
    case CELL_EMPTY:
    case CELL_COVERED:
        return FIGURE_BLANK;
    case CELL_ERROR:
        return FIGURE_WITHHELD;
    default:
        break;
    }
    struct str text = str_of(cell->text);
    if (cell->kind == CELL_TEXT && number_parse(text, number)) return FIGURE_NUMBER;
    *number = NAN;
    text = str_trim(text);
    if (text.n == 0) return FIGURE_BLANK;
    if (is_withheld(text)) return FIGURE_WITHHELD;
    if (cell->kind == CELL_TEXT && read_number(text, number, percent)) return FIGURE_NUMBER;
    *percent = false;
    size_t mark = import_figure_mark(cell).n;
    text = str_trim((struct str){text.p, text.n - mark});
    if (mark && read_number(text, number, percent)) return FIGURE_NUMBER;
    *number = NAN;
    return FIGURE_WRONG;
}

enum period_answer import_period(const struct document_cell *cell, const struct period_style *style,
                                 struct period *period, const char **why) {
    if (cell->kind == CELL_DATE) {
        *period = (struct period){cell->is_month ? PERIOD_MONTH : PERIOD_DAY, cell->date};
        if (cell->is_month) period->start = date_month_start(date_month(cell->date));
        return PERIOD_READ;
    }
    double serial;
    if (number_parse(str_of(cell->text), &serial) && serial >= FIRST_SERIAL &&
        serial <= LAST_SERIAL && serial == floor(serial)) {
        *period = (struct period){PERIOD_DAY, date_of(1899, 12, 30) + (int32_t)serial};
        return PERIOD_READ;
    }
    enum period_answer answer = period_read(str_of(cell->text), style, period, why);
    struct str mark = import_period_mark(cell);
    if (answer != PERIOD_UNREAD || !mark.n) return answer;
    struct str plain = {cell->text, (size_t)(mark.p - cell->text)};
    return period_read(plain, style, period, why);
}

/* Only what is known to be a mark: '2018-19 (Q1)' is another period than '2018-19'. */
struct str import_period_mark(const struct document_cell *cell) {
    static const char *const marks[] = {"p",
                                        "r",
                                        "e",
                                        "provisional",
                                        "revised",
                                        "prov",
                                        "rev",
                                        "estimated",
                                        "estimate",
                                        "est",
                                        "final",
                                        "actual",
                                        "provisional data",
                                        "latest",
                                        "note",
                                        "provisional figures"};
    struct str text = str_trim(str_of(cell->text)), none = {"", 0};
    size_t open = text.n;
    if (cell->kind != CELL_TEXT || text.n < 4) return none;
    char last = text.p[text.n - 1];
    if (last == '*' || last == '#') return (struct str){text.p + text.n - 1, 1};
    if (last != ')' && last != ']') {
        while (open && (text.p[open - 1] | 0x20) >= 'a' && (text.p[open - 1] | 0x20) <= 'z') open--;
        if (open == text.n || !open || text.p[open - 1] > '9') return none;
    } else {
        while (open && text.p[open - 1] != '(' && text.p[open - 1] != '[') open--;
    }
    if (!open) return none;
    bool bracket = last == ')' || last == ']';
    struct str word = str_trim((struct str){text.p + open, text.n - open - bracket});
    while (word.n && word.p[word.n - 1] >= '0' && word.p[word.n - 1] <= '9' && bracket) word.n--;
    word = str_trim(word);
    bool found = word.n == 0 && bracket && text.n - open <= 3; /* '[1]' */
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        found |= word.n == strlen(marks[i]) && strncasecmp(word.p, marks[i], word.n) == 0;
    size_t from = open - bracket;
    return found ? (struct str){text.p + from, text.n - from} : none;
}

/* --- what the package knows --- */

static struct str small_letters(struct str text, struct arena *arena) {
    text = str_trim(text);
    char *small = arena_copy(arena, text.p, text.n);
    for (size_t i = 0; i < text.n; i++)
        if (small[i] >= 'A' && small[i] <= 'Z') small[i] |= 0x20;
    return (struct str){small, text.n};
}

static bool read_known(struct query *q, bool measures, struct arena *arena,
                       struct import_known *out, struct err *err) {
    if (!q) return false;
    *out = (struct import_known){.ids = names_new(arena), .titles = names_new(arena)};
    size_t capacity = 0, title_capacity = 0;
    size_t *by_title = NULL;
    while (query_next(q)) {
        bool added;
        const char *id = query_text(q, 0), *title = query_text(q, 1);
        if (!id) continue;
        size_t at = names_add(&out->ids, str_of(id), &added);
        if (!added) continue;
        if (at == capacity) {
            capacity = capacity ? 2 * capacity : 64;
            struct import_entity *items = ARENA_NEW(arena, struct import_entity, capacity);
            if (at) memcpy(items, out->items, at * sizeof *items);
            out->items = items;
        }
        struct import_entity *item = &out->items[out->count++];
        *item = (struct import_entity){.id = out->ids.texts[at],
                                       .title = arena_string(arena, title ? title : id)};
        if (measures) {
            double per = query_number(q, 2);
            item->per = isnan(per) ? 1 : per;
            const char *frequency = query_text(q, 3), *unit = query_text(q, 4);
            item->is_percent = item->per == 100 ||
                               (unit && (unit[0] == '%' || strncasecmp(unit, "per cent", 8) == 0 ||
                                         strncasecmp(unit, "percent", 7) == 0));
            if (!frequency || !period_kind_read(frequency, &item->frequency))
                item->frequency = PERIOD_MONTH;
        } else {
            item->is_nation = query_integer(q, 2, 0) != 0;
            const char *successor = query_text(q, 3);
            item->successor = successor ? arena_string(arena, successor) : NULL;
        }
        size_t t = names_add(&out->titles, small_letters(str_of(item->title), arena), &added);
        if (t >= title_capacity) {
            title_capacity = title_capacity ? 2 * title_capacity : 64;
            size_t *larger = ARENA_NEW(arena, size_t, title_capacity);
            if (t) memcpy(larger, by_title, t * sizeof *larger);
            by_title = larger;
        }
        by_title[t] = added ? at : SIZE_MAX;
    }
    out->by_title = by_title;
    return query_free(q, err);
}

bool import_known_measures(sqlite3 *db, struct arena *arena, struct import_known *out,
                           struct err *err) {
    return read_known(
        query_new(db, "SELECT id, title, per, frequency, unit FROM measure ORDER BY row_no", err),
        true, arena, out, err);
}

bool import_known_places(sqlite3 *db, struct arena *arena, struct import_known *out,
                         struct err *err) {
    return read_known(
        query_new(
            db,
            "SELECT id, title, kind = 'nation', NULL FROM place UNION ALL SELECT id, title, 0, "
            "successor FROM organisation",
            err),
        false, arena, out, err);
}

const struct import_entity *import_by_id(const struct import_known *known, struct str id) {
    size_t at = names_find(&known->ids, str_trim(id));
    return at == SIZE_MAX ? NULL : &known->items[at];
}

const struct import_entity *import_by_title(const struct import_known *known, struct str title,
                                            struct arena *arena) {
    size_t at = names_find(&known->titles, small_letters(title, arena));
    if (at == SIZE_MAX || known->by_title[at] == SIZE_MAX) return NULL;
    return &known->items[known->by_title[at]];
}
