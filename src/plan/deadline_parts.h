/* Inside of the deadline reader: words, and dates as they stand in a phrase before their year is
 * settled. For the files deadline*.c only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "deadline.h"

struct token {
    enum { TOKEN_END, TOKEN_WORD, TOKEN_NUMBER, TOKEN_SIGN } kind;
    struct str text; /* lower case */
    int value;       /* of a number; -1 when it has more than four digits */
    int digits;
    bool ordinal; /* 1st, 2nd */
    bool spaced;  /* a blank stands before it */
    char sign;    /* - / . , ( ) ' & + ? : ; newline; any other is dropped */
};

/* Ends with a TOKEN_END. */
struct token *deadline_tokens(struct str text, struct arena *arena, size_t *count);

/* How many tokens from `at` a pattern of words takes; 0 when it does not match. Between two words a
 * hyphen or dot may stand: 'on going' matches 'on-going', 't b c' matches 'T.B.C.'. */
size_t deadline_match(const struct token *tokens, size_t at, const char *pattern);

enum mark {
    MARK_WORD, /* a word that is not known */
    MARK_DATE,
    MARK_FILLER, /* changes nothing */
    MARK_BY,
    MARK_BEFORE,
    MARK_AFTER,
    MARK_FROM,
    MARK_ONWARDS,
    MARK_UNTIL, /* to, until, - */
    MARK_BETWEEN,
    MARK_AND, /* and, or, /, & */
    MARK_ONGOING,
    MARK_RECURRING,
    MARK_TBC,
    MARK_NOTHING, /* n/a, none */
    MARK_DONE,
    MARK_STATUS, /* in progress, not complete, overdue: no deadline */
    MARK_DOUBT,  /* approximately, provisional, ? */
    MARK_NOW,
    MARK_SOON,
    MARK_REVIEW,
    MARK_WAS,   /* originally, revised from */
    MARK_NEW,   /* revised to, now */
    MARK_WAITS, /* subject to, after approval */
    MARK_OPEN,
    MARK_CLOSE,
    MARK_STOP, /* , . ; : and the end of a line */
};

/* The mark that the tokens from `at` make, and how many they are; MARK_WORD and 1 otherwise. */
enum mark deadline_mark(const struct token *tokens, size_t at, size_t *used);

enum unit {
    UNIT_DAYS, /* day n to n2 of the month */
    UNIT_WEEK, /* Monday to Sunday around the day */
    UNIT_WEEK_ENDING,
    UNIT_MONTH,
    UNIT_QUARTERS, /* n to n2 */
    UNIT_HALF,
    UNIT_SEASON, /* 0 spring to 3 winter */
    UNIT_TERM,   /* of schools: 0 spring, 1 summer, 2 autumn */
    UNIT_YEAR,
    UNIT_YEAR_END,
    UNIT_MONTH_END,  /* 'month end', no month named */
    UNIT_PLAN_YEARS, /* n to n2, with quarter 0 or 1 to 4 */
    UNIT_SPAN,       /* n to n2 days, weeks, months or years from the start */
    UNIT_CHRISTMAS,
    UNIT_EASTER,
    UNIT_PLAN_END,
};

enum part { PART_WHOLE, PART_EARLY, PART_MID, PART_LATE, PART_END };

enum year_kind {
    YEAR_MISSING,
    YEAR_CALENDAR,
    YEAR_FINANCIAL, /* 2018/19: value 2018 */
    YEAR_FY,        /* FY19: the one that ends in 2019, or begins */
    YEAR_PAIR,      /* 2018-2019: a financial year, or two calendar years */
};

struct moment {
    enum unit unit;
    enum part part;
    enum year_kind year_kind;
    int year;
    int day, day2, month; /* UNIT_DAYS, UNIT_WEEK; month of UNIT_MONTH */
    int n, n2, quarter;
    char length;    /* of UNIT_SPAN: d w m y */
    bool financial; /* the words 'financial year' or 'calendar year' stand there */
    bool calendar;
    int other_month, other_day, other_year; /* a second reading of '04/12' or '10/11'; 0: none */
    bool american;                          /* 04/25/2018 */
    int weekday;                            /* before the day, from 1 for Monday; 0: none */
    bool maybe_day;                         /* 'June 30': its two digits may be the day */
    bool year_borrowed;                     /* the year stands at another date of the phrase */
};

/* The date that begins at `at`; the number of tokens it takes, 0 when there is none. */
size_t deadline_moment(const struct token *tokens, size_t at, struct moment *out);

struct span {
    int32_t from, to;
    enum deadline_kind kind;
    enum deadline_precision precision;
    const char *means;
    const char *doubt; /* NULL: none */
};

/* What the moment means in its first, second... reading; false when it has no such reading or none
 * at all. A missing year is the one that makes it end on or after `not_before`. */
bool deadline_resolve(const struct moment *moment, int reading,
                      const struct deadline_context *context, int32_t not_before,
                      struct arena *arena, struct span *out);
