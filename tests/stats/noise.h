/* Random numbers for tests of statistics: SplitMix64 (Steele, Lea and Flood 2014), seeded, the same
 * everywhere.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include <math.h>
#include <stdint.h>

struct noise {
    uint64_t state;
};

static inline struct noise noise_new(uint64_t seed) {
    return (struct noise){seed};
}

/* In (0, 1). */
static inline double noise_uniform(struct noise *noise) {
    uint64_t z = (noise->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return ((double)((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

/* Mean 0, standard deviation 1 (Box and Muller 1958, one of the pair). */
static inline double noise_normal(struct noise *noise) {
    double u = noise_uniform(noise), v = noise_uniform(noise);
    return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}
