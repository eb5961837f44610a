/* Error rates by simulation: how often what is said is false, and how often what is there is seen.
 *
 *     rates 5000                     prints the tables of docs/statistics.md, from 5,000 series a
 * row rates N docs/statistics.md     compares them with N series (20 N charts) of other random
 *                                    numbers; fails where they differ by more than chance
 *
 * SPDX-License-Identifier: MIT */
#include "noise.h"

#include "base/text.h"
#include "stats/interrupted.h"
#include "stats/spc.h"
#include "stats/synthetic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HISTORY = 24, NEW = 12, POINTS = HISTORY + NEW, CELLS = 8, TABLE = 5000 };

static size_t wrong;
static struct str page;      /* what to compare with; empty: print */
static size_t series;        /* of each row */
static size_t table = TABLE; /* series of the rows on the page */

/* A row of a table: shares of `series`. Printed, or compared with the row of that name: both are
 * samples, of `series` and of `table`, and must not differ by more than chance does once in some
 * ten thousand cells, and rounding. */
static void row(const char *name, const size_t *counts, size_t cells) {
    struct str rest = page, line = {0}, cell;
    if (!page.n) {
        printf("| %s |", name);
        for (size_t c = 0; c < cells; c++)
            printf(" %.1f |", 100 * (double)counts[c] / (double)series);
        printf("\n");
        return;
    }
    bool found = false;
    while (!found && str_split(&rest, '\n', &line)) {
        struct str parts = line;
        found = str_split(&parts, '|', &cell) && str_split(&parts, '|', &cell) &&
                str_is(str_trim(cell), name);
        if (found) line = parts;
    }
    if (!found) {
        printf("no row '%s'\n", name);
        wrong++;
        return;
    }
    for (size_t c = 0; c < cells; c++) {
        char text[32] = "";
        if (str_split(&line, '|', &cell)) {
            cell = str_trim(cell);
            snprintf(text, sizeof text, "%.*s", (int)cell.n, cell.p);
        }
        double there = atof(text) / 100, here = (double)counts[c] / (double)series;
        double middle = fmin(fmax((there + here) / 2, 0.002), 0.998);
        double most =
            4 * sqrt(middle * (1 - middle) * (1 / (double)series + 1 / (double)table)) + 0.0005;
        if (*text && fabs(here - there) <= most) continue;
        printf("'%s', column %zu: %.1f here, %s on the page\n", name, c + 1, 100 * here, text);
        wrong++;
    }
}

/* n values with standard deviation 1 of which neighbours correlate by rho. */
static void course(struct noise *noise, double rho, double *x, size_t n) {
    double e = noise_normal(noise);
    for (size_t i = 0; i < n; i++) {
        x[i] = e;
        e = rho * e + sqrt(1 - rho * rho) * noise_normal(noise);
    }
}

/* Charts: what a year after 24 months brings, limits from all 36. */
static void charts(const char *name, double rho, double step, double slope, uint64_t seed) {
    struct noise noise = noise_new(seed);
    size_t counts[CELLS] = {0};
    for (size_t s = 0; s < series; s++) {
        double x[POINTS];
        struct spc_point points[POINTS];
        struct spc_phase phase;
        course(&noise, rho, x, POINTS);
        for (int i = HISTORY; i < POINTS; i++) x[i] += step + slope * (i - HISTORY + 1);
        bool fired[CELLS] = {false};
        for (int rules = 0; rules < 2; rules++) {
            struct spc_options options = {.rules = rules ? SPC_MDC : SPC_PTD};
            (void)spc_judge(x, NULL, POINTS, &options, points, &phase);
            for (int i = HISTORY; i < POINTS; i++) {
                bool any = points[i].signal != SPC_COMMON_CAUSE;
                if (rules) {
                    fired[7] |= any;
                    continue;
                }
                fired[0] |= points[i].outside == SPC_YES;
                fired[1] |= points[i].trend == SPC_YES;
                fired[2] |= points[i].two_in_three == SPC_YES;
                fired[3] |= points[i].one_side == SPC_YES;
                fired[4] |= any && i < HISTORY + 3;
                fired[5] |= any;
                fired[6] |= any && i == POINTS - 1;
            }
        }
        for (int c = 0; c < CELLS; c++) counts[c] += fired[c];
    }
    row(name, counts, CELLS);
}

/* Effects: 36 months before, then 12 and then 24 after. A control has the same season and noise of
 * its own; the series may drift away from it all the time. */
static void effects(const char *name, double rho, double step, double drift, uint64_t seed) {
    struct noise noise = noise_new(seed);
    size_t counts[CELLS] = {0};
    struct arena *arena = arena_new();
    struct interrupted_options options = {.season = 12};
    for (size_t s = 0; s < series; s++) {
        double x[60], other[60], difference[60];
        course(&noise, rho, x, 60);
        course(&noise, rho, other, 60);
        for (int i = 0; i < 60; i++) {
            double season = 2 * sin(6.283185307179586 * i / 12);
            x[i] += season + drift * i + (i >= 36 ? step : 0);
            difference[i] = x[i] - (other[i] + season);
        }
        for (int longer = 0; longer < 2; longer++) {
            struct interrupted fit;
            struct err err = {0};
            bool parallel;
            arena_reset(arena);
            size_t n = longer ? 60 : 48;
            if (interrupted_fit(x, n, 36, 0, &options, arena, &fit, &err))
                counts[2 * longer] += fit.average.low > 0 || fit.average.high < 0;
            if (interrupted_difference(difference, n, 36, 0, &options, arena, &fit, &parallel,
                                       &err))
                counts[2 * longer + 1] += fit.average.low > 0 || fit.average.high < 0;
        }
    }
    arena_free(arena);
    row(name, counts, 4);
}

/* How long until a change of 2 could be seen: from 36 months before and 24 after, then tried on
 * new ones of that length. */
static void waits(const char *name, double rho, uint64_t seed) {
    enum { BEFORE = 36, MOST = 120 };
    struct noise noise = noise_new(seed);
    size_t counts[CELLS] = {0};
    struct arena *arena = arena_new();
    for (size_t s = 0; s < series; s++) {
        double x[BEFORE + MOST], other[BEFORE + MOST];
        struct interrupted fit;
        struct err err = {0};
        bool parallel;
        size_t wait = 24;
        arena_reset(arena);
        for (int again = 0; again < 2; again++) {
            struct interrupted_options options = {.season = 12};
            size_t n = BEFORE + wait;
            course(&noise, rho, x, n);
            course(&noise, rho, other, n);
            for (size_t i = 0; i < n; i++) x[i] -= other[i] - (i >= BEFORE ? 2 : 0);
            if (!interrupted_difference(x, n, BEFORE, 0, &options, arena, &fit, &parallel, &err))
                break;
            if (again) {
                counts[1] += fit.average.low > 0 || fit.average.high < 0;
                break;
            }
            options.no_slopes = parallel;
            wait = interrupted_wait(&fit, &options, 2, MOST, arena);
            if (!wait) break;
            counts[0]++;
            if (wait < INTERRUPTED_AFTER_MIN) wait = INTERRUPTED_AFTER_MIN;
        }
    }
    arena_free(arena);
    row(name, counts, 2);
}

/* Synthetic control: 25 other places that share a course, 36 months before and 24 after. */
static void synthetic(const char *name, double step, uint64_t seed) {
    enum { DONORS = 25, MONTHS = 60 };
    struct noise noise = noise_new(seed);
    size_t counts[CELLS] = {0};
    struct arena *arena = arena_new();
    for (size_t s = 0; s < series; s++) {
        arena_reset(arena);
        double *all = ARENA_NEW(arena, double, (DONORS + 1) * MONTHS), common[2][MONTHS];
        const double *donors[DONORS];
        course(&noise, 0.9, common[0], MONTHS);
        course(&noise, 0.9, common[1], MONTHS);
        for (int p = 0; p <= DONORS; p++) {
            double *x = all + p * MONTHS, share = noise_uniform(&noise);
            course(&noise, 0.5, x, MONTHS);
            for (int i = 0; i < MONTHS; i++)
                x[i] += 2 * (share * common[0][i] + (1 - share) * common[1][i]);
            if (p > 0) donors[p - 1] = x;
        }
        for (int i = 36; i < MONTHS; i++) all[i] += step;
        struct synthetic fit;
        struct err err = {0};
        if (!synthetic_fit(all, donors, DONORS, MONTHS, 36, 36, arena, &fit, &err)) continue;
        counts[0] += fit.p <= 0.1;
        counts[1] += fit.p_side <= 0.1;
        counts[2] += fit.low > 0 || fit.high < 0;
    }
    arena_free(arena);
    row(name, counts, 3);
}

static void all_charts(uint64_t seed) {
    if (!page.n)
        printf(
            "| months, limits from 24 and these 12 | outside | trend | two in three | one side | any "
            "within 3 | any within 12 | the latest | any, mdc |\n"
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    size_t few = series;
    if (page.n) series *= 20; /* a chart is cheap */
    charts("no change", 0, 0, 0, seed + 1);
    charts("no change, neighbours correlate by 0.4", 0.4, 0, 0, seed + 2);
    charts("no change, neighbours correlate by 0.8", 0.8, 0, 0, seed + 3);
    charts("step of 0.5 standard deviations", 0, 0.5, 0, seed + 4);
    charts("step of 1", 0, 1, 0, seed + 5);
    charts("step of 2", 0, 2, 0, seed + 6);
    charts("step of 3", 0, 3, 0, seed + 7);
    charts("slope of 0.1 a month", 0, 0, 0.1, seed + 8);
    charts("slope of 0.2 a month", 0, 0, 0.2, seed + 9);
    series = few;
}

static void all_effects(uint64_t seed) {
    if (!page.n)
        printf(
            "\n| months, 36 before | own course, 12 after | beside a control, 12 after | own course, "
            "24 after | beside a control, 24 after |\n| --- | --- | --- | --- | --- |\n");
    static const double rhos[] = {0, 0.4, 0.8};
    for (int step = 0; step < 4; step += 1)
        for (int r = 0; r < 3; r++) {
            char name[80];
            snprintf(name, sizeof name, "effect of %d, neighbours correlate by %.1f", step,
                     rhos[r]);
            effects(name, rhos[r], step, 0, seed + 10 + (uint64_t)(3 * step + r));
        }
    if (!page.n)
        printf(
            "\n| 25 other places, 36 months before, 24 after | p at most 0.1 | p of its side at most "
            "0.1 | 90%% interval without 0 |\n| --- | --- | --- | --- |\n");
    size_t many = series;
    series = series / 10 + 1; /* each is 26 fits, or more */
    table = TABLE / 10 + 1;
    synthetic("synthetic, no effect", 0, seed + 40);
    synthetic("synthetic, effect of 1", 1, seed + 41);
    synthetic("synthetic, effect of 2", 2, seed + 42);
    if (!page.n)
        printf(
            "\n| months, 36 before | own course, 12 after | beside a control, 12 after | own course, "
            "24 after | beside a control, 24 after |\n| --- | --- | --- | --- | --- |\n");
    effects("no effect, correlate by 0.4, drifts from the control by 0.02 a month", 0.4, 0, 0.02,
            seed + 30);
    effects("no effect, correlate by 0.4, drifts from the control by 0.05 a month", 0.4, 0, 0.05,
            seed + 31);
    effects("no effect, correlate by 0.4, drifts from the control by 0.1 a month", 0.4, 0, 0.1,
            seed + 32);
    if (!page.n)
        printf("\n| a change of 2 beside a control | a time is given | and it is seen by then |\n"
               "| --- | --- | --- |\n");
    waits("change of 2, neighbours correlate by 0.0", 0, seed + 50);
    waits("change of 2, neighbours correlate by 0.4", 0.4, seed + 51);
    waits("change of 2, neighbours correlate by 0.8", 0.8, seed + 52);
    series = many;
    table = TABLE;
}

int main(int argc, char **argv) {
    int n = argc > 1 ? atoi(argv[1]) : 0;
    if (argc < 2 || argc > 3 || n < 1) {
        fprintf(stderr, "usage: rates SERIES [PAGE]\n");
        return 2;
    }
    series = (size_t)n;
    struct arena *arena = arena_new();
    if (argc == 3) {
        FILE *file = fopen(argv[2], "rb");
        enum { MOST = 1 << 20 };
        char *bytes = ARENA_NEW(arena, char, MOST);
        if (!file) return 2;
        page = (struct str){bytes, fread(bytes, 1, MOST, file)};
        fclose(file);
    }
    uint64_t seed = page.n ? 1000 : 0;
    all_charts(seed);
    all_effects(seed);
    arena_free(arena);
    if (wrong) printf("%zu cells are not what docs/statistics.md says\n", wrong);
    return wrong > 0;
}
