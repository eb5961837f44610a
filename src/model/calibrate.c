/* The search for the factors; see calibrate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "calibrate_parts.h"

#include "draws.h"
#include "trial.h"
#include "warm_up.h"

#include <math.h>
#include <string.h>
#include <time.h>

#define CANDIDATES 6 /* places looked at before the search */
#define ROUNDS 8     /* of one search */
#define STEP 0.08    /* of the slopes, in the logarithm */
#define LONGEST 0.7  /* step in one direction */
#define GAIN 2e-3    /* of the distance, below which a round ends the search */
#define HAIR 4e-3    /* a step shorter than this ends it as well */

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool try(struct calibration *c, const double *z, struct calibrate_point *point) {
    size_t knobs = c->out->knobs.count, n = 0;
    double factors[KNOBS];
    for (size_t k = 0; k < knobs; k++) factors[k] = exp(z[k]);
    memcpy(point->z, z, knobs * sizeof *z);
    if (!calibrate_simulate(c, factors, point->residuals, point->chance)) return false;
    point->cost = 0;
    for (size_t m = 0; m < c->out->measure_count; m++) {
        const struct calibrate_measure *measure = &c->out->measures[m];
        for (size_t i = 0; i < measure->count; i++, n++) {
            double *r = &point->residuals[n];
            *r = (*r - measure->values[i].observed) / measure->scale;
            point->cost += *r * *r;
        }
    }
    c->out->trials++;
    if (c->about < c->out->trials + 1 + c->futures) c->about = c->out->trials + 1 + c->futures;
    if (c->options->progress)
        c->options->progress(c->options->user, c->out->trials, c->about,
                             sqrt(point->cost / (double)c->n));
    return true;
}

static struct calibrate_point point_new(const struct calibration *c) {
    return (struct calibrate_point){.residuals = ARENA_NEW(c->arena, double, c->n),
                                    .chance = ARENA_NEW(c->arena, double, c->n)};
}

static void point_copy(const struct calibration *c, struct calibrate_point *to,
                       const struct calibrate_point *from) {
    memcpy(to->z, from->z, sizeof to->z);
    memcpy(to->residuals, from->residuals, c->n * sizeof *to->residuals);
    memcpy(to->chance, from->chance, c->n * sizeof *to->chance);
    to->cost = from->cost;
}

/* The slopes at a point, by steps towards the wider side of the bounds. */
static bool slopes_at(struct calibration *c, const struct calibrate_point *at,
                      struct calibrate_point *scratch, double *slopes) {
    size_t knobs = c->out->knobs.count;
    for (size_t k = 0; k < knobs; k++) {
        double z[KNOBS];
        memcpy(z, at->z, sizeof z);
        double step = c->z_high[k] - z[k] > z[k] - c->z_low[k] ? STEP : -STEP;
        z[k] += step;
        if (!try(c, z, scratch)) return false;
        for (size_t i = 0; i < c->n; i++)
            slopes[i * knobs + k] = (scratch->residuals[i] - at->residuals[i]) / step;
    }
    return true;
}

/* Solves a x = b, symmetric and positive definite, by Cholesky's method; false when it is not. */
static bool solve(size_t n, double a[KNOBS][KNOBS], const double *b, double *x) {
    double l[KNOBS][KNOBS] = {{0}};
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = a[i][j];
            for (size_t k = 0; k < j; k++) sum -= l[i][k] * l[j][k];
            if (i == j && sum <= 0) return false;
            l[i][j] = i == j ? sqrt(sum) : sum / l[j][j];
        }
    for (size_t i = 0; i < n; i++) {
        x[i] = b[i];
        for (size_t k = 0; k < i; k++) x[i] -= l[i][k] * x[k];
        x[i] /= l[i][i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++) x[i] -= l[k][i] * x[k];
        x[i] /= l[i][i];
    }
    return true;
}

/* The step from a point with a damping; directions that lead out of the bounds are left out. */
static void step_from(const struct calibration *c, const struct calibrate_point *at,
                      const double *slopes, double damping, double *z) {
    size_t knobs = c->out->knobs.count, used = 0, of[KNOBS];
    double gradient[KNOBS] = {0}, a[KNOBS][KNOBS], b[KNOBS], x[KNOBS] = {0}, most = 0;
    memcpy(z, at->z, KNOBS * sizeof *z);
    for (size_t k = 0; k < knobs; k++) {
        for (size_t i = 0; i < c->n; i++) gradient[k] += slopes[i * knobs + k] * at->residuals[i];
        bool out =
            (z[k] <= c->z_low[k] && gradient[k] > 0) || (z[k] >= c->z_high[k] && gradient[k] < 0);
        if (!out) of[used++] = k;
    }
    for (size_t p = 0; p < used; p++) {
        for (size_t q = 0; q < used; q++) {
            a[p][q] = 0;
            for (size_t i = 0; i < c->n; i++)
                a[p][q] += slopes[i * knobs + of[p]] * slopes[i * knobs + of[q]];
        }
        most = fmax(most, a[p][p]);
        b[p] = -gradient[of[p]];
    }
    for (size_t p = 0; p < used; p++) a[p][p] += damping * (a[p][p] + 1e-3 * most) + 1e-9;
    if (!solve(used, a, b, x)) return;
    for (size_t p = 0; p < used; p++) {
        size_t k = of[p];
        z[k] += fmax(-LONGEST, fmin(LONGEST, x[p]));
        z[k] = fmax(c->z_low[k], fmin(c->z_high[k], z[k]));
    }
}

static double longest(const struct calibration *c, const double *a, const double *b) {
    double most = 0;
    for (size_t k = 0; k < c->out->knobs.count; k++) most = fmax(most, fabs(a[k] - b[k]));
    return most;
}

/* Goes down from `best` and leaves the best point and the slopes near it. */
static bool search(struct calibration *c, struct calibrate_point *best, double *slopes) {
    struct calibrate_point next = point_new(c), scratch = point_new(c);
    double damping = 0.01;
    for (int round = 0; round < ROUNDS; round++) {
        if (!slopes_at(c, best, &scratch, slopes)) return false;
        bool better = false;
        double before = best->cost, moved = 0;
        for (int i = 0; i < 4 && !better; i++) {
            double z[KNOBS];
            step_from(c, best, slopes, damping, z);
            moved = longest(c, z, best->z);
            if (moved < HAIR / 4) break;
            if (!try(c, z, &next)) return false;
            better = next.cost < best->cost;
            damping = better ? damping / 5 : damping * 8;
        }
        if (!better) return true;
        point_copy(c, best, &next);
        if (before - best->cost < GAIN * before || moved < HAIR) return true;
    }
    return true;
}

/* The candidates with the smallest distance, best first. */
static bool choose_starts(struct calibration *c, struct calibrate_point *starts, size_t count) {
    size_t knobs = c->out->knobs.count, kept = 0;
    struct calibrate_point point = point_new(c);
    for (uint32_t i = 0; i < CANDIDATES; i++) {
        double z[KNOBS] = {0};
        for (size_t k = 0; k < knobs; k++) {
            /* the inner half of the bounds; the first candidate is the package as it is */
            double u = draw_uniform(c->options->seed, "start", c->out->knobs.items[k].name, i);
            double wide = c->z_high[k] - c->z_low[k];
            z[k] = i ? c->z_low[k] + wide * (0.25 + u / 2) : 0;
            z[k] = fmax(c->z_low[k], fmin(c->z_high[k], z[k]));
        }
        if (!try(c, z, &point)) return false;
        if (!i) c->out->distance_before = sqrt(point.cost / (double)c->n);
        for (size_t m = 0, n = 0; !i && m < c->out->measure_count; m++)
            for (size_t v = 0; v < c->out->measures[m].count; v++, n++)
                c->out->measures[m].values[v].before =
                    point.residuals[n] * c->out->measures[m].scale +
                    c->out->measures[m].values[v].observed;
        if (kept < count)
            point_copy(c, &starts[kept++], &point);
        else if (point.cost < starts[count - 1].cost)
            point_copy(c, &starts[count - 1], &point);
        for (size_t s = kept; s-- > 1;)
            if (starts[s].cost < starts[s - 1].cost) {
                struct calibrate_point swap = starts[s];
                starts[s] = starts[s - 1];
                starts[s - 1] = swap;
            }
    }
    return true;
}

/* What the measures are with the numbers found. */
static void sum_up(struct calibration *c, const struct calibrate_point *best) {
    size_t n = 0;
    for (size_t m = 0; m < c->out->measure_count; m++) {
        struct calibrate_measure *measure = &c->out->measures[m];
        double observed = 0, before = 0, fitted = 0, squares = 0, count = (double)measure->count;
        for (size_t i = 0; i < measure->count; i++, n++) {
            struct calibrate_value *value = &measure->values[i];
            double miss = best->residuals[n] * measure->scale;
            value->fitted = value->observed + miss;
            value->chance = best->chance[n];
            observed += value->observed;
            before += value->before;
            fitted += value->fitted;
            squares += miss * miss;
        }
        measure->mean_observed = observed / count;
        measure->mean_before = before / count;
        measure->mean_fitted = fitted / count;
        measure->rms = sqrt(squares / count);
    }
}

static bool set_bounds(struct calibration *c) {
    const struct knobs *knobs = &c->out->knobs;
    for (size_t k = 0; k < knobs->count; k++) {
        /* shares: well within what is left when all are turned up at once */
        double most = 1 + (knob_most(knobs, k) - 1) * 0.95 / (double)knobs->count;
        c->z_low[k] = log(c->options->low);
        c->z_high[k] = log(fmin(c->options->high, most) / exp(STEP));
        if (!(c->z_low[k] + 2 * STEP < c->z_high[k]))
            return err_set(c->err, ERR_USAGE, "'%s': the bounds %g to %g leave nothing to try",
                           knobs->items[k].name, c->options->low, fmin(c->options->high, most));
    }
    return true;
}

static bool find(struct calibration *c) {
    size_t knobs = c->out->knobs.count, count = (size_t)c->options->starts;
    struct calibrate_point starts[CANDIDATES], best = point_new(c), scratch = point_new(c);
    double *slopes = ARENA_NEW(c->arena, double, c->n *knobs);
    if (count < 1) count = 1;
    if (count > CANDIDATES) count = CANDIDATES;
    c->futures = c->options->backtest == DATE_NONE ? 0 : c->options->backtest_replications;
    c->about = CANDIDATES + (int)(count * 4 * (knobs + 1) + knobs) + c->futures;
    for (size_t s = 0; s < count; s++) starts[s] = point_new(c);
    if (!choose_starts(c, starts, count)) return false;
    for (size_t s = 0; s < count; s++) {
        if (!search(c, &starts[s], slopes)) return false;
        if (!s || starts[s].cost < best.cost) point_copy(c, &best, &starts[s]);
    }
    if (!slopes_at(c, &best, &scratch, slopes)) return false;
    for (size_t k = 0; k < knobs; k++) {
        c->out->factors[k] = exp(best.z[k]);
        c->out->at_bound[k] = best.z[k] <= c->z_low[k] + 1e-9 || best.z[k] >= c->z_high[k] - 1e-9;
    }
    c->out->distance = sqrt(best.cost / (double)c->n);
    sum_up(c, &best);
    calibrate_spread(c);
    calibrate_tell(c, &best, slopes);
    return knobs_turn(c->copy, &c->out->knobs, c->out->factors, c->err);
}

bool model_calibrate(sqlite3 *db, const struct calibrate_options *options, struct arena *arena,
                     struct calibrated *out, struct err *err) {
    double began = seconds();
    *out = (struct calibrated){0};
    struct calibration c = {.options = options, .out = out, .arena = arena, .err = err};
    if (!(options->low > 0 && options->low < options->high))
        return err_set(err, ERR_USAGE, "the bounds %g to %g leave nothing to try", options->low,
                       options->high);
    const struct model_options pilot = {.threads = options->threads, .stop = options->stop};
    bool ok = trial_copy(db, &c.copy, err) && warm_up_keep(c.copy, &pilot, err) &&
              knobs_read(c.copy, options->fit, arena, &out->knobs, err) && calibrate_read(&c) &&
              set_bounds(&c);
    if (ok && c.n < out->knobs.count)
        ok = err_set(err, ERR_TOO_FEW, "%zu values were observed, which cannot fix %zu numbers",
                     c.n, out->knobs.count);
    int32_t end = DATE_NONE;
    ok = ok && trial_end(c.copy, &end, err) && trial_shorten(c.copy, options->until, err) &&
         find(&c);
    if (ok && options->backtest != DATE_NONE)
        ok = trial_set_end(c.copy, end, err) && calibrate_check(&c);
    sqlite3_close(c.copy);
    out->seconds = seconds() - began;
    return ok;
}
