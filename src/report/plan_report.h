/* Where the plan stands on a day: the tree of plans, themes, recommendations, programmes, actions
 * and milestones with their states; what is due; what changed since a day; how deadlines moved;
 * when it will be done. One struct for the page, the JSON, the CSV and the text.
 *
 * Stage, schedule, delivery confidence, evidence and outcome are kept apart. A colour is only shown
 * by a scheme that the package holds (plan/colour.h), with its words.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "plan/colour.h"
#include "plan/forecast.h"

struct plan_report_options {
    int32_t as_at; /* DATE_NONE: the day of report/day.h */
    int32_t since; /* DATE_NONE: changes are not asked for */
    int due_days;  /* what is due within so many days only; 0: not asked for */
    bool late;     /* what is late only; with due_days both, one after the other */
    bool forecast;
    bool trend;         /* how deadlines moved */
    const char *scheme; /* of colours; NULL: the first one */
    uint64_t seed;
    int replications;
};

/* Why a line is there. */
enum plan_section { PLAN_WHOLE, PLAN_WHAT_IS_LATE, PLAN_WHAT_IS_DUE };

/* A line of the tree. Texts are "" where there is none. */
struct plan_line {
    enum plan_section section;
    const char *kind; /* plan, theme, recommendation, programme, action, milestone, decision */
    const char *id, *ref, *title;
    size_t depth;
    const struct plan_item *item;         /* NULL: a plan, theme or decision */
    const char *words;                    /* stage, schedule, confidence, evidence */
    const char *outcome;                  /* what the measures say that it should move */
    const struct colour_step *colour;     /* NULL: no scheme, or no step holds */
    const struct forecast_item *forecast; /* NULL: done, or not asked for */
    const char *forecast_words;
    int32_t due; /* DATE_NONE */
};

struct plan_change {
    int32_t on;
    const char *id, *title, *who, *what;
};

struct plan_move {
    int32_t said_on, due_to; /* said_on DATE_NONE: the first deadline */
};

struct plan_trend {
    const struct plan_item *item;
    struct plan_move *moves;
    size_t count;
};

struct plan_report {
    struct plan_report_options options;
    int32_t as_at;
    struct plan_status status;
    struct plan_line *lines; /* the tree or what is late of it, then what is due, by day */
    size_t count;
    struct plan_change *changes; /* oldest first */
    size_t change_count;
    bool from_history;         /* the package keeps a history, which was read as well */
    struct plan_trend *trends; /* the farthest moved first */
    size_t trend_count;
    struct forecast forecast;
    struct colour_scheme scheme; /* name NULL: none */
};

/* Everything is on the arena. */
MUST_CHECK bool plan_report_make(sqlite3 *db, const struct plan_report_options *options,
                                 struct arena *arena, struct plan_report *out, struct err *err);

/* Only what changed since a day and how deadlines moved, of a status that is read already. */
MUST_CHECK bool plan_report_since(sqlite3 *db, const struct plan_status *status, int32_t since,
                                  struct arena *arena, struct plan_report *out, struct err *err);

/* 'forecast January 2019 (P50) to July 2019 (P80); 12% by its deadline', or why there is none. */
const char *plan_forecast_words(const struct forecast_item *item, struct arena *arena);

/* The same where there is little room: without from what, and why not. */
const char *plan_forecast_short(const struct forecast_item *item, struct arena *arena);

/* Why an item that can be forecast has no P50, and what would cure it: 'no date: it waits for ...'.
 */
const char *plan_forecast_no_date(const struct forecast_item *item, struct arena *arena);

/* From what a plan's dates are forecast, or why they are not: one to three sentences; "" where
 * nothing is open. */
const char *plan_forecast_basis(const struct forecast *forecast, struct arena *arena);

/* 'late', 'due'; NULL: the whole tree was asked for. */
const char *plan_section_text(enum plan_section section);

void plan_report_text(const struct plan_report *report, struct buf *out);
void plan_report_json(const struct plan_report *report, struct buf *out);
void plan_report_csv(const struct plan_report *report, struct buf *out); /* a row an item */
