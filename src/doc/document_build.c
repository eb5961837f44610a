/* How readers put a document together; see document_build.h.
 *
 * SPDX-License-Identifier: MIT */
#include "document_build.h"

#include "base/date.h"
#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_NOTE 300 /* bytes of what was left out */

struct document_build build_new(struct arena *arena, struct document *out) {
    return (struct document_build){.arena = arena, .out = out};
}

static void *grow(struct arena *arena, const void *items, size_t count, size_t *capacity,
                  size_t size) {
    size_t larger = *capacity ? 2 * *capacity : 16;
    void *grown = arena_alloc(arena, larger, size);
    if (count) memcpy(grown, items, count * size);
    *capacity = larger;
    return grown;
}

unsigned char build_indent(struct str text) {
    size_t n = 0;
    if (text.n && memchr(text.p, '\n', text.n)) return 0;
    while (n < text.n && n < 100 && text.p[n] == ' ') n++;
    return (unsigned char)n;
}

bool build_text(struct document_build *build, size_t bytes, struct err *err) {
    build->text_bytes += bytes;
    if (build->text_bytes <= LIMIT_DOCUMENT_TEXT) return true;
    return err_set(err, ERR_TOO_LARGE, "has more than %zu MB of text", LIMIT_DOCUMENT_TEXT >> 20);
}

bool build_block(struct document_build *build, struct document_block block, struct err *err) {
    struct document *out = build->out;
    if (out->block_count == LIMIT_DOCUMENT_BLOCKS)
        return err_set(err, ERR_TOO_LARGE, "has more than %zu paragraphs and tables",
                       LIMIT_DOCUMENT_BLOCKS);
    if (out->block_count == build->block_capacity)
        out->blocks = grow(build->arena, out->blocks, out->block_count, &build->block_capacity,
                           sizeof *out->blocks);
    if (!block.label) block.label = "";
    if (!block.text) block.text = "";
    if (!block.place) block.place = "";
    out->blocks[out->block_count++] = block;
    return build_text(build, strlen(block.label) + strlen(block.text), err);
}

bool build_lines(struct document_build *build, const struct document_line *lines, size_t count,
                 int heading, const char *place, struct err *err) {
    if (count && heading >= 0) {
        const char *first = lines[0].text;
        const char *rest = count > 1 ? flow_join(build->arena, lines + 1, count - 1) : "";
        return build_block(
            build,
            (struct document_block){
                .kind = BLOCK_HEADING,
                .level = heading,
                .label = lines[0].label,
                .text = *rest ? arena_printf(build->arena, "%s\n%s", first, rest) : first,
                .place = place},
            err);
    }
    for (size_t i = 0; i < count; i++) {
        bool item = *lines[i].label != '\0';
        struct document_block block = {.kind = item ? BLOCK_ITEM : BLOCK_PARAGRAPH,
                                       .level = item ? lines[i].level : 0,
                                       .label = lines[i].label,
                                       .text = lines[i].text,
                                       .place = place};
        if (lines[i].ran_together)
            build_note(build, "list whose items ran together", str_of(lines[i].text), place);
        if (!build_block(build, block, err)) return false;
    }
    return true;
}

void build_move_last(struct document_build *build, size_t at) {
    struct document *out = build->out;
    if (out->block_count == 0 || at >= out->block_count - 1) return;
    struct document_block last = out->blocks[out->block_count - 1];
    memmove(out->blocks + at + 1, out->blocks + at,
            (out->block_count - 1 - at) * sizeof *out->blocks);
    out->blocks[at] = last;
}

void build_note(struct document_build *build, const char *what, struct str text,
                const char *place) {
    struct document *out = build->out;
    if (out->note_count == LIMIT_DOCUMENT_NOTES) {
        out->notes_left_out++;
        return;
    }
    if (out->note_count == build->note_capacity)
        out->notes = grow(build->arena, out->notes, out->note_count, &build->note_capacity,
                          sizeof *out->notes);
    text = str_trim(text);
    bool cut = text.n > LONGEST_NOTE;
    text = str_cut(text, LONGEST_NOTE);
    out->notes[out->note_count++] =
        (struct document_note){arena_string(build->arena, what),
                               cut ? arena_printf(build->arena, "%.*s ...", (int)text.n, text.p)
                                   : arena_copy(build->arena, text.p, text.n),
                               arena_string(build->arena, place)};
}

bool build_table(struct document_build *build, size_t *number, struct err *err) {
    if (build->tables == LIMIT_DOCUMENT_TABLES)
        return err_set(err, ERR_TOO_LARGE, "has more than %zu tables", LIMIT_DOCUMENT_TABLES);
    *number = ++build->tables;
    return true;
}

struct grid_build grid_new(struct document_build *build, const char *title, const char *place) {
    struct document_grid *grid = ARENA_NEW(build->arena, struct document_grid, 1);
    grid->title = arena_string(build->arena, title);
    grid->place = arena_string(build->arena, place);
    return (struct grid_build){.build = build, .grid = grid, .is_sorted = true};
}

void grid_reserve(struct grid_build *g, size_t cells) {
    if (cells > LIMIT_DOCUMENT_CELLS) cells = LIMIT_DOCUMENT_CELLS;
    if (cells <= g->capacity) return;
    struct document_cell *larger = ARENA_NEW(g->build->arena, struct document_cell, cells);
    if (g->grid->cell_count) memcpy(larger, g->grid->cells, g->grid->cell_count * sizeof *larger);
    g->grid->cells = larger;
    g->capacity = cells;
}

static bool take_cells(struct document_build *build, size_t more, struct err *err) {
    if (more > LIMIT_DOCUMENT_CELLS - build->cells)
        return err_set(err, ERR_TOO_LARGE, "has more than %zu million cells",
                       LIMIT_DOCUMENT_CELLS / 1000000);
    build->cells += more;
    return true;
}

static int by_position(const void *left, const void *right) {
    const struct document_cell *a = left, *b = right;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    bool covered_a = a->kind == CELL_COVERED, covered_b = b->kind == CELL_COVERED;
    return covered_b - covered_a; /* what covers wins over what stands under it */
}

bool grid_cell(struct grid_build *g, struct document_cell cell, struct err *err) {
    struct document_grid *grid = g->grid;
    if (!take_cells(g->build, 1, err)) return false;
    if (!cell.text) cell.text = "";
    if (!cell.row_span) cell.row_span = 1;
    if (!cell.column_span) cell.column_span = 1;
    if (cell.kind != CELL_DATE) cell.date = DATE_NONE;
    if (!build_text(g->build, cell.text[0] ? strlen(cell.text) : 0, err)) return false;
    if (grid->cell_count == g->capacity)
        grid->cells =
            grow(g->build->arena, grid->cells, grid->cell_count, &g->capacity, sizeof *grid->cells);
    grid->cells[grid->cell_count++] = cell;
    if (grid->cell_count > 1)
        g->is_sorted = g->is_sorted && by_position(&grid->cells[grid->cell_count - 2],
                                                   &grid->cells[grid->cell_count - 1]) < 0;
    return true;
}

bool grid_lines(struct grid_build *g, struct document_cell cell, const struct document_line *lines,
                size_t count, struct err *err) {
    cell.text = flow_join(g->build->arena, lines, count);
    cell.kind = *cell.text ? CELL_TEXT : CELL_EMPTY;
    if (count) {
        cell.lines = lines;
        cell.line_count = (uint32_t)count;
    }
    for (size_t i = 0; i < count; i++) {
        if (!lines[i].ran_together) continue;
        /* The place of a text's row is known from its line while the rows are still coming. */
        g->grid->rows = (size_t)cell.row + 1;
        build_note(g->build, "list whose items ran together", str_of(lines[i].text),
                   document_cell_place(g->grid, cell.row, cell.column, g->build->arena));
    }
    return grid_cell(g, cell, err);
}

static void sort(struct grid_build *g) {
    qsort(g->grid->cells, g->grid->cell_count, sizeof *g->grid->cells, by_position);
    g->is_sorted = true;
}

void grid_span(struct grid_build *g, uint32_t row, uint32_t column, uint32_t rows,
               uint32_t columns) {
    if (!g->is_sorted) sort(g);
    const struct document_cell key = {.row = row, .column = column};
    struct document_cell *cell =
        g->grid->cell_count
            ? bsearch(&key, g->grid->cells, g->grid->cell_count, sizeof key, by_position)
            : NULL;
    if (!cell) return;
    cell->row_span = rows;
    cell->column_span = columns;
}

void grid_row_line(struct grid_build *g, size_t line) {
    if (g->line_count == g->line_capacity)
        g->grid->row_lines = grow(g->build->arena, g->grid->row_lines, g->line_count,
                                  &g->line_capacity, sizeof *g->grid->row_lines);
    g->grid->row_lines[g->line_count++] = line;
}

static void clip(struct document_grid *grid) {
    size_t rows = 0, columns = 0, kept = 0;
    for (size_t i = 0; i < grid->cell_count; i++) {
        const struct document_cell *cell = &grid->cells[i];
        if (cell->kind == CELL_EMPTY) continue;
        if (cell->row >= rows) rows = (size_t)cell->row + 1;
        if (cell->column >= columns) columns = (size_t)cell->column + 1;
    }
    for (size_t i = 0; i < grid->cell_count; i++) {
        struct document_cell cell = grid->cells[i];
        if (cell.row >= rows || cell.column >= columns) continue;
        if (cell.row_span > rows - cell.row) cell.row_span = (uint32_t)(rows - cell.row);
        if (cell.column_span > columns - cell.column)
            cell.column_span = (uint32_t)(columns - cell.column);
        grid->cells[kept++] = cell;
    }
    grid->cell_count = kept;
    grid->rows = rows;
    grid->columns = columns;
}

static bool add_covered(struct grid_build *g, struct err *err) {
    size_t anchors = g->grid->cell_count;
    for (size_t i = 0; i < anchors; i++) {
        struct document_cell cell = g->grid->cells[i];
        size_t area = (size_t)cell.row_span * cell.column_span;
        if (area > LIMIT_DOCUMENT_CELLS - g->build->cells) return take_cells(g->build, area, err);
        for (uint32_t row = 0; row < cell.row_span; row++)
            for (uint32_t column = 0; column < cell.column_span; column++) {
                if (row == 0 && column == 0) continue;
                struct document_cell covered = {.row = cell.row + row,
                                                .column = cell.column + column,
                                                .row_span = row,
                                                .column_span = column,
                                                .kind = CELL_COVERED};
                /* The spans of a covered cell lead back to the one above it: see document_cell. */
                if (!grid_cell(g, covered, err)) return false;
                struct document_cell *last = &g->grid->cells[g->grid->cell_count - 1];
                last->row_span = row;
                last->column_span = column;
            }
    }
    return true;
}

/* The cell that a covered one of those in order leads back to. */
static const struct document_cell *over(const struct document_grid *grid, size_t at) {
    const struct document_cell *covered = &grid->cells[at];
    if (covered->kind != CELL_COVERED) return NULL;
    const struct document_cell key = {.row = covered->row - covered->row_span,
                                      .column = covered->column - covered->column_span};
    return bsearch(&key, grid->cells, at, sizeof key, by_position);
}

static void forget_doubles(struct grid_build *g) {
    struct document_grid *grid = g->grid;
    size_t kept = 0;
    for (size_t i = 0; i < grid->cell_count; i++) {
        const struct document_cell *cell = &grid->cells[i];
        const struct document_cell *last = kept ? &grid->cells[kept - 1] : NULL;
        if (last && last->row == cell->row && last->column == cell->column) {
            const struct document_cell *seen = over(grid, kept - 1);
            bool other = cell->kind != CELL_EMPTY && cell->kind != CELL_COVERED &&
                         (!seen || strcmp(seen->text, cell->text) != 0);
            if (other)
                build_note(g->build, "text under a merged cell", str_of(cell->text),
                           document_cell_place(grid, cell->row, cell->column, g->build->arena));
            continue;
        }
        grid->cells[kept++] = *cell;
    }
    grid->cell_count = kept;
}

static void index_rows(struct grid_build *g) {
    struct document_grid *grid = g->grid;
    grid->row_first = ARENA_NEW(g->build->arena, size_t, grid->rows + 1);
    size_t at = 0;
    for (size_t row = 0; row < grid->rows; row++) {
        grid->row_first[row] = at;
        while (at < grid->cell_count && grid->cells[at].row == row) at++;
    }
    grid->row_first[grid->rows] = at;
}

bool grid_end(struct grid_build *g, struct err *err) {
    struct document_grid *grid = g->grid;
    if (g->line_count == 0) grid->row_lines = NULL;
    clip(grid);
    if (!add_covered(g, err)) return false;
    if (!g->is_sorted) {
        sort(g);
        forget_doubles(g);
    }
    index_rows(g);
    if (grid->rows == 0 && !grid->is_sheet) return true;
    return build_block(
        g->build,
        (struct document_block){
            .kind = BLOCK_GRID, .text = grid->title, .place = grid->place, .grid = grid},
        err);
}
