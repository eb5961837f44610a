/* weft document FILE: shows what is read out of a document, before anything is imported.
 *
 * SPDX-License-Identifier: MIT */
#include "command.h"
#include "doc/document_print.h"
#include "options.h"
#include "package.h"

enum { TEXT, JSON };
static const char *const formats[] = {"text", "json", NULL};

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    int format = TEXT;
    const struct option options[] = {
        {.name = "format", .kind = OPTION_CHOICE, .value = &format, .choices = formats}};
    int rest;
    if (!options_read(argc, argv, options, 1, 1, 1, &rest, err)) return err_exit_status(err->code);
    struct document document;
    if (!document_read(argv[0], arena, &document, err)) return err_exit_status(err->code);
    struct buf out = buf_new(arena);
    if (format == JSON)
        document_print_json(&document, &out);
    else
        document_print_text(&document, &out);
    return output_write(NULL, &out, err) ? 0 : err_exit_status(err->code);
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
