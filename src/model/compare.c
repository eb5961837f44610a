/* Differences between scenarios, replication by replication; see compare.h.
 *
 * SPDX-License-Identifier: MIT */
#include "compare.h"

#include "summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FEWEST 4 /* replications that tell of a ratio of variances */

struct moments {
    double n, mean, squares; /* about the mean */
};

static struct moments moments_of(const double *x, const double *y, size_t n) {
    struct moments m = {0};
    double mean = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]) && !isnan(y[i])) mean += x[i], m.n++;
    mean /= m.n;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]) && !isnan(y[i])) m.squares += (x[i] - mean) * (x[i] - mean);
    m.mean = mean;
    return m;
}

/* The variance without a value x. */
static double variance_without(const struct moments *m, double x) {
    double d = x - m->mean;
    return (m->squares - d * d * m->n / (m->n - 1)) / (m->n - 2);
}

static void ratio_interval(struct model_pair *pair) {
    const double *a = pair->row->values, *b = pair->against->values;
    size_t n = (size_t)pair->row->value_count;
    pair->ratio_low = pair->ratio_high = NAN;
    if (!a || !b || pair->row->value_count != pair->against->value_count ||
        pair->difference.replications < FEWEST || !(pair->variance_ratio > 0))
        return;
    double *difference = heap_new(n, sizeof *difference), *logs = heap_new(n, sizeof *logs);
    for (size_t i = 0; i < n; i++) difference[i] = a[i] - b[i];
    struct moments of_a = moments_of(a, b, n), of_b = moments_of(b, a, n),
                   of_difference = moments_of(difference, difference, n);
    double mean = 0, squares = 0, kept = of_a.n;
    for (size_t i = 0; i < n; i++) {
        if (isnan(difference[i])) continue;
        logs[i] = log((variance_without(&of_a, a[i]) + variance_without(&of_b, b[i])) /
                      variance_without(&of_difference, difference[i]));
        mean += logs[i] / kept;
    }
    for (size_t i = 0; i < n; i++)
        if (!isnan(difference[i])) squares += (logs[i] - mean) * (logs[i] - mean);
    double half = model_t_975((int)kept - 1) * sqrt(squares * (kept - 1) / kept);
    if (isfinite(half)) {
        pair->ratio_low = pair->variance_ratio * exp(-half);
        pair->ratio_high = pair->variance_ratio * exp(half);
    }
    free(difference);
    free(logs);
}

bool model_compare(const struct model_results *results, const char *against, struct arena *arena,
                   struct model_pair **pairs, size_t *count, struct err *err) {
    *pairs = ARENA_NEW(arena, struct model_pair, results->count);
    *count = 0;
    bool found = false;
    for (size_t i = 0; i < results->count; i++) {
        const struct model_row *row = &results->rows[i];
        if (strcmp(row->scenario, against) == 0) {
            found = true;
            continue;
        }
        const struct model_row *other =
            model_find(results, against, row->output, row->subject, row->period);
        if (!other) continue;
        struct model_pair *pair = &(*pairs)[(*count)++];
        *pair = (struct model_pair){
            .row = row, .against = other, .difference = model_difference(row, other)};
        double half = model_row_half_width(&pair->difference), sd = pair->difference.sd;
        pair->low = pair->difference.mean - half;
        pair->high = pair->difference.mean + half;
        pair->variance_ratio =
            sd > 0 ? (row->sd * row->sd + other->sd * other->sd) / (sd * sd) : NAN;
        ratio_interval(pair);
    }
    if (*count) return true;
    if (!found) {
        err_set(err, ERR_NOT_FOUND, "scenario '%s' is not among those simulated", against);
        return err_hint(err, "scenario.csv lists them; --scenario chooses among them.");
    }
    return err_set(err, ERR_NOT_FOUND, "there is no scenario to compare with '%s'", against);
}

void model_write_pairs(const struct model_pair *pairs, size_t count, struct buf *out) {
    buf_puts(out, "scenario,against,output,subject,period,difference,low95,high95,sd,p10,p50,p90,"
                  "replications,variance_ratio,ratio_low95,ratio_high95\n");
    for (size_t i = 0; i < count; i++) {
        const struct model_pair *p = &pairs[i];
        const char *texts[] = {p->row->scenario, p->against->scenario, p->row->output,
                               p->row->subject, p->row->period};
        const double numbers[] = {p->difference.mean,
                                  p->low,
                                  p->high,
                                  p->difference.sd,
                                  p->difference.p10,
                                  p->difference.p50,
                                  p->difference.p90,
                                  p->difference.replications,
                                  p->variance_ratio,
                                  p->ratio_low,
                                  p->ratio_high};
        model_write_row(out, texts, sizeof texts / sizeof *texts, numbers,
                        sizeof numbers / sizeof *numbers);
    }
}
