/* Days, months and financial years. A day is a whole number: days since 1 January 1970, in the
 * proleptic Gregorian calendar.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "text.h"

#include <stdint.h>

#define DATE_NONE INT32_MIN

/* month 1 to 12, day 1 to 31; DATE_NONE where there is no such day. Years 1 to 9999. */
int32_t date_of(int year, int month, int day);
void date_parts(int32_t date, int *year, int *month, int *day);

/* Strictly 2018-04-01. */
MUST_CHECK bool date_parse(struct str text, int32_t *date);

/* 0 is Monday, 6 is Sunday. */
int date_weekday(int32_t date);

/* The day that many months later (or earlier), on the last day of a month that is too short. */
int32_t date_add_months(int32_t date, int months);

/* Months since year 0: year * 12 + month - 1; and the first day of such a month. */
int date_month(int32_t date);
int32_t date_month_start(int month);

/* The calendar year in which the financial year of the day begins: 2018 for 1 April 2018 to 31
 * March 2019. */
int date_financial_year(int32_t date);

/* Strictly 2018/19; gives 2018. */
MUST_CHECK bool financial_year_parse(struct str text, int *year);

/* Monday to Sunday as bits 0 to 6, from 'mon tue wed'; empty gives all seven. False for any other
 * word. */
MUST_CHECK bool weekdays_parse(struct str text, unsigned *days);

#define DATE_BYTES 32
const char *date_text(int32_t date, char out[DATE_BYTES]);       /* 2018-04-01 */
const char *date_people(int32_t date, char out[DATE_BYTES]);     /* 1 April 2018 */
const char *date_month_text(int month, char out[DATE_BYTES]);    /* 2018-04 */
const char *date_month_people(int month, char out[DATE_BYTES]);  /* April 2018 */
const char *financial_year_text(int year, char out[DATE_BYTES]); /* 2018/19 */
