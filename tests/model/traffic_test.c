/* Offered load against what a run without limits gives.
 *
 * SPDX-License-Identifier: MIT */
#include "ward.h"

#include "model/build.h"
#include "model/check.h"
#include "model/traffic.h"

#include <string.h>

/* Ten people a day come to home visits, three a day at first and one at last. */
static sqlite3 *visits(const char *rest) {
    sqlite3 *db = package_empty();
    package_run(db, "INSERT INTO place(id, title, kind) VALUES('here', 'Here', 'footprint');"
                    "INSERT INTO population(place, age_from, year, persons) "
                    "VALUES('here', 0, '2018/19', 100000);"
                    "INSERT INTO scenario(id, title) VALUES('do-nothing', 'N');"
                    "INSERT INTO system(id, title, place, start, \"end\", warm_up_days, currency) "
                    "VALUES('sys', 'S', 'here', '2018-04-01', '2019-03-31', 100, 'GBP');"
                    "INSERT INTO setting(id, title, family, kind) "
                    "VALUES('home', 'H', 'h', 'visits');"
                    "INSERT INTO capacity(setting, from_date, amount) "
                    "VALUES('home', '2017-01-01', 100000);"
                    "INSERT INTO demand(id, setting, place, age_from, rate_per_1000) "
                    "VALUES('d', 'home', 'here', 0, 36.525);"
                    "INSERT INTO stay(setting, age_from, distribution, mean_days, sd_days) "
                    "VALUES('home', 0, 'gamma', 6, 4);"
                    "INSERT INTO visit_need(setting, age_from, first_per_day, last_per_day) "
                    "VALUES('home', 0, 3, 1);"
                    "INSERT INTO route(id, setting, age_from, share) VALUES('out', 'home', 0, 1);");
    package_run(db, rest);
    return db;
}

static double offered(sqlite3 *db, struct arena *arena) {
    struct tables t;
    struct build_base base;
    struct build build;
    struct err err = {0};
    double arrivals[2], load[1];
    if (!tables_read(db, arena, &t, &err) || !build_base_make(&t, arena, &base, &err) ||
        !build_make(&base, NONE, arena, &build, &err) ||
        !traffic_solve(&build.network, t.warm_up_days, 365, arrivals, load, &err))
        fail_msg("%s", err.message);
    return load[0];
}

/* The need of tapering clients is half a step above the middle of first and last; whoever leaves on
 * the day of coming has visits for it; and who stays on for a delay keeps the last need. */
static void visits_are_those_of_a_run(void **state) {
    (void)state;
    const struct {
        const char *rest;
        double known; /* NAN: only as the run says */
    } cases[] = {
        {"", 10 * (6 * 2 + 1.0)}, /* but for the few who stay less than a day: within 1% */
        {"UPDATE stay SET distribution = 'fixed', sd_days = NULL, mean_days = 4", 10 * (4 * 2 + 1)},
        {"UPDATE stay SET distribution = 'fixed', sd_days = NULL, mean_days = 0.25", 10 * 3},
        {"UPDATE stay SET distribution = 'exponential', sd_days = NULL, mean_days = 0.8",
         10 * ((0.8 + 1 - 0.8 * (1 - exp(-1 / 0.8))) * 2 + 1)},
        {"UPDATE stay SET min_days = 3, max_days = 5", NAN},
        {"UPDATE route SET delay_mean_days = 2, holds = 'yes'", 10 * (6 * 2 + 1 + 2.0)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sqlite3 *db = visits(cases[i].rest);
        struct arena *arena = arena_new();
        double load = offered(db, arena);
        if (!isnan(cases[i].known) && !(fabs(load - cases[i].known) < 0.01 * cases[i].known))
            fail_msg("case %zu: offered %g, known %g", i, load, cases[i].known);
        const struct model_options options = {
            .replications = 20, .threads = 2, .seed = 3, .by = MODEL_BY_YEAR};
        struct model_results results;
        struct err err = {0};
        if (!model_simulate(db, &options, arena, &results, &err)) fail_msg("%s", err.message);
        const struct model_row *row =
            model_find(&results, "do-nothing", "visits", "home", "2018/19");
        double error = row->sd / sqrt(row->replications);
        if (!(fabs(row->mean - load) <= 4 * error + 1e-9) || !(error < 0.01 * load))
            fail_msg("case %zu: offered %g, in a run %g, standard error %g", i, load, row->mean,
                     error);
        arena_free(arena);
        sqlite3_close(db);
    }
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

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(offered_load_is_solved),
                                       cmocka_unit_test(visits_are_those_of_a_run)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
