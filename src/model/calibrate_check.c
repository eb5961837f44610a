/* The back-test: forecast with the numbers found, against what came; see calibrate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "calibrate_parts.h"
#include "draws.h"
#include "stats/ar1.h"
#include "stats/distribution.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define Z_95 1.959963984540054
#define ATTEMPTS 200      /* to draw numbers within their bounds */
#define SEED_STEP 1000003 /* between the seeds of futures */
#define YEAR 12           /* values of the last year fitted */

/* Factors of one future, as unsure as the fit leaves them: along each direction of what it saw,
 * normal with its standard error, within the bounds. Where nearly nothing is known they lie
 * anywhere between these. */
static void draw_factors(const struct calibration *c, uint32_t future, double *factors) {
    const struct calibrated *out = c->out;
    size_t knobs = out->knobs.count;
    double wide = 0;
    for (size_t k = 0; k < knobs; k++) wide = fmax(wide, c->z_high[k] - c->z_low[k]);
    for (uint32_t attempt = 0; attempt < ATTEMPTS; attempt++) {
        double z[KNOBS];
        bool within = true;
        for (size_t k = 0; k < knobs; k++) z[k] = log(out->factors[k]);
        for (size_t e = 0; e < knobs; e++) {
            char id[24];
            snprintf(id, sizeof id, "direction %zu", e);
            double u = draw_uniform(c->options->seed, "fitted", id,
                                    future + attempt * (uint32_t)c->options->backtest_replications);
            double step = fmin(c->errors[e], wide) * distribution_normal_quantile(u);
            for (size_t k = 0; k < knobs; k++) z[k] += step * c->directions[k][e];
        }
        for (size_t k = 0; k < knobs; k++) {
            within = within && z[k] >= c->z_low[k] - 1e-9 && z[k] <= c->z_high[k] + 1e-9;
            factors[k] = exp(fmax(c->z_low[k], fmin(c->z_high[k], z[k])));
        }
        if (within) return;
    }
}

/* The last 12 values fitted, as a mean. */
static double naive(const struct calibrate_measure *m) {
    size_t from = m->count > YEAR ? m->count - YEAR : 0;
    double sum = 0;
    for (size_t i = from; i < m->count; i++) sum += m->values[i].observed;
    return sum / (double)(m->count - from);
}

/* Futures of a value, R of them. */
struct forecast {
    double mean, sd;
    int count;
};

static struct forecast forecast_of(const double *futures, int count) {
    struct forecast f = {0};
    double squares = 0;
    for (int r = 0; r < count; r++)
        if (!isnan(futures[r])) f.mean += futures[r], f.count++;
    if (!f.count) return f;
    f.mean /= f.count;
    for (int r = 0; r < count; r++)
        if (!isnan(futures[r])) squares += (futures[r] - f.mean) * (futures[r] - f.mean);
    f.sd = f.count > 1 ? sqrt(squares / (f.count - 1)) : 0;
    return f;
}

/* The probability of coming as near to the forecast as a value did. Its spread is that of the
 * futures (chance, and numbers that the fit leaves unsure) and of their mean, and by how much more
 * (or less) the measure moved about what was fitted than one future does; t's degrees of freedom
 * are those of a sum of two estimates (Welch 1947). */
static double nearness(const struct forecast *f, const struct calibrate_measure *m,
                       double observed) {
    double futures = f->sd * f->sd * (1 + 1.0 / f->count), moved = m->sigma * m->sigma;
    double chance = m->chance * m->chance;
    double all = moved > chance ? futures + moved - chance : futures * (moved / chance);
    if (!(all > 0)) return observed == f->mean ? 0 : 1;
    double freedom =
        all * all / (futures * futures / fmax(1, f->count - 1) + moved * moved / m->sigma_freedom);
    return 2 * distribution_t(fabs(f->mean - observed) / sqrt(all), freedom) - 1;
}

/* What a share of n values is, known as well as by `independent` ones: the 95% interval of Wilson
 * (1927). */
static void share_interval(double share, double independent, double *low, double *high) {
    double z2 = Z_95 * Z_95 / independent, middle = (share + z2 / 2) / (1 + z2);
    double half = sqrt(z2 * (share * (1 - share) + z2 / 4)) / (1 + z2);
    *low = fmax(0, middle - half);
    *high = fmin(1, middle + half);
}

/* How far the forecast goes away from what came, from year to year, and how many independent values
 * its errors are worth. */
static void check_drift(struct calibrate_check *check, const double *errors, size_t n) {
    struct arena *arena = arena_new();
    double *x = ARENA_NEW(arena, double, 2 * n);
    double years = strchr(check->first, '/') ? 1 : 1.0 / 12;
    for (size_t i = 0; i < n; i++) {
        x[2 * i] = 1;
        x[2 * i + 1] = years * (double)i;
    }
    struct ar1 fit;
    struct err few = {0};
    check->independent = (double)check->count;
    check->drift = check->drift_low = check->drift_high = NAN;
    if (ar1_fit(x, 2, errors, n, arena, &fit, &few)) {
        const double weights[] = {0, 1};
        double error, drift = ar1_sum(&fit, weights, &error);
        double half = distribution_t_quantile(0.975, fit.freedom) * error;
        check->drift = drift;
        check->drift_low = drift - half;
        check->drift_high = drift + half;
    }
    double *ones = ARENA_NEW(arena, double, n);
    for (size_t i = 0; i < n; i++) ones[i] = 1;
    if (ar1_fit(ones, 1, errors, n, arena, &fit, &few)) {
        double rho = fmax(0, fit.rho);
        check->independent = fmax(1, (double)check->count * (1 - rho) / (1 + rho));
    }
    arena_free(arena);
}

/* One measure: values that came, beside their futures. */
static void check_measure(struct calibration *c, const struct calibrate_measure *fitted,
                          const struct calibrate_measure *came, const double *futures) {
    struct calibrate_check check = {.measure = fitted};
    double squares = 0, naive_squares = 0, last_year = naive(fitted);
    int replications = c->options->backtest_replications;
    if (!came->count) return;
    int span = strchr(came->values[0].period, '/') ? 12 : 1,
        month = date_month(came->values[0].start);
    size_t n = (size_t)((date_month(came->values[came->count - 1].start) - month) / span + 1);
    struct arena *arena = arena_new();
    double *errors = ARENA_NEW(arena, double, n);
    for (size_t i = 0; i < n; i++) errors[i] = NAN;
    for (size_t i = 0; i < came->count; i++) {
        const struct calibrate_value *value = &came->values[i];
        struct forecast f = forecast_of(futures + i * (size_t)replications, replications);
        if (!f.count) continue;
        double error = f.mean - value->observed, near = nearness(&f, fitted, value->observed);
        errors[(date_month(value->start) - month) / span] = error;
        if (!check.count++) check.first = value->period;
        check.last = value->period;
        check.in_80 += near <= 0.8;
        check.in_95 += near <= 0.95;
        check.mean_observed += value->observed;
        check.mean_forecast += f.mean;
        squares += error * error;
        naive_squares += (last_year - value->observed) * (last_year - value->observed);
    }
    if (check.count) {
        double count = (double)check.count;
        check.mean_observed /= count;
        check.mean_forecast /= count;
        check.rms = sqrt(squares / count);
        check.rms_naive = sqrt(naive_squares / count);
        check_drift(&check, errors, n);
        share_interval((double)check.in_80 / count, check.independent, &check.low_80,
                       &check.high_80);
        share_interval((double)check.in_95 / count, check.independent, &check.low_95,
                       &check.high_95);
        c->out->checks[c->out->check_count++] = check;
    }
    arena_free(arena);
}

/* One future: numbers, parameters, dates and chance of its own. futures[m][i * R + future] is the
 * value i of measure m. */
static bool simulate_future(struct calibration *c, const struct model_options *model,
                            const struct calibrated *later, uint32_t future,
                            double *const *futures) {
    double factors[KNOBS];
    struct model_options one = *model;
    struct model_results results;
    one.replications = 1;
    one.seed = c->options->seed + (uint64_t)(future + 1) * SEED_STEP;
    draw_factors(c, future, factors);
    if (!knobs_turn(c->copy, &c->out->knobs, factors, c->err)) return false;
    struct arena *arena = arena_new();
    bool ok = model_simulate(c->copy, &one, arena, &results, c->err);
    for (size_t m = 0; ok && m < later->measure_count; m++)
        for (size_t i = 0; i < later->measures[m].count; i++) {
            const struct calibrate_measure *measure = &c->out->measures[m];
            const struct model_row *row =
                model_find(&results, c->options->scenario, measure->output, measure->subject,
                           later->measures[m].values[i].period);
            futures[m][i * (size_t)model->replications + future] = row ? row->mean : NAN;
        }
    arena_free(arena);
    return ok;
}

/* The numbers fitted are as unsure as the fit says; what the package says of them does not come on
 * top. */
static bool forget_doubt(struct calibration *c) {
    struct query *q = query_new(c->copy,
                                "DELETE FROM uncertainty WHERE on_table = ?1 AND on_rows = ?2 AND "
                                "on_column = ?3",
                                c->err);
    if (!q) return false;
    for (size_t k = 0; k < c->out->knobs.count; k++) {
        const struct knob *knob = &c->out->knobs.items[k];
        query_again(q);
        query_bind_text(q, 1, knob->rows.table->name);
        query_bind_text(q, 2, knob->rows_text);
        query_bind_text(q, 3, knob->rows.table->columns[knob->column].name);
        while (query_next(q)) {
        }
    }
    return query_free(q, c->err);
}

bool calibrate_check(struct calibration *c) {
    const struct calibrate_options *options = c->options;
    struct model_only only[CALIBRATE_MEASURES];
    struct model_options model = {.scenarios = &options->scenario,
                                  .scenario_count = 1,
                                  .replications = options->backtest_replications,
                                  .seed = options->seed,
                                  .threads = options->threads,
                                  .only = only,
                                  .stop = options->stop};
    struct calibrated later = {0};
    struct calibrate_options after = *options;
    after.from = options->backtest;
    after.until = date_of(9999, 12, 31);
    struct calibration read = *c;
    read.options = &after;
    read.out = &later;
    read.n = 0;
    struct calibrated *out = c->out;
    for (size_t m = 0; m < out->measure_count; m++)
        if (out->measures[m].count) {
            only[model.only_count++] =
                (struct model_only){out->measures[m].output, out->measures[m].subject, "*"};
            model.twin = model.twin || strstr(out->measures[m].output, "_needed");
        }
    if (!calibrate_read(&read)) {
        if (c->err->code != ERR_TOO_FEW) return err_context(c->err, "the back-test");
        *c->err = (struct err){0}; /* nothing came */
        return true;
    }
    double *futures[CALIBRATE_MEASURES];
    for (size_t m = 0; m < later.measure_count; m++)
        futures[m] =
            ARENA_NEW(c->arena, double, later.measures[m].count *(size_t)model.replications);
    bool ok = forget_doubt(c);
    for (uint32_t r = 0; ok && r < (uint32_t)model.replications; r++) {
        ok = simulate_future(c, &model, &later, r, futures);
        if (options->progress)
            options->progress(options->user, out->trials + (int)r + 1,
                              out->trials + model.replications, out->distance);
    }
    if (!ok || !knobs_turn(c->copy, &out->knobs, out->factors, c->err))
        return err_context(c->err, "the back-test");
    for (size_t m = 0; m < out->measure_count; m++)
        if (out->measures[m].count)
            check_measure(c, &out->measures[m], &later.measures[m], futures[m]);
    return true;
}
