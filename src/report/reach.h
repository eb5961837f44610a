/* What the schemes of a plan change in the model, and at which settings: where plan and system
 * meet, read from either side.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

#include <sqlite3.h>
#include <stdint.h>

/* An effect, with the settings whose numbers it changes: of a route both that which people leave
 * and that to which they go. */
struct reach_effect {
    size_t row_no;          /* of effect.csv */
    const char *scheme;     /* its id */
    const char *what;       /* 'how long people stay, ages from 65' */
    const char *change;     /* '-15% (-20% to -5%)', '+30 (+10 to +40)', 'to 7' */
    const size_t *settings; /* numbers in reach.settings, in their order */
    size_t setting_count;
};

/* When a scheme begins to act, as the package says it. */
struct reach_scheme {
    const char *id, *title;
    const char *programme, *milestone; /* ids; NULL: none */
    int32_t starts_on;                 /* DATE_NONE: with its milestone, or never */
    double ramp_months;
};

struct reach {
    struct reach_setting {
        const char *id, *title;
    } * settings;                 /* as in setting.csv */
    struct reach_scheme *schemes; /* as in scheme.csv */
    struct reach_effect *effects; /* as in effect.csv */
    size_t setting_count, scheme_count, effect_count;
};

/* All of a package; on the arena. What an effect names and the package does not have is left out:
 * the checks say so. */
MUST_CHECK bool reach_read(sqlite3 *db, struct arena *arena, struct reach *out, struct err *err);

/* Whether the effect changes a number of that setting. */
bool reach_touches(const struct reach *reach, const struct reach_effect *effect,
                   const char *setting);
