/* Says on which dates schemes start; see dates.h.
 *
 * SPDX-License-Identifier: MIT */
#include "dates.h"

#include "store/query.h"

static const char *words(const struct report_dates *d, struct arena *arena) {
    struct buf out = buf_new(arena);
    if (!d->schemes) return "";
    buf_printf(&out, "Of %zu scheme%s in the model, ", d->schemes, d->schemes == 1 ? "" : "s");
    const struct {
        size_t count;
        const char *one, *many;
    } parts[] = {
        {d->known, "starts with a milestone that is done or on a day that is set",
         "start with milestones that are done or on days that are set"},
        {d->forecast, "starts when this plan's own slips forecast its milestone",
         "start when this plan's own slips forecast their milestones"},
        {d->planned, "starts on the plan's own date, as no other can be forecast",
         "start on the plan's own dates, as no others can be forecast"},
    };
    const char *join = "";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].count) continue;
        buf_printf(&out, "%s%zu %s", join, parts[i].count,
                   parts[i].count == 1 ? parts[i].one : parts[i].many);
        join = "; ";
    }
    buf_puts(&out, ".");
    if (d->passed)
        buf_printf(&out,
                   " %zu of these dates %s passed without a report that it is done: the forecast "
                   "counts %s as begun.",
                   d->passed, d->passed == 1 ? "has" : "have", d->passed == 1 ? "it" : "them");
    return out.text;
}

bool report_dates_read(sqlite3 *db, const struct plan_status *plan, const struct forecast *forecast,
                       struct arena *arena, struct report_dates *out, struct err *err) {
    *out = (struct report_dates){0};
    struct query *q = query_new(db, "SELECT starts FROM scheme", err);
    if (!q) return false;
    while (query_next(q)) {
        const char *starts = query_text(q, 0);
        const struct plan_item *m = starts ? plan_status_find(plan, starts) : NULL;
        const struct forecast_item *f = m ? plan_forecast_find(forecast, m->id) : NULL;
        out->schemes++;
        if (!m || m->state == PLAN_DONE) {
            out->known++;
        } else if (f && plan_forecast_dates(f)) {
            out->forecast++;
        } else {
            out->planned++;
            out->passed += m->state == PLAN_LATE;
        }
    }
    out->words = words(out, arena);
    return query_free(q, err);
}
