/* Did a measure move when something was done, and did it move more than elsewhere?
 *
 * Three looks, each from more than the one before: the series alone (stats/interrupted.h), the
 * difference from the comparator, and a synthetic place made of others (stats/synthetic.h). What
 * cannot be had is said, never filled in. None proves a cause: docs/statistics.md says what each
 * assumes.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "stats/interrupted.h"
#include "stats/synthetic.h"
#include "verdict.h"

struct measure_effect_question {
    const char *measure, *place; /* place NULL: the system's */
    const char *against;         /* NULL: the usual comparator */
    int32_t from;                /* the day it was done */
    double lag_months;           /* until an effect can be expected */
    double size;                 /* planned change, in the measure's unit, without sign; NAN: to the
                                    target in force at the end, from the mean before */
    int32_t as_at;               /* DATE_NONE: everything is known */
};

enum measure_moved {
    MOVED_TOO_EARLY, /* or too little is observed: nothing can be said */
    MOVED_BETTER,    /* than was to be expected, beyond chance, and no other place did as much */
    MOVED_AS_OTHERS, /* the same, but other places moved as unusually, where nothing was done */
    MOVED_NOT_SEEN,  /* no change beyond chance */
    MOVED_WORSE,
};

/* Texts and arrays are on the arena that was given. */
struct measure_effect {
    const char *measure, *title, *unit;
    enum measure_direction direction;
    const char *place, *place_title, *comparator_title;
    int32_t from,
        expected_from; /* the day, and the first period in which an effect is looked for */
    struct measure_series series;   /* the observations; rows of the looks below are its rows */
    size_t row, after;              /* rows of those days */
    double mean_before, mean_after; /* of the year before; of all after the lag */

    /* Is anything seen at all: a control chart with limits from the periods before. */
    size_t charted, signals_better, signals_worse; /* values after the lag, and how many signal */

    bool has_alone, has_control, has_synthetic;
    struct interrupted alone;   /* NULL words say why where a look was not to be had */
    struct interrupted control; /* of the differences from the comparator */
    bool parallel;              /* before it they did not drift apart: a step is enough */
    struct synthetic synthetic;
    const char *const *donors; /* ids of the other places; weights are in synthetic */
    const char **donor_titles;
    size_t donor_count;
    const char *alone_why, *control_why, *synthetic_why;

    double planned;    /* size looked for; NAN: none is known */
    size_t wait;       /* periods after the lag until it could be seen; 0: not within ten years */
    int32_t enough_on; /* too few values after the lag: the last day of the period with which there
                          are enough, if it goes on being observed; DATE_NONE: that is not what is
                          missing, or the day is ten years away */
    enum measure_moved moved;
    const char *words; /* what can be said, in two or three sentences */
};

/* Fails with ERR_NOT_FOUND when there is no such measure, place or comparator. Too few values are
 * no failure: moved is MOVED_TOO_EARLY then, and words say so. */
MUST_CHECK bool measure_effect(sqlite3 *db, const struct measure_effect_question *question,
                               struct arena *arena, struct measure_effect *out, struct err *err);

/* 'too early to say', 'better, beyond chance', ... */
const char *measure_moved_text(enum measure_moved moved);
