/* What happens next: events by time, and at the same time by the order in which they were put in.
 *
 * Three levels. Events of days to come wait in a list for each day; when a day begins its list is
 * dealt out to slots of that day; when a slot begins its few events are put in order in a row (a
 * calendar queue, Brown 1988). What is put in during a slot, and the events of a slot that holds
 * many, go to a heap beside the row (with four children a node, Johnson 1975). So the cost of an
 * event hardly grows with the people who are there: most of them only wait in a list. The lists are
 * of chunks, so that they are read and written in a row.
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
#define EVENT_CHUNK 7 /* with the two numbers, two cache lines */
#define EVENT_ROW 24  /* as many as are put in order one by one */

struct event {
    double time;
    uint64_t tag;
};

struct event_chunk {
    struct event events[EVENT_CHUNK];
    uint32_t next; /* a full one, or EVENT_NONE */
};

/* Its first chunk, EVENT_NONE: empty, and how many are in that one: what is put in is only written,
 * to a line that need not be near. */
struct event_list {
    uint32_t chunk, count;
};

struct events {
    struct event row[EVENT_ROW]; /* of the current slot: the first of them last */
    size_t row_count;
    struct event *heap; /* of the current slot and before */
    size_t count, capacity;
    struct event_list *days, *slots; /* of each day, and of each slot of the current day */
    size_t day_count, day_capacity, slot_count, slot_capacity;
    size_t day, slot; /* now */
    double day_begins, slots_a_day, day_of_slot;
    struct event_chunk *chunks;
    size_t chunk_count, chunk_capacity;
    uint32_t free_chunk;
    uint64_t next_tag;
};

static inline bool event_before(const struct event *a, const struct event *b) {
    return a->time < b->time || (a->time == b->time && a->tag < b->tag);
}

static inline struct event_list *events_lists(struct event_list *lists, size_t *capacity,
                                              size_t count) {
    if (count > *capacity) lists = heap_grow(lists, *capacity = count, sizeof *lists);
    for (size_t i = 0; i < count; i++) lists[i] = (struct event_list){EVENT_NONE, EVENT_CHUNK};
    return lists;
}

/* Begins at time 0, for times below the horizon. A slot should hold some dozens of events. */
static inline void events_begin(struct events *q, size_t days, size_t slots_per_day) {
    q->count = q->row_count = 0;
    q->day = q->slot = 0;
    q->day_count = days;
    q->slot_count = slots_per_day;
    q->day_begins = 0;
    q->slots_a_day = (double)slots_per_day;
    q->day_of_slot = 1 / q->slots_a_day;
    q->days = events_lists(q->days, &q->day_capacity, days);
    q->slots = events_lists(q->slots, &q->slot_capacity, slots_per_day);
    q->chunk_count = 0;
    q->free_chunk = EVENT_NONE;
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

static inline uint32_t events_chunk(struct events *q) {
    uint32_t chunk = q->free_chunk;
    if (chunk != EVENT_NONE) {
        q->free_chunk = q->chunks[chunk].next;
        return chunk;
    }
    if (q->chunk_count == q->chunk_capacity) {
        q->chunk_capacity = q->chunk_capacity ? q->chunk_capacity * 2 : 1024;
        q->chunks = heap_grow(q->chunks, q->chunk_capacity, sizeof *q->chunks);
    }
    return (uint32_t)q->chunk_count++;
}

/* Asks for a chunk before it is read. */
static inline void events_near(const struct events *q, uint32_t chunk) {
    if (chunk == EVENT_NONE) return;
    const char *lines = (const char *)&q->chunks[chunk];
    __builtin_prefetch(lines, 1);
    __builtin_prefetch(lines + 64, 1);
}

static inline void events_append(struct events *q, struct event_list *list, struct event event) {
    if (list->count == EVENT_CHUNK) {
        uint32_t chunk = events_chunk(q);
        q->chunks[chunk].next = list->chunk;
        *list = (struct event_list){chunk, 0};
    }
    q->chunks[list->chunk].events[list->count++] = event;
}

/* An event of the current day. */
static inline void events_today(struct events *q, struct event event) {
    size_t slot = (size_t)(int64_t)((event.time - q->day_begins) * q->slots_a_day);
    if (slot <= q->slot)
        events_push(q, event);
    else
        events_append(q, &q->slots[slot < q->slot_count ? slot : q->slot_count - 1], event);
}

/* Puts an event in, at a time from now on and below the horizon, and returns its tag. */
static inline uint64_t events_add(struct events *q, double time, uint32_t who) {
    struct event event = {time, q->next_tag | who};
    q->next_tag += EVENT_WHO + 1;
    size_t day = (size_t)(int64_t)time;
    if (day <= q->day)
        events_today(q, event);
    else
        events_append(q, &q->days[day], event);
    return event.tag;
}

/* Gives the first chunk of a list back. */
static inline void events_chunk_done(struct events *q, struct event_list *list) {
    uint32_t chunk = list->chunk;
    *list = (struct event_list){q->chunks[chunk].next, EVENT_CHUNK};
    q->chunks[chunk].next = q->free_chunk;
    q->free_chunk = chunk;
}

/* A day begins; all events before it have been taken. */
static inline void events_day(struct events *q, size_t day) {
    q->day = day;
    q->day_begins = (double)day;
    q->slot = 0;
    for (struct event_list *list = &q->days[day]; list->chunk != EVENT_NONE;) {
        events_near(q, q->chunks[list->chunk].next);
        for (uint32_t i = 0; i < list->count; i++)
            events_today(q, q->chunks[list->chunk].events[i]);
        events_chunk_done(q, list);
    }
}

/* Puts the event where it belongs in the row, which has room for it. */
static inline void events_row(struct events *q, struct event event) {
    size_t i = q->row_count++;
    while (i > 0 && event_before(&q->row[i - 1], &event)) {
        q->row[i] = q->row[i - 1];
        i--;
    }
    q->row[i] = event;
}

/* Begins the next slot. The events of the one after it come near: `touch` is called for those that
 * are in it by now. */
static inline void events_slot(struct events *q, size_t slot,
                               void (*touch)(const void *user, uint64_t tag), const void *user) {
    q->slot = slot;
    if (slot + 2 < q->slot_count) events_near(q, q->slots[slot + 2].chunk);
    if (slot + 1 < q->slot_count) {
        struct event_list next = q->slots[slot + 1];
        for (; next.chunk != EVENT_NONE; next.chunk = q->chunks[next.chunk].next) {
            for (uint32_t i = 0; i < next.count; i++)
                touch(user, q->chunks[next.chunk].events[i].tag);
            next.count = EVENT_CHUNK;
        }
    }
    for (struct event_list *list = &q->slots[slot]; list->chunk != EVENT_NONE;) {
        for (uint32_t i = 0; i < list->count; i++) {
            struct event event = q->chunks[list->chunk].events[i];
            if (q->row_count < EVENT_ROW)
                events_row(q, event);
            else
                events_push(q, event);
        }
        events_chunk_done(q, list);
    }
}

/* Whether there is an event before a moment of the current day, or its end; it is then *first. */
static inline bool events_before(struct events *q, double end,
                                 void (*touch)(const void *user, uint64_t tag), const void *user,
                                 struct event *first) {
    while (q->count == 0 && q->row_count == 0) {
        size_t next = q->slot + 1;
        if (next >= q->slot_count || q->day_begins + (double)(int64_t)next * q->day_of_slot >= end)
            return false;
        events_slot(q, next, touch, user);
    }
    if (q->count == 0 || (q->row_count > 0 && event_before(&q->row[q->row_count - 1], &q->heap[0])))
        *first = q->row[q->row_count - 1];
    else
        *first = q->heap[0];
    return first->time < end;
}

/* Takes out the first event, which events_before has just given. */
static inline void events_take(struct events *q, struct event first) {
    if (q->row_count > 0 && q->row[q->row_count - 1].tag == first.tag) {
        q->row_count--;
        return;
    }
    struct event last = q->heap[--q->count];
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
}
