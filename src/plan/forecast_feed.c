/* Forecast dates for whoever reads milestones after us; see forecast.h.
 *
 * SPDX-License-Identifier: MIT */
#include "forecast.h"

#include "store/query.h"

bool plan_forecast_feed(sqlite3 *db, const struct forecast *forecast, size_t *fed,
                        struct err *err) {
    *fed = 0;
    /* A temporary table hides the package's own one of the same name, which stays as it is. */
    if (!query_run(db, "CREATE TEMP TABLE milestone AS SELECT * FROM main.milestone", err))
        return err_context(err, "feeding the forecast to the model");
    struct query *q = query_new(
        db, "UPDATE temp.milestone SET due_to = ?2, early_on = ?3, late_on = ?4 WHERE id = ?1",
        err);
    if (!q) return false;
    for (size_t i = 0; i < forecast->count; i++) {
        const struct forecast_item *item = &forecast->items[i];
        char p50[DATE_BYTES], p10[DATE_BYTES], p90[DATE_BYTES];
        if (item->item->kind != PLAN_MILESTONE || !item->forecast || item->p50 == DATE_NONE ||
            item->p10 == DATE_NONE || item->p90 == DATE_NONE)
            continue;
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
