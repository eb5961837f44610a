/* Random numbers against published vectors; lengths of time against moments, distribution
 * functions and each other.
 *
 * SPDX-License-Identifier: MIT */
#include "build.h"

#include "sim/random.h"
#include "sim/sampler.h"
#include "sim/special.h"

#define STEPS 400000

static void philox_gives_the_published_numbers(void **state) {
    (void)state;
    static const struct {
        uint64_t key;
        uint32_t counter[4], expected[4];
    } cases[] = {
        /* kat_vectors of Random123 */
        {0, {0, 0, 0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {~(uint64_t)0,
         {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {0x299f31d0a4093822,
         {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct random_block counter;
        memcpy(counter.word, cases[i].counter, sizeof counter.word);
        struct random_block block = random_philox(cases[i].key, counter);
        assert_memory_equal(block.word, cases[i].expected, sizeof block.word);
    }
    assert_true(random_uniform(0, 0) > 0);
    assert_true(random_uniform(UINT32_MAX, UINT32_MAX) < 1);
}

static void normal_and_gamma_are_what_they_are(void **state) {
    (void)state;
    /* Abramowitz and Stegun 1964, table 26.5; and the symmetry. */
    assert_true(fabs(special_normal_quantile(0.975) - 1.959963984540054) < 1e-14);
    assert_true(fabs(special_normal_quantile(0.5)) == 0);
    assert_true(fabs(special_normal_quantile(1e-10) + 6.361340902404056) < 1e-11);
    for (int i = 1; i < 1000; i++) {
        double p = i / 1000.0;
        assert_true(fabs(special_normal(special_normal_quantile(p)) - p) < 1e-15);
    }
    /* With a whole shape the upper tail is a Poisson sum: Q(3, x) = e^-x (1 + x + x^2 / 2). */
    for (double x = 0.01; x < 40; x *= 1.3) {
        double q = exp(-x) * (1 + x + x * x / 2);
        assert_true(fabs(special_gamma(3, x, 1) - q) <= 1e-12 * q);
    }
    for (double a = 0.01; a < 1e5; a *= 2.7)
        for (double p = 0.001; p < 1; p += 0.0499) {
            double y = special_gamma_log_quantile(a, p, 1 - p);
            if (y < -600) continue; /* exp would not hold it */
            assert_true(fabs(special_gamma(a, exp(y), 0) - p) < 1e-9);
        }
}

static const struct sim_time times[] = {
    {.shape = SIM_EXPONENTIAL, .mean = 3},
    {.shape = SIM_LOGNORMAL, .mean = 9, .sd = 12},
    {.shape = SIM_LOGNORMAL, .mean = 0.2, .sd = 0.05},
    {.shape = SIM_GAMMA, .mean = 5, .sd = 5},
    {.shape = SIM_GAMMA, .mean = 5, .sd = 2},
    {.shape = SIM_GAMMA, .mean = 5, .sd = 9},
    {.shape = SIM_WEIBULL, .mean = 7, .sd = 7},
    {.shape = SIM_WEIBULL, .mean = 7, .sd = 2},
    {.shape = SIM_WEIBULL, .mean = 7, .sd = 12},
};
#define TIMES (sizeof times / sizeof times[0])

static struct sampler made(struct arena *arena, struct sim_time time) {
    struct sampler s;
    struct err err = {0};
    if (!sampler_make(arena, &time, &s, &err)) fail_msg("%s", err.message);
    return s;
}

/* Mean and standard deviation by the integral of the quantile over u, which is finest at the ends
 * (u = 3v^2 - 2v^3). */
static void moments(const struct sampler *s, double (*quantile)(const struct sampler *, double),
                    double *mean, double *sd) {
    double sum = 0, squares = 0;
    for (int i = 0; i < STEPS; i++) {
        double v = (i + 0.5) / STEPS, u = v * v * (3 - 2 * v), weight = 6 * v * (1 - v) / STEPS;
        double x = quantile(s, u);
        sum += x * weight;
        squares += x * x * weight;
    }
    *mean = sum;
    *sd = sqrt(squares - sum * sum);
}

static void lengths_have_their_mean_and_spread(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < TIMES; i++) {
        struct sampler s = made(arena, times[i]);
        double mean, sd, want = times[i].shape == SIM_EXPONENTIAL ? times[i].mean : times[i].sd;
        moments(&s, sampler_quantile, &mean, &sd);
        assert_true(fabs(mean - times[i].mean) < 1e-5 * times[i].mean);
        assert_true(fabs(sd - want) < 1e-3 * want);
    }
    arena_free(arena);
}

/* Several at a time are the bits of one at a time, in the tails too. */
static void several_lengths_are_those_of_one(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < TIMES; i++) {
        struct sampler s = made(arena, times[i]);
        for (uint32_t k = 0; k < 2000; k++) {
            double u[SAMPLER_LANES], one[SAMPLER_LANES];
            for (uint32_t lane = 0; lane < SAMPLER_LANES; lane++) {
                struct random_block b = random_draw(9, 0, 0, k, lane, RANDOM_STAY);
                u[lane] = random_stay(b.word[0], b.word[1]);
                if (lane == 0) u[lane] *= 1e-8;
                one[lane] = sampler_quantile(&s, u[lane]);
            }
            sampler_quantiles(&s, u);
            assert_memory_equal(u, one, sizeof u);
        }
    }
    arena_free(arena);
}

/* A person found in the middle of a stay: the whole stay has mean m + s^2 / m. */
static void found_stays_are_longer(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < TIMES; i++) {
        struct sampler s = made(arena, times[i]);
        double m = times[i].mean, sd = times[i].shape == SIM_EXPONENTIAL ? m : times[i].sd, sum = 0;
        enum { PARTS = 20000 };
        for (int k = 0; k < PARTS; k++) {
            double v = (k + 0.5) / PARTS, u = v * v * (3 - 2 * v);
            sum += sampler_biased_quantile(&s, u) * 6 * v * (1 - v) / PARTS;
        }
        assert_true(fabs(sum - (m + sd * sd / m)) < 1e-3 * sum);
    }
    arena_free(arena);
}

/* What is left of a stay that somebody is found in: mean (m^2 + s^2) / 2m, whatever its shape; and
 * on average half of it is over. */
static void what_is_left_of_a_stay(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { PARTS = 400 };
    for (size_t i = 0; i < TIMES; i++) {
        struct sampler s = made(arena, times[i]);
        double m = times[i].mean, sd = times[i].shape == SIM_EXPONENTIAL ? m : times[i].sd;
        double left = 0, gone = 0;
        for (int k = 0; k < PARTS; k++) {
            double v = (k + 0.5) / PARTS, u = v * v * (3 - 2 * v), weight = 6 * v * (1 - v) / PARTS;
            for (int j = 0; j < PARTS; j++) {
                double over = (j + 0.5) / PARTS;
                left += sampler_remaining(&s, u, &over) * weight / PARTS;
                gone += over * weight / PARTS;
            }
        }
        assert_true(fabs(left - (m * m + sd * sd) / (2 * m)) < 0.01 * left);
        assert_true(fabs(gone - 0.5) < 0.01);
    }
    arena_free(arena);
}

static double by_table_error(struct arena *arena, double shape) {
    struct sim_time time = {.shape = SIM_GAMMA, .mean = 1, .sd = 1 / sqrt(shape)};
    struct sampler s = made(arena, time);
    double worst = 0;
    for (int i = 1; i < 4000; i++) {
        double u = i / 4000.0, y = special_gamma_log_quantile(s.a, u, 1 - u);
        if (y < -600) continue;
        worst = fmax(worst, fabs(log(sampler_quantile(&s, u) / s.b) - y));
    }
    return worst;
}

static void gamma_is_interpolated_finely(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const double shapes[] = {0.05, 0.3, 1, 2.5, 16, 400, 1e5};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        double error = by_table_error(arena, shapes[i]);
        printf("gamma of shape %g: largest relative error %.1e\n", shapes[i], error);
        assert_true(error < 1e-6);
    }
    arena_free(arena);
}

static double share_below(const struct sim_time *t, double x) {
    double ratio = t->sd / t->mean;
    switch (t->shape) {
    case SIM_EXPONENTIAL:
        return 1 - exp(-x / t->mean);
    case SIM_LOGNORMAL: {
        double variance = log(1 + ratio * ratio);
        return special_normal((log(x / t->mean) + variance / 2) / sqrt(variance));
    }
    case SIM_GAMMA:
        return special_gamma(1 / (ratio * ratio), x / (t->mean * ratio * ratio), 0);
    case SIM_WEIBULL: { /* the shape of that ratio, by halving */
        double low = 0.1, high = 100;
        for (int i = 0; i < 200; i++) {
            double k = sqrt(low * high), square = 2 * lgamma(1 + 1 / k) + log(1 + ratio * ratio);
            if (lgamma(1 + 2 / k) > square)
                low = k;
            else
                high = k;
        }
        return -expm1(-pow(x / (t->mean / tgamma(1 + 1 / low)), low));
    }
    default:
        return NAN;
    }
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov: the largest distance of 20,000 draws from the distribution function is
 * beyond 1.95 / sqrt(n) once in a thousand times. */
static void draws_fit_their_distribution(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { DRAWS = 20000 };
    double *x = ARENA_NEW(arena, double, DRAWS);
    for (size_t i = 0; i < TIMES; i++) {
        struct sampler s = made(arena, times[i]);
        for (uint32_t k = 0; k < DRAWS; k++) {
            struct random_block b = random_draw(7, 0, (uint32_t)i, k, 3, RANDOM_STAY);
            x[k] = sampler_quantile(&s, random_uniform(b.word[0], b.word[1]));
        }
        qsort(x, DRAWS, sizeof *x, ascending);
        double worst = 0;
        for (int k = 0; k < DRAWS; k++) {
            double f = share_below(&times[i], x[k]);
            worst = fmax(worst, fmax(f - (double)k / DRAWS, (k + 1.0) / DRAWS - f));
        }
        assert_true(worst < 1.95 / sqrt(DRAWS));
    }
    arena_free(arena);
}

/* Truncation draws again from the part inside: F is rescaled, nothing piles up at the ends. */
static void truncation_rescales(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < TIMES; i++) {
        struct sim_time time = times[i];
        time.min = 0.5 * time.mean;
        time.max = 2 * time.mean;
        struct sampler s = made(arena, time);
        double low = share_below(&time, time.min), high = share_below(&time, time.max);
        for (double u = 0.01; u < 1; u += 0.01) {
            double x = sampler_quantile(&s, u);
            assert_true(x >= time.min && x <= time.max);
            assert_true(fabs((share_below(&time, x) - low) / (high - low) - u) < 1e-6);
            double biased = sampler_biased_quantile(&s, u);
            assert_true(biased >= time.min && biased <= time.max && biased >= x);
        }
    }
    arena_free(arena);
}

static void is_near(double found, double known) {
    if (!(fabs(found - known) <= 2e-6 * fabs(known) + 1e-12))
        fail_msg("%.12g, not %.12g", found, known);
}

/* The draws of a sampler on days of that factor, and of who is found in the middle or is still
 * there, are those of a time that is so many times as long and truncated as before. */
static void drawn_as(struct arena *arena, const struct sim_time *time,
                     const struct sim_time *longer, double by) {
    const double factors[3] = {1, by, by};
    struct sampler s = made(arena, *time), l = made(arena, *longer), days = s;
    struct sampler units = sampler_in_units(arena, &s, by);
    days.scale_by_day = factors;
    sampler_cut_days(arena, &days, 3);
    for (double u = 0.01; u < 1; u += 0.01) {
        double over = 0.3, known_over = 0.3;
        is_near(sampler_scaled(&s, u, by), sampler_quantile(&l, u));
        assert_true(sampler_on_day(&days, u, 0) == sampler_quantile(&s, u));
        is_near(sampler_on_day(&days, u, 2), sampler_quantile(&l, u));
        is_near(by * sampler_remaining(&units, u, &over), sampler_remaining(&l, u, &known_over));
        is_near(by * sampler_after(&units, u, time->mean / by), sampler_after(&l, u, time->mean));
    }
}

/* A factor acts on a time before it is truncated: no stay is longer than the longest. */
static void a_factor_acts_before_truncation(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const double factors[] = {0.6, 0.9, 1.5, 3};
    for (size_t i = 0; i < TIMES; i++)
        for (size_t k = 0; k < 4; k++) {
            struct sim_time time = times[i], longer;
            time.min = 0.25 * time.mean;
            time.max = 2 * time.mean;
            longer = time;
            longer.mean *= factors[k];
            longer.sd *= factors[k];
            drawn_as(arena, &time, &longer, factors[k]);
            struct sim_time parts[2][2] = {{time, fixed(time.mean)}, {longer, fixed(0)}};
            parts[1][1].mean = factors[k] * time.mean;
            parts[0][1].max = 1e5; /* never reached */
            struct sim_time mixed[2];
            for (int m = 0; m < 2; m++)
                mixed[m] = (struct sim_time){
                    .shape = SIM_MIXTURE, .mean = time.mean, .parts = parts[m], .part_count = 2};
            drawn_as(arena, &mixed[0], &mixed[1], factors[k]);
        }
    static const double samples[] = {4, 1, 2, 100}, longer[] = {2, 0.5, 1, 50};
    struct sim_time seen = {
        .shape = SIM_EMPIRICAL, .samples = samples, .sample_count = 4, .max = 60};
    struct sim_time half = seen;
    half.samples = longer;
    drawn_as(arena, &seen, &half, 0.5); /* the longest is within 60 days then */
    struct sim_time far = {.shape = SIM_LOGNORMAL, .mean = 5, .sd = 4, .min = 2, .max = 9};
    struct sampler s = made(arena, far),
                   six = made(arena, (struct sim_time){.shape = SIM_FIXED, .mean = 6, .max = 9});
    assert_true(sampler_scaled(&s, 0.5, 1e-6) == 2 && sampler_scaled(&s, 0.5, 0) == 2);
    assert_true(sampler_scaled(&s, 0.5, 1e9) == 9);
    assert_true(sampler_scaled(&six, 0.5, 2) == 9 && sampler_scaled(&six, 0.5, 0.5) == 3);
    arena_free(arena);
}

/* The rest of a time that has lasted a days: P(rest <= y) = (F(a + y) - F(a)) / (1 - F(a)). */
static void what_is_left_after_so_long(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < TIMES; i++) {
        struct sampler s = made(arena, times[i]);
        for (double a = 0; a < 4 * times[i].mean; a += 0.37 * times[i].mean) {
            double over = share_below(&times[i], a);
            if (a == 0) over = 0;
            if (over > 1 - 1e-4) continue; /* few are there so long */
            for (double u = 0.01; u < 1; u += 0.01) {
                double y = sampler_after(&s, u, a), f = share_below(&times[i], a + y);
                assert_true(y >= 0 && fabs((f - over) / (1 - over) - u) < 1e-5);
            }
        }
    }
    struct sampler exact = made(arena, fixed(6));
    assert_true(sampler_after(&exact, 0.3, 4.5) == 1.5);
    assert_true(sampler_after(&exact, 0.3, 6) == 0.3); /* the day at hand */
    static const double samples[] = {1, 4, 9};
    struct sampler seen = made(
        arena, (struct sim_time){.shape = SIM_EMPIRICAL, .samples = samples, .sample_count = 3});
    assert_true(sampler_after(&seen, 0.3, 1) == 3 && sampler_after(&seen, 0.7, 1) == 8);
    assert_true(sampler_after(&seen, 0.7, 9) == 0.7);
    struct sampler most =
        made(arena, (struct sim_time){.shape = SIM_LOGNORMAL, .mean = 5, .sd = 4, .max = 20});
    for (double u = 0.01; u < 1; u += 0.01) assert_true(sampler_after(&most, u, 19) <= 1);
    arena_free(arena);
}

/* Renewal theory (Cox 1962): who is found has been there for a time of density (1 - F(a)) / m, and
 * what is left after that has mean (m^2 + s^2) / 2m, as without knowing it. */
static void what_is_left_over_all_ages(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { AGES = 2000, PARTS = 200 };
    for (size_t i = 0; i < TIMES; i++) {
        struct sampler s = made(arena, times[i]);
        double m = times[i].mean, sd = times[i].shape == SIM_EXPONENTIAL ? m : times[i].sd;
        double left = 0, all = 0;
        for (int k = 0; k < AGES; k++) {
            double v = (k + 0.5) / AGES, a = 60 * m * v * v, weight; /* finest where most are */
            weight = (1 - share_below(&times[i], a)) / m * 120 * m * v / AGES;
            if (weight < 1e-9) continue;
            double rest = 0;
            for (int j = 0; j < PARTS; j++) {
                double w = (j + 0.5) / PARTS, u = w * w * (3 - 2 * w);
                rest += sampler_after(&s, u, a) * 6 * w * (1 - w) / PARTS;
            }
            left += weight * rest;
            all += weight;
        }
        assert_true(fabs(all - 1) < 0.01);
        assert_true(fabs(left - (m * m + sd * sd) / (2 * m)) < 0.02 * left);
    }
    arena_free(arena);
}

static void observed_lengths_come_as_often_as_seen(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const double samples[] = {4, 1, 2, 100}, weights[] = {1, 5, 4, 10};
    struct sim_time time = {.shape = SIM_EMPIRICAL,
                            .samples = samples,
                            .weights = weights,
                            .sample_count = 4,
                            .max = 50};
    struct sampler s = made(arena, time);
    int count[5] = {0};
    for (int i = 0; i < 1000; i++) count[(int)sampler_quantile(&s, (i + 0.5) / 1000)]++;
    assert_int_equal(count[1], 500);
    assert_int_equal(count[2], 400);
    assert_int_equal(count[4], 100);
    assert_true(sampler_biased_quantile(&s, 0.999) == 4);
    arena_free(arena);
}

/* Short stays and long ones, three to one: F, moments, those who are found, and those who are still
 * there, are what the parts make together. */
static void a_mixture_is_what_its_parts_are(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    enum { GRID = 20000 };
    static const double weights[] = {3, 1, 0};
    struct sim_time parts[] = {
        exponential(2), {.shape = SIM_GAMMA, .mean = 20, .sd = 10}, fixed(9)};
    struct sim_time time = {
        .shape = SIM_MIXTURE, .parts = parts, .weights = weights, .part_count = 3};
    struct sampler s = made(arena, time);
#define F(x) (0.75 * share_below(&parts[0], x) + 0.25 * share_below(&parts[1], x))
    double mean, sd, m1 = 0.75 * 2 + 0.25 * 20, m2 = 0.75 * 8 + 0.25 * 500, found = 0;
    moments(&s, sampler_quantile, &mean, &sd);
    assert_true(fabs(mean - m1) < 1e-3 * m1 && fabs(sd - sqrt(m2 - m1 * m1)) < 1e-3 * sd);
    for (int k = 0; k < GRID; k++) found += sampler_biased_quantile(&s, (k + 0.5) / GRID) / GRID;
    assert_true(fabs(found - m2 / m1) < 2e-3 * found);
    for (double a = 0; a < 40; a += 7.5)
        for (double y = 1; y < 30; y *= 2) {
            int within = 0;
            for (int k = 0; k < GRID; k++) within += sampler_after(&s, (k + 0.5) / GRID, a) <= y;
            double over = a > 0 ? F(a) : 0;
            assert_true(fabs((double)within / GRID - (F(a + y) - over) / (1 - over)) < 5e-4);
        }
#undef F
    /* longer parts are the same draw, longer */
    struct sim_time twice[] = {
        exponential(4), {.shape = SIM_GAMMA, .mean = 40, .sd = 20}, fixed(18)};
    time.parts = twice;
    struct sampler longer = made(arena, time);
    for (double u = 0.001; u < 1; u += 0.001)
        assert_true(fabs(sampler_quantile(&longer, u) - 2 * sampler_quantile(&s, u)) < 1e-9);
    struct sim_time nested = {.shape = SIM_MIXTURE, .parts = &time, .part_count = 1};
    struct err err = {0};
    assert_false(sampler_check(&nested, &err));
    time.part_count = 0;
    assert_false(sampler_check(&time, &err));
    arena_free(arena);
}

static void nonsense_is_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const double bad[] = {1, -1};
    static const struct sim_time cases[] = {
        {.shape = SIM_EXPONENTIAL, .mean = 0},
        {.shape = SIM_EXPONENTIAL, .mean = -1},
        {.shape = SIM_EXPONENTIAL, .mean = NAN},
        {.shape = SIM_LOGNORMAL, .mean = 1, .sd = NAN},
        {.shape = SIM_GAMMA, .mean = 1, .sd = 1000},
        {.shape = SIM_FIXED, .mean = 3, .max = 2},
        {.shape = SIM_EXPONENTIAL, .mean = 1, .min = 5, .max = 4},
        {.shape = SIM_EXPONENTIAL, .mean = 1, .min = 500},
        {.shape = SIM_EMPIRICAL},
        {.shape = SIM_EMPIRICAL, .samples = bad, .sample_count = 2},
        {.shape = (enum sim_shape)77, .mean = 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sampler s;
        struct err err = {0};
        if (sampler_make(arena, &cases[i], &s, &err)) fail_msg("case %zu was accepted", i);
        assert_true(err.message[0] != 0);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_gives_the_published_numbers),
        cmocka_unit_test(normal_and_gamma_are_what_they_are),
        cmocka_unit_test(lengths_have_their_mean_and_spread),
        cmocka_unit_test(several_lengths_are_those_of_one),
        cmocka_unit_test(found_stays_are_longer),
        cmocka_unit_test(what_is_left_of_a_stay),
        cmocka_unit_test(gamma_is_interpolated_finely),
        cmocka_unit_test(draws_fit_their_distribution),
        cmocka_unit_test(truncation_rescales),
        cmocka_unit_test(a_factor_acts_before_truncation),
        cmocka_unit_test(what_is_left_after_so_long),
        cmocka_unit_test(what_is_left_over_all_ages),
        cmocka_unit_test(observed_lengths_come_as_often_as_seen),
        cmocka_unit_test(a_mixture_is_what_its_parts_are),
        cmocka_unit_test(nonsense_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
