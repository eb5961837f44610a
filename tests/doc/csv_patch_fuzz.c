/* Changes one cell of arbitrary bytes: the file that comes out has that cell, and every other cell
 * as it was. The first two bytes say which cell, the next line is the new text.
 *
 * SPDX-License-Identifier: MIT */
#include "doc/csv.h"
#include "doc/csv_patch.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every cell is where it was; the patched one has the new text. */
static void compare(struct arena *arena, struct str before, struct str after,
                    const struct csv_patch *patch) {
    struct err err = {0};
    struct csv *a = csv_new(arena, arena_copy(arena, before.p, before.n), before.n, &err);
    struct csv *b = csv_new(arena, arena_copy(arena, after.p, after.n), after.n, &err);
    if (!a || !b) abort();
    struct csv_row row, changed;
    while (csv_next(a, &row)) {
        if (row.problem != CSV_FINE) return; /* such rows are refused before anything is changed */
        if (!csv_next(b, &changed) || changed.count != row.count) abort();
        for (size_t i = 0; i < row.count; i++) {
            bool here = row.line == patch->line && i == patch->cell;
            if (!str_equal(changed.cells[i].text, here ? patch->text : row.cells[i].text)) abort();
        }
    }
    if (csv_next(b, &changed)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 3) return 0;
    const char *text = (const char *)data + 2, *end = memchr(text, '\n', size - 2);
    if (!end || memchr(text, '\0', size - 2)) return 0;
    if (!str_is_utf8((struct str){text, (size_t)(end - text)})) return 0;
    struct arena *arena = arena_new();
    struct err err = {0};
    struct str bytes = {end + 1, size - 2 - (size_t)(end + 1 - text)};
    struct csv_patch patch = {data[0], data[1], {text, (size_t)(end - text)}};
    struct csv *csv = csv_new(arena, arena_copy(arena, bytes.p, bytes.n), bytes.n, &err);
    struct buf out = buf_new(arena);
    if (csv && csv_encoding(csv) == CSV_UTF8 && csv_patch(bytes, &patch, 1, &out, &err))
        compare(arena, bytes, (struct str){out.text, out.length}, &patch);
    arena_free(arena);
    return 0;
}
