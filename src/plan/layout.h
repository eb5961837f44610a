/* How a table of a plan is laid out: which headings it has, on rows or on columns, and its records.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "deadline.h"
#include "doc/document.h"
#include "heading.h"

struct layout_slot {
    enum heading heading;
    const char *header;              /* as written */
    const struct deadline *deadline; /* of HEADING_PERIOD: when that is */
    const char *doubt; /* why it may mean something else; NULL: it is as its heading says */
};

struct layout_cell {
    const struct document_cell *cell; /* never NULL */
    size_t row, column;               /* where the record has it; the cell may begin elsewhere */
    bool carried;                     /* it is a merged cell that an earlier record has as well */
};

struct layout_record {
    const struct layout_slot *slots;
    size_t slot_count;
    struct layout_cell *cells; /* by slot */
    bool is_section;           /* a line across the table: cells[0] is all it has */
};

struct layout {
    struct layout_record *records;
    size_t count;
    bool transposed;
    bool partial;     /* a few headings and values that only make sense with the table before */
    bool continued;   /* it has no headings of its own: those of the table before it */
    bool guessed;     /* its headings are not known: its cells say what they are */
    size_t first_row; /* that is read: the headings, or lines above them that belong to the rest */
    size_t header_row, header_column;
    const struct layout_slot *slots; /* of the last headings in it, for a table that goes on */
    size_t slot_count;
};

/* Whether a row is a line across the table: its one cell spans all columns, or stands first and is
 * no heading of a row. */
bool layout_is_line(const struct document_grid *grid, size_t row);

bool layout_has_letters(const char *text);

/* Whether a cell holds words that may be an action, and no mark or figure. */
bool layout_is_words(const struct document_cell *cell);

/* The records of a table; false where it has no headings of a plan: an action, recommendation or
 * milestone, and something that is said of it. `before` is the layout of the table before it, or
 * NULL: a table of as many columns without headings goes on with those. */
bool layout_read(const struct document_grid *grid, const struct layout *before, struct arena *arena,
                 struct layout *out);
