/* All items of a package and what hangs together; see trace_parts.h.
 *
 * SPDX-License-Identifier: MIT */
#include "trace_parts.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

/* Columns: row_no, id, ref, title, words, day. Parameter ?1 is the day. */
static const char *const item_statements[TRACE_KINDS] = {
    [TRACE_PLAN] = "SELECT row_no, id, NULL, title, kind, NULL FROM plan ORDER BY row_no",
    [TRACE_THEME] = "SELECT row_no, id, NULL, title, NULL, NULL FROM theme ORDER BY row_no",
    [TRACE_DECISION] =
        "SELECT row_no, id, NULL, title, CASE WHEN decided_on <= ?1 THEN 'decided on ' || decided_on "
        "|| COALESCE(': ' || outcome, '') WHEN due_to IS NOT NULL THEN 'not decided, due by ' || due_to "
        "WHEN due_text IS NOT NULL THEN 'not decided, due: ' || due_text ELSE 'not decided, no day "
        "given' END, due_to FROM decision ORDER BY row_no",
    [TRACE_SCHEME] =
        "SELECT row_no, id, NULL, title, CASE WHEN starts IS NULL AND starts_on IS NOT NULL THEN "
        "'from ' || starts_on || ', ' ELSE '' END || CASE WHEN COALESCE(ramp_months, 0) > 0 THEN "
        "printf('%g months to full effect', ramp_months) ELSE 'full effect at once' END || "
        "COALESCE(', until ' || until, ''), starts_on FROM scheme ORDER BY row_no",
    [TRACE_EFFECT] =
        "SELECT row_no, scheme || '/' || on_table || '/' || on_rows || '/' || on_column, NULL, "
        "on_table || '.' || on_column || ' of ' || on_rows, CASE operation WHEN 'multiply' THEN "
        "printf('x %g', central) WHEN 'add' THEN printf('%+g', central) ELSE printf('set to %g', "
        "central) END || CASE WHEN low IS NOT NULL AND high IS NOT NULL AND low <> high THEN "
        "printf(' (%g to %g)', low, high) ELSE '' END, NULL FROM effect ORDER BY row_no",
    [TRACE_MEASURE] = "SELECT row_no, id, NULL, title, NULL, NULL FROM measure ORDER BY row_no",
    [TRACE_RISK] =
        "SELECT r.row_no, r.id, NULL, r.title, CASE WHEN r.owner IS NULL THEN 'no owner' ELSE "
        "'owned by ' || o.title END || COALESCE(', ' || r.response, '') || COALESCE((SELECT "
        "printf(', scored %d x %d = %d', likelihood, impact, likelihood * impact) FROM risk_score s "
        "WHERE s.risk = r.id AND s.state = 'current' AND scored_on <= ?1 ORDER BY scored_on DESC "
        "LIMIT 1), ', rated ' || lower(r.rating_text), ', not scored') || CASE (SELECT count(*) FROM "
        "mitigation m WHERE m.risk = r.id) WHEN 0 THEN ', nothing done about it' WHEN 1 THEN ', one "
        "mitigation' ELSE printf(', %d mitigations', (SELECT count(*) FROM mitigation m WHERE m.risk "
        "= r.id)) END, NULL FROM risk r LEFT JOIN role o ON o.id = r.owner ORDER BY r.row_no",
    [TRACE_BODY] = "SELECT row_no, id, NULL, title, level, NULL FROM body ORDER BY row_no",
    [TRACE_MEETING] =
        "SELECT m.row_no, m.id, NULL, COALESCE(b.title, m.body), NULL, m.held_on FROM meeting m LEFT "
        "JOIN body b ON b.id = m.body WHERE held_on <= ?1 ORDER BY m.row_no",
    [TRACE_PAPER] =
        "SELECT p.row_no, p.id, NULL, p.title, 'for ' || p.purpose, m.held_on FROM paper p JOIN "
        "meeting m ON m.id = p.meeting WHERE m.held_on <= ?1 ORDER BY p.row_no",
};

static const struct {
    const char *sql; /* from, to; relations where they differ from row to row */
    const char *down, *up;
    bool side;
} edge_statements[] = {
    {"SELECT plan, id FROM theme ORDER BY row_no", "", "part of", false},
    {"SELECT COALESCE(theme, plan), id FROM recommendation ORDER BY row_no", "", "part of", false},
    {"SELECT COALESCE(theme, plan), id FROM programme ORDER BY row_no", "", "part of", false},
    {"SELECT recommendation, id FROM action WHERE parent IS NULL ORDER BY row_no", "", "answers",
     false},
    {"SELECT parent, id FROM action ORDER BY row_no", "", "part of", false},
    {"SELECT plan, id FROM action WHERE COALESCE(parent, recommendation, programme) IS NULL ORDER BY "
     "row_no",
     "", "part of", false},
    {"SELECT programme, id FROM action WHERE parent IS NULL ORDER BY row_no", "", "done by", false},
    {"SELECT programme, id FROM milestone ORDER BY row_no", "", "shows progress of", false},
    /* A scheme that a milestone starts hangs from the milestone. */
    {"SELECT programme, id FROM scheme WHERE starts IS NULL ORDER BY row_no", "", "delivered by",
     false},
    {"SELECT starts, id FROM scheme ORDER BY row_no", "starts with it", "starts it", false},
    {"SELECT scheme, scheme || '/' || on_table || '/' || on_rows || '/' || on_column FROM effect "
     "ORDER BY row_no",
     "in the model", "effect of", false},
    {"SELECT item, measure, 'should move' || CASE WHEN lag_months > 0 THEN printf(' after %g months', "
     "lag_months) ELSE '' END, 'should move it' || CASE WHEN lag_months > 0 THEN printf(' after %g "
     "months', lag_months) ELSE '' END FROM drives ORDER BY row_no",
     NULL, NULL, false},
    /* A scheme for which nobody says what it should move: what the milestone that starts it should
     * move, or its programme. */
    {"SELECT s.id, d.measure, CASE d.item WHEN s.starts THEN 'its milestone' ELSE 'its programme' END "
     "|| ' should move', 'its ' || CASE d.item WHEN s.starts THEN 'milestone' ELSE 'programme' END || "
     "' should move it' FROM scheme s JOIN drives d ON d.item = CASE WHEN EXISTS (SELECT 1 FROM drives "
     "WHERE item = s.starts) THEN s.starts ELSE s.programme END WHERE NOT EXISTS (SELECT 1 FROM drives "
     "WHERE item = s.id) ORDER BY s.row_no, d.row_no",
     NULL, NULL, false},
    {"SELECT DISTINCT programme, measure FROM target t WHERE NOT EXISTS (SELECT 1 FROM drives d WHERE "
     "d.item = t.programme AND d.measure = t.measure) ORDER BY row_no",
     "has a target for it", "has a target for it", false},
    {"SELECT predecessor, successor, CASE kind WHEN 'requires' THEN 'waits for it' WHEN 'enables' "
     "THEN 'enabled by it' ELSE kind END, CASE kind WHEN 'requires' THEN 'must come first' WHEN "
     "'enables' THEN 'enables it' ELSE kind END FROM dependency ORDER BY row_no",
     NULL, NULL, false},
    {"SELECT id, programme FROM risk ORDER BY row_no", "threatens", "risk to", true},
    {"SELECT action, risk FROM mitigation ORDER BY row_no", "is to lessen", "lessens it", true},
    {"SELECT body, id FROM risk ORDER BY row_no", "watches", "watched by", true},
    {"SELECT id, programme FROM decision ORDER BY row_no", "waits for it", "decision for", true},
    {"SELECT body, id FROM decision ORDER BY row_no", "decides", "decided by", true},
    {"SELECT body, id FROM action ORDER BY row_no", "oversees", "overseen by", true},
    {"SELECT body, id FROM plan ORDER BY row_no", "owns", "owned by", true},
    {"SELECT body, id FROM meeting ORDER BY row_no", "met", "met", true},
    {"SELECT meeting, id FROM paper ORDER BY row_no", "read", "read at", true},
};

static const char *keep(struct query *q, int column, struct arena *arena) {
    const char *text = query_text(q, column);
    return text ? arena_string(arena, text) : "";
}

static bool count_items(sqlite3 *db, size_t *total, struct err *err) {
    static const char *const tables[] = {
        "plan",   "theme",  "recommendation", "programme", "action", "milestone", "decision",
        "scheme", "effect", "measure",        "risk",      "body",   "meeting",   "paper"};
    *total = 0;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        char sql[64] = "SELECT count(*) FROM ";
        strcat(sql, tables[i]);
        struct query *q = query_new(db, sql, err);
        if (!q) return false;
        if (query_next(q)) *total += (size_t)query_integer(q, 0, 0);
        if (!query_free(q, err)) return false;
    }
    if (*total <= LIMIT_ROWS) return true;
    return err_set(err, ERR_TOO_LARGE, "the package has %zu items; %zu can be traced", *total,
                   LIMIT_ROWS);
}

static enum trace_kind of_plan(enum plan_kind kind) {
    static const enum trace_kind kinds[PLAN_KINDS] = {[PLAN_RECOMMENDATION] = TRACE_RECOMMENDATION,
                                                      [PLAN_ACTION] = TRACE_ACTION,
                                                      [PLAN_MILESTONE] = TRACE_MILESTONE,
                                                      [PLAN_PROGRAMME] = TRACE_PROGRAMME};
    return kinds[kind];
}

static bool read_items(sqlite3 *db, int32_t as_at, size_t total, struct arena *arena,
                       struct trace_graph *g, struct err *err) {
    char day[DATE_BYTES];
    date_text(as_at, day);
    g->items = ARENA_NEW(arena, struct trace_item, total);
    for (size_t i = 0; i < g->plan.count && g->count < total; i++) {
        const struct plan_item *p = &g->plan.items[i];
        g->items[g->count++] = (struct trace_item){.kind = of_plan(p->kind),
                                                   .id = p->id,
                                                   .ref = p->ref,
                                                   .title = p->title,
                                                   .row_no = p->row_no,
                                                   .words = "",
                                                   .plan = p,
                                                   .day = DATE_NONE};
    }
    for (int kind = 0; kind < TRACE_KINDS; kind++) {
        if (!item_statements[kind]) continue;
        struct query *q = query_new(db, item_statements[kind], err);
        if (!q) return err_context(err, "reading the thread");
        if (strstr(item_statements[kind], "?1")) query_bind_text(q, 1, day);
        while (g->count < total && query_next(q))
            g->items[g->count++] = (struct trace_item){.kind = (enum trace_kind)kind,
                                                       .row_no = (size_t)query_integer(q, 0, 0),
                                                       .id = keep(q, 1, arena),
                                                       .ref = keep(q, 2, arena),
                                                       .title = keep(q, 3, arena),
                                                       .words = keep(q, 4, arena),
                                                       .day = query_date(q, 5)};
        if (!query_free(q, err)) return err_context(err, "reading the thread");
    }
    return true;
}

struct named {
    const char *id;
    size_t index;
};

static int by_id(const void *a, const void *b) {
    return strcmp(((const struct named *)a)->id, ((const struct named *)b)->id);
}

static void sort_items(struct trace_graph *g, struct arena *arena) {
    struct named *names = ARENA_NEW(arena, struct named, g->count);
    for (size_t i = 0; i < g->count; i++) names[i] = (struct named){g->items[i].id, i};
    if (g->count) qsort(names, g->count, sizeof *names, by_id);
    g->by_id = ARENA_NEW(arena, size_t, g->count);
    for (size_t i = 0; i < g->count; i++) g->by_id[i] = names[i].index;
}

size_t trace_graph_find(const struct trace_graph *g, const char *id) {
    size_t low = 0, high = g->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(g->items[g->by_id[middle]].id, id);
        if (order == 0) return g->by_id[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return TRACE_NOWHERE;
}

static void add_edge(struct trace_graph *g, size_t *capacity, struct trace_edge edge,
                     struct arena *arena) {
    if (g->edge_count == *capacity) {
        *capacity = *capacity ? 2 * *capacity : 256;
        struct trace_edge *more = ARENA_NEW(arena, struct trace_edge, *capacity);
        if (g->edge_count) memcpy(more, g->edges, g->edge_count * sizeof *more);
        g->edges = more;
    }
    g->edges[g->edge_count++] = edge;
}

/* A whole programme or recommendation that another one waits for is named, not unfolded: else every
 * thread would hold the whole plan. */
static bool is_whole(enum trace_kind kind) {
    return kind == TRACE_PROGRAMME || kind == TRACE_RECOMMENDATION;
}

static bool read_edges(sqlite3 *db, struct arena *arena, struct trace_graph *g, struct err *err) {
    size_t capacity = 0;
    for (size_t s = 0; s < sizeof edge_statements / sizeof edge_statements[0]; s++) {
        bool said = edge_statements[s].down == NULL;
        struct query *q = query_new(db, edge_statements[s].sql, err);
        if (!q) return err_context(err, "reading the thread");
        while (query_next(q)) {
            const char *from = query_text(q, 0), *to = query_text(q, 1);
            if (!from || !to) continue;
            struct trace_edge edge = {.from = trace_graph_find(g, from),
                                      .to = trace_graph_find(g, to),
                                      .down = said ? keep(q, 2, arena) : edge_statements[s].down,
                                      .up = said ? keep(q, 3, arena) : edge_statements[s].up,
                                      .side = edge_statements[s].side};
            if (edge.from == TRACE_NOWHERE || edge.to == TRACE_NOWHERE || edge.from == edge.to)
                continue;
            edge.leaf =
                said && is_whole(g->items[edge.from].kind) && is_whole(g->items[edge.to].kind);
            add_edge(g, &capacity, edge, arena);
        }
        if (!query_free(q, err)) return err_context(err, "reading the thread");
    }
    return true;
}

/* Counting sort by the far end, stable; the edges themselves are sorted by the near one. */
static void sort_edges(struct trace_graph *g, struct arena *arena) {
    size_t *at = ARENA_NEW(arena, size_t, g->count + 1);
    struct trace_edge *sorted = ARENA_NEW(arena, struct trace_edge, g->edge_count);
    for (size_t e = 0; e < g->edge_count; e++) at[g->edges[e].from + 1]++;
    for (size_t i = 0; i < g->count; i++) at[i + 1] += at[i];
    for (size_t e = 0; e < g->edge_count; e++) sorted[at[g->edges[e].from]++] = g->edges[e];
    g->edges = sorted;
    memset(at, 0, (g->count + 1) * sizeof *at);
    g->edges_up = ARENA_NEW(arena, size_t, g->edge_count);
    for (size_t e = 0; e < g->edge_count; e++) at[g->edges[e].to + 1]++;
    for (size_t i = 0; i < g->count; i++) at[i + 1] += at[i];
    for (size_t e = 0; e < g->edge_count; e++) g->edges_up[at[g->edges[e].to]++] = e;
}

bool trace_graph_read(sqlite3 *db, int32_t as_at, struct arena *arena, struct trace_graph *out,
                      struct err *err) {
    size_t total;
    if (!count_items(db, &total, err) || !read_items(db, as_at, total, arena, out, err))
        return false;
    sort_items(out, arena);
    if (!read_edges(db, arena, out, err)) return false;
    sort_edges(out, arena);
    return true;
}
