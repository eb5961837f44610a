/* Reduces a replication to the values of the series: settings are added up by period first, then
 * settings to subjects; see outputs.h.
 *
 * SPDX-License-Identifier: MIT */
#include "outputs_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FULL 0.99 /* a day is full when that share of the places is in use */
#define DAYS_A_YEAR 365.25
#define BLOCK_DAYS 30 /* of sim_output.wait_bins */

static void sums_add(struct sums *to, const struct sums *from) {
    to->arrivals += from->arrivals;
    to->entered += from->entered;
    to->left += from->left;
    to->present += from->present;
    to->queue += from->queue;
    to->delayed += from->delayed;
    to->capacity += from->capacity;
    to->visits += from->visits;
    to->wait += from->wait;
    to->in += from->in;
    to->out += from->out;
    to->full += from->full;
    to->cost += from->cost;
    to->delayed_for += from->delayed_for;
    to->needed += from->needed;
    to->died += from->died;
    for (int w = 0; w < WHYS; w++) to->why[w] += from->why[w];
}

static void add_setting(struct outputs *o, size_t s, const struct sim_output *out) {
    const struct setting *setting = &o->base->tables->settings[s];
    double target = isnan(setting->target_occupancy) ? 1 : setting->target_occupancy;
    for (int d = 0; d < o->base->days;) {
        int finest = o->finest[d];
        if (finest == NONE) {
            d++;
            continue;
        }
        struct sums sums = {0};
        for (; d < o->base->days && o->finest[d] == finest; d++) {
            size_t at = s * (size_t)out->days + (size_t)d;
            double used = setting->kind == SIM_VISITS ? out->visits[at] : out->present[at];
            sums.needed += out->needed[at] / target;
            sums.arrivals += out->arrivals[at];
            sums.entered += out->entered[at];
            sums.left += out->left[at];
            sums.died += out->tallied[at];
            sums.present += out->present[at];
            sums.queue += out->queue[at];
            sums.delayed += out->delayed[at];
            sums.visits += out->visits[at];
            sums.wait += out->wait_sum[at];
            sums.in += out->in_standard[at];
            sums.out += out->out_standard[at];
            if (setting->kind == SIM_OPEN) continue;
            sums.capacity += out->capacity[at];
            if (out->capacity[at] > 0 && used >= FULL * out->capacity[at]) sums.full++;
        }
        o->sums[s * o->period_count + (size_t)finest] = sums;
    }
}

static void add_routes(struct outputs *o, const struct outputs_run *run,
                       const struct sim_output *out) {
    for (size_t r = 0; r < run->route_count; r++) {
        const struct route *route = run->route_rows[r];
        if (!route->reason) continue;
        bool why[WHYS];
        for (int w = 0; w < WHYS; w++) why[w] = outputs_is_for(route, w);
        for (int d = 0; d < o->base->days; d++) {
            double delayed = out->route_delayed[r * (size_t)out->days + (size_t)d];
            if (o->finest[d] == NONE || delayed == 0) continue;
            size_t p = (size_t)o->finest[d];
            struct sums *from = &o->sums[(size_t)route->setting * o->period_count + p];
            for (int w = 0; w < WHYS; w++)
                if (why[w]) from->why[w] += delayed;
            if (route->to != NONE)
                o->sums[(size_t)route->to * o->period_count + p].delayed_for += delayed;
        }
    }
}

static void add_costs(struct outputs *o, const struct outputs_run *run,
                      const struct sim_output *out) {
    const struct tables *t = run->tables;
    for (size_t i = 0; i < t->unit_cost_count; i++) {
        const struct unit_cost *cost = &t->unit_costs[i];
        const double *by_day = run->cost_by_day[i];
        size_t first = (size_t)cost->setting * (size_t)out->days;
        const double *counted = cost->basis == BASIS_ARRIVAL ? out->arrivals + first
                                : cost->basis == BASIS_DAY   ? out->present + first
                                : cost->basis == BASIS_VISIT ? out->visits + first
                                                             : out->capacity + first;
        double one = cost->basis == BASIS_PLACE_YEAR ? 1 / DAYS_A_YEAR : 1;
        for (int d = 0; d < o->base->days; d++)
            if (o->finest[d] != NONE)
                o->sums[(size_t)cost->setting * o->period_count + (size_t)o->finest[d]].cost +=
                    counted[d] * one * (by_day ? by_day[d] : cost->amount);
    }
}

/* Which bins of waits have people in them, a block of days of a setting after the other: a small
 * part of all bins, and every block is asked for by a month, a year and several subjects. */
struct wait_bins {
    struct wait_bin {
        uint32_t bin, count;
    } * bins;
    size_t *first; /* by setting * blocks + block, one more at the end */
};

static size_t count_used(const uint32_t *bins, size_t count) {
    uint32_t used = 0; /* as wide as the bins, so that several are compared at a time */
    for (size_t k = 0; k < count; k++) used += bins[k] != 0;
    return used;
}

static struct wait_bins wait_bins_new(const struct outputs *o, const struct sim_output *out) {
    enum { TOGETHER = 16 };
    size_t settings = o->base->tables->setting_count, blocks = (size_t)out->blocks, n = 0;
    struct wait_bins w = {.first = heap_new(settings * blocks + 1, sizeof *w.first)};
    for (size_t i = 0; i < settings * blocks; i++) {
        w.first[i] = n;
        if (o->base->tables->settings[i / blocks].kind != SIM_OPEN)
            n += count_used(out->wait_bins + i * SIM_WAIT_BINS, SIM_WAIT_BINS);
    }
    w.first[settings * blocks] = n;
    w.bins = heap_new(n, sizeof *w.bins);
    for (size_t i = 0; i < settings * blocks; i++) {
        if (w.first[i] == w.first[i + 1]) continue;
        const uint32_t *bins = out->wait_bins + i * SIM_WAIT_BINS;
        struct wait_bin *next = w.bins + w.first[i];
        for (uint32_t from = 0; from < SIM_WAIT_BINS; from += TOGETHER) {
            if (!count_used(bins + from, TOGETHER)) continue;
            for (uint32_t k = from; k < from + TOGETHER; k++)
                if (bins[k]) *next++ = (struct wait_bin){k, bins[k]};
        }
    }
    return w;
}

static void wait_bins_free(struct wait_bins *w) {
    free(w->bins);
    free(w->first);
}

struct waits {
    double p50, p95; /* hours */
};

/* Quantiles of the waits of people who got a place in the period; blocks of days that lie in it in
 * part count by the days that do. */
static struct waits wait_quantiles(const struct wait_bins *w, const struct subject *subject,
                                   const struct period *period, size_t blocks) {
    struct sim_waits sum = {0};
    for (size_t i = 0; i < subject->count; i++) {
        const size_t *first = w->first + (size_t)subject->members[i] * blocks;
        for (int b = period->from / BLOCK_DAYS; b < (int)blocks && b * BLOCK_DAYS < period->to;
             b++) {
            int from = b * BLOCK_DAYS, to = from + BLOCK_DAYS;
            if (from < period->from) from = period->from;
            if (to > period->to) to = period->to;
            for (size_t k = first[b]; k < first[b + 1]; k++)
                sim_waits_add(&sum, w->bins[k].bin,
                              (uint64_t)w->bins[k].count * (uint64_t)(to - from));
        }
    }
    double days[2];
    sim_waits_quantiles(&sum, (const double[]){0.5, 0.95}, 2, days);
    return (struct waits){days[0] * 24, days[1] * 24};
}

static double ratio(double above, double below) {
    return below > 0 ? above / below : NAN;
}

/* Only the members of one kind: beds and visits a day do not add up. */
static void sums_of_kind(const struct outputs *o, const struct subject *subject, size_t p,
                         enum sim_kind kind, struct sums *sums) {
    *sums = (struct sums){0};
    for (size_t i = 0; i < subject->count; i++)
        if (o->base->tables->settings[subject->members[i]].kind == kind)
            sums_add(sums, &o->sums[(size_t)subject->members[i] * o->period_count + p]);
}

static double within(const struct outputs *o, const struct subject *subject, size_t p,
                     double hours) {
    double in = 0, out = 0;
    for (size_t i = 0; i < subject->count; i++) {
        if (o->base->tables->settings[subject->members[i]].standard_hours != hours) continue;
        const struct sums *sums = &o->sums[(size_t)subject->members[i] * o->period_count + p];
        in += sums->in;
        out += sums->out;
    }
    return ratio(100 * in, in + out);
}

/* Whole-time equivalents times days: of places offered (of people present where a setting is never
 * full), or of those that would be needed. */
static double staff(const struct outputs *o, const struct series *series, size_t p) {
    const struct tables *t = o->base->tables;
    double sum = 0;
    for (size_t i = 0; i < t->staffing_count; i++) {
        const struct staffing *staffing = &t->staffings[i];
        if (series->group && strcmp(series->group, staffing->group) != 0) continue;
        for (size_t m = 0; m < series->subject->count; m++) {
            if (series->subject->members[m] != staffing->setting) continue;
            const struct sums *sums = &o->sums[(size_t)staffing->setting * o->period_count + p];
            bool open = t->settings[staffing->setting].kind == SIM_OPEN;
            sum += staffing->wte_per_unit * (series->output == STAFF_NEEDED ? sums->needed
                                             : open                         ? sums->present
                                                                            : sums->capacity);
        }
    }
    return sum;
}

static double value_of(const struct outputs *o, const struct series *series, size_t p,
                       const struct sums *all, const struct waits *waits) {
    const struct subject *subject = series->subject;
    const struct period *period = &o->periods[p];
    enum sim_kind kind = subject->has_places ? SIM_PLACES : SIM_VISITS;
    double days = period->to - period->from;
    struct sums some;
    switch (series->output) {
    case ARRIVALS:
        return all->arrivals;
    case PRESENT:
        return all->present / days;
    case QUEUE:
        return all->queue / days;
    case DELAYED:
        return all->delayed / days;
    case DELAYED_PER_100000:
        return ratio(all->delayed / days * 1e5, subject->adults[p]);
    case DIED:
        return all->died;
    case DELAYED_FOR:
        return all->delayed_for / days;
    case OCCUPANCY:
        sums_of_kind(o, subject, p, kind, &some);
        return ratio(100 * (kind == SIM_VISITS ? some.visits : some.present), some.capacity);
    case FULL_DAYS:
        return 100 * all->full / days;
    case PLACES_NEEDED:
        sums_of_kind(o, subject, p, kind, &some);
        return some.needed / days;
    case WAIT_MEAN:
        return ratio(24 * all->wait, all->entered);
    case WAIT_P50:
        return waits->p50;
    case WAIT_P95:
        return waits->p95;
    case WITHIN:
        return within(o, subject, p, series->hours);
    case VISITS:
        return all->visits / days;
    case ACTIVITY:
        sums_of_kind(o, subject, p, SIM_VISITS, &some);
        return all->left - some.left + some.visits;
    case COST:
        return all->cost;
    case DELAYED_BY:
        return all->why[series->why] / days;
    case DELAYED_BY_PER_100000:
        return ratio(all->why[series->why] / days * 1e5, subject->adults[p]);
    case STAFF:
    case STAFF_NEEDED:
        return staff(o, series, p) / days;
    }
    return NAN;
}

void outputs_take(struct outputs *o, const struct outputs_run *run, size_t slot, int replication,
                  const struct sim_output *out) {
    size_t settings = o->base->tables->setting_count, cells;
    memset(o->sums, 0, settings * o->period_count * sizeof *o->sums);
    for (size_t s = 0; s < settings; s++) add_setting(o, s, out);
    add_routes(o, run, out);
    add_costs(o, run, out);
    for (int level = LEVEL_DAY; level < LEVEL_YEAR; level++)
        for (size_t s = 0; s < settings; s++)
            for (size_t p = 0; p < o->period_count; p++)
                if ((int)o->periods[p].level == level)
                    sums_add(&o->sums[s * o->period_count + (size_t)o->periods[p].within],
                             &o->sums[s * o->period_count + p]);
    double *values = outputs_values(o, slot, (size_t)replication, &cells);
    const struct subject *summed = NULL, *waited = NULL;
    struct sums *all = heap_new(o->period_count, sizeof *all);
    struct waits *waits = heap_new(o->period_count, sizeof *waits);
    struct wait_bins bins = {0};
    for (size_t i = 0; i < o->series_count; i++) {
        const struct series *series = &o->series[i];
        for (size_t p = 0; p < o->period_count && summed != series->subject; p++) {
            all[p] = (struct sums){0};
            for (size_t m = 0; m < series->subject->count; m++)
                sums_add(&all[p],
                         &o->sums[(size_t)series->subject->members[m] * o->period_count + p]);
        }
        summed = series->subject;
        bool wait = series->output == WAIT_P50 || series->output == WAIT_P95;
        if (wait && !bins.first) bins = wait_bins_new(o, out);
        for (size_t p = 0; wait && p < o->period_count && waited != series->subject; p++)
            if (o->periods[p].shown && o->periods[p].level != LEVEL_DAY) /* see has_row */
                waits[p] =
                    wait_quantiles(&bins, series->subject, &o->periods[p], (size_t)out->blocks);
        if (wait) waited = series->subject;
        for (size_t p = 0; p < o->period_count; p++)
            if (o->periods[p].shown)
                values[i * o->period_count + p] = value_of(o, series, p, &all[p], &waits[p]);
    }
    wait_bins_free(&bins);
    free(waits);
    free(all);
}
