/* Where the items of a plan stand on a given day: what is done, late, on time, without a date or an
 * owner, what is due soon, what has slipped, what a closed plan has left over.
 *
 * Only what was known on that day counts: a report made later, or a day of completion after it, is
 * not seen. Stage and schedule are kept apart from evidence: an item that its lead claims complete
 * is done here, and `claimed` says that nobody outside the team has seen it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/date.h"

#include <sqlite3.h>

enum plan_kind { PLAN_RECOMMENDATION, PLAN_ACTION, PLAN_MILESTONE, PLAN_PROGRAMME, PLAN_KINDS };

enum plan_state {
    PLAN_DONE,    /* claimed complete, verified, embedded or handed over, or done on a known day */
    PLAN_ON_TIME, /* not done, and its latest deadline is not past */
    PLAN_LATE,    /* not done, and its latest deadline is past */
    PLAN_NO_DATE, /* not done, and no deadline that could be missed */
    PLAN_STOPPED,
    PLAN_STATES,
};

/* An item as known on the day. Texts are "" where the package has none. */
struct plan_item {
    enum plan_kind kind;
    const char *id, *ref, *title;
    const char *plan, *recommendation, *programme; /* ids */
    const char *parent, *body, *theme;             /* ids */
    size_t row_no;                                 /* line of its table */
    const char *stage;
    enum plan_state state;
    bool claimed;     /* done by its lead's word only: evidence below level 2 */
    bool handed_over; /* unfinished, and given to somebody else */
    bool has_owner;   /* a lead of the action or of the action it is part of; of the milestone, or
                        its programme's SRO */
    bool reported;    /* somebody has reported on it */
    bool plan_closed; /* the plan's last day is past */
    bool due_soon;    /* not done, and due within 90 days */
    int32_t due_from, due_to; /* DATE_NONE: none */
    int32_t first_due_to;     /* the first deadline, where it is known */
    int32_t done_on;          /* DATE_NONE: not known on the day */
    int32_t reported_on;      /* the latest report; DATE_NONE: none */
    const char *due_text, *due_kind;
    int evidence; /* 0 to 4, the highest seen; -1: nobody has said */
    /* Delivery confidence, as last rated on each scale; "" where never. Not converted. */
    const char *confidence_five, *confidence_three;
    int32_t five_on, three_on; /* when that was */
    size_t parts, parts_done;  /* recommendations and programmes: their actions and milestones */
};

struct plan_counts {
    size_t total, state[PLAN_STATES];
    size_t claimed, no_owner, handed_over;
    size_t silent;   /* late, and nobody has ever said where they stand */
    size_t due_soon; /* not done, and due within 90 days */
};

struct plan_status {
    int32_t as_at;
    struct plan_item *items; /* by kind, then in the order of the package */
    size_t count;
    struct plan_counts counts[PLAN_KINDS];
    size_t closed_left; /* actions of closed plans that are not finished: handed over or open */
    const struct plan_item **slips; /* not done and moved, the longest slip first */
    size_t slip_count;
};

/* Reads the plan's tables. A recommendation's state comes from its actions, a programme's from its
 * milestones and actions: late when any is late, done when all are (those stopped left out),
 * without a date when none that is open has one. Everything is on the arena. */
MUST_CHECK bool plan_status_read(sqlite3 *db, int32_t as_at, struct arena *arena,
                                 struct plan_status *out, struct err *err);

/* The item with that id, or NULL. */
const struct plan_item *plan_status_find(const struct plan_status *status, const char *id);

/* 'done', 'on time', 'late', 'no date', 'stopped'. */
const char *plan_state_text(enum plan_state state);

/* Days by which an item is late against one of its deadlines: until it was done, or until the day;
 * 0: it is not, or nobody can say. */
int32_t plan_days_late(const struct plan_item *item, int32_t deadline, int32_t as_at);
