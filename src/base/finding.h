/* Findings: what is wrong with data, where, and what would cure it. Collected, sorted and shown
 * together.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "text.h"

enum severity { SEVERITY_WARNING, SEVERITY_ERROR };

struct finding {
    const char *file;   /* capacity.csv */
    size_t row;         /* line of the file, 1 is the header; 0: the file as a whole */
    const char *column; /* NULL: the row as a whole */
    enum severity severity;
    const char *rule;    /* a letter and two digits; rules.h of the room that checks lists them */
    const char *message; /* what was found, what was expected */
};

struct findings {
    struct arena *arena;
    struct finding *items;
    size_t count, capacity;
    size_t errors, warnings; /* all that were added, kept or not */
    size_t waived;           /* taken out again: somebody has accepted them for a time */
};

struct findings *findings_new(struct arena *arena);

/* Texts are copied. Beyond LIMIT_FINDINGS they are counted, not kept. */
void findings_add(struct findings *findings, enum severity severity, const char *rule,
                  const char *file, size_t row, const char *column, const char *format, ...)
    PRINTF_LIKE(7, 8);

/* The same finding in another list. */
void findings_copy(struct findings *findings, const struct finding *finding);

/* By file, row, column, rule. */
void findings_sort(struct findings *findings);

/* file:row: column: severity RULE: message */
void finding_text(const struct finding *finding, struct buf *out);
