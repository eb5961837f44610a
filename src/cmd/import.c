/* weft import FILE PACKAGE --into TABLE: documents into a package.
 *
 * SPDX-License-Identifier: MIT */
#include "import.h"

#include "command.h"
#include "options.h"
#include "package.h"

#include <string.h>

/* What a document can be imported into. */
static const struct {
    const char *name;
    int (*run)(const struct import_request *request, const struct document *document,
               struct arena *arena, struct err *err);
} targets[] = {
    {"plan", import_plan},
    {"observation", import_observations},
};

enum { TEXT, JSON };
static const char *const formats[] = {"text", "json", NULL};

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    struct import_request request = {.who = package_user(), .on = DATE_NONE};
    const char *into = "plan";
    int format = TEXT;
    const struct option options[] = {
        {.name = "into", .kind = OPTION_TEXT, .value = &into},
        {.name = "map", .kind = OPTION_TEXT, .value = &request.map},
        {.name = "table", .kind = OPTION_TEXT, .value = &request.table},
        {.name = "plan", .kind = OPTION_TEXT, .value = &request.plan},
        {.name = "kind", .kind = OPTION_TEXT, .value = &request.kind},
        {.name = "strict", .kind = OPTION_FLAG, .value = &request.strict},
        {.name = "guess", .kind = OPTION_FLAG, .value = &request.guess},
        {.name = "dry-run", .kind = OPTION_FLAG, .value = &request.dry_run},
        {.name = "revisions", .kind = OPTION_TEXT, .value = &request.revisions},
        {.name = "who", .kind = OPTION_TEXT, .value = &request.who},
        {.name = "format", .kind = OPTION_CHOICE, .value = &format, .choices = formats},
        {.name = "on", .kind = OPTION_DATE, .value = &request.on},
    };
    int rest;
    if (!options_read(argc, argv, options, sizeof options / sizeof *options, 1, 2, &rest, err))
        return err_exit_status(err->code);
    request.json = format == JSON;
    if (request.json && strcmp(into, "plan") != 0) {
        err_set(err, ERR_USAGE, "--format json is for plans; figures are shown as text");
        return err_exit_status(err->code);
    }
    request.file = argv[0];
    request.package = rest > 1 ? argv[1] : NULL;
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct document document;
        if (strcmp(into, targets[i].name) != 0) continue;
        if (!document_read(request.file, arena, &document, err)) return err_exit_status(err->code);
        return targets[i].run(&request, &document, arena, err);
    }
    err_set(err, ERR_USAGE, "nothing can be imported into '%s'", into);
    err_hint(err, "--into plan, or --into observation.");
    return err_exit_status(err->code);
}

const struct command command_import = {
    .name = "import",
    .arguments =
        "FILE [PACKAGE] [--into plan] [--plan ID] [--kind KIND] [--dry-run] [--strict]\n"
        "                   [--on DATE] [--who NAME] [--format text|json]\n"
        "       weft import FILE PACKAGE --into observation [--map MAP.csv]\n"
        "                   [--guess] [--table NAME] [--dry-run] [--revisions OUT.csv] [--who NAME]",
    .summary = "A document's plan into a package, or what it changes; figures of a published table",
    .details =
        "FILE is .docx, .xlsx, .html, .csv, .tsv or text; PACKAGE a folder or a .weft file.\n\n"
        "  --dry-run          says what would change and what is odd, and writes nothing\n"
        "  --into plan        (this is meant without --into) recommendations, actions, leads and\n"
        "                     deadlines; without PACKAGE they are shown beside the words that they\n"
        "                     were read from. What is doubtful is marked for review (rule V01)\n"
        "  --plan ID          the plan, new or there (that of the same file name or title);\n"
        "                     to be given where it seems to be the next version of one that is there\n"
        "  --kind KIND        of a new plan: regulator's review, footprint plan, programme plan,\n"
        "                     recovery plan (as its title says)\n"
        "  --strict           writes nothing while a field is doubtful, and ends with status 1\n"
        "  --format json      the plan with every field's words, place and doubt, and what changes,\n"
        "                     for programs\n"
        "  --on DATE          the day of the document, for months without a year and '6 months'\n\n"
        "  --into observation figures; a mapping file says what the table's columns are\n"
        "  --guess            proposes the mapping file, on the standard output; edit it\n"
        "  --table NAME       of this table or sheet, without it the largest\n"
        "  --map MAP.csv      reads by it; without one the proposal is taken when nothing is open\n"
        "  --revisions OUT.csv  figures that were there before and are replaced\n"
        "  --who NAME         for the history of a .weft file\n",
    .run = run,
};
