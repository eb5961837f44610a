/* A proposal brought into a package's plan: a new plan, or the difference to the plan that earlier
 * versions of the document were read into.
 *
 * Items are matched by number and by how alike the words of the document are. What the document
 * says as before is left alone, whatever the package has: only what it says anew changes, and where
 * somebody has changed the package since, the package stays as it is and the field is to be looked
 * at. Nothing is taken out: items that the document no longer has are said, and to be looked at.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "proposal.h"
#include "store/change.h"

enum merge_state { MERGE_SAME, MERGE_NEW, MERGE_CHANGED };

struct merge_field {
    const char *column, *old_value, *value, *place;
    bool kept; /* the package has been changed since: it stays */
};

struct merge_item {
    const struct proposal_item *item;
    enum merge_state state;
    const char *id, *table;
    const char *old_ref; /* where it had another number */
    struct merge_field *fields;
    size_t field_count, field_capacity;
};

struct merge_gone {
    const char *id, *ref, *title;
};

/* A plan of which at least half of the items are in the document, word by word. */
struct merge_alike {
    const char *plan, *title; /* NULL: there is none */
    size_t same, items;
};

struct merge {
    const char *plan, *plan_title, *import;
    bool plan_is_new, kind_is_guessed;
    bool same_file; /* these bytes were read into this plan before: there is nothing to do */
    /* Where nobody said which plan it is and it would be a new one: that of which it seems to be
     * the next version. The caller writes nothing then. */
    struct merge_alike alike;
    struct merge_item *items;            /* in the order of the proposal */
    size_t count, added, changed, moved; /* moved: deadlines */
    struct merge_gone *gone;
    size_t gone_count;
    size_t reviews;         /* fields that will be open */
    struct change *changes; /* for change_rows; empty when there is nothing to do */
    size_t change_count, change_capacity;
};

/* into is the id of the plan, new or there; NULL: the plan that a document of this file's name was
 * read into, or that has the document's title, or a new one named after the title (see alike). kind
 * is that of a new plan; NULL: as its title says. today is the day of the import. Fails with
 * ERR_INPUT when the document holds no plan or `into` is no id. */
MUST_CHECK bool merge_plan(sqlite3 *db, const struct proposal *proposal, const char *into,
                           const char *kind, int32_t today, struct arena *arena, struct merge *out,
                           struct err *err);

/* The difference for people: what is new, changed with old and new words, gone. */
void merge_print(const struct merge *merge, struct buf *out);

/* The same for programs, as members of the object that is open. */
void merge_json(const struct merge *merge, struct json *json);
