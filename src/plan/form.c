/* Forms; see form.h.
 *
 * SPDX-License-Identifier: MIT */
#include "form.h"

#include "heading.h"

#include "base/date.h"

#include <string.h>

#define FORM_ROWS 60
#define FORM_COLUMNS 4
#define QUESTION_BYTES 120

/* 'Who is responsible?', 'Reference:', or a heading that is known. */
static bool asks(const char *line) {
    size_t n = strlen(line);
    if (!n || n > QUESTION_BYTES) return false;
    return strchr(":?", line[n - 1]) || heading_read(str_of(line)) != HEADING_NONE;
}

/* The cells of a row that are filled, three at most. */
static size_t cells_of(const struct document_grid *grid, size_t row,
                       const struct document_cell *cells[3]) {
    size_t count = 0;
    for (size_t i = grid->row_first[row]; i < grid->row_first[row + 1]; i++) {
        const struct document_cell *cell = &grid->cells[i];
        if (cell->kind == CELL_EMPTY || cell->kind == CELL_COVERED || !*cell->text) continue;
        if (count < 3) cells[count] = cell;
        count++;
    }
    return count;
}

static void put(struct document_grid *form, const char *question, const struct document_line *lines,
                size_t count, size_t row, struct arena *arena) {
    struct buf text = buf_new(arena);
    for (size_t i = 0; i < count; i++)
        buf_printf(&text, "%s%s%s%s", i ? "\n" : "", lines[i].label, *lines[i].label ? " " : "",
                   lines[i].text);
    const struct document_cell cell = {.row = (uint32_t)row,
                                       .row_span = 1,
                                       .column_span = 1,
                                       .kind = CELL_TEXT,
                                       .date = DATE_NONE};
    struct document_cell *both = &form->cells[form->cell_count];
    both[0] = both[1] = cell;
    both[0].text = question;
    both[1].text = text.length ? text.text : "";
    both[1].column = 1;
    both[1].lines = lines;
    both[1].line_count = (uint32_t)count;
    form->cell_count += 2;
}

const struct document_grid *form_of(const struct document_grid *grid, struct arena *arena) {
    if (grid->columns < 1 || grid->columns > FORM_COLUMNS || grid->rows < 3 ||
        grid->rows > FORM_ROWS)
        return NULL;
    struct document_grid *form = ARENA_NEW(arena, struct document_grid, 1);
    *form = *grid;
    form->columns = 2;
    form->cells = ARENA_NEW(arena, struct document_cell, 2 * grid->rows);
    form->row_first = ARENA_NEW(arena, size_t, grid->rows + 1);
    form->cell_count = 0;
    size_t answered = 0;
    for (size_t r = 0; r < grid->rows; r++) {
        const struct document_cell *cells[3];
        size_t filled = cells_of(grid, r, cells), count;
        form->row_first[r] = form->cell_count;
        if (filled > 2) return NULL;
        if (filled == 0) continue;
        const struct document_line *lines = document_cell_lines(cells[filled - 1], arena, &count);
        if (filled == 2) {
            put(form, cells[0]->text, lines, count, r, arena);
        } else if (count > 1 && !*lines[0].label && asks(lines[0].text)) {
            put(form, lines[0].text, lines + 1, count - 1, r, arena);
            answered++;
        }
    }
    form->row_first[grid->rows] = form->cell_count;
    return answered > 1 ? form : NULL;
}
