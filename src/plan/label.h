/* Labels of lists as they are printed: i) ii. (iv) a) 1. 1.1 2.3.iv • - and sets of them, such as
 * 'i, ii and iv' or '1-3'.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

enum label_kind {
    LABEL_NONE,
    LABEL_BULLET,
    LABEL_NUMBER, /* 3 */
    LABEL_DOTTED, /* 2.1, 2.1.iv */
    LABEL_ROMAN,  /* iv */
    LABEL_LETTER, /* b */
};

struct label {
    enum label_kind kind;
    struct str text; /* without brackets and the closing dot: 'iv' */
    int number;      /* 1 for the first of its list: i, a, 1; of 2.1 the last part; 0: none */
};

/* The label that a text begins with, and in *length how many bytes it takes with the blanks after
 * it. A label wants a closing sign or a bracket: 'i.', 'ii)', '(a)', '1.', '2:', '1.1', '•'; a date
 * (1.6.18) or a number before a word (1 June) is none. False where there is none. A letter that may
 * be roman (i, v, x, c, d) is given as roman. */
bool label_read(struct str text, struct label *label, size_t *length);

/* A word that is a label and nothing else, closed or not: 'iv', 'b)', '3'. */
bool label_word(struct str word, struct label *label);

/* Whether two labels name the same item: the same text in any case, or the same place in lists that
 * are numbered differently ('2' and 'ii') when `loosely` is set. */
bool label_same(const struct label *a, const struct label *b, bool loosely);

/* Roman numerals from i to xxxix; 0 where it is none. */
int label_roman(struct str text);
