/* UTF-16 as UTF-8; see utf16.h.
 *
 * SPDX-License-Identifier: MIT */
#include "utf16.h"

#include <string.h>

bool utf16_is(struct str bytes) {
    return bytes.n >= 2 &&
           (memcmp(bytes.p, "\xff\xfe", 2) == 0 || memcmp(bytes.p, "\xfe\xff", 2) == 0);
}

static unsigned unit_at(struct str bytes, size_t at, bool big) {
    unsigned first = (unsigned char)bytes.p[at], second = (unsigned char)bytes.p[at + 1];
    return big ? first << 8 | second : second << 8 | first;
}

bool utf16_read(struct str bytes, struct arena *arena, char **out, size_t *length,
                struct err *err) {
    bool big = bytes.p[0] == '\xfe';
    if (bytes.n % 2) return err_set(err, ERR_INPUT, "is UTF-16 text with half a letter at its end");
    /* Two bytes become three at most, four become four. */
    char *text = arena_alloc(arena, bytes.n / 2 * 3 + 1, 1);
    size_t n = 0;
    for (size_t i = 2; i < bytes.n; i += 2) {
        unsigned c = unit_at(bytes, i, big);
        if (c == 0) return err_set(err, ERR_INPUT, "has a NUL byte: it is not text");
        if (c >= 0xd800 && c < 0xdc00 && i + 2 < bytes.n) {
            unsigned low = unit_at(bytes, i + 2, big);
            if (low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                i += 2;
            }
        }
        if (c >= 0xd800 && c < 0xe000) c = 0xfffd;
        n += utf8_put(text + n, c);
    }
    text[n] = '\0';
    *out = text;
    *length = n;
    return true;
}
