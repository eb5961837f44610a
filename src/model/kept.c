/* Runs that a package keeps; see kept.h.
 *
 * SPDX-License-Identifier: MIT */
#include "kept.h"

#include "base/number.h"
#include "base/sha256.h"
#include "store/put.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A cell a column, in the order of these names. */
static const char *const run_names[] = {"id",      "scenario", "seed",    "replications",
                                        "started", "as_at",    "seconds", "inputs"};
static const char *const result_names[] = {"run", "output", "subject", "period", "mean",
                                           "sd",  "p10",    "p50",     "p90",    "futures"};
enum { RUN_CELLS = 8, RESULT_CELLS = 10 };

static struct str number(double value, struct arena *arena) {
    char text[NUMBER_BYTES];
    return str_of(isnan(value) ? "" : arena_string(arena, number_text(value, text)));
}

/* 2018/19, and not 2018-04. */
static bool is_year(const char *period) {
    return strchr(period, '/') != NULL;
}

static bool is_among(const struct model_row *row, const struct model_only *wanted, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(row->output, wanted[i].output) == 0 &&
            strcmp(row->subject, wanted[i].subject) == 0)
            return true;
    return false;
}

static struct str futures(const struct model_row *row, struct arena *arena) {
    struct buf out = buf_new(arena);
    char text[NUMBER_BYTES];
    for (int i = 0; row->values && is_year(row->period) && i < row->value_count; i++)
        buf_printf(&out, "%s%s", i ? " " : "",
                   isnan(row->values[i]) ? "-" : number_text(row->values[i], text));
    return (struct str){out.text ? out.text : "", out.length};
}

static void read_futures(const char *text, struct arena *arena, struct model_row *row) {
    if (!text) return;
    struct str rest = str_of(text), part;
    double *values = ARENA_NEW(arena, double, rest.n / 2 + 1);
    row->value_count = 0;
    while (str_split(&rest, ' ', &part)) {
        double *value = &values[row->value_count++];
        if (!number_parse(part, value)) *value = NAN;
    }
    row->values = values;
}

/* Each table is a digest of its cells, and all of them are one digest. */
bool model_inputs(sqlite3 *db, struct arena *arena, const char **out, struct err *err) {
    size_t count;
    const struct table *const *tables = registry_tables(&count);
    struct buf all = buf_new(arena);
    char hex[SHA256_HEX_BYTES];
    for (size_t t = 0; t < count; t++) {
        if (strcmp(tables[t]->room, "runs") == 0) continue;
        struct arena *scratch = arena_new();
        struct buf cells = buf_new(scratch), sql = buf_new(scratch);
        buf_puts(&sql, "SELECT ");
        for (size_t c = 0; c < tables[t]->column_count; c++)
            buf_printf(&sql, "%s\"%s\"", c ? ", " : "", tables[t]->columns[c].name);
        buf_printf(&sql, " FROM \"%s\" ORDER BY row_no", tables[t]->name);
        struct query *q = query_new(db, sql.text, err);
        while (q && query_next(q)) {
            for (size_t c = 0; c < tables[t]->column_count; c++) {
                const char *text = query_text(q, (int)c);
                buf_puts(&cells, text ? text : "");
                buf_putc(&cells, '\0'); /* no cell has one */
            }
        }
        bool ok = q && query_free(q, err);
        buf_printf(&all, "%s %s\n", tables[t]->name,
                   sha256_hex((struct str){cells.text ? cells.text : "", cells.length}, hex));
        arena_free(scratch);
        if (!ok) return false;
    }
    *out = arena_string(arena, sha256_hex((struct str){all.text, all.length}, hex));
    return true;
}

static bool read_wanted(sqlite3 *db, struct arena *arena, struct model_only **out, size_t *count,
                        struct err *err) {
    struct query *q = query_new(db, "SELECT count(*) FROM measure", err);
    if (!q) return false;
    size_t most = query_next(q) ? (size_t)query_integer(q, 0, 0) : 0;
    if (!query_free(q, err)) return false;
    *out = ARENA_NEW(arena, struct model_only, most + 1);
    *count = 0;
    q = query_new(db,
                  "SELECT DISTINCT model_output, model_subject FROM measure WHERE model_output IS "
                  "NOT NULL AND model_subject IS NOT NULL",
                  err);
    if (!q) return false;
    while (*count < most && query_next(q)) {
        struct model_only *only = &(*out)[(*count)++];
        only->output = arena_string(arena, query_text(q, 0));
        only->subject = arena_string(arena, query_text(q, 1));
    }
    return query_free(q, err);
}

static bool put(struct store *store, const char *table, const char *const *names, size_t width,
                const struct str *cells, size_t rows, const char *who, struct arena *arena,
                struct findings *findings, struct err *err) {
    int columns[RESULT_CELLS];
    bool compared[RESULT_CELLS];
    struct put_result result;
    const struct table *found = registry_table(table);
    for (size_t c = 0; c < width; c++) {
        columns[c] = table_column(found, names[c]);
        compared[c] = true;
    }
    const struct put what = {.table = found,
                             .columns = columns,
                             .compared = compared,
                             .column_count = width,
                             .cells = cells,
                             .row_count = rows,
                             .mark = -1};
    return put_rows(store, &what, false, who, arena, findings, &result, err);
}

/* 2018-09-30T08:15:00Z and 'plan' give 'run-20180930-081500-plan'. */
static const char *id_of(const char *started, const char *scenario, struct arena *arena) {
    struct buf out = buf_new(arena);
    buf_puts(&out, "run-");
    for (const char *c = started; *c; c++) {
        if (*c >= '0' && *c <= '9') buf_putc(&out, *c);
        if (*c == 'T') buf_putc(&out, '-');
    }
    buf_printf(&out, "-%s", scenario);
    return out.text;
}

bool model_keep(struct store *store, const struct model_results *results,
                const struct model_keeping *how, struct arena *arena, struct findings *findings,
                size_t *rows, struct err *err) {
    struct model_only *wanted;
    size_t wanted_count, runs = 0;
    *rows = 0;
    if (!read_wanted(store_db(store), arena, &wanted, &wanted_count, err)) return false;
    struct str *run = ARENA_NEW(arena, struct str, RUN_CELLS * (results->count + 1));
    struct str *cells = ARENA_NEW(arena, struct str, RESULT_CELLS * (results->count + 1));
    const char *last = NULL, *id = "";
    char day[DATE_BYTES];
    for (size_t i = 0; i < results->count; i++) {
        const struct model_row *r = &results->rows[i];
        bool asked = is_year(r->period) && is_among(r, how->also, how->also_count);
        if (!asked && !is_among(r, wanted, wanted_count)) continue;
        if (!last || strcmp(last, r->scenario) != 0) { /* rows are sorted by scenario */
            last = r->scenario;
            id = id_of(how->started, last, arena);
            const struct str of_run[RUN_CELLS] = {
                str_of(id),
                str_of(last),
                number((double)results->seed, arena),
                number(results->replications, arena),
                str_of(how->started),
                str_of(how->as_at == DATE_NONE ? ""
                                               : arena_string(arena, date_text(how->as_at, day))),
                number(number_round(results->seconds, 3), arena),
                str_of(how->inputs)};
            memcpy(run + RUN_CELLS * runs++, of_run, sizeof of_run);
        }
        const struct str of_row[RESULT_CELLS] = {str_of(id),
                                                 str_of(r->output),
                                                 str_of(r->subject),
                                                 str_of(r->period),
                                                 number(r->mean, arena),
                                                 number(r->sd, arena),
                                                 number(r->p10, arena),
                                                 number(r->p50, arena),
                                                 number(r->p90, arena),
                                                 futures(r, arena)};
        memcpy(cells + RESULT_CELLS * (*rows)++, of_row, sizeof of_row);
    }
    if (*rows == 0) {
        err_set(err, ERR_INPUT, "no measure is forecast by any of the results, so none are kept");
        return err_hint(err, "The columns model_output and model_subject of measure.csv say what "
                             "forecasts a measure.");
    }
    /* A run without its results is no forecast; results without their run would be an error. */
    return put(store, "run", run_names, RUN_CELLS, run, runs, how->who, arena, findings, err) &&
           put(store, "result", result_names, RESULT_CELLS, cells, *rows, how->who, arena, findings,
               err);
}

static const char *words(const struct model_kept *run, bool one, struct arena *arena) {
    char day[DATE_BYTES], text[DATE_BYTES];
    int32_t started;
    struct buf out = buf_new(arena);
    if (one) buf_printf(&out, "scenario %s, ", run->scenario);
    buf_puts(&out, "run");
    if (date_parse((struct str){run->started, strlen(run->started) < 10 ? 0 : 10}, &started))
        buf_printf(&out, " on %s", date_people(started, day));
    if (run->as_at == DATE_NONE)
        buf_puts(&out, ", milestones when the plan says");
    else
        buf_printf(&out, ", milestones as forecast on %s", date_people(run->as_at, text));
    buf_printf(&out, ", seed %lld, %d replication%s", (long long)run->seed, run->replications,
               run->replications == 1 ? "" : "s");
    return out.text;
}

static bool read_run(sqlite3 *db, const char *scenario, struct arena *arena, struct model_kept *run,
                     size_t *count, struct err *err) {
    *run = (struct model_kept){.as_at = DATE_NONE};
    *count = 0;
    struct query *q = query_new(
        db,
        "SELECT id, started, seed, replications, as_at, seconds, inputs, (SELECT count(*) FROM "
        "result WHERE run = run.id) AS n FROM run WHERE scenario = ?1 AND n > 0 ORDER BY started "
        "DESC, row_no DESC LIMIT 1",
        err);
    if (!q) return false;
    query_bind_text(q, 1, scenario);
    if (query_next(q)) {
        run->id = arena_string(arena, query_text(q, 0));
        run->scenario = arena_string(arena, scenario);
        run->started = arena_string(arena, query_text(q, 1) ? query_text(q, 1) : "");
        run->seed = query_integer(q, 2, 0);
        run->replications = (int)query_integer(q, 3, 0);
        run->as_at = query_date(q, 4);
        run->seconds = query_number(q, 5);
        run->inputs = arena_string(arena, query_text(q, 6) ? query_text(q, 6) : "");
        run->words = words(run, true, arena);
        *count = (size_t)query_integer(q, 7, 0);
    }
    return query_free(q, err);
}

static bool read_rows(sqlite3 *db, const struct model_kept *run, struct arena *arena,
                      struct model_row *rows, size_t most, size_t *count, struct err *err) {
    struct query *q = query_new(db,
                                "SELECT output, subject, period, mean, sd, p10, p50, p90, futures "
                                "FROM result WHERE run = ?1 ORDER BY output, subject, period",
                                err);
    if (!q) return false;
    query_bind_text(q, 1, run->id);
    for (*count = 0; *count < most && query_next(q);) {
        struct model_row *row = &rows[(*count)++];
        *row = (struct model_row){.scenario = run->scenario,
                                  .output = arena_string(arena, query_text(q, 0)),
                                  .subject = arena_string(arena, query_text(q, 1)),
                                  .period = arena_string(arena, query_text(q, 2)),
                                  .mean = query_number(q, 3),
                                  .sd = query_number(q, 4),
                                  .p10 = query_number(q, 5),
                                  .p50 = query_number(q, 6),
                                  .p90 = query_number(q, 7),
                                  .replications = run->replications};
        read_futures(query_text(q, 8), arena, row);
    }
    return query_free(q, err);
}

static bool read_results(sqlite3 *db, const struct model_kept *runs, const size_t *counts, size_t n,
                         struct arena *arena, struct model_results *results, struct err *err) {
    size_t all = 0, count = 0;
    for (size_t i = 0; i < n; i++) all += counts[i];
    struct model_row *rows = ARENA_NEW(arena, struct model_row, all + 1);
    for (size_t i = 0; i < n; i++) {
        size_t read;
        if (!read_rows(db, &runs[i], arena, rows + count, counts[i], &read, err)) return false;
        count += read;
    }
    *results = (struct model_results){.rows = rows,
                                      .count = count,
                                      .seed = (uint64_t)runs[0].seed,
                                      .replications = runs[0].replications,
                                      .seconds = runs[0].seconds};
    return true;
}

bool model_kept_latest(sqlite3 *db, const char *scenario, struct arena *arena,
                       struct model_kept *run, struct model_results *results, struct err *err) {
    size_t count;
    const char *now;
    *results = (struct model_results){0};
    if (!read_run(db, scenario, arena, run, &count, err)) return false;
    if (!run->id) return true;
    if (*run->inputs) {
        if (!model_inputs(db, arena, &now, err)) return false;
        if (strcmp(now, run->inputs) != 0)
            run->words = arena_printf(arena, "%s; the package has changed since", run->words);
    }
    return read_results(db, run, &count, 1, arena, results, err);
}

static int by_scenario(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool model_kept_together(sqlite3 *db, const char *const *scenarios, size_t count,
                         struct arena *arena, struct model_kept *run, struct model_results *results,
                         struct err *err) {
    *run = (struct model_kept){.as_at = DATE_NONE};
    *results = (struct model_results){0};
    if (!count) return true;
    const char **sorted = ARENA_NEW(arena, const char *, count); /* as rows of results are */
    struct model_kept *runs = ARENA_NEW(arena, struct model_kept, count);
    size_t *counts = ARENA_NEW(arena, size_t, count);
    memcpy(sorted, scenarios, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_scenario);
    for (size_t i = 0; i < count; i++) {
        if (!read_run(db, sorted[i], arena, &runs[i], &counts[i], err)) return false;
        if (!runs[i].id || strcmp(runs[i].started, runs[0].started) != 0 ||
            strcmp(runs[i].inputs, runs[0].inputs) != 0 || runs[i].as_at != runs[0].as_at ||
            runs[i].seed != runs[0].seed || runs[i].replications != runs[0].replications)
            return true;
    }
    *run = runs[0];
    run->words = words(run, false, arena);
    return read_results(db, runs, counts, count, arena, results, err);
}
