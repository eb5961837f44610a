/* Calibration finds factors and amounts that are known beforehand.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "model/fit.h"

#include <math.h>
#include <string.h>

static sqlite3 *day_unit(void) {
    sqlite3 *db = package_empty();
    package_run(
        db, "INSERT INTO place(id, title, kind) VALUES('here', 'Here', 'footprint');"
            "INSERT INTO population(place, age_from, year, persons) VALUES('here', 0, '2018/19', "
            "100000);"
            "INSERT INTO scenario(id, title) VALUES('do-nothing', 'Do nothing');"
            "INSERT INTO system(id, title, place, start, \"end\", warm_up_days, currency) "
            "VALUES('sys', 'S', 'here', '2018-04-01', '2021-03-31', 30, 'GBP');"
            "INSERT INTO setting(id, title, family, kind) VALUES('unit', 'U', 'units', 'open');"
            "INSERT INTO demand(id, setting, place, age_from, rate_per_1000) "
            "VALUES('d', 'unit', 'here', 0, 36.525);" /* 10 a day */
            "INSERT INTO stay(setting, age_from, distribution, mean_days) "
            "VALUES('unit', 0, 'exponential', 2);"
            "INSERT INTO route(id, setting, age_from, share) VALUES('out', 'unit', 0, 1);");
    return db;
}

static bool fit(sqlite3 *db, const char *table, const char *column, struct model_fit model,
                struct arena *arena, struct model_fitted *fitted, struct err *err) {
    const struct table *t = registry_table(table);
    model.column = table_column(t, column);
    model.scenario = "do-nothing";
    model.subject = "unit";
    model.replications = 6;
    model.threads = 1;
    model.seed = 3;
    model.tolerance_pct = 0.2;
    assert_true(rows_parse(t, "setting=unit", &model.rows, err));
    return model_fit(db, &model, arena, fitted, err);
}

static void a_factor_is_found(void **state) {
    (void)state;
    sqlite3 *db = day_unit();
    struct arena *arena = arena_new();
    struct err err = {0};
    struct model_fitted fitted;
    /* 10 a day for 2 days are 20 present; 50 present want stays of 5 days. */
    struct model_fit model = {
        .output = "present", .period = "2018/19", .value = 50, .low = 0.2, .high = 5};
    if (!fit(db, "stay", "mean_days", model, arena, &fitted, &err)) fail_msg("%s", err.message);
    assert_true(fabs(fitted.reached.mean - 50) <= 0.1);
    assert_true(fabs(fitted.x - 2.5) < 0.05);
    assert_int_equal(fitted.count, 1);
    assert_true(fabs(fitted.after[0] - 2 * fitted.x) < 1e-12);
    assert_true(fitted.trials < 10);
    /* the package is as it was */
    struct query *q = query_new(db, "SELECT mean_days FROM stay", &err);
    assert_true(query_next(q) && query_number(q, 0) == 2);
    assert_true(query_free(q, &err));
    arena_free(arena);
    sqlite3_close(db);
}

static void an_amount_is_found_for_a_change(void **state) {
    (void)state;
    sqlite3 *db = day_unit();
    struct arena *arena = arena_new();
    struct err err = {0};
    struct model_fitted fitted;
    /* From the first to the third year arrivals grow by (1 + g)^2; with g = 10% from 3,650 (1.1^0.5
     * at mid-year) by about 3650 x 1.0488 x 0.21. */
    struct model_fit model = {.output = "arrivals",
                              .period = "2020/21",
                              .less = "2018/19",
                              .value = 3650 * sqrt(1.1) * 0.21,
                              .add = true,
                              .low = -5,
                              .high = 30};
    if (!fit(db, "demand", "growth_pct", model, arena, &fitted, &err)) fail_msg("%s", err.message);
    assert_true(fabs(fitted.reached.mean - model.value) <= 0.002 * model.value + 1e-9);
    /* sd of the difference of two years of some 4,000 arrivals over 6 replications: 36 of 805 */
    assert_true(fabs(fitted.x - 10) < 1.6);
    arena_free(arena);
    sqlite3_close(db);
}

static void what_cannot_be_is_refused(void **state) {
    (void)state;
    sqlite3 *db = day_unit();
    struct arena *arena = arena_new();
    struct err err = {0};
    struct model_fitted fitted;
    struct model_fit model = {
        .output = "present", .period = "2018/19", .value = 500, .low = 0.5, .high = 2};
    assert_false(fit(db, "stay", "mean_days", model, arena, &fitted, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.message, "500 is not reached: times 0.5 gives"));
    model.output = "beds";
    assert_false(fit(db, "stay", "mean_days", model, arena, &fitted, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    model.output = "present";
    assert_false(fit(db, "stay", "sd_days", model, arena, &fitted, &err));
    assert_non_null(strstr(err.message, "cannot be multiplied"));
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_factor_is_found),
        cmocka_unit_test(an_amount_is_found_for_a_change),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
