/* Items of a plan as a timeline; see plan_timeline.h.
 *
 * SPDX-License-Identifier: MIT */
#include "plan_timeline.h"

#include "plan_report.h"
#include "store/query.h"
#include "trace.h"

#include <stdlib.h>
#include <string.h>

/* --- rows ------------------------------------------------------------------------------------- */

static enum timeline_state state_of(const struct plan_item *item) {
    return item->state == PLAN_DONE   ? TIMELINE_DONE
           : item->state == PLAN_LATE ? TIMELINE_LATE
                                      : TIMELINE_OPEN;
}

static bool is_part(const struct plan_item *part, const struct plan_item *of) {
    if (part->kind != PLAN_ACTION && part->kind != PLAN_MILESTONE) return false;
    if (part->state == PLAN_STOPPED) return false;
    const char *in = of->kind == PLAN_RECOMMENDATION ? part->recommendation : part->programme;
    return strcmp(in, of->id) == 0;
}

static void add_parts(const struct plan_status *status, const struct plan_item *item,
                      struct timeline_row *row, struct arena *arena) {
    struct timeline_part *parts = ARENA_NEW(arena, struct timeline_part, item->parts + 1);
    for (size_t i = 0; i < status->count && row->part_count < item->parts; i++) {
        const struct plan_item *part = &status->items[i];
        int32_t day = part->done_on != DATE_NONE ? part->done_on : part->due_to;
        if (day != DATE_NONE && is_part(part, item))
            parts[row->part_count++] = (struct timeline_part){day, state_of(part)};
    }
    row->parts = parts;
}

static struct timeline_row row_of(const struct plan_status *status, const struct forecast *forecast,
                                  const struct plan_item *item, struct arena *arena) {
    bool group = item->kind == PLAN_RECOMMENDATION || item->kind == PLAN_PROGRAMME;
    const char *title =
        item->ref[0] ? arena_printf(arena, "%s %s", item->ref, item->title) : item->title;
    const struct forecast_item *f = forecast->of ? forecast->of[item - status->items] : NULL;
    struct timeline_row row = {.title = title,
                               .group = group,
                               .state = state_of(item),
                               .first = DATE_NONE,
                               .due = DATE_NONE,
                               .done = item->done_on,
                               .p50 = f && f->forecast ? f->p50 : DATE_NONE,
                               .p80 = f && f->forecast ? f->p80 : DATE_NONE};
    struct buf words = buf_new(arena);
    buf_printf(&words, "%s: %s", title, trace_state_words(item, status->as_at, arena));
    if (f && f->forecast) buf_printf(&words, "; %s", plan_forecast_words(f, arena));
    if (group) {
        add_parts(status, item, &row, arena);
    } else {
        row.first = item->first_due_to;
        row.due = item->due_to;
    }
    row.words = words.text;
    return row;
}

/* --- links ------------------------------------------------------------------------------------ */

struct named {
    const char *id;
    size_t row;
};

static int by_id(const void *a, const void *b) {
    return strcmp(((const struct named *)a)->id, ((const struct named *)b)->id);
}

static const struct named *find(const struct named *named, size_t count, const char *id) {
    struct named key = {id, 0};
    return id && count ? bsearch(&key, named, count, sizeof *named, by_id) : NULL;
}

static bool read_links(sqlite3 *db, const struct named *named, size_t count, struct arena *arena,
                       struct plan_timeline *out, struct err *err) {
    struct query *q = query_new(
        db,
        "SELECT predecessor, successor, CAST(COALESCE(lag_days, 0) AS INTEGER), count(*) OVER () "
        "FROM dependency WHERE kind = 'requires' AND predecessor IS NOT NULL AND successor IS NOT "
        "NULL AND predecessor <> successor ORDER BY row_no",
        err);
    if (!q) return false;
    struct timeline_link *links = NULL;
    while (query_next(q)) {
        if (!links) links = ARENA_NEW(arena, struct timeline_link, (size_t)query_integer(q, 3, 0));
        const struct named *from = find(named, count, query_text(q, 0)),
                           *to = find(named, count, query_text(q, 1));
        out->outside += (from != NULL) != (to != NULL);
        if (!from || !to) continue;
        int64_t lag = query_integer(q, 2, 0);
        links[out->chart.link_count++] = (struct timeline_link){from->row, to->row,
                                                                lag > 36500    ? 36500
                                                                : lag < -36500 ? -36500
                                                                               : (int32_t)lag};
    }
    out->chart.links = links;
    return query_free(q, err);
}

bool plan_timeline_make(sqlite3 *db, const struct plan_status *status,
                        const struct forecast *forecast, const struct plan_item *const *items,
                        size_t count, struct arena *arena, struct plan_timeline *out,
                        struct err *err) {
    struct timeline_row *rows = ARENA_NEW(arena, struct timeline_row, count + 1);
    struct named *named = ARENA_NEW(arena, struct named, count + 1);
    for (size_t i = 0; i < count; i++) {
        rows[i] = row_of(status, forecast, items[i], arena);
        named[i] = (struct named){items[i]->id, i};
    }
    if (count) qsort(named, count, sizeof *named, by_id);
    *out = (struct plan_timeline){
        .chart = {.frame = {.id = "timeline", .title = "Timeline by quarter"},
                  .today = status->as_at,
                  .rows = rows,
                  .row_count = count}};
    if (!read_links(db, named, count, arena, out, err)) return false;
    for (size_t i = 0; i < out->chart.link_count; i++) {
        const struct timeline_link *link = &out->chart.links[i];
        bool clash = timeline_clash(&out->chart, link);
        out->clashes += clash;
        const struct plan_item *before = items[link->from];
        rows[link->to].words =
            arena_printf(arena, "%s; waits for %s%s", rows[link->to].words,
                         before->ref[0] ? before->ref : before->title,
                         clash ? ", whose date is later than its own allows" : "");
    }
    return true;
}
