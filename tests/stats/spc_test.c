/* XmR charts: what the known answers do not hold, above all the rules 'mdc'.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "stats/spc.h"

#include <math.h>
#include <string.h>

enum { MOST = 64 };

static struct spc_point points[MOST];
static struct spc_phase phases[MOST];

static void judge(const double *x, size_t n, enum spc_rules rules, enum spc_direction direction) {
    struct spc_options options = {.rules = rules, .direction = direction};
    assert_int_equal(spc_judge(x, NULL, n, &options, points, phases), 1);
}

/* 10 and 12 in turn: mean 11, moving ranges 2, limits 5.68 and 16.32, near ones 7.45 and 14.55 */
static size_t fill(double *x, size_t n) {
    for (size_t i = 0; i < n; i++) x[i] = i % 2 ? 12 : 10;
    return n;
}

static void limits_are_those_of_wheeler(void **state) {
    (void)state;
    double x[MOST];
    judge(x, fill(x, 20), SPC_PTD, SPC_INCREASE);
    assert_true(fabs(phases[0].mean - (11)) < 1e-12);
    assert_true(fabs(phases[0].lower - (11 - 2.66 * 2)) < 1e-12);
    assert_true(fabs(phases[0].upper - (11 + 2.66 * 2)) < 1e-12);
    assert_true(fabs(phases[0].near_top - (11 + 2.66 * 2 * 2 / 3)) < 1e-12);
}

static void a_constant_series_is_common_cause(void **state) {
    (void)state;
    static const double values[] = {0.1, 1.0 / 3, 0.7, 1e15 + 0.1, -2e-9};
    for (size_t k = 0; k < sizeof values / sizeof values[0]; k++) {
        double x[MOST];
        for (size_t i = 0; i < MOST; i++) x[i] = values[k];
        judge(x, MOST, SPC_PTD, SPC_DECREASE);
        assert_true(phases[0].mean == values[k]);
        for (size_t i = 0; i < MOST; i++) assert_int_equal(points[i].type, SPC_COMMON);
    }
}

static void only_ptd_screens_moving_ranges(void **state) {
    (void)state;
    double x[MOST];
    size_t n = fill(x, 20);
    x[10] = 60;
    judge(x, n, SPC_PTD, SPC_INCREASE);
    double screened = phases[0].amr;
    assert_true(screened < phases[0].amr_raw);
    judge(x, n, SPC_MDC, SPC_INCREASE);
    assert_true(phases[0].amr == phases[0].amr_raw);
}

static void mdc_says_nothing_of_twelve_values(void **state) {
    (void)state;
    double x[MOST];
    size_t n = fill(x, 13);
    x[12] = 100;
    judge(x, 12, SPC_MDC, SPC_INCREASE);
    assert_true(isnan(phases[0].lower) && isnan(phases[0].upper));
    assert_int_equal(points[11].type, SPC_TYPE_NONE);
    struct spc_options options = {.rules = SPC_MDC, .direction = SPC_INCREASE};
    assert_int_equal(spc_assure(&phases[0], 5, &options), SPC_ASSURANCE_NONE);
    judge(x, n, SPC_MDC, SPC_INCREASE);
    assert_true(isfinite(phases[0].lower));
    assert_int_equal(points[12].type, SPC_IMPROVEMENT);
    judge(x, 12, SPC_PTD, SPC_INCREASE);
    assert_true(isfinite(phases[0].lower));
    x[0] = NAN; /* twelve values in thirteen rows */
    judge(x, n, SPC_MDC, SPC_INCREASE);
    assert_int_equal(points[12].type, SPC_TYPE_NONE);
}

/* The tool takes a baseline of 12 to 20 points; thirteen are wanted of the phase, not of it. */
static void mdc_draws_limits_from_a_baseline_of_twelve(void **state) {
    (void)state;
    double x[MOST];
    size_t n = fill(x, 20);
    x[19] = 30;
    struct spc_options options = {.rules = SPC_MDC, .direction = SPC_INCREASE, .baseline = 12};
    spc_judge(x, NULL, n, &options, points, phases);
    assert_true(fabs(phases[0].mean - 11) < 1e-12);
    assert_true(fabs(phases[0].upper - (11 + 2.66 * 2)) < 1e-12);
    assert_int_equal(points[19].type, SPC_IMPROVEMENT);
    assert_int_equal(spc_assure(&phases[0], 17, &options), SPC_FAIL);
    spc_judge(x, NULL, 12, &options, points, phases);
    assert_true(isnan(phases[0].upper));
}

/* One point beyond the limit and one near it, all three above the mean. */
static void a_point_beyond_the_limit_counts_for_mdc_only(void **state) {
    (void)state;
    double x[MOST];
    size_t n = fill(x, 40);
    x[20] = 30;
    x[21] = 12;
    x[22] = 17;
    judge(x, n, SPC_MDC, SPC_INCREASE);
    assert_int_equal(points[20].outside, SPC_YES);
    assert_int_equal(points[22].outside, SPC_NO);
    assert_int_equal(points[22].close, SPC_YES);
    assert_int_equal(points[22].two_in_three, SPC_YES);
    assert_int_equal(points[22].signal, SPC_TWO_IN_THREE);
    assert_int_equal(points[20].signal, SPC_OUTSIDE);
    struct spc_options options = {
        .rules = SPC_PTD, .direction = SPC_INCREASE, .keep_outliers = true};
    spc_judge(x, NULL, n, &options, points, phases);
    assert_int_equal(points[22].close, SPC_YES);
    assert_int_equal(points[22].two_in_three, SPC_NO);
    x[21] = 10; /* one of the three on the other side */
    judge(x, n, SPC_MDC, SPC_INCREASE);
    assert_int_equal(points[22].two_in_three, SPC_NO);
}

/* Rising for seven points from far below the limit: low is bad, rising is good. */
static void a_conflict_shows_improvement_in_mdc(void **state) {
    (void)state;
    double x[MOST];
    size_t n = fill(x, 40);
    for (size_t i = 0; i < 7; i++) x[20 + i] = -14 + (double)i;
    judge(x, n, SPC_PTD, SPC_INCREASE);
    assert_int_equal(points[24].outside, SPC_YES);
    assert_int_equal(points[24].trend, SPC_YES);
    assert_int_equal(points[24].type, SPC_CONCERN);
    judge(x, n, SPC_MDC, SPC_INCREASE);
    assert_int_equal(points[24].outside, SPC_YES);
    assert_int_equal(points[24].signal, SPC_TREND);
    assert_int_equal(points[24].type, SPC_IMPROVEMENT);
    judge(x, n, SPC_MDC, SPC_NEUTRAL); /* nothing is better: precedence settles it */
    assert_int_equal(points[24].type, SPC_NEUTRAL_LOW);
}

static void mdc_knows_runs_of_six(void **state) {
    (void)state;
    double x[MOST];
    size_t n = fill(x, 40);
    for (size_t i = 0; i < 5; i++) x[20 + i] = 12;
    x[19] = 12;
    x[25] = 10; /* rows 19 to 24 are above */
    struct spc_options options = {.rules = SPC_MDC, .direction = SPC_INCREASE, .run = 6};
    struct err err = {0};
    assert_true(spc_options_check(&options, &err));
    spc_judge(x, NULL, n, &options, points, phases);
    assert_int_equal(points[18].one_side, SPC_NO);
    for (size_t i = 19; i < 25; i++) assert_int_equal(points[i].one_side, SPC_YES);
    options.run = 7;
    spc_judge(x, NULL, n, &options, points, phases);
    assert_int_equal(points[22].one_side, SPC_NO);
    options = (struct spc_options){.rules = SPC_PTD, .run = 6};
    assert_false(spc_options_check(&options, &err));
}

static void a_baseline_is_fixed_in_each_phase(void **state) {
    (void)state;
    double x[MOST];
    bool starts[MOST] = {false};
    for (size_t i = 0; i < 60; i++)
        x[i] = (i % 2 ? 12 : 10) + (i >= 30 ? 100 : 0) + (i % 30 >= 14 ? 50 : 0);
    starts[30] = true;
    struct spc_options options = {.direction = SPC_INCREASE, .baseline = 14};
    assert_int_equal(spc_judge(x, starts, 60, &options, points, phases), 2);
    assert_true(fabs(phases[0].mean - (11)) < 1e-12);
    assert_true(fabs(phases[1].mean - (111)) < 1e-12);
    assert_int_equal(points[13].outside, SPC_NO);
    assert_int_equal(points[14].outside, SPC_YES);
    assert_int_equal(points[30].outside, SPC_NO);
    assert_int_equal(points[44].outside, SPC_YES);
}

static void limits_alone_are_the_same(void **state) {
    (void)state;
    double x[MOST];
    size_t n = fill(x, 30);
    x[7] = NAN;
    x[9] = 31;
    struct spc_options options = {0};
    struct spc_phase alone[MOST];
    assert_int_equal(spc_judge(x, NULL, n, &options, NULL, alone), 1);
    judge(x, n, SPC_PTD, SPC_INCREASE);
    assert_memory_equal(&alone[0], &phases[0], sizeof alone[0]);
    assert_int_equal(spc_judge(x, NULL, 0, &options, points, phases), 0);
}

/* Lines that are given row by row are judged as those of a phase are; without limits only runs. */
static void lines_given_by_row_are_judged_alike(void **state) {
    (void)state;
    double x[MOST];
    size_t n = fill(x, 40);
    x[7] = 30;
    for (size_t i = 20; i < 28; i++) x[i] = 12;
    struct spc_options options = {.direction = SPC_INCREASE};
    judge(x, n, SPC_PTD, SPC_INCREASE);
    struct spc_phase lines[MOST];
    struct spc_point given[MOST];
    for (size_t i = 0; i < n; i++) lines[i] = phases[0];
    spc_judge_lines(x, lines, n, &options, given);
    for (size_t i = 0; i < n; i++) assert_int_equal(given[i].signal, points[i].signal);
    assert_int_equal(given[7].signal, SPC_OUTSIDE);
    assert_int_equal(given[22].signal, SPC_ONE_SIDE);
    for (size_t i = 0; i < n; i++) lines[i].lower = lines[i].upper = NAN;
    spc_judge_lines(x, lines, n, &options, given);
    assert_int_equal(given[7].signal, SPC_COMMON_CAUSE);
    assert_int_equal(given[22].signal, SPC_ONE_SIDE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_those_of_wheeler),
        cmocka_unit_test(a_constant_series_is_common_cause),
        cmocka_unit_test(only_ptd_screens_moving_ranges),
        cmocka_unit_test(mdc_says_nothing_of_twelve_values),
        cmocka_unit_test(mdc_draws_limits_from_a_baseline_of_twelve),
        cmocka_unit_test(a_point_beyond_the_limit_counts_for_mdc_only),
        cmocka_unit_test(a_conflict_shows_improvement_in_mdc),
        cmocka_unit_test(mdc_knows_runs_of_six),
        cmocka_unit_test(a_baseline_is_fixed_in_each_phase),
        cmocka_unit_test(limits_alone_are_the_same),
        cmocka_unit_test(lines_given_by_row_are_judged_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
