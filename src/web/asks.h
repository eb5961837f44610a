/* Questions that are being answered: each is run by the model in the background, first with few
 * replications, then with more; answers are kept for whoever asks the same. A finer answer makes
 * way for the first one of a new question, and begins again afterwards.
 *
 * The futures of the first answer are run in advance until the day from which changes are expected
 * to hold; a question that changes nothing before goes on from there, to the same numbers. Others
 * are run whole, and if they start from another scenario or an earlier day that is what is expected
 * from then on.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "model/question.h"
#include "model/simulate.h"
#include "plan/forecast.h"

#define ASKS_FIRST_REPLICATIONS 2
#define ASKS_WAITING 16u /* questions that may wait; more are refused */
#define ASKS_KEPT 32u    /* answers that are kept; the least lately asked one goes first */

struct asks;

struct asks_options {
    int replications; /* of the finer answer */
    uint64_t seed;
    int threads;
    /* The package, which is copied for each question, between the two. */
    sqlite3 *(*take)(void *user);
    void (*give)(void *user);
    void *user;
    const struct forecast *forecast; /* NULL, or of the plan: milestones come when it says */
};

/* NULL with err when there can be no thread. */
MUST_CHECK struct asks *asks_new(const struct asks_options *options, struct err *err);

/* Ends the work that is still going on. NULL is allowed. */
void asks_free(struct asks *asks);

/* What questions are expected to start from: a scenario, and the day of the change. */
void asks_expect(struct asks *asks, const char *base, int32_t day);

/* A question, its answer as it stands, held until asks_release. */
struct ask;
struct ask_state {
    struct ask *ask;
    const struct model_results *results; /* by year, of QUESTION_SCENARIO; NULL: none yet */
    bool done;                           /* no finer answer will come */
    double progress;                     /* of the run that goes on, 0 to 1 */
    const char *failed;                  /* why there will be no answer; NULL: there will */
};

/* Finds the question by its key, which says all of it, or begins to answer it, with those rows in
 * the answer. Everything is copied. Fails with ERR_TOO_LARGE when too many wait already. */
struct ask_what {
    const char *key;
    const struct question *question;
    const struct model_only *rows; /* at least one */
    size_t row_count;
};
MUST_CHECK bool asks_find(struct asks *asks, const struct ask_what *what, struct ask_state *out,
                          struct err *err);
void asks_release(struct asks *asks, struct ask *ask);

/* Answered, waiting and running; first answers, those of them that went on from what was run in
 * advance, and their seconds from being asked; and finer ones that made way for a new question, for
 * metrics. */
struct asks_counts {
    size_t kept, waiting;
    uint64_t first_answers, gone_on, made_way;
    double first_seconds;
};
void asks_count(struct asks *asks, struct asks_counts *out);
