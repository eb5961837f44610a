/* The Sankey diagram: its golden file, what a reader is told, where things stand, and what no input
 * may do.
 *
 * SPDX-License-Identifier: MIT */
#include "golden.h"

#include "chart/sankey.h"

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

enum { OUTSIDE, AE, ACUTE, SURGE, BEDS, HOME_CARE, CARE_HOME, HOME, DIED };

static const struct chart_sankey_node nodes[] = {
    {"Come from outside", NULL, NAN, NAN, false},
    {"A&E", "78% in use", 12.4, 0, false},
    {"Acute beds", "99% in use", 61, 131, true},
    {"Surge beds", NULL, NAN, NAN, false},
    {"Community beds", "92% in use", 8, 21, false},
    {"Home care", "100% in use", 46.6, NAN, true},
    {"Care homes", "96% in use", 14, NAN, false},
    {"Home", NULL, NAN, NAN, false},
    {"Died", NULL, NAN, NAN, false},
};

static const struct chart_sankey_link links[] = {
    {OUTSIDE, AE, 420000, false},   {AE, HOME, 318000, false},
    {AE, ACUTE, 101000, false},     {OUTSIDE, ACUTE, 66000, false},
    {ACUTE, SURGE, 1000, false},    {AE, SURGE, 1000, false},
    {SURGE, HOME, 2000, false},     {ACUTE, HOME, 143000, false},
    {ACUTE, DIED, 6800, false},     {ACUTE, BEDS, 7000, true},
    {ACUTE, HOME_CARE, 4000, true}, {ACUTE, HOME_CARE, 1000, true},
    {BEDS, HOME_CARE, 1700, true},  {BEDS, HOME, 4000, false},
    {ACUTE, CARE_HOME, 3200, true}, {BEDS, CARE_HOME, 1300, true},
    {HOME_CARE, HOME, 5000, false}, {HOME_CARE, AE, 900, false},
    {CARE_HOME, DIED, 4500, false}, {AE, AE, 50, false},
};

static struct chart_sankey make(void) {
    return (struct chart_sankey){
        .frame = {.id = "flow", .title = "How people move", .subtitle = "With the plan, 2018/19"},
        .persons_title = "people in 2018/19",
        .nodes = nodes,
        .node_count = sizeof nodes / sizeof nodes[0],
        .links = links,
        .link_count = sizeof links / sizeof links[0]};
}

static void draws_what_it_drew(void **state) {
    (void)state;
    struct chart_sankey chart = make();
    struct buf out = buf_new(arena), table = buf_new(arena);
    chart.frame.focusable = true;
    chart_sankey(&chart, &out);
    golden_check("sankey.svg", &out);
    chart_sankey_table(&chart, &table);
    golden_check("sankey_table.html", &table);
}

static void tells_nodes_and_ribbons(void **state) {
    (void)state;
    struct chart_sankey chart = make();
    struct buf out = buf_new(arena);
    chart.frame.focusable = true;
    chart_sankey(&chart, &out);
    assert_non_null(strstr(out.text, "aria-label=\"From Acute beds to Home care: 5,000 people, who "
                                     "keep their place while they wait\""));
    assert_non_null(strstr(
        out.text, "aria-label=\"Home care: 6,700 people in 2018/19; 100% in use; 47 wait for "
                  "it on an average day; full most of the time\""));
    assert_null(strstr(out.text, "From A&amp;E to A&amp;E"));
    /* One stop of the Tab key. */
    const char *first = strstr(out.text, "tabindex=\"0\"");
    assert_non_null(first);
    assert_null(strstr(first + 1, "tabindex=\"0\""));
}

/* Where a node's bar stands: x of the first rectangle in its group. */
static double left_of(const char *svg, const char *title) {
    const char *group = strstr(svg, arena_printf(arena, "<title>%s: ", title));
    const char *rect = group ? strstr(group, "<rect x=\"") : NULL;
    if (!rect) fail_msg("no bar of %s", title);
    return strtod(rect + strlen("<rect x=\""), NULL);
}

/* People go from left to right, whatever goes round. */
static void stands_by_moves(void **state) {
    (void)state;
    struct chart_sankey chart = make();
    struct buf out = buf_new(arena);
    chart_sankey(&chart, &out);
    const char *const in_order[] = {"Come from outside", "A&amp;E", "Acute beds", "Home care",
                                    "Home"};
    for (int i = 0; i < 4; i++)
        assert_true(left_of(out.text, in_order[i]) < left_of(out.text, in_order[i + 1]));
    assert_true(left_of(out.text, "Home") == left_of(out.text, "Died"));
}

static void takes_anything(void **state) {
    (void)state;
    const struct chart_sankey_node odd[] = {
        {"<script>alert(1)</script>", "<b>", INFINITY, NAN, true},
        {"\xff\x01 & \"quoted\"", "", -5, 1e300, false},
        {NULL, NULL, 0, 0, false},
    };
    const struct chart_sankey_link rings[] = {
        {0, 1, 5, true},    {1, 0, 5, false},        {2, 2, 5, false},  {0, 7, 5, false},
        {1, 2, NAN, false}, {1, 2, INFINITY, false}, {2, 1, -4, false}, {2, 0, 1e90, true},
    };
    for (size_t n = 0; n <= 3; n++)
        for (size_t k = 0; k <= 8; k++) {
            struct chart_sankey chart = {.frame = {.width = (int)k * 100, .focusable = true},
                                         .nodes = odd,
                                         .node_count = n,
                                         .links = rings,
                                         .link_count = k};
            struct buf out = buf_new(arena);
            chart_sankey(&chart, &out);
            chart_sankey_table(&chart, &out);
            assert_null(strstr(out.text, "<script"));
            assert_null(strstr(out.text, "<b>"));
            assert_null(strstr(out.text, "nan"));
            assert_null(strstr(out.text, "inf\""));
            assert_non_null(strstr(out.text, "</svg>"));
        }
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_what_it_drew), cmocka_unit_test(tells_nodes_and_ribbons),
        cmocka_unit_test(stands_by_moves), cmocka_unit_test(takes_anything)};
    golden_folder = argc > 1 ? argv[1] : ".";
    return cmocka_run_group_tests(tests, before, after);
}
