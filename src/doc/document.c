/* Documents: which reader reads what, and questions to what was read; see document.h.
 *
 * SPDX-License-Identifier: MIT */
#include "document.h"

#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "document_build.h"
#include "gzip.h"
#include "office.h"
#include "utf16.h"

#include <string.h>
#include <strings.h>

static const struct document_cell nothing = {
    .text = "", .row_span = 1, .column_span = 1, .date = DATE_NONE, .kind = CELL_EMPTY};

static const struct document_cell *cell_at(const struct document_grid *grid, size_t row,
                                           size_t column) {
    if (row >= grid->rows) return NULL;
    size_t low = grid->row_first[row], high = grid->row_first[row + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (grid->cells[middle].column < column)
            low = middle + 1;
        else
            high = middle;
    }
    return low < grid->row_first[row + 1] && grid->cells[low].column == column ? &grid->cells[low]
                                                                               : NULL;
}

const struct document_cell *document_cell(const struct document_grid *grid, size_t row,
                                          size_t column) {
    const struct document_cell *cell = cell_at(grid, row, column);
    if (cell && cell->kind == CELL_COVERED)
        cell = cell_at(grid, row - cell->row_span, column - cell->column_span);
    return cell && cell->kind != CELL_COVERED ? cell : &nothing;
}

bool document_is_covered(const struct document_grid *grid, size_t row, size_t column) {
    const struct document_cell *cell = cell_at(grid, row, column);
    return cell && cell->kind == CELL_COVERED;
}

struct document_grid *document_grid_rows(const struct document_grid *grid, size_t from, size_t to,
                                         struct arena *arena) {
    struct document_grid *out = ARENA_NEW(arena, struct document_grid, 1);
    size_t first = grid->row_first[from], count = grid->row_first[to] - first;
    *out = *grid;
    out->rows = to - from;
    out->cell_count = count;
    out->cells = ARENA_NEW(arena, struct document_cell, count + 1);
    out->row_first = ARENA_NEW(arena, size_t, out->rows + 1);
    if (grid->row_lines) out->row_lines = grid->row_lines + from;
    out->first_row = grid->first_row + from;
    for (size_t r = 0; r <= out->rows; r++) out->row_first[r] = grid->row_first[from + r] - first;
    for (size_t i = 0; i < count; i++) {
        struct document_cell *cell = &out->cells[i];
        *cell = grid->cells[first + i];
        cell->row -= (uint32_t)from;
        if (cell->kind == CELL_COVERED) {
            if (cell->row_span > cell->row)
                *cell = (struct document_cell){.text = "",
                                               .row = cell->row,
                                               .column = cell->column,
                                               .row_span = 1,
                                               .column_span = 1,
                                               .kind = CELL_EMPTY};
        } else if (cell->row_span > out->rows - cell->row) {
            cell->row_span = (uint32_t)out->rows - cell->row;
        }
    }
    return out;
}

const struct document_line *document_cell_lines(const struct document_cell *cell,
                                                struct arena *arena, size_t *count) {
    *count = cell->line_count;
    if (cell->line_count) return cell->lines;
    struct str rest = str_of(cell->text), part;
    size_t n = 0;
    for (const char *c = cell->text; *c; c++) n += *c == '\n';
    struct document_line *lines = ARENA_NEW(arena, struct document_line, n + 1);
    while (str_split(&rest, '\n', &part))
        if (str_trim(part).n) lines[(*count)++] = flow_line(arena, part);
    return lines;
}

const char *document_cell_place(const struct document_grid *grid, size_t row, size_t column,
                                struct arena *arena) {
    if (grid->is_sheet) {
        char letters[8];
        size_t n = 0;
        for (size_t left = column + 1; left && n < sizeof letters; left = (left - 1) / 26)
            letters[n++] = (char)('A' + (left - 1) % 26);
        for (size_t i = 0; i < n / 2; i++) {
            char swap = letters[i];
            letters[i] = letters[n - 1 - i];
            letters[n - 1 - i] = swap;
        }
        return arena_printf(arena, "%s!%.*s%zu", grid->place, (int)n, letters,
                            grid->first_row + row + 1);
    }
    if (grid->row_lines && row < grid->rows)
        return arena_printf(arena, "line %zu column %zu", grid->row_lines[row], column + 1);
    return arena_printf(arena, "%s row %zu column %zu", grid->place, grid->first_row + row + 1,
                        column + 1);
}

const char *document_format_text(enum document_format format) {
    static const char *const texts[] = {"text",      "CSV file",       "TSV file",
                                        "HTML page", "Excel workbook", "Word document"};
    return texts[format];
}

const char *document_cell_kind_text(enum document_cell_kind kind) {
    static const char *const texts[] = {"empty",   "text",  "number", "date",
                                        "boolean", "error", "covered"};
    return texts[kind];
}

const char *document_block_kind_text(enum document_block_kind kind) {
    static const char *const texts[] = {"heading", "paragraph", "item", "grid"};
    return texts[kind];
}

static bool ends_with(const char *name, const char *ending) {
    size_t n = strlen(name), e = strlen(ending);
    return n >= e && strcasecmp(name + n - e, ending) == 0;
}

static bool starts(struct str bytes, const char *magic, size_t n) {
    return bytes.n >= n && memcmp(bytes.p, magic, n) == 0;
}

/* Files that are of a known kind, but not one that is read here. */
static bool refuse_others(struct str bytes, struct err *err) {
    if (starts(bytes, "%PDF-", 5)) {
        err_set(err, ERR_INPUT, "is a PDF, in which tables are only lines and letters");
        return err_hint(err, "Ask for the Word or Excel file that it was made from.");
    }
    if (starts(bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8)) {
        err_set(err, ERR_INPUT, "is a Word or Excel file of the old kind, or has a password");
        return err_hint(err, "Open it, and save it as .docx or .xlsx without a password.");
    }
    if (starts(bytes, "{\\rtf", 5)) {
        err_set(err, ERR_INPUT, "is rich text (RTF)");
        return err_hint(err, "Open it in Word, and save it as .docx.");
    }
    return true;
}

/* The separator that a table's first line has most; 0 when it has none. */
static char separator_of(struct str bytes) {
    size_t commas = 0, tabs = 0, semicolons = 0;
    bool quoted = false;
    for (size_t i = 0; i < bytes.n; i++) {
        char c = bytes.p[i];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n' || c == '\r') {
            if (commas + tabs + semicolons) break;
            continue;
        }
        commas += c == ',';
        tabs += c == '\t';
        semicolons += c == ';';
    }
    if (tabs && tabs >= commas && tabs >= semicolons) return '\t';
    if (commas && commas >= semicolons) return ',';
    return semicolons ? ';' : 0;
}

/* Whether the text is a page of HTML: it begins with a tag that only such a page begins with. */
static bool is_page(struct str text) {
    if (starts(text, "\xef\xbb\xbf", 3)) text.p += 3, text.n -= 3;
    text = str_trim(text);
    for (size_t steps = 0; steps < 20 && text.n; steps++) {
        bool comment = starts(text, "<!--", 4), xml = starts(text, "<?xml", 5);
        if (!comment && !xml) break;
        const char *end = comment ? "-->" : "?>";
        size_t n = strlen(end), at = 0;
        while (at + n <= text.n && memcmp(text.p + at, end, n) != 0) at++;
        if (at + n > text.n) return false;
        text = str_trim((struct str){text.p + at + n, text.n - at - n});
    }
    static const char *const tags[] = {"<!doctype html", "<html", "<head", "<body", "<meta"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (text.n >= strlen(tags[i]) && strncasecmp(text.p, tags[i], strlen(tags[i])) == 0)
            return true;
    return false;
}

static bool read_office(struct document_build *build, struct str bytes, struct err *err) {
    struct zip *zip = zip_open(build->arena, bytes, err);
    enum office_kind kind;
    const char *name;
    if (!zip || !office_main(zip, build->arena, &kind, &name, err)) return false;
    if (kind == OFFICE_WORKBOOK) {
        build->out->format = DOCUMENT_XLSX;
        return document_read_xlsx(build, zip, name, err);
    }
    build->out->format = DOCUMENT_DOCX;
    return document_read_docx(build, zip, name, err);
}

static bool read_any(struct document_build *build, const char *name, char *bytes, size_t length,
                     struct err *err) {
    struct str all = {bytes, length};
    if (utf16_is(all)) {
        if (!utf16_read(all, build->arena, &bytes, &length, err)) return false;
        build_note(build, "UTF-16 text, read as such", (struct str){0}, "the file");
        all = (struct str){bytes, length};
    }
    if (!refuse_others(all, err)) return false;
    if (zip_is(all)) return read_office(build, all, err);
    if (ends_with(name, ".html") || ends_with(name, ".htm") || is_page(all)) {
        build->out->format = DOCUMENT_HTML;
        return document_read_html(build, bytes, length, err);
    }
    bool csv = ends_with(name, ".csv"), tsv = ends_with(name, ".tsv") || ends_with(name, ".tab");
    if (csv || tsv) {
        char separator = separator_of(all);
        if (!separator) separator = tsv ? '\t' : ',';
        build->out->format = separator == '\t' ? DOCUMENT_TSV : DOCUMENT_CSV;
        return document_read_csv(build, bytes, length, separator, err);
    }
    build->out->format = DOCUMENT_TEXT;
    return document_read_text(build, bytes, length, err);
}

/* What a packed file holds is named as the file is, without '.gz'. */
static bool read_packed(struct document_build *build, const char *name, struct str packed,
                        struct err *err) {
    char *bytes;
    size_t length, n = strlen(name) - (ends_with(name, ".gz") ? 3 : 0);
    return gzip_unpack(packed, LIMIT_DOCUMENT_BYTES, build->arena, &bytes, &length, err) &&
           read_any(build, arena_copy(build->arena, name, n), bytes, length, err);
}

/* The first heading is the title of a document that does not say it otherwise. */
static const char *find_title(const struct document *document) {
    for (size_t i = 0; i < document->block_count; i++) {
        const struct document_block *block = &document->blocks[i];
        if (block->kind == BLOCK_HEADING) return block->text;
    }
    return "";
}

bool document_read_bytes(const char *name, char *bytes, size_t length, struct arena *arena,
                         struct document *out, struct err *err) {
    *out = (struct document){.title = "", .source = arena_string(arena, name)};
    sha256_hex((struct str){bytes, length}, out->sha256);
    struct document_build build = build_new(arena, out);
    if (length > LIMIT_DOCUMENT_BYTES)
        err_set(err, ERR_TOO_LARGE, "is larger than %zu MB", LIMIT_DOCUMENT_BYTES >> 20);
    else if (gzip_is((struct str){bytes, length})
                 ? read_packed(&build, name, (struct str){bytes, length}, err)
                 : read_any(&build, name, bytes, length, err)) {
        if (!*out->title) out->title = find_title(out);
        return true;
    }
    return err_context(err, "%s", name);
}

bool document_read(const char *path, struct arena *arena, struct document *out, struct err *err) {
    char *bytes;
    size_t length;
    if (!file_read(arena, path, LIMIT_DOCUMENT_BYTES, &bytes, &length, err)) return false;
    return document_read_bytes(path, bytes, length, arena, out, err);
}
