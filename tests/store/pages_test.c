/* docs/tables.md and docs/rules.md are what the program says.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/file.h"
#include "store/reference.h"
#include "store/rules.h"

#include <string.h>

static const char *docs;

static void is_current(const char *name, const char *command, void (*page)(struct buf *)) {
    struct arena *arena = arena_new();
    struct buf expected = buf_new(arena);
    page(&expected);
    char *bytes = NULL;
    size_t n = 0;
    struct err err = {0};
    if (!file_read(arena, arena_printf(arena, "%s/%s", docs, name), (size_t)1 << 24, &bytes, &n,
                   &err))
        fail_msg("%s", err.message);
    if (n != expected.length || memcmp(bytes, expected.text, n) != 0)
        fail_msg("docs/%s is out of date: %s > docs/%s", name, command, name);
    arena_free(arena);
}

static void tables_page(void **state) {
    (void)state;
    is_current("tables.md", "weft tables --format markdown", reference_page);
}

static void rules_page_(void **state) {
    (void)state;
    is_current("rules.md", "weft check --explain all", rules_page);
}

int main(int argc, char **argv) {
    docs = argc > 1 ? argv[1] : "docs";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_page),
        cmocka_unit_test(rules_page_),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
