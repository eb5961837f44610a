/* What the columns of a plan's table mean where their headings alone do not say it: each heading is
 * held against the cells below it. What is read so has a doubt in its slot.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "layout.h"

/* Mends the meanings of columns by the cells in [from, rows): a heading that its cells contradict,
 * and one that is not known where a deadline, lead, status or number is wanted and no column has
 * it. */
void meaning_settle(const struct document_grid *grid, size_t from, struct layout_slot *slots,
                    struct arena *arena);

/* Whether headings on the left are none: dates stand beside what would be a lead, or people beside
 * a deadline. */
bool meaning_contradicts(const struct document_grid *grid, size_t header, struct arena *arena);

/* Whether a table says what colours or stages mean: each stands in it once, with words beside it
 * and nothing else. */
bool meaning_is_key(const struct document_grid *grid, size_t from, const struct layout_slot *slots,
                    struct arena *arena);

/* The headings of a table in which none are found by what they say: they are misspelt, shortened,
 * other words or not there, and its cells are of an action, of who leads it and when it is due.
 * `header` is their row, SIZE_MAX where there is none. False where the cells are not. */
bool meaning_guess(const struct document_grid *grid, struct layout_slot *slots, size_t *header,
                   struct arena *arena);
