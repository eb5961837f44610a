/* The table of numbers that stands under a chart, in HTML with the class names of nhsuk-frontend.
 * For the charts of this room.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart.h"

/* Begins the table: the caption, and column heads separated by '|'. The first column names the row;
 * the others hold numbers, or words where the head begins with '~'. */
void table_begin(struct buf *out, const struct chart_frame *frame, const char *more,
                 const char *heads);
/* A text of the caller's as a head: without what means something in heads. */
const char *table_head(struct arena *arena, const char *text);
void table_row(struct buf *out, const char *name);
void table_number(struct buf *out, double value, const struct chart_unit *unit, int decimals);
void table_words(struct buf *out, const char *text);
void table_end_row(struct buf *out);
void table_end(struct buf *out);
