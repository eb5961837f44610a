/* What each scheme does, alone and last; see contributions.h.
 *
 * SPDX-License-Identifier: MIT */
#include "contributions.h"

#include "summary.h"
#include "tables.h"

#include <math.h>
#include <stdlib.h>

#define NO_SCHEME "(none)"
#define TOGETHER "(all together)"
#define OVERLAP "(overlap)"

/* The schemes of a scenario, and the scenarios that take it apart: none of them, then each alone,
 * then each left out. */
struct apart {
    const char **schemes;
    size_t count;
    struct model_mix *mixes;
};

static bool take_apart(sqlite3 *db, const char *scenario, struct arena *arena, struct apart *apart,
                       struct err *err) {
    struct tables tables;
    if (!tables_read(db, arena, &tables, err)) return false;
    int at = tables_scenario(&tables, scenario);
    if (at == NONE) {
        err_set(err, ERR_NOT_FOUND, "there is no scenario '%s'", scenario);
        return err_hint(err, "scenario.csv lists them.");
    }
    *apart = (struct apart){.schemes = ARENA_NEW(arena, const char *, tables.scheme_count)};
    for (size_t i = 0; i < tables.scheme_count; i++)
        if (tables.scenarios[at].has[i]) apart->schemes[apart->count++] = tables.schemes[i].id;
    if (!apart->count)
        return err_set(err, ERR_INPUT, "scenario '%s' has no scheme to take apart", scenario);
    size_t n = apart->count;
    apart->mixes = ARENA_NEW(arena, struct model_mix, 1 + 2 * n);
    apart->mixes[0] =
        (struct model_mix){.id = NO_SCHEME, .scenario = scenario, .scheme = "", .alone = true};
    for (size_t i = 0; i < n; i++) {
        const char *scheme = apart->schemes[i];
        apart->mixes[1 + i] =
            (struct model_mix){arena_printf(arena, "(only %s)", scheme), scenario, scheme, true};
        apart->mixes[1 + n + i] = (struct model_mix){arena_printf(arena, "(without %s)", scheme),
                                                     scenario, scheme, false};
    }
    return true;
}

static struct model_effect effect_of(const double *values, size_t n, double *scratch) {
    struct model_row row;
    model_row_summarise(&row, values, n, scratch);
    double half = model_row_half_width(&row);
    return (struct model_effect){row.mean, row.mean - half, row.mean + half};
}

static void subtract(const struct model_row *a, const struct model_row *b, size_t n, double *out) {
    for (size_t i = 0; i < n; i++) out[i] = a->values[i] - b->values[i];
}

/* The contributions to one output of the scenario. */
static void add_row(struct model_contributions *out, const struct apart *apart,
                    const struct model_row *all, double *memory) {
    const struct model_results *results = &out->results;
    size_t n = (size_t)all->value_count;
    double *total = memory, *one = memory + n, *alone = memory + 2 * n, *last = memory + 3 * n,
           *scratch = memory + 4 * n;
    const struct model_row *none =
        model_find(results, NO_SCHEME, all->output, all->subject, all->period);
    if (!none) return;
    subtract(all, none, n, total);
    for (size_t i = 0; i < n; i++) alone[i] = last[i] = total[i];
    struct model_contribution item = {.output = all->output,
                                      .subject = all->subject,
                                      .period = all->period,
                                      .replications = all->replications};
    for (size_t s = 0; s < apart->count; s++) {
        const struct model_row *only =
            model_find(results, apart->mixes[1 + s].id, all->output, all->subject, all->period);
        const struct model_row *without = model_find(results, apart->mixes[1 + apart->count + s].id,
                                                     all->output, all->subject, all->period);
        if (!only || !without) continue;
        item.scheme = apart->schemes[s];
        subtract(only, none, n, one);
        for (size_t i = 0; i < n; i++) alone[i] -= one[i];
        item.alone = effect_of(one, n, scratch);
        subtract(all, without, n, one);
        for (size_t i = 0; i < n; i++) last[i] -= one[i];
        item.last = effect_of(one, n, scratch);
        out->items[out->count++] = item;
    }
    item.scheme = NULL;
    item.alone = item.last = effect_of(total, n, scratch);
    out->items[out->count++] = item;
    item.is_overlap = true;
    item.alone = effect_of(alone, n, scratch);
    item.last = effect_of(last, n, scratch);
    out->items[out->count++] = item;
}

bool model_contributions(sqlite3 *db, const struct model_options *options, const char *scenario,
                         struct arena *arena, struct model_contributions *out, struct err *err) {
    struct apart apart;
    *out = (struct model_contributions){0};
    if (!take_apart(db, scenario, arena, &apart, err)) return false;
    struct model_options with = *options;
    with.scenarios = &scenario;
    with.scenario_count = 1;
    with.mixes = apart.mixes;
    with.mix_count = 1 + 2 * apart.count;
    if (!model_simulate(db, &with, arena, &out->results, err)) return false;
    size_t rows = 0, values = 0;
    const struct model_results *results = &out->results;
    for (size_t i = 0; i < results->count; i++) {
        if (str_is(str_of(results->rows[i].scenario), scenario)) rows++;
        if ((size_t)results->rows[i].value_count > values)
            values = (size_t)results->rows[i].value_count;
    }
    out->items = ARENA_NEW(arena, struct model_contribution, rows * (apart.count + 2));
    double *memory = heap_new(values, 5 * sizeof *memory);
    for (size_t i = 0; i < results->count; i++)
        if (str_is(str_of(results->rows[i].scenario), scenario))
            add_row(out, &apart, &results->rows[i], memory);
    free(memory);
    return true;
}

void model_write_contributions(const struct model_contributions *contributions,
                               const char *scenario, struct buf *out) {
    buf_puts(out, "scenario,scheme,output,subject,period,alone,alone_low95,alone_high95,last,"
                  "last_low95,last_high95,replications\n");
    for (size_t i = 0; i < contributions->count; i++) {
        const struct model_contribution *c = &contributions->items[i];
        const char *scheme = c->is_overlap ? OVERLAP : c->scheme ? c->scheme : TOGETHER;
        const char *texts[] = {scenario, scheme, c->output, c->subject, c->period};
        const double numbers[] = {c->alone.mean, c->alone.low, c->alone.high,  c->last.mean,
                                  c->last.low,   c->last.high, c->replications};
        model_write_row(out, texts, sizeof texts / sizeof *texts, numbers,
                        sizeof numbers / sizeof *numbers);
    }
}
