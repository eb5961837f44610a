/* Comma-separated values; see csv.h.
 *
 * SPDX-License-Identifier: MIT */
#include "csv.h"

#include "base/limits.h"
#include "utf16.h"

#include <string.h>

struct csv {
    char *at, *end;
    size_t line, rows;
    bool ended;
    char separator;
    enum csv_encoding encoding;
    struct csv_cell cells[LIMIT_COLUMNS];
};

/* The code points of the bytes 0x80 to 0x9f in Windows-1252; 0 where there is none. */
static const unsigned short windows_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

static bool convert(struct arena *arena, char **bytes, size_t *length) {
    size_t high = 0;
    for (size_t i = 0; i < *length; i++)
        if ((unsigned char)(*bytes)[i] >= 0x80) high++;
    char *text = arena_alloc(arena, *length + 2 * high + 1, 1), *to = text;
    for (size_t i = 0; i < *length; i++) {
        unsigned code = (unsigned char)(*bytes)[i];
        if (code >= 0x80 && code < 0xa0) code = windows_1252[code - 0x80];
        if (code == 0) return false;
        to += utf8_put(to, code);
    }
    *bytes = text;
    *length = (size_t)(to - text);
    return true;
}

struct csv *csv_new(struct arena *arena, char *bytes, size_t length, struct err *err) {
    if (length && memchr(bytes, '\0', length)) {
        err_set(err, ERR_INPUT,
                utf16_is((struct str){bytes, length}) ? "is UTF-16 text"
                                                      : "has a NUL byte: it is not text");
        err_hint(err, "Save it as 'CSV UTF-8'.");
        return NULL;
    }
    struct csv *csv = ARENA_NEW(arena, struct csv, 1);
    if (!str_is_utf8((struct str){bytes, length})) {
        if (!convert(arena, &bytes, &length)) {
            err_set(err, ERR_INPUT, "is neither UTF-8 nor Windows-1252 text");
            err_hint(err, "Save it as 'CSV UTF-8'.");
            return NULL;
        }
        csv->encoding = CSV_WINDOWS_1252;
    } else if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    csv->at = bytes;
    csv->end = bytes + length;
    csv->line = 1;
    csv->separator = ',';
    return csv;
}

void csv_separate(struct csv *csv, char separator) {
    csv->separator = separator;
}

enum csv_encoding csv_encoding(const struct csv *csv) {
    return csv->encoding;
}

struct str csv_rest(const struct csv *csv) {
    return (struct str){csv->at, (size_t)(csv->end - csv->at)};
}

static bool at_line_end(const struct csv *csv) {
    return csv->at < csv->end && (*csv->at == '\n' || *csv->at == '\r');
}

static void pass_line_end(struct csv *csv) {
    bool cr = *csv->at++ == '\r';
    if (cr && csv->at < csv->end && *csv->at == '\n') csv->at++;
    csv->line++;
}

static void note(struct csv_row *row, enum csv_problem problem, size_t line) {
    if (row->problem != CSV_FINE) return;
    row->problem = problem;
    row->problem_line = line;
}

/* Reads up to the comma or line end. Cells are joined in place: what is written never overtakes
 * what is read. */
static struct csv_cell read_cell(struct csv *csv, struct csv_row *row) {
    struct csv_cell cell = {.line = csv->line};
    const char *start = csv->at;
    char *to = csv->at;
    if (csv->at < csv->end && *csv->at == '"') {
        csv->at++;
        bool closed = false;
        while (csv->at < csv->end && !closed) {
            char c = *csv->at;
            if (c == '"') {
                closed = csv->at + 1 == csv->end || csv->at[1] != '"';
                csv->at += closed ? 1 : 2;
                if (closed) break;
            } else {
                if (c == '\n' || (c == '\r' && (csv->at + 1 == csv->end || csv->at[1] != '\n')))
                    csv->line++;
                csv->at++;
            }
            *to++ = c;
        }
        if (!closed) note(row, CSV_OPEN_QUOTE, cell.line);
        if (csv->at < csv->end && *csv->at != csv->separator && !at_line_end(csv))
            note(row, CSV_AFTER_QUOTE, csv->line);
    }
    while (csv->at < csv->end && *csv->at != csv->separator && !at_line_end(csv)) {
        if (*csv->at == '"') note(row, CSV_STRAY_QUOTE, csv->line);
        *to++ = *csv->at++;
    }
    cell.text = (struct str){start, (size_t)(to - start)};
    if (cell.text.n > LIMIT_CELL_BYTES) {
        row->problem = CSV_FINE; /* it is the graver one */
        note(row, CSV_LARGE_CELL, cell.line);
        cell.text.n = LIMIT_CELL_BYTES;
        while (cell.text.n && ((unsigned char)start[cell.text.n] & 0xc0) == 0x80) cell.text.n--;
    }
    return cell;
}

bool csv_next(struct csv *csv, struct csv_row *row) {
    while (at_line_end(csv)) pass_line_end(csv);
    if (csv->at == csv->end || csv->ended) return false;
    *row = (struct csv_row){.cells = csv->cells, .line = csv->line};
    for (bool more = true; more;) {
        struct csv_cell cell = read_cell(csv, row);
        if (row->count < LIMIT_COLUMNS)
            row->cells[row->count++] = cell;
        else
            note(row, CSV_MANY_CELLS, cell.line);
        more = csv->at < csv->end && *csv->at == csv->separator;
        if (more) csv->at++;
    }
    if (at_line_end(csv)) pass_line_end(csv);
    if (++csv->rows > LIMIT_ROWS) {
        note(row, CSV_MANY_ROWS, row->line);
        csv->ended = true;
    }
    return true;
}

const char *csv_problem_text(enum csv_problem problem) {
    switch (problem) {
    case CSV_FINE:
        break;
    case CSV_STRAY_QUOTE:
        return "a quote stands inside a cell that does not begin with one";
    case CSV_AFTER_QUOTE:
        return "text stands between a closing quote and the next comma";
    case CSV_OPEN_QUOTE:
        return "a quote is never closed";
    case CSV_LARGE_CELL:
        return "a cell is larger than a mebibyte";
    case CSV_MANY_CELLS:
        return "there are more than 512 cells";
    case CSV_MANY_ROWS:
        return "there are more than 20 million rows";
    }
    return "";
}

static bool needs_quotes(struct str cell, bool only) {
    if (cell.n == 0) return only; /* or the row would be an empty line */
    for (size_t i = 0; i < cell.n; i++) {
        char c = cell.p[i];
        if (c == ',' || c == '"' || c == '\r' || c == '\n' || c == '\0') return true;
    }
    return false;
}

void csv_write(struct buf *out, const struct str *cells, size_t count) {
    size_t most = count + 1;
    for (size_t i = 0; i < count; i++) most += 2 * cells[i].n + 2;
    buf_reserve(out, most);
    char *to = out->text + out->length;
    /* A text that begins with a byte order mark would lose it at the start of a file. */
    bool start = out->length == 0;
    for (size_t i = 0; i < count; i++) {
        struct str cell = cells[i];
        if (i) *to++ = ',';
        bool mark = start && i == 0 && cell.n >= 3 && memcmp(cell.p, "\xef\xbb\xbf", 3) == 0;
        if (!mark && !needs_quotes(cell, count == 1)) {
            if (cell.n) memcpy(to, cell.p, cell.n);
            to += cell.n;
            continue;
        }
        *to++ = '"';
        for (size_t k = 0; k < cell.n; k++) {
            if (cell.p[k] == '"') *to++ = '"';
            *to++ = cell.p[k];
        }
        *to++ = '"';
    }
    *to++ = '\n';
    *to = '\0';
    out->length = (size_t)(to - out->text);
}
