/* Dates within a deadline: the days that they mean, in each of their readings.
 *
 * SPDX-License-Identifier: MIT */
#include "deadline_parts.h"

static const char *const ordinals[] = {"first", "second", "third", "fourth"};

static int32_t month_first(int year, int month) {
    return date_month_start(year * 12 + month - 1);
}

static int32_t month_last(int year, int month) {
    return date_month_start(year * 12 + month) - 1;
}

/* Count months from that one. */
static void months(struct span *span, int year, int month, int count) {
    span->from = month_first(year, month);
    span->to = month_last(year + (month - 1 + count - 1) / 12, (month - 1 + count - 1) % 12 + 1);
}

/* Sunday of Easter, Gregorian: Meeus (1991), the anonymous algorithm of 1876. */
static int32_t easter(int year) {
    int a = year % 19, b = year / 100, c = year % 100;
    int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    return date_of(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
}

/* Early, mid, late, end of what was found. */
static void take_part(const struct moment *moment, struct span *span) {
    if (moment->part == PART_WHOLE || span->from == DATE_NONE) return;
    int32_t from = span->from, to = span->to;
    if (moment->part == PART_END) {
        span->from = to;
        span->kind = DEADLINE_DAY;
        span->precision = PRECISION_DAY;
        return;
    }
    if (to - from < 27) { /* no month: 'late 20 December' */
        if (!span->doubt) span->doubt = "a day or a week has no early, middle or late part";
        return;
    }
    int first = date_month(from), count = date_month(to) - first + 1;
    if (count < 3) {
        span->from =
            moment->part == PART_EARLY ? from : from + (moment->part == PART_MID ? 10 : 20);
        span->to = moment->part == PART_LATE ? to : from + (moment->part == PART_MID ? 19 : 9);
    } else {
        /* The first, the middle and the last quarters of a year; thirds of anything shorter. */
        int step = count == 12 ? 3 : count / 3;
        span->from = moment->part == PART_EARLY ? from
                     : moment->part == PART_MID ? date_month_start(first + step)
                                                : date_month_start(first + count - step);
        span->to = moment->part == PART_LATE  ? to
                   : moment->part == PART_MID ? date_month_start(first + count - step) - 1
                                              : date_month_start(first + step) - 1;
    }
    span->kind = DEADLINE_RANGE;
    span->precision = PRECISION_PART;
}

static bool seasons(const struct moment *m, int year, int reading, struct arena *arena,
                    struct span *out) {
    static const char *const names[] = {"spring", "summer", "autumn", "winter"};
    out->kind = DEADLINE_SEASON;
    out->precision = PRECISION_SEASON;
    if (m->year_kind == YEAR_FINANCIAL && m->n == 0) {
        if (reading > 1) return false;
        months(out, year + reading, 3, 3);
        out->means = arena_printf(arena, "spring %d", year + reading);
    } else if (m->n == 3 && m->year_kind == YEAR_CALENDAR) {
        if (reading > 1) return false;
        months(out, year - reading, 12, 3);
        out->means = arena_printf(arena, "the winter of %d/%02d", year - reading,
                                  (year - reading + 1) % 100);
    } else {
        if (reading > 0) return false;
        months(out, year, 3 + 3 * m->n, 3);
        out->means = names[m->n];
    }
    return true;
}

/* A school term: which day it ends on is for each council and school to say. '2018/19' is a school
 * year here, whose autumn comes first. */
static void term(const struct moment *m, int year, struct span *out) {
    static const int first[] = {1, 4, 9};
    static const char *const doubts[] = {
        "a spring term ends before Easter, on a day that each council sets: the end of April is taken",
        "a summer term ends in July, on a day that each council sets: the end of July is taken",
        "an autumn term ends by Christmas, on a day each council sets: the end of December is taken"};
    if (m->year_kind == YEAR_FINANCIAL && m->n < 2) year++;
    months(out, year, first[m->n], 4);
    out->kind = DEADLINE_RANGE;
    out->precision = PRECISION_SEASON;
    out->doubt = doubts[m->n];
}

/* Quarters and halves: of a financial year where one is written, else of either. */
static bool fractions(const struct moment *m, int year, int reading, struct arena *arena,
                      struct span *out) {
    bool half = m->unit == UNIT_HALF;
    int step = half ? 6 : 3, last = half ? m->n : m->n2;
    int start = (m->n - 1) * step, count = (last - m->n + 1) * step;
    bool financial = m->year_kind == YEAR_FINANCIAL || m->year_kind == YEAR_FY;
    if (m->year_kind == YEAR_FY) year -= 1 - reading;
    if (reading > (m->year_kind == YEAR_FINANCIAL ? 0 : 1)) return false;
    int month = start + 1;
    if (financial || reading == 1) {
        month = start + 4;
        financial = true;
    }
    months(out, year + (month - 1) / 12, (month - 1) % 12 + 1, count);
    out->kind = last > m->n ? DEADLINE_RANGE : half ? DEADLINE_HALF : DEADLINE_QUARTER;
    out->precision = half ? PRECISION_HALF : PRECISION_QUARTER;
    char fy[DATE_BYTES];
    const char *of =
        financial ? arena_printf(arena, "the financial year %s", financial_year_text(year, fy))
                  : arena_printf(arena, "the calendar year %d", year);
    out->means =
        arena_printf(arena, "the %s %s of %s", ordinals[m->n - 1], half ? "half" : "quarter", of);
    return true;
}

static bool whole_years(const struct moment *m, int year, int reading, struct arena *arena,
                        struct span *out) {
    char fy[DATE_BYTES];
    out->kind = DEADLINE_YEAR;
    out->precision = PRECISION_YEAR;
    bool end = m->unit == UNIT_YEAR_END;
    bool financial = m->year_kind == YEAR_FINANCIAL || m->year_kind == YEAR_FY;
    if (m->year_kind == YEAR_PAIR) {
        if (reading > 1) return false;
        if (reading == 0)
            months(out, year, 4, 12);
        else
            months(out, year, 1, 24);
        out->means = reading == 0 ? arena_printf(arena, "the financial year %s",
                                                 financial_year_text(year, fy))
                                  : arena_printf(arena, "the years %d and %d", year, year + 1);
    } else if (financial) {
        if (reading > (m->year_kind == YEAR_FY)) return false;
        if (m->year_kind == YEAR_FY) year -= 1 - reading;
        months(out, year, 4, 12);
        out->means = arena_printf(arena, "the financial year %s", financial_year_text(year, fy));
    } else if (end && !m->calendar && !m->financial) {
        if (reading > 1) return false;
        months(out, reading ? year - 1 : year, reading ? 4 : 1, 12);
        out->means = reading ? "the end of the financial year" : "the end of the calendar year";
    } else if (end && m->financial) {
        /* 'financial year end 2019' is that of 2018/19. */
        if (reading > 0) return false;
        months(out, year - 1, 4, 12);
    } else {
        if (reading > 0) return false;
        months(out, year, 1, 12);
    }
    if (end) {
        out->from = out->to;
        out->kind = DEADLINE_DAY;
        out->precision = PRECISION_DAY;
    }
    return true;
}

static bool plan_years(const struct moment *m, int reading, const struct deadline_context *context,
                       struct arena *arena, struct span *out) {
    out->kind = m->quarter ? DEADLINE_QUARTER : m->n2 > m->n ? DEADLINE_RANGE : DEADLINE_YEAR;
    out->precision = m->quarter ? PRECISION_QUARTER : PRECISION_YEAR;
    if (context->plan_start == DATE_NONE) {
        if (reading > 0) return false;
        out->doubt = "a year of the plan has no days until the plan's first day is known";
        return true;
    }
    int32_t start = context->plan_start;
    int32_t april = month_first(date_financial_year(start), 4);
    if (reading > (start == april ? 0 : 1)) return false;
    int32_t first = reading == 0 ? april : start;
    int from = (m->n - 1) * 12, to = m->n2 * 12;
    if (m->quarter) {
        from += (m->quarter - 1) * 3;
        to = from + 3;
    }
    out->from = date_add_months(first, from);
    out->to = date_add_months(first, to) - 1;
    char text[DATE_BYTES];
    out->means = reading == 0 ? arena_printf(arena, "counted in financial years, the first %s",
                                             financial_year_text(date_financial_year(start), text))
                              : arena_printf(arena, "counted in twelve months from %s",
                                             date_people(start, text));
    return true;
}

static int32_t later(int32_t day, char length, int n) {
    switch (length) {
    case 'd':
        return day + n;
    case 'w':
        return day + n * 7;
    case 'm':
        return date_add_months(day, n);
    default:
        return date_add_months(day, n * 12);
    }
}

static bool no_year_needed(const struct moment *m, int reading,
                           const struct deadline_context *context, struct arena *arena,
                           struct span *out, bool *known) {
    *known = true;
    switch (m->unit) {
    case UNIT_PLAN_YEARS:
        return plan_years(m, reading, context, arena, out);
    case UNIT_SPAN:
        out->kind = DEADLINE_RANGE;
        out->precision = m->length == 'd'   ? PRECISION_DAY
                         : m->length == 'w' ? PRECISION_WEEK
                         : m->length == 'm' ? PRECISION_MONTH
                                            : PRECISION_YEAR;
        if (context->plan_start == DATE_NONE) {
            out->doubt = "a length of time has no days until the day is known that it is counted "
                         "from";
        } else {
            out->from =
                m->n2 > m->n ? later(context->plan_start, m->length, m->n) : context->plan_start;
            out->to = later(context->plan_start, m->length, m->n2);
        }
        return reading == 0;
    case UNIT_PLAN_END:
        out->kind = DEADLINE_DAY;
        out->precision = PRECISION_DAY;
        out->from = out->to = context->plan_end;
        if (context->plan_end == DATE_NONE) out->doubt = "the plan's last day is not known";
        return reading == 0;
    case UNIT_MONTH_END:
        out->kind = DEADLINE_DAY;
        out->precision = PRECISION_DAY;
        if (context->written == DATE_NONE) {
            out->doubt = "no month is written";
        } else {
            out->from = out->to = date_month_start(date_month(context->written) + 1) - 1;
            out->doubt = "no month is written; the one that the document is of is taken";
        }
        return reading == 0;
    default:
        *known = false;
        return false;
    }
}

/* The days of a month, a week, a festival: units that have one reading in a calendar year. */
static bool in_year(const struct moment *m, int year, int reading, struct arena *arena,
                    struct span *out) {
    int y = year;
    if (m->year_kind == YEAR_FINANCIAL && m->month && m->month < 4) y++;
    switch (m->unit) {
    case UNIT_DAYS:
    case UNIT_WEEK:
    case UNIT_WEEK_ENDING:
        out->from = date_of(y, m->month, m->day);
        out->to = date_of(y, m->month, m->day2);
        out->kind = out->from == out->to ? DEADLINE_DAY : DEADLINE_RANGE;
        out->precision = PRECISION_DAY;
        if (out->from == DATE_NONE || out->to == DATE_NONE) {
            out->from = out->to = DATE_NONE;
            out->doubt = "there is no such day";
        } else if (m->unit != UNIT_DAYS) {
            out->kind = DEADLINE_WEEK;
            out->precision = PRECISION_WEEK;
            if (m->unit == UNIT_WEEK)
                out->to = out->from + 6;
            else
                out->from = out->to - 6;
        }
        return reading == 0;
    case UNIT_MONTH:
        months(out, y, m->month, 1);
        out->kind = DEADLINE_MONTH;
        out->precision = PRECISION_MONTH;
        return reading == 0;
    case UNIT_CHRISTMAS:
    case UNIT_EASTER:
        out->from = out->to = m->unit == UNIT_EASTER ? easter(year) : date_of(year, 12, 25);
        out->kind = DEADLINE_DAY;
        out->precision = PRECISION_DAY;
        return reading == 0;
    case UNIT_SEASON:
        return seasons(m, year, reading, arena, out);
    case UNIT_TERM:
        term(m, year, out);
        return reading == 0;
    case UNIT_QUARTERS:
    case UNIT_HALF:
        return fractions(m, year, reading, arena, out);
    default:
        return whole_years(m, year, reading, arena, out);
    }
}

/* '04/12' and '10/11': the reading that is not month and year. */
static bool other_reading(const struct moment *m, int reading,
                          const struct deadline_context *context, int32_t not_before,
                          struct arena *arena, struct span *out) {
    struct moment other = {.part = m->part};
    if (m->other_year && reading == (m->other_month ? 2 : 1)) {
        other.unit = UNIT_YEAR;
        other.year_kind = YEAR_FINANCIAL;
        other.year = m->other_year;
    } else if (m->other_month && reading == 1) {
        other.unit = UNIT_DAYS;
        other.day = other.day2 = m->other_day;
        other.month = m->other_month;
    } else {
        return false;
    }
    if (!deadline_resolve(&other, 0, context, not_before, arena, out)) return false;
    if (out->from == DATE_NONE) return false;
    out->means = other.unit == UNIT_YEAR ? "a financial year" : "a day and a month";
    return true;
}

bool deadline_resolve(const struct moment *moment, int reading,
                      const struct deadline_context *context, int32_t not_before,
                      struct arena *arena, struct span *out) {
    *out = (struct span){.from = DATE_NONE, .to = DATE_NONE};
    if (reading > 0 && (moment->other_month || moment->other_year))
        return other_reading(moment, reading, context, not_before, arena, out);
    bool known;
    bool found = no_year_needed(moment, reading, context, arena, out, &known);
    if (known) return found;
    if (moment->year_kind != YEAR_MISSING) {
        if (!in_year(moment, moment->year, reading, arena, out)) return false;
        take_part(moment, out);
        if (moment->american && !out->doubt)
            out->doubt = "the month stands before the day, as it is not written in Britain";
        if (moment->other_month || moment->other_year) {
            out->means = "a month and a year";
            if (moment->other_month && not_before == DATE_NONE)
                out->doubt = "it can be a month and a year or a day and a month";
        }
        return true;
    }
    if (not_before == DATE_NONE) {
        if (!in_year(moment, 2000, reading, arena, out)) return false;
        out->from = out->to = DATE_NONE;
        out->doubt = "no year is written";
        return reading == 0;
    }
    int year, month, day;
    date_parts(not_before, &year, &month, &day);
    for (int y = year - 2; y <= year + 1; y++) {
        struct moment dated = *moment;
        dated.year = y;
        if (dated.unit != UNIT_SEASON && dated.unit != UNIT_TERM) dated.year_kind = YEAR_CALENDAR;
        if (!in_year(&dated, y, reading, arena, out)) return false;
        take_part(moment, out);
        if (out->to == DATE_NONE || out->to >= not_before) break;
    }
    if (!moment->year_borrowed) {
        const char *doubt = "no year is written; the next one after the document is taken";
        out->doubt = out->doubt ? arena_printf(arena, "%s; %s", doubt, out->doubt) : doubt;
    }
    return true;
}
