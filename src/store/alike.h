/* Whether two titles say nearly the same, by their words: in lower case, without small words and
 * endings. 'Single point of access with clinical assessment' and 'Single point of access 111' do,
 * 'Rapid response plan' and 'Rapid response scaled up' do not: words that name a stage of the work
 * tell two steps of one thing apart.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

#define ALIKE_WORDS 24 /* of a title; further ones are not looked at */

struct alike {
    struct alike_word {
        char text[16];    /* longer ones are cut */
        bool stage;       /* plan, pilot, start, agree ... */
    } words[ALIKE_WORDS]; /* sorted, each once */
    size_t count, things; /* of all words, and of those that name no stage */
};

void alike_read(const char *title, struct alike *out);

/* Takes words out that say nothing among such titles; they are given without their endings. */
void alike_leave_out(struct alike *title, const char *const *words, size_t n);

/* From 0 (no thing in common, or other stages) to 1 (the same words). `things` of the shorter one
 * that both have count most. */
double alike_score(const struct alike *a, const struct alike *b);

/* At least this for two places of a plan that name one item; and for two actions that are nearly
 * the same, of which more is wanted since nothing else ties them. Chosen on the two plans of the
 * examples. */
#define ALIKE_ITEM 0.41
#define ALIKE_ACTION 0.75
