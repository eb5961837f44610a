/* What if: questions put into a real package, and what the model answers.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "model/question.h"
#include "model/simulate.h"
#include "store/copy.h"
#include "store/store.h"

#include <math.h>
#include <stdio.h>

static struct arena *arena;
static struct store *store;
static const char *folder;

static int start(void **state) {
    (void)state;
    struct err err = {0};
    arena = arena_new();
    store = store_open(folder, findings_new(arena), &err);
    if (!store) fprintf(stderr, "%s\n", err.message);
    return store ? 0 : -1;
}

static int stop(void **state) {
    (void)state;
    store_close(store);
    arena_free(arena);
    return 0;
}

static sqlite3 *copy(void) {
    struct err err = {0};
    sqlite3 *db = store_copy(store_db(store), &err);
    assert_non_null(db);
    return db;
}

static const struct model_results *run(sqlite3 *db, const char *scenario) {
    struct err err = {0};
    struct model_results *results = ARENA_NEW(arena, struct model_results, 1);
    const struct model_options options = {.scenarios = &scenario,
                                          .scenario_count = 1,
                                          .replications = 1,
                                          .by = MODEL_BY_YEAR,
                                          .seed = 1,
                                          .threads = 1};
    if (!model_simulate(db, &options, arena, results, &err)) fail_msg("%s", err.message);
    return results;
}

static double mean(const struct model_results *results, const char *scenario, const char *output,
                   const char *subject) {
    const struct model_row *row = model_find(results, scenario, output, subject, "2020/21");
    assert_non_null(row);
    return row->mean;
}

static void put(sqlite3 *db, const struct question_change *changes, size_t count) {
    struct err err = {0};
    const struct question question = {"plan", date_of(2018, 10, 1), changes, count};
    if (!question_put(db, &question, &err)) fail_msg("%s", err.message);
}

/* Nothing changed: every number of the base again, since both see the same people. */
static void no_change_is_the_base(void **state) {
    (void)state;
    sqlite3 *db = copy();
    put(db, NULL, 0);
    const struct model_results *base = run(db, "plan"), *same = run(db, QUESTION_SCENARIO);
    assert_int_equal(base->count, same->count);
    for (size_t i = 0; i < base->count; i++) {
        assert_string_equal(base->rows[i].output, same->rows[i].output);
        assert_string_equal(base->rows[i].subject, same->rows[i].subject);
        if (!isnan(base->rows[i].mean)) assert_true(base->rows[i].mean == same->rows[i].mean);
    }
    sqlite3_close(db);
}

static void more_places_hold_fewer_people_up(void **state) {
    (void)state;
    sqlite3 *db = copy();
    const struct question_change change = {QUESTION_CAPACITY, "home-care", 300};
    put(db, &change, 1);
    const struct model_results *base = run(db, "plan"), *more = run(db, QUESTION_SCENARIO);
    assert_true(mean(more, QUESTION_SCENARIO, "full", "home-care") <
                mean(base, "plan", "full", "home-care"));
    assert_true(mean(more, QUESTION_SCENARIO, "delayed_for", "home-care") <
                mean(base, "plan", "delayed_for", "home-care"));
    sqlite3_close(db);
}

static void demand_and_stays_follow_the_percentage(void **state) {
    (void)state;
    sqlite3 *db = copy();
    const struct question_change demand = {QUESTION_DEMAND, "acute", 10};
    put(db, &demand, 1);
    const struct model_results *base = run(db, "plan"), *other = run(db, QUESTION_SCENARIO);
    double arrivals = mean(other, QUESTION_SCENARIO, "arrivals", "acute") /
                      mean(base, "plan", "arrivals", "acute");
    assert_true(arrivals > 1.08 && arrivals < 1.12); /* 55,000 people: a standard error of 0.004 */
    sqlite3_close(db);
    db = copy();
    const struct question_change stay = {QUESTION_STAY, "acute", -20};
    put(db, &stay, 1);
    double present = mean(run(db, QUESTION_SCENARIO), QUESTION_SCENARIO, "present", "acute") /
                     mean(base, "plan", "present", "acute");
    assert_true(present > 0.75 && present < 0.9); /* what people wait for afterwards stays */
    sqlite3_close(db);
}

static const char *first_text(sqlite3 *db, const char *sql) {
    struct err err = {0};
    struct query *q = query_new(db, sql, &err);
    assert_non_null(q);
    assert_true(query_next(q));
    const char *text = query_text(q, 0) ? arena_string(arena, query_text(q, 0)) : NULL;
    assert_true(query_free(q, &err));
    return text;
}

/* A scheme that a milestone starts takes it along; others that it starts stay where they are. */
static void a_later_scheme(void **state) {
    (void)state;
    sqlite3 *db = copy();
    struct err err = {0};
    const char *sql = "INSERT INTO programme (row_no, id, plan, ref, title) SELECT 900, 'pr', id, "
                      "'1', 'P' FROM plan LIMIT 1; INSERT INTO milestone (row_no, id, programme, "
                      "title, due_to) VALUES (900, 'ms', 'pr', 'M', '2019-01-31'); INSERT INTO "
                      "scheme (row_no, id, title, starts) VALUES (900, 'alone', 'S', 'ms')";
    assert_true(query_run(db, sql, &err));
    const struct question_change change = {QUESTION_SCHEME, "alone", 6};
    put(db, &change, 1);
    assert_string_equal(first_text(db, "SELECT due_to FROM milestone WHERE id = 'ms'"),
                        "2019-07-31");
    sqlite3_close(db);
    db = copy();
    assert_true(query_run(db, sql, &err));
    assert_true(query_run(
        db, "INSERT INTO scheme (row_no, id, title, starts) VALUES (901, 'other', 'S', 'ms')",
        &err));
    put(db, &change, 1);
    assert_string_equal(first_text(db, "SELECT due_to FROM milestone WHERE id = 'ms'"),
                        "2019-01-31");
    assert_string_equal(first_text(db, "SELECT starts_on FROM scheme WHERE id = 'alone'"),
                        "2019-07-31");
    assert_string_equal(first_text(db, "SELECT starts FROM scheme WHERE id = 'other'"), "ms");
    sqlite3_close(db);
}

/* The answer to a change, from a past or whole; *gone_on: futures that went on from the past. */
static const struct model_results *ask(const struct question_change *change, int32_t from,
                                       const struct model_past *past, int *gone_on) {
    struct err err = {0};
    sqlite3 *db = copy();
    const char *scenario = QUESTION_SCENARIO;
    struct model_results *results = ARENA_NEW(arena, struct model_results, 1);
    const struct question question = {"plan", from, change, 1};
    const struct model_options options = {.scenarios = &scenario,
                                          .scenario_count = 1,
                                          .replications = 3,
                                          .seed = 4,
                                          .threads = 2,
                                          .past = past};
    if (!question_put(db, &question, &err) || !model_simulate(db, &options, arena, results, &err))
        fail_msg("%s", err.message);
    sqlite3_close(db);
    *gone_on = results->gone_on;
    return results;
}

/* Two of three futures go on from the past of the base where a question changes nothing before its
 * day, and every number is that of whole runs; where it does, all of them are run whole. */
static void answers_from_a_past_are_those_of_whole_runs(void **state) {
    (void)state;
    struct err err = {0};
    const char *base = "plan";
    const int32_t day = date_of(2018, 10, 1), before = date_of(2018, 9, 30);
    const struct model_options options = {
        .scenarios = &base, .scenario_count = 1, .replications = 2, .seed = 4, .threads = 2};
    struct model_past *past;
    sqlite3 *db = copy();
    if (!model_past_make(db, &options, day, &past, &err)) fail_msg("%s", err.message);
    assert_true(model_past_bytes(past) > 0);
    const struct {
        struct question_change change;
        int32_t from;
        int gone_on;
    } cases[] = {{{QUESTION_CAPACITY, "home-care", 40}, day, 2},
                 {{QUESTION_CAPACITY, "reablement", -5}, date_of(2019, 4, 1), 2},
                 {{QUESTION_DEMAND, "acute", 10}, day, 2},
                 {{QUESTION_DEMAND, "acute", -10}, day, 2},
                 {{QUESTION_STAY, "acute", -20}, day, 2},
                 {{QUESTION_CAPACITY, "home-care", 40}, before, 0},
                 {{QUESTION_STAY, "acute", -20}, before, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int gone_on, none;
        const struct model_results *a = ask(&cases[i].change, cases[i].from, past, &gone_on);
        const struct model_results *b = ask(&cases[i].change, cases[i].from, NULL, &none);
        if (gone_on != cases[i].gone_on || none != 0)
            fail_msg("case %zu: %d of 3 futures went on from the past", i, gone_on);
        assert_int_equal(a->count, b->count);
        for (size_t r = 0; r < a->count; r++) {
            assert_int_equal(a->rows[r].value_count, 3);
            assert_memory_equal(a->rows[r].values, b->rows[r].values, 3 * sizeof(double));
        }
        assert_true(a->events == b->events);
    }
    model_past_free(past);
    assert_false(model_past_make(db, &options, date_of(1990, 1, 1), &past, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_null(past);
    sqlite3_close(db);
}

static void refusals(void **state) {
    (void)state;
    static const struct {
        const char *base;
        struct question_change change;
        enum err_code code;
    } cases[] = {{"nonsense", {QUESTION_CAPACITY, "acute", 1}, ERR_NOT_FOUND},
                 {"plan", {QUESTION_CAPACITY, "nonsense", 1}, ERR_NOT_FOUND},
                 {"plan", {QUESTION_SCHEME, "nonsense", 1}, ERR_NOT_FOUND},
                 {"plan", {QUESTION_DEMAND, "reablement", 1}, ERR_INPUT}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sqlite3 *db = copy();
        struct err err = {0};
        const struct question question = {cases[i].base, date_of(2018, 10, 1), &cases[i].change, 1};
        assert_false(question_put(db, &question, &err));
        assert_int_equal(err.code, cases[i].code);
        assert_true(err.message[0] != '\0');
        sqlite3_close(db);
    }
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    folder = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_change_is_the_base),
        cmocka_unit_test(more_places_hold_fewer_people_up),
        cmocka_unit_test(demand_and_stays_follow_the_percentage),
        cmocka_unit_test(a_later_scheme),
        cmocka_unit_test(answers_from_a_past_are_those_of_whole_runs),
        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests_name("model question", tests, start, stop);
}
