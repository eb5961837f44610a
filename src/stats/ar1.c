/* Regression with AR(1) errors; see ar1.h. Rows are made independent one by one, which needs only
 * the row before; then it is least squares.
 *
 * SPDX-License-Identifier: MIT */
#include "ar1.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define RHO_LEAST (-0.9)
#define RHO_MOST 0.95
#define STEPS 37 /* of the first look over rho; then the best neighbourhood is halved */

struct work {
    const double *x, *y;
    size_t n, k;
    double cross[AR1_COLUMNS_MAX * AR1_COLUMNS_MAX]; /* X'X of the rows made independent; then its
                                                        Cholesky factor */
    double moment[AR1_COLUMNS_MAX];                  /* X'y, then the coefficients */
    double squares;                                  /* y'y, then that of the residuals */
    double log_det;                                  /* of the correlation of the rows */
    size_t present;
};

/* Sums over the rows, made independent for a rho. */
static void gather(struct work *w, double rho) {
    size_t k = w->k, before = SIZE_MAX;
    memset(w->cross, 0, sizeof w->cross);
    memset(w->moment, 0, sizeof w->moment);
    w->squares = w->log_det = 0;
    w->present = 0;
    for (size_t i = 0; i < w->n; i++) {
        if (isnan(w->y[i])) continue;
        double row[AR1_COLUMNS_MAX], r = 0, scale = 1;
        if (before != SIZE_MAX) {
            r = i - before == 1 ? rho : pow(rho, (double)(i - before));
            scale = 1 / sqrt(1 - r * r);
            w->log_det += log1p(-r * r);
        }
        const double *now = w->x + i * k, *last = before == SIZE_MAX ? now : w->x + before * k;
        double y = scale * (w->y[i] - (before == SIZE_MAX ? 0 : r * w->y[before]));
        for (size_t a = 0; a < k; a++) row[a] = scale * (now[a] - r * last[a]);
        for (size_t a = 0; a < k; a++) {
            for (size_t b = 0; b <= a; b++) w->cross[a * k + b] += row[a] * row[b];
            w->moment[a] += row[a] * y;
        }
        w->squares += y * y;
        w->present++;
        before = i;
    }
}

/* Cholesky in the lower triangle; false where columns cannot be told apart. */
static bool factor(double *a, size_t k, double *log_det) {
    double total = 0;
    for (size_t j = 0; j < k; j++) {
        double whole = a[j * k + j], d = whole;
        for (size_t m = 0; m < j; m++) d -= a[j * k + m] * a[j * k + m];
        if (!(d > whole * 1e-11)) return false;
        d = sqrt(d);
        a[j * k + j] = d;
        total += 2 * log(d);
        for (size_t i = j + 1; i < k; i++) {
            double s = a[i * k + j];
            for (size_t m = 0; m < j; m++) s -= a[i * k + m] * a[j * k + m];
            a[i * k + j] = s / d;
        }
    }
    if (log_det) *log_det = total;
    return true;
}

static void solve(const double *l, size_t k, double *b) {
    for (size_t i = 0; i < k; i++) {
        for (size_t m = 0; m < i; m++) b[i] -= l[i * k + m] * b[m];
        b[i] /= l[i * k + i];
    }
    for (size_t i = k; i-- > 0;) {
        for (size_t m = i + 1; m < k; m++) b[i] -= l[m * k + i] * b[m];
        b[i] /= l[i * k + i];
    }
}

/* Coefficients for a rho, and -2 times the restricted log likelihood; INFINITY where there is none.
 */
static double fit_at(struct work *w, double rho) {
    gather(w, rho);
    double moment[AR1_COLUMNS_MAX], log_cross;
    memcpy(moment, w->moment, sizeof moment);
    if (!factor(w->cross, w->k, &log_cross)) return INFINITY;
    solve(w->cross, w->k, w->moment);
    for (size_t a = 0; a < w->k; a++) w->squares -= moment[a] * w->moment[a];
    double freedom = (double)(w->present - w->k);
    return freedom * log(fmax(w->squares, 1e-300)) + w->log_det + log_cross;
}

static double best_rho(struct work *w) {
    double step = (RHO_MOST - RHO_LEAST) / (STEPS - 1), best = 0, least = INFINITY;
    for (int i = 0; i < STEPS; i++) {
        double rho = RHO_LEAST + step * i, value = fit_at(w, rho);
        if (value < least) {
            least = value;
            best = rho;
        }
    }
    for (; step > 1e-6; step /= 2)
        for (int side = -1; side <= 1; side += 2) {
            double rho = fmin(RHO_MOST, fmax(RHO_LEAST, best + side * step / 2));
            double value = fit_at(w, rho);
            if (value < least) {
                least = value;
                best = rho;
            }
        }
    return best;
}

/* The inverse of the factored matrix times a variance. */
static void inverse(const double *l, size_t k, double variance, double *out) {
    for (size_t j = 0; j < k; j++) {
        double column[AR1_COLUMNS_MAX] = {0};
        column[j] = variance;
        solve(l, k, column);
        for (size_t i = 0; i < k; i++) out[i * k + j] = column[i];
    }
}

bool ar1_fit(const double *x, size_t k, const double *y, size_t n, struct arena *arena,
             struct ar1 *out, struct err *err) {
    struct work w = {.x = x, .y = y, .n = n, .k = k};
    if (k == 0 || k > AR1_COLUMNS_MAX) return err_set(err, ERR_BUG, "%zu columns", k);
    gather(&w, 0);
    if (w.present < k + 4)
        return err_set(err, ERR_TOO_FEW, "%zu values are too few for a model of %zu numbers",
                       w.present, k);
    double rho = best_rho(&w);
    if (isinf(fit_at(&w, rho)))
        return err_set(err, ERR_TOO_FEW, "the values do not tell the parts of the model apart");
    double freedom = (double)(w.present - k), variance = fmax(w.squares, 0) / freedom;
    /* What is alike is not new: t with as many degrees of freedom as independent values would give
     * (Bayley and Hammersley 1946). */
    double independent = (double)w.present * (1 - fmax(rho, 0)) / (1 + fmax(rho, 0));
    *out = (struct ar1){.n = w.present,
                        .k = k,
                        .b = ARENA_NEW(arena, double, k),
                        .cov = ARENA_NEW(arena, double, k *k),
                        .rho = rho,
                        .sigma = sqrt(variance),
                        .freedom = fmax(3, independent - (double)k)};
    memcpy(out->b, w.moment, k * sizeof *out->b);
    inverse(w.cross, k, variance, out->cov);
    return true;
}

static double error_of(const double *cov, size_t k, const double *weights) {
    double variance = 0;
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < k; b++) variance += weights[a] * weights[b] * cov[a * k + b];
    return sqrt(fmax(0, variance));
}

double ar1_sum(const struct ar1 *fit, const double *weights, double *error) {
    double sum = 0;
    for (size_t a = 0; a < fit->k; a++) sum += weights[a] * fit->b[a];
    if (error) *error = error_of(fit->cov, fit->k, weights);
    return sum;
}

double ar1_error_of(const double *x, size_t k, const double *y, size_t n, double rho, double sigma,
                    const double *weights, struct arena *arena) {
    struct work w = {.x = x, .y = y, .n = n, .k = k};
    gather(&w, rho);
    if (w.present <= k || !factor(w.cross, k, NULL)) return NAN;
    double *cov = ARENA_NEW(arena, double, k *k);
    inverse(w.cross, k, sigma * sigma, cov);
    return error_of(cov, k, weights);
}
