/* Who is there when the simulation begins; see beginning.h.
 *
 * SPDX-License-Identifier: MIT */
#include "beginning.h"

#include "traffic.h"

#include <math.h>
#include <stdlib.h>

static int class_of(const struct build_base *base, int age) {
    int c = 0;
    while (base->classes[c].to < age) c++;
    return c;
}

/* Who has waited longest asks first. */
static int by_waiting(const void *a, const void *b) {
    const struct person_there *p = *(const struct person_there *const *)a,
                              *q = *(const struct person_there *const *)b;
    if (p->days_waiting != q->days_waiting) return p->days_waiting < q->days_waiting ? 1 : -1;
    return p->row_no < q->row_no ? -1 : 1;
}

/* Whoever keeps a place while waiting for the next does so by a route. */
static bool has_way(const struct tables *t, const struct person_there *p, struct err *err) {
    struct band age = {p->age, p->age};
    for (size_t r = 0; r < t->route_count; r++)
        if (t->routes[r].setting == p->setting && t->routes[r].to == p->waiting_for &&
            t->routes[r].holds && band_covers(t->routes[r].band, age))
            return true;
    err_set(err, ERR_INPUT,
            "person.csv:%lld: waiting_for: no route on which people keep their place leads from "
            "'%s' to '%s' at the age of %d",
            (long long)p->row_no, t->settings[p->setting].id, t->settings[p->waiting_for].id,
            p->age);
    return err_hint(err, "Leave 'setting' empty for those who wait in no place.");
}

static bool name_people(struct build_base *base, struct arena *arena, struct err *err) {
    const struct tables *t = base->tables;
    base->people = ARENA_NEW(arena, const struct person_there *, t->person_count);
    for (size_t i = 0; i < t->person_count; i++) base->people[i] = &t->people[i];
    base->named_count = t->person_count;
    if (t->person_count) qsort(base->people, t->person_count, sizeof *base->people, by_waiting);
    for (size_t i = 0; i < t->person_count; i++) {
        const struct person_there *p = base->people[i];
        bool inside = p->setting != NONE, ready = inside && p->waiting_for != NONE;
        struct sim_time *left = NULL;
        if (!isnan(p->days_left)) {
            left = ARENA_NEW(arena, struct sim_time, 1);
            *left = (struct sim_time){.shape = SIM_FIXED, .mean = fmax(p->days_left, 1e-6)};
        }
        if (ready && !has_way(t, p, err)) return false;
        base->initials[base->initial_count++] =
            (struct sim_initial){.setting = inside ? p->setting : p->waiting_for,
                                 .class_ = class_of(base, p->age),
                                 .waiting = !inside,
                                 .persons = 1,
                                 .priority = p->priority,
                                 .so_far_known = inside && !isnan(p->days_so_far),
                                 .so_far = isnan(p->days_so_far) ? 0 : p->days_so_far,
                                 .remaining = left,
                                 .ready = ready,
                                 .to = p->waiting_for,
                                 .waited = p->days_waiting};
    }
    return true;
}

/* People who are there at the beginning go to the classes of their band as the people in the
 * setting would be made up if nobody ever waited; whole people by largest remainders. */
static bool count_people(struct build_base *base, struct arena *arena, struct err *err) {
    const struct tables *t = base->tables;
    size_t classes = (size_t)base->class_count;
    if (!t->initial_count) return true;
    struct build plain;
    if (!build_make(base, NONE, arena, &plain, err)) return false;
    double *weight = ARENA_NEW(arena, double, t->setting_count *classes);
    if (!traffic_solve(&plain.network, 0, 365, weight, NULL, err)) return false;
    for (size_t i = 0; i < plain.network.stay_count; i++) {
        const struct sim_stay *stay = &plain.network.stays[i];
        weight[(size_t)stay->setting * classes + (size_t)stay->class_] *= stay->time.mean;
    }
    for (size_t i = 0; i < t->initial_count; i++) {
        const struct initial *initial = &t->initials[i];
        double *w = &weight[(size_t)initial->setting * classes];
        double sum = 0, given = 0, rest[AGE_END + 1] = {0};
        size_t inside = 0;
        for (size_t c = 0; c < classes; c++)
            if (band_covers(initial->band, base->classes[c])) sum += w[c], inside++;
        struct sim_time *stay = NULL;
        if (initial->left.count) {
            stay = ARENA_NEW(arena, struct sim_time, 1);
            *stay = (struct sim_time){.shape = SIM_EMPIRICAL,
                                      .samples = initial->left.days,
                                      .weights = initial->left.weights,
                                      .sample_count = initial->left.count};
        }
        struct sim_initial *first = &base->initials[base->initial_count];
        size_t n = 0;
        for (size_t c = 0; c < classes; c++) {
            if (!band_covers(initial->band, base->classes[c])) continue;
            double exact = initial->persons * (sum > 0 ? w[c] / sum : 1 / (double)inside);
            first[n] = (struct sim_initial){.setting = initial->setting,
                                            .class_ = (int)c,
                                            .waiting = initial->waiting,
                                            .persons = floor(exact),
                                            .remaining = stay,
                                            .priority = 5};
            rest[n] = exact - floor(exact);
            given += first[n++].persons;
        }
        for (double left = round(initial->persons) - given; left > 0.5 && n > 0; left--) {
            size_t most = 0;
            for (size_t k = 1; k < n; k++)
                if (rest[k] > rest[most]) most = k;
            first[most].persons++;
            rest[most] = -1;
        }
        for (size_t k = 0; k < n; k++)
            if (first[k].persons > 0) base->initials[base->initial_count++] = first[k];
    }
    return true;
}

bool beginning_make(struct build_base *base, struct arena *arena, struct err *err) {
    const struct tables *t = base->tables;
    base->initials = ARENA_NEW(arena, struct sim_initial,
                               t->person_count + t->initial_count * (size_t)base->class_count);
    return name_people(base, arena, err) && count_people(base, arena, err);
}
