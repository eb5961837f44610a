/* The history of some people of one possible future: who, when, where, what, why.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
#include "simulate.h"

#define HISTORY_PEOPLE 10000 /* at most */

/* Writes CSV, person,ages,demand,time,event,setting,to_setting,route,reason,outcome, a row for each
 * thing that happens to the first `people` who come from the start of the system on: of the
 * scenario (NULL: the first), of replication 0 of the options' seed, after
 * their warm-up, with all numbers at their central
 * values. Time is a day and an hour, 2018-04-01 13:05. A person has the same number as long as no
 * other comes before it; `demand` and the number in it are the same in every scenario. */
MUST_CHECK bool model_history(sqlite3 *db, const char *scenario,
                              const struct model_options *options, uint32_t people,
                              struct arena *arena, struct buf *out, struct err *err);
