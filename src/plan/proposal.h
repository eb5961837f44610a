/* A document read as a plan: themes, recommendations, actions and milestones as it has them, each
 * field with the words it was made of, the place where they stand, and what is doubtful. Nothing is
 * written to a package here.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "deadline.h"
#include "doc/document.h"
#include "doc/json.h"
#include "lead.h"

enum proposal_kind {
    PROPOSAL_THEME,
    PROPOSAL_RECOMMENDATION,
    PROPOSAL_ACTION,
    PROPOSAL_MILESTONE,
    PROPOSAL_KINDS,
};

struct proposal_field {
    const char *column; /* of the item's table; 'lead', 'progress' and 'outcome' stand elsewhere */
    const char *value;  /* for the package; '' for none */
    const char *found;  /* the words of the source */
    const char *place;  /* 'table 1 row 3 column 7' */
    const char *doubt;  /* '' where it is certain */
};

struct proposal_item {
    enum proposal_kind kind;
    const char *ref;
    bool ref_is_ours; /* the document prints none */
    const char *title;
    struct proposal_item *theme, *recommendation; /* NULL: none */
    struct label label;                           /* within its cell */
    struct deadline deadline;
    bool has_deadline; /* the document has a place for it */
    struct lead *leads;
    size_t lead_count;
    const char *stage, *progress, *outcome; /* '' for none */
    int32_t done_on;
    struct proposal_field *fields;
    size_t field_count, field_capacity;
};

struct proposal_note {
    const char *text, *place;
    bool unread; /* a table, or rows of one, in which no plan was recognised */
};

struct proposal {
    const struct document *document;
    struct deadline_context context;
    const char *title;
    const char *written_found; /* the words that say when the document was written; '' */
    bool written_is_guessed;   /* context.written is before its earliest deadline, and no more: it
                                  settles years, and dates nothing */
    struct proposal_item **items; /* in the order of the document */
    size_t count;
    struct proposal_note *notes; /* what was not taken over, and what was taken as read */
    size_t note_count;
    size_t tables;  /* that were read as a plan's */
    bool too_large; /* it has more than LIMIT_PLAN_ITEMS items, or a table LIMIT_PLAN_ROWS rows: the
                       rest is not read */
};

/* Reads it. The day of the document is looked for near its top when context.written is DATE_NONE.
 * Everything is on the arena; the document must live as long. Never fails: a document without a
 * plan has no items. */
void proposal_read(const struct document *document, const struct deadline_context *context,
                   struct arena *arena, struct proposal *out);

/* The field of that column, or NULL. */
struct proposal_field *proposal_field(const struct proposal_item *item, const char *column);

/* How many fields are doubtful. */
size_t proposal_doubtful(const struct proposal *proposal);

/* How many notes are of tables or rows that were not understood. */
size_t proposal_unread_count(const struct proposal *proposal);

const char *proposal_kind_text(enum proposal_kind kind); /* 'recommendation' */

/* The proposal beside its source, cell by cell, for people. */
void proposal_print(const struct proposal *proposal, struct buf *out);

/* What of the document was not understood or left out, and whether there is a plan in it at all. */
void proposal_print_unread(const struct proposal *proposal, struct buf *out);

/* The same for programs, as members of the object that is open: the document with its hash, the
 * items with every field's words, place and doubt, the notes. */
void proposal_json(const struct proposal *proposal, struct json *json);
