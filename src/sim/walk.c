/* A run without limits. Nobody waits for anybody, so people are followed one by one from their
 * arrival to their end, without a calendar: the same people, times and counts as by events, in a
 * third of the time. What they bring to a day is added up in whole numbers, so that the order in
 * which they come does not matter; only the visits of a day, which are sums of fractions, may
 * differ from those by events in the last digits.
 *
 * A run with limits that is asked what would be needed follows everybody so too, as they come, and
 * counts only where they are (`whole` is false): they have been drawn already.
 *
 * SPDX-License-Identifier: MIT */
#include "arrivals.h"
#include "choice.h"

#include <assert.h>
#include <math.h>

#define STOP_CHECK_PEOPLE 4096
#define ALWAYS_INLINE inline __attribute__((always_inline)) /* so that a walker is in registers */

static struct stock *stock_of(const struct sim_context *c, int setting, double now) {
    return &c->stocks[day_of(now) * c->network->setting_count + (size_t)setting];
}

static struct cell *cell_of(const struct sim_context *c, int setting, double now) {
    return &c->places[setting].cells[day_of(now)];
}

static bool stopped(const struct sim_context *c) {
    return c->stop && __atomic_load_n(c->stop, __ATOMIC_RELAXED);
}

static int64_t rest_of(double now) {
    return ticks_until((double)((int64_t)now + 1), now);
}

/* A time in the place after the stay is over, which begins or ends. */
static void hold(struct sim_context *c, const struct walker *w, const struct rule_route *r,
                 int sign) {
    struct cell *cell = cell_of(c, w->place, w->now);
    int64_t ticks = sign * rest_of(w->now);
    cell->held += ticks;
    cell->held_count += sign;
    if (!r->counted) return;
    cell->delayed += ticks;
    cell->delayed_count += sign;
}

/* Person-days delayed on a route, from one time to another, as whole ticks in a double. */
static void count_delay(const struct sim_context *c, int route, double from, double to) {
    double *days = c->output->route_delayed + (size_t)route * (size_t)c->network->days;
    int last = to < c->horizon ? (int)to : c->network->days - 1;
    days[day_of(from)] += (double)rest_of(from);
    for (int d = (int)from + 1; d <= last; d++) days[d] += TICKS_A_DAY;
    if (to < c->horizon) days[last] -= (double)rest_of(to);
}

/* ---- visits ---- */

static double need_on(const struct client *client, int day) {
    return client->need + client->slope * (day - client->day);
}

static void client_begin(struct sim_context *c, struct walker *w, double first, double last,
                         double end) {
    int day = (int)w->now;
    double days = fmax(1, floor(fmin(end, 1e9)) - day);
    w->client = (struct client){first, (last - first) / days, day, 0};
    struct needs *needs = &c->needs[(size_t)w->place * (size_t)c->network->days + (size_t)day];
    needs->need += first;
    needs->slope += w->client.slope;
}

static void client_stay_over(struct sim_context *c, struct walker *w) {
    int day = (int)w->now;
    c->needs[(size_t)w->place * (size_t)c->network->days + (size_t)day].slope -= w->client.slope;
    w->client = (struct client){need_on(&w->client, day), 0, w->client.day, 0};
}

static void client_end(struct sim_context *c, struct walker *w) {
    int day = (int)w->now;
    struct needs *needs = &c->needs[(size_t)w->place * (size_t)c->network->days + (size_t)day];
    double need = need_on(&w->client, day);
    needs->need -= need;
    needs->slope -= w->client.slope;
    if (w->client.day == day) needs->spent += need;
}

/* ---- the way ---- */

static ALWAYS_INLINE void release(struct sim_context *c, struct walker *w, bool whole) {
    if (c->places[w->place].kind == SIM_VISITS) client_end(c, w);
    if (!whole) {
        struct stock *stock = stock_of(c, w->place, w->now);
        stock->ticks -= rest_of(w->now);
        stock->people--;
        w->place = SIM_NONE;
        return;
    }
    struct cell *cell = cell_of(c, w->place, w->now);
    cell->present -= rest_of(w->now);
    cell->left++;
    double standard = c->places[w->place].standard;
    if (standard > 0 && w->asked == w->asked) {
        if (w->now - w->asked <= standard)
            cell->in_standard++;
        else
            cell->out_standard++;
    }
    w->place = SIM_NONE;
}

/* Goes to `then`; false when that is beyond the end. */
static ALWAYS_INLINE bool goes_on(struct sim_context *c, struct walker *w, double then) {
    if (!(then < c->horizon)) return false;
    w->now = then;
    c->output->events++;
    return true;
}

/* Asks for a setting from the place that it holds or from nowhere, gets it and moves there as soon
 * as it may; false when that is beyond the end. */
static ALWAYS_INLINE bool moves(struct sim_context *c, struct walker *w, int setting, bool whole) {
    if (whole) cell_of(c, setting, w->now)->arrivals++;
    w->asked_next = w->now;
    if (w->place != SIM_NONE) {
        double then = choice_may_leave(c, w->place, w->now);
        if (then > w->now && !goes_on(c, w, then)) {
            if (whole) c->output->remained[setting]++; /* promised */
            return false;
        }
        release(c, w, whole);
    }
    w->place = setting;
    if (!whole) {
        struct stock *stock = stock_of(c, setting, w->now);
        stock->ticks += rest_of(w->now);
        stock->people++;
        return true;
    }
    struct cell *cell = cell_of(c, setting, w->now);
    cell->entered++;
    cell->present += rest_of(w->now);
    c->output->wait_bins[((size_t)setting * (size_t)c->output->blocks + day_of(w->now) / 30) *
                         SIM_WAIT_BINS]++;
    return true;
}

/* The stay in the place that the person has just come to; also draws the route after it. */
static ALWAYS_INLINE double draw_stay(const struct sim_context *c, struct walker *w) {
    const struct rule_stay *stay =
        &c->program->stays[w->place * c->program->class_count + w->class_];
    double days;
    if (w->drawn) {
        days = sampler_of_first(&stay->time, w->stay, day_of(w->now));
        w->drawn = false;
    } else {
        struct random_block block =
            random_draw(c->seed, c->replication, w->stream, w->index, w->step, RANDOM_STAY);
        w->route_draw = block.word[RANDOM_ROUTE];
        days =
            sampler_on_day(&stay->time, random_stay(block.word[0], block.word[1]), day_of(w->now));
    }
    w->asked = w->asked_next;
    w->step++;
    return days;
}

/* In a place with so much of the stay left: goes on until the person may look for the next place
 * or, where the route does not hold, leaves this one. False when that is beyond the end. */
static ALWAYS_INLINE bool stays(struct sim_context *c, struct walker *w, double over,
                                double left_days, const struct rule_route **route, bool whole) {
    const struct rule_stay *stay =
        &c->program->stays[w->place * c->program->class_count + w->class_];
    double end = w->now + left_days;
    if (c->places[w->place].kind == SIM_VISITS) {
        double first = choice_first_visits(stay, (int)w->now);
        double last = choice_last_visits(stay, (int)w->now);
        client_begin(c, w, first + over * (last - first), last, end);
    }
    if (!goes_on(c, w, end)) return false;
    if (c->places[w->place].kind == SIM_VISITS) client_stay_over(c, w);
    const struct rule_route *r =
        &c->program->routes[choice_route(c, stay, w->route_draw, day_of(w->now))];
    *route = r;
    if (r->delay) {
        struct random_block block =
            random_draw(c->seed, c->replication, w->stream, w->index, w->step, RANDOM_DELAY);
        double days =
            sampler_on_day(r->delay, random_uniform(block.word[0], block.word[1]), day_of(w->now));
        if (whole) hold(c, w, r, 1);
        if (whole && r->counted) count_delay(c, r->index, w->now, w->now + days);
        if (!goes_on(c, w, w->now + days)) return false;
        if (whole) hold(c, w, r, -1);
    }
    if (r->holds) return true;
    double then = choice_may_leave(c, w->place, w->now);
    return !(then > w->now) || goes_on(c, w, then);
}

/* Follows somebody in a place to the end. */
static ALWAYS_INLINE void follow(struct sim_context *c, struct walker *w, double over,
                                 double left_days, bool whole) {
    const struct rule_route *r;
    while (stays(c, w, over, left_days, &r, whole)) {
        if (!r->holds) release(c, w, whole);
        if (r->to == SIM_NONE) {
            if (!whole) return;
            tally_leaver(c, r, w->now);
            c->output->departed++;
            return;
        }
        if (r->away &&
            !goes_on(c, w, w->now + choice_away(c, r, w->stream, w->index, w->step, w->now)))
            break;
        if (!moves(c, w, r->to, whole)) break;
        left_days = draw_stay(c, w);
        over = 0;
    }
    if (!whole) return;
    c->output->remaining++;
    if (w->place != SIM_NONE) c->output->remained[w->place]++;
}

/* Someone who has just come. */
static ALWAYS_INLINE struct walker walker_of(const struct sim_context *c,
                                             const struct arrival *arrival) {
    const struct rule_stream *s = &c->program->streams[arrival->stream];
    return (struct walker){.stream = arrival->stream,
                           .index = arrival->index,
                           .class_ = s->class_,
                           .place = SIM_NONE,
                           .level = (uint8_t)s->level,
                           .drawn = true,
                           .stay = arrival->stay,
                           .route_draw = arrival->route_draw,
                           .now = arrival->time};
}

/* From nowhere to a setting, at once, and on to the end. */
static ALWAYS_INLINE void enters(struct sim_context *c, struct walker *w, int setting, bool whole) {
    c->output->events++;
    moves(c, w, setting, whole);
    follow(c, w, 0, draw_stay(c, w), whole);
}

static void follow_stream(struct sim_context *c, uint32_t stream) {
    const struct rule_stream *s = &c->program->streams[stream];
    double now;
    arrivals_stream(&c->streams[stream], s);
    for (uint32_t n = 0; arrivals_next(c, stream, &now); n++) {
        if (n % STOP_CHECK_PEOPLE == 0 && stopped(c)) return;
        struct arrival arrival;
        arrivals_last(c, stream, now, &arrival);
        struct walker w = walker_of(c, &arrival);
        c->output->arrived++;
        enters(c, &w, s->setting, true);
    }
}

/* In a place when the run begins. */
static ALWAYS_INLINE void is_there(struct sim_context *c, const struct walker *w, bool whole) {
    if (!whole) {
        struct stock *stock = stock_of(c, w->place, 0);
        stock->ticks += rest_of(0);
        stock->people++;
        return;
    }
    c->places[w->place].present.count++;
    cell_of(c, w->place, 0)->present += rest_of(0);
}

static ALWAYS_INLINE void follow_initials(struct sim_context *c, size_t i, bool whole) {
    const struct sim_initial *initial = &c->network->initials[i];
    for (uint32_t k = 0; k < (uint32_t)initial->persons; k++) {
        if (k % STOP_CHECK_PEOPLE == 0 && stopped(c)) return;
        struct walker w = {.stream = (uint32_t)(c->program->stream_count + i),
                           .index = k,
                           .class_ = initial->class_,
                           .place = SIM_NONE,
                           .asked = initial_asked(initial)};
        if (whole) {
            c->output->arrived++;
            c->output->began[initial->setting]++;
        }
        if (initial->waiting) {
            moves(c, &w, initial->setting, whole);
            if (whole)
                cell_of(c, initial->setting, 0)->arrivals--; /* counted as having begun there */
            follow(c, &w, 0, draw_stay(c, &w), whole);
            continue;
        }
        if (initial->ready) {
            w.place = initial->setting;
            w.step++;
            is_there(c, &w, whole);
            if (c->places[w.place].kind == SIM_VISITS) {
                double need = choice_last_visits(choice_stay(c, w.place, w.class_), 0);
                client_begin(c, &w, need, need, 0);
                client_stay_over(c, &w);
            }
            bool there = moves(c, &w, initial->to, whole);
            if (whole) {
                c->output->began[initial->to]++;
                cell_of(c, initial->to, 0)->arrivals--;
            }
            if (there) {
                follow(c, &w, 0, draw_stay(c, &w), whole);
            } else if (whole) {
                c->output->remaining++;
                c->output->remained[w.place]++;
            }
            continue;
        }
        double over, left = initial_remaining(c, i, k, &over);
        w.place = initial->setting;
        w.route_draw = random_draw(c->seed, c->replication, w.stream, k, w.step++, RANDOM_STAY)
                           .word[RANDOM_ROUTE];
        is_there(c, &w, whole);
        follow(c, &w, over, left, whole);
    }
}

/* ---- what would be needed, beside a run with limits ---- */

void walk_need(struct sim_context *c, const struct arrival *arrival) {
    struct walker w = walker_of(c, arrival);
    enters(c, &w, c->program->streams[arrival->stream].setting, false);
}

void walk_need_initials(struct sim_context *c) {
    for (size_t i = 0; i < c->network->initial_count; i++) follow_initials(c, i, false);
}

/* The visits of days, from what clients add to them. */
struct visiting {
    double needed, slope;
};

static double visits_on(struct visiting *v, const struct needs *needs, size_t day, bool anybody) {
    if (day > 0) v->needed += v->slope;
    if (!anybody) *v = (struct visiting){0, 0};
    v->needed += needs->need;
    v->slope += needs->slope;
    return fmax(0, v->needed) + needs->spent;
}

void walk_need_write(struct sim_context *c) {
    size_t settings = c->network->setting_count, days = (size_t)c->network->days;
    for (size_t s = 0; s < settings; s++) {
        struct visiting visiting = {0, 0};
        int64_t people = 0; /* when the day begins */
        for (size_t d = 0; d < days; d++) {
            const struct stock *stock = &c->stocks[d * settings + s];
            size_t at = s * days + d;
            c->output->needed[at] =
                c->places[s].kind == SIM_VISITS
                    ? visits_on(&visiting, &c->needs[at], d, people > 0)
                    : (double)(people * (int64_t)TICKS_A_DAY + stock->ticks) / TICKS_A_DAY;
            people += stock->people;
        }
    }
}

/* ---- settings that are passed directly ---- */

/* A place is free again at a time, in place of the earliest before. */
static void free_again(struct place *at, double time) {
    double *free = at->free;
    size_t count = (size_t)at->room, i = 0;
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= count) break;
        if (child + 1 < count && free[child + 1] < free[child]) child++;
        if (free[child] >= time) break;
        free[i] = free[child];
        i = child;
    }
    free[i] = time;
}

/* Waits for a place and stays there; false when the end of that is beyond the end. */
static ALWAYS_INLINE bool passes(struct sim_context *c, struct walker *w, int setting,
                                 const struct rule_route **r) {
    struct place *at = &c->places[setting];
    double asked = w->now;
    struct cell *cell = cell_of(c, setting, asked);
    cell->arrivals++;
    if (at->free && at->free[0] > asked) {
        double start = at->free[0];
        cell->queue += rest_of(asked);
        cell->queue_count++;
        if (!(start < c->horizon)) return false;
        w->now = start;
        cell = cell_of(c, setting, start);
        cell->queue -= rest_of(start);
        cell->queue_count--;
    }
    float waited = (float)(w->now - asked);
    cell->entered++;
    cell->wait_sum += (double)waited;
    cell->present += rest_of(w->now);
    c->output->wait_bins[((size_t)setting * (size_t)c->output->blocks + day_of(w->now) / 30) *
                             SIM_WAIT_BINS +
                         wait_bin((double)waited)]++;
    w->place = setting;
    w->asked_next = asked;
    bool leaves = stays(c, w, 0, draw_stay(c, w), r, true);
    if (at->free) free_again(at, leaves ? w->now : c->horizon);
    if (leaves) release(c, w, true);
    return leaves;
}

static ALWAYS_INLINE void pass(struct sim_context *c, struct walker *w, int setting) {
    const struct rule_route *r;
    if (!passes(c, w, setting, &r)) {
        c->output->remaining++;
        c->output->remained[setting]++;
    } else if (r->to == SIM_NONE) {
        tally_leaver(c, r, w->now);
        c->output->departed++;
    } else {
        double then = w->now;
        if (r->away)
            then += choice_away(c, r, w->stream, w->index, w->step, w->now);
        else
            c->output->events--; /* counted when it happens */
        flow_comes(c, w->stream, w->index, w->step, w->class_, w->level,
                   (int)(r - c->program->routes), then);
    }
}

void walk_pass(struct sim_context *c, struct walker *w, int setting) {
    pass(c, w, setting);
}

void walk_arrive(struct sim_context *c, const struct arrival *arrival) {
    if (c->network->needs) walk_need(c, arrival);
    struct walker w = walker_of(c, arrival);
    c->output->arrived++;
    pass(c, &w, c->program->streams[arrival->stream].setting);
}

/* ---- what it comes to ---- */

void walk_write(struct sim_context *c, size_t s) {
    struct sim_output *o = c->output;
    size_t days = (size_t)o->days;
    bool visits = c->places[s].kind == SIM_VISITS;
    int64_t present = c->places[s].present.count, held = 0, delayed = 0, queue = 0;
    double came = (double)o->began[s], went = 0;
    struct visiting visiting = {0, 0};
    int64_t before = 0; /* in a place when the day begins */
    for (size_t d = 0; d < days; d++) {
        const struct cell *cell = &c->places[s].cells[d];
        size_t at = s * days + d;
        o->arrivals[at] = cell->arrivals;
        o->entered[at] = cell->entered;
        o->left[at] = cell->left;
        o->in_standard[at] = cell->in_standard;
        o->out_standard[at] = cell->out_standard;
        o->present[at] = (double)(before * (int64_t)TICKS_A_DAY + cell->present) / TICKS_A_DAY;
        o->held[at] = (double)(held * (int64_t)TICKS_A_DAY + cell->held) / TICKS_A_DAY;
        o->delayed[at] = (double)(delayed * (int64_t)TICKS_A_DAY + cell->delayed) / TICKS_A_DAY;
        o->queue[at] = (double)(queue * (int64_t)TICKS_A_DAY + cell->queue) / TICKS_A_DAY;
        o->wait_sum[at] = cell->wait_sum;
        if (visits) o->visits[at] = visits_on(&visiting, &c->needs[at], d, present != 0);
        if (c->places[s].kind != SIM_OPEN) o->capacity[at] = engine_capacity(c, s, d);
        present += (int64_t)cell->entered - cell->left;
        before = present;
        held += cell->held_count;
        delayed += cell->delayed_count;
        queue += cell->queue_count;
        came += cell->arrivals;
        went += cell->left;
    }
    assert(came == went + (double)o->remained[s]);
}

bool walk_run(struct sim_context *c) {
    const struct sim_network *n = c->network;
    struct sim_output *o = c->output;
    size_t days = (size_t)n->days;
    for (size_t i = 0; i < n->initial_count && !stopped(c); i++) follow_initials(c, i, true);
    for (uint32_t s = 0; s < c->program->stream_count && !stopped(c); s++) follow_stream(c, s);
    if (stopped(c)) return false;
    for (size_t s = 0; s < n->setting_count; s++) walk_write(c, s);
    for (size_t i = 0; i < o->route_count * days; i++)
        if (o->route_counted[i / days]) o->route_delayed[i] /= TICKS_A_DAY;
    assert(o->arrived == o->departed + o->remaining);
    return true;
}
