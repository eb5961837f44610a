/* Did a series move when something was done? An interrupted time series: a straight line and a
 * season before, a step and another slope after (Bernal, Cummins and Gasparrini 2017), with errors
 * that are alike from period to period (ar1.h).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "ar1.h"

struct interrupted_options {
    size_t season; /* periods after which it comes again: 12, 7; 0 or 1: none. Two waves from 12 on,
                      all there can be below; used where there are two seasons before */
    size_t before; /* values before it that are used, at most; 0: all */
    bool no_slopes; /* a step only, neither line nor change of slope: difference in differences when
                       the series is the difference from a control */
};

struct interrupted {
    size_t before, after; /* values used */
    struct estimate {
        double value, low, high; /* with its 95% interval; NAN where there is none */
        double p;                /* two-sided */
    } step,                      /* at once, in the first period after */
        slope,                   /* change of slope, a period */
        average,                 /* mean difference from what was to be expected, over all after */
        latest,                  /* the same in the latest period */
        trend,                   /* slope before, a period */
        drifting;                /* of interrupted_difference: average, were trend to go on */
    double rho, sigma;           /* of the errors */
    bool seasonal;
    double *expected; /* n: what the model says had nothing been done; NAN outside its rows */
    double *fitted;   /* n: what it says with the change */
    size_t first;     /* the first row of the model */
};

#define INTERRUPTED_BEFORE_MIN 12
#define INTERRUPTED_AFTER_MIN 6

/* y[0..n) in time order, NAN where missing. It was done with row `from`; the rows from there to
 * before from + lag are left out, since part of an effect may be in them. Fails with ERR_TOO_FEW
 * when fewer than INTERRUPTED_BEFORE_MIN values stand before, or INTERRUPTED_AFTER_MIN after. */
MUST_CHECK bool interrupted_fit(const double *y, size_t n, size_t from, size_t lag,
                                const struct interrupted_options *options, struct arena *arena,
                                struct interrupted *out, struct err *err);

/* The same for differences from a control. First with lines and slopes; where the differences did
 * not drift before (p of their trend is 0.01 or more), a step alone says the same with less doubt:
 * difference in differences. *parallel tells which it was. A drift that is too small to be plain is
 * taken for an effect then: so trend and drifting are those of the first in either case.
 * options.no_slopes is not looked at. */
MUST_CHECK bool interrupted_difference(const double *difference, size_t n, size_t from, size_t lag,
                                       const struct interrupted_options *options,
                                       struct arena *arena, struct interrupted *out, bool *parallel,
                                       struct err *err);

/* How many periods after the lag until a lasting step of that size would be found significant (5%,
 * two-sided) with a power of 0.8, were the errors as in this fit and as many values before; 0: not
 * within `most`. */
size_t interrupted_wait(const struct interrupted *fit, const struct interrupted_options *options,
                        double size, size_t most, struct arena *arena);
