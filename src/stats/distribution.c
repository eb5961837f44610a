/* Distributions; see distribution.h.
 *
 * SPDX-License-Identifier: MIT */
#include "distribution.h"

#include <math.h>
#include <stdbool.h>

#define TURNS                                                                                      \
    200000 /* of a fraction or series; they need about the root of the larger argument             \
            */
#define SMALL 1e-300
#define ENOUGH 1e-16

static double away_from_zero(double x) {
    return fabs(x) < SMALL ? SMALL : x;
}

/* The continued fraction of the incomplete beta function, by Lentz's method. */
static double beta_fraction(double a, double b, double x) {
    double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), h = d;
    for (int m = 1; m < TURNS; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away_from_zero(1 + even * d);
        c = away_from_zero(1 + even / c);
        h *= d * c;
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away_from_zero(1 + odd * d);
        c = away_from_zero(1 + odd / c);
        h *= d * c;
        if (fabs(d * c - 1) < ENOUGH) break;
    }
    return h;
}

/* I_x(a, b) */
static double beta_regular(double a, double b, double x) {
    if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) return NAN;
    if (x == 0 || x == 1) return x;
    double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
    if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

/* P(a, x), the lower one */
static double gamma_regular(double a, double x) {
    if (!(a > 0 && x >= 0)) return NAN;
    if (x == 0) return 0;
    if (isinf(x)) return 1;
    double front = exp(a * log(x) - x - lgamma(a));
    if (x < a + 1) {
        double term = 1 / a, sum = term;
        for (int k = 1; k < TURNS && term > sum * ENOUGH; k++) {
            term *= x / (a + k);
            sum += term;
        }
        return front * sum;
    }
    double b = x + 1 - a, c = 1 / SMALL, d = 1 / away_from_zero(b), h = d;
    for (int k = 1; k < TURNS; k++) {
        double step = -k * (k - a);
        b += 2;
        d = 1 / away_from_zero(step * d + b);
        c = away_from_zero(b + step / c);
        h *= d * c;
        if (fabs(d * c - 1) < ENOUGH) break;
    }
    return 1 - front * h;
}

double distribution_normal(double z) {
    return erfc(-z / sqrt(2)) / 2;
}

double distribution_t(double t, double freedom) {
    if (isnan(t) || !(freedom > 0)) return NAN;
    if (isinf(t)) return t > 0;
    double tail = beta_regular(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2;
    return t > 0 ? 1 - tail : tail;
}

double distribution_chi2(double x, double freedom) {
    return x <= 0 ? 0 : gamma_regular(freedom / 2, x / 2);
}

double distribution_binomial(double k, double n, double p) {
    if (!(n >= 0 && p >= 0 && p <= 1)) return NAN;
    if (k < 0) return 0;
    if (k >= n) return 1;
    return beta_regular(n - floor(k), floor(k) + 1, 1 - p);
}

double distribution_poisson(double k, double mean) {
    if (!(mean >= 0)) return NAN;
    if (k < 0) return 0;
    return mean == 0 ? 1 : 1 - gamma_regular(floor(k) + 1, mean);
}

/* Where a rising function is p, between low and high, to the last digits. */
static double solve(double (*of)(double, double), double freedom, double p, double low,
                    double high) {
    for (int i = 0; i < 200; i++) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) break;
        *(of(middle, freedom) < p ? &low : &high) = middle;
    }
    return low + (high - low) / 2;
}

static bool is_inside(double p) {
    return p > 0 && p < 1;
}

static double normal_of(double z, double unused) {
    (void)unused;
    return distribution_normal(z);
}

double distribution_normal_quantile(double p) {
    if (!is_inside(p)) return NAN;
    return p > 0.5 ? -solve(normal_of, 0, 1 - p, -40, 0) : solve(normal_of, 0, p, -40, 0);
}

double distribution_t_quantile(double p, double freedom) {
    if (!is_inside(p) || !(freedom > 0)) return NAN;
    if (p > 0.5) return -distribution_t_quantile(1 - p, freedom);
    double low = -1;
    while (low > -1e300 && distribution_t(low, freedom) > p) low *= 2;
    return solve(distribution_t, freedom, p, low, 0);
}

double distribution_chi2_quantile(double p, double freedom) {
    if (!is_inside(p) || !(freedom > 0)) return NAN;
    double high = freedom + 1;
    while (high < 1e300 && distribution_chi2(high, freedom) < p) high *= 2;
    return solve(distribution_chi2, freedom, p, 0, high);
}
