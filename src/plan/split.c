/* Several actions in one cell; see split.h.
 *
 * SPDX-License-Identifier: MIT */
#include "split.h"

#include <string.h>

#define ITEMS_MAX 200

const char *split_join(struct buf *grown, struct arena *arena, const char *a, const char *between,
                       const char *b) {
    if (!a || !*a) return b;
    if (grown->text != a) {
        *grown = buf_new(arena);
        buf_puts(grown, a);
    }
    buf_puts(grown, between);
    buf_puts(grown, b);
    return grown->text;
}

static struct label label_of(const struct document_line *line) {
    struct label label = {0};
    struct str text = str_of(line->label);
    size_t length;
    if (text.n && !label_word(text, &label)) {
        const struct label none = {0};
        if (label_read(text, &label, &length)) return label;
        label = none;
        label.kind = LABEL_BULLET;
        label.text = text;
    }
    return label;
}

/* Where the label that follows `last` stands in a text: behind a blank, closed, a blank behind it.
 */
static size_t next_inline(struct str text, const struct label *last, struct label *label,
                          size_t *length) {
    for (size_t i = 1; i < text.n; i++) {
        if (text.p[i - 1] != ' ' || text.p[i] == ' ') continue;
        struct str rest = {text.p + i, text.n - i};
        if (!label_read(rest, label, length) || label->kind == LABEL_BULLET) continue;
        bool same = label->kind == last->kind ||
                    (label->text.n == 1 && last->text.n == 1 && label->kind != LABEL_NUMBER);
        bool next = label->kind == last->kind
                        ? label->number == last->number + 1
                        : (label->text.p[0] | 0x20) == (last->text.p[0] | 0x20) + 1;
        if (same && next) return i;
    }
    return 0;
}

/* The same for a bullet that is no dash: a dash may part anything. */
static size_t next_bullet(struct str text, const struct label *last, struct label *label,
                          size_t *length) {
    bool dash = last->text.n == 3 && memcmp(last->text.p, "\xe2\x80\x93", 3) == 0;
    if (dash || (last->text.p[0] & 0x80) == 0) return 0;
    for (size_t i = 1; i + last->text.n < text.n; i++) {
        struct str rest = {text.p + i, text.n - i};
        if (text.p[i - 1] != ' ' || memcmp(rest.p, last->text.p, last->text.n) != 0) continue;
        if (label_read(rest, label, length) && label->kind == LABEL_BULLET) return i;
    }
    return 0;
}

const struct document_line *split_inline(const struct document_line *lines, size_t count,
                                         struct arena *arena, size_t *out_count) {
    struct document_line *out = NULL;
    size_t n = 0, capacity = 0;
    for (size_t i = 0; i < count; i++) {
        struct document_line line = lines[i];
        struct label last = label_of(&line), label;
        struct str text = str_of(line.text);
        size_t length, at;
        for (;;) {
            at = last.number > 0             ? next_inline(text, &last, &label, &length)
                 : last.kind == LABEL_BULLET ? next_bullet(text, &last, &label, &length)
                                             : 0;
            struct str own = at ? str_trim((struct str){text.p, at}) : text;
            if (n == capacity) {
                struct document_line *old = out;
                capacity = capacity ? capacity * 2 : count + 8;
                out = ARENA_NEW(arena, struct document_line, capacity);
                if (old) memcpy(out, old, n * sizeof *old);
            }
            out[n] = line;
            out[n++].text = at ? arena_copy(arena, own.p, own.n) : line.text;
            if (!at || n > ITEMS_MAX) break;
            text = (struct str){text.p + at + length, text.n - at - length};
            last = label;
            line.label = arena_printf(arena, "%.*s%s", (int)label.text.n, label.text.p,
                                      label.kind == LABEL_BULLET ? "" : ")");
            line.text = arena_copy(arena, text.p, text.n);
        }
    }
    *out_count = n;
    return out;
}

struct splitting {
    struct arena *arena;
    struct split *out;
    size_t capacity;
    const char *intro;    /* '' or the sentence that leads the list */
    enum label_kind kind; /* of the labels that begin items */
    int level;
    struct label last;
    size_t line;                         /* that is read */
    struct buf text, found, before_list; /* of the last item, and of intro, as they grow */
};

static struct split_item *add(struct splitting *s, struct label label, const char *text,
                              const char *found) {
    if (s->out->count == s->capacity) {
        struct split_item *old = s->out->items;
        s->capacity = s->capacity ? s->capacity * 2 : 8;
        s->out->items = ARENA_NEW(s->arena, struct split_item, s->capacity);
        if (old) memcpy(s->out->items, old, s->out->count * sizeof *old);
    }
    struct split_item *item = &s->out->items[s->out->count++];
    *item = (struct split_item){
        .label = label, .text = text, .found = found, .doubt = "", .line = s->line};
    return item;
}

static void append(struct splitting *s, struct split_item *item, const struct document_line *line) {
    const char *blank = *line->label ? " " : "";
    item->text = split_join(&s->text, s->arena, item->text, " ", line->label);
    item->text = split_join(&s->text, s->arena, item->text, blank, line->text);
    item->found = split_join(&s->found, s->arena, item->found, "\n", line->label);
    item->found = split_join(&s->found, s->arena, item->found, blank, line->text);
}

static bool begins_item(const struct splitting *s, const struct label *label, int level) {
    if (label->kind == LABEL_NONE) return false;
    if (level != s->level && level > 0 && s->level > 0) return false;
    if (label->kind == s->kind) {
        /* i) v) or x) after h) is a letter. */
        return true;
    }
    bool roman = (label->kind == LABEL_ROMAN && s->kind == LABEL_LETTER) ||
                 (label->kind == LABEL_LETTER && s->kind == LABEL_ROMAN);
    /* A list of letters has roman looking ones (c, d, i), told by their place: h then i. */
    if (roman && label->text.n == 1 && s->last.text.n == 1)
        return (label->text.p[0] | 0x20) == (s->last.text.p[0] | 0x20) + 1;
    return false;
}

static bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}

/* Words that begin actions. */
static bool is_verb(struct str word) {
    static const char *const verbs[] = {
        "Agree",    "Analyse",    "Appoint",    "Approve",     "Assess",    "Audit",
        "Begin",    "Build",      "Carry",      "Circulate",   "Clarify",   "Co-produce",
        "Collect",  "Commence",   "Commission", "Communicate", "Complete",  "Conduct",
        "Confirm",  "Consider",   "Consult",    "Continue",    "Create",    "Define",
        "Deliver",  "Deploy",     "Design",     "Determine",   "Develop",   "Discuss",
        "Draft",    "Embed",      "Engage",     "Ensure",      "Establish", "Evaluate",
        "Expand",   "Explore",    "Extend",     "Finalise",    "Find",      "Gather",
        "Hold",     "Identify",   "Implement",  "Improve",     "Increase",  "Introduce",
        "Launch",   "Lead",       "Maintain",   "Make",        "Manage",    "Map",
        "Mobilise", "Mobilize",   "Monitor",    "Move",        "Obtain",    "Organise",
        "Pilot",    "Plan",       "Prepare",    "Present",     "Procure",   "Produce",
        "Promote",  "Provide",    "Publish",    "Recruit",     "Redesign",  "Reduce",
        "Refresh",  "Report",     "Retender",   "Review",      "Revise",    "Roll",
        "Run",      "Scope",      "Secure",     "Set",         "Share",     "Sign",
        "Start",    "Strengthen", "Submit",     "Support",     "Sustain",   "Test",
        "Train",    "Transfer",   "Translate",  "Undertake",   "Update",    "Use",
        "Work",     "Write"};
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (str_is(word, verbs[i])) return true;
    return false;
}

/* How much a word looks as if another item began with it; 0: not at all. */
static int beginning(struct str text, size_t at, bool after_verb_only) {
    if (at < 2 || !is_capital(text.p[at]) || text.p[at - 1] != ' ') return 0;
    size_t end = at;
    while (end < text.n && (is_capital(text.p[end]) || is_small(text.p[end]) || text.p[end] == '-'))
        end++;
    struct str word = {text.p + at, end - at};
    bool all_capitals = true;
    for (size_t i = 0; i < word.n; i++) all_capitals &= !is_small(word.p[i]);
    char before = text.p[at - 2];
    bool stop = before == '.' || before == ';';
    size_t from = at - 1;
    while (from > 0 && text.p[from - 1] != ' ') from--;
    bool after_capital = is_capital(text.p[from]) && !stop;
    bool before_capital = end + 1 < text.n && text.p[end] == ' ' && is_capital(text.p[end + 1]);
    bool joined = before == ',' || before == ':' || before == '/' || before == '&' || before == '-';
    int score = 0;
    if (stop) score += 6;
    if (is_verb(word)) score += 4;
    if (after_verb_only) return stop || is_verb(word) ? score : 0;
    if (!after_capital) score += 2;
    if (!before_capital) score += 1;
    if (all_capitals && !stop) score -= 2;
    if (joined) score -= 3;
    return score > 0 ? score : 0;
}

bool split_looks_joined(struct str text, size_t wanted) {
    size_t found = 0;
    for (size_t i = 2; i < text.n; i++) found += beginning(text, i, false) >= 3;
    return wanted > 1 && found + 1 >= wanted;
}

/* A list whose marks were lost. */
static void ran_together(struct splitting *s, const struct document_line *line, size_t wanted) {
    struct str text = str_of(line->text);
    size_t cuts[ITEMS_MAX], count = 0;
    if (wanted > 1) {
        /* The best ones, as many as are wanted. */
        for (size_t n = 1; n < wanted && n < ITEMS_MAX; n++) {
            int best = 0;
            size_t where = 0;
            for (size_t i = 2; i < text.n; i++) {
                int score = beginning(text, i, false);
                bool taken = false;
                for (size_t c = 0; score > best && c < count; c++) taken |= cuts[c] == i;
                if (!taken && score > best) {
                    best = score;
                    where = i;
                }
            }
            if (!best) break;
            size_t c = count++;
            for (; c > 0 && cuts[c - 1] > where; c--) cuts[c] = cuts[c - 1];
            cuts[c] = where;
        }
    } else {
        for (size_t i = 2; i < text.n && count < ITEMS_MAX; i++)
            if (beginning(text, i, true)) cuts[count++] = i;
    }
    size_t from = 0;
    for (size_t c = 0; c <= count; c++) {
        size_t to = c < count ? cuts[c] : text.n;
        struct str part = str_trim((struct str){text.p + from, to - from});
        from = to;
        if (!part.n) continue;
        char *copy = arena_copy(s->arena, part.p, part.n);
        struct split_item *item = add(s, (struct label){0}, copy, copy);
        item->doubt = "the marks of its list were lost: where it begins and ends is a guess";
    }
}

static const char *without_colon(struct arena *arena, const char *text) {
    struct str s = str_trim(str_of(text));
    while (s.n && (s.p[s.n - 1] == ':' || s.p[s.n - 1] == ' ')) s.n--;
    return arena_copy(arena, s.p, s.n);
}

static bool ends_with_colon(const char *text) {
    struct str s = str_trim(str_of(text));
    return s.n && s.p[s.n - 1] == ':';
}

/* The sentence before a list is put before each of its items. */
static void lead_in(struct splitting *s) {
    for (size_t i = 0; *s->intro && i < s->out->count; i++)
        s->out->items[i].text = arena_printf(s->arena, "%s: %s", s->intro, s->out->items[i].text);
}

/* Paragraphs without labels: as many actions as they are when that is what the row's deadlines or
 * leads say, otherwise one. */
static void paragraphs(struct splitting *s, const struct document_line *lines, size_t count,
                       size_t wanted) {
    size_t full = 0;
    for (size_t i = 0; i < count; i++) full += *lines[i].text != '\0';
    bool each = full > 1 && full == wanted;
    struct split_item *one = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!*lines[i].text) continue;
        s->line = i;
        if (one && !each) {
            append(s, one, &lines[i]);
            one->doubt = "it has several paragraphs, which may be several actions";
        } else {
            one = add(s, (struct label){0}, lines[i].text, lines[i].text);
            if (each) one->doubt = "its paragraphs are read as actions of their own";
        }
    }
}

/* 'Two projects: home care and long stays': how many things it says that it names, and where they
 * begin; 0: none. */
static size_t names_several(const char *text, const char **begins) {
    static const char *const counts[] = {"Two ", "Three ", "Four ", "Five ", "Six "};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        if (strncmp(text, counts[i], strlen(counts[i])) != 0) continue;
        const char *colon = strchr(text, ':');
        if (!colon || strchr(colon + 1, ':')) return 0;
        *begins = colon + 1;
        return i + 2;
    }
    return 0;
}

/* One item that names as many things as it says is that many; where they cannot be told apart it
 * stays one. */
static void part_several(struct splitting *s) {
    struct split_item whole = s->out->items[0];
    const char *begins;
    size_t wanted = names_several(whole.text, &begins), count = 0;
    if (!wanted) return;
    struct str parts[8], rest = str_trim(str_of(begins));
    const char *const signs[] = {strchr(begins, ';') ? "; " : ", ", " and "};
    while (rest.n && count < 8) {
        size_t n = 0, length = 0;
        for (; n < rest.n && !length; n += !length)
            for (size_t i = 0; i < 2 && !length; i++) {
                size_t sign = strlen(signs[i]);
                if (rest.n - n > sign && memcmp(rest.p + n, signs[i], sign) == 0) length = sign;
            }
        struct str part = str_trim((struct str){rest.p, n});
        if (part.n > 4 && memcmp(part.p, "and ", 4) == 0)
            part = (struct str){part.p + 4, part.n - 4};
        if (part.n) parts[count++] = part;
        rest = (struct str){rest.p + n + length, rest.n - n - length};
    }
    s->line = whole.line;
    if (count != wanted) {
        s->out->items[0].doubt = "it names several things: it may be several actions";
        return;
    }
    s->out->count = 0;
    for (size_t i = 0; i < count; i++) {
        const char *text = arena_printf(s->arena, "%.*s %.*s", (int)(begins - whole.text),
                                        whole.text, (int)parts[i].n, parts[i].p);
        add(s, whole.label, text, whole.found)->doubt =
            "it names several things, each of which is read as an action";
    }
}

void split_lines(const struct document_line *lines, size_t count, size_t wanted,
                 struct arena *arena, struct split *out) {
    *out = (struct split){0};
    struct splitting s = {.arena = arena, .out = out, .intro = ""};
    size_t labelled = 0, run = 0, bullets = 0;
    for (size_t i = 0; i < count; i++) {
        struct label label = label_of(&lines[i]);
        labelled += label.kind != LABEL_NONE && label.kind != LABEL_BULLET;
        bullets += label.kind == LABEL_BULLET;
        run += lines[i].ran_together;
    }
    if (labelled + bullets + run == 0) {
        paragraphs(&s, lines, count, wanted);
        if (out->count == 1) part_several(&s);
        return;
    }
    /* Letters and numbers tell items apart; bullets do where there is nothing else. */
    bool by_label = labelled > 0;
    bool begun = false;
    for (size_t i = 0; i < count; i++) {
        const struct document_line *line = &lines[i];
        struct label label = label_of(line);
        s.line = i;
        if (!*line->text && label.kind == LABEL_NONE) continue;
        if (line->ran_together && !by_label) {
            ran_together(&s, line, wanted);
            begun = true;
            continue;
        }
        bool starts = label.kind != LABEL_NONE && (label.kind != LABEL_BULLET || !by_label);
        if (starts && begun && s.kind != LABEL_NONE) starts = begins_item(&s, &label, line->level);
        if (starts) {
            if (!begun || s.kind == LABEL_NONE) {
                s.kind = label.kind;
                s.level = line->level;
            }
            begun = true;
            s.last = label;
            add(&s, label, line->text, arena_printf(arena, "%s %s", line->label, line->text));
        } else if (!begun) {
            s.intro = split_join(&s.before_list, arena, s.intro, " ", line->text);
        } else {
            append(&s, &out->items[out->count - 1], line);
        }
    }
    if (out->count == 1 && !*s.intro) part_several(&s);
    if (out->count && *s.intro) {
        if (ends_with_colon(s.intro)) {
            s.intro = without_colon(arena, s.intro);
            lead_in(&s);
        } else {
            /* A sentence of its own before the list may be an action too. */
            for (size_t i = 0; i < out->count; i++)
                if (!*out->items[i].doubt)
                    out->items[i].doubt =
                        arena_printf(arena, "a sentence before the list is left out: '%.*s%s'",
                                     (int)str_cut(str_of(s.intro), 80).n, s.intro,
                                     strlen(s.intro) > 80 ? "..." : "");
        }
    }
}
