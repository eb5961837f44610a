/* Normal and gamma distribution functions and their inverses.
 *
 * SPDX-License-Identifier: MIT */
#include "special.h"

#include <math.h>

#define ALWAYS_INLINE inline __attribute__((always_inline))

double special_normal(double z) {
    return 0.5 * erfc(-z * 0.70710678118654752440);
}

/* Algorithm AS 241 (Wichura 1988): a rational function of q = p - 1/2 in the middle, two others of
 * the logarithm of the nearer tail. */
#define MIDDLE 0.425

static ALWAYS_INLINE double middle(double q) {
    double r = 0.180625 - q * q;
    return q *
           (((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r +
                 6.7265770927008700853e+4) *
                    r +
                4.5921953931549871457e+4) *
                   r +
               1.3731693765509461125e+4) *
                  r +
              1.9715909503065514427e+3) *
                 r +
             1.3314166789178437745e+2) *
                r +
            3.3871328727963666080e0) /
           (((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r +
                 3.9307895800092710610e+4) *
                    r +
                2.1213794301586595867e+4) *
                   r +
               5.3941960214247511077e+3) *
                  r +
              6.8718700749205790830e+2) *
                 r +
             4.2313330701600911252e+1) *
                r +
            1.0);
}

static double tail(double p) {
    double q = p - 0.5, r = sqrt(-log(q < 0 ? p : 1 - p)), z;
    if (r <= 5) {
        r -= 1.6;
        z = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r +
                  2.41780725177450611770e-1) *
                     r +
                 1.27045825245236838258e0) *
                    r +
                3.64784832476320460504e0) *
                   r +
               5.76949722146069140550e0) *
                  r +
              4.63033784615654529590e0) *
                 r +
             1.42343711074968357734e0) /
            (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r +
                  1.51986665636164571966e-2) *
                     r +
                 1.48103976427480074590e-1) *
                    r +
                6.89767334985100004550e-1) *
                   r +
               1.67638483018380384940e0) *
                  r +
              2.05319162663775882187e0) *
                 r +
             1.0);
    } else {
        r -= 5;
        z = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r +
                  1.24266094738807843860e-3) *
                     r +
                 2.65321895265761230930e-2) *
                    r +
                2.96560571828504891230e-1) *
                   r +
               1.78482653991729133580e0) *
                  r +
              5.46378491116411436990e0) *
                 r +
             6.65790464350110377720e0) /
            (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r +
                  1.84631831751005468180e-5) *
                     r +
                 7.86869131145613259100e-4) *
                    r +
                1.48753612908506148525e-2) *
                   r +
               1.36929880922735805310e-1) *
                  r +
              5.99832206555887937690e-1) *
                 r +
             1.0);
    }
    return q < 0 ? -z : z;
}

double special_normal_quantile(double p) {
    double q = p - 0.5;
    return fabs(q) <= MIDDLE ? middle(q) : tail(p);
}

/* The middle's value of each, of use where it is the middle. */
static ALWAYS_INLINE void middles(const double *p, double *z) {
    for (int i = 0; i < SPECIAL_LANES; i++) z[i] = middle(p[i] - 0.5);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void middles_wide(const double *p, double *z) {
    middles(p, z);
}
#endif

void special_normal_quantiles(const double p[SPECIAL_LANES], double z[SPECIAL_LANES]) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        middles_wide(p, z);
    else
#endif
        middles(p, z);
    for (int i = 0; i < SPECIAL_LANES; i++)
        if (!(fabs(p[i] - 0.5) <= MIDDLE)) z[i] = tail(p[i]);
}

double special_log_gamma(double a) {
    int sign;
    return lgamma_r(a, &sign);
}

double special_gamma(double a, double x, int upper) {
    if (x <= 0) return upper ? 1 : 0;
    double front = exp(a * log(x) - x - special_log_gamma(a));
    if (x < a + 1) { /* series for P */
        double term = 1 / a, sum = term;
        for (double n = a + 1; term > sum * 1e-17; n++) {
            term *= x / n;
            sum += term;
        }
        return upper ? 1 - front * sum : front * sum;
    }
    /* continued fraction for Q, by Lentz's method */
    double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
    for (int i = 1; i < 100000; i++) {
        double an = -i * (i - a);
        b += 2;
        d = an * d + b;
        if (fabs(d) < 1e-300) d = 1e-300;
        c = b + an / c;
        if (fabs(c) < 1e-300) c = 1e-300;
        d = 1 / d;
        double change = d * c;
        h *= change;
        if (fabs(change - 1) < 1e-15) break;
    }
    return upper ? front * h : 1 - front * h;
}

double special_gamma_log_quantile(double a, double p, double q) {
    /* Newton's method in y = log x, on the logarithm of the smaller tail (nearly straight there),
     * kept inside a bracket. */
    int upper = p > 0.5;
    double want = log(upper ? q : p), log_gamma_a = special_log_gamma(a);
    double z = upper ? -special_normal_quantile(q) : special_normal_quantile(p);
    double wilson = 1 - 1 / (9 * a) + z / (3 * sqrt(a)); /* Wilson and Hilferty 1931 */
    double y = wilson > 0.2 ? log(a) + 3 * log(wilson)
                            : (log(p) + special_log_gamma(a + 1)) / a; /* P is x^a / gamma(a + 1) */
    double low = -1e6, high = 50;
    for (int i = 0; i < 200; i++) {
        double x = exp(y), tail = special_gamma(a, x, upper);
        double gap = tail > 0 ? log(tail) - want : -HUGE_VAL;
        if (x == 0) gap = a * y - special_log_gamma(a + 1) - want; /* below the range of doubles */
        if ((gap > 0) != upper)
            high = y;
        else
            low = y;
        double slope = exp(a * y - x - log_gamma_a) / tail;
        double next = y - (upper ? -gap : gap) / (x == 0 ? a : slope);
        if (!(next > low && next < high)) next = low < -1e5 ? y - 10 : 0.5 * (low + high);
        if (fabs(next - y) < 1e-14 * (1 + fabs(y))) return next;
        y = next;
    }
    return y;
}
