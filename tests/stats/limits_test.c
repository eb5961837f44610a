/* The charts of textbooks: data and limits as printed in Montgomery, Introduction to Statistical
 * Quality Control (6th edition, chapters 6 and 7, appendix VI), and what Laney (2002) says of his.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "stats/limits.h"

#include <math.h>

#define COUNT(x) (sizeof(x) / sizeof(x)[0])

/* Unfit cans of orange juice in 30 samples of 50. */
static const double cans[] = {12, 15, 8, 10, 4,  7,  16, 9,  14, 10, 5,  6, 17, 12, 22,
                              8,  10, 5, 13, 11, 20, 18, 24, 15, 9,  12, 7, 13, 9,  6};
/* Nonconformities in 26 samples of 100 circuit boards. */
static const double boards[] = {21, 24, 16, 12, 15, 5,  28, 20, 31, 25, 20, 24, 16,
                                19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15};
/* Shipping errors in 20 weeks of 50 shipments. */
static const double errors[] = {2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4};
/* Costs of processing loans in 20 weeks. */
static const double loans[] = {310, 288, 297, 298, 307, 303, 294, 297, 308, 306,
                               294, 299, 297, 299, 314, 295, 293, 306, 301, 304};

static void near_to(double found, double printed, double digit) {
    if (!(fabs(found - printed) <= digit)) fail_msg("%.9g, and %.9g is printed", found, printed);
}

/* The last row: limits of samples of one size are the same in all. */
static struct limits_row chart(enum limits_chart kind, const double *numerator, size_t n,
                               double denominator, double sd) {
    struct arena *arena = arena_new();
    double d[40], s[40];
    struct limits_row rows[40];
    for (size_t i = 0; i < n; i++) d[i] = denominator, s[i] = sd;
    struct limits_data data = {numerator, denominator > 0 ? d : NULL, s, n, 0, true};
    limits_make(kind, &data, arena, rows);
    arena_free(arena);
    return rows[n - 1];
}

static void shares_and_counts_are_montgomerys(void **state) {
    (void)state;
    struct limits_row p = chart(LIMITS_P, cans, COUNT(cans), 50, NAN);
    near_to(p.centre, 0.2313, 5e-5);
    near_to(p.top3, 0.4102, 1e-4);
    near_to(p.low3, 0.0524, 1e-4);
    struct limits_row c = chart(LIMITS_C, boards, COUNT(boards), 0, NAN);
    near_to(c.centre, 19.85, 5e-3);
    near_to(c.top3, 33.22, 1.5e-2); /* printed from the rounded mean */
    near_to(c.low3, 6.48, 1.5e-2);
    struct limits_row u = chart(LIMITS_U, errors, COUNT(errors), 50, NAN);
    near_to(u.centre, 0.0740, 5e-5);
    near_to(u.top3, 0.1894, 5e-5);
    near_to(u.low3, 0, 0); /* -0.0414 */
}

static void single_values_are_montgomerys(void **state) {
    (void)state;
    struct limits_row i = chart(LIMITS_I, loans, COUNT(loans), 0, NAN);
    near_to(i.centre, 300.5, 1e-9);
    near_to(i.top3, 321.22, 5e-3);
    near_to(i.low3, 279.78, 5e-3);
    struct limits_row mr = chart(LIMITS_MR, loans, COUNT(loans), 0, NAN);
    near_to(mr.centre, 7.79, 5e-3);
    near_to(mr.top3, 25.45, 5e-3);
    near_to(mr.low3, 0, 0);
}

/* Appendix VI: c4, A3 and B4, through charts whose samples all have a mean of 0 and a standard
 * deviation of 1. */
static void samples_have_the_factors_of_the_tables(void **state) {
    (void)state;
    static const struct {
        double n, c4, a3, b3, b4;
    } table[] = {{2, 0.7979, 2.659, 0, 3.267},
                 {5, 0.9400, 1.427, 0, 2.089},
                 {10, 0.9727, 0.975, 0.284, 1.716},
                 {25, 0.9896, 0.606, 0.565, 1.435}};
    static const double means[3] = {0, 0, 0}, ones[3] = {1, 1, 1};
    for (size_t k = 0; k < COUNT(table); k++) {
        near_to(limits_c4(table[k].n), table[k].c4, 5e-5);
        struct limits_row xbar = chart(LIMITS_XBAR, means, 3, table[k].n, 1);
        near_to(xbar.top3, table[k].a3, 1e-3);
        near_to(xbar.low3, -table[k].a3, 1e-3);
        struct limits_row s = chart(LIMITS_S, ones, 3, table[k].n, NAN);
        near_to(s.top3, table[k].b4, 1e-3);
        if (table[k].b3 > 0) near_to(s.low3, table[k].b3, 1e-3);
    }
}

/* With samples of one size a p' chart is the chart of single values of the shares (Laney 2002), and
 * a u' chart that of the rates. */
static void laneys_charts_are_those_of_single_values(void **state) {
    (void)state;
    static const enum limits_chart of[][2] = {{LIMITS_PP, LIMITS_I}, {LIMITS_UP, LIMITS_I}};
    for (size_t k = 0; k < 2; k++) {
        struct limits_row prime = chart(of[k][0], cans, COUNT(cans), 50, NAN);
        struct limits_row single = chart(of[k][1], cans, COUNT(cans), 50, NAN);
        near_to(prime.centre, single.centre, 1e-12);
        near_to(prime.top1, single.top1, 1e-12);
        near_to(prime.top3, single.top3, 1e-12);
        near_to(prime.low1, single.low1, 1e-12);
    }
    /* and differs from the p chart, which knows chance alone */
    assert_true(chart(LIMITS_PP, cans, COUNT(cans), 50, NAN).top3 >
                chart(LIMITS_P, cans, COUNT(cans), 50, NAN).top3 + 0.01);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_and_counts_are_montgomerys),
        cmocka_unit_test(single_values_are_montgomerys),
        cmocka_unit_test(samples_have_the_factors_of_the_tables),
        cmocka_unit_test(laneys_charts_are_those_of_single_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
