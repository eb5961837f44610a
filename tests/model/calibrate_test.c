/* Calibration to measures: factors that are known are found again, what cannot be told is said, and
 * a forecast is judged by what came.
 *
 * SPDX-License-Identifier: MIT */
#include "ward_and_home.h"

/* Values month after month from April 2018, a little up and down about what is given. */
static void observe(sqlite3 *db, const char *measure, double value, double wave, int months) {
    for (int m = 0; m < months; m++) {
        char sql[256];
        snprintf(
            sql, sizeof sql,
            "INSERT INTO observation(measure, place, period_start, value) VALUES('%s', 'here', "
            "'%d-%02d-01', %g)",
            measure, 2018 + (m + 3) / 12, (m + 3) % 12 + 1, value + wave * (m % 2 ? 1 : -1));
        package_run(db, sql);
    }
}

static struct calibrated fit(sqlite3 *db, struct calibrate_options options, struct arena *arena) {
    struct calibrated out;
    struct err err = {0};
    if (!model_calibrate(db, &options, arena, &out, &err)) fail_msg("%s", err.message);
    return out;
}

static void assert_close(double found, double known, double within) {
    if (!(fabs(found - known) <= within)) fail_msg("%.12g, known %.12g", found, known);
}

static void two_factors_are_found(void **state) {
    (void)state;
    sqlite3 *db = ward_and_home();
    /* 10 x 6 = 60 in the ward: the stay times 1.5. 10 x 0.225 x 20 = 45 at home: the share times
     * 0.75. A mean over 4 years is known to about 1% (ward) and 3% (home). */
    observe(db, "in-ward", 60, 2, 12);
    observe(db, "at-home", 45, 2, 12);
    struct arena *arena = arena_new();
    struct calibrated c =
        fit(db, options_for("stay:ward,route:ward->home", "in-ward,at-home"), arena);
    assert_int_equal(c.value_count, 24);
    assert_close(c.factors[0], 1.5, 0.06);
    assert_close(c.factors[1], 0.75, 0.08);
    for (int k = 0; k < 2; k++) {
        assert_true(c.low[k] < c.factors[k] && c.factors[k] < c.high[k]);
        assert_true(c.high[k] / c.low[k] < 1.35);
        assert_false(c.at_bound[k]);
    }
    assert_int_equal(c.word_count, 0);
    assert_true(c.distance < c.distance_before / 3);
    assert_close(c.measures[0].mean_fitted, 60, 1.5);
    assert_close(c.measures[1].mean_fitted, 45, 2);
    /* The other routes share the rest in their proportions, so that all add to 1. */
    double share = c.knobs.items[1].cells[0].after, sum = share;
    assert_close(share, 0.3 * c.factors[1], 1e-12);
    for (size_t i = 0; i < c.knobs.rest_count; i++) {
        const struct knob_rest *rest = &c.knobs.rest[i];
        if (rest->cell.row_no == 4) {
            assert_close(rest->cell.after, 1, 0); /* of another setting */
            continue;
        }
        sum += rest->cell.after;
        assert_close(rest->cell.after / rest->cell.before, (1 - share) / 0.7, 1e-9);
    }
    assert_close(sum, 1, 1e-12);
    /* the package is as it was */
    struct err err = {0};
    struct query *q = query_new(db, "SELECT sum(share), sum(mean_days) FROM route, stay", &err);
    assert_true(query_next(q));
    assert_close(query_number(q, 0), 4, 1e-12); /* 2 rows of stay x 2 settings */
    assert_true(query_free(q, &err));
    arena_free(arena);
    sqlite3_close(db);
}

static void what_cannot_be_told_apart_is_said(void **state) {
    (void)state;
    sqlite3 *db = ward_and_home();
    observe(db, "in-ward", 48, 2, 12);
    struct arena *arena = arena_new();
    /* People in the ward are demand times stay: only the product is seen. */
    struct calibrated c = fit(db, options_for("demand:ward-a,stay:ward-a", "in-ward"), arena);
    assert_close(c.factors[0] * c.factors[1], 1.2, 0.06);
    assert_int_equal(c.word_count, 1);
    assert_non_null(strstr(c.words[0], "by 10%"));
    assert_non_null(strstr(c.words[0], "demand:ward-a"));
    assert_non_null(strstr(c.words[0], "stay:ward-a"));
    assert_non_null(strstr(c.words[0], "lowering"));
    assert_true(c.high[0] / c.low[0] > 3);
    assert_non_null(strstr(c.words[0], "each by itself may be anything tried"));
    /* How long people are at home is not seen at all. */
    c = fit(db, options_for("stay:ward-a,stay:home", "in-ward"), arena);
    assert_close(c.factors[0], 1.2, 0.06);
    assert_int_equal(c.word_count, 1);
    assert_non_null(strstr(c.words[0], "Hardly anything about stay:home"));
    /* The bounds are nearer than half and double, and the interval reaches both. */
    observe(db, "at-home", 60, 30, 12);
    struct calibrate_options near = options_for("stay:ward-a,stay:home", "in-ward,at-home");
    near.high = 1.4;
    near.low = 0.95;
    c = fit(db, near, arena);
    assert_int_equal(c.word_count, 1);
    assert_non_null(
        strstr(c.words[0], "Hardly anything about stay:home: any factor from 0.95 to 1.29"));
    near.low = 0.5;
    c = fit(db, near, arena);
    assert_int_equal(c.word_count, 1);
    assert_non_null(strstr(c.words[0], "How large stay:home is"));
    /* What would fit is outside the bounds. */
    struct calibrate_options narrow = options_for("stay:ward-a", "in-ward");
    narrow.high = 1.1 * exp(0.08);
    narrow.low = 0.8;
    c = fit(db, narrow, arena);
    assert_true(c.at_bound[0]);
    assert_close(c.factors[0], 1.1, 1e-9);
    assert_non_null(strstr(c.words[0], "is at its bound"));
    arena_free(arena);
    sqlite3_close(db);
}

static void a_forecast_is_judged_by_what_came(void **state) {
    (void)state;
    sqlite3 *db = ward_and_home();
    observe(db, "in-ward", 48, 2, 24);
    observe(db, "at-home", 60, 3, 12); /* nothing came later */
    struct arena *arena = arena_new();
    struct calibrate_options options = options_for("stay:ward-a", "in-ward,at-home");
    options.backtest = date_of(2019, 4, 1);
    struct calibrated c = fit(db, options, arena);
    assert_int_equal(c.check_count, 1);
    const struct calibrate_check *check = &c.checks[0];
    assert_string_equal(check->measure->id, "in-ward");
    assert_string_equal(check->first, "2019-04");
    assert_string_equal(check->last, "2020-03");
    assert_int_equal(check->count, 12);
    assert_close(check->mean_observed, 48, 1e-9);
    assert_close(check->mean_forecast, 48, 2.5);
    assert_true(check->in_95 == 12 && check->in_80 >= 8);
    assert_close(check->rms_naive, 2, 1e-9);
    /* What came is something else altogether: no interval holds it. */
    package_run(db, "UPDATE observation SET value = 20 WHERE period_start >= '2019-04-01'");
    c = fit(db, options, arena);
    assert_int_equal(c.checks[0].in_95, 0);
    assert_close(c.checks[0].rms, 28, 2.5);
    assert_close(c.checks[0].rms_naive, 28, 1e-9);
    assert_true(c.checks[0].drift_low < 0 && c.checks[0].drift_high > 0);
    assert_true(c.checks[0].low_95 == 0 && c.checks[0].high_95 < 0.6);
    /* It falls by two a month, which the model does not know. */
    package_run(db, "UPDATE observation SET value = 48 - 2 * (row_no - 12) + row_no % 2 "
                    "WHERE measure = 'in-ward' AND period_start >= '2019-04-01'");
    c = fit(db, options, arena);
    assert_close(c.checks[0].drift, 24, 6);
    assert_true(c.checks[0].drift_low > 0);
    assert_true(c.checks[0].independent >= 1 && c.checks[0].independent < 8);
    assert_true(c.checks[0].low_80 < (double)c.checks[0].in_80 / 12 &&
                c.checks[0].high_80 > (double)c.checks[0].in_80 / 12);
    arena_free(arena);
    sqlite3_close(db);
}

static void what_cannot_be_fitted_is_refused(void **state) {
    (void)state;
    sqlite3 *db = ward_and_home();
    observe(db, "in-ward", 48, 2, 12);
    static const struct {
        const char *fit, *to, *says;
        enum err_code code;
    } cases[] = {
        {"stay:ward", "nothing", "no measure 'nothing'", ERR_NOT_FOUND},
        {"stay:ward", "idle", "nothing in the model forecasts", ERR_NOT_FOUND},
        {"stay:ward", "asked", "counted by quarter", ERR_INPUT},
        {"stay:ward", "at-home", "nothing was observed", ERR_TOO_FEW},
        {"stay:nowhere", "in-ward", "'nowhere' is no setting", ERR_NOT_FOUND},
        {"beds:ward", "in-ward", "no table 'beds'", ERR_USAGE},
        {"stay", "in-ward", "is not TABLE:NAME", ERR_USAGE},
        {"stay:ward-a,stay:*", "in-ward", "both name line 1", ERR_INPUT},
        {"stay:ward:sd_days", "in-ward", "empty or 0", ERR_INPUT},
        {"route:home", "in-ward", "leaves no other route", ERR_INPUT},
        {"stay:setting=none", "in-ward", "names no row", ERR_NOT_FOUND},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct calibrate_options options = options_for(cases[i].fit, cases[i].to);
        struct calibrated out;
        struct err err = {0};
        assert_false(model_calibrate(db, &options, arena, &out, &err));
        if (err.code != cases[i].code || !strstr(err.message, cases[i].says))
            fail_msg("%s to %s: %d %s", cases[i].fit, cases[i].to, err.code, err.message);
        arena_free(arena);
    }
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_factors_are_found),
        cmocka_unit_test(what_cannot_be_told_apart_is_said),
        cmocka_unit_test(a_forecast_is_judged_by_what_came),
        cmocka_unit_test(what_cannot_be_fitted_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
