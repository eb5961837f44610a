/* Schemes of the plan as rows of a page: when they start, and what they change where.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "route.h"
#include "views.h"

/* Those that change a number of the setting, with what they change there; NULL: all that change
 * anything, with the settings. */
const struct view_scheme_row *scheme_rows(struct visit *visit, const char *setting, size_t *count);

/* The settings that an effect changes, by its line in effect.csv. */
const struct view_reach_setting *reach_settings(struct visit *visit, size_t effect_row_no,
                                                size_t *count);
