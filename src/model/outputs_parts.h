/* What the two files of outputs share: outputs.c says which series there are, outputs_take.c
 * reduces a replication to their values.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/date.h"
#include "outputs.h"

enum output {
    ARRIVALS,
    PRESENT,
    QUEUE,
    DELAYED,
    DELAYED_PER_100000,
    DELAYED_FOR,
    DIED,
    OCCUPANCY,
    FULL_DAYS,
    PLACES_NEEDED,
    WAIT_MEAN,
    WAIT_P50,
    WAIT_P95,
    WITHIN,
    VISITS,
    ACTIVITY,
    COST,
    STAFF,
    STAFF_NEEDED,
    DELAYED_BY, /* responsible, then reasons; see outputs_why */
    DELAYED_BY_PER_100000
};

/* The words of route.responsible and route.reason, and the outputs that they make. */
#define RESPONSIBLE 3
#define WHYS 14
struct why {
    const char *word, *output;
};
extern const struct why outputs_why[WHYS];

/* Whether a route is counted under that word. */
bool outputs_is_for(const struct route *route, int why);

/* Sums over the days of a period. */
struct sums {
    double arrivals, entered, left, present, queue, delayed, capacity, visits, wait, in, out, full,
        cost, delayed_for, needed, died;
    double why[WHYS];
};

enum level { LEVEL_DAY, LEVEL_MONTH, LEVEL_YEAR };

struct period {
    char text[DATE_BYTES];
    int from, to; /* days of the run, to excluded */
    enum level level;
    int within; /* of a day the index of its month, of a month that of its year; else NONE */
    bool shown; /* has rows */
    double middle;
};

struct subject {
    const char *name;
    int place;
    int *members; /* settings */
    size_t count;
    bool is_setting, is_area, has_places, has_visits;
    double *adults; /* by period */
};

struct series {
    const struct subject *subject;
    enum output output;
    int why;           /* DELAYED_BY */
    double hours;      /* WITHIN */
    const char *group; /* STAFF: of these, or NULL for all */
    const char *name;
};

struct outputs {
    const struct build_base *base;
    struct arena *arena;
    struct period *periods;
    size_t period_count;
    struct subject *subjects;
    size_t subject_count, subject_room;
    struct series *series;
    size_t series_count, series_room;
    const struct model_only *only;
    size_t only_count;
    bool twin;
    size_t scenarios, replications;
    double **values;   /* by replication * scenarios + scenario: [series * periods + period] */
    struct sums *sums; /* by setting and period, of the replication being taken */
    int *finest;       /* by day: the period of its day or month, NONE during warm-up */
};
