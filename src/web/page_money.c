/* The financial gap, what closes it, and how likely that is.
 *
 * SPDX-License-Identifier: MIT */
#include "chart/bridge.h"
#include "route.h"
#include "views.h"

static struct html draw_bridge(struct visit *visit, const struct money_gap *gap,
                               const struct chart_bridge_step *steps, size_t count, int width) {
    const struct chart_bridge chart = {
        .frame = {.id = arena_printf(visit->arena, "bridge-%s-%d", gap->year, width),
                  .title = arena_printf(visit->arena, "From the gap to what is left open, %s",
                                        gap->year),
                  .width = width,
                  .bare = true,
                  .focusable = !width},
        .unit = {.format = CHART_MONEY},
        .up_title = "Opens the gap",
        .down_title = "Closes it",
        .steps = steps,
        .step_count = count};
    struct buf out = buf_new(visit->arena);
    chart_bridge(&chart, &out);
    return html_of(&out);
}

/* What opens the gap, what it comes to, what closes it, and what is left. */
static void fill_bridge(struct visit *visit, const struct money_gap *gap,
                        struct view_money_year *out) {
    struct chart_bridge_step *steps =
        ARENA_NEW(visit->arena, struct chart_bridge_step, gap->line_count + 2);
    size_t n = 0;
    for (int opens = 1; opens >= 0; opens--) {
        for (size_t i = 0; i < gap->line_count; i++) {
            const struct money_line *line = &gap->lines[i];
            double sign = opens ? 1 : -1;
            if (line->opens != (opens == 1)) continue;
            steps[n++] =
                (struct chart_bridge_step){.title = line->title,
                                           .amount = sign * line->amount_gbp,
                                           .low = line->fixed ? NAN : sign * line->low_gbp,
                                           .high = line->fixed ? NAN : sign * line->high_gbp};
        }
        steps[n++] = (struct chart_bridge_step){.title = opens ? "The gap if nothing is done"
                                                         : gap->left_gbp >= 0 ? "Left open"
                                                                              : "Left over",
                                                .total = true};
    }
    out->bridge = draw_bridge(visit, gap, steps, n, 0);
    out->small_bridge = draw_bridge(visit, gap, steps, n, 340);
}

static void fill_year(struct visit *visit, const struct money_gap *gap,
                      struct view_money_year *out) {
    struct view_money_line *lines =
        ARENA_NEW(visit->arena, struct view_money_line, gap->line_count + 1);
    for (size_t i = 0; i < gap->line_count; i++) {
        const struct money_line *line = &gap->lines[i];
        lines[i] = (struct view_money_line){.title = line->title,
                                            .opens = line->opens,
                                            .amount_gbp = line->amount_gbp,
                                            .low_gbp = line->fixed ? NAN : line->low_gbp,
                                            .high_gbp = line->fixed ? NAN : line->high_gbp,
                                            .basis = line->fixed   ? "no range given"
                                                     : line->rated ? "its colour"
                                                                   : "printed figures",
                                            .source = line->source};
    }
    *out = (struct view_money_year){.year = gap->year,
                                    .words = brief_money(gap, visit->arena),
                                    .opens_gbp = gap->opens_gbp,
                                    .closes_gbp = gap->closes_gbp,
                                    .closes_p10_gbp = gap->closes_p10_gbp,
                                    .closes_p90_gbp = gap->closes_p90_gbp,
                                    .left_gbp = gap->left_gbp,
                                    .chance_pct = 100 * gap->chance,
                                    .lines = lines,
                                    .lines_count = gap->line_count};
    fill_bridge(visit, gap, out);
}

static bool answer(struct visit *visit, struct err *err) {
    (void)err;
    const struct money_gaps *gaps = &visit->state->brief.gaps;
    struct view_money_year *years =
        ARENA_NEW(visit->arena, struct view_money_year, gaps->count + 1);
    for (size_t i = 0; i < gaps->count; i++)
        fill_year(visit, &gaps->years[gaps->count - 1 - i], &years[i]);
    const struct view_money view = {.years = years, .years_count = gaps->count};
    visit->section = "Money";
    return VISIT_SHOW(visit, money, &view);
}

const struct route route_money = {
    .path = "/money",
    .title = "The money",
    .about = "The financial gap by year, what opens and closes it, and how likely that is",
    .permission = PERMISSION_READ,
    .schema = &view_schema_money,
    .answer = answer,
};
