/* What is decided for a person; see choice.h.
 *
 * SPDX-License-Identifier: MIT */
#include "choice.h"

#include "random.h"

#include <math.h>

bool choice_fits(const struct sim_context *c, const struct place *to, int setting, int class_) {
    if (to->kind == SIM_OPEN || c->network->unlimited) return true;
    if (to->kind == SIM_PLACES) return to->used < to->room;
    double first = choice_first_visits(choice_stay(c, setting, class_), c->day);
    return to->needed + to->spent + to->promised + first <= to->budget + BUDGET_SLACK;
}

double choice_next_hour(const struct sim_context *c, int setting, double now) {
    const struct sim_setting *s = &c->network->settings[setting];
    int last = c->network->days - 1;
    struct sim_hours hours = {s->leave_weekdays & 0x7f ? s->leave_weekdays & 0x7f : 0x7f,
                              (uint8_t)s->leave_from, (uint8_t)(s->leave_to ? s->leave_to : 24)};
    for (int day = (int)now; day <= (int)now + 7 || day <= last + 7; day++) {
        if (s->leave_by_day) hours = s->leave_by_day[day < last ? day : last];
        if (!(hours.weekdays >> ((c->network->first_weekday + day) % 7) & 1)) continue;
        if (now < day + hours.to / 24.0) return fmax(now, day + hours.from / 24.0);
    }
    return now;
}

size_t choice_route_by_day(const struct sim_context *c, const struct rule_stay *stay, uint32_t draw,
                           size_t day) {
    const struct rule_route *routes = c->program->routes + stay->first_route;
    double u = (draw + 0.5) * 0x1p-32;
    size_t last = stay->route_count - 1, i = 0;
    double sum = 0;
    for (size_t k = 0; k <= last; k++) {
        const struct sim_route *r = &c->network->routes[routes[k].index];
        sum += r->share_by_day ? r->share_by_day[day] : r->share;
    }
    double run = 0;
    size_t chosen = 0;
    for (; i <= last; i++) {
        const struct sim_route *r = &c->network->routes[routes[i].index];
        double share = r->share_by_day ? r->share_by_day[day] : r->share;
        if (share > 0) chosen = i;
        run += share;
        if (u * sum < run) break;
    }
    return stay->first_route + chosen;
}

double choice_away(const struct sim_context *c, const struct rule_route *r, uint32_t stream,
                   uint32_t index, uint32_t step, double now) {
    struct random_block block =
        random_draw(c->seed, c->replication, stream, index, step, RANDOM_DELAY);
    return sampler_on_day(r->away, random_uniform(block.word[2], block.word[3]), day_of(now));
}

static double overflow_after(const struct sim_context *c, const struct sim_setting *at) {
    return at->overflow_after_by_day ? at->overflow_after_by_day[c->day] : at->overflow_after;
}

int choice_overflow(const struct sim_context *c, int setting, int class_) {
    for (int tried = 0; tried < c->program->setting_count; tried++) {
        const struct sim_setting *at = &c->network->settings[setting];
        if (!at->overflows || overflow_after(c, at) > 0) return SIM_NONE;
        setting = at->overflow_to;
        const struct place *to = &c->places[setting];
        if (to->queue.count == 0 && choice_fits(c, to, setting, class_)) return setting;
    }
    return SIM_NONE;
}

/* How long a person waits for a setting: a draw for each setting of each step of the way. */
static double patience(const struct sim_context *c, const struct person *p, int setting,
                       double waited) {
    uint32_t step = p->step + ((uint32_t)(setting + 1) << 16);
    struct random_block block =
        random_draw(c->seed, c->replication, p->stream, p->index, step, RANDOM_PATIENCE);
    const struct sampler *sampler = &c->program->patience[setting];
    double u = random_uniform(block.word[0], block.word[1]);
    return waited > 0 ? waited + sampler_after(sampler, u, waited) : sampler_quantile(sampler, u);
}

double choice_wait(const struct sim_context *c, const struct person *p, int setting, double now,
                   enum wait_end *end) {
    const struct sim_setting *at = &c->network->settings[setting];
    const struct rule_route *r = p->route == SIM_NONE ? NULL : &c->program->routes[p->route];
    double limit = HUGE_VAL, waited = now - p->asked_next;
    if (r && r->switches && !p->switched) {
        const double *by_day = c->network->routes[r->index].switch_after_by_day;
        limit = by_day ? by_day[c->day] : r->switch_after;
        *end = WAIT_SWITCH;
    }
    double overflow = at->overflows ? overflow_after(c, at) : 0;
    if (overflow > 0 && overflow < limit) {
        limit = overflow;
        *end = WAIT_OVERFLOW;
    }
    if (at->gives_up) {
        const double *by_day = c->program->patience[setting].scale_by_day;
        double scale = by_day ? by_day[day_of(now)] : 1;
        double patient = scale > 0 ? scale * patience(c, p, setting, waited / scale) : 0;
        if (patient < limit) {
            limit = patient;
            *end = WAIT_GIVE_UP;
        }
    }
    return limit - waited;
}
