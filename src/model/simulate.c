/* Runs scenarios, with what would be needed without limits, as one ensemble; see simulate.h.
 *
 * SPDX-License-Identifier: MIT */
#include "simulate.h"

#include "base/limits.h"
#include "draws.h"
#include "outputs.h"
#include "precision.h"
#include "sim/ensemble.h"
#include "warm_up.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define REPLICATIONS 20

struct simulation {
    const struct model_options *options;
    const struct tables *tables;
    const struct build_base *base;
    struct outputs *outputs;
    struct build *builds; /* by scenario: with central values and dates as planned */
    int *chosen;          /* by scenario: in tables */
    const char **names;   /* by scenario */
    size_t scenario_count;
    unsigned varied; /* kinds that differ between replications */
    size_t pairs;    /* of a decomposition, else 0 */
    struct arena *scratch;
    const struct sim_network **networks;
    int gone_on;
    uint64_t done, total, events; /* runs in earlier rounds; of all rounds known of; events */
    uint64_t round_events, exchanges, round_exchanges;
};

/* Which parameters, dates and chance a replication has. In a decomposition the first `pairs` are
 * set A, the next set B, and then for each kind that varies set A with that kind from B. */
static struct future future_of(const struct simulation *s, uint32_t replication) {
    uint32_t index[MODEL_KINDS], set = 0, kind = 0;
    if (s->pairs) {
        set = replication / (uint32_t)s->pairs;
        replication %= (uint32_t)s->pairs;
    }
    for (uint32_t k = 0; k < MODEL_KINDS; k++) {
        bool varies = s->varied >> k & 1u;
        bool other = set == 1 || (set >= 2 && varies && set - 2 == kind);
        index[k] = !varies ? 0 : other ? replication | FUTURE_OTHER : replication;
        kind += varies;
    }
    return (struct future){s->varied & MODEL_PARAMETERS ? index[0] : FUTURE_CENTRAL,
                           s->varied & MODEL_DATES ? index[1] : FUTURE_CENTRAL, index[2]};
}

static const struct sim_network *make(void *user, size_t network, uint32_t replication,
                                      uint32_t *chance, struct arena *arena, struct err *err) {
    const struct simulation *s = user;
    struct future future = future_of(s, replication);
    struct tables *drawn = ARENA_NEW(arena, struct tables, 1);
    struct build_base *base = ARENA_NEW(arena, struct build_base, 1);
    struct build *build = ARENA_NEW(arena, struct build, 1);
    *chance = future.chance;
    draws_make(s->tables, s->options->seed, future, arena, drawn);
    build_base_draw(s->base, drawn, arena, base);
    if (!build_make(base, s->chosen[network], arena, build, err) ||
        !sim_network_check(&build->network, err)) {
        err_context(err, "scenario '%s', replication %u", s->names[network], replication + 1);
        return NULL;
    }
    build->network.needs = s->options->twin;
    return &build->network;
}

static bool take(void *user, size_t network, uint32_t replication,
                 const struct sim_output *output) {
    struct simulation *s = user;
    const struct build *build = &s->builds[network];
    struct outputs_run run = {build->route_rows, build->network.route_count, build->cost_by_day,
                              s->tables};
    struct tables drawn;
    if (s->varied & (MODEL_PARAMETERS | MODEL_DATES)) {
        arena_reset(s->scratch);
        draws_make(s->tables, s->options->seed, future_of(s, replication), s->scratch, &drawn);
        struct build_base base = *s->base;
        base.tables = run.tables = &drawn;
        run.cost_by_day = build_costs(&base, s->chosen[network], s->scratch);
    }
    outputs_take(s->outputs, &run, network, (int)replication, output);
    s->gone_on += output->from_day > 0;
    s->round_exchanges += output->exchanges;
    return true;
}

static void progress(void *user, uint64_t done, uint64_t total, uint64_t events) {
    struct simulation *s = user;
    (void)total;
    s->round_events = events;
    uint64_t members = s->options->team ? (uint64_t)s->options->team->size : 1;
    if (s->options->progress)
        s->options->progress(s->options->user, s->done + done * members, s->total,
                             s->events + events);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool choose(const struct tables *tables, const struct model_options *options,
                   struct arena *arena, int **chosen, size_t *count, struct err *err) {
    size_t own = tables->scenario_count - options->mix_count;
    size_t named = options->scenario_count ? options->scenario_count : own;
    *count = named + options->mix_count;
    *chosen = ARENA_NEW(arena, int, *count);
    if (!*count) {
        err_set(err, ERR_INPUT, "scenario.csv: has no rows: there is nothing to simulate");
        return err_hint(err, "A row 'do-nothing' simulates the system without any scheme.");
    }
    size_t n = 0;
    for (size_t i = 0; i < *count; i++) {
        int scenario = i >= named                ? (int)(own + i - named)
                       : options->scenario_count ? tables_scenario(tables, options->scenarios[i])
                                                 : (int)i;
        if (scenario == NONE) {
            err_set(err, ERR_NOT_FOUND, "there is no scenario '%s'", options->scenarios[i]);
            return err_hint(err, "scenario.csv lists them.");
        }
        bool twice = false;
        for (size_t k = 0; k < n; k++) twice = twice || (*chosen)[k] == scenario;
        if (!twice) (*chosen)[n++] = scenario;
    }
    *count = n;
    return true;
}

/* The tables with the mixed scenarios asked for behind those of the package. */
static bool mix(struct tables *tables, const struct model_options *options, struct arena *arena,
                struct err *err) {
    if (!options->mix_count) return true;
    struct scenario *scenarios =
        ARENA_NEW(arena, struct scenario, tables->scenario_count + options->mix_count);
    if (tables->scenario_count)
        memcpy(scenarios, tables->scenarios, tables->scenario_count * sizeof *scenarios);
    for (size_t i = 0; i < options->mix_count; i++) {
        const struct model_mix *mix = &options->mixes[i];
        int of = tables_scenario(tables, mix->scenario);
        if (of == NONE)
            return err_set(err, ERR_NOT_FOUND, "there is no scenario '%s'", mix->scenario);
        struct scenario *made = &scenarios[tables->scenario_count + i];
        *made = (struct scenario){.id = mix->id,
                                  .delivery = scenarios[of].delivery,
                                  .has = ARENA_NEW(arena, bool, tables->scheme_count)};
        for (size_t s = 0; s < tables->scheme_count; s++) {
            bool it = strcmp(tables->schemes[s].id, mix->scheme) == 0;
            made->has[s] = scenarios[of].has[s] && it == mix->alone;
        }
    }
    tables->scenarios = scenarios;
    tables->scenario_count += options->mix_count;
    return true;
}

/* Networks with central values: what is run when nothing is drawn, and the shape of all others. */
static bool build_all(struct simulation *s, struct arena *arena, struct err *err) {
    s->builds = ARENA_NEW(arena, struct build, s->scenario_count);
    s->names = ARENA_NEW(arena, const char *, s->scenario_count);
    s->networks = ARENA_NEW(arena, const struct sim_network *, s->scenario_count);
    for (size_t i = 0; i < s->scenario_count; i++) {
        s->names[i] = s->tables->scenarios[s->chosen[i]].id;
        if (!build_make(s->base, s->chosen[i], arena, &s->builds[i], err) ||
            !sim_network_check(&s->builds[i].network, err)) {
            err_context(err, "scenario '%s'", s->names[i]);
            return false;
        }
        s->builds[i].network.needs = s->options->twin;
        s->networks[i] = &s->builds[i].network;
    }
    return true;
}

/* The first replication of a team's member out of [first, last). */
static size_t share_begin(size_t first, size_t last, int rank, int size) {
    return first + (last - first) * (size_t)rank / (size_t)size;
}

struct model_past {
    struct sim_pause **pauses; /* of the first replications */
    size_t count;
};

static struct sim_ensemble ensemble_of(struct simulation *s, size_t from, size_t to, int threads) {
    bool plain = !(s->varied & (MODEL_PARAMETERS | MODEL_DATES)) && s->varied & MODEL_CHANCE;
    return (struct sim_ensemble){.networks = s->networks,
                                 .network_count = s->scenario_count,
                                 .seed = s->options->seed,
                                 .first_replication = (uint32_t)from,
                                 .replications = (uint32_t)(to - from),
                                 .threads = threads,
                                 .stop = s->options->stop,
                                 .take = take,
                                 .make = plain && !s->pairs ? NULL : make,
                                 .progress = progress,
                                 .user = s};
}

/* Runs replications [first, last) of all scenarios. */
static bool run_round(struct simulation *s, size_t first, size_t last, int threads,
                      struct err *err) {
    const struct model_options *options = s->options;
    const struct model_team *team = options->team;
    size_t count = s->scenario_count, from = first, to = last;
    if (!outputs_reserve(s->outputs, last, err)) return false;
    if (team) {
        from = share_begin(first, last, team->rank, team->size);
        to = share_begin(first, last, team->rank + 1, team->size);
    }
    s->total = s->done + (last - first) * count;
    struct sim_ensemble ensemble = ensemble_of(s, from, to, threads);
    if (options->past && from == 0) {
        ensemble.pauses = options->past->pauses;
        ensemble.pause_count = options->past->count;
    }
    s->round_events = s->round_exchanges = 0;
    if (!sim_ensemble_run(&ensemble, err)) return false;
    for (int rank = 0; team && rank < team->size; rank++) {
        double counts[2] = {(double)s->round_events, (double)s->round_exchanges};
        if (!team->share(team->user, counts, 2, rank, err)) return false;
        s->events += (uint64_t)counts[0];
        s->exchanges += (uint64_t)counts[1];
        for (size_t r = share_begin(first, last, rank, team->size);
             r < share_begin(first, last, rank + 1, team->size); r++)
            for (size_t slot = 0; slot < s->scenario_count; slot++) {
                size_t values;
                double *of = outputs_values(s->outputs, slot, r, &values);
                if (!team->share(team->user, of, values, rank, err)) return false;
            }
    }
    if (!team) {
        s->events += s->round_events;
        s->exchanges += s->round_exchanges;
    }
    s->done = s->total;
    return true;
}

static bool run_all(struct simulation *s, const struct precision *precision, int replications,
                    int threads, struct arena *arena, struct model_results *results,
                    struct err *err) {
    const struct model_options *options = s->options;
    size_t kinds = 0;
    for (int k = 0; k < MODEL_KINDS; k++) kinds += s->varied >> k & 1u;
    if (options->decompose) {
        s->pairs = (size_t)replications;
        if (!run_round(s, 0, s->pairs * (2 + kinds), threads, err)) return false;
        results->rows = outputs_rows(s->outputs, s->names, 2 * s->pairs, arena, &results->count);
        return true;
    }
    size_t done = 0, next = (size_t)precision_first(precision, replications);
    for (;;) {
        if (!run_round(s, done, next, threads, err)) return false;
        done = next;
        struct arena *round = precision->pct > 0 ? arena_new() : arena;
        results->rows = outputs_rows(s->outputs, s->names, done, round, &results->count);
        if (precision->pct > 0) {
            bool more = precision_next(precision, results, done, &next, err);
            if (!more && err->code == ERR_NONE)
                results->rows = outputs_rows(s->outputs, s->names, done, arena, &results->count);
            arena_free(round);
            if (more) continue;
            if (err->code != ERR_NONE) return false;
            precision_report(precision, results, arena);
        }
        results->replications = (int)done;
        return true;
    }
}

int model_threads(int asked) {
    long threads = asked ? asked : sysconf(_SC_NPROCESSORS_ONLN);
    return threads < 1 ? 1 : threads > LIMIT_THREADS ? LIMIT_THREADS : (int)threads;
}

/* Reads the tables and builds all networks. */
static bool set_up(struct simulation *s, sqlite3 *db, struct arena *arena,
                   struct model_warm_up *warm_up, struct err *err) {
    const struct model_options *options = s->options;
    struct tables *tables = ARENA_NEW(arena, struct tables, 1);
    struct build_base *base = ARENA_NEW(arena, struct build_base, 1);
    s->tables = tables;
    s->base = base;
    if (!tables_read(db, arena, tables, err) || !mix(tables, options, arena, err) ||
        !choose(tables, options, arena, &s->chosen, &s->scenario_count, err) ||
        !warm_up_settle(tables, options, warm_up, err) ||
        !build_base_make(tables, arena, base, err) || !build_all(s, arena, err))
        return false;
    bool parameters, dates;
    draws_has(tables, &parameters, &dates);
    s->varied = (parameters ? MODEL_PARAMETERS : 0u) | (dates ? MODEL_DATES : 0u) | MODEL_CHANCE;
    s->varied &= ~options->fixed;
    return true;
}

bool model_simulate(sqlite3 *db, const struct model_options *options, struct arena *arena,
                    struct model_results *results, struct err *err) {
    double began = seconds();
    int replications = options->replications ? options->replications : REPLICATIONS;
    int threads = model_threads(options->threads);
    if (replications < 1 || replications > LIMIT_REPLICATIONS)
        return err_set(err, ERR_USAGE, "%d replications; 1 to %d can be run", replications,
                       LIMIT_REPLICATIONS);
    struct model_warm_up warm_up;
    struct simulation s = {.options = options};
    if (!set_up(&s, db, arena, &warm_up, err)) return false;
    struct precision precision;
    if (!precision_begin(&precision, db, options, s.tables, arena, err)) return false;
    struct model_options with = *options; /* rows whose precision counts are there in any case */
    if (options->only_count && precision.count) {
        struct model_only *only =
            ARENA_NEW(arena, struct model_only, options->only_count + precision.count);
        memcpy(only, options->only, options->only_count * sizeof *only);
        memcpy(only + options->only_count, precision.of, precision.count * sizeof *only);
        with.only = only;
        with.only_count += precision.count;
    }
    s.outputs = outputs_new(s.base, s.scenario_count, &with, arena, err);
    if (!s.outputs) return false;
    *results = (struct model_results){.replications = replications,
                                      .warm_up = warm_up,
                                      .seed = options->seed,
                                      .varied = s.varied};
    s.scratch = arena_new();
    bool ok = run_all(&s, &precision, replications, threads, arena, results, err);
    arena_free(s.scratch);
    results->gone_on = s.gone_on;
    results->events = s.events;
    results->exchanges = s.exchanges;
    results->seconds = seconds() - began;
    return ok;
}

bool model_past_make(sqlite3 *db, const struct model_options *options, int32_t day,
                     struct model_past **past, struct err *err) {
    struct arena *arena = arena_new();
    struct model_warm_up warm_up;
    struct simulation s = {.options = options};
    bool ok = set_up(&s, db, arena, &warm_up, err);
    int days = ok ? day - s.base->first : 0;
    if (ok && (days < 1 || days >= s.base->days))
        ok = err_set(err, ERR_INPUT, "nothing is simulated before that day, or nothing after it");
    *past = NULL;
    if (ok) {
        struct sim_ensemble ensemble =
            ensemble_of(&s, 0, (size_t)options->replications, model_threads(options->threads));
        struct model_past *made = heap_new(1, sizeof *made);
        made->count = (size_t)options->replications;
        made->pauses = heap_new(made->count, sizeof(struct sim_pause *));
        ensemble.pauses = made->pauses;
        ensemble.pause_day = days;
        ok = sim_ensemble_run(&ensemble, err);
        if (ok)
            *past = made;
        else
            model_past_free(made);
    }
    arena_free(arena);
    return ok;
}

void model_past_free(struct model_past *past) {
    if (!past) return;
    for (size_t i = 0; i < past->count; i++) sim_pause_free(past->pauses[i]);
    free(past->pauses);
    free(past);
}

size_t model_past_bytes(const struct model_past *past) {
    size_t bytes = 0;
    for (size_t i = 0; i < past->count; i++) bytes += sim_pause_bytes(past->pauses[i]);
    return bytes;
}
