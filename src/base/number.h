/* Numbers: read strictly, print one way, independent of the locale.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "text.h"

/* Reads a decimal number: [-]digits[.digits][e[+-]digits], nothing before or after; no thousands
 * separators, no hexadecimal, no infinity. False when it is anything else or does not fit. */
MUST_CHECK bool number_parse(struct str text, double *value);

/* The shortest decimal text that reads back as the same double: 0.1, 1300000, -2.5; an exponent
 * only from 1e21 up and below 1e-7. NAN gives the empty text (a missing value). */
#define NUMBER_BYTES 32
const char *number_text(double value, char out[NUMBER_BYTES]);

/* The value rounded to so many significant digits (1 to 17), as printf's %g rounds it. */
double number_round(double value, int digits);

/* For people: 1,234.5 with that many decimals (0 to 9) and commas. NAN gives '-'. */
#define NUMBER_PEOPLE_BYTES 64
const char *number_people(double value, int decimals, char out[NUMBER_PEOPLE_BYTES]);

/* For people: £12.3m, £456,000, £1.07bn; NAN gives '-'. */
const char *number_money(double gbp, char out[NUMBER_PEOPLE_BYTES]);
