/* Lines of a thread; see thread.h.
 *
 * SPDX-License-Identifier: MIT */
#include "thread.h"

#include "link.h"
#include "plan_rows.h"

#define INDENTS 8
#define LINES_SHOWN 300u /* the thread of a whole plan has all its items */

/* Where an item of a thread is read; NULL: nowhere on this site. */
static const char *item_link(struct visit *visit, const struct trace_item *item) {
    struct arena *arena = visit->arena;
    switch (item->kind) {
    case TRACE_RECOMMENDATION:
    case TRACE_PROGRAMME:
    case TRACE_ACTION:
    case TRACE_MILESTONE:
    case TRACE_SCHEME:
    case TRACE_DECISION:
        return link_to(arena, "/plan/items/", item->id);
    case TRACE_MEASURE:
        return link_to(arena, "/measures/", item->id);
    default:
        return item->row_no ? link_line(arena, trace_kind_text(item->kind), (int64_t)item->row_no)
                            : NULL;
    }
}

size_t thread_shown(const struct trace_lines *lines) {
    return lines->count < LINES_SHOWN ? lines->count : LINES_SHOWN;
}

const struct view_thread_line *thread_lines(struct visit *visit, const struct trace_lines *lines) {
    static const char *const indents[INDENTS] = {"0", "1", "2", "3", "4", "5", "6", "7"};
    struct view_thread_line *out =
        ARENA_NEW(visit->arena, struct view_thread_line, thread_shown(lines) + 1);
    for (size_t i = 0; i < thread_shown(lines); i++) {
        const struct trace_line *line = &lines->items[i];
        const struct trace_item *item = line->item;
        size_t depth = line->depth ? line->depth - 1 : 0;
        out[i] = (struct view_thread_line){
            .kind = trace_kind_text(item->kind),
            .id = item->id,
            .ref = item->ref,
            .title = item->title,
            .relation = line->relation,
            .words = item->words,
            .depth = line->depth,
            .repeated = line->repeated,
            .state = item->plan ? plan_state_text(item->plan->state) : NULL,
            .href = item_link(visit, item),
            .tag = item->plan ? plan_tag(item->plan->state) : "",
            .indent = indents[depth < INDENTS ? depth : INDENTS - 1]};
    }
    return out;
}
