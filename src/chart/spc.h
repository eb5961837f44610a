/* Charts of a series of values over time, as NHS England's Making Data Count draws them: the SPC
 * chart, its sparkline, and the run chart. The chart judges nothing: limits, signals and icons come
 * from the caller.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "icon.h"

/* What a point signals. */
enum chart_signal {
    CHART_COMMON,
    CHART_IMPROVEMENT,
    CHART_CONCERN,
    CHART_NEUTRAL_HIGH,
    CHART_NEUTRAL_LOW,
};

/* A stretch with limits of its own. NAN: not drawn. */
struct chart_phase {
    size_t first, count; /* its points */
    double mean, lower, upper;
};

struct chart_event {
    int32_t date;
    const char *title;
    bool rebase; /* the limits begin anew here */
};

/* What a model expects: of its futures one in ten is below low, one in ten above high. */
struct chart_fan {
    size_t n;
    const int32_t *dates;
    const double *low, *middle, *high;
    const double *targets; /* in force then; NULL: none */
    const char *title;     /* NULL: 'Forecast with the plan' */
};

struct chart_spc {
    struct chart_frame frame;
    struct chart_unit unit;
    char frequency; /* d, w, m, q or y: the length of a period; 0: m */
    size_t n;
    const int32_t *dates;             /* the first day of each period, rising */
    const double *values;             /* NAN: missing, a gap in the line */
    const enum chart_signal *signals; /* NULL: all common */
    const char *const *reasons; /* why a point signals ('a run of seven'); NULL, or NULL entries */
    const struct chart_phase *phases;
    size_t phase_count;
    const double *targets;        /* in force in each period; NAN: none; NULL: none at all */
    const char *target_title;     /* NULL: 'Target' */
    const double *comparator;     /* NULL: none */
    const char *comparator_title; /* 'England' */
    const struct chart_event *events;
    size_t event_count;   /* those within the dates are drawn, the first 20 */
    struct chart_fan fan; /* n = 0: none */
    enum chart_variation variation;
    enum chart_assurance assurance;
    const char *centre_title; /* NULL: 'Mean'; the run chart's is 'Median' */
};

/* 760 x 420 where the frame does not say. */
void chart_spc(const struct chart_spc *chart, struct buf *out);

/* Period, value, signal, mean, limits, target, comparator; then the forecast. */
void chart_spc_table(const struct chart_spc *chart, struct buf *out);

/* Line, limits and marks only, 160 x 40: for a cell of a table. One image, nothing in it can be
 * focused. */
void chart_sparkline(const struct chart_spc *chart, struct buf *out);
