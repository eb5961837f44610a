/* Columns by their cells; see columns.h.
 *
 * SPDX-License-Identifier: MIT */
#include "columns.h"

#include "label.h"
#include "stage.h"

#include <string.h>
#include <strings.h>

#define STATUS_BYTES 40

/* The cell of a record in the column that is filled and its own; NULL: none. */
static const struct document_cell *own_cell(const struct column *column, size_t record) {
    const struct layout_record *r = &column->layout->records[record];
    if (r->is_section || r->slots != column->slots || column->slot >= r->slot_count) return NULL;
    const struct layout_cell *cell = &r->cells[column->slot];
    return cell->carried || !*cell->cell->text ? NULL : cell->cell;
}

/* Whether a line, without a number of its own, is a status. */
static bool is_stage(const struct document_line *line, struct arena *arena) {
    struct str text = str_of(line->text);
    struct label label;
    size_t length;
    if (!*line->label && label_read(text, &label, &length))
        text = (struct str){text.p + length, text.n - length};
    if (text.n > STATUS_BYTES) return false;
    return stage_read(text, arena).is_status;
}

bool column_is_status(const struct column *column, struct arena *arena) {
    size_t filled = 0;
    for (size_t i = 0; i < column->layout->count; i++) {
        const struct document_cell *cell = own_cell(column, i);
        size_t count;
        if (!cell) continue;
        const struct document_line *lines = document_cell_lines(cell, arena, &count);
        for (size_t l = 0; l < count; l++)
            if (!is_stage(&lines[l], arena)) return false;
        filled++;
    }
    return filled > 0;
}

bool column_is_numbered(const struct column *column, struct arena *arena) {
    size_t numbered = 0, others = 0;
    for (size_t i = 0; i < column->layout->count; i++) {
        const struct document_cell *cell = own_cell(column, i);
        size_t count, length;
        if (!cell) continue;
        const struct document_line *lines = document_cell_lines(cell, arena, &count);
        for (size_t l = 0; l < count; l++) {
            struct label label;
            if (*lines[l].label) continue;
            bool read = label_read(str_of(lines[l].text), &label, &length);
            if (read && label.kind == LABEL_DOTTED)
                numbered++;
            else
                others++;
        }
    }
    return numbered > 1 && numbered >= others;
}

size_t code_length(struct str text) {
    static const char *const words[] = {"must do", "should do", "could do", "recommendation",
                                        "rec"};
    size_t n = 0, digits;
    for (size_t w = 0; w < sizeof words / sizeof words[0] && !n; w++) {
        size_t length = strlen(words[w]);
        if (text.n > length && strncasecmp(text.p, words[w], length) == 0) n = length;
    }
    if (n) {
        while (n < text.n && strchr(" .:", text.p[n])) n++;
    } else {
        while (n < text.n && text.p[n] >= 'A' && text.p[n] <= 'Z') n++;
        if (n == 0 || n > 3 || (n == 1 && strchr("QHY", text.p[0]))) return 0;
    }
    for (digits = n; digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9';) digits++;
    if (digits == n || digits - n > 3) return 0;
    while (digits < text.n && text.p[digits] == '.' && digits + 1 < text.n &&
           text.p[digits + 1] >= '0' && text.p[digits + 1] <= '9')
        digits += 2;
    if (digits < text.n && text.p[digits] >= 'a' && text.p[digits] <= 'z') digits++;
    return digits == text.n || strchr(" \n:.),;", text.p[digits]) ? digits : 0;
}

bool column_is_codes(const struct column *column, struct arena *arena) {
    (void)arena;
    size_t filled = 0;
    for (size_t i = 0; i < column->layout->count; i++) {
        const struct document_cell *cell = own_cell(column, i);
        if (!cell) continue;
        if (strlen(cell->text) > 120 || !code_length(str_trim(str_of(cell->text)))) return false;
        filled++;
    }
    return filled > 0;
}

/* Whether the words begin with one of those, and how far it reaches. */
static size_t front(const char *words, const char *const *list, size_t count) {
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(list[i]);
        if (n > longest && strncmp(words, list[i], n) == 0) longest = n;
    }
    return longest;
}

#define FRONT(words, list) front(words, list, sizeof(list) / sizeof *(list))

enum cell_response cell_response(struct str text, struct arena *arena) {
    static const char *const nothing[] = {" none ",
                                          " nil ",
                                          " n a ",
                                          " no action ",
                                          " no action required ",
                                          " no further action ",
                                          " no further action required ",
                                          " no actions ",
                                          " not applicable "};
    static const char *const rejected[] = {
        " not accepted ", " not agreed ", " not supported ", " rejected ",
        " declined ",     " reject ",     " do not accept ", " do not agree ",
        " disagree ",     " disagreed ",  " cannot accept ", " unable to accept "};
    static const char *const agreed[] = {" yes ",
                                         " accepted ",
                                         " accept ",
                                         " agreed ",
                                         " agree ",
                                         " accepted in full ",
                                         " agreed in full ",
                                         " accepted in part ",
                                         " agreed in part ",
                                         " fully accepted ",
                                         " fully agreed ",
                                         " partly accepted ",
                                         " partly agreed ",
                                         " partially accepted ",
                                         " partially agreed ",
                                         " supported ",
                                         " noted ",
                                         " agreed in principle ",
                                         " accepted in principle "};
    text = str_trim(text);
    if (!text.n || text.n > 200) return CELL_ACTION;
    /* 'Management response: agreed' */
    const char *colon = memchr(text.p, ':', text.n);
    if (colon && colon - text.p < 40 &&
        strstr(heading_words((struct str){text.p, (size_t)(colon - text.p)}, arena), " response "))
        text = str_trim((struct str){colon + 1, (size_t)(text.p + text.n - colon - 1)});
    const char *words = heading_words(text, arena);
    size_t n = strlen(words), length;
    if (n <= 1 || FRONT(words, nothing) == n) return CELL_NO_ACTION;
    if (FRONT(words, rejected)) return CELL_REJECTED;
    length = FRONT(words, agreed);
    if (length == n) return CELL_AGREED;
    /* 'Agree the model' is an action, 'Agreed, subject to funding' is not all of one. */
    size_t word = 0;
    while (word < text.n && !strchr(",.;:(", text.p[word]) &&
           !(text.p[word] == ' ' && word + 1 < text.n && strchr("-\xe2", text.p[word + 1])))
        word++;
    if (!length || word + 1 >= text.n) return CELL_ACTION;
    const char *first = heading_words((struct str){text.p, word}, arena);
    return FRONT(first, agreed) == strlen(first) ? CELL_AGREED_AND_MORE : CELL_ACTION;
}
