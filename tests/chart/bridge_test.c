/* The bridge: golden files, what a reader is told of a step, and what no input may do.
 *
 * SPDX-License-Identifier: MIT */
#include "golden.h"

#include "chart/bridge.h"

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

static const struct chart_bridge_step steps[] = {
    {"Do-nothing gap, NHS", false, 582e6, NAN, NAN},
    {"Do-nothing gap, social care", false, 130e6, 130e6, 150e6},
    {"The gap if nothing is done", true, 0, NAN, NAN},
    {"Lean and efficient organisations", false, -249e6, NAN, NAN},
    {"Care closer to home, earlier discharge and integrated teams", false, -88e6, -30e6, -88e6},
    {"Transformation funding", false, -87e6, NAN, NAN},
    {"Left open", true, 0, NAN, NAN},
};

static struct chart_bridge make(void) {
    return (struct chart_bridge){
        .frame = {.id = "m", .title = "From the gap to what is left open", .subtitle = "2020/21"},
        .unit = {.format = CHART_MONEY},
        .up_title = "Opens the gap",
        .down_title = "Closes it",
        .steps = steps,
        .step_count = sizeof steps / sizeof steps[0]};
}

static void draws_what_it_drew(void **state) {
    (void)state;
    struct chart_bridge chart = make();
    struct buf out = buf_new(arena), narrow = buf_new(arena), table = buf_new(arena);
    chart.frame.focusable = true;
    chart_bridge(&chart, &out);
    golden_check("bridge.svg", &out);
    chart.frame.width = 340;
    chart_bridge(&chart, &narrow);
    golden_check("bridge_narrow.svg", &narrow);
    chart_bridge_table(&chart, &table);
    golden_check("bridge_table.html", &table);
}

static void tells_a_step(void **state) {
    (void)state;
    struct chart_bridge chart = make();
    struct buf out = buf_new(arena);
    chart.frame.focusable = true;
    chart_bridge(&chart, &out);
    assert_non_null(strstr(out.text, "aria-label=\"Care closer to home, earlier discharge and "
                                     "integrated teams: Closes it £88.0m (£30.0m to £88.0m); then "
                                     "£375.0m\""));
    assert_non_null(strstr(out.text, "aria-label=\"Left open: £288.0m\">"));
    assert_non_null(strstr(out.text, "aria-label=\"The gap if nothing is done: £712.0m\""));
}

static void takes_anything(void **state) {
    (void)state;
    const struct chart_bridge_step odd[] = {
        {"<script>alert(1)</script>", false, INFINITY, NAN, INFINITY},
        {"\xff\x01 & \"quoted\"", false, 1e300, -1e300, 1e300},
        {NULL, true, NAN, NAN, NAN},
        {NULL, false, -5, 3, -8},
        {"below zero", false, -1e6, -2e6, 0},
        {"still", true, 0, 0, 0},
    };
    for (size_t n = 0; n <= 6; n++)
        for (int width = 0; width < 500; width += 340) {
            struct chart_bridge chart = {
                .frame = {.width = width, .focusable = true}, .steps = odd, .step_count = n};
            struct buf out = buf_new(arena);
            chart_bridge(&chart, &out);
            chart_bridge_table(&chart, &out);
            assert_null(strstr(out.text, "<script"));
            assert_null(strstr(out.text, "nan"));
            assert_null(strstr(out.text, "inf\""));
            assert_non_null(strstr(out.text, "</svg>"));
        }
    struct chart_bridge_step many[CHART_BRIDGE_STEPS + 5];
    for (size_t i = 0; i < sizeof many / sizeof many[0]; i++)
        many[i] = (struct chart_bridge_step){"one", false, 1, NAN, NAN};
    struct chart_bridge chart = {.steps = many, .step_count = sizeof many / sizeof many[0]};
    struct buf out = buf_new(arena);
    chart_bridge(&chart, &out);
    assert_non_null(strstr(out.text, "60 steps"));
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(draws_what_it_drew),
                                       cmocka_unit_test(tells_a_step),
                                       cmocka_unit_test(takes_anything)};
    golden_folder = argc > 1 ? argv[1] : ".";
    return cmocka_run_group_tests(tests, before, after);
}
