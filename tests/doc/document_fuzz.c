/* Reads arbitrary bytes as a document: no crash, and every cell and line can be asked for. The
 * first byte chooses the name, and so the reader where contents look alike.
 *
 * SPDX-License-Identifier: MIT */
#include "doc/document_print.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const names[] = {"a.txt", "a.csv", "a.tsv", "a.html", "a.md"};
    if (size == 0) return 0;
    const char *name = names[data[0] % 5];
    struct arena *arena = arena_new();
    struct err err = {0};
    struct document document;
    char *bytes = arena_copy(arena, (const char *)data + 1, size - 1);
    if (document_read_bytes(name, bytes, size - 1, arena, &document, &err)) {
        struct buf out = buf_new(arena);
        document_print_text(&document, &out);
        if (!str_is_utf8((struct str){out.text, out.length})) abort();
        document_print_json(&document, &out);
        for (size_t i = 0; i < document.block_count; i++) {
            const struct document_grid *grid = document.blocks[i].grid;
            for (size_t row = 0; grid && row < grid->rows && row < 50; row++)
                for (size_t column = 0; column < grid->columns && column < 50; column++) {
                    const struct document_cell *cell = document_cell(grid, row, column);
                    if (document_is_covered(grid, row, column) && cell->row == row &&
                        cell->column == column)
                        abort();
                }
        }
    } else if (!err.message[0]) {
        abort();
    }
    arena_free(arena);
    return 0;
}
