/* The SPC chart, its table, the sparkline and the icons: golden files, and what no input may do.
 *
 * SPDX-License-Identifier: MIT */
#include "golden.h"
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

static void draws_what_it_drew(void **state) {
    (void)state;
    struct series s;
    series_make(&s);
    struct buf out = buf_new(arena);
    chart_spc(&s.chart, &out);
    golden_check("spc.svg", &out);

    out = buf_new(arena);
    chart_spc_table(&s.chart, &out);
    golden_check("spc_table.html", &out);

    out = buf_new(arena);
    s.chart.frame.width = 360;
    s.chart.frame.focusable = true;
    chart_spc(&s.chart, &out);
    golden_check("spc_narrow.svg", &out);

    out = buf_new(arena);
    series_make(&s);
    chart_sparkline(&s.chart, &out);
    golden_check("sparkline.svg", &out);

    out = buf_new(arena);
    series_forecast(&s);
    chart_spc(&s.chart, &out);
    golden_check("spc_forecast.svg", &out);
}

/* A value between two gaps is drawn: a path that only moves would show nothing. */
static void what_stands_alone_is_seen(void **state) {
    (void)state;
    struct series s;
    series_make(&s);
    for (int i = 0; i < SERIES_MONTHS; i++)
        if (i % 3 != 1) s.england[i] = s.values[i] = NAN;
    struct buf out = buf_new(arena);
    chart_spc(&s.chart, &out);
    size_t paths = 0;
    for (const char *p = out.text; (p = strstr(p, "<path d=\"M")) != NULL; paths++)
        for (p += sizeof "<path d=\"M" - 1; *p != '"'; p++) {
            assert_true(*p == ' ' || *p == '.' || *p == '-' || *p == 'L' || *p == 'Z' ||
                        *p == 'M' || (*p >= '0' && *p <= '9'));
            const char *next = strpbrk(p, "LM\"");
            if (*p != 'L' && p[-1] == 'M') assert_int_equal(*next, 'L');
        }
    assert_true(paths > 2);
}

static void a_long_unit_takes_two_lines(void **state) {
    (void)state;
    struct series s;
    series_make(&s);
    s.chart.frame.width = 360;
    s.chart.unit.title = "people delayed on an average day per 100,000 adults aged 18 and over";
    struct buf out = buf_new(arena);
    chart_spc(&s.chart, &out);
    assert_non_null(strstr(out.text, "18 and over</text>"));
}

static void every_icon(void **state) {
    (void)state;
    struct buf out = buf_new(arena);
    buf_puts(&out, "<icons>\n");
    for (int i = 0; i <= CHART_VARIATION_NEUTRAL_LOW; i++)
        chart_variation_icon((enum chart_variation)i, "v", &out);
    for (int i = 0; i <= CHART_ASSURANCE_INCONSISTENT; i++)
        chart_assurance_icon((enum chart_assurance)i, "a", &out);
    buf_puts(&out, "</icons>\n");
    golden_check("icons.xml", &out);
}

static size_t count(const char *text, const char *part) {
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, part)); p++) n++;
    return n;
}

/* A page puts several charts together: every id begins with the chart's own, and one point of each
 * is a stop of the Tab key. */
static void a_page_can_hold_several(void **state) {
    (void)state;
    struct series s;
    series_make(&s);
    s.chart.frame.id = "m-1";
    s.chart.frame.focusable = true;
    struct buf out = buf_new(arena);
    chart_spc(&s.chart, &out);
    assert_int_equal(count(out.text, " id=\""), count(out.text, " id=\"m-1-"));
    assert_int_equal(count(out.text, "tabindex=\"0\""), 1);
    assert_int_equal(count(out.text, "class=\"chart-point\""), SERIES_MONTHS - 1);
    assert_int_equal(count(out.text, "role=\"group\""), 1);
    assert_non_null(strstr(out.text, "aria-label=\"March 2018: 8.1; Special cause: improvement"));
    assert_null(strstr(out.text, "style"));
    out = buf_new(arena);
    s.chart.frame.focusable = false;
    chart_spc(&s.chart, &out);
    assert_int_equal(count(out.text, "tabindex"), 0);
    assert_int_equal(count(out.text, "role=\"img\""), 1);
}

/* The table says what the picture shows, value for value. */
static void the_table_has_the_numbers(void **state) {
    (void)state;
    struct series s;
    series_make(&s);
    struct buf out = buf_new(arena);
    chart_spc_table(&s.chart, &out);
    assert_int_equal(count(out.text, "<tr class"), SERIES_MONTHS);
    assert_int_equal(count(out.text, "No value"), 1);
    for (int i = 0; i < SERIES_MONTHS; i++) {
        if (isnan(s.values[i])) continue;
        const char *cell = arena_printf(arena, ">%.1f</td>", s.values[i]);
        if (!strstr(out.text, cell)) fail_msg("%s is not in the table", cell);
    }
}

/* Hostile titles, no values, one value, thousands, and numbers that cannot be drawn. */
static void takes_anything(void **state) {
    (void)state;
    enum { MANY = 5000 };
    int32_t *dates = ARENA_NEW(arena, int32_t, MANY);
    double *values = ARENA_NEW(arena, double, MANY);
    char *title = ARENA_NEW(arena, char, 10001);
    memset(title, 'x', 10000);
    title[10000] = '\0';
    const char *const titles[] = {"<script>alert(1)</script>", "\xff\x01\x1b & \"quoted\"", "",
                                  title, NULL};
    const size_t counts[] = {0, 1, 2, MANY};
    for (int i = 0; i < MANY; i++) {
        dates[i] = date_of(2000, 1, 1) + i;
        values[i] = i % 7 == 3 ? NAN : i % 11 == 5 ? INFINITY : i % 13 == 6 ? 1e308 : i;
    }
    for (size_t t = 0; t < sizeof titles / sizeof titles[0]; t++)
        for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
            struct chart_phase phase = {0, counts[k], NAN, -INFINITY, INFINITY};
            struct chart_event event = {date_of(2000, 1, 2), titles[t], true};
            struct chart_spc chart = {.frame = {.id = titles[t],
                                                .title = titles[t],
                                                .subtitle = titles[t],
                                                .source = titles[t],
                                                .focusable = true},
                                      .unit = chart_unit_of("%"),
                                      .frequency = 'd',
                                      .n = counts[k],
                                      .dates = dates,
                                      .values = values,
                                      .phases = &phase,
                                      .phase_count = 1,
                                      .targets = values,
                                      .comparator = values,
                                      .comparator_title = titles[t],
                                      .events = &event,
                                      .event_count = 1};
            struct buf out = buf_new(arena);
            chart_spc(&chart, &out);
            chart_spc_table(&chart, &out);
            chart_sparkline(&chart, &out);
            assert_null(strstr(out.text, "<script"));
            assert_null(strstr(out.text, "nan"));
            assert_null(strstr(out.text, "inf\""));
            assert_null(strchr(out.text, '\x1b'));
            assert_int_equal(count(out.text, "<svg "), count(out.text, "</svg>"));
        }
}

int main(int argc, char **argv) {
    golden_folder = argc > 1 ? argv[1] : "tests/chart/golden";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(draws_what_it_drew, before, after),
        cmocka_unit_test_setup_teardown(what_stands_alone_is_seen, before, after),
        cmocka_unit_test_setup_teardown(a_long_unit_takes_two_lines, before, after),
        cmocka_unit_test_setup_teardown(every_icon, before, after),
        cmocka_unit_test_setup_teardown(a_page_can_hold_several, before, after),
        cmocka_unit_test_setup_teardown(the_table_has_the_numbers, before, after),
        cmocka_unit_test_setup_teardown(takes_anything, before, after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
