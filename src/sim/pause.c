/* Stops a run before a day and goes on with it; see pause.h.
 *
 * What a run knows is passed through a tape, in one order for both ways: written by the run that
 * stops, read by one that goes on, whose program differs in later days only and so has the same
 * shape.
 *
 * SPDX-License-Identifier: MIT */
#include "pause.h"

#include "arrivals.h"
#include "fingerprint.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct sim_pause {
    uint64_t seed, fingerprint;
    uint32_t replication;
    int day;
    unsigned char *bytes;
    size_t count, capacity;
};

struct tape {
    struct sim_pause *written; /* NULL: is read */
    const unsigned char *at;   /* where it is read */
};

/* ---- the tape ---- */

static void pass(struct tape *tape, void *memory, size_t bytes) {
    struct sim_pause *p = tape->written;
    if (bytes == 0) return;
    if (!p) {
        memcpy(memory, tape->at, bytes);
        tape->at += bytes;
        return;
    }
    if (p->count + bytes > p->capacity) {
        p->capacity = p->capacity + p->capacity / 2 + bytes;
        p->bytes = heap_grow(p->bytes, p->capacity, 1);
    }
    memcpy(p->bytes + p->count, memory, bytes);
    p->count += bytes;
}

/* Memory of whole words of eight bytes, many of which are zero: runs of zeros are told by their
 * length. */
static void pass_sparse(struct tape *tape, void *memory, size_t bytes) {
    static const uint64_t zero;
    unsigned char *at = memory, *end = at + bytes;
#define IS_ZERO(at) (memcmp((at), &zero, sizeof zero) == 0)
    while (at < end) {
        uint32_t run[2] = {0, 0}; /* words that are zero, and words that come after them */
        if (tape->written) {
            unsigned char *word = at;
            while (word < end && IS_ZERO(word)) word += sizeof zero;
            run[0] = (uint32_t)((size_t)(word - at) / sizeof zero);
            unsigned char *rest = word;
            while (rest < end && !IS_ZERO(rest)) rest += sizeof zero;
            run[1] = (uint32_t)((size_t)(rest - word) / sizeof zero);
        }
        pass(tape, run, sizeof run);
        if (!tape->written) memset(at, 0, run[0] * sizeof zero);
        at += run[0] * sizeof zero;
        pass(tape, at, run[1] * sizeof zero);
        at += run[1] * sizeof zero;
    }
#undef IS_ZERO
}

/* ---- what is passed ---- */

static bool any_followed(const struct sim_context *c) {
    for (size_t s = 0; s < c->network->setting_count; s++)
        if (c->places[s].cells) return true;
    return false;
}

/* The days so far; of settings whose people are followed one by one what is told of later days. */
static void pass_output(struct tape *tape, struct sim_context *c, size_t day) {
    struct sim_output *o = c->output;
    size_t days = (size_t)o->days, ahead = any_followed(c) ? days : day;
    uint64_t *sums[] = {&o->events, &o->exchanges, &o->arrived, &o->departed, &o->remaining};
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) pass(tape, sums[i], sizeof *sums[i]);
    double *all[] = {o->arrivals, o->entered, o->left,     o->present,     o->queue,       o->held,
                     o->delayed,  o->visits,  o->wait_sum, o->in_standard, o->out_standard};
    for (size_t s = 0; s < o->setting_count; s++) {
        for (size_t i = 0; i < sizeof all / sizeof all[0] && !c->places[s].cells; i++)
            pass_sparse(tape, all[i] + s * days, day * sizeof(double));
        pass_sparse(tape, o->tallied + s * days, ahead * sizeof(double));
        pass_sparse(tape, o->wait_bins + s * (size_t)o->blocks * SIM_WAIT_BINS,
                    (ahead + 29) / 30 * SIM_WAIT_BINS * sizeof(uint32_t));
        for (size_t d = 0; d < day && !tape->written; d++)
            if (c->places[s].kind != SIM_OPEN) o->capacity[s * days + d] = engine_capacity(c, s, d);
    }
    for (size_t r = 0; r < o->route_count; r++)
        if (o->route_counted[r])
            pass_sparse(tape, o->route_delayed + r * days, ahead * sizeof(double));
    pass(tape, o->began, o->setting_count * sizeof *o->began);
    pass(tape, o->remained, o->setting_count * sizeof *o->remained);
}

static void pass_people(struct tape *tape, struct sim_context *c) {
    size_t people = c->people_used;
    pass(tape, &people, sizeof people);
    if (!tape->written) c->people_expected = people;
    flow_people_room(c, people);
    c->people_used = people;
    pass(tape, &c->free_person, sizeof c->free_person);
    pass(tape, c->people, people * sizeof *c->people);
    if (c->has_clients) pass(tape, c->clients, people * sizeof *c->clients);
}

/* Between days, when all events wait in the lists of days. */
static void pass_events(struct tape *tape, struct events *q) {
    assert(q->count == 0 && q->row_count == 0);
    size_t chunks = q->chunk_count;
    pass(tape, &chunks, sizeof chunks);
    if (chunks > q->chunk_capacity) {
        q->chunk_capacity = chunks + chunks / 8;
        q->chunks = heap_grow(q->chunks, q->chunk_capacity, sizeof *q->chunks);
    }
    q->chunk_count = chunks;
    pass(tape, q->chunks, chunks * sizeof *q->chunks);
    pass(tape, q->days, q->day_count * sizeof *q->days);
    pass(tape, &q->free_chunk, sizeof q->free_chunk);
    pass(tape, &q->next_tag, sizeof q->next_tag);
}

static void pass_settings(struct tape *tape, struct sim_context *c) {
    size_t settings = c->network->setting_count, days = (size_t)c->network->days;
    for (size_t s = 0; s < settings; s++) {
        struct place *at = &c->places[s], own = *at;
        pass(tape, at, sizeof *at);
        at->free = own.free;
        at->cells = own.cells;
        at->queues = own.queues;
        if (at->free) pass(tape, at->free, (size_t)at->room * sizeof *at->free);
        if (at->cells) pass_sparse(tape, at->cells, days * sizeof *at->cells);
    }
    pass(tape, c->queues, settings * (size_t)c->program->level_count * sizeof *c->queues);
    pass(tape, c->edge_waiting, c->program->edge_count * sizeof *c->edge_waiting);
    pass(tape, c->route_delayed, c->network->route_count * sizeof *c->route_delayed);
}

static void pass_all(struct tape *tape, struct sim_context *c, int day) {
    pass_output(tape, c, (size_t)day);
    pass_people(tape, c);
    pass_events(tape, &c->events);
    pass_settings(tape, c);
    pass(tape, c->streams, c->program->stream_count * sizeof *c->streams);
}
_Static_assert(sizeof(struct cell) % sizeof(uint64_t) == 0, "cells are passed by words");

/* Who waits for the first setting has brought the draw of the stay there, in the form in which the
 * sampler wants it (sampler_firsts): that of another program may want another one. */
static void draw_again(struct sim_context *c) {
    const struct program *program = c->program;
    for (size_t i = 0; i < c->people_used; i++) {
        struct person *p = &c->people[i];
        if (p->stage == STAGE_NONE || !p->drawn || p->stream >= program->stream_count) continue;
        const struct rule_stream *s = &program->streams[p->stream];
        struct drawn drawn;
        draw_people(c->seed, c->replication, p->stream, p->index - p->index % DRAW_LANES,
                    s->stay->unit, &drawn);
        sampler_firsts(s->stay, drawn.stay);
        p->asked = drawn.stay[p->index % DRAW_LANES];
    }
}

/* ---- stopping and going on ---- */

bool pause_make(struct sim_context *c, const struct program *program, uint64_t seed,
                uint32_t replication, int day, const volatile bool *stop, struct sim_output *output,
                struct sim_pause **pause, struct err *err) {
    const struct sim_network *n = program->network;
    assert(day > 0 && day < n->days && !n->unlimited && !n->needs && !c->trace);
    engine_prepare(c, program, seed, replication, stop, output);
    c->until = day;
    engine_first(c);
    if (!engine_days(c, 0, day, err)) return false;
    assert(c->dirty_count == 0);
    *pause = heap_new(1, sizeof **pause);
    **pause = (struct sim_pause){.seed = seed,
                                 .fingerprint = program_fingerprint(program, day),
                                 .replication = replication,
                                 .day = day};
    pass_all(&(struct tape){.written = *pause}, c, day);
    (*pause)->bytes = heap_grow((*pause)->bytes, (*pause)->count, 1);
    (*pause)->capacity = (*pause)->count;
    return true;
}

bool pause_fits(const struct sim_pause *pause, const struct program *program, uint64_t seed,
                uint32_t replication) {
    const struct sim_network *n = program->network;
    return pause->seed == seed && pause->replication == replication && pause->day < n->days &&
           !n->unlimited && !n->needs &&
           program_fingerprint(program, pause->day) == pause->fingerprint;
}

bool pause_run(struct sim_context *c, const struct sim_pause *pause, const struct program *program,
               const volatile bool *stop, struct sim_output *output, struct err *err) {
    engine_prepare(c, program, pause->seed, pause->replication, stop, output);
    pass_all(&(struct tape){.at = pause->bytes}, c, pause->day);
    draw_again(c);
    arrivals_go_on(c, pause->day);
    output->from_day = pause->day;
    if (!engine_days(c, pause->day, program->network->days, err)) return false;
    engine_last(c);
    return true;
}

bool sim_pause_make(struct sim_context *c, const struct sim_network *network, uint64_t seed,
                    uint32_t replication, int day, const volatile bool *stop,
                    struct sim_output *output, struct sim_pause **pause, struct err *err) {
    arena_reset(c->arena);
    return pause_make(c, program_new(c->arena, network), seed, replication, day, stop, output,
                      pause, err);
}

bool sim_pause_run(struct sim_context *c, const struct sim_pause *pause,
                   const struct sim_network *network, uint64_t seed, uint32_t replication,
                   const volatile bool *stop, struct sim_output *output, bool *fits,
                   struct err *err) {
    arena_reset(c->arena);
    const struct program *program = program_new(c->arena, network);
    *fits = pause_fits(pause, program, seed, replication);
    return !*fits || pause_run(c, pause, program, stop, output, err);
}

void sim_pause_free(struct sim_pause *pause) {
    if (!pause) return;
    free(pause->bytes);
    free(pause);
}

size_t sim_pause_bytes(const struct sim_pause *pause) {
    return sizeof *pause + pause->count;
}
