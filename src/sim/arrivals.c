/* Who comes next of all streams; see arrivals.h.
 *
 * The streams are followed one after the other through a stretch of time, each as long as its
 * people come within it; those who came are dealt out to as many parts of the stretch and put in
 * order from there, mostly by looking at the one before. Where two come at the same time the one of
 * the first stream is first.
 *
 * SPDX-License-Identifier: MIT */
#include "arrivals.h"

#include <math.h>
#include <string.h>

/* The stretch is chosen so that as many come in it: memory stays small, and streams are not looked
 * at for nothing. */
#define FEW 256
#define MANY 1024
#define SHORT 0x1p-16 /* days */

static void make_room(struct arrivals *a, size_t count) {
    if (count <= a->room) return;
    a->room = count < 2 * a->room ? 2 * a->room : count < MANY ? MANY : count;
    a->list = heap_grow(a->list, a->room + 1, sizeof *a->list);
    a->drawn = heap_grow(a->drawn, a->room + 1, sizeof *a->drawn);
    a->counts = heap_grow(a->counts, a->room + 1, sizeof *a->counts);
}

static double next_time(struct sim_context *c, uint32_t stream) {
    double time;
    return arrivals_next(c, stream, &time) ? time : HUGE_VAL;
}

/* Those of all streams who come before `until`, stream by stream; returns how many. */
static size_t draw_until(struct sim_context *c, double until) {
    struct arrivals *a = &c->arrivals;
    size_t n = 0;
    for (uint32_t s = 0; s < (uint32_t)c->program->stream_count; s++)
        while (a->times[s] < until) {
            if (n == a->room) make_room(a, n + 1);
            arrivals_last(c, s, a->times[s], &a->drawn[n++]);
            a->times[s] = next_time(c, s);
        }
    return n;
}

/* From `drawn`, where each stream is in order, to `list`; all come from `from` on. */
static void put_in_order(struct arrivals *a, size_t n, double from) {
    double parts = (double)n / (a->until - from);
    memset(a->counts, 0, (n + 1) * sizeof *a->counts);
    for (size_t i = 0; i < n; i++) {
        size_t part = (size_t)(int64_t)((a->drawn[i].time - from) * parts);
        a->drawn[i].part = (uint32_t)(part < n ? part : n - 1);
        a->counts[a->drawn[i].part + 1]++;
    }
    for (size_t i = 1; i < n; i++) a->counts[i] += a->counts[i - 1];
    for (size_t i = 0; i < n; i++) a->list[a->counts[a->drawn[i].part]++] = a->drawn[i];
    for (size_t i = 1; i < n; i++) {
        struct arrival one = a->list[i];
        size_t at = i;
        for (; at > 0 && a->list[at - 1].time > one.time; at--) a->list[at] = a->list[at - 1];
        if (at < i) a->list[at] = one;
    }
}

void arrivals_fill(struct sim_context *c) {
    struct arrivals *a = &c->arrivals;
    size_t n = 0;
    double from = a->until;
    while (n == 0 && from < c->until) {
        a->until = fmin(from + a->stretch, c->until);
        n = draw_until(c, a->until);
        if (n > 1 && c->program->stream_count > 1) {
            put_in_order(a, n, from);
        } else {
            struct arrival *list = a->drawn;
            a->drawn = a->list;
            a->list = list;
        }
        if (n > MANY && a->stretch > SHORT) a->stretch /= 2;
        if (n < FEW && a->stretch < 1) a->stretch *= 2;
        from = a->until;
    }
    a->next = a->list;
    a->end = a->list + n;
    a->end->time = HUGE_VAL;
}

/* An empty list up to a day. */
static void prepare(struct sim_context *c, int day) {
    struct arrivals *a = &c->arrivals;
    size_t streams = c->program->stream_count;
    if (streams > a->stream_room)
        a->times = heap_grow(a->times, a->stream_room = streams, sizeof *a->times);
    make_room(a, MANY);
    a->until = day;
    a->stretch = 0x1p-6;
}

void arrivals_begin(struct sim_context *c) {
    prepare(c, 0);
    for (uint32_t s = 0; s < (uint32_t)c->program->stream_count; s++) {
        arrivals_stream(&c->streams[s], &c->program->streams[s]);
        c->arrivals.times[s] = next_time(c, s);
    }
    arrivals_fill(c);
}

void arrivals_go_on(struct sim_context *c, int day) {
    prepare(c, day);
    for (uint32_t s = 0; s < (uint32_t)c->program->stream_count; s++) {
        double gap = c->streams[s].rest, time;
        arrivals_day(&c->streams[s], &c->program->streams[s], day);
        arrivals_draw(c, s); /* first stays may be others by now */
        c->arrivals.times[s] = arrivals_after(c, s, gap, &time) ? time : HUGE_VAL;
    }
    arrivals_fill(c);
}
