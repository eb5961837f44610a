/* Differences between scenarios, replication by replication; see compare.h.
 *
 * SPDX-License-Identifier: MIT */
#include "compare.h"

#include "summary.h"

#include <math.h>
#include <string.h>

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
                  "replications,variance_ratio\n");
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
                                  p->variance_ratio};
        model_write_row(out, texts, sizeof texts / sizeof *texts, numbers,
                        sizeof numbers / sizeof *numbers);
    }
}
