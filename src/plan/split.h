/* Several actions in one cell, told apart by their labels: i) ii), a), 1., 1.1, bullets.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "doc/document.h"
#include "label.h"

struct split_item {
    struct label label; /* LABEL_NONE where the cell has none; a bullet has no number */
    const char *text;   /* what is to be done, with the sentence that leads the list before it */
    const char *found;  /* its own words in the source, with its label */
    const char *doubt;  /* '' where it is plain where it begins and ends */
    size_t line;        /* the line that it begins on, from 0 */
};

/* a, between and b as one text, where a is what the last call gave: nothing is copied again then,
 * however many rows or lines there are. An empty a gives b. */
const char *split_join(struct buf *grown, struct arena *arena, const char *a, const char *between,
                       const char *b);

struct split {
    struct split_item *items;
    size_t count;
};

/* Lines with the labels that follow on within them made lines of their own: 'a) Open b) Staff it'.
 */
const struct document_line *split_inline(const struct document_line *lines, size_t count,
                                         struct arena *arena, size_t *out_count);

/* Whether a text without labels looks as if `wanted` items had run together in it. */
bool split_looks_joined(struct str text, size_t wanted);

/* The items of a cell. Lines under an item that are labelled in another way (a. b. under iii.) are
 * parts of it. Where the marks of a list were lost, the text is parted so that it gives `wanted`
 * items (how many deadlines or leads the row has), at the words that most look like a beginning,
 * and every item is doubtful; 0: not known. */
void split_lines(const struct document_line *lines, size_t count, size_t wanted,
                 struct arena *arena, struct split *out);
