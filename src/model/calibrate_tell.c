/* How sure the numbers found are, and what the data cannot tell; see calibrate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "calibrate_parts.h"

#include <math.h>
#include <string.h>

#define Z_95 1.959963984540054
#define LOOSE 0.693   /* log 2: a direction whose 95% interval reaches from a half to double */
#define ALONE 0.95    /* of a direction's length, from which one number is meant */
#define VISIBLE 0.15  /* of the largest part of a direction */
#define TOLD_PCT 10.0 /* the change that is told of */

/* The eigenvectors (columns) of a symmetric matrix by Jacobi's rotations (1846). */
static void eigen(size_t n, double a[KNOBS][KNOBS], double v[KNOBS][KNOBS]) {
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) v[i][j] = i == j;
    for (int sweep = 0; sweep < 60; sweep++)
        for (size_t p = 0; p < n; p++)
            for (size_t q = p + 1; q < n; q++) {
                if (fabs(a[p][q]) < 1e-300) continue;
                double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
                double t = copysign(1, theta) / (fabs(theta) + sqrt(theta * theta + 1));
                double c = 1 / sqrt(t * t + 1), s = t * c;
                for (size_t k = 0; k < n; k++) {
                    double x = a[k][p], y = a[k][q];
                    a[k][p] = c * x - s * y;
                    a[k][q] = s * x + c * y;
                }
                for (size_t k = 0; k < n; k++) {
                    double x = a[p][k], y = a[q][k];
                    a[p][k] = c * x - s * y;
                    a[q][k] = s * x + c * y;
                    x = v[k][p], y = v[k][q];
                    v[k][p] = c * x - s * y;
                    v[k][q] = s * x + c * y;
                }
            }
}

static void add_words(struct calibration *c, const char *words) {
    struct calibrated *out = c->out;
    if (!out->words) out->words = ARENA_NEW(c->arena, const char *, KNOBS + CALIBRATE_MEASURES);
    out->words[out->word_count++] = words;
}

/* 'raising A by 10% and lowering B by 8%'. */
static const char *together(struct calibration *c, const double *direction, size_t largest) {
    const struct knobs *knobs = &c->out->knobs;
    struct buf text = buf_new(c->arena);
    double unit = log(1 + TOLD_PCT / 100) / direction[largest];
    bool first = true;
    for (size_t i = 0; i < knobs->count; i++) {
        size_t k = i == 0 ? largest : i <= largest ? i - 1 : i;
        if (fabs(direction[k]) < VISIBLE * fabs(direction[largest])) continue;
        double pct = 100 * (exp(direction[k] * unit) - 1);
        buf_printf(&text, "%s%s %s by %.0f%%", first ? "" : " and ",
                   pct > 0 ? "raising" : "lowering", knobs->items[k].name, fabs(pct));
        first = false;
    }
    return text.text;
}

static void tell_direction(struct calibration *c, const double *direction, double sd) {
    const struct knobs *knobs = &c->out->knobs;
    size_t largest = 0;
    for (size_t k = 1; k < knobs->count; k++)
        if (fabs(direction[k]) > fabs(direction[largest])) largest = k;
    if (Z_95 * sd < LOOSE) return;
    if (fabs(direction[largest]) >= ALONE)
        add_words(c, arena_printf(c->arena,
                                  "Hardly anything about %s: from a half to double of it would fit "
                                  "about as well.",
                                  knobs->items[largest].name));
    else
        add_words(c, arena_printf(c->arena, "These apart: %s at the same time fits about as well.",
                                  together(c, direction, largest)));
}

/* What periods say of a direction: the sum of squares of the slopes along it, less what of it is
 * noise of the simulation. That is taken to be whatever jumps from one period to the next (half the
 * mean square of the differences, von Neumann 1941): slopes of a model change slowly. */
static double seen(const struct calibration *c, const double *slopes, const double *direction) {
    size_t knobs = c->out->knobs.count, n = 0;
    double sum = 0;
    for (size_t m = 0; m < c->out->measure_count; m++) {
        size_t count = c->out->measures[m].count;
        double squares = 0, jumps = 0, last = 0;
        for (size_t i = 0; i < count; i++, n++) {
            double slope = 0;
            for (size_t k = 0; k < knobs; k++) slope += slopes[n * knobs + k] * direction[k];
            squares += slope * slope;
            if (i) jumps += (slope - last) * (slope - last);
            last = slope;
        }
        if (count > 1) squares -= (double)count * jumps / (2 * (double)(count - 1));
        sum += fmax(0, squares);
    }
    return sum;
}

void calibrate_tell(struct calibration *c, const struct calibrate_point *best,
                    const double *slopes) {
    struct calibrated *out = c->out;
    size_t knobs = out->knobs.count;
    double a[KNOBS][KNOBS] = {{0}}, v[KNOBS][KNOBS], variance[KNOBS] = {0};
    for (size_t p = 0; p < knobs; p++)
        for (size_t q = 0; q < knobs; q++)
            for (size_t i = 0; i < c->n; i++)
                a[p][q] += slopes[i * knobs + p] * slopes[i * knobs + q];
    /* What is missed is at least what measures spread by themselves. */
    double rest = c->n > knobs ? best->cost / (double)(c->n - knobs) : 1;
    double spread = sqrt(fmax(1, rest));
    eigen(knobs, a, v);
    for (size_t e = 0; e < knobs; e++) {
        double direction[KNOBS] = {0};
        for (size_t k = 0; k < knobs; k++) direction[k] = v[k][e];
        double said = seen(c, slopes, direction), sd = said > 0 ? spread / sqrt(said) : INFINITY;
        double bounded = fmin(sd, 10); /* e^10 is beyond any bound */
        for (size_t k = 0; k < knobs; k++)
            variance[k] += bounded * bounded * direction[k] * direction[k];
        tell_direction(c, direction, sd);
    }
    for (size_t k = 0; k < knobs; k++) {
        double half = Z_95 * sqrt(variance[k]);
        out->low[k] = exp(fmax(c->z_low[k], best->z[k] - half));
        out->high[k] = exp(fmin(c->z_high[k], best->z[k] + half));
        if (out->at_bound[k])
            add_words(c, arena_printf(c->arena,
                                      "How far %s should go: the best fit is at its bound, %.3g.",
                                      out->knobs.items[k].name, out->factors[k]));
    }
}
