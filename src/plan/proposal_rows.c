/* Tables that are no table of a plan as a whole: rows with one cell are running text, as in a sheet
 * that somebody wrote like a page, and the rows between them tables of their own.
 *
 * SPDX-License-Identifier: MIT */
#include "proposal_parts.h"

#include <string.h>

/* How many cells of a row have words of their own, and the first of them. */
static size_t cells_of(const struct document_grid *grid, size_t row,
                       const struct document_cell **first) {
    size_t count = 0;
    *first = NULL;
    for (size_t i = grid->row_first[row]; i < grid->row_first[row + 1]; i++) {
        const struct document_cell *cell = &grid->cells[i];
        if (cell->kind == CELL_EMPTY || cell->kind == CELL_COVERED || !*cell->text) continue;
        if (!count++) *first = cell;
    }
    return count;
}

static bool is_blank(const struct document_grid *grid, size_t row) {
    const struct document_cell *first;
    return row >= grid->rows || cells_of(grid, row, &first) == 0;
}

bool proposal_has_lone_rows(const struct document_grid *grid) {
    const struct document_cell *first;
    for (size_t r = 0; r < grid->rows; r++)
        if (cells_of(grid, r, &first) == 1) return true;
    return false;
}

bool proposal_names_part(const struct document_grid *grid, size_t rows, struct arena *arena) {
    const struct document_cell *first;
    for (size_t r = 0; r < rows; r++)
        if (cells_of(grid, r, &first) == 1 &&
            proposal_names_items(str_trim(str_of(first->text)), arena))
            return true;
    return false;
}

/* A short line that no sentence ends, with empty rows around it. */
static bool stands_apart(const struct document_grid *grid, size_t row, struct str text) {
    if (text.n > 120 || strchr(".;,:?!", text.p[text.n - 1])) return false;
    return (row == 0 || is_blank(grid, row - 1)) && is_blank(grid, row + 1);
}

/* A row's only cell as a block. */
static void read_line(struct proposal_reader *r, const struct document_grid *grid, size_t row,
                      const struct document_cell *cell) {
    const char *place = document_cell_place(grid, cell->row, cell->column, r->arena);
    size_t count;
    const struct document_line *lines = document_cell_lines(cell, r->arena, &count);
    struct str text = str_trim(str_of(cell->text));
    bool labelled = count && *lines[0].label;
    bool heading = count == 1 && !(labelled && lines[0].level > 0 && !lines[0].label[1]) &&
                   (cell->is_bold || proposal_is_heading(text, r->arena) ||
                    (!(labelled && r->section != HEADING_NONE) && stands_apart(grid, row, text)));
    if (heading) {
        proposal_read_block(r, &(struct document_block){.kind = BLOCK_HEADING,
                                                        .level = cell->is_bold ? 1 : 0,
                                                        .label = lines[0].label,
                                                        .text = lines[0].text,
                                                        .place = place});
        return;
    }
    for (size_t i = 0; i < count; i++) {
        bool item = *lines[i].label || (r->section == HEADING_ACTION && count == 1);
        struct document_block block = {
            .kind = item ? BLOCK_ITEM : BLOCK_PARAGRAPH,
            .level = item ? (lines[i].level ? lines[i].level : 1) + cell->indent : 0,
            .label = lines[i].label,
            .text = lines[i].text,
            .place = place};
        if (item && proposal_says_none(lines[i].text, r->arena)) continue;
        proposal_read_block(r, &block);
    }
}

/* Rows with several cells, without the columns behind their last cell. */
static void read_part(struct proposal_reader *r, const struct document_grid *grid, size_t from,
                      size_t to) {
    struct document_grid *part = document_grid_rows(grid, from, to, r->arena);
    size_t columns = 0;
    for (size_t i = 0; i < part->cell_count; i++) {
        const struct document_cell *cell = &part->cells[i];
        if (*cell->text && cell->column + cell->column_span > columns)
            columns = cell->column + cell->column_span;
    }
    if (columns < part->columns) part->columns = columns;
    if (!proposal_read_part(r, part)) proposal_unread(r, part);
}

void proposal_read_rows(struct proposal_reader *r, const struct document_grid *grid) {
    size_t from = SIZE_MAX; /* of rows with several cells that are not read yet */
    for (size_t row = 0; row <= grid->rows && !proposal_is_full(r); row++) {
        const struct document_cell *first = NULL;
        size_t count = row < grid->rows ? cells_of(grid, row, &first) : 0;
        if (count > 1) {
            if (from == SIZE_MAX) from = row;
            continue;
        }
        if (from != SIZE_MAX) read_part(r, grid, from, row);
        from = SIZE_MAX;
        if (count == 1) read_line(r, grid, row, first);
    }
}
