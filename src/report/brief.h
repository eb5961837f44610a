/* The brief: one page that answers a board's two questions, from the plan, the measures, the model
 * and the money of a package. Plain structs here; text, JSON and HTML are written from them.
 *
 * Everything is read, judged or simulated; where a package has nothing to say, a section is empty
 * and `missing` says why.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/finding.h"
#include "base/number.h"
#include "dates.h"
#include "measure/verdict.h"
#include "model/simulate.h"
#include "money/gap.h"
#include "sources.h"

#define BRIEF_REPLICATIONS 8
#define BRIEF_SEED 1

struct brief_options {
    int32_t as_at; /* DATE_NONE: the day of the newest report on the plan or, when later, the last
                      day of the newest observation of a measure that the model forecasts (of
                      any, where it forecasts none) */
    int replications; /* 0: BRIEF_REPLICATIONS */
    uint64_t seed;
    int threads;                         /* 0: one for each core */
    const struct findings *findings;     /* of the loader; NULL: not counted */
    bool without_model;                  /* nothing is simulated: what can be known at once */
    const struct model_results *results; /* NULL, or a run of brief_scenarios that is used instead
                                            of simulating again; with twins, and the same seed */
    bool kept; /* a run of brief_scenarios that the package keeps is used instead, if it is of these
                  very tables and known on this very day */
    /* NULL, or a brief without the model of the same package, day and findings, whose arena
     * outlives this one: what the model has no part in (plan, forecast of dates, verdicts, effects,
     * money, sources) is taken from it instead of being read and judged again. */
    const struct brief *before;
    /* NULL, or called now and then, from any thread but one at a time: runs done of how many (of
     * all scenarios), and events so far. */
    void (*progress)(void *user, uint64_t done, uint64_t total, uint64_t events);
    void *user;
    const volatile bool *stop;
};

/* Of the replications: one in ten is below p10, one in ten above p90. NAN: nothing can be said. */
struct brief_value {
    double mean, p10, p90;
};

struct brief_measure {
    struct measure_verdict verdict;
    bool driven;                 /* an item of the plan is meant to move it */
    struct brief_value forecast; /* with the plan, in the year of the target's day */
    const char *forecast_year;   /* NULL: the model does not forecast it */
    const char *will;            /* will it meet the target, in words; "" without a target */
    const char *when; /* 'of its modelled futures half meet the target from March 2020 on, ...';
                         NULL: the model has no months of it, or there is no target */
};

/* What is seen of the measures that an action should move: the first of these that holds. */
enum brief_seen {
    BRIEF_MOVED, /* one has improved since, beyond chance and (of those done) more than elsewhere,
                    as outcome.h judges it */
    BRIEF_IMPROVING,  /* one improves against its own past: that need not be the plan's doing */
    BRIEF_WORSE,      /* none improves, and one gets worse */
    BRIEF_UNCHANGED,  /* no real change */
    BRIEF_UNTOLD,     /* they are observed too seldom for a verdict, or not at all */
    BRIEF_NO_MEASURE, /* nothing says which measure it should move */
    BRIEF_SEEN,
};

struct brief_action {
    bool counted; /* it is an action, and was not stopped */
    bool done;    /* handed over is not done */
    enum brief_seen seen;
};

/* Actions by delivery and by what is seen of their measures. */
struct brief_effects {
    const struct brief_action *of; /* of each item of plan, in its order */
    size_t done[BRIEF_SEEN], open[BRIEF_SEEN];
    size_t done_judged, done_not; /* done, with an effect since that can be judged; of them, without
                                     any that was seen */
    const char *when; /* of how many it can be judged whether the plan did it, and when of the
                         others; empty: no action names a measure */
};

/* 'Improved since, more than elsewhere', ... */
const char *brief_seen_text(enum brief_seen seen);

struct brief_year {
    const char *year; /* 2020/21 */
    struct brief_value nothing, plan, difference;
};

/* An output of the model by financial year, without and with the plan. */
struct brief_output {
    const char *title;            /* with its unit */
    const char *output, *subject; /* whose rows of the model it is */
    double divisor;               /* of those */
    int decimals;
    const struct brief_year *years;
    size_t year_count;
};

struct brief_observed_year {
    const char *year;
    struct brief_value nothing, plan;
    double observed; /* NAN: nothing was */
    size_t periods;  /* observed */
    bool whole;      /* every period of the year is */
    bool later;      /* some of it was not yet known on the day of the brief */
};

/* The model's forecast of a measure beside what was observed. */
struct brief_comparison {
    const char *measure, *place; /* ids */
    const char *title, *unit;
    const struct brief_observed_year *years;
    size_t year_count;
    const char *pace; /* the change that the target wants; also a sentence. NULL: none */
    const char *const *sentences; /* what a board would have wanted to know on the day */
    size_t sentence_count;
};

struct brief_look {
    double severity; /* 0 to 1; docs/brief.md says how each kind is scored */
    const char *words;
    const char *table, *id; /* what it is about: a row of a table; id NULL: the table */
};

/* Items due within ninety days, by the forecast. */
struct brief_slips {
    size_t due;                        /* actions and milestones */
    size_t known;                      /* of them, those with a forecast */
    size_t likely;                     /* of them, those that miss their date in most futures */
    const struct forecast_item *worst; /* the least likely to be done in time; NULL: none is */
};

struct brief {
    const char *title;
    int32_t as_at;
    const char *answer; /* Is it working? */

    struct plan_status plan;
    struct forecast forecast; /* of plan's open items; count 0: it has none, or too many */
    struct brief_slips slips; /* what it says of those that are due soon */
    const char *ahead; /* the same in words, or why nothing is forecast; empty: nothing is due */
    const char *too_large;                  /* why the plan is not forecast at all; NULL: it is */
    const struct measure_verdict *verdicts; /* of all measures and places */
    size_t verdict_count;
    struct brief_measure *measures; /* those with enough observations to be judged, or forecast */
    size_t measure_count, driven_count, improved, worse; /* the last two: of those driven */
    size_t few;                                          /* observed, but too seldom to be judged */
    size_t unobserved; /* measures of the package without any observation */
    struct brief_effects effects;

    const char *nothing_id, *plan_id; /* scenarios; NULL: none */
    struct report_dates dates;        /* on which schemes start in them */
    struct brief_output *outputs;
    size_t output_count;
    struct brief_comparison *comparisons;
    size_t comparison_count;

    struct money_gaps gaps;
    struct brief_look look[3];
    size_t look_count;
    const char *missing[16]; /* sentences */
    size_t missing_count;

    struct source_list sources;
    int replications;  /* of the model's run; 0: it was not run */
    const char *kept;  /* 'run on 30 September 2018, ...': the kept run that was used; NULL: none */
    const char *stale; /* a sentence: why the kept run that there is was not used; NULL: there is
                          none, or it was */
    uint64_t seed, events;
    double seconds;
    size_t errors, warnings;
    bool checked; /* errors and warnings are counted */
};

/* The scenarios that a brief compares: `do-nothing`, or the first without a base; `plan`, or the
 * first that is built on it. NULL where there is none. */
MUST_CHECK bool brief_scenarios(sqlite3 *db, struct arena *arena, const char **nothing,
                                const char **plan, struct err *err);

/* The rows of years that a brief reads beside those that measures are forecast by: what has to be
 * kept of a run with twins for the same brief to be made of it. */
MUST_CHECK bool brief_rows(sqlite3 *db, struct arena *arena, struct model_only **out, size_t *count,
                           struct err *err);

/* Makes the brief: reads, judges and simulates (seconds to a minute). What cannot be simulated or
 * judged is said in `missing`; fails only when the package cannot be read or the run is stopped.
 * Everything is on the arena. */
MUST_CHECK bool brief_make(sqlite3 *db, const struct brief_options *options, struct arena *arena,
                           struct brief *out, struct err *err);

void brief_text(const struct brief *brief, struct buf *out);
void brief_json(const struct brief *brief, struct buf *out);

/* How many decimals a value of this unit is shown with. */
int brief_decimals(const char *unit, double value);
/* '14.2', '85.3%': number and, where the unit is %, its sign. */
const char *brief_number(double value, const char *unit, char out[NUMBER_PEOPLE_BYTES]);
/* How much a value has changed: '4.4', and of shares '5.2 percentage points'. */
const char *brief_change(double value, const char *unit, char out[NUMBER_PEOPLE_BYTES]);

/* What a year's gap comes to: two or three sentences. */
const char *brief_money(const struct money_gap *gap, struct arena *arena);

/* A whole page. stylesheet: its address, or NULL to put the style into the page, for a file that
 * stands alone. */
void brief_html(const struct brief *brief, const char *stylesheet, struct buf *out);

/* The style of the pages, assets/weft.css; ends with NUL. */
extern const char report_stylesheet[];
