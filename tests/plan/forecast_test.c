/* Forecast dates from a partnership's own slips, and what waits for what.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "plan/forecast.h"

#include <math.h>
#include <string.h>

static int32_t day(int year, int month, int d) {
    return date_of(year, month, d);
}

static sqlite3 *plan(void) {
    sqlite3 *db = package_empty();
    package_run(
        db, "INSERT INTO plan(id, title) VALUES('p', 'P');"
            "INSERT INTO programme(id, plan, ref, title) VALUES('g', 'p', '1', 'G'), ('h', 'p', "
            "'2', 'H')");
    return db;
}

/* `count` milestones of a programme, due on 1 January 2018 and done after 10, 20, 30 ... days. */
static void history(sqlite3 *db, const char *programme, int count) {
    char sql[256];
    for (int i = 1; i <= count; i++) {
        char done[DATE_BYTES];
        date_text(day(2018, 1, 1) + 10 * i, done);
        snprintf(
            sql, sizeof sql,
            "INSERT INTO milestone(id, programme, title, due_to, done_on) VALUES('%s%d', '%s', "
            "'M', '2018-01-01', '%s')",
            programme, i, programme, done);
        package_run(db, sql);
    }
}

static struct forecast forecast_at(sqlite3 *db, int32_t as_at, struct arena *arena) {
    struct plan_status *status = ARENA_NEW(arena, struct plan_status, 1);
    struct forecast forecast = {0};
    struct err err = {0};
    struct forecast_options options = {FORECAST_SEED, FORECAST_REPLICATIONS};
    if (!plan_status_read(db, as_at, arena, status, &err) ||
        !plan_forecast_make(db, status, &options, arena, &forecast, &err))
        fail_msg("%s", err.message);
    return forecast;
}

/* Twenty that slipped by 10 to 200 days: of one due on 1 January 2019, half are done after some 100
 * days, four in five after some 160. */
static void dates_follow_from_the_slips(void **unused) {
    (void)unused;
    sqlite3 *db = plan();
    history(db, "g", 20);
    package_run(db, "INSERT INTO milestone(id, programme, title, due_to) VALUES('x', 'g', 'X', "
                    "'2019-01-01'), ('n', 'g', 'No day', NULL)");
    struct arena *arena = arena_new();
    struct forecast f = forecast_at(db, day(2018, 12, 1), arena);
    assert_int_equal(f.done, 20);
    assert_int_equal(f.count, 4); /* and the two programmes */
    const struct forecast_item *x = plan_forecast_find(&f, "x");
    assert_true(x->forecast);
    assert_string_equal(x->basis, "20 done and 1 open milestones of g not reported begun 90 days "
                                  "before their deadline");
    /* The open one is known to slip by more than -31 days only, which says nothing. */
    assert_in_range(x->p50, day(2019, 1, 1) + 90, day(2019, 1, 1) + 110);
    assert_in_range(x->p80, day(2019, 1, 1) + 150, day(2019, 1, 1) + 170);
    assert_in_range(x->p10, day(2019, 1, 1) + 10, day(2019, 1, 1) + 30);
    assert_true(x->chance == 0);
    const struct forecast_item *n = plan_forecast_find(&f, "n");
    assert_false(n->forecast);
    assert_string_equal(n->basis,
                        "it has no deadline that could slip; a day in due_to would give it a "
                        "forecast");
    /* When it is 120 days late, it is one of those that slip by more. */
    f = forecast_at(db, day(2019, 5, 1), arena);
    x = plan_forecast_find(&f, "x");
    assert_in_range(x->p10, day(2019, 5, 2), day(2019, 1, 1) + 140);
    assert_in_range(x->p50, day(2019, 1, 1) + 150, day(2019, 1, 1) + 170);
    /* And when it is later than all of them, it has no date. */
    f = forecast_at(db, day(2019, 12, 1), arena);
    x = plan_forecast_find(&f, "x");
    assert_int_equal(x->p50, DATE_NONE);
    arena_free(arena);
    sqlite3_close(db);
}

static void below_the_minimum_nothing_is_forecast(void **unused) {
    (void)unused;
    sqlite3 *db = plan();
    history(db, "g", FORECAST_MINIMUM - 1);
    package_run(db, "INSERT INTO milestone(id, programme, title, due_to) VALUES('x', 'h', 'X', "
                    "'2019-01-01');"
                    "INSERT INTO comparable_slip(title, n, p20_days, p50_days, p80_days, source) "
                    "VALUES('Another plan', 40, 10, 60, 200, 'assumption: made up')");
    struct arena *arena = arena_new();
    struct forecast f = forecast_at(db, day(2018, 12, 1), arena);
    const struct forecast_item *x = plan_forecast_find(&f, "x");
    assert_false(x->forecast);
    assert_string_equal(x->basis, "only 9 items of this package are done, and 10 are needed");
    assert_int_equal(f.forecast_count, 0);
    assert_int_equal(f.comparable_count, 1);
    assert_true(f.comparable[0].p80 == 200);
    /* One more, of another kind, and all items are the class. */
    package_run(
        db, "INSERT INTO action(id, plan, ref, title, due_to, done_on) VALUES('a', 'p', '1', 'A', "
            "'2018-01-01', '2018-02-01')");
    f = forecast_at(db, day(2018, 12, 1), arena);
    x = plan_forecast_find(&f, "x");
    assert_true(x->forecast);
    assert_string_equal(x->basis, "10 done and 1 open items");
    arena_free(arena);
    sqlite3_close(db);
}

/* Items that are still open pull the dates out: they are late by at least so much. */
static void open_items_count_as_late(void **unused) {
    (void)unused;
    sqlite3 *db = plan();
    history(db, "g", 10);
    package_run(db, "INSERT INTO milestone(id, programme, title, due_to) VALUES('x', 'g', 'X', "
                    "'2019-01-01')");
    struct arena *arena = arena_new();
    struct forecast f = forecast_at(db, day(2018, 12, 1), arena);
    int32_t without = plan_forecast_find(&f, "x")->p50;
    char sql[256];
    for (int i = 0; i < 8; i++) {
        snprintf(sql, sizeof sql,
                 "INSERT INTO milestone(id, programme, title, due_to) VALUES('open%d', 'g', 'O', "
                 "'2018-01-01')",
                 i);
        package_run(db, sql);
    }
    f = forecast_at(db, day(2018, 12, 1), arena);
    const struct forecast_item *x = plan_forecast_find(&f, "x");
    assert_true(x->p50 > without);
    assert_int_equal(x->p80, DATE_NONE); /* eight of eighteen never ended */
    assert_int_equal(x->class_open, 9);
    arena_free(arena);
    sqlite3_close(db);
}

static void what_waits_is_done_no_sooner(void **unused) {
    (void)unused;
    sqlite3 *db = plan();
    history(db, "g", 20);
    package_run(
        db, "INSERT INTO milestone(id, programme, title, due_to) VALUES('first', 'g', 'F', "
            "'2019-06-01'), ('then', 'g', 'T', '2019-01-01'), ('last', 'g', 'L', '2019-01-01'), "
            "('c1', 'g', 'C', '2019-01-01'), ('c2', 'g', 'C', '2019-01-01');"
            "INSERT INTO dependency(id, predecessor, successor, kind, lag_days, title) VALUES"
            "('d1', 'first', 'then', 'requires', 30, 'x'), ('d2', 'then', 'last', 'requires', "
            "NULL, 'x'), ('d3', 'c1', 'c2', 'requires', NULL, 'x'), ('d4', 'c2', 'c1', "
            "'requires', NULL, 'x')");
    struct arena *arena = arena_new();
    struct forecast f = forecast_at(db, day(2018, 12, 1), arena);
    const struct forecast_item *first = plan_forecast_find(&f, "first");
    const struct forecast_item *then = plan_forecast_find(&f, "then");
    const struct forecast_item *last = plan_forecast_find(&f, "last");
    assert_in_range(then->p50 - first->p50, 29, 31);
    assert_true(last->p50 >= then->p50 && last->p80 >= then->p80);
    assert_int_equal(last->chain_count, 2);
    assert_string_equal(last->chain[0]->id, "then");
    assert_string_equal(last->chain[1]->id, "first");
    assert_true(last->chain_share > 0.9);
    assert_int_equal(first->chain_count, 0);
    const struct forecast_item *c = plan_forecast_find(&f, "c1");
    assert_true(c->circular && c->forecast && c->chain_count == 0);
    /* The same seed, the same dates. */
    struct forecast again = forecast_at(db, day(2018, 12, 1), arena);
    for (size_t i = 0; i < f.count; i++) assert_int_equal(f.items[i].p80, again.items[i].p80);
    arena_free(arena);
    sqlite3_close(db);
}

/* What waits for an item without a day has none either, and is told why. */
static void an_item_without_a_day_holds_up_what_waits_for_it(void **unused) {
    (void)unused;
    sqlite3 *db = plan();
    history(db, "g", 20);
    package_run(db,
                "INSERT INTO milestone(id, programme, title, due_to) VALUES('n', 'g', 'N', NULL), "
                "('then', 'g', 'T', '2019-01-01'), ('last', 'g', 'L', '2019-01-01');"
                "INSERT INTO dependency(id, predecessor, successor, kind, title) VALUES('d1', 'n', "
                "'then', 'requires', 'x'), ('d2', 'then', 'last', 'requires', 'x')");
    struct arena *arena = arena_new();
    struct forecast f = forecast_at(db, day(2018, 12, 1), arena);
    const struct forecast_item *last = plan_forecast_find(&f, "last");
    assert_int_equal(last->p50, DATE_NONE);
    assert_string_equal(last->no_date_of->id, "n");
    assert_string_equal(plan_forecast_find(&f, "then")->no_date_of->id, "n");
    /* With a day it has a date, and so have they. */
    package_run(db, "UPDATE milestone SET due_to = '2019-01-01' WHERE id = 'n'");
    f = forecast_at(db, day(2018, 12, 1), arena);
    last = plan_forecast_find(&f, "last");
    assert_true(last->p50 != DATE_NONE && !last->no_date_of);
    arena_free(arena);
    sqlite3_close(db);
}

/* A deadline that was moved: the item slips from its new day, while few were moved as first
 * deadlines do; once there are enough, as renewed ones. */
static void a_renewed_deadline_is_news(void **unused) {
    (void)unused;
    sqlite3 *db = plan();
    history(db, "g", 20);
    package_run(
        db, "INSERT INTO milestone(id, programme, title, first_due_to, due_to) VALUES('x', 'g', "
            "'X', '2018-11-01', '2018-11-01')");
    struct arena *arena = arena_new();
    struct forecast f = forecast_at(db, day(2018, 12, 1), arena);
    assert_in_range(plan_forecast_find(&f, "x")->p50, day(2018, 12, 1), day(2018, 11, 1) + 130);
    package_run(db, "INSERT INTO progress(item, reported_on, due_to) VALUES('x', '2018-11-20', "
                    "'2019-03-01')");
    f = forecast_at(db, day(2018, 12, 1), arena);
    const struct forecast_item *x = plan_forecast_find(&f, "x");
    assert_in_range(x->p10, day(2019, 3, 1) + 10, day(2019, 3, 1) + 30);
    assert_in_range(x->p50, day(2019, 3, 1) + 90, day(2019, 3, 1) + 110);
    assert_non_null(strstr(x->basis, ", counted from its new day"));
    /* Ten that were done 40 to 49 days after a new day. */
    for (int i = 0; i < 10; i++) {
        char sql[400], done[DATE_BYTES];
        snprintf(sql, sizeof sql,
                 "INSERT INTO milestone(id, programme, title, first_due_to, due_to, done_on) "
                 "VALUES('r%d', 'g', 'R', '2018-01-01', '2018-06-01', '%s');"
                 "INSERT INTO progress(item, reported_on, due_to) VALUES('r%d', '2018-01-02', "
                 "'2018-06-01')",
                 i, date_text(day(2018, 6, 1) + 40 + i, done), i);
        package_run(db, sql);
    }
    f = forecast_at(db, day(2018, 12, 1), arena);
    x = plan_forecast_find(&f, "x");
    assert_in_range(x->p10, day(2019, 3, 1) + 39, day(2019, 3, 1) + 41);
    assert_in_range(x->p90, day(2019, 3, 1) + 48, day(2019, 3, 1) + 50);
    assert_int_equal(x->class_done, 10);
    assert_non_null(strstr(x->basis, "10 done and 1 open renewed deadlines of milestones of g"));
    arena_free(arena);
    sqlite3_close(db);
}

/* A programme is done with the last of its parts; what requires it waits for that. Programmes that
 * require each other still wait for their own parts. */
static void whole_programmes_hold_up_what_requires_them(void **unused) {
    (void)unused;
    sqlite3 *db = plan();
    history(db, "g", 20);
    package_run(
        db,
        "INSERT INTO programme(id, plan, ref, title) VALUES('k', 'p', '3', 'K'), ('l', 'p', '4', "
        "'L'), ('e', 'p', '5', 'Empty');"
        "INSERT INTO milestone(id, programme, title, due_to) VALUES('h1', 'h', 'H1', "
        "'2019-01-01'), ('h2', 'h', 'H2', '2019-06-01'), ('h3', 'h', 'No day', NULL), ('x', 'g', "
        "'X', '2019-01-01'), ('k1', 'k', 'K1', '2019-01-01'), ('l1', 'l', 'L1', '2019-03-01');"
        "INSERT INTO dependency(id, predecessor, successor, kind, lag_days, title) VALUES"
        "('d1', 'h', 'x', 'requires', 10, 'x'), ('d2', 'k', 'l', 'requires', NULL, 'x'), ('d3', "
        "'l', 'k', 'requires', NULL, 'x')");
    struct arena *arena = arena_new();
    struct forecast f = forecast_at(db, day(2018, 12, 1), arena);
    const struct forecast_item *h = plan_forecast_find(&f, "h"), *h2 = plan_forecast_find(&f, "h2");
    const struct forecast_item *x = plan_forecast_find(&f, "x");
    assert_true(h->forecast && h->p50 >= h2->p50 && h->p50 >= plan_forecast_find(&f, "h1")->p50);
    assert_string_equal(h->basis, "2 of its 3 open parts, each by its own slips");
    assert_true(isnan(h->chance) && isnan(h->chance_first)); /* its parts have deadlines */
    assert_in_range(x->p50 - h->p50, 9, 11);
    assert_true(x->chain_count == 2 && x->chain_share > 0.9);
    assert_string_equal(x->chain[0]->id, "h");
    assert_string_equal(x->chain[1]->id, "h2");
    const struct forecast_item *g = plan_forecast_find(&f, "g"); /* x is one of its parts */
    assert_true(g->forecast && g->p80 >= x->p80);
    const struct forecast_item *k = plan_forecast_find(&f, "k");
    assert_true(k->circular && k->forecast);
    assert_int_equal(k->p50, plan_forecast_find(&f, "k1")->p50);
    const struct forecast_item *e = plan_forecast_find(&f, "e");
    assert_false(e->forecast);
    assert_string_equal(e->basis, "it has no open parts");
    arena_free(arena);
    sqlite3_close(db);
}

/* Whoever reads milestones afterwards reads the forecast; the package keeps the plan's dates. */
static void the_model_can_read_the_forecast(void **unused) {
    (void)unused;
    sqlite3 *db = plan();
    history(db, "g", 20);
    package_run(db, "INSERT INTO milestone(id, programme, title, due_to) VALUES('x', 'g', 'X', "
                    "'2019-01-01'), ('late', 'g', 'L', '2010-01-01')");
    struct arena *arena = arena_new();
    struct forecast f = forecast_at(db, day(2018, 12, 1), arena);
    const struct forecast_item *x = plan_forecast_find(&f, "x");
    struct err err = {0};
    size_t fed = 0;
    assert_true(plan_forecast_feed(db, &f, &fed, &err));
    assert_int_equal(fed, 1); /* 'late' is later than all that were seen, and has no date */
    struct query *q =
        query_new(db,
                  "SELECT m.due_to, m.early_on, m.late_on, o.due_to FROM milestone m JOIN "
                  "main.milestone o ON o.id = m.id WHERE m.id IN ('x', 'late') ORDER BY "
                  "m.id DESC",
                  &err);
    assert_true(query_next(q));
    assert_int_equal(query_date(q, 0), x->p50);
    assert_int_equal(query_date(q, 1), x->p10);
    assert_int_equal(query_date(q, 2), x->p90);
    assert_int_equal(query_date(q, 3), day(2019, 1, 1));
    assert_true(query_next(q));
    assert_int_equal(query_date(q, 0), day(2010, 1, 1));
    assert_true(query_free(q, &err));
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_follow_from_the_slips),
        cmocka_unit_test(below_the_minimum_nothing_is_forecast),
        cmocka_unit_test(open_items_count_as_late),
        cmocka_unit_test(what_waits_is_done_no_sooner),
        cmocka_unit_test(an_item_without_a_day_holds_up_what_waits_for_it),
        cmocka_unit_test(a_renewed_deadline_is_news),
        cmocka_unit_test(whole_programmes_hold_up_what_requires_them),
        cmocka_unit_test(the_model_can_read_the_forecast),
    };
    return cmocka_run_group_tests_name("plan forecast", tests, NULL, NULL);
}
