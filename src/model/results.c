/* Finds, compares and writes rows; see simulate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "summary.h"

#include "base/number.h"
#include "doc/csv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* By insertion where there are a few, as there mostly are. */
static void sort(double *values, size_t n) {
    if (n > 64) {
        qsort(values, n, sizeof *values, compare);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        double value = values[i];
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; at--) values[at] = values[at - 1];
        values[at] = value;
    }
}

double model_t_975(int degrees) {
    static const double few[] = {12.706204736, 4.302652730, 3.182446305, 2.776445105, 2.570581836};
    if (degrees < 1) return NAN;
    if (degrees <= 5) return few[degrees - 1];
    double z = 1.959963984540054, n = degrees, z2 = z * z;
    return z + z * (z2 + 1) / (4 * n) + z * (5 * z2 * z2 + 16 * z2 + 3) / (96 * n * n) +
           z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / (384 * n * n * n);
}

double model_row_half_width(const struct model_row *row) {
    if (row->replications < 2) return NAN;
    return model_t_975(row->replications - 1) * row->sd / sqrt(row->replications);
}

static double quantile(const double *sorted, size_t n, double q) {
    double at = q * (double)(n - 1);
    size_t low = (size_t)at;
    if (low + 1 >= n) return sorted[n - 1];
    return sorted[low] + (at - (double)low) * (sorted[low + 1] - sorted[low]);
}

void model_row_summarise(struct model_row *row, const double *values, size_t n, double *scratch) {
    size_t kept = 0;
    double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(values[i])) continue;
        scratch[kept++] = values[i];
        sum += values[i];
    }
    row->replications = (int)kept;
    row->mean = row->sd = row->p10 = row->p50 = row->p90 = NAN;
    if (!kept) return;
    row->mean = sum / (double)kept;
    for (size_t i = 0; i < kept; i++)
        squares += (scratch[i] - row->mean) * (scratch[i] - row->mean);
    if (kept > 1) row->sd = sqrt(squares / (double)(kept - 1));
    sort(scratch, kept);
    row->p10 = quantile(scratch, kept, 0.1);
    row->p50 = quantile(scratch, kept, 0.5);
    row->p90 = quantile(scratch, kept, 0.9);
}

static int order_of(const struct model_row *row, const char *scenario, const char *output,
                    const char *subject, const char *period) {
    int order = strcmp(row->scenario, scenario);
    if (!order) order = strcmp(row->output, output);
    if (!order) order = strcmp(row->subject, subject);
    return order ? order : strcmp(row->period, period);
}

/* The first row that does not come before. */
static size_t find_first(const struct model_results *results, const char *scenario,
                         const char *output, const char *subject, const char *period) {
    size_t low = 0, high = results->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (order_of(&results->rows[middle], scenario, output, subject, period) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct model_row *model_find(const struct model_results *results, const char *scenario,
                                   const char *output, const char *subject, const char *period) {
    size_t at = find_first(results, scenario, output, subject, period);
    bool found =
        at < results->count && order_of(&results->rows[at], scenario, output, subject, period) == 0;
    return found ? &results->rows[at] : NULL;
}

const struct model_row *model_periods(const struct model_results *results, const char *scenario,
                                      const char *output, const char *subject, size_t *count) {
    size_t first = find_first(results, scenario, output, subject, "");
    *count = 0;
    while (first + *count < results->count &&
           order_of(&results->rows[first + *count], scenario, output, subject,
                    results->rows[first + *count].period) == 0)
        ++*count;
    return *count ? &results->rows[first] : NULL;
}

struct model_row model_difference(const struct model_row *a, const struct model_row *b) {
    struct model_row row = {.scenario = a ? a->scenario : NULL,
                            .output = a ? a->output : NULL,
                            .subject = a ? a->subject : NULL,
                            .period = a ? a->period : NULL};
    size_t n = 0;
    if (a && b) n = (size_t)(a->value_count < b->value_count ? a->value_count : b->value_count);
    double *values = heap_new(n, 2 * sizeof *values);
    for (size_t i = 0; i < n; i++) values[i] = a->values[i] - b->values[i];
    model_row_summarise(&row, values, n, values + n);
    free(values);
    return row;
}

/* Six significant digits; nothing for a missing value. */
static struct str cell_number(double value, char out[NUMBER_BYTES]) {
    return str_of(number_text(number_round(value, 6), out));
}

void model_write_row(struct buf *out, const char *const *texts, size_t text_count,
                     const double *numbers, size_t number_count) {
    struct str cells[32];
    char digits[32][NUMBER_BYTES];
    size_t n = 0;
    for (size_t i = 0; i < text_count && n < 32; i++) cells[n++] = str_of(texts[i]);
    for (size_t i = 0; i < number_count && n < 32; i++, n++)
        cells[n] = cell_number(numbers[i], digits[n]);
    csv_write(out, cells, n);
}

void model_write_csv(const struct model_results *results, struct buf *out) {
    buf_puts(out, "scenario,output,subject,period,mean,sd,p10,p50,p90,replications\n");
    for (size_t i = 0; i < results->count; i++) {
        const struct model_row *row = &results->rows[i];
        const char *texts[] = {row->scenario, row->output, row->subject, row->period};
        const double numbers[] = {row->mean, row->sd,  row->p10,
                                  row->p50,  row->p90, row->replications};
        model_write_row(out, texts, sizeof texts / sizeof *texts, numbers,
                        sizeof numbers / sizeof *numbers);
    }
}
