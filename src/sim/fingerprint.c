/* A number that says what a run does before a day; see fingerprint.h.
 *
 * SPDX-License-Identifier: MIT */
#include "fingerprint.h"

#include "base/hash.h"

#include <string.h>

struct print {
    uint64_t hash;
    const struct sim_network *network;
    int day;
};

static void add_word(struct print *p, uint64_t word) {
    p->hash = hash_word(p->hash, word);
}

static void add_int(struct print *p, int64_t value) {
    add_word(p, (uint64_t)value);
}

static void add(struct print *p, double value) {
    uint64_t word;
    memcpy(&word, &value, sizeof word);
    add_word(p, word);
}

/* NULL counts as itself. */
static void add_all(struct print *p, const double *values, size_t count) {
    add_int(p, values != NULL);
    for (size_t i = 0; values && i < count; i++) add(p, values[i]);
}

/* `until`: the first day of which nothing is asked. A time that is never scaled is one that is
 * always scaled by 1: so are its draws. */
static void add_time(struct print *p, const struct sim_time *t, int until) {
    add_int(p, (int)t->shape);
    add(p, t->mean);
    add(p, t->sd);
    add(p, t->min);
    add(p, t->max);
    add_int(p, (int64_t)t->sample_count);
    add_all(p, t->samples, t->sample_count);
    add_all(p, t->weights, t->sample_count ? t->sample_count : t->part_count);
    add_int(p, (int64_t)t->part_count);
    for (size_t i = 0; i < t->part_count; i++) add_time(p, &t->parts[i], 0);
    for (int d = 0; d < until; d++) add(p, t->scale_by_day ? t->scale_by_day[d] : 1);
}

/* On the days before, and on the first one from then on on which people leave: whoever could not
 * leave before knows already when. */
static void add_hours(struct print *p, const struct sim_setting *s, int until) {
    const struct sim_network *n = p->network;
    add_int(p, s->leave_weekdays);
    add_int(p, s->leave_from);
    add_int(p, s->leave_to);
    add_int(p, s->leave_by_day != NULL);
    bool leave = false;
    for (int d = 0; s->leave_by_day && d < n->days && !leave; d++) {
        const struct sim_hours *h = &s->leave_by_day[d];
        add_int(p, h->weekdays << 16 | h->from << 8 | h->to);
        leave = d >= until && h->weekdays >> ((n->first_weekday + d) % 7) & 1;
    }
}

static void add_setting(struct print *p, const struct sim_setting *s, bool direct) {
    size_t days = (size_t)p->day;
    add_int(p, direct);
    add_int(p, (int)s->kind);
    add_int(p, s->by_priority);
    add_int(p, s->capacity_by_hour);
    if (s->kind != SIM_OPEN) add_all(p, s->capacity, s->capacity_by_hour ? 24 * days : days);
    add_hours(p, s, direct ? p->network->days : p->day);
    add_int(p, s->takes_in != NULL);
    for (size_t d = 0; s->takes_in && d < days; d++) add_int(p, s->takes_in[d]);
    add(p, s->standard_days);
    add_int(p, s->gives_up);
    if (s->gives_up) {
        add_time(p, &s->patience, p->day);
        add_int(p, s->give_up_to);
    }
    add_int(p, s->overflows);
    if (!s->overflows) return;
    add_int(p, s->overflow_to);
    add(p, s->overflow_after);
    add_all(p, s->overflow_after_by_day, days);
}

static void add_route(struct print *p, const struct sim_route *r, int until) {
    add_int(p, r->setting);
    add_int(p, r->class_);
    add_int(p, r->to);
    add(p, r->share);
    add_all(p, r->share_by_day, (size_t)until);
    add_int(p, r->holds | r->has_delay << 1 | r->switches << 2 | r->counted << 3 | r->tallied << 4 |
                   r->has_away << 5);
    if (r->has_delay) add_time(p, &r->delay, until);
    if (r->has_away) add_time(p, &r->away, until);
    if (!r->switches) return;
    add_int(p, r->switch_to);
    add(p, r->switch_after);
    add_all(p, r->switch_after_by_day, (size_t)until);
}

static void add_demand(struct print *p, const struct sim_demand *d) {
    add_int(p, d->setting);
    add_int(p, d->class_);
    add_int(p, d->priority);
    add_all(p, d->rate, (size_t)p->day);
    add_all(p, d->envelope ? d->envelope : d->rate, (size_t)p->day);
    add_all(p, d->hours, 24);
}

static void add_initial(struct print *p, const struct sim_initial *i) {
    add_int(p, i->setting);
    add_int(p, i->class_);
    add_int(p, i->waiting | i->ready << 1 | i->so_far_known << 2);
    add(p, i->persons);
    add_int(p, i->priority);
    add_int(p, i->remaining != NULL);
    if (i->remaining) add_time(p, i->remaining, 0);
    add(p, i->so_far);
    add_int(p, i->to);
    add(p, i->waited);
}

uint64_t program_fingerprint(const struct program *program, int day) {
    const struct sim_network *n = program->network;
    struct print p = {.network = n, .day = day};
    const int64_t shape[] = {n->days,
                             n->first_weekday,
                             n->class_count,
                             (int64_t)n->setting_count,
                             (int64_t)n->stay_count,
                             (int64_t)n->route_count,
                             (int64_t)n->demand_count,
                             (int64_t)n->initial_count,
                             n->unlimited};
    for (size_t i = 0; i < sizeof shape / sizeof shape[0]; i++) add_int(&p, shape[i]);
    for (size_t i = 0; i < n->setting_count; i++)
        add_setting(&p, &n->settings[i], program->direct[i]);
    for (size_t i = 0; i < n->stay_count; i++) {
        const struct sim_stay *stay = &n->stays[i];
        add_int(&p, stay->setting);
        add_int(&p, stay->class_);
        add_time(&p, &stay->time, program->direct[stay->setting] ? n->days : day);
        for (int d = 0; d < day && n->settings[stay->setting].kind == SIM_VISITS; d++) {
            add(&p, stay->first_by_day ? stay->first_by_day[d] : stay->first_visits);
            add(&p, stay->last_by_day ? stay->last_by_day[d] : stay->last_visits);
        }
    }
    for (size_t i = 0; i < n->route_count; i++)
        add_route(&p, &n->routes[i], program->direct[n->routes[i].setting] ? n->days : day);
    for (size_t i = 0; i < n->demand_count; i++) add_demand(&p, &n->demands[i]);
    for (size_t i = 0; i < n->initial_count; i++) add_initial(&p, &n->initials[i]);
    return p.hash;
}
