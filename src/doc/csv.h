/* Comma-separated values (RFC 4180), read strictly and written one way.
 *
 *     struct csv *csv = csv_new(arena, bytes, length, err);
 *     struct csv_row row;
 *     while (csv_next(csv, &row)) use(row.cells[0].text, row.line);
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

struct csv;

enum csv_encoding {
    CSV_UTF8,         /* with or without a byte order mark */
    CSV_WINDOWS_1252, /* recognised because it is not UTF-8, and converted */
};

enum csv_problem {
    CSV_FINE,
    CSV_STRAY_QUOTE, /* a quote inside a cell that does not begin with one */
    CSV_AFTER_QUOTE, /* text between a closing quote and the next comma */
    CSV_OPEN_QUOTE,  /* a quote that is never closed: the rest of the file is in this cell */
    CSV_LARGE_CELL,  /* more than LIMIT_CELL_BYTES, cut off */
    CSV_MANY_CELLS,  /* more than LIMIT_COLUMNS, the others left out */
    CSV_MANY_ROWS,   /* more than LIMIT_ROWS; no row follows */
};

struct csv_cell {
    struct str text; /* UTF-8; lives as long as the bytes */
    size_t line;     /* on which it begins; the first is 1 */
};

struct csv_row {
    struct csv_cell *cells; /* live until the next row */
    size_t count;
    size_t line;
    enum csv_problem problem; /* the first one of the row; its cells are still given */
    size_t problem_line;
};

/* Begins to read. Rows end with LF, CRLF or CR; commas, line ends and doubled quotes stand in
 * quoted cells; empty lines are passed over. The bytes are changed while they are read, must
 * outlive the reader, and stay the caller's. Fails with ERR_INPUT when there is a NUL byte (as in
 * UTF-16) or the text is neither UTF-8 nor Windows-1252. */
MUST_CHECK struct csv *csv_new(struct arena *arena, char *bytes, size_t length, struct err *err);

/* Before the first row: cells are parted by this character, a tab or a semicolon, and not by
 * commas.
 */
void csv_separate(struct csv *csv, char separator);

enum csv_encoding csv_encoding(const struct csv *csv);

/* What has not been read yet, as UTF-8. */
struct str csv_rest(const struct csv *csv);

/* The next row; false at the end. */
bool csv_next(struct csv *csv, struct csv_row *row);

/* What is wrong, in words: 'a quote is never closed'. */
const char *csv_problem_text(enum csv_problem problem);

/* Adds a row, ended by LF; cells are quoted only where they need it. What csv_next reads from it is
 * what was written, whatever the bytes but NUL. */
void csv_write(struct buf *out, const struct str *cells, size_t count);
