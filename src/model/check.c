/* Checks of the model; see check.h.
 *
 * SPDX-License-Identifier: MIT */
#include "check.h"

#include "base/date.h"
#include "base/number.h"
#include "build.h"
#include "store/query.h"
#include "store/rules.h"
#include "traffic.h"

#define YEAR 365

static double mean_capacity(const struct sim_setting *setting, int day, int span) {
    double sum = 0;
    int slots = setting->capacity_by_hour ? 24 : 1;
    for (int i = day * slots; i < (day + span) * slots; i++) sum += setting->capacity[i];
    return sum / span / slots;
}

/* Offered load in the year from `day`; a setting is told of once. */
static bool check_load(const struct build *build, int day, bool *told, struct findings *findings,
                       struct err *err) {
    const struct sim_network *network = &build->network;
    const struct build_base *base = build->base;
    struct arena *arena = findings->arena;
    double *arrivals =
        ARENA_NEW(arena, double, network->setting_count *(size_t)network->class_count);
    double *load = ARENA_NEW(arena, double, network->setting_count);
    if (!traffic_solve(network, day, YEAR, arrivals, load, err)) return false;
    int span = day + YEAR < network->days ? YEAR : network->days - day;
    for (size_t s = 0; s < network->setting_count; s++) {
        if (network->settings[s].kind == SIM_OPEN || told[s]) continue;
        double capacity = mean_capacity(&network->settings[s], day, span);
        if (load[s] <= capacity) continue;
        told[s] = true;
        const struct setting *setting = &base->tables->settings[s];
        char offered[NUMBER_PEOPLE_BYTES], have[NUMBER_PEOPLE_BYTES], from[DATE_BYTES];
        int decimals = load[s] < 100;
        rules_add(findings, "L01", "setting", (size_t)setting->row_no, NULL,
                  "setting '%s': offered load %s exceeds capacity %s (%s) in the year from %s, "
                  "before any scheme",
                  setting->id, number_people(load[s], decimals, offered),
                  number_people(capacity, decimals, have),
                  setting->kind == SIM_VISITS ? "visits a day"
                  : setting->unit             ? setting->unit
                                              : "places",
                  date_people(base->first + day, from));
    }
    return true;
}

static void check_reach(const struct build *build, struct findings *findings) {
    const struct tables *t = build->base->tables;
    size_t classes = (size_t)build->base->class_count;
    for (size_t s = 0; s < t->setting_count; s++) {
        bool reached = false;
        for (size_t c = 0; c < classes; c++) reached = reached || build->reached[s * classes + c];
        if (!reached)
            rules_add(
                findings, "L02", "setting", (size_t)t->settings[s].row_no, NULL,
                "nobody reaches setting '%s': no demand, no route and no one at the beginning",
                t->settings[s].id);
    }
}

static void cannot(struct findings *findings, const struct err *why, const char *scenario) {
    rules_add(findings, "L03", "system", 0, NULL, "the model cannot be run%s%s%s: %s",
              scenario ? " for scenario '" : "", scenario ? scenario : "", scenario ? "'" : "",
              why->message);
}

bool model_check(sqlite3 *db, struct findings *findings, struct err *err) {
    struct arena *arena = arena_new();
    struct tables tables;
    struct build_base base;
    struct build build;
    struct err why = {0};
    bool ok = true, has_model = false;
    struct query *q = query_new(db, "SELECT 1 FROM setting LIMIT 1", err);
    if (q) has_model = query_next(q);
    if (!q || !query_free(q, err)) {
        ok = false;
    } else if (!has_model) {
        /* a plan without a model */
    } else if (!tables_read(db, arena, &tables, &why)) {
        if (why.code == ERR_INPUT || why.code == ERR_TOO_LARGE)
            cannot(findings, &why, NULL);
        else
            *err = why, ok = false;
    } else if (!build_base_make(&tables, arena, &base, &why) ||
               !build_make(&base, NONE, arena, &build, &why) ||
               !sim_network_check(&build.network, &why)) {
        cannot(findings, &why, NULL);
    } else {
        bool *told = ARENA_NEW(arena, bool, tables.setting_count);
        int last = base.days - YEAR > tables.warm_up_days ? base.days - YEAR : tables.warm_up_days;
        check_reach(&build, findings);
        if (tables.person_count && (tables.warm_up_days || tables.warm_up_longest))
            rules_add(findings, "L05", "person", (size_t)tables.people[0].row_no, NULL,
                      "person.csv names %zu people, but the system runs %s before the first day",
                      tables.person_count,
                      tables.warm_up_longest ? "a warm-up found by MSER-5" : "for its warm-up");
        if (!check_load(&build, tables.warm_up_days, told, findings, &why) ||
            !check_load(&build, last, told, findings, &why))
            cannot(findings, &why, NULL);
        for (size_t i = 0; i < tables.scenario_count; i++) {
            struct build with;
            if (!build_make(&base, (int)i, arena, &with, &why) ||
                !sim_network_check(&with.network, &why)) {
                cannot(findings, &why, tables.scenarios[i].id);
                continue;
            }
            char day[DATE_BYTES];
            if (with.over)
                rules_add(findings, "L04", "route", (size_t)with.over->row_no, "share",
                          "scenario '%s' pushes the shares out of '%s' to %.3g by %s; they are "
                          "scaled back to 1",
                          tables.scenarios[i].id, tables.settings[with.over->setting].id,
                          with.over_share, date_people(base.first + with.over_day, day));
        }
    }
    arena_free(arena);
    return ok;
}
