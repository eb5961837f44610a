/* Whether two titles say nearly the same; see alike.h.
 *
 * SPDX-License-Identifier: MIT */
#include "alike.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const small_words[] = {
    "a",    "across", "all",  "an",  "and",   "are",  "as",   "at",  "be",  "by",  "each", "for",
    "from", "in",     "into", "is",  "it",    "its",  "more", "new", "no",  "of",  "on",   "or",
    "our",  "out",    "that", "the", "their", "this", "to",   "up",  "was", "with"};

/* Without their endings, as word_read leaves them. */
static const char *const stage_words[] = {
    "agre",      "analys",  "approv",  "baselin",  "begin",  "case",    "choos",    "chosen",
    "clos",      "complet", "consult", "convert",  "defin",  "deliver", "design",   "draft",
    "embed",     "embedd",  "end",     "evaluat",  "final",  "fully",   "gap",      "identif",
    "implement", "launch",  "live",    "map",      "measur", "mobil",   "negotiat", "ongo",
    "pilot",     "plan",    "procur",  "progress", "realis", "refresh", "review",   "roll",
    "rollout",   "run",     "scal",    "scop",     "sign",   "start",   "test",     "train",
    "trial",     "work"};

static bool among(const char *word, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(word, list[i]) == 0) return true;
    return false;
}
#define AMONG(word, list) among(word, list, sizeof list / sizeof list[0])

/* Takes an ending off, so that teams is team, and agreed, agrees and agreeing are agre. What makes
 * a verb or its noun is taken off a word of five letters or more: rationalising and rationalisation
 * are rational, and realise is no real. */
static void stem(char *word) {
    static const struct {
        const char *text;
        size_t leaves;
    } endings[] = {{"isation", 5}, {"ization", 5}, {"ations", 3}, {"ation", 3}, {"ising", 5},
                   {"izing", 5},   {"ings", 3},    {"ing", 3},    {"ised", 5},  {"ized", 5},
                   {"ises", 5},    {"izes", 5},    {"ise", 5},    {"ize", 5},   {"ies", 3},
                   {"ied", 3},     {"ed", 3},      {"es", 3},     {"s", 3},     {"e", 3}};
    size_t n = strlen(word);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t k = strlen(endings[i].text);
        if (n < k + endings[i].leaves || strcmp(word + n - k, endings[i].text) != 0) continue;
        if (strcmp(endings[i].text, "s") == 0 && word[n - 2] == 's') return; /* access */
        word[n - k] = '\0';
        return;
    }
}

static int by_text(const void *a, const void *b) {
    return strcmp(((const struct alike_word *)a)->text, ((const struct alike_word *)b)->text);
}

static void add_word(char *text, struct alike *out) {
    if (AMONG(text, small_words)) return;
    stem(text);
    struct alike_word word = {.stage = AMONG(text, stage_words)};
    size_t n = strlen(text);
    memcpy(word.text, text, n < sizeof word.text ? n : sizeof word.text - 1);
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->words[i].text, word.text) == 0) return;
    if (out->count == ALIKE_WORDS) return;
    out->things += !word.stage;
    out->words[out->count++] = word;
}

void alike_read(const char *title, struct alike *out) {
    *out = (struct alike){0};
    char word[64];
    size_t n = 0;
    for (const unsigned char *p = (const unsigned char *)title;; p++) {
        if (*p >= 0x80 || isalnum(*p)) {
            if (n + 1 < sizeof word) word[n++] = (char)tolower(*p);
            continue;
        }
        word[n] = '\0';
        /* What belongs to somebody: children's is children. */
        if (n && !(n == 1 && word[0] == 's' && *p != '\'')) add_word(word, out);
        n = 0;
        if (*p == '\0') break;
    }
    if (out->count) qsort(out->words, out->count, sizeof out->words[0], by_text);
}

double alike_score(const struct alike *a, const struct alike *b) {
    size_t things = 0, stages = 0;
    for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
        int order = strcmp(a->words[i].text, b->words[k].text);
        if (order == 0) {
            if (a->words[i].stage)
                stages++;
            else
                things++;
            i++;
            k++;
        } else if (order < 0)
            i++;
        else
            k++;
    }
    size_t stages_a = a->count - a->things, stages_b = b->count - b->things;
    if (stages_a && stages_b && !stages) return 0;
    if (things == 0) return 0;
    size_t less = a->things < b->things ? a->things : b->things;
    size_t all = a->count + b->count - things - stages;
    /* One common thing is enough only where it is all that one of them says. */
    size_t more = a->things > b->things ? a->things : b->things;
    if (things == 1 && (less > 1 || more > 2)) return 0;
    double overlap = (double)things / (double)less, same = (double)(things + stages) / (double)all;
    double score = overlap < 0.5 || same < 0.25 ? 0 : 0.5 * overlap + 0.5 * same;
    return (stages_a == 0) != (stages_b == 0) ? 0.6 * score : score;
}

void alike_leave_out(struct alike *title, const char *const *words, size_t n) {
    size_t kept = 0;
    for (size_t i = 0; i < title->count; i++) {
        const struct alike_word *word = &title->words[i];
        if (among(word->text, words, n))
            title->things -= !word->stage;
        else
            title->words[kept++] = *word;
    }
    title->count = kept;
}
