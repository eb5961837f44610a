/* Timelines, kept as they were drawn; and what their dates say.
 *
 * SPDX-License-Identifier: MIT */
#include "golden.h"

#include "chart/timeline.h"

static int32_t day(int year, int month, int d) {
    return date_of(year, month, d);
}

/* A programme with its parts, one done, one late and moved, one forecast and one without a day. */
static struct chart_timeline example(struct arena *arena) {
    struct timeline_part *parts = ARENA_NEW(arena, struct timeline_part, 3);
    parts[0] = (struct timeline_part){day(2018, 4, 10), TIMELINE_DONE};
    parts[1] = (struct timeline_part){day(2018, 6, 30), TIMELINE_LATE};
    parts[2] = (struct timeline_part){day(2019, 3, 31), TIMELINE_OPEN};
    struct timeline_row *rows = ARENA_NEW(arena, struct timeline_row, 5);
    const struct timeline_row none = {.first = DATE_NONE,
                                      .due = DATE_NONE,
                                      .done = DATE_NONE,
                                      .p50 = DATE_NONE,
                                      .p80 = DATE_NONE};
    for (int i = 0; i < 5; i++) rows[i] = none;
    rows[0].title = "A Teams & <places>";
    rows[0].group = true;
    rows[0].state = TIMELINE_LATE;
    rows[0].parts = parts;
    rows[0].part_count = 3;
    rows[1].title = "1 Agree the model";
    rows[1].state = TIMELINE_DONE;
    rows[1].due = day(2018, 3, 31);
    rows[1].done = day(2018, 4, 10);
    rows[2].title = "2 Appoint the teams";
    rows[2].words = "2 Appoint the teams: late by 92 days";
    rows[2].state = TIMELINE_LATE;
    rows[2].first = day(2018, 3, 31);
    rows[2].due = day(2018, 6, 30);
    rows[2].p50 = day(2018, 12, 1);
    rows[2].p80 = day(2019, 5, 1);
    rows[3].title = "3 Teams in every place";
    rows[3].state = TIMELINE_OPEN;
    rows[3].due = day(2018, 12, 31);
    rows[3].p50 = day(2019, 6, 1);
    rows[4].title = "4 Learn";
    rows[4].state = TIMELINE_OPEN;
    struct timeline_link *links = ARENA_NEW(arena, struct timeline_link, 4);
    links[0] = (struct timeline_link){1, 2, 0};
    links[1] = (struct timeline_link){3, 2, 0};   /* due later than what waits for it */
    links[2] = (struct timeline_link){2, 4, 0};   /* no day: nothing to draw to */
    links[3] = (struct timeline_link){2, 700, 0}; /* not there */
    return (struct chart_timeline){.frame = {.id = "t", .title = "The plan", .focusable = true},
                                   .today = day(2018, 9, 30),
                                   .rows = rows,
                                   .row_count = 5,
                                   .links = links,
                                   .link_count = 4};
}

static void it_is_drawn_as_it_was(void **unused) {
    (void)unused;
    struct arena *arena = arena_new();
    struct chart_timeline chart = example(arena);
    struct buf wide = buf_new(arena), narrow = buf_new(arena);
    timeline_svg(&chart, &wide);
    golden_check("timeline.svg", &wide);
    chart.frame.width = 360;
    timeline_svg(&chart, &narrow);
    golden_check("timeline_narrow.svg", &narrow);
    arena_free(arena);
}

static void dates_that_cannot_both_be_kept(void **unused) {
    (void)unused;
    struct arena *arena = arena_new();
    struct chart_timeline chart = example(arena);
    assert_int_equal(timeline_end(&chart.rows[0]), day(2019, 3, 31)); /* its last part */
    assert_int_equal(timeline_end(&chart.rows[1]), day(2018, 4, 10)); /* done */
    assert_int_equal(timeline_end(&chart.rows[2]), day(2018, 6, 30));
    assert_int_equal(timeline_end(&chart.rows[4]), DATE_NONE);
    assert_false(timeline_clash(&chart, &chart.links[0]));
    assert_true(timeline_clash(&chart, &chart.links[1]));
    assert_false(timeline_clash(&chart, &chart.links[2]));
    assert_false(timeline_clash(&chart, &chart.links[3]));
    const struct timeline_link lag = {1, 2, 81}; /* 10 April and 81 days: 30 June */
    assert_false(timeline_clash(&chart, &lag));
    const struct timeline_link longer = {1, 2, 82};
    assert_true(timeline_clash(&chart, &longer));
    arena_free(arena);
}

/* Days at the ends of the calendar, more rows than fit, broken text: drawn within the frame. */
static void whatever_comes_is_drawn(void **unused) {
    (void)unused;
    struct arena *arena = arena_new();
    struct timeline_row *rows = ARENA_NEW(arena, struct timeline_row, TIMELINE_ROWS + 3);
    for (size_t i = 0; i < TIMELINE_ROWS + 3; i++)
        rows[i] = (struct timeline_row){.title = "\xff\x01 broken",
                                        .first = day(1, 1, 1),
                                        .due = day(9999, 12, 31),
                                        .done = DATE_NONE,
                                        .p50 = day(9999, 12, 31),
                                        .p80 = DATE_NONE};
    const int32_t todays[] = {day(1, 1, 1), day(2018, 9, 30), day(9999, 12, 31)};
    for (size_t i = 0; i < 3; i++) {
        struct chart_timeline chart = {
            .today = todays[i], .rows = rows, .row_count = TIMELINE_ROWS + 3};
        struct buf out = buf_new(arena);
        timeline_svg(&chart, &out);
        assert_non_null(strstr(out.text, "and 3 more rows that do not fit"));
        assert_null(strstr(out.text, "=\"-"));
        assert_null(strstr(out.text, "\xff"));
    }
    struct chart_timeline none = {.today = day(2018, 9, 30)};
    struct buf out = buf_new(arena);
    timeline_svg(&none, &out);
    assert_non_null(strstr(out.text, "</svg>"));
    arena_free(arena);
}

static size_t times(const char *text, const char *part) {
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part)) count++;
    return count;
}

/* Of thousands of parts as many marks are drawn as there is room for, one shape a state. */
static void thousands_of_parts_stay_few_marks(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct timeline_part *parts = ARENA_NEW(arena, struct timeline_part, 3000);
    for (int i = 0; i < 3000; i++)
        parts[i] = (struct timeline_part){day(2015, 1, 1) + i, i < 1500   ? TIMELINE_LATE
                                                               : i < 1600 ? TIMELINE_DONE
                                                                          : TIMELINE_OPEN};
    struct timeline_row row = {.title = "All",
                               .group = true,
                               .first = DATE_NONE,
                               .due = DATE_NONE,
                               .done = DATE_NONE,
                               .p50 = DATE_NONE,
                               .p80 = DATE_NONE,
                               .parts = parts,
                               .part_count = 3000};
    const struct chart_timeline chart = {.frame = {.id = "many", .title = "Many"},
                                         .today = day(2019, 2, 9),
                                         .rows = &row,
                                         .row_count = 1};
    struct buf out = buf_new(arena);
    timeline_svg(&chart, &out);
    assert_in_range(out.length, 1000, 12000);
    assert_in_range(times(out.text, "<path"), 3, 3);
    assert_in_range(times(out.text, "a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"), 20, 60);
    assert_in_range(times(out.text, "h8v8h-8z"), 20, 60);
    arena_free(arena);
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    golden_folder = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_drawn_as_it_was),
        cmocka_unit_test(dates_that_cannot_both_be_kept),
        cmocka_unit_test(thousands_of_parts_stay_few_marks),
        cmocka_unit_test(whatever_comes_is_drawn),
    };
    return cmocka_run_group_tests_name("chart timeline", tests, NULL, NULL);
}
