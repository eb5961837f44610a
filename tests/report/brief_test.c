/* The brief: what it counts, what it says when there is little to say, what it escapes, and that
 * the same seed gives the same brief for any number of threads.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "report/brief.h"
#include "store/store.h"

#include <math.h>
#include <string.h>

static struct brief make(sqlite3 *db, const struct brief_options *options, struct arena *arena) {
    struct brief brief;
    struct err err = {0};
    if (!brief_make(db, options, arena, &brief, &err)) fail_msg("%s", err.message);
    return brief;
}

/* Two years of a measure that falls sharply when the plan begins, and one that stays where it is.
 */
static sqlite3 *measured_plan(void) {
    sqlite3 *db = package_empty();
    package_run(
        db,
        "INSERT INTO place(id, title, kind) VALUES('p', 'Place', 'footprint');"
        "INSERT INTO system(id, title, place, start, \"end\") VALUES('s', '<b>\"&', 'p', "
        "'2017-04-01', '2019-03-31');"
        "INSERT INTO plan(id, title, start) VALUES('plan', 'Plan', '2018-05-01');"
        "INSERT INTO programme(id, plan, ref, title) VALUES('g', 'plan', '1', 'G');"
        "INSERT INTO recommendation(id, plan, ref, title) VALUES('r', 'plan', '1', 'R');"
        "INSERT INTO action(id, plan, recommendation, programme, ref, title, stage) VALUES"
        "('a', 'plan', 'r', NULL, '1', 'A', 'claimed complete'),"
        "('b', 'plan', NULL, 'g', '2', 'B', 'verified'),"
        "('c', 'plan', 'r', NULL, '3', 'C', 'in progress'),"
        "('d', 'plan', NULL, 'g', '4', 'D', NULL),"
        "('e', 'plan', NULL, NULL, '5', 'E', NULL),"
        "('f', 'plan', 'r', NULL, '6', 'F', 'handed over'),"
        "('h', 'plan', 'r', NULL, '7', 'H', NULL);"
        "INSERT INTO measure(id, title, unit, direction, frequency) VALUES"
        "('falls', 'Falling', '%', 'lower', 'month'), ('stays', 'Staying', '%', 'lower', 'month'),"
        "('never', 'Never observed', '%', 'lower', 'month');"
        "INSERT INTO drives(item, measure) VALUES('r', 'falls'), ('g', 'stays'), ('h', 'never');"
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 23) "
        "INSERT INTO observation(measure, place, period_start, value) SELECT 'falls', 'p', "
        "date('2017-01-01', i || ' months'), CASE WHEN i < 16 THEN 50 + i % 3 ELSE 20 + i % 3 END "
        "FROM n UNION ALL SELECT 'stays', 'p', date('2017-01-01', i || ' months'), 50 + i % 3 FROM "
        "n");
    return db;
}

static void an_empty_package_says_what_is_missing(void **state) {
    (void)state;
    sqlite3 *db = package_empty();
    struct arena *arena = arena_new();
    const struct brief_options options = {.as_at = DATE_NONE};
    struct brief brief = make(db, &options, arena);
    assert_non_null(strstr(brief.answer, "Nobody can say."));
    assert_true(brief.missing_count >= 4);
    assert_int_equal(brief.look_count, 0);
    struct buf text = buf_new(arena), json = buf_new(arena), html = buf_new(arena);
    brief_text(&brief, &text);
    brief_json(&brief, &json);
    brief_html(&brief, "/assets/weft.css", &html);
    assert_non_null(strstr(text.text, "WHAT IS MISSING"));
    assert_null(strstr(json.text, ": nan"));
    assert_non_null(strstr(html.text, "</html>"));
    arena_free(arena);
    sqlite3_close(db);
}

static void delivery_and_effect(void **state) {
    (void)state;
    sqlite3 *db = measured_plan();
    struct arena *arena = arena_new();
    const struct brief_options options = {.as_at = DATE_NONE};
    struct brief brief = make(db, &options, arena);
    assert_int_equal(brief.as_at, date_of(2018, 12, 31)); /* the newest month observed, its end */
    assert_int_equal(brief.driven_count, 2);
    assert_int_equal(brief.improved, 1);
    assert_int_equal(brief.unobserved, 1);
    const struct brief_effects *e = &brief.effects;
    assert_int_equal(e->done[BRIEF_MOVED], 1);     /* a */
    assert_int_equal(e->done[BRIEF_UNCHANGED], 1); /* b */
    assert_int_equal(e->open[BRIEF_MOVED], 2);     /* c, and f: handed over is not done */
    assert_int_equal(e->open[BRIEF_UNCHANGED], 1); /* d */
    assert_int_equal(e->open[BRIEF_UNTOLD], 1); /* h: its own measure, not its recommendation's */
    assert_int_equal(e->open[BRIEF_NO_MEASURE], 1); /* action 'e' */
    assert_int_equal(e->done_judged, 2);
    assert_int_equal(e->done_not, 1);
    assert_string_equal(e->when,
                        "Whether the plan did it can be judged of 5 of these 6 actions. Of "
                        "1 it cannot be: their measures are observed too seldom, or not "
                        "at all.");
    assert_non_null(strstr(brief.answer, "Partly."));
    assert_non_null(strstr(brief.answer, "2 of 7 actions are reported done"));
    arena_free(arena);
    sqlite3_close(db);
}

/* Before the fall nothing has moved, and nobody knows that it will. */
static void the_past_does_not_know_the_future(void **state) {
    (void)state;
    sqlite3 *db = measured_plan();
    struct arena *arena = arena_new();
    const struct brief_options options = {.as_at = date_of(2018, 4, 30)};
    struct brief brief = make(db, &options, arena);
    assert_int_equal(brief.improved, 0);
    assert_non_null(strstr(brief.answer, "Not yet."));
    /* What can be said is: no real change; and when there will be six values since. */
    assert_int_equal(brief.effects.open[BRIEF_UNCHANGED] + brief.effects.done[BRIEF_UNCHANGED], 5);
    assert_non_null(strstr(brief.effects.when, "judged of none of these 6 actions yet. Of 5 once "
                                               "there are 6 values since: at the earliest with "
                                               "those of October 2018, in 6 months, of “1 A” "
                                               "(Falling)."));
    const struct brief_options later = {.as_at = date_of(2018, 7, 31)}; /* three of the six */
    brief = make(db, &later, arena);
    assert_non_null(strstr(brief.effects.when, "with those of October 2018, in 3 months"));
    arena_free(arena);
    sqlite3_close(db);
}

/* What the care of one person a day costs, whom a scheme sends home from the day of a milestone on:
 * the plan says 1 June 2018; all twelve milestones that are done were 100 days late. */
static sqlite3 *slipping_plan(void) {
    sqlite3 *db = package_empty();
    package_run(
        db,
        "INSERT INTO place(id, title, kind) VALUES('p', 'Place', 'footprint');"
        "INSERT INTO population(place, age_from, year, persons) VALUES('p', 0, '2018/19', 100000);"
        "INSERT INTO system(id, title, place, start, \"end\") VALUES('s', 'S', 'p', '2018-04-01', "
        "'2019-03-31');"
        "INSERT INTO setting(id, title, family, kind) VALUES('w', 'W', 'beds', 'open');"
        "INSERT INTO demand(id, setting, place, age_from, rate_per_1000) VALUES('d', 'w', 'p', 0, "
        "36.525);"
        "INSERT INTO stay(setting, age_from, distribution, mean_days) VALUES('w', 0, 'fixed', 1);"
        "INSERT INTO route(id, setting, age_from, share) VALUES('o', 'w', 0, 1);"
        "INSERT INTO unit_cost(setting, basis, kind, amount_gbp, price_year) VALUES('w', "
        "'arrival', 'variable', 1000000, '2018/19');"
        "INSERT INTO scenario(id, title) VALUES('do-nothing', 'N'), ('plan', 'P');"
        "INSERT INTO scheme(id, title, starts) VALUES('a', 'A', 'x');"
        "INSERT INTO scenario_scheme(scenario, scheme, included) VALUES('plan', 'a', 'yes');"
        "INSERT INTO effect(scheme, on_table, on_rows, on_column, operation, central) "
        "VALUES('a', 'unit_cost', 'setting=w', 'amount_gbp', 'set', 0);"
        "INSERT INTO plan(id, title, start) VALUES('plan', 'Plan', '2016-01-01');"
        "INSERT INTO programme(id, plan, ref, title) VALUES('g', 'plan', '1', 'G');"
        "INSERT INTO milestone(id, programme, title, due_to) VALUES('x', 'g', 'X', '2018-06-01');"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12) "
        "INSERT INTO milestone(id, programme, title, due_to, done_on) SELECT 'm' || i, 'g', 'M', "
        "'2017-01-01', '2017-04-11' FROM n");
    return db;
}

/* The share of the year's cost that is left with the plan is that of the days before it starts. */
static void starts_after(const struct brief *brief, double days) {
    const struct brief_output *cost = &brief->outputs[brief->output_count - 1];
    assert_string_equal(cost->output, "cost_gbp");
    double left = cost->years[0].plan.mean / cost->years[0].nothing.mean;
    if (!(fabs(left - days / 365) < 0.02)) fail_msg("%g days, not %g", 365 * left, days);
}

/* A milestone that slips moves the scheme, and so the forecast. */
static void a_milestone_that_slips_moves_its_scheme(void **state) {
    (void)state;
    sqlite3 *db = slipping_plan();
    struct arena *arena = arena_new();
    struct brief_options options = {.as_at = date_of(2018, 5, 15), .replications = 8, .threads = 1};
    struct brief brief = make(db, &options, arena);
    assert_true(brief.dates.schemes == 1 && brief.dates.forecast == 1);
    assert_string_equal(brief.dates.words,
                        "Of 1 scheme in the model, 1 starts when this plan's own "
                        "slips forecast its milestone.");
    starts_after(&brief, 61 + 100);
    struct buf text = buf_new(arena), json = buf_new(arena);
    brief_text(&brief, &text);
    brief_json(&brief, &json);
    assert_non_null(strstr(text.text, "own slips forecast its milestone."));
    assert_non_null(strstr(json.text, "own slips forecast its milestone."));
    /* With nine that are done nothing can be forecast, and the day has passed in July. */
    package_run(db, "DELETE FROM milestone WHERE id IN ('m1', 'm2', 'm3')");
    options.as_at = date_of(2018, 7, 1);
    brief = make(db, &options, arena);
    assert_true(brief.dates.planned == 1 && brief.dates.passed == 1);
    assert_non_null(strstr(brief.dates.words, "1 of these dates has passed without a report"));
    starts_after(&brief, 61);
    /* What was done later is not known on the day; afterwards it is. */
    package_run(db, "UPDATE milestone SET done_on = '2018-10-01' WHERE id = 'x'");
    brief = make(db, &options, arena);
    starts_after(&brief, 61);
    options.as_at = date_of(2018, 10, 1);
    brief = make(db, &options, arena);
    assert_true(brief.dates.known == 1);
    starts_after(&brief, 183);
    arena_free(arena);
    sqlite3_close(db);
}

static void titles_are_escaped(void **state) {
    (void)state;
    sqlite3 *db = measured_plan();
    struct arena *arena = arena_new();
    const struct brief_options options = {.as_at = DATE_NONE};
    struct brief brief = make(db, &options, arena);
    struct buf html = buf_new(arena), json = buf_new(arena);
    brief_html(&brief, NULL, &html);
    brief_json(&brief, &json);
    assert_null(strstr(html.text, "<b>"));
    assert_non_null(strstr(html.text, "<h1>&lt;b&gt;&quot;&amp;</h1>"));
    assert_non_null(strstr(html.text, "<style>")); /* a file that stands alone */
    assert_null(strstr(html.text, "<script"));
    assert_non_null(strstr(json.text, "\"title\": \"<b>\\\"&\""));
    arena_free(arena);
    sqlite3_close(db);
}

/* A share that goes from 80% to 84% has risen by 4 percentage points, not by 4%. */
static void a_change_of_a_share_is_in_percentage_points(void **state) {
    (void)state;
    char out[NUMBER_PEOPLE_BYTES];
    assert_string_equal(brief_change(5.2, "%", out), "5.2 percentage points");
    assert_string_equal(brief_change(4.4, "per 100,000", out), "4.4");
    assert_string_equal(brief_change(-123456789.0, "%", out), "-123,456,789 percentage points");
    assert_string_equal(brief_change(NAN, "%", out), "-");
}

/* Nor does it matter whether what the model has no part in was read before. */
static void a_real_system_the_same_for_any_threads(void **state) {
    struct arena *arena = arena_new();
    struct err err = {0};
    struct store *store = store_open(*state, findings_new(arena), &err);
    if (!store) fail_msg("%s", err.message);
    struct buf pages[2];
    const struct brief_options without = {
        .as_at = date_of(2019, 3, 31), .seed = 5, .without_model = true};
    const struct brief before = make(store_db(store), &without, arena);
    for (int i = 0; i < 2; i++) {
        const struct brief_options options = {.as_at = date_of(2019, 3, 31),
                                              .replications = 2,
                                              .seed = 5,
                                              .threads = 1 + 2 * i,
                                              .before = i ? &before : NULL};
        struct brief brief = make(store_db(store), &options, arena);
        assert_true(brief.output_count >= 2);
        assert_true(brief.comparison_count >= 1);
        assert_true(brief.outputs[0].years[0].plan.mean > 0);
        brief.seconds = 0;
        pages[i] = buf_new(arena);
        brief_json(&brief, &pages[i]);
        brief_html(&brief, "/weft.css", &pages[i]);
    }
    assert_string_equal(pages[0].text, pages[1].text);
    store_close(store);
    arena_free(arena);
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_package_says_what_is_missing),
        cmocka_unit_test(delivery_and_effect),
        cmocka_unit_test(the_past_does_not_know_the_future),
        cmocka_unit_test(a_milestone_that_slips_moves_its_scheme),
        cmocka_unit_test(titles_are_escaped),
        cmocka_unit_test(a_change_of_a_share_is_in_percentage_points),
        cmocka_unit_test_prestate(a_real_system_the_same_for_any_threads, argv[1]),
    };
    return cmocka_run_group_tests_name("report brief", tests, NULL, NULL);
}
