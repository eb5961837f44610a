/* weft import --into plan: the plan that a document holds, as a proposal.
 *
 * SPDX-License-Identifier: MIT */
#include "import.h"

#include "plan/proposal.h"

#include <stdio.h>

int import_plan(const struct import_request *request, const struct document *document,
                struct arena *arena, struct err *err) {
    (void)err;
    const struct deadline_context context = {request->on, request->on, DATE_NONE};
    struct proposal proposal;
    proposal_read(document, &context, arena, &proposal);
    struct buf out = buf_new(arena);
    proposal_print(&proposal, &out);
    fputs(out.text, stdout);
    return 0;
}
