/* Labels that stand together; see label_run.h.
 *
 * SPDX-License-Identifier: MIT */
#include "label_run.h"

#include <string.h>

bool label_blank(char c) {
    return c == ' ' || c == '\t';
}

size_t label_word_end(struct str text, size_t at) {
    while (at < text.n && !label_blank(text.p[at])) at++;
    return at;
}

size_t label_skip(struct str text, size_t at) {
    while (at < text.n && label_blank(text.p[at])) at++;
    return at;
}

static bool is_word(struct str text, size_t at, size_t end, const char *word) {
    while (end > at && strchr(".,:;)", text.p[end - 1])) end--;
    size_t n = strlen(word);
    if (end - at != n) return false;
    for (size_t i = 0; i < n; i++)
        if ((text.p[at + i] | 0x20) != word[i]) return false;
    return true;
}

bool label_any_word(struct str text, size_t at, size_t end, const char *const *words,
                    size_t count) {
    for (size_t w = 0; w < count; w++)
        if (is_word(text, at, end, words[w])) return true;
    return false;
}
/* How long the long dash is that stands there; 0: none. */
static size_t en_dash(struct str text, size_t at) {
    static const char dash[] = "\xe2\x80\x93";
    size_t n = sizeof dash - 1;
    return at + n < text.n && memcmp(text.p + at, dash, n) == 0 ? n : 0;
}

/* 'i', 'ii)', '1-3', 'i-iii)' at one word; how many labels it gives. A word of digits must be
 * closed or stand after others, else '1 June' would be a label. */
static size_t labels_of_word(struct str word, struct label *labels, size_t max, bool bare_numbers) {
    if (word.n == 0 || max == 0) return 0;
    struct label label;
    if (label_word(word, &label)) {
        bool closed = strchr(").:", word.p[word.n - 1]) != NULL;
        if (!closed && !bare_numbers && label.kind == LABEL_NUMBER) return 0;
        labels[0] = label;
        return 1;
    }
    for (size_t i = 1; i + 1 < word.n; i++) {
        size_t dash = word.p[i] == '-' ? 1 : en_dash(word, i);
        if (!dash && word.p[i] != '/' && word.p[i] != ',' && word.p[i] != '&') continue;
        struct label first, last;
        size_t behind = i + (dash ? dash : 1);
        if (!label_word((struct str){word.p, i}, &first) ||
            !label_word((struct str){word.p + behind, word.n - behind}, &last) ||
            first.kind != last.kind)
            return 0;
        if (!dash) {
            if (max < 2) return 0;
            labels[0] = first;
            labels[1] = last;
            return 2;
        }
        if (first.kind == LABEL_DOTTED || last.number <= first.number) return 0;
        size_t n = 0;
        for (int k = first.number; k <= last.number && n < max; k++, n++) {
            labels[n] = first;
            labels[n].number = k;
            if (k > first.number) labels[n].text = (struct str){"", 0};
            if (k == last.number) labels[n].text = last.text;
        }
        return n;
    }
    return 0;
}

size_t label_run(struct str text, size_t at, bool bare_numbers, struct label *labels,
                 size_t *count) {
    size_t end = at;
    bool join = true, through = false;
    *count = 0;
    for (size_t i = label_skip(text, at); i < text.n; i = label_skip(text, i)) {
        size_t stop = label_word_end(text, i);
        if (*count && LABEL_ANY_WORD(text, i, stop, "and", "&", "+", ",")) {
            join = true;
            i = stop;
            continue;
        }
        if (*count && LABEL_ANY_WORD(text, i, stop, "to", "-", "through", "\xe2\x80\x93")) {
            join = through = true;
            i = stop;
            continue;
        }
        if (!join) break;
        struct str word = {text.p + i, stop - i};
        size_t n =
            labels_of_word(word, labels + *count, LABEL_RUN - *count, bare_numbers || *count > 0);
        if (n == 0) break;
        if (through && n == 1 && *count) {
            struct label last = labels[*count];
            int from = labels[*count - 1].number;
            if (last.number <= from || last.number - from > LABEL_RUN / 2) break;
            for (int k = from + 1; k <= last.number && *count < LABEL_RUN; k++) {
                labels[*count] = last;
                labels[*count].number = k;
                if (k < last.number) labels[*count].text = (struct str){"", 0};
                ++*count;
            }
        } else {
            *count += n;
        }
        through = false;
        join = word.p[word.n - 1] == ',';
        i = end = stop;
    }
    return *count ? end : at;
}

bool label_run_closed(struct str text, size_t at, size_t end, const struct label *labels,
                      size_t count) {
    if (strchr(").:", text.p[end - 1])) return true;
    if (labels[0].kind == LABEL_DOTTED) {
        size_t next = label_skip(text, end);
        return next < text.n && !(text.p[next] >= '0' && text.p[next] <= '9');
    }
    if (count > 1 && labels[0].kind == LABEL_ROMAN) return true;
    return count > 1 && labels[0].kind != LABEL_LETTER && label_word_end(text, at) < end;
}
