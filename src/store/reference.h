/* The reference of the tables, written from the registry.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
#include "registry.h"

/* What a cell of the column may hold, in words: 'number from 0 to 1, in share', 'id of a setting'.
 */
void reference_values(const struct column *column, struct buf *out);

/* One table: its columns, one a line. */
void reference_table(const struct table *table, bool markdown, struct buf *out);

/* A line for each table. */
void reference_list(struct buf *out);

/* docs/tables.md. */
void reference_page(struct buf *out);
