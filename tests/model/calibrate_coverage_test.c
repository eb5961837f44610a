/* Calibration where the truth is known: measures are one future of the model with numbers that only
 * the test knows, and what else moves them. The intervals of the numbers hold these, and those of
 * the forecast what comes, as often as they say. `model_calibrate_coverage_test COUNT` tries that
 * many histories (150 by default).
 *
 * SPDX-License-Identifier: MIT */
#include "ward_and_home.h"

#include "model/draws.h"
#include "model/trial.h"
#include "stats/distribution.h"

#include <stdio.h>
#include <stdlib.h>

#define FIT "stay:ward-a,route:ward->home"
#define FITTED 24 /* months */
#define MONTHS 36
#define CHANCE 0.005 /* of right intervals, to hold so few, or so many */

static int histories = 150;

struct world {
    const char *name;
    uint64_t seed;
    double noise, alike; /* of a month, % of the mean; correlation with the month before */
};

/* The future `r` of the ward, and noise that is alike from month to month, becomes what was
 * observed: two years and one month of the third. */
static void observe_world(sqlite3 *db, const struct world *world, const struct model_results *truth,
                          uint32_t r) {
    static const struct {
        const char *measure, *subject;
    } measures[] = {{"in-ward", "ward-a"}, {"at-home", "home"}};
    package_run(db, "DELETE FROM observation");
    for (size_t k = 0; k < 2; k++) {
        double noise = 0;
        for (uint32_t m = 0; m < MONTHS; m++) {
            char period[16], sql[256];
            snprintf(period, sizeof period, "%u-%02u", 2018 + (m + 3) / 12, (m + 3) % 12 + 1);
            const struct model_row *row =
                model_find(truth, "do-nothing", "present", measures[k].subject, period);
            double jump = distribution_normal_quantile(
                draw_uniform(99, world->name, measures[k].measure, r * MONTHS + m));
            noise = m ? world->alike * noise + sqrt(1 - world->alike * world->alike) * jump : jump;
            double value = row->values[r] + world->noise / 100 * row->mean * noise;
            if (m >= FITTED && m != MONTHS - 1 - (r % 6)) continue;
            snprintf(sql, sizeof sql,
                     "INSERT INTO observation(measure, place, period_start, value) VALUES('%s', "
                     "'here', '%s-01', %.9g)",
                     measures[k].measure, period, value);
            package_run(db, sql);
        }
    }
}

/* Of n, `in` lie within intervals that ought to hold `right` of them: neither too few nor too many.
 */
static void assert_share(const char *world, const char *what, int in, int n, double right,
                         bool wide) {
    double below = distribution_binomial(in, n, right),
           above = 1 - distribution_binomial(in - 1, n, right);
    printf("  %-12s %-10s %3.0f%% of %d hold %d (%.1f%%)\n", world, what, 100 * right, n, in,
           100.0 * in / n);
    if (below < CHANCE || (!wide && above < CHANCE))
        fail_msg("%s: %d of %d %s within intervals of %g%%", world, in, n, what, 100 * right);
}

static void try_world(const struct world *world) {
    sqlite3 *db = ward_and_home();
    package_run(db, "UPDATE system SET \"end\" = '2021-03-31'");
    struct calibrate_options options = options_for(FIT, "in-ward,at-home");
    options.until = date_of(2020, 3, 31);
    options.backtest = options.until + 1;
    options.starts = 1;
    /* The truth: the stay in the ward 1.2 times, and 0.8 times as many who go home. */
    struct arena *arena = arena_new();
    struct err err = {0};
    struct model_results truth;
    sqlite3 *real;
    static const double known[] = {1.2, 0.8};
    struct knobs knobs;
    if (!trial_copy(db, &real, &err) || !knobs_read(real, FIT, arena, &knobs, &err) ||
        !knobs_turn(real, &knobs, known, &err))
        fail_msg("%s", err.message);
    const struct model_options whole = {
        .replications = histories, .threads = 1, .seed = world->seed};
    if (!model_simulate(real, &whole, arena, &truth, &err)) fail_msg("%s", err.message);
    int in_80 = 0, in_95 = 0, forecasts = 0, numbers = 0, held = 0;
    for (uint32_t r = 0; r < (uint32_t)histories; r++) {
        struct arena *one = arena_new();
        struct calibrated c;
        observe_world(db, world, &truth, r);
        options.seed = 1000 + r;
        if (!model_calibrate(db, &options, one, &c, &err)) fail_msg("%s", err.message);
        for (size_t k = 0; k < 2; k++, numbers++)
            held += c.low[k] <= known[k] && known[k] <= c.high[k];
        assert_int_equal(c.check_count, 2);
        for (size_t i = 0; i < c.check_count; i++, forecasts++) {
            assert_int_equal(c.checks[i].count, 1);
            in_80 += (int)c.checks[i].in_80;
            in_95 += (int)c.checks[i].in_95;
        }
        arena_free(one);
    }
    assert_share(world->name, "forecasts", in_80, forecasts, 0.8, world->noise == 0);
    assert_share(world->name, "forecasts", in_95, forecasts, 0.95, world->noise == 0);
    assert_share(world->name, "numbers", held, numbers, 0.95, true);
    sqlite3_close(real);
    sqlite3_close(db);
    arena_free(arena);
}

static void intervals_hold_what_they_say(void **state) {
    (void)state;
    static const struct world worlds[] = {
        {"chance", 1, 0, 0},
        {"noise", 2, 5, 0},
        {"alike", 3, 5, 0.6},
    };
    for (size_t i = 0; i < sizeof worlds / sizeof *worlds; i++) try_world(&worlds[i]);
}

int main(int argc, char **argv) {
    if (argc > 1) histories = atoi(argv[1]);
    const struct CMUnitTest tests[] = {cmocka_unit_test(intervals_hold_what_they_say)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
