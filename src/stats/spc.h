/* XmR charts: the mean, the process limits and the signals of a series of single values.
 *
 * Arrays in, arrays out; nothing is allocated and nothing is kept. The rules are those that NHS
 * tools share ("Making Data Count"), after Shewhart 1931 and Wheeler 1993; docs/statistics.md says
 * them in full.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

enum spc_rules {
    SPC_PTD, /* as the R package "plot the dots" (NHSRplotthedots 0.2.2) */
    SPC_MDC, /* as the official Excel tool: no screening, points beyond a limit count in two of
                three, no limits or signals under 13 values, a conflict shows improvement */
};

enum spc_direction { SPC_INCREASE, SPC_DECREASE, SPC_NEUTRAL }; /* which way is better */

struct spc_options {
    enum spc_rules rules;
    enum spc_direction direction;
    bool keep_outliers; /* ptd: moving ranges are not screened; mdc never screens */
    size_t baseline;    /* rows of each phase that make its limits; 0: all */
    size_t run;         /* points of a run or trend; 0: 7; the Excel tool also knows 6 */
};

#define SPC_BASELINE_MIN 12 /* a shorter baseline is refused by spc_options_check */
#define SPC_POINTS_MIN 13   /* fewer values in a phase: mdc shows no limits, ptd warns */

/* Yes, no, or unknown because a value or a limit is missing. */
enum { SPC_NO = 0, SPC_YES = 1, SPC_UNKNOWN = INT8_MIN };

/* What a point signals first, in the order of precedence. */
enum spc_signal { SPC_COMMON_CAUSE, SPC_OUTSIDE, SPC_TREND, SPC_TWO_IN_THREE, SPC_ONE_SIDE };

enum spc_type {
    SPC_TYPE_NONE, /* mdc with too few values: nothing is said */
    SPC_COMMON,
    SPC_IMPROVEMENT,
    SPC_CONCERN,
    SPC_NEUTRAL_HIGH,
    SPC_NEUTRAL_LOW,
};

enum spc_assurance { SPC_ASSURANCE_NONE, SPC_PASS, SPC_FAIL, SPC_INCONSISTENT };

struct spc_phase {
    size_t first, count; /* its rows */
    size_t present;      /* rows with a value */
    double mean;
    double amr_raw, amr;       /* mean moving range, before and after screening */
    double lower, upper;       /* process limits: mean -/+ 2.66 amr; NAN where there are none */
    double near_low, near_top; /* two thirds of the way to them */
};

struct spc_point {
    double mr_raw, mr;   /* moving range, and the same after screening; NAN: none */
    int8_t side;         /* -1 below its mean, 0 on it, 1 above, SPC_UNKNOWN */
    int8_t outside;      /* beyond a limit: SPC_YES, SPC_NO, SPC_UNKNOWN, as the next ones */
    int8_t close;        /* not outside, but beyond two thirds of the way */
    int8_t trend;        /* in a run of rising or of falling values; never unknown */
    int8_t two_in_three; /* close, in three on one side of which two are */
    int8_t one_side;     /* in a run on one side of the mean */
    int8_t sign;         /* which way the signal points: 1 above or rising, -1; 0: no signal */
    enum spc_signal signal;
    enum spc_type type;
};

/* Fails with ERR_INPUT on a baseline below 12 or a run that is not 6 or 7 (ptd: 7). */
MUST_CHECK bool spc_options_check(const struct spc_options *options, struct err *err);

/* Judges x[0..n): values in time order, missing ones as NAN. starts[i] tells that row i begins a
 * new phase; NULL: one phase. Fills points[0..n) and phases[0..count), and returns count: 0 for
 * n = 0, at most n. points may be NULL where only the limits are wanted. */
size_t spc_judge(const double *x, const bool *starts, size_t n, const struct spc_options *options,
                 struct spc_point *points, struct spc_phase *phases);

/* The same rules over one phase of another chart, whose centre and limits are given row by row:
 * mean, lower, upper, near_low and near_top of lines[0..n) are read. Without limits (NAN, as on a
 * run chart) only trend and one side can be signalled. */
void spc_judge_lines(const double *x, const struct spc_phase *lines, size_t n,
                     const struct spc_options *options, struct spc_point *points);

/* Whether a target would be hit by chance, always or never, by the limits of a phase. A target of
 * NAN, a neutral direction or (mdc) too few values: none. */
enum spc_assurance spc_assure(const struct spc_phase *phase, double target,
                              const struct spc_options *options);

/* Mean of the values that are not NAN, exact enough that a constant series has its constant as
 * mean: summed in long double, then corrected by the mean of the residuals. NAN when there is
 * none. */
double spc_mean(const double *x, size_t n);
