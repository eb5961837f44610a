/* weft document FILE: shows what is read out of a document, before anything is imported.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "doc/document_print.h"
#include "options.h"

#include <stdio.h>
#include <string.h>

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    const char *format = "text";
    const struct option options[] = {{.name = "format", .kind = OPTION_TEXT, .value = &format}};
    int rest;
    if (!options_read(argc, argv, options, 1, 1, 1, &rest, err)) return err_exit_status(err->code);
    bool json = strcmp(format, "json") == 0;
    if (!json && strcmp(format, "text") != 0) {
        err_set(err, ERR_USAGE, "--format is text or json, and not '%s'", format);
        return err_exit_status(err->code);
    }
    struct document document;
    if (!document_read(argv[0], arena, &document, err)) return err_exit_status(err->code);
    struct buf out = buf_new(arena);
    if (json)
        document_print_json(&document, &out);
    else
        document_print_text(&document, &out);
    fwrite(out.text, 1, out.length, stdout);
    return 0;
}

const struct command command_document = {
    .name = "document",
    .arguments = "FILE [--format text|json]",
    .summary = "Shows what is read out of a document: headings, lists, tables, cell by cell",
    .details = "--format json   the same with every cell's place, spans, kind and labels\n"
               "\n"
               "Reads .docx, .xlsx, .html, .csv, .tsv and plain text with tables.\n",
    .run = run,
};
