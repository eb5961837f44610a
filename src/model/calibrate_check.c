/* The back-test: forecast with the numbers found, against what came; see calibrate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "calibrate_parts.h"
#include "tables.h"

#include <math.h>
#include <string.h>

#define Z_80 1.2815515655446004
#define Z_95 1.959963984540054
#define YEAR 12 /* values of the last year fitted */

/* What the fit does not know of its numbers becomes an uncertainty of the copy: one row a number,
 * the 10th and 90th percentile as factors. */
static bool doubt(struct calibration *c) {
    const struct calibrated *out = c->out;
    struct query *q = query_new(c->copy,
                                "INSERT OR REPLACE INTO uncertainty(on_table, on_rows, on_column, "
                                "operation, low, high) VALUES(?1, ?2, ?3, 'multiply', ?4, ?5)",
                                c->err);
    if (!q) return false;
    for (size_t k = 0; k < out->knobs.count; k++) {
        const struct knob *knob = &out->knobs.items[k];
        const char *column = knob->rows.table->columns[knob->column].name;
        bool can = false;
        for (int i = 0; i < TARGETS; i++)
            can = can || (strcmp(knob->rows.table->name, target_names[i].table) == 0 &&
                          strcmp(column, target_names[i].column) == 0);
        if (!can) continue; /* a number that no uncertainty acts on is taken as found */
        query_again(q);
        query_bind_text(q, 1, knob->rows.table->name);
        query_bind_text(q, 2, knob->rows_text);
        query_bind_text(q, 3, column);
        query_bind_number(q, 4, pow(out->low[k] / out->factors[k], Z_80 / Z_95));
        query_bind_number(q, 5, pow(out->high[k] / out->factors[k], Z_80 / Z_95));
        while (query_next(q)) {
        }
    }
    return query_free(q, c->err);
}

/* The last 12 values fitted, as a mean. */
static double naive(const struct calibrate_measure *m) {
    size_t from = m->count > YEAR ? m->count - YEAR : 0;
    double sum = 0;
    for (size_t i = from; i < m->count; i++) sum += m->values[i].observed;
    return sum / (double)(m->count - from);
}

/* One measure: values that came, beside rows of the forecast. The spread of a forecast is that of
 * the futures and, on top, what the fit missed by. */
static void check_measure(struct calibration *c, const struct calibrate_measure *fitted,
                          const struct calibrate_measure *came,
                          const struct model_results *results) {
    struct calibrate_check check = {.measure = fitted};
    double squares = 0, naive_squares = 0, last_year = naive(fitted);
    double knobs = (double)c->out->knobs.count, n = (double)c->n;
    double missed = fitted->rms * sqrt(n > knobs ? n / (n - knobs) : 1);
    for (size_t i = 0; i < came->count; i++) {
        const struct calibrate_value *value = &came->values[i];
        const struct model_row *row = model_find(results, c->options->scenario, fitted->output,
                                                 fitted->subject, value->period);
        if (!row || isnan(row->mean)) continue;
        double sd = isnan(row->sd) ? 0 : row->sd;
        double error = row->mean - value->observed, spread = hypot(sd, missed);
        if (!check.count++) check.first = value->period;
        check.last = value->period;
        check.in_80 += fabs(error) <= Z_80 * spread;
        check.in_95 += fabs(error) <= Z_95 * spread;
        check.mean_observed += value->observed;
        check.mean_forecast += row->mean;
        squares += error * error;
        naive_squares += (last_year - value->observed) * (last_year - value->observed);
    }
    if (!check.count) return;
    double count = (double)check.count;
    check.mean_observed /= count;
    check.mean_forecast /= count;
    check.rms = sqrt(squares / count);
    check.rms_naive = sqrt(naive_squares / count);
    c->out->checks[c->out->check_count++] = check;
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
    struct model_results results;
    if (!calibrate_read(&read)) {
        if (c->err->code != ERR_TOO_FEW) return err_context(c->err, "the back-test");
        *c->err = (struct err){0}; /* nothing came */
        return true;
    }
    if (!doubt(c) || !model_simulate(c->copy, &model, c->arena, &results, c->err))
        return err_context(c->err, "the back-test");
    for (size_t m = 0; m < out->measure_count; m++)
        if (out->measures[m].count)
            check_measure(c, &out->measures[m], &later.measures[m], &results);
    return true;
}
