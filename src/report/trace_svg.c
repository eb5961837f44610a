/* The thread as a driver diagram.
 *
 * SPDX-License-Identifier: MIT */
#include "chart/driver.h"
#include "trace_parts.h"

static enum driver_tone tone_of(const struct trace_item *item) {
    if (item->plan)
        return item->plan->state == PLAN_DONE   ? item->plan->claimed ? DRIVER_PLAIN : DRIVER_GOOD
               : item->plan->state == PLAN_LATE ? DRIVER_BAD
                                                : DRIVER_PLAIN;
    if (!item->verdict) return DRIVER_PLAIN;
    return item->verdict->variation == MEASURE_IMPROVING    ? DRIVER_GOOD
           : item->verdict->variation == MEASURE_CONCERNING ? DRIVER_BAD
                                                            : DRIVER_PLAIN;
}

/* One short phrase; the list of the page has all. */
static const char *short_words(const struct trace_item *item) {
    if (item->plan)
        return item->plan->claimed ? "done, says its lead" : plan_state_text(item->plan->state);
    if (item->verdict) return item->verdict->past_words;
    return item->kind == TRACE_EFFECT || item->kind == TRACE_DECISION ? item->words : NULL;
}

static struct driver_box box_of(const struct trace_item *item, struct arena *arena) {
    return (struct driver_box){
        .kind = item->ref[0] ? arena_printf(arena, "%s %s", trace_kind_text(item->kind), item->ref)
                             : trace_kind_text(item->kind),
        .title = item->title,
        .words = short_words(item),
        .tone = tone_of(item)};
}

/* The box of an item among those from `first` on; 0: none. */
static size_t box_with(const struct trace_item *const *items, size_t first, size_t count,
                       const struct trace_item *item) {
    for (size_t i = first; i < count; i++)
        if (items[i] == item) return i;
    return 0;
}

/* Lines hang from the last line that is less deep. */
static void add_lines(const struct trace_lines *lines, bool left, struct driver_box *boxes,
                      const struct trace_item **items, size_t *count, struct arena *arena) {
    size_t at_depth[64] = {0}, first = *count;
    for (size_t i = 0; i < lines->count; i++) {
        const struct trace_line *line = &lines->items[i];
        if (line->depth >= 64) continue;
        struct driver_box box = box_of(line->item, arena);
        box.left = left;
        box.parent = at_depth[line->depth - 1];
        box.relation = line->relation;
        if (line->repeated) {
            size_t drawn = *count < DRIVER_BOXES ? *count : DRIVER_BOXES;
            box.same = box_with(items, first, drawn, line->item);
            if (!box.same) continue;
        }
        at_depth[line->depth] = *count;
        items[*count] = line->repeated ? NULL : line->item;
        boxes[(*count)++] = box;
    }
}

void trace_svg(const struct trace *trace, struct buf *out) {
    struct arena *arena = out->arena;
    char day[DATE_BYTES];
    size_t most = trace->before.count + trace->after.count + 1;
    struct driver_box *boxes = ARENA_NEW(arena, struct driver_box, most);
    const struct trace_item **items = ARENA_NEW(arena, const struct trace_item *, most);
    size_t count = 1;
    boxes[0] = box_of(trace->subject, arena);
    items[0] = trace->subject;
    /* The shorter side first: it has room when the other one is long. */
    bool left_first = trace->before.count < trace->after.count;
    add_lines(left_first ? &trace->before : &trace->after, left_first, boxes, items, &count, arena);
    add_lines(left_first ? &trace->after : &trace->before, !left_first, boxes, items, &count,
              arena);
    const struct chart_frame frame = {
        .id = "thread",
        .title = arena_printf(arena, "%s, as at %s", trace->subject->title,
                              date_people(trace->as_at, day)),
        .description =
            arena_printf(arena,
                         "A driver diagram of %s %s: on its left what it comes from (%zu), on "
                         "its right what it leads to (%zu).",
                         trace_kind_text(trace->subject->kind), trace->subject->id,
                         trace->before.count, trace->after.count)};
    driver_svg(&frame, &(struct driver_diagram){boxes, count}, out);
}
