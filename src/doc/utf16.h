/* UTF-16, in which Excel saves 'Unicode text', as UTF-8.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

/* Whether the bytes begin with the mark of UTF-16, of either order. */
bool utf16_is(struct str bytes);

/* The text as UTF-8 without the mark, on the arena, with a NUL byte behind it; a half of a pair
 * that stands alone becomes U+FFFD. Fails with ERR_INPUT when the bytes are odd in number or a NUL
 * is among them. */
MUST_CHECK bool utf16_read(struct str bytes, struct arena *arena, char **out, size_t *length,
                           struct err *err);
