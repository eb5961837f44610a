/* An SVG of ours as a picture or a page: PNG through cairo, PDF with vectors and text that can be
 * searched. librsvg reads the SVG; drawing.c alone knows it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

/* Appends the drawing as PNG, `scale` pixels for each unit of its viewBox (0.1 to 8). Fails with
 * ERR_INPUT where it is no SVG with a viewBox, ERR_TOO_LARGE above 64 million pixels. */
MUST_CHECK bool drawing_png(struct str svg, double scale, struct buf *out, struct err *err);

/* Appends the drawing as a PDF of one page of its size, 0.75 points for each unit, with a title. */
MUST_CHECK bool drawing_pdf(struct str svg, const char *title, struct buf *out, struct err *err);
