/* What if: a question put to the model. A copy of the package gets one more scheme and one more
 * scenario, 'what-if', which is the base scenario with these changes; model_simulate then answers.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/date.h"
#include "base/err.h"

#include <sqlite3.h>
#include <stddef.h>

#define QUESTION_SCENARIO "what-if"

enum question_kind {
    QUESTION_CAPACITY, /* of a setting: that many more places, or visits a day */
    QUESTION_DEMAND,   /* of a setting: people who arrive from outside, by that many % */
    QUESTION_STAY,     /* of a setting: mean lengths of stay, by that many % */
    QUESTION_SCHEME,   /* of a scheme: begins that many months later */
    QUESTION_KINDS,
};

struct question_change {
    enum question_kind kind;
    const char *id; /* of the setting or scheme */
    double amount;
};

struct question {
    const char *base; /* a scenario */
    int32_t from;     /* changes of settings hold from this day on */
    const struct question_change *changes;
    size_t count;
};

/* Puts the question into db, which is changed. A later scheme takes its milestone with it, so that
 * what is uncertain about that day stays so; a milestone that starts other schemes as well stays,
 * and the scheme begins on a fixed day instead. Fails with ERR_NOT_FOUND when there is no such
 * setting, scheme or scenario, with ERR_INPUT when the setting has nothing to be changed. */
MUST_CHECK bool question_put(sqlite3 *db, const struct question *question, struct err *err);
