/* Lists and styles of Word documents (ECMA-376, Part 1, 17.7 and 17.9): which style is a heading,
 * and the labels that Word shows but that stand nowhere in the text.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "label.h"
#include "office.h"

#define DOCX_LEVELS 9

struct docx_styles;

/* What a paragraph says of its own list and outline; -1 where it says nothing. */
struct docx_paragraph {
    const char *style; /* its id; NULL for the usual one */
    int number, level; /* the list (0: none, whatever its style says) and the level from 0 */
    int outline;       /* from 0; 9 is body text */
};

/* Reads styles.xml and numbering.xml; names may be NULL. Beyond LIMIT_WORD_STYLES of a kind it
 * fails with ERR_TOO_LARGE. */
MUST_CHECK struct docx_styles *docx_read_styles(struct zip *zip, const char *styles,
                                                const char *numbering, struct arena *arena,
                                                struct err *err);

/* 1 to 9 for a heading, 0 for the title of the document, -1 for other paragraphs. */
int docx_heading(const struct docx_styles *styles, const struct docx_paragraph *paragraph);

/* Counts the paragraph in its list and gives its label, on the arena, and its level from 1. '' and
 * 0 when it is in none. To be called for every paragraph once, in the order of the document. */
const char *docx_label(struct docx_styles *styles, const struct docx_paragraph *paragraph,
                       struct arena *arena, int *level);

/* Whether a table style sets its first row apart. */
bool docx_has_first_row(const struct docx_styles *styles, const char *table_style);
