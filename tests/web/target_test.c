/* The target of a request: what is read, what is refused.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "web/target.h"

#include <string.h>

static void read_as_sent(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    struct target t;
    assert_true(
        target_read(arena, "/plan/items/a%2fb?kind=action&late=&q=50%25+of%20it", &t, &err));
    assert_string_equal(t.path, "/plan/items/a%2fb"); /* escapes in a path stay */
    assert_int_equal(t.count, 3);
    assert_string_equal(target_value(&t, "kind"), "action");
    assert_string_equal(target_value(&t, "late"), "");
    assert_string_equal(target_value(&t, "q"), "50% of it");
    assert_null(target_value(&t, "nothing"));
    assert_true(target_read(arena, "/?", &t, &err));
    assert_int_equal(t.count, 0);
    arena_free(arena);
}

static void refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",        "plan",     "*",          "http://a/", "/?a=%",     "/?a=%4",      "/?a=%4g",
        "/?a=%00", "/?a=%0a",  "/?a=%c0%80", "/?a=\xff",  "/?a=1&a=2", "/?a=1&%61=2", "/a#b",
        "/a b",    "/\xc3\xa9"};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err err = {0};
        struct target t;
        if (target_read(arena, cases[i], &t, &err)) fail_msg("'%s' was read", cases[i]);
        assert_int_equal(err.code, ERR_INPUT);
    }
    arena_free(arena);
}

static void limits(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    struct target t;
    char *text = arena_alloc(arena, TARGET_BYTES + 2, 1);
    memset(text, 'a', TARGET_BYTES + 1);
    text[0] = '/';
    assert_false(target_read(arena, text, &t, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
    text[TARGET_BYTES] = '\0';
    assert_true(target_read(arena, text, &t, &err));
    struct buf many = buf_new(arena);
    buf_puts(&many, "/?x=1");
    for (int i = 0; i < TARGET_FIELDS; i++) buf_printf(&many, "&f%d=1", i);
    assert_false(target_read(arena, many.text, &t, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_as_sent),
        cmocka_unit_test(refused),
        cmocka_unit_test(limits),
    };
    return cmocka_run_group_tests_name("web target", tests, NULL, NULL);
}
