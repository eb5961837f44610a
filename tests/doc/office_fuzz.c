/* The XML parts of workbooks and Word documents, without the packing around them: the input is
 * parts one after the other, each '%% NAME' on a line of its own and then its text. The first byte
 * says which kind of file they make: 'x' a workbook, anything else a Word document.
 *
 * SPDX-License-Identifier: MIT */
#include "doc/document_print.h"
#include "zip_make.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The start of the next part's line, or the end. */
static size_t find_mark(struct str text, size_t from) {
    for (size_t i = from; i + 3 <= text.n; i++)
        if (memcmp(text.p + i, "%% ", 3) == 0 && (i == 0 || text.p[i - 1] == '\n')) return i;
    return text.n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    struct arena *arena = arena_new();
    struct zip_make zip = zip_make_new(arena);
    bool workbook = data[0] == 'x';
    zip_make_frame(&zip, workbook, false);
    struct str text = {(const char *)data + 1, size - 1};
    for (size_t at = find_mark(text, 0); at < text.n && zip.count < ZIP_MAKE_FILES;) {
        const char *line = text.p + at + 3;
        const char *end = memchr(line, '\n', text.n - at - 3);
        if (!end) break;
        size_t next = find_mark(text, (size_t)(end - text.p));
        const char *name = arena_printf(arena, "%s/%.*s", workbook ? "xl" : "word",
                                        (int)(end - line > 100 ? 100 : end - line), line);
        zip_make_add(&zip, name, end + 1,
                     next > (size_t)(end + 1 - text.p) ? next - (size_t)(end + 1 - text.p) : 0,
                     false);
        at = next;
    }
    struct str bytes = zip_make_end(&zip);
    struct err err = {0};
    struct document document;
    if (document_read_bytes("a", arena_copy(arena, bytes.p, bytes.n), bytes.n, arena, &document,
                            &err)) {
        struct buf out = buf_new(arena);
        document_print_text(&document, &out);
        if (!str_is_utf8((struct str){out.text, out.length})) abort();
        document_print_json(&document, &out);
    } else if (!err.message[0]) {
        abort();
    }
    arena_free(arena);
    return 0;
}
