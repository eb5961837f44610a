/* When a modelled measure meets its target.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"
#include "../package.h"

#include "measure/forecast.h"

#include <math.h>
#include <string.h>

enum { MONTHS = 24 };
#define APRIL_2018 (2018 * 12 + 3)

static sqlite3 *package(const char *direction) {
    sqlite3 *db = package_empty();
    struct arena *arena = arena_new();
    package_run(db, "INSERT INTO place (id, title, kind) VALUES ('here', 'Here', 'footprint')");
    package_run(db, "INSERT INTO system (id, title, place, start, end, currency) "
                    "VALUES ('s', 'S', 'here', '2018-04-01', '2021-03-31', 'GBP')");
    package_run(db, arena_printf(arena,
                                 "INSERT INTO measure (id, title, unit, direction, frequency) "
                                 "VALUES ('m', 'Delays', 'people', '%s', 'month')",
                                 direction));
    arena_free(arena);
    return db;
}

static struct measure_forecast judge(sqlite3 *db, const struct measure_modelled *months,
                                     struct arena *arena) {
    struct measure_forecast f;
    struct err err = {0};
    if (!measure_forecast(db, "m", NULL, months, MONTHS, arena, &f, &err))
        fail_msg("%s", err.message);
    return f;
}

/* From 20 down by 1 a month, give or take 3; the target is 10, from April 2019 on 7. */
static void fall(struct measure_modelled *months, double sign) {
    for (int i = 0; i < MONTHS; i++) {
        double x = sign * (20 - i);
        months[i] = (struct measure_modelled){APRIL_2018 + i, x, x - 3, x, x + 3};
    }
}

static void the_month_is_that_of_a_share_of_the_futures(void **state) {
    (void)state;
    for (int higher = 0; higher < 2; higher++) {
        struct arena *arena = arena_new();
        sqlite3 *db = package(higher ? "higher" : "lower");
        struct measure_modelled months[MONTHS];
        fall(months, higher ? -1 : 1);
        package_run(db, higher ? "INSERT INTO target (measure, place, due, value) VALUES "
                                 "('m', 'here', '2019-03-31', -10), ('m', 'here', '2020-03-31', -7)"
                               : "INSERT INTO target (measure, place, due, value) VALUES "
                                 "('m', 'here', '2019-03-31', 10), ('m', 'here', '2020-03-31', 7)");
        struct measure_forecast f = judge(db, months, arena);
        assert_int_equal(f.tenth, APRIL_2018 + 7); /* 13 - 3: 10 is asked for */
        assert_int_equal(f.half, APRIL_2018 + 13); /* 10 for two months, then 7 is asked for */
        assert_int_equal(f.most, APRIL_2018 + 16);
        assert_non_null(strstr(f.words, "half meet the target from May 2019 on"));
        assert_non_null(strstr(f.words, "nine in ten from August 2019 on"));
        sqlite3_close(db);
        arena_free(arena);
    }
}

static void a_lucky_month_is_none(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    sqlite3 *db = package("lower");
    struct measure_modelled months[MONTHS];
    for (int i = 0; i < MONTHS; i++)
        months[i] = (struct measure_modelled){APRIL_2018 + i, 20, 15, 20, 25};
    months[4].p50 = months[5].p50 = 9;
    package_run(db, "INSERT INTO target (measure, place, due, value) VALUES "
                    "('m', 'here', '2020-03-31', 10)");
    struct measure_forecast f = judge(db, months, arena);
    assert_int_equal(f.half, -1);
    assert_non_null(strstr(f.words, "fewer than one in ten"));
    months[MONTHS - 1].p10 = 9; /* the last month: no more can be asked */
    f = judge(db, months, arena);
    assert_int_equal(f.tenth, APRIL_2018 + MONTHS - 1);
    assert_non_null(strstr(f.words, "half meet the target not by March 2020"));
    months[3].month++;
    struct err err = {0};
    assert_false(measure_forecast(db, "m", NULL, months, MONTHS, arena, &f, &err));
    assert_int_equal(err.code, ERR_INPUT);
    package_run(db, "DELETE FROM target");
    months[3].month--;
    assert_null(judge(db, months, arena).words);
    sqlite3_close(db);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_month_is_that_of_a_share_of_the_futures),
        cmocka_unit_test(a_lucky_month_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
