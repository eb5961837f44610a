/* Findings that somebody has accepted for a time.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/finding.h"
#include "query.h"

/* Takes out the findings that a row of the waiver table names by rule and item, and whose last day
 * is not before as_at; counts them. Those whose waiver is over stay, and say whose it was and when
 * it expired. Without who, why or until when a waiver waives nothing (rules W05, T02). An item is
 * the row's id or key as `weft log` shows it. Errors in reading cells cannot be waived, only what
 * is said of rows that could be read. */
MUST_CHECK bool waivers_apply(sqlite3 *db, int32_t as_at, struct findings *findings, size_t *waived,
                              struct err *err);
