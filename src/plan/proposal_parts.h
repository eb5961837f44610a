/* Inside of the proposal reader: for the files proposal*.c only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "heading.h"
#include "layout.h"
#include "proposal.h"
#include "split.h"

/* Lines of one or more cells, each with its place. */
struct gathered {
    struct document_line *lines;
    const char **places;
    size_t count, capacity;
};

struct gathered_deadline {
    struct deadline_part part;
    const char *found, *place;
};

struct gathered_lead {
    struct lead lead;
    const char *found, *place;
};

/* What belongs to one recommendation's row, with the rows that go on with it. */
struct group {
    struct gathered actions, milestones;
    struct gathered_deadline *deadlines, *first_deadlines;
    size_t deadline_count, deadline_capacity, first_count, first_capacity;
    struct gathered_deadline *milestone_deadlines; /* where the actions have others */
    size_t milestone_deadline_count, milestone_deadline_capacity;
    struct gathered_lead *leads;
    size_t lead_count, lead_capacity;
    const char *lead_doubt, *lead_place;
    const char *ref, *ref_place; /* the action's own */
    const char *status, *status_place, *progress, *progress_place, *outcome, *outcome_place;
    enum shade shade; /* of a status that has no words */
    const char *shade_place;
    const char *done, *done_place;
    const char *doubt;                    /* of its actions' words; NULL: none */
    const char *ref_doubt, *status_doubt; /* of the columns that they stand in; NULL: none */
    bool statuses;                        /* its rows have statuses that differ */
    const char *stage; /* from the heading of the column or list: 'actions delivered' */
    int32_t done_on;
    bool has_deadline, has_lead, open;
    bool no_action; /* its cell says that there is none */
    struct buf progress_grown, place_grown, status_grown, statuses_grown, outcome_grown,
        words_grown;
    struct deadline_cell run; /* the deadlines, if its cell is a list that lost its marks */
    const char *run_place;
};

/* What stands in the document and should be found again in an item, or be named. */
struct proposal_expected {
    const void *row; /* of cells of one row, or lines of one list: named together */
    const char *place, *heading, *text;
    bool is_line; /* of a list, and no cell: others may have its place */
};

struct proposal_reader {
    struct proposal *out;
    struct arena *arena;
    size_t capacity, note_capacity;
    const char *heading, *heading_place; /* the last heading that may be a theme; NULL */
    struct proposal_item *theme, *recommendation;
    const void *recommendation_cell;                                  /* that it was read from */
    struct buf title_grown, found_grown, progress_grown, place_grown; /* of the recommendation */
    size_t actions;                        /* of the recommendation so far */
    size_t unnumbered, unnumbered_actions; /* recommendations; actions that stand under none */
    struct group group;
    struct layout before; /* of the table just before */
    bool has_before;
    enum heading section; /* of a list: under which heading it stands */
    const char *section_stage;
    int section_level;          /* of its first item; those below it are parts */
    bool in_tables;             /* nothing but tables stands between the last one and here */
    struct proposal_item *last; /* the last action of a list */
    const char *next_ref;       /* 'Recommendation 4' stands above the words of it; NULL */
    const char *next_ref_place;
    bool count_is_doubtful; /* of the recommendation's items: parts may stand among them */
    const char *leads_in;   /* the item of a list whose parts may follow as items; NULL */
    bool named;             /* actions are paragraphs that say 'Action: ...' */
    struct proposal_expected *expected;
    size_t expected_count, expected_capacity;
};

/* Lines, deadlines and leads of one row, with those that go on with it: more are no plan's. */
#define GROUP_LINES 1000
#define GROUP_SAID 200

#define GROUP_GROW(arena, items, count, capacity, type)                                            \
    do {                                                                                           \
        if ((count) == (capacity)) {                                                               \
            type *old_ = (items);                                                                  \
            (capacity) = (capacity) ? (capacity)*2 : 8;                                            \
            (items) = ARENA_NEW((arena), type, (capacity));                                        \
            if (old_) memcpy((items), old_, (count) * sizeof(type));                               \
        }                                                                                          \
    } while (0)

/* Whether there are more items than a plan may have: nothing more is read then. */
bool proposal_is_full(struct proposal_reader *r);
struct proposal_item *proposal_add(struct proposal_reader *r, enum proposal_kind kind);
struct proposal_field *proposal_set(struct proposal_reader *r, struct proposal_item *item,
                                    const char *column, const char *value, const char *found,
                                    const char *place, const char *doubt);
void proposal_doubt(struct proposal_reader *r, struct proposal_field *field, const char *doubt);
void proposal_note(struct proposal_reader *r, const char *place, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* The same of what was not understood. */
void proposal_note_unread(struct proposal_reader *r, const char *place, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* The theme that the last heading names, made when something stands under it. */
struct proposal_item *proposal_theme(struct proposal_reader *r);
struct proposal_item *proposal_new_recommendation(struct proposal_reader *r, const char *ref,
                                                  const char *text, const char *place);

/* Reads the deadlines and leads of a cell or list into the group. */
void group_deadline(struct proposal_reader *r, const struct document_cell *cell, const char *place,
                    enum heading heading);
void group_read_deadline(struct proposal_reader *r, const struct deadline *deadline,
                         const char *place);
void group_keep_first(struct group *group);
void group_deadline_text(struct proposal_reader *r, const char *text, const char *place);
void group_leads(struct proposal_reader *r, const struct document_line *lines, size_t count,
                 const char *place, enum heading heading);
void gather(struct proposal_reader *r, struct gathered *to, const struct document_line *lines,
            size_t count, const char *place);

/* The deadline of the n-th item of the row. */
void group_set_deadline(struct proposal_reader *r, struct proposal_item *item,
                        const struct split *split, size_t n);

/* Takes them where the row has no other place for them. */
void group_set_tail(struct proposal_reader *r, struct proposal_item *item,
                    struct proposal_field *title);

/* The same for the dates of its milestones. */
void group_milestone_deadline(struct proposal_reader *r, const struct document_cell *cell,
                              const char *place);

/* Lines that are milestones of the row, each due as it is given. */
void group_period_milestones(struct proposal_reader *r, const struct document_line *lines,
                             size_t count, const struct deadline *deadline, const char *place);

/* The leads of the n-th item of the row, and what is said of it. */
void group_set_leads(struct proposal_reader *r, struct proposal_item *item,
                     const struct split *split, size_t n);
void group_set_said(struct proposal_reader *r, struct proposal_item *item,
                    const struct split *split, size_t n);

/* The label of the n-th item, by its place where it has none. */
struct label group_item_label(const struct split_item *item, size_t n);

/* Makes the milestones of the group. */
void group_make_milestones(struct proposal_reader *r);

/* Makes the actions of the group, with what is said of them, and begins another. */
void group_flush(struct proposal_reader *r);

/* A number that stands above a table or list and not above words is a recommendation all the same.
 */
void proposal_settle_ref(struct proposal_reader *r);

void proposal_read_table(struct proposal_reader *r, const struct document_grid *grid);

/* Rows of a table that are read as one; whether a plan was seen in them. */
bool proposal_read_part(struct proposal_reader *r, const struct document_grid *grid);

/* Whether rows with one cell stand in it, and the reading of a table row by row where they do. */
bool proposal_has_lone_rows(const struct document_grid *grid);
void proposal_read_rows(struct proposal_reader *r, const struct document_grid *grid);

/* Whether a line among the first rows names a part of a plan: 'Actions delivered'. */
bool proposal_names_part(const struct document_grid *grid, size_t rows, struct arena *arena);

/* Says which table, or rows of one, were not understood. */
void proposal_unread(struct proposal_reader *r, const struct document_grid *grid);
void proposal_read_block(struct proposal_reader *r, const struct document_block *block);

/* Whether paragraphs 'Action: ...' are followed by their leads or deadlines, twice at least. And,
 * then, whether a block of the document is what the action below it is for: 'Issue: ...'. */
bool proposal_names_actions(const struct document *document);
bool proposal_named_reason(struct proposal_reader *r, const struct document_block *block);

/* A cell or line that some item should have; heading may be ''. What says nothing ('n/a') is not
 * expected. proposal_account: names, at the end, each that is in no item and of which no note is.
 */
void proposal_expect(struct proposal_reader *r, const void *row, const char *place,
                     const char *heading, const char *text, bool is_line);
void proposal_account(struct proposal_reader *r);

/* Whether a line without any mark of a heading is one by its words: 'Workstream B - beds',
 * 'Actions delivered'. */
bool proposal_is_heading(struct str text, struct arena *arena);

/* Whether it is no more than the name of a kind of item: 'Actions delivered', 'Recommendation'. */
bool proposal_names_items(struct str text, struct arena *arena);

/* 'No tasks outstanding', 'none': there is nothing to be taken over. */
bool proposal_says_none(const char *text, struct arena *arena);

/* Trimmed, and without the quotation marks around it. */
struct str proposal_unquoted(struct str text);
