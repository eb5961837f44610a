/* How deadlines moved from report to report; see plan_trend.h.
 *
 * SPDX-License-Identifier: MIT */
#include "plan_trend.h"

#include "plan_report_parts.h"
#include "store/history.h"

#include <stdlib.h>
#include <string.h>

/* --- what was said ---------------------------------------------------------------------------- */

struct said {
    const struct plan_item *item;
    int32_t on, due; /* due DATE_NONE: as before */
    int32_t was;     /* the deadline before it, as a history knows; DATE_NONE */
    size_t order;
};

struct list {
    struct said *items;
    size_t count, capacity;
    struct arena *arena;
};

static void add(struct list *list, struct said said) {
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? 2 * list->capacity : 64;
        struct said *more = ARENA_NEW(list->arena, struct said, list->capacity);
        if (list->count) memcpy(more, list->items, list->count * sizeof *more);
        list->items = more;
    }
    said.order = list->count;
    list->items[list->count++] = said;
}

/* Items by their ids, since a long plan has many reports. */
struct index {
    const struct plan_item **items;
    size_t count;
};

static int by_id(const void *a, const void *b) {
    return strcmp((*(const struct plan_item *const *)a)->id,
                  (*(const struct plan_item *const *)b)->id);
}

static struct index index_items(const struct plan_status *status, struct arena *arena) {
    struct index index = {ARENA_NEW(arena, const struct plan_item *, status->count + 1), 0};
    for (size_t i = 0; i < status->count; i++)
        if (status->items[i].kind == PLAN_ACTION || status->items[i].kind == PLAN_MILESTONE)
            index.items[index.count++] = &status->items[i];
    if (index.count) qsort(index.items, index.count, sizeof *index.items, by_id);
    return index;
}

static const struct plan_item *find(const struct index *index, const char *id) {
    struct plan_item wanted = {.id = id};
    const struct plan_item *key = &wanted;
    const struct plan_item **at =
        id && index->count ? bsearch(&key, index->items, index->count, sizeof key, by_id) : NULL;
    return at ? *at : NULL;
}

static bool read_reports(sqlite3 *db, const struct plan_status *status, const char *id,
                         const struct index *index, struct list *list, struct err *err) {
    char day[DATE_BYTES];
    struct query *q = query_new(
        db,
        "SELECT item, reported_on, due_to FROM progress WHERE reported_on <= ?1 AND (?2 IS "
        "NULL OR item = ?2) ORDER BY item, reported_on",
        err);
    if (!q) return false;
    query_bind_text(q, 1, date_text(status->as_at, day));
    query_bind_text(q, 2, id);
    while (query_next(q)) {
        const struct plan_item *item = find(index, query_text(q, 0));
        if (item) add(list, (struct said){item, query_date(q, 1), query_date(q, 2), DATE_NONE, 0});
    }
    return query_free(q, err);
}

/* A deadline that was changed in its row. */
static void add_changes(const struct history_entry *e, const struct plan_status *status,
                        const struct index *index, struct list *list) {
    int32_t on;
    if (strcmp(e->operation, "update") != 0 || !e->at || strlen(e->at) < 10 ||
        !date_parse((struct str){e->at, 10}, &on) || on > status->as_at)
        return;
    const struct plan_item *item = find(index, e->key);
    for (size_t i = 0; item && i < e->change_count; i++) {
        const struct history_change *c = &e->changes[i];
        struct said said = {item, on, DATE_NONE, DATE_NONE, 0};
        if (!c->column || strcmp(c->column, "due_to") != 0 || !c->text ||
            !date_parse(str_of(c->text), &said.due))
            continue;
        if (c->old_text && !date_parse(str_of(c->old_text), &said.was)) said.was = DATE_NONE;
        add(list, said);
    }
}

static bool read_history(sqlite3 *db, const struct plan_status *status, const char *id,
                         const struct index *index, struct list *list, struct err *err) {
    static const char *const tables[] = {"action", "milestone"};
    bool has;
    if (!plan_report_has_history(db, &has, err)) return false;
    for (size_t t = 0; has && t < sizeof tables / sizeof tables[0]; t++) {
        struct history_entry *entries;
        size_t count;
        if (!history_read(db, tables[t], id, list->arena, &entries, &count, err)) return false;
        for (size_t i = 0; i < count; i++) add_changes(&entries[i], status, index, list);
    }
    return true;
}

static int by_item(const void *a, const void *b) {
    const struct said *x = a, *y = b;
    if (x->item != y->item) return x->item < y->item ? -1 : 1; /* both lie in one array */
    if (x->on != y->on) return x->on < y->on ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

int32_t plan_trend_moved(const struct plan_trend *trend) {
    return trend->moves[trend->count - 1].due_to - trend->moves[0].due_to;
}

static bool has_moved(const struct plan_trend *trend) {
    for (size_t i = 1; i < trend->count; i++)
        if (trend->moves[i].due_to != trend->moves[0].due_to) return true;
    return false;
}

static int farthest_first(const void *a, const void *b) {
    const struct plan_trend *x = a, *y = b;
    bool mx = has_moved(x), my = has_moved(y);
    if (mx != my) return mx ? -1 : 1;
    int32_t dx = plan_trend_moved(x), dy = plan_trend_moved(y);
    if (dx != dy) return dx > dy ? -1 : 1;
    return (x->item > y->item) - (x->item < y->item);
}

/* The deadlines of one item from what was said of it. */
static struct plan_trend trend_of(const struct said *said, size_t n, struct arena *arena) {
    const struct plan_item *item = said->item;
    struct plan_trend trend = {.item = item, .moves = ARENA_NEW(arena, struct plan_move, n + 1)};
    int32_t due = item->first_due_to;
    for (size_t i = 0; i < n && due == DATE_NONE; i++) due = said[i].was;
    if (due != DATE_NONE) trend.moves[trend.count++] = (struct plan_move){DATE_NONE, due};
    for (size_t i = 0; i < n; i++) {
        if (said[i].due != DATE_NONE) due = said[i].due;
        if (due != DATE_NONE) trend.moves[trend.count++] = (struct plan_move){said[i].on, due};
    }
    return trend;
}

bool plan_trends_read(sqlite3 *db, const struct plan_status *status, const char *id,
                      struct arena *arena, struct plan_trend **out, size_t *count,
                      struct err *err) {
    struct list list = {.arena = arena};
    struct index index = index_items(status, arena);
    *count = 0;
    if (!read_reports(db, status, id, &index, &list, err) ||
        !read_history(db, status, id, &index, &list, err))
        return false;
    if (list.count) qsort(list.items, list.count, sizeof *list.items, by_item);
    *out = ARENA_NEW(arena, struct plan_trend, list.count + 1);
    for (size_t i = 0, end; i < list.count; i = end) {
        end = i;
        while (end < list.count && list.items[end].item == list.items[i].item) end++;
        struct plan_trend trend = trend_of(&list.items[i], end - i, arena);
        if (trend.count) (*out)[(*count)++] = trend;
    }
    if (*count) qsort(*out, *count, sizeof **out, farthest_first);
    return true;
}

/* Only those that moved, and of them only the deadlines that were new. */
bool plan_report_trends(sqlite3 *db, struct arena *arena, struct plan_report *r, struct err *err) {
    if (!plan_trends_read(db, &r->status, NULL, arena, &r->trends, &r->trend_count, err))
        return false;
    size_t moved = 0;
    while (moved < r->trend_count && has_moved(&r->trends[moved])) {
        struct plan_trend *t = &r->trends[moved++];
        size_t kept = 1;
        for (size_t m = 1; m < t->count; m++)
            if (t->moves[m].due_to != t->moves[kept - 1].due_to) t->moves[kept++] = t->moves[m];
        t->count = kept;
    }
    r->trend_count = moved;
    return true;
}

/* --- the chart -------------------------------------------------------------------------------- */

/* When the plan began, or the day before which nothing was said. */
static bool read_start(sqlite3 *db, const char *plan, int32_t *start, struct err *err) {
    struct query *q = query_new(db, "SELECT start FROM plan WHERE id = ?1", err);
    if (!q) return false;
    query_bind_text(q, 1, plan);
    *start = query_next(q) ? query_date(q, 0) : DATE_NONE;
    return query_free(q, err);
}

static struct trend_line line_of(const struct plan_trend *t, const struct forecast_item *f,
                                 int32_t start, struct arena *arena) {
    struct trend_point *points = ARENA_NEW(arena, struct trend_point, t->count);
    for (size_t i = 0; i < t->count; i++) {
        int32_t on = t->moves[i].said_on;
        if (on == DATE_NONE) {
            int32_t next = i + 1 < t->count ? t->moves[i + 1].said_on : start;
            on = start != DATE_NONE && start < next ? start : next;
        }
        points[i] = (struct trend_point){on, t->moves[i].due_to};
    }
    const struct plan_item *item = t->item;
    return (struct trend_line){
        .title = item->ref[0] ? arena_printf(arena, "%s %s", item->ref, item->title) : item->title,
        .points = points,
        .point_count = t->count,
        .done = item->done_on,
        .p50 = f && f->forecast ? f->p50 : DATE_NONE,
        .p80 = f && f->forecast ? f->p80 : DATE_NONE};
}

bool plan_trend_chart(sqlite3 *db, const struct plan_status *status,
                      const struct forecast *forecast, const struct plan_trend *trends,
                      size_t count, struct arena *arena, struct chart_trend *out, struct err *err) {
    struct trend_line *lines = ARENA_NEW(arena, struct trend_line, count + 1);
    size_t n = 0;
    const char *plan = NULL; /* whose start it is */
    int32_t start = DATE_NONE;
    for (size_t i = 0; i < count; i++) {
        const char *of = trends[i].item->plan;
        if (i == 0 || !str_equal(str_of(of), str_of(plan))) {
            if (!read_start(db, of, &start, err)) return false;
            plan = of;
        }
        const struct forecast_item *f =
            forecast && forecast->of ? forecast->of[trends[i].item - status->items] : NULL;
        struct trend_line line = line_of(&trends[i], f, start, arena);
        bool drawn = line.points[0].said_on != line.points[line.point_count - 1].said_on;
        if (drawn || count == 1) lines[n++] = line;
    }
    char day[DATE_BYTES];
    *out = (struct chart_trend){
        .frame = {.id = "trend",
                  .title = "Deadlines from report to report",
                  .subtitle = arena_printf(arena, "As at %s: a line that rises slips",
                                           date_people(status->as_at, day))},
        .today = status->as_at,
        .lines = lines,
        .line_count = n};
    return true;
}
