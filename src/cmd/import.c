/* weft import FILE: the plan that a document holds, as a proposal.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "options.h"
#include "plan/proposal.h"

#include <stdio.h>

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    bool dry_run = false;
    int32_t on = DATE_NONE;
    const struct option options[] = {
        {.name = "dry-run", .kind = OPTION_FLAG, .value = &dry_run},
        {.name = "on", .kind = OPTION_DATE, .value = &on},
    };
    int rest;
    struct document document;
    if (!options_read(argc, argv, options, 2, 1, 1, &rest, err) ||
        !document_read(argv[0], arena, &document, err))
        return err_exit_status(err->code);
    const struct deadline_context context = {on, on, DATE_NONE};
    struct proposal proposal;
    proposal_read(&document, &context, arena, &proposal);
    struct buf out = buf_new(arena);
    proposal_print(&proposal, &out);
    fputs(out.text, stdout);
    return 0;
}

const struct command command_import = {
    .name = "import",
    .arguments = "FILE [--dry-run] [--on DATE]",
    .summary = "A plan as a document has it, beside the words that it was read from",
    .details = "  --dry-run     changes nothing\n"
               "  --on DATE     the day of the document, for months without a year\n",
    .run = run,
};
