/* weft spc against the known answers of the R package: flags and words exactly, numbers to 1e-12.
 * Arguments: the program, the folder of known answers.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/file.h"
#include "base/number.h"
#include "doc/csv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

static const char *program, *folder;
static char scratch[] = "/tmp/weft-spc-XXXXXX";

/* A file of the folder, inflated where it is packed. */
static char *golden(struct arena *arena, const char *name, size_t *length) {
    gzFile file = gzopen(arena_printf(arena, "%s/%s", folder, name), "rb");
    assert_non_null(file);
    enum { MOST = 1 << 23 };
    char *bytes = ARENA_NEW(arena, char, MOST);
    int n = gzread(file, bytes, MOST - 1);
    assert_true(n > 0 && n < MOST - 1);
    assert_int_equal(gzclose(file), Z_OK);
    *length = (size_t)n;
    return bytes;
}

/* Runs weft spc on an input; returns what it wrote. */
static char *answer_to(struct arena *arena, const char *bytes, size_t n, const char *options,
                       const char *option, size_t *length) {
    struct err err = {0};
    const char *input = arena_printf(arena, "%s/inputs.csv", scratch);
    const char *output = arena_printf(arena, "%s/output.csv", scratch);
    assert_true(file_replace(input, (struct str){bytes, n}, &err));
    const char *line = arena_printf(arena, "'%s' spc '%s' --options '%s/%s' %s '%s' 2>'%s/said'",
                                    program, input, folder, options, option, output, scratch);
    assert_int_equal(system(line), 0);
    char *answered;
    assert_true(file_read(arena, output, 1 << 24, &answered, length, &err));
    unlink(input);
    unlink(output);
    unlink(arena_printf(arena, "%s/said", scratch));
    return answered;
}

static char *answer(struct arena *arena, const char *option, size_t *length) {
    size_t n;
    char *bytes = golden(arena, "inputs.csv.gz", &n);
    return answer_to(arena, bytes, n, "options.csv", option, length);
}

static bool same(struct str a, struct str b) {
    if (str_equal(a, b)) return true;
    double x, y;
    if (!number_parse(a, &x) || !number_parse(b, &y)) return false;
    return fabs(x - y) <= 1e-12 * fmax(fabs(x), fabs(y));
}

static void same_row(const struct csv_row *header, const struct csv_row *known,
                     const struct csv_row *ours) {
    assert_int_equal(known->count, ours->count);
    for (size_t c = 0; c < known->count; c++)
        if (!same(known->cells[c].text, ours->cells[c].text))
            fail_msg("%.*s, %.*s: known %.*s, ours %.*s", (int)known->cells[0].text.n,
                     known->cells[0].text.p, (int)header->cells[c].text.n, header->cells[c].text.p,
                     (int)known->cells[c].text.n, known->cells[c].text.p,
                     (int)ours->cells[c].text.n, ours->cells[c].text.p);
}

static struct csv_row header_of(struct arena *arena, const struct csv_row *row) {
    struct csv_row copy = *row;
    copy.cells = ARENA_NEW(arena, struct csv_cell, row->count);
    memcpy(copy.cells, row->cells, row->count * sizeof *row->cells);
    return copy;
}

static void every_point_is_the_known_one(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    size_t n;
    char *bytes = golden(arena, "points.csv.gz", &n);
    struct csv *known_csv = csv_new(arena, bytes, n, &err);
    bytes = answer(arena, "--points", &n);
    struct csv *our_csv = csv_new(arena, bytes, n, &err);
    struct csv_row known, ours;
    assert_true(csv_next(known_csv, &known) && csv_next(our_csv, &ours));
    struct csv_row header = header_of(arena, &known);
    same_row(&header, &known, &ours);
    size_t points = 0;
    while (csv_next(known_csv, &known)) {
        /* series that the package refused and we answer are passed over */
        do assert_true(csv_next(our_csv, &ours));
        while (!str_equal(ours.cells[0].text, known.cells[0].text));
        same_row(&header, &known, &ours);
        points++;
    }
    assert_int_equal(points, 11519);
    arena_free(arena);
}

static void every_series_is_the_known_one(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    size_t n;
    char *bytes = golden(arena, "summary.csv", &n);
    struct csv *known_csv = csv_new(arena, bytes, n, &err);
    bytes = answer(arena, "--summary", &n);
    struct csv *our_csv = csv_new(arena, bytes, n, &err);
    struct csv_row known, ours;
    assert_true(csv_next(known_csv, &known) && csv_next(our_csv, &ours));
    struct csv_row header = header_of(arena, &known);
    same_row(&header, &known, &ours);
    size_t agree = 0, refused = 0, answered = 0;
    while (csv_next(known_csv, &known)) {
        assert_true(csv_next(our_csv, &ours));
        assert_true(str_equal(known.cells[0].text, ours.cells[0].text));
        if (str_is(known.cells[1].text, "ok")) {
            same_row(&header, &known, &ours);
            agree++;
        } else if (str_is(known.cells[0].text, "duplicate_dates") ||
                   str_is(known.cells[0].text, "fix_11_refused")) {
            same_row(&header, &known, &ours);
            refused++;
        } else { /* the package stops at a gap; there is no trend */
            assert_true(str_is(ours.cells[1].text, "ok"));
            answered++;
        }
    }
    assert_false(csv_next(our_csv, &ours));
    assert_int_equal(agree, 342);
    assert_int_equal(refused, 2);
    assert_int_equal(answered, 7);
    arena_free(arena);
}

/* The rows of each series backwards, with CRLF and a byte order mark, as a spreadsheet might. */
static void order_and_line_ends_do_not_matter(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    size_t n, known_length, our_length;
    char *bytes = golden(arena, "inputs.csv.gz", &n);
    const char *known = answer_to(arena, bytes, n, "options.csv", "--points", &known_length);
    struct str rest = {bytes, n}, row, header;
    assert_true(str_split(&rest, '\n', &header));
    struct str *rows = ARENA_NEW(arena, struct str, 20000);
    size_t count = 0, first = 0;
    while (str_split(&rest, '\n', &row)) rows[count++] = row;
    struct buf out = buf_new(arena);
    buf_puts(&out, "\xef\xbb\xbf");
    buf_add(&out, header.p, header.n);
    buf_puts(&out, "\r\n");
    for (size_t i = 1; i <= count; i++) {
        struct str a = rows[i - 1], b = i < count ? rows[i] : (struct str){"", 0}, x, y;
        (void)str_split(&a, ',', &x);
        if (str_split(&b, ',', &y) && str_equal(x, y)) continue;
        for (size_t k = i; k-- > first;) {
            buf_add(&out, rows[k].p, rows[k].n);
            buf_puts(&out, "\r\n");
        }
        first = i;
    }
    const char *ours =
        answer_to(arena, out.text, out.length, "options.csv", "--points", &our_length);
    assert_int_equal(our_length, known_length);
    assert_memory_equal(ours, known, known_length);
    arena_free(arena);
}

/* The other charts: centre and limits of PowerBI-SPC 1.7.4. */
static void the_limits_of_other_charts_are_the_known_ones(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    size_t n, ours_length;
    char *bytes = golden(arena, "limits.csv.gz", &n);
    char *answered = answer_to(arena, bytes, n, "limits_options.csv", "--limits", &ours_length);
    struct csv *known_csv = csv_new(arena, bytes, n, &err);
    struct csv *our_csv = csv_new(arena, answered, ours_length, &err);
    struct csv_row known, ours;
    assert_true(csv_next(known_csv, &known) && csv_next(our_csv, &ours));
    struct csv_row header = header_of(arena, &known);
    same_row(&header, &known, &ours);
    size_t rows = 0;
    for (; csv_next(known_csv, &known); rows++) {
        assert_true(csv_next(our_csv, &ours));
        same_row(&header, &known, &ours);
    }
    assert_false(csv_next(our_csv, &ours));
    assert_int_equal(rows, 14 * 78);
    arena_free(arena);
}

int main(int argc, char **argv) {
    if (argc != 3 || !mkdtemp(scratch)) return 2;
    program = argv[1];
    folder = argv[2];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_point_is_the_known_one),
        cmocka_unit_test(every_series_is_the_known_one),
        cmocka_unit_test(order_and_line_ends_do_not_matter),
        cmocka_unit_test(the_limits_of_other_charts_are_the_known_ones),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    rmdir(scratch);
    return failed;
}
