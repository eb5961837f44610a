/* A ward (10 a day, 4 days) from which 30% go on to a home (20 days) and 5% die; both never full.
 * The measures count who is in each.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "../check.h"

#include "../package.h"
#include "model/calibrate.h"

#include <math.h>
#include <string.h>

static inline sqlite3 *ward_and_home(void) {
    sqlite3 *db = package_empty();
    package_run(
        db,
        "INSERT INTO place(id, title, kind) VALUES('here', 'Here', 'footprint');"
        "INSERT INTO population(place, age_from, year, persons) VALUES('here', 0, '2018/19', "
        "100000);"
        "INSERT INTO scenario(id, title) VALUES('do-nothing', 'Do nothing');"
        "INSERT INTO system(id, title, place, start, \"end\", warm_up_days, currency) "
        "VALUES('sys', 'S', 'here', '2018-04-01', '2020-03-31', 120, 'GBP');"
        "INSERT INTO setting(id, title, family, kind) VALUES('ward-a', 'W', 'wards', 'open'), "
        "('home', 'H', 'homes', 'open');"
        "INSERT INTO demand(id, setting, place, age_from, rate_per_1000) "
        "VALUES('d', 'ward-a', 'here', 0, 36.525);"
        "INSERT INTO stay(setting, age_from, distribution, mean_days) "
        "VALUES('ward-a', 0, 'exponential', 4), ('home', 0, 'exponential', 20);"
        "INSERT INTO route(id, setting, age_from, to_setting, share) VALUES('h', 'ward-a', 0, 'home', "
        "0.3), ('o', 'ward-a', 0, NULL, 0.65), ('x', 'ward-a', 0, NULL, 0.05), ('e', 'home', 0, NULL, "
        "1);"
        "INSERT INTO measure(id, title, unit, direction, frequency, model_output, model_subject) "
        "VALUES('in-ward', 'In the ward', 'people', 'lower', 'month', 'present', 'ward-a'), "
        "('at-home', 'At home', 'people', 'lower', 'month', 'present', 'home'), "
        "('asked', 'Who came', 'people', 'lower', 'quarter', 'arrivals', 'ward-a'), "
        "('idle', 'Idle', 'people', 'lower', 'month', NULL, NULL);");
    return db;
}

static inline struct calibrate_options options_for(const char *fit, const char *to) {
    return (struct calibrate_options){.fit = fit,
                                      .to = to,
                                      .from = date_of(2018, 4, 1),
                                      .until = date_of(2019, 3, 31),
                                      .low = 0.5,
                                      .high = 2,
                                      .scenario = "do-nothing",
                                      .replications = 4,
                                      .threads = 1,
                                      .starts = 2,
                                      .backtest = DATE_NONE,
                                      .backtest_replications = 16,
                                      .seed = 3};
}
