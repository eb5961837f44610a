/* The checks of deadlines as they are written; see check.h.
 *
 * SPDX-License-Identifier: MIT */
#include "check.h"

#include "deadline.h"
#include "store/rules.h"

static const struct {
    const char *table, *sql;
} questions[] = {
    {"action",
     "SELECT x.row_no, x.due_text, COALESCE(x.first_due_to, x.due_to), n.start, n.\"end\" FROM "
     "action x JOIN plan n ON n.id = x.plan WHERE due_text IS NOT NULL ORDER BY x.row_no"},
    {"milestone",
     "SELECT x.row_no, x.due_text, COALESCE(x.first_due_to, x.due_to), n.start, n.\"end\" "
     "FROM milestone x JOIN programme g ON g.id = x.programme JOIN plan n ON n.id = g.plan "
     "WHERE due_text IS NOT NULL ORDER BY x.row_no"},
};

static void check_text(const char *table, size_t row, const char *text, int32_t due,
                       const struct deadline_context *context, struct arena *arena,
                       struct findings *findings) {
    struct deadline deadline;
    char a[DATE_BYTES], b[DATE_BYTES];
    deadline_read(str_of(text), context, arena, &deadline);
    const char *quoted = rules_quote(findings->arena, str_of(text));
    if (deadline.reading_count > 1) {
        const struct deadline_reading *r = deadline.readings;
        bool settled = false; /* the row says which of them is meant */
        for (size_t i = 0; i < deadline.reading_count; i++) settled = settled || r[i].to == due;
        /* Quarters without a financial year are told of by store_check. */
        if (!settled && r[0].to != r[1].to && deadline.precision != PRECISION_QUARTER)
            rules_add(findings, "D05", table, row, "due_text",
                      "%s can be %s (until %s) or %s (until %s)", quoted, r[0].means,
                      date_people(r[0].to, a), r[1].means, date_people(r[1].to, b));
        return;
    }
    if (due != DATE_NONE && deadline.to != DATE_NONE && deadline_certain(&deadline) &&
        deadline.kind != DEADLINE_COMPLETED && deadline.kind != DEADLINE_ONGOING &&
        deadline.kind != DEADLINE_RECURRING && deadline.to != due)
        rules_add(findings, "D16", table, row, "due_to", "%s ends on %s, and the row says %s",
                  quoted, date_people(deadline.to, a), date_people(due, b));
}

bool plan_check(sqlite3 *db, struct findings *findings, struct err *err) {
    struct arena *arena = arena_new();
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof questions / sizeof questions[0]; i++) {
        struct query *q = query_new(db, questions[i].sql, err);
        if (!q) {
            arena_free(arena);
            return false;
        }
        while (query_next(q)) {
            struct deadline_context context = {.written = query_date(q, 3),
                                               .plan_start = query_date(q, 3),
                                               .plan_end = query_date(q, 4)};
            arena_reset(arena);
            check_text(questions[i].table, (size_t)query_integer(q, 0, 0), query_text(q, 1),
                       query_date(q, 2), &context, arena, findings);
        }
        ok = query_free(q, err);
    }
    arena_free(arena);
    return ok;
}
