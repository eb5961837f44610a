/* The day as at which a package speaks; see day.h.
 *
 * SPDX-License-Identifier: MIT */
#include "day.h"

#include <string.h>
#include <time.h>

static int32_t period_end(int32_t start, const char *frequency) {
    if (frequency && strcmp(frequency, "day") == 0) return start;
    if (frequency && strcmp(frequency, "week") == 0) return start + 6;
    int months = !frequency || strcmp(frequency, "month") == 0 ? 1
                 : strcmp(frequency, "quarter") == 0           ? 3
                                                               : 12;
    return date_add_months(start, months) - 1;
}

bool report_day(sqlite3 *db, int32_t *day, struct err *err) {
    struct query *q = query_new(
        db,
        "SELECT max(o.period_start), m.frequency, m.model_output IS NOT NULL FROM observation o "
        "JOIN measure m ON m.id = o.measure GROUP BY m.id ORDER BY 3",
        err);
    if (!q) return false;
    bool modelled = false;
    *day = DATE_NONE;
    while (query_next(q)) {
        int32_t start = query_date(q, 0);
        if (start == DATE_NONE) continue;
        int32_t end = period_end(start, query_text(q, 1));
        bool of_model = query_integer(q, 2, 0) != 0;
        if (*day == DATE_NONE || (of_model && !modelled) || end > *day) *day = end;
        modelled = modelled || of_model;
    }
    if (!query_free(q, err)) return false;
    q = query_new(db, "SELECT max(reported_on) FROM progress", err);
    if (!q) return false;
    int32_t reported = query_next(q) ? query_date(q, 0) : DATE_NONE;
    if (reported != DATE_NONE && reported > *day) *day = reported; /* DATE_NONE is the least */
    return query_free(q, err);
}

bool report_day_or_today(sqlite3 *db, int32_t asked, int32_t *day, struct err *err) {
    *day = asked;
    if (asked != DATE_NONE) return true;
    if (!report_day(db, day, err)) return false;
    if (*day == DATE_NONE) *day = (int32_t)(time(NULL) / 86400);
    return true;
}
