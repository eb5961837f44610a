/* Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, 'Parallel random
 * numbers: as easy as 1, 2, 3'). A draw is a pure function of the seed and of who draws it for
 * what, so no draw depends on what happens to anybody else.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>

struct random_block {
    uint32_t word[4];
};

/* What a person draws a block for. */
enum random_purpose {
    RANDOM_STAY,     /* the stay, the route after it, and at step 0 the gap before the arrival */
    RANDOM_DELAY,    /* words 0 and 1 the delay on a route; 2 and 3 how much of an initial stay is
                        over, or the time away */
    RANDOM_KEEP,     /* words 0 and 1 whether a candidate comes at all */
    RANDOM_PATIENCE, /* words 0 and 1 how long the person waits */
    RANDOM_PURPOSES
};

#define RANDOM_M0 0xD2511F53u
#define RANDOM_M1 0xCD9E8D57u
#define RANDOM_W0 0x9E3779B9u
#define RANDOM_W1 0xBB67AE85u

static inline struct random_block random_philox(uint64_t key, struct random_block counter) {
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    uint32_t c0 = counter.word[0], c1 = counter.word[1], c2 = counter.word[2], c3 = counter.word[3];
    for (int round = 0; round < 10; round++) {
        uint64_t a = (uint64_t)RANDOM_M0 * c0, b = (uint64_t)RANDOM_M1 * c2;
        c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)b;
        c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)a;
        k0 += RANDOM_W0;
        k1 += RANDOM_W1;
    }
    return (struct random_block){{c0, c1, c2, c3}};
}

/* The counter of a person (stream and index in it) at a step of the way through the system. */
static inline struct random_block random_counter(uint32_t replication, uint32_t stream,
                                                 uint32_t index, uint32_t step,
                                                 enum random_purpose purpose) {
    return (struct random_block){
        {index, step * RANDOM_PURPOSES + (uint32_t)purpose, stream, replication}};
}

static inline struct random_block random_draw(uint64_t seed, uint32_t replication, uint32_t stream,
                                              uint32_t index, uint32_t step,
                                              enum random_purpose purpose) {
    return random_philox(seed, random_counter(replication, stream, index, step, purpose));
}

/* A uniform number in the open interval (0, 1), from the upper 52 bits of 64, so that 1 - u is
 * exact too. */
static inline double random_unit(uint64_t bits) {
    union {
        uint64_t bits;
        double value;
    } between = {.bits = 0x3FF0000000000000u | bits >> 12}; /* 1 to 2 */
    return between.value - (1 - 0x1p-53);
}

static inline double random_uniform(uint32_t high, uint32_t low) {
    return random_unit((uint64_t)high << 32 | low);
}

/* The uniform numbers in a block of RANDOM_STAY; they share no bit. */
static inline double random_stay(uint32_t word0, uint32_t word1) {
    return random_uniform(word0, word1);
}

static inline double random_gap(uint32_t word1, uint32_t word2) {
    return random_uniform(word2, word1 << 20);
}

#define RANDOM_ROUTE 3 /* the word of the route */
