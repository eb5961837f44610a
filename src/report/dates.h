/* On which dates schemes start wherever a forecast of ours is shown, in words.
 *
 * A milestone that is open, and that the plan's own slips can date (plan/forecast.h), comes at its
 * P50, as early or late as P10 and P90 say; one that cannot be dated comes when the plan says, also
 * where that day has passed. plan_forecast_feed gives these dates to the model.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "plan/forecast.h"

struct report_dates {
    size_t schemes;    /* of the package */
    size_t known;      /* with a milestone that is done, or on a day that is set */
    size_t forecast;   /* with one that is dated by the plan's own slips */
    size_t planned;    /* when the plan says; of these */
    size_t passed;     /* on a day that has passed, though nobody has reported it done */
    const char *words; /* one or two sentences; empty where there are no schemes */
};

/* `forecast` is that of `plan`, at the same day. Words are the arena's. */
MUST_CHECK bool report_dates_read(sqlite3 *db, const struct plan_status *plan,
                                  const struct forecast *forecast, struct arena *arena,
                                  struct report_dates *out, struct err *err);
