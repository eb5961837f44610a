/* What happens next: events by time, and at the same time by the order in which they were put in.
 *
 * Two levels. Time is cut into slots; events of slots to come wait in unsorted lists, and when a
 * slot begins its events are poured into a small heap, which orders them (a calendar queue, Brown
 * 1988, whose current day is a heap; with four children a node, Johnson 1975). So the cost of an
 * event hardly grows with the people who are there: most of them only wait in a list.
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
#define EVENT_NONE UINT32_MAX

struct event {
    double time;
    uint64_t tag;
};

struct event_node {
    struct event event;
    uint32_t next;
};

struct events {
    struct event *heap; /* of the current slot and before */
    size_t count, capacity;
    uint32_t *slots; /* first node of each; EVENT_NONE: empty */
    size_t slot_count, slot_capacity, current;
    double slots_per_day;
    struct event_node *nodes;
    size_t node_count, node_capacity;
    uint32_t free_node;
    uint64_t next_tag;
};

static inline bool event_before(const struct event *a, const struct event *b) {
    return a->time < b->time || (a->time == b->time && a->tag < b->tag);
}

/* Begins at time 0, for times below the horizon. The slots should hold some dozens of events. */
static inline void events_begin(struct events *q, double horizon, double slots_per_day) {
    q->count = 0;
    q->current = 0;
    q->slots_per_day = slots_per_day;
    q->slot_count = (size_t)(horizon * slots_per_day) + 2;
    if (q->slot_count > q->slot_capacity) {
        q->slot_capacity = q->slot_count;
        q->slots = heap_grow(q->slots, q->slot_capacity, sizeof *q->slots);
    }
    memset(q->slots, 0xff, q->slot_count * sizeof *q->slots);
    q->node_count = 0;
    q->free_node = EVENT_NONE;
    q->next_tag = EVENT_WHO + 1; /* a tag of 0 is no event */
}

static inline void events_push(struct events *q, struct event event) {
    if (q->count == q->capacity) {
        q->capacity = q->capacity ? q->capacity * 2 : 1024;
        q->heap = heap_grow(q->heap, q->capacity, sizeof *q->heap);
    }
    size_t i = q->count++;
    while (i > 0) {
        size_t parent = (i - 1) / 4;
        if (!event_before(&event, &q->heap[parent])) break;
        q->heap[i] = q->heap[parent];
        i = parent;
    }
    q->heap[i] = event;
}

static inline uint32_t events_node(struct events *q) {
    uint32_t node = q->free_node;
    if (node != EVENT_NONE) {
        q->free_node = q->nodes[node].next;
        return node;
    }
    if (q->node_count == q->node_capacity) {
        q->node_capacity = q->node_capacity ? q->node_capacity * 2 : 1024;
        q->nodes = heap_grow(q->nodes, q->node_capacity, sizeof *q->nodes);
    }
    return (uint32_t)q->node_count++;
}

/* Puts an event in, at a time from now on and below the horizon, and returns its tag. */
static inline uint64_t events_add(struct events *q, double time, uint32_t who) {
    struct event event = {time, q->next_tag | who};
    q->next_tag += EVENT_WHO + 1;
    size_t slot = (size_t)(time * q->slots_per_day);
    if (slot <= q->current) {
        events_push(q, event);
    } else {
        uint32_t node = events_node(q);
        q->nodes[node] = (struct event_node){event, q->slots[slot]};
        q->slots[slot] = node;
    }
    return event.tag;
}

/* Whether there is an event before a moment; it is then the first of the heap. */
static inline bool events_before(struct events *q, double end) {
    while (q->count == 0) {
        size_t next = q->current + 1;
        if (next >= q->slot_count || (double)next >= end * q->slots_per_day) return false;
        q->current = next;
        for (uint32_t node = q->slots[next]; node != EVENT_NONE;) {
            struct event_node *n = &q->nodes[node];
            uint32_t after = n->next;
            events_push(q, n->event);
            n->next = q->free_node;
            q->free_node = node;
            node = after;
        }
    }
    return q->heap[0].time < end;
}

/* Takes the first event out; events_before has just said that there is one. */
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
