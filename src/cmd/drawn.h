/* Drawings written by a command: as SVG, PNG or PDF, by the end of the file's name.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

/* Whether a file of that name can be written: ends in .svg, .png or .pdf; ERR_USAGE else. */
MUST_CHECK bool drawn_name(const char *path, struct err *err);

/* path NULL: SVG to the standard output. The title is that of a PDF. */
MUST_CHECK bool drawn_write(const char *path, const char *title, const struct buf *svg,
                            struct err *err);
