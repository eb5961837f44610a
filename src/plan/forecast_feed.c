/* Forecast dates for whoever reads milestones after us; see forecast.h.
 *
 * SPDX-License-Identifier: MIT */
#include "forecast.h"

#include "store/query.h"

bool plan_forecast_dates(const struct forecast_item *item) {
    return item->forecast && item->p10 != DATE_NONE && item->p50 != DATE_NONE &&
           item->p90 != DATE_NONE;
}

/* What was not known on the day is not known to the model either. */
static bool forget_later(sqlite3 *db, int32_t as_at, struct err *err) {
    char day[DATE_BYTES];
    struct query *q =
        query_new(db, "UPDATE temp.milestone SET done_on = NULL WHERE done_on > ?1", err);
    if (!q) return false;
    query_bind_text(q, 1, date_text(as_at, day));
    while (query_next(q)) continue;
    return query_free(q, err);
}

bool plan_forecast_leave(sqlite3 *db, struct err *err) {
    return query_run(db, "DROP TABLE temp.milestone", err);
}

bool plan_forecast_feed(sqlite3 *db, const struct forecast *forecast, size_t *fed,
                        struct err *err) {
    *fed = 0;
    /* A temporary table hides the package's own one of the same name, which stays as it is. */
    if (!query_run(db,
                   "CREATE TEMP TABLE milestone AS SELECT * FROM main.milestone;"
                   "CREATE INDEX temp.milestone_by_id ON milestone(id)",
                   err))
        return err_context(err, "feeding the forecast to the model");
    if (!forget_later(db, forecast->as_at, err)) return false;
    struct query *q = query_new(
        db, "UPDATE temp.milestone SET due_to = ?2, early_on = ?3, late_on = ?4 WHERE id = ?1",
        err);
    if (!q) return false;
    for (size_t i = 0; i < forecast->count; i++) {
        const struct forecast_item *item = &forecast->items[i];
        char p50[DATE_BYTES], p10[DATE_BYTES], p90[DATE_BYTES];
        if (item->item->kind != PLAN_MILESTONE || !plan_forecast_dates(item)) continue;
        query_bind_text(q, 1, item->item->id);
        query_bind_text(q, 2, date_text(item->p50, p50));
        query_bind_text(q, 3, date_text(item->p10, p10));
        query_bind_text(q, 4, date_text(item->p90, p90));
        query_next(q);
        query_again(q);
        (*fed)++;
    }
    return query_free(q, err);
}
