/* Plain text as a document: tables are runs of lines that tabs or pipes part into cells, in which
 * HTML tags may stand; a short line of its own is a heading, a line with a label or dash a list
 * item.
 *
 * SPDX-License-Identifier: MIT */
#include "csv.h"
#include "document_build.h"
#include "markup.h"

#include "base/limits.h"

#include <string.h>

#define LONGEST_HEADING 120

struct line {
    struct str text; /* without the line end */
    size_t number, indent;
    bool blank, tabbed, piped;
};

struct reader {
    struct document_build *build;
    struct arena *arena;
    struct flow *flow;
    struct line *lines;
    size_t count;
};

static void split_lines(struct reader *r, struct str text) {
    size_t count = 1;
    for (size_t i = 0; i < text.n; i++) count += text.p[i] == '\n' || text.p[i] == '\r';
    r->lines = ARENA_NEW(r->arena, struct line, count);
    for (size_t at = 0; at < text.n;) {
        size_t end = at;
        while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r') end++;
        struct line *line = &r->lines[r->count++];
        line->text = (struct str){text.p + at, end - at};
        line->number = r->count;
        line->blank = str_trim(line->text).n == 0;
        line->tabbed = !line->blank && memchr(line->text.p, '\t', line->text.n) != NULL;
        while (line->indent < line->text.n && line->text.p[line->indent] == ' ') line->indent++;
        struct str trimmed = str_trim(line->text);
        size_t pipes = 0;
        for (size_t i = 0; i < trimmed.n; i++) pipes += trimmed.p[i] == '|';
        line->piped = !line->tabbed && (pipes >= 2 || (pipes == 1 && strchr("|", trimmed.p[0])));
        bool crlf = end + 1 < text.n && text.p[end] == '\r' && text.p[end + 1] == '\n';
        at = end + (crlf ? 2 : 1);
    }
}

/* Lines that begin or go on with indented tabs are text; a tab parts cells when something stands
 * before it, or another cell follows. */
static bool in_table(const struct line *line) {
    return line->tabbed || line->piped;
}

/* '---', ':--:' as Markdown writes under a header. */
static bool is_rule(struct str cell) {
    cell = str_trim(cell);
    if (cell.n < 2) return false;
    size_t dashes = 0;
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.p[i] == '-')
            dashes++;
        else if (cell.p[i] != ':')
            return false;
    }
    return dashes >= 2;
}

static bool next_cell(struct str *rest, char separator, struct str *cell) {
    if (!rest->p) return false;
    size_t end = 0;
    while (end < rest->n &&
           (rest->p[end] != separator || (separator == '|' && end && rest->p[end - 1] == '\\')))
        end++;
    *cell = (struct str){rest->p, end};
    if (end == rest->n)
        *rest = (struct str){0};
    else
        *rest = (struct str){rest->p + end + 1, rest->n - end - 1};
    return true;
}

static struct str row_text(const struct line *line, char separator) {
    if (separator == '\t') return line->text;
    struct str text = str_trim(line->text);
    if (text.n && text.p[0] == '|') text.p++, text.n--;
    if (text.n && text.p[text.n - 1] == '|') text.n--;
    return text;
}

static bool is_rule_row(const struct line *line, char separator) {
    struct str rest = row_text(line, separator), cell;
    bool any = false;
    while (next_cell(&rest, separator, &cell)) {
        if (str_trim(cell).n == 0) continue;
        if (!is_rule(cell)) return false;
        any = true;
    }
    return any;
}

/* A cell of one line without tags, whose label, if it has one, is found when it is asked for. */
static bool is_plain(struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c < ' ' || c >= 0x7f || c == '<' || c == '&') return false;
        if (c == ' ' && text.p[i - 1] == ' ') return false; /* it does not begin with one */
    }
    return true;
}

static bool read_grid(struct reader *r, size_t from, size_t to, struct err *err) {
    char separator = r->lines[from].tabbed ? '\t' : '|';
    size_t number;
    if (!build_table(r->build, &number, err)) return false;
    const char *place = arena_printf(r->arena, "table %zu", number);
    struct grid_build g = grid_new(r->build, "", place);
    uint32_t row = 0;
    size_t header_cells = 0;
    for (size_t i = from; i < to; i++) {
        const struct line *line = &r->lines[i];
        if (is_rule_row(line, separator)) {
            if (row == 1) header_cells = g.grid->cell_count;
            continue;
        }
        grid_row_line(&g, line->number);
        struct str rest = row_text(line, separator), cell;
        for (uint32_t column = 0; next_cell(&rest, separator, &cell); column++) {
            if (column >= LIMIT_COLUMNS)
                return err_set(err, ERR_TOO_LARGE, "line %zu has more than %zu cells", line->number,
                               LIMIT_COLUMNS);
            if (str_trim(cell).n == 0) continue;
            if (is_plain(str_trim(cell))) {
                struct str text = str_trim(cell);
                struct document_cell at = {.row = row,
                                           .column = column,
                                           .text = arena_copy(r->arena, text.p, text.n),
                                           .kind = CELL_TEXT};
                if (!grid_cell(&g, at, err)) return false;
                continue;
            }
            markup_read(r->flow, cell);
            size_t count;
            const struct document_line *lines = flow_take(r->flow, &count);
            struct document_cell at = {.row = row, .column = column};
            if (!grid_lines(&g, at, lines, count, err)) return false;
        }
        row++;
    }
    for (size_t i = 0; i < header_cells; i++) g.grid->cells[i].is_header = true;
    return grid_end(&g, err);
}

static bool alone(const struct reader *r, size_t i) {
    return (i == 0 || r->lines[i - 1].blank) && (i + 1 == r->count || r->lines[i + 1].blank);
}

/* The depth of a number such as '1.', '1.2' or '1.2.' before a heading; 0 for none, with the bytes
 * of number and white space. */
static int numbered(struct str text, size_t *label, size_t *bytes) {
    size_t at = 0;
    int depth = 0;
    while (at < text.n && text.p[at] >= '0' && text.p[at] <= '9') {
        size_t start = at;
        while (at < text.n && text.p[at] >= '0' && text.p[at] <= '9') at++;
        if (at - start > 3) return 0;
        depth++;
        if (at < text.n && text.p[at] == '.') at++;
    }
    if (!depth || (depth == 1 && text.p[at - 1] != '.')) return 0;
    *label = at;
    if (at == text.n || text.p[at] != ' ') return 0;
    while (at < text.n && text.p[at] == ' ') at++;
    *bytes = at;
    return at < text.n ? depth : 0;
}

static bool looks_like_heading(const struct reader *r, size_t i, struct str text) {
    if (!alone(r, i) || text.n > LONGEST_HEADING || text.p[0] == '<') return false;
    char last = text.p[text.n - 1];
    if (strchr(".;,:?!|", last) || (text.p[0] >= 'a' && text.p[0] <= 'z')) return false;
    size_t letters = 0;
    for (size_t k = 0; k < text.n; k++)
        letters += (text.p[k] >= 'a' && text.p[k] <= 'z') || (text.p[k] >= 'A' && text.p[k] <= 'Z');
    return letters >= 3;
}

static bool read_line(struct reader *r, size_t i, struct err *err) {
    const struct line *line = &r->lines[i];
    struct str text = str_trim(line->text);
    struct document_block block = {.kind = BLOCK_PARAGRAPH,
                                   .place = arena_printf(r->arena, "line %zu", line->number)};
    size_t label_bytes, skip;
    int depth = 0;
    if (text.p[0] == '#') { /* Markdown */
        size_t marks = 0;
        while (marks < text.n && text.p[marks] == '#') marks++;
        struct str rest = str_trim((struct str){text.p + marks, text.n - marks});
        if (marks <= 6 && rest.n && rest.p == text.p + marks + 1) {
            text = rest;
            block.kind = BLOCK_HEADING;
            block.level = (int)marks;
        }
    }
    struct label label;
    bool typed = label_parse(text, &label);
    bool heading = block.kind == BLOCK_HEADING ||
                   ((!typed || label.style == LABEL_DECIMAL) && looks_like_heading(r, i, text));
    if (heading) {
        block.kind = BLOCK_HEADING;
        depth = numbered(text, &label_bytes, &skip);
        if (depth) {
            if (!block.level) block.level = depth;
            block.label = arena_copy(r->arena, text.p, label_bytes);
            text = (struct str){text.p + skip, text.n - skip};
        }
    }
    markup_read(r->flow, text);
    size_t count;
    const struct document_line *lines = flow_take(r->flow, &count);
    if (count == 0) return true;
    if (heading) {
        block.text = flow_join(r->arena, lines, count);
        return build_block(r->build, block, err);
    }
    /* One blank is enough to set an item below another. */
    int deeper = (int)(line->indent > 16 ? 8 : (line->indent + 1) / 2);
    size_t first = r->build->out->block_count;
    if (!build_lines(r->build, lines, count, -1, block.place, err)) return false;
    for (size_t k = first; k < r->build->out->block_count; k++)
        if (r->build->out->blocks[k].kind == BLOCK_ITEM) r->build->out->blocks[k].level += deeper;
    return true;
}

bool document_read_text(struct document_build *build, char *bytes, size_t length, struct err *err) {
    /* The encoding is found as a CSV file's is. */
    struct csv *csv = csv_new(build->arena, bytes, length, err);
    if (!csv) return false;
    if (csv_encoding(csv) == CSV_WINDOWS_1252)
        build_note(build, "Windows-1252 text, read as such", (struct str){0}, "the file");
    struct reader r = {.build = build, .arena = build->arena, .flow = flow_new(build->arena)};
    split_lines(&r, csv_rest(csv));
    for (size_t i = 0; i < r.count;) {
        if (r.lines[i].blank) {
            i++;
            continue;
        }
        if (!in_table(&r.lines[i])) {
            if (!read_line(&r, i++, err)) return false;
            continue;
        }
        /* A table ends at an empty line; lines of one cell may stand between others. */
        size_t end = i + 1, last = end;
        for (; end < r.count && !r.lines[end].blank; end++)
            if (in_table(&r.lines[end]) && r.lines[end].tabbed == r.lines[i].tabbed) last = end + 1;
        if (!read_grid(&r, i, last, err)) return false;
        i = last;
    }
    return true;
}
