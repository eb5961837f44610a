/* What the cells of a column say that its heading does not: that they are statuses, that their
 * lines are numbered, that they are the numbers of recommendations.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "layout.h"

/* Of the records that have these slots. */
struct column {
    const struct layout *layout;
    const struct layout_slot *slots;
    size_t slot;
};

/* Whether every cell that is filled is a status and no more: 'Progress' with 'Complete' below it.
 */
bool column_is_status(const struct column *column, struct arena *arena);

/* Whether its lines are numbered by hand: '1.2 Recruit nurses', '1.3a Train them'. One such line
 * may begin with an amount. */
bool column_is_numbered(const struct column *column, struct arena *arena);

/* Whether every cell that is filled begins with the number of a recommendation: 'Must do 4'. */
bool column_is_codes(const struct column *column, struct arena *arena);

/* 'Must do 4', 'Should do 2', 'MD4', 'R12' at the beginning of a text: how long it is; 0: none. */
size_t code_length(struct str text);

/* What a cell of actions says where it answers a recommendation. */
enum cell_response {
    CELL_ACTION,          /* what is to be done */
    CELL_NO_ACTION,       /* 'No action', 'n/a', '-' */
    CELL_REJECTED,        /* 'Not accepted', 'Rejected: no budget' */
    CELL_AGREED,          /* 'Agreed', 'Partially accepted', and no more */
    CELL_AGREED_AND_MORE, /* 'Agreed, subject to funding' */
};

enum cell_response cell_response(struct str text, struct arena *arena);
