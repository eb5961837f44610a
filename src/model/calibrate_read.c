/* What measures have shown, and what the model says of them; see calibrate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "calibrate_parts.h"

#include <math.h>
#include <string.h>

#define D2 1.128         /* mean range of two over the standard deviation (Shewhart 1931) */
#define LEAST_SCALE 0.01 /* of the mean */
#define MOST_VALUES 1200 /* of one measure */

/* The place whose observations are meant: the subject, where it has any; else that of the system.
 */
static bool find_place(struct calibration *c, struct calibrate_measure *m) {
    struct query *q = query_new(
        c->copy,
        "SELECT coalesce((SELECT place FROM observation WHERE measure = ?1 AND place = ?2 "
        "LIMIT 1), (SELECT organisation FROM setting WHERE id = ?2 AND organisation IN "
        "(SELECT place FROM observation WHERE measure = ?1)), (SELECT place FROM system))",
        c->err);
    if (!q) return false;
    query_bind_text(q, 1, m->id);
    query_bind_text(q, 2, m->subject);
    if (query_next(q)) m->place = arena_string(c->arena, query_text(q, 0));
    return query_free(q, c->err);
}

static bool find_measure(struct calibration *c, struct calibrate_measure *m, bool *yearly) {
    struct query *q = query_new(
        c->copy, "SELECT title, frequency, model_output, model_subject FROM measure WHERE id = ?1",
        c->err);
    if (!q) return false;
    query_bind_text(q, 1, m->id);
    bool found = query_next(q), told = false;
    const char *frequency = NULL;
    if (found) {
        m->title = arena_string(c->arena, query_text(q, 0));
        frequency = arena_string(c->arena, query_text(q, 1));
        told = query_text(q, 2) && query_text(q, 3);
        if (told) {
            m->output = arena_string(c->arena, query_text(q, 2));
            m->subject = arena_string(c->arena, query_text(q, 3));
        }
    }
    if (!query_free(q, c->err)) return false;
    if (!found) {
        err_set(c->err, ERR_NOT_FOUND, "there is no measure '%s'", m->id);
        return err_hint(c->err, "measure.csv lists them.");
    }
    if (!told) {
        err_set(c->err, ERR_NOT_FOUND, "nothing in the model forecasts measure '%s'", m->id);
        return err_hint(c->err, "Its model_output and model_subject in measure.csv say what does.");
    }
    *yearly = strcmp(frequency, "year") == 0;
    if (*yearly || strcmp(frequency, "month") == 0) return true;
    return err_set(c->err, ERR_INPUT,
                   "measure '%s' is counted by %s; only those by month or year can be fitted",
                   m->id, frequency);
}

/* Observations that begin in [from, until]. */
static bool read_values(struct calibration *c, struct calibrate_measure *m, bool yearly,
                        int32_t from, int32_t until) {
    struct query *q = query_new(
        c->copy,
        "SELECT period_start, coalesce(value, numerator / nullif(denominator, 0) * coalesce((SELECT "
        "per FROM measure WHERE id = ?1), 1)) FROM observation WHERE measure = ?1 AND place = ?2 "
        "AND period_start BETWEEN ?3 AND ?4 ORDER BY period_start",
        c->err);
    if (!q) return false;
    char first[DATE_BYTES], last[DATE_BYTES], text[DATE_BYTES];
    query_bind_text(q, 1, m->id);
    query_bind_text(q, 2, m->place);
    query_bind_text(q, 3, date_text(from, first));
    query_bind_text(q, 4, date_text(until, last));
    m->values = ARENA_NEW(c->arena, struct calibrate_value, MOST_VALUES);
    while (query_next(q) && m->count < MOST_VALUES) {
        int32_t start = query_date(q, 0);
        double value = query_number(q, 1);
        int year, month, day;
        if (start == DATE_NONE || isnan(value)) continue;
        date_parts(start, &year, &month, &day);
        if (yearly && (month != 4 || day != 1)) continue;
        const char *period =
            yearly ? financial_year_text(year, text) : date_month_text(date_month(start), text);
        m->values[m->count++] =
            (struct calibrate_value){arena_string(c->arena, period), start, value, NAN, NAN};
    }
    return query_free(q, c->err);
}

static void set_scale(struct calibrate_measure *m) {
    double mean = 0, ranges = 0;
    for (size_t i = 0; i < m->count; i++) {
        mean += m->values[i].observed / (double)m->count;
        if (i) ranges += fabs(m->values[i].observed - m->values[i - 1].observed);
    }
    double least = LEAST_SCALE * fabs(mean);
    m->scale = m->count > 3 ? ranges / (double)(m->count - 1) / D2 : 5 * least;
    m->scale = fmax(m->scale, least > 0 ? least : 1e-9);
}

bool calibrate_read(struct calibration *c) {
    struct calibrated *out = c->out;
    struct str rest = str_of(c->options->to), part;
    while (str_split(&rest, ',', &part)) {
        part = str_trim(part);
        if (!part.n) continue;
        if (out->measure_count == CALIBRATE_MEASURES)
            return err_set(c->err, ERR_USAGE, "more than %d measures", CALIBRATE_MEASURES);
        struct calibrate_measure *m = &out->measures[out->measure_count++];
        *m = (struct calibrate_measure){.id = arena_copy(c->arena, part.p, part.n)};
        bool yearly;
        if (!find_measure(c, m, &yearly) || !find_place(c, m) ||
            !read_values(c, m, yearly, c->options->from, c->options->until))
            return false;
        set_scale(m);
        c->n += m->count;
    }
    out->value_count = c->n;
    if (!out->measure_count) return err_set(c->err, ERR_USAGE, "--to names no measure");
    if (c->n) return true;
    char from[DATE_BYTES], until[DATE_BYTES];
    return err_set(c->err, ERR_TOO_FEW, "nothing was observed of %s from %s to %s", c->options->to,
                   date_people(c->options->from, from), date_people(c->options->until, until));
}

bool calibrate_simulate(struct calibration *c, const double *factors, double *means,
                        double *chance) {
    struct calibrated *out = c->out;
    struct model_only only[CALIBRATE_MEASURES];
    struct model_options options = {.scenarios = &c->options->scenario,
                                    .scenario_count = 1,
                                    .replications = c->options->replications,
                                    .seed = c->options->seed,
                                    .threads = c->options->threads,
                                    .fixed = MODEL_PARAMETERS | MODEL_DATES,
                                    .only = only,
                                    .stop = c->options->stop};
    for (size_t m = 0; m < out->measure_count; m++)
        if (out->measures[m].count) {
            only[options.only_count++] =
                (struct model_only){out->measures[m].output, out->measures[m].subject, "*"};
            options.twin = options.twin || strstr(out->measures[m].output, "_needed");
        }
    if (!knobs_turn(c->copy, &out->knobs, factors, c->err)) return false;
    struct arena *arena = arena_new();
    struct model_results results;
    bool ok = model_simulate(c->copy, &options, arena, &results, c->err);
    size_t n = 0;
    for (size_t m = 0; ok && m < out->measure_count; m++)
        for (size_t i = 0; ok && i < out->measures[m].count; i++) {
            const struct calibrate_measure *measure = &out->measures[m];
            const char *period = measure->values[i].period;
            const struct model_row *row = model_find(&results, c->options->scenario,
                                                     measure->output, measure->subject, period);
            if (row && !isnan(row->mean)) {
                chance[n] = isnan(row->sd) ? 0 : row->sd;
                means[n++] = row->mean;
                continue;
            }
            ok = err_set(c->err, ERR_NOT_FOUND, "the simulation has no %s of '%s' in %s",
                         measure->output, measure->subject, period);
            err_hint(c->err, "system.csv says which days are simulated.");
        }
    arena_free(arena);
    return ok;
}
