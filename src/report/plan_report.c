/* Where the plan stands on a day; see plan_report.h.
 *
 * SPDX-License-Identifier: MIT */
#include "plan_report_parts.h"

#include "base/limits.h"
#include "base/number.h"
#include "day.h"
#include "measure/verdict.h"
#include "trace.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A knot of the tree: what hangs from `parent`. */
struct knot {
    const char *parent;
    size_t order;
    struct plan_line line;
};

struct tree {
    struct knot *knots; /* by parent, then in the order of the package */
    size_t count;
};

static int by_parent(const void *a, const void *b) {
    const struct knot *x = a, *y = b;
    int order = strcmp(x->parent, y->parent);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

static const char *keep(struct query *q, int column, struct arena *arena) {
    const char *text = query_text(q, column);
    return text ? arena_string(arena, text) : "";
}

static const char *parent_of(const struct plan_item *p) {
    switch (p->kind) {
    case PLAN_ACTION:
        return p->parent[0]           ? p->parent
               : p->recommendation[0] ? p->recommendation
               : p->programme[0]      ? p->programme
                                      : p->plan;
    case PLAN_MILESTONE:
        return p->programme;
    default:
        return p->theme[0] ? p->theme : p->plan;
    }
}

static void add_knot(struct tree *tree, const char *parent, struct plan_line line) {
    tree->knots[tree->count] = (struct knot){parent, tree->count, line};
    tree->count++;
}

/* Plans hang from "", themes from their plan, everything else from where it belongs. */
static bool read_tree(sqlite3 *db, const struct plan_status *status, struct arena *arena,
                      struct tree *tree, struct err *err) {
    struct query *q =
        query_new(db,
                  "SELECT id, title, '', 'plan', row_no FROM plan UNION ALL SELECT id, "
                  "title, plan, 'theme', row_no FROM theme ORDER BY 4, 5",
                  err);
    if (!q) return false;
    size_t capacity = status->count + 64;
    tree->knots = ARENA_NEW(arena, struct knot, capacity);
    while (query_next(q)) {
        if (tree->count + status->count == capacity) {
            struct knot *more = ARENA_NEW(arena, struct knot, 2 * capacity);
            memcpy(more, tree->knots, tree->count * sizeof *more);
            tree->knots = more;
            capacity *= 2;
        }
        add_knot(tree, keep(q, 2, arena),
                 (struct plan_line){.kind = keep(q, 3, arena),
                                    .id = keep(q, 0, arena),
                                    .ref = "",
                                    .title = keep(q, 1, arena),
                                    .words = "",
                                    .outcome = "",
                                    .due = DATE_NONE});
    }
    if (!query_free(q, err)) return false;
    static const char *const kinds[PLAN_KINDS] = {"recommendation", "action", "milestone",
                                                  "programme"};
    for (size_t i = 0; i < status->count; i++) {
        const struct plan_item *p = &status->items[i];
        add_knot(tree, parent_of(p),
                 (struct plan_line){.kind = kinds[p->kind],
                                    .id = p->id,
                                    .ref = p->ref,
                                    .title = p->title,
                                    .item = p,
                                    .words = "",
                                    .outcome = "",
                                    .due = p->due_to});
    }
    if (tree->count) qsort(tree->knots, tree->count, sizeof *tree->knots, by_parent);
    return true;
}

static size_t first_child(const struct tree *tree, const char *parent) {
    size_t low = 0, high = tree->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(tree->knots[middle].parent, parent) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_due(const struct plan_report *r, const struct plan_item *item) {
    if (!item || (item->kind != PLAN_ACTION && item->kind != PLAN_MILESTONE)) return false;
    if (item->state == PLAN_DONE || item->state == PLAN_STOPPED) return false;
    return item->due_to != DATE_NONE && item->due_to >= r->as_at &&
           item->due_to - r->as_at <= r->options.due_days;
}

/* Lays the tree out from `parent`, or what is late of it; whether anything under it is kept. Lines
 * that lead to nothing late are taken back. */
static bool lay_out(const struct tree *tree, const char *parent, size_t depth,
                    struct plan_report *r) {
    bool any = false;
    if (depth > 32) return false; /* a circle of parents, which `weft check` tells of */
    for (size_t k = first_child(tree, parent);
         k < tree->count && strcmp(tree->knots[k].parent, parent) == 0; k++) {
        size_t at = r->count;
        if (r->count == tree->count) break; /* only circles come here */
        struct plan_line *line = &r->lines[r->count++];
        *line = tree->knots[k].line;
        line->depth = depth;
        if (r->options.late) line->section = PLAN_WHAT_IS_LATE;
        bool below = line->id[0] && lay_out(tree, line->id, depth + 1, r);
        bool keep_it = !r->options.late || below || (line->item && line->item->state == PLAN_LATE);
        if (!keep_it) r->count = at;
        any = any || keep_it;
    }
    return any;
}

static int by_due(const void *a, const void *b) {
    const struct plan_line *x = a, *y = b;
    return (x->due > y->due) - (x->due < y->due);
}

/* What is due, by day, with the decisions, behind the lines that are there. */
static bool list_due(sqlite3 *db, const struct tree *tree, struct arena *arena,
                     struct plan_report *r, struct err *err) {
    size_t before = r->count;
    char from[DATE_BYTES], to[DATE_BYTES];
    struct query *q = query_new(
        db,
        "SELECT id, title, due_to, count(*) OVER () FROM decision WHERE due_to BETWEEN ?1 AND "
        "?2 AND COALESCE(decided_on > ?1, 1) ORDER BY row_no",
        err);
    if (!q) return false;
    query_bind_text(q, 1, date_text(r->as_at, from));
    query_bind_text(q, 2, date_text(r->as_at + r->options.due_days, to));
    struct plan_line *lines = NULL;
    while (query_next(q)) {
        if (!lines) {
            size_t decisions = (size_t)query_integer(q, 3, 0);
            lines = ARENA_NEW(arena, struct plan_line, before + tree->count + decisions);
        }
        lines[r->count++] = (struct plan_line){.section = PLAN_WHAT_IS_DUE,
                                               .kind = "decision",
                                               .id = keep(q, 0, arena),
                                               .ref = "",
                                               .title = keep(q, 1, arena),
                                               .words = "to be decided",
                                               .outcome = "",
                                               .due = query_date(q, 2)};
    }
    if (!query_free(q, err)) return false;
    if (!lines) lines = ARENA_NEW(arena, struct plan_line, before + tree->count);
    if (before) memcpy(lines, r->lines, before * sizeof *lines);
    for (size_t k = 0; k < tree->count; k++) {
        if (!is_due(r, tree->knots[k].line.item)) continue;
        lines[r->count] = tree->knots[k].line;
        lines[r->count++].section = PLAN_WHAT_IS_DUE;
    }
    r->lines = lines;
    if (r->count > before) qsort(lines + before, r->count - before, sizeof *lines, by_due);
    return true;
}

struct named {
    const char *id;
    size_t at;
};

static int by_id(const void *a, const void *b) {
    return strcmp(((const struct named *)a)->id, ((const struct named *)b)->id);
}

/* What the measures say that an item should move: one judgement a measure. */
static bool say_outcomes(sqlite3 *db, struct arena *arena, struct plan_report *r, struct err *err) {
    struct query *q = query_new(
        db,
        "SELECT d.measure, m.title, d.item FROM drives d JOIN measure m ON m.id = d.measure ORDER BY "
        "d.measure, d.row_no",
        err);
    if (!q) return false;
    const char *measure = "", *past = NULL;
    size_t *found = ARENA_NEW(arena, size_t, r->count), names = 0;
    struct named *named = ARENA_NEW(arena, struct named, r->count);
    for (size_t i = 0; i < r->count; i++)
        if (r->lines[i].item) named[names++] = (struct named){r->lines[i].id, i};
    if (names) qsort(named, names, sizeof *named, by_id);
    bool ok = true;
    while (ok && query_next(q)) {
        const char *id = query_text(q, 0), *item = query_text(q, 2);
        if (!id || !item) continue;
        if (strcmp(id, measure) != 0) {
            struct measure_verdict v;
            struct err why = {0};
            measure = arena_string(arena, id);
            past = NULL;
            if (measure_judge(db, measure, NULL, r->as_at, arena, &v, &why))
                past = v.past_words;
            else if (why.code != ERR_TOO_FEW && why.code != ERR_NOT_FOUND) {
                *err = why;
                ok = false;
            }
        }
        struct named key = {item, 0};
        const struct named *at = names ? bsearch(&key, named, names, sizeof *named, by_id) : NULL;
        if (!at || found[at->at]++ > 3) continue;
        struct plan_line *line = &r->lines[at->at];
        line->outcome = found[at->at] > 3 ? arena_printf(arena, "%s; and more", line->outcome)
                                          : arena_printf(arena, "%s%s%s: %s", line->outcome,
                                                         line->outcome[0] ? "; " : "", measure,
                                                         past ? past : "nothing observed");
    }
    /* What leads to something late may be due itself: it has two lines. */
    for (size_t i = 1; i < names; i++) {
        struct plan_line *a = &r->lines[named[i - 1].at], *b = &r->lines[named[i].at];
        if (strcmp(a->id, b->id) != 0) continue;
        if (a->outcome[0])
            b->outcome = a->outcome;
        else
            a->outcome = b->outcome;
    }
    struct err ignored = {0};
    return query_free(q, ok ? err : &ignored) && ok;
}

const char *plan_section_text(enum plan_section section) {
    return section == PLAN_WHAT_IS_LATE ? "late" : section == PLAN_WHAT_IS_DUE ? "due" : NULL;
}

bool plan_report_make(sqlite3 *db, const struct plan_report_options *options, struct arena *arena,
                      struct plan_report *out, struct err *err) {
    *out = (struct plan_report){.options = *options};
    struct tree tree = {0};
    if (!report_day_or_today(db, options->as_at, &out->as_at, err) ||
        !plan_status_read(db, out->as_at, arena, &out->status, err) ||
        !colour_scheme_read(db, options->scheme, arena, &out->scheme, err) ||
        !read_tree(db, &out->status, arena, &tree, err))
        return false;
    out->lines = ARENA_NEW(arena, struct plan_line, tree.count);
    if (options->late || !options->due_days) lay_out(&tree, "", 0, out);
    if (options->due_days && !list_due(db, &tree, arena, out, err)) return false;
    struct forecast_options forecast = {options->seed, options->replications};
    if (options->forecast &&
        !plan_forecast_make(db, &out->status, &forecast, arena, &out->forecast, err))
        return false;
    for (size_t i = 0; i < out->count; i++) {
        struct plan_line *line = &out->lines[i];
        if (!line->item) continue;
        line->words = trace_state_words(line->item, out->as_at, arena);
        line->colour = colour_of(&out->scheme, line->item, out->as_at);
        if (out->forecast.of) line->forecast = out->forecast.of[line->item - out->status.items];
        line->forecast_words = line->forecast ? plan_forecast_words(line->forecast, arena) : "";
    }
    return say_outcomes(db, arena, out, err) &&
           (options->since == DATE_NONE || plan_report_changes(db, arena, out, err)) &&
           (!options->trend || plan_report_trends(db, arena, out, err));
}
