/* Tables to rows: tiny packages whose answers are known by theory.
 *
 * SPDX-License-Identifier: MIT */
#include "ward.h"

#include "base/date.h"
#include "model/build.h"
#include "model/scheme.h"

#include <string.h>

/* Erlang C (1917): the probability of waiting with load a and c servers. */
static double erlang_c(double a, int c) {
    double b = 1;
    for (int k = 1; k <= c; k++) b = a * b / (k + a * b);
    return b / (1 - a / c * (1 - b));
}

static void a_ward_waits_as_erlang_says(void **state) {
    (void)state;
    sqlite3 *db = ward();
    struct arena *arena = arena_new();
    struct model_results results = simulate(db, arena, 40, 2, true);
    double load = 8, queue = erlang_c(load, 10) * load / (10 - load);
    assert_mean(row(&results, "do-nothing", "present", "ward", "2018/19"), load);
    assert_mean(row(&results, "do-nothing", "queue", "ward", "2018/19"), queue);
    assert_mean(row(&results, "do-nothing", "wait_mean_hours", "ward", "2019/20"),
                queue / load * 24);
    assert_mean(row(&results, "do-nothing", "occupancy", "ward", "2018/19"), 80);
    assert_mean(row(&results, "do-nothing", "places_needed", "beds", "2018/19"), load / 0.8);
    /* P(wait > t) = C exp(-(c - a) t); the bins are 6% wide */
    double p95 = 24 * log(erlang_c(load, 10) / 0.05) / (10 - load);
    assert_close(row(&results, "do-nothing", "wait_p95_hours", "ward", "2018/19")->mean, p95,
                 0.1 * p95);
    /* mass: arrivals are the integral of the rate */
    assert_mean(row(&results, "do-nothing", "arrivals", "sys", "2018/19"), 8 * 365);
    assert_mean(row(&results, "do-nothing", "arrivals", "here", "2018-05"), 8 * 31);
    arena_free(arena);
    sqlite3_close(db);
}

/* Seven in ten stay half a day, three in ten four days: as many people as the mean makes; a scheme
 * makes all of them half as long; no part, no model. */
static void stays_may_be_a_mixture(void **state) {
    (void)state;
    sqlite3 *db = ward();
    package_run(db, "UPDATE setting SET kind = 'open'; DELETE FROM capacity;"
                    "UPDATE stay SET distribution = 'mixture', mean_days = NULL;");
    struct arena *arena = arena_new();
    struct model_results results;
    struct err err = {0};
    assert_false(
        model_simulate(db, &(struct model_options){.replications = 1}, arena, &results, &err));
    assert_string_equal(err.message, "stay.csv:1: distribution: mixture, but stay_part.csv has no "
                                     "part for it");
    package_run(db,
                "INSERT INTO stay_part(setting, age_from, part, weight, distribution, mean_days, "
                "sd_days) VALUES('ward', 0, 1, 7, 'exponential', 0.5, NULL),"
                "('ward', 0, 2, 3, 'lognormal', 4, 3);"
                "INSERT INTO scheme(id, title, starts_on) VALUES('s', 'S', '2018-04-01');"
                "INSERT INTO effect(scheme, on_table, on_rows, on_column, operation, central) "
                "VALUES('s', 'stay', 'setting=ward', 'mean_days', 'multiply', 0.5);"
                "INSERT INTO scenario_scheme(scenario, scheme, included) "
                "VALUES('plan', 's', 'yes');");
    results = simulate(db, arena, 40, 2, false);
    assert_mean(row(&results, "do-nothing", "present", "ward", "2019/20"), 8 * 1.55);
    assert_mean(row(&results, "plan", "present", "ward", "2019/20"), 4 * 1.55);
    arena_free(arena);
    sqlite3_close(db);
}

/* People (a line between mid-years), growth, seasons and weekdays: an M/G/infinity queue. */
static void arrivals_follow_people_growth_and_season(void **state) {
    (void)state;
    sqlite3 *db = ward();
    package_run(db, "UPDATE setting SET kind = 'open'; DELETE FROM capacity;"
                    "UPDATE demand SET growth_pct = 10, months = 'm', weekdays = 'w';"
                    "INSERT INTO profile(id, title, kind) VALUES('m', 'M', 'month'), ('w', 'W', "
                    "'weekday');"
                    "INSERT INTO population(place, age_from, age_to, year, persons) "
                    "VALUES('here', 18, NULL, '2019/20', 100000);");
    for (int slot = 1; slot <= 12; slot++) {
        char sql[128];
        snprintf(sql, sizeof sql,
                 "INSERT INTO profile_slot(profile, slot, factor) VALUES('m', %d, %d)", slot,
                 slot == 1 ? 30 : 10);
        package_run(db, sql);
        if (slot > 7) continue;
        snprintf(sql, sizeof sql,
                 "INSERT INTO profile_slot(profile, slot, factor) VALUES('w', %d, %d)", slot,
                 slot > 5 ? 1 : 2);
        package_run(db, sql);
    }
    double known = 0;
    for (int32_t day = date_of(2019, 1, 1); day <= date_of(2019, 1, 31); day++) {
        double people = 80 + 20.0 * (day - date_of(2018, 10, 1)) / 365;
        known += people * 36.525 / 365.25 * pow(1.1, (day - date_of(2018, 4, 1)) / 365.25) *
                 (30.0 * 12 / 140) * ((date_weekday(day) > 4 ? 1 : 2) * 7.0 / 12);
    }
    struct arena *arena = arena_new();
    struct model_results results = simulate(db, arena, 40, 2, false);
    assert_mean(row(&results, "do-nothing", "arrivals", "ward", "2019-01"), known);
    assert_null(model_find(&results, "do-nothing", "occupancy", "ward", "2019-01"));
    arena_free(arena);
    sqlite3_close(db);
}

static void ramps_rise_and_end(void **state) {
    (void)state;
    int32_t start = date_of(2018, 4, 1);
    struct scheme scheme = {.start = start, .until = DATE_NONE, .ramp_months = 12};
    assert_close(scheme_progress(&scheme, start - 1), 0, 0);
    assert_close(scheme_progress(&scheme, start), 0, 0);
    assert_close(scheme_progress(&scheme, start + 73), 73 / 365.25, 1e-12);
    assert_close(scheme_progress(&scheme, start + 366), 1, 0);
    scheme.smooth = true;
    double x = 73 / 365.25;
    assert_close(scheme_progress(&scheme, start + 73), 3 * x * x - 2 * x * x * x, 1e-12);
    scheme.until = start + 400;
    assert_close(scheme_progress(&scheme, start + 400), 1, 0);
    assert_close(scheme_progress(&scheme, start + 401), 0, 0);
    scheme = (struct scheme){.start = start, .until = DATE_NONE};
    assert_close(scheme_progress(&scheme, start), 1, 0);
    scheme.start = DATE_NONE;
    assert_close(scheme_progress(&scheme, start), 0, 0);
}

static void effects_join_as_the_manual_says(void **state) {
    (void)state;
    sqlite3 *db = ward();
    package_run(
        db, SCHEMES
        "INSERT INTO effect(scheme, on_table, on_rows, on_column, operation, central) VALUES"
        "('a', 'capacity', 'setting=ward', 'amount', 'add', 3), "
        "('a', 'capacity', 'setting=w*', 'amount', 'multiply', 0.9), "
        "('b', 'capacity', '*', 'amount', 'multiply', 0.8), "
        "('b', 'capacity', 'setting=other|ward', 'amount', 'set', 20), "
        "('c', 'capacity', '*', 'amount', 'set', 1);"
        "INSERT INTO scenario(id, title, base, delivery_pct) VALUES('half', 'H', 'plan', 50), "
        "('less', 'L', 'plan', NULL);"
        "INSERT INTO scenario_scheme(scenario, scheme, included) VALUES('less', 'b', 'no');");
    struct arena *arena = arena_new();
    struct tables t = tables_of(db, arena);
    int days = 731;
    double *plan = scheme_values(&t, tables_scenario(&t, "plan"), TARGET_CAPACITY, 1, 10, t.start,
                                 days, arena);
    assert_close(plan[364], 10, 0); /* the milestone was done a year after the start */
    assert_close(plan[365], 20 * 0.9 * 0.8 + 3, 1e-9);
    double *half = scheme_values(&t, tables_scenario(&t, "half"), TARGET_CAPACITY, 1, 10, t.start,
                                 days, arena);
    assert_close(half[365], 15 * 0.95 * 0.9 + 1.5, 1e-9);
    double *less = scheme_values(&t, tables_scenario(&t, "less"), TARGET_CAPACITY, 1, 10, t.start,
                                 days, arena);
    assert_close(less[365], 10 * 0.9 + 3, 1e-9);
    assert_null(scheme_values(&t, tables_scenario(&t, "do-nothing"), TARGET_CAPACITY, 1, 10,
                              t.start, days, arena));
    arena_free(arena);
    sqlite3_close(db);
}

static void shares_keep_their_sum(void **state) {
    (void)state;
    sqlite3 *db = ward();
    package_run(
        db, SCHEMES
        "UPDATE route SET share = 0.5;"
        "INSERT INTO route(id, setting, age_from, share) VALUES('x', 'ward', 0, 0.2), "
        "('y', 'ward', 0, 0.3);"
        "INSERT INTO effect(scheme, on_table, on_rows, on_column, operation, central) VALUES"
        "('a', 'route', 'id=x', 'share', 'multiply', 2);");
    struct arena *arena = arena_new();
    struct tables t = tables_of(db, arena);
    struct build_base base;
    struct build build;
    struct err err = {0};
    assert_true(build_base_make(&t, arena, &base, &err));
    assert_true(build_make(&base, tables_scenario(&t, "plan"), arena, &build, &err));
    int seen = 0;
    for (size_t r = 0; r < build.network.route_count; r++) {
        const char *id = build.route_rows[r]->id;
        double known = strcmp(id, "x") == 0 ? 0.4 : strcmp(id, "y") == 0 ? 0.225 : 0.375;
        assert_close(build.network.routes[r].share_by_day[60 + 364], build.route_rows[r]->share,
                     1e-12);
        assert_close(build.network.routes[r].share_by_day[60 + 365], known, 1e-12);
        seen++;
    }
    assert_int_equal(seen, 6); /* three routes, two classes: children and adults */
    arena_free(arena);
    sqlite3_close(db);
}

static void capacity_takes_the_newest_and_most_special_row(void **state) {
    (void)state;
    sqlite3 *db = ward();
    package_run(db,
                "INSERT INTO capacity(setting, from_date, weekdays, hour_from, hour_to, amount) "
                "VALUES('ward', '2018-01-01', 'sat sun', NULL, NULL, 4), "
                "('ward', '2018-01-01', NULL, 8, 20, 12), ('ward', '2019-04-01', NULL, NULL, "
                "NULL, 7);");
    struct arena *arena = arena_new();
    struct tables t = tables_of(db, arena);
    struct build_base base;
    struct build build;
    struct err err = {0};
    assert_true(build_base_make(&t, arena, &base, &err));
    assert_true(build_make(&base, NONE, arena, &build, &err));
    const struct sim_setting *ward = &build.network.settings[0];
    assert_true(ward->capacity_by_hour);
    int sunday = 60, monday = 61; /* 1 April 2018 was a Sunday */
    assert_close(ward->capacity[sunday * 24 + 7], 4, 0);
    assert_close(ward->capacity[sunday * 24 + 8], 12, 0);
    assert_close(ward->capacity[monday * 24 + 20], 10, 0);
    assert_close(ward->capacity[(60 + 365) * 24 + 12], 7, 0);
    arena_free(arena);
    sqlite3_close(db);
}

/* Seven-day services as a scenario: people leave the ward from Monday to Friday, 9 to 17, and are
 * taken in on Tuesdays; from 1 June 2018 (a Friday) on every day, over two months, up to 20. */
static void services_may_become_seven_days_a_week(void **state) {
    (void)state;
    sqlite3 *db = ward();
    package_run(
        db, SCHEMES
        "UPDATE setting SET discharge_days = 'mon tue wed thu fri', discharge_from = 9, "
        "discharge_to = 17, admission_days = 'tue' WHERE id = 'ward';"
        "UPDATE scheme SET starts_on = '2018-06-01', ramp_months = 2 WHERE id = 'b';"
        "INSERT INTO effect(scheme, on_table, on_rows, on_column, operation, central) VALUES"
        "('b', 'setting', 'id=ward', 'discharge_days', 'set', 7), "
        "('b', 'setting', 'id=ward', 'discharge_to', 'set', 20), "
        "('b', 'setting', 'id=ward', 'admission_days', 'add', 1);");
    struct arena *arena = arena_new();
    struct tables t = tables_of(db, arena);
    struct build_base base;
    struct build build;
    struct err err = {0};
    assert_true(build_base_make(&t, arena, &base, &err));
    assert_true(build_make(&base, NONE, arena, &build, &err));
    const struct sim_setting *ward = &build.network.settings[0];
    assert_true(ward->leave_weekdays == 0x1f && ward->leave_from == 9 && ward->leave_to == 17);
    assert_null(ward->leave_by_day);
    int june = date_of(2018, 6, 1) - base.first;
    for (int d = june - 7; d < june; d++)
        assert_int_equal(ward->takes_in[d], date_weekday(base.first + d) == 1);
    assert_true(build_make(&base, tables_scenario(&t, "plan"), arena, &build, &err));
    ward = &build.network.settings[0];
    static const struct {
        int after;
        struct sim_hours hours;
    } known[] = {{-1, {0x1f, 9, 17}},
                 {15, {0x1f, 9, 18}}, /* 5.49 days are 5, and 17.74 o'clock is 18 */
                 {46, {0x7f, 9, 19}},
                 {61, {0x7f, 9, 20}}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct sim_hours at = ward->leave_by_day[june + known[i].after];
        assert_int_equal(at.weekdays, known[i].hours.weekdays);
        assert_int_equal(at.from, known[i].hours.from);
        assert_int_equal(at.to, known[i].hours.to);
    }
    for (int d = june + 62; d < june + 69; d++) { /* Tuesdays, and first of the others Mondays */
        int weekday = date_weekday(base.first + d);
        assert_int_equal(ward->takes_in[d], weekday == 0 || weekday == 1);
    }
    arena_free(arena);
    sqlite3_close(db);
}

static void scenarios_see_the_same_people(void **state) {
    (void)state;
    sqlite3 *db = blocked();
    struct arena *arena = arena_new();
    struct model_results both = simulate(db, arena, 12, 2, true);
    /* Nothing has started in the first year: the futures are the same, person by person. */
    for (int month = 0; month < 2; month++) {
        const char *period = month ? "2018-12" : "2018/19";
        const struct model_row *a = row(&both, "do-nothing", "delayed", "sys", period);
        const struct model_row *b = row(&both, "plan", "delayed", "sys", period);
        assert_memory_equal(a->values, b->values, (size_t)a->value_count * sizeof(double));
    }
    const struct model_row *plan = row(&both, "plan", "arrivals", "ward", "2019/20");
    const struct model_row *nothing = row(&both, "do-nothing", "arrivals", "ward", "2019/20");
    struct model_row less = model_difference(plan, nothing);
    /* 8 a day for 366 days, a tenth of them thinned out: binomial, so that sd is about 17; without
     * common random numbers it would be about 75. */
    assert_mean(&less, -0.1 * 8 * 366);
    assert_true(less.sd < 35);
    assert_true(less.p90 < 0);
    struct model_row eased =
        model_difference(row(&both, "plan", "delayed", "sys", "2019/20"),
                         row(&both, "do-nothing", "delayed", "sys", "2019/20"));
    assert_true(eased.p90 < 0);
    assert_int_equal(model_difference(plan, NULL).replications, 0);

    struct model_results alone;
    struct err err = {0};
    const char *only[] = {"plan"};
    struct model_options options = {
        .scenarios = only, .scenario_count = 1, .replications = 12, .seed = 7, .threads = 1};
    assert_true(model_simulate(db, &options, arena, &alone, &err));
    const struct model_row *same = row(&alone, "plan", "arrivals", "ward", "2019/20");
    assert_memory_equal(same->values, plan->values, 12 * sizeof(double));
    only[0] = "none";
    assert_false(model_simulate(db, &options, arena, &alone, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ward_waits_as_erlang_says),
        cmocka_unit_test(stays_may_be_a_mixture),
        cmocka_unit_test(arrivals_follow_people_growth_and_season),
        cmocka_unit_test(ramps_rise_and_end),
        cmocka_unit_test(effects_join_as_the_manual_says),
        cmocka_unit_test(shares_keep_their_sum),
        cmocka_unit_test(capacity_takes_the_newest_and_most_special_row),
        cmocka_unit_test(services_may_become_seven_days_a_week),
        cmocka_unit_test(scenarios_see_the_same_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
