/* Items, actions and savings that stand twice; see check.h. Titles are compared by alike.h.
 *
 * SPDX-License-Identifier: MIT */
#include "check_parts.h"

#include "alike.h"
#include "rules.h"

#include <math.h>
#include <string.h>

/* Each is compared with each of its group; a larger group is no list that people keep. */
#define GROUP 1500

struct entry {
    size_t row;
    const char *group, *title, *place; /* place: where in the document it was printed */
    int32_t due_from, due_to;
    const char *due_text;
    double amount;
    struct alike words;
    size_t best; /* its nearest of another place; SIZE_MAX: none */
    double best_score;
};

/* Rows of (row_no, group, title, source, due_from, due_to, due_text, amount), ordered by group. */
static bool read_entries(sqlite3 *db, const char *sql, struct arena *arena, struct entry **out,
                         size_t *count, struct err *err) {
    struct query *q = query_new(db, sql, err);
    if (!q) return false;
    size_t capacity = 64;
    *count = 0;
    *out = ARENA_NEW(arena, struct entry, capacity);
    while (query_next(q)) {
        if (!query_text(q, 1) || !query_text(q, 2)) continue;
        if (*count == capacity) {
            struct entry *more = ARENA_NEW(arena, struct entry, 2 * capacity);
            memcpy(more, *out, *count * sizeof *more);
            *out = more;
            capacity *= 2;
        }
        const char *source = query_text(q, 3), *text = query_text(q, 6);
        struct entry *e = &(*out)[(*count)++];
        *e = (struct entry){.row = (size_t)query_integer(q, 0, 0),
                            .group = arena_string(arena, query_text(q, 1)),
                            .title = arena_string(arena, query_text(q, 2)),
                            .place = source ? arena_copy(arena, source, strcspn(source, ";")) : "",
                            .due_from = query_date(q, 4),
                            .due_to = query_date(q, 5),
                            .due_text = text ? arena_string(arena, text) : "",
                            .amount = query_number(q, 7),
                            .best = SIZE_MAX};
        /* 'by March' means any day until then. */
        if (strncmp(e->due_text, "by ", 3) == 0) e->due_from = DATE_NONE;
        alike_read(e->title, &e->words);
    }
    return query_free(q, err);
}

static size_t group_end(const struct entry *e, size_t n, size_t first) {
    size_t end = first;
    while (end < n && strcmp(e[end].group, e[first].group) == 0) end++;
    return end;
}

static bool apart(const struct entry *a, const struct entry *b) {
    if (a->due_to == DATE_NONE || b->due_to == DATE_NONE) return false;
    int32_t a_from =
        a->due_from == DATE_NONE && strncmp(a->due_text, "by ", 3) != 0 ? a->due_to : a->due_from;
    int32_t b_from =
        b->due_from == DATE_NONE && strncmp(b->due_text, "by ", 3) != 0 ? b->due_to : b->due_from;
    return a->due_to < b_from || b->due_to < a_from; /* DATE_NONE is before all days */
}

/* Two places of a plan that name one item with deadlines that cannot both hold. One list does not
 * name the same thing twice, so only other places are looked at; and only the nearest of each, when
 * they are each other's. */
static void find_deadlines(struct entry *e, size_t first, size_t end, const char *table,
                           struct findings *findings) {
    for (size_t i = first; i < end; i++)
        for (size_t k = first; k < end; k++) {
            if (i == k || strcmp(e[i].place, e[k].place) == 0) continue;
            double score = alike_score(&e[i].words, &e[k].words);
            if (score >= ALIKE_ITEM && score > e[i].best_score) {
                e[i].best = k;
                e[i].best_score = score;
            }
        }
    for (size_t i = first; i < end; i++) {
        size_t k = e[i].best;
        if (k == SIZE_MAX || k < i || e[k].best != i || !apart(&e[i], &e[k])) continue;
        char a[DATE_BYTES], b[DATE_BYTES];
        rules_add(findings, "D15", table, e[k].row, "due_to",
                  "'%s' is due '%s' (until %s), and '%s' in line %zu is due '%s' (until %s)",
                  e[k].title, e[k].due_text, date_people(e[k].due_to, a), e[i].title, e[i].row,
                  e[i].due_text, date_people(e[i].due_to, b));
    }
}

static void find_actions(const struct entry *e, size_t first, size_t end,
                         struct findings *findings) {
    for (size_t k = first; k < end; k++)
        for (size_t i = first; i < k; i++) {
            double score = alike_score(&e[i].words, &e[k].words);
            if (score < ALIKE_ACTION || e[i].words.count < 2) continue;
            rules_add(findings, "P13", "action", e[k].row, "title",
                      "'%s' is nearly the same as '%s' in line %zu", e[k].title, e[i].title,
                      e[i].row);
            break;
        }
}

/* How many digits of an amount in pounds are no noughts at its end: 2 of 13,000,000. */
static int digits_of(double amount) {
    int64_t pounds = llround(fabs(amount));
    int digits = 0;
    while (pounds && pounds % 10 == 0) pounds /= 10;
    for (; pounds; pounds /= 10) digits++;
    return digits;
}

/* Titles alone tell where the amounts are close; the same amount to the pound is a witness of its
 * own, the better the more digits it has. */
static bool same_saving(const struct entry *a, const struct entry *b) {
    double apart = fabs(a->amount - b->amount), score = alike_score(&a->words, &b->words);
    if (apart > 0.01 * fabs(b->amount)) return false;
    if (apart > 0.5) return score >= ALIKE_ACTION;
    int digits = digits_of(a->amount);
    return digits >= 5 || score >= (digits >= 3 ? 0.25 : ALIKE_ITEM);
}

/* `place` is the programme here. */
static void find_savings(struct entry *e, size_t first, size_t end, struct findings *findings) {
    static const char *const money[] = {"sav",    "cost",      "reduc",
                                        "reduct", "efficienc", "efficiency"};
    for (size_t k = first; k < end; k++) {
        alike_leave_out(&e[k].words, money, sizeof money / sizeof money[0]);
        for (size_t i = first; i < k; i++) {
            if (strcmp(e[i].place, e[k].place) == 0 || !same_saving(&e[i], &e[k])) continue;
            rules_add(
                findings, "M04", "budget", e[k].row, "programme",
                "'%s' saves the same in programme %s as '%s' in programme %s (line %zu) in %s",
                e[k].title, e[k].place, e[i].title, e[i].place, e[i].row, e[k].group);
            break;
        }
    }
}

enum what { DEADLINES_OF_MILESTONES, DEADLINES_OF_ACTIONS, ACTIONS, SAVINGS, WHATS };

static const char *const statements[WHATS] = {
    [DEADLINES_OF_MILESTONES] =
        "SELECT row_no, programme, title, source, due_from, due_to, due_text, NULL FROM milestone "
        "ORDER BY programme, row_no",
    [DEADLINES_OF_ACTIONS] =
        "SELECT row_no, recommendation, title, source, due_from, due_to, due_text, NULL FROM action "
        "ORDER BY recommendation, row_no",
    [ACTIONS] = "SELECT row_no, plan, title, source, due_from, due_to, due_text, NULL FROM action "
                "ORDER BY plan, row_no",
    [SAVINGS] =
        "SELECT row_no, year, line, programme, NULL, NULL, NULL, amount_gbp FROM budget WHERE "
        "kind = 'saving' AND programme IS NOT NULL AND abs(amount_gbp) >= 1 ORDER BY year, "
        "row_no",
};

bool check_same(sqlite3 *db, int32_t as_at, struct findings *findings, struct err *err) {
    (void)as_at;
    struct arena *arena = arena_new();
    bool ok = true;
    for (int what = 0; ok && what < WHATS; what++) {
        struct entry *e;
        size_t n;
        ok = read_entries(db, statements[what], arena, &e, &n, err);
        for (size_t first = 0, end; ok && first < n; first = end) {
            end = group_end(e, n, first);
            size_t last = end - first > GROUP ? first + GROUP : end;
            if (what == DEADLINES_OF_MILESTONES)
                find_deadlines(e, first, last, "milestone", findings);
            else if (what == DEADLINES_OF_ACTIONS)
                find_deadlines(e, first, last, "action", findings);
            else if (what == ACTIONS)
                find_actions(e, first, last, findings);
            else
                find_savings(e, first, last, findings);
        }
    }
    arena_free(arena);
    return ok;
}
