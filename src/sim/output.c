/* Memory for what a run reports, and the quantiles of its waiting times.
 *
 * SPDX-License-Identifier: MIT */
#include "run.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>

struct sim_output *sim_output_new(const struct sim_network *network) {
    struct sim_output *o = heap_new(1, sizeof *o);
    o->setting_count = network->setting_count;
    o->route_count = network->route_count;
    o->days = network->days;
    o->blocks = (network->days + 29) / 30;
    size_t days = (size_t)network->days, cells = o->setting_count * days;
    double **all[] = {&o->arrivals,    &o->entered,      &o->left,     &o->present, &o->queue,
                      &o->held,        &o->delayed,      &o->capacity, &o->visits,  &o->wait_sum,
                      &o->in_standard, &o->out_standard, &o->tallied,  &o->needed};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        *all[i] = heap_new(cells, sizeof(double));
    o->route_delayed = heap_new(o->route_count * days, sizeof(double));
    o->route_counted = heap_new(o->route_count, sizeof(bool));
    o->wait_bins = heap_new(o->setting_count * (size_t)o->blocks * SIM_WAIT_BINS, sizeof(uint32_t));
    o->began = heap_new(o->setting_count, sizeof(uint64_t));
    o->remained = heap_new(o->setting_count, sizeof(uint64_t));
    return o;
}

void sim_output_free(struct sim_output *o) {
    if (!o) return;
    void *all[] = {o->arrivals,    o->entered,      o->left,          o->present,      o->queue,
                   o->held,        o->delayed,      o->capacity,      o->visits,       o->wait_sum,
                   o->in_standard, o->out_standard, o->route_delayed, o->wait_bins,    o->began,
                   o->remained,    o->tallied,      o->needed,        o->route_counted};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) free(all[i]);
    free(o);
}

double sim_output_mean(const struct sim_output *output, const double *values, int setting, int from,
                       int until) {
    double sum = 0;
    for (int d = from; d < until; d++) sum += values[setting * output->days + d];
    return until > from ? sum / (until - from) : NAN;
}

/* The lower end of a bin in days; bins are linear within a doubling of the minutes. */
static double bin_from(size_t bin) {
    if (bin == 0) return 0;
    size_t doubling = (bin - 1) / 16, part = (bin - 1) % 16;
    return ldexp(1 + (double)part / 16, (int)doubling) / 1440;
}

void sim_waits_quantiles(const struct sim_waits *waits, const double *shares, size_t count,
                         double *days) {
    size_t k = 0;
    double seen = 0;
    for (size_t word = 0; word < SIM_WAIT_BINS / 64; word++)
        for (uint64_t left = waits->used[word]; left; left &= left - 1) {
            size_t bin = word * 64 + (size_t)__builtin_ctzll(left);
            double here = (double)waits->bins[bin], wanted;
            for (; k < count && seen + here >= (wanted = shares[k] * (double)waits->total); k++) {
                double from = bin_from(bin), to = bin_from(bin + 1);
                days[k] = from + (to - from) * (wanted - seen) / here;
            }
            if (k == count) return;
            seen += here;
        }
    for (; k < count; k++) days[k] = waits->total ? bin_from(SIM_WAIT_BINS) : NAN;
}
