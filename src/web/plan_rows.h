/* Items of the plan as rows of a page.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "report/plan_trend.h"
#include "route.h"
#include "views.h"

/* Rows of these items, with who leads each. */
MUST_CHECK bool plan_rows(struct visit *visit, const struct plan_item *const *items, size_t count,
                          const struct view_plan_row **rows, struct err *err);

/* The class of a state's tag. */
const char *plan_tag(enum plan_state state);

/* 'recommendation', 'action', 'milestone', 'programme'. */
const char *plan_kind_text(enum plan_kind kind);

/* Days that an item has moved since its first deadline; NAN: it has not. */
double plan_slip_days(const struct plan_item *item);

/* The forecast of an item of the visit's plan; NULL: it is not open. */
const struct forecast_item *plan_forecast_of(const struct visit *visit,
                                             const struct plan_item *item);

/* How deadlines moved, drawn for a wide and for a narrow screen; nothing of which was spoken on one
 * day only is drawn, and both stay empty where that is all. */
MUST_CHECK bool plan_trend_pictures(struct visit *visit, sqlite3 *db,
                                    const struct plan_trend *trends, size_t count,
                                    struct html *wide, struct html *narrow, struct err *err);
