/* The financial gap: sums, ranges, the chance to close it.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "money/gap.h"

#include <math.h>
#include <string.h>

static struct money_gaps read_gaps(sqlite3 *db, uint64_t seed, struct arena *arena) {
    struct money_gaps gaps;
    struct err err = {0};
    if (!money_gaps_read(db, seed, arena, &gaps, &err)) fail_msg("%s", err.message);
    return gaps;
}

static void close_to(double a, double b, double within) {
    if (!(fabs(a - b) <= within)) fail_msg("%.6g is not within %.3g of %.6g", a, within, b);
}

static void sums_only_the_systems_own_lines(void **state) {
    (void)state;
    sqlite3 *db = package_empty();
    package_run(db,
                "INSERT INTO budget(organisation, line, year, kind, amount_gbp, low_gbp, high_gbp, "
                "part_of, confidence) VALUES"
                "(NULL, 'do nothing', '2020/21', 'pressure', 100, NULL, NULL, NULL, NULL),"
                "(NULL, 'hospitals', '2020/21', 'pressure', 60, NULL, NULL, 'do nothing', NULL),"
                "(NULL, 'lean', '2020/21', 'saving', 70, 40, 80, NULL, NULL),"
                "(NULL, 'estates', '2020/21', 'saving', 10, NULL, NULL, NULL, 'amber'),"
                "(NULL, 'blocks', '2020/21', 'saving', 9, NULL, NULL, NULL, NULL),"
                "(NULL, 'one block', '2020/21', 'saving', 4, 1, 6, 'blocks', NULL),"
                "(NULL, 'grant', '2020/21', 'income', 5, NULL, NULL, NULL, NULL),"
                "('trust', 'own', '2020/21', 'saving', 50, NULL, NULL, NULL, NULL),"
                "(NULL, 'all care', '2020/21', 'spend', 999, NULL, NULL, NULL, NULL),"
                "(NULL, 'only a pressure', '2019/20', 'pressure', 1, NULL, NULL, NULL, NULL)");
    struct arena *arena = arena_new();
    struct money_gaps gaps = read_gaps(db, 1, arena);
    assert_int_equal(gaps.count, 1);
    const struct money_gap *gap = &gaps.years[0];
    assert_string_equal(gap->year, "2020/21");
    assert_int_equal(gap->line_count, 5);
    close_to(gap->opens_gbp, 100, 0);
    close_to(gap->closes_gbp, 94, 0);
    close_to(gap->left_gbp, 6, 0);
    close_to(gap->closes_low_gbp, 40 + 5 + 6 + 5, 1e-9);
    close_to(gap->closes_high_gbp, 80 + 10 + 11 + 5, 1e-9);
    assert_int_equal(gap->rated_count, 1);
    assert_int_equal(gap->fixed_count, 2);
    assert_true(gap->closes_p10_gbp < gap->closes_p90_gbp);
    arena_free(arena);
    sqlite3_close(db);
}

/* One saving, triangular on [40, 100] with its peak at 70, against a pressure of 85: the chance is
 * (100 - 85)^2 / ((100 - 40) (100 - 70)) = 0.125. Standard error 0.0023: four of them. */
static void the_chance_agrees_with_the_closed_form(void **state) {
    (void)state;
    sqlite3 *db = package_empty();
    package_run(db, "INSERT INTO budget(line, year, kind, amount_gbp, low_gbp, high_gbp) VALUES"
                    "('need', '2020/21', 'pressure', 85, NULL, NULL),"
                    "('save', '2020/21', 'saving', 70, 40, 100)");
    struct arena *arena = arena_new();
    struct money_gaps gaps = read_gaps(db, 7, arena);
    close_to(gaps.years[0].chance, 0.125, 0.0094);
    double once = gaps.years[0].chance;
    gaps = read_gaps(db, 7, arena);
    close_to(gaps.years[0].chance, once, 0);
    /* p10 of that triangular distribution: 40 + sqrt(0.1 * 60 * 30). */
    close_to(gaps.years[0].closes_p10_gbp, 40 + sqrt(180), 0.6);
    arena_free(arena);
    sqlite3_close(db);
}

static void certain_lines_have_no_chance_to_speak_of(void **state) {
    (void)state;
    sqlite3 *db = package_empty();
    package_run(db, "INSERT INTO budget(line, year, kind, amount_gbp) VALUES"
                    "('need', '2020/21', 'pressure', 85), ('save', '2020/21', 'saving', 70)");
    struct arena *arena = arena_new();
    struct money_gaps gaps = read_gaps(db, 7, arena);
    assert_true(isnan(gaps.years[0].chance));
    arena_free(arena);
    sqlite3_close(db);
}

static void triangular_quantiles(void **state) {
    (void)state;
    close_to(money_triangular(0, 5, 10, 0.5), 5, 1e-12);
    close_to(money_triangular(0, 5, 10, 0), 0, 1e-12);
    close_to(money_triangular(0, 5, 10, 1), 10, 1e-12);
    close_to(money_triangular(0, 0, 10, 0.75), 5, 1e-12);
    close_to(money_triangular(0, 10, 10, 0.25), 5, 1e-12);
    close_to(money_triangular(3, 3, 3, 0.3), 3, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_only_the_systems_own_lines),
        cmocka_unit_test(the_chance_agrees_with_the_closed_form),
        cmocka_unit_test(certain_lines_have_no_chance_to_speak_of),
        cmocka_unit_test(triangular_quantiles),
    };
    return cmocka_run_group_tests_name("money gap", tests, NULL, NULL);
}
