/* Which outputs there are of which subjects, and their rows; see outputs.h.
 *
 * SPDX-License-Identifier: MIT */
#include "outputs_parts.h"
#include "summary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const output_names[] = {
    "arrivals",       "present",   "queue",  "delayed",       "delayed_per_100000",
    "delayed_for",    "occupancy", "full",   "places_needed", "wait_mean_hours",
    "wait_p95_hours", NULL,        "visits", "activity",      "cost_gbp"};

const struct why outputs_why[WHYS] = {
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

bool outputs_is_for(const struct route *route, int why) {
    const char *said = why < RESPONSIBLE ? route->responsible : route->reason;
    return route->reason && said && strcmp(said, outputs_why[why].word) == 0;
}

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
                       : output == DELAYED_BY ? outputs_why[why].output
                                              : output_names[output];
    o->series[o->series_count++] = (struct series){subject, output, why, hours, name};
}

static bool is_member(const struct subject *subject, int setting) {
    for (size_t i = 0; i < subject->count; i++)
        if (subject->members[i] == setting) return true;
    return false;
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
        for (int w = 0; w < WHYS; w++) why[w] = why[w] || outputs_is_for(route, w);
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
