/* Times of which some are not over, against published answers.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "stats/turnbull.h"

#include <math.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static double beyond(const struct turnbull *fit, double x) {
    double sum = fit->beyond;
    for (size_t k = 0; k < fit->count; k++)
        if (fit->until[k] > x) sum += fit->p[k];
    return sum;
}

/* The remissions under 6-mercaptopurine of Freireich and others (1963), weeks; a minus is censored.
 * The product-limit estimate stands in Kalbfleisch and Prentice (2002), and many other books. */
static void without_intervals_it_is_kaplan_meier(void **unused) {
    (void)unused;
    static const int weeks[] = {6,   6,   6,   -6, 7,  -9,  10,  -10, -11, 13, 16,
                                -17, -19, -20, 22, 23, -25, -32, -32, -34, -35};
    static const struct {
        double at, survival;
    } known[] = {{5, 1},       {6, 0.8571},  {7, 0.8067},  {10, 0.7529},
                 {13, 0.6902}, {16, 0.6275}, {22, 0.5378}, {23, 0.4482}};
    struct turnbull_time times[COUNT(weeks)];
    for (size_t i = 0; i < COUNT(weeks); i++)
        times[i] = weeks[i] > 0 ? (struct turnbull_time){weeks[i] - 1, weeks[i]}
                                : (struct turnbull_time){-weeks[i], INFINITY};
    struct arena *arena = arena_new();
    struct turnbull fit;
    turnbull_fit(times, COUNT(times), arena, &fit);
    for (size_t i = 0; i < COUNT(known); i++)
        if (fabs(beyond(&fit, known[i].at) - known[i].survival) > 5e-5)
            fail_msg("at %g: %g, not %g", known[i].at, beyond(&fit, known[i].at),
                     known[i].survival);
    /* The median is 23 weeks; the upper quartile was not reached. */
    assert_true(turnbull_inverse(&fit, -INFINITY, 0.5) > 22);
    assert_true(turnbull_inverse(&fit, -INFINITY, 0.5) <= 23);
    assert_true(isinf(turnbull_inverse(&fit, -INFINITY, 0.75)));
    arena_free(arena);
}

/* Two halves that overlap: (0,2] and (1,3] have all the mass in (1,2]; with a third one, (2,4], in
 * two thirds and a third. */
static void intervals_share_what_they_have_in_common(void **unused) {
    (void)unused;
    struct turnbull_time times[] = {{0, 2}, {1, 3}, {2, 4}};
    struct arena *arena = arena_new();
    struct turnbull fit;
    turnbull_fit(times, 2, arena, &fit);
    assert_int_equal(fit.count, 1);
    assert_true(fit.after[0] == 1 && fit.until[0] == 2 && fabs(fit.p[0] - 1) < 1e-6);
    turnbull_fit(times, 3, arena, &fit);
    assert_int_equal(fit.count, 2);
    /* (1,2] is in the first two, (2,3] in the last two: likelihood p (1) (1-p), greatest at a half.
     */
    assert_true(fabs(fit.p[0] - 0.5) < 1e-6 && fabs(fit.p[1] - 0.5) < 1e-6);
    assert_true(fabs(turnbull_inverse(&fit, -INFINITY, 0.25) - 1.5) < 1e-4);
    assert_true(fabs(turnbull_inverse(&fit, 2, 0.5) - 2.5) < 1e-4);
    arena_free(arena);
}

static void what_is_known_to_be_longer_is_left_out(void **unused) {
    (void)unused;
    struct turnbull_time times[] = {{9, 10}, {19, 20}, {29, 30}, {39, 40}};
    struct arena *arena = arena_new();
    struct turnbull fit;
    turnbull_fit(times, 4, arena, &fit);
    assert_true(turnbull_inverse(&fit, 25, 0.4) <= 30 && turnbull_inverse(&fit, 25, 0.4) > 29);
    assert_true(turnbull_inverse(&fit, 25, 0.9) > 39);
    assert_true(isinf(turnbull_inverse(&fit, 40, 0.1)));
    turnbull_fit(times, 0, arena, &fit);
    assert_true(fit.beyond == 1 && isinf(turnbull_inverse(&fit, -INFINITY, 0.5)));
    struct turnbull_time open[] = {{5, INFINITY}, {-INFINITY, 7}};
    turnbull_fit(open, 2, arena, &fit);
    assert_true(fabs(beyond(&fit, 5)) > 0.99); /* (5, 7] has all of it */
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_intervals_it_is_kaplan_meier),
        cmocka_unit_test(intervals_share_what_they_have_in_common),
        cmocka_unit_test(what_is_known_to_be_longer_is_left_out),
    };
    return cmocka_run_group_tests_name("stats turnbull", tests, NULL, NULL);
}
