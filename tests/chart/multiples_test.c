/* Small multiples: golden files, one scale, and what no input may do.
 *
 * SPDX-License-Identifier: MIT */
#include "golden.h"
#include "chart/multiples.h"
#include "series.h"

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

#define PLACES 4

struct four {
    struct series series[PLACES];
    struct chart_multiple places[PLACES];
    struct chart_multiples chart;
};

static void four_make(struct four *f) {
    static const char *const names[PLACES] = {"Examplebury", "Much & Little <Sample>",
                                              "A place with a name that is far too long for it",
                                              "Nowhere"};
    for (int i = 0; i < PLACES; i++) {
        series_make(&f->series[i]);
        struct chart_spc *c = &f->series[i].chart;
        c->frame.subtitle = names[i];
        for (int k = 0; k < SERIES_MONTHS; k++) f->series[i].values[k] *= 1 - 0.2 * i;
        for (int k = 0; k < 2; k++) f->series[i].phases[k].mean *= 1 - 0.2 * i;
        if (i == 1) c->n = 30, c->variation = CHART_VARIATION_CONCERNING_HIGH;
        if (i == 3) c->n = 0, c->phase_count = 0, c->variation = CHART_VARIATION_NONE;
        f->places[i] = (struct chart_multiple){c, i == 0};
    }
    f->chart = (struct chart_multiples){.frame = {.id = "many",
                                                  .title = "Delayed transfers of care",
                                                  .subtitle = "4 places, the highest first"},
                                        .unit = chart_unit_of("people delayed a day"),
                                        .places = f->places,
                                        .count = PLACES,
                                        .order = "the highest first"};
}

static void draws_what_it_drew(void **state) {
    (void)state;
    struct four f;
    four_make(&f);
    struct buf out = buf_new(arena);
    chart_multiples(&f.chart, &out);
    golden_check("multiples.svg", &out);
    out = buf_new(arena);
    f.chart.frame.width = 360;
    f.chart.frame.focusable = true;
    chart_multiples(&f.chart, &out);
    golden_check("multiples_narrow.svg", &out);
    out = buf_new(arena);
    chart_multiples_table(&f.chart, &out);
    golden_check("multiples_table.html", &out);
}

/* One value far from the others squeezes every panel: the scale is shared. */
static void the_scale_is_shared(void **state) {
    (void)state;
    struct four f;
    four_make(&f);
    f.series[2].values[5] = 95;
    struct buf out = buf_new(arena);
    chart_multiples(&f.chart, &out);
    assert_non_null(strstr(out.text, ">100</text>"));
    assert_non_null(strstr(out.text, "4 control charts on one scale, the highest first."));
    assert_non_null(strstr(out.text, "Much &amp; Little &lt;Sample&gt;"));
}

static void nothing_breaks_it(void **state) {
    (void)state;
    struct four f;
    four_make(&f);
    f.chart.count = 0;
    struct buf out = buf_new(arena);
    chart_multiples(&f.chart, &out);
    chart_multiples_table(&f.chart, &out);
    f.chart.count = PLACES;
    for (int i = 0; i < SERIES_MONTHS; i++)
        f.series[0].values[i] = i % 3 == 0 ? INFINITY : i % 3 == 1 ? 1e300 : NAN;
    f.series[1].chart.n = 1;
    f.series[2].chart.phases = NULL;
    f.series[2].chart.phase_count = 0;
    f.series[2].chart.signals = NULL;
    f.series[2].chart.targets = f.series[2].chart.comparator = NULL;
    f.series[2].chart.frame.subtitle = NULL;
    out = buf_new(arena);
    chart_multiples(&f.chart, &out);
    chart_multiples_table(&f.chart, &out);
    assert_null(strstr(out.text, "nan"));
    assert_null(strstr(out.text, "inf"));
}

int main(int argc, char **argv) {
    golden_folder = argc > 1 ? argv[1] : "tests/chart/golden";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(draws_what_it_drew, before, after),
        cmocka_unit_test_setup_teardown(the_scale_is_shared, before, after),
        cmocka_unit_test_setup_teardown(nothing_breaks_it, before, after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
