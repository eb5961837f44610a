/* Periods as they stand in published tables: 'Apr-18', 'April 2018', '2018/19 Q1', '2018-04',
 * '01/04/2018' (days before months, as in Britain), '2018-19', 'April to June 2018', serial days of
 * Excel. Nothing is guessed: what has two readings is given with both.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/date.h"

enum period_kind { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_YEAR };

/* How a table writes what could be read in two ways. */
struct period_style {
    bool month_first;        /* 04/30/2018, as in America */
    bool dashes_are_years;   /* '2011-12' is a financial year, and not December 2011 */
    bool dashes_are_months;  /* the other way round */
    bool calendar_quarters;  /* 'Q1 2018' is January to March */
    bool financial_quarters; /* 'Q1 2018' is April to June of 2018/19 */
    bool is_end;             /* the day or month given is the last of its period */
};

struct period {
    enum period_kind kind;
    int32_t start; /* its first day; with is_end, of what was written: see period_of_length */
};

enum period_answer {
    PERIOD_READ,
    PERIOD_UNREAD,    /* it names no period */
    PERIOD_AMBIGUOUS, /* *why says the two readings */
};

/* Reads a text. *why, unless NULL, is a sentence of our own where it is not PERIOD_READ. */
enum period_answer period_read(struct str text, const struct period_style *style,
                               struct period *period, const char **why);

/* The first day of the period of that length that the one read names: a month that is the end of a
 * quarter gives its first month. DATE_NONE when it cannot be, as a month for a measure by day. */
int32_t period_of_length(const struct period *period, enum period_kind length, bool is_end);

/* 'day', 'week', 'month', 'quarter', 'year', as measure.frequency; the other way false for others.
 */
const char *period_kind_text(enum period_kind kind);
MUST_CHECK bool period_kind_read(const char *text, enum period_kind *kind);

/* For people: '1 April 2018', 'April 2018', 'April to June 2018', '2018/19'. */
#define PERIOD_BYTES 64
const char *period_people(int32_t start, enum period_kind kind, char out[PERIOD_BYTES]);
