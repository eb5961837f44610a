/* The rules of `weft check`, each with a stable id, a severity, why it is there and what cures it.
 * The rules of all rooms stand here, so that an id is given once.
 *
 * T cells and files, K keys, R references and routes, A ages, D dates and deadlines, S settings, N
 * numbers and sources, L the model, W who, V imported fields, P plan and schemes, O observations
 * and targets, M money, H risks.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/finding.h"

struct rule {
    const char *id;
    enum severity severity;
    const char *title;      /* what is wrong */
    const char *why;        /* why that matters */
    const char *cure;       /* what to do about it */
    const char *bad, *good; /* an example of each */
};

size_t rules_count(void);
const struct rule *rules_at(size_t i);

/* NULL when there is none. */
const struct rule *rules_find(const char *id);

/* Adds a finding of that rule, with its severity, on TABLE.csv. The message says what was found and
 * what was expected. */
void rules_add(struct findings *findings, const char *rule, const char *table, size_t row,
               const char *column, const char *format, ...) PRINTF_LIKE(6, 7);

/* A text from outside as messages show it: in quotes, cut after some 60 bytes, without control
 * characters. */
const char *rules_quote(struct arena *arena, struct str text);

/* One rule, as `weft check --explain` says it; and docs/rules.md. */
void rules_explain(const struct rule *rule, struct buf *out);
void rules_page(struct buf *out);
