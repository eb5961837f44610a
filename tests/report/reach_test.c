/* Which settings a scheme changes, and how that is said.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "base/date.h"
#include "report/reach.h"

#include <string.h>

static sqlite3 *package(void) {
    sqlite3 *db = package_empty();
    package_run(
        db,
        "INSERT INTO place(id, title, kind) VALUES('vale', 'The Vale', 'footprint');"
        "INSERT INTO setting(id, title, family, kind) VALUES('ae-one', 'First A&E', 'A&E', "
        "'places'), ('ae-two', 'Second A&E', 'A&E', 'places'), ('beds', 'Beds', 'beds', 'places'), "
        "('home', 'Care at home', 'home', 'visits'), ('other', 'Other', 'other', 'open');"
        "INSERT INTO demand(id, setting, place, age_from, rate_per_1000) VALUES('d1', 'ae-one', "
        "'vale', 0, 1), ('d2', 'ae-one', 'vale', 65, 1), ('d3', 'ae-two', 'vale', 65, 1), ('d4', "
        "'beds', 'vale', 65, 1);"
        "INSERT INTO route(id, setting, age_from, to_setting, share, reason) VALUES('r1', 'beds', 0, "
        "'home', 0.4, 'package'), ('r2', 'beds', 0, 'other', 0.1, 'choice');"
        "INSERT INTO capacity(setting, from_date, amount) VALUES('home', '2018-04-01', 100);"
        "INSERT INTO scheme(id, title, starts_on, ramp_months) VALUES('s', 'Fewer come', "
        "'2018-07-01', 6), ('t', 'Home sooner', NULL, NULL), ('idle', 'Does nothing', NULL, NULL);"
        "INSERT INTO effect(scheme, on_table, on_rows, on_column, operation, low, central, high) "
        "VALUES('s', 'demand', 'setting=ae-*;age_from=65|85', 'rate_per_1000', 'multiply', 0.95, "
        "0.85, 0.8), ('t', 'route', 'reason=package', 'delay_mean_days', 'multiply', NULL, 0.5, "
        "NULL), ('t', 'capacity', 'setting=home', 'amount', 'add', 20, 1230.5, NULL), ('t', "
        "'setting', 'id=beds', 'discharge_days', 'set', NULL, 7, NULL), ('t', 'demand', 'no=1', "
        "'rate_per_1000', 'set', NULL, 1, NULL), ('t', 'stay', 'setting=gone', 'mean_days', 'set', "
        "NULL, 1, NULL);");
    return db;
}

static void effects_reach_settings(void **unused) {
    (void)unused;
    sqlite3 *db = package();
    struct arena *arena = arena_new();
    struct reach reach;
    struct err err = {0};
    if (!reach_read(db, arena, &reach, &err)) fail_msg("%s", err.message);
    static const struct {
        const char *scheme, *what, *change, *settings;
    } expected[] = {
        {"s", "how many people ask for it, ages from 65 or 85", "-15% (-5% to -20%)",
         "ae-one ae-two "},
        {"t", "how long people are delayed on the way, reason: package", "-50%", "beds home "},
        {"t", "its capacity", "+1,230.5 (+20 to +1,230.5)", "home "},
        {"t", "on how many days a week people leave", "to 7", "beds "},
        {"t", "how long people stay", "to 1", ""}, /* its rows are not there */
    };
    assert_int_equal(reach.effect_count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < reach.effect_count; i++) {
        const struct reach_effect *e = &reach.effects[i];
        struct buf settings = buf_new(arena);
        buf_puts(&settings, "");
        for (size_t k = 0; k < e->setting_count; k++)
            buf_printf(&settings, "%s ", reach.settings[e->settings[k]].id);
        assert_string_equal(e->scheme, expected[i].scheme);
        assert_string_equal(e->what, expected[i].what);
        assert_string_equal(e->change, expected[i].change);
        assert_string_equal(settings.text, expected[i].settings);
    }
    assert_true(reach_touches(&reach, &reach.effects[1], "home"));
    assert_false(reach_touches(&reach, &reach.effects[1], "ae-one"));
    assert_int_equal(reach.scheme_count, 3);
    assert_int_equal(reach.schemes[0].starts_on, date_of(2018, 7, 1));
    assert_int_equal(reach.schemes[1].starts_on, DATE_NONE);
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(effects_reach_settings)};
    return cmocka_run_group_tests_name("report reach", tests, NULL, NULL);
}
