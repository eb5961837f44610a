/* Reads arbitrary bytes as CSV: no crash, and what is written again reads the same.
 *
 * SPDX-License-Identifier: MIT */
#include "doc/csv.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct err err = {0};
    struct buf first = buf_new(arena), second = buf_new(arena);
    char *bytes = arena_copy(arena, (const char *)data, size);
    for (int pass = 0; pass < 2; pass++) {
        struct csv *csv = csv_new(arena, bytes, pass ? first.length : size, &err);
        if (!csv) {
            if (pass) abort();
            break;
        }
        struct csv_row row;
        while (csv_next(csv, &row)) {
            struct str *cells = ARENA_NEW(arena, struct str, row.count);
            for (size_t i = 0; i < row.count; i++) cells[i] = row.cells[i].text;
            if (pass && row.problem != CSV_FINE) abort();
            csv_write(pass ? &second : &first, cells, row.count);
        }
        bytes = arena_copy(arena, first.text, first.length);
    }
    if (second.length && !str_equal((struct str){first.text, first.length},
                                    (struct str){second.text, second.length}))
        abort();
    arena_free(arena);
    return 0;
}
