/* Where the warm-up ends; see warm_up.h.
 *
 * SPDX-License-Identifier: MIT */
#include "warm_up.h"

#include "base/limits.h"
#include "build.h"
#include "sim/ensemble.h"
#include "stats/mser.h"
#include "store/query.h"

#include <string.h>
#include <unistd.h>

#define FIRST_PILOT 365
#define SEED 1997

struct pilot {
    double *people; /* by day: in places and queues, mean over the runs */
    int days;
};

static bool take(void *user, size_t network, uint32_t replication, const struct sim_output *o) {
    struct pilot *pilot = user;
    (void)network, (void)replication;
    for (size_t s = 0; s < o->setting_count; s++)
        for (int d = 0; d < pilot->days; d++) {
            size_t cell = s * (size_t)pilot->days + (size_t)d;
            pilot->people[d] += (o->present[cell] + o->queue[cell]) / WARM_UP_RUNS;
        }
    return true;
}

/* The tables of so many days that all stand as the first one, without seasons. */
static struct tables standing_still(const struct tables *tables, int days, struct arena *arena) {
    struct tables t = *tables;
    t.arena = arena;
    t.warm_up_days = days;
    t.end = t.start - 1;
    t.demands = ARENA_NEW(arena, struct demand, t.demand_count);
    for (size_t i = 0; i < t.demand_count; i++) {
        t.demands[i] = tables->demands[i];
        t.demands[i].months = NONE;
    }
    return t;
}

static bool run_pilot(const struct tables *tables, const struct model_options *options,
                      struct pilot *pilot, struct arena *arena, struct err *err) {
    struct tables still = standing_still(tables, pilot->days, arena);
    struct build_base base;
    struct build build;
    if (!build_base_make(&still, arena, &base, err) ||
        !build_make(&base, NONE, arena, &build, err) || !sim_network_check(&build.network, err))
        return false;
    pilot->people = ARENA_NEW(arena, double, (size_t)pilot->days);
    const struct sim_network *network = &build.network;
    struct sim_ensemble ensemble = {.networks = &network,
                                    .network_count = 1,
                                    .seed = SEED,
                                    .replications = WARM_UP_RUNS,
                                    .threads = model_threads(options->threads),
                                    .stop = options->stop,
                                    .take = take,
                                    .user = pilot};
    return sim_ensemble_run(&ensemble, err);
}

static bool by_rule(struct tables *tables, const struct model_options *options,
                    struct model_warm_up *out, struct err *err) {
    int longest = tables->warm_up_longest;
    *out = (struct model_warm_up){.chosen = true, .runs = WARM_UP_RUNS, .pilot_days = FIRST_PILOT};
    for (;; out->pilot_days *= 2) {
        if (out->pilot_days > 2 * longest) out->pilot_days = 2 * longest;
        struct arena *arena = arena_new();
        struct pilot pilot = {.days = out->pilot_days};
        struct mser found;
        bool ok = run_pilot(tables, options, &pilot, arena, err) &&
                  mser_5(pilot.people, (size_t)pilot.days, &found, err);
        arena_free(arena);
        if (!ok) {
            err_context(err, "choosing the warm-up by MSER-5");
            return false;
        }
        out->settled = found.settled && found.cut <= (size_t)longest;
        out->days = out->settled ? (int)found.cut : longest;
        out->statistic = found.statistic;
        out->people = found.mean;
        if (out->settled || out->pilot_days == 2 * longest) break;
    }
    tables->warm_up_days = out->days;
    return true;
}

bool warm_up_settle(struct tables *tables, const struct model_options *options,
                    struct model_warm_up *out, struct err *err) {
    bool rule = options->warm_up == MODEL_WARM_UP_MSER ||
                (options->warm_up == MODEL_WARM_UP_PACKAGE && tables->warm_up_longest);
    if (rule) {
        if (!tables->warm_up_longest) tables->warm_up_longest = WARM_UP_LONGEST;
        return by_rule(tables, options, out, err);
    }
    if (options->warm_up == MODEL_WARM_UP_DAYS) tables->warm_up_days = options->warm_up_days;
    *out = (struct model_warm_up){.days = tables->warm_up_days, .settled = true};
    return true;
}

bool warm_up_keep(sqlite3 *copy, const struct model_options *options, struct err *err) {
    struct arena *arena = arena_new();
    struct tables tables;
    struct model_warm_up found;
    bool ok = tables_read(copy, arena, &tables, err);
    if (ok && tables.warm_up_longest) {
        struct query *q = NULL;
        ok = warm_up_settle(&tables, options, &found, err) &&
             (q = query_new(copy, "UPDATE system SET warm_up_rule = NULL, warm_up_days = ?1",
                            err)) != NULL;
        if (ok) {
            query_bind_integer(q, 1, found.days);
            while (query_next(q)) {
            }
            ok = query_free(q, err);
        }
    }
    arena_free(arena);
    return ok;
}
