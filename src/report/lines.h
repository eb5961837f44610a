/* Lines of text for a terminal.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

#define LINES_WIDTH 100u

/* Words, each after a blank, broken to the width; lines after the first begin with `indent`.
 * *column is where the line stands, and is moved on. */
void lines_wrap(struct buf *out, const char *text, size_t *column, const char *indent);
