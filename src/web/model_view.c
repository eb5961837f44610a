/* Fills views from results; see model_view.h.
 *
 * SPDX-License-Identifier: MIT */
#include "model_view.h"

#include <string.h>

#define YEARS 100

const char *const *model_years(struct visit *visit, const char *scenario, size_t *count) {
    const struct model_results *results = visit->state->results;
    const char **years = ARENA_NEW(visit->arena, const char *, YEARS);
    *count = 0;
    for (size_t i = 0; results && i < results->count; i++) {
        const struct model_row *row = &results->rows[i];
        if (strcmp(row->scenario, scenario) != 0 || !strchr(row->period, '/')) continue;
        size_t at = 0;
        while (at < *count && strcmp(years[at], row->period) < 0) at++;
        if (at < *count && strcmp(years[at], row->period) == 0) continue;
        if (*count == YEARS) break;
        memmove(years + at + 1, years + at, (*count - at) * sizeof *years);
        years[at] = row->period;
        *count += 1;
    }
    return years;
}

static const struct view_range_value *range_of(struct arena *arena, const struct model_row *row,
                                               double unit) {
    struct view_range_value *out = ARENA_NEW(arena, struct view_range_value, 1);
    *out = (struct view_range_value){NAN, NAN, NAN};
    if (row) *out = (struct view_range_value){row->mean / unit, row->p10 / unit, row->p90 / unit};
    return out;
}

const struct view_system_year *model_by_year(struct visit *visit, const char *output,
                                             const char *subject, double unit, size_t *count) {
    const struct site_state *state = visit->state;
    const char *nothing_id = state->brief.nothing_id, *plan_id = state->brief.plan_id;
    size_t year_count;
    const char *const *years = model_years(visit, plan_id ? plan_id : nothing_id, &year_count);
    struct view_system_year *out = ARENA_NEW(visit->arena, struct view_system_year, year_count + 1);
    *count = 0;
    for (size_t i = 0; i < year_count; i++) {
        const struct model_row *nothing =
            nothing_id ? model_find(state->results, nothing_id, output, subject, years[i]) : NULL;
        const struct model_row *plan =
            plan_id ? model_find(state->results, plan_id, output, subject, years[i]) : NULL;
        if (!nothing && !plan) continue;
        const struct model_row difference = model_difference(plan, nothing);
        out[(*count)++] = (struct view_system_year){
            years[i], range_of(visit->arena, nothing, unit), range_of(visit->arena, plan, unit),
            range_of(visit->arena, nothing && plan ? &difference : NULL, unit)};
    }
    return out;
}
