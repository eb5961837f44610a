/* When the people of a stream come, and of which stream the next one is: a tournament among them
 * (Knuth 1973, section 5.4.1). Private to the room.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "engine.h"
#include "random.h"

#include <math.h>

/* Room for a tournament of so many streams, at the beginning of which nobody comes. */
static inline void arrivals_prepare(struct arrivals *a, size_t count) {
    a->size = 1;
    while (a->size < count) a->size *= 2;
    if (2 * a->size > a->capacity) {
        a->capacity = 2 * a->size;
        a->times = heap_grow(a->times, a->capacity, sizeof *a->times);
        a->winners = heap_grow(a->winners, a->capacity, sizeof *a->winners);
    }
    for (size_t i = 0; i < a->size; i++) {
        a->times[i] = HUGE_VAL;
        a->winners[a->size + i] = (uint32_t)i;
    }
    for (size_t node = a->size; --node > 0;) a->winners[node] = a->winners[2 * node];
}

/* Just below 1, so that a time stays within its day. */
#define ARRIVALS_WHOLE (1 - 0x1p-36)

static inline void arrivals_day(struct stream_state *state, const struct rule_stream *s, int day) {
    double rate = s->envelope[day];
    state->day = day;
    state->hour = 0;
    state->rest = rate * s->mass;
    state->inverse = rate > 0 ? 1 / rate : 0;
}

/* Before the first day. */
static inline void arrivals_stream(struct stream_state *state, const struct rule_stream *s) {
    state->index = 0;
    arrivals_day(state, s, 0);
}

/* The part of the day at which the share `mass` of its arrivals have come; it grows from call to
 * call within a day. */
static inline double arrivals_part(struct stream_state *state, const double hours[25],
                                   double mass) {
    int h = state->hour;
    while (h < 23 && hours[h + 1] <= mass) h++;
    state->hour = h;
    double width = hours[h + 1] - hours[h];
    return (h + (width > 0 ? (mass - hours[h]) / width : 0)) / 24;
}

/* The time, by the envelope, from one candidate to the next. */
static inline double arrivals_gap(struct sim_context *c, uint32_t stream) {
    struct stream_state *state = &c->streams[stream];
    uint32_t lane = state->index % DRAW_LANES;
    if (lane == 0)
        draw_people(c->seed, c->replication, stream, state->index,
                    c->program->streams[stream].exponential, &state->drawn);
    return state->drawn.gap[lane];
}

/* The next person of a stream, state->index - 1 of it, and when; false when there is none before
 * the day `until`: what is left of the gap is then in state->rest. Candidates come at the envelope
 * rate, by inverting its integral with unit-exponential gaps (Cinlar 1975), and are kept with
 * probability rate / envelope. */
static inline bool arrivals_after(struct sim_context *c, uint32_t stream, double gap,
                                  double *time) {
    const struct rule_stream *s = &c->program->streams[stream];
    struct stream_state *state = &c->streams[stream];
    int days = c->until;
    for (;; gap = arrivals_gap(c, stream)) {
        while (gap >= state->rest) {
            gap -= state->rest;
            if (state->day + 1 >= days) {
                state->day = days;
                state->rest = gap;
                return false;
            }
            arrivals_day(state, s, state->day + 1);
        }
        state->rest -= gap;
        uint32_t index = state->index++;
        double envelope = s->envelope[state->day], rate = s->rate[state->day];
        if (rate < envelope) {
            struct random_block block =
                random_draw(c->seed, c->replication, stream, index, 0, RANDOM_KEEP);
            if (random_uniform(block.word[0], block.word[1]) * envelope >= rate) continue;
        }
        double part = s->mass - state->rest * state->inverse;
        if (!s->flat) part = arrivals_part(state, s->hours, part);
        *time = state->day + (part < 0 ? 0 : part > ARRIVALS_WHOLE ? ARRIVALS_WHOLE : part);
        return true;
    }
}

static inline bool arrivals_next(struct sim_context *c, uint32_t stream, double *time) {
    if (c->streams[stream].day >= c->until) return false;
    return arrivals_after(c, stream, arrivals_gap(c, stream), time);
}

/* The first stay (sampler_first) of the person who has just come. */
static inline double arrivals_stay(const struct sim_context *c, uint32_t stream) {
    const struct rule_stream *s = &c->program->streams[stream];
    const struct stream_state *state = &c->streams[stream];
    const struct sampler *time =
        &c->program->stays[s->setting * c->program->class_count + s->class_].time;
    return sampler_first(time, state->drawn.stay[(state->index - 1) % DRAW_LANES]);
}

/* Plays the matches above a stream whose time has changed: the earlier one wins, the first of two
 * that are equal. */
static inline void arrivals_play(struct arrivals *a, size_t stream) {
    for (size_t node = (a->size + stream) / 2; node > 0; node /= 2) {
        uint32_t left = a->winners[2 * node], right = a->winners[2 * node + 1];
        a->winners[node] = a->times[right] < a->times[left] ? right : left;
    }
}

/* After the person of a stream who was next has been taken. */
static inline void arrivals_advance(struct sim_context *c, uint32_t stream) {
    double time;
    c->arrivals.times[stream] = arrivals_next(c, stream, &time) ? time : HUGE_VAL;
    arrivals_play(&c->arrivals, stream);
}

/* Before the first day, of all streams. */
static inline void arrivals_begin(struct sim_context *c) {
    for (uint32_t s = 0; s < (uint32_t)c->program->stream_count; s++) {
        arrivals_stream(&c->streams[s], &c->program->streams[s]);
        arrivals_advance(c, s);
    }
}

/* Goes on on a day, where the arrivals of all streams have been told until then. */
static inline void arrivals_go_on(struct sim_context *c, int day) {
    for (uint32_t s = 0; s < (uint32_t)c->program->stream_count; s++) {
        double gap = c->streams[s].rest, time;
        arrivals_day(&c->streams[s], &c->program->streams[s], day);
        c->arrivals.times[s] = arrivals_after(c, s, gap, &time) ? time : HUGE_VAL;
        arrivals_play(&c->arrivals, s);
    }
}
