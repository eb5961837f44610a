/* MSER-5 against a series worked out by hand, and against one whose start-up is known.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "noise.h"
#include "stats/mser.h"

#include <math.h>

/* Ten batches, each observation as far above its batch's mean as another one is below. */
static void a_series_worked_out_by_hand(void **state) {
    (void)state;
    static const double batches[] = {9, 3, 1, 2, 1, 2, 1, 2, 1, 2};
    static const double within[] = {-2, 1, 0, 2, -1};
    double x[53] = {[50] = 1e9, [51] = 1e9, [52] = 1e9}; /* no whole batch */
    for (int i = 0; i < 50; i++) x[i] = batches[i / 5] + within[i % 5];
    /* By d: 52.4/100 = 0.524, 4/81 = 0.049, 2/64 = 0.03125, (12/7)/49 = 0.035, 1.5/36 = 0.042,
     * 1.2/25 = 0.048; four batches and fewer are not looked at. */
    struct mser found;
    struct err err = {0};
    assert_true(mser_5(x, 53, &found, &err));
    assert_int_equal(found.cut, 10);
    assert_true(fabs(found.statistic - 0.03125) < 1e-15);
    assert_true(fabs(found.mean - 1.5) < 1e-15);
    assert_true(found.settled);
}

static void a_series_too_short_to_show_it(void **state) {
    (void)state;
    double x[100];
    for (int i = 0; i < 100; i++) x[i] = i * i; /* still rising */
    struct mser found;
    struct err err = {0};
    assert_true(mser_5(x, 100, &found, &err));
    assert_int_equal(found.cut, 75);
    assert_false(found.settled);
    assert_false(mser_5(x, 49, &found, &err));
    assert_int_equal(err.code, ERR_TOO_FEW);
}

static void a_level_series_loses_nothing(void **state) {
    (void)state;
    double x[200];
    for (int i = 0; i < 200; i++) x[i] = 3;
    struct mser found;
    struct err err = {0};
    assert_true(mser_5(x, 200, &found, &err));
    assert_int_equal(found.cut, 0);
    assert_true(found.statistic < 1e-30);
}

/* 100 (1 - exp(-t / 20)) and noise of standard deviation 5: after 60 to 140 observations what is
 * missing (5 to 0.1) is less than the noise. */
static void a_known_relaxation(void **state) {
    (void)state;
    double x[1000], least = HUGE_VAL, most = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct noise noise = {seed};
        for (int i = 0; i < 1000; i++) x[i] = 100 * (1 - exp(-i / 20.0)) + 5 * noise_normal(&noise);
        struct mser found;
        struct err err = {0};
        assert_true(mser_5(x, 1000, &found, &err));
        assert_true(found.settled);
        least = fmin(least, (double)found.cut);
        most = fmax(most, (double)found.cut);
        assert_true(fabs(found.mean - 100) < 1);
    }
    if (least < 40 || most > 160) fail_msg("cuts from %g to %g", least, most);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_series_worked_out_by_hand),
        cmocka_unit_test(a_series_too_short_to_show_it),
        cmocka_unit_test(a_level_series_loses_nothing),
        cmocka_unit_test(a_known_relaxation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
