/* The tables that make the model, read from a package into plain structs, with indices in place of
 * ids (NONE, -1, where a cell is empty). Everything is the arena's; nothing points into the
 * package.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"
#include "sim/network.h"

#include <sqlite3.h>
#include <string.h>

#define NONE (-1)
#define AGE_END 200          /* age_to of a band without an upper end */
#define WARM_UP_LONGEST 1460 /* days, of a warm-up by the rule where the package says no other */
#define WARM_UP_LEAST 25     /* days that the rule may find at least: its pilot is twice as long */

/* Ages from..to, both included. */
struct band {
    int from, to;
};

static inline bool band_same(struct band a, struct band b) {
    return a.from == b.from && a.to == b.to;
}

static inline bool band_covers(struct band outer, struct band inner) {
    return outer.from <= inner.from && inner.to <= outer.to;
}

struct place {
    const char *id;
    int parent;
};

struct population {
    int place, year; /* financial year, by the calendar year in which it begins */
    int32_t middle;  /* 1 October of it */
    struct band band;
    double persons;
};

struct organisation {
    const char *id;
    int place;
};

struct setting {
    int64_t row_no;
    const char *id, *family, *unit;
    enum sim_kind kind;
    int organisation, place;
    double target_occupancy, standard_hours; /* NAN: none */
    unsigned discharge_days, admission_days; /* bit 0 Monday */
    int discharge_from, discharge_to;        /* hours; NONE: any */
    bool by_priority;
    double patience, overflow_after; /* days; NAN: nobody gives up, at once */
    int give_up_to, overflow_to;
};

struct capacity {
    int64_t row_no;
    int setting;
    int32_t from;
    unsigned weekdays;
    int hour_from, hour_to; /* NONE: the whole day */
    double amount;
};

struct profile {
    const char *id;
    double factor[24]; /* mean 1 over the slots given; index 0 is January, Monday or hour 0 */
};

struct demand {
    int64_t row_no;
    int setting, place;
    struct band band;
    double rate_per_1000, growth_pct;
    int months, weekdays, hours; /* profiles */
    int priority;
};

/* Lengths of time that were seen, and how often. */
struct seen {
    double *days, *weights;
    size_t count;
};

/* A part of a mixture. */
struct stay_part {
    enum sim_shape shape;
    double mean, sd, weight;
};

struct stay {
    int64_t row_no;
    int setting;
    struct band band;
    enum sim_shape shape;
    double mean, sd, min, max;
    struct seen seen;        /* SIM_EMPIRICAL */
    struct stay_part *parts; /* SIM_MIXTURE */
    size_t part_count;
};

struct visit_need {
    int64_t row_no;
    int setting;
    struct band band;
    double first, last;
};

struct route {
    int64_t row_no;
    const char *id;
    int setting, to, switch_to;
    struct band band;
    double share, delay_mean, delay_sd, switch_after, away_mean, away_sd, away_max; /* NAN: none */
    bool holds;
    const char *outcome;              /* NULL: not said */
    const char *reason, *responsible; /* NULL: not counted as delayed transfer of care; unsaid */
};

/* Whether people die by the route. */
static inline bool route_is_death(const struct route *route) {
    return route->to == NONE && route->outcome && strcmp(route->outcome, "died") == 0;
}

struct initial {
    int setting;
    bool waiting;
    struct band band;
    double persons;
    struct seen left; /* days that those in a place have left; none: not known */
};

/* Somebody who is there at the beginning. */
struct person_there {
    int64_t row_no;
    const char *id;
    int setting, waiting_for; /* NONE: in no place; for nothing */
    int age, priority;
    double days_so_far, days_left; /* NAN: not known */
    double days_waiting;
};

enum basis { BASIS_ARRIVAL, BASIS_DAY, BASIS_VISIT, BASIS_PLACE_YEAR };

struct unit_cost {
    int64_t row_no;
    int setting;
    enum basis basis;
    double amount;
};

struct staffing {
    int setting;
    const char *group;
    double wte_per_unit;
};

struct scheme {
    const char *id;
    const char *milestone; /* whose date is not sure, or NULL */
    int32_t start, until;  /* DATE_NONE: never, for ever */
    int32_t early, late;   /* one chance in ten that the start is before, after */
    double ramp_months;
    bool smooth;
};

/* The numbers that effects act on. */
enum target {
    TARGET_DEMAND,
    TARGET_STAY,
    TARGET_SHARE,
    TARGET_DELAY,
    TARGET_CAPACITY,
    TARGET_COST,
    TARGET_PATIENCE,
    TARGET_OVERFLOW,
    TARGET_SWITCH,
    TARGET_AWAY,
    TARGET_LEAVE_DAYS, /* how many weekdays; see build.c */
    TARGET_LEAVE_FROM,
    TARGET_LEAVE_TO,
    TARGET_TAKES_DAYS,
    TARGET_FIRST_VISITS,
    TARGET_LAST_VISITS,
    EFFECT_TARGETS,
    TARGET_GROWTH = EFFECT_TARGETS, /* this and the next of uncertainties only */
    TARGET_STAY_SD,
    TARGET_DELAY_SD,
    TARGET_AWAY_SD,
    TARGETS
};

enum operation { OPERATION_SET, OPERATION_MULTIPLY, OPERATION_ADD };

struct effect {
    int64_t row_no; /* of effect.csv */
    int scheme;
    enum target target;
    enum operation operation;
    double low, central, high;
    int64_t *rows; /* row_no of the rows acted on, in order */
    size_t row_count;
};

/* How well some numbers are known. */
struct uncertainty {
    const char *name; /* table, rows and column, as written */
    enum target target;
    enum operation operation; /* multiply or add */
    double low, high;
    int64_t *rows;
    size_t row_count;
};

struct scenario {
    const char *id;
    double delivery; /* 1: in full */
    bool *has;       /* by scheme */
};

struct tables {
    struct arena *arena;
    const char *system_id;
    int place; /* of the system */
    int32_t start, end;
    int warm_up_days;    /* 0 until the rule has found them (warm_up.h) */
    int warm_up_longest; /* by the rule at most so many; 0: no rule */
    bool strongest;      /* of several schemes on one number only that one counts */
    struct place *places;
    struct population *populations;
    struct organisation *organisations;
    struct setting *settings;
    struct capacity *capacities;
    struct profile *profiles;
    struct demand *demands;
    struct stay *stays;
    struct visit_need *visit_needs;
    struct route *routes;
    struct initial *initials;
    struct person_there *people;
    struct unit_cost *unit_costs;
    struct staffing *staffings;
    struct scheme *schemes;
    struct effect *effects;
    struct uncertainty *uncertainties;
    struct scenario *scenarios;
    size_t place_count, population_count, organisation_count, setting_count, capacity_count,
        profile_count, demand_count, stay_count, visit_need_count, route_count, initial_count,
        person_count, unit_cost_count, staffing_count, scheme_count, effect_count,
        uncertainty_count, scenario_count;
};

/* Table and column of a target. */
struct target_name {
    const char *table, *column;
};
extern const struct target_name target_names[TARGETS];

/* Fails with ERR_INPUT, naming file and row, on a cell that the model cannot do without; a package
 * that `weft check` passes has none. */
MUST_CHECK bool tables_read(sqlite3 *db, struct arena *arena, struct tables *tables,
                            struct err *err);

/* The scenario of that id, or NONE. */
int tables_scenario(const struct tables *tables, const char *id);

/* Residents of a place of those ages on a day: between the middles of financial years (1 October)
 * in a straight line, flat before the first and after the last. A band that is cut is cut evenly by
 * years of age, an open one as if it ended at 99. A place without rows is the sum of the places in
 * it. NAN where nothing is known. */
double tables_persons(const struct tables *tables, int place, struct band band, double day);
