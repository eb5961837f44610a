/* Running text with lists in it; see flow.h.
 *
 * SPDX-License-Identifier: MIT */
#include "flow.h"

#include "base/limits.h"

#include <string.h>

struct list {
    enum label_style style;
    int next, step;
    bool has_items;
    struct label typed; /* the last typed label of a list without items; LABEL_NONE before it */
};

struct flow {
    struct arena *arena;
    struct buf text;   /* of the line that is being read */
    const char *label; /* waits for the text of its line; NULL for none */
    int label_level;
    bool space; /* white space came after the text */
    struct list lists[LIMIT_DOCUMENT_DEPTH];
    size_t depth, too_deep;
    struct document_line *lines;
    size_t count, capacity;
};

struct flow *flow_new(struct arena *arena) {
    struct flow *flow = ARENA_NEW(arena, struct flow, 1);
    flow->arena = arena;
    flow->text = buf_new(arena);
    return flow;
}

/* Bytes of white space, also of a no-break space, or of what no reader sees: soft hyphen, zero
 * width space, byte order mark. */
static size_t blank_at(struct str text, size_t at, bool *is_space) {
    const char *p = text.p + at;
    *is_space = true;
    if (*p == ' ' || (*p >= '\t' && *p <= '\r')) return 1;
    if (*p == '\xc2' && text.n - at >= 2 && p[1] == '\xa0') return 2;
    *is_space = false;
    if (*p == '\xc2' && text.n - at >= 2 && p[1] == '\xad') return 2;
    if (text.n - at >= 3 && (memcmp(p, "\u200b", 3) == 0 || memcmp(p, "\ufeff", 3) == 0)) return 3;
    return 0;
}

void flow_text(struct flow *flow, struct str text) {
    for (size_t i = 0; i < text.n;) {
        bool is_space;
        size_t blank = blank_at(text, i, &is_space);
        if (blank) {
            flow->space = flow->space || is_space;
            i += blank;
            continue;
        }
        if (flow->space && flow->text.length) buf_putc(&flow->text, ' ');
        flow->space = false;
        buf_putc(&flow->text, text.p[i++]);
    }
}

static void push(struct flow *flow, struct document_line line) {
    if (flow->count == flow->capacity) {
        size_t capacity = flow->capacity ? 2 * flow->capacity : 4;
        struct document_line *lines = ARENA_NEW(flow->arena, struct document_line, capacity);
        if (flow->count) memcpy(lines, flow->lines, flow->count * sizeof *lines);
        flow->lines = lines;
        flow->capacity = capacity;
    }
    flow->lines[flow->count++] = line;
}

static void add_line(struct flow *flow, const char *label, struct str text, int level) {
    push(flow,
         (struct document_line){label, arena_copy(flow->arena, text.p, text.n), level, false});
}

struct document_line flow_line(struct arena *arena, struct str text) {
    struct label label;
    text = str_trim(text);
    if (!label_parse(text, &label))
        return (struct document_line){"", arena_copy(arena, text.p, text.n), 0, false};
    return (struct document_line){arena_copy(arena, text.p, label.length),
                                  arena_copy(arena, text.p + label.text, text.n - label.text), 1,
                                  false};
}

static void add_typed(struct flow *flow, struct str text, int level) {
    struct document_line line = flow_line(flow->arena, text);
    if (*line.label && level == 0) level = line.level;
    add_line(flow, line.label, str_of(line.text), level);
}

/* Parts the text of a list that has no items at its typed labels. Where it goes on with the list
 * around it, as 'iv.' does after a., b. and c., that list has the rest. */
static void part_list(struct flow *flow, struct str text) {
    size_t depth = flow->depth, outer_at = 0;
    bool outer_known = false;
    for (size_t done = 0; done < text.n;) {
        struct list *list = &flow->lists[depth - 1];
        struct str rest = {text.p + done, text.n - done};
        struct label label;
        size_t next = rest.n;
        bool lost = false;
        if (label_parse(rest, &label)) {
            list->typed = label;
            if (!label_find_next(rest, &label, label.length, &next)) next = rest.n;
        } else if (list->typed.style == LABEL_NONE) {
            lost = true;
        }
        if (!outer_known) {
            outer_known = true;
            if (depth < 2 || !label_find_next(text, &flow->lists[depth - 2].typed, done, &outer_at))
                outer_at = text.n;
        }
        size_t level = depth;
        if (outer_at < done + next) {
            next = outer_at - done;
            depth--;
            outer_known = false;
        }
        add_typed(flow, str_trim((struct str){rest.p, next}), (int)level);
        flow->lines[flow->count - 1].ran_together = lost;
        done += next;
    }
}

static void end_line(struct flow *flow) {
    struct str text = str_trim((struct str){flow->text.text, flow->text.length});
    flow->space = false;
    if (text.n == 0) {
        flow->text.length = 0;
        return;
    }
    const struct list *list = flow->depth ? &flow->lists[flow->depth - 1] : NULL;
    if (flow->label && *flow->label)
        add_line(flow, flow->label, text, flow->label_level);
    else if (list && !list->has_items)
        part_list(flow, text);
    else
        add_typed(flow, text, flow->label ? flow->label_level : (int)flow->depth);
    flow->label = NULL;
    flow->text.length = 0;
}

void flow_break(struct flow *flow) {
    end_line(flow);
}

void flow_list(struct flow *flow, enum label_style style, int start, int step) {
    end_line(flow);
    if (flow->depth == LIMIT_DOCUMENT_DEPTH) {
        flow->too_deep++;
        return;
    }
    flow->lists[flow->depth++] = (struct list){.style = style, .next = start, .step = step};
}

void flow_list_end(struct flow *flow) {
    end_line(flow);
    flow->label = NULL;
    if (flow->too_deep)
        flow->too_deep--;
    else if (flow->depth)
        flow->depth--;
}

void flow_item(struct flow *flow, const int *value) {
    end_line(flow);
    flow->label = "";
    flow->label_level = flow->depth ? (int)flow->depth : 1;
    struct buf label = buf_new(flow->arena);
    if (flow->depth == 0) { /* browsers show a bullet */
        label_put(&label, LABEL_BULLET, 0, false);
    } else {
        struct list *list = &flow->lists[flow->depth - 1];
        list->has_items = true;
        if (value) list->next = *value;
        label_put(&label, list->style, list->next, false);
        if (list->style != LABEL_NONE && list->style != LABEL_BULLET) buf_putc(&label, '.');
        if (__builtin_add_overflow(list->next, list->step, &list->next)) list->next = 0;
    }
    if (label.length) flow->label = label.text;
}

void flow_labelled(struct flow *flow, const char *label, int level) {
    end_line(flow);
    flow->label = label;
    flow->label_level = level;
}

const char *flow_waiting(const struct flow *flow) {
    return flow->label && flow->text.length == 0 ? flow->label : "";
}

void flow_append(struct flow *flow, const struct document_line *lines, size_t count) {
    for (size_t i = 0; i < count; i++) push(flow, lines[i]);
}

const struct document_line *flow_lines(struct flow *flow, size_t *count) {
    end_line(flow);
    *count = flow->count;
    const struct document_line *lines = flow->lines;
    flow->lines = NULL;
    flow->count = flow->capacity = 0;
    return lines;
}

const struct document_line *flow_take(struct flow *flow, size_t *count) {
    const struct document_line *lines = flow_lines(flow, count);
    flow->depth = flow->too_deep = 0;
    flow->label = NULL;
    return lines;
}

const char *flow_join(struct arena *arena, const struct document_line *lines, size_t count) {
    if (count == 1 && !*lines->label) return lines->text;
    struct buf text = buf_new(arena);
    for (size_t i = 0; i < count; i++) {
        if (i) buf_putc(&text, '\n');
        buf_puts(&text, lines[i].label);
        if (*lines[i].label && *lines[i].text) buf_putc(&text, ' ');
        buf_puts(&text, lines[i].text);
    }
    return count ? text.text : "";
}
