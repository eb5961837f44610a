/* What changed since a day; see plan_report.h.
 *
 * SPDX-License-Identifier: MIT */
#include "plan_report_parts.h"

#include "store/history.h"

#include <stdlib.h>
#include <string.h>

static const char *keep(struct query *q, int column, struct arena *arena) {
    const char *text = query_text(q, column);
    return text ? arena_string(arena, text) : "";
}

static void add_change(struct plan_report *r, size_t *capacity, struct plan_change change,
                       struct arena *arena) {
    if (r->change_count == *capacity) {
        *capacity = *capacity ? 2 * *capacity : 64;
        struct plan_change *more = ARENA_NEW(arena, struct plan_change, *capacity);
        if (r->change_count) memcpy(more, r->changes, r->change_count * sizeof *more);
        r->changes = more;
    }
    r->changes[r->change_count++] = change;
}

static const char *title_of(const struct plan_report *r, const char *id) {
    const struct plan_item *item = plan_status_find(&r->status, id);
    return item ? item->title : "";
}

#define ROLE(column) "COALESCE((SELECT title FROM role WHERE id = " column "), " column ", '')"

static bool read_reports(sqlite3 *db, struct plan_report *r, size_t *capacity, struct arena *arena,
                         struct err *err) {
    char since[DATE_BYTES], as_at[DATE_BYTES];
    struct query *q = query_new(
        db,
        "SELECT reported_on, item, " ROLE(
            "by") ", 'reported' || COALESCE(' ' || stage, ''), NULL, "
                  "due_to, COALESCE(': ' || text, '') FROM progress WHERE reported_on > ?1 AND reported_on <= ?2 "
                  "UNION ALL SELECT seen_on, item, '', 'evidence ' || level || ': ' || title, NULL, NULL, '' FROM "
                  "evidence WHERE seen_on > ?1 AND seen_on <= ?2 UNION ALL SELECT rated_on, item, " ROLE(
                      "by") ", 'delivery confidence ' || level || ' (of ' || scale || ')' || COALESCE(': ' || text, ''), "
                            "NULL, NULL, '' FROM confidence WHERE rated_on > ?1 AND rated_on <= ?2 UNION ALL SELECT done_on, "
                            "id, '', 'done', NULL, NULL, '' FROM action WHERE done_on > ?1 AND done_on <= ?2 UNION ALL SELECT "
                            "done_on, id, '', 'done', NULL, NULL, '' FROM milestone WHERE done_on > ?1 AND done_on <= ?2 UNION "
                            "ALL SELECT decided_on, id, '', 'decided' || COALESCE(': ' || outcome, ''), title, NULL, '' FROM "
                            "decision WHERE decided_on > ?1 AND decided_on <= ?2 ORDER BY 1",
        err);
    if (!q) return false;
    query_bind_text(q, 1, date_text(r->options.since, since));
    query_bind_text(q, 2, date_text(r->as_at, as_at));
    while (query_next(q)) {
        const char *id = keep(q, 1, arena), *title = query_text(q, 4);
        char day[DATE_BYTES];
        int32_t due = query_date(q, 5);
        const char *now =
            due == DATE_NONE ? "" : arena_printf(arena, ", now due %s", date_people(due, day));
        add_change(r, capacity,
                   (struct plan_change){
                       query_date(q, 0), id, title ? arena_string(arena, title) : title_of(r, id),
                       keep(q, 2, arena),
                       arena_printf(arena, "%s%s%s", keep(q, 3, arena), now, keep(q, 6, arena))},
                   arena);
    }
    return query_free(q, err);
}

bool plan_report_has_history(sqlite3 *db, bool *has, struct err *err) {
    struct query *q =
        query_new(db, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'history'", err);
    if (!q) return false;
    *has = query_next(q);
    return query_free(q, err);
}

static const char *what_changed(const struct history_entry *e, struct arena *arena) {
    if (strcmp(e->operation, "insert") == 0) return "added";
    if (strcmp(e->operation, "delete") == 0) return "deleted";
    struct buf out = buf_new(arena);
    for (size_t i = 0; i < e->change_count; i++) {
        const struct history_change *c = &e->changes[i];
        if (!c->column || strcmp(c->column, "row_no") == 0) continue;
        buf_printf(&out, "%s%s: %s, before: %s", out.length ? "; " : "", c->column,
                   c->text ? c->text : "empty", c->old_text ? c->old_text : "empty");
    }
    return out.text;
}

/* Rows of the plan's own tables; reports are read as what they say. */
static bool read_history(sqlite3 *db, struct plan_report *r, size_t *capacity, struct arena *arena,
                         struct err *err) {
    static const char *const tables[] = {"recommendation", "action",     "milestone", "programme",
                                         "decision",       "dependency", "risk",      "target"};
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        struct history_entry *entries;
        size_t count;
        if (!history_read(db, tables[t], NULL, arena, &entries, &count, err)) return false;
        for (size_t i = 0; i < count; i++) {
            const struct history_entry *e = &entries[i];
            int32_t on;
            if (!e->at || strlen(e->at) < 10 || !date_parse((struct str){e->at, 10}, &on)) continue;
            if (on <= r->options.since || on > r->as_at) continue;
            const char *what = what_changed(e, arena);
            if (what && what[0] && e->key)
                add_change(r, capacity,
                           (struct plan_change){on, e->key, title_of(r, e->key),
                                                e->who ? e->who : "", what},
                           arena);
        }
    }
    return true;
}

static int by_day(const void *a, const void *b) {
    const struct plan_change *x = a, *y = b;
    if (x->on != y->on) return x->on < y->on ? -1 : 1;
    return strcmp(x->id, y->id);
}

bool plan_report_changes(sqlite3 *db, struct arena *arena, struct plan_report *r, struct err *err) {
    size_t capacity = 0;
    if (!read_reports(db, r, &capacity, arena, err) ||
        !plan_report_has_history(db, &r->from_history, err))
        return false;
    if (r->from_history && !read_history(db, r, &capacity, arena, err)) return false;
    if (r->change_count) qsort(r->changes, r->change_count, sizeof *r->changes, by_day);
    return true;
}

bool plan_report_since(sqlite3 *db, const struct plan_status *status, int32_t since,
                       struct arena *arena, struct plan_report *out, struct err *err) {
    *out = (struct plan_report){.options = {.as_at = status->as_at, .since = since, .trend = true},
                                .as_at = status->as_at,
                                .status = *status};
    return plan_report_changes(db, arena, out, err) && plan_report_trends(db, arena, out, err);
}
