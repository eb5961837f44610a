/* The history of some people; see history.h.
 *
 * SPDX-License-Identifier: MIT */
#include "history.h"

#include "base/date.h"
#include "base/number.h"
#include "build.h"
#include "doc/csv.h"
#include "sim/run.h"
#include "warm_up.h"

#include <math.h>
#include <stdio.h>

struct history {
    const struct build *build;
    struct buf *out;
    struct {
        uint32_t stream, index;
    } * people;
    uint32_t count;
};

static const char *const what_happens[] = {"is there",  "asks",       "waits",  "enters",
                                           "stay over", "delay over", "leaves", "switches",
                                           "overflows", "gives up",   "swaps"};

/* The number of a person, from 1: most rows are of somebody who came lately. */
static uint32_t number_of(struct history *h, uint32_t stream, uint32_t index) {
    for (uint32_t i = h->count; i > 0; i--)
        if (h->people[i - 1].stream == stream && h->people[i - 1].index == index) return i;
    h->people[h->count].stream = stream;
    h->people[h->count].index = index;
    return ++h->count;
}

static void clock_text(const struct build_base *base, double time, char *out, size_t size) {
    int32_t day = base->first + (int32_t)time;
    int minute = (int)((time - floor(time)) * 1440);
    char date[DATE_BYTES];
    date_text(day, date);
    snprintf(out, size, "%s %02d:%02d", date, minute / 60, minute % 60);
}

static void tell(void *user, const struct sim_trace_event *e) {
    struct history *h = user;
    const struct build_base *base = h->build->base;
    const struct tables *t = base->tables;
    const struct sim_network *network = &h->build->network;
    const struct route *route = e->route == SIM_NONE ? NULL : h->build->route_rows[e->route];
    bool initial = e->stream >= network->demand_count;
    bool chosen = route && (e->what == SIM_TRACE_STAY_OVER || e->what == SIM_TRACE_DELAY_OVER ||
                            e->what == SIM_TRACE_LEAVES || e->what == SIM_TRACE_WAITS);
    char person[16], ages[BAND_BYTES], who[64], time[DATE_BYTES + 16];
    snprintf(person, sizeof person, "%u", number_of(h, e->stream, e->index));
    clock_text(base, e->time, time, sizeof time);
    uint32_t began = initial ? e->stream - (uint32_t)network->demand_count : 0;
    bool named = initial && began < base->named_count;
    snprintf(who, sizeof who, "%s %u/%u", initial ? "at the beginning" : "demand",
             initial ? began - (uint32_t)base->named_count + 1 : e->stream + 1, e->index + 1);
    const char *setting = e->setting == SIM_NONE ? "" : t->settings[e->setting].id;
    const char *to = e->to == SIM_NONE ? "" : t->settings[e->to].id;
    const char *outcome =
        chosen && e->to == SIM_NONE && e->what != SIM_TRACE_WAITS && route->outcome ? route->outcome
                                                                                    : "";
    const struct str cells[] = {str_of(person),
                                str_of(band_text(base->classes[e->class_], ages)),
                                str_of(named ? base->people[began]->id : who),
                                str_of(time),
                                str_of(what_happens[e->what]),
                                str_of(setting),
                                str_of(to),
                                str_of(chosen ? route->id : ""),
                                str_of(chosen && route->reason ? route->reason : ""),
                                str_of(outcome)};
    csv_write(h->out, cells, sizeof cells / sizeof *cells);
}

static bool run(const struct build *build, uint64_t seed, const struct sim_trace *trace,
                struct err *err) {
    struct sim_context *context = sim_context_new();
    struct sim_output *output = sim_output_new(&build->network);
    sim_context_trace(context, trace);
    bool ok = sim_run(context, &build->network, seed, 0, NULL, output, err);
    sim_output_free(output);
    sim_context_free(context);
    return ok;
}

bool model_history(sqlite3 *db, const char *scenario, const struct model_options *options,
                   uint32_t people, struct arena *arena, struct buf *out, struct err *err) {
    struct tables tables;
    struct build_base base;
    struct build build;
    if (!tables_read(db, arena, &tables, err)) return false;
    int chosen = scenario ? tables_scenario(&tables, scenario) : tables.scenario_count ? 0 : NONE;
    if (scenario && chosen == NONE) {
        err_set(err, ERR_NOT_FOUND, "there is no scenario '%s'", scenario);
        return err_hint(err, "scenario.csv lists them.");
    }
    struct model_warm_up warm_up;
    if (!warm_up_settle(&tables, options, &warm_up, err) ||
        !build_base_make(&tables, arena, &base, err) ||
        !build_make(&base, chosen, arena, &build, err) || !sim_network_check(&build.network, err))
        return false;
    struct history history = {.build = &build, .out = out};
    history.people = arena_alloc(arena, people, sizeof *history.people);
    const struct sim_trace trace = {
        .people = people, .from_day = tables.start - base.first, .tell = tell, .user = &history};
    buf_puts(out, "person,ages,who,time,event,setting,to_setting,route,reason,outcome\n");
    return run(&build, options->seed, &trace, err);
}
