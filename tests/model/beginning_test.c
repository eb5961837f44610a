/* People who are named at the beginning: where they are put, in what order, and how long they stay.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "model/build.h"
#include "model/check.h"
#include "model/history.h"

#include <math.h>
#include <string.h>

/* A ward with four beds, from which half go to a care home with two places and keep their bed while
 * they wait. */
static sqlite3 *ward(const char *people) {
    sqlite3 *db = package_empty();
    package_run(db,
                "INSERT INTO place(id, title, kind) VALUES('here', 'Here', 'footprint');"
                "INSERT INTO population(place, age_from, age_to, year, persons) "
                "VALUES('here', 0, NULL, '2018/19', 100000);"
                "INSERT INTO scenario(id, title) VALUES('do-nothing', 'Do nothing');"
                "INSERT INTO system(id, title, place, start, \"end\", currency) "
                "VALUES('sys', 'S', 'here', '2018-04-01', '2018-06-30', 'GBP');"
                "INSERT INTO setting(id, title, family, kind, place) VALUES"
                "('ward', 'Ward', 'beds', 'places', 'here'),"
                "('home', 'Home', 'homes', 'places', 'here');"
                "INSERT INTO capacity(setting, from_date, amount) VALUES"
                "('ward', '2018-01-01', 4), ('home', '2018-01-01', 2);"
                "INSERT INTO stay(setting, age_from, distribution, mean_days) VALUES"
                "('ward', 0, 'fixed', 10), ('home', 0, 'fixed', 40);"
                "INSERT INTO route(id, setting, age_from, to_setting, share, holds, reason) "
                "VALUES('w', 'ward', 65, 'home', 1, 'yes', 'other'),"
                "('o', 'ward', 0, NULL, 0.5, 'no', NULL), ('h', 'home', 0, NULL, 1, 'no', NULL);"
                "UPDATE route SET age_to = 64 WHERE id = 'o';");
    package_run(db, people);
    return db;
}

#define COLUMNS                                                                                    \
    "INSERT INTO person(id, setting, age, days_so_far, waiting_for, days_waiting) VALUES"

static const char *history(sqlite3 *db, struct arena *arena) {
    struct buf out = buf_new(arena);
    struct err err = {0};
    const struct model_options options = {.seed = 1};
    if (!model_history(db, NULL, &options, 20, arena, &out, &err)) fail_msg("%s", err.message);
    return out.text;
}

static void says(const char *text, const char *line) {
    if (!strstr(text, line)) fail_msg("'%s' is not in\n%s", line, text);
}

/* Stays are fixed, so that every hour is known: in the home one place is free after five days; the
 * one who has waited longest gets it, then the other one when the second is free after 30. */
static void people_are_where_they_are(void **state) {
    (void)state;
    sqlite3 *db =
        ward(COLUMNS "('w-1', 'ward', 70, 12, 'home', 2), ('w-2', 'ward', 80, 30, 'home', 9),"
                     "('w-3', 'ward', 40, 7, NULL, NULL),"
                     "('h-1', 'home', 90, 35, NULL, NULL), ('h-2', 'home', 90, 10, NULL, NULL),"
                     "('q-1', NULL, 20, NULL, 'ward', 1), ('q-2', NULL, 20, NULL, 'ward', 3);");
    struct arena *arena = arena_new();
    const char *text = history(db, arena);
    says(text, "ages 65 and over,w-2,2018-04-01 00:00,is there,ward,");
    says(text, "ages 65 and over,w-2,2018-04-01 00:00,waits,ward,home,w,other,");
    says(text, "w-2,2018-04-06 00:00,enters,home,");
    says(text, "w-1,2018-05-01 00:00,enters,home,");
    says(text, "w-1,2018-06-10 00:00,leaves,home,,h,");
    says(text,
         "ages 18 to 64,w-3,2018-04-04 00:00,leaves,ward,,o,"); /* seven of ten days are over */
    says(text, "h-1,2018-04-06 00:00,leaves,home,,h,");
    says(text, "q-2,2018-04-01 00:00,enters,ward,"); /* the one bed that is free */
    says(text, "q-1,2018-04-04 00:00,enters,ward,"); /* w-3's */
    arena_free(arena);
    sqlite3_close(db);
}

static void the_longest_wait_is_first_but_for_priority(void **state) {
    (void)state;
    sqlite3 *db = ward(COLUMNS "('a', NULL, 30, NULL, 'ward', 1), ('b', NULL, 70, NULL, 'ward', 8),"
                               "('c', 'ward', 70, 3, NULL, NULL), ('d', NULL, 30, NULL, 'ward', 8);"
                               "INSERT INTO initial(setting, state, age_from, persons) "
                               "VALUES('ward', 'waiting', 0, 5);");
    struct arena *arena = arena_new();
    struct tables t;
    struct build_base base;
    struct err err = {0};
    assert_true(tables_read(db, arena, &t, &err));
    assert_true(build_base_make(&t, arena, &base, &err));
    static const char *const order[] = {"b", "d", "a", "c"};
    assert_int_equal(base.named_count, 4);
    for (int i = 0; i < 4; i++) assert_string_equal(base.people[i]->id, order[i]);
    assert_true(base.initials[0].waiting && base.initials[0].waited == 8);
    assert_true(base.initials[3].so_far_known && base.initials[3].so_far == 3);
    assert_true(base.initial_count > 4 && base.initials[4].waiting); /* those who are counted */
    assert_int_equal(base.classes[base.initials[0].class_].from, 65);
    assert_int_equal(base.classes[base.initials[1].class_].from, 18);
    arena_free(arena);
    sqlite3_close(db);
}

static void refused(const char *people, const char *why) {
    sqlite3 *db = ward(people);
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena);
    struct err err = {0};
    assert_true(model_check(db, findings, &err));
    assert_int_equal(findings->errors, 1);
    assert_string_equal(findings->items[0].rule, "L03");
    says(findings->items[0].message, why);
    arena_free(arena);
    sqlite3_close(db);
}

static void nonsense_is_refused(void **state) {
    (void)state;
    refused(COLUMNS "('x', NULL, 70, NULL, NULL, NULL);",
            "person.csv:1: setting: is empty, and so is waiting_for: the person is nowhere");
    refused(
        COLUMNS "('x', 'ward', 50, NULL, 'home', 3);",
        "person.csv:1: waiting_for: no route on which people keep their place leads from 'ward' "
        "to 'home' at the age of 50");
    refused(COLUMNS "('x', 'home', 50, NULL, 'ward', 3);", "from 'home' to 'ward'");
}

static void a_warm_up_would_send_them_away(void **state) {
    (void)state;
    sqlite3 *db = ward(COLUMNS "('x', 'ward', 70, NULL, NULL, NULL);");
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena);
    struct err err = {0};
    assert_true(model_check(db, findings, &err));
    assert_int_equal(findings->count, 0);
    package_run(db, "UPDATE system SET warm_up_days = 90");
    assert_true(model_check(db, findings, &err));
    assert_int_equal(findings->count, 1);
    assert_string_equal(findings->items[0].rule, "L05");
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_where_they_are),
        cmocka_unit_test(the_longest_wait_is_first_but_for_priority),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(a_warm_up_would_send_them_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
