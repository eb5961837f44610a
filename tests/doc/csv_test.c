/* CSV, read and written.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/limits.h"
#include "doc/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct csv *read_text(struct arena *arena, const char *text, size_t n) {
    struct err err = {0};
    struct csv *csv = csv_new(arena, arena_copy(arena, text, n), n, &err);
    assert_non_null(csv);
    return csv;
}

/* Cells as a text: a|b, rows ended by their line and a newline. */
static void shows(const char *text, const char *expected) {
    struct arena *arena = arena_new();
    struct csv *csv = read_text(arena, text, strlen(text));
    struct csv_row row;
    struct buf out = buf_new(arena);
    while (csv_next(csv, &row)) {
        buf_printf(&out, "%zu:", row.line);
        for (size_t i = 0; i < row.count; i++)
            buf_printf(&out, "%s%.*s", i ? "|" : "", (int)row.cells[i].text.n, row.cells[i].text.p);
        if (row.problem) buf_printf(&out, " !%d@%zu", (int)row.problem, row.problem_line);
        buf_putc(&out, ';');
    }
    assert_string_equal(out.text, expected);
    arena_free(arena);
}

static void cells_and_rows(void **state) {
    (void)state;
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"", ""},
        {"\n\n", ""},
        {"a,b\nc,d\n", "1:a|b;2:c|d;"},
        {"a,b\r\nc,d", "1:a|b;2:c|d;"},
        {"a,b\rc,d\r", "1:a|b;2:c|d;"},
        {"a,b\n\nc,d\n", "1:a|b;3:c|d;"},
        {",\n", "1:|;"},
        {"a,\n", "1:a|;"},
        {"\"\"\n", "1:;"},
        {"\"a,b\",\"c\"\"d\"\n", "1:a,b|c\"d;"},
        {"\"two\nlines\",x\ny\n", "1:two\nlines|x;3:y;"},
        {"\"two\r\nlines\",x\r\ny\r\n", "1:two\r\nlines|x;3:y;"},
        {"\xef\xbb\xbfid,caf\xc3\xa9\n", "1:id|caf\xc3\xa9;"},
        {" a , b \n", "1: a | b ;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        shows(cases[i].text, cases[i].shown);
}

static void problems_are_said_with_their_line(void **state) {
    (void)state;
    shows("a\nb\"c,d\ne\n", "1:a;2:b\"c|d !1@2;3:e;");
    shows("a\n\"b\"c,d\ne\n", "1:a;2:bc|d !2@2;3:e;");
    shows("a\nb,\"c\nd\n", "1:a;2:b|c\nd\n !3@2;");
    shows("\"", "1: !3@1;");
    shows("\"\"\"", "1:\" !3@1;");
}

static void a_cell_knows_its_line(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const char *text = "\"a\nb\",c\n";
    struct csv *csv = read_text(arena, text, strlen(text));
    struct csv_row row;
    assert_true(csv_next(csv, &row));
    assert_int_equal(row.line, 1);
    assert_int_equal(row.cells[1].line, 2);
    arena_free(arena);
}

static void windows_1252_is_recognised(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const char *text = "\xa3"
                       "12,caf\xe9,\x96\n";
    struct csv *csv = read_text(arena, text, strlen(text));
    assert_int_equal(csv_encoding(csv), CSV_WINDOWS_1252);
    struct csv_row row;
    assert_true(csv_next(csv, &row));
    assert_true(str_is(row.cells[0].text, "£12"));
    assert_true(str_is(row.cells[1].text, "café"));
    assert_true(str_is(row.cells[2].text, "–"));
    arena_free(arena);
}

static void what_is_not_text_is_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    char nul[] = "a,\0b\n";
    assert_null(csv_new(arena, nul, sizeof nul - 1, &err));
    assert_int_equal(err.code, ERR_INPUT);
    char utf16[] = "\xff\xfe"
                   "a\0,\0";
    assert_null(csv_new(arena, utf16, sizeof utf16 - 1, &err));
    assert_non_null(strstr(err.message, "UTF-16"));
    char neither[] = "a\x81\xff\n";
    assert_null(csv_new(arena, neither, sizeof neither - 1, &err));
    arena_free(arena);
}

static void limits_hold(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct csv_row row;
    size_t n = LIMIT_CELL_BYTES + 10;
    char *large = arena_alloc(arena, n + 1, 1);
    memset(large, 'x', n);
    struct csv *csv = read_text(arena, large, n);
    assert_true(csv_next(csv, &row));
    assert_int_equal(row.problem, CSV_LARGE_CELL);
    assert_int_equal(row.cells[0].text.n, LIMIT_CELL_BYTES);
    memset(large, ',', LIMIT_COLUMNS + 5);
    csv = read_text(arena, large, LIMIT_COLUMNS + 5);
    assert_true(csv_next(csv, &row));
    assert_int_equal(row.problem, CSV_MANY_CELLS);
    assert_int_equal(row.count, LIMIT_COLUMNS);
    arena_free(arena);
}

static void what_is_written_is_read_again(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const char alphabet[] = "ab,\"\n\r\t \xef\xbb\xbf;";
    unsigned seed = 20180401;
    struct str cells[400];
    for (int round = 0; round < 200; round++) {
        size_t columns = 1 + (size_t)rand_r(&seed) % 4, rows = (size_t)rand_r(&seed) % 100;
        struct buf out = buf_new(arena);
        for (size_t i = 0; i < rows * columns; i++) {
            size_t n = (size_t)rand_r(&seed) % 6;
            char text[24];
            size_t used = 0;
            for (size_t k = 0; k < n; k++) {
                int letter = rand_r(&seed) % 10;
                if (letter == 9) {
                    memcpy(text + used, "\xef\xbb\xbf", 3);
                    used += 3;
                } else {
                    text[used++] = alphabet[letter < 8 ? letter : 11];
                }
            }
            cells[i] = (struct str){arena_copy(arena, text, used), used};
        }
        for (size_t r = 0; r < rows; r++) csv_write(&out, cells + r * columns, columns);
        struct csv *csv = read_text(arena, out.text, out.length);
        struct csv_row row;
        for (size_t r = 0; r < rows; r++) {
            assert_true(csv_next(csv, &row));
            assert_int_equal(row.problem, CSV_FINE);
            assert_int_equal(row.count, columns);
            for (size_t c = 0; c < columns; c++)
                assert_true(str_equal(row.cells[c].text, cells[r * columns + c]));
        }
        assert_false(csv_next(csv, &row));
        arena_reset(arena);
    }
    arena_free(arena);
}

static void quotes_only_where_needed(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct buf out = buf_new(arena);
    struct str cells[] = {str_of("a b"), str_of("c,d"), str_of("say \"x\""), str_of("")};
    csv_write(&out, cells, 4);
    csv_write(&out, cells + 3, 1);
    assert_string_equal(out.text, "a b,\"c,d\",\"say \"\"x\"\"\",\n\"\"\n");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_and_rows),
        cmocka_unit_test(problems_are_said_with_their_line),
        cmocka_unit_test(a_cell_knows_its_line),
        cmocka_unit_test(windows_1252_is_recognised),
        cmocka_unit_test(what_is_not_text_is_refused),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(quotes_only_where_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
