/* Synthetic control; see synthetic.h. The weights are found by an accelerated gradient method with
 * projection on the simplex (Beck and Teboulle 2009; Duchi and others 2008).
 *
 * SPDX-License-Identifier: MIT */
#include "synthetic.h"

#include "quantile.h"

#include <math.h>
#include <string.h>

#define TURNS 3000
#define ENOUGH 1e-10 /* change of a weight that ends the search */

/* Units are rows of `values`: 0 is the place, then the donors; columns are periods, those before
 * first, each unit less its mean of those. */
struct panel {
    double *values;
    double *cross; /* units * units: products over the periods before */
    size_t units, before, periods;
};

/* The nearest point with weights that are not negative and sum to 1. */
static void project(double *w, size_t n, double *scratch) {
    memcpy(scratch, w, n * sizeof *w);
    quantile_sort(scratch, n);
    double sum = 0, cut = 0;
    for (size_t i = n; i-- > 0;) {
        sum += scratch[i];
        double t = (sum - 1) / (double)(n - i);
        if (scratch[i] > t) cut = t;
    }
    for (size_t i = 0; i < n; i++) w[i] = fmax(0, w[i] - cut);
}

/* Weights of all units but `one` that come nearest to it before; that of one stays 0. */
static void weigh(const struct panel *p, size_t one, double *w, struct arena *arena) {
    size_t n = p->units, m = 0;
    size_t *who = ARENA_NEW(arena, size_t, n);
    for (size_t i = 0; i < n; i++)
        if (i != one && (i != 0 || one == 0)) who[m++] = i; /* the place is nobody's donor */
    double *now = ARENA_NEW(arena, double, 5 * n), *ahead = now + n, *next = now + 2 * n;
    double *scratch = now + 3 * n, *slope = now + 4 * n;
    double most = 0; /* the largest eigenvalue is at most the largest sum of a row */
    for (size_t i = 0; i < m; i++) {
        double sum = 0;
        for (size_t j = 0; j < m; j++) sum += fabs(p->cross[who[i] * n + who[j]]);
        most = fmax(most, sum);
        now[i] = ahead[i] = 1 / (double)m;
    }
    if (!(most > 0)) most = 1;
    double speed = 1;
    for (int turn = 0; turn < TURNS; turn++) {
        double change = 0, against = 0;
        for (size_t i = 0; i < m; i++) {
            const double *row = p->cross + who[i] * n;
            double g = -row[one];
            for (size_t j = 0; j < m; j++) g += row[who[j]] * ahead[j];
            slope[i] = g;
            next[i] = ahead[i] - g / most;
        }
        project(next, m, scratch);
        for (size_t i = 0; i < m; i++) {
            change = fmax(change, fabs(next[i] - now[i]));
            against += slope[i] * (next[i] - now[i]);
        }
        if (against > 0) speed = 1; /* it went past: begin to speed up anew */
        double faster = (1 + sqrt(1 + 4 * speed * speed)) / 2;
        for (size_t i = 0; i < m; i++) {
            ahead[i] = next[i] + (speed - 1) / faster * (next[i] - now[i]);
            now[i] = next[i];
        }
        speed = faster;
        if (change < ENOUGH) break;
    }
    memset(w, 0, n * sizeof *w);
    for (size_t i = 0; i < m; i++) w[who[i]] = now[i];
}

struct gap {
    double before, after, average;
};

static struct gap gap_of(const struct panel *p, size_t one, const double *w) {
    struct gap gap = {0, 0, 0};
    for (size_t t = 0; t < p->periods; t++) {
        double d = p->values[one * p->periods + t];
        for (size_t i = 0; i < p->units; i++)
            if (w[i] > 0) d -= w[i] * p->values[i * p->periods + t];
        *(t < p->before ? &gap.before : &gap.after) += d * d;
        if (t >= p->before) gap.average += d;
    }
    double after = (double)(p->periods - p->before);
    gap.before = sqrt(gap.before / (double)p->before);
    gap.after = sqrt(gap.after / after);
    gap.average /= after;
    return gap;
}

static void panel_cross(struct panel *p, struct arena *arena) {
    p->cross = ARENA_NEW(arena, double, p->units * p->units);
    for (size_t i = 0; i < p->units; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = 0;
            for (size_t t = 0; t < p->before; t++)
                sum += p->values[i * p->periods + t] * p->values[j * p->periods + t];
            p->cross[i * p->units + j] = p->cross[j * p->units + i] = sum;
        }
}

static double put_in(struct panel *p, size_t unit, const double *x, const size_t *rows) {
    double mean = 0;
    for (size_t t = 0; t < p->before; t++) mean += x[rows[t]] / (double)p->before;
    for (size_t t = 0; t < p->periods; t++) p->values[unit * p->periods + t] = x[rows[t]] - mean;
    return mean;
}

/* How the place stands among placebos: their ratios, sides and, for the interval, gaps in units of
 * how well each was fitted before. */
static void placebos(const struct panel *p, const struct gap *own, struct arena *arena,
                     struct synthetic *out) {
    double *w = ARENA_NEW(arena, double, p->units), *scaled = ARENA_NEW(arena, double, p->units);
    double ratio = own->after / own->before, side = own->average / own->before;
    size_t as_large = 1, as_far = 1, n = p->units - 1;
    for (size_t i = 1; i < p->units; i++) {
        weigh(p, i, w, arena);
        struct gap gap = gap_of(p, i, w);
        double exact = fmax(gap.before, 1e-12);
        scaled[i - 1] = gap.average / exact * own->before;
        as_large += gap.after / exact >= ratio;
        as_far += side > 0 ? gap.average / exact >= side : gap.average / exact <= side;
    }
    out->p = (double)as_large / (double)(n + 1);
    out->p_side = (double)as_far / (double)(n + 1);
    out->low = out->high = NAN;
    if (n < SYNTHETIC_INTERVAL_MIN) return;
    quantile_sort(scaled, n);
    out->low = own->average - quantile_next(scaled, n, 0.95);
    out->high = own->average - quantile_next(scaled, n, 0.05);
}

bool synthetic_fit(const double *y, const double *const *donors, size_t donor_count, size_t n,
                   size_t from, size_t after, struct arena *arena, struct synthetic *out,
                   struct err *err) {
    struct panel p = {0};
    *out = (struct synthetic){.used = ARENA_NEW(arena, bool, donor_count + 1),
                              .weights = ARENA_NEW(arena, double, donor_count + 1),
                              .expected = ARENA_NEW(arena, double, n + 1)};
    size_t *rows = ARENA_NEW(arena, size_t, n + 1);
    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t]) && (t < from || t >= after)) {
            rows[p.periods++] = t;
            p.before += t < from;
        }
    if (p.before < SYNTHETIC_BEFORE_MIN || p.before == p.periods)
        return err_set(err, ERR_TOO_FEW, "%zu values before and %zu after are too few", p.before,
                       p.periods - p.before);
    for (size_t j = 0; j < donor_count; j++) {
        out->used[j] = true;
        for (size_t t = 0; t < p.periods && out->used[j]; t++)
            out->used[j] = !isnan(donors[j][rows[t]]);
        out->donors += out->used[j];
    }
    if (out->donors < SYNTHETIC_DONORS_MIN)
        return err_set(err, ERR_TOO_FEW,
                       "%zu other places without a gap are too few: at least %d "
                       "are needed",
                       out->donors, SYNTHETIC_DONORS_MIN);
    p.units = out->donors + 1;
    p.values = ARENA_NEW(arena, double, p.units *p.periods);
    double mean = put_in(&p, 0, y, rows);
    double *means = ARENA_NEW(arena, double, donor_count);
    for (size_t j = 0, unit = 1; j < donor_count; j++)
        if (out->used[j]) means[j] = put_in(&p, unit++, donors[j], rows);
    panel_cross(&p, arena);
    double *w = ARENA_NEW(arena, double, p.units);
    weigh(&p, 0, w, arena);
    for (size_t j = 0, unit = 1; j < donor_count; j++)
        if (out->used[j]) out->weights[j] = w[unit++];
    for (size_t t = 0; t < n; t++) {
        out->expected[t] = mean;
        for (size_t j = 0; j < donor_count; j++)
            if (out->weights[j] > 0)
                out->expected[t] += out->weights[j] * (donors[j][t] - means[j]);
    }
    struct gap own = gap_of(&p, 0, w);
    out->fit_before = own.before;
    out->fit_after = own.after;
    out->average = own.average;
    own.before = fmax(own.before, 1e-12);
    placebos(&p, &own, arena, out);
    return true;
}
