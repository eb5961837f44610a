/* Axes: round numbers and dates along a line. For the charts of this room.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart.h"

/* Values from low to high stand from position `from` to position `to` (for an upright axis from is
 * the greater). Ticks are low, low + step, ... high. */
struct scale {
    double low, high, step;
    int decimals; /* that the ticks need */
    double from, to;
};

/* Whether a value can be drawn: a number, and within 1e100. */
bool scale_holds(double value);

struct range {
    double low, high; /* low > high: nothing yet */
};
#define RANGE_EMPTY ((struct range){1, 0})
void range_add(struct range *range, double value); /* passes over what cannot be drawn */
void range_add_all(struct range *range, const double *values, size_t n); /* values may be NULL */

/* Round limits around a range, with steps of 1, 2 or 5 times a power of ten, about `wanted` of
 * them. An axis of values that are not negative begins at zero unless that would waste most of it
 * (or zero is set: always). Percentages do not go beyond 100 where none does. */
struct scale scale_make(struct range range, int wanted, bool zero, enum chart_format format);
double scale_at(const struct scale *scale, double value); /* NAN where it cannot be drawn */
size_t scale_ticks(const struct scale *scale);            /* how many; at most 101 */
double scale_tick(const struct scale *scale, size_t i);

#define CHART_VALUE_BYTES 72
/* A value for people: 1,234.5, 12.3% or £1.2m. '-' where there is none. */
const char *chart_value(double value, const struct chart_unit *unit, int decimals,
                        char out[CHART_VALUE_BYTES]);
/* The decimals for a value beside an axis: one more than its ticks, or the unit's own. */
int chart_decimals(const struct scale *scale, const struct chart_unit *unit);

/* Days along a line. */
struct time_scale {
    int32_t first, last;
    double from, to;
};
double time_at(const struct time_scale *scale, int32_t date);

struct time_tick {
    int32_t date;
    char label[DATE_BYTES]; /* 'Apr 2018', '2 Apr 2018' or '2018/19' */
};
#define TIME_TICKS 60
/* Ticks that do not crowd each other, at least `room` apart: days (frequency d or w, some months
 * long), months, quarters, years from April. Frequency y: the points are years, and are named
 * '2018/19', or '2018' where they begin in January. */
size_t time_ticks(const struct time_scale *scale, double room, char frequency,
                  struct time_tick ticks[TIME_TICKS]);

/* 'Apr 2018'. */
const char *date_month_short(int32_t date, char out[DATE_BYTES]);

/* The period that begins on a day, for people: '1 April 2018' (frequency d, w), 'April 2018' (m),
 * 'April to June 2018' (q), '2018/19' (y, from April) or '2018' (y, from January). */
const char *chart_period(int32_t date, char frequency, char out[2 * DATE_BYTES]);
