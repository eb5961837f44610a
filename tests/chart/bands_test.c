/* Lines with bands: golden files, what a reader is told of a period, and what no input may do.
 *
 * SPDX-License-Identifier: MIT */
#include "golden.h"

#include "base/date.h"
#include "chart/bands.h"

#include <math.h>

static struct arena *arena;
static int32_t years[6], months[24];

static int before(void **state) {
    (void)state;
    arena = arena_new();
    for (int i = 0; i < 6; i++) years[i] = date_of(2015 + i, 4, 1);
    for (int i = 0; i < 24; i++) months[i] = date_of(2017 + i / 12, 1 + i % 12, 1);
    return 0;
}

static int after(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static const double nothing[] = {17.2, 18.4, 22, 25.6, 29.4, 34.9},
                    nothing_low[] = {16.8, 17.5, 20.3, 24.1, 27.1, 31.3},
                    nothing_high[] = {17.6, 19.7, 23.8, 27.2, 33.1, 41.5},
                    plan[] = {17.2, 18.4, 21.6, 23.1, 14.5, 9.8},
                    plan_low[] = {16.8, 17.5, 19.9, 20.9, 11.2, 5.6},
                    plan_high[] = {17.6, 19.7, 23.7, 26, 18.9, 14.6},
                    observed[] = {17, 18.1, 17.2, 16.7, 17.9, NAN},
                    targets[] = {NAN, NAN, NAN, 5, 5, 5},
                    difference[] = {0, 0, -0.4, -2.5, -14.9, -25.1},
                    difference_low[] = {0, 0, -0.9, -4.2, -19, -31},
                    difference_high[] = {0, 0, 0.1, -1, -11, -19.5};

static const struct chart_bands_line lines[] = {
    {"If nothing is done", nothing, nothing_low, nothing_high},
    {"With the plan", plan, plan_low, plan_high}};

static struct chart_bands make(void) {
    return (struct chart_bands){
        .frame = {.id = "b", .title = "Delayed transfers of care", .subtitle = "The system"},
        .unit = chart_unit_of("people delayed a day per 100,000 adults"),
        .frequency = 'y',
        .n = 6,
        .dates = years,
        .lines = lines,
        .line_count = 2,
        .observed = observed,
        .targets = targets,
        .difference = {"The plan less doing nothing, future by future", difference, difference_low,
                       difference_high},
        .today = date_of(2018, 9, 30),
        .today_title = "30 September 2018"};
}

static void draws_what_it_drew(void **state) {
    (void)state;
    struct chart_bands chart = make();
    struct buf out = buf_new(arena), narrow = buf_new(arena), table = buf_new(arena);
    chart.frame.focusable = true;
    chart_bands(&chart, &out);
    golden_check("bands.svg", &out);
    chart.frame.width = 360;
    chart_bands(&chart, &narrow);
    golden_check("bands_narrow.svg", &narrow);
    chart_bands_table(&chart, &table);
    golden_check("bands_table.html", &table);
}

static size_t count(const char *text, const char *part) {
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, part)) != NULL; p++) n++;
    return n;
}

/* Whoever points at a year, or comes to it by keyboard, is told all its values; the Tab key stops
 * once. */
static void tells_a_period(void **state) {
    (void)state;
    struct chart_bands chart = make();
    struct buf out = buf_new(arena);
    chart.frame.focusable = true;
    chart_bands(&chart, &out);
    assert_non_null(strstr(out.text,
                           "aria-label=\"2018/19: If nothing is done 25.6 (24.1 to 27.2); "
                           "With the plan 23.1 (20.9 to 26.0); Observed 16.7; "
                           "difference -2.5 (-4.2 to -1.0)\""));
    assert_int_equal(count(out.text, "chart-point"), 6);
    assert_int_equal(count(out.text, "tabindex=\"0\""), 1);
    assert_non_null(strstr(out.text, ">With the plan 9.8</text>"));
    assert_non_null(strstr(out.text, ">30 September 2018</text>"));
}

/* Shares of a hundred differ by points, not by per cent. */
static void differences_of_percentages_are_points(void **state) {
    (void)state;
    struct chart_bands chart = make();
    chart.unit = chart_unit_of("%");
    struct buf out = buf_new(arena), table = buf_new(arena);
    chart_bands(&chart, &out);
    chart_bands_table(&chart, &table);
    assert_non_null(strstr(out.text, "With the plan 23.1% (20.9% to 26.0%)"));
    assert_non_null(strstr(out.text, "difference -2.5 (-4.2 to -1.0)"));
    assert_non_null(strstr(table.text, "<td class=\"nhsuk-table__cell\">-2.5 (-4.2 to -1.0)</td>"));
}

static void months_without_bands(void **state) {
    (void)state;
    double values[24];
    for (int i = 0; i < 24; i++) values[i] = i == 7 ? NAN : 80.0 + i % 5;
    const struct chart_bands_line line = {.title = "Wait", .middle = values};
    struct chart_bands chart = {.frame = {.title = "Waits"},
                                .n = 24,
                                .dates = months,
                                .lines = &line,
                                .line_count = 1,
                                .today = DATE_NONE};
    struct buf out = buf_new(arena);
    chart_bands(&chart, &out);
    assert_null(strstr(out.text, "eight of ten"));
    assert_int_equal(count(out.text, "chart-point"), 23); /* the gap says nothing */
    assert_null(strstr(out.text, "tabindex"));            /* not focusable */
}

static void takes_anything(void **state) {
    (void)state;
    const double odd[] = {INFINITY, NAN, 1e300, -1e300, 0, -0.0};
    const struct chart_bands_line evil[] = {
        {"<script>alert(1)</script>|~", odd, odd, odd},
        {"\xff\x01 & \"quoted\"", odd, NULL, odd},
        {NULL, odd, odd, NULL},
        {"none", NULL, NULL, NULL},
        {"too many", odd, odd, odd},
    };
    for (size_t n = 0; n <= 6; n++)
        for (size_t k = 0; k <= 5; k++) {
            struct chart_bands chart = make();
            chart.n = n;
            chart.lines = evil;
            chart.line_count = k;
            chart.observed = k % 2 ? odd : NULL;
            chart.targets = k % 3 ? NULL : odd;
            chart.observed_title = "<img src=x>|";
            chart.today = k % 2 ? INT32_MAX : DATE_NONE;
            struct buf out = buf_new(arena);
            chart_bands(&chart, &out);
            chart_bands_table(&chart, &out);
            assert_null(strstr(out.text, "<script"));
            assert_null(strstr(out.text, "<img"));
            assert_null(strstr(out.text, "nan"));
            assert_null(strstr(out.text, "inf\""));
            assert_non_null(strstr(out.text, "</svg>"));
        }
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_what_it_drew), cmocka_unit_test(tells_a_period),
        cmocka_unit_test(differences_of_percentages_are_points),
        cmocka_unit_test(months_without_bands), cmocka_unit_test(takes_anything)};
    golden_folder = argc > 1 ? argv[1] : ".";
    return cmocka_run_group_tests(tests, before, after);
}
