/* What the observations of a measure say about a place: its latest value, its own past, the
 * comparator and the target. The statistics are those of stats/spc.h; docs/statistics.md says the
 * method. Never more is said than the data say.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/date.h"
#include "stats/spc.h"
#include "store/query.h"

/* The observations of one measure and place in time order, one a period without holes: a period
 * that is not observed is NAN. Arrays of n, on the arena that was given. */
struct measure_series {
    size_t n;
    int32_t *starts; /* first day of each period */
    double *values;  /* observation.value, else numerator / denominator * per; NAN: missing */
    double *numerators, *denominators; /* NAN where not given */
    double *comparator;                /* the comparator's value in the same period; NAN: none */
    double *comparator_numerators, *comparator_denominators;
    const char *comparator_id, *comparator_title; /* a place or a group; NULL: none */
    double *targets;                              /* the target in force in the period; NAN: none */
    int32_t *target_due;                          /* when it is due; DATE_NONE: none */
    double *trajectory; /* the straight way from baseline to target to target, at the period end;
                           NAN: before it begins, or no target */
    struct spc_point *points;
    size_t *phase_of; /* index into phases */
    struct spc_phase *phases;
    size_t phase_count;
    struct measure_note { /* rebases and events of the annotation table, by date */
        int32_t date;
        bool rebase;
        const char *title;
    } * notes;
    size_t note_count;
    struct spc_options options;
    char frequency; /* d, w, m, q or y: length of a period */
};

enum measure_direction { MEASURE_LOWER, MEASURE_HIGHER, MEASURE_NEUTRAL }; /* which is better */

enum measure_variation {
    MEASURE_TOO_FEW, /* under 13 values in the phase: nothing is said of the latest point */
    MEASURE_COMMON_CAUSE,
    MEASURE_IMPROVING,
    MEASURE_CONCERNING,
    MEASURE_SPECIAL_NEUTRAL, /* a signal, where neither way is better */
};

enum measure_assurance {
    MEASURE_NO_ASSURANCE, /* no target, no limits, or neither way is better */
    MEASURE_WILL_HIT,
    MEASURE_WILL_MISS,
    MEASURE_HIT_OR_MISS,
};

/* A comparison of a place with the comparator (a place or a group of them) in one period. */
struct measure_difference {
    int32_t start;            /* first day of the period; DATE_NONE: no comparison */
    double value, comparator; /* of that period */
    double difference;        /* value - comparator */
    double low, high;         /* its 95% interval; NAN where none can be had */
    bool significant;         /* the interval lies on one side of zero */
    const char *method;       /* in words, with its source */
};

/* Texts live as long as the arena that was given. Months are those of base/date.h (date_month);
 * a quarter or year is named by its first month. */
struct measure_verdict {
    const char *measure, *title, *definition, *unit; /* id and the rest of the measure */
    enum measure_direction direction;
    double per; /* 1 where not given */
    const char *place, *place_title;
    const char *comparator_place, *comparator_title; /* a place or a group (its id); NULL: none, or
                                                        the place itself */

    size_t n, missing;               /* periods with a value, and without, from first to last */
    int first_month, last_month;     /* first and last period with a value */
    int32_t first_start, last_start; /* their first days */
    double last;                     /* the latest value */

    /* Its own past: the current phase. */
    double mean, lower, upper; /* NAN where there are too few values */
    size_t phase_n;            /* values in the current phase */
    int phase_month;           /* first month of the current phase */
    enum measure_variation variation;
    bool within_limits;     /* the latest value lies within its limits, and there are limits */
    size_t signals;         /* points of the current phase that signal anything */
    const char *rule;       /* the rule that the latest point fired, in words; NULL: none */
    const char *past_words; /* 'no real change', 'getting worse', 'improving', ... */

    /* The target. */
    double target; /* in force for the latest period; NAN: none */
    int32_t target_due;
    double target_distance; /* how far the latest value is from it: positive is on the wrong side
                               (for a neutral measure: value - target) */
    bool target_met;        /* by the latest value */
    enum measure_assurance assurance;
    const char *assurance_words; /* 'will hit the target only by chance', ...; NULL: no target */

    /* The way to it. */
    double trajectory;   /* what should be reached by the latest period's end; NAN: none */
    bool trajectory_met; /* it is */
    size_t owed, kept; /* of the latest 12 periods: those with a trajectory, and those that kept to
                          it */
    const char *trajectory_words; /* 'behind the straight way to its target (...)'; NULL: no way, or
                                     the target itself is due */

    /* The comparator. */
    struct measure_difference latest;   /* the latest period that both have */
    struct measure_difference *periods; /* every period that both have, in time order */
    size_t period_count;
    size_t compared;     /* recent periods that both have, at most 12 */
    size_t above, below; /* of them, how often above and below the comparator */
    size_t significantly_above, significantly_below; /* of them, by their own intervals */
    bool consistently;            /* above (or below) in all but one in twelve of at least 6 */
    double mean_difference;       /* over those periods, with its 95% interval */
    double mean_low, mean_high;   /* that allows for the months not being independent */
    const char *comparator_words; /* 'consistently above England, significantly so in April
                                     2018'; NULL: no comparator */

    const char *words; /* one sentence of all of it */
};

/* The ids of all measures in the order of their rows, NULL-terminated; *count may be NULL. */
MUST_CHECK const char *const *measure_ids(sqlite3 *db, struct arena *arena, size_t *count,
                                          struct err *err);

/* The series of a measure and place, judged. Only periods that have ended by as_at are known;
 * DATE_NONE: all. place NULL: the system's. A measure or place that is not there: ERR_NOT_FOUND; no
 * observations: n is 0. */
MUST_CHECK bool measure_series(sqlite3 *db, const char *measure, const char *place, int32_t as_at,
                               struct arena *arena, struct measure_series *out, struct err *err);

/* The same against another comparator than the measure's own or the system's: a place, an
 * organisation, or a peer_group; a place without observations of its own stands for the places
 * whose parent it is. Of a group the place itself is left out; a period counts when four fifths of
 * the members that ever reported did. NULL: the usual one. ERR_NOT_FOUND where there is none such.
 */
MUST_CHECK bool measure_series_against(sqlite3 *db, const char *measure, const char *place,
                                       const char *against, int32_t as_at, struct arena *arena,
                                       struct measure_series *out, struct err *err);

/* The verdict on a measure and place. place NULL: the system's place, or where that has no
 * observations the first place that has some. Without observations: ERR_TOO_FEW. */
MUST_CHECK bool measure_judge(sqlite3 *db, const char *measure, const char *place, int32_t as_at,
                              struct arena *arena, struct measure_verdict *out, struct err *err);

/* The same against another comparator, as measure_series_against has it. */
MUST_CHECK bool measure_judge_against(sqlite3 *db, const char *measure, const char *place,
                                      const char *against, int32_t as_at, struct arena *arena,
                                      struct measure_verdict *out, struct err *err);

/* Verdicts of one measure for places[0..n), those without observations left out; faster than one by
 * one. against as above. */
MUST_CHECK bool measure_judge_places(sqlite3 *db, const char *measure, const char *against,
                                     int32_t as_at, const char *const *places, size_t n,
                                     struct arena *arena, struct measure_verdict **out,
                                     size_t *count, struct err *err);

/* The places with observations of a measure: the system's first, then in order of their first row,
 * the system's comparator left out. */
MUST_CHECK bool measure_places(sqlite3 *db, const char *measure, struct arena *arena,
                               const char *const **out, size_t *count, struct err *err);

/* A place (NULL: the system's) and those that it is set beside: the members of the group `against`,
 * else every place of its kind with observations of the measure; of an organisation only itself.
 * The place itself stands first. */
MUST_CHECK bool measure_places_beside(sqlite3 *db, const char *measure, const char *place,
                                      const char *against, struct arena *arena,
                                      const char *const **out, size_t *count, struct err *err);

/* The places that are the system's own: its place, all that lies in it, and the organisations.
 * Others are there to be compared with. */
MUST_CHECK bool measure_own_places(sqlite3 *db, struct arena *arena, const char *const **out,
                                   size_t *count, struct err *err);

/* One verdict for each measure and place with values, in the order of measures, the system's place
 * first, the comparator left out. */
MUST_CHECK bool measure_judge_all(sqlite3 *db, int32_t as_at, struct arena *arena,
                                  struct measure_verdict **out, size_t *count, struct err *err);

/* What was observed in a financial year: the numerators' sum over the denominators' sum where every
 * period has both, else the mean of the values. *periods: those observed; fewer than a year holds
 * means that the year is not whole. NAN when there is none. */
double measure_year_mean(const struct measure_series *series, double per, int financial_year,
                         size_t *periods);
