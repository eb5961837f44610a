/* How people move: ask, wait, enter, stay, be delayed, leave, swap.
 *
 * SPDX-License-Identifier: MIT */
#include "choice.h"
#include "visits.h"

#include "random.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static void tally_begin(const struct sim_context *c, struct tally *t) {
    t->count++;
    t->ticks += c->rest;
}

static void tally_end(const struct sim_context *c, struct tally *t) {
    t->count--;
    t->ticks -= c->rest;
}

static struct random_block draw(const struct sim_context *c, const struct person *p,
                                enum random_purpose purpose) {
    return random_draw(c->seed, c->replication, p->stream, p->index, p->step, purpose);
}

/* Whatever lies beyond the end needs no event. */
static void schedule(struct sim_context *c, uint32_t who, double time) {
    c->people[who].event = time < c->horizon ? events_add(&c->events, time, who) : 0;
}

void flow_people_room(struct sim_context *c, size_t count) {
    if (count <= c->people_capacity) return;
    size_t capacity = c->people_capacity ? 2 * c->people_capacity : 1024;
    if (capacity < c->people_expected) capacity = c->people_expected;
    size_t bytes = capacity * sizeof *c->people + sizeof *c->people;
    char *memory = heap_new(bytes, 1);
    size_t past = (uintptr_t)memory % sizeof *c->people;
    struct person *people = (struct person *)(void *)(memory + (sizeof *c->people - past));
    if (c->people_used) memcpy(people, c->people, c->people_used * sizeof *people);
    free(c->people_memory);
    c->people_memory = memory;
    c->people = people;
    c->people_capacity = capacity;
    c->clients = heap_grow(c->clients, capacity, sizeof *c->clients);
}

uint32_t flow_person_new(struct sim_context *c) {
    uint32_t who = c->free_person;
    if (who != NOBODY) {
        c->free_person = c->people[who].next;
        return who;
    }
    flow_people_room(c, c->people_used + 1);
    return (uint32_t)c->people_used++;
}

static void person_free(struct sim_context *c, uint32_t who) {
    struct person *p = &c->people[who];
    p->stage = STAGE_NONE;
    p->event = 0;
    p->next = c->free_person;
    c->free_person = who;
}

static void person_gone(struct sim_context *c, uint32_t who) {
    person_free(c, who);
    c->output->departed++;
}

/* ---- queues ---- */

static struct queue *queue_of(const struct sim_context *c, const struct person *p) {
    struct place *to = &c->places[p->wants];
    return &to->queues[to->by_priority ? p->level : 0];
}

static uint32_t queue_head(const struct sim_context *c, const struct place *to) {
    int levels = to->by_priority ? c->program->level_count : 1;
    for (int level = 0; level < levels; level++)
        if (to->queues[level].head != NOBODY) return to->queues[level].head;
    return NOBODY;
}

static int edge_of(const struct sim_context *c, const struct person *p) {
    const struct program *program = c->program;
    if (p->place == SIM_NONE || program->edge_count == 0) return SIM_NONE;
    for (size_t e = program->first_edge[p->place]; e < program->first_edge[p->place + 1]; e++)
        if (program->edges[e].to == p->wants) return (int)e;
    return SIM_NONE;
}

static void queue_join(struct sim_context *c, uint32_t who) {
    struct person *p = &c->people[who];
    struct queue *q = queue_of(c, p);
    p->next = NOBODY;
    p->previous = q->tail;
    if (q->tail == NOBODY)
        q->head = who;
    else
        c->people[q->tail].next = who;
    q->tail = who;
    tally_begin(c, &c->places[p->wants].queue);
    int edge = edge_of(c, p);
    if (edge != SIM_NONE) c->edge_waiting[edge]++;
    p->stage = STAGE_QUEUE;
    p->event = 0;
}

static void queue_quit(struct sim_context *c, uint32_t who) {
    struct person *p = &c->people[who];
    struct queue *q = queue_of(c, p);
    if (p->previous == NOBODY)
        q->head = p->next;
    else
        c->people[p->previous].next = p->next;
    if (p->next == NOBODY)
        q->tail = p->previous;
    else
        c->people[p->next].previous = p->previous;
    tally_end(c, &c->places[p->wants].queue);
    int edge = edge_of(c, p);
    if (edge != SIM_NONE) c->edge_waiting[edge]--;
    p->event = 0;
}

/* ---- holding a place after the stay is over ---- */

static void hold_begin(struct sim_context *c, struct person *p) {
    if (p->held) return;
    p->held = true;
    tally_begin(c, &c->places[p->place].held);
    const struct rule_route *r = &c->program->routes[p->route];
    if (!r->counted) return;
    tally_begin(c, &c->places[p->place].delayed);
    tally_begin(c, &c->route_delayed[r->index]);
}

static void hold_end(struct sim_context *c, struct person *p) {
    if (!p->held) return;
    p->held = false;
    tally_end(c, &c->places[p->place].held);
    const struct rule_route *r = &c->program->routes[p->route];
    if (!r->counted) return;
    tally_end(c, &c->places[p->place].delayed);
    tally_end(c, &c->route_delayed[r->index]);
}

/* ---- places ---- */

static void left(struct place *from, double asked, double now) {
    from->left++;
    if (from->standard > 0 && asked == asked) { /* unknown (NAN) for those there at the beginning */
        if (now - asked <= from->standard)
            from->in_standard++;
        else
            from->out_standard++;
    }
}

void flow_mark(struct sim_context *c, int setting) {
    struct place *at = &c->places[setting];
    if (at->dirty) return;
    at->dirty = true;
    c->dirty[c->dirty_count++] = setting;
}

static void release(struct sim_context *c, uint32_t who, double now) {
    struct person *p = &c->people[who];
    flow_tell(c, p, SIM_TRACE_LEAVES, p->place, p->wants, now);
    struct place *from = &c->places[p->place];
    tally_end(c, &from->present);
    if (from->kind == SIM_VISITS) client_end(c, who);
    from->used--;
    left(from, p->asked, now);
    if (from->queue.count) flow_mark(c, p->place);
    p->place = SIM_NONE;
}

static void settle_in(struct sim_context *c, uint32_t who, double over, double left_days,
                      double now) {
    struct person *p = &c->people[who];
    struct place *at = &c->places[p->place];
    tally_begin(c, &at->present);
    p->stage = STAGE_STAY;
    p->wants = SIM_NONE;
    p->route = SIM_NONE;
    p->switched = p->held = false;
    if (at->kind == SIM_VISITS) {
        const struct rule_stay *stay = choice_stay(c, p->place, p->class_);
        double first = choice_first_visits(stay, c->day), last = choice_last_visits(stay, c->day);
        client_begin(c, who, first + over * (last - first), last, now + left_days);
    }
    schedule(c, who, now + left_days);
}

void flow_place_initial(struct sim_context *c, uint32_t who, int setting, double over,
                        double left_days) {
    struct person *p = &c->people[who];
    p->place = (int16_t)setting;
    p->route_draw = draw(c, p, RANDOM_STAY).word[RANDOM_ROUTE];
    p->step++;
    flow_tell(c, p, SIM_TRACE_BEGINS, setting, SIM_NONE, 0);
    c->places[setting].used++;
    settle_in(c, who, over, left_days, 0);
}

void flow_place_ready(struct sim_context *c, uint32_t who, int setting, int route) {
    struct person *p = &c->people[who];
    p->place = (int16_t)setting;
    p->step++;
    flow_tell(c, p, SIM_TRACE_BEGINS, setting, SIM_NONE, 0);
    struct place *at = &c->places[setting];
    at->used++;
    tally_begin(c, &at->present);
    p->route = route;
    if (at->kind != SIM_VISITS) return;
    double need = choice_last_visits(choice_stay(c, setting, p->class_), c->day);
    client_begin(c, who, need, need, 0);
    client_stay_over(c, who);
}

/* The person, who has a place promised and holds none, is there. */
static void enter(struct sim_context *c, uint32_t who, double now) {
    struct person *p = &c->people[who];
    int setting = p->wants;
    struct place *to = &c->places[setting];
    const struct rule_stay *stay = choice_stay(c, setting, p->class_);
    to->promises--;
    if (to->kind == SIM_VISITS)
        to->promised -= choice_first_visits(stay, c->clients[who].promised_on);
    to->entered++;
    to->wait_sum += (double)p->waited;
    c->output->wait_bins[((size_t)setting * (size_t)c->output->blocks + (size_t)(c->day / 30)) *
                             SIM_WAIT_BINS +
                         wait_bin((double)p->waited)]++;
    p->place = p->wants;
    double days;
    if (p->drawn) {
        days = sampler_of_first(&stay->time, p->asked, (size_t)c->day);
        p->drawn = false;
    } else {
        struct random_block block = draw(c, p, RANDOM_STAY);
        p->route_draw = block.word[RANDOM_ROUTE];
        days =
            sampler_on_day(&stay->time, random_stay(block.word[0], block.word[1]), (size_t)c->day);
    }
    p->asked = p->asked_next;
    p->step++;
    flow_tell(c, p, SIM_TRACE_ENTERS, setting, SIM_NONE, now);
    settle_in(c, who, 0, days, now);
}

static void promise(struct sim_context *c, uint32_t who, double now) {
    struct person *p = &c->people[who];
    struct place *to = &c->places[p->wants];
    to->used++;
    to->promises++;
    if (to->kind == SIM_VISITS) {
        c->clients[who].promised_on = c->day;
        to->promised += choice_first_visits(choice_stay(c, p->wants, p->class_), c->day);
    }
    p->waited = (float)(now - p->asked_next);
    if (p->place != SIM_NONE) hold_end(c, p);
}

/* The person, who is in no queue any more, gets a place and goes there as soon as it may. */
static void grant(struct sim_context *c, uint32_t who, double now) {
    promise(c, who, now);
    struct person *p = &c->people[who];
    if (p->place != SIM_NONE) {
        double then = choice_may_leave(c, p->place, now);
        if (then > now) {
            p->stage = STAGE_MOVING;
            schedule(c, who, then);
            return;
        }
        release(c, who, now);
    }
    enter(c, who, now);
}

/* ---- rings ---- */

/* The first in the queue of an edge's end who holds a place at its beginning. */
static uint32_t first_on_edge(const struct sim_context *c, const struct rule_edge *edge) {
    const struct place *to = &c->places[edge->to];
    int levels = to->by_priority ? c->program->level_count : 1;
    for (int level = 0; level < levels; level++)
        for (uint32_t w = to->queues[level].head; w != NOBODY; w = c->people[w].next)
            if (c->people[w].place == edge->from) return w;
    assert(0 && "an edge counts somebody who is not in the queue");
    return NOBODY;
}

/* The ring that closes with a person who waits: the shortest way from the setting that it wants to
 * the one that it holds, along edges on which somebody waits. Fills c->ring and returns its length,
 * 0 where there is none. */
static size_t find_ring(struct sim_context *c, uint32_t who) {
    const struct program *program = c->program;
    int from = c->people[who].place, to = c->people[who].wants;
    size_t length = 0;
    c->ring[length++] = who;
    if (from == to) return length;
    for (int s = 0; s < program->setting_count; s++) c->came_by[s] = SIM_NONE;
    int first = 0, count = 0;
    c->search[count++] = to;
    while (first < count && c->came_by[from] == SIM_NONE) {
        int s = c->search[first++];
        for (size_t e = program->first_edge[s]; e < program->first_edge[s + 1]; e++) {
            int next = program->edges[e].to;
            if (!c->edge_waiting[e] || next == to || c->came_by[next] != SIM_NONE) continue;
            c->came_by[next] = (int)e;
            c->search[count++] = next;
        }
    }
    if (c->came_by[from] == SIM_NONE) return 0;
    for (int s = from; s != to; s = program->edges[c->came_by[s]].from)
        c->ring[length++] = first_on_edge(c, &program->edges[c->came_by[s]]);
    return length;
}

/* In a setting of visits a swap must keep within the budget. */
static bool ring_fits(const struct sim_context *c, size_t length) {
    if (c->network->unlimited) return true;
    for (size_t i = 0; i < length; i++) {
        const struct person *p = &c->people[c->ring[i]];
        const struct place *to = &c->places[p->wants];
        if (to->kind != SIM_VISITS) continue;
        double first = choice_first_visits(choice_stay(c, p->wants, p->class_), c->day);
        double given_up = 0;
        for (size_t k = 0; k < length; k++) {
            const struct client *client = &c->clients[c->ring[k]];
            if (c->people[c->ring[k]].place == p->wants && client->day != c->day)
                given_up = client_need(c, client);
        }
        if (to->needed + to->spent + to->promised + first - given_up > to->budget + BUDGET_SLACK)
            return false;
    }
    return true;
}

/* People who hold each other's places swap at once, whatever the hours of leaving. */
static bool exchange(struct sim_context *c, uint32_t who, double now) {
    size_t length = find_ring(c, who);
    if (length == 0 || !ring_fits(c, length)) return false;
    for (size_t i = 0; i < length; i++) {
        queue_quit(c, c->ring[i]);
        promise(c, c->ring[i], now);
    }
    for (size_t i = 0; i < length; i++) {
        const struct person *p = &c->people[c->ring[i]];
        flow_tell(c, p, SIM_TRACE_SWAPS, p->place, p->wants, now);
        release(c, c->ring[i], now);
    }
    for (size_t i = 0; i < length; i++) enter(c, c->ring[i], now);
    c->output->exchanges += length;
    return true;
}

void flow_ring_of_head(struct sim_context *c, int setting, double now) {
    uint32_t who = queue_head(c, &c->places[setting]);
    if (who != NOBODY && edge_of(c, &c->people[who]) != SIM_NONE) exchange(c, who, now);
}

/* ---- asking, waiting, leaving ---- */

/* Leaves the place for the setting in `wants`, or the system. */
static void leave(struct sim_context *c, uint32_t who, double now) {
    struct person *p = &c->people[who];
    release(c, who, now);
    const struct rule_route *r = &c->program->routes[p->route];
    if (p->wants == SIM_NONE) {
        tally_leaver(c, r, now);
        person_gone(c, who);
        return;
    }
    if (!r->away) {
        flow_ask(c, who, p->wants, now);
        return;
    }
    p->stage = STAGE_AWAY;
    schedule(c, who, now + choice_away(c, r, p->stream, p->index, p->step, now));
}

static void leave_when_allowed(struct sim_context *c, uint32_t who, int wants, double now) {
    struct person *p = &c->people[who];
    p->wants = (int16_t)wants;
    hold_end(c, p);
    double then = choice_may_leave(c, p->place, now);
    if (then > now) {
        p->stage = STAGE_LEAVING;
        schedule(c, who, then);
    } else {
        leave(c, who, now);
    }
}

/* Stops waiting (the person is in no queue any more) and tries the other setting. */
static void turn_to(struct sim_context *c, uint32_t who, int other, double now) {
    struct person *p = &c->people[who];
    left(&c->places[p->wants], p->asked_next, now);
    p->drawn = false; /* the draw was made for the other setting */
    if (other != SIM_NONE) {
        flow_ask(c, who, other, now);
    } else if (p->place != SIM_NONE) {
        leave_when_allowed(c, who, SIM_NONE, now);
    } else {
        person_gone(c, who);
    }
}

/* Gives the record back and passes a direct setting. */
static void pass(struct sim_context *c, uint32_t who, int setting, double now) {
    const struct person *p = &c->people[who];
    struct walker w = {.stream = p->stream,
                       .index = p->index,
                       .step = p->step,
                       .class_ = p->class_,
                       .place = SIM_NONE,
                       .level = p->level,
                       .now = now};
    person_free(c, who);
    walk_pass(c, &w, setting);
}

/* The wait of a person in no queue any more is over without a place. */
static void wait_over(struct sim_context *c, uint32_t who, enum wait_end end, double now) {
    struct person *p = &c->people[who];
    static const enum sim_trace_what whats[] = {SIM_TRACE_SWITCHES, SIM_TRACE_OVERFLOWS,
                                                SIM_TRACE_GIVES_UP};
    const struct sim_setting *at = &c->network->settings[p->wants];
    flow_tell(c, p, whats[end], p->place, p->wants, now);
    if (end == WAIT_SWITCH) {
        p->switched = true;
        turn_to(c, who, c->program->routes[p->route].switch_to, now);
    } else {
        turn_to(c, who, end == WAIT_OVERFLOW ? at->overflow_to : at->give_up_to, now);
    }
}

void flow_comes(struct sim_context *c, uint32_t stream, uint32_t index, uint32_t step, int class_,
                uint8_t level, int route, double then) {
    uint32_t who = flow_person_new(c);
    c->people[who] = (struct person){.stream = stream,
                                     .index = index,
                                     .step = step & INT32_MAX,
                                     .class_ = (uint16_t)class_,
                                     .level = level,
                                     .next = NOBODY,
                                     .previous = NOBODY,
                                     .place = SIM_NONE,
                                     .wants = (int16_t)c->program->routes[route].to,
                                     .route = route,
                                     .stage = STAGE_AWAY};
    schedule(c, who, then);
}

static void ask(struct sim_context *c, uint32_t who, int setting, double since, double now) {
    struct person *p = &c->people[who];
    struct place *to = &c->places[setting];
    if (to->cells) {
        pass(c, who, setting, now);
        return;
    }
    p->wants = (int16_t)setting;
    p->asked_next = since;
    flow_tell(c, p, SIM_TRACE_ASKS, p->place, setting, now);
    to->arrivals++;
    if (to->queue.count == 0 && choice_fits(c, to, setting, p->class_)) {
        grant(c, who, now);
        return;
    }
    int other = choice_overflow(c, setting, p->class_);
    if (other != SIM_NONE) {
        flow_tell(c, p, SIM_TRACE_OVERFLOWS, p->place, setting, now);
        turn_to(c, who, other, now);
        return;
    }
    enum wait_end end = WAIT_SWITCH;
    double limit = choice_wait(c, p, setting, now, &end);
    if (limit <= 0) {
        wait_over(c, who, end, now);
        return;
    }
    queue_join(c, who);
    flow_tell(c, p, SIM_TRACE_WAITS, p->place, setting, now);
    if (p->place != SIM_NONE) hold_begin(c, p);
    if (edge_of(c, p) != SIM_NONE && exchange(c, who, now)) return;
    if (limit < HUGE_VAL) {
        p->wait_end = (unsigned)end & 3;
        schedule(c, who, now + limit);
    }
}

void flow_ask(struct sim_context *c, uint32_t who, int setting, double now) {
    ask(c, who, setting, now, now);
}

void flow_ask_since(struct sim_context *c, uint32_t who, int setting, double since) {
    ask(c, who, setting, since, 0);
}

void flow_settle(struct sim_context *c, double now) {
    while (c->dirty_count) {
        int setting = c->dirty[--c->dirty_count];
        struct place *to = &c->places[setting];
        to->dirty = false;
        for (;;) {
            uint32_t who = queue_head(c, to);
            if (who == NOBODY || !choice_fits(c, to, setting, c->people[who].class_)) break;
            queue_quit(c, who);
            grant(c, who, now);
        }
    }
}

static void search_next(struct sim_context *c, uint32_t who, double now) {
    const struct rule_route *r = &c->program->routes[c->people[who].route];
    if (r->holds)
        flow_ask(c, who, r->to, now);
    else
        leave_when_allowed(c, who, r->to, now);
}

static void stay_over(struct sim_context *c, uint32_t who, double now) {
    struct person *p = &c->people[who];
    if (c->places[p->place].kind == SIM_VISITS) client_stay_over(c, who);
    p->route = (int32_t)choice_route(c, choice_stay(c, p->place, p->class_), p->route_draw,
                                     (size_t)c->day);
    flow_tell(c, p, SIM_TRACE_STAY_OVER, p->place, c->program->routes[p->route].to, now);
    const struct rule_route *r = &c->program->routes[p->route];
    if (!r->delay) {
        search_next(c, who, now);
        return;
    }
    hold_begin(c, p);
    p->stage = STAGE_DELAY;
    struct random_block block = draw(c, p, RANDOM_DELAY);
    double days =
        sampler_on_day(r->delay, random_uniform(block.word[0], block.word[1]), (size_t)c->day);
    schedule(c, who, now + days);
}

void flow_event(struct sim_context *c, uint32_t who, double now) {
    struct person *p = &c->people[who];
    switch ((enum stage)p->stage) {
    case STAGE_STAY:
        stay_over(c, who, now);
        break;
    case STAGE_DELAY:
        flow_tell(c, p, SIM_TRACE_DELAY_OVER, p->place, c->program->routes[p->route].to, now);
        search_next(c, who, now);
        break;
    case STAGE_MOVING:
        release(c, who, now);
        enter(c, who, now);
        break;
    case STAGE_LEAVING:
        leave(c, who, now);
        break;
    case STAGE_AWAY:
        flow_ask(c, who, p->wants, now);
        break;
    case STAGE_QUEUE:
        queue_quit(c, who);
        wait_over(c, who, (enum wait_end)p->wait_end, now);
        break;
    case STAGE_NONE:
        assert(0 && "an event of nobody");
        break;
    }
}
