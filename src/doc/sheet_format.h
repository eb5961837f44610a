/* Number formats of a workbook: which numbers are dates or percentages (ECMA-376, Part 1, 18.8.30
 * and 18.8.31).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "document.h"

struct sheet_format {
    bool is_date, is_time, is_percent; /* a date with its time is both of the first */
    bool has_day, has_month;
    int decimals; /* of percentages */
};

/* What a format code such as 'dd/mm/yyyy' or '0.0%' is. */
struct sheet_format sheet_format_of(struct str code);

/* What a built-in format is; anything that is not built in is a plain number. */
struct sheet_format sheet_format_built_in(int id);

/* Fills kind, text, number and date of a cell from a number. Days are counted from 1900, or with
 * from_1904 from 1 January 1904; what does not fit a date is a plain number. */
void sheet_format_cell(const struct sheet_format *format, double value, bool from_1904,
                       struct arena *arena, struct document_cell *cell);
