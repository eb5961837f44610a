/* The pieces of a report on the plan; used by plan_report*.c only.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "plan_report.h"
#include "store/query.h"

/* What changed since options.since: reports, evidence, ratings, decisions, and, where the package
 * keeps one, its history. */
MUST_CHECK bool plan_report_changes(sqlite3 *db, struct arena *arena, struct plan_report *report,
                                    struct err *err);

/* How deadlines moved from report to report. */
MUST_CHECK bool plan_report_trends(sqlite3 *db, struct arena *arena, struct plan_report *report,
                                   struct err *err);

/* Whether the package keeps a history of its rows: a .weft file does. */
MUST_CHECK bool plan_report_has_history(sqlite3 *db, bool *has, struct err *err);
