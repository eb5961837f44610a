/* Interrupted series and synthetic controls: what is put in is found, with the error rates that are
 * claimed, and closed forms where there are some.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"
#include "noise.h"

#include "stats/interrupted.h"
#include "stats/synthetic.h"

#include <math.h>
#include <string.h>

enum { MOST = 200 };

static void near_to(double found, double known, double within) {
    if (!(fabs(found - known) <= within)) fail_msg("%.17g is not %.17g", found, known);
}

/* Without noise every number comes back. */
static void a_step_and_a_slope_come_back(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    double y[60];
    struct noise noise = noise_new(1);
    for (int i = 0; i < 60; i++) {
        y[i] = 10 + 0.1 * i + 1e-4 * noise_normal(&noise);
        if (i >= 36 && i < 39) y[i] = 1000; /* within the lag: not looked at */
        if (i >= 39) y[i] += -3 - 0.2 * (i - 39);
    }
    struct interrupted_options options = {.season = 12};
    struct interrupted f;
    assert_true(interrupted_fit(y, 60, 36, 3, &options, arena, &f, &err));
    near_to(f.step.value, -3, 1e-3);
    near_to(f.slope.value, -0.2, 1e-4);
    near_to(f.trend.value, 0.1, 1e-4);
    near_to(f.latest.value, -3 - 0.2 * 20, 1e-3);
    near_to(f.average.value, -3 - 0.2 * 10, 1e-3);
    near_to(f.expected[59], 10 + 0.1 * 59, 1e-3);
    near_to(f.fitted[59], 10 + 0.1 * 59 - 7, 1e-3);
    assert_true(f.step.high < 0 && f.step.low < -3 + 1e-3);
    assert_int_equal(f.before, 36);
    assert_int_equal(f.after, 21);
    arena_free(arena);
}

static void a_season_is_no_effect(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    double y[54];
    struct noise noise = noise_new(2);
    for (int i = 0; i < 54; i++)
        y[i] = 10 + 3 * sin(6.283185307179586 * i / 12) + 0.1 * noise_normal(&noise);
    struct interrupted_options with = {.season = 12}, without = {.season = 0};
    struct interrupted f, g;
    assert_true(interrupted_fit(y, 54, 48, 0, &with, arena, &f, &err));
    assert_true(interrupted_fit(y, 54, 48, 0, &without, arena, &g, &err));
    assert_true(f.seasonal && !g.seasonal);
    assert_true(fabs(f.average.value) < 0.3);
    assert_true(fabs(g.average.value) > 1); /* half a year after: the crest of the season */
    arena_free(arena);
}

/* Any pattern of the seven days of a week is taken out whole. */
static void weekdays_are_no_effect(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    static const double week[7] = {0, 5, 3, -4, 9, -20, -11};
    double y[80];
    struct noise noise = noise_new(4);
    for (int i = 0; i < 80; i++) y[i] = 100 + week[i % 7] + 0.01 * noise_normal(&noise);
    struct interrupted_options options = {.season = 7};
    struct interrupted f;
    assert_true(interrupted_fit(y, 80, 70, 0, &options, arena, &f, &err));
    assert_true(fabs(f.average.value) < 0.1 && f.sigma < 0.02);
    arena_free(arena);
}

/* With independent errors and a step only, the estimate is the difference of two means. */
static void a_step_alone_is_the_difference_of_means(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    double x[2 * 40], y[40], before = 0, after = 0;
    struct noise noise = noise_new(3);
    for (int i = 0; i < 40; i++) {
        x[2 * i] = 1;
        x[2 * i + 1] = i >= 25;
        y[i] = noise_normal(&noise);
        *(i < 25 ? &before : &after) += y[i] / (i < 25 ? 25 : 15);
    }
    const double weights[] = {0, 1};
    near_to(ar1_error_of(x, 2, y, 40, 0, 2, weights, arena), 2 * sqrt(1.0 / 25 + 1.0 / 15), 1e-12);
    /* a mean of n values that are alike has the known variance of an AR(1) mean */
    double rho = 0.6, sum = 20;
    for (int d = 1; d < 20; d++) sum += 2 * (20 - d) * pow(rho, d);
    const double one[] = {1};
    double ones[20];
    for (int i = 0; i < 20; i++) ones[i] = 1;
    double least = ar1_error_of(ones, 1, y, 20, rho, 1, one, arena); /* of the best mean */
    near_to(least * least, (1 + rho) / (20 - 18 * rho), 1e-12);      /* Chipman 1979 */
    assert_true(least * least < sum / 400);
    arena_free(arena);
}

static void too_few_is_said(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    double y[30];
    for (int i = 0; i < 30; i++) y[i] = i % 3;
    struct interrupted_options options = {.season = 12};
    struct interrupted f;
    assert_false(interrupted_fit(y, 30, 11, 0, &options, arena, &f, &err));
    assert_int_equal(err.code, ERR_TOO_FEW);
    assert_false(interrupted_fit(y, 30, 20, 5, &options, arena, &f, &err));
    assert_int_equal(err.code, ERR_TOO_FEW);
    assert_false(interrupted_fit(y, 30, 40, 0, &options, arena, &f, &err));
    assert_false(interrupted_fit(y, 30, 20, SIZE_MAX, &options, arena, &f, &err));
    for (int i = 0; i < 30; i++) y[i] = 5; /* no noise at all */
    assert_true(interrupted_fit(y, 30, 20, 0, &options, arena, &f, &err));
    near_to(f.average.value, 0, 1e-9);
    arena_free(arena);
}

/* A place that is 0.7 of one donor and 0.3 of another, and falls by 5. */
static size_t town(double **donors, double *y, size_t n, size_t count, double fall) {
    struct noise noise = noise_new(7);
    for (size_t j = 0; j < count; j++)
        for (size_t t = 0; t < n; t++)
            donors[j][t] =
                10 + (double)j + 2 * sin((double)(t * (j + 1)) / 7) + noise_normal(&noise);
    for (size_t t = 0; t < n; t++)
        y[t] = 30 + 0.7 * donors[2][t] + 0.3 * donors[5][t] - (t >= 33 ? fall : 0);
    return 30;
}

static void a_synthetic_place_finds_its_parts(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    enum { N = 50, DONORS = 25 };
    double *donors[DONORS], y[N];
    for (int j = 0; j < DONORS; j++) donors[j] = ARENA_NEW(arena, double, N);
    size_t from = town(donors, y, N, DONORS, 5);
    const double *given[DONORS];
    memcpy(given, donors, sizeof given);
    struct synthetic s;
    assert_true(synthetic_fit(y, given, DONORS, N, from, 33, arena, &s, &err));
    near_to(s.weights[2], 0.7, 1e-3);
    near_to(s.weights[5], 0.3, 1e-3);
    near_to(s.average, -5, 0.01);
    near_to(s.p, 1.0 / 26, 1e-12); /* the most unusual of all 26 */
    near_to(s.expected[N - 1], y[N - 1] + 5, 0.01);
    assert_true(s.low <= s.average && s.average <= s.high && s.high < 0);
    donors[2][40] = NAN; /* a donor with a gap is not used */
    assert_true(synthetic_fit(y, given, DONORS, N, from, 33, arena, &s, &err));
    assert_int_equal(s.donors, 24);
    assert_true(!s.used[2] && s.weights[2] == 0);
    assert_false(synthetic_fit(y, given, 4, N, from, 33, arena, &s, &err));
    assert_int_equal(err.code, ERR_TOO_FEW);
    assert_false(synthetic_fit(y, given, DONORS, N, 5, 8, arena, &s, &err));
    arena_free(arena);
}

/* Twice the change is seen sooner, and the wait is where the power comes to 0.8. */
static void a_wait_is_told(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    double y[48];
    struct noise noise = noise_new(11);
    for (int i = 0; i < 48; i++) y[i] = 20 + noise_normal(&noise);
    struct interrupted_options options = {.season = 12, .no_slopes = true};
    struct interrupted f;
    assert_true(interrupted_fit(y, 48, 36, 0, &options, arena, &f, &err));
    size_t small = interrupted_wait(&f, &options, 1, 120, arena);
    size_t large = interrupted_wait(&f, &options, 2, 120, arena);
    assert_true(large >= 1 && large < small);
    assert_int_equal(interrupted_wait(&f, &options, 0.01, 24, arena), 0);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_and_a_slope_come_back),
        cmocka_unit_test(a_season_is_no_effect),
        cmocka_unit_test(weekdays_are_no_effect),
        cmocka_unit_test(a_step_alone_is_the_difference_of_means),
        cmocka_unit_test(too_few_is_said),
        cmocka_unit_test(a_synthetic_place_finds_its_parts),
        cmocka_unit_test(a_wait_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
