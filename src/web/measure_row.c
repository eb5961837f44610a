/* Fills rows of measures; see measure_row.h.
 *
 * SPDX-License-Identifier: MIT */
#include "measure_row.h"

#include "link.h"

#include <string.h>

const char *measure_row_value(struct arena *arena, double value, const char *unit) {
    char text[NUMBER_PEOPLE_BYTES];
    return isnan(value) ? "–" : arena_string(arena, brief_number(value, unit, text));
}

struct view_measure_row measure_row(struct visit *visit, const struct measure_verdict *v) {
    const struct brief *brief = &visit->state->brief;
    struct arena *arena = visit->arena;
    bool compared = v->latest.start != DATE_NONE;
    struct view_measure_row row = {
        .id = v->measure,
        .title = v->title,
        .unit = v->unit,
        .place = v->place_title,
        .latest = v->last,
        .latest_text = measure_row_value(arena, v->last, v->unit),
        .period = v->last_start,
        .comparator = compared ? v->comparator_title : NULL,
        .comparator_value = compared ? v->latest.comparator : NAN,
        .comparator_words = v->comparator_words,
        .target = v->target,
        .target_text = measure_row_value(arena, v->target, v->unit),
        .target_due = v->target_due,
        .variation = v->past_words,
        .assurance = v->assurance_words,
        .forecast = NAN,
        .href =
            arena_printf(arena, "%s?place=%s", link_to(arena, "/measures/", v->measure), v->place)};
    row.comparator_text = measure_row_value(arena, row.comparator_value, v->unit);
    for (size_t i = 0; i < brief->measure_count; i++) {
        const struct brief_measure *m = &brief->measures[i];
        if (strcmp(m->verdict.measure, v->measure) != 0 || strcmp(m->verdict.place, v->place) != 0)
            continue;
        row.href = link_to(arena, "/measures/", v->measure); /* the place shown by itself */
        if (!m->forecast_year) continue;
        row.forecast = m->forecast.mean;
        row.will = m->will;
    }
    return row;
}
