/* Lines of leads that name several labels: 'i) Head of Beds ii-iv) Chief Nurse' becomes a line for
 * each label.
 *
 * SPDX-License-Identifier: MIT */
#include "label_run.h"
#include "lead_words.h"

#include <string.h>

struct list {
    struct document_line *items;
    size_t count, capacity;
};

static void add(struct list *list, struct arena *arena, struct document_line line) {
    if (list->count == list->capacity) {
        struct document_line *old = list->items;
        list->capacity = list->capacity ? list->capacity * 2 : 16;
        list->items = ARENA_NEW(arena, struct document_line, list->capacity);
        if (old) memcpy(list->items, old, list->count * sizeof *old);
    }
    list->items[list->count++] = line;
}

/* The labels that follow `last` and begin the next leads: behind a blank, closed or after a comma.
 * 'B.' may be the initial of a name. */
static size_t next_labels(struct str text, size_t at, const struct label *last) {
    for (size_t i = at; i < text.n; i++) {
        bool apart = text.p[i] == ';' || text.p[i] == ',';
        if (!apart && !label_blank(text.p[i])) continue;
        size_t start = label_skip(text, i + 1), count;
        struct label labels[LABEL_RUN];
        size_t end = label_run(text, start, false, labels, &count);
        if (end == start || end >= text.n) continue;
        bool follows = labels[0].number == last->number + 1 ||
                       (labels[0].kind == last->kind && labels[0].number > last->number);
        bool several = labels[0].kind == LABEL_ROMAN || labels[0].kind == LABEL_DOTTED;
        bool closed = strchr(").:", text.p[end - 1]) != NULL;
        bool initial = end == start + 2 && text.p[end - 1] == '.' && text.p[start] >= 'A' &&
                       text.p[start] <= 'Z';
        if (follows && !initial && (closed || (apart && several))) return start;
    }
    return text.n;
}

/* How a label is printed; of one within a range, such as 1.2 in '1.1 to 1.3', no more than its
 * number and what stands before it in the first of them is known. */
static const char *printed(const struct label *label, const struct label *first,
                           struct arena *arena) {
    if (label->text.n) return arena_copy(arena, label->text.p, label->text.n);
    size_t before = 0;
    for (size_t i = 0; label->kind == LABEL_DOTTED && i < first->text.n; i++)
        if (first->text.p[i] == '.') before = i + 1;
    return arena_printf(arena, "%.*s%d", (int)before, first->text.p, label->number);
}

static void part(struct list *list, const struct document_line *line, struct arena *arena) {
    struct str text = str_trim(str_of(line->text));
    struct label labels[LABEL_RUN];
    /* The first label was taken from its line: 'a)' from 'a) and c) Head of Beds'. */
    if (*line->label && label_word(str_of(line->label), &labels[0]))
        text = str_of(arena_printf(arena, "%.*s) %.*s", (int)labels[0].text.n, labels[0].text.p,
                                   (int)text.n, text.p));
    size_t count, end = label_run(text, 0, false, labels, &count);
    if (!end || end == text.n || !label_run_closed(text, 0, end, labels, count) ||
        (count == 1 && next_labels(text, end, &labels[0]) == text.n)) {
        add(list, arena, *line);
        return;
    }
    while (count) {
        while (end < text.n && (label_blank(text.p[end]) || strchr(":-", text.p[end]))) end++;
        size_t next = next_labels(text, end, &labels[count - 1]), stop = next;
        while (stop > end && strchr(" ;,", text.p[stop - 1])) stop--;
        struct document_line one = *line;
        one.text = arena_copy(arena, text.p + end, stop - end);
        for (size_t i = 0; i < count; i++) {
            one.label = printed(&labels[i], &labels[0], arena);
            add(list, arena, one);
        }
        end = next;
        count = 0;
        if (next < text.n) end = label_run(text, next, false, labels, &count);
    }
}

const struct document_line *lead_lines(const struct document_line *lines, size_t *count,
                                       struct arena *arena) {
    struct list list = {0};
    for (size_t i = 0; i < *count; i++) part(&list, &lines[i], arena);
    *count = list.count;
    return list.items;
}
