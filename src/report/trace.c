/* The thread from any item; see trace.h.
 *
 * SPDX-License-Identifier: MIT */
#include "trace_parts.h"

#include "base/limits.h"
#include "day.h"
#include "store/cell.h"

#include <string.h>

#define DEPTH 32 /* a longer chain can be followed from where it is cut */

static const char *const kind_texts[TRACE_KINDS] = {
    [TRACE_PLAN] = "plan",
    [TRACE_THEME] = "theme",
    [TRACE_RECOMMENDATION] = "recommendation",
    [TRACE_PROGRAMME] = "programme",
    [TRACE_ACTION] = "action",
    [TRACE_MILESTONE] = "milestone",
    [TRACE_DECISION] = "decision",
    [TRACE_SCHEME] = "scheme",
    [TRACE_EFFECT] = "effect",
    [TRACE_MEASURE] = "measure",
    [TRACE_RISK] = "risk",
    [TRACE_BODY] = "body",
    [TRACE_MEETING] = "meeting",
    [TRACE_PAPER] = "paper",
};

const char *trace_kind_text(enum trace_kind kind) {
    return kind_texts[kind];
}

struct walk {
    const struct trace_graph *graph;
    struct trace_lines *lines;
    struct trace_line *items;
    size_t capacity;
    bool *seen;
    bool down;
    struct arena *arena;
};

static bool is_side(enum trace_kind kind) {
    return kind == TRACE_DECISION || kind >= TRACE_RISK;
}

/* The edges of an item in the walk's direction: positions [*first, return). */
static size_t edges_of(const struct trace_graph *g, size_t item, bool down, size_t *first) {
    size_t low = 0, high = g->edge_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        size_t at = down ? g->edges[middle].from : g->edges[g->edges_up[middle]].to;
        if (at < item)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    while (low < g->edge_count &&
           (down ? g->edges[low].from : g->edges[g->edges_up[low]].to) == item)
        low++;
    return low;
}

static const struct trace_edge *edge_at(const struct trace_graph *g, size_t position, bool down) {
    return &g->edges[down ? position : g->edges_up[position]];
}

static bool follows(const struct walk *w, const struct trace_edge *edge, size_t item,
                    size_t depth) {
    enum trace_kind kind = w->graph->items[item].kind;
    if (!edge->side) return true;
    if (!is_side(kind)) return false;
    return !w->down || depth == 0 || kind == TRACE_MEETING;
}

static struct trace_line *add_line(struct walk *w, struct trace_line line) {
    struct trace_lines *lines = w->lines;
    if (lines->count == w->capacity) {
        w->capacity = w->capacity ? 2 * w->capacity : 64;
        struct trace_line *more = ARENA_NEW(w->arena, struct trace_line, w->capacity);
        if (lines->count) memcpy(more, w->items, lines->count * sizeof *more);
        w->items = more;
        lines->items = more;
    }
    w->items[lines->count] = line;
    return &w->items[lines->count++];
}

/* Whether anything hangs from an item in the walk's direction that is not shown yet. */
static bool has_more(const struct walk *w, size_t item, size_t depth) {
    size_t first, end = edges_of(w->graph, item, w->down, &first);
    for (size_t e = first; e < end; e++) {
        const struct trace_edge *edge = edge_at(w->graph, e, w->down);
        if (follows(w, edge, item, depth) && !w->seen[w->down ? edge->to : edge->from]) return true;
    }
    return false;
}

static void walk_from(struct walk *w, size_t item, size_t depth) {
    const struct trace_graph *g = w->graph;
    size_t first, end = edges_of(g, item, w->down, &first), previous = SIZE_MAX;
    for (size_t e = first; e < end; e++) {
        const struct trace_edge *edge = edge_at(g, e, w->down);
        if (!follows(w, edge, item, depth)) continue;
        size_t other = w->down ? edge->to : edge->from;
        bool seen = w->seen[other];
        previous = w->lines->count;
        add_line(w, (struct trace_line){.item = &g->items[other],
                                        .relation = w->down ? edge->down : edge->up,
                                        .depth = depth + 1,
                                        .repeated = seen});
        if (seen) continue;
        if (edge->leaf) continue;
        if (depth + 1 == DEPTH && has_more(w, other, depth + 1)) {
            w->items[previous].goes_on = true; /* and may yet be unfolded where it is nearer */
            continue;
        }
        w->seen[other] = true;
        if (depth + 1 < DEPTH) walk_from(w, other, depth + 1);
    }
    if (previous != SIZE_MAX) w->items[previous].last = true;
}

/* What hangs beside an item: risks to it and decisions for it, the risks that it is to lessen, and
 * the papers read by the body that oversees it. */
static void beside_of(struct walk *w, size_t item, struct trace *trace) {
    const struct trace_graph *g = w->graph;
    static const bool ways[] = {false, true};
    for (size_t way = 0; way < 2; way++) {
        size_t first, end = edges_of(g, item, ways[way], &first);
        for (size_t e = first; e < end; e++) {
            const struct trace_edge *edge = edge_at(g, e, ways[way]);
            size_t other = ways[way] ? edge->to : edge->from;
            const struct trace_item *there = &g->items[other], *here = &g->items[item];
            if (!edge->side || w->seen[other]) continue;
            if (there->kind == TRACE_BODY || there->kind == TRACE_MEETING) {
                w->seen[other] = true;
                beside_of(w, other, trace);
                continue;
            }
            bool of_body = here->kind == TRACE_BODY || here->kind == TRACE_MEETING;
            if (of_body && there->kind != TRACE_PAPER) continue;
            if (there->kind != TRACE_RISK && there->kind != TRACE_DECISION &&
                there->kind != TRACE_PAPER)
                continue;
            w->seen[other] = true;
            const char *relation =
                of_body ? arena_printf(w->arena, "read by %s", here->title)
                        : arena_printf(w->arena, "%s %s", ways[way] ? edge->down : edge->up,
                                       here == trace->subject ? "it"
                                       : here->ref[0]         ? here->ref
                                                              : here->title);
            if (of_body || !ways[way] || there->kind != TRACE_RISK)
                add_line(w, (struct trace_line){there, relation, 1, false, false});
            else
                add_line(w, (struct trace_line){
                                there,
                                here == trace->subject
                                    ? "it is to lessen this"
                                    : arena_printf(w->arena, "%s is to lessen this",
                                                   here->ref[0] ? here->ref : here->title),
                                1, false, false});
        }
    }
}

static struct walk walk_new(const struct trace_graph *g, struct trace_lines *lines, bool down,
                            struct arena *arena) {
    return (struct walk){.graph = g,
                         .lines = lines,
                         .seen = ARENA_NEW(arena, bool, g->count),
                         .down = down,
                         .arena = arena};
}

/* A paper or a meeting leads to what its body oversees. */
static size_t start_of(const struct trace_graph *g, size_t item) {
    for (int i = 0; i < 2; i++) {
        enum trace_kind kind = g->items[item].kind;
        if (kind != TRACE_PAPER && kind != TRACE_MEETING) break;
        size_t first, end = edges_of(g, item, false, &first);
        if (first == end) break;
        item = edge_at(g, first, false)->from;
    }
    return item;
}

static void weave(const struct trace_graph *g, size_t subject, struct arena *arena,
                  struct trace *trace) {
    struct walk up = walk_new(g, &trace->before, false, arena);
    up.seen[subject] = true;
    walk_from(&up, subject, 0);
    struct walk down = walk_new(g, &trace->after, true, arena);
    size_t start = start_of(g, subject);
    down.seen[subject] = down.seen[start] = true;
    walk_from(&down, start, 0);
    struct walk side = walk_new(g, &trace->beside, true, arena);
    side.seen[subject] = true;
    for (size_t i = 0; i < g->count; i++)
        if (is_side(g->items[i].kind) && (up.seen[i] || down.seen[i])) side.seen[i] = true;
    if (!is_side(g->items[subject].kind)) beside_of(&side, subject, trace);
    for (size_t i = 0; i < g->count; i++)
        if (i != subject && !is_side(g->items[i].kind) && (up.seen[i] || down.seen[i]))
            beside_of(&side, i, trace);
    if (trace->beside.count) side.items[trace->beside.count - 1].last = true;
}

static const char *keep(struct query *q, int column, struct arena *arena) {
    const char *text = query_text(q, column);
    return text ? arena_string(arena, text) : "";
}

/* Runs a question about the subject; ?1 is its id, ?2 the day. */
static struct query *about(sqlite3 *db, const char *sql, const struct trace *trace,
                           char day[DATE_BYTES], struct err *err) {
    struct query *q = query_new(db, sql, err);
    if (!q) return NULL;
    query_bind_text(q, 1, trace->subject->id);
    query_bind_text(q, 2, date_text(trace->as_at, day));
    return q;
}

/* The number of rows that a question has: its first answer, which says so. */
#define COUNTED(sql) "SELECT count(*) OVER (), " sql

static bool read_facts(sqlite3 *db, struct arena *arena, struct trace *trace, struct err *err) {
    char day[DATE_BYTES];
    struct query *q =
        about(db,
              COUNTED("p.reported_on, p.due_to, COALESCE(r.title, p.by), p.stage, p.text "
                      "FROM progress p LEFT JOIN role r ON r.id = p.by WHERE p.item = ?1 AND "
                      "p.reported_on <= ?2 ORDER BY p.reported_on"),
              trace, day, err);
    if (!q) return false;
    while (query_next(q)) {
        if (!trace->reports)
            trace->reports = ARENA_NEW(arena, struct trace_report, (size_t)query_integer(q, 0, 0));
        trace->reports[trace->report_count++] =
            (struct trace_report){query_date(q, 1), query_date(q, 2), keep(q, 3, arena),
                                  keep(q, 4, arena), keep(q, 5, arena)};
    }
    if (!query_free(q, err)) return false;
    q = about(
        db,
        COUNTED("seen_on, level, COALESCE(line, 0), title, link FROM evidence WHERE item = ?1 "
                "AND seen_on <= ?2 ORDER BY seen_on, level"),
        trace, day, err);
    if (!q) return false;
    while (query_next(q)) {
        if (!trace->evidence)
            trace->evidence =
                ARENA_NEW(arena, struct trace_evidence, (size_t)query_integer(q, 0, 0));
        trace->evidence[trace->evidence_count++] = (struct trace_evidence){
            query_date(q, 1), (int)query_integer(q, 2, 0), (int)query_integer(q, 3, 0),
            keep(q, 4, arena), keep(q, 5, arena)};
    }
    if (!query_free(q, err)) return false;
    q = about(
        db,
        COUNTED("l.role, COALESCE(r.title, l.role), l.accountable IS 'yes' FROM (SELECT role, "
                "accountable, row_no FROM action_lead WHERE action = ?1 UNION ALL SELECT lead, "
                "NULL, -1 FROM milestone WHERE id = ?1 AND lead IS NOT NULL UNION ALL SELECT sro, "
                "'yes', 0 FROM programme WHERE sro IS NOT NULL AND id IN (?1, (SELECT programme "
                "FROM milestone WHERE id = ?1)) UNION ALL SELECT "
                "owner, 'yes', 0 FROM risk WHERE id = ?1 AND owner IS NOT NULL) l LEFT JOIN role "
                "r ON r.id = l.role WHERE ?2 IS NOT NULL ORDER BY l.row_no"),
        trace, day, err);
    if (!q) return false;
    while (query_next(q)) {
        if (!trace->leads)
            trace->leads = ARENA_NEW(arena, struct trace_lead, (size_t)query_integer(q, 0, 0));
        trace->leads[trace->lead_count++] =
            (struct trace_lead){keep(q, 1, arena), keep(q, 2, arena), query_integer(q, 3, 0) != 0};
    }
    return query_free(q, err);
}

static bool judge_item(sqlite3 *db, struct trace_item *item, int32_t as_at, struct arena *arena,
                       struct err *err) {
    struct measure_verdict *v = ARENA_NEW(arena, struct measure_verdict, 1);
    struct err why = {0};
    if (measure_judge(db, item->id, NULL, as_at, arena, v, &why))
        item->verdict = v;
    else if (why.code != ERR_TOO_FEW && why.code != ERR_NOT_FOUND) {
        *err = why;
        return false;
    }
    return true;
}

/* Verdict, forecast and words of an item. */
static bool finish_item(sqlite3 *db, struct trace_graph *g, struct trace_item *item, int32_t as_at,
                        struct arena *arena, struct err *err) {
    if (item->kind == TRACE_MEASURE && !judge_item(db, item, as_at, arena, err)) return false;
    const struct plan_item *p = item->plan;
    const struct forecast_item *f = p && g->forecast.of ? g->forecast.of[p - g->plan.items] : NULL;
    if (f && f->forecast) item->forecast = f;
    trace_say(item, as_at, arena);
    return true;
}

/* Of the items that are shown. */
static bool finish(sqlite3 *db, struct trace_graph *g, struct arena *arena,
                   const struct trace *trace, struct err *err) {
    bool *shown = ARENA_NEW(arena, bool, g->count);
    shown[trace->subject - g->items] = true;
    const struct trace_lines *all[] = {&trace->before, &trace->after, &trace->beside};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < all[k]->count; i++) shown[all[k]->items[i].item - g->items] = true;
    for (size_t i = 0; i < g->count; i++)
        if (shown[i] && !finish_item(db, g, &g->items[i], trace->as_at, arena, err)) return false;
    return true;
}

static bool not_found(const struct trace_graph *g, const char *id, struct err *err) {
    struct nearest nearest = nearest_new(str_of(id));
    size_t matches = 0;
    const char *refs[3] = {0};
    for (size_t i = 0; i < g->count; i++) {
        nearest_offer(&nearest, str_of(g->items[i].id));
        /* People write the reference as printed: 3.2. */
        if (id[0] && strcmp(g->items[i].ref, id) == 0 && matches < 3)
            refs[matches++] = g->items[i].id;
    }
    err_set(err, ERR_NOT_FOUND, "there is no item '%.100s' in this package", id);
    const char *best = nearest_best(&nearest);
    if (matches)
        err_hint(err, "Items with that reference: %s%s%s%s%s.", refs[0], refs[1] ? ", " : "",
                 refs[1] ? refs[1] : "", refs[2] ? ", " : "", refs[2] ? refs[2] : "");
    else if (best)
        err_hint(err, "Did you mean '%s'?", best);
    else
        err_hint(err, "An item is a row with an id: of plan, recommendation, action, milestone, "
                      "programme, scheme, measure, risk, decision, paper.");
    return false;
}

/* Reads the graph, and when what is open will be done; the words of its items are not there yet. */
static struct trace_graph *read_graph(sqlite3 *db, int32_t as_at, const struct trace_plan *known,
                                      struct arena *arena, struct err *err) {
    struct trace_graph *g = ARENA_NEW(arena, struct trace_graph, 1);
    if (known) {
        g->plan = *known->status;
        g->forecast = *known->forecast;
        return trace_graph_read(db, as_at, arena, g, err) ? g : NULL;
    }
    if (!plan_status_read(db, as_at, arena, &g->plan, err) ||
        !trace_graph_read(db, as_at, arena, g, err))
        return NULL;
    const struct forecast_options options = {FORECAST_SEED, FORECAST_REPLICATIONS};
    bool small = g->plan.count <= LIMIT_FORECAST_ITEMS / 2;
    return !small || plan_forecast_make(db, &g->plan, &options, arena, &g->forecast, err) ? g
                                                                                          : NULL;
}

static bool weave_subject(const struct trace_graph *g, const char *id, struct arena *arena,
                          struct trace *out, struct err *err) {
    *out = (struct trace){.as_at = g->plan.as_at};
    size_t subject = trace_graph_find(g, id);
    if (subject == TRACE_NOWHERE) return not_found(g, id, err);
    out->subject = &g->items[subject];
    weave(g, subject, arena, out);
    return true;
}

const struct trace_graph *trace_graph_new(sqlite3 *db, int32_t as_at,
                                          const struct trace_plan *known, struct arena *arena,
                                          struct err *err) {
    struct trace_graph *g = read_graph(db, as_at, known, arena, err);
    for (size_t i = 0; g && i < g->count; i++)
        if (!finish_item(db, g, &g->items[i], as_at, arena, err)) return NULL;
    return g;
}

bool trace_of(const struct trace_graph *graph, sqlite3 *db, const char *id, struct arena *arena,
              struct trace *out, struct err *err) {
    return weave_subject(graph, id, arena, out, err) && read_facts(db, arena, out, err);
}

bool trace_make(sqlite3 *db, const char *id, const struct trace_options *options,
                struct arena *arena, struct trace *out, struct err *err) {
    int32_t as_at;
    if (!report_day_or_today(db, options->as_at, &as_at, err)) return false;
    struct trace_graph *g = read_graph(db, as_at, NULL, arena, err);
    return g && weave_subject(g, id, arena, out, err) && finish(db, g, arena, out, err) &&
           read_facts(db, arena, out, err);
}
