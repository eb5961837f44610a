/* Lines of a thread; see thread.h.
 *
 * SPDX-License-Identifier: MIT */
#include "thread.h"

#include "link.h"
#include "plan_rows.h"
#include "schemes.h"

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

/* Of an item of the plan where it stands and, where there are any, the days of its forecast: why
 * there are none stands on its own page, and not once more on each line. */
static const char *words_of(struct visit *visit, const struct trace_item *item) {
    const struct brief *brief = &visit->state->brief;
    const struct plan_item *known = item->plan ? plan_status_find(&brief->plan, item->id) : NULL;
    if (!known) return item->words;
    const char *state = trace_state_words(known, brief->as_at, visit->arena);
    const struct forecast_item *f = plan_forecast_of(visit, known);
    if (!f || f->p50 == DATE_NONE) return state;
    char from[DATE_BYTES], to[DATE_BYTES];
    return arena_printf(visit->arena, "%s; forecast %s to %s", state, date_people(f->p50, from),
                        f->p80 == DATE_NONE ? "later than anything seen" : date_people(f->p80, to));
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
            .words = line->goes_on ? arena_printf(visit->arena, "%s; goes on: follow it",
                                                  words_of(visit, item))
                                   : words_of(visit, item),
            .depth = line->depth,
            .repeated = line->repeated,
            .state = item->plan ? plan_state_text(item->plan->state) : NULL,
            .href = item_link(visit, item),
            .tag = item->plan ? plan_tag(item->plan->state) : "",
            .indent = indents[depth < INDENTS ? depth : INDENTS - 1]};
        if (item->kind == TRACE_EFFECT)
            out[i].settings = reach_settings(visit, item->row_no, &out[i].settings_count);
    }
    return out;
}
