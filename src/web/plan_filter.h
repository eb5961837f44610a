/* Which items of the plan an address asks for. The same fields choose on every page of the plan.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "route.h"
#include "views.h"

struct plan_filter {
    const char *kind, *state, *plan, *programme, *owner, *q, *effect,
        *delivery;            /* NULL: not asked for */
    const char *effect_words; /* NULL: neither effect nor delivery is */
    int32_t due_from, due_to; /* of the quarter that is asked for; DATE_NONE: none is */
    const char *const *owned; /* ids of the items of the owner asked for, in order of strcmp */
    size_t owned_count;
    bool asked; /* anything is asked for */
};

/* Reads the fields of the address, and makes the form that asks for others; action: where it leads.
 */
MUST_CHECK bool plan_filter_read(struct visit *visit, const char *action, struct plan_filter *out,
                                 const struct view_plan_filters **form, struct err *err);

/* Whether the item at that place of the plan is asked for. */
bool plan_filter_takes(const struct plan_filter *filter, const struct brief *brief, size_t i);

/* A forecast says that it will miss its date in most futures. */
bool plan_likely_late(const struct brief *brief, const struct plan_item *item);

/* First day of the quarter of a day. */
int32_t plan_quarter_start(int32_t day);

/* The value of the field `effect`. */
const char *plan_filter_effect(enum brief_seen seen);

/* The fields, for the inputs of a route. */
#define PLAN_FILTER_INPUTS                                                                         \
    {.name = "kind",                                                                               \
     .kind = INPUT_CHOICE,                                                                         \
     .choices = "recommendation|action|milestone|programme",                                       \
     .about = "Items of one kind"},                                                                \
        {.name = "state",                                                                          \
         .kind = INPUT_CHOICE,                                                                     \
         .choices = "done|on-time|late|no-date|stopped|no-owner|due-soon|likely-late",             \
         .about = "Items in one state; due-soon: in 90 days; likely-late: by the forecast"},       \
        {.name = "plan", .kind = INPUT_ID, .about = "Items of one plan, by its id"},               \
        {.name = "programme", .kind = INPUT_ID, .about = "Items of one programme, by its id"},     \
        {.name = "owner", .kind = INPUT_ID, .about = "Items led by one role, by its id"},          \
        {.name = "quarter",                                                                        \
         .kind = INPUT_DAY,                                                                        \
         .about = "Items due in the quarter of a year that this day is in"},                       \
        {.name = "q",                                                                              \
         .kind = INPUT_TEXT,                                                                       \
         .about = "Items whose reference or title contains this"},                                 \
        {.name = "effect",                                                                         \
         .kind = INPUT_CHOICE,                                                                     \
         .choices = "moved|improving|worse|unchanged|untold|no-measure",                           \
         .about = "Actions by what is seen of the measures that they should move"},                \
    {                                                                                              \
        .name = "delivery", .kind = INPUT_CHOICE, .choices = "done|open",                          \
        .about = "Actions that are done, or not; handed over is not done"                          \
    }
