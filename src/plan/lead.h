/* Who leads, as a plan's cell writes it: 'Director of Adults / Head of Housing', 'Prevention
 * workstream', 'Jane Smith – SRO', 'i. CCG ii. Council'. Posts and groups are kept; the name of a
 * person is kept only where no post stands with it, and is then to be looked at.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "doc/document.h"
#include "label.h"

struct lead {
    const char *title; /* of the role: 'Chief nurse, Northern trust', 'Prevention workstream' */
    const char *organisation; /* the organisation or group that stands with a post; '' */
    const char *found;        /* the words of the source */
    bool accountable;         /* it says SRO, accountable, executive lead */
    bool is_person;           /* the title is a person's name */
    struct label label;       /* LABEL_NONE: for all items of the row */
    const char *doubt;        /* '' where all is plain */
};

struct leads {
    struct lead *items;
    size_t count;
    const char *doubt; /* of the cell as a whole, such as that nobody is named yet */
};

/* Reads the lines of a cell. */
void lead_read(const struct document_line *lines, size_t count, struct arena *arena,
               struct leads *out);

enum lead_part { LEAD_NAME, LEAD_POST, LEAD_GROUP, LEAD_OTHER };

/* What a few words are: a person's name, a post, an organisation or group. */
enum lead_part lead_classify(struct str words, struct arena *arena);
