/* A ward, and a ward whose people wait for home care: packages whose answers are known by theory.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "../check.h"

#include "../package.h"
#include "model/simulate.h"
#include "model/tables.h"

#include <math.h>

#define PEOPLE                                                                                     \
    "INSERT INTO place(id, title, kind) VALUES('here', 'Here', 'footprint');"                      \
    "INSERT INTO population(place, age_from, age_to, year, persons) VALUES"                        \
    "('here', 0, 17, '2018/19', 20000), ('here', 18, NULL, '2018/19', 80000);"                     \
    "INSERT INTO scenario(id, title) VALUES('do-nothing', 'Do nothing'), ('plan', 'Plan');"

#define SCHEMES                                                                                    \
    "INSERT INTO milestone(id, programme, title, due_to, done_on) VALUES('m', 'p', 'M', "          \
    "'2018-10-01', '2019-04-01');"                                                                 \
    "INSERT INTO scheme(id, title, starts, starts_on) VALUES('a', 'A', 'm', NULL), "               \
    "('b', 'B', NULL, '2019-04-01'), ('c', 'C', NULL, '2018-04-01');"                              \
    "INSERT INTO scenario_scheme(scenario, scheme, included) VALUES('plan', 'a', 'yes'), "         \
    "('plan', 'b', 'yes');"

/* In double precision, which cmocka's own comparison does not have. */
static inline void assert_close(double found, double known, double within) {
    if (!(fabs(found - known) <= within)) fail_msg("%.12g, known %.12g", found, known);
}

/* A ward with ten beds, 2,920 arrivals a year of adults = 8 a day (of 365), and a stay of a day. */
static inline sqlite3 *ward(void) {
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

/* A ward whose people wait in it for care at home, in two scenarios. */
static inline sqlite3 *blocked(void) {
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

static inline struct model_results simulate(sqlite3 *db, struct arena *arena, int replications,
                                            int threads, bool twin) {
    struct model_options options = {
        .replications = replications, .seed = 7, .threads = threads, .twin = twin};
    struct model_results results;
    struct err err = {0};
    if (!model_simulate(db, &options, arena, &results, &err)) fail_msg("%s", err.message);
    return results;
}

static inline const struct model_row *row(const struct model_results *results, const char *scenario,
                                          const char *output, const char *subject,
                                          const char *period) {
    const struct model_row *found = model_find(results, scenario, output, subject, period);
    if (!found) fail_msg("no %s of %s in %s", output, subject, period);
    return found;
}

/* The known value lies within four standard errors of the mean. */
static inline void assert_mean(const struct model_row *row, double known) {
    double error = row->sd / sqrt(row->replications);
    if (fabs(row->mean - known) > 4 * error)
        fail_msg("%s %s %s: %g, known %g, standard error %g", row->output, row->subject,
                 row->period, row->mean, known, error);
}

static inline struct tables tables_of(sqlite3 *db, struct arena *arena) {
    struct tables tables;
    struct err err = {0};
    if (!tables_read(db, arena, &tables, &err)) fail_msg("%s", err.message);
    return tables;
}
