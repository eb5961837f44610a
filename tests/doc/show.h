/* Documents as short texts, for tests to compare: a block a line, cells of a grid as
 * row,column=text.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "doc/document.h"

#include <string.h>

static inline void show_cell(const struct document_grid *grid, const struct document_cell *cell,
                             struct buf *out) {
    (void)grid;
    if (cell->kind == CELL_EMPTY && !cell->shade) return;
    buf_printf(out, " %u,%u", cell->row, cell->column);
    if (cell->kind == CELL_COVERED) {
        buf_putc(out, '^');
        return;
    }
    if (cell->row_span > 1 || cell->column_span > 1)
        buf_printf(out, "[%ux%u]", cell->row_span, cell->column_span);
    if (cell->is_header) buf_putc(out, '!');
    static const char marks[] = "  #@?~"; /* by kind: number, date, boolean, error */
    if (cell->kind != CELL_TEXT) buf_putc(out, marks[cell->kind]);
    buf_putc(out, '=');
    for (const char *c = cell->text; *c; c++) buf_putc(out, *c == '\n' ? '/' : *c);
    if (cell->shade) buf_printf(out, "{%s}", shade_text(cell->shade));
}

/* h1 'LABEL TEXT', p, i2, g 2x3; notes at the end as 'n WHAT@PLACE: TEXT'. */
static inline const char *show_document(const struct document *document, struct arena *arena) {
    struct buf out = buf_new(arena);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct document_block *block = &document->blocks[i];
        static const char kinds[] = "hpig";
        buf_putc(&out, kinds[block->kind]);
        if (block->kind == BLOCK_GRID) {
            const struct document_grid *grid = block->grid;
            buf_printf(&out, " %zux%zu", grid->rows, grid->columns);
            if (*grid->title) buf_printf(&out, " '%s'", grid->title);
            if (grid->is_hidden) buf_puts(&out, " hidden");
            for (size_t k = 0; k < grid->cell_count; k++) show_cell(grid, &grid->cells[k], &out);
        } else {
            if (block->level) buf_printf(&out, "%d", block->level);
            buf_printf(&out, " %s%s", block->label, *block->label ? " " : "");
            for (const char *c = block->text; *c; c++) buf_putc(&out, *c == '\n' ? '/' : *c);
        }
        buf_putc(&out, '\n');
    }
    for (size_t i = 0; i < document->note_count; i++)
        buf_printf(&out, "n %s@%s: %s\n", document->notes[i].what, document->notes[i].place,
                   document->notes[i].text);
    return out.text;
}

/* Reads the bytes under that name; the document as text, or the message of the error. */
static inline const char *show_bytes(const char *name, const char *bytes, size_t length,
                                     struct arena *arena) {
    struct document document;
    struct err err = {0};
    if (!document_read_bytes(name, arena_copy(arena, bytes, length), length, arena, &document,
                             &err))
        return arena_string(arena, err.message);
    return show_document(&document, arena);
}
