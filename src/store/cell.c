/* Cells: from text to value; see cell.h.
 *
 * SPDX-License-Identifier: MIT */
#include "cell.h"

#include "reference.h"
#include "rules.h"

#include "base/date.h"
#include "base/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

struct nearest nearest_new(struct str text) {
    return (struct nearest){.text = text, .distance = text.n / 3 + 1};
}

/* Levenshtein (1966), one row at a time. */
static size_t edit_distance(struct str a, struct str b) {
    size_t row[64];
    for (size_t k = 0; k <= b.n; k++) row[k] = k;
    for (size_t i = 1; i <= a.n; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t k = 1; k <= b.n; k++) {
            size_t change = corner + (a.p[i - 1] != b.p[k - 1]);
            size_t best = row[k] < row[k - 1] ? row[k] + 1 : row[k - 1] + 1;
            corner = row[k];
            row[k] = best < change ? best : change;
        }
    }
    return row[b.n];
}

void nearest_offer(struct nearest *nearest, struct str candidate) {
    if (candidate.n >= sizeof nearest->best || nearest->text.n >= sizeof nearest->best) return;
    size_t apart = candidate.n > nearest->text.n ? candidate.n - nearest->text.n
                                                 : nearest->text.n - candidate.n;
    if (apart > nearest->distance) return;
    size_t distance = edit_distance(nearest->text, candidate);
    if (distance > nearest->distance || (distance == nearest->distance && nearest->best[0])) return;
    nearest->distance = distance;
    memcpy(nearest->best, candidate.p, candidate.n);
    nearest->best[candidate.n] = '\0';
}

const char *nearest_best(const struct nearest *nearest) {
    return nearest->best[0] ? nearest->best : NULL;
}

struct reading {
    const struct table *table;
    const struct column *column;
    struct str text;
    size_t row;
    struct findings *findings;
};

static struct cell bad(const struct reading *r, const char *rule, const char *found,
                       const char *more) {
    struct buf expected = buf_new(r->findings->arena);
    reference_values(r->column, &expected);
    bool vowel = strncmp(expected.text, "id", 2) == 0;
    bool none = r->column->type == COLUMN_CHOICE || r->column->type == COLUMN_YESNO;
    rules_add(r->findings, rule, r->table->name, r->row, r->column->name, "%s %s, expected %s%s%s",
              rules_quote(r->findings->arena, r->text), found,
              none    ? ""
              : vowel ? "an "
                      : "a ",
              expected.text, more);
    return (struct cell){.kind = CELL_BAD};
}

static struct cell read_number(const struct reading *r) {
    const struct column *column = r->column;
    bool whole = column->type == COLUMN_INTEGER;
    double v;
    if (!number_parse(r->text, &v)) {
        char plain[64];
        size_t n = 0;
        for (size_t i = 0; i < r->text.n && n + 1 < sizeof plain; i++)
            if ((r->text.p[i] >= '0' && r->text.p[i] <= '9') || r->text.p[i] == '.' ||
                r->text.p[i] == '-')
                plain[n++] = r->text.p[i];
        bool cured = n && number_parse((struct str){plain, n}, &v);
        const char *more =
            cured ? arena_printf(r->findings->arena,
                                 "; write it without commas, signs and units, such as %.*s", (int)n,
                                 plain)
                  : "";
        return bad(r, "T03", whole ? "is not a whole number" : "is not a number", more);
    }
    if (whole && v != floor(v)) return bad(r, "T03", "is not a whole number", "");
    if (v < column->min) return bad(r, "T04", "is too small", "");
    if (v > column->max) return bad(r, "T04", "is too large", "");
    if (whole) return (struct cell){.kind = CELL_INTEGER, .integer = (int64_t)v};
    return (struct cell){.kind = CELL_NUMBER, .number = v};
}

static bool is_id(struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '.' || c == '_' || c == ':';
        if (!ok) return false;
    }
    return text.n > 0;
}

static struct cell read_choice(const struct reading *r, const char *choices) {
    struct nearest nearest = nearest_new(r->text);
    struct str rest = str_of(choices), choice;
    while (str_split(&rest, '|', &choice)) {
        if (str_equal(choice, r->text)) return (struct cell){.kind = CELL_TEXT, .text = r->text};
        nearest_offer(&nearest, choice);
    }
    const char *best = nearest_best(&nearest);
    return bad(r, "T05", "is not allowed",
               best ? arena_printf(r->findings->arena, "; did you mean '%s'?", best) : "");
}

/* White space off both ends, CRLF to LF; false where there is a control character. */
static bool tidy(struct reading *r) {
    struct str trimmed = str_trim(r->text);
    if (trimmed.n != r->text.n && trimmed.n)
        rules_add(r->findings, "T07", r->table->name, r->row, r->column->name,
                  "%s has white space at its ends, which is left out",
                  rules_quote(r->findings->arena, r->text));
    r->text = trimmed;
    size_t returns = 0;
    for (size_t i = 0; i < r->text.n; i++) {
        unsigned char c = (unsigned char)r->text.p[i];
        if (c == '\r')
            returns++;
        else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
            return false;
    }
    if (!returns) return true;
    char *copy = arena_copy(r->findings->arena, r->text.p, r->text.n), *to = copy;
    for (size_t i = 0; i < r->text.n; i++) {
        if (r->text.p[i] != '\r')
            *to++ = r->text.p[i];
        else if (r->text.p[i + 1] != '\n') /* trimmed: a return is never last */
            *to++ = '\n';
    }
    r->text = (struct str){copy, (size_t)(to - copy)};
    return true;
}

struct cell cell_read(const struct table *table, const struct column *column, struct str text,
                      size_t row, struct findings *findings) {
    struct reading r = {table, column, text, row, findings};
    if (!tidy(&r)) return bad(&r, "T17", "has a control character", "");
    if (r.text.n == 0) {
        if (!(column->flags & COLUMN_REQUIRED)) return (struct cell){.kind = CELL_EMPTY};
        struct buf expected = buf_new(findings->arena);
        reference_values(column, &expected);
        rules_add(findings, "T02", table->name, row, column->name,
                  "the cell is empty, and the column is required: %s", expected.text);
        return (struct cell){.kind = CELL_BAD};
    }
    struct cell as_text = {.kind = CELL_TEXT, .text = r.text};
    int32_t date;
    int year;
    switch (column->type) {
    case COLUMN_TEXT:
        return as_text;
    case COLUMN_ID:
        if (is_id(r.text)) return as_text;
        return bad(&r, "T06", "is not an id", "");
    case COLUMN_REF:
        if (is_id(r.text)) return as_text;
        return bad(&r, "T06", "is not an id", "");
    case COLUMN_NUMBER:
    case COLUMN_INTEGER:
        return read_number(&r);
    case COLUMN_DATE:
        if (date_parse(r.text, &date)) return as_text;
        return bad(&r, "D01", "is not a date", " (year, month, day)");
    case COLUMN_YEAR:
        if (financial_year_parse(r.text, &year)) return as_text;
        return bad(&r, "D02", "is not a financial year", "");
    case COLUMN_CHOICE:
        return read_choice(&r, column->choices);
    case COLUMN_YESNO:
        return read_choice(&r, "yes|no");
    }
    return as_text;
}

void cell_bind(const struct cell *cell, sqlite3_stmt *statement, int parameter) {
    switch (cell->kind) {
    case CELL_EMPTY:
    case CELL_BAD:
        sqlite3_bind_null(statement, parameter);
        break;
    case CELL_TEXT:
        sqlite3_bind_text64(statement, parameter, cell->text.p, cell->text.n, SQLITE_STATIC,
                            SQLITE_UTF8);
        break;
    case CELL_NUMBER:
        sqlite3_bind_double(statement, parameter, cell->number);
        break;
    case CELL_INTEGER:
        sqlite3_bind_int64(statement, parameter, cell->integer);
        break;
    }
}

_Static_assert(CELL_BYTES >= NUMBER_BYTES, "a number must fit");

struct str cell_text(sqlite3_stmt *statement, int column, char out[CELL_BYTES]) {
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
        return (struct str){"", 0};
    case SQLITE_FLOAT:
        return str_of(number_text(sqlite3_column_double(statement, column), out));
    case SQLITE_INTEGER:
        snprintf(out, CELL_BYTES, "%" PRId64, (int64_t)sqlite3_column_int64(statement, column));
        return str_of(out);
    default: {
        const char *text = (const char *)sqlite3_column_text(statement, column);
        return (struct str){text ? text : "", (size_t)sqlite3_column_bytes(statement, column)};
    }
    }
}
