/* What each scheme of a scenario does: alone, and on top of all the others.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "simulate.h"

/* An effect, and the 95% interval of its mean over replications with the same people. */
struct model_effect {
    double mean, low, high;
};

struct model_contribution {
    const char *scheme; /* NULL: all together; then `alone` and `last` are the same */
    const char *output, *subject, *period;
    struct model_effect alone; /* with it only, less without any */
    struct model_effect last;  /* with all, less with all but it */
    bool is_overlap; /* not of a scheme: what all together do less the sum over the schemes */
    int replications;
};

struct model_contributions {
    struct model_contribution *items; /* by output, subject, period; schemes as in scheme.csv, then
                                         all together, then the overlap */
    size_t count;
    struct model_results results;
};

/* Simulates the scenario, without any of its schemes, with each alone and without each in turn;
 * options.scenarios and mixes are not used. Fails with ERR_INPUT when the scenario has no scheme.
 */
MUST_CHECK bool model_contributions(sqlite3 *db, const struct model_options *options,
                                    const char *scenario, struct arena *arena,
                                    struct model_contributions *out, struct err *err);

/* CSV: scenario,scheme,output,subject,period,alone,alone_low95,alone_high95,last,last_low95,
 * last_high95,replications; scheme is '(all together)' and '(overlap)' in the last two rows. */
struct buf;
void model_write_contributions(const struct model_contributions *contributions,
                               const char *scenario, struct buf *out);
