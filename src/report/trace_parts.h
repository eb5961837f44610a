/* The pieces that make a thread; used by the files of this room only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "trace.h"

/* How two items hang together. The first comes before the second. */
struct trace_edge {
    size_t from, to;
    const char *down, *up; /* the relation as said of the second, and of the first */
    bool side;             /* not part of the thread itself: risks, decisions, papers */
    bool leaf;             /* the other end is named, and nothing that hangs from it */
};

struct trace_graph {
    struct trace_item *items;
    size_t count;
    struct trace_edge *edges; /* by from, in the order of the package */
    size_t edge_count;
    size_t *edges_up; /* indices of edges by to */
    size_t *by_id;    /* indices of items by id */
    struct plan_status plan;
    struct forecast forecast; /* empty where the plan is too large for one */
};

#define TRACE_NOWHERE SIZE_MAX

/* All items of a package and what hangs together, as known on that day; the plan is there already.
 */
MUST_CHECK bool trace_graph_read(sqlite3 *db, int32_t as_at, struct arena *arena,
                                 struct trace_graph *out, struct err *err);

/* TRACE_NOWHERE when there is none. */
size_t trace_graph_find(const struct trace_graph *graph, const char *id);

/* Fills `words`. */
void trace_say(struct trace_item *item, int32_t as_at, struct arena *arena);
