/* weft tables [TABLE]: the reference of the tables, from the registry; --format markdown makes
 * docs/tables.md.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "options.h"
#include "package.h"
#include "store/reference.h"

enum { TEXT, MARKDOWN };
static const char *const formats[] = {"text", "markdown", NULL};

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    int format = TEXT;
    const struct option options[] = {
        {.name = "format", .kind = OPTION_CHOICE, .value = &format, .choices = formats}};
    int rest;
    if (!options_read(argc, argv, options, 1, 0, 1, &rest, err)) return err_exit_status(err->code);
    bool markdown = format == MARKDOWN;
    struct buf out = buf_new(arena);
    if (rest == 1) {
        const struct table *table = registry_table(argv[0]);
        if (!table) {
            err_set(err, ERR_NOT_FOUND, "there is no table '%s'", argv[0]);
            err_hint(err, "`weft tables` lists them.");
            return err_exit_status(err->code);
        }
        reference_table(table, markdown, &out);
    } else if (markdown) {
        reference_page(&out);
    } else {
        reference_list(&out);
    }
    return output_write(NULL, &out, err) ? 0 : err_exit_status(err->code);
}

const struct command command_tables = {
    .name = "tables",
    .arguments = "[TABLE] [--format text|markdown]",
    .summary = "The tables of a package and what each column means",
    .details =
        "Without TABLE: a line for each table (text), or the whole reference page (markdown).\n",
    .run = run,
};
