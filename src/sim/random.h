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
    RANDOM_ARRIVAL, /* words 0 and 1 the gap before it, 2 and 3 the thinning */
    RANDOM_STAY,    /* words 0 and 1 the stay, 2 the route */
    RANDOM_DELAY, /* words 0 and 1 the delay on a route, 2 and 3 how much of an initial stay is over
                   */
    RANDOM_PURPOSES
};

static inline struct random_block random_philox(uint64_t key, struct random_block counter) {
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    uint32_t c0 = counter.word[0], c1 = counter.word[1], c2 = counter.word[2], c3 = counter.word[3];
    for (int round = 0; round < 10; round++) {
        uint64_t a = (uint64_t)0xD2511F53u * c0, b = (uint64_t)0xCD9E8D57u * c2;
        c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)b;
        c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)a;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return (struct random_block){{c0, c1, c2, c3}};
}

/* The block of a person (stream and index in it) at a step of the way through the system. */
static inline struct random_block random_draw(uint64_t seed, uint32_t replication, uint32_t stream,
                                              uint32_t index, uint32_t step,
                                              enum random_purpose purpose) {
    return random_philox(seed,
                         (struct random_block){{index, step * RANDOM_PURPOSES + (uint32_t)purpose,
                                                stream, replication}});
}

/* A uniform number in the open interval (0, 1), from 52 bits, so that 1 - u is exact too. */
static inline double random_uniform(uint32_t high, uint32_t low) {
    return ((double)((((uint64_t)high << 32) | low) >> 12) + 0.5) * 0x1p-52;
}
