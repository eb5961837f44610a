/* Centre lines and limits of the other control charts: run, i, mr, p, u, c, g, t, xbar, s and their
 * kin. XmR charts as the NHS draws them are in spc.h; the signals of both are spc_signal's.
 *
 * Sources: Shewhart 1931 (p, u, c, xbar, s), Laney 2002 (pp, up), Nelson 1994 (t), Benneyan 2001
 * (g). docs/statistics.md says the formulas.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
#include "spc.h"

enum limits_chart {
    LIMITS_RUN,  /* median; no limits */
    LIMITS_I,    /* single values: mean, and their mean moving range */
    LIMITS_I_M,  /* the same around the median */
    LIMITS_I_MM, /* median, and the median moving range */
    LIMITS_MR,   /* the moving ranges themselves */
    LIMITS_P,    /* proportions of a denominator */
    LIMITS_PP,   /* the same, over-dispersed (Laney) */
    LIMITS_U,    /* events per denominator */
    LIMITS_UP,   /* the same, over-dispersed (Laney) */
    LIMITS_C,    /* counts of like chances */
    LIMITS_G,    /* cases between events */
    LIMITS_T,    /* time between events */
    LIMITS_XBAR, /* means of samples: numerator the mean, denominator the size, sd */
    LIMITS_S,    /* their standard deviations: numerator the sd, denominator the size */
    LIMITS_CHARTS,
};

/* 'run', 'i', 'i_m', ... in that order; and back: LIMITS_CHARTS where there is no such name. */
const char *limits_chart_name(enum limits_chart chart);
enum limits_chart limits_chart_named(struct str name);

/* Whether the chart cannot be drawn without a denominator. Where it could, a denominator that is
 * given divides (run, i, i_m, i_mm, mr); c, g and t take none. */
bool limits_chart_needs_denominator(enum limits_chart chart);

/* Why a row cannot stand on the chart ('more were counted than there were'), or NULL. Missing
 * numbers (NAN) are no fault: the row is a gap. sd matters to xbar only. */
const char *limits_row_wrong(enum limits_chart chart, double numerator, double denominator,
                             double sd);

struct limits_data {
    const double *numerator, *denominator, *sd; /* n each; NULL: none; NAN: missing */
    size_t n;
    size_t baseline;    /* rows that make the limits; 0, or more than n: all */
    bool keep_outliers; /* moving ranges are not screened (i, i_m, i_mm, pp, up, t) */
};

/* What is drawn for a row: NAN where there is none. Limits at 1, 2 and 3 standard deviations, which
 * NHS tools also call 68, 95 and 99. */
struct limits_row {
    double value, centre;
    double low1, low2, low3, top1, top2, top3;
};

/* The chart of one phase, rows in time order. A gap is not bridged. Uses the arena for scratch. */
void limits_make(enum limits_chart chart, const struct limits_data *data, struct arena *arena,
                 struct limits_row *rows);

/* c4: the expected standard deviation of a sample of n from a normal distribution whose own is 1.
 * n of at least 2. */
double limits_c4(double n);
