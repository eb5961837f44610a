/* Text: views, and buffers that grow; see text.h.
 *
 * SPDX-License-Identifier: MIT */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct str str_of(const char *text) {
    return (struct str){text, text ? strlen(text) : 0};
}

bool str_equal(struct str a, struct str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(struct str a, const char *text) {
    return str_equal(a, str_of(text));
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s) {
    while (s.n && is_space(s.p[0])) s.p++, s.n--;
    while (s.n && is_space(s.p[s.n - 1])) s.n--;
    return s;
}

bool str_split(struct str *rest, char separator, struct str *part) {
    if (rest->n == 0) return false;
    const char *at = memchr(rest->p, separator, rest->n);
    size_t n = at ? (size_t)(at - rest->p) : rest->n;
    *part = (struct str){rest->p, n};
    size_t used = at ? n + 1 : n;
    rest->p += used;
    rest->n -= used;
    return true;
}

bool str_matches(struct str text, struct str pattern) {
    size_t t = 0, p = 0, star = (size_t)-1, mark = 0;
    while (t < text.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < pattern.n && pattern.p[p] == text.p[t]) {
            p++, t++;
        } else if (star != (size_t)-1) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*') p++;
    return p == pattern.n;
}

struct str str_cut(struct str s, size_t bytes) {
    if (s.n <= bytes) return s;
    s.n = bytes;
    while (s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80) s.n--;
    return s;
}

size_t utf8_put(char out[4], uint32_t code) {
    size_t more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned char first[] = {0, 0xc0, 0xe0, 0xf0};
    out[0] = (char)(first[more] | code >> 6 * more);
    for (size_t i = 1; i <= more; i++) out[i] = (char)(0x80 | (code >> 6 * (more - i) & 0x3f));
    return more + 1;
}

bool str_is_utf8(struct str s) {
    const unsigned char *p = (const unsigned char *)s.p;
    for (size_t i = 0; i < s.n;) {
        unsigned char c = p[i];
        size_t more = c < 0x80                 ? 0
                      : c >= 0xc2 && c <= 0xdf ? 1
                      : (c & 0xf0) == 0xe0     ? 2
                      : c >= 0xf0 && c <= 0xf4 ? 3
                                               : 9;
        if (more == 9 || more >= s.n - i) return false;
        for (size_t k = 1; k <= more; k++)
            if ((p[i + k] & 0xc0) != 0x80) return false;
        if (c == 0xe0 && p[i + 1] < 0xa0) return false;
        if (c == 0xed && p[i + 1] > 0x9f) return false;
        if (c == 0xf0 && p[i + 1] < 0x90) return false;
        if (c == 0xf4 && p[i + 1] > 0x8f) return false;
        i += more + 1;
    }
    return true;
}

size_t str_width(struct str s) {
    size_t width = 0;
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] & 0xc0) != 0x80) width++;
    return width;
}

struct buf buf_new(struct arena *arena) {
    struct buf buf = {.arena = arena, .capacity = 256};
    buf.text = arena_alloc(arena, buf.capacity, 1);
    return buf;
}

static void reserve(struct buf *buf, size_t more) {
    if (buf->capacity - buf->length > more) return;
    size_t capacity = buf->capacity * 2;
    if (capacity - buf->length <= more) capacity = buf->length + more + 1;
    char *text = arena_alloc(buf->arena, capacity, 1);
    memcpy(text, buf->text, buf->length);
    buf->text = text;
    buf->capacity = capacity;
}

void buf_reserve(struct buf *buf, size_t more) {
    reserve(buf, more);
}

void buf_add(struct buf *buf, const char *text, size_t length) {
    if (!length) return;
    reserve(buf, length);
    memcpy(buf->text + buf->length, text, length);
    buf->length += length;
    buf->text[buf->length] = '\0';
}

void buf_puts(struct buf *buf, const char *text) {
    buf_add(buf, text, strlen(text));
}

void buf_putc(struct buf *buf, char c) {
    buf_add(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n > 0) {
        reserve(buf, (size_t)n);
        vsnprintf(buf->text + buf->length, (size_t)n + 1, format, again);
        buf->length += (size_t)n;
    }
    va_end(again);
}

void buf_pad(struct buf *buf, size_t line_start, size_t column) {
    size_t width = str_width((struct str){buf->text + line_start, buf->length - line_start});
    for (; width < column; width++) buf_putc(buf, ' ');
}

void buf_raised(struct buf *buf, struct str text) {
    static const char *const digits[] = {"\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074",
                                         "\u2075", "\u2076", "\u2077", "\u2078", "\u2079"};
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= '0' && text.p[i] <= '9')
            buf_puts(buf, digits[text.p[i] - '0']);
        else
            buf_putc(buf, text.p[i]);
}

void buf_html(struct buf *buf, const char *text) {
    for (const char *p = text; *p; p++) switch (*p) {
        case '&':
            buf_puts(buf, "&amp;");
            break;
        case '<':
            buf_puts(buf, "&lt;");
            break;
        case '>':
            buf_puts(buf, "&gt;");
            break;
        case '"':
            buf_puts(buf, "&quot;");
            break;
        case '\'':
            buf_puts(buf, "&#39;");
            break;
        default:
            buf_putc(buf, *p);
        }
}
