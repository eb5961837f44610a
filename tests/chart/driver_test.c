/* A driver diagram, kept as it was drawn.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "chart/driver.h"

#include <string.h>

static size_t occurrences(const char *text, const char *part) {
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, part)) != NULL; p += strlen(part)) n++;
    return n;
}

static const char *drawn(const struct driver_box *boxes, size_t count, struct arena *arena) {
    struct buf out = buf_new(arena);
    const struct chart_frame frame = {.id = "t", .title = "The thread"};
    driver_svg(&frame, &(struct driver_diagram){boxes, count}, &out);
    return out.text;
}

static void boxes_stand_left_and_right_of_the_subject(void **unused) {
    (void)unused;
    const struct driver_box boxes[] = {
        {.kind = "action 2.1", .title = "Teams", .words = "late", .tone = DRIVER_BAD},
        {.parent = 0, .kind = "milestone", .title = "Teams <work> & go on"},
        {.parent = 1, .kind = "measure", .title = "Late transfers", .words = "no real change"},
        {.parent = 0, .same = 2, .kind = "measure", .title = "Late transfers"},
        {.parent = 0,
         .left = true,
         .kind = "recommendation",
         .title = "Plan",
         .relation = "answers"},
    };
    struct arena *arena = arena_new();
    const char *svg = drawn(boxes, 5, arena);
    assert_int_equal(occurrences(svg, "rx=\"4\""),
                     4); /* the one that stands for another has none */
    assert_int_equal(occurrences(svg, "stroke-dasharray"), 1);
    assert_int_equal(occurrences(svg, "<path"), 4);
    assert_non_null(strstr(svg, "Teams &lt;work&gt; &amp; go on"));
    assert_non_null(strstr(svg, ">late<"));
    assert_non_null(strstr(svg, ">answers<"));
    /* Four columns: one to the left, the subject, two to the right. */
    assert_non_null(strstr(svg, "viewBox=\"0 0 1120 "));
    arena_free(arena);
}

static void what_does_not_fit_is_counted(void **unused) {
    (void)unused;
    static struct driver_box boxes[DRIVER_BOXES + 7];
    for (size_t i = 0; i < DRIVER_BOXES + 7; i++)
        boxes[i] = (struct driver_box){.kind = "measure", .title = "\xff\x01 broken"};
    struct arena *arena = arena_new();
    assert_non_null(strstr(drawn(boxes, DRIVER_BOXES + 7, arena), "and 7 more that do not fit"));
    /* A chain deeper than the columns. */
    for (size_t i = 1; i < 20; i++) boxes[i].parent = i - 1;
    assert_non_null(strstr(drawn(boxes, 20, arena), "and 11 more that do not fit"));
    assert_non_null(strstr(drawn(boxes, 1, arena), "</svg>"));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_stand_left_and_right_of_the_subject),
        cmocka_unit_test(what_does_not_fit_is_counted),
    };
    return cmocka_run_group_tests_name("chart driver", tests, NULL, NULL);
}
