/* How long things take, from observations of which some are not over: the nonparametric maximum
 * likelihood estimate for interval-censored data (Turnbull 1976, 'The empirical distribution
 * function with arbitrarily grouped, censored and truncated data', by self-consistency). Where each
 * time is known exactly, or is only known to be longer, it is the product-limit estimate of Kaplan
 * and Meier (1958).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

#include <stddef.h>

/* A time that lies above `after` and at most at `until`. Known to the day x: x - 1 and x. Not over
 * yet: until is INFINITY. Begun before anybody looked: after is -INFINITY. after < until. */
struct turnbull_time {
    double after, until;
};

/* The mass p[k] lies somewhere above after[k] and at most at until[k], in order of time; what is
 * left, `beyond`, lies above all that were seen to end. */
struct turnbull {
    size_t count;
    double *after, *until, *p;
    double beyond;
};

/* On the arena. n 0 gives all the mass beyond. */
void turnbull_fit(const struct turnbull_time *times, size_t n, struct arena *arena,
                  struct turnbull *out);

/* The time at u (0 to 1) of those that are longer than `than`: the inverse of the distribution,
 * linear within an interval, at the end of one that has no beginning. INFINITY where it lies beyond
 * what was seen. than -INFINITY: of all. */
double turnbull_inverse(const struct turnbull *fit, double than, double u);
