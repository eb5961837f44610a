/* Writes fitted numbers back; see calibrate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "calibrate.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/number.h"
#include "doc/csv.h"
#include "doc/csv_patch.h"

#include <stdlib.h>
#include <string.h>

const char *calibrate_number(double value, struct arena *arena) {
    char text[NUMBER_BYTES];
    double rounded;
    if (!number_parse(str_of(arena_printf(arena, "%.6g", value)), &rounded)) rounded = value;
    return arena_string(arena, number_text(rounded, text));
}

/* The cell of the header with that name. */
static bool find_cell(struct str bytes, const char *column, struct arena *arena, size_t *cell,
                      struct err *err) {
    struct csv *csv = csv_new(arena, arena_copy(arena, bytes.p, bytes.n), bytes.n, err);
    struct csv_row header;
    if (!csv) return false;
    if (csv_next(csv, &header))
        for (size_t i = 0; i < header.count; i++)
            if (str_is(str_trim(header.cells[i].text), column)) {
                *cell = i;
                return true;
            }
    return err_set(err, ERR_INPUT, "the header has no column '%s'", column);
}

static int compare_patches(const void *a, const void *b) {
    const struct csv_patch *x = a, *y = b;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

static int compare_edits(const void *a, const void *b) {
    const struct calibrate_edit *x = a, *y = b;
    int order = strcmp(x->table->name, y->table->name);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* The file of one table with its edits in it. */
static bool edit_file(const char *path, const struct calibrate_edit *edits, size_t count,
                      const char *source, struct arena *arena, struct buf *out, struct err *err) {
    struct csv_patch *patches = ARENA_NEW(arena, struct csv_patch, count * 2);
    size_t length, n = 0, source_cell, cell;
    char *bytes;
    if (!file_read(arena, path, LIMIT_FILE_BYTES, &bytes, &length, err)) return false;
    struct str text = {bytes, length};
    if (!find_cell(text, "source", arena, &source_cell, err)) return false;
    for (size_t i = 0; i < count; i++) {
        const char *column = edits[i].table->columns[edits[i].column].name;
        if (!find_cell(text, column, arena, &cell, err)) return false;
        patches[n++] = (struct csv_patch){(size_t)edits[i].line, cell,
                                          str_of(calibrate_number(edits[i].value, arena))};
        if (i + 1 < count && edits[i + 1].line == edits[i].line) continue;
        patches[n++] = (struct csv_patch){(size_t)edits[i].line, source_cell,
                                          str_of(edits[i].source ? edits[i].source : source)};
    }
    qsort(patches, n, sizeof *patches, compare_patches);
    *out = buf_new(arena);
    return csv_patch(text, patches, n, out, err);
}

bool calibrate_write(const char *folder, struct calibrate_edit *edits, size_t count,
                     const char *source, struct arena *arena, struct err *err) {
    struct file {
        const char *path;
        struct buf text;
    } *files = ARENA_NEW(arena, struct file, count);
    size_t file_count = 0;
    if (count) qsort(edits, count, sizeof *edits, compare_edits);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && edits[to].table == edits[from].table;) to++;
        struct file *file = &files[file_count++];
        file->path = arena_printf(arena, "%s/%s.csv", folder, edits[from].table->name);
        if (!edit_file(file->path, edits + from, to - from, source, arena, &file->text, err))
            return err_context(err, "writing %s.csv", edits[from].table->name);
    }
    for (size_t i = 0; i < file_count; i++)
        if (!file_replace(files[i].path, (struct str){files[i].text.text, files[i].text.length},
                          err))
            return false;
    return true;
}
