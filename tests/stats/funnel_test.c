/* Funnels: limits of exact distributions, and over-dispersion that is put in and found again.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "stats/distribution.h"
#include "stats/funnel.h"

#include <math.h>

enum { PLACES = 400 };

static void near_to(double found, double known, double within) {
    if (!(fabs(found - known) <= within)) fail_msg("%.17g is not %.17g", found, known);
}

/* Places whose true rates are the normal scores of their ranks times tau, whose chance is that of
 * another order of the same scores: both spreads are known, and nothing is random. */
static void places(double tau, double *numerator, double *denominator) {
    for (int i = 0; i < PLACES; i++) {
        double one = distribution_normal_quantile((i + 0.5) / PLACES);
        double two = distribution_normal_quantile((i * 149 % PLACES + 0.5) / PLACES);
        denominator[i] = 1000 + 20 * i;
        double share = 0.2 + tau * one + two * sqrt(0.2 * 0.8 / denominator[i]);
        numerator[i] = share * denominator[i];
    }
}

static void chance_alone_is_not_widened(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    double a[PLACES], b[PLACES];
    places(0, a, b);
    struct funnel f;
    assert_true(funnel_make(FUNNEL_PROPORTION, FUNNEL_ADDITIVE, a, b, PLACES, arena, &f, &err));
    assert_false(f.dispersed);
    assert_int_equal(f.spread, FUNNEL_EXACT);
    near_to(f.centre, 0.2, 2e-3);
    arena_free(arena);
}

static void what_lies_between_places_is_found_and_widens(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    double a[PLACES], b[PLACES];
    places(0.03, a, b);
    struct funnel f;
    assert_true(funnel_make(FUNNEL_PROPORTION, FUNNEL_ADDITIVE, a, b, PLACES, arena, &f, &err));
    assert_true(f.dispersed);
    /* winsorising takes some of the spread away: a normal variance shrinks to 0.68 of itself */
    near_to(f.tau, 0.03 * sqrt(0.68), 0.003);
    size_t beyond = 0, by_chance = 0;
    for (int i = 0; i < PLACES; i++) {
        beyond += fabs(funnel_z(&f, a[i], b[i])) > 1.96;
        by_chance += fabs(funnel_z_chance(&f, a[i], b[i])) > 1.96;
    }
    assert_true(by_chance > PLACES / 2); /* nearly everything 'stands out' */
    assert_true(beyond < PLACES / 5);
    assert_true(funnel_limit(&f, 5000, 0.975) > 0.2 + 1.96 * f.tau);
    struct funnel m;
    assert_true(
        funnel_make(FUNNEL_PROPORTION, FUNNEL_MULTIPLICATIVE, a, b, PLACES, arena, &m, &err));
    near_to(funnel_limit(&m, 5000, 0.975),
            m.centre + 1.959964 * sqrt(m.phi * m.centre * (1 - m.centre) / 5000), 1e-6);
    arena_free(arena);
}

/* Between two whole counts the limit is where the straight line between their probabilities
 * crosses. */
static void exact_limits_are_those_of_the_distribution(void **state) {
    (void)state;
    struct funnel f = {.kind = FUNNEL_PROPORTION, .centre = 0.3};
    double n = 50, limit = funnel_limit(&f, n, 0.975) * n, below = floor(limit);
    double p0 = distribution_binomial(below, n, 0.3), p1 = distribution_binomial(below + 1, n, 0.3);
    near_to(p0 + (limit - below) * (p1 - p0), 0.975, 1e-9);
    f = (struct funnel){.kind = FUNNEL_RATIO, .centre = 1};
    near_to(funnel_limit(&f, 1e6, 0.999), 1 + 3.0902 / 1000, 1e-5);
    near_to(funnel_limit(&f, 0.5, 0.025), 0, 0);
}

static void what_cannot_be_is_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct err err = {0};
    struct funnel f;
    const double a[] = {1, 2, 3, 4, 5, NAN}, b[] = {10, 10, 10, 10, 10, 10},
                 c[] = {1, 1, 1, 1, 0, 0};
    assert_true(funnel_make(FUNNEL_PROPORTION, FUNNEL_ADDITIVE, a, b, 6, arena, &f, &err));
    assert_int_equal(f.n, 5);
    assert_false(funnel_make(FUNNEL_PROPORTION, FUNNEL_ADDITIVE, a, b, 4, arena, &f, &err));
    assert_int_equal(err.code, ERR_TOO_FEW);
    assert_false(funnel_make(FUNNEL_PROPORTION, FUNNEL_ADDITIVE, b, a, 5, arena, &f, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_false(funnel_make(FUNNEL_RATE, FUNNEL_ADDITIVE, a, c, 6, arena, &f, &err));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chance_alone_is_not_widened),
        cmocka_unit_test(what_lies_between_places_is_found_and_widens),
        cmocka_unit_test(exact_limits_are_those_of_the_distribution),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
