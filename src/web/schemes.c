/* Schemes and the settings that they change; see schemes.h.
 *
 * SPDX-License-Identifier: MIT */
#include "schemes.h"

#include "base/number.h"
#include "link.h"
#include "plan_rows.h"

#include <string.h>

static const struct view_reach_setting *settings_of(struct visit *visit,
                                                    const struct reach_effect *effect) {
    const struct reach *reach = &visit->state->reach;
    struct view_reach_setting *out =
        ARENA_NEW(visit->arena, struct view_reach_setting, effect->setting_count + 1);
    for (size_t i = 0; i < effect->setting_count; i++) {
        const struct reach_setting *s = &reach->settings[effect->settings[i]];
        out[i] = (struct view_reach_setting){
            s->id, s->title, link_to(visit->arena, "/system/settings/", s->id), i ? "; " : ""};
    }
    return out;
}

/* The milestone that starts it, where it stands, and the day that this makes. */
static void fill_start(struct visit *visit, const struct reach_scheme *scheme,
                       struct view_scheme_row *row) {
    const struct brief *brief = &visit->state->brief;
    char months[NUMBER_PEOPLE_BYTES];
    row->starts = scheme->starts_on;
    row->full = scheme->ramp_months > 0
                    ? arena_printf(visit->arena, "%s months to full effect",
                                   number_people(scheme->ramp_months, 0, months))
                    : "full effect at once";
    const struct plan_item *item =
        scheme->milestone ? plan_status_find(&brief->plan, scheme->milestone) : NULL;
    if (!item) return;
    row->milestone = item->title;
    row->milestone_id = item->id;
    row->milestone_href = link_to(visit->arena, "/plan/items/", item->id);
    row->state = plan_state_text(item->state);
    row->tag = plan_tag(item->state);
    row->words = trace_state_words(item, brief->as_at, visit->arena);
    row->starts = item->done_on != DATE_NONE ? item->done_on : item->due_to;
}

const struct view_scheme_row *scheme_rows(struct visit *visit, const char *setting, size_t *count) {
    const struct reach *reach = &visit->state->reach;
    struct view_scheme_row *rows =
        ARENA_NEW(visit->arena, struct view_scheme_row, reach->scheme_count + 1);
    struct view_scheme_change *changes =
        ARENA_NEW(visit->arena, struct view_scheme_change, reach->effect_count + 1);
    *count = 0;
    for (size_t s = 0; s < reach->scheme_count; s++) {
        const struct reach_scheme *scheme = &reach->schemes[s];
        struct view_scheme_row *row = &rows[*count];
        *row = (struct view_scheme_row){.id = scheme->id,
                                        .title = scheme->title,
                                        .changes = changes,
                                        .href = link_to(visit->arena, "/plan/items/", scheme->id)};
        for (size_t i = 0; i < reach->effect_count; i++) {
            const struct reach_effect *e = &reach->effects[i];
            if (strcmp(e->scheme, scheme->id) != 0 ||
                (setting && !reach_touches(reach, e, setting)))
                continue;
            changes[row->changes_count++] = (struct view_scheme_change){
                .what = e->what,
                .change = e->change,
                .settings = settings_of(visit, e),
                .settings_count = e->setting_count,
                .href = link_line(visit->arena, "effect", (int64_t)e->row_no)};
        }
        if (!row->changes_count) continue;
        fill_start(visit, scheme, row);
        changes += row->changes_count;
        (*count)++;
    }
    return rows;
}

const struct view_reach_setting *reach_settings(struct visit *visit, size_t effect_row_no,
                                                size_t *count) {
    const struct reach *reach = &visit->state->reach;
    *count = 0;
    for (size_t i = 0; i < reach->effect_count; i++) {
        if (reach->effects[i].row_no != effect_row_no) continue;
        *count = reach->effects[i].setting_count;
        return settings_of(visit, &reach->effects[i]);
    }
    return NULL;
}
