/* Draws what people bring with them; see draw.h.
 *
 * On x86 with AVX2 four blocks go through Philox at a time; everything else is C that the compiler
 * does four at a time in the same place. No operation is contracted or reordered, so the bits are
 * those of the plain way.
 *
 * SPDX-License-Identifier: MIT */
#include "draw.h"

#include "elementary.h"
#include "random.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define HAS_WIDE 1
#else
#define HAS_WIDE 0
#endif

struct words {
    uint64_t stay[DRAW_LANES], gap[DRAW_LANES]; /* the upper 52 bits are the number */
};

static inline __attribute__((always_inline)) void make(const struct words *words, bool exponential,
                                                       struct drawn *out) {
    for (int i = 0; i < DRAW_LANES; i++) out->gap[i] = -elementary_log(random_unit(words->gap[i]));
    if (exponential)
        for (int i = 0; i < DRAW_LANES; i++)
            out->stay[i] = -elementary_log(1 - random_unit(words->stay[i]));
    else
        for (int i = 0; i < DRAW_LANES; i++) out->stay[i] = random_unit(words->stay[i]);
}

void draw_people_plain(uint64_t seed, uint32_t replication, uint32_t stream, uint32_t first,
                       bool exponential, struct drawn *out) {
    struct words words;
    for (uint32_t i = 0; i < DRAW_LANES; i++) {
        struct random_block block =
            random_draw(seed, replication, stream, first + i, 0, RANDOM_STAY);
        words.stay[i] = (uint64_t)block.word[0] << 32 | block.word[1];
        words.gap[i] = (uint64_t)block.word[2] << 32 | block.word[1] << 20;
        out->route[i] = block.word[RANDOM_ROUTE];
    }
    make(&words, exponential, out);
}

#if HAS_WIDE
#define WIDE __attribute__((target("avx2")))

/* Two vectors of four counters, each in the lower half of 64 bits; what is above does not matter.
 */
WIDE static void draw_people_wide(uint64_t seed, uint32_t replication, uint32_t stream,
                                  uint32_t first, bool exponential, struct drawn *out) {
    const __m256i m0 = _mm256_set1_epi64x(RANDOM_M0), m1 = _mm256_set1_epi64x(RANDOM_M1);
    struct random_block at = random_counter(replication, stream, first, 0, RANDOM_STAY);
    __m256i c0[2], c1[2], c2[2], c3[2];
    for (int v = 0; v < 2; v++) {
        uint32_t from = at.word[0] + 4 * (uint32_t)v;
        c0[v] = _mm256_set_epi64x(from + 3u, from + 2u, from + 1u, from);
        c1[v] = _mm256_set1_epi64x(at.word[1]);
        c2[v] = _mm256_set1_epi64x(at.word[2]);
        c3[v] = _mm256_set1_epi64x(at.word[3]);
    }
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; round++) {
        __m256i key0 = _mm256_set1_epi64x(k0), key1 = _mm256_set1_epi64x(k1);
        for (int v = 0; v < 2; v++) {
            __m256i a = _mm256_mul_epu32(c0[v], m0), b = _mm256_mul_epu32(c2[v], m1);
            c0[v] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(b, 32), c1[v]), key0);
            c2[v] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(a, 32), c3[v]), key1);
            c1[v] = b;
            c3[v] = a;
        }
        k0 += RANDOM_W0;
        k1 += RANDOM_W1;
    }
    struct words words;
    const __m256i low = _mm256_set1_epi64x(0xFFFFFFFF);
    const __m256i pick = _mm256_set_epi32(0, 0, 0, 0, 6, 4, 2, 0);
    for (int v = 0; v < 2; v++) {
        __m256i one = _mm256_and_si256(c1[v], low);
        _mm256_storeu_si256((__m256i *)(void *)&words.stay[4 * v],
                            _mm256_or_si256(_mm256_slli_epi64(c0[v], 32), one));
        __m256i shifted = _mm256_and_si256(_mm256_slli_epi64(one, 20), low);
        _mm256_storeu_si256((__m256i *)(void *)&words.gap[4 * v],
                            _mm256_or_si256(_mm256_slli_epi64(c2[v], 32), shifted));
        __m256i packed = _mm256_permutevar8x32_epi32(c3[v], pick);
        _mm_storeu_si128((__m128i *)(void *)&out->route[4 * v], _mm256_castsi256_si128(packed));
    }
    make(&words, exponential, out);
}
#endif

void draw_people(uint64_t seed, uint32_t replication, uint32_t stream, uint32_t first,
                 bool exponential, struct drawn *out) {
#if HAS_WIDE
    if (__builtin_cpu_supports("avx2")) {
        draw_people_wide(seed, replication, stream, first, exponential, out);
        return;
    }
#endif
    draw_people_plain(seed, replication, stream, first, exponential, out);
}
