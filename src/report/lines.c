/* Lines of text for a terminal; see lines.h.
 *
 * SPDX-License-Identifier: MIT */
#include "lines.h"

void lines_wrap(struct buf *out, const char *text, size_t *column, const char *indent) {
    struct str rest = str_of(text), word;
    while (str_split(&rest, ' ', &word)) {
        size_t width = str_width(word);
        if (*column + 1 + width > LINES_WIDTH) {
            buf_printf(out, "\n%s", indent);
            *column = str_width(str_of(indent));
        } else {
            buf_putc(out, ' ');
            *column += 1;
        }
        buf_add(out, word.p, word.n);
        *column += width;
    }
}
