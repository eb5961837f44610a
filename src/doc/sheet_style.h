/* Styles of a workbook's cells: number format, font, indent and the colour behind them (ECMA-376,
 * Part 1, 18.8).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "sheet_format.h"
#include "zip.h"

struct sheet_style {
    struct sheet_format format;
    bool bold, struck;
    unsigned char indent;
    unsigned char shade; /* enum shade, of a solid fill */
};

struct sheet_styles {
    struct sheet_style *items; /* by the number that a cell gives */
    size_t count;
};

/* Reads the parts of styles and colours, each of which may be NULL or missing. */
MUST_CHECK bool sheet_styles_read(struct zip *zip, const char *styles, const char *theme,
                                  struct arena *arena, struct sheet_styles *out, struct err *err);
