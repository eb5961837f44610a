/* Where the items of a plan stand on a day.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "plan/status.h"

#include <string.h>

static int32_t day(int year, int month, int d) {
    return date_of(year, month, d);
}

static struct plan_status read_at(sqlite3 *db, int32_t as_at, struct arena *arena) {
    struct plan_status status;
    struct err err = {0};
    if (!plan_status_read(db, as_at, arena, &status, &err)) fail_msg("%s", err.message);
    return status;
}

static enum plan_state state_at(sqlite3 *db, const char *id, int32_t as_at) {
    struct arena *arena = arena_new();
    struct plan_status status = read_at(db, as_at, arena);
    const struct plan_item *item = plan_status_find(&status, id);
    assert_non_null(item);
    enum plan_state state = item->state;
    arena_free(arena);
    return state;
}

static sqlite3 *plan(void) {
    sqlite3 *db = package_empty();
    package_run(db, "INSERT INTO plan(id, title, \"end\") VALUES('p', 'P', '2020-06-30');"
                    "INSERT INTO programme(id, plan, ref, title, sro) VALUES('g', 'p', '1', 'G', "
                    "NULL), ('h', 'p', '2', 'H', 'ceo');"
                    "INSERT INTO recommendation(id, plan, ref, title) VALUES('r', 'p', '1', 'R'), "
                    "('s', 'p', '2', 'S'), ('alone', 'p', '3', 'No actions')");
    return db;
}

static void states_of_actions(void **unused) {
    (void)unused;
    static const struct {
        const char *stage, *due_to, *due_kind, *done_on;
        enum plan_state expected; /* on 30 September 2018 */
    } cases[] = {
        {"claimed complete", "2018-06-30", "day", NULL, PLAN_DONE},
        {"verified", NULL, NULL, NULL, PLAN_DONE},
        {"embedded", NULL, NULL, NULL, PLAN_DONE},
        {"handed over", "2018-06-30", "day", NULL, PLAN_DONE},
        {NULL, "2018-06-30", "day", "2018-09-30", PLAN_DONE},
        {NULL, "2018-06-30", "day", "2018-10-01", PLAN_LATE},
        {"claimed complete", "2018-06-30", "day", "2018-10-01", PLAN_LATE},
        {"in progress", "2018-09-29", "day", NULL, PLAN_LATE},
        {"in progress", "2018-09-30", "day", NULL, PLAN_ON_TIME},
        {"not started", NULL, "none", NULL, PLAN_NO_DATE},
        {NULL, NULL, NULL, NULL, PLAN_NO_DATE},
        {NULL, "2018-01-01", "to be confirmed", NULL, PLAN_NO_DATE},
        {"in progress", "2018-01-01", "ongoing", NULL, PLAN_NO_DATE},
        {"stopped", "2018-01-01", "day", NULL, PLAN_STOPPED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sqlite3 *db = plan();
        struct err err = {0};
        struct query *q = query_new(db,
                                    "INSERT INTO action(id, plan, ref, title, stage, due_to, "
                                    "due_kind, done_on) VALUES('a', 'p', '1', 'A', ?1, ?2, ?3, ?4)",
                                    &err);
        assert_non_null(q);
        query_bind_text(q, 1, cases[i].stage);
        query_bind_text(q, 2, cases[i].due_to);
        query_bind_text(q, 3, cases[i].due_kind);
        query_bind_text(q, 4, cases[i].done_on);
        query_next(q);
        assert_true(query_free(q, &err));
        enum plan_state found = state_at(db, "a", day(2018, 9, 30));
        if (found != cases[i].expected)
            fail_msg("case %zu: %s, not %s", i, plan_state_text(found),
                     plan_state_text(cases[i].expected));
        sqlite3_close(db);
    }
}

static void later_reports_are_not_known_before(void **unused) {
    (void)unused;
    sqlite3 *db = plan();
    package_run(db, "INSERT INTO action(id, plan, ref, title, stage, due_to, first_due_to) "
                    "VALUES('a', 'p', '1', 'A', 'claimed complete', '2019-03-31', '2018-06-30');"
                    "INSERT INTO progress(item, reported_on, stage, due_to) VALUES"
                    "('a', '2018-06-01', 'in progress', NULL),"
                    "('a', '2018-12-01', NULL, '2019-03-31'),"
                    "('a', '2019-02-01', 'claimed complete', NULL)");
    assert_int_equal(state_at(db, "a", day(2018, 6, 15)), PLAN_ON_TIME);
    assert_int_equal(state_at(db, "a", day(2018, 9, 30)), PLAN_LATE);
    assert_int_equal(state_at(db, "a", day(2018, 12, 31)), PLAN_ON_TIME);
    assert_int_equal(state_at(db, "a", day(2019, 2, 1)), PLAN_DONE);
    struct arena *arena = arena_new();
    struct plan_status status = read_at(db, day(2018, 12, 31), arena);
    assert_int_equal(status.slip_count, 1);
    assert_string_equal(status.slips[0]->id, "a");
    status = read_at(db, day(2018, 9, 30), arena);
    assert_int_equal(status.slip_count, 0);
    arena_free(arena);
    sqlite3_close(db);
}

static void parts_make_the_whole(void **unused) {
    (void)unused;
    sqlite3 *db = plan();
    package_run(
        db, "INSERT INTO action(id, plan, recommendation, parent, ref, title, stage, due_to) VALUES"
            "('a', 'p', 'r', NULL, '1.i', 'A', 'verified', NULL),"
            "('b', 'p', 'r', 'a', '1.ii', 'B', 'stopped', NULL),"
            "('c', 'p', 's', NULL, '2.i', 'C', 'in progress', '2018-10-31'),"
            "('d', 'p', 's', NULL, '2.ii', 'D', 'claimed complete', '2018-08-31');"
            "INSERT INTO action_lead(action, role) VALUES('a', 'ceo');"
            "INSERT INTO milestone(id, programme, title, due_to) VALUES"
            "('m', 'g', 'M', '2018-09-01'), ('n', 'h', 'N', '2018-12-29')");
    struct arena *arena = arena_new();
    struct plan_status status = read_at(db, day(2018, 9, 30), arena);
    assert_int_equal(plan_status_find(&status, "r")->state, PLAN_DONE);
    assert_int_equal(plan_status_find(&status, "s")->state, PLAN_ON_TIME);
    assert_int_equal(plan_status_find(&status, "alone")->state, PLAN_NO_DATE);
    assert_int_equal(plan_status_find(&status, "g")->state, PLAN_LATE);
    assert_int_equal(plan_status_find(&status, "h")->state, PLAN_ON_TIME);
    assert_true(plan_status_find(&status, "d")->claimed);
    assert_false(plan_status_find(&status, "a")->claimed);
    const struct plan_counts *actions = &status.counts[PLAN_ACTION];
    assert_int_equal(actions->total, 4);
    assert_int_equal(actions->state[PLAN_DONE], 2);
    assert_int_equal(actions->state[PLAN_STOPPED], 1);
    assert_int_equal(actions->no_owner, 2); /* b has the lead of the action it is part of */
    assert_int_equal(actions->due_soon, 1);
    assert_int_equal(status.counts[PLAN_MILESTONE].due_soon, 1); /* the 90th day counts */
    assert_int_equal(status.counts[PLAN_MILESTONE].silent, 1);
    assert_int_equal(status.counts[PLAN_PROGRAMME].no_owner, 1);
    assert_int_equal(status.counts[PLAN_RECOMMENDATION].no_owner, 2);
    assert_int_equal(status.closed_left, 0);
    status = read_at(db, day(2020, 6, 30), arena);
    assert_int_equal(status.closed_left, 1); /* c; stopped and done ones are not left over */
    arena_free(arena);
    sqlite3_close(db);
}

static void an_empty_plan_has_nothing(void **unused) {
    (void)unused;
    sqlite3 *db = package_empty();
    struct arena *arena = arena_new();
    struct plan_status status = read_at(db, day(2018, 9, 30), arena);
    assert_int_equal(status.count, 0);
    assert_null(plan_status_find(&status, "a"));
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_of_actions),
        cmocka_unit_test(later_reports_are_not_known_before),
        cmocka_unit_test(parts_make_the_whole),
        cmocka_unit_test(an_empty_plan_has_nothing),
    };
    return cmocka_run_group_tests_name("plan status", tests, NULL, NULL);
}
