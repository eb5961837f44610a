/* Finds, compares and writes rows; see simulate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "summary.h"

#include "base/number.h"
#include "doc/csv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
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
    qsort(scratch, kept, sizeof *scratch, compare);
    row->p10 = quantile(scratch, kept, 0.1);
    row->p50 = quantile(scratch, kept, 0.5);
    row->p90 = quantile(scratch, kept, 0.9);
}

const struct model_row *model_find(const struct model_results *results, const char *scenario,
                                   const char *output, const char *subject, const char *period) {
    size_t low = 0, high = results->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct model_row *row = &results->rows[middle];
        int order = strcmp(row->scenario, scenario);
        if (!order) order = strcmp(row->output, output);
        if (!order) order = strcmp(row->subject, subject);
        if (!order) order = strcmp(row->period, period);
        if (order == 0) return row;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
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
    if (!isnan(value)) {
        snprintf(out, NUMBER_BYTES, "%.6g", value);
        value = strtod(out, NULL);
    }
    return str_of(number_text(value, out));
}

void model_write_csv(const struct model_results *results, struct buf *out) {
    buf_puts(out, "scenario,output,subject,period,mean,sd,p10,p50,p90,replications\n");
    for (size_t i = 0; i < results->count; i++) {
        const struct model_row *row = &results->rows[i];
        char mean[NUMBER_BYTES], sd[NUMBER_BYTES], p10[NUMBER_BYTES], p50[NUMBER_BYTES],
            p90[NUMBER_BYTES], count[NUMBER_BYTES];
        struct str cells[] = {str_of(row->scenario),        str_of(row->output),
                              str_of(row->subject),         str_of(row->period),
                              cell_number(row->mean, mean), cell_number(row->sd, sd),
                              cell_number(row->p10, p10),   cell_number(row->p50, p50),
                              cell_number(row->p90, p90),   cell_number(row->replications, count)};
        csv_write(out, cells, sizeof cells / sizeof *cells);
    }
}
