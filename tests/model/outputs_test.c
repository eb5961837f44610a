/* What happened to rows: outputs, subjects and periods of small packages.
 *
 * SPDX-License-Identifier: MIT */
#include "ward.h"

#include "base/date.h"

#include <string.h>

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

/* Staff of places offered and needed, the median wait, delays per 100,000 adults of a setting,
 * days, and only what is asked for. */
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
        cmocka_unit_test(outputs_hang_together),
        cmocka_unit_test(deaths_are_counted_where_they_happen),
        cmocka_unit_test(outputs_of_staff_waits_and_days),
        cmocka_unit_test(exchanges_are_counted),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(results_outlive_their_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
