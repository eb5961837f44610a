/* Axes: round numbers and dates along a line.
 *
 * SPDX-License-Identifier: MIT */
#include "scale.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_TICKS 100

bool scale_holds(double value) {
    return isfinite(value) && fabs(value) <= 1e100;
}

void range_add(struct range *range, double value) {
    if (!scale_holds(value)) return;
    if (range->low > range->high)
        *range = (struct range){value, value};
    else
        *range = (struct range){fmin(range->low, value), fmax(range->high, value)};
}

void range_add_all(struct range *range, const double *values, size_t n) {
    if (values)
        for (size_t i = 0; i < n; i++) range_add(range, values[i]);
}

static double round_step(double rough) {
    double power = pow(10, floor(log10(rough))), part = rough / power;
    return (part <= 1 + 1e-9 ? 1 : part <= 2 + 1e-9 ? 2 : part <= 5 + 1e-9 ? 5 : 10) * power;
}

struct scale scale_make(struct range range, int wanted, bool zero, enum chart_format format) {
    if (range.low > range.high) range = (struct range){0, 1};
    double low = range.low, high = range.high;
    if (zero) low = fmin(low, 0), high = fmax(high, 0);
    if (low >= 0 && low < 0.4 * high) low = 0;
    /* A constant, or a range so small beside its values that a tick could not be told from the
     * next. */
    double size = fmax(fabs(low), fabs(high));
    if (high - low <= size * 1e-9) {
        double room = size > 0 ? size * 0.1 : 1;
        high += room;
        low = low >= 0 && low - room < 0 ? 0 : low - room;
    }
    struct scale scale = {.step = round_step((high - low) / (wanted > 1 ? wanted : 2))};
    scale.low = floor(low / scale.step + 1e-9) * scale.step;
    scale.high = ceil(high / scale.step - 1e-9) * scale.step;
    if (format == CHART_PERCENT && range.high <= 100 && scale.high > 100) scale.high = 100;
    if (scale.high <= scale.low) scale.high = scale.low + scale.step;
    double places = -floor(log10(scale.step) + 1e-9);
    scale.decimals = places > 0 ? (int)fmin(places, 9) : 0;
    return scale;
}

double scale_at(const struct scale *scale, double value) {
    if (!scale_holds(value)) return NAN;
    double part = (value - scale->low) / (scale->high - scale->low);
    return scale->from + fmin(fmax(part, -0.5), 1.5) * (scale->to - scale->from);
}

size_t scale_ticks(const struct scale *scale) {
    double count = floor((scale->high - scale->low) / scale->step + 1e-6);
    return 1 + (size_t)fmin(fmax(count, 0), MOST_TICKS);
}

double scale_tick(const struct scale *scale, size_t i) {
    double value = scale->low + (double)i * scale->step;
    return fabs(value) < scale->step * 1e-6 ? 0 : value;
}

const char *chart_value(double value, const struct chart_unit *unit, int decimals,
                        char out[CHART_VALUE_BYTES]) {
    char text[NUMBER_PEOPLE_BYTES];
    if (!scale_holds(value))
        snprintf(out, CHART_VALUE_BYTES, "-");
    else if (unit->format == CHART_MONEY && fabs(value) >= 1000)
        snprintf(out, CHART_VALUE_BYTES, "%s", number_money(value, text));
    else
        snprintf(out, CHART_VALUE_BYTES, "%s%s%s",
                 unit->format == CHART_MONEY ? (value < 0 ? "-£" : "£") : "",
                 number_people(unit->format == CHART_MONEY ? fabs(value) : value, decimals, text),
                 unit->format == CHART_PERCENT ? "%" : "");
    return out;
}

int chart_decimals(const struct scale *scale, const struct chart_unit *unit) {
    if (unit->fixed) return unit->decimals;
    return scale->step >= 100 ? 0 : scale->decimals + 1;
}

struct chart_unit chart_unit_of(const char *unit) {
    struct chart_unit u = {.title = unit};
    if (unit && unit[0] == '%') u.format = CHART_PERCENT;
    if (unit && strncmp(unit, "£", strlen("£")) == 0) u.format = CHART_MONEY;
    return u;
}

double time_at(const struct time_scale *scale, int32_t date) {
    if (scale->last <= scale->first) return (scale->from + scale->to) / 2;
    double part = ((double)date - scale->first) / ((double)scale->last - scale->first);
    return scale->from + part * (scale->to - scale->from);
}

const char *date_month_short(int32_t date, char out[DATE_BYTES]) {
    char text[DATE_BYTES];
    date_month_people(date_month(date), text);
    const char *year = strchr(text, ' ');
    snprintf(out, DATE_BYTES, "%.3s%s", text, year ? year : "");
    return out;
}

static int months_step(double span_months, double width, double room) {
    static const int steps[] = {1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200, 6000};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (span_months <= 0 || width * steps[i] / span_months >= room) return steps[i];
    return 24000;
}

static size_t day_ticks(const struct time_scale *scale, double room, struct time_tick *ticks) {
    static const int steps[] = {1, 2, 7, 14, 28};
    double span = (double)scale->last - scale->first, width = fabs(scale->to - scale->from);
    int step = 28;
    for (size_t i = sizeof steps / sizeof steps[0]; i-- > 0;)
        if (span <= 0 || width * steps[i] / span >= room) step = steps[i];
    size_t n = 0;
    for (int32_t day = scale->first; day <= scale->last && n < TIME_TICKS; day += step) {
        char text[DATE_BYTES];
        date_people(day, text);
        const char *month = strchr(text, ' '), *year = strrchr(text, ' ');
        snprintf(ticks[n].label, DATE_BYTES, "%.*s %.3s%s", (int)(month - text), text, month + 1,
                 year);
        ticks[n++].date = day;
    }
    return n;
}

size_t time_ticks(const struct time_scale *scale, double room, char frequency,
                  struct time_tick ticks[TIME_TICKS]) {
    bool years = frequency == 'y';
    if ((frequency == 'd' || frequency == 'w') && scale->last - scale->first < 120)
        return day_ticks(scale, room + 12, ticks);
    int first = date_month(scale->first), last = date_month(scale->last);
    int step = months_step((double)last - first, fabs(scale->to - scale->from), room);
    if (years && step < 12) step = 12;
    int begin = years ? first % 12 : 3; /* the month in which a year begins */
    int at = first + ((begin - first) % step + step) % step;
    if (at > last) at = first; /* not one round month within: the first one */
    size_t n = 0;
    for (int month = at; month <= last && n < TIME_TICKS; month += step) {
        int32_t day = date_month_start(month);
        if (day < scale->first) day = scale->first;
        ticks[n].date = day;
        if (years && begin != 0)
            financial_year_text(month / 12, ticks[n].label);
        else if (years)
            snprintf(ticks[n].label, DATE_BYTES, "%d", month / 12);
        else
            date_month_short(day, ticks[n].label);
        n++;
    }
    return n;
}

const char *chart_period(int32_t date, char frequency, char out[2 * DATE_BYTES]) {
    char text[DATE_BYTES], other[DATE_BYTES];
    int year, month, day;
    date_parts(date, &year, &month, &day);
    switch (frequency) {
    case 'd':
    case 'w':
        date_people(date, text);
        snprintf(out, 2 * DATE_BYTES, "%s", text);
        break;
    case 'q':
        date_month_people(date_month(date), text);
        date_month_people(date_month(date) + 2, other);
        snprintf(out, 2 * DATE_BYTES, "%.*s to %s", (int)strcspn(text, " "), text, other);
        break;
    case 'y':
        if (month == 1)
            snprintf(out, 2 * DATE_BYTES, "%d", year);
        else
            snprintf(out, 2 * DATE_BYTES, "%s",
                     financial_year_text(date_financial_year(date), text));
        break;
    default:
        date_month_people(date_month(date), text);
        snprintf(out, 2 * DATE_BYTES, "%s", text);
    }
    return out;
}
