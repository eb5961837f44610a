/* Single cells change, every other byte stays.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "doc/csv_patch.h"

#include <string.h>

static void patched(const char *text, size_t line, size_t cell, const char *to, const char *known) {
    struct arena *arena = arena_new();
    struct buf out = buf_new(arena);
    struct err err = {0};
    struct csv_patch patch = {line, cell, str_of(to)};
    bool ok = csv_patch(str_of(text), &patch, 1, &out, &err);
    if (known) {
        assert_true(ok);
        assert_string_equal(out.text, known);
    } else {
        assert_false(ok);
        assert_int_equal(err.code, ERR_NOT_FOUND);
    }
    arena_free(arena);
}

static void cells_change_and_bytes_stay(void **state) {
    (void)state;
    patched("a,b\n1,2\n", 2, 0, "3", "a,b\n3,2\n");
    patched("a,b\r\n1, 2 \r\n\r\n5,6", 4, 1, "x, \"y\"", "a,b\r\n1, 2 \r\n\r\n5,\"x, \"\"y\"\"\"");
    patched("a,b\n\"1\n,\"\"2\",\"3\"\n4,5\n", 2, 1, "", "a,b\n\"1\n,\"\"2\",\n4,5\n");
    patched("a,b\n\"1\n2\",3\n4,5\n", 4, 1, "6", "a,b\n\"1\n2\",3\n4,6\n"); /* lines, not rows */
    patched("\xef\xbb\xbf"
            "a\n1\n",
            1, 0, "b",
            "\xef\xbb\xbf"
            "b\n1\n");
    patched("a\r1\r2", 3, 0, "9", "a\r1\r9");
    patched("a\n1\n2\n", 2, 0, "", "a\n\"\"\n2\n"); /* an empty line would be no row */
    patched("a\n1\n", 1, 0, "\xef\xbb\xbf-", "\"\xef\xbb\xbf-\"\n1\n");
    patched("a,b\n1,2\n", 2, 2, "3", NULL);
    patched("a,b\n\"1\n2\",3\n", 3, 0, "3", NULL);
    patched("", 1, 0, "3", NULL);
}

static void many_cells_change_in_one_go(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct buf out = buf_new(arena);
    struct err err = {0};
    struct csv_patch patches[] = {{2, 0, str_of("x")}, {2, 1, str_of("y")}, {4, 1, str_of("z")}};
    assert_true(csv_patch(str_of("a,b\n1,2\n3,4\n5,6\n7,8\n"), patches, 3, &out, &err));
    assert_string_equal(out.text, "a,b\nx,y\n3,4\n5,z\n7,8\n");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_change_and_bytes_stay),
        cmocka_unit_test(many_cells_change_in_one_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
