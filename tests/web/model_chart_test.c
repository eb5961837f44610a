/* Charts of the model's results: lines of which one has seen fewer futures are compared over those
 * that both have seen.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/date.h"
#include "web/model_chart.h"
#include "web/site.h"

#include <string.h>

/* Two years of one output; mean as the run itself gives it. */
static struct model_results run_of(struct arena *arena, const char *scenario, const double *values,
                                   int count) {
    struct model_row *rows = ARENA_NEW(arena, struct model_row, 2);
    double sum = 0;
    for (int i = 0; i < count; i++) sum += values[i];
    for (int y = 0; y < 2; y++)
        rows[y] = (struct model_row){.scenario = scenario,
                                     .output = "delayed",
                                     .subject = "s",
                                     .period = y ? "2019/20" : "2018/19",
                                     .mean = sum / count,
                                     .p10 = values[0],
                                     .p90 = values[0],
                                     .replications = count,
                                     .values = values,
                                     .value_count = count};
    return (struct model_results){.rows = rows, .count = 2, .replications = count};
}

static void lines_are_of_the_same_futures(void **state) {
    (void)state;
    static const double plan[] = {100, 102, 400, 402}, changed[] = {90, 92};
    struct arena *arena = arena_new();
    struct model_results base = run_of(arena, "plan", plan, 4);
    struct model_results what_if = run_of(arena, "question", changed, 2);
    struct site_state site = {.brief = {.as_at = date_of(2018, 9, 30)}};
    struct visit visit = {.arena = arena, .state = &site};
    struct model_chart chart = {
        .id = "c",
        .title = "Delayed",
        .unit = "people",
        .output = "delayed",
        .subject = "s",
        .frequency = 'y',
        .whole = true,
        .lines = {{&base, "plan", "With the plan"}, {&what_if, "question", "With the change"}},
        .line_count = 2,
        .difference = "Difference"};
    const char *all = model_chart_draw(&visit, &chart, NULL).text;
    assert_non_null(strstr(all, "With the plan 251<"));
    chart.futures = 2;
    const char *same = model_chart_draw(&visit, &chart, NULL).text;
    assert_non_null(strstr(same, "With the plan 101<")); /* 10 more than with the change, as said */
    assert_non_null(strstr(same, "With the change 91<"));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines_are_of_the_same_futures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
