/* A document for people to see; see document_print.h.
 *
 * SPDX-License-Identifier: MIT */
#include "document_print.h"

#include "base/date.h"
#include "json.h"

#include <string.h>

static void put_indented(struct buf *out, const char *text, size_t indent) {
    for (const char *c = text; *c; c++) {
        buf_putc(out, *c);
        if (*c == '\n') buf_pad(out, out->length, indent);
    }
}

static void print_grid(const struct document_grid *grid, struct buf *out) {
    bool titled = *grid->title && strcmp(grid->title, grid->place) != 0;
    buf_printf(out, "[%s%s%s: %zu rows, %zu columns%s]\n", grid->place, titled ? ", " : "",
               titled ? grid->title : "", grid->rows, grid->columns,
               grid->is_hidden ? ", hidden" : "");
    for (size_t i = 0; i < grid->cell_count; i++) {
        const struct document_cell *cell = &grid->cells[i];
        if ((cell->kind == CELL_EMPTY && !cell->shade) || cell->kind == CELL_COVERED) continue;
        buf_printf(out, "  %s", document_cell_place(grid, cell->row, cell->column, out->arena));
        if (cell->row_span > 1) buf_printf(out, ", %u rows", cell->row_span);
        if (cell->column_span > 1) buf_printf(out, ", %u columns", cell->column_span);
        if (cell->is_header) buf_puts(out, ", header");
        if (cell->kind != CELL_TEXT) buf_printf(out, ", %s", document_cell_kind_text(cell->kind));
        if (cell->shade) buf_printf(out, ", shaded %s", shade_text(cell->shade));
        buf_puts(out, ": ");
        put_indented(out, cell->text, 6);
        buf_putc(out, '\n');
    }
    buf_putc(out, '\n');
}

static void print_block(const struct document_block *block, struct buf *out) {
    if (block->kind == BLOCK_GRID) {
        print_grid(block->grid, out);
        return;
    }
    size_t indent = block->kind == BLOCK_ITEM ? 2 * (size_t)block->level : 0;
    size_t start = out->length;
    buf_pad(out, start, indent);
    if (block->kind == BLOCK_HEADING) {
        for (int i = 0; i < (block->level ? block->level : 1); i++) buf_putc(out, '#');
        buf_putc(out, ' ');
    }
    buf_puts(out, block->label);
    if (*block->label) buf_putc(out, ' ');
    put_indented(out, block->text, indent);
    buf_puts(out, block->kind == BLOCK_ITEM ? "\n" : "\n\n");
}

void document_print_text(const struct document *document, struct buf *out) {
    buf_printf(out, "%s, %s\nSHA-256 %s\n\n", document->source,
               document_format_text(document->format), document->sha256);
    for (size_t i = 0; i < document->block_count; i++) {
        if (i && document->blocks[i - 1].kind == BLOCK_ITEM &&
            document->blocks[i].kind != BLOCK_ITEM)
            buf_putc(out, '\n');
        print_block(&document->blocks[i], out);
    }
    if (document->note_count) buf_puts(out, "What was left out or is doubtful:\n");
    for (size_t i = 0; i < document->note_count; i++) {
        const struct document_note *note = &document->notes[i];
        buf_printf(out, "- %s: %s", note->place, note->what);
        if (*note->text) buf_printf(out, ": %s", note->text);
        buf_putc(out, '\n');
    }
    if (document->notes_left_out)
        buf_printf(out, "- and %zu more of the kind\n", document->notes_left_out);
}

static void print_lines(struct json *json, const struct document_cell *cell, struct arena *arena) {
    size_t count;
    const struct document_line *lines = document_cell_lines(cell, arena, &count);
    if (count == 0 || (count == 1 && !*lines[0].label)) return;
    json_list(json, "lines");
    for (size_t i = 0; i < count; i++) {
        json_object(json, NULL);
        if (*lines[i].label) json_text(json, "label", lines[i].label);
        if (lines[i].level) json_integer(json, "level", lines[i].level);
        json_text(json, "text", lines[i].text);
        json_end_object(json);
    }
    json_end_list(json);
}

static void print_cell(struct json *json, const struct document_grid *grid,
                       const struct document_cell *cell, struct arena *arena) {
    char date[DATE_BYTES];
    json_object(json, NULL);
    json_text(json, "place", document_cell_place(grid, cell->row, cell->column, arena));
    json_integer(json, "row", cell->row);
    json_integer(json, "column", cell->column);
    if (cell->row_span > 1) json_integer(json, "row_span", cell->row_span);
    if (cell->column_span > 1) json_integer(json, "column_span", cell->column_span);
    json_text(json, "kind", document_cell_kind_text(cell->kind));
    if (cell->is_header) json_bool(json, "is_header", true);
    if (cell->shade) json_text(json, "shade", shade_text(cell->shade));
    json_text(json, "text", cell->text);
    if (cell->kind == CELL_NUMBER) json_number(json, "number", cell->number);
    if (cell->kind == CELL_NUMBER && cell->is_percent) json_bool(json, "is_percent", true);
    if (cell->kind == CELL_BOOLEAN) json_bool(json, "boolean", cell->number != 0);
    if (cell->kind == CELL_DATE) json_text(json, "date", date_text(cell->date, date));
    if (cell->kind == CELL_DATE && cell->is_month) json_bool(json, "is_month", true);
    print_lines(json, cell, arena);
    json_end_object(json);
}

static void print_grid_json(struct json *json, const struct document_grid *grid,
                            struct arena *arena) {
    json_integer(json, "rows", (int64_t)grid->rows);
    json_integer(json, "columns", (int64_t)grid->columns);
    if (grid->is_hidden) json_bool(json, "is_hidden", true);
    json_list(json, "cells");
    for (size_t i = 0; i < grid->cell_count; i++) {
        const struct document_cell *cell = &grid->cells[i];
        if ((cell->kind != CELL_EMPTY || cell->shade) && cell->kind != CELL_COVERED)
            print_cell(json, grid, cell, arena);
    }
    json_end_list(json);
}

void document_print_json(const struct document *document, struct buf *out) {
    struct json json = json_new(out, true);
    json_object(&json, NULL);
    json_text(&json, "title", document->title);
    json_text(&json, "source", document->source);
    json_text(&json, "sha256", document->sha256);
    json_text(&json, "format", document_format_text(document->format));
    json_list(&json, "blocks");
    for (size_t i = 0; i < document->block_count; i++) {
        const struct document_block *block = &document->blocks[i];
        json_object(&json, NULL);
        json_text(&json, "kind", document_block_kind_text(block->kind));
        json_text(&json, "place", block->place);
        if (block->kind == BLOCK_HEADING || block->kind == BLOCK_ITEM)
            json_integer(&json, "level", block->level);
        if (*block->label) json_text(&json, "label", block->label);
        json_text(&json, "text", block->text);
        if (block->grid) print_grid_json(&json, block->grid, out->arena);
        json_end_object(&json);
    }
    json_end_list(&json);
    json_list(&json, "notes");
    for (size_t i = 0; i < document->note_count; i++) {
        json_object(&json, NULL);
        json_text(&json, "place", document->notes[i].place);
        json_text(&json, "what", document->notes[i].what);
        if (*document->notes[i].text) json_text(&json, "text", document->notes[i].text);
        json_end_object(&json);
    }
    json_end_list(&json);
    json_end_object(&json);
}
