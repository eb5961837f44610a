/* What the model says of a measure; see forecast.h.
 *
 * SPDX-License-Identifier: MIT */
#include "forecast.h"

#include <stdlib.h>
#include <string.h>

/* A month's name, 2018-04: financial years and days are no months. */
static bool month_of(const char *period, int *month) {
    char day[16];
    int32_t date;
    if (strlen(period) != 7 || period[4] != '-') return false;
    memcpy(day, period, 7);
    memcpy(day + 7, "-01", 4);
    if (!date_parse(str_of(day), &date)) return false;
    *month = date_month(date);
    return true;
}

static int by_month(const void *a, const void *b) {
    const struct measure_modelled *x = a, *y = b;
    return (x->month > y->month) - (x->month < y->month);
}

static size_t months_of(const struct model_results *results, const char *scenario,
                        const char *output, const char *subject, struct measure_modelled *months) {
    size_t n = 0;
    for (size_t i = 0; i < results->count; i++) {
        const struct model_row *row = &results->rows[i];
        int month;
        if (strcmp(row->output, output) != 0 || strcmp(row->subject, subject) != 0 ||
            strcmp(row->scenario, scenario) != 0 || !month_of(row->period, &month))
            continue;
        if (months)
            months[n] = (struct measure_modelled){month, row->mean, row->p10, row->p50, row->p90};
        n++;
    }
    if (n && months) qsort(months, n, sizeof *months, by_month);
    return n;
}

bool report_forecast(sqlite3 *db, const struct model_results *results, const char *scenario,
                     const char *measure, const char *place, struct arena *arena,
                     struct measure_forecast *out, struct err *err) {
    struct query *q =
        query_new(db, "SELECT model_output, model_subject FROM measure WHERE id = ?1", err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    struct measure_modelled *months = NULL;
    size_t n = 0;
    if (query_next(q) && query_text(q, 0) && query_text(q, 1) && scenario) {
        const char *output = arena_string(arena, query_text(q, 0));
        const char *subject = arena_string(arena, query_text(q, 1));
        n = months_of(results, scenario, output, subject, NULL);
        months = ARENA_NEW(arena, struct measure_modelled, n + 1);
        (void)months_of(results, scenario, output, subject, months);
    }
    return query_free(q, err) && measure_forecast(db, measure, place, months, n, arena, out, err);
}
