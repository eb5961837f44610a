/* What weft measure --forecast prints; see measure_forecast.h.
 *
 * SPDX-License-Identifier: MIT */
#include "measure_forecast.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/number.h"
#include "doc/csv.h"
#include "doc/json.h"
#include "model/kept.h"
#include "package.h"
#include "report/forecast.h"

#include <math.h>
#include <string.h>

enum { SCENARIO, OUTPUT, SUBJECT, PERIOD, MEAN, P10, P50, P90, COLUMNS };
static const char *const names[COLUMNS] = {"scenario", "output", "subject", "period",
                                           "mean",     "p10",    "p50",     "p90"};

static bool find_columns(const struct csv_row *header, size_t *at, const char *path,
                         struct err *err) {
    for (size_t k = 0; k < COLUMNS; k++) {
        at[k] = SIZE_MAX;
        for (size_t c = 0; c < header->count; c++)
            if (str_is(str_trim(header->cells[c].text), names[k])) at[k] = c;
        if (at[k] != SIZE_MAX) continue;
        err_set(err, ERR_INPUT, "%s:1: there is no column '%s'", path, names[k]);
        return err_hint(err, "`weft simulate PACKAGE` writes such a file.");
    }
    return true;
}

static bool read_row(const struct csv_row *row, const size_t *at, const char *path,
                     struct arena *arena, struct model_row *out, struct err *err) {
    const char **texts[] = {&out->scenario, &out->output, &out->subject, &out->period};
    double *numbers[] = {&out->mean, &out->p10, &out->p50, &out->p90};
    if (row->problem != CSV_FINE)
        return err_set(err, ERR_INPUT, "%s:%zu: %s", path, row->problem_line,
                       csv_problem_text(row->problem));
    for (size_t k = 0; k < COLUMNS; k++) {
        struct str cell = at[k] < row->count ? str_trim(row->cells[at[k]].text) : str_of("");
        if (k < MEAN) {
            *texts[k] = arena_copy(arena, cell.p, cell.n);
            continue;
        }
        *numbers[k - MEAN] = NAN;
        if (cell.n && !number_parse(cell, numbers[k - MEAN]))
            return err_set(err, ERR_INPUT, "%s:%zu: column '%s': '%.*s' is not a number", path,
                           row->line, names[k], (int)cell.n, cell.p);
    }
    return true;
}

static bool read_results(const char *path, struct arena *arena, struct model_results *out,
                         struct err *err) {
    char *bytes;
    size_t length, at[COLUMNS], capacity = 0, n = 0;
    struct model_row *rows = NULL;
    struct csv_row row;
    if (!file_read(arena, path, LIMIT_FILE_BYTES, &bytes, &length, err)) return false;
    struct csv *csv = csv_new(arena, bytes, length, err);
    if (!csv) return err_context(err, "%s", path);
    if (!csv_next(csv, &row))
        return err_set(err, ERR_INPUT, "%s: is empty; a header was expected", path);
    if (!find_columns(&row, at, path, err)) return false;
    while (csv_next(csv, &row)) {
        if (n == capacity) {
            capacity = capacity ? 2 * capacity : 1024;
            struct model_row *more = ARENA_NEW(arena, struct model_row, capacity);
            if (n) memcpy(more, rows, n * sizeof *more);
            rows = more;
        }
        rows[n] = (struct model_row){0};
        if (!read_row(&row, at, path, arena, &rows[n++], err)) return false;
    }
    *out = (struct model_results){.rows = rows, .count = n};
    return true;
}

static const char *people(double value, struct arena *arena) {
    char text[NUMBER_PEOPLE_BYTES];
    return arena_string(arena, number_people(value, fabs(value) < 1000 ? 1 : 0, text));
}

static void print_text(const struct measure_forecast *f, const struct measure_series *s,
                       const char *of, struct arena *arena, struct buf *out) {
    char month[DATE_BYTES];
    buf_printf(out, "%s, %s, in %s\n", f->title, of, f->unit);
    if (f->words) buf_printf(out, "When will it meet its target? %s.\n", f->words);
    buf_printf(out, "\n%-8s %9s  %-20s %9s %9s\n", "month", "modelled", "eight futures in ten",
               "target", "observed");
    for (size_t i = 0; i < f->n; i++) {
        const struct measure_modelled *m = &f->months[i];
        double observed = NAN;
        for (size_t k = 0; k < s->n && s->frequency == 'm'; k++)
            if (date_month(s->starts[k]) == m->month) observed = s->values[k];
        buf_printf(out, "%-8s %9s", date_month_text(m->month, month), people(m->mean, arena));
        buf_printf(out, "  %8s to %8s", people(m->p10, arena), people(m->p90, arena));
        buf_printf(out, " %9s %9s\n", people(f->targets[i], arena), people(observed, arena));
    }
}

static void json_month(struct json *json, const char *key, int month) {
    char text[DATE_BYTES];
    json_text(json, key, month < 0 ? NULL : date_month_text(month, text));
}

static void print_json(const struct measure_forecast *f, const char *scenario,
                       const struct model_kept *run, struct buf *out) {
    char day[DATE_BYTES];
    struct json json = json_new(out, true);
    json_object(&json, NULL);
    json_text(&json, "measure", f->measure);
    json_text(&json, "place", f->place);
    json_text(&json, "scenario", scenario);
    if (run->id) {
        json_text(&json, "run", run->id);
        json_text(&json, "run_started", run->started);
        json_integer(&json, "seed", run->seed);
        json_integer(&json, "replications", run->replications);
        json_text(&json, "as_at", run->as_at == DATE_NONE ? NULL : date_text(run->as_at, day));
    }
    json_month(&json, "one_in_ten_from", f->tenth);
    json_month(&json, "half_from", f->half);
    json_month(&json, "nine_in_ten_from", f->most);
    json_text(&json, "words", f->words);
    json_list(&json, "months");
    for (size_t i = 0; i < f->n; i++) {
        json_object(&json, NULL);
        json_month(&json, "month", f->months[i].month);
        json_number(&json, "mean", f->months[i].mean);
        json_number(&json, "p10", f->months[i].p10);
        json_number(&json, "p50", f->months[i].p50);
        json_number(&json, "p90", f->months[i].p90);
        json_number(&json, "target", f->targets[i]);
        json_end_object(&json);
    }
    json_end_list(&json);
    json_end_object(&json);
}

bool measure_forecast_print(sqlite3 *db, const char *measure, const char *place, const char *path,
                            const char *scenario, bool as_json, struct arena *arena,
                            struct err *err) {
    struct model_results results;
    struct measure_forecast f;
    struct measure_series s;
    if (!scenario) scenario = "plan";
    struct model_kept run = {0};
    bool latest = strcmp(path, "latest") == 0;
    if (!(latest ? model_kept_latest(db, scenario, arena, &run, &results, err)
                 : read_results(path, arena, &results, err)))
        return false;
    if (latest && !run.id) {
        err_set(err, ERR_NOT_FOUND, "the package keeps no run of the scenario '%s'", scenario);
        return err_hint(err, "`weft simulate PACKAGE --keep` keeps one.");
    }
    if (!report_forecast(db, &results, scenario, measure, place, arena, &f, err) ||
        !measure_series(db, measure, place, DATE_NONE, arena, &s, err))
        return false;
    if (f.n == 0) {
        err_set(err, ERR_NOT_FOUND, "%s has no months of '%s' in the scenario '%s'",
                latest ? "the latest run" : path, measure, scenario);
        return err_hint(err, "The columns model_output and model_subject of the measure say what "
                             "forecasts it; `weft simulate PACKAGE` writes months.");
    }
    struct buf out = buf_new(arena);
    if (as_json)
        print_json(&f, scenario, &run, &out);
    else
        print_text(&f, &s, run.id ? run.words : arena_printf(arena, "scenario '%s'", scenario),
                   arena, &out);
    return output_write(NULL, &out, err);
}

/* What the model forecasts is of the system's place. */
static bool is_systems(sqlite3 *db, const char *place, bool *is, struct err *err) {
    struct query *q = query_new(db, "SELECT 1 FROM system WHERE place IS NULL OR place = ?1", err);
    if (!q) return false;
    query_bind_text(q, 1, place);
    *is = query_next(q);
    return query_free(q, err);
}

bool measure_forecast_line(sqlite3 *db, const struct measure_verdict *v, const char *scenario,
                           struct arena *arena, struct buf *out, struct err *err) {
    struct model_results results;
    struct model_kept run;
    struct measure_forecast f;
    bool ours;
    if (!is_systems(db, v->place, &ours, err) ||
        !model_kept_latest(db, scenario ? scenario : "plan", arena, &run, &results, err))
        return false;
    if (!run.id || !ours) return true;
    if (!report_forecast(db, &results, run.scenario, v->measure, v->place, arena, &f, err))
        return false;
    const struct measure_modelled *next = NULL;
    for (size_t i = 0; i < f.n && !next; i++)
        if (f.months[i].month > v->last_month) next = &f.months[i];
    if (!next) return true;
    const struct measure_modelled *end = &f.months[f.n - 1];
    char a[DATE_BYTES], b[DATE_BYTES];
    buf_printf(out, "  forecast (%s): %s in %s, %s in %s (%s to %s)", run.words,
               people(next->mean, arena), date_month_people(next->month, a),
               people(end->mean, arena), date_month_people(end->month, b), people(end->p10, arena),
               people(end->p90, arena));
    if (f.words) buf_printf(out, ";\n    %s", f.words);
    buf_putc(out, '\n');
    return true;
}
