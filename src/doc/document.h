/* Documents, read into one form whatever their format: headings, paragraphs, list items and tables
 * in reading order, each with the place that it came from.
 *
 *     struct document document;
 *     if (!document_read("plan.docx", arena, &document, err)) return false;
 *     for (size_t i = 0; i < document.block_count; i++) {
 *         const struct document_block *block = &document.blocks[i];
 *         if (block->kind == BLOCK_GRID) use(document_cell(block->grid, 0, 0)->text);
 *     }
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/sha256.h"
#include "shade.h"

#include <stdint.h>

enum document_format {
    DOCUMENT_TEXT, /* text with tables as tab- or pipe-separated lines, HTML inside cells allowed */
    DOCUMENT_CSV,
    DOCUMENT_TSV,
    DOCUMENT_HTML,
    DOCUMENT_XLSX,
    DOCUMENT_DOCX,
};

/* A line of a cell: what a reader would see as one paragraph or one list item. */
struct document_line {
    const char *label; /* 'ii)', '•', '1.2': as shown, made by the format or typed; '' for none */
    const char *text;  /* without the label */
    int level;         /* 1 in a list, 2 in a list in it; 0 outside */
    bool ran_together; /* several items of a list whose marks were lost: where they part is unknown
                        */
};

enum document_cell_kind {
    CELL_EMPTY,
    CELL_TEXT, /* all that is not empty, in formats without types: CSV, HTML, DOCX, text */
    CELL_NUMBER,
    CELL_DATE,
    CELL_BOOLEAN,
    CELL_ERROR,   /* text is '#DIV/0!' */
    CELL_COVERED, /* hidden under a merged cell, which document_cell gives */
};

struct document_cell {
    const char *text; /* lines parted by '\n', each with its label before it; '' when empty */
    const struct document_line *lines; /* see document_cell_lines */
    double number;                     /* of numbers, dates (days) and booleans (0 or 1) */
    uint32_t row, column;              /* from 0; of its upper left corner */
    uint32_t row_span, column_span;    /* at least 1 */
    uint32_t line_count;
    int32_t date; /* of dates; DATE_NONE otherwise */
    unsigned char kind;
    unsigned char indent; /* blanks before a one-line text, and the steps that Excel indents it by;
                             of sheets and CSV */
    unsigned char shade;  /* enum shade: the colour behind it, of Excel, Word and HTML; of a merged
                             cell  that of its first */
    bool is_header; /* the format says so: <th>, a repeated header row, a table style's first row */
    bool is_percent; /* shown as a percentage: number 0.95, text '95%' */
    bool is_bold;    /* all of it, as far as the format says so of whole cells (Excel) */
    bool is_month;   /* a date that is shown without its day: text 'April 2018' */
};

/* A table or a sheet. */
struct document_grid {
    const char *title; /* a caption or a sheet's name; '' for none */
    const char *place; /* 'Sheet1', 'table 3', 'table 4 (in table 3 row 5 column 2)' */
    size_t rows, columns;
    struct document_cell *cells; /* by row, then column; empty ones may be left out */
    size_t cell_count;
    size_t *row_first; /* [rows + 1]: a row's first cell */
    size_t *row_lines; /* [rows]: lines of the file, from 1, in text formats; otherwise NULL */
    size_t first_row;  /* of a part of a table: which of its rows the first one here is; or 0 */
    bool is_sheet, is_hidden;
};

enum document_block_kind { BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_ITEM, BLOCK_GRID };

struct document_block {
    enum document_block_kind kind;
    int level;                  /* headings from 1, 0 where the format does not say; items from 1 */
    const char *label;          /* as document_line.label, of headings and paragraphs too */
    const char *text;           /* without the label; lines parted by '\n'; a grid's title */
    const char *place;          /* 'paragraph 12', 'line 40', 'table 3', 'Sheet1' */
    struct document_grid *grid; /* of BLOCK_GRID, otherwise NULL */
};

/* What was left out, or is doubtful, and where. */
struct document_note {
    const char *what;  /* 'tracked deletion', 'comment', 'hidden sheet' */
    const char *text;  /* what it said; may be '' */
    const char *place; /* as above, or of a cell */
};

struct document {
    const char *title;  /* '' when there is none */
    const char *source; /* the path it was read from */
    char sha256[SHA256_HEX_BYTES];
    enum document_format format;
    struct document_block *blocks;
    size_t block_count;
    struct document_note *notes;
    size_t note_count, notes_left_out;
};

/* Reads a file; everything is the arena's. The reader is chosen by the content, and by the name
 * only where texts look alike. Fails with ERR_INPUT when it is broken or of another kind (a PDF, an
 * old .doc), ERR_TOO_LARGE beyond a limit of base/limits.h, ERR_NOT_FOUND or ERR_IO. */
MUST_CHECK bool document_read(const char *path, struct arena *arena, struct document *out,
                              struct err *err);

/* The same of bytes in memory, which a NUL byte follows and which are changed and kept. The name
 * chooses as above, and is the source. */
MUST_CHECK bool document_read_bytes(const char *name, char *bytes, size_t length,
                                    struct arena *arena, struct document *out, struct err *err);

/* The cell that is seen at a position, whose row and column say where it begins: a covered position
 * gives the merged cell. Never NULL: an empty cell where there is none. */
const struct document_cell *document_cell(const struct document_grid *grid, size_t row,
                                          size_t column);

/* Whether the position lies under a merged cell that begins elsewhere. */
bool document_is_covered(const struct document_grid *grid, size_t row, size_t column);

/* The rows [from, to) as a table of their own, whose places are still those of the whole. What is
 * merged from above is left out. */
struct document_grid *document_grid_rows(const struct document_grid *grid, size_t from, size_t to,
                                         struct arena *arena);

/* The lines of a cell with their labels, those of recovered lists and those that were typed. */
const struct document_line *document_cell_lines(const struct document_cell *cell,
                                                struct arena *arena, size_t *count);

/* Where a position is, in words: 'Sheet1!B5', 'table 3 row 5 column 2', 'line 8 column 2'. */
const char *document_cell_place(const struct document_grid *grid, size_t row, size_t column,
                                struct arena *arena);

const char *document_format_text(enum document_format format);       /* 'Word document' */
const char *document_cell_kind_text(enum document_cell_kind kind);   /* 'number' */
const char *document_block_kind_text(enum document_block_kind kind); /* 'heading' */
