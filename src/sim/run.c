/* Moves time: arrivals, the calendar of events, the beginning and end of hours and days.
 *
 * SPDX-License-Identifier: MIT */
#include "arrivals.h"

#include "base/limits.h"
#include "random.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STOP_CHECK_EVENTS 4096

static bool stopped(const struct sim_context *c) {
    return c->stop && __atomic_load_n(c->stop, __ATOMIC_RELAXED);
}

struct sim_context *sim_context_new(void) {
    struct sim_context *c = heap_new(1, sizeof *c);
    c->arena = arena_new();
    return c;
}

void sim_context_free(struct sim_context *c) {
    if (!c) return;
    void *all[] = {c->events.heap,   c->events.slots,   c->events.days,    c->events.chunks,
                   c->people_memory, c->clients,        c->places,         c->queues,
                   c->streams,       c->route_delayed,  c->edge_waiting,   c->dirty,
                   c->search,        c->came_by,        c->ring,           c->cells,
                   c->needs,         c->stocks,         c->free,           c->arrivals.times,
                   c->arrivals.list, c->arrivals.drawn, c->arrivals.counts};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) free(all[i]);
    arena_free(c->arena);
    free(c);
}

void sim_context_trace(struct sim_context *context, const struct sim_trace *trace) {
    context->trace = trace;
}

/* ---- before the first day ---- */

/* Zeroed memory for count things; used again where it is large enough. */
static void *fresh(void *memory, size_t *capacity, size_t count, size_t size) {
    if (count + 1 > *capacity) {
        *capacity = count + 1;
        memory = heap_grow(memory, *capacity, size);
    }
    memset(memory, 0, (count + 1) * size);
    return memory;
}

/* Only what is not written for every setting on every day. */
static void clear_output(struct sim_output *o, const struct sim_network *network) {
    size_t cells = o->setting_count * (size_t)o->days;
    memset(o->visits, 0, cells * sizeof(double));
    memset(o->tallied, 0, cells * sizeof(double));
    memset(o->capacity, 0, cells * sizeof(double));
    for (size_t r = 0; r < o->route_count; r++) {
        bool counted = network->routes[r].counted;
        if (counted || o->route_counted[r])
            memset(o->route_delayed + r * (size_t)o->days, 0, (size_t)o->days * sizeof(double));
        o->route_counted[r] = counted;
    }
    memset(o->wait_bins, 0,
           o->setting_count * (size_t)o->blocks * SIM_WAIT_BINS * sizeof(uint32_t));
    if (!network->needs) memset(o->needed, 0, cells * sizeof(double));
    memset(o->began, 0, o->setting_count * sizeof(uint64_t));
    memset(o->remained, 0, o->setting_count * sizeof(uint64_t));
    o->from_day = 0;
    o->events = o->exchanges = o->arrived = o->departed = o->remaining = 0;
}

/* So that a slot holds a few events: an arrival brings two or three, and none to a direct setting.
 */
static size_t slots_per_day(const struct program *program) {
    const struct sim_network *n = program->network;
    double arrivals = 0;
    for (size_t i = 0; i < program->stream_count; i++)
        if (!program->direct[program->streams[i].setting])
            arrivals += program->streams[i].rate[n->days / 2];
    double slots = ceil(arrivals);
    return slots < 1 ? 1 : slots > 100000 ? 100000 : (size_t)slots;
}

/* Days for the settings whose people are followed one by one, and when their places are free. */
static void prepare_cells(struct sim_context *c, bool walk) {
    const struct sim_network *n = c->network;
    const bool *direct = c->program->direct;
    size_t days = (size_t)n->days, rows = 0, places = 0;
#define FOLLOWED(s) (walk || (direct[s] && !c->by_events && !c->trace))
    for (size_t s = 0; s < n->setting_count; s++) {
        if (!FOLLOWED(s)) continue;
        rows++;
        if (!walk && n->settings[s].kind == SIM_PLACES)
            places += (size_t)llround(n->settings[s].capacity[0]);
    }
    c->cells = fresh(c->cells, &c->cell_capacity, rows * days, sizeof *c->cells);
    c->free = fresh(c->free, &c->free_capacity, places, sizeof *c->free);
    rows = places = 0;
    for (size_t s = 0; s < n->setting_count; s++) {
        if (!FOLLOWED(s)) continue;
        struct place *at = &c->places[s];
        at->cells = c->cells + rows++ * days;
        if (walk || at->kind != SIM_PLACES) continue;
        at->room = llround(n->settings[s].capacity[0]);
        at->free = c->free + places;
        places += (size_t)at->room;
    }
#undef FOLLOWED
}

static void prepare(struct sim_context *c, const struct program *program, bool walk) {
    const struct sim_network *n = program->network;
    size_t settings = n->setting_count, levels = (size_t)program->level_count;
    c->program = program;
    c->network = n;
    c->has_clients = false;
    for (size_t s = 0; s < n->setting_count; s++)
        c->has_clients |= n->settings[s].kind == SIM_VISITS;
    size_t cells = settings * (size_t)n->days;
    if (n->needs) c->stocks = fresh(c->stocks, &c->stock_capacity, cells, sizeof *c->stocks);
    if (c->has_clients && (walk || n->needs))
        c->needs = fresh(c->needs, &c->needs_capacity, cells, sizeof *c->needs);
    if (!walk) events_begin(&c->events, (size_t)n->days, slots_per_day(program));
    c->people_used = c->people_expected = 0;
    for (size_t i = 0; i < n->initial_count; i++)
        c->people_expected += (size_t)(1.125 * n->initials[i].persons);
    c->free_person = NOBODY;
    size_t same = c->place_capacity;
    c->places = fresh(c->places, &c->place_capacity, settings, sizeof *c->places);
    size_t capacity = same;
    c->dirty = fresh(c->dirty, &capacity, settings, sizeof *c->dirty);
    capacity = same;
    c->search = fresh(c->search, &capacity, settings, sizeof *c->search);
    capacity = same;
    c->came_by = fresh(c->came_by, &capacity, settings, sizeof *c->came_by);
    capacity = same;
    c->ring = fresh(c->ring, &capacity, settings, sizeof *c->ring);
    c->dirty_count = 0;
    c->queues = fresh(c->queues, &c->queue_capacity, settings * levels, sizeof *c->queues);
    c->streams = fresh(c->streams, &c->stream_capacity, program->stream_count, sizeof *c->streams);
    c->route_delayed =
        fresh(c->route_delayed, &c->route_capacity, n->route_count, sizeof *c->route_delayed);
    c->edge_waiting =
        fresh(c->edge_waiting, &c->edge_capacity, program->edge_count, sizeof *c->edge_waiting);
    for (size_t i = 0; i < settings * levels; i++) c->queues[i] = (struct queue){NOBODY, NOBODY};
    for (size_t s = 0; s < settings; s++) {
        const struct sim_setting *setting = &n->settings[s];
        c->places[s].kind = setting->kind;
        c->places[s].by_priority = setting->by_priority;
        c->places[s].standard = setting->standard_days;
        c->places[s].any_time = program->any_time[s];
        c->places[s].queues = c->queues + s * levels;
    }
    prepare_cells(c, walk);
}

/* ---- arrivals ---- */

static uint32_t new_person(struct sim_context *c, uint32_t stream, uint32_t index, int class_,
                           int level) {
    uint32_t who = flow_person_new(c);
    c->people[who] = (struct person){.stream = stream,
                                     .index = index,
                                     .class_ = (uint16_t)class_,
                                     .level = (uint8_t)level,
                                     .next = NOBODY,
                                     .previous = NOBODY,
                                     .place = SIM_NONE,
                                     .wants = SIM_NONE,
                                     .route = SIM_NONE,
                                     .stage = STAGE_QUEUE};
    c->output->arrived++;
    if (c->trace && c->traced < c->trace->people && c->day >= c->trace->from_day) {
        c->people[who].traced = true;
        c->traced++;
    }
    return who;
}

static void arrive(struct sim_context *c, const struct arrival *arrival) {
    const struct rule_stream *s = &c->program->streams[arrival->stream];
    if (c->places[s->setting].cells) {
        walk_arrive(c, arrival);
        return;
    }
    uint32_t who = new_person(c, arrival->stream, arrival->index, s->class_, s->level);
    struct person *p = &c->people[who];
    p->drawn = true;
    p->asked = arrival->stay;
    p->route_draw = arrival->route_draw;
    if (c->network->needs) walk_need(c, arrival);
    flow_ask(c, who, s->setting, arrival->time);
}

/* ---- those who are there at the beginning ---- */

double initial_remaining(const struct sim_context *c, size_t i, uint32_t k, double *over) {
    const struct sim_initial *initial = &c->network->initials[i];
    const struct rule_stay *stay =
        &c->program->stays[initial->setting * c->program->class_count + initial->class_];
    uint32_t stream = (uint32_t)(c->program->stream_count + i);
    struct random_block block = random_draw(c->seed, c->replication, stream, k, 0, RANDOM_STAY);
    double u = random_stay(block.word[0], block.word[1]);
    *over = 0;
    if (initial->remaining) return sampler_quantile(&c->program->remaining[i], u);
    const struct sampler *time = stay->first ? stay->first : &stay->time;
    double scale = stay->time.scale_by_day ? stay->time.scale_by_day[0] : 1;
    if (initial->so_far_known) {
        double left = scale > 0 ? scale * sampler_after(time, u, initial->so_far / scale) : 0;
        *over = initial->so_far / fmax(initial->so_far + left, 1e-9);
        return left;
    }
    struct random_block part = random_draw(c->seed, c->replication, stream, k, 0, RANDOM_DELAY);
    *over = random_uniform(part.word[2], part.word[3]);
    return scale * sampler_remaining(time, u, over);
}

static void place_initial(struct sim_context *c, size_t i) {
    const struct sim_initial *initial = &c->network->initials[i];
    uint32_t stream = (uint32_t)(c->program->stream_count + i);
    for (uint32_t k = 0; k < (uint32_t)initial->persons; k++) {
        uint32_t who = new_person(c, stream, k, initial->class_, c->program->initial_levels[i]);
        c->output->began[initial->setting]++;
        if (initial->waiting) {
            flow_ask_since(c, who, initial->setting, -initial_waited(c, initial));
            c->places[initial->setting].arrivals--; /* counted as having begun there */
            continue;
        }
        c->people[who].asked = initial_asked(initial);
        if (initial->ready) {
            flow_place_ready(c, who, initial->setting, c->program->ready[i]);
            c->output->began[initial->to]++;
            flow_ask_since(c, who, initial->to, -initial_waited(c, initial));
            c->places[initial->to].arrivals--;
            continue;
        }
        double over, left = initial_remaining(c, i, k, &over);
        flow_place_initial(c, who, initial->setting, over, left);
    }
}

/* ---- hours and days ---- */

/* The nearest whole number, as llround has it, of a capacity, which is not negative. */
static int64_t whole_places(double capacity) {
    int64_t whole = (int64_t)capacity;
    return whole + (capacity - (double)whole >= 0.5);
}

static void open_places(struct sim_context *c, int setting, size_t slot) {
    struct place *at = &c->places[setting];
    const struct sim_setting *s = &c->network->settings[setting];
    bool closed = s->takes_in && !s->takes_in[c->day];
    if (s->kind == SIM_PLACES) {
        int64_t before = at->room;
        at->room = closed ? 0 : whole_places(s->capacity[slot]);
        if (at->room > before && at->queue.count) flow_mark(c, setting);
    } else if (s->kind == SIM_VISITS) {
        at->budget = closed ? -1 : s->capacity[slot];
        if (at->queue.count) flow_mark(c, setting);
    }
}

static void begin_day(struct sim_context *c, int day) {
    c->day = day;
    c->day_end = day + 1;
    double now = day;
    flow_now(c, now);
    bool limited = !c->network->unlimited;
    for (size_t s = 0; s < c->network->setting_count; s++) {
        struct place *at = &c->places[s];
        if (at->cells) continue;
        if (at->kind == SIM_VISITS) {
            if (day > 0) at->needed += at->slope;
            if (at->present.count == 0) at->needed = at->slope = 0;
        }
        if (limited && at->kind != SIM_OPEN)
            open_places(c, (int)s,
                        c->network->settings[s].capacity_by_hour ? (size_t)day * 24 : (size_t)day);
    }
    flow_settle(c, now);
    if (limited && c->has_clients)
        for (size_t s = 0; s < c->network->setting_count; s++)
            if (c->places[s].kind == SIM_VISITS && c->places[s].queue.count) {
                flow_ring_of_head(c, (int)s, now);
                flow_settle(c, now);
            }
}

static double take_day(struct tally *tally) {
    double day = (double)tally->ticks / TICKS_A_DAY;
    tally->ticks = tally->count * (int64_t)TICKS_A_DAY; /* until something changes */
    return day;
}

double engine_capacity(const struct sim_context *c, size_t setting, size_t day) {
    const struct sim_setting *s = &c->network->settings[setting];
    if (!s->capacity_by_hour) return s->capacity[day];
    double sum = 0;
    for (size_t h = 0; h < 24; h++) sum += s->capacity[day * 24 + h];
    return sum / 24;
}

static void end_day(struct sim_context *c) {
    struct sim_output *o = c->output;
    size_t days = (size_t)o->days, day = (size_t)c->day;
    for (size_t s = 0; s < c->network->setting_count; s++) {
        struct place *at = &c->places[s];
        if (at->cells) continue;
        size_t cell = s * days + day;
        o->present[cell] = take_day(&at->present);
        o->queue[cell] = take_day(&at->queue);
        o->held[cell] = take_day(&at->held);
        o->delayed[cell] = take_day(&at->delayed);
        o->arrivals[cell] = at->arrivals;
        o->entered[cell] = at->entered;
        o->left[cell] = at->left;
        o->wait_sum[cell] = at->wait_sum;
        o->in_standard[cell] = at->in_standard;
        o->out_standard[cell] = at->out_standard;
        if (at->kind == SIM_VISITS) {
            o->visits[cell] = fmax(0, at->needed) + at->spent;
            at->spent = 0;
        }
        if (at->kind != SIM_OPEN) o->capacity[cell] = engine_capacity(c, s, day);
        at->arrivals = at->entered = at->left = at->wait_sum = at->in_standard = at->out_standard =
            0;
    }
    for (size_t r = 0; r < o->route_count; r++) {
        if (!o->route_counted[r]) continue;
        double *delayed = &o->route_delayed[r * days + day]; /* ticks of direct settings */
        *delayed = take_day(&c->route_delayed[r]) + *delayed / TICKS_A_DAY;
    }
}

/* Asks for a person's record before its event is due: memory answers while others move. */
static inline void come_near(const void *user, uint64_t tag) {
    const struct sim_context *c = user;
    __builtin_prefetch(&c->people[tag & EVENT_WHO], 1);
}

/* Events before a moment, arrivals among them; false when the run is to stop, of which only one
 * with many events asks here: run_events asks every day. */
static bool run_until(struct sim_context *c, double end) {
    uint32_t taken = 0;
    for (;;) {
        double next = c->arrivals.next->time;
        struct event event;
        if (events_before(&c->events, next < end ? next : end, come_near, c, &event)) {
            events_take(&c->events, event);
            uint32_t who = (uint32_t)(event.tag & EVENT_WHO);
            if (c->people[who].event != event.tag) continue;
            flow_now(c, event.time);
            flow_event(c, who, event.time);
            if (c->dirty_count) flow_settle(c, event.time);
        } else if (next < end) {
            if (c->people_used >= LIMIT_PEOPLE && c->free_person == NOBODY) return false;
            flow_now(c, next);
            arrive(c, c->arrivals.next);
            arrivals_advance(c);
            if (c->dirty_count) flow_settle(c, next);
        } else {
            return true;
        }
        c->output->events++;
        if (++taken % STOP_CHECK_EVENTS == 0 && stopped(c)) return false;
    }
}

/* Nobody is lost: what came is what went and what is there, at each setting and in all. */
static void check_conservation(struct sim_context *c) {
    struct sim_output *o = c->output;
    size_t days = (size_t)o->days;
    uint64_t inside = 0;
    for (size_t i = 0; i < c->people_used; i++) inside += c->people[i].stage != STAGE_NONE;
    o->remaining += inside;
    assert(o->arrived == o->departed + o->remaining);
    for (size_t s = 0; s < o->setting_count; s++) {
        const struct place *at = &c->places[s];
        if (at->cells) {
            walk_write(c, s);
            continue;
        }
        double came = (double)o->began[s], went = 0;
        for (size_t d = 0; d < days; d++) {
            came += o->arrivals[s * days + d];
            went += o->left[s * days + d];
        }
        o->remained[s] = (uint64_t)(at->present.count + at->queue.count + at->promises);
        assert(came == went + (double)o->remained[s]);
        assert(at->used == at->present.count + at->promises);
    }
}

void engine_first(struct sim_context *c) {
    const struct sim_network *n = c->network;
    c->day = 0;
    c->day_end = 1;
    flow_now(c, 0);
    for (size_t i = 0; i < n->initial_count; i++)
        if (!n->initials[i].waiting && !n->initials[i].ready) place_initial(c, i);
    for (size_t i = 0; i < n->initial_count; i++)
        if (n->initials[i].waiting || n->initials[i].ready) place_initial(c, i);
    if (n->needs) walk_need_initials(c);
    arrivals_begin(c);
}

static bool run_day(struct sim_context *c, int day) {
    bool going = !stopped(c);
    if (!c->program->hourly_count || c->network->unlimited) return going && run_until(c, day + 1);
    for (int hour = 0; hour < 24 && going; hour++) {
        double now = day + hour / 24.0;
        for (size_t i = 0; hour && i < c->program->hourly_count; i++)
            open_places(c, c->program->hourly[i], (size_t)(day * 24 + hour));
        flow_now(c, now);
        flow_settle(c, now);
        going = run_until(c, hour < 23 ? day + (hour + 1) / 24.0 : day + 1);
    }
    return going;
}

bool engine_days(struct sim_context *c, int from, int to, struct err *err) {
    for (int day = from; day < to; day++) {
        if (day > 0) events_day(&c->events, (size_t)day);
        begin_day(c, day);
        bool going = run_day(c, day);
        if (!going && stopped(c)) return err_set(err, ERR_INPUT, "the simulation was stopped");
        if (!going)
            return err_set(
                err, ERR_TOO_LARGE,
                "more than %d people are in the system on day %d: queues grow without end",
                LIMIT_PEOPLE, day);
        end_day(c);
    }
    return true;
}

void engine_last(struct sim_context *c) {
    check_conservation(c);
    if (c->network->needs) walk_need_write(c);
}

static void begin(struct sim_context *c, const struct program *program, bool walk, uint64_t seed,
                  uint32_t replication, const volatile bool *stop, struct sim_output *output) {
    c->traced = 0;
    prepare(c, program, walk);
    clear_output(output, program->network);
    c->output = output;
    c->seed = seed;
    c->replication = replication;
    c->until = program->network->days;
    c->horizon = c->until;
    c->stop = stop;
}

void engine_prepare(struct sim_context *c, const struct program *program, uint64_t seed,
                    uint32_t replication, const volatile bool *stop, struct sim_output *output) {
    begin(c, program, false, seed, replication, stop, output);
}

bool engine_run(struct sim_context *c, const struct program *program, uint64_t seed,
                uint32_t replication, const volatile bool *stop, struct sim_output *output,
                struct err *err) {
    const struct sim_network *n = program->network;
    bool walk = n->unlimited && !c->by_events && !c->trace;
    begin(c, program, walk, seed, replication, stop, output);
    if (walk) return walk_run(c) || err_set(err, ERR_INPUT, "the simulation was stopped");
    engine_first(c);
    if (!engine_days(c, 0, n->days, err)) return false;
    engine_last(c);
    return true;
}

bool sim_run(struct sim_context *c, const struct sim_network *network, uint64_t seed,
             uint32_t replication, const volatile bool *stop, struct sim_output *output,
             struct err *err) {
    arena_reset(c->arena);
    return engine_run(c, program_new(c->arena, network), seed, replication, stop, output, err);
}
