/* Text: views, and buffers that grow.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "arena.h"

#include <stdint.h>

/* A view: bytes that somebody else owns, not ended by NUL. */
struct str {
    const char *p;
    size_t n;
};

struct str str_of(const char *text); /* of a NUL-terminated string; NULL gives the empty view */
bool str_equal(struct str a, struct str b);
bool str_is(struct str a, const char *text);
struct str str_trim(struct str s); /* without ASCII white space at both ends */

/* Takes the part before the first separator off *rest; false when *rest was empty. */
bool str_split(struct str *rest, char separator, struct str *part);

/* Whether text matches a pattern in which '*' stands for any text. */
bool str_matches(struct str text, struct str pattern);

/* Whether the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates). */
bool str_is_utf8(struct str s);

/* Writes a code point (up to 0x10ffff) as UTF-8; how many bytes that is. */
size_t utf8_put(char out[4], uint32_t code);

/* At most so many bytes of it, no character cut in two. */
struct str str_cut(struct str s, size_t bytes);

/* The number of columns that it takes on a terminal, counting one for each code point. */
size_t str_width(struct str s);

/* A growing text on an arena; text is always NUL-terminated. */
struct buf {
    struct arena *arena;
    char *text;
    size_t length, capacity;
};

struct buf buf_new(struct arena *arena);
void buf_reserve(struct buf *buf, size_t more); /* room for as many bytes, taken at once */
void buf_add(struct buf *buf, const char *text, size_t length);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_pad(struct buf *buf, size_t line_start,
             size_t column);                       /* spaces until the line is that wide */
void buf_raised(struct buf *buf, struct str text); /* its digits as superscripts: '98' '1' is 98¹ */
void buf_html(struct buf *buf, const char *text);  /* escaped for HTML text and attributes */
