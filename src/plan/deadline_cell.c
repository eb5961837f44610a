/* Cells with several deadlines, each for the items whose labels it names: 'i. July 2018 ii. TBC',
 * 'End of June 2018 for all actions except ii)'.
 *
 * SPDX-License-Identifier: MIT */
#include "base/limits.h"
#include "deadline_parts.h"
#include "label_run.h"

#include <string.h>

struct pieces {
    struct arena *arena;
    const struct deadline_context *context;
    struct deadline_cell *out;
    size_t capacity;
};

static struct deadline_part *add(struct pieces *p, enum deadline_scope scope,
                                 const struct label *labels, size_t count, struct str phrase) {
    if (p->out->count == p->capacity) {
        struct deadline_part *old = p->out->parts;
        p->capacity = p->capacity ? p->capacity * 2 : 8;
        p->out->parts = ARENA_NEW(p->arena, struct deadline_part, p->capacity);
        if (old) memcpy(p->out->parts, old, p->out->count * sizeof *old);
    }
    struct deadline_part *part = &p->out->parts[p->out->count++];
    *part = (struct deadline_part){.scope = scope, .label_count = count};
    if (count) {
        part->labels = ARENA_NEW(p->arena, struct label, count);
        memcpy(part->labels, labels, count * sizeof *labels);
    }
    deadline_read(phrase, p->context, p->arena, &part->deadline);
    return part;
}

/* The scope that words name, from `at` on: 'for all actions except ii)', 'for i and ii', '(i-iii)',
 * 'all other actions'. True when the words to the end of the text, or to a bracket, are one. */
static bool read_scope(struct str text, size_t at, enum deadline_scope *scope, struct label *labels,
                       size_t *count, size_t *end) {
    size_t i = label_skip(text, at);
    bool bracket = i < text.n && text.p[i] == '(';
    if (bracket) i++;
    bool named = false, except = false, others = false, all = false, led = bracket;
    *count = 0;
    while (i < text.n) {
        size_t stop = label_word_end(text, i);
        if (LABEL_ANY_WORD(text, i, stop, "for", "to", "the", "on", "of")) {
            led = true;
        } else if (LABEL_ANY_WORD(text, i, stop, "action", "actions", "item", "items", "point",
                                  "points", "part", "parts", "nos", "no")) {
            named = true;
        } else if (LABEL_ANY_WORD(text, i, stop, "all", "every", "each", "both")) {
            all = true;
        } else if (LABEL_ANY_WORD(text, i, stop, "other", "others", "remaining", "rest",
                                  "remainder", "further")) {
            others = true;
        } else if (LABEL_ANY_WORD(text, i, stop, "except", "excepting", "excluding", "but",
                                  "apart")) {
            except = true;
        } else if (except && LABEL_ANY_WORD(text, i, stop, "from")) {
        } else {
            size_t run = label_run(text, i, named || except || bracket, labels, count);
            if (run == i || !*count) return false;
            stop = run;
        }
        i = label_skip(text, stop);
        if (*count) break;
        if (i > 0 && bracket && text.p[i - 1] == ')') break;
    }
    *end = i;
    led |= named || except || others || all;
    if (!led) return false;
    *scope = except || (others && !*count) ? DEADLINE_FOR_OTHERS
             : *count                      ? DEADLINE_FOR_THESE
                                           : DEADLINE_FOR_ALL;
    return *count || others || all;
}

/* A scope behind the date: where it begins, and what it names. */
static bool trailing_scope(struct str line, struct arena *arena, size_t *begin,
                           enum deadline_scope *scope, struct label *labels, size_t *count) {
    for (size_t i = 0; i < line.n; i = label_skip(line, label_word_end(line, i))) {
        if (i == 0 ||
            !(line.p[i] == '(' || LABEL_ANY_WORD(line, i, label_word_end(line, i), "for", "all",
                                                 "except", "excluding", "actions", "action")))
            continue;
        size_t end;
        if (!read_scope(line, i, scope, labels, count, &end) || end < line.n || !*count) continue;
        /* 'see action 4.2' is no deadline for 4.2. */
        struct deadline before;
        const struct deadline_context nothing = {DATE_NONE, DATE_NONE, DATE_NONE};
        deadline_read((struct str){line.p, i}, &nothing, arena, &before);
        if (before.kind == DEADLINE_UNREAD) return false;
        *begin = i;
        return true;
    }
    return false;
}

static bool names_time(const struct deadline *d) {
    return d->kind != DEADLINE_NONE && d->kind != DEADLINE_UNREAD;
}

static bool is_time(const struct pieces *p, struct str text) {
    struct deadline d;
    deadline_read(text, p->context, p->arena, &d);
    return names_time(&d);
}

/* Where in a line the next label stands that begins another deadline: after a blank, closed, and
 * the one that follows the last; a roman numeral after a comma needs no sign behind it. */
static size_t next_label(const struct pieces *p, struct str line, size_t at,
                         const struct label *last) {
    for (size_t i = at; i < line.n; i++) {
        if (!label_blank(line.p[i]) && line.p[i] != ';' && line.p[i] != ',') continue;
        size_t start = i + 1;
        while (start < line.n && label_blank(line.p[start])) start++;
        struct label labels[LABEL_RUN];
        size_t count;
        size_t end = label_run(line, start, false, labels, &count);
        if (end == start) continue;
        const struct label *label = &labels[0];
        bool closed = label_run_closed(line, start, end, labels, count);
        if (!closed && (label_blank(line.p[i]) || label->kind != LABEL_ROMAN)) continue;
        if (label->kind == LABEL_LETTER && last->kind == LABEL_ROMAN) continue;
        if (closed && (label->number == last->number + 1 || label->number == last->number + 2))
            return start;
        /* 'i) July 2018, iv) April 2019' names no more than these, 'a) and c) June b) July' goes
         * back, 'i-iii March; iv May' closes none: a time stands on both sides. */
        bool on = label->number > last->number ||
                  (label->kind != LABEL_NUMBER && label->number < last->number);
        if (label->kind == last->kind && on &&
            is_time(p, str_cut((struct str){line.p + at, i - at}, 80)) &&
            is_time(p, str_cut((struct str){line.p + end, line.n - end}, 40)))
            return start;
    }
    return line.n;
}

/* 'Sept 2018 (i), Oct 2018 (ii)': dates that each have their labels behind them; false when the
 * line is something else. */
static bool several_scopes(struct pieces *p, struct str line) {
    struct label labels[LABEL_RUN];
    size_t count, begin, parts = 0;
    enum deadline_scope scope;
    for (int run = 0; run < 2; run++)
        for (size_t from = 0; from < line.n;) {
            size_t to = from;
            while (to < line.n && line.p[to] != ')') to++;
            if (to == line.n) return false;
            struct str part = str_trim((struct str){line.p + from, to + 1 - from});
            if (!trailing_scope(part, p->arena, &begin, &scope, labels, &count)) return false;
            if (run) add(p, scope, labels, count, (struct str){part.p, begin});
            parts += !run;
            from = to + 1;
            while (from < line.n && strchr(" ,;", line.p[from])) from++;
            if (!run && from == line.n && parts < 2) return false;
        }
    return true;
}

/* 'i. July 2018 ii. April 2019', 'all except ii July 2018; ii April 2019': one deadline after the
 * other, the first behind its labels, which end at `end`. */
static void one_after_other(struct pieces *p, struct str line, enum deadline_scope scope,
                            struct label *labels, size_t count, size_t end) {
    for (;;) {
        size_t after = end, next = line.n;
        while (after < line.n && (label_blank(line.p[after]) || strchr(":-", line.p[after])))
            after++;
        if (count) {
            struct label last = labels[count - 1];
            if (scope == DEADLINE_FOR_OTHERS) last.number--;
            next = next_label(p, line, after, &last);
        }
        size_t stop = next;
        while (stop > after && strchr(" ;,", line.p[stop - 1])) stop--;
        add(p, scope, labels, count, (struct str){line.p + after, stop - after});
        if (next >= line.n) return;
        scope = DEADLINE_FOR_THESE;
        size_t begin = next;
        end = label_run(line, begin, false, labels, &count);
        if (end == begin) return;
    }
}

static void read_line(struct pieces *p, struct str line) {
    line = str_trim(line);
    if (line.n == 0) return;
    struct label labels[LABEL_RUN];
    struct label bullet;
    size_t count, length;
    if (label_read(line, &bullet, &length) && bullet.kind == LABEL_BULLET)
        line = (struct str){line.p + length, line.n - length};
    enum deadline_scope scope;
    size_t end = 0;
    bool bare = LABEL_ANY_WORD(line, 0, label_word_end(line, 0), "actions", "action", "items",
                               "item", "for");
    size_t start = bare ? label_skip(line, label_word_end(line, 0)) : 0;
    end = label_run(line, start, bare, labels, &count);
    if (end > start && (bare || label_run_closed(line, start, end, labels, count)) &&
        end < line.n) {
        one_after_other(p, line, DEADLINE_FOR_THESE, labels, count, end);
        return;
    }
    if (read_scope(line, 0, &scope, labels, &count, &end) && end < line.n && end > 0 &&
        (count || scope == DEADLINE_FOR_OTHERS)) {
        one_after_other(p, line, scope, labels, count, end);
        return;
    }
    /* 'Further deadlines TBC', 'All others: March 2019' */
    static const char *const others[] = {"further",   "all other", "other",     "others",
                                         "remaining", "the rest",  "all others"};
    struct arena *arena = p->arena;
    size_t token_count;
    const struct token *tokens = deadline_tokens(
        (struct str){line.p, line.n < LIMIT_DEADLINE_BYTES ? line.n : LIMIT_DEADLINE_BYTES}, arena,
        &token_count);
    for (size_t o = 0; o < sizeof others / sizeof others[0]; o++) {
        if (!deadline_match(tokens, 0, others[o])) continue;
        add(p, DEADLINE_FOR_OTHERS, NULL, 0, line);
        return;
    }
    size_t begin;
    if (several_scopes(p, line)) return;
    if (trailing_scope(line, arena, &begin, &scope, labels, &count)) {
        add(p, scope, labels, count, (struct str){line.p, begin});
        return;
    }
    add(p, DEADLINE_FOR_ALL, NULL, 0, line);
}

void deadline_read_cell(struct str text, const struct deadline_context *context,
                        struct arena *arena, struct deadline_cell *out) {
    *out = (struct deadline_cell){0};
    struct pieces pieces = {arena, context, out, 0};
    struct str rest = str_trim(text), line;
    while (str_split(&rest, '\n', &line)) read_line(&pieces, line);
    if (out->count == 0) add(&pieces, DEADLINE_FOR_ALL, NULL, 0, (struct str){"", 0});
    /* 'c. April 2019' without an a. or b. is about then. */
    const struct deadline_part *first = &out->parts[0];
    if (out->count == 1 && first->label_count == 1 && first->labels[0].kind == LABEL_LETTER &&
        str_is(first->labels[0].text, "c"))
        deadline_doubt(&out->parts[0].deadline, arena, "'c' may be a label, or mean about");
    /* 'June 2018 for all except ii' and then 'July 2018': the second is for ii. */
    for (size_t i = 1; i < out->count; i++) {
        const struct deadline_part *before = &out->parts[i - 1];
        struct deadline_part *part = &out->parts[i];
        if (part->scope == DEADLINE_FOR_ALL && before->scope == DEADLINE_FOR_OTHERS &&
            before->label_count) {
            part->scope = DEADLINE_FOR_THESE;
            part->labels = before->labels;
            part->label_count = before->label_count;
        }
    }
}

static bool is_join(struct str text, size_t at, size_t end) {
    return LABEL_ANY_WORD(text, at, end, "-", "to", "until", "and", "&", "/", "or", "through",
                          "\xe2\x80\x93");
}

/* Where the deadline that begins at `from` ends: behind the first words that name a time, and
 * behind what still belongs to it. */
static size_t run_end(struct pieces *p, struct str text, size_t from) {
    struct deadline d = {0}, more;
    size_t end = from;
    bool found = false;
    while (end < text.n) {
        size_t start = label_skip(text, end), stop = label_word_end(text, start);
        if (start >= text.n) break;
        struct label label;
        size_t next = label_skip(text, stop);
        if (found && is_join(text, start, stop)) {
            struct str after = {text.p + next, label_word_end(text, next) - next};
            bool labelled = after.n > 1 && after.p[after.n - 1] == ')' && label_word(after, &label);
            struct str rest = {text.p + from, label_word_end(text, next) - from};
            deadline_read(rest, p->context, p->arena, &more);
            if (labelled || !after.n || !names_time(&more)) return end;
            end = stop;
            found = false;
            continue;
        }
        deadline_read((struct str){text.p + from, stop - from}, p->context, p->arena, &more);
        if (!found) {
            found = names_time(&more);
            d = more;
        } else if (strstr(d.doubt, "no year") && !strstr(more.doubt, "no year")) {
            d = more; /* the year */
        } else if (more.from == d.from && more.to == d.to && more.kind == d.kind) {
            return end; /* the word adds nothing: it begins the next */
        } else if (strstr(more.doubt, "two dates") || more.kind != d.kind) {
            bool grew = more.from == DATE_NONE || d.from == DATE_NONE || more.to == d.to ||
                        more.kind == DEADLINE_DAY || d.kind == DEADLINE_TBC;
            if (strstr(more.doubt, "two dates") || !grew) return end;
            d = more;
        } else {
            d = more;
        }
        end = stop;
    }
    return end;
}

void deadline_read_run(struct str text, const struct deadline_context *context, struct arena *arena,
                       struct deadline_cell *out) {
    *out = (struct deadline_cell){0};
    struct pieces pieces = {arena, context, out, 0};
    text = str_trim(text);
    if (text.n > LIMIT_DEADLINE_BYTES) text.n = LIMIT_DEADLINE_BYTES;
    for (size_t from = 0; from < text.n;) {
        /* '& iii) TBC': the label before the sign was lost with the list's marks. */
        size_t stop = label_word_end(text, from), next = label_skip(text, stop);
        struct label labels[2];
        struct str word = {text.p + next, label_word_end(text, next) - next};
        if (from && is_join(text, from, stop) && word.n > 1 && word.p[word.n - 1] == ')' &&
            label_word(word, &labels[1]) && labels[1].number > 1) {
            labels[0] = labels[1];
            labels[0].number--;
            labels[0].text = (struct str){"", 0};
            from = label_skip(text, next + word.n);
            size_t end = run_end(&pieces, text, from);
            add(&pieces, DEADLINE_FOR_THESE, labels, 2, (struct str){text.p + from, end - from});
            from = label_skip(text, end);
            continue;
        }
        size_t end = run_end(&pieces, text, from);
        if (end <= from) break;
        add(&pieces, DEADLINE_FOR_ALL, NULL, 0, (struct str){text.p + from, end - from});
        from = label_skip(text, end);
    }
    if (out->count == 0) add(&pieces, DEADLINE_FOR_ALL, NULL, 0, text);
    for (size_t i = 0; i < out->count; i++)
        deadline_doubt(&out->parts[i].deadline, arena,
                       "the marks of its list were lost: which item it is for is a guess");
}
