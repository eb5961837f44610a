/* The functions of probability that the C library lacks.
 *
 * SPDX-License-Identifier: MIT */
#pragma once

/* Distribution function of the standard normal. */
double special_normal(double z);

/* Its inverse, p in (0, 1), to about 1e-16 (Wichura 1988, algorithm AS 241). */
double special_normal_quantile(double p);

/* The same of several at a time, in a third of the time; z is another array than p. */
#define SPECIAL_LANES 8
void special_normal_quantiles(const double p[SPECIAL_LANES], double z[SPECIAL_LANES]);

/* The natural logarithm of gamma(a), a > 0; unlike lgamma it may be called from several threads. */
double special_log_gamma(double a);

/* The regularised incomplete gamma functions P(a, x), and Q = 1 - P where `upper` is set; a > 0,
 * x >= 0. Series and continued fraction (Gautschi 1979), relative error below 1e-12. */
double special_gamma(double a, double x, int upper);

/* log x where P(a, x) = p and Q(a, x) = q = 1 - p; both are given so that neither tail is lost. */
double special_gamma_log_quantile(double a, double p, double q);
