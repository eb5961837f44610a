/* Deadlines as they are written in plans: 'end July18', 'Q3 2018/19', 'Sept/Oct 2018', 'i. July
 * 2018 ii. TBC'.
 *
 * Nothing is guessed in silence. A phrase that can mean several things is given with its readings,
 * from the earliest to the latest day of them all; whatever else was not plain is said in `doubt`.
 * Late is counted from the latest day (`to`).
 *
 * Conventions: days come before months (31.03.19), as in Britain; financial years run April to
 * March, so 'Q3 2018/19' is October to December 2018, and 'Q3 2018' has two readings; spring,
 * summer, autumn and winter begin on 1 March, June, September and December; early, mid and late are
 * the first ten days, the next ten and the rest of a month, the first quarter, the two in the
 * middle and the last of a year; 'by' a month or year means by its last day; 'before' it, by the
 * day before its first; year 2 of a plan is its second financial year or its second twelve months
 * (two readings where they differ); '6 months' are counted from the plan's first day.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/date.h"
#include "label.h"

enum deadline_kind {
    DEADLINE_NONE, /* nothing is written, or '-', 'n/a' */
    DEADLINE_DAY,
    DEADLINE_WEEK,
    DEADLINE_MONTH,
    DEADLINE_QUARTER,
    DEADLINE_SEASON,
    DEADLINE_HALF,
    DEADLINE_YEAR,
    DEADLINE_RANGE,
    DEADLINE_ONGOING,   /* no end; `from` where a beginning is given, `to` where a review is */
    DEADLINE_RECURRING, /* monthly, every quarter */
    DEADLINE_TBC,
    DEADLINE_COMPLETED, /* said to be done; from and to are when, where it is given */
    DEADLINE_UNREAD,    /* words that name no date */
};

/* What the dates in the phrase were given to. */
enum deadline_precision {
    PRECISION_NONE,
    PRECISION_DAY,
    PRECISION_WEEK,
    PRECISION_PART, /* early, mid, late */
    PRECISION_MONTH,
    PRECISION_QUARTER,
    PRECISION_SEASON,
    PRECISION_HALF,
    PRECISION_YEAR,
};

struct deadline_reading {
    int32_t from, to;
    const char *means; /* 'Q3 of the calendar year 2018' */
};

#define DEADLINE_READINGS 4

struct deadline {
    const char *text; /* as written, without blanks at its ends */
    enum deadline_kind kind;
    enum deadline_precision precision;
    int32_t from, to; /* DATE_NONE where there is none */
    int32_t first_from,
        first_to; /* the deadline before it was moved; DATE_NONE where none is given */
    struct deadline_reading readings[DEADLINE_READINGS]; /* two or more where it is ambiguous */
    size_t reading_count;
    const char *doubt; /* what a person should look at, in a sentence; "" where all is plain */
};

/* What the phrase stands in. Days that are not known are DATE_NONE. */
struct deadline_context {
    int32_t written;              /* the day of the document, for months without a year */
    int32_t plan_start, plan_end; /* for 'Y2', '6 months', 'end of the plan' */
};

/* Which items of a list a deadline is for. */
enum deadline_scope {
    DEADLINE_FOR_ALL,
    DEADLINE_FOR_THESE,  /* `labels` */
    DEADLINE_FOR_OTHERS, /* all but `labels`; without labels, all that no other deadline names */
};

struct deadline_part {
    enum deadline_scope scope;
    struct label *labels;
    size_t label_count;
    struct deadline deadline;
};

struct deadline_cell {
    struct deadline_part *parts;
    size_t count;
};

/* One phrase, without labels. Never fails; everything is on the arena. Of a text longer than
 * LIMIT_DEADLINE_BYTES only that much is read, and doubt says so. */
void deadline_read(struct str phrase, const struct deadline_context *context, struct arena *arena,
                   struct deadline *out);

/* A whole cell: lines, and phrases that name the labels of the items that they are for. Lines that
 * stand under each other without labels are parts of their own, in their order, with scope
 * DEADLINE_FOR_ALL. At least one part. */
void deadline_read_cell(struct str text, const struct deadline_context *context,
                        struct arena *arena, struct deadline_cell *out);

/* Deadlines that a converter wrote one after the other without their labels: 'Sept 18 Oct 18 From
 * Nov 18'. Each date ends a part; all are doubtful, with scope DEADLINE_FOR_ALL, in their order. */
void deadline_read_run(struct str text, const struct deadline_context *context, struct arena *arena,
                       struct deadline_cell *out);

/* Adds a sentence to what is doubtful. */
void deadline_doubt(struct deadline *deadline, struct arena *arena, const char *format, ...)
    PRINTF_LIKE(3, 4);

bool deadline_certain(const struct deadline *deadline);

/* 'month', 'to be confirmed', 'completed'; 'early, mid or late'. */
const char *deadline_kind_text(enum deadline_kind kind);
const char *deadline_precision_text(enum deadline_precision precision);

/* The value of the column due_kind, which tells fewer kinds apart; NULL: no value. */
const char *deadline_due_kind(const struct deadline *deadline);
