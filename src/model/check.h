/* Whether the tables make a model that can run, and whether care is offered more people than it can
 * serve. Rules L01 to L05 of store/rules.h.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/finding.h"

#include <sqlite3.h>

/* Adds findings on a package whose tables are otherwise free of errors:
 *   L01  offered load (traffic.h) of a setting above its capacity, in the first or last year,
 * without any scheme; L02  a setting that nobody reaches; L03  the model cannot be built or run,
 * and why; L04  schemes of a scenario that push shares out of a setting above 1 together. Fails
 * only when the package cannot be read. */
MUST_CHECK bool model_check(sqlite3 *db, struct findings *findings, struct err *err);
