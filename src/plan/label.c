/* Labels of lists; see label.h.
 *
 * SPDX-License-Identifier: MIT */
#include "label.h"

#include <string.h>
#include <strings.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int label_roman(struct str text) {
    static const char *const tens[] = {"", "x", "xx", "xxx"};
    static const char *const ones[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
    for (int t = 0; t < 4; t++) {
        size_t length = strlen(tens[t]);
        if (text.n < length || strncasecmp(text.p, tens[t], length) != 0) continue;
        for (int n = t ? 0 : 1; n < 10; n++) {
            size_t left = text.n - length;
            if (strlen(ones[n]) == left && strncasecmp(text.p + length, ones[n], left) == 0)
                return t * 10 + n;
        }
    }
    return 0;
}

/* A part of a label: digits, a roman numeral or one letter. */
static bool read_part(struct str text, enum label_kind *kind, int *number) {
    if (text.n == 0) return false;
    if (is_digit(text.p[0])) {
        int value = 0;
        for (size_t i = 0; i < text.n; i++) {
            if (!is_digit(text.p[i]) || i > 2) return false;
            value = value * 10 + (text.p[i] - '0');
        }
        *kind = LABEL_NUMBER;
        *number = value;
        return true;
    }
    int roman = label_roman(text);
    if (roman) {
        *kind = LABEL_ROMAN;
        *number = roman;
        return true;
    }
    if (text.n != 1 || !is_letter(text.p[0])) return false;
    *kind = LABEL_LETTER;
    *number = (text.p[0] | 0x20) - 'a' + 1;
    return true;
}

/* 'R3' before other parts, and '2a' behind them: parts that have no number to count on from. */
static bool read_code(struct str text, bool is_first) {
    size_t n = 0, digits;
    while (is_first && n < text.n && n < 4 && text.p[n] >= 'A' && text.p[n] <= 'Z') n++;
    if (is_first && (n == 0 || n > 3)) return false;
    for (digits = n; digits < text.n && is_digit(text.p[digits]);) digits++;
    if (digits == n || digits - n > 3) return false;
    return is_first ? digits == text.n : digits + 1 == text.n && is_letter(text.p[digits]);
}

/* Parts joined by dots: 2.1.iv, 1.2a, R3.2. */
static bool read_body(struct str text, struct label *label) {
    size_t from = 0, parts = 0;
    enum label_kind kind = LABEL_NONE;
    int number = 0;
    bool digits = false;
    for (size_t i = 0; i <= text.n; i++) {
        if (i < text.n && text.p[i] != '.') continue;
        struct str part = {text.p + from, i - from};
        bool is_first = from == 0, is_only = is_first && i == text.n;
        if (!read_part(part, &kind, &number)) {
            if (is_only || !read_code(part, is_first)) return false;
            kind = LABEL_NUMBER;
            number = 0;
        }
        from = i + 1;
        parts++;
        digits |= kind == LABEL_NUMBER;
    }
    if (parts > 4 || (parts > 1 && !digits)) return false; /* i.e. is no label */
    *label = (struct label){parts > 1 ? LABEL_DOTTED : kind, text, number};
    return true;
}

static size_t blanks(struct str text, size_t from) {
    while (from < text.n && (text.p[from] == ' ' || text.p[from] == '\t')) from++;
    return from;
}

static bool read_bullet(struct str text, struct label *label, size_t *length) {
    static const char *const bullets[] = {"•", "●", "▪", "◦", "○", "‣",
                                          "·", "",  "-", "–", "*", "o"};
    for (size_t b = 0; b < sizeof bullets / sizeof bullets[0]; b++) {
        size_t n = strlen(bullets[b]);
        if (text.n < n || memcmp(text.p, bullets[b], n) != 0) continue;
        size_t end = blanks(text, n);
        /* '-5' is a number and 'o' may begin a word. */
        if (end == n && (bullets[b][0] & 0x80) == 0) continue;
        *label = (struct label){LABEL_BULLET, {text.p, n}, 0};
        *length = end;
        return true;
    }
    return false;
}

bool label_read(struct str text, struct label *label, size_t *length) {
    if (read_bullet(text, label, length)) return true;
    size_t from = text.n && text.p[0] == '(' ? 1 : 0;
    size_t end = from;
    while (end < text.n && end - from < 16 &&
           (is_digit(text.p[end]) || is_letter(text.p[end]) || text.p[end] == '.'))
        end++;
    size_t body = end;
    bool dot = body > from && text.p[body - 1] == '.';
    if (dot) body--;
    bool closed = end < text.n && (text.p[end] == ')' || text.p[end] == ':');
    struct label found;
    if (!read_body((struct str){text.p + from, body - from}, &found)) return false;
    if (from && !(closed && text.p[end] == ')')) return false;
    if (!closed && !dot && found.kind != LABEL_DOTTED) return false;
    size_t after = closed ? end + 1 : end;
    size_t next = blanks(text, after);
    if (!closed) {
        /* '1.June' is a label, '1.5' and 'i.e.' are none; a clock time or a plain dotted number
         * at the end of the text is none either. */
        if (next == after && after < text.n && text.p[after] != '\n') return false;
        if (found.kind == LABEL_DOTTED && !dot && next == text.n) return false;
    }
    *label = found;
    *length = next;
    return true;
}

bool label_word(struct str word, struct label *label) {
    word = str_trim(word);
    if (word.n && word.p[0] == '(') word = (struct str){word.p + 1, word.n - 1};
    while (word.n && strchr(").:,;", word.p[word.n - 1])) word.n--;
    return word.n && word.n < 16 && read_body(word, label);
}

static bool same_text(struct str a, struct str b) {
    return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

/* The last part of 2.1.iv. */
static struct str last_part(struct str text) {
    for (size_t i = text.n; i > 0; i--)
        if (text.p[i - 1] == '.') return (struct str){text.p + i, text.n - i};
    return text;
}

bool label_same(const struct label *a, const struct label *b, bool loosely) {
    if (same_text(a->text, b->text)) return true;
    if (!loosely) return false;
    if (a->kind == LABEL_DOTTED || b->kind == LABEL_DOTTED)
        return same_text(last_part(a->text), last_part(b->text));
    return a->number > 0 && a->number == b->number;
}
