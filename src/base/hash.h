/* Numbers that tell contents apart. They keep no secret, and are the same on every machine.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define HASH_BEGIN 0xcbf29ce484222325u

/* Goes on with bytes: FNV-1a (Fowler, Noll and Vo 1991). */
static inline uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t n) {
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3u;
    return hash;
}

/* Goes on with a text and its end: 'a', 'bc' is not 'ab', 'c'. */
static inline uint64_t hash_text(uint64_t hash, const char *text) {
    return hash_bytes(hash_bytes(hash, text, strlen(text)), "\xff", 1);
}

/* Goes on with a word, every bit of which moves every bit of what follows (multiplier of Steele,
 * Lea and Flood 2014). */
static inline uint64_t hash_word(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * 0xbf58476d1ce4e5b9u;
    return hash ^ hash >> 31;
}
