/* Distributions against printed tables and closed forms.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "stats/distribution.h"

#include <math.h>

static void near_to(double found, double known, double within) {
    if (!(fabs(found - known) <= within)) fail_msg("%.17g is not %.17g", found, known);
}

static void quantiles_are_those_of_the_tables(void **state) {
    (void)state;
    near_to(distribution_normal_quantile(0.975), 1.959963984540054, 1e-12);
    near_to(distribution_normal_quantile(0.001), -3.090232306167813, 1e-12);
    near_to(distribution_t_quantile(0.975, 10), 2.2281388519649385, 1e-10);
    near_to(distribution_t_quantile(0.975, 1), 12.706204736432095, 1e-8);
    near_to(distribution_t_quantile(0.05, 30), -1.6972608865939587, 1e-10);
    near_to(distribution_chi2_quantile(0.95, 1), 3.841458820694124, 1e-9);
    near_to(distribution_chi2_quantile(0.95, 100), 124.34211340400407, 1e-7);
}

static void counts_are_summed_exactly(void **state) {
    (void)state;
    double binomial = 0, poisson = 0, mean = 12.5;
    for (int k = 0; k <= 40; k++) {
        binomial +=
            exp(lgamma(41) - lgamma(k + 1) - lgamma(41 - k) + k * log(0.3) + (40 - k) * log(0.7));
        poisson += exp(k * log(mean) - mean - lgamma(k + 1));
        near_to(distribution_binomial(k, 40, 0.3), binomial, 1e-12);
        near_to(distribution_poisson(k, mean), poisson, 1e-12);
    }
    near_to(distribution_binomial(-1, 40, 0.3), 0, 0);
    near_to(distribution_poisson(1e6, 1e6), 0.5, 1e-3); /* large counts converge */
    near_to(distribution_binomial(5e6, 1e7, 0.5), 0.5, 1e-3);
}

static void ends_are_ends(void **state) {
    (void)state;
    assert_true(isnan(distribution_normal_quantile(0)));
    assert_true(isnan(distribution_t_quantile(0.5, 0)));
    assert_true(distribution_t(-INFINITY, 3) == 0 && distribution_t(INFINITY, 3) == 1);
    assert_true(distribution_chi2(-1, 3) == 0);
    near_to(distribution_t_quantile(0.5, 7), 0, 1e-7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_those_of_the_tables),
        cmocka_unit_test(counts_are_summed_exactly),
        cmocka_unit_test(ends_are_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
