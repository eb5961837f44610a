/* The list of rules in two parts; used by rules.c only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "rules.h"

extern const struct rule rules_cells[], rules_plan[];
extern const size_t rules_cells_count, rules_plan_count;
