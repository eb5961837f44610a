/* Inside of the merge: for merge*.c only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "merge.h"

/* An item that the plan has. */
struct merge_known {
    const char *id, *table, *ref, *title, *recommendation, *theme, *stage, *due_text, *due_to;
    const char *first_due_to, *done_on, *source_title; /* as the document had it; '' */
    const char *leads;                                 /* ids of its roles, joined by ', ' */
    bool imported, matched;
};

/* What the last import read for a field. */
struct merge_cell {
    const char *item, *column, *text, *value;
};

struct merging {
    sqlite3 *db;
    struct arena *arena;
    struct merge *out;
    const struct proposal *proposal;
    const char *file; /* its name without folders */
    const char *kind; /* of a new plan; NULL: by its title */
    int32_t today;
    struct merge_known *known;
    size_t known_count, known_capacity;
    struct merge_cell *cells;
    size_t cell_count, cell_capacity;
    const char **ids; /* that this import makes */
    size_t id_count, id_capacity;
    struct merge_known **match; /* by item of the proposal; NULL: new */
    const char **roles;         /* id, title, id, title ... of all roles */
    size_t role_count, role_capacity;
    struct change_cell *row; /* that is being filled */
    size_t row_count, row_capacity;
    const char *programme;
    bool programme_made;
    struct err *err;
    bool failed;
};

#define MERGE_GROW(arena, items, count, capacity, type)                                            \
    do {                                                                                           \
        if ((count) == (capacity)) {                                                               \
            type *old_ = (items);                                                                  \
            (capacity) = (capacity) ? (capacity)*2 : 32;                                           \
            (items) = ARENA_NEW((arena), type, (capacity));                                        \
            if (old_) memcpy((items), old_, (count) * sizeof(type));                               \
        }                                                                                          \
    } while (0)

/* Reads what the plan has. */
MUST_CHECK bool merge_load(struct merging *m, struct err *err);
void merge_match(struct merging *m);

/* Lower case letters, digits and dashes, at most `most` of them. */
const char *merge_slug(struct arena *arena, const char *text, size_t most);

/* An id that nothing in the package has, nor this import has made. */
MUST_CHECK bool merge_new_id(struct merging *m, const char *wanted, const char **id,
                             struct err *err);

const struct merge_cell *merge_last_cell(const struct merging *m, const char *item,
                                         const char *column);

/* Fills out->alike. */
MUST_CHECK bool merge_find_alike(struct merging *m, struct err *err);

/* Fills out->changes. */
MUST_CHECK bool merge_rows(struct merging *m, struct err *err);
