/* The checks of all rooms; see check.h.
 *
 * SPDX-License-Identifier: MIT */
#include "check.h"

#include "measure/check.h"
#include "model/check.h"
#include "plan/check.h"
#include "store/check.h"
#include "store/waivers.h"

bool report_check(sqlite3 *db, int32_t as_at, struct findings *findings, struct err *err) {
    /* The model is made only of tables that are whole. */
    if (findings->errors == 0 && !model_check(db, findings, err)) return false;
    return store_check_plan(db, as_at, findings, err) && plan_check(db, findings, err) &&
           measure_check(db, as_at, findings, err) &&
           waivers_apply(db, as_at, findings, &findings->waived, err);
}
