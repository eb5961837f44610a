/* How readers put a document together; whoever reads documents needs document.h only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "document.h"
#include "flow.h"
#include "zip.h"

struct document_build {
    struct arena *arena;
    struct document *out;
    size_t block_capacity, note_capacity;
    size_t cells, text_bytes, tables; /* so far, of the whole document */
};

struct document_build build_new(struct arena *arena, struct document *out);

/* Adds a block; texts must be the arena's. Fails with ERR_TOO_LARGE. */
MUST_CHECK bool build_block(struct document_build *build, struct document_block block,
                            struct err *err);

/* Adds lines outside tables: list items and paragraphs, each a block; a heading of all of them when
 * level is not negative. */
MUST_CHECK bool build_lines(struct document_build *build, const struct document_line *lines,
                            size_t count, int heading, const char *place, struct err *err);

/* Puts the block that was added last before those from at on: a table before the tables in it. */
void build_move_last(struct document_build *build, size_t at);

/* How many blanks a text of one line begins with, 100 at most; 0 for several lines. */
unsigned char build_indent(struct str text);

/* Counts bytes of text that were taken; fails with ERR_TOO_LARGE. */
MUST_CHECK bool build_text(struct document_build *build, size_t bytes, struct err *err);

/* Adds a note; the texts are copied, a long one is cut. */
void build_note(struct document_build *build, const char *what, struct str text, const char *place);

/* A table that is being read. Tables may be read inside one another. */
struct grid_build {
    struct document_build *build;
    struct document_grid *grid;
    size_t capacity, line_capacity, line_count;
    bool is_sorted;
};

/* Gives the next table its number, from 1. Fails with ERR_TOO_LARGE. */
MUST_CHECK bool build_table(struct document_build *build, size_t *number, struct err *err);

struct grid_build grid_new(struct document_build *build, const char *title, const char *place);

/* Takes memory for so many cells at once. */
void grid_reserve(struct grid_build *g, size_t cells);

/* Adds a cell with its row, column, spans (0 counts as 1), kind and text; cells may come in any
 * order. Fails with ERR_TOO_LARGE. */
MUST_CHECK bool grid_cell(struct grid_build *g, struct document_cell cell, struct err *err);

/* Adds a cell that has these lines. */
MUST_CHECK bool grid_lines(struct grid_build *g, struct document_cell cell,
                           const struct document_line *lines, size_t count, struct err *err);

/* Merges so many rows and columns into the cell that was added at a position; nothing when none
 * was. */
void grid_span(struct grid_build *g, uint32_t row, uint32_t column, uint32_t rows,
               uint32_t columns);

/* Says on which line of the file the next row stands. */
void grid_row_line(struct grid_build *g, size_t line);

/* Puts the cells in order, forgets empty rows and columns at the end, clips merged cells to what is
 * left and marks what they cover. What stood under them is noted. Adds the grid as a block, unless
 * it is empty and not a sheet. */
MUST_CHECK bool grid_end(struct grid_build *g, struct err *err);

/* The readers; each fills blocks and notes. */
MUST_CHECK bool document_read_csv(struct document_build *build, char *bytes, size_t length,
                                  char separator, struct err *err);
MUST_CHECK bool document_read_text(struct document_build *build, char *bytes, size_t length,
                                   struct err *err);
MUST_CHECK bool document_read_html(struct document_build *build, char *bytes, size_t length,
                                   struct err *err);

/* Of the main part of that name. */
MUST_CHECK bool document_read_xlsx(struct document_build *build, struct zip *zip, const char *name,
                                   struct err *err);
MUST_CHECK bool document_read_docx(struct document_build *build, struct zip *zip, const char *name,
                                   struct err *err);
