/* How deadlines moved from report to report, and the milestone trend chart of it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "chart/trend.h"
#include "plan_report.h"

/* What was said of the deadlines of actions and milestones by the day of the status: their first
 * ones, those of reports, and, in a .weft file, changes of their rows; oldest first. A report that
 * says nothing of the deadline keeps it. Those of one item, or of all (id NULL), each with at least
 * one report or change: those that moved first, the farthest before the others. On the arena. */
MUST_CHECK bool plan_trends_read(sqlite3 *db, const struct plan_status *status, const char *id,
                                 struct arena *arena, struct plan_trend **out, size_t *count,
                                 struct err *err);

/* Days between the first and the last deadline. */
int32_t plan_trend_moved(const struct plan_trend *trend);

/* They as a chart; a first deadline stands at the beginning of its plan. Of several, those of which
 * was spoken on one day only are left out. forecast NULL: none is
 * drawn. What is returned points into its arguments and the arena. */
MUST_CHECK bool plan_trend_chart(sqlite3 *db, const struct plan_status *status,
                                 const struct forecast *forecast, const struct plan_trend *trends,
                                 size_t count, struct arena *arena, struct chart_trend *out,
                                 struct err *err);
