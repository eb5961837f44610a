/* The logarithm by additions, multiplications and one division only: the same bits on every
 * machine, whatever its C library, and several at a time where the processor can.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>

/* log x of a positive, normal x, to about one unit in the last place: x = 2^k (1 + f) with 1 + f
 * from sqrt(1/2) to sqrt 2, s = f / (2 + f), log(1 + f) = f - f²/2 + s (f²/2 + R(s²)), R a minimax
 * polynomial (Ng 1993, as in the C library of BSD). */
static inline double elementary_log(double x) {
    union {
        double value;
        uint64_t bits;
    } u = {.value = x}, k;
    /* Adding moves the boundary between exponents from 1 to sqrt 2. */
    uint64_t moved = u.bits + 0x00095F6400000000u;
    k.bits = 0x4330000000000000u | moved >> 52; /* 2^52 + exponent */
    double exponent = k.value - (0x1p52 + 1023);
    u.bits = (moved & 0x000FFFFFFFFFFFFFu) + 0x3FE6A09C00000000u;
    double f = u.value - 1, s = f / (2 + f), z = s * s, w = z * z, half = 0.5 * f * f;
    double even = w * (3.999999999940941908e-01 +
                       w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    double odd = z * (6.666666666666735130e-01 +
                      w * (2.857142874366239149e-01 +
                           w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    return exponent * 6.93147180369123816490e-01 -
           ((half - (s * (half + (even + odd)) + exponent * 1.90821492927058770002e-10)) - f);
}
