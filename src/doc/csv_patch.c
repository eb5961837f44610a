/* Changes single cells of a CSV text; see csv_patch.h. Rows and lines are told apart as csv.c does.
 *
 * SPDX-License-Identifier: MIT */
#include "csv_patch.h"

#include <string.h>

struct scan {
    struct str bytes;
    size_t at, line;
};

static bool at_line_end(const struct scan *s) {
    return s->at < s->bytes.n && (s->bytes.p[s->at] == '\n' || s->bytes.p[s->at] == '\r');
}

static void pass(struct scan *s) {
    char c = s->bytes.p[s->at++];
    if (c == '\n' || (c == '\r' && (s->at == s->bytes.n || s->bytes.p[s->at] != '\n'))) s->line++;
}

static void pass_line_end(struct scan *s) {
    bool pair =
        s->bytes.p[s->at] == '\r' && s->at + 1 < s->bytes.n && s->bytes.p[s->at + 1] == '\n';
    pass(s);
    if (pair) pass(s);
}

/* Up to the comma or line end after the cell. */
static void pass_cell(struct scan *s) {
    if (s->at < s->bytes.n && s->bytes.p[s->at] == '"') {
        s->at++;
        for (bool closed = false; s->at < s->bytes.n && !closed;) {
            bool quote = s->bytes.p[s->at] == '"';
            pass(s);
            if (!quote) continue;
            closed = s->at == s->bytes.n || s->bytes.p[s->at] != '"';
            if (!closed) s->at++;
        }
    }
    while (s->at < s->bytes.n && s->bytes.p[s->at] != ',' && !at_line_end(s)) s->at++;
}

/* `alone`: the cell is its whole row, which would be an empty line; `first`: of the file, where a
 * byte order mark would be taken for the file's. */
static void put(struct buf *out, struct str text, bool alone, bool first) {
    bool quotes =
        (alone && text.n == 0) || (first && text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0);
    for (size_t i = 0; i < text.n; i++) quotes = quotes || strchr(",\"\r\n", text.p[i]);
    if (!quotes) {
        buf_add(out, text.p, text.n);
        return;
    }
    buf_putc(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"') buf_putc(out, '"');
        buf_putc(out, text.p[i]);
    }
    buf_putc(out, '"');
}

bool csv_patch(struct str bytes, const struct csv_patch *patches, size_t count, struct buf *out,
               struct err *err) {
    struct scan s = {bytes, 0, 1};
    size_t done = 0, copied = 0;
    if (bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0) s.at = 3;
    while (s.at < bytes.n && done < count) {
        if (at_line_end(&s)) {
            pass_line_end(&s);
            continue;
        }
        size_t line = s.line;
        for (size_t cell = 0;; cell++) {
            size_t from = s.at;
            pass_cell(&s);
            if (done < count && patches[done].line == line && patches[done].cell == cell) {
                buf_add(out, bytes.p + copied, from - copied);
                bool alone = cell == 0 && (s.at == bytes.n || bytes.p[s.at] != ',');
                put(out, patches[done++].text, alone, from == 0);
                copied = s.at;
            }
            if (s.at == bytes.n || bytes.p[s.at] != ',') break;
            s.at++;
        }
        if (at_line_end(&s)) pass_line_end(&s);
    }
    buf_add(out, bytes.p + copied, bytes.n - copied);
    if (done == count) return true;
    return err_set(err, ERR_NOT_FOUND, "there is no cell %zu in line %zu", patches[done].cell + 1,
                   patches[done].line);
}
