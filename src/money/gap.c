/* The financial gap of the system; see gap.h.
 *
 * SPDX-License-Identifier: MIT */
#include "gap.h"

#include "base/limits.h"
#include "store/query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FROM_LINES                                                                                 \
    " FROM budget WHERE organisation IS NULL AND part_of IS NULL AND kind IN ('pressure', "        \
    "'saving', 'income') AND year IS NOT NULL AND amount_gbp IS NOT NULL"

#define PARTS(bound)                                                                               \
    "(SELECT sum(p." bound " - p.amount_gbp) FROM budget p WHERE p.organisation IS NULL AND "      \
    "p.part_of = budget.line AND p.year = budget.year AND p.kind = budget.kind AND p." bound       \
    " IS NOT NULL)"

/* splitmix64 (Steele, Lea and Flood 2014): enough for sums of a few dozen triangular draws. */
static uint64_t next_bits(uint64_t *state) {
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static double next_unit(uint64_t *state) {
    return ((double)(next_bits(state) >> 11) + 0.5) * 0x1p-53;
}

double money_triangular(double low, double mode, double high, double u) {
    if (!(high > low)) return mode;
    double rise = (mode - low) / (high - low);
    return u < rise ? low + sqrt(u * (high - low) * (mode - low))
                    : high - sqrt((1 - u) * (high - low) * (high - mode));
}

/* The least that a line of a colour may bring, as a share of what is planned; it never brings more.
 * An assumption of ours, said in docs/money.md. */
static double colour_least(const char *colour) {
    if (strcmp(colour, "green") == 0) return 0.9;
    return strcmp(colour, "amber") == 0 ? 0.5 : 0.0;
}

static void read_range(struct query *q, struct money_line *line) {
    double low = query_number(q, 4), high = query_number(q, 5);
    if (isnan(low) && isnan(high)) { /* then those of its parts, the rest of it taken as planned */
        low = line->amount_gbp + query_number(q, 8);
        high = line->amount_gbp + query_number(q, 9);
    }
    const char *colour = query_text(q, 6);
    double amount = line->amount_gbp;
    line->low_gbp = line->high_gbp = amount;
    if (!isnan(low) || !isnan(high)) {
        /* The cautious case of a pressure is the higher one: take both as bounds, in either order.
         */
        if (!isnan(low)) {
            line->low_gbp = fmin(line->low_gbp, low);
            line->high_gbp = fmax(line->high_gbp, low);
        }
        if (!isnan(high)) {
            line->low_gbp = fmin(line->low_gbp, high);
            line->high_gbp = fmax(line->high_gbp, high);
        }
    } else if (colour) {
        line->rated = true;
        double least = amount * colour_least(colour), more = amount * (2 - colour_least(colour));
        if (line->opens)
            line->high_gbp = more;
        else
            line->low_gbp = least;
    } else {
        line->fixed = true;
    }
}

static int upward(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void draw(struct money_gap *gap, uint64_t seed, double *closes) {
    uint64_t state = seed;
    for (const char *p = gap->year; *p; p++) state = next_bits(&state) ^ (unsigned char)*p;
    size_t met = 0;
    for (size_t i = 0; i < MONEY_DRAWS; i++) {
        double left = 0;
        closes[i] = 0;
        for (size_t k = 0; k < gap->line_count; k++) {
            const struct money_line *line = &gap->lines[k];
            double u = next_unit(&state);
            double drawn =
                line->fixed ? line->amount_gbp
                            : money_triangular(line->low_gbp, line->amount_gbp, line->high_gbp, u);
            left += line->opens ? drawn : -drawn;
            if (!line->opens) closes[i] += drawn;
        }
        /* Half a penny: sums of what was printed should not fail by a rounding of doubles. */
        met += left <= 0.005;
    }
    qsort(closes, MONEY_DRAWS, sizeof *closes, upward);
    gap->closes_p10_gbp = closes[MONEY_DRAWS / 10];
    gap->closes_p90_gbp = closes[MONEY_DRAWS - 1 - MONEY_DRAWS / 10];
    gap->chance = gap->fixed_count == gap->line_count ? NAN : (double)met / MONEY_DRAWS;
}

static void sum_up(struct money_gap *gap) {
    for (size_t i = 0; i < gap->line_count; i++) {
        const struct money_line *line = &gap->lines[i];
        gap->rated_count += line->rated;
        gap->fixed_count += line->fixed;
        if (line->opens) {
            gap->opens_gbp += line->amount_gbp;
        } else {
            gap->closes_gbp += line->amount_gbp;
            gap->closes_low_gbp += line->low_gbp;
            gap->closes_high_gbp += line->high_gbp;
        }
    }
    gap->left_gbp = gap->opens_gbp - gap->closes_gbp;
}

static bool count_lines(sqlite3 *db, size_t *count, struct err *err) {
    struct query *q = query_new(db, "SELECT count(*)" FROM_LINES, err);
    if (!q) return false;
    if (query_next(q)) *count = (size_t)query_integer(q, 0, 0);
    if (!query_free(q, err)) return false;
    if (*count > LIMIT_GAP_LINES)
        return err_set(err, ERR_TOO_LARGE,
                       "the system's budget has %zu lines of its own; %zu can be judged", *count,
                       LIMIT_GAP_LINES);
    return true;
}

bool money_gaps_read(sqlite3 *db, uint64_t seed, struct arena *arena, struct money_gaps *out,
                     struct err *err) {
    *out = (struct money_gaps){0};
    size_t most = 0;
    if (!count_lines(db, &most, err)) return false;
    struct query *q =
        query_new(db,
                  "SELECT year, line, kind = 'pressure', amount_gbp, low_gbp, "
                  "high_gbp, confidence, source, " PARTS("low_gbp") ", " PARTS("high_gbp")
                      FROM_LINES " ORDER BY year, kind <> 'pressure', row_no",
                  err);
    if (!q) return false;
    struct money_line *lines = ARENA_NEW(arena, struct money_line, most);
    struct money_gap *years = ARENA_NEW(arena, struct money_gap, most);
    size_t count = 0, used = 0;
    while (used < most && query_next(q)) {
        const char *year = query_text(q, 0);
        if (count == 0 || strcmp(years[count - 1].year, year) != 0)
            years[count++] =
                (struct money_gap){.year = arena_string(arena, year), .lines = &lines[used]};
        const char *title = query_text(q, 1), *source = query_text(q, 7);
        struct money_line *line = &lines[used++];
        *line = (struct money_line){.title = title ? arena_string(arena, title) : "",
                                    .source = source ? arena_string(arena, source) : "",
                                    .opens = query_integer(q, 2, 0) != 0,
                                    .amount_gbp = query_number(q, 3)};
        read_range(q, line);
        years[count - 1].line_count++;
    }
    if (!query_free(q, err)) return err_context(err, "reading the budget");
    double *closes = ARENA_NEW(arena, double, MONEY_DRAWS);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        sum_up(&years[i]);
        if (years[i].opens_gbp <= 0 || !years[i].lines[0].opens ||
            years[i].lines[years[i].line_count - 1].opens)
            continue; /* nothing to close, or nothing said that closes it */
        draw(&years[i], seed, closes);
        years[kept++] = years[i];
    }
    *out = (struct money_gaps){years, kept};
    return true;
}
