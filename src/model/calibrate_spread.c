/* How a measure moves about what was fitted; see calibrate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "calibrate_parts.h"

#include "stats/ar1.h"

#include <math.h>
#include <string.h>

#define FEWEST 6 /* values that tell of a series */

/* The periods from the first to the last, NAN where one is missing. */
static double *series_of(const struct calibrate_measure *m, struct arena *arena, size_t *count) {
    bool yearly = strchr(m->values[0].period, '/') != NULL;
    int first = date_month(m->values[0].start), span = yearly ? 12 : 1;
    *count = (size_t)((date_month(m->values[m->count - 1].start) - first) / span + 1);
    double *series = ARENA_NEW(arena, double, *count);
    for (size_t i = 0; i < *count; i++) series[i] = NAN;
    for (size_t i = 0; i < m->count; i++)
        series[(date_month(m->values[i].start) - first) / span] =
            m->values[i].observed - m->values[i].fitted;
    return series;
}

/* With few values: as much as they were missed by, at least what the measure moves by itself. */
static void spread_of_few(struct calibrate_measure *m, size_t knobs) {
    double n = (double)m->count;
    m->sigma = fmax(m->scale, m->rms * sqrt(n / fmax(1, n - (double)knobs)));
    m->rho = 0;
    m->alike = 1;
    m->freedom = m->sigma_freedom = fmax(3, n - (double)knobs);
}

void calibrate_spread(struct calibration *c) {
    struct calibrated *out = c->out;
    for (size_t k = 0; k < out->measure_count; k++) {
        struct calibrate_measure *m = &out->measures[k];
        if (!m->count) continue;
        spread_of_few(m, out->knobs.count);
        struct arena *arena = arena_new();
        size_t count;
        double *series = series_of(m, arena, &count), *ones = ARENA_NEW(arena, double, count);
        for (size_t i = 0; i < count; i++) ones[i] = 1;
        struct ar1 fit;
        struct err few = {0};
        if (m->count >= FEWEST && ar1_fit(ones, 1, series, count, arena, &fit, &few)) {
            /* What the numbers fitted have taken out beyond a level is in the values too. */
            double n = (double)c->n, taken = (double)out->knobs.count - (double)out->measure_count;
            double more = taken > 0 && n > taken + 2 ? n / (n - taken) : 1;
            m->sigma = sqrt(more * fit.sigma * fit.sigma + fit.b[0] * fit.b[0]);
            m->sigma = fmax(m->sigma, fmax(m->rms, 1e-6 * fabs(m->mean_observed)));
            m->rho = fit.rho;
            m->alike = fmax(1, fit.cov[0] * (double)m->count / fmax(fit.sigma * fit.sigma, 1e-300));
            m->freedom = fit.freedom;
            /* The squares of values that are alike are less alike (Bayley and Hammersley 1946). */
            double r2 = fit.rho * fit.rho;
            m->sigma_freedom = fmax(3, (double)m->count * (1 - r2) / (1 + r2) - 1);
        }
        double chance = 0;
        for (size_t i = 0; i < m->count; i++)
            chance += m->values[i].chance * m->values[i].chance / (double)m->count;
        m->chance = sqrt(chance * (1 + 1.0 / c->options->replications));
        arena_free(arena);
    }
}
