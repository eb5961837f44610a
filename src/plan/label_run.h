/* Inside of the readers of cells: labels that stand together before a deadline or a lead, such as
 * 'i and ii', 'i-iii', '1.1 to 1.4', and the words of a line.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "label.h"

#define LABEL_RUN 64 /* how many labels a run has at most */

bool label_blank(char c);
size_t label_word_end(struct str text, size_t at);
size_t label_skip(struct str text, size_t at);

/* Whether the word in [at, end) is one of these, whatever its case and the sign behind it. */
bool label_any_word(struct str text, size_t at, size_t end, const char *const *words, size_t count);
#define LABEL_ANY_WORD(text, at, end, ...)                                                         \
    label_any_word((text), (at), (end), (const char *const[]){__VA_ARGS__},                        \
                   sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* Labels joined by commas, '&', 'and', 'to', '-', from `at` on, at most LABEL_RUN; where they end,
 * or `at`. Those within a range have no text of their own, but a number. A word of digits must be
 * closed unless bare_numbers, else '1 June' would be a label. */
size_t label_run(struct str text, size_t at, bool bare_numbers, struct label *labels,
                 size_t *count);

/* Labels at the beginning of a line want a closing sign, unless they are several numbers or roman
 * numerals in words of their own: 'i and ii July' has labels, 'w/c 4 June' has none. 'i-iii' is no
 * date. */
bool label_run_closed(struct str text, size_t at, size_t end, const struct label *labels,
                      size_t count);
