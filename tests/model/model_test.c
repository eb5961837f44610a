/* Tables to rows: tiny packages whose answers are known by theory.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "base/date.h"
#include "model/build.h"
#include "model/check.h"
#include "model/scheme.h"
#include "model/simulate.h"
#include "model/traffic.h"

#include <math.h>
#include <string.h>

#define PEOPLE                                                                                     \
    "INSERT INTO place(id, title, kind) VALUES('here', 'Here', 'footprint');"                      \
    "INSERT INTO population(place, age_from, age_to, year, persons) VALUES"                        \
    "('here', 0, 17, '2018/19', 20000), ('here', 18, NULL, '2018/19', 80000);"                     \
    "INSERT INTO scenario(id, title) VALUES('do-nothing', 'Do nothing'), ('plan', 'Plan');"

/* A ward with ten beds, 2,920 arrivals a year of adults = 8 a day (of 365), and a stay of a day. */
static sqlite3 *ward(void) {
    sqlite3 *db = package_empty();
    package_run(db, PEOPLE
                "INSERT INTO system(id, title, place, start, \"end\", warm_up_days, currency) "
                "VALUES('sys', 'S', 'here', '2018-04-01', '2020-03-31', 60, 'GBP');"
                "INSERT INTO setting(id, title, family, kind, place, target_occupancy) "
                "VALUES('ward', 'Ward', 'beds', 'places', 'here', 0.8);"
                "INSERT INTO capacity(setting, from_date, amount) VALUES('ward', '2018-01-01', 10);"
                "INSERT INTO demand(id, setting, place, age_from, rate_per_1000) "
                "VALUES('d', 'ward', 'here', 18, 36.525);"
                "INSERT INTO stay(setting, age_from, distribution, mean_days) "
                "VALUES('ward', 0, 'exponential', 1);"
                "INSERT INTO route(id, setting, age_from, share) VALUES('out', 'ward', 0, 1);");
    return db;
}

static struct model_results simulate(sqlite3 *db, struct arena *arena, int replications,
                                     int threads, bool twin) {
    struct model_options options = {
        .replications = replications, .seed = 7, .threads = threads, .twin = twin};
    struct model_results results;
    struct err err = {0};
    if (!model_simulate(db, &options, arena, &results, &err)) fail_msg("%s", err.message);
    return results;
}

static const struct model_row *row(const struct model_results *results, const char *scenario,
                                   const char *output, const char *subject, const char *period) {
    const struct model_row *found = model_find(results, scenario, output, subject, period);
    if (!found) fail_msg("no %s of %s in %s", output, subject, period);
    return found;
}

/* In double precision, which cmocka's own comparison does not have. */
static void assert_close(double found, double known, double within) {
    if (!(fabs(found - known) <= within)) fail_msg("%.12g, known %.12g", found, known);
}

/* The known value lies within four standard errors of the mean. */
static void assert_mean(const struct model_row *row, double known) {
    double error = row->sd / sqrt(row->replications);
    if (fabs(row->mean - known) > 4 * error)
        fail_msg("%s %s %s: %g, known %g, standard error %g", row->output, row->subject,
                 row->period, row->mean, known, error);
}

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

#define SCHEMES                                                                                    \
    "INSERT INTO milestone(id, programme, title, due_to, done_on) VALUES('m', 'p', 'M', "          \
    "'2018-10-01', '2019-04-01');"                                                                 \
    "INSERT INTO scheme(id, title, starts, starts_on) VALUES('a', 'A', 'm', NULL), "               \
    "('b', 'B', NULL, '2019-04-01'), ('c', 'C', NULL, '2018-04-01');"                              \
    "INSERT INTO scenario_scheme(scenario, scheme, included) VALUES('plan', 'a', 'yes'), "         \
    "('plan', 'b', 'yes');"

static struct tables tables_of(sqlite3 *db, struct arena *arena) {
    struct tables tables;
    struct err err = {0};
    if (!tables_read(db, arena, &tables, &err)) fail_msg("%s", err.message);
    return tables;
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

/* A ward whose people wait in it for care at home, in two scenarios. */
static sqlite3 *blocked(void) {
    sqlite3 *db = ward();
    package_run(
        db, SCHEMES
        "UPDATE capacity SET amount = 30; UPDATE system SET warm_up_days = 120;"
        "INSERT INTO setting(id, title, family, kind, place) "
        "VALUES('home', 'Home care', 'home care', 'places', 'here');"
        "INSERT INTO capacity(setting, from_date, amount) VALUES('home', '2018-01-01', 26);"
        "INSERT INTO stay(setting, age_from, distribution, mean_days) "
        "VALUES('home', 18, 'exponential', 10);"
        "DELETE FROM route;"
        "INSERT INTO route(id, setting, age_from, to_setting, share, holds, reason, responsible) "
        "VALUES('h', 'ward', 18, 'home', 0.3, 'yes', 'care package at home', 'social care');"
        "INSERT INTO route(id, setting, age_from, share, delay_mean_days, holds, reason, "
        "responsible) VALUES('f', 'ward', 18, 0.7, 0.25, 'yes', 'choice', 'nhs');"
        "INSERT INTO route(id, setting, age_from, share) VALUES('k', 'ward', 0, 1), "
        "('o', 'home', 0, 1);"
        "UPDATE route SET age_to = 17 WHERE id = 'k';"
        "INSERT INTO unit_cost(setting, basis, kind, amount_gbp, price_year) VALUES"
        "('ward', 'day', 'variable', 100, '2018/19'), ('ward', 'place year', 'fixed', 365.25, "
        "'2018/19');"
        "INSERT INTO effect(scheme, on_table, on_rows, on_column, operation, central) VALUES"
        "('a', 'capacity', 'setting=home', 'amount', 'set', 40), "
        "('b', 'demand', 'id=d', 'rate_per_1000', 'multiply', 0.9);");
    return db;
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

static void outputs_hang_together(void **state) {
    (void)state;
    sqlite3 *db = blocked();
    struct arena *arena = arena_new();
    struct model_results results = simulate(db, arena, 4, 1, false);
    const char *year = "2018/19";
    double delayed = row(&results, "plan", "delayed", "ward", year)->mean;
    double nhs = row(&results, "plan", "delayed_nhs", "here", year)->mean;
    double social = row(&results, "plan", "delayed_social_care", "sys", year)->mean;
    assert_close(delayed, nhs + social, 1e-9 * delayed);
    assert_close(row(&results, "plan", "delayed_choice", "sys", year)->mean, nhs, 1e-12);
    assert_close(row(&results, "plan", "delayed_for", "home", year)->mean, social, 1e-9);
    assert_close(row(&results, "plan", "delayed_per_100000", "sys", year)->mean,
                 delayed / 80000 * 1e5, 1e-9);
    double present = row(&results, "plan", "present", "ward", year)->mean;
    assert_close(row(&results, "plan", "cost_gbp", "sys", year)->mean, 365 * (100 * present + 30),
                 1e-3);
    /* the delay that is not for want of a place: 0.7 of 8 a day for a quarter of a day */
    assert_mean(row(&results, "do-nothing", "delayed_choice", "sys", year), 0.7 * 8 * 0.25);
    double months = 0;
    for (int m = 4; m <= 15; m++) {
        char text[DATE_BYTES];
        months +=
            row(&results, "plan", "arrivals", "home", date_month_text(2018 * 12 + m - 1, text))
                ->mean;
    }
    assert_close(months, row(&results, "plan", "arrivals", "home", year)->mean, 1e-6);
    for (size_t i = 1; i < results.count; i++) {
        const struct model_row *a = &results.rows[i - 1], *b = &results.rows[i];
        int order = strcmp(a->scenario, b->scenario);
        if (!order) order = strcmp(a->output, b->output);
        if (!order) order = strcmp(a->subject, b->subject);
        if (!order) order = strcmp(a->period, b->period);
        assert_true(order < 0);
    }
    arena_free(arena);
    sqlite3_close(db);
}

/* Staff of places offered and needed, the median wait, delays per 100,000 adults of a setting,
 * days, and only what is asked for. */
/* Of 8 a day in the ward and of those who go on to home care some die; elsewhere nobody does. */
static void deaths_are_counted_where_they_happen(void **state) {
    (void)state;
    sqlite3 *db = blocked();
    package_run(db, "UPDATE capacity SET amount = 1000;"
                    "INSERT INTO route(id, setting, age_from, outcome, share) "
                    "VALUES('died', 'ward', 18, 'died', 0.2), ('rest', 'home', 0, 'died', 0.5);"
                    "UPDATE route SET share = 0.5 WHERE id IN ('f', 'o');");
    struct arena *arena = arena_new();
    struct model_results results = simulate(db, arena, 20, 2, false);
    double ward = 8 * 365 * 0.2, home = 8 * 365 * 0.3 * 0.5;
    assert_mean(row(&results, "do-nothing", "died", "ward", "2019/20"), ward);
    assert_mean(row(&results, "do-nothing", "died", "home", "2019/20"), home);
    assert_mean(row(&results, "do-nothing", "died", "sys", "2019/20"), ward + home);
    assert_mean(row(&results, "plan", "died", "ward", "2019/20"), 0.9 * ward);
    arena_free(arena);
    sqlite3_close(db);
    db = blocked(); /* where no route leads there, there is no such row */
    results = simulate(db, arena = arena_new(), 1, 1, false);
    assert_null(model_find(&results, "do-nothing", "died", "ward", "2019/20"));
    arena_free(arena);
    sqlite3_close(db);
}

static void outputs_of_staff_waits_and_days(void **state) {
    (void)state;
    sqlite3 *db = blocked();
    package_run(db,
                "INSERT INTO staffing(setting, staff_group, wte_per_unit) VALUES"
                "('ward', 'nurses', 1.5), ('home', 'nurses', 0.5), ('home', 'care workers', 2)");
    struct arena *arena = arena_new();
    const struct model_only only[] = {{"staff*", "*", "*"},
                                      {"places_needed", "*", "*"},
                                      {"wait_p*", "*", "*"},
                                      {"delayed*", "ward", "*"},
                                      {"present", "ward", "2018-0*"}};
    struct model_options options = {.replications = 4,
                                    .seed = 7,
                                    .threads = 1,
                                    .twin = true,
                                    .by = MODEL_BY_DAY,
                                    .only = only,
                                    .only_count = 5};
    struct model_results r;
    struct err err = {0};
    if (!model_simulate(db, &options, arena, &r, &err)) fail_msg("%s", err.message);
    const char *year = "2018/19";
    /* 30 beds and 26 packages */
    assert_close(row(&r, "plan", "staff_wte", "sys", year)->mean, 30 * 1.5 + 26 * 2.5, 1e-9);
    assert_close(row(&r, "plan", "staff_wte_nurses", "sys", year)->mean, 30 * 1.5 + 26 * 0.5, 1e-9);
    assert_close(row(&r, "plan", "staff_wte_care_workers", "home", year)->mean, 52, 1e-9);
    assert_close(row(&r, "plan", "staff_needed_wte", "ward", year)->mean,
                 1.5 * row(&r, "plan", "places_needed", "ward", year)->mean, 1e-9);
    assert_true(row(&r, "plan", "wait_p50_hours", "home", year)->mean <
                row(&r, "plan", "wait_p95_hours", "home", year)->mean);
    assert_null(model_find(&r, "plan", "wait_p50_hours", "home", "2018-04-05"));
    double ward = row(&r, "plan", "delayed_nhs", "ward", year)->mean;
    assert_close(row(&r, "plan", "delayed_nhs_per_100000", "ward", year)->mean, ward / 0.8, 1e-9);
    assert_close(row(&r, "plan", "delayed_choice_per_100000", "ward", year)->mean, ward / 0.8,
                 1e-9);
    /* a month is the mean of its days, and what was not asked for is not there */
    double days = 0;
    for (int d = 1; d <= 30; d++) {
        char text[DATE_BYTES];
        days += row(&r, "plan", "present", "ward", date_text(date_of(2018, 6, d), text))->mean / 30;
    }
    assert_close(row(&r, "plan", "present", "ward", "2018-06")->mean, days, 1e-9);
    assert_null(model_find(&r, "plan", "present", "ward", "2018-12"));
    assert_null(model_find(&r, "plan", "arrivals", "ward", year));
    options.only = (const struct model_only[]){{"beds", "*", "*"}};
    options.only_count = 1;
    assert_false(model_simulate(db, &options, arena, &r, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    arena_free(arena);
    sqlite3_close(db);
}

/* Two single places whose people want the other one swap, once: the run counts both of them. */
static void exchanges_are_counted(void **state) {
    (void)state;
    sqlite3 *db = ward();
    package_run(
        db,
        "UPDATE system SET warm_up_days = 0;"
        "DELETE FROM demand; DELETE FROM route; DELETE FROM stay; UPDATE capacity SET amount = 1;"
        "INSERT INTO setting(id, title, family, kind) VALUES('next', 'Next', 'b', 'places');"
        "INSERT INTO capacity(setting, from_date, amount) VALUES('next', '2018-01-01', 1);"
        "INSERT INTO stay(setting, age_from, distribution, mean_days) VALUES"
        "('ward', 0, 'fixed', 9999), ('next', 0, 'fixed', 9999);"
        "INSERT INTO route(id, setting, age_from, to_setting, share, holds) VALUES"
        "('a', 'ward', 0, 'next', 1, 'yes'), ('b', 'next', 0, 'ward', 0.5, 'yes'), "
        "('c', 'next', 0, NULL, 0.5, 'no');"
        "INSERT INTO person(id, setting, age, waiting_for) VALUES('x', 'ward', 70, 'next'), "
        "('y', 'next', 70, 'ward');");
    struct arena *arena = arena_new();
    struct model_results results = simulate(db, arena, 3, 2, true);
    assert_int_equal(results.exchanges, 3 * 2 * 2); /* of two people, in two scenarios */
    arena_free(arena);
    sqlite3_close(db);
}

static void threads_change_nothing(void **state) {
    (void)state;
    sqlite3 *db = blocked();
    struct arena *arena = arena_new();
    struct buf texts[2];
    for (int i = 0; i < 2; i++) {
        struct model_results results = simulate(db, arena, 5, i ? 3 : 1, true);
        texts[i] = buf_new(arena);
        model_write_csv(&results, &texts[i]);
    }
    assert_true(texts[0].length > 1000);
    assert_string_equal(texts[0].text, texts[1].text);
    arena_free(arena);
    sqlite3_close(db);
}

static void offered_load_is_solved(void **state) {
    (void)state;
    sqlite3 *db = blocked();
    struct arena *arena = arena_new();
    struct tables t = tables_of(db, arena);
    struct build_base base;
    struct build build;
    struct err err = {0};
    assert_true(build_base_make(&t, arena, &base, &err));
    assert_true(build_make(&base, NONE, arena, &build, &err));
    double arrivals[8], load[2];
    assert_true(traffic_solve(&build.network, 120, 365, arrivals, load, &err));
    assert_close(load[0], 8 * (1 + 0.7 * 0.25), 1e-9);
    assert_close(load[1], 8 * 0.3 * 10, 1e-9);

    struct findings *findings = findings_new(arena);
    assert_true(model_check(db, findings, &err));
    assert_int_equal(findings->errors + findings->warnings, 0);
    package_run(db, "UPDATE capacity SET amount = 20 WHERE setting = 'home';"
                    "INSERT INTO setting(id, title, family, kind) VALUES('idle', 'I', 'i', 'open');"
                    "UPDATE effect SET on_table = 'route', on_rows = 'setting=ward; age_from=18', "
                    "on_column = 'share', operation = 'multiply', central = 1.2;");
    assert_true(model_check(db, findings, &err));
    findings_sort(findings);
    assert_int_equal(findings->errors, 0);
    assert_int_equal(findings->count, 3);
    assert_string_equal(findings->items[0].rule, "L04");
    assert_string_equal(findings->items[1].rule, "L01");
    assert_non_null(strstr(findings->items[1].message, "offered load 24.0 exceeds capacity 20.0"));
    assert_string_equal(findings->items[2].rule, "L02");
    package_run(db, "DELETE FROM stay WHERE setting = 'home'");
    findings = findings_new(arena);
    assert_true(model_check(db, findings, &err));
    assert_int_equal(findings->errors, 1);
    assert_non_null(strstr(findings->items[0].message, "'home' has no row for ages 18 and over"));
    arena_free(arena);
    sqlite3_close(db);
}

/* A server keeps what a run says, and lets go of all else. */
static void results_outlive_their_run(void **state) {
    (void)state;
    sqlite3 *db = ward();
    struct arena *run = arena_new(), *arena = arena_new();
    struct model_results results = simulate(db, run, 3, 1, false), kept;
    model_results_keep(&results, arena, &kept);
    struct buf before = buf_new(arena), after = buf_new(arena);
    model_write_csv(&results, &before);
    double first = row(&results, "do-nothing", "arrivals", "ward", "2018/19")->values[2];
    arena_free(run);
    model_write_csv(&kept, &after);
    assert_true(kept.count > 100);
    assert_string_equal(after.text, before.text);
    const struct model_row *year = row(&kept, "do-nothing", "arrivals", "ward", "2018/19");
    assert_int_equal(year->value_count, 3);
    assert_true(year->values[2] == first);
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_outlive_their_run),
        cmocka_unit_test(a_ward_waits_as_erlang_says),
        cmocka_unit_test(stays_may_be_a_mixture),
        cmocka_unit_test(arrivals_follow_people_growth_and_season),
        cmocka_unit_test(ramps_rise_and_end),
        cmocka_unit_test(effects_join_as_the_manual_says),
        cmocka_unit_test(shares_keep_their_sum),
        cmocka_unit_test(capacity_takes_the_newest_and_most_special_row),
        cmocka_unit_test(services_may_become_seven_days_a_week),
        cmocka_unit_test(scenarios_see_the_same_people),
        cmocka_unit_test(outputs_hang_together),
        cmocka_unit_test(deaths_are_counted_where_they_happen),
        cmocka_unit_test(outputs_of_staff_waits_and_days),
        cmocka_unit_test(exchanges_are_counted),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(offered_load_is_solved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
