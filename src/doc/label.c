/* Labels of list items; see label.h.
 *
 * SPDX-License-Identifier: MIT */
#include "label.h"

#include <stdio.h>
#include <string.h>

#define WORD_BYTES 40 /* of one number as text: the longest Roman one has 15, Word's letters 30 */

static const char *const bullets[] = {
    "\u2022", "\u25cf",       "\u25cb",       "\u25aa",       "\u25ab",       "\u25a0", "\u25a1",
    "\u2023", "\u2043",       "\u27a2",       "\u2713",       "\u2714",       "\u00b7", "\u2013",
    "\u2014", "\xef\x82\xb7", "\xef\x82\xa7", "\xef\x83\x98", "\xef\x83\xbc", "-",      "*",
    "o"};

static size_t write_roman(char *out, int value, bool upper) {
    static const struct {
        int value;
        const char *digits;
    } parts[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                 {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                 {5, "v"},    {4, "iv"},   {1, "i"}};
    size_t n = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (; value >= parts[i].value; value -= parts[i].value)
            for (const char *c = parts[i].digits; *c; c++)
                out[n++] = upper ? (char)(*c - 'a' + 'A') : *c;
    return n;
}

static size_t write_letters(char *out, int value, char first, bool word) {
    size_t n = 0;
    if (word) { /* a ... z, aa, bb ... zz, aaa */
        for (int i = 0; i <= (value - 1) / 26; i++) out[n++] = (char)(first + (value - 1) % 26);
        return n;
    }
    for (int left = value; left > 0; left = (left - 1) / 26) n++;
    size_t at = n;
    for (int left = value; left > 0; left = (left - 1) / 26)
        out[--at] = (char)(first + (left - 1) % 26);
    return n;
}

static const char *ordinal_ending(int value) {
    int tens = value / 10 % 10, ones = value % 10;
    if (tens == 1) return "th";
    return ones == 1 ? "st" : ones == 2 ? "nd" : ones == 3 ? "rd" : "th";
}

static size_t write_number(char out[WORD_BYTES], enum label_style style, int value, bool word) {
    switch (style) {
    case LABEL_NONE:
        return 0;
    case LABEL_BULLET:
        memcpy(out, "\u2022", 3);
        return 3;
    case LABEL_DECIMAL_ZERO:
        return (size_t)snprintf(out, WORD_BYTES, "%02d", value);
    case LABEL_ORDINAL:
        return (size_t)snprintf(out, WORD_BYTES, "%d%s", value,
                                value < 1 ? "" : ordinal_ending(value));
    case LABEL_LOWER_LETTER:
    case LABEL_UPPER_LETTER:
        if (value < 1 || (word && value > 780)) break;
        return write_letters(out, value, style == LABEL_LOWER_LETTER ? 'a' : 'A', word);
    case LABEL_LOWER_ROMAN:
    case LABEL_UPPER_ROMAN:
        if (value < 1 || value > 3999) break;
        return write_roman(out, value, style == LABEL_UPPER_ROMAN);
    case LABEL_DECIMAL:
        break;
    }
    return (size_t)snprintf(out, WORD_BYTES, "%d", value);
}

void label_put(struct buf *out, enum label_style style, int value, bool word) {
    char text[WORD_BYTES];
    buf_add(out, text, write_number(text, style, value, word));
}

/* White space, or a no-break space. */
static size_t space_at(struct str text, size_t at) {
    if (at >= text.n) return 0;
    char c = text.p[at];
    if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
    return c == '\xc2' && at + 1 < text.n && text.p[at + 1] == '\xa0' ? 2 : 0;
}

static size_t pass_space(struct str text, size_t at) {
    for (size_t n; (n = space_at(text, at));) at += n;
    return at;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The value of Roman digits; 0 when they are none as write_roman writes them. */
static int read_roman(struct str digits, bool upper) {
    static const char all[] = "ivxlcdm";
    static const int values[] = {1, 5, 10, 50, 100, 500, 1000};
    int sum = 0, largest = 0;
    if (digits.n > 15) return 0;
    for (size_t i = digits.n; i-- > 0;) {
        const char *at = strchr(all, upper ? digits.p[i] - 'A' + 'a' : digits.p[i]);
        if (!at || !*at) return 0;
        int value = values[at - all];
        sum += value < largest ? -value : value;
        if (value > largest) largest = value;
    }
    char text[WORD_BYTES];
    if (sum < 1 || sum > 3999) return 0;
    return str_equal((struct str){text, write_roman(text, sum, upper)}, digits) ? sum : 0;
}

/* The number of a label: style and value of the letters or digits from at on; 0 when there are
 * none, otherwise their bytes. Parts joined by dots (1.2) have the value 0. */
static size_t read_number(struct str text, size_t at, struct label *label) {
    size_t end = at;
    if (end < text.n && is_digit(text.p[end])) {
        int value = 0;
        bool parts = false;
        while (end < text.n && (is_digit(text.p[end]) || (text.p[end] == '.' && end + 1 < text.n &&
                                                          is_digit(text.p[end + 1])))) {
            if (text.p[end] == '.')
                parts = true;
            else if (value < 1000)
                value = value * 10 + (text.p[end] - '0');
            end++;
        }
        if (!parts && value > 999) return 0; /* a year */
        label->style = LABEL_DECIMAL;
        label->value = parts ? 0 : value;
        return end - at;
    }
    while (end < text.n && is_letter(text.p[end]) && end - at < 8) end++;
    struct str digits = {text.p + at, end - at};
    if (digits.n == 0) return 0;
    bool upper = digits.p[0] <= 'Z';
    int roman = read_roman(digits, upper);
    bool alone = digits.n == 1 && !strchr("ivxIVX", digits.p[0]);
    if (roman && !alone) {
        label->style = upper ? LABEL_UPPER_ROMAN : LABEL_LOWER_ROMAN;
        label->value = roman;
        return digits.n;
    }
    if (digits.n != 1) return 0;
    label->style = upper ? LABEL_UPPER_LETTER : LABEL_LOWER_LETTER;
    label->value = digits.p[0] - (upper ? 'A' : 'a') + 1;
    return 1;
}

static bool end_label(struct str text, struct label *label) {
    label->text = pass_space(text, label->length);
    return label->text > label->length || label->length == text.n;
}

bool label_parse(struct str text, struct label *label) {
    *label = (struct label){0};
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
        size_t n = strlen(bullets[i]);
        if (text.n < n || memcmp(text.p, bullets[i], n) != 0) continue;
        label->style = LABEL_BULLET;
        label->bullet = bullets[i];
        label->length = n;
        return end_label(text, label) && label->text < text.n;
    }
    if (text.n && text.p[0] == '(') label->open = '(';
    size_t at = label->open ? 1 : 0;
    size_t n = read_number(text, at, label);
    at += n;
    if (n == 0 || at >= text.n) return false;
    bool bracket = text.p[at] == ')';
    if (!bracket && (text.p[at] != '.' || label->open)) return false;
    bool upper = label->style == LABEL_UPPER_LETTER || label->style == LABEL_UPPER_ROMAN;
    if (upper && !bracket) return false;
    label->close[0] = text.p[at++];
    if (bracket && at < text.n && text.p[at] == '.') label->close[1] = text.p[at++];
    label->length = at;
    return end_label(text, label);
}

bool label_find_next(struct str text, const struct label *label, size_t from, size_t *at) {
    char next[WORD_BYTES + 8];
    size_t n = 0;
    if (label->style == LABEL_BULLET) {
        n = strlen(label->bullet);
        memcpy(next, label->bullet, n);
    } else {
        if (label->style == LABEL_NONE || label->value == 0) return false;
        if (label->open) next[n++] = label->open;
        n += write_number(next + n, label->style, label->value + 1, false);
        for (const char *c = label->close; *c; c++) next[n++] = *c;
    }
    for (size_t i = from; i + n < text.n; i++) {
        size_t start = i + space_at(text, i);
        if (start == i || start + n > text.n || memcmp(text.p + start, next, n) != 0) continue;
        if (start + n < text.n && !space_at(text, start + n)) continue;
        *at = start;
        return true;
    }
    return false;
}
