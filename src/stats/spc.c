/* XmR charts; see spc.h. One pass a rule, over rows that stand in the cache.
 *
 * SPDX-License-Identifier: MIT */
#include "spc.h"

#include <math.h>

/* 3 / d2 with d2 = 1.128 for ranges of two (Shewhart 1931; Wheeler 1993), rounded as the NHS tools
 * round it; and the greatest moving range that counts, D4 (Nelson 1982). */
static const double LIMIT_FACTOR = 2.66;
static const double SCREEN_FACTOR = 3.267;

static size_t run_of(const struct spc_options *options) {
    return options->run ? options->run : 7;
}

bool spc_options_check(const struct spc_options *options, struct err *err) {
    if (options->baseline && options->baseline < SPC_BASELINE_MIN)
        return err_set(err, ERR_INPUT, "a baseline needs at least %d points, not %zu",
                       SPC_BASELINE_MIN, options->baseline);
    size_t run = run_of(options);
    if (options->rules == SPC_PTD && run != 7)
        return err_set(err, ERR_INPUT, "the rules 'ptd' know runs of 7 points only, not %zu", run);
    if (run != 6 && run != 7)
        return err_set(err, ERR_INPUT, "a run has 6 or 7 points, not %zu", run);
    return true;
}

double spc_mean(const double *x, size_t n) {
    long double sum = 0;
    size_t present = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) {
            sum += x[i];
            present++;
        }
    if (!present) return NAN;
    long double mean = sum / (long double)present;
    if (!isfinite((double)mean)) return (double)mean;
    long double rest = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i])) rest += x[i] - mean;
    return (double)(mean + rest / (long double)present);
}

/* The mean of the moving ranges of x[0..n) that are below the limit; NAN when there is none. The
 * ranges are formed twice rather than kept. */
static double mean_range(const double *x, size_t n, double limit) {
    long double sum = 0;
    size_t present = 0;
    for (size_t i = 1; i < n; i++) {
        double range = fabs(x[i] - x[i - 1]);
        if (range < limit) {
            sum += range;
            present++;
        }
    }
    if (!present) return NAN;
    long double mean = sum / (long double)present;
    if (!isfinite((double)mean)) return (double)mean;
    long double rest = 0;
    for (size_t i = 1; i < n; i++) {
        double range = fabs(x[i] - x[i - 1]);
        if (range < limit) rest += range - mean;
    }
    return (double)(mean + rest / (long double)present);
}

static double mean_range_of_all(const double *x, size_t n) {
    double mean = mean_range(x, n, INFINITY);
    for (size_t i = 1; i < n; i++)
        if (isinf(x[i] - x[i - 1])) return INFINITY;
    return mean;
}

static bool screens(const struct spc_options *options) {
    return options->rules == SPC_PTD && !options->keep_outliers;
}

static void phase_limits(const double *x, struct spc_phase *phase,
                         const struct spc_options *options) {
    x += phase->first;
    size_t n = phase->count;
    if (options->baseline && options->baseline < n) n = options->baseline;
    phase->present = 0;
    for (size_t i = 0; i < phase->count; i++)
        if (!isnan(x[i])) phase->present++;
    phase->mean = spc_mean(x, n);
    phase->amr_raw = phase->amr = mean_range_of_all(x, n);
    if (screens(options)) phase->amr = mean_range(x, n, SCREEN_FACTOR * phase->amr_raw);
    double width = phase->amr;
    if (options->rules == SPC_MDC && phase->present < SPC_POINTS_MIN) width = NAN;
    double third = LIMIT_FACTOR / 3 * width;
    phase->lower = phase->mean - LIMIT_FACTOR * width;
    phase->upper = phase->mean + LIMIT_FACTOR * width;
    phase->near_low = phase->mean - 2 * third;
    phase->near_top = phase->mean + 2 * third;
}

/* Where a value lies: its side of the centre, and whether it is beyond a limit or close to one. */
static void point_place(double y, const struct spc_phase *lines, struct spc_point *p) {
    if (isnan(y) || isnan(lines->mean)) {
        p->side = p->outside = p->close = SPC_UNKNOWN;
        return;
    }
    p->side = (int8_t)((y > lines->mean) - (y < lines->mean));
    if (isnan(lines->lower)) {
        p->outside = p->close = SPC_UNKNOWN;
        return;
    }
    p->outside = y > lines->upper || y < lines->lower;
    p->close = !p->outside && (y > lines->near_top || y < lines->near_low);
}

/* Each point by itself: its moving range, its side, the limits. */
static void points_place(const double *x, const struct spc_phase *phase,
                         const struct spc_options *options, struct spc_point *points) {
    size_t baseline = options->baseline ? options->baseline : phase->count;
    double screen = screens(options) ? SCREEN_FACTOR * phase->amr_raw : INFINITY;
    for (size_t i = 0; i < phase->count; i++) {
        struct spc_point *p = &points[i];
        *p = (struct spc_point){.mr_raw = NAN, .mr = NAN};
        if (i > 0 && i < baseline) p->mr_raw = fabs(x[i] - x[i - 1]);
        if (p->mr_raw < screen || !screens(options)) p->mr = p->mr_raw;
        point_place(x[i], phase, p);
    }
}

/* All rows of `run` rows of which each is above (or each is below) the one before. A missing value
 * breaks a trend. */
static void points_trend(const double *x, size_t n, size_t run, struct spc_point *points) {
    size_t up = 0, down = 0, marked = 0;
    for (size_t i = 1; i < n; i++) {
        up = x[i] > x[i - 1] ? up + 1 : 0;
        down = x[i] < x[i - 1] ? down + 1 : 0;
        if (up < run - 1 && down < run - 1) continue;
        size_t from = i + 1 - run > marked ? i + 1 - run : marked;
        for (size_t k = from; k <= i; k++) points[k].trend = SPC_YES;
        marked = i + 1;
    }
}

/* yes over unknown over no */
static int8_t either(int8_t a, int8_t b) {
    if (a == SPC_YES || b == SPC_YES) return SPC_YES;
    return a == SPC_UNKNOWN || b == SPC_UNKNOWN ? SPC_UNKNOWN : SPC_NO;
}

/* no over unknown over yes */
static int8_t both(int8_t a, int8_t b) {
    if (a == SPC_NO || b == SPC_NO) return SPC_NO;
    return a == SPC_UNKNOWN || b == SPC_UNKNOWN ? SPC_UNKNOWN : SPC_YES;
}

/* Whether a point counts as one of the two: ptd wants it within the limits, mdc does not. */
static int8_t is_far(const struct spc_point *p, enum spc_rules rules) {
    return rules == SPC_MDC ? either(p->close, p->outside) : p->close;
}

/* Whether the three rows that end at i are on one side and two of them are far out. Before the
 * third row of a phase nothing can be said unless a value is missing: then it is unknown. */
static int8_t three_ending(const struct spc_point *points, size_t i, enum spc_rules rules) {
    int far_out = 0, sides = 0;
    bool far_unknown = false, side_unknown = false;
    for (size_t k = i < 2 ? 0 : i - 2; k <= i; k++) {
        int8_t far_k = is_far(&points[k], rules);
        if (far_k == SPC_UNKNOWN)
            far_unknown = true;
        else
            far_out += far_k;
        if (points[k].side == SPC_UNKNOWN)
            side_unknown = true;
        else
            sides += points[k].side;
    }
    int8_t two = far_unknown ? SPC_UNKNOWN : far_out >= 2;
    int8_t one_side = side_unknown ? SPC_UNKNOWN : sides == 3 || sides == -3;
    return both(two, one_side);
}

static void points_two_in_three(size_t n, enum spc_rules rules, struct spc_point *points) {
    for (size_t i = 0; i < n; i++) {
        int8_t far_i = is_far(&points[i], rules);
        if (far_i == SPC_NO) continue;
        int8_t any = SPC_NO;
        for (size_t k = i; k < n && k <= i + 2; k++)
            any = either(any, three_ending(points, k, rules));
        points[i].two_in_three = both(far_i, any);
    }
}

/* All rows of `run` rows on one side of the mean. The rows that end at a missing value are unknown,
 * and so are those on one side but for missing values. */
static void points_one_side(size_t n, size_t run, struct spc_point *points) {
    /* one past the latest row on each side, at the mean, and missing */
    size_t last[3] = {0, 0, 0}, missing = 0;
    size_t yes = 0, unknown = 0; /* one past the latest row that a yes, an unknown covers */
    for (size_t i = 0; i < n; i++) {
        int8_t side = points[i].side, found = SPC_NO;
        size_t begin = i + 1 < run ? 0 : i + 1 - run;
        if (side == SPC_UNKNOWN) {
            missing = i + 1;
            found = SPC_UNKNOWN;
        } else {
            last[side + 1] = i + 1;
            size_t other = last[1] > last[1 - side] ? last[1] : last[1 - side];
            if (side != 0 && i + 1 >= run && other <= begin)
                found = missing > begin ? SPC_UNKNOWN : SPC_YES;
        }
        if (found == SPC_YES) {
            for (size_t k = yes > begin ? yes : begin; k <= i; k++) points[k].one_side = SPC_YES;
            yes = i + 1;
        } else if (found == SPC_UNKNOWN) {
            for (size_t k = unknown > begin ? unknown : begin; k <= i; k++)
                points[k].one_side = either(points[k].one_side, SPC_UNKNOWN);
            unknown = i + 1;
        }
    }
}

/* Which way a trend goes at row i: forward to the next row while that is in a trend too, else back
 * to the row before. Only a rise is 1. */
static int8_t trend_sign(const double *x, size_t n, const struct spc_point *points, size_t i) {
    if (i + 1 < n && points[i + 1].trend) return x[i + 1] > x[i] ? 1 : -1;
    return i > 0 && x[i] > x[i - 1] ? 1 : -1;
}

static enum spc_type type_of(int8_t sign, enum spc_direction direction) {
    if (direction == SPC_NEUTRAL) return sign > 0 ? SPC_NEUTRAL_HIGH : SPC_NEUTRAL_LOW;
    return (sign > 0) == (direction == SPC_INCREASE) ? SPC_IMPROVEMENT : SPC_CONCERN;
}

/* The first signal in the order of precedence is the point's; mdc lets an improving one go before
 * it. */
static void points_signal(const double *x, size_t n, const struct spc_options *options,
                          struct spc_point *points) {
    for (size_t i = 0; i < n; i++) {
        struct spc_point *p = &points[i];
        p->type = SPC_COMMON;
        const int8_t fired[] = {0, p->outside, p->trend, p->two_in_three, p->one_side};
        for (enum spc_signal signal = SPC_OUTSIDE; signal <= SPC_ONE_SIDE; signal++) {
            if (fired[signal] != SPC_YES) continue;
            int8_t sign = signal == SPC_TREND ? trend_sign(x, n, points, i) : p->side > 0 ? 1 : -1;
            enum spc_type type = type_of(sign, options->direction);
            if (p->signal != SPC_COMMON_CAUSE && type != SPC_IMPROVEMENT) continue;
            p->signal = signal;
            p->sign = sign;
            p->type = type;
            if (options->rules == SPC_PTD || type == SPC_IMPROVEMENT) break;
        }
    }
}

/* The rules that look at several rows, over rows that are placed. */
static void points_judge(const double *x, size_t n, const struct spc_options *options,
                         struct spc_point *points) {
    size_t run = run_of(options);
    points_trend(x, n, run, points);
    points_two_in_three(n, options->rules, points);
    points_one_side(n, run, points);
    points_signal(x, n, options, points);
}

size_t spc_judge(const double *x, const bool *starts, size_t n, const struct spc_options *options,
                 struct spc_point *points, struct spc_phase *phases) {
    size_t count = 0;
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && !(starts && starts[end]);) end++;
        struct spc_phase *phase = &phases[count++];
        *phase = (struct spc_phase){.first = first, .count = end - first};
        phase_limits(x, phase, options);
        if (!points) continue;
        struct spc_point *own = points + first;
        points_place(x + first, phase, options, own);
        if (options->rules == SPC_MDC && phase->present < SPC_POINTS_MIN) continue;
        points_judge(x + first, phase->count, options, own);
    }
    return count;
}

void spc_judge_lines(const double *x, const struct spc_phase *lines, size_t n,
                     const struct spc_options *options, struct spc_point *points) {
    for (size_t i = 0; i < n; i++) {
        points[i] = (struct spc_point){.mr_raw = NAN, .mr = NAN};
        point_place(x[i], &lines[i], &points[i]);
    }
    points_judge(x, n, options, points);
}

enum spc_assurance spc_assure(const struct spc_phase *phase, double target,
                              const struct spc_options *options) {
    if (isnan(target) || options->direction == SPC_NEUTRAL) return SPC_ASSURANCE_NONE;
    if (options->rules == SPC_MDC && phase->present < SPC_POINTS_MIN) return SPC_ASSURANCE_NONE;
    bool better_high = options->direction == SPC_INCREASE;
    if (target > phase->upper) return better_high ? SPC_FAIL : SPC_PASS;
    if (target < phase->lower) return better_high ? SPC_PASS : SPC_FAIL;
    return SPC_INCONSISTENT;
}
