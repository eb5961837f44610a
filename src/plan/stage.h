/* Words of a status column as stages of the package. Never folded: 'complete' is what its lead
 * claims, a colour is no stage, 'delayed' says something of the schedule and nothing of the work.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

struct stage_reading {
    const char *stage; /* a value of the column stage; '' where the words name none */
    const char *doubt; /* '' where it is plain */
    bool is_status;    /* the words begin with a status, and are no sentence that has one in it */
};

struct stage_reading stage_read(struct str text, struct arena *arena);
