/* Which outputs there are of which subjects, and their rows; see outputs.h.
 *
 * SPDX-License-Identifier: MIT */
#include "outputs_parts.h"
#include "summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const output_names[] = {"arrivals",
                                           "present",
                                           "queue",
                                           "delayed",
                                           "delayed_per_100000",
                                           "delayed_for",
                                           "died",
                                           "occupancy",
                                           "full",
                                           "places_needed",
                                           "wait_mean_hours",
                                           "wait_p50_hours",
                                           "wait_p95_hours",
                                           NULL,
                                           "visits",
                                           "activity",
                                           "cost_gbp",
                                           "staff_wte",
                                           "staff_needed_wte"};

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

static int period_add(struct outputs *o, enum level level, int day, int within, bool shown) {
    int index = (int)o->period_count++;
    o->periods[index] =
        (struct period){.from = day, .level = level, .within = within, .shown = shown};
    return index;
}

static void make_periods(struct outputs *o, enum model_by by) {
    const struct tables *t = o->base->tables;
    int first = t->start - o->base->first, days = o->base->days;
    o->finest = ARENA_NEW(o->arena, int, (size_t)days);
    for (int d = 0; d < first; d++) o->finest[d] = NONE;
    size_t most = (size_t)(days - first) / 28 * 2 + 4;
    if (by == MODEL_BY_DAY) most += (size_t)(days - first);
    o->periods = ARENA_NEW(o->arena, struct period, most);
    int year = NONE, year_now = 0, month = NONE, month_now = 0;
    for (int d = first; d < days; d++) {
        int32_t day = o->base->first + d;
        if (year == NONE || date_financial_year(day) != year_now) {
            year_now = date_financial_year(day);
            year = period_add(o, LEVEL_YEAR, d, NONE, true);
            financial_year_text(year_now, o->periods[year].text);
        }
        if (month == NONE || date_month(day) != month_now) {
            month_now = date_month(day);
            month = period_add(o, LEVEL_MONTH, d, year, by != MODEL_BY_YEAR);
            date_month_text(month_now, o->periods[month].text);
        }
        o->finest[d] = month;
        o->periods[year].to = o->periods[month].to = d + 1;
        if (by != MODEL_BY_DAY) continue;
        o->finest[d] = period_add(o, LEVEL_DAY, d, month, true);
        o->periods[o->finest[d]].to = d + 1;
        date_text(day, o->periods[o->finest[d]].text);
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

/* A name made of a name and words of the package: 'care workers' gives care_workers. */
static char *name_with(struct arena *arena, const char *name, const char *words) {
    char *text = arena_printf(arena, "%s_%s", name, words);
    for (char *c = text; *c; c++)
        if (*c == ' ' || *c == ',' || *c == '"') *c = '_';
    return text;
}

static const char *series_name(struct outputs *o, const struct series *s) {
    switch (s->output) {
    case WITHIN:
        return arena_printf(o->arena, "within_%gh", s->hours);
    case DELAYED_BY:
        return outputs_why[s->why].output;
    case DELAYED_BY_PER_100000:
        return arena_printf(o->arena, "%s_per_100000", outputs_why[s->why].output);
    case STAFF:
    case STAFF_NEEDED:
        if (s->group) return name_with(o->arena, output_names[s->output], s->group);
        return output_names[s->output];
    default:
        return output_names[s->output];
    }
}

static bool is_wanted(const struct outputs *o, const char *output, const char *subject) {
    for (size_t i = 0; i < o->only_count; i++)
        if (str_matches(str_of(output), str_of(o->only[i].output)) &&
            str_matches(str_of(subject), str_of(o->only[i].subject)))
            return true;
    return o->only_count == 0;
}

static void series_add(struct outputs *o, struct series series) {
    if (!o->twin && (series.output == PLACES_NEEDED || series.output == STAFF_NEEDED)) return;
    series.name = series_name(o, &series);
    if (!is_wanted(o, series.name, series.subject->name)) return;
    if (o->series_count == o->series_room) {
        o->series_room = o->series_room ? o->series_room * 2 : 256;
        struct series *more = ARENA_NEW(o->arena, struct series, o->series_room);
        if (o->series_count) memcpy(more, o->series, o->series_count * sizeof *more);
        o->series = more;
    }
    o->series[o->series_count++] = series;
}

static void add(struct outputs *o, const struct subject *subject, enum output output) {
    series_add(o, (struct series){.subject = subject, .output = output});
}

static bool is_member(const struct subject *subject, int setting) {
    for (size_t i = 0; i < subject->count; i++)
        if (subject->members[i] == setting) return true;
    return false;
}

static void add_routes(struct outputs *o, const struct subject *subject) {
    const struct tables *t = o->base->tables;
    bool out_of = false, into = false, deaths = false, why[WHYS] = {false};
    for (size_t r = 0; r < t->route_count; r++) {
        const struct route *route = &t->routes[r];
        deaths = deaths || (route_is_death(route) && is_member(subject, route->setting));
        if (!route->reason) continue;
        if (route->to != NONE && is_member(subject, route->to)) into = true;
        if (!is_member(subject, route->setting)) continue;
        out_of = true;
        for (int w = 0; w < WHYS; w++) why[w] = why[w] || outputs_is_for(route, w);
    }
    if (deaths) add(o, subject, DIED);
    if (into && !subject->is_area) add(o, subject, DELAYED_FOR);
    if (!out_of) return;
    bool adults = subject->adults[0] > 0;
    add(o, subject, DELAYED);
    if (adults) add(o, subject, DELAYED_PER_100000);
    for (int w = 0; w < WHYS; w++) {
        struct series by = {.subject = subject, .output = DELAYED_BY, .why = w};
        if (!why[w]) continue;
        series_add(o, by);
        by.output = DELAYED_BY_PER_100000;
        if (adults) series_add(o, by);
    }
}

static void add_standards(struct outputs *o, const struct subject *subject) {
    const struct tables *t = o->base->tables;
    for (size_t i = 0; i < subject->count; i++) {
        double hours = t->settings[subject->members[i]].standard_hours;
        bool seen = isnan(hours);
        for (size_t k = 0; k < i; k++)
            seen = seen || t->settings[subject->members[k]].standard_hours == hours;
        if (!seen)
            series_add(o, (struct series){.subject = subject, .output = WITHIN, .hours = hours});
    }
}

static void add_staff(struct outputs *o, const struct subject *subject) {
    const struct tables *t = o->base->tables;
    bool any = false;
    for (size_t i = 0; i < t->staffing_count; i++) {
        if (!is_member(subject, t->staffings[i].setting)) continue;
        bool seen = false;
        for (size_t k = 0; k < i; k++)
            seen = seen || (is_member(subject, t->staffings[k].setting) &&
                            strcmp(t->staffings[k].group, t->staffings[i].group) == 0);
        any = true;
        if (seen) continue;
        for (int needed = 0; needed < 2; needed++)
            series_add(o, (struct series){.subject = subject,
                                          .output = needed ? STAFF_NEEDED : STAFF,
                                          .group = t->staffings[i].group});
    }
    if (!any) return;
    add(o, subject, STAFF);
    add(o, subject, STAFF_NEEDED);
}

static void make_series(struct outputs *o) {
    const struct tables *t = o->base->tables;
    for (size_t i = 0; i < o->subject_count; i++) {
        const struct subject *subject = &o->subjects[i];
        bool limited = subject->has_places || subject->has_visits, cost = false;
        for (size_t c = 0; c < t->unit_cost_count; c++)
            cost = cost || is_member(subject, t->unit_costs[c].setting);
        add(o, subject, ARRIVALS);
        add(o, subject, PRESENT);
        add(o, subject, ACTIVITY);
        if (limited) {
            add(o, subject, QUEUE);
            add(o, subject, OCCUPANCY);
            add(o, subject, WAIT_MEAN);
            add(o, subject, WAIT_P50);
            add(o, subject, WAIT_P95);
            if (subject->is_setting) add(o, subject, FULL_DAYS);
            add(o, subject, PLACES_NEEDED);
        }
        if (subject->has_visits) add(o, subject, VISITS);
        if (cost) add(o, subject, COST);
        add_staff(o, subject);
        add_routes(o, subject);
        add_standards(o, subject);
    }
}

struct outputs *outputs_new(const struct build_base *base, size_t scenarios,
                            const struct model_options *options, struct arena *arena,
                            struct err *err) {
    struct outputs *o = ARENA_NEW(arena, struct outputs, 1);
    *o = (struct outputs){.base = base,
                          .arena = arena,
                          .scenarios = scenarios,
                          .twin = options->twin,
                          .only = options->only,
                          .only_count = options->only_count};
    make_periods(o, options->by);
    make_subjects(o);
    make_series(o);
    if (!o->series_count) {
        err_set(err, ERR_NOT_FOUND, "the model has no such output of such a subject");
        err_hint(err, "`weft simulate` without --only lists what there is.");
        return NULL;
    }
    o->sums = ARENA_NEW(arena, struct sums, base->tables->setting_count * o->period_count);
    return o;
}

bool outputs_reserve(struct outputs *o, size_t replications, struct err *err) {
    size_t cells = o->series_count * o->period_count, bytes;
    if (replications <= o->replications) return true;
    if (__builtin_mul_overflow(cells * sizeof(double), o->scenarios, &bytes) ||
        __builtin_mul_overflow(bytes, replications, &bytes) || bytes > OUTPUTS_BYTES) {
        err_set(err, ERR_TOO_LARGE,
                "%zu outputs in %zu periods, %zu scenarios and %zu replications are more values "
                "than are kept",
                o->series_count, o->period_count, o->scenarios, replications);
        return err_hint(err, "Fewer replications or scenarios at a time, or --only.");
    }
    double **values = ARENA_NEW(o->arena, double *, replications * o->scenarios);
    if (o->replications) memcpy(values, o->values, o->replications * o->scenarios * sizeof *values);
    for (size_t i = o->replications * o->scenarios; i < replications * o->scenarios; i++)
        values[i] = ARENA_NEW(o->arena, double, cells);
    o->values = values;
    o->replications = replications;
    return true;
}

double *outputs_values(const struct outputs *o, size_t slot, size_t replication, size_t *count) {
    *count = o->series_count * o->period_count;
    return o->values[replication * o->scenarios + slot];
}

/* --- rows --- */

/* Whether a row is asked for; a day has no waits, which are kept by blocks of 30 days. */
static bool has_row(const struct outputs *o, const struct series *series,
                    const struct period *period) {
    if (!period->shown) return false;
    if (period->level == LEVEL_DAY && (series->output == WAIT_P50 || series->output == WAIT_P95))
        return false;
    for (size_t i = 0; i < o->only_count; i++)
        if (str_matches(str_of(series->name), str_of(o->only[i].output)) &&
            str_matches(str_of(series->subject->name), str_of(o->only[i].subject)) &&
            str_matches(str_of(period->text), str_of(o->only[i].period)))
            return true;
    return o->only_count == 0;
}

/* Names to put in order, with what they are the names of; equal ones stay as they came. */
struct named {
    const char *name, *of;
    size_t index;
};

static int by_name(const void *a, const void *b) {
    const struct named *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    if (!order) order = strcmp(x->of, y->of);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

/* Scenarios, series and periods in the order of the rows: a few hundred names in place of all rows.
 */
struct order {
    struct named *slots, *series, *periods;
};

static struct order order_make(const struct outputs *o, const char *const *names,
                               struct arena *arena) {
    struct order order = {ARENA_NEW(arena, struct named, o->scenarios),
                          ARENA_NEW(arena, struct named, o->series_count),
                          ARENA_NEW(arena, struct named, o->period_count)};
    for (size_t i = 0; i < o->scenarios; i++) order.slots[i] = (struct named){names[i], "", i};
    for (size_t i = 0; i < o->series_count; i++)
        order.series[i] = (struct named){o->series[i].name, o->series[i].subject->name, i};
    for (size_t i = 0; i < o->period_count; i++)
        order.periods[i] = (struct named){o->periods[i].text, "", i};
    qsort(order.slots, o->scenarios, sizeof *order.slots, by_name);
    qsort(order.series, o->series_count, sizeof *order.series, by_name);
    qsort(order.periods, o->period_count, sizeof *order.periods, by_name);
    return order;
}

static bool same_name(const struct named *a, const struct named *b) {
    return strcmp(a->name, b->name) == 0 && strcmp(a->of, b->of) == 0;
}

const struct model_row *outputs_rows(const struct outputs *o, const char *const *names,
                                     size_t replications, struct arena *arena, size_t *count) {
    size_t most = o->series_count * o->period_count * o->scenarios, n = 0, same;
    struct model_row *rows = ARENA_NEW(arena, struct model_row, most);
    double *all = ARENA_NEW(arena, double, most * o->replications);
    double *scratch = ARENA_NEW(arena, double, replications);
    struct order order = order_make(o, names, arena);
    for (size_t slot = 0; slot < o->scenarios; slot++)
        for (size_t i = 0; i < o->series_count; i += same) {
            same = 1; /* words of the package may make one name of two */
            while (i + same < o->series_count &&
                   same_name(&order.series[i], &order.series[i + same]))
                same++;
            for (size_t p = 0; p < o->period_count; p++)
                for (size_t k = i; k < i + same; k++) {
                    const struct series *series = &o->series[order.series[k].index];
                    const struct period *period = &o->periods[order.periods[p].index];
                    if (!has_row(o, series, period)) continue;
                    size_t at = order.series[k].index * o->period_count + order.periods[p].index;
                    double *values = all + n * o->replications;
                    for (size_t r = 0; r < o->replications; r++)
                        values[r] = o->values[r * o->scenarios + order.slots[slot].index][at];
                    struct model_row *row = &rows[n++];
                    *row = (struct model_row){.scenario = order.slots[slot].name,
                                              .output = series->name,
                                              .subject = series->subject->name,
                                              .period = period->text,
                                              .values = values,
                                              .value_count = (int)o->replications};
                    model_row_summarise(row, values, replications, scratch);
                }
        }
    *count = n;
    return rows;
}
