/* The thread: from any item of a package in both directions. Plan, theme and recommendation lead to
 * actions, they to milestones, milestones start schemes, schemes have effects in the model, and all
 * of them should move measures, of which the observations say whether they moved.
 *
 *     struct trace trace;
 *     struct trace_options options = {.as_at = DATE_NONE};
 *     if (!trace_make(db, "bham-3.2", &options, arena, &trace, err)) return false;
 *     trace_text(&trace, &out);
 *
 * One struct for the page, the JSON and the text. What is not known on the day is not shown.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "measure/verdict.h"
#include "plan/forecast.h"

enum trace_kind {
    TRACE_PLAN,
    TRACE_THEME,
    TRACE_RECOMMENDATION,
    TRACE_PROGRAMME,
    TRACE_ACTION,
    TRACE_MILESTONE,
    TRACE_DECISION,
    TRACE_SCHEME,
    TRACE_EFFECT,
    TRACE_MEASURE,
    TRACE_RISK,
    TRACE_BODY,
    TRACE_MEETING,
    TRACE_PAPER,
    TRACE_KINDS,
};

/* An item. Texts are "" where there is none. */
struct trace_item {
    enum trace_kind kind;
    const char *id; /* of its row; an effect: its scheme, table, rows and column joined by '/' */
    const char *ref, *title;
    size_t row_no;                        /* line of its table */
    const char *words;                    /* what is to be said of it, as a phrase without an end */
    const struct plan_item *plan;         /* recommendation, programme, action, milestone; NULL */
    const struct forecast_item *forecast; /* open actions and milestones with a forecast; NULL */
    const struct measure_verdict *verdict; /* measures that can be judged; NULL */
    int32_t day;                           /* decision: due; meeting, paper: held; DATE_NONE */
};

/* An item where it stands in the tree. */
struct trace_line {
    const struct trace_item *item;
    const char *relation; /* to the line that it hangs from: 'starts with it'; "" where plain */
    size_t depth;         /* 1: hangs from the subject */
    bool last;            /* of those that hang from the same line */
    bool repeated;        /* shown before, with what hangs from it */
    bool goes_on;         /* more hangs from it than is shown: the chain is too long */
};

struct trace_lines {
    const struct trace_line *items;
    size_t count;
};

struct trace_report {
    int32_t on, due_to;            /* due_to DATE_NONE: not said */
    const char *by, *stage, *text; /* "" where not said; by: the role's title */
};

struct trace_evidence {
    int32_t seen_on;
    int level, line; /* line 1 to 3; 0: not said */
    const char *title, *link;
};

struct trace_lead {
    const char *role, *title;
    bool accountable;
};

struct trace {
    int32_t as_at;
    const struct trace_item *subject;
    struct trace_lines before; /* what it comes from, nearest first */
    struct trace_lines after;  /* what it leads to */
    struct trace_lines beside; /* risks, decisions and papers of any of them; depth is 1 */
    /* Of the subject: */
    struct trace_lead *leads;
    size_t lead_count;
    struct trace_report *reports; /* up to the day, oldest first */
    size_t report_count;
    struct trace_evidence *evidence;
    size_t evidence_count;
};

struct trace_options {
    int32_t as_at; /* DATE_NONE: the day of report/day.h */
};

/* Everything is on the arena. An id that is not there: ERR_NOT_FOUND, with the nearest in the hint.
 */
MUST_CHECK bool trace_make(sqlite3 *db, const char *id, const struct trace_options *options,
                           struct arena *arena, struct trace *out, struct err *err);

/* All items of a package and what hangs together on a day, with what is to be said of each: read
 * once where many threads are wanted. It never changes, and threads may be made of it by several at
 * once. On the arena, which must outlive every thread, and so must `known` (NULL: the plan is read
 * here). */
struct trace_graph;
struct trace_plan { /* what has been read as at that day already */
    const struct plan_status *status;
    const struct forecast *forecast;
};
MUST_CHECK const struct trace_graph *trace_graph_new(sqlite3 *db, int32_t as_at,
                                                     const struct trace_plan *known,
                                                     struct arena *arena, struct err *err);
MUST_CHECK bool trace_of(const struct trace_graph *graph, sqlite3 *db, const char *id,
                         struct arena *arena, struct trace *out, struct err *err);

/* 'recommendation', 'action' ...: also the name of its table. */
const char *trace_kind_text(enum trace_kind kind);

/* 'done', 'done by its lead's word only', 'late by 92 days', ... : where an item of a plan stands.
 */
const char *trace_state_words(const struct plan_item *item, int32_t as_at, struct arena *arena);

void trace_text(const struct trace *trace, struct buf *out);
void trace_json(const struct trace *trace, struct buf *out);
void trace_svg(const struct trace *trace, struct buf *out); /* a driver diagram */
