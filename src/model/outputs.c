/* Reduces what the engine counted to rows; see outputs.h. Settings are added up by month first,
 * then months to financial years and settings to subjects.
 *
 * SPDX-License-Identifier: MIT */
#include "outputs.h"

#include "base/date.h"
#include "summary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FULL 0.99 /* a day is full when that share of the places is in use */
#define DAYS_A_YEAR 365.25
#define BLOCK_DAYS 30 /* of sim_output.wait_bins */

enum output {
    ARRIVALS,
    PRESENT,
    QUEUE,
    DELAYED,
    DELAYED_PER_100000,
    DELAYED_FOR,
    OCCUPANCY,
    FULL_DAYS,
    PLACES_NEEDED,
    WAIT_MEAN,
    WAIT_P95,
    WITHIN,
    VISITS,
    ACTIVITY,
    COST,
    DELAYED_BY /* responsible, then reasons; see why_delayed */
};

static const char *const output_names[] = {
    "arrivals",       "present",   "queue",  "delayed",       "delayed_per_100000",
    "delayed_for",    "occupancy", "full",   "places_needed", "wait_mean_hours",
    "wait_p95_hours", NULL,        "visits", "activity",      "cost_gbp"};

/* The words of route.responsible and route.reason, and the outputs that they make. */
#define RESPONSIBLE 3
#define WHYS 14
static const struct {
    const char *word, *output;
} why_delayed[WHYS] = {
    {"nhs", "delayed_nhs"},
    {"social care", "delayed_social_care"},
    {"both", "delayed_both"},
    {"assessment", "delayed_assessment"},
    {"public funding", "delayed_public_funding"},
    {"non-acute NHS care", "delayed_non_acute_nhs_care"},
    {"residential home", "delayed_residential_home"},
    {"nursing home", "delayed_nursing_home"},
    {"care package at home", "delayed_care_package_at_home"},
    {"community equipment", "delayed_community_equipment"},
    {"choice", "delayed_choice"},
    {"disputes", "delayed_disputes"},
    {"housing", "delayed_housing"},
    {"other", "delayed_other"},
};

/* Sums over the days of a period. */
struct sums {
    double arrivals, entered, left, present, queue, delayed, capacity, visits, wait, in, out, full,
        cost, delayed_for, needed;
    double why[WHYS];
};

struct period {
    char text[DATE_BYTES];
    int from, to; /* days of the run, to excluded */
    int year;     /* of a month: the index of its year's period; of a year NONE */
    double middle;
};

struct subject {
    const char *name;
    int place;
    int *members; /* settings */
    size_t count;
    bool is_setting, is_area, has_places, has_visits;
    double *adults; /* by period */
};

struct series {
    const struct subject *subject;
    enum output output;
    int why;      /* DELAYED_BY */
    double hours; /* WITHIN */
    const char *name;
};

struct outputs {
    const struct build_base *base;
    struct arena *arena;
    struct period *periods;
    size_t period_count;
    struct subject *subjects;
    size_t subject_count, subject_room;
    struct series *series;
    size_t series_count, series_room;
    size_t scenarios, replications;
    double **values;   /* by scenario: [(series * periods + period) * replications + replication] */
    struct sums *sums; /* by setting and period, of the replication being taken */
    int *month_of;     /* by day: the period of its month, NONE during warm-up */
};

/* --- periods and subjects --- */

static void make_periods(struct outputs *o) {
    const struct tables *t = o->base->tables;
    int first = t->start - o->base->first, days = o->base->days;
    o->month_of = ARENA_NEW(o->arena, int, (size_t)days);
    for (int d = 0; d < first; d++) o->month_of[d] = NONE;
    size_t most = (size_t)(days - first) / 28 * 2 + 4;
    o->periods = ARENA_NEW(o->arena, struct period, most);
    int year = NONE, year_now = 0, month = NONE, month_now = 0;
    for (int d = first; d < days; d++) {
        int32_t day = o->base->first + d;
        if (year == NONE || date_financial_year(day) != year_now) {
            year_now = date_financial_year(day);
            year = (int)o->period_count++;
            o->periods[year] = (struct period){.from = d, .year = NONE};
            financial_year_text(year_now, o->periods[year].text);
        }
        if (month == NONE || date_month(day) != month_now) {
            month_now = date_month(day);
            month = (int)o->period_count++;
            o->periods[month] = (struct period){.from = d, .year = year};
            date_month_text(month_now, o->periods[month].text);
        }
        o->periods[year].to = o->periods[month].to = d + 1;
        o->month_of[d] = month;
    }
    for (size_t p = 0; p < o->period_count; p++)
        o->periods[p].middle = o->base->first + (o->periods[p].from + o->periods[p].to - 1) / 2.0;
}

/* A subject for the settings that belong; none, or a name that another subject has, makes no
 * subject. */
static struct subject *subject_add(struct outputs *o, const char *name, int place,
                                   bool (*belongs)(const struct tables *, int setting, int key),
                                   int key) {
    const struct tables *t = o->base->tables;
    for (size_t i = 0; i < o->subject_count; i++)
        if (strcmp(o->subjects[i].name, name) == 0) return NULL;
    struct subject subject = {
        .name = name, .place = place, .members = ARENA_NEW(o->arena, int, t->setting_count)};
    for (size_t s = 0; s < t->setting_count; s++) {
        if (!belongs(t, (int)s, key)) continue;
        subject.members[subject.count++] = (int)s;
        if (t->settings[s].kind == SIM_PLACES) subject.has_places = true;
        if (t->settings[s].kind == SIM_VISITS) subject.has_visits = true;
    }
    if (!subject.count) return NULL;
    subject.adults = ARENA_NEW(o->arena, double, o->period_count);
    for (size_t p = 0; p < o->period_count; p++)
        subject.adults[p] =
            tables_persons(t, place, (struct band){18, AGE_END}, o->periods[p].middle);
    o->subjects[o->subject_count] = subject;
    return &o->subjects[o->subject_count++];
}

static bool is_itself(const struct tables *t, int setting, int key) {
    (void)t;
    return setting == key;
}

static bool is_any(const struct tables *t, int setting, int key) {
    (void)t, (void)setting, (void)key;
    return true;
}

static bool is_of_place(const struct tables *t, int setting, int key) {
    int place = t->settings[setting].place;
    for (int depth = 0; place != NONE && depth < 16; depth++, place = t->places[place].parent)
        if (place == key) return true;
    return false;
}

static bool is_of_organisation(const struct tables *t, int setting, int key) {
    return t->settings[setting].organisation == key;
}

static bool is_of_family(const struct tables *t, int setting, int key) {
    return strcmp(t->settings[setting].family, t->settings[key].family) == 0;
}

static void make_subjects(struct outputs *o) {
    const struct tables *t = o->base->tables;
    o->subjects = ARENA_NEW(o->arena, struct subject,
                            1 + t->setting_count * 2 + t->place_count + t->organisation_count);
    for (size_t s = 0; s < t->setting_count; s++) {
        struct subject *subject =
            subject_add(o, t->settings[s].id, t->settings[s].place, is_itself, (int)s);
        if (subject) subject->is_setting = true;
    }
    struct subject *system = subject_add(o, t->system_id, t->place, is_any, 0);
    if (system) system->is_area = true;
    for (size_t p = 0; p < t->place_count; p++) {
        struct subject *subject = subject_add(o, t->places[p].id, (int)p, is_of_place, (int)p);
        if (subject) subject->is_area = true;
    }
    for (size_t i = 0; i < t->organisation_count; i++)
        subject_add(o, t->organisations[i].id, t->organisations[i].place, is_of_organisation,
                    (int)i);
    for (size_t s = 0; s < t->setting_count; s++)
        subject_add(o, t->settings[s].family, t->place, is_of_family, (int)s);
}

/* --- which outputs a subject has --- */

static void series_add(struct outputs *o, const struct subject *subject, enum output output,
                       int why, double hours) {
    if (o->series_count == o->series_room) {
        o->series_room = o->series_room ? o->series_room * 2 : 256;
        struct series *more = ARENA_NEW(o->arena, struct series, o->series_room);
        if (o->series_count) memcpy(more, o->series, o->series_count * sizeof *more);
        o->series = more;
    }
    const char *name = output == WITHIN       ? arena_printf(o->arena, "within_%gh", hours)
                       : output == DELAYED_BY ? why_delayed[why].output
                                              : output_names[output];
    o->series[o->series_count++] = (struct series){subject, output, why, hours, name};
}

static bool is_member(const struct subject *subject, int setting) {
    for (size_t i = 0; i < subject->count; i++)
        if (subject->members[i] == setting) return true;
    return false;
}

static bool is_for(const struct route *route, int why) {
    const char *said = why < RESPONSIBLE ? route->responsible : route->reason;
    return route->reason && said && strcmp(said, why_delayed[why].word) == 0;
}

static void add_delays(struct outputs *o, const struct subject *subject) {
    const struct tables *t = o->base->tables;
    bool out_of = false, into = false, why[WHYS] = {false};
    for (size_t r = 0; r < t->route_count; r++) {
        const struct route *route = &t->routes[r];
        if (!route->reason) continue;
        if (route->to != NONE && is_member(subject, route->to)) into = true;
        if (!is_member(subject, route->setting)) continue;
        out_of = true;
        for (int w = 0; w < WHYS; w++) why[w] = why[w] || is_for(route, w);
    }
    if (into && !subject->is_area) series_add(o, subject, DELAYED_FOR, 0, 0);
    if (!out_of) return;
    series_add(o, subject, DELAYED, 0, 0);
    if (subject->adults[0] > 0) series_add(o, subject, DELAYED_PER_100000, 0, 0);
    for (int w = 0; w < WHYS && subject->is_area; w++)
        if (why[w]) series_add(o, subject, DELAYED_BY, w, 0);
}

static void add_standards(struct outputs *o, const struct subject *subject) {
    const struct tables *t = o->base->tables;
    for (size_t i = 0; i < subject->count; i++) {
        double hours = t->settings[subject->members[i]].standard_hours;
        bool seen = isnan(hours);
        for (size_t k = 0; k < i; k++)
            seen = seen || t->settings[subject->members[k]].standard_hours == hours;
        if (!seen) series_add(o, subject, WITHIN, 0, hours);
    }
}

static void make_series(struct outputs *o, bool twin) {
    const struct tables *t = o->base->tables;
    for (size_t i = 0; i < o->subject_count; i++) {
        const struct subject *subject = &o->subjects[i];
        bool limited = subject->has_places || subject->has_visits, cost = false;
        for (size_t c = 0; c < t->unit_cost_count; c++)
            cost = cost || is_member(subject, t->unit_costs[c].setting);
        series_add(o, subject, ARRIVALS, 0, 0);
        series_add(o, subject, PRESENT, 0, 0);
        series_add(o, subject, ACTIVITY, 0, 0);
        if (limited) {
            series_add(o, subject, QUEUE, 0, 0);
            series_add(o, subject, OCCUPANCY, 0, 0);
            series_add(o, subject, WAIT_MEAN, 0, 0);
            series_add(o, subject, WAIT_P95, 0, 0);
            if (subject->is_setting) series_add(o, subject, FULL_DAYS, 0, 0);
            if (twin) series_add(o, subject, PLACES_NEEDED, 0, 0);
        }
        if (subject->has_visits) series_add(o, subject, VISITS, 0, 0);
        if (cost) series_add(o, subject, COST, 0, 0);
        add_delays(o, subject);
        add_standards(o, subject);
    }
}

struct outputs *outputs_new(const struct build_base *base, size_t scenarios, int replications,
                            bool twin, struct arena *arena, struct err *err) {
    struct outputs *o = ARENA_NEW(arena, struct outputs, 1);
    *o = (struct outputs){
        .base = base, .arena = arena, .scenarios = scenarios, .replications = (size_t)replications};
    make_periods(o);
    make_subjects(o);
    make_series(o, twin);
    size_t cells, bytes;
    if (__builtin_mul_overflow(o->series_count * o->period_count, o->replications, &cells) ||
        __builtin_mul_overflow(cells * sizeof(double), scenarios, &bytes) ||
        bytes > OUTPUTS_BYTES) {
        err_set(err, ERR_TOO_LARGE,
                "%zu outputs in %zu periods, %zu scenarios and %d replications are more values "
                "than are kept",
                o->series_count, o->period_count, scenarios, replications);
        err_hint(err, "Fewer replications or scenarios at a time.");
        return NULL;
    }
    o->values = ARENA_NEW(arena, double *, scenarios);
    for (size_t s = 0; s < scenarios; s++) o->values[s] = ARENA_NEW(arena, double, cells);
    o->sums = ARENA_NEW(arena, struct sums, base->tables->setting_count * o->period_count);
    return o;
}

/* --- one replication --- */

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
    for (int w = 0; w < WHYS; w++) to->why[w] += from->why[w];
}

static void add_setting(struct outputs *o, size_t s, const struct sim_output *out, bool twin) {
    const struct setting *setting = &o->base->tables->settings[s];
    double target = isnan(setting->target_occupancy) ? 1 : setting->target_occupancy;
    for (int d = 0; d < o->base->days; d++) {
        if (o->month_of[d] == NONE) continue;
        struct sums *sums = &o->sums[s * o->period_count + (size_t)o->month_of[d]];
        size_t at = s * (size_t)out->days + (size_t)d;
        double used = setting->kind == SIM_VISITS ? out->visits[at] : out->present[at];
        if (twin) {
            sums->needed += used / target;
            continue;
        }
        sums->arrivals += out->arrivals[at];
        sums->entered += out->entered[at];
        sums->left += out->left[at];
        sums->present += out->present[at];
        sums->queue += out->queue[at];
        sums->delayed += out->delayed[at];
        sums->visits += out->visits[at];
        sums->wait += out->wait_sum[at];
        sums->in += out->in_standard[at];
        sums->out += out->out_standard[at];
        if (setting->kind == SIM_OPEN) continue;
        sums->capacity += out->capacity[at];
        if (out->capacity[at] > 0 && used >= FULL * out->capacity[at]) sums->full++;
    }
}

static void add_routes(struct outputs *o, const struct build *build, const struct sim_output *out) {
    for (size_t r = 0; r < build->network.route_count; r++) {
        const struct route *route = build->route_rows[r];
        if (!route->reason) continue;
        bool why[WHYS];
        for (int w = 0; w < WHYS; w++) why[w] = is_for(route, w);
        for (int d = 0; d < o->base->days; d++) {
            double delayed = out->route_delayed[r * (size_t)out->days + (size_t)d];
            if (o->month_of[d] == NONE || delayed == 0) continue;
            size_t p = (size_t)o->month_of[d];
            struct sums *from = &o->sums[(size_t)route->setting * o->period_count + p];
            for (int w = 0; w < WHYS; w++)
                if (why[w]) from->why[w] += delayed;
            if (route->to != NONE)
                o->sums[(size_t)route->to * o->period_count + p].delayed_for += delayed;
        }
    }
}

static void add_costs(struct outputs *o, const struct build *build, const struct sim_output *out) {
    const struct tables *t = o->base->tables;
    for (size_t i = 0; i < t->unit_cost_count; i++) {
        const struct unit_cost *cost = &t->unit_costs[i];
        const double *by_day = build->cost_by_day[i];
        size_t first = (size_t)cost->setting * (size_t)out->days;
        const double *counted = cost->basis == BASIS_ARRIVAL ? out->arrivals + first
                                : cost->basis == BASIS_DAY   ? out->present + first
                                : cost->basis == BASIS_VISIT ? out->visits + first
                                                             : out->capacity + first;
        double one = cost->basis == BASIS_PLACE_YEAR ? 1 / DAYS_A_YEAR : 1;
        for (int d = 0; d < o->base->days; d++)
            if (o->month_of[d] != NONE)
                o->sums[(size_t)cost->setting * o->period_count + (size_t)o->month_of[d]].cost +=
                    counted[d] * one * (by_day ? by_day[d] : cost->amount);
    }
}

/* Of the waits of people who got a place in the period; blocks of days that lie in it in part count
 * by the days that do. */
static double wait_p95(const struct outputs *o, const struct subject *subject,
                       const struct period *period, const struct sim_output *out) {
    uint64_t sum[SIM_WAIT_BINS] = {0};
    uint64_t most = 0;
    for (size_t i = 0; i < subject->count; i++) {
        size_t s = (size_t)subject->members[i];
        if (o->base->tables->settings[s].kind == SIM_OPEN) continue;
        for (int b = period->from / BLOCK_DAYS; b < out->blocks && b * BLOCK_DAYS < period->to;
             b++) {
            int from = b * BLOCK_DAYS, to = from + BLOCK_DAYS;
            if (from < period->from) from = period->from;
            if (to > period->to) to = period->to;
            const uint32_t *bins =
                &out->wait_bins[(s * (size_t)out->blocks + (size_t)b) * SIM_WAIT_BINS];
            for (int k = 0; k < SIM_WAIT_BINS; k++)
                sum[k] += (uint64_t)bins[k] * (uint64_t)(to - from);
        }
    }
    for (int k = 0; k < SIM_WAIT_BINS; k++) most = sum[k] > most ? sum[k] : most;
    unsigned shift = 0;
    while (most >> shift > UINT32_MAX) shift++;
    uint32_t bins[SIM_WAIT_BINS];
    for (int k = 0; k < SIM_WAIT_BINS; k++) bins[k] = (uint32_t)(sum[k] >> shift);
    return sim_wait_quantile(bins, 0.95) * 24;
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

static double value_of(const struct outputs *o, const struct series *series, size_t p,
                       const struct sums *all, const struct sim_output *out) {
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
    case WAIT_P95:
        return wait_p95(o, subject, period, out);
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
    }
    return NAN;
}

void outputs_take(struct outputs *o, const struct build *build, size_t slot, int replication,
                  bool twin, const struct sim_output *out) {
    size_t settings = o->base->tables->setting_count;
    memset(o->sums, 0, settings * o->period_count * sizeof *o->sums);
    for (size_t s = 0; s < settings; s++) add_setting(o, s, out, twin);
    if (!twin) {
        add_routes(o, build, out);
        add_costs(o, build, out);
    }
    for (size_t s = 0; s < settings; s++)
        for (size_t p = 0; p < o->period_count; p++)
            if (o->periods[p].year != NONE)
                sums_add(&o->sums[s * o->period_count + (size_t)o->periods[p].year],
                         &o->sums[s * o->period_count + p]);
    const struct subject *summed = NULL;
    struct sums *all = heap_new(o->period_count, sizeof *all);
    for (size_t i = 0; i < o->series_count; i++) {
        const struct series *series = &o->series[i];
        if ((series->output == PLACES_NEEDED) != twin) continue;
        for (size_t p = 0; p < o->period_count && summed != series->subject; p++) {
            all[p] = (struct sums){0};
            for (size_t m = 0; m < series->subject->count; m++)
                sums_add(&all[p],
                         &o->sums[(size_t)series->subject->members[m] * o->period_count + p]);
        }
        summed = series->subject;
        for (size_t p = 0; p < o->period_count; p++)
            o->values[slot][(i * o->period_count + p) * o->replications + (size_t)replication] =
                value_of(o, series, p, &all[p], out);
    }
    free(all);
}

/* --- rows --- */

static int compare_rows(const void *a, const void *b) {
    const struct model_row *x = a, *y = b;
    int order = strcmp(x->scenario, y->scenario);
    if (!order) order = strcmp(x->output, y->output);
    if (!order) order = strcmp(x->subject, y->subject);
    return order ? order : strcmp(x->period, y->period);
}

const struct model_row *outputs_rows(const struct outputs *o, const char *const *names,
                                     struct arena *arena, size_t *count) {
    size_t each = o->series_count * o->period_count;
    struct model_row *rows = ARENA_NEW(arena, struct model_row, each * o->scenarios);
    double *scratch = ARENA_NEW(arena, double, o->replications);
    size_t n = 0;
    for (size_t slot = 0; slot < o->scenarios; slot++)
        for (size_t i = 0; i < o->series_count; i++)
            for (size_t p = 0; p < o->period_count; p++) {
                struct model_row *row = &rows[n++];
                *row = (struct model_row){
                    .scenario = names[slot],
                    .output = o->series[i].name,
                    .subject = o->series[i].subject->name,
                    .period = o->periods[p].text,
                    .values = &o->values[slot][(i * o->period_count + p) * o->replications],
                    .value_count = (int)o->replications};
                model_row_summarise(row, row->values, o->replications, scratch);
            }
    qsort(rows, n, sizeof *rows, compare_rows);
    *count = n;
    return rows;
}
