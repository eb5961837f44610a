/* Forms: tables in which a question and its answer stand in one cell, as in a regulator's template.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "doc/document.h"

/* The questions of a form in the first column of a table and the answers in the second; NULL where
 * the table is no form. Places are still those of the whole: an answer from a merged cell has the
 * second column, which that cell reaches. */
const struct document_grid *form_of(const struct document_grid *grid, struct arena *arena);
