/* When the people of a stream come, and who comes next of all streams: they are drawn some hundred
 * at a time and put in order. Private to the room.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "engine.h"
#include "random.h"

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

/* What the person state->index and those beside bring with them. */
static inline void arrivals_draw(const struct sim_context *c, uint32_t stream) {
    const struct sampler *stay = c->program->streams[stream].stay;
    struct stream_state *state = &c->streams[stream];
    uint32_t first = state->index - state->index % DRAW_LANES;
    draw_people(c->seed, c->replication, stream, first, stay->unit, &state->drawn);
    sampler_firsts(stay, state->drawn.stay);
}

/* The time, by the envelope, from one candidate to the next. */
static inline double arrivals_gap(const struct sim_context *c, uint32_t stream) {
    const struct stream_state *state = &c->streams[stream];
    uint32_t lane = state->index % DRAW_LANES;
    if (lane == 0) arrivals_draw(c, stream);
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

/* Fills in the person of a stream that arrivals_next has just given. */
static inline void arrivals_last(const struct sim_context *c, uint32_t stream, double time,
                                 struct arrival *out) {
    const struct stream_state *state = &c->streams[stream];
    uint32_t index = state->index - 1, lane = index % DRAW_LANES;
    out->time = time;
    out->stay = state->drawn.stay[lane];
    out->stream = stream;
    out->index = index;
    out->route_draw = state->drawn.route[lane];
}

/* Before the first day, of all streams. */
void arrivals_begin(struct sim_context *c);

/* Goes on on a day, where the arrivals of all streams have been told until then by a program that
 * differs from that day on. */
void arrivals_go_on(struct sim_context *c, int day);

/* Lists who comes next, when all of the list have come; nobody but the one at the end of time, when
 * nobody comes any more before `until`. */
void arrivals_fill(struct sim_context *c);

/* The next one, c->arrivals.next, has come. */
static inline void arrivals_advance(struct sim_context *c) {
    if (++c->arrivals.next == c->arrivals.end) arrivals_fill(c);
}
