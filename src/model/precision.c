/* Replications until a mean is known well enough; see precision.h.
 *
 * SPDX-License-Identifier: MIT */
#include "precision.h"

#include "base/date.h"
#include "store/query.h"
#include "summary.h"

#include <math.h>

#define MOST 1000
#define FEWEST 10     /* before a standard deviation is trusted */
#define MORE 1.1      /* beyond what it says, as it is an estimate itself */
#define FEWEST_MORE 4 /* in a further round */

/* What measures are forecast by, in the last financial year simulated. */
static bool from_measures(struct precision *p, sqlite3 *db, const struct tables *tables,
                          struct arena *arena, struct err *err) {
    char year[DATE_BYTES];
    const char *period =
        arena_string(arena, financial_year_text(date_financial_year(tables->end), year));
    struct query *q = query_new(db,
                                "SELECT DISTINCT model_output, model_subject FROM measure WHERE "
                                "model_output IS NOT NULL AND model_subject IS NOT NULL LIMIT 64",
                                err);
    if (!q) return false;
    p->of = ARENA_NEW(arena, struct model_only, 65);
    while (query_next(q))
        p->of[p->count++] = (struct model_only){arena_string(arena, query_text(q, 0)),
                                                arena_string(arena, query_text(q, 1)), period};
    if (!query_free(q, err)) return false;
    if (!p->count) p->of[p->count++] = (struct model_only){"present", tables->system_id, period};
    return true;
}

bool precision_begin(struct precision *p, sqlite3 *db, const struct model_options *options,
                     const struct tables *tables, struct arena *arena, struct err *err) {
    *p = (struct precision){.pct = options->precision_pct,
                            .most = options->most_replications ? options->most_replications : MOST};
    if (!(p->pct > 0)) return true;
    if (!options->precision_of_count) return from_measures(p, db, tables, arena, err);
    p->count = options->precision_of_count;
    p->of = ARENA_NEW(arena, struct model_only, p->count);
    for (size_t i = 0; i < p->count; i++) p->of[i] = options->precision_of[i];
    return true;
}

int precision_first(const struct precision *p, int replications) {
    if (!(p->pct > 0)) return replications;
    int first = replications < FEWEST ? FEWEST : replications;
    return first < p->most ? first : p->most;
}

static bool counts(const struct precision *p, const struct model_row *row) {
    for (size_t i = 0; i < p->count; i++)
        if (str_matches(str_of(row->output), str_of(p->of[i].output)) &&
            str_matches(str_of(row->subject), str_of(p->of[i].subject)) &&
            str_matches(str_of(row->period), str_of(p->of[i].period)))
            return true;
    return false;
}

static double half_pct(const struct model_row *row) {
    if (!(row->replications > 1) || row->mean == 0) return 0;
    return 100 * model_row_half_width(row) / fabs(row->mean);
}

bool precision_next(const struct precision *p, const struct model_results *results, size_t done,
                    size_t *next, struct err *err) {
    double wanted = 0;
    bool any = false;
    for (size_t i = 0; i < results->count; i++) {
        if (!counts(p, &results->rows[i])) continue;
        any = true;
        double ratio = half_pct(&results->rows[i]) / p->pct;
        wanted = fmax(wanted, (double)done * ratio * ratio);
    }
    if (!any) {
        err_set(err, ERR_NOT_FOUND, "no row of the results is one whose precision is asked for");
        err_hint(err, "--precision-of OUTPUT:SUBJECT:PERIOD names one, such as "
                      "'delayed:bsol:2020/21'.");
        return false;
    }
    if (wanted <= (double)done || done >= (size_t)p->most) return false;
    double more = fmin(fmax(wanted * MORE, (double)(done + FEWEST_MORE)), 4 * (double)done);
    *next = (size_t)fmin(ceil(more), p->most);
    return true;
}

void precision_report(const struct precision *p, struct model_results *results,
                      struct arena *arena) {
    results->precisions = ARENA_NEW(arena, struct model_precision, results->count);
    results->precise = true;
    for (size_t i = 0; i < results->count; i++) {
        const struct model_row *row = &results->rows[i];
        if (!counts(p, row)) continue;
        double half = half_pct(row);
        results->precisions[results->precision_count++] = (struct model_precision){row, half};
        if (half > p->pct) results->precise = false;
    }
}
