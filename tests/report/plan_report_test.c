/* Where the plan stands: the tree, what is due, what changed, how deadlines moved, colours.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "report/plan_report.h"

#include <string.h>

static sqlite3 *package(void) {
    sqlite3 *db = package_empty();
    package_run(
        db,
        "INSERT INTO place(id, title, kind) VALUES('vale', 'The Vale', 'footprint');"
        "INSERT INTO system(id, title, place, start, \"end\", currency) VALUES('sys', 'Vale', 'vale', "
        "'2018-04-01', '2020-03-31', 'GBP');"
        "INSERT INTO role(id, title) VALUES('coo', 'Chief operating officer');"
        "INSERT INTO plan(id, title, kind) VALUES('p', 'The plan', 'recovery plan');"
        "INSERT INTO theme(id, plan, title) VALUES('t', 'p', 'Flow');"
        "INSERT INTO programme(id, plan, theme, ref, title) VALUES('g', 'p', 't', 'G1', 'Beds');"
        "INSERT INTO recommendation(id, plan, theme, ref, title) VALUES('r', 'p', 't', '2.1', "
        "'Plan discharge');"
        "INSERT INTO action(id, plan, recommendation, ref, title, stage, due_to, first_due_to) VALUES"
        "('a', 'p', 'r', '2.1.i', 'Teams', 'in progress', '2018-12-31', '2018-06-30'), "
        "('b', 'p', 'r', '2.1.ii', 'Forms', 'in progress', '2018-07-31', '2018-07-31'), "
        "('c', 'p', 'r', '2.1.iii', 'Rules', 'claimed complete', '2018-07-31', '2018-07-31');"
        "INSERT INTO milestone(id, programme, title, due_to, first_due_to) VALUES('m', 'g', 'Teams "
        "work', '2018-11-15', '2018-11-15'), ('n', 'g', 'All work', '2019-11-15', NULL);"
        "INSERT INTO decision(id, programme, title, due_to) VALUES('d', 'g', 'Which model', "
        "'2018-10-15'), ('e', 'g', 'Long ago', '2017-10-15');"
        "INSERT INTO progress(item, reported_on, by, stage, due_to, text) VALUES"
        "('a', '2018-07-01', 'coo', 'in progress', '2018-09-30', 'Later'), "
        "('a', '2018-09-20', 'coo', 'in progress', '2018-12-31', 'Later still'), "
        "('a', '2018-11-20', 'coo', 'in progress', '2019-12-31', 'Not known yet');"
        "INSERT INTO measure(id, title, unit, direction, frequency) VALUES('late', 'Late', '%', "
        "'lower', 'month');"
        "INSERT INTO drives(item, measure) VALUES('r', 'late');"
        "INSERT INTO rag_scheme(scheme, step, colour, words, schedule, late_from_days, moved_from_days, "
        "stage) VALUES('board', 1, 'red', 'Past its day', 'late', 1, NULL, NULL), ('board', 2, 'amber', "
        "'Moved', 'on time', NULL, 1, NULL), ('board', 3, 'green', 'On time', 'on time', NULL, NULL, "
        "NULL), ('other', 1, 'pink', 'Begun', NULL, NULL, NULL, 'in progress|embedded')");
    return db;
}

static struct plan_report report_of(sqlite3 *db, struct plan_report_options options,
                                    struct arena *arena) {
    struct plan_report report;
    struct err err = {0};
    options.as_at = date_of(2018, 9, 30);
    options.replications = 200;
    if (!plan_report_make(db, &options, arena, &report, &err)) fail_msg("%s", err.message);
    return report;
}

#define OPTIONS(...) ((struct plan_report_options){.since = DATE_NONE, __VA_ARGS__})

static const char *ids(const struct plan_report *r, struct arena *arena) {
    struct buf out = buf_new(arena);
    for (size_t i = 0; i < r->count; i++)
        buf_printf(&out, "%s%zu%s", i ? " " : "", r->lines[i].depth, r->lines[i].id);
    return out.text;
}

static const struct plan_line *line_of(const struct plan_report *r, const char *id) {
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->lines[i].id, id) == 0) return &r->lines[i];
    fail_msg("%s is not there", id);
    return NULL;
}

/* 'a' was due in June, and is now by December: on time, and late against its first deadline. */
static void late_against_either_deadline(void **unused) {
    (void)unused;
    sqlite3 *db = package();
    struct arena *arena = arena_new();
    struct plan_report r = report_of(db, OPTIONS(.late = false), arena);
    const struct plan_item *a = line_of(&r, "a")->item;
    assert_int_equal(a->state, PLAN_ON_TIME);
    assert_int_equal(plan_days_late(a, a->due_to, r.as_at), 0);
    assert_int_equal(plan_days_late(a, a->first_due_to, r.as_at), 92);
    assert_non_null(strstr(line_of(&r, "a")->words,
                           "first due 30 June 2018 (late by 92 days), now 31 December 2018"));
    assert_int_equal(plan_days_late(line_of(&r, "c")->item, DATE_NONE, r.as_at), 0);
    struct buf json = buf_new(arena), csv = buf_new(arena);
    plan_report_json(&r, &json);
    assert_non_null(strstr(json.text, "\"days_late_first\": 92"));
    plan_report_csv(&r, &csv);
    assert_non_null(strstr(csv.text, "2018-06-30,2018-12-31,,0,92,"));
    arena_free(arena);
    sqlite3_close(db);
}

static void the_tree_is_whole_or_what_is_asked_for(void **unused) {
    (void)unused;
    sqlite3 *db = package();
    struct arena *arena = arena_new();
    struct plan_report r = report_of(db, OPTIONS(.late = false), arena);
    assert_string_equal(ids(&r, arena), "0p 1t 2r 3a 3b 3c 2g 3m 3n");
    assert_string_equal(line_of(&r, "r")->outcome, "late: nothing observed");
    r = report_of(db, OPTIONS(.late = true), arena);
    assert_string_equal(ids(&r, arena), "0p 1t 2r 3b");
    r = report_of(db, OPTIONS(.due_days = 90), arena); /* by day, with decisions */
    assert_string_equal(ids(&r, arena), "0d 0m");
    r = report_of(db, OPTIONS(.due_days = 92), arena);
    assert_string_equal(ids(&r, arena), "0d 0m 0a");
    arena_free(arena);
    sqlite3_close(db);
}

static void colours_follow_the_scheme_and_keep_its_words(void **unused) {
    (void)unused;
    sqlite3 *db = package();
    struct arena *arena = arena_new();
    struct plan_report r = report_of(db, OPTIONS(.late = false), arena);
    assert_string_equal(r.scheme.name, "board");
    assert_string_equal(line_of(&r, "a")->colour->words, "Moved");
    assert_string_equal(line_of(&r, "b")->colour->colour, "red");
    assert_string_equal(line_of(&r, "m")->colour->colour, "green");
    assert_null(line_of(&r, "c")->colour); /* no step is for what is done */
    struct buf text = buf_new(arena);
    plan_report_text(&r, &text);
    assert_non_null(strstr(text.text, "red (Past its day)"));
    r = report_of(db, OPTIONS(.scheme = "other"), arena);
    assert_string_equal(line_of(&r, "a")->colour->colour, "pink");
    assert_null(line_of(&r, "m")->colour);
    struct plan_report_options none = OPTIONS(.scheme = "nobody's");
    struct err err = {0};
    assert_false(plan_report_make(db, &none, arena, &r, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    arena_free(arena);
    sqlite3_close(db);
}

static void what_changed_and_how_deadlines_moved(void **unused) {
    (void)unused;
    sqlite3 *db = package();
    struct arena *arena = arena_new();
    struct plan_report_options options = OPTIONS(.trend = true);
    options.since = date_of(2018, 7, 1);
    struct plan_report r = report_of(db, options, arena);
    assert_int_equal(r.change_count, 1); /* neither the day itself, nor what is later */
    assert_string_equal(r.changes[0].what,
                        "reported in progress, now due 31 December 2018: Later still");
    assert_string_equal(r.changes[0].who, "Chief operating officer");
    assert_false(r.from_history);
    assert_int_equal(r.trend_count, 1);
    assert_int_equal(r.trends[0].count, 3);
    assert_int_equal(r.trends[0].moves[0].due_to, date_of(2018, 6, 30));
    assert_int_equal(r.trends[0].moves[2].due_to, date_of(2018, 12, 31));
    struct buf text = buf_new(arena);
    plan_report_text(&r, &text);
    assert_non_null(
        strstr(text.text, "first 30 June 2018; on 1 July 2018 30 September 2018 (+92 days);"));
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(late_against_either_deadline),
        cmocka_unit_test(the_tree_is_whole_or_what_is_asked_for),
        cmocka_unit_test(colours_follow_the_scheme_and_keep_its_words),
        cmocka_unit_test(what_changed_and_how_deadlines_moved),
    };
    return cmocka_run_group_tests_name("report plan", tests, NULL, NULL);
}
