/* What the files of the checks share; used by check*.c and waivers.c only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "check.h"

/* A role's title that is nobody: to be confirmed, or everybody. */
#define NOBODY(title)                                                                              \
    "(lower(" title                                                                                \
    ") IN ('all', 'everybody', 'everyone', 'various', 'several', 'nobody', 'tbc', "                \
    "'tba', 'tbd', 'n/a', 'na', 'none', 'vacant', 'unknown', 'not known', 'not stated', 'open', "  \
    "'-', '?', 'x') OR (lower(" title ") LIKE 'all %' AND lower(" title ") NOT LIKE 'all age%') "  \
    "OR lower(" title ") LIKE 'to be %' OR lower(" title                                           \
    ") LIKE '%to be confirmed%' OR lower(" title ") LIKE '%to be agreed%' OR lower(" title         \
    ") LIKE '%to be appointed%' OR lower(" title ") LIKE '%to be named%' OR lower(" title          \
    ") LIKE '%to follow' OR lower(" title ") LIKE 'tbc%' "                                         \
    "OR lower(" title ") LIKE '%(tbc)%' OR lower(" title ") LIKE 'vacant post%' OR lower(" title   \
    ") LIKE 'vacant (%' OR lower(" title ") LIKE 'not yet %' OR lower(" title                      \
    ") LIKE 'various %')"

/* What stands in the place of a deadline where there is none: no day agreed, work that goes on,
 * nothing. */
#define SAYS_TO_AGREE(text)                                                                        \
    "(lower(" text ") LIKE '%tbc%' OR lower(" text ") LIKE '%tba%' OR lower(" text                 \
    ") LIKE '%tbd%' OR lower(" text ") LIKE '%to be confirmed%' OR lower(" text                    \
    ") LIKE '%to be agreed%' OR lower(" text ") LIKE '%to be set%' OR lower(" text                 \
    ") LIKE '%to be determined%' OR lower(" text ") LIKE '%to follow%' OR lower(" text             \
    ") LIKE '%not yet %' OR trim(" text ") = '?')"
#define SAYS_ONGOING(text)                                                                         \
    "(lower(" text ") LIKE 'ongoing%' OR lower(" text ") LIKE 'on-going%' OR lower(" text          \
    ") LIKE 'on going%' OR lower(" text ") LIKE 'continu%')"
#define SAYS_NOTHING(text)                                                                         \
    "(lower(trim(" text ")) IN ('-', '–', '—', 'n/a', 'na', 'none', 'nil', 'not applicable', " \
    "'not stated', 'no date', 'no deadline'))"

/* A question in SQL: each row of its answer is a finding, (line of the table, message); a row
 * without a message is none. Parameter ?1, where it stands, is the day. It is about rows of
 * `table`, so it is not asked where that is empty, unless it is about that: `even_empty`. */
struct question {
    const char *rule, *table, *column, *sql;
    bool even_empty;
};

/* Asks them all. as_at DATE_NONE where no question has a day. */
MUST_CHECK bool check_ask(sqlite3 *db, const struct question *questions, size_t count,
                          int32_t as_at, struct findings *findings, struct err *err);

/* The parts of store_check and store_check_plan that SQL does not say well. */
MUST_CHECK bool check_sums(sqlite3 *db, struct findings *findings, struct err *err);
MUST_CHECK bool check_circles(sqlite3 *db, struct findings *findings, struct err *err);
MUST_CHECK bool check_outcomes(sqlite3 *db, int32_t as_at, struct findings *findings,
                               struct err *err);
MUST_CHECK bool check_same(sqlite3 *db, int32_t as_at, struct findings *findings, struct err *err);
