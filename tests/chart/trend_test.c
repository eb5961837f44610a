/* Milestone trend charts: golden files, what a reader is told of a line, and what no input may do.
 *
 * SPDX-License-Identifier: MIT */
#include "golden.h"

#include "chart/trend.h"

#include <math.h>

static struct arena *arena;
static struct trend_point moved[4], kept[3], late[2];

static int before(void **state) {
    (void)state;
    arena = arena_new();
    static const int reports[] = {4, 6, 8, 9};
    for (int i = 0; i < 4; i++)
        moved[i] = (struct trend_point){date_of(2018, reports[i], 1), date_of(2018, 9 + i, 30)};
    for (int i = 0; i < 3; i++)
        kept[i] = (struct trend_point){date_of(2018, reports[i], 1), date_of(2018, 8, 31)};
    late[0] = (struct trend_point){date_of(2018, 4, 1), date_of(2018, 12, 31)};
    late[1] = (struct trend_point){date_of(2018, 9, 1), date_of(2018, 11, 30)};
    return 0;
}

static int after(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static struct chart_trend make(struct trend_line lines[3]) {
    lines[0] = (struct trend_line){"2.1 Teams in place & trained",
                                   moved,
                                   4,
                                   DATE_NONE,
                                   date_of(2019, 2, 10),
                                   date_of(2019, 5, 1)};
    lines[1] = (struct trend_line){"2.2 Forms agreed",   kept,      3,
                                   date_of(2018, 8, 20), DATE_NONE, DATE_NONE};
    lines[2] = (struct trend_line){"2.3 Records shared", late,     2, DATE_NONE,
                                   date_of(2019, 3, 1),  DATE_NONE};
    return (struct chart_trend){.frame = {.id = "t", .title = "Deadlines from report to report"},
                                .today = date_of(2018, 9, 30),
                                .lines = lines,
                                .line_count = 3};
}

static void draws_what_it_drew(void **state) {
    (void)state;
    struct trend_line lines[3];
    struct chart_trend chart = make(lines);
    struct buf out = buf_new(arena), narrow = buf_new(arena), table = buf_new(arena);
    chart.frame.focusable = true;
    trend_svg(&chart, &out);
    golden_check("trend.svg", &out);
    chart.frame.width = 360;
    trend_svg(&chart, &narrow);
    golden_check("trend_narrow.svg", &narrow);
    trend_table(&chart, &table);
    golden_check("trend_table.html", &table);
}

/* The heights of a line's marks, top is 0. */
static double height_after(const char *from, const char *attribute) {
    const char *at = strstr(from, attribute);
    assert_non_null(at);
    return strtod(at + strlen(attribute), NULL);
}

/* What is late by more stands higher; what is done stands on the diagonal. */
static void a_line_that_slips_rises(void **state) {
    (void)state;
    struct trend_point points[] = {{date_of(2018, 4, 1), date_of(2018, 6, 30)},
                                   {date_of(2018, 7, 1), date_of(2018, 12, 31)}};
    struct trend_line line = {"X", points, 2, date_of(2018, 12, 1), DATE_NONE, DATE_NONE};
    struct chart_trend chart = {.frame = {.title = "T", .focusable = true},
                                .today = date_of(2019, 1, 31),
                                .lines = &line,
                                .line_count = 1};
    struct buf out = buf_new(arena);
    trend_svg(&chart, &out);
    const char *group = strstr(out.text, "class=\"chart-point\"");
    assert_non_null(group);
    assert_non_null(strstr(group, "aria-label=\"X: first 30 June 2018, now 31 December 2018: later "
                                  "by 184 days; done on 1 December 2018\""));
    const char *first = strstr(group, "<rect"), *second = strstr(first + 1, "<rect");
    double y1 = height_after(first, " y=\""), y2 = height_after(second, " y=\"");
    assert_true(y2 < y1 - 50);
    /* The disc lies between them in height, to the right. */
    double done = height_after(strstr(second, "<circle"), " cy=\"");
    assert_true(done > y2 && done < y1);
    assert_true(height_after(strstr(second, "<circle"), " cx=\"") >
                height_after(second, " x=\"") + 20);
}

static void no_input_fails(void **state) {
    (void)state;
    struct trend_point many[1000];
    for (int i = 0; i < 1000; i++)
        many[i] = (struct trend_point){date_of(2018, 1, 1) + i, date_of(2019, 1, 1) + 2 * i};
    struct trend_line lines[20];
    for (int i = 0; i < 20; i++)
        lines[i] = (struct trend_line){
            i % 2 ? "<b>\"\x01\xff" : "", many, i % 3 ? 1000 : 0, DATE_NONE, DATE_NONE, DATE_NONE};
    struct chart_trend charts[] = {
        {.today = DATE_NONE},
        {.today = date_of(2018, 1, 1)},
        {.today = date_of(2018, 1, 1), .lines = lines, .line_count = 1},
        {.frame = {.width = 100}, .today = date_of(1, 1, 1), .lines = lines, .line_count = 20},
        {.frame = {.title = "T"},
         .today = date_of(9999, 12, 31),
         .lines = lines,
         .line_count = 20}};
    for (size_t i = 0; i < sizeof charts / sizeof charts[0]; i++) {
        struct buf out = buf_new(arena), table = buf_new(arena);
        trend_svg(&charts[i], &out);
        trend_table(&charts[i], &table);
        assert_non_null(strstr(out.text, "</svg>"));
        assert_null(strstr(out.text, "nan"));
        assert_null(strstr(out.text, "<b>"));
        assert_true(out.length < 400000);
        if (charts[i].line_count == 20) assert_non_null(strstr(out.text, "and 8 more, not drawn"));
    }
}

int main(int argc, char **argv) {
    golden_folder = argc > 1 ? argv[1] : "tests/chart/golden";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(draws_what_it_drew, before, after),
        cmocka_unit_test_setup_teardown(a_line_that_slips_rises, before, after),
        cmocka_unit_test_setup_teardown(no_input_fails, before, after),
    };
    return cmocka_run_group_tests_name("chart trend", tests, NULL, NULL);
}
