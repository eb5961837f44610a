/* Inside of the reader of leads: what the words of a lead are. For lead*.c only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "lead.h"

/* How many words there are, and of which kinds. */
struct lead_words {
    size_t count, posts, groups, bodies, titles, capitals, acronyms, small;
    bool digits;
};

void lead_words_of(struct str text, struct lead_words *out);

/* Where the name begins in 'Prevention workstream Jane Smith'; 0: nowhere. */
size_t lead_name_behind(struct str text);

/* Whether its last word is that of a body: 'Northern council', 'Contracts Team', 'CCG'. */
bool lead_is_body(struct str text);

/* The lines of a cell, with one for each label where a line names several: 'i) Head of Beds ii-iv)
 * Chief Nurse'. */
const struct document_line *lead_lines(const struct document_line *lines, size_t *count,
                                       struct arena *arena);
