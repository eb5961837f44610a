/* The thread from any item in both directions.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "report/trace.h"

#include <string.h>

static sqlite3 *package(void) {
    sqlite3 *db = package_empty();
    package_run(
        db,
        "INSERT INTO place(id, title, kind) VALUES('vale', 'The Vale', 'footprint');"
        "INSERT INTO system(id, title, place, start, \"end\", currency) VALUES('sys', 'Vale', 'vale', "
        "'2018-04-01', '2020-03-31', 'GBP');"
        "INSERT INTO role(id, title) VALUES('coo', 'Chief operating officer');"
        "INSERT INTO body(id, title, level) VALUES('board', 'The board', 'strategic');"
        "INSERT INTO plan(id, title, kind) VALUES('p', 'The plan', 'recovery plan');"
        "INSERT INTO theme(id, plan, title) VALUES('t', 'p', 'Flow');"
        "INSERT INTO programme(id, plan, theme, ref, title) VALUES('g', 'p', 't', 'G1', 'Beds'), "
        "('h', 'p', 't', 'G2', 'Staff');"
        "INSERT INTO recommendation(id, plan, theme, ref, title) VALUES('r', 'p', 't', '2.1', "
        "'Plan discharge');"
        "INSERT INTO action(id, plan, recommendation, programme, ref, title, stage, due_to, "
        "first_due_to, body) VALUES('a', 'p', 'r', 'g', '2.1.i', 'Teams', 'claimed complete', "
        "'2018-12-31', '2018-06-30', 'board');"
        "INSERT INTO action_lead(action, role, accountable) VALUES('a', 'coo', 'yes');"
        "INSERT INTO milestone(id, programme, title, due_to) VALUES('m', 'g', 'Teams work', "
        "'2018-09-01');"
        "INSERT INTO dependency(id, predecessor, successor, kind, title) VALUES('d1', 'a', 'm', "
        "'requires', 'x'), ('d2', 'h', 'g', 'requires', 'x');"
        "INSERT INTO scheme(id, programme, title, starts, ramp_months) VALUES('s', 'g', 'Teams act', "
        "'m', 18);"
        "INSERT INTO effect(scheme, on_table, on_rows, on_column, operation, low, central, high) "
        "VALUES('s', 'stay', 'setting=x', 'mean_days', 'multiply', 0.95, 0.85, 0.8);"
        "INSERT INTO measure(id, title, unit, direction, frequency) VALUES('late', 'Late', '%', "
        "'lower', 'month'), ('seen', 'Seen', '%', 'higher', 'month');"
        "INSERT INTO drives(item, measure, lag_months) VALUES('m', 'late', 6);"
        "INSERT INTO observation(measure, place, period_start, value) VALUES('late', 'vale', "
        "'2018-08-01', 7);"
        "INSERT INTO risk(id, programme, title, owner) VALUES('k', 'g', 'No staff', 'coo');"
        "INSERT INTO mitigation(id, risk, action, title) VALUES('k1', 'k', 'a', 'Hire');"
        "INSERT INTO decision(id, body, programme, title, decided_on) VALUES('c', 'board', 'g', "
        "'Which model', '2018-10-15');"
        "INSERT INTO meeting(id, body, held_on) VALUES('b1', 'board', '2018-09-12'), ('b2', 'board', "
        "'2018-11-12');"
        "INSERT INTO paper(id, meeting, title, purpose) VALUES('w1', 'b1', 'First paper', "
        "'assurance'), ('w2', 'b2', 'Later paper', 'decision');"
        "INSERT INTO progress(item, reported_on, by, stage, due_to, text) VALUES('a', '2018-08-01', "
        "'coo', 'claimed complete', '2018-12-31', 'Done, they say'), ('a', '2018-10-20', 'coo', "
        "'verified', NULL, 'Seen');"
        "INSERT INTO evidence(item, seen_on, level, line, title) VALUES('a', '2018-10-20', 2, 3, "
        "'Visit');");
    return db;
}

static struct trace thread_of(sqlite3 *db, const char *id, int32_t as_at, struct arena *arena) {
    struct trace trace;
    struct err err = {0};
    struct trace_options options = {.as_at = as_at};
    if (!trace_make(db, id, &options, arena, &trace, &err)) fail_msg("%s", err.message);
    return trace;
}

static const struct trace_line *line_of(const struct trace_lines *lines, const char *id) {
    for (size_t i = 0; i < lines->count; i++)
        if (strcmp(lines->items[i].item->id, id) == 0) return &lines->items[i];
    return NULL;
}

static void the_thread_goes_both_ways(void **unused) {
    (void)unused;
    sqlite3 *db = package();
    struct arena *arena = arena_new();
    int32_t day = date_of(2018, 9, 30);
    /* Down from the recommendation, one step deeper at each knot. */
    static const struct {
        const char *id;
        size_t depth;
    } down[] = {{"a", 1}, {"m", 2}, {"s", 3}, {"s/stay/setting=x/mean_days", 4}, {"late", 4}};
    struct trace trace = thread_of(db, "r", day, arena);
    for (size_t i = 0; i < sizeof down / sizeof down[0]; i++) {
        const struct trace_line *line = line_of(&trace.after, down[i].id);
        if (!line) fail_msg("%s is not there", down[i].id);
        assert_int_equal(line->depth, down[i].depth);
    }
    assert_non_null(line_of(&trace.before, "t"));
    assert_non_null(line_of(&trace.before, "p"));
    /* Up from the measure, to everything that should move it. */
    trace = thread_of(db, "late", day, arena);
    static const char *const up[] = {"s", "m", "a", "r", "g", "t", "p"};
    for (size_t i = 0; i < sizeof up / sizeof up[0]; i++)
        if (!line_of(&trace.before, up[i])) fail_msg("%s is not there", up[i]);
    assert_int_equal(trace.after.count, 0);
    assert_non_null(trace.subject->verdict);
    /* Another whole programme is named, not unfolded. */
    trace = thread_of(db, "h", day, arena);
    assert_non_null(line_of(&trace.after, "g"));
    assert_null(line_of(&trace.after, "m"));
    arena_free(arena);
    sqlite3_close(db);
}

static void risks_decisions_and_papers_lie_beside(void **unused) {
    (void)unused;
    sqlite3 *db = package();
    struct arena *arena = arena_new();
    struct trace trace = thread_of(db, "a", date_of(2018, 9, 30), arena);
    assert_non_null(line_of(&trace.beside, "k"));
    assert_non_null(line_of(&trace.beside, "c"));
    assert_non_null(line_of(&trace.beside, "w1"));
    assert_null(line_of(&trace.beside, "w2")); /* the meeting is later */
    assert_string_equal(line_of(&trace.beside, "c")->item->words, "not decided, no day given");
    /* From each of them the way leads back to the plan. */
    trace = thread_of(db, "k", date_of(2018, 9, 30), arena);
    assert_non_null(line_of(&trace.before, "a"));
    assert_non_null(line_of(&trace.after, "late"));
    trace = thread_of(db, "w1", date_of(2018, 9, 30), arena);
    assert_non_null(line_of(&trace.before, "board"));
    assert_non_null(line_of(&trace.after, "a"));
    trace = thread_of(db, "c", date_of(2018, 11, 30), arena);
    assert_string_equal(trace.subject->words, "decided on 2018-10-15");
    arena_free(arena);
    sqlite3_close(db);
}

static void nothing_later_is_known(void **unused) {
    (void)unused;
    sqlite3 *db = package();
    struct arena *arena = arena_new();
    struct trace trace = thread_of(db, "a", date_of(2018, 9, 30), arena);
    assert_int_equal(trace.report_count, 1);
    assert_int_equal(trace.evidence_count, 0);
    assert_int_equal(trace.lead_count, 1);
    assert_true(trace.leads[0].accountable);
    assert_string_equal(
        trace.subject->words,
        "claimed complete, no evidence; first due 30 June 2018, now 31 December 2018");
    trace = thread_of(db, "a", date_of(2018, 11, 30), arena);
    assert_int_equal(trace.report_count, 2);
    assert_int_equal(trace.evidence_count, 1);
    assert_string_equal(trace.subject->words,
                        "verified, seen from outside the team; first due 30 June "
                        "2018, now 31 December 2018");
    /* Without a day: the newest report, which is later than the newest observation. */
    trace = thread_of(db, "a", DATE_NONE, arena);
    assert_int_equal(trace.as_at, date_of(2018, 10, 20));
    arena_free(arena);
    sqlite3_close(db);
}

static void an_item_that_is_not_there(void **unused) {
    (void)unused;
    sqlite3 *db = package();
    struct arena *arena = arena_new();
    struct trace trace;
    struct trace_options options = {.as_at = DATE_NONE};
    static const struct {
        const char *id, *hint;
    } cases[] = {
        {"lat", "Did you mean 'late'?"},
        {"2.1", "Items with that reference: r."},
        {"nothing-like-it", "An item is a row with an id"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err err = {0};
        assert_false(trace_make(db, cases[i].id, &options, arena, &trace, &err));
        assert_int_equal(err.code, ERR_NOT_FOUND);
        if (!strstr(err.hint, cases[i].hint)) fail_msg("'%s': %s", cases[i].id, err.hint);
    }
    arena_free(arena);
    sqlite3_close(db);
}

/* A circle of dependencies, which `weft check` tells of, does not keep us for ever. */
static void circles_end(void **unused) {
    (void)unused;
    sqlite3 *db = package();
    package_run(db, "INSERT INTO dependency(id, predecessor, successor, kind, title) VALUES('d3', "
                    "'m', 'a', 'requires', 'x'), ('d4', 's', 'm', 'enables', 'x')");
    struct arena *arena = arena_new();
    struct trace trace = thread_of(db, "a", date_of(2018, 9, 30), arena);
    struct buf text = buf_new(arena), json = buf_new(arena);
    trace_text(&trace, &text);
    trace_json(&trace, &json);
    assert_non_null(strstr(text.text, "waits for it (as above)"));
    assert_non_null(strstr(json.text, "\"repeated\": true"));
    arena_free(arena);
    sqlite3_close(db);
}

/* What a server reads once says the same of every item as what a command reads for one. */
static void read_once_says_the_same(void **unused) {
    (void)unused;
    static const char *const ids[] = {"a", "m", "g", "s", "late", "seen", "k", "c", "w1"};
    sqlite3 *db = package();
    struct arena *arena = arena_new();
    struct err err = {0};
    int32_t day = date_of(2018, 9, 30);
    struct plan_status status;
    struct forecast forecast;
    const struct forecast_options options = {FORECAST_SEED, FORECAST_REPLICATIONS};
    assert_true(plan_status_read(db, day, arena, &status, &err));
    assert_true(plan_forecast_make(db, &status, &options, arena, &forecast, &err));
    const struct trace_plan known = {&status, &forecast};
    const struct trace_graph *graph = trace_graph_new(db, day, NULL, arena, &err);
    const struct trace_graph *with = trace_graph_new(db, day, &known, arena, &err);
    if (!graph || !with) fail_msg("%s", err.message);
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        struct trace one = thread_of(db, ids[i], day, arena), other;
        if (!trace_of(graph, db, ids[i], arena, &other, &err)) fail_msg("%s", err.message);
        struct buf one_text = buf_new(arena), other_text = buf_new(arena);
        trace_json(&one, &one_text);
        trace_json(&other, &other_text);
        assert_true(one_text.length > 100);
        assert_string_equal(one_text.text, other_text.text);
        if (!trace_of(with, db, ids[i], arena, &other, &err)) fail_msg("%s", err.message);
        struct buf with_text = buf_new(arena);
        trace_json(&other, &with_text);
        assert_string_equal(one_text.text, with_text.text);
    }
    struct trace none;
    assert_false(trace_of(graph, db, "nothing", arena, &none, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    arena_free(arena);
    sqlite3_close(db);
}

/* A chain of forty is cut, says where, and can be followed from there: nothing is lost in silence.
 */
static void a_long_chain_says_where_it_goes_on(void **unused) {
    (void)unused;
    sqlite3 *db = package();
    struct arena *arena = arena_new();
    char sql[300];
    package_run(db, "INSERT INTO programme(id, plan, ref, title) VALUES('long', 'p', 'L', 'Long')");
    for (int i = 0; i < 40; i++) {
        snprintf(
            sql, sizeof sql,
            "INSERT INTO milestone(id, programme, title) VALUES('x%d', 'long', 'Step %d');"
            "INSERT INTO dependency(id, predecessor, successor, kind, title) VALUES('e%d', 'x%d', "
            "'x%d', 'requires', 'x')",
            i, i, i, i, i + 1);
        package_run(db, sql);
    }
    struct trace trace = thread_of(db, "x0", date_of(2018, 9, 30), arena);
    assert_int_equal(trace.after.count, 32);
    for (size_t i = 0; i < trace.after.count; i++)
        assert_int_equal(trace.after.items[i].goes_on, i == 31);
    assert_string_equal(trace.after.items[31].item->id, "x32");
    struct buf text = buf_new(arena), json = buf_new(arena), svg = buf_new(arena);
    trace_text(&trace, &text);
    assert_non_null(strstr(text.text, "(goes"));
    trace_json(&trace, &json);
    assert_non_null(strstr(json.text, "\"goes_on\": true"));
    trace = thread_of(db, "x32", date_of(2018, 9, 30), arena);
    assert_int_equal(trace.after.count, 7);
    assert_false(trace.after.items[6].goes_on);
    /* What is cut there and is nearer by another way is unfolded there. */
    package_run(db,
                "INSERT INTO dependency(id, predecessor, successor, kind, title) VALUES('near', "
                "'x0', 'x32', 'requires', 'x')");
    trace = thread_of(db, "x0", date_of(2018, 9, 30), arena);
    assert_string_equal(trace.after.items[trace.after.count - 1].item->id, "x39");
    /* Of many items the diagram draws what it can, on both sides, and counts the rest. */
    for (int i = 0; i < 400; i++) {
        snprintf(sql, sizeof sql,
                 "INSERT INTO milestone(id, programme, title) VALUES('y%d', 'long', 'Many %d')", i,
                 i);
        package_run(db, sql);
    }
    trace = thread_of(db, "long", date_of(2018, 9, 30), arena);
    trace_svg(&trace, &svg);
    assert_non_null(strstr(svg.text, ">The plan<"));
    const char *rest = strstr(svg.text, ">and ");
    size_t left_out = 0;
    assert_true(rest && sscanf(rest, ">and %zu more that do not fit", &left_out) == 1);
    assert_true(left_out > 400 + 40 - 300); /* without those that are drawn once already */
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_thread_goes_both_ways),
        cmocka_unit_test(risks_decisions_and_papers_lie_beside),
        cmocka_unit_test(nothing_later_is_known),
        cmocka_unit_test(an_item_that_is_not_there),
        cmocka_unit_test(circles_end),
        cmocka_unit_test(read_once_says_the_same),
        cmocka_unit_test(a_long_chain_says_where_it_goes_on),
    };
    return cmocka_run_group_tests_name("report trace", tests, NULL, NULL);
}
