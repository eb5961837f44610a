/* Budget lines whose parts do not make them: is a figure wrong, or a sign missing? See check.h.
 *
 * SPDX-License-Identifier: MIT */
#include "check_parts.h"

#include "rules.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#define PARTS 24 /* with more of them a pair of signs would fit by chance */

struct line {
    size_t row;
    const char *name, *year;
    double amount;
};

struct part {
    const char *name;
    double amount;
};

static double tolerance(double amount) {
    return 0.5 + 1e-9 * fabs(amount);
}

/* Which one or two parts, taken off instead of added, make the sum; 0 when none do. */
static size_t flipped(const struct part *parts, size_t n, double surplus, size_t found[2]) {
    double half = surplus / 2;
    for (size_t i = 0; i < n; i++)
        if (fabs(parts[i].amount - half) <= tolerance(half)) {
            found[0] = i;
            return 1;
        }
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            if (fabs(parts[i].amount + parts[k].amount - half) <= tolerance(half)) {
                found[0] = i;
                found[1] = k;
                return 2;
            }
    return 0;
}

static const char *pounds(double amount, struct arena *arena) {
    struct buf out = buf_new(arena);
    char digits[32];
    int n = snprintf(digits, sizeof digits, "%" PRId64, (int64_t)llround(fabs(amount)));
    buf_puts(&out, amount < -0.5 ? "-£" : "£");
    for (int i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0) buf_putc(&out, ',');
        buf_putc(&out, digits[i]);
    }
    return out.text;
}

static void check_line(const struct line *line, const struct part *parts, size_t n,
                       struct findings *findings) {
    struct arena *arena = findings->arena;
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += parts[i].amount;
    if (n == 0 || fabs(sum - line->amount) <= tolerance(line->amount)) return;
    size_t found[2], flips = 0;
    if (n > 1 && n <= PARTS && sum > line->amount)
        flips = flipped(parts, n, sum - line->amount, found);
    if (flips)
        rules_add(
            findings, "M06", "budget", line->row, "amount_gbp",
            "the parts of '%s' %s add up to %s, the line says %s: it fits when '%s'%s%s%s taken "
            "off, not added",
            line->name, line->year, pounds(sum, arena), pounds(line->amount, arena),
            parts[found[0]].name, flips == 2 ? " and '" : "",
            flips == 2 ? parts[found[1]].name : "", flips == 2 ? "' are" : " is");
    else
        rules_add(findings, "M01", "budget", line->row, "amount_gbp",
                  "the parts of '%s' %s add up to %s, the line says %s", line->name, line->year,
                  pounds(sum, arena), pounds(line->amount, arena));
}

bool check_sums(sqlite3 *db, struct findings *findings, struct err *err) {
    struct query *lines = query_new(
        db,
        "SELECT row_no, line, year, amount_gbp, kind, organisation FROM budget b WHERE amount_gbp IS "
        "NOT NULL AND line IN (SELECT part_of FROM budget) ORDER BY row_no",
        err);
    if (!lines) return false;
    struct query *q = query_new(
        db,
        "SELECT line, amount_gbp FROM budget WHERE part_of = ?1 AND year = ?2 AND kind = ?3 AND "
        "organisation IS ?4 AND amount_gbp IS NOT NULL ORDER BY row_no",
        err);
    struct arena *arena = arena_new();
    while (q && query_next(lines)) {
        arena_reset(arena);
        struct line line = {(size_t)query_integer(lines, 0, 0), query_text(lines, 1),
                            query_text(lines, 2), query_number(lines, 3)};
        if (!line.name || !line.year || !query_text(lines, 4)) continue;
        query_bind_text(q, 1, line.name);
        query_bind_text(q, 2, line.year);
        query_bind_text(q, 3, query_text(lines, 4));
        query_bind_text(q, 4, query_text(lines, 5));
        size_t n = 0, capacity = 16;
        struct part *parts = ARENA_NEW(arena, struct part, capacity);
        while (query_next(q)) {
            if (n == capacity) {
                struct part *more = ARENA_NEW(arena, struct part, 2 * capacity);
                for (size_t i = 0; i < n; i++) more[i] = parts[i];
                parts = more;
                capacity *= 2;
            }
            const char *name = query_text(q, 0);
            parts[n++] = (struct part){name ? arena_string(arena, name) : "", query_number(q, 1)};
        }
        query_again(q);
        check_line(&line, parts, n, findings);
    }
    arena_free(arena);
    struct err ignored = {0};
    bool ok = q && query_free(q, err);
    return query_free(lines, ok ? err : &ignored) && ok;
}
