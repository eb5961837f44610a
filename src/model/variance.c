/* Shares of variance by parameters, dates and chance; see variance.h.
 *
 * SPDX-License-Identifier: MIT */
#include "variance.h"

#include "summary.h"

#include <math.h>

struct sample {
    const double *a, *b, *mixed;
    size_t n;
};

enum measure { BY_DISTANCE, BY_PRODUCT, TOTAL, MEASURES };

/* Sums over the pairs, from which the shares follow with any one pair left out. */
struct parts {
    double n, sum, squares, of[MEASURES];
};

static struct parts parts_of(const struct sample *s, size_t i) {
    double a = s->a[i], b = s->b[i], mixed = s->mixed[i];
    return (struct parts){1,
                          a + b,
                          a * a + b * b,
                          {(b - mixed) * (b - mixed), b * (mixed - a), (a - mixed) * (a - mixed)}};
}

static void add(struct parts *to, const struct parts *p, double sign) {
    to->n += sign * p->n;
    to->sum += sign * p->sum;
    to->squares += sign * p->squares;
    for (int m = 0; m < MEASURES; m++) to->of[m] += sign * p->of[m];
}

static void shares(const struct parts *p, double share[MEASURES]) {
    double mean = p->sum / (2 * p->n), variance = (p->squares - 2 * p->n * mean * mean);
    variance /= 2 * p->n - 1;
    bool any = variance > 0;
    share[BY_DISTANCE] = any ? 1 - p->of[BY_DISTANCE] / (2 * p->n * variance) : NAN;
    share[BY_PRODUCT] = any ? p->of[BY_PRODUCT] / (p->n * variance) : NAN;
    share[TOTAL] = any ? p->of[TOTAL] / (2 * p->n * variance) : NAN;
}

/* Standard errors by the jackknife. */
static void errors_of(const struct sample *s, const struct parts *all, double error[MEASURES]) {
    double sum[MEASURES] = {0}, squares[MEASURES] = {0}, share[MEASURES], n = all->n;
    for (size_t i = 0; i < s->n && s->n > 2; i++) {
        struct parts p = parts_of(s, i), rest = *all;
        add(&rest, &p, -1);
        shares(&rest, share);
        for (int m = 0; m < MEASURES; m++) {
            sum[m] += share[m];
            squares[m] += share[m] * share[m];
        }
    }
    for (int m = 0; m < MEASURES; m++)
        error[m] = s->n > 2 ? sqrt(fmax(0, squares[m] - sum[m] * sum[m] / n) * (n - 1) / n) : NAN;
}

static struct model_share share_of(const struct sample *s) {
    struct parts all = {0};
    for (size_t i = 0; i < s->n; i++) {
        struct parts p = parts_of(s, i);
        add(&all, &p, 1);
    }
    double share[MEASURES], error[MEASURES];
    shares(&all, share);
    errors_of(s, &all, error);
    enum measure first = error[BY_PRODUCT] < error[BY_DISTANCE] ? BY_PRODUCT : BY_DISTANCE;
    return (struct model_share){share[first], error[first], share[TOTAL], error[TOTAL]};
}

/* Values about their mean, so that squares lose no digits; false when one is missing or all are
 * alike. */
static bool centre(const struct model_row *row, double *values) {
    if (!(row->sd > 1e-12 * fabs(row->mean))) return false;
    for (int i = 0; i < row->value_count; i++) {
        values[i] = row->values[i] - row->mean;
        if (isnan(values[i])) return false;
    }
    return true;
}

struct model_variance *model_variances(const struct model_results *results, struct arena *arena,
                                       size_t *count) {
    struct model_variance *all = ARENA_NEW(arena, struct model_variance, results->count);
    size_t n = (size_t)results->replications, values = 0;
    *count = 0;
    for (size_t i = 0; i < results->count; i++)
        if ((size_t)results->rows[i].value_count > values)
            values = (size_t)results->rows[i].value_count;
    double *centred = ARENA_NEW(arena, double, values);
    for (size_t i = 0; i < results->count; i++) {
        if (!centre(&results->rows[i], centred)) continue;
        struct model_variance *v = &all[(*count)++];
        *v = (struct model_variance){.row = &results->rows[i]};
        size_t at = 2;
        for (int k = 0; k < MODEL_KINDS; k++) {
            if (!(results->varied >> k & 1u)) continue;
            const struct sample sample = {centred, centred + n, centred + at++ * n, n};
            v->kinds[k] = share_of(&sample);
        }
    }
    return all;
}

void model_write_variances(const struct model_variance *variances, size_t count, struct buf *out) {
    buf_puts(out, "scenario,output,subject,period,mean,sd,p10,p50,p90,parameters,dates,chance,"
                  "together,parameters_error,dates_error,chance_error,parameters_total,dates_total,"
                  "chance_total,replications\n");
    for (size_t i = 0; i < count; i++) {
        const struct model_row *row = variances[i].row;
        const struct model_share *k = variances[i].kinds;
        const char *texts[] = {row->scenario, row->output, row->subject, row->period};
        const double numbers[] = {row->mean,
                                  row->sd,
                                  row->p10,
                                  row->p50,
                                  row->p90,
                                  k[0].first,
                                  k[1].first,
                                  k[2].first,
                                  1 - k[0].first - k[1].first - k[2].first,
                                  k[0].first_error,
                                  k[1].first_error,
                                  k[2].first_error,
                                  k[0].total,
                                  k[1].total,
                                  k[2].total,
                                  row->replications / 2};
        model_write_row(out, texts, sizeof texts / sizeof *texts, numbers,
                        sizeof numbers / sizeof *numbers);
    }
}
