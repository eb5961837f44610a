/* A proposal of what the columns of a published table are; see import.h. Whatever is not plain is
 * left for a person.
 *
 * SPDX-License-Identifier: MIT */
#include "import_parts.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#define SAMPLE 400       /* rows looked at in each column */
#define HEADING_ROWS 100 /* among which the headings are looked for */
#define NAMES 300        /* of measures or places that are listed */
#define LISTED_PLACES 40 /* unknown places are listed when they are no more */

struct column {
    size_t filled, figures, periods, ambiguous, month_first, known_places, place_titles;
    size_t known_measures, measure_titles, texts;
    bool taken, ends_year, is_month_only;
};

struct guess {
    const struct document_grid *grid;
    struct import_map *map;
    struct arena *arena;
    struct import_known measures, places;
    const char **headings;
    struct column *columns;
    size_t first_row; /* of the numbers, from 0 */
    struct buf doubts;
};

static void doubt(struct guess *g, const char *text) {
    buf_printf(&g->doubts, "%s\n", text);
}

static bool year_like(double number) {
    return number >= 1990 && number <= 2100 && number == floor(number);
}

/* Numbers that are no years, and cells with anything in them. */
static void count_row(const struct document_grid *grid, size_t row, size_t *figures,
                      size_t *filled) {
    *figures = *filled = 0;
    for (size_t i = grid->row_first[row]; i < grid->row_first[row + 1]; i++) {
        const struct document_cell *cell = &grid->cells[i];
        double number;
        bool percent;
        if (cell->kind == CELL_EMPTY || cell->kind == CELL_COVERED) continue;
        ++*filled;
        *figures += import_figure(cell, &number, &percent) == FIGURE_NUMBER && !year_like(number);
    }
}

/* Whether a row without figures is one of the data all the same: periods or ids of the package
 * stand where they stand in a row that is. */
static bool is_like_data(const struct guess *g, size_t row, size_t data) {
    for (size_t column = 0; column < g->grid->columns; column++) {
        const struct document_cell *cell = document_cell(g->grid, row, column);
        const struct document_cell *other = document_cell(g->grid, data, column);
        struct period period;
        double number;
        bool percent;
        if (!*cell->text || !*other->text) continue;
        bool figure = import_figure(other, &number, &percent) == FIGURE_NUMBER;
        if (!figure && import_period(cell, &g->map->style, &period, NULL) != PERIOD_UNREAD &&
            import_period(other, &g->map->style, &period, NULL) != PERIOD_UNREAD)
            return true;
        if (import_by_id(&g->places, str_of(cell->text)) &&
            import_by_id(&g->places, str_of(other->text)))
            return true;
    }
    return false;
}

static size_t filled_cells(const struct document_grid *grid, size_t row) {
    size_t figures, filled;
    count_row(grid, row, &figures, &filled);
    return filled;
}

/* Headings that stand there twice are told apart by those above them. */
static bool headings_repeat(const struct document_grid *grid, size_t row) {
    for (size_t a = grid->row_first[row]; a < grid->row_first[row + 1]; a++)
        for (size_t b = a + 1; *grid->cells[a].text && b < grid->row_first[row + 1] && b < a + 64;
             b++)
            if (strcasecmp(grid->cells[a].text, grid->cells[b].text) == 0) return true;
    return false;
}

/* Whether a year stands in the row behind its first cell, as over its months. */
static bool has_year(const struct guess *g, size_t row) {
    for (size_t i = g->grid->row_first[row]; i < g->grid->row_first[row + 1]; i++) {
        struct period period;
        const struct document_cell *cell = &g->grid->cells[i];
        if (cell->column && *cell->text &&
            period_read(str_of(cell->text), &g->map->style, &period, NULL) == PERIOD_READ &&
            period.kind == PERIOD_YEAR)
            return true;
    }
    return false;
}

static void find_header(struct guess *g) {
    const struct document_grid *grid = g->grid;
    size_t figures, filled, next_figures, next_filled, data = 0, width = 0;
    size_t rows = grid->rows < HEADING_ROWS ? grid->rows : HEADING_ROWS;
    for (; data < rows; data++) {
        count_row(grid, data, &figures, &filled);
        next_figures = 1;
        if (data + 1 < grid->rows) count_row(grid, data + 1, &next_figures, &next_filled);
        if (figures && next_figures && filled > 1) break;
    }
    if (data < rows) width = filled;
    for (size_t row = data < rows ? data : 0; row-- > 0;) {
        count_row(grid, row, &figures, &filled);
        if (figures || filled < 2 || filled * 10 < width * 6 || is_like_data(g, row, data))
            continue;
        g->map->header_from = g->map->header_to = import_row_number(grid, row);
        g->first_row = row + 1;
        bool spans = false;
        for (size_t i = row ? grid->row_first[row - 1] : 0; row && i < grid->row_first[row]; i++)
            spans = spans || (grid->cells[i].column_span > 1 && grid->cells[i].kind == CELL_TEXT &&
                              grid->cells[i].column > 0);
        size_t above = row ? import_row_number(grid, row - 1) : 0;
        if (above && g->map->header_to - above < IMPORT_HEADING_ROWS &&
            (spans || has_year(g, row - 1) ||
             (headings_repeat(grid, row) && filled_cells(grid, row - 1) > 1)))
            g->map->header_from = above;
        break;
    }
    g->map->rows_from = g->first_row < grid->rows ? import_row_number(grid, g->first_row) : 1;
    if (!g->map->header_from)
        doubt(
            g,
            "no row of headings was found: write its number into the line 'header', or name columns "
            "as 'column B'");
}

static void look_at_cell(struct guess *g, struct column *column, const struct document_cell *cell) {
    double number;
    bool percent;
    struct period period;
    const char *why;
    struct str text = str_trim(str_of(cell->text));
    if (text.n == 0) return;
    column->filled++;
    bool figure = import_figure(cell, &number, &percent) == FIGURE_NUMBER;
    column->figures += figure;
    column->texts += !figure;
    enum period_answer answer = import_period(cell, &g->map->style, &period, &why);
    column->periods += answer != PERIOD_UNREAD;
    column->ambiguous += answer == PERIOD_AMBIGUOUS;
    if (answer == PERIOD_UNREAD && strcmp(why, "the month stands before the day") == 0)
        column->month_first++;
    if (answer == PERIOD_READ && period.kind == PERIOD_YEAR && text.n > 4) column->ends_year = true;
    static const char *const words[] = {
        "january", "february", "march",    "april",   "may", "june", "july", "august", "september",
        "october", "november", "december", "quarter", "q1",  "q2",   "q3",   "q4"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text.n <= strlen(words[i]) && text.n >= 2 && strncasecmp(text.p, words[i], text.n) == 0)
            column->is_month_only = true;
    column->known_places += import_by_id(&g->places, text) != NULL;
    column->known_measures += import_by_id(&g->measures, text) != NULL;
    if (figure) return;
    column->place_titles += import_by_title(&g->places, text, g->arena) != NULL;
    column->measure_titles += import_by_title(&g->measures, text, g->arena) != NULL;
}

static void look_at_columns(struct guess *g) {
    const struct document_grid *grid = g->grid;
    g->columns = ARENA_NEW(g->arena, struct column, grid->columns + 1);
    size_t rows = grid->rows - g->first_row, step = rows > SAMPLE ? rows / SAMPLE : 1;
    for (size_t row = g->first_row; row < grid->rows; row += step)
        for (size_t i = grid->row_first[row]; i < grid->row_first[row + 1]; i++)
            if (grid->cells[i].kind != CELL_COVERED)
                look_at_cell(g, &g->columns[grid->cells[i].column], &grid->cells[i]);
}

/* Whether a heading is one of the words, or (with part) has one of them in it, as a word. */
static bool is_called(const char *heading, const char *const *words, bool part) {
    for (; *words; words++) {
        size_t n = strlen(*words);
        if (strcasecmp(heading, *words) == 0) return true;
        for (const char *at = heading; part && *at; at++) {
            bool begins = at == heading || strchr(" _>(-/", at[-1]);
            if (begins && strncasecmp(at, *words, n) == 0 && (!at[n] || strchr(" _>)-/s", at[n])))
                return true;
        }
    }
    return false;
}

/* What a mapping calls a column: its heading where that is there once, else its letter. */
static const char *column_name(struct guess *g, size_t column) {
    size_t same = 0;
    for (size_t c = 0; c < g->grid->columns; c++)
        same += strcasecmp(g->headings[c], g->headings[column]) == 0;
    if (*g->headings[column] && same == 1 && strcasecmp(g->headings[column], "header") != 0)
        return g->headings[column];
    char letters[8];
    size_t n = sizeof letters;
    for (size_t left = column + 1; left && n; left = (left - 1) / 26)
        letters[--n] = (char)('A' + (left - 1) % 26);
    return arena_printf(g->arena, "column %.*s", (int)(sizeof letters - n), letters + n);
}

static struct import_axis take(struct guess *g, size_t column) {
    g->columns[column].taken = true;
    return (struct import_axis){FROM_COLUMN, column_name(g, column), false};
}

/* The column with the highest score; SIZE_MAX when none has any. */
static size_t best_column(const struct guess *g, double (*score)(const struct guess *, size_t)) {
    size_t best = SIZE_MAX;
    double highest = 0;
    for (size_t c = 0; c < g->grid->columns; c++) {
        if (g->columns[c].taken || !g->columns[c].filled) continue;
        double s = score(g, c);
        if (s <= highest) continue;
        highest = s;
        best = c;
    }
    return best;
}

static const char *const period_words[] = {"period", "month", "date",      "quarter", "year",
                                           "week",   "day",   "reporting", "fy",      NULL};
static const char *const code_words[] = {"code", "id", NULL};
static const char *const place_words[] = {"place",
                                          "place code",
                                          "org code",
                                          "organisation",
                                          "org",
                                          "provider",
                                          "trust",
                                          "authority",
                                          "local authority",
                                          "area",
                                          "ccg",
                                          "council",
                                          "region",
                                          "la",
                                          "site",
                                          NULL};
static const char *const measure_words[] = {"measure", "indicator", "metric", NULL};
static const char *const numerator_words[] = {"numerator", "num", "count", NULL};
static const char *const denominator_words[] = {"denominator", "den", "denom", "population", NULL};
static const char *const value_words[] = {"value",   "rate",       "%",           "percentage",
                                          "percent", "proportion", "per 100,000", NULL};

static double share(size_t part, size_t all) {
    return all ? (double)part / (double)all : 0;
}

static double period_score(const struct guess *g, size_t c) {
    const struct column *column = &g->columns[c];
    double read = share(column->periods + column->month_first, column->filled);
    bool called = is_called(g->headings[c], period_words, true);
    /* Whole numbers that could be days of Excel's, or years, are periods under such a heading only.
     */
    if (read < (called ? 0.6 : 0.9) || (!called && column->figures == column->filled)) return 0;
    return read + called;
}

static double place_score(const struct guess *g, size_t c) {
    const struct column *column = &g->columns[c];
    double called = is_called(g->headings[c], place_words, true) ? 0.2 : 0;
    double code = called > 0 && is_called(g->headings[c], code_words, true) ? 0.1 : 0;
    double known = column->known_places ? 1 + share(column->known_places, column->filled) : 0;
    double titles =
        column->place_titles ? 0.5 + 0.5 * share(column->place_titles, column->filled) : 0;
    return column->figures == column->filled && known == 0 ? 0 : known + titles + called + code;
}

static double measure_score(const struct guess *g, size_t c) {
    const struct column *column = &g->columns[c];
    double called = is_called(g->headings[c], measure_words, true) ? 0.4 : 0;
    double known = column->known_measures ? 1 : 0, titles = column->measure_titles ? 0.5 : 0;
    return column->figures == column->filled ? 0 : known + titles + called;
}

/* The period that heads a column; NULL where none does. */
static const struct document_cell *period_heading(const struct guess *g, size_t column) {
    struct period period;
    const char *why;
    const struct document_cell *cell;
    enum period_answer answer =
        import_heading_period(g->grid, g->map, column, &period, &why, &cell);
    return answer == PERIOD_UNREAD ? NULL : cell;
}

/* How many cells of the headings are periods; one over all columns is the table's. */
static size_t period_headings(const struct guess *g) {
    size_t count = 0;
    const struct document_cell *last = NULL;
    for (size_t c = 0; g->map->header_from && c < g->grid->columns; c++) {
        const struct document_cell *cell = period_heading(g, c);
        count += cell && cell != last;
        last = cell;
    }
    return count;
}

/* What heads a column beside its period, or its period's year: '' where nothing does. */
static const char *beside_period(const struct guess *g, size_t column) {
    const struct document_cell *period = period_heading(g, column);
    struct period year;
    for (size_t number = g->map->header_to; number >= g->map->header_from; number--) {
        const struct document_cell *cell = import_heading(g->grid, g->map, number, column);
        if (cell != period && *cell->text &&
            import_period(cell, &g->map->style, &year, NULL) == PERIOD_UNREAD)
            return cell->text;
    }
    return "";
}

static void guess_period(struct guess *g) {
    static const char *const ends[] = {"end", "ending", "ended", NULL};
    struct import_map *map = g->map;
    size_t year = SIZE_MAX, month = SIZE_MAX;
    map->period_count = 1;
    if (period_headings(g) >= 2) {
        map->periods[0] = (struct import_axis){.from = FROM_HEADER, .text = "header"};
        for (size_t c = 0; c < g->grid->columns; c++)
            g->columns[c].taken |= period_heading(g, c) != NULL;
        return;
    }
    for (size_t c = 0; c < g->grid->columns; c++) {
        if (g->columns[c].ends_year && year == SIZE_MAX) year = c;
        if (g->columns[c].is_month_only && month == SIZE_MAX) month = c;
    }
    if (year != SIZE_MAX && month != SIZE_MAX && year != month) {
        map->periods[0] = take(g, year);
        map->periods[1] = take(g, month);
        map->period_count = 2;
        map->style.is_end = is_called(g->headings[month], ends, true);
        return;
    }
    size_t c = best_column(g, period_score);
    if (c == SIZE_MAX) {
        doubt(
            g,
            "no column of periods was found: name it in the line 'period', or write the one period "
            "into its 'means'");
        return;
    }
    map->periods[0] = take(g, c);
    map->style.is_end = is_called(g->headings[c], ends, true);
    map->style.month_first = g->columns[c].month_first > 0;
    if (g->columns[c].ambiguous)
        doubt(g,
              arena_printf(g->arena,
                           "periods in '%s' have two readings: write 'years' or 'months', or "
                           "'calendar quarters' or 'financial quarters', into 'means' of the line "
                           "'period'",
                           map->periods[0].text));
}

static size_t figure_columns(const struct guess *g) {
    size_t count = 0;
    for (size_t c = 0; c < g->grid->columns; c++)
        count += !g->columns[c].taken && g->columns[c].figures &&
                 g->columns[c].figures * 2 >= g->columns[c].filled;
    return count;
}

static void add_number(struct guess *g, enum import_kind kind, const char *column,
                       const char *measure) {
    if (g->map->number_count < IMPORT_NUMBERS)
        g->map->numbers[g->map->number_count++] = (struct import_number){kind, column, measure};
}

/* By a heading that is one of the words, or by the only one that has one of them in it. */
static bool guess_number(struct guess *g, enum import_kind kind, const char *const *words) {
    for (int part = 0; part < 2; part++) {
        size_t found = SIZE_MAX, count = 0;
        for (size_t c = 0; c < g->grid->columns; c++) {
            const struct column *column = &g->columns[c];
            bool figures = column->figures && column->figures * 2 >= column->filled;
            if (column->taken || !figures || !is_called(g->headings[c], words, part)) continue;
            if (!count++) found = c;
        }
        if (count != 1 && (part || !count)) continue;
        add_number(g, kind, take(g, found).text, NULL);
        return true;
    }
    return false;
}

/* Columns of numbers that are called as measures are. */
static bool guess_measure_columns(struct guess *g) {
    for (size_t c = 0; c < g->grid->columns; c++) {
        const struct column *column = &g->columns[c];
        if (column->taken || !column->figures) continue;
        const struct import_entity *measure = import_by_id(&g->measures, str_of(g->headings[c]));
        if (!measure) measure = import_by_title(&g->measures, str_of(g->headings[c]), g->arena);
        if (measure) add_number(g, IMPORT_VALUE, take(g, c).text, measure->id);
    }
    return g->map->number_count > 0;
}

/* Months as headings: each column a value, or several under (or over) each month by what they are
 * called there. */
static void guess_by_period(struct guess *g) {
    struct names beside = names_new(g->arena);
    for (size_t c = 0; g->map->header_from < g->map->header_to && c < g->grid->columns; c++) {
        bool added;
        if (period_heading(g, c) && g->columns[c].figures)
            names_add(&beside, str_trim(str_of(beside_period(g, c))), &added);
    }
    if (beside.count < 2) {
        add_number(g, IMPORT_VALUE, "header", NULL);
        return;
    }
    struct buf open = buf_new(g->arena);
    for (size_t i = 0; i < beside.count; i++) {
        const char *text = beside.texts[i];
        const struct import_entity *measure = import_by_id(&g->measures, str_of(text));
        if (!measure) measure = import_by_title(&g->measures, str_of(text), g->arena);
        if (measure)
            add_number(g, IMPORT_VALUE, text, measure->id);
        else if (is_called(text, denominator_words, true))
            add_number(g, IMPORT_DENOMINATOR, text, NULL);
        else if (is_called(text, numerator_words, true))
            add_number(g, IMPORT_NUMERATOR, text, NULL);
        else if (is_called(text, value_words, true))
            add_number(g, IMPORT_VALUE, text, NULL);
        else
            buf_printf(&open, "%s'%.40s'", open.length ? ", " : "", text);
    }
    if (open.length)
        doubt(g, arena_printf(g->arena,
                              "each period has several columns: write %s into 'where' of the lines "
                              "'numerator', 'denominator' or 'value'",
                              open.text));
}

static void guess_numbers(struct guess *g) {
    struct import_map *map = g->map;
    if (map->periods[0].from == FROM_HEADER) {
        guess_by_period(g);
        return;
    }
    if (map->measure.from == FROM_NOWHERE && guess_measure_columns(g)) return;
    bool value = guess_number(g, IMPORT_VALUE, value_words);
    bool denominator = guess_number(g, IMPORT_DENOMINATOR, denominator_words);
    bool numerator = guess_number(g, IMPORT_NUMERATOR, numerator_words);
    if (value || numerator) return;
    size_t left = figure_columns(g);
    for (size_t c = 0; left == 1 && c < g->grid->columns; c++)
        if (!g->columns[c].taken && g->columns[c].figures * 2 >= g->columns[c].filled &&
            g->columns[c].figures)
            add_number(g, denominator ? IMPORT_NUMERATOR : IMPORT_VALUE, take(g, c).text, NULL);
    if (left == 1) return;
    doubt(g,
          left ? "several columns have numbers: name the right ones in the lines 'numerator', "
                 "'denominator' and 'value'; where each is a measure of its own, write its id into "
                 "'means'"
               : "no column of numbers was found");
}

static void guess_measure(struct guess *g) {
    struct import_map *map = g->map;
    size_t c = best_column(g, measure_score);
    if (c != SIZE_MAX) map->measure = take(g, c);
}

static void settle_measure(struct guess *g, const struct document *document) {
    struct import_map *map = g->map;
    bool in_numbers = false;
    for (size_t i = 0; i < map->number_count; i++) in_numbers |= map->numbers[i].measure != NULL;
    if (map->measure.from != FROM_NOWHERE || in_numbers) return;
    const char *const titles[] = {g->grid->title, document->title};
    const struct import_entity *measure = g->measures.count == 1 ? &g->measures.items[0] : NULL;
    for (size_t i = 0; i < 2 && !measure; i++) {
        measure = import_by_title(&g->measures, str_of(titles[i]), g->arena);
        if (!measure) measure = import_by_id(&g->measures, str_of(titles[i]));
    }
    if (measure)
        map->measure = (struct import_axis){.from = FROM_CONSTANT, .text = measure->id};
    else
        doubt(g, "no column names the measure: write its id into 'means' of the line 'measure'");
}

static void guess_place(struct guess *g) {
    size_t c = best_column(g, place_score);
    if (c != SIZE_MAX) {
        g->map->place = take(g, c);
        return;
    }
    if (g->places.count == 1)
        g->map->place = (struct import_axis){.from = FROM_CONSTANT, .text = g->places.items[0].id};
    else
        doubt(g, g->places.count
                     ? "no column names the place: write its id into 'means' of the line 'place'"
                     : "the package has no place yet: give it a row in place.csv, and write its id "
                       "into 'means' of the line 'place' if no column names it");
}

/* What the names in a column mean: those that are no ids themselves. */
static void guess_names(struct guess *g, const struct import_axis *axis, bool is_place) {
    if (axis->from != FROM_COLUMN) return;
    size_t column = 0;
    while (column < g->grid->columns && strcmp(column_name(g, column), axis->text) != 0) column++;
    if (column == g->grid->columns) return;
    const struct import_known *known = is_place ? &g->places : &g->measures;
    struct names seen = names_new(g->arena);
    size_t first = g->map->name_count, unknown = 0;
    for (size_t row = g->first_row; row < g->grid->rows && seen.count < 5000; row++) {
        const struct document_cell *cell = document_cell(g->grid, row, column);
        struct str text = str_trim(str_of(cell->text));
        bool added = false;
        if (text.n == 0 || import_by_id(known, text)) continue;
        size_t at = names_add(&seen, text, &added);
        if (!added || g->map->name_count - first == NAMES) continue;
        const struct import_entity *entity = import_by_title(known, text, g->arena);
        unknown += !entity;
        g->map->names[g->map->name_count++] =
            (struct import_name){is_place, seen.texts[at], entity ? entity->id : ""};
    }
    if (is_place && unknown > LISTED_PLACES) { /* most of a national table: not to be listed */
        size_t kept = first;
        for (size_t i = first; i < g->map->name_count; i++)
            if (*g->map->names[i].id) g->map->names[kept++] = g->map->names[i];
        g->map->name_count = kept;
    }
    if (!is_place && unknown && unknown == g->map->name_count - first &&
        !g->columns[column].known_measures)
        doubt(g, known->count
                     ? "the package has none of the table's measures by their names: write ids "
                       "into 'means' of the lines 'measure name'"
                     : "the package has no measure yet: give each of the table's that is wanted a "
                       "row in measure.csv, and ask again");
}

bool import_guess(const struct document *document, const char *table, sqlite3 *db,
                  struct arena *arena, struct import_map *map, const char **doubts,
                  struct err *err) {
    *map = (struct import_map){.table = "", .source = "statistic", .scale = 1, .rows_from = 1};
    struct guess g = {.map = map, .arena = arena, .doubts = buf_new(arena)};
    if (!import_find_table(document, table, &g.grid, err) ||
        !import_known_measures(db, arena, &g.measures, err) ||
        !import_known_places(db, arena, &g.places, err))
        return false;
    map->table = g.grid->place;
    map->names = ARENA_NEW(arena, struct import_name, 2 * NAMES);
    find_header(&g);
    g.headings = import_headings(g.grid, map, arena);
    look_at_columns(&g);
    guess_period(&g);
    guess_measure(&g);
    guess_place(&g);
    guess_numbers(&g);
    settle_measure(&g, document);
    guess_names(&g, &map->measure, false);
    guess_names(&g, &map->place, true);
    *doubts = g.doubts.text;
    return true;
}
