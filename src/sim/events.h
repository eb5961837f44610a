/* What happens next: a queue of events by time, and at the same time by the order in which they
 * were put in. A heap with four children a node (Johnson 1975: fewer levels, so fewer cache misses
 * than with two).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

#include <stdint.h>
#include <string.h>

/* The order of two events at the same time is that of `tag`: a running number above EVENT_WHO_BITS
 * bits that say whose event it is. */
#define EVENT_WHO_BITS 28
#define EVENT_WHO (((uint64_t)1 << EVENT_WHO_BITS) - 1)

struct event {
    double time;
    uint64_t tag;
};

struct events {
    struct event *heap;
    size_t count, capacity;
    uint64_t next_tag;
};

static inline bool event_before(const struct event *a, const struct event *b) {
    return a->time < b->time || (a->time == b->time && a->tag < b->tag);
}

/* Puts an event in and returns its tag. */
static inline uint64_t events_add(struct events *q, double time, uint32_t who) {
    if (q->count == q->capacity) {
        q->capacity = q->capacity ? q->capacity * 2 : 1024;
        q->heap = heap_grow(q->heap, q->capacity, sizeof *q->heap);
    }
    struct event event = {time, q->next_tag | who};
    q->next_tag += EVENT_WHO + 1;
    size_t i = q->count++;
    while (i > 0) {
        size_t parent = (i - 1) / 4;
        if (!event_before(&event, &q->heap[parent])) break;
        q->heap[i] = q->heap[parent];
        i = parent;
    }
    q->heap[i] = event;
    return event.tag;
}

/* Takes the first event out; there must be one. */
static inline struct event events_take(struct events *q) {
    struct event first = q->heap[0], last = q->heap[--q->count];
    size_t i = 0;
    for (;;) {
        size_t child = 4 * i + 1;
        if (child >= q->count) break;
        size_t best = child, end = child + 4 < q->count ? child + 4 : q->count;
        for (size_t c = child + 1; c < end; c++)
            if (event_before(&q->heap[c], &q->heap[best])) best = c;
        if (!event_before(&q->heap[best], &last)) break;
        q->heap[i] = q->heap[best];
        i = best;
    }
    if (q->count) q->heap[i] = last;
    return first;
}
