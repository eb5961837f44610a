/* CSV and TSV files as documents of one table.
 *
 * SPDX-License-Identifier: MIT */
#include "csv.h"
#include "document_build.h"

bool document_read_csv(struct document_build *build, char *bytes, size_t length, char separator,
                       struct err *err) {
    size_t cells = 1;
    for (size_t i = 0; i < length; i++)
        cells += bytes[i] == separator || bytes[i] == '\n' || bytes[i] == '\r';
    struct csv *csv = csv_new(build->arena, bytes, length, err);
    if (!csv) return false;
    csv_separate(csv, separator);
    if (csv_encoding(csv) == CSV_WINDOWS_1252)
        build_note(build, "Windows-1252 text, read as such", (struct str){0}, "the file");
    struct grid_build g = grid_new(build, "", "table 1");
    grid_reserve(&g, cells);
    struct csv_row row;
    for (uint32_t r = 0; csv_next(csv, &row); r++) {
        if (row.problem == CSV_MANY_CELLS || row.problem == CSV_MANY_ROWS ||
            row.problem == CSV_LARGE_CELL)
            return err_set(err, ERR_TOO_LARGE, "line %zu: %s", row.problem_line,
                           csv_problem_text(row.problem));
        if (row.problem != CSV_FINE)
            build_note(build, csv_problem_text(row.problem), row.cells[0].text,
                       arena_printf(build->arena, "line %zu", row.problem_line));
        grid_row_line(&g, row.line);
        for (size_t c = 0; c < row.count; c++) {
            struct str text = str_trim(row.cells[c].text);
            if (text.n == 0) continue;
            /* The byte after a cell was a separator or the end, and has been read. */
            ((char *)text.p)[text.n] = '\0';
            struct document_cell cell = {.text = text.p,
                                         .row = r,
                                         .column = (uint32_t)c,
                                         .kind = CELL_TEXT,
                                         .indent = build_indent(row.cells[c].text)};
            if (!grid_cell(&g, cell, err)) return false;
        }
    }
    return grid_end(&g, err);
}
