/* Inside of the reader of a plan's tables: for proposal_table.c, proposal_above.c and
 * proposal_columns.c only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "columns.h"
#include "proposal_parts.h"

struct table {
    struct proposal_reader *r;
    const struct document_grid *grid;
    const struct layout *layout;
    const struct layout_slot *slots; /* for which the references were looked at */
    size_t rec_ref, action_ref;      /* their slots; SIZE_MAX: none */
    size_t statuses;                 /* a column of progress that holds statuses; SIZE_MAX: none */
    const char *summary;             /* the number of the row that those below are parts of; NULL */
    bool numbered;                   /* the lines of its actions are numbered by hand */
};

/* The first slot of a record with that heading; SIZE_MAX: none. */
size_t row_slot(const struct layout_record *record, enum heading heading);

/* '' where there is no such slot. */
const char *row_text(const struct layout_record *record, size_t slot);
const char *row_place(const struct table *t, const struct layout_record *record, size_t slot);
bool row_same_words(const char *a, const char *b, struct arena *arena);

/* What a reference is without the signs around it, and without more lines. */
const char *row_ref(const char *text, struct arena *arena);

/* Which columns number recommendations and actions, and which hold statuses. */
void row_find_columns(struct table *t, const struct layout_record *record);

/* The recommendation of a record: a new one, the same as before, or more words of it; whether its
 * row goes on with the one before. */
bool row_recommendation(struct table *t, const struct layout_record *record);

/* Whether its recommendation stands in a column of actions, the first of two. */
bool row_has_two_actions(const struct layout_record *record, struct arena *arena);
#define ROW_TWO_ACTIONS "two columns are of actions: the first is read as what the second is for"

/* A row that is what the rows below it are parts of, by their numbers, and that nobody leads: '2',
 * and '2.1' below it. It becomes a recommendation. */
bool row_summary(struct table *t, const struct layout_record *record,
                 const struct layout_record *next);

/* A line across the table: a theme, or the recommendation of the actions under it. */
void row_section(struct table *t, const struct layout_record *record, bool another_follows);

/* Whether the actions of a record stand under months, each by when it is due. */
bool row_in_periods(const struct layout_record *record);

/* What is written under months, where no deadline is. */
void row_periods(struct table *t, const struct layout_record *record);

/* Says which columns are not taken over, and which have colours only. */
void proposal_say_columns(struct table *t);
