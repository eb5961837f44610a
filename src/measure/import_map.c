/* The mapping file of an import; see import_map.h.
 *
 * SPDX-License-Identifier: MIT */
#include "import_map.h"

#include "base/number.h"
#include "doc/csv.h"

#include <math.h>
#include <string.h>

struct line {
    const char *what, *where, *means;
};

static bool wrong(struct err *err, const struct line *line, const char *expected) {
    return err_set(err, ERR_INPUT, "'%s,%s,%s': %s", line->what, line->where, line->means,
                   expected);
}

static bool whole(const char *text, size_t *value) {
    double number;
    if (!number_parse(str_trim(str_of(text)), &number) || number < 1 || number > 1e8 ||
        number != floor(number))
        return false;
    *value = (size_t)number;
    return true;
}

/* '14', '14-15', '16-'. */
static bool read_rows(const char *text, struct arena *arena, size_t *from, size_t *to) {
    const char *dash = strchr(text, '-');
    *to = 0;
    if (!dash) return whole(text, from) && (*to = *from);
    const char *first = arena_copy(arena, text, (size_t)(dash - text));
    if (!whole(first, from)) return false;
    return str_trim(str_of(dash + 1)).n == 0 || (whole(dash + 1, to) && *to >= *from);
}

static struct import_axis axis_of(const struct line *line) {
    struct import_axis axis = {.text = line->where};
    if (*line->where == '\0') {
        axis.text = line->means;
        axis.from = *line->means ? FROM_CONSTANT : FROM_NOWHERE;
    } else {
        axis.from = strcmp(line->where, "header") == 0 ? FROM_HEADER : FROM_COLUMN;
        axis.as_above = strcmp(line->means, "as above") == 0;
    }
    return axis;
}

/* Whether a text has that word or words, whole: 'calendar' does not have 'end'. */
static bool has(const char *text, const char *words) {
    size_t n = strlen(words);
    for (const char *at = text; (at = strstr(at, words)); at++) {
        bool begins = at == text || at[-1] == ' ', ends = at[n] == '\0' || at[n] == ' ';
        if (begins && ends) return true;
    }
    return false;
}

static bool read_period(struct import_map *map, const struct line *line, struct err *err) {
    if (map->period_count == 2) return wrong(err, line, "a period has two columns at most");
    struct import_axis *axis = &map->periods[map->period_count++];
    *axis = axis_of(line);
    if (axis->from == FROM_CONSTANT) return true;
    const char *means = line->means;
    map->style.is_end |= has(means, "end");
    map->style.month_first |= has(means, "month first");
    map->style.dashes_are_years |= has(means, "years");
    map->style.dashes_are_months |= has(means, "months");
    map->style.calendar_quarters |= has(means, "calendar quarters");
    map->style.financial_quarters |= has(means, "financial quarters");
    return true;
}

static bool read_number(struct import_map *map, const struct line *line, enum import_kind kind,
                        struct err *err) {
    if (*line->where == '\0') return true; /* left open by --guess */
    if (map->number_count == IMPORT_NUMBERS) return wrong(err, line, "there are too many columns");
    map->numbers[map->number_count++] =
        (struct import_number){kind, line->where, *line->means ? line->means : NULL};
    return true;
}

static bool read_line(struct import_map *map, const struct line *line, struct arena *arena,
                      struct err *err) {
    const char *what = line->what;
    if (strcmp(what, "table") == 0)
        map->table = line->where;
    else if (strcmp(what, "header") == 0)
        return *line->where == '\0' ||
               (read_rows(line->where, arena, &map->header_from, &map->header_to) &&
                map->header_to && map->header_to - map->header_from < IMPORT_HEADING_ROWS) ||
               wrong(err, line, "expected a row, or two as 14-15 (at most 10)");
    else if (strcmp(what, "rows") == 0)
        return read_rows(line->where, arena, &map->rows_from, &map->rows_to) ||
               wrong(err, line, "expected rows as 16-200, or 16-");
    else if (strcmp(what, "measure") == 0)
        map->measure = axis_of(line);
    else if (strcmp(what, "place") == 0)
        map->place = axis_of(line);
    else if (strcmp(what, "period") == 0)
        return read_period(map, line, err);
    else if (strcmp(what, "numerator") == 0)
        return read_number(map, line, IMPORT_NUMERATOR, err);
    else if (strcmp(what, "denominator") == 0)
        return read_number(map, line, IMPORT_DENOMINATOR, err);
    else if (strcmp(what, "value") == 0)
        return read_number(map, line, IMPORT_VALUE, err);
    else if (strcmp(what, "measure name") == 0 || strcmp(what, "place name") == 0)
        map->names[map->name_count++] =
            (struct import_name){what[0] == 'p', line->where, line->means};
    else if (strcmp(what, "skip") == 0)
        map->skips[map->skip_count++] = (struct import_skip){line->where, line->means};
    else if (strcmp(what, "zero") == 0) {
        map->zero_is_missing = strcmp(line->means, "missing") == 0;
        return map->zero_is_missing || *line->means == '\0' || strcmp(line->means, "zero") == 0 ||
               wrong(err, line, "expected 'missing' or 'zero'");
    } else if (strcmp(what, "scale") == 0)
        return (number_parse(str_of(line->means), &map->scale) && map->scale != 0) ||
               wrong(err, line, "expected a number other than 0");
    else if (strcmp(what, "source") == 0)
        map->source = line->means;
    else
        return wrong(err, line,
                     "expected table, header, rows, measure, place, period, numerator, "
                     "denominator, value, measure name, place name, skip, zero, scale or source");
    return true;
}

bool import_map_read(char *bytes, size_t length, struct arena *arena, struct import_map *map,
                     struct err *err) {
    *map = (struct import_map){.table = "", .source = "", .scale = 1, .rows_from = 1};
    size_t most = 1;
    for (size_t i = 0; i < length && most < IMPORT_LINES; i++)
        most += bytes[i] == '\n' || bytes[i] == '\r';
    map->names = ARENA_NEW(arena, struct import_name, most);
    map->skips = ARENA_NEW(arena, struct import_skip, most);
    struct csv *csv = csv_new(arena, bytes, length, err);
    struct csv_row row;
    if (!csv) return false;
    size_t lines = 0;
    for (bool header = true; csv_next(csv, &row); header = false) {
        if (header) {
            if (row.count >= 3 && str_is(str_trim(row.cells[0].text), "what")) continue;
            return err_set(err, ERR_INPUT,
                           "it does not begin with the header what,where,means,about");
        }
        if (++lines > IMPORT_LINES)
            return err_set(err, ERR_TOO_LARGE, "it has more than %d lines", IMPORT_LINES);
        const char *cells[3];
        for (size_t i = 0; i < 3; i++) {
            struct str text = i < row.count ? str_trim(row.cells[i].text) : (struct str){0};
            cells[i] = arena_copy(arena, text.p, text.n);
        }
        const struct line line = {cells[0], cells[1], cells[2]};
        if (!*line.what) continue;
        if (!read_line(map, &line, arena, err)) return err_context(err, "line %zu", row.line);
    }
    return true;
}

static void put(struct buf *out, const char *what, const char *where, const char *means,
                const char *about) {
    const struct str cells[] = {str_of(what), str_of(where), str_of(means), str_of(about)};
    csv_write(out, cells, 4);
}

static void put_axis(struct buf *out, const char *what, const struct import_axis *axis,
                     const char *options, const char *about) {
    if (axis->from == FROM_CONSTANT)
        put(out, what, "", axis->text, about);
    else
        put(out, what,
            axis->from == FROM_HEADER ? "header"
            : axis->from              ? axis->text
                                      : "",
            axis->as_above ? "as above" : options, about);
}

static const char *rows_text(struct arena *arena, size_t from, size_t to) {
    if (from == to) return arena_printf(arena, "%zu", from);
    return to ? arena_printf(arena, "%zu-%zu", from, to) : arena_printf(arena, "%zu-", from);
}

void import_map_write(const struct import_map *map, struct buf *out) {
    struct arena *arena = out->arena;
    static const char *const kinds[] = {"numerator", "denominator", "value"};
    static const char *const abouts[] = {"what was counted", "out of what",
                                         "the value in the measure's unit"};
    put(out, "what", "where", "means", "about");
    put(out, "table", map->table, "", "the table or sheet");
    put(out, "header", map->header_from ? rows_text(arena, map->header_from, map->header_to) : "",
        "", "the row of the headings; 14-15 joins two");
    put(out, "rows", rows_text(arena, map->rows_from, map->rows_to), "",
        "first and last row of the numbers; without a last one, to the end");
    put_axis(out, "measure", &map->measure, "",
             "the column that names the measure, 'header' where headings do, or in means the id");
    put_axis(
        out, "place", &map->place, "",
        "the column of codes or names, 'header' where headings are places, or in means the id");
    const struct period_style *style = &map->style;
    const char *options = style->is_end               ? "end"
                          : style->month_first        ? "month first"
                          : style->dashes_are_years   ? "years"
                          : style->dashes_are_months  ? "months"
                          : style->calendar_quarters  ? "calendar quarters"
                          : style->financial_quarters ? "financial quarters"
                                                      : "";
    for (size_t i = 0; i < (map->period_count ? map->period_count : 1); i++)
        put_axis(out, "period", &map->periods[i], i + 1 >= map->period_count ? options : "",
                 "the column of periods, 'header' where headings are periods; means may be: end, "
                 "month first, years, months, calendar quarters, financial quarters");
    for (int kind = 0; kind < 3; kind++) {
        size_t count = 0;
        for (size_t i = 0; i < map->number_count; i++) {
            const struct import_number *number = &map->numbers[i];
            if ((int)number->kind != kind) continue;
            put(out, kinds[kind], number->column, number->measure ? number->measure : "",
                abouts[kind]);
            count++;
        }
        if (!count) put(out, kinds[kind], "", "", abouts[kind]);
    }
    for (size_t i = 0; i < map->name_count; i++)
        put(out, map->names[i].is_place ? "place name" : "measure name", map->names[i].written,
            map->names[i].id,
            *map->names[i].id ? "as written, and its id" : "no id: these rows are left out");
    for (size_t i = 0; i < map->skip_count; i++)
        put(out, "skip", map->skips[i].column, map->skips[i].text,
            "rows with this text in that column are left out");
    put(out, "zero", "", map->zero_is_missing ? "missing" : "",
        "'missing': a 0 among large numbers is a return that was not made");
    if (map->scale != 1) {
        char text[NUMBER_BYTES];
        put(out, "scale", "", number_text(map->scale, text), "values are multiplied by this");
    }
    put(out, "source", "", map->source,
        "what the observations' source says, before the file's name");
}
