/* A document for people to see what was read: as text, and as JSON.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "document.h"

/* Headings underlined, list items with their labels, each table cell by cell with its place, and
 * the notes at the end. Scratch memory is taken from out's arena. */
void document_print_text(const struct document *document, struct buf *out);

/* All of it: title, source, sha256, format, blocks with grids and cells, notes. */
void document_print_json(const struct document *document, struct buf *out);
