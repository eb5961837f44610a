/* What weft check says of deadlines as they are written.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "plan/check.h"

#include <string.h>

static void words_and_days_are_compared(void **unused) {
    (void)unused;
    static const struct {
        const char *text, *due, *first, *expected; /* NULL: nothing is said */
    } cases[] = {
        {"end June 2018", "2018-06-30", NULL, NULL},
        {"end June 2018", "2018-07-31", NULL,
         "D16 'end June 2018' ends on 30 June 2018, and the row says 31 July 2018"},
        {"end June 2018", "2018-07-31", "2018-06-30", NULL}, /* moved, and the first one is kept */
        {"Q3 2018/19", "2018-12-31", NULL, NULL},
        {"Q3 2018/19", "2018-09-30", NULL, "D16 'Q3 2018/19' ends on 31 December 2018"},
        {"Year 2", "2018-03-31", NULL, NULL}, /* one of the two readings */
        {"Year 2", NULL, NULL, "D05 'Year 2' can be counted in financial years"},
        {"Year 2", "2019-12-31", NULL, "D05 'Year 2' can be"},
        {"TBC", NULL, NULL, NULL},
        {"when the money is there", "2018-06-30", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sqlite3 *db = package_empty();
        struct arena *arena = arena_new();
        struct err err = {0};
        package_run(db,
                    "INSERT INTO plan(id, title, start, \"end\") VALUES('p', 'P', '2016-10-21', "
                    "'2021-03-31')");
        struct query *q = query_new(db,
                                    "INSERT INTO action(id, plan, ref, title, due_text, due_to, "
                                    "first_due_to) VALUES('a', 'p', '1', 'A', ?1, ?2, ?3)",
                                    &err);
        assert_non_null(q);
        query_bind_text(q, 1, cases[i].text);
        query_bind_text(q, 2, cases[i].due);
        query_bind_text(q, 3, cases[i].first);
        query_next(q);
        assert_true(query_free(q, &err));
        struct findings *findings = findings_new(arena);
        assert_true(plan_check(db, findings, &err));
        const char *said = findings->count ? arena_printf(arena, "%s %s", findings->items[0].rule,
                                                          findings->items[0].message)
                                           : "";
        if (findings->count != (cases[i].expected != NULL) ||
            (cases[i].expected && strncmp(said, cases[i].expected, strlen(cases[i].expected)) != 0))
            fail_msg("'%s': '%s'", cases[i].text, said);
        arena_free(arena);
        sqlite3_close(db);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_and_days_are_compared)};
    return cmocka_run_group_tests_name("plan check", tests, NULL, NULL);
}
