/* Puts a question into a package; see question.h.
 *
 * SPDX-License-Identifier: MIT */
#include "question.h"

#include "base/text.h"
#include "store/query.h"

#include <math.h>
#include <stdio.h>

/* What the kinds change: rows of a table, by one of its columns. */
static const struct {
    const char *table, *column, *operation, *words;
} targets[QUESTION_KINDS] = {
    [QUESTION_CAPACITY] = {"capacity", "amount", "add", "capacity"},
    [QUESTION_DEMAND] = {"demand", "rate_per_1000", "multiply", "demand from outside"},
    [QUESTION_STAY] = {"stay", "mean_days", "multiply", "length of stay"},
};

static bool run_with(sqlite3 *db, const char *sql, const char *one, const char *two,
                     struct err *err) {
    struct query *q = query_new(db, sql, err);
    if (!q) return false;
    query_bind_text(q, 1, one);
    if (two) query_bind_text(q, 2, two);
    while (query_next(q)) continue;
    return query_free(q, err);
}

static bool exists(sqlite3 *db, const char *sql, const char *id, bool *is, struct err *err) {
    struct query *q = query_new(db, sql, err);
    if (!q) return false;
    query_bind_text(q, 1, id);
    *is = query_next(q) && query_integer(q, 0, 0) != 0;
    return query_free(q, err);
}

static bool put_setting(sqlite3 *db, const struct question_change *change, struct err *err) {
    bool is, has;
    const char *const has_sql[] = {
        [QUESTION_CAPACITY] = "SELECT EXISTS (SELECT 1 FROM capacity WHERE setting = ?1)",
        [QUESTION_DEMAND] = "SELECT EXISTS (SELECT 1 FROM demand WHERE setting = ?1)",
        [QUESTION_STAY] = "SELECT EXISTS (SELECT 1 FROM stay WHERE setting = ?1)"};
    if (!exists(db, "SELECT EXISTS (SELECT 1 FROM setting WHERE id = ?1)", change->id, &is, err) ||
        !exists(db, has_sql[change->kind], change->id, &has, err))
        return false;
    if (!is) return err_set(err, ERR_NOT_FOUND, "There is no setting '%.60s'", change->id);
    if (!has)
        return err_set(err, ERR_INPUT, "The setting '%.60s' has no %s that could be changed",
                       change->id, targets[change->kind].words);
    struct query *q = query_new(
        db,
        "INSERT INTO effect (row_no, scheme, on_table, on_rows, on_column, operation, central) "
        "VALUES ((SELECT coalesce(max(row_no), 1) + 1 FROM effect), '" QUESTION_SCENARIO
        "', ?1, 'setting=' || ?2, ?3, ?4, ?5)",
        err);
    if (!q) return false;
    bool adds = change->kind == QUESTION_CAPACITY;
    query_bind_text(q, 1, targets[change->kind].table);
    query_bind_text(q, 2, change->id);
    query_bind_text(q, 3, targets[change->kind].column);
    query_bind_text(q, 4, targets[change->kind].operation);
    query_bind_number(q, 5, adds ? change->amount : 1 + change->amount / 100);
    while (query_next(q)) continue;
    return query_free(q, err);
}

static bool put_scheme(sqlite3 *db, const struct question_change *change, struct err *err) {
    bool is, shared;
    char months[32];
    snprintf(months, sizeof months, "%+d months", (int)lround(change->amount));
    if (!exists(db, "SELECT EXISTS (SELECT 1 FROM scheme WHERE id = ?1)", change->id, &is, err) ||
        !exists(db,
                "SELECT count(*) <> 1 FROM scheme a JOIN scheme b ON b.starts = a.starts WHERE "
                "a.id = ?1",
                change->id, &shared, err))
        return false;
    if (!is) return err_set(err, ERR_NOT_FOUND, "There is no scheme '%.60s'", change->id);
    if (shared)
        return run_with(db,
                        "UPDATE scheme SET starts_on = date(coalesce((SELECT coalesce(done_on, "
                        "due_to) FROM milestone m WHERE m.id = scheme.starts), starts_on), ?2), "
                        "starts = NULL WHERE id = ?1",
                        change->id, months, err);
    return run_with(db,
                    "UPDATE milestone SET due_to = date(due_to, ?2), done_on = date(done_on, ?2), "
                    "early_on = date(early_on, ?2), late_on = date(late_on, ?2) WHERE id = (SELECT "
                    "starts FROM scheme WHERE id = ?1)",
                    change->id, months, err);
}

bool question_put(sqlite3 *db, const struct question *question, struct err *err) {
    char from[DATE_BYTES];
    bool is;
    if (!exists(db, "SELECT EXISTS (SELECT 1 FROM scenario WHERE id = ?1)", question->base, &is,
                err))
        return false;
    if (!is) return err_set(err, ERR_NOT_FOUND, "There is no scenario '%.60s'", question->base);
    if (!run_with(db,
                  "INSERT INTO scheme (row_no, id, title, starts_on) VALUES ((SELECT "
                  "coalesce(max(row_no), 1) + 1 FROM scheme), '" QUESTION_SCENARIO
                  "', 'What if', ?1)",
                  date_text(question->from, from), NULL, err) ||
        !run_with(db,
                  "INSERT INTO scenario (row_no, id, title, base) VALUES ((SELECT "
                  "coalesce(max(row_no), 1) + 1 FROM scenario), '" QUESTION_SCENARIO
                  "', 'What if', ?1)",
                  question->base, NULL, err) ||
        !run_with(
            db,
            "INSERT INTO scenario_scheme (row_no, scenario, scheme, included) VALUES ((SELECT "
            "coalesce(max(row_no), 1) + 1 FROM scenario_scheme), ?1, ?1, 'yes')",
            QUESTION_SCENARIO, NULL, err))
        return false;
    for (size_t i = 0; i < question->count; i++) {
        const struct question_change *change = &question->changes[i];
        bool ok = change->kind == QUESTION_SCHEME ? put_scheme(db, change, err)
                                                  : put_setting(db, change, err);
        if (!ok) return false;
    }
    return true;
}
