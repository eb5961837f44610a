/* Items of a plan handed to the timeline of chart/: dates, parts, forecasts, and what waits for
 * what.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart/timeline.h"
#include "plan/forecast.h"

struct plan_timeline {
    struct chart_timeline chart;
    size_t outside; /* dependencies of which one end is not among the items */
    size_t clashes; /* dependencies whose two dates cannot both be kept */
};

/* A row for each item, in their order: actions and milestones with their dates, recommendations and
 * programmes with those of their parts. forecast: of the same status; may be empty. Everything is
 * on the arena; the rows point into the items. */
MUST_CHECK bool plan_timeline_make(sqlite3 *db, const struct plan_status *status,
                                   const struct forecast *forecast,
                                   const struct plan_item *const *items, size_t count,
                                   struct arena *arena, struct plan_timeline *out, struct err *err);
