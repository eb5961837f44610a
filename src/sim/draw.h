/* Draws what people bring with them before they arrive, several at a time.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define DRAW_LANES 8

/* Of DRAW_LANES people of a stream, in order. */
struct drawn {
    double gap[DRAW_LANES];     /* unit-exponential time since the one before */
    double stay[DRAW_LANES];    /* the uniform number of the first stay; see `exponential` */
    uint32_t route[DRAW_LANES]; /* the draw of the route after it */
};

/* Draws the blocks of RANDOM_STAY at step 0 of the people first .. first + DRAW_LANES - 1. Where
 * `exponential` is set, stay is -log(1 - u) in place of u. The same bits on every processor. */
void draw_people(uint64_t seed, uint32_t replication, uint32_t stream, uint32_t first,
                 bool exponential, struct drawn *out);

/* The same without what the processor can do beyond the least: for tests. */
void draw_people_plain(uint64_t seed, uint32_t replication, uint32_t stream, uint32_t first,
                       bool exponential, struct drawn *out);
