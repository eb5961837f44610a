/* The day as at which a package speaks, where nobody says one.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "store/query.h"

/* The last day of what is known: the newest report on the plan, or the end of the newest period
 * observed of a measure that the model forecasts (of any, where it forecasts none), whichever is
 * later. DATE_NONE where nothing is observed or reported. */
MUST_CHECK bool report_day(sqlite3 *db, int32_t *day, struct err *err);

/* The day asked for; where it is DATE_NONE, that day, or today where nothing is known. */
MUST_CHECK bool report_day_or_today(sqlite3 *db, int32_t asked, int32_t *day, struct err *err);
