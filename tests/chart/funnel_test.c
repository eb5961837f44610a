/* The funnel plot: its golden file, the names on it, and what no input may do.
 *
 * SPDX-License-Identifier: MIT */
#include "golden.h"

#include "chart/funnel.h"

#include <math.h>

static struct arena *arena;

static int before(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int after(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static const double sizes[] = {100, 200, 400, 800, 1600};
static const double low95[] = {2, 4, 6, 7, 8}, high95[] = {18, 16, 14, 13, 12};
static const double low998[] = {0, 2, 4, 5.5, 7}, high998[] = {22, 19, 16, 14.5, 13};

static struct chart_funnel make(const struct chart_funnel_place *places, size_t n) {
    return (struct chart_funnel){
        .frame = {.id = "f", .title = "Falls", .subtitle = "6 places, April 2018"},
        .unit = chart_unit_of("falls per 1,000"),
        .size_title = "bed days",
        .centre = 10,
        .places = places,
        .place_count = n,
        .curve_count = 5,
        .sizes = sizes,
        .low95 = low95,
        .high95 = high95,
        .low998 = low998,
        .high998 = high998};
}

static void draws_what_it_drew(void **state) {
    (void)state;
    const struct chart_funnel_place places[] = {
        {"Ashby", 120, 9, CHART_COMMON, false, false},
        {"Barton", 300, 21, CHART_CONCERN, true, false},
        {"Corby", 310, 20.6, CHART_CONCERN, true, false},
        {"Derby", 800, 6.2, CHART_IMPROVEMENT, false, false},
        {"Ely", 1500, 11, CHART_COMMON, false, true},
        {"Frome", 700, 10.4, CHART_COMMON, false, false},
    };
    struct chart_funnel chart = make(places, 6);
    struct buf out = buf_new(arena), table = buf_new(arena);
    chart_funnel(&chart, &out);
    golden_check("funnel.svg", &out);
    chart_funnel_table(&chart, &table);
    golden_check("funnel_table.html", &table);
    /* Drawn names: the own place and those beyond a limit; a name in a title is not drawn. */
    assert_non_null(strstr(out.text, ">Ely</text>"));
    assert_non_null(strstr(out.text, ">Derby</text>"));
    assert_null(strstr(out.text, ">Ashby</text>"));
}

static void takes_anything(void **state) {
    (void)state;
    const struct chart_funnel_place places[] = {
        {"<script>alert(1)</script>", INFINITY, NAN, CHART_CONCERN, true, true},
        {"\xff\x01 & \"quoted\"", 1e300, -1e300, CHART_NEUTRAL_LOW, true, false},
        {NULL, 0, 0, CHART_COMMON, false, false},
    };
    for (size_t n = 0; n <= 3; n++) {
        struct chart_funnel chart = make(places, n);
        if (n == 0) chart.curve_count = 0;
        chart.centre = n == 2 ? NAN : 10;
        struct buf out = buf_new(arena);
        chart_funnel(&chart, &out);
        chart_funnel_table(&chart, &out);
        assert_null(strstr(out.text, "<script"));
        assert_null(strstr(out.text, "nan"));
        assert_null(strstr(out.text, "inf\""));
        assert_non_null(strstr(out.text, "</svg>"));
    }
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(draws_what_it_drew),
                                       cmocka_unit_test(takes_anything)};
    golden_folder = argc > 1 ? argv[1] : ".";
    return cmocka_run_group_tests(tests, before, after);
}
