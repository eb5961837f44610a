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
        {"31 July 2018", "2018-07-31", "2018-06-30", NULL},  /* moved, with its new words */
        {"end May 2018", "2018-07-31", "2018-06-30",
         "D16 'end May 2018' ends on 31 May 2018, and the row says 30 June 2018"},
        {"Q3 2018/19", "2018-12-31", NULL, NULL},
        {"Q3 2018/19", "2018-09-30", NULL, "D16 'Q3 2018/19' ends on 31 December 2018"},
        {"Year 2", "2018-03-31", NULL, NULL}, /* one of the two readings */
        {"Year 2", NULL, NULL, "D05 'Year 2' can be counted in financial years"},
        {"Year 2", "2019-12-31", NULL, "D05 'Year 2' can be"},
        {"Q3 2018", NULL, NULL, "D05 'Q3 2018' can be"},
        {"Q3 2018", "2018-12-31", NULL, NULL}, /* the row says that the financial year is meant */
        {"Q3 2018", "2018-11-30", NULL, "D05 'Q3 2018' can be"},
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

/* A recommendation with actions i, ii and iii, which share one cell. */
static void labels_are_those_of_the_actions(void **unused) {
    (void)unused;
    static const struct {
        const char *text, *due, *expected;
    } cases[] = {
        {"i. July 2018 ii. April 2019", "2018-07-31", NULL},
        {"i. July 2018 ii. April 2019", "2019-04-30",
         "D16 'i. July 2018 ii. April 2019' ends on 31 July 2018"},
        {"End of June 2018 for all actions except ii)", "2018-06-30", NULL},
        {"End of June 2018 for all actions except iv)", "2018-06-30",
         "D11 'iv' stands in 'End of June 2018 for all actions except iv)', and none of the 3 "},
        {"i and iv: July 2018", "2018-07-31", "D11 'iv' stands in "},
        {"June 2018 (first draft)", "2018-06-30", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sqlite3 *db = package_empty();
        struct arena *arena = arena_new();
        struct err err = {0};
        package_run(db,
                    "INSERT INTO plan(id, title, start, \"end\") VALUES('p', 'P', '2018-01-01', "
                    "'2021-03-31');"
                    "INSERT INTO recommendation(id, plan, ref, title) VALUES('r', 'p', '2.1', "
                    "'R');"
                    "INSERT INTO action(id, plan, recommendation, ref, title) VALUES"
                    "('a', 'p', 'r', '2.1.i', 'A'), ('b', 'p', 'r', '2.1.ii', 'B'), ('c', 'p', "
                    "'r', '2.1.iii', 'C')");
        struct query *q =
            query_new(db, "UPDATE action SET due_text = ?1, due_to = ?2 WHERE id = 'a'", &err);
        assert_non_null(q);
        query_bind_text(q, 1, cases[i].text);
        query_bind_text(q, 2, cases[i].due);
        query_next(q);
        assert_true(query_free(q, &err));
        struct findings *findings = findings_new(arena);
        assert_true(plan_check(db, findings, &err));
        const char *said = findings->count ? arena_printf(arena, "%s %s", findings->items[0].rule,
                                                          findings->items[0].message)
                                           : "";
        if (findings->count != (cases[i].expected != NULL) ||
            (cases[i].expected && strncmp(said, cases[i].expected, strlen(cases[i].expected)) != 0))
            fail_msg("'%s': %zu findings, '%s'", cases[i].text, findings->count, said);
        arena_free(arena);
        sqlite3_close(db);
    }
}

/* 'Q3 2018' without a day is ambiguous: that it has no day follows from that. 'soon' has none. */
static void the_cause_is_told_and_not_what_follows(void **unused) {
    (void)unused;
    sqlite3 *db = package_empty();
    struct arena *arena = arena_new();
    struct err err = {0};
    package_run(db, "INSERT INTO plan(id, title, start, \"end\") VALUES('p', 'P', '2016-10-21', "
                    "'2021-03-31');"
                    "INSERT INTO action(id, plan, ref, title, due_text) VALUES('a', 'p', '1', 'A', "
                    "'soon'), ('b', 'p', '2', 'B', 'Q3 2018'), ('c', 'p', '3', 'C', 'soon')");
    struct findings *findings = findings_new(arena);
    for (size_t row = 1; row <= 3; row++)
        findings_add(findings, SEVERITY_WARNING, "D06", "action.csv", row, "due_text", "no day");
    assert_true(plan_check(db, findings, &err));
    findings_sort(findings);
    assert_int_equal(findings->count, 3);
    assert_int_equal(findings->warnings, 3);
    static const char *const rules[] = {"D06", "D05", "D06"};
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(findings->items[i].rule, rules[i]);
        assert_int_equal(findings->items[i].row, i + 1);
    }
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_and_days_are_compared),
                                       cmocka_unit_test(labels_are_those_of_the_actions),
                                       cmocka_unit_test(the_cause_is_told_and_not_what_follows)};
    return cmocka_run_group_tests_name("plan check", tests, NULL, NULL);
}
