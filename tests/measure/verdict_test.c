/* Verdicts on measures: made series with a known answer, and what the examples must say.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"
#include "../package.h"

#include "measure/check.h"
#include "measure/funnel.h"
#include "measure/verdict.h"
#include "store/store.h"

#include <math.h>
#include <string.h>

static const char *examples;

/* A system at `here`, compared with `nation`; measure `m`, lower is better. */
static sqlite3 *package(const char *measure_unit, int per) {
    sqlite3 *db = package_empty();
    struct arena *arena = arena_new();
    package_run(db, "INSERT INTO place (id, title, kind) VALUES ('nation', 'England', 'nation'), "
                    "('here', 'Here', 'footprint'), ('there', 'There', 'local authority')");
    package_run(db, "INSERT INTO system (id, title, place, comparator, start, end, currency) "
                    "VALUES ('s', 'S', 'here', 'nation', '2018-04-01', '2021-03-31', 'GBP')");
    package_run(db, arena_printf(arena,
                                 "INSERT INTO measure (id, title, unit, direction, per, frequency) "
                                 "VALUES ('m', 'Delays', '%s', 'lower', %d, 'month')",
                                 measure_unit, per));
    arena_free(arena);
    return db;
}

static void observe(sqlite3 *db, const char *place, int month, double value) {
    char sql[256], date[DATE_BYTES];
    date_text(date_month_start(month), date);
    snprintf(sql, sizeof sql,
             "INSERT INTO observation (measure, place, period_start, value) "
             "VALUES ('m', '%s', '%s', %.17g)",
             place, date, value);
    package_run(db, sql);
}

#define APRIL_2016 (2016 * 12 + 3)

static struct measure_verdict judge(sqlite3 *db, const char *place, const char *as_at,
                                    struct arena *arena) {
    struct measure_verdict v;
    struct err err = {0};
    int32_t date = DATE_NONE;
    if (as_at) assert_true(date_parse(str_of(as_at), &date));
    if (!measure_judge(db, "m", place, date, arena, &v, &err)) fail_msg("%s", err.message);
    return v;
}

/* 20 and 22 in turn here, 10 and 12 in the nation. */
static void steady(sqlite3 *db, int months) {
    for (int i = 0; i < months; i++) {
        observe(db, "here", APRIL_2016 + i, i % 2 ? 22 : 20);
        observe(db, "nation", APRIL_2016 + i, i % 2 ? 12 : 10);
    }
}

static void a_steady_series_has_not_changed(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    sqlite3 *db = package("people per 100,000", 100000);
    steady(db, 24);
    package_run(db, "INSERT INTO target (measure, place, due, value) "
                    "VALUES ('m', 'here', '2019-03-31', 5)");
    struct measure_verdict v = judge(db, NULL, NULL, arena);
    assert_int_equal(v.n, 24);
    assert_int_equal(v.missing, 0);
    assert_int_equal(v.variation, MEASURE_COMMON_CAUSE);
    assert_true(v.within_limits);
    assert_true(fabs(v.mean - 21) < 1e-12 && fabs(v.upper - 26.32) < 1e-12);
    assert_int_equal(v.assurance, MEASURE_WILL_MISS);
    assert_true(v.target_distance == 17 && !v.target_met);
    assert_true(v.consistently);
    assert_int_equal(v.above, 12);
    assert_true(v.latest.difference == 10 && v.latest.significant);
    assert_non_null(strstr(v.words, "consistently above England"));
    assert_non_null(strstr(v.words, "within its own limits"));
    sqlite3_close(db);
    arena_free(arena);
}

static void a_period_is_known_when_it_has_ended(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    sqlite3 *db = package("people per 100,000", 100000);
    steady(db, 24);
    assert_int_equal(judge(db, NULL, "2016-06-30", arena).n, 3);
    assert_int_equal(judge(db, NULL, "2016-06-29", arena).n, 2);
    assert_int_equal(judge(db, NULL, "2016-06-29", arena).variation, MEASURE_TOO_FEW);
    struct measure_verdict v;
    struct err err = {0};
    int32_t before;
    assert_true(date_parse(str_of("2015-01-01"), &before));
    assert_false(measure_judge(db, "m", NULL, before, arena, &v, &err));
    assert_int_equal(err.code, ERR_TOO_FEW);
    assert_false(measure_judge(db, "none", NULL, DATE_NONE, arena, &v, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    sqlite3_close(db);
    arena_free(arena);
}

static void a_jump_is_a_concern_and_a_rebase_ends_it(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    sqlite3 *db = package("people per 100,000", 100000);
    steady(db, 24);
    for (int i = 24; i < 38; i++) observe(db, "here", APRIL_2016 + i, i % 2 ? 42 : 40);
    struct measure_verdict v = judge(db, NULL, NULL, arena);
    assert_int_equal(v.variation, MEASURE_CONCERNING);
    assert_non_null(v.rule);
    package_run(db, "INSERT INTO annotation (measure, place, from_date, kind, title) "
                    "VALUES ('m', NULL, '2018-04-01', 'rebase', 'counted anew')");
    v = judge(db, NULL, NULL, arena);
    assert_int_equal(v.variation, MEASURE_COMMON_CAUSE);
    assert_int_equal(v.phase_n, 14);
    assert_int_equal(v.phase_month, APRIL_2016 + 24);
    assert_true(fabs(v.mean - 41) < 1e-12);
    /* Who looks at it as it was before then knows nothing of it. */
    struct measure_series s;
    struct err err = {0};
    int32_t day;
    assert_true(date_parse(str_of("2018-03-31"), &day));
    assert_true(measure_series(db, "m", NULL, day, arena, &s, &err));
    assert_int_equal(s.note_count, 0);
    assert_true(measure_series(db, "m", NULL, day + 1, arena, &s, &err));
    assert_int_equal(s.note_count, 1);
    sqlite3_close(db);
    arena_free(arena);
}

static void a_month_not_observed_is_a_gap(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    sqlite3 *db = package("people per 100,000", 100000);
    steady(db, 24);
    package_run(db, "DELETE FROM observation WHERE period_start = '2017-01-01'");
    struct measure_series s;
    struct err err = {0};
    assert_true(measure_series(db, "m", NULL, DATE_NONE, arena, &s, &err));
    assert_int_equal(s.n, 24);
    assert_true(s.values[9] != s.values[9]);
    assert_int_equal(s.points[9].type, SPC_COMMON);
    struct measure_verdict v = judge(db, NULL, NULL, arena);
    assert_int_equal(v.n, 23);
    assert_int_equal(v.missing, 1);
    sqlite3_close(db);
    arena_free(arena);
}

static void a_year_is_its_sums_or_its_mean(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    sqlite3 *db = package("% of people", 100);
    package_run(db,
                "INSERT INTO observation (measure, place, period_start, numerator, denominator) "
                "VALUES ('m', 'here', '2018-04-01', 10, 100), ('m', 'here', '2018-05-01', 90, 300),"
                "('m', 'here', '2019-04-01', 50, 100)");
    struct measure_series s;
    struct err err = {0};
    size_t periods;
    assert_true(measure_series(db, "m", NULL, DATE_NONE, arena, &s, &err));
    assert_true(fabs(measure_year_mean(&s, 100, 2018, &periods) - 25) < 1e-12);
    assert_int_equal(periods, 2);
    double none = measure_year_mean(&s, 100, 2020, &periods);
    assert_true(none != none);
    assert_int_equal(periods, 0);
    package_run(db, "UPDATE observation SET value = 100.0 * numerator / denominator, "
                    "numerator = NULL");
    assert_true(measure_series(db, "m", NULL, DATE_NONE, arena, &s, &err));
    assert_true(fabs(measure_year_mean(&s, 100, 2018, &periods) - 20) < 1e-12);
    sqlite3_close(db);
    arena_free(arena);
}

/* Newcombe 1998, table II, example (a): 56/70 and 48/80, method 10: 0.0524 to 0.3339. */
static void a_difference_of_shares_is_newcombes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    sqlite3 *db = package("% of people", 100);
    package_run(
        db, "INSERT INTO observation (measure, place, period_start, numerator, denominator) "
            "VALUES ('m', 'here', '2018-04-01', 56, 70), ('m', 'nation', '2018-04-01', 48, 80)");
    struct measure_verdict v = judge(db, NULL, NULL, arena);
    assert_true(fabs(v.latest.low - 5.24) < 0.006);
    assert_true(fabs(v.latest.high - 33.39) < 0.006);
    assert_true(v.latest.significant);
    assert_false(v.consistently); /* one period is no habit */
    sqlite3_close(db);
    arena_free(arena);
}

static void every_place_has_its_verdict(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    sqlite3 *db = package("people per 100,000", 100000);
    observe(db, "there", APRIL_2016, 1);
    steady(db, 3);
    struct measure_verdict *list;
    size_t n;
    struct err err = {0};
    assert_true(measure_judge_all(db, DATE_NONE, arena, &list, &n, &err));
    assert_int_equal(n, 2); /* the comparator is left out */
    assert_string_equal(list[0].place, "here");
    assert_string_equal(list[1].place, "there");
    sqlite3_close(db);
    arena_free(arena);
}

/* From 20 on 31 March 2016 to 10 a year later, and on to 6 two years after that. */
static void a_trajectory_is_the_straight_way(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    sqlite3 *db = package("people per 100,000", 100000);
    for (int i = -3; i < 20; i++) observe(db, "here", APRIL_2016 + i, i < 6 ? 12 : 8);
    package_run(db, "INSERT INTO target (measure, place, due, value, baseline, baseline_on) VALUES "
                    "('m', 'here', '2017-03-31', 10, 20, '2016-03-31'), "
                    "('m', 'here', '2019-03-31', 6, 99, '2018-01-01')");
    struct measure_series s;
    struct err err = {0};
    assert_true(measure_series(db, "m", NULL, DATE_NONE, arena, &s, &err));
    assert_true(isnan(s.trajectory[1]));
    assert_true(s.trajectory[2] == 20); /* the baseline's own day */
    double part = 30.0 / 365;           /* to 30 April */
    assert_true(fabs(s.trajectory[3] - (20 - 10 * part)) < 1e-12);
    assert_true(s.trajectory[14] == 10);
    assert_true(s.trajectory[22] < 10 && s.trajectory[22] > 6); /* the later baseline is past */
    assert_true(s.targets[3] == 10 && s.targets[15] == 6);
    struct measure_verdict v = judge(db, NULL, "2016-09-30", arena);
    assert_true(v.trajectory_met); /* 12, and 15 is asked of it */
    assert_int_equal(v.owed, 7);
    assert_int_equal(v.kept, 7);
    v = judge(db, NULL, "2017-03-31", arena);
    assert_null(v.trajectory_words); /* the target is due: it speaks for itself */
    assert_true(v.target_met);
    v = judge(db, NULL, NULL, arena);
    assert_non_null(strstr(v.trajectory_words, "on or ahead of"));
    sqlite3_close(db);
    arena_free(arena);
}

/* 'here' against a group that it is in itself, and against the places of an area. */
static void a_group_is_the_sum_of_its_other_members(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    sqlite3 *db = package("% of people", 100);
    package_run(db, "INSERT INTO place (id, title, kind, parent) VALUES "
                    "('one', 'One', 'local authority', 'nation'), "
                    "('two', 'Two', 'local authority', 'nation')");
    package_run(db, "INSERT INTO peer_group (id, title) VALUES ('like', 'places like it')");
    package_run(db, "INSERT INTO peer (peer_group, place) VALUES ('like', 'here'), "
                    "('like', 'one'), ('like', 'two')");
    package_run(db,
                "INSERT INTO observation (measure, place, period_start, numerator, denominator) "
                "VALUES ('m', 'here', '2018-04-01', 90, 100), ('m', 'one', '2018-04-01', 10, 50),"
                "('m', 'two', '2018-04-01', 60, 150), ('m', 'here', '2018-05-01', 90, 100), "
                "('m', 'one', '2018-05-01', 1, 50)");
    struct measure_series s;
    struct err err = {0};
    assert_true(measure_series_against(db, "m", "here", "like", DATE_NONE, arena, &s, &err));
    assert_true(fabs(s.comparator[0] - 35) < 1e-12);
    assert_true(isnan(s.comparator[1])); /* one of two members is not enough */
    assert_string_equal(s.comparator_title, "places like it");
    /* An area without numbers of its own stands for its places. */
    assert_true(measure_series_against(db, "m", "here", "nation", DATE_NONE, arena, &s, &err));
    assert_true(fabs(s.comparator[0] - 35) < 1e-12);
    package_run(db, "UPDATE measure SET comparator = 'one'");
    struct measure_verdict v = judge(db, "here", NULL, arena);
    assert_string_equal(v.comparator_title, "One");
    assert_true(v.latest.comparator == 2);
    assert_false(measure_series_against(db, "m", "here", "nobody", DATE_NONE, arena, &s, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    sqlite3_close(db);
    arena_free(arena);
}

/* Shares of 100,000 that go up and down by two points: what chance among persons explains is a
 * tenth of that. */
static void months_that_vary_more_than_chance_widen_the_interval(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (int wild = 0; wild < 2; wild++) {
        sqlite3 *db = package("% of people", 100);
        for (int i = 0; i < 24; i++) {
            char sql[256], date[DATE_BYTES];
            date_text(date_month_start(APRIL_2016 + i), date);
            int shift = i % 4 == 1 ? 1 : i % 4 == 3 ? -1 : 0;
            snprintf(sql, sizeof sql,
                     "INSERT INTO observation (measure, place, period_start, numerator, "
                     "denominator) VALUES ('m', 'here', '%s', %d, 100000), "
                     "('m', 'nation', '%s', 4000000, 5000000)",
                     date, 80500 + shift * (wild ? 2000 : 150), date);
            package_run(db, sql);
        }
        struct measure_verdict v = judge(db, NULL, "2018-03-31", arena);
        assert_int_equal(v.period_count, 24);
        double width = v.latest.high - v.latest.low;
        if (wild) {
            assert_true(width > 5 && width < 9);
            assert_non_null(strstr(v.latest.method, "Laney"));
            assert_int_equal(v.significantly_above + v.significantly_below, 0);
        } else {
            assert_true(width < 0.6);
            assert_null(strstr(v.latest.method, "Laney"));
            assert_true(v.significantly_above > 6);
        }
        sqlite3_close(db);
    }
    arena_free(arena);
}

static void a_funnel_marks_who_stands_out_among_all(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    struct store *store =
        store_open(arena_printf(arena, "%s/oxfordshire", examples), findings_new(arena), &err);
    if (!store) fail_msg("%s", err.message);
    sqlite3 *db = store_db(store);
    struct measure_funnel f;
    int32_t day = date_of(2018, 4, 17);
    assert_true(measure_funnel(db, "dtoc-total", NULL, day, FUNNEL_ADDITIVE, arena, &f, &err));
    assert_int_equal(f.start, date_of(2018, 4, 1));
    assert_int_equal(f.count, 26); /* councils only: England is of another kind */
    assert_true(f.funnel.dispersed);
    size_t far_out = 0;
    for (size_t i = 0; i < f.count; i++) {
        assert_true(i == 0 || f.places[i].value <= f.places[i - 1].value);
        far_out += f.places[i].standing == MEASURE_FAR_OUT;
        if (strcmp(f.places[i].place, "E10000025") == 0)
            assert_int_equal(f.places[i].standing, MEASURE_OUTLYING);
    }
    assert_int_equal(far_out, 0);
    assert_true(measure_funnel(db, "dtoc-total", "counties", day, FUNNEL_EXACT, arena, &f, &err));
    far_out = 0;
    for (size_t i = 0; i < f.count; i++) far_out += f.places[i].standing == MEASURE_FAR_OUT;
    assert_int_equal(far_out, 22); /* by chance alone nearly all would be: the wrong question */
    assert_false(
        measure_funnel(db, "dtoc-total", NULL, date_of(1990, 1, 1), FUNNEL_EXACT, arena, &f, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    store_close(store);
    arena_free(arena);
}

/* What the regulator found in 2018. */
static void birmingham_is_above_england_and_within_its_own_limits(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    struct store *store = store_open(arena_printf(arena, "%s/birmingham-solihull", examples),
                                     findings_new(arena), &err);
    if (!store) fail_msg("%s", err.message);
    int32_t as_at;
    assert_true(date_parse(str_of("2018-04-30"), &as_at));
    struct measure_verdict v;
    if (!measure_judge(store_db(store), "dtoc-total", "E08000025", as_at, arena, &v, &err))
        fail_msg("%s", err.message);
    assert_int_equal(v.last_month, 2018 * 12 + 3);
    assert_true(v.consistently && v.above > v.below);
    assert_true(v.latest.significant && v.latest.difference > 0);
    assert_int_equal(v.variation, MEASURE_COMMON_CAUSE);
    assert_true(v.within_limits);
    assert_non_null(strstr(v.words, "consistently above England, significantly so in April 2018"));
    assert_non_null(strstr(v.words, "within its own limits"));
    store_close(store);
    arena_free(arena);
}

/* Limits of 20 and 22 in turn: 21 and 2.66 times 2 on either side. */
static void a_target_within_the_limits_is_told_of(void **unused) {
    (void)unused;
    sqlite3 *db = package("per 100,000", 1);
    struct arena *arena = arena_new();
    steady(db, 24);
    package_run(db,
                "INSERT INTO target (measure, place, due, value) VALUES ('m', 'here', "
                "'2019-03-31', 15.5), ('m', 'here', '2020-03-31', 16), ('m', 'here', '2018-03-31', "
                "16), ('m', 'there', '2020-03-31', 16), ('m', 'here', '2021-03-31', NULL)");
    struct findings *findings = findings_new(arena);
    struct err err = {0};
    assert_true(measure_check(db, date_of(2018, 6, 30), findings, &err));
    assert_int_equal(findings->count, 1); /* neither the one outside, nor the one that is past */
    assert_string_equal(findings->items[0].rule, "O08");
    assert_int_equal(findings->items[0].row, 2);
    assert_non_null(strstr(findings->items[0].message,
                           "16.00 for m by 31 March 2020 lies within its process limits, 15.68 to "
                           "26.32, from 24 values"));
    arena_free(arena);
    sqlite3_close(db);
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    examples = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_steady_series_has_not_changed),
        cmocka_unit_test(a_period_is_known_when_it_has_ended),
        cmocka_unit_test(a_jump_is_a_concern_and_a_rebase_ends_it),
        cmocka_unit_test(a_month_not_observed_is_a_gap),
        cmocka_unit_test(a_year_is_its_sums_or_its_mean),
        cmocka_unit_test(a_difference_of_shares_is_newcombes),
        cmocka_unit_test(every_place_has_its_verdict),
        cmocka_unit_test(a_trajectory_is_the_straight_way),
        cmocka_unit_test(a_group_is_the_sum_of_its_other_members),
        cmocka_unit_test(months_that_vary_more_than_chance_widen_the_interval),
        cmocka_unit_test(a_funnel_marks_who_stands_out_among_all),
        cmocka_unit_test(a_target_within_the_limits_is_told_of),
        cmocka_unit_test(birmingham_is_above_england_and_within_its_own_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
