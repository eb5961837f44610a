/* Distributions that tests and intervals need: normal, t, chi-squared, binomial, Poisson.
 *
 * Accurate to some 1e-12 of the probability. Incomplete beta and gamma functions by their continued
 * fractions and series (Abramowitz and Stegun 1964, 26.5.8, 6.5.29, 6.5.31). Arguments that mean
 * nothing give NAN.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

/* Probability of at most x. */
double distribution_normal(double z);
double distribution_t(double t, double freedom);
double distribution_chi2(double x, double freedom);
double distribution_binomial(double k, double n, double p);
double distribution_poisson(double k, double mean);

/* Where the probability of at most that is p, in (0, 1). */
double distribution_normal_quantile(double p);
double distribution_t_quantile(double p, double freedom);
double distribution_chi2_quantile(double p, double freedom);
