/* Lead and deadline written behind what is to be done: 'Agree a protocol (Head of Information, June
 * 2019)', 'Board rounds - Medical Director - September 2019', 'Open beds. Lead: Chief Nurse.'
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "deadline.h"

struct tail {
    struct str title;     /* what is left of the text */
    struct str lead, due; /* .n is 0 where there is none */
    bool says;            /* 'Lead:', 'Deadline:' are written, and not only told by their kind */
};

/* Reads it; the parts are parts of the text. Where nothing is found the title is the text. */
void tail_read(struct str text, const struct deadline_context *context, struct arena *arena,
               struct tail *out);
