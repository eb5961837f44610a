/* Times of which some are not over; see turnbull.h.
 *
 * SPDX-License-Identifier: MIT */
#include "turnbull.h"

#include <math.h>
#include <stdlib.h>

#define ROUNDS 20000
#define CLOSE 1e-9

struct end {
    double at;
    bool left; /* of an open beginning, else of a closed end */
};

/* At one place ends come before beginnings: (a, b] and (b, c] have nothing in common. */
static int by_place(const void *a, const void *b) {
    const struct end *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    return (int)x->left - (int)y->left;
}

static size_t first_within(const struct turnbull *fit, double after) {
    size_t low = 0, high = fit->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (fit->after[middle] < after)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t end_within(const struct turnbull *fit, double until) {
    size_t low = 0, high = fit->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (fit->until[middle] <= until)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The innermost intervals, which alone can have mass: a beginning with an end next to it. */
static void find_intervals(const struct turnbull_time *times, size_t n, struct arena *arena,
                           struct turnbull *out) {
    struct end *ends = ARENA_NEW(arena, struct end, 2 * n);
    for (size_t i = 0; i < n; i++) {
        ends[2 * i] = (struct end){times[i].after, true};
        ends[2 * i + 1] = (struct end){times[i].until, false};
    }
    qsort(ends, 2 * n, sizeof *ends, by_place);
    out->after = ARENA_NEW(arena, double, n);
    out->until = ARENA_NEW(arena, double, n);
    out->p = ARENA_NEW(arena, double, n);
    for (size_t i = 0; i + 1 < 2 * n; i++)
        if (ends[i].left && !ends[i + 1].left) {
            out->after[out->count] = ends[i].at;
            out->until[out->count++] = ends[i + 1].at;
        }
}

void turnbull_fit(const struct turnbull_time *times, size_t n, struct arena *arena,
                  struct turnbull *out) {
    *out = (struct turnbull){.beyond = n == 0};
    if (n == 0) return;
    find_intervals(times, n, arena, out);
    size_t m = out->count;
    size_t *first = ARENA_NEW(arena, size_t, n), *end = ARENA_NEW(arena, size_t, n);
    double *sum = ARENA_NEW(arena, double, m + 1), *add = ARENA_NEW(arena, double, m + 1);
    for (size_t i = 0; i < n; i++) {
        first[i] = first_within(out, times[i].after);
        end[i] = end_within(out, times[i].until);
    }
    for (size_t k = 0; k < m; k++) out->p[k] = 1.0 / (double)m;
    double change = 1;
    for (int round = 0; round < ROUNDS && change > CLOSE; round++) {
        for (size_t k = 0; k < m; k++) {
            sum[k + 1] = sum[k] + out->p[k];
            add[k] = 0;
        }
        add[m] = 0;
        /* Each observation gives 1 / (what its interval has) to all in it: differences, then sums.
         */
        for (size_t i = 0; i < n; i++) {
            double has = sum[end[i]] - sum[first[i]];
            if (has <= 0) continue;
            add[first[i]] += 1 / has;
            add[end[i]] -= 1 / has;
        }
        double running = 0;
        change = 0;
        for (size_t k = 0; k < m; k++) {
            running += add[k];
            double p = out->p[k] * running / (double)n;
            change = fmax(change, fabs(p - out->p[k]));
            out->p[k] = p < 0 ? 0 : p;
        }
    }
    if (m && isinf(out->until[m - 1]) && out->until[m - 1] > 0) {
        out->beyond = out->p[m - 1];
        out->count--;
    }
}

double turnbull_inverse(const struct turnbull *fit, double than, double u) {
    double total = fit->beyond;
    for (size_t k = 0; k < fit->count; k++) {
        if (fit->until[k] <= than) continue;
        double from = fmax(fit->after[k], than), width = fit->until[k] - fit->after[k];
        total += isinf(width) ? fit->p[k] : fit->p[k] * (fit->until[k] - from) / width;
    }
    if (total <= 0) return INFINITY; /* all of them were over by then */
    double left = u * total;
    for (size_t k = 0; k < fit->count; k++) {
        if (fit->until[k] <= than) continue;
        double from = fmax(fit->after[k], than), width = fit->until[k] - fit->after[k];
        double has = isinf(width) ? fit->p[k] : fit->p[k] * (fit->until[k] - from) / width;
        if (left <= has)
            return isinf(width) ? fit->until[k] : from + (fit->until[k] - from) * left / has;
        left -= has;
    }
    return INFINITY;
}
