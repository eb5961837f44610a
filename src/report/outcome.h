/* Delivery and effect, side by side: was it done, and did what it should move, move?
 *
 * The plan says whether an item is delivered (plan/status.h), `drives` which measures it should
 * move and when, measure/effect.h whether they moved more than chance and more than elsewhere.
 * Their join is made here. It says that they came together, never that one caused the other.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "measure/effect.h"
#include "plan/status.h"

enum outcome {
    OUTCOME_NO_MEASURE,    /* nothing says which measure it should move */
    OUTCOME_TOO_EARLY,     /* or too little is observed */
    OUTCOME_WORKING,       /* done, and a measure moved as it should */
    OUTCOME_NOT_YET,       /* done, no effect seen yet */
    OUTCOME_ALL_THE_SAME,  /* not done, improving all the same */
    OUTCOME_NOT_IMPROVING, /* not done, not improving */
    OUTCOMES,
};

struct outcome_options {
    const char *measure; /* NULL: those that the item drives */
    const char *place;   /* NULL: the system's */
    const char *against; /* NULL: the usual comparator */
    int32_t from;        /* DATE_NONE: the day it was done, else that the plan began */
    double lag_months;   /* NAN: that of drives */
    double size;         /* NAN: see measure/effect.h */
    int32_t as_at;       /* DATE_NONE: the day of report/day.h */
};

/* Texts and arrays are the arena's. */
struct outcome_item {
    const char *kind, *id, *ref, *title; /* kind: recommendation, action, ...; ref "" where none */
    bool done;
    const char *delivery; /* 'done, by its lead's word only', 'late', ... */
    int32_t from;         /* the day from which an effect is counted; DATE_NONE: none is known */
    const char *from_why; /* 'the day it was done' */
    struct measure_effect *effects; /* one for each measure it should move */
    const char **by;                /* of each: the item whose `drives` says so, where not its own;
                                       NULL */
    size_t *shared;                 /* of each: how many items should move the same measure */
    size_t count;
    enum outcome outcome;
    const char *words; /* one sentence */
};

/* One item: recommendation, action, milestone, programme or scheme. Fails with ERR_NOT_FOUND when
 * there is none such, or it drives no measure and options name none. */
MUST_CHECK bool outcome_of(sqlite3 *db, const char *item, const struct outcome_options *options,
                           struct arena *arena, struct outcome_item *out, struct err *err);

/* Every recommendation, in the order of the package. */
MUST_CHECK bool outcome_all(sqlite3 *db, const struct outcome_options *options, struct arena *arena,
                            struct outcome_item **out, size_t *count, struct err *err);

/* Of each item of a plan's status on a day, as plan_status_read gives it for that day: actions that
 * were not stopped; kind is NULL for all else. */
MUST_CHECK bool outcome_actions(sqlite3 *db, int32_t as_at, struct arena *arena,
                                const struct outcome_item **out, struct err *err);

/* 'done and working', 'done, no effect seen yet', ... */
const char *outcome_text(enum outcome outcome);
