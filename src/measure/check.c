/* The checks of targets that need process limits; see check.h.
 *
 * SPDX-License-Identifier: MIT */
#include "check.h"

#include "base/number.h"
#include "store/rules.h"

#include <math.h>
#include <string.h>

static void check_target(const struct measure_verdict *v, size_t row, double value, int32_t due,
                         struct findings *findings) {
    char target[NUMBER_PEOPLE_BYTES], low[NUMBER_PEOPLE_BYTES], high[NUMBER_PEOPLE_BYTES];
    char day[DATE_BYTES];
    if (v->phase_n < SPC_POINTS_MIN || isnan(v->lower) || value <= v->lower || value >= v->upper)
        return;
    int decimals = fabs(v->upper) < 100 ? 2 : 0;
    rules_add(
        findings, "O08", "target", row, "value",
        "the target of %s for %s by %s lies within its process limits, %s to %s, from %zu values",
        number_people(value, decimals, target), v->measure, date_people(due, day),
        number_people(v->lower, decimals, low), number_people(v->upper, decimals, high),
        v->phase_n);
}

bool measure_check(sqlite3 *db, int32_t as_at, struct findings *findings, struct err *err) {
    char day[DATE_BYTES];
    struct query *q = query_new(db,
                                "SELECT row_no, measure, place, value, due FROM target WHERE value "
                                "IS NOT NULL AND due >= ?1 ORDER BY measure, place, row_no",
                                err);
    if (!q) return false;
    query_bind_text(q, 1, date_text(as_at, day));
    struct arena *arena = arena_new(), *names = arena_new();
    struct measure_verdict v = {0};
    const char *measure = "", *place = "";
    bool judged = false, ok = true;
    while (ok && query_next(q)) {
        const char *m = query_text(q, 1), *p = query_text(q, 2);
        if (!m || !p) continue;
        if (strcmp(m, measure) != 0 || strcmp(p, place) != 0) {
            struct err why = {0};
            arena_reset(arena);
            arena_reset(names);
            measure = arena_string(names, m);
            place = arena_string(names, p);
            judged = measure_judge(db, measure, place, as_at, arena, &v, &why);
            ok = judged || why.code == ERR_TOO_FEW || why.code == ERR_NOT_FOUND;
            if (!ok) *err = why;
        }
        if (judged)
            check_target(&v, (size_t)query_integer(q, 0, 0), query_number(q, 3), query_date(q, 4),
                         findings);
    }
    arena_free(arena);
    arena_free(names);
    struct err ignored = {0};
    return query_free(q, ok ? err : &ignored) && ok;
}
