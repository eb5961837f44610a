/* Who went where: counted people against rates, shares and each other.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "model/flows.h"

#include <math.h>
#include <string.h>

/* A department of 8 arrivals a day: a quarter go to a ward of two beds, which is too small, so that
 * many go on to another; from both they go home or die. */
static sqlite3 *make(void) {
    sqlite3 *db = package_empty();
    package_run(
        db, "INSERT INTO place(id, title, kind) VALUES('here', 'Here', 'footprint');"
            "INSERT INTO population(place, age_from, age_to, year, persons) VALUES"
            "('here', 18, NULL, '2018/19', 80000);"
            "INSERT INTO scenario(id, title) VALUES('do-nothing', 'Do nothing');"
            "INSERT INTO system(id, title, place, start, \"end\", warm_up_days, currency) "
            "VALUES('sys', 'S', 'here', '2018-04-01', '2020-03-31', 60, 'GBP');"
            "INSERT INTO setting(id, title, family, kind, place) VALUES"
            "('door', 'Door', 'doors', 'open', 'here'), ('other', 'Other', 'beds', 'open', 'here');"
            "INSERT INTO setting(id, title, family, kind, place, overflow_to) VALUES"
            "('ward', 'Ward', 'beds', 'places', 'here', 'other');"
            "INSERT INTO capacity(setting, from_date, amount) VALUES('ward', '2018-01-01', 2);"
            "INSERT INTO demand(id, setting, place, age_from, rate_per_1000) VALUES"
            "('d', 'door', 'here', 18, 36.525);"
            "INSERT INTO stay(setting, age_from, distribution, mean_days) VALUES"
            "('door', 0, 'exponential', 0.1), ('ward', 0, 'exponential', 2), "
            "('other', 0, 'exponential', 1);"
            "INSERT INTO route(id, setting, age_from, to_setting, outcome, share) VALUES"
            "('in', 'door', 0, 'ward', NULL, 0.25), ('off', 'door', 0, NULL, 'home', 0.75), "
            "('w-home', 'ward', 0, NULL, 'home', 0.9), ('w-died', 'ward', 0, NULL, 'died', 0.1), "
            "('o-home', 'other', 0, NULL, 'home', 1);");
    return db;
}

static bool same(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* '*' stands for any outcome. */
static double persons(const struct model_flow_year *year, const char *from, const char *to,
                      const char *outcome) {
    double sum = 0;
    for (size_t i = 0; i < year->count; i++) {
        const struct model_flow *row = &year->rows[i];
        if (same(row->from, from) && same(row->to, to) &&
            (same(outcome, "*") || same(row->outcome, outcome)))
            sum += row->persons;
    }
    return sum;
}

/* Within four standard deviations of a Poisson number. */
static void assert_about(double found, double expected) {
    if (fabs(found - expected) > 4 * sqrt(expected)) fail_msg("%g, expected %g", found, expected);
}

static void people_go_where_shares_and_room_send_them(void **state) {
    (void)state;
    sqlite3 *db = make();
    struct arena *arena = arena_new();
    struct err err = {0};
    const struct model_flow_year *years;
    size_t count;
    if (!model_flows(db, "do-nothing", 7, NULL, arena, &years, &count, &err))
        fail_msg("%s", err.message);
    assert_int_equal(count, 2);
    assert_string_equal(years[0].year, "2018/19");
    assert_string_equal(years[1].year, "2019/20");
    for (size_t y = 0; y < count; y++) {
        double came = persons(&years[y], NULL, "door", "*");
        assert_about(came, 8 * 365);
        assert_about(persons(&years[y], "door", NULL, "home"), came * 0.75);
        /* Erlang B (1917) with a load of 4 and two servers: 8/13 find no room. */
        double ward = persons(&years[y], "door", "ward", "*"),
               other = persons(&years[y], "door", "other", "*");
        assert_about(ward + other, came * 0.25);
        assert_about(other, came * 0.25 * 8 / 13);
        assert_about(persons(&years[y], "ward", NULL, "died"), ward * 0.1);
        assert_true(persons(&years[y], "other", NULL, "died") == 0);
        /* Whoever came in has gone on, but for the few who are still there. */
        double out = persons(&years[y], "ward", NULL, "*");
        assert_true(fabs(out - ward) <= 2);
    }
    arena_free(arena);
    sqlite3_close(db);
}

static void says_what_is_not_there(void **state) {
    (void)state;
    sqlite3 *db = make();
    struct arena *arena = arena_new();
    struct err err = {0};
    const struct model_flow_year *years;
    size_t count;
    assert_false(model_flows(db, "dream", 7, NULL, arena, &years, &count, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(people_go_where_shares_and_room_send_them),
                                       cmocka_unit_test(says_what_is_not_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
