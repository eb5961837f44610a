/* Labels of list items: i) ii) a. 1.1 •. Made as Word and browsers show them, recognised where
 * somebody typed them.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

enum label_style {
    LABEL_NONE,
    LABEL_BULLET,
    LABEL_DECIMAL,
    LABEL_DECIMAL_ZERO, /* 01, 02 */
    LABEL_LOWER_LETTER, /* a ... z, then aa, ab as HTML counts (label_put_word: aa, bb as Word) */
    LABEL_UPPER_LETTER,
    LABEL_LOWER_ROMAN,
    LABEL_UPPER_ROMAN,
    LABEL_ORDINAL, /* 1st, 2nd */
};

/* Adds the number as that style shows it, decimal where the style cannot (a letter below 1, a Roman
 * number outside 1 to 3999); nothing for LABEL_NONE, '•' for LABEL_BULLET. With word, 27 is 'aa'
 * and 28 is 'bb', otherwise 'aa' and 'ab'. */
void label_put(struct buf *out, enum label_style style, int value, bool word);

struct label {
    enum label_style style;
    int value;           /* 0 of bullets and of labels with several parts, such as 1.2. */
    const char *bullet;  /* of bullets */
    char open, close[3]; /* '(' or 0; ")" or "." or ")." */
    size_t length;       /* bytes of the whole label */
    size_t text;         /* where the text after it begins */
};

/* Recognises a label at the start of a text: a number, letters or a Roman number followed by '.' or
 * ')' or in brackets, or a bullet; then white space and something else, or the end. Upper case
 * letters need a bracket ('A. Smith' is a name). A lone i, v or x is Roman. */
MUST_CHECK bool label_parse(struct str text, struct label *label);

/* Finds the label that goes on after a label, in a text that has them one after the other ('i. June
 * ii. July'): the next number in the same style and brackets, or the same bullet, after white
 * space.
 */
MUST_CHECK bool label_find_next(struct str text, const struct label *label, size_t from,
                                size_t *at);
