/* The pieces that make a brief; used by the files of this room only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "brief.h"
#include "base/number.h"
#include "model/simulate.h"

/* What the pieces share while a brief is made. */
struct brief_work {
    sqlite3 *db;
    const struct brief_options *options;
    struct arena *arena;
    struct brief *brief;
    const char *system, *place;
    int first_year, last_year; /* financial years simulated; last < first: none */
    struct model_results results;
    bool simulated, kept; /* kept: results are those of a kept run */
};

void brief_missing(struct brief_work *work, const char *format, ...) PRINTF_LIKE(2, 3);

/* A text on the arena, or NULL. */
const char *brief_keep(struct brief_work *work, const char *text);

/* The row of a scenario; all NAN where there is none. */
struct brief_value brief_row(const struct brief_work *work, const char *scenario,
                             const char *output, const char *subject, int year);

/* The financial year of a day, within those simulated; 0 when none is. */
int brief_year_of(const struct brief_work *work, int32_t day);

/* Takes the results and the seed of the kept run, where there is one that can be used. */
MUST_CHECK bool brief_take_kept(struct brief_work *work, struct err *err);
MUST_CHECK bool brief_simulate(struct brief_work *work, struct err *err); /* and the outputs */
MUST_CHECK bool brief_judge(struct brief_work *work, struct err *err);    /* measures, effects */
/* Actions by delivery and effect; the verdicts are those of all measures and places. */
MUST_CHECK bool brief_count_effects(struct brief_work *work, const struct measure_verdict *verdicts,
                                    size_t count, struct err *err);
MUST_CHECK bool brief_compare(struct brief_work *work, struct err *err); /* with what came */
MUST_CHECK bool brief_look_first(struct brief_work *work, struct err *err);
void brief_answer(struct brief_work *work);
