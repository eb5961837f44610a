/* Futures: what is drawn, what it does to results, how they are compared and taken apart. Small
 * packages whose answers are known.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "../package.h"
#include "model/compare.h"
#include "model/contributions.h"
#include "model/draws.h"
#include "model/variance.h"

#include <math.h>
#include <string.h>

/* An open unit with 10 arrivals a day who stay 2 days, and 100 places that nobody uses, which cost
 * £365.25 a year each: £100 a day, known exactly. */
static sqlite3 *unit(void) {
    sqlite3 *db = package_empty();
    package_run(
        db, "INSERT INTO place(id, title, kind) VALUES('here', 'Here', 'footprint');"
            "INSERT INTO population(place, age_from, year, persons) VALUES('here', 0, '2018/19', "
            "100000);"
            "INSERT INTO scenario(id, title) VALUES('do-nothing', 'Do nothing'), ('plan', 'Plan');"
            "INSERT INTO system(id, title, place, start, \"end\", currency) "
            "VALUES('sys', 'S', 'here', '2018-04-01', '2019-03-31', 'GBP');"
            "INSERT INTO setting(id, title, family, kind) VALUES('unit', 'U', 'units', 'open'), "
            "('empty', 'E', 'wards', 'places');"
            "INSERT INTO capacity(setting, from_date, amount) VALUES('empty', '2018-01-01', 100);"
            "INSERT INTO demand(id, setting, place, age_from, rate_per_1000) "
            "VALUES('d', 'unit', 'here', 0, 36.525);"
            "INSERT INTO stay(setting, age_from, distribution, mean_days) "
            "VALUES('unit', 0, 'exponential', 2);"
            "INSERT INTO route(id, setting, age_from, share) VALUES('out', 'unit', 0, 1);"
            "INSERT INTO unit_cost(setting, basis, kind, amount_gbp, price_year) "
            "VALUES('empty', 'place year', 'fixed', 365.25, '2018/19');"
            "INSERT INTO scheme(id, title, starts_on) VALUES('a', 'A', '2018-04-01'), "
            "('b', 'B', '2018-04-01');"
            "INSERT INTO scenario_scheme(scenario, scheme, included) VALUES('plan', 'a', 'yes'), "
            "('plan', 'b', 'yes');");
    return db;
}

static void effect(sqlite3 *db, const char *scheme, const char *table, const char *column,
                   const char *operation, double low, double central, double high) {
    char sql[400];
    snprintf(sql, sizeof sql,
             "INSERT INTO effect(scheme, on_table, on_rows, on_column, operation, low, central, "
             "high) VALUES('%s', '%s', '*', '%s', '%s', %g, %g, %g)",
             scheme, table, column, operation, low, central, high);
    package_run(db, sql);
}

static struct model_results simulate(sqlite3 *db, struct arena *arena,
                                     struct model_options options) {
    struct model_results results;
    struct err err = {0};
    options.seed = 5;
    if (!options.threads) options.threads = 2;
    options.by = MODEL_BY_YEAR;
    if (!model_simulate(db, &options, arena, &results, &err)) fail_msg("%s", err.message);
    return results;
}

static const struct model_row *row(const struct model_results *results, const char *scenario,
                                   const char *output, const char *subject) {
    const struct model_row *found = model_find(results, scenario, output, subject, "2018/19");
    if (!found) fail_msg("no %s of %s", output, subject);
    return found;
}

static void assert_close(double found, double known, double within) {
    if (!(fabs(found - known) <= within)) fail_msg("%.12g, known %.12g", found, known);
}

/* --- draws --- */

static void each_block_of_draws_fills_the_range(void **state) {
    (void)state;
    for (uint32_t size = 2; size <= 256; size *= 2)
        for (uint32_t block = 0; block < 3; block++)
            for (int other = 0; other < 2; other++) {
                char seen[256] = {0};
                for (uint32_t i = 0; i < size; i++) {
                    uint32_t index = block * size + i + (other ? FUTURE_OTHER : 0);
                    double u = draw_uniform(9, "scheme", "one", index);
                    assert_true(u > 0 && u < 1);
                    seen[(int)(u * size)]++;
                }
                for (uint32_t i = 0; i < size; i++) assert_int_equal(seen[i], 1);
            }
}

/* Draws of two ids, two seeds and two sets do not follow each other: correlations of 1,024 lie
 * within 4 standard errors (1/32) of 0. */
static void draws_of_different_things_are_independent(void **state) {
    (void)state;
    double xy[4] = {0};
    for (uint32_t i = 0; i < 1024; i++) {
        double u = draw_uniform(9, "scheme", "one", i) - 0.5;
        xy[0] += u * (draw_uniform(9, "scheme", "two", i) - 0.5);
        xy[1] += u * (draw_uniform(9, "milestone", "one", i) - 0.5);
        xy[2] += u * (draw_uniform(10, "scheme", "one", i) - 0.5);
        xy[3] += u * (draw_uniform(9, "scheme", "one", i | FUTURE_OTHER) - 0.5);
    }
    for (int k = 0; k < 4; k++) assert_close(xy[k] / 1024 * 12, 0, 4 / 32.0);
}

static void low_and_high_are_the_tenth_and_ninetieth_percentile(void **state) {
    (void)state;
    assert_close(draw_between(0.5, 0.8, 0.9, true, 0.1), 0.5, 1e-12);
    assert_close(draw_between(0.5, 0.8, 0.9, true, 0.5), 0.8, 1e-12);
    assert_close(draw_between(0.5, 0.8, 0.9, true, 0.9), 0.9, 1e-12);
    assert_close(draw_between(-4, 1, 2, false, 0.1), -4, 1e-12);
    assert_close(draw_between(0.9, 0.8, 0.8, true, 0.99), 0.8, 0);
    assert_close(draw_between(0.9, 0.8, 0.5, true, 0.9), 0.5,
                 1e-12);                                        /* high is the better, not more */
    assert_true(draw_between(0.5, 0.8, 0.9, true, 1e-9) > 0.3); /* held at the 1st percentile */
}

static void scenarios_share_the_draws(void **state) {
    (void)state;
    sqlite3 *db = unit();
    package_run(db, "INSERT INTO scenario(id, title, base) VALUES('again', 'A', 'plan');");
    effect(db, "a", "unit_cost", "amount_gbp", "multiply", 0.5, 0.8, 0.9);
    struct arena *arena = arena_new();
    struct model_results r = simulate(db, arena, (struct model_options){.replications = 128});
    const struct model_row *plan = row(&r, "plan", "cost_gbp", "empty");
    assert_memory_equal(plan->values, row(&r, "again", "cost_gbp", "empty")->values,
                        128 * sizeof(double));
    assert_close(plan->p10, 36500 * 0.5, 400);
    assert_close(plan->p50, 36500 * 0.8, 400);
    assert_close(plan->p90, 36500 * 0.9, 400);
    assert_close(row(&r, "do-nothing", "cost_gbp", "empty")->sd, 0, 1e-9);
    assert_int_equal(r.varied, MODEL_PARAMETERS | MODEL_CHANCE);
    /* and at their central values */
    r = simulate(db, arena, (struct model_options){.replications = 4, .fixed = MODEL_PARAMETERS});
    plan = row(&r, "plan", "cost_gbp", "empty");
    assert_close(plan->mean, 36500 * 0.8, 1e-6);
    assert_true(row(&r, "plan", "arrivals", "unit")->sd > 0);
    /* chance alone can be held as well: all replications see the same people */
    r = simulate(db, arena, (struct model_options){.replications = 8, .fixed = MODEL_CHANCE});
    assert_close(row(&r, "do-nothing", "arrivals", "unit")->sd, 0, 0);
    assert_true(row(&r, "plan", "cost_gbp", "empty")->sd > 0);
    arena_free(arena);
    sqlite3_close(db);
}

static void dates_of_milestones_are_drawn(void **state) {
    (void)state;
    sqlite3 *db = unit();
    package_run(db, "INSERT INTO milestone(id, programme, title, due_to, early_on, late_on) "
                    "VALUES('m', 'p', 'M', '2018-07-01', '2018-05-01', '2018-12-01');"
                    "UPDATE scheme SET starts = 'm', starts_on = NULL WHERE id = 'a';");
    effect(db, "a", "unit_cost", "amount_gbp", "set", 0, 0, 0);
    struct arena *arena = arena_new();
    struct model_results r = simulate(db, arena, (struct model_options){.replications = 128});
    assert_int_equal(r.varied, MODEL_DATES | MODEL_CHANCE);
    const struct model_row *plan = row(&r, "plan", "cost_gbp", "empty");
    /* £100 a day until the scheme begins: days from 1 April to 1 May, 1 July, 1 December */
    assert_close(plan->p10, 30 * 100, 400);
    assert_close(plan->p50, 91 * 100, 400);
    assert_close(plan->p90, 244 * 100, 600);
    package_run(db, "UPDATE milestone SET done_on = '2018-06-01'"); /* then it is known */
    r = simulate(db, arena, (struct model_options){.replications = 4});
    assert_int_equal(r.varied, MODEL_CHANCE);
    assert_close(row(&r, "plan", "cost_gbp", "empty")->mean, 61 * 100, 1e-6);
    arena_free(arena);
    sqlite3_close(db);
}

static void numbers_that_are_not_known_are_drawn(void **state) {
    (void)state;
    sqlite3 *db = unit();
    package_run(db,
                "INSERT INTO uncertainty(on_table, on_rows, on_column, operation, low, high) VALUES"
                "('unit_cost', '*', 'amount_gbp', 'multiply', 0.8, 1.5),"
                "('stay', 'setting=unit', 'mean_days', 'multiply', 0.5, 2),"
                "('demand', 'id=d', 'growth_pct', 'add', -20, 20);");
    struct arena *arena = arena_new();
    struct model_results r = simulate(db, arena, (struct model_options){.replications = 128});
    const struct model_row *cost = row(&r, "do-nothing", "cost_gbp", "empty");
    assert_close(cost->p10, 36500 * 0.8, 400);
    assert_close(cost->p50, 36500, 400);
    assert_close(cost->p90, 36500 * 1.5, 600);
    /* 20 present, times the factor; chance is some 2% of it, growth 10% at mid-year */
    const struct model_row *present = row(&r, "do-nothing", "present", "unit");
    assert_close(present->p10, 10, 1);
    assert_close(present->p50, 20, 1.2);
    assert_close(present->p90, 40, 4);
    const struct model_row *arrivals = row(&r, "do-nothing", "arrivals", "unit");
    assert_close(arrivals->p90 - arrivals->p10, 3650 * (sqrt(1.2) - sqrt(0.8)), 130);
    arena_free(arena);
    sqlite3_close(db);
}

/* --- comparing --- */

/* The interval of the ratio of variances holds what theory says, and is narrow enough to show
 * something. */
static void ratio_is(const char *what, const struct model_pair *pair, double theory) {
    printf("%-64s %.1f (%.1f to %.1f), theory %.0f\n", what, pair->variance_ratio, pair->ratio_low,
           pair->ratio_high, theory);
    if (!(pair->ratio_low < theory && theory < pair->ratio_high))
        fail_msg("%s: %g to %g", what, pair->ratio_low, pair->ratio_high);
    assert_true(pair->ratio_high / pair->ratio_low < 4);
    assert_true(pair->ratio_low < pair->variance_ratio && pair->variance_ratio < pair->ratio_high);
}

static void differences_have_their_interval_and_gain(void **state) {
    (void)state;
    sqlite3 *db = unit();
    effect(db, "a", "demand", "rate_per_1000", "multiply", 0.9, 0.9, 0.9);
    struct arena *arena = arena_new();
    struct err err = {0};
    struct model_results r = simulate(db, arena, (struct model_options){.replications = 64});
    struct model_pair *pairs;
    size_t count;
    assert_true(model_compare(&r, "do-nothing", arena, &pairs, &count, &err));
    const struct model_pair *arrivals = NULL;
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i].row->output, "arrivals") == 0 &&
            strcmp(pairs[i].row->subject, "unit") == 0)
            arrivals = &pairs[i];
    assert_non_null(arrivals);
    const struct model_row *plan = row(&r, "plan", "arrivals", "unit"),
                           *nothing = row(&r, "do-nothing", "arrivals", "unit");
    assert_close(arrivals->difference.mean, plan->mean - nothing->mean, 1e-9);
    /* Student's t for 63 degrees of freedom is 1.9983 */
    assert_close(arrivals->high - arrivals->low, 2 * 1.9983 * arrivals->difference.sd / 8, 1e-3);
    assert_true(arrivals->low < -365 && arrivals->high > -365);
    /* Thinned: of 3,650 people 365 are not there, sd 19; with other people it would be 83. The
     * ratio of variances is 1.9 x 3650 / 365 = 19. */
    ratio_is("demand a tenth less: variance of the difference of arrivals", arrivals, 19);
    assert_false(model_compare(&r, "none", arena, &pairs, &count, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);

    /* A stay that is rescaled is the same draw: a tenth more of the same. The difference of people
     * present is a tenth of their number, and so is its standard deviation: the ratio of variances
     * is about (1 + 1.1^2) / 0.1^2 = 221. */
    package_run(db, "DELETE FROM effect");
    effect(db, "a", "stay", "mean_days", "multiply", 1.1, 1.1, 1.1);
    r = simulate(db, arena, (struct model_options){.replications = 64});
    assert_true(model_compare(&r, "do-nothing", arena, &pairs, &count, &err));
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i].row->output, "present") == 0 &&
            strcmp(pairs[i].row->subject, "unit") == 0) {
            assert_close(pairs[i].difference.mean, 2, 0.1);
            ratio_is("stays a tenth longer: of people present", &pairs[i], 221);
        }
    arena_free(arena);
    sqlite3_close(db);
}

static void replications_go_on_until_it_is_precise(void **state) {
    (void)state;
    sqlite3 *db = unit();
    struct arena *arena = arena_new();
    const struct model_only of = {"present", "unit", "2018/19"};
    struct model_options options = {
        .precision_pct = 0.5, .precision_of = &of, .precision_of_count = 1};
    struct model_results r = simulate(db, arena, options);
    const struct model_row *present = row(&r, "plan", "present", "unit");
    /* sd of a year's mean of M/M/infinity: sqrt(2 x 20 x 2 / 365) = 0.47, so that 0.5% of 20 wants
     * about (1.96 x 0.47 / 0.1)^2 = 85. */
    assert_true(r.precise && r.precision_count == 2);
    assert_true(r.replications > 40 && r.replications < 170);
    assert_true(model_find(&r, "plan", "present", "unit", "2018/19")->replications ==
                r.replications);
    for (size_t i = 0; i < r.precision_count; i++) assert_true(r.precisions[i].half_pct <= 0.5);
    /* the same as if that many had been asked for at once */
    struct model_results same =
        simulate(db, arena, (struct model_options){.replications = r.replications, .threads = 1});
    assert_memory_equal(row(&same, "plan", "present", "unit")->values, present->values,
                        (size_t)r.replications * sizeof(double));
    options.most_replications = 20;
    r = simulate(db, arena, options);
    assert_int_equal(r.replications, 20);
    assert_false(r.precise);
    arena_free(arena);
    sqlite3_close(db);
}

/* --- taking apart --- */

/* cost = £100 x 365 x F + £k x arrivals, F drawn and arrivals Poisson: additive, so that the shares
 * follow from the two variances. */
static void variance_is_shared_as_theory_says(void **state) {
    (void)state;
    sqlite3 *db = unit();
    package_run(db, "INSERT INTO unit_cost(setting, basis, kind, amount_gbp, price_year) "
                    "VALUES('unit', 'arrival', 'variable', 40, '2018/19');"
                    "INSERT INTO milestone(id, programme, title, due_to, early_on, late_on) "
                    "VALUES('m', 'p', 'M', '2018-10-01', '2018-08-01', '2018-12-01');"
                    "UPDATE scheme SET starts = 'm', starts_on = NULL WHERE id = 'b';");
    const char *on = "UPDATE effect SET on_rows = 'setting=empty'";
    effect(db, "a", "unit_cost", "amount_gbp", "add", -36.525, 0, 36.525);
    package_run(db, on);
    effect(db, "b", "unit_cost", "amount_gbp", "add", 73.05, 73.05, 73.05);
    package_run(db, on);
    /* Variance of a standard normal held at its 1st and 99th percentile, z = 2.3263, density there
     * 0.026652: 1 - 2 (0.01 (1 - z^2) + z x 0.026652) = 0.9644. */
    double clipped = 1 - 2 * (0.01 * (1 - 2.3263 * 2.3263) + 2.3263 * 0.026652);
    double parameters = pow(3650 / 1.28155, 2) * clipped; /* 10% of £36,500 at the percentiles */
    double dates = pow(61 / 1.28155 * 20, 2) * clipped;   /* £20 a day, 61 days */
    double chance = 1600.0 * 3650, all = parameters + dates + chance;
    const char *only = "plan";
    struct arena *arena = arena_new();
    struct model_results r = simulate(
        db, arena,
        (struct model_options){
            .scenarios = &only, .scenario_count = 1, .replications = 200, .decompose = true});
    assert_int_equal(r.varied, MODEL_PARAMETERS | MODEL_DATES | MODEL_CHANCE);
    size_t count;
    const struct model_variance *v = model_variances(&r, arena, &count);
    bool seen = false, arrivals = false;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(v[i].row->subject, "sys") != 0) continue;
        if (strcmp(v[i].row->output, "arrivals") == 0) { /* which neither costs nor dates move */
            for (int k = 0; k < MODEL_KINDS; k++) {
                assert_close(v[i].kinds[k].first, 1 << k == MODEL_CHANCE, 0);
                assert_close(v[i].kinds[k].total, 1 << k == MODEL_CHANCE,
                             4 * v[i].kinds[k].total_error);
            }
            arrivals = true;
        }
        if (strcmp(v[i].row->output, "cost_gbp") != 0) continue;
        const double known[] = {parameters / all, dates / all, chance / all};
        seen = true;
        assert_close(v[i].row->sd * v[i].row->sd, all, 0.2 * all);
        double sum = 0;
        for (int k = 0; k < MODEL_KINDS; k++) sum += v[i].kinds[k].first;
        assert_close(sum, 1, 0.15); /* additive: nothing is of kinds together */
        for (int k = 0; k < MODEL_KINDS; k++) {
            const struct model_share *share = &v[i].kinds[k];
            assert_true(share->first_error > 0 && share->first_error < 0.08);
            assert_close(share->first, known[k], 4 * share->first_error);
            assert_close(share->total, known[k], 4 * share->total_error);
        }
    }
    assert_true(seen && arrivals);
    arena_free(arena);
    sqlite3_close(db);
}

static const struct model_contribution *part(const struct model_contributions *c,
                                             const char *scheme, bool overlap) {
    for (size_t i = 0; i < c->count; i++) {
        const struct model_contribution *item = &c->items[i];
        bool it = scheme ? item->scheme && strcmp(item->scheme, scheme) == 0 : !item->scheme;
        if (it && item->is_overlap == overlap && strcmp(item->output, "cost_gbp") == 0 &&
            strcmp(item->subject, "empty") == 0)
            return item;
    }
    fail_msg("no contribution of %s", scheme ? scheme : "all");
    return NULL;
}

static void schemes_are_told_apart(void **state) {
    (void)state;
    sqlite3 *db = unit();
    effect(db, "a", "unit_cost", "amount_gbp", "multiply", 0.9, 0.9, 0.9);
    effect(db, "b", "unit_cost", "amount_gbp", "multiply", 0.8, 0.8, 0.8);
    struct arena *arena = arena_new();
    struct err err = {0};
    struct model_contributions c;
    struct model_options options = {.replications = 2, .threads = 1, .by = MODEL_BY_YEAR};
    assert_true(model_contributions(db, &options, "plan", arena, &c, &err));
    /* 0.9 x 0.8 = 0.72: 28% in all, 10% and 20% alone, 8% and 18% on top of the other */
    assert_close(part(&c, "a", false)->alone.mean, -3650, 1e-6);
    assert_close(part(&c, "a", false)->last.mean, -0.08 * 36500, 1e-6);
    assert_close(part(&c, "b", false)->alone.mean, -7300, 1e-6);
    assert_close(part(&c, "b", false)->last.mean, -0.18 * 36500, 1e-6);
    assert_close(part(&c, NULL, false)->alone.mean, -0.28 * 36500, 1e-6);
    assert_close(part(&c, NULL, true)->alone.mean, 0.02 * 36500, 1e-6);
    assert_close(part(&c, NULL, true)->last.mean, -0.02 * 36500, 1e-6);
    /* The package may say that only the strongest counts. */
    package_run(db, "UPDATE system SET schemes_combine = 'strongest'");
    assert_true(model_contributions(db, &options, "plan", arena, &c, &err));
    assert_close(part(&c, NULL, false)->alone.mean, -0.2 * 36500, 1e-6);
    assert_close(part(&c, "a", false)->last.mean, 0, 1e-6);
    assert_close(part(&c, "b", false)->last.mean, -3650, 1e-6);
    assert_false(model_contributions(db, &options, "do-nothing", arena, &c, &err));
    assert_int_equal(err.code, ERR_INPUT);
    arena_free(arena);
    sqlite3_close(db);
}

static void threads_change_nothing(void **state) {
    (void)state;
    sqlite3 *db = unit();
    effect(db, "a", "demand", "rate_per_1000", "multiply", 0.7, 0.8, 0.9);
    package_run(db, "INSERT INTO uncertainty(on_table, on_rows, on_column, operation, low, high) "
                    "VALUES('demand', 'id=d', 'rate_per_1000', 'multiply', 0.8, 1.2)");
    struct arena *arena = arena_new();
    struct buf texts[3];
    for (int i = 0; i < 3; i++) {
        struct model_results r = simulate(
            db, arena, (struct model_options){.replications = 7, .threads = 1 << i, .twin = true});
        texts[i] = buf_new(arena);
        model_write_csv(&r, &texts[i]);
        assert_string_equal(texts[i].text, texts[0].text);
    }
    assert_true(texts[0].length > 500);
    arena_free(arena);
    sqlite3_close(db);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_block_of_draws_fills_the_range),
        cmocka_unit_test(draws_of_different_things_are_independent),
        cmocka_unit_test(low_and_high_are_the_tenth_and_ninetieth_percentile),
        cmocka_unit_test(scenarios_share_the_draws),
        cmocka_unit_test(dates_of_milestones_are_drawn),
        cmocka_unit_test(numbers_that_are_not_known_are_drawn),
        cmocka_unit_test(differences_have_their_interval_and_gain),
        cmocka_unit_test(replications_go_on_until_it_is_precise),
        cmocka_unit_test(variance_is_shared_as_theory_says),
        cmocka_unit_test(schemes_are_told_apart),
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
