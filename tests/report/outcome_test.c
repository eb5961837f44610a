/* Delivery and effect, joined.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"
#include "../package.h"
#include "../stats/noise.h"

#include "report/outcome.h"

#include <math.h>
#include <string.h>

/* Two recommendations, one done in April 2017 and one open, that should both move `m`, which falls
 * by `fall` then; a third that nothing measures. */
static sqlite3 *package(double fall) {
    sqlite3 *db = package_empty();
    struct noise noise = noise_new(3);
    package_run(db, "INSERT INTO place (id, title, kind) VALUES ('here', 'Here', 'footprint')");
    package_run(db, "INSERT INTO system (id, title, place, start, end, currency) "
                    "VALUES ('s', 'S', 'here', '2018-04-01', '2021-03-31', 'GBP')");
    package_run(db, "INSERT INTO plan (id, title, kind, start) VALUES ('plan', 'Plan', "
                    "'recovery plan', '2017-04-01')");
    package_run(db, "INSERT INTO recommendation (id, plan, ref, title) VALUES "
                    "('r1', 'plan', '1', 'One'), ('r2', 'plan', '2', 'Two'), "
                    "('r3', 'plan', '3', 'Three')");
    package_run(db, "INSERT INTO action (id, plan, recommendation, ref, title, stage, done_on, "
                    "evidence_level, due_kind) VALUES "
                    "('a1', 'plan', 'r1', '1a', 'Do one', 'verified', '2017-04-01', 2, 'none'), "
                    "('a2', 'plan', 'r2', '2a', 'Do two', 'in progress', NULL, 0, 'none'), "
                    "('a3', 'plan', 'r3', '3a', 'Do three', 'in progress', NULL, 0, 'none')");
    package_run(db, "INSERT INTO measure (id, title, unit, direction, frequency) VALUES ('m', "
                    "'Delays', 'people', 'lower', 'month')");
    package_run(db, "INSERT INTO drives (item, measure, lag_months) VALUES ('a1', 'm', 2), "
                    "('r2', 'm', 2)");
    for (int t = 0; t < 60; t++) {
        char sql[256], date[DATE_BYTES];
        snprintf(sql, sizeof sql,
                 "INSERT INTO observation (measure, place, period_start, value) "
                 "VALUES ('m', 'here', '%s', %.17g)",
                 date_text(date_month_start(2014 * 12 + 3 + t), date),
                 20 + noise_normal(&noise) - (t >= 36 ? fall : 0));
        package_run(db, sql);
    }
    return db;
}

static const struct outcome_options usual = {
    .from = DATE_NONE, .as_at = DATE_NONE, .lag_months = NAN, .size = NAN};

static void delivery_and_effect_give_four_verdicts(void **state) {
    (void)state;
    for (int moved = 0; moved < 2; moved++) {
        struct arena *arena = arena_new();
        struct err err = {0};
        sqlite3 *db = package(moved ? 5 : 0);
        struct outcome_item *items;
        size_t count;
        if (!outcome_all(db, &usual, arena, &items, &count, &err)) fail_msg("%s", err.message);
        assert_int_equal(count, 3);
        assert_int_equal(items[0].outcome, moved ? OUTCOME_WORKING : OUTCOME_NOT_YET);
        assert_int_equal(items[1].outcome, moved ? OUTCOME_ALL_THE_SAME : OUTCOME_NOT_IMPROVING);
        assert_int_equal(items[2].outcome, OUTCOME_NO_MEASURE);
        assert_true(items[0].done && !items[1].done);
        assert_string_equal(items[0].by[0], "a1");
        assert_null(items[1].by[0]);
        if (moved) assert_non_null(strstr(items[0].words, "cannot be told apart"));
        sqlite3_close(db);
        arena_free(arena);
    }
}

/* What a scheme should move is what the milestone that starts it should, or its programme, where
 * nobody says more; it begins with the milestone. */
static void a_scheme_moves_what_its_milestone_should(void **state) {
    (void)state;
    sqlite3 *db = package(5);
    package_run(db, "INSERT INTO programme (id, plan, ref, title) VALUES ('p', 'plan', 'P', 'P');"
                    "INSERT INTO milestone (id, programme, title, due_to, done_on) VALUES "
                    "('late', 'p', 'Late', '2018-10-01', NULL), "
                    "('met', 'p', 'Met', '2017-01-01', '2017-04-01');"
                    "INSERT INTO scheme (id, programme, title, starts, starts_on) VALUES "
                    "('s1', 'p', 'S1', 'met', NULL), ('s2', 'p', 'S2', 'late', NULL), "
                    "('s3', 'p', 'S3', NULL, '2017-04-01'), ('s4', NULL, 'S4', 'late', NULL);"
                    "INSERT INTO drives (item, measure, lag_months) VALUES ('met', 'm', 2), "
                    "('p', 'm', 3)");
    static const struct {
        const char *scheme, *by, *from_why;
        enum outcome outcome;
    } known[] = {{"s1", "met", "the day it began", OUTCOME_WORKING},
                 {"s2", "p", "the day it is planned to begin", OUTCOME_TOO_EARLY},
                 {"s3", "p", "the day it is planned to begin", OUTCOME_ALL_THE_SAME}};
    struct arena *arena = arena_new();
    struct outcome_item item;
    struct err err = {0};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!outcome_of(db, known[i].scheme, &usual, arena, &item, &err))
            fail_msg("%s", err.message);
        assert_int_equal(item.count, 1);
        assert_string_equal(item.by[0], known[i].by);
        assert_string_equal(item.from_why, known[i].from_why);
        assert_int_equal(item.outcome, known[i].outcome);
    }
    assert_false(outcome_of(db, "s4", &usual, arena, &item, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    sqlite3_close(db);
    arena_free(arena);
}

static void nothing_is_known_before_its_day(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    sqlite3 *db = package(5);
    struct outcome_options options = usual;
    options.as_at = date_of(2017, 8, 31); /* three months after the lag */
    struct outcome_item item;
    if (!outcome_of(db, "a1", &options, arena, &item, &err)) fail_msg("%s", err.message);
    assert_int_equal(item.outcome, OUTCOME_TOO_EARLY);
    assert_string_equal(item.from_why, "the day it was done");
    assert_int_equal(item.from, date_of(2017, 4, 1));
    assert_true(outcome_of(db, "r2", &usual, arena, &item, &err));
    assert_non_null(strstr(item.from_why, "the day the plan began"));
    assert_false(outcome_of(db, "r3", &usual, arena, &item, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    options = usual;
    options.measure = "m"; /* named on the command line */
    assert_true(outcome_of(db, "r3", &options, arena, &item, &err));
    assert_int_equal(item.count, 1);
    assert_false(outcome_of(db, "nobody", &usual, arena, &item, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    sqlite3_close(db);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delivery_and_effect_give_four_verdicts),
        cmocka_unit_test(a_scheme_moves_what_its_milestone_should),
        cmocka_unit_test(nothing_is_known_before_its_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
