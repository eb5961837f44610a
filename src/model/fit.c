/* Calibration; see fit.h.
 *
 * SPDX-License-Identifier: MIT */
#include "fit.h"

#include "trial.h"
#include "warm_up.h"

#include <math.h>
#include <string.h>

#define MOST_TRIALS 40
#define CLOSEST 1e-9 /* of a bracket, in log factor or amount */

struct point {
    double z, miss; /* log factor or amount; reached - value */
};

struct fitting {
    const struct model_fit *fit;
    struct model_fitted *fitted;
    sqlite3 *copy;
    struct arena *arena;
    struct err *err;
};

static double x_of(const struct fitting *f, double z) {
    return f->fit->add ? z : exp(z);
}

/* Only up to the end of the period asked for: what comes later does not change it. */
static bool shorten(struct fitting *f) {
    int32_t until = trial_period_end(f->fit->period);
    int32_t less = f->fit->less ? trial_period_end(f->fit->less) : until;
    if (until == DATE_NONE || less == DATE_NONE) return true;
    return trial_shorten(f->copy, until > less ? until : less, f->err);
}

static bool read_values(struct fitting *f) {
    struct model_fitted *fitted = f->fitted;
    const struct rows *rows = &f->fit->rows;
    const char *column = rows->table->columns[f->fit->column].name;
    if (!rows_find(f->copy, rows, f->arena, &fitted->row_nos, &fitted->count, f->err)) return false;
    if (!fitted->count)
        return err_set(f->err, ERR_NOT_FOUND, "no row of %s.csv is named", rows->table->name);
    fitted->before = ARENA_NEW(f->arena, double, fitted->count);
    fitted->after = ARENA_NEW(f->arena, double, fitted->count);
    struct query *q =
        query_new(f->copy,
                  arena_printf(f->arena, "SELECT \"%s\" FROM \"%s\" WHERE row_no = ?1", column,
                               rows->table->name),
                  f->err);
    if (!q) return false;
    for (size_t i = 0; i < fitted->count; i++) {
        query_again(q);
        query_bind_integer(q, 1, fitted->row_nos[i]);
        fitted->before[i] = query_next(q) ? query_number(q, 0) : NAN;
        if (isnan(fitted->before[i]) && f->fit->add) fitted->before[i] = 0;
        if (!isnan(fitted->before[i])) continue;
        struct err ignored = {0};
        (void)!query_free(q, &ignored);
        return err_set(f->err, ERR_INPUT, "%s.csv:%lld: %s: is empty and cannot be multiplied",
                       rows->table->name, (long long)fitted->row_nos[i], column);
    }
    return query_free(q, f->err);
}

static bool write_values(struct fitting *f, double x) {
    const struct table *table = f->fit->rows.table;
    const struct column *column = &table->columns[f->fit->column];
    struct model_fitted *fitted = f->fitted;
    struct query *q =
        query_new(f->copy,
                  arena_printf(f->arena, "UPDATE \"%s\" SET \"%s\" = ?1 WHERE row_no = ?2",
                               table->name, column->name),
                  f->err);
    if (!q) return false;
    for (size_t i = 0; i < fitted->count; i++) {
        double after = f->fit->add ? fitted->before[i] + x : fitted->before[i] * x;
        fitted->after[i] = after;
        if (after < column->min || after > column->max) {
            struct err ignored = {0};
            (void)!query_free(q, &ignored);
            return err_set(f->err, ERR_INPUT,
                           "%s.csv:%lld: %s: would become %.6g, which is outside %g to %g",
                           table->name, (long long)fitted->row_nos[i], column->name, after,
                           column->min, column->max);
        }
        query_again(q);
        query_bind_number(q, 1, after);
        query_bind_integer(q, 2, fitted->row_nos[i]);
        while (query_next(q)) {
        }
    }
    return query_free(q, f->err);
}

static const struct model_row *find_row(struct fitting *f, const struct model_results *results,
                                        const char *period) {
    const struct model_row *row =
        model_find(results, f->fit->scenario, f->fit->output, f->fit->subject, period);
    if (row) return row;
    err_set(f->err, ERR_NOT_FOUND, "the simulation has no %s of '%s' in %s", f->fit->output,
            f->fit->subject, period);
    err_hint(f->err, "`weft simulate` lists what there is.");
    return NULL;
}

static bool try(struct fitting *f, double z, struct point *point) {
    const struct model_fit *fit = f->fit;
    double x = x_of(f, z);
    if (!write_values(f, x)) return false;
    struct arena *arena = arena_new();
    struct model_options options = {.scenarios = &fit->scenario,
                                    .scenario_count = 1,
                                    .replications = fit->replications,
                                    .seed = fit->seed,
                                    .threads = fit->threads,
                                    .fixed = MODEL_PARAMETERS | MODEL_DATES,
                                    .twin = strstr(fit->output, "_needed") != NULL,
                                    .stop = fit->stop};
    struct model_results results;
    bool ok = model_simulate(f->copy, &options, arena, &results, f->err);
    const struct model_row *row = ok ? find_row(f, &results, fit->period) : NULL;
    const struct model_row *less = row && fit->less ? find_row(f, &results, fit->less) : NULL;
    ok = row && (!fit->less || less);
    if (ok) {
        f->fitted->reached = less ? model_difference(row, less) : *row;
        f->fitted->reached.scenario = fit->scenario;
        f->fitted->reached.output = fit->output;
        f->fitted->reached.subject = fit->subject;
        f->fitted->reached.period = fit->period;
        f->fitted->reached.values = NULL;
        f->fitted->x = x;
        f->fitted->trials++;
        *point = (struct point){z, f->fitted->reached.mean - fit->value};
        if (isnan(point->miss))
            ok = err_set(f->err, ERR_TOO_FEW,
                         "there is no %s of '%s' in %s to compare: nobody was there", fit->output,
                         fit->subject, fit->period);
        else if (fit->trial)
            fit->trial(fit->user, f->fitted->trials, x, f->fitted->reached.mean);
    }
    arena_free(arena);
    return ok;
}

/* The next trial: inside the bracket when there is one; otherwise along the secant, or to a bound.
 * False when both bounds have been tried and nothing is between them. */
static bool next_trial(const struct fitting *f, double low, double high, const struct point *now,
                       const struct point *before, const struct point *below,
                       const struct point *above, bool tried_low, bool tried_high, double *z) {
    if (below && above) {
        double slope = (above->miss - below->miss) / (above->z - below->z);
        *z = below->z - below->miss / slope;
        double least = below->z < above->z ? below->z : above->z;
        double most = below->z < above->z ? above->z : below->z;
        if (!(*z > least && *z < most)) *z = (least + most) / 2;
        return most - least > CLOSEST;
    }
    if (tried_low && tried_high) return false;
    if (before && now->miss != before->miss && now->z != before->z) {
        double slope = (now->miss - before->miss) / (now->z - before->z);
        *z = now->z - 1.2 * now->miss / slope; /* a little beyond, to bracket it */
    } else {
        double reached = now->miss + f->fit->value;
        double step = reached > 0 && f->fit->value > 0 && !f->fit->add
                          ? log(f->fit->value / reached)
                          : (high - low) / 10;
        *z = now->z + step;
    }
    if (*z <= low) *z = tried_low ? high : low;
    if (*z >= high) *z = tried_high ? low : high;
    return true;
}

static bool search(struct fitting *f) {
    const struct model_fit *fit = f->fit;
    double low = fit->add ? fit->low : log(fit->low), high = fit->add ? fit->high : log(fit->high);
    double tolerance = fabs(fit->value) * fit->tolerance_pct / 100;
    double z = low > 0 ? low : high < 0 ? high : 0, at_low = NAN, at_high = NAN;
    struct point now, before = {0}, below = {0}, above = {0};
    bool have_below = false, have_above = false;
    int side = 0;
    for (int i = 0; i < MOST_TRIALS; i++) {
        struct point last = i ? now : before;
        if (!try(f, z, &now)) return false;
        if (fabs(now.miss) <= tolerance) return true;
        if (z == low) at_low = now.miss + fit->value;
        if (z == high) at_high = now.miss + fit->value;
        bool is_below = now.miss < 0;
        if (is_below) {
            if (side < 0 && have_above) above.miss /= 2; /* the same end twice: Illinois */
            below = now, have_below = true, side = -1;
        } else {
            if (side > 0 && have_below) below.miss /= 2;
            above = now, have_above = true, side = 1;
        }
        before = last;
        if (!next_trial(f, low, high, &now, i ? &before : NULL, have_below ? &below : NULL,
                        have_above ? &above : NULL, !isnan(at_low), !isnan(at_high), &z))
            break;
    }
    const char *what = fit->add ? "adding" : "times";
    if (!isnan(at_low) && !isnan(at_high))
        return err_set(f->err, ERR_INPUT, "%g is not reached: %s %g gives %.6g, %s %g gives %.6g",
                       fit->value, what, fit->low, at_low, what, fit->high, at_high);
    return err_set(f->err, ERR_INPUT, "%g is not reached within %g%%; %s %.6g gives %.6g",
                   fit->value, fit->tolerance_pct, what, f->fitted->x, f->fitted->reached.mean);
}

bool model_fit(sqlite3 *db, const struct model_fit *fit, struct arena *arena,
               struct model_fitted *fitted, struct err *err) {
    *fitted = (struct model_fitted){0};
    enum column_type type = fit->rows.table->columns[fit->column].type;
    if (type != COLUMN_NUMBER)
        return err_set(err, ERR_USAGE, "'%s' of %s.csv does not hold decimal numbers",
                       fit->rows.table->columns[fit->column].name, fit->rows.table->name);
    if (!(fit->low < fit->high) || (!fit->add && !(fit->low > 0)))
        return err_set(err, ERR_USAGE, "the bounds %g to %g leave nothing to try", fit->low,
                       fit->high);
    struct fitting f = {fit, fitted, NULL, arena, err};
    const struct model_options pilot = {.threads = fit->threads, .stop = fit->stop};
    bool ok = trial_copy(db, &f.copy, err) && warm_up_keep(f.copy, &pilot, err) && shorten(&f) &&
              read_values(&f) && search(&f);
    sqlite3_close(f.copy);
    return ok;
}
