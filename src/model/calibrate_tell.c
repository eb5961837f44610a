/* How sure the numbers found are, and what the data cannot tell; see calibrate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "calibrate_parts.h"

#include "stats/distribution.h"

#include <math.h>
#include <string.h>

#define LOOSE 0.693   /* log 2: a direction whose 95% interval reaches from a half to double */
#define ALONE 0.95    /* of a direction's length, from which one number is meant */
#define VISIBLE 0.15  /* of the largest part of a direction */
#define TOLD_PCT 10.0 /* the change that is told of */
#define NEARLY 0.05   /* of the way between the bounds: from there an interval reaches one */
#define BEYOND 10     /* e^10 is beyond any bound */

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
    if (!out->words) out->words = ARENA_NEW(c->arena, const char *, 3 * KNOBS);
    out->words[out->word_count++] = words;
}

/* 'raising A by 10% and lowering B by 8%', of those that a direction is about; they are marked. */
static const char *together(struct calibration *c, const double *direction, size_t largest,
                            bool *meant) {
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
        meant[k] = true;
        first = false;
    }
    return text.text;
}

/* Whether the interval of a number reaches nearly a bound. */
static bool reaches(const struct calibration *c, size_t knob, bool high) {
    double near = NEARLY * (c->z_high[knob] - c->z_low[knob]);
    return high ? log(c->out->high[knob]) >= c->z_high[knob] - near
                : log(c->out->low[knob]) <= c->z_low[knob] + near;
}

/* Several numbers that only count together; each that may also be anything is said to be. */
static void tell_together(struct calibration *c, const double *direction, double error,
                          double student, bool *told) {
    const struct knobs *knobs = &c->out->knobs;
    size_t largest = 0;
    for (size_t k = 1; k < knobs->count; k++)
        if (fabs(direction[k]) > fabs(direction[largest])) largest = k;
    if (student * error < LOOSE || fabs(direction[largest]) >= ALONE) return;
    bool meant[KNOBS] = {false};
    struct buf text = buf_new(c->arena);
    buf_printf(&text, "These apart: %s at the same time fits about as well",
               together(c, direction, largest, meant));
    bool first = true;
    for (size_t k = 0; k < knobs->count; k++) {
        if (!meant[k] || !reaches(c, k, false) || !reaches(c, k, true)) continue;
        buf_printf(&text, "%s %s from %.3g to %.3g",
                   first ? "; each by itself may be anything tried:" : ",", knobs->items[k].name,
                   c->out->low[k], c->out->high[k]);
        told[k] = true;
        first = false;
    }
    buf_puts(&text, ". One of them from a document or a count, or a measure that only one of them "
                    "moves, would tell the other.");
    add_words(c, text.text);
}

/* A number of which the interval reaches a bound, or from a half to double. */
static void tell_alone(struct calibration *c, size_t k) {
    const struct calibrated *out = c->out;
    const char *name = out->knobs.items[k].name;
    bool down = reaches(c, k, false), up = reaches(c, k, true);
    if (down && up)
        add_words(
            c, arena_printf(c->arena,
                            "Hardly anything about %s: any factor from %.3g to %.3g, which is all "
                            "that was tried, fits about as well. Take it from a document or a "
                            "count, or fit it to a measure that it moves.",
                            name, out->low[k], out->high[k]));
    else if (down || up)
        add_words(c, arena_printf(c->arena,
                                  "How %s %s is: any factor from %.3g to %.3g, a bound of what was "
                                  "tried, fits about as well.",
                                  down ? "small" : "large", name, out->low[k], out->high[k]));
    else if (log(out->high[k] / out->low[k]) >= 2 * LOOSE)
        add_words(c, arena_printf(c->arena,
                                  "Much about %s: any factor from %.3g to %.3g fits about as well.",
                                  name, out->low[k], out->high[k]));
}

/* What the periods of a measure say of a direction: the sum of squares of the slopes along it, less
 * what of it is noise of the simulation. That is taken to be whatever jumps from one period to the
 * next (half the mean square of the differences, von Neumann 1941): slopes of a model change
 * slowly. */
static double seen(const struct calibration *c, const struct calibrate_measure *m,
                   const double *slopes, const double *direction) {
    size_t knobs = c->out->knobs.count;
    double squares = 0, jumps = 0, last = 0;
    for (size_t i = 0; i < m->count; i++) {
        double slope = 0;
        for (size_t k = 0; k < knobs; k++) slope += slopes[i * knobs + k] * direction[k];
        squares += slope * slope;
        if (i) jumps += (slope - last) * (slope - last);
        last = slope;
    }
    if (m->count > 1) squares -= (double)m->count * jumps / (2 * (double)(m->count - 1));
    return fmax(0, squares);
}

/* The standard error along a direction of least squares in which all measures count as much, while
 * each moves as much, and its periods as much alike, as it does. */
static double error_along(const struct calibration *c, const double *slopes,
                          const double *direction) {
    double sum = 0, noise = 0;
    for (size_t m = 0; m < c->out->measure_count; m++) {
        const struct calibrate_measure *measure = &c->out->measures[m];
        double said = seen(c, measure, slopes, direction), spread = measure->sigma / measure->scale;
        sum += said;
        noise += said * spread * spread * measure->alike;
        slopes += measure->count * c->out->knobs.count;
    }
    return sum > 0 ? sqrt(noise) / sum : INFINITY;
}

void calibrate_tell(struct calibration *c, const struct calibrate_point *best,
                    const double *slopes) {
    struct calibrated *out = c->out;
    size_t knobs = out->knobs.count;
    double a[KNOBS][KNOBS] = {{0}}, variance[KNOBS] = {0};
    for (size_t p = 0; p < knobs; p++)
        for (size_t q = 0; q < knobs; q++)
            for (size_t i = 0; i < c->n; i++)
                a[p][q] += slopes[i * knobs + p] * slopes[i * knobs + q];
    c->freedom = INFINITY;
    for (size_t m = 0; m < out->measure_count; m++)
        if (out->measures[m].count) c->freedom = fmin(c->freedom, out->measures[m].freedom);
    double student = distribution_t_quantile(0.975, c->freedom);
    eigen(knobs, a, c->directions);
    for (size_t e = 0; e < knobs; e++) {
        double direction[KNOBS] = {0};
        for (size_t k = 0; k < knobs; k++) direction[k] = c->directions[k][e];
        c->errors[e] = error_along(c, slopes, direction);
        double bounded = fmin(c->errors[e], BEYOND);
        for (size_t k = 0; k < knobs; k++)
            variance[k] += bounded * bounded * direction[k] * direction[k];
    }
    for (size_t k = 0; k < knobs; k++) {
        double half = student * sqrt(variance[k]);
        out->low[k] = exp(fmax(c->z_low[k], best->z[k] - half));
        out->high[k] = exp(fmin(c->z_high[k], best->z[k] + half));
    }
    bool told[KNOBS] = {false};
    for (size_t e = 0; e < knobs; e++) {
        double direction[KNOBS] = {0};
        for (size_t k = 0; k < knobs; k++) direction[k] = c->directions[k][e];
        tell_together(c, direction, c->errors[e], student, told);
    }
    for (size_t k = 0; k < knobs; k++) {
        if (out->at_bound[k])
            add_words(c, arena_printf(c->arena,
                                      "How far %s should go: the best fit is at its bound, %.3g.",
                                      out->knobs.items[k].name, out->factors[k]));
        if (!told[k] && !(out->at_bound[k] && reaches(c, k, false) != reaches(c, k, true)))
            tell_alone(c, k);
    }
}
