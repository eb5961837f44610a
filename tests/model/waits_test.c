/* How long people wait before they give up, overflow or switch, and how long they are away: as
 * schemes change it and as far as it is known. The answers follow from Little's law.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "model/draws.h"
#include "model/simulate.h"

#include <math.h>
#include <string.h>

/* Ten people a day come to a desk that is never full, for a day, and go on to `ward`, whose one bed
 * the first of them keeps for good. */
static sqlite3 *desk(const char *rest) {
    sqlite3 *db = package_empty();
    package_run(db, "INSERT INTO place(id, title, kind) VALUES('here', 'Here', 'footprint');"
                    "INSERT INTO population(place, age_from, year, persons) "
                    "VALUES('here', 0, '2018/19', 100000);"
                    "INSERT INTO scenario(id, title) VALUES('do-nothing', 'N'), ('plan', 'P');"
                    "INSERT INTO system(id, title, place, start, \"end\", warm_up_days, currency) "
                    "VALUES('sys', 'S', 'here', '2018-04-01', '2019-03-31', 100, 'GBP');"
                    "INSERT INTO setting(id, title, family, kind) VALUES('desk', 'D', 'd', 'open'),"
                    "('ward', 'W', 'w', 'places'), ('elsewhere', 'E', 'e', 'open');"
                    "INSERT INTO capacity(setting, from_date, amount) "
                    "VALUES('ward', '2017-01-01', 1);"
                    "INSERT INTO demand(id, setting, place, age_from, rate_per_1000) "
                    "VALUES('d', 'desk', 'here', 0, 36.525);"
                    "INSERT INTO stay(setting, age_from, distribution, mean_days) VALUES"
                    "('desk', 0, 'fixed', 1), ('ward', 0, 'fixed', 9999), "
                    "('elsewhere', 0, 'fixed', 1);"
                    "INSERT INTO route(id, setting, age_from, to_setting, share) VALUES"
                    "('on', 'desk', 0, 'ward', 1), ('w', 'ward', 0, NULL, 1), "
                    "('e', 'elsewhere', 0, NULL, 1);"
                    "INSERT INTO scheme(id, title, starts_on) VALUES('a', 'A', '2018-04-01');"
                    "INSERT INTO scenario_scheme(scenario, scheme, included) "
                    "VALUES('plan', 'a', 'yes');");
    package_run(db, rest);
    return db;
}

static bool simulate(sqlite3 *db, struct arena *arena, struct model_results *results,
                     struct err *err) {
    const struct model_options options = {
        .replications = 20, .threads = 2, .seed = 5, .by = MODEL_BY_YEAR};
    return model_simulate(db, &options, arena, results, err);
}

/* The output of a subject in a scenario is as known, within four standard errors and 1%. */
static void is(const struct model_results *results, const char *scenario, const char *output,
               const char *subject, double known) {
    const struct model_row *row = model_find(results, scenario, output, subject, "2018/19");
    if (!row) fail_msg("no %s of %s", output, subject);
    double error = row->sd / sqrt(row->replications);
    if (!(fabs(row->mean - known) <= 4 * error + 1e-9) || !(error < 0.01 * known))
        fail_msg("%s %s of %s: %g, known %g, standard error %g", scenario, output, subject,
                 row->mean, known, error);
}

struct change {
    const char *rest, *table, *rows, *column, *output, *subject;
    double without, with; /* when the number is halved */
};

static void half_of_it(const struct change *change) {
    sqlite3 *db = desk(change->rest);
    char sql[300];
    snprintf(sql, sizeof sql,
             "INSERT INTO effect(scheme, on_table, on_rows, on_column, operation, central) "
             "VALUES('a', '%s', '%s', '%s', 'multiply', 0.5)",
             change->table, change->rows, change->column);
    package_run(db, sql);
    struct arena *arena = arena_new();
    struct model_results results;
    struct err err = {0};
    if (!simulate(db, arena, &results, &err)) fail_msg("%s", err.message);
    is(&results, "do-nothing", change->output, change->subject, change->without);
    is(&results, "plan", change->output, change->subject, change->with);
    arena_free(arena);
    sqlite3_close(db);
}

/* Whoever waits: ten a day times the time until they give up, of which the scheme makes half. It
 * acts from the first day on, and during warm-up too. */
static void schemes_change_waits(void **state) {
    (void)state;
    static const struct change changes[] = {
        {"UPDATE setting SET patience_days = 8 WHERE id = 'ward'", "setting", "id=ward",
         "patience_days", "queue", "ward", 80, 40},
        {"UPDATE setting SET overflow_after_days = 6, overflow_to = 'elsewhere' WHERE id = 'ward'",
         "setting", "id=ward", "overflow_after_days", "queue", "ward", 60, 30},
        {"UPDATE route SET switch_after_days = 4 WHERE id = 'on'", "route", "id=on",
         "switch_after_days", "queue", "ward", 40, 20},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) half_of_it(&changes[i]);
}

/* Ten clients a day, four days each, with visits whose need runs in four equal steps from the first
 * to the last: 2 and 2 make 8, 1 and 2 make 1 + 1.25 + 1.5 + 1.75. */
#define CLIENTS                                                                                    \
    "UPDATE route SET to_setting = 'elsewhere' WHERE id = 'on';"                                   \
    "UPDATE setting SET kind = 'visits' WHERE id = 'elsewhere';"                                   \
    "UPDATE stay SET mean_days = 4 WHERE setting = 'elsewhere';"                                   \
    "INSERT INTO capacity(setting, from_date, amount) VALUES('elsewhere', '2017-01-01', 2000);"    \
    "INSERT INTO visit_need(setting, age_from, first_per_day, last_per_day) "                      \
    "VALUES('elsewhere', 0, 2, 2);"

static void schemes_change_visits(void **state) {
    (void)state;
    static const struct change changes[] = {
        {CLIENTS, "visit_need", "setting=elsewhere", "first_per_day", "visits", "elsewhere", 80,
         55},
        {CLIENTS, "visit_need", "setting=elsewhere", "last_per_day", "visits", "elsewhere", 80, 65},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) half_of_it(&changes[i]);
}

/* All three at once, by priority: of ten a day some give up before the route's four days are over,
 * the others switch then, and nobody is left to overflow after six. Halved, the shorter patience
 * gives up first more often. */
static void the_first_of_three_ends_a_wait(void **state) {
    (void)state;
    const char *all = "UPDATE setting SET queue = 'priority', patience_days = 8, "
                      "overflow_after_days = 6, overflow_to = 'desk', give_up_to = 'elsewhere' "
                      "WHERE id = 'ward';"
                      "UPDATE route SET switch_after_days = 4, switch_to = NULL WHERE id = 'on';"
                      "INSERT INTO demand(id, setting, place, age_from, rate_per_1000, priority) "
                      "VALUES('first', 'desk', 'here', 0, 36.525, 1);";
    double whole = 1 - exp(-4.0 / 8), half = 1 - exp(-4.0 / 4);
    const struct change changes[] = {
        {all, "setting", "id=ward", "patience_days", "queue", "ward", 20 * 8 * whole,
         20 * 4 * half},
        {all, "setting", "id=ward", "patience_days", "arrivals", "elsewhere", 20 * 365 * whole,
         20 * 365 * half},
        {all, "setting", "id=ward", "patience_days", "arrivals", "desk", 20 * 365, 20 * 365},
        {all, "route", "id=on", "switch_after_days", "queue", "ward", 20 * 8 * whole,
         20 * 8 * (1 - exp(-2.0 / 8))},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) half_of_it(&changes[i]);
}

/* Whoever is ready on a Saturday, at any hour, waits a day and a half for Monday, on a Sunday half
 * a day: seven-day services give each of ten a day two sevenths of a day. */
static void seven_day_services_give_back_the_weekend(void **state) {
    (void)state;
    sqlite3 *db = desk("UPDATE setting SET discharge_days = 'mon tue wed thu fri' "
                       "WHERE id = 'elsewhere';"
                       "UPDATE route SET to_setting = 'elsewhere' WHERE id = 'on';"
                       "INSERT INTO effect(scheme, on_table, on_rows, on_column, operation, "
                       "central) VALUES('a', 'setting', 'id=elsewhere', 'discharge_days', 'set', "
                       "7);");
    struct arena *arena = arena_new();
    struct model_results results;
    struct err err = {0};
    if (!simulate(db, arena, &results, &err)) fail_msg("%s", err.message);
    is(&results, "do-nothing", "present", "elsewhere", 10 * (1 + 2.0 / 7));
    is(&results, "plan", "present", "elsewhere", 10);
    arena_free(arena);
    sqlite3_close(db);
}

/* Of those who leave the desk from day 1 on, 1 - exp(-t / A) have come back t days later. */
static void schemes_change_the_time_away(void **state) {
    (void)state;
    double days = 364, whole = 100, half = 50;
    const struct change away = {
        "UPDATE system SET warm_up_days = 0;"
        "UPDATE route SET to_setting = 'elsewhere', away_mean_days = 100 WHERE id = 'on'",
        "route",
        "id=on",
        "away_mean_days",
        "arrivals",
        "elsewhere",
        10 * (days - whole * (1 - exp(-days / whole))),
        10 * (days - half * (1 - exp(-days / half)))};
    half_of_it(&away);
}

static void nothing_there_is_nothing_to_change(void **state) {
    (void)state;
    sqlite3 *db =
        desk("INSERT INTO effect(scheme, on_table, on_rows, on_column, operation, central) "
             "VALUES('a', 'setting', 'id=ward', 'patience_days', 'multiply', 0.5);");
    struct arena *arena = arena_new();
    struct model_results results;
    struct err err = {0};
    assert_false(simulate(db, arena, &results, &err));
    assert_string_equal(err.message, "effect.csv:1: on_rows: names 'ward', whose patience_days is "
                                     "empty: there is nothing to change");
    arena_free(arena);
    sqlite3_close(db);
}

/* Numbers that are known to a factor of 0.8 to 1.25: draws have these as their 10th and 90th
 * percentile, and an empty cell stays empty. */
static void waits_and_spreads_are_drawn(void **state) {
    (void)state;
    sqlite3 *db = desk(
        "UPDATE setting SET patience_days = 8, overflow_after_days = 6, overflow_to = 'elsewhere' "
        "WHERE id = 'ward';"
        "UPDATE route SET switch_after_days = 4, delay_mean_days = 3, delay_sd_days = 2 "
        "WHERE id = 'on';"
        "UPDATE route SET to_setting = 'ward', away_mean_days = 9, away_sd_days = 5 WHERE id = 'e';"
        "UPDATE stay SET distribution = 'gamma', sd_days = 1 WHERE setting = 'desk';"
        "INSERT INTO uncertainty(on_table, on_rows, on_column, operation, low, high) VALUES"
        "('setting', 'id=ward', 'patience_days', 'multiply', 0.8, 1.25),"
        "('setting', 'id=ward', 'overflow_after_days', 'multiply', 0.8, 1.25),"
        "('route', 'id=on', 'switch_after_days', 'multiply', 0.8, 1.25),"
        "('route', 'id=e', 'away_mean_days', 'multiply', 0.8, 1.25),"
        "('route', '*', 'delay_sd_days', 'multiply', 0.8, 1.25),"
        "('route', 'id=e', 'away_sd_days', 'multiply', 0.8, 1.25),"
        "('stay', 'setting=desk', 'sd_days', 'multiply', 0.8, 1.25),"
        "('visit_need', 'setting=elsewhere', 'first_per_day', 'multiply', 0.8, 1.25),"
        "('visit_need', '*', 'last_per_day', 'multiply', 0.8, 1.25);"
        "INSERT INTO visit_need(setting, age_from, first_per_day, last_per_day) "
        "VALUES('elsewhere', 0, 3, 0.5);");
    struct arena *arena = arena_new();
    struct tables t;
    struct err err = {0};
    if (!tables_read(db, arena, &t, &err)) fail_msg("%s", err.message);
    enum { NUMBERS = 9, DRAWS = 1000 };
    static const double central[NUMBERS] = {8, 6, 4, 9, 2, 5, 1, 3, 0.5};
    int below[NUMBERS] = {0}, above[NUMBERS] = {0};
    for (uint32_t i = 0; i < DRAWS; i++) {
        struct tables d;
        draws_make(&t, 3, (struct future){i, FUTURE_CENTRAL, 0}, arena, &d);
        const double found[NUMBERS] = {
            d.settings[1].patience, d.settings[1].overflow_after, d.routes[0].switch_after,
            d.routes[2].away_mean,  d.routes[0].delay_sd,         d.routes[2].away_sd,
            d.stays[0].sd,          d.visit_needs[0].first,       d.visit_needs[0].last};
        for (int k = 0; k < NUMBERS; k++) {
            below[k] += found[k] < 0.8 * central[k];
            above[k] += found[k] > 1.25 * central[k];
        }
        assert_true(isnan(d.routes[1].delay_sd) && isnan(d.settings[0].patience));
    }
    for (int k = 0; k < NUMBERS; k++) {
        assert_in_range(below[k], 95, 105);
        assert_in_range(above[k], 95, 105);
    }
    assert_true(t.settings[1].patience == 8 &&
                t.stays[0].sd == 1); /* the tables stay as they are */
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schemes_change_waits),
        cmocka_unit_test(schemes_change_visits),
        cmocka_unit_test(the_first_of_three_ends_a_wait),
        cmocka_unit_test(seven_day_services_give_back_the_weekend),
        cmocka_unit_test(schemes_change_the_time_away),
        cmocka_unit_test(nothing_there_is_nothing_to_change),
        cmocka_unit_test(waits_and_spreads_are_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
