/* All measures, one a row: its own past, the comparator, the target.
 *
 * SPDX-License-Identifier: MIT */
#include "draw.h"
#include "measure_row.h"
#include "link.h"
#include "route.h"
#include "store/query.h"

#include <string.h>

#define ROWS_A_PAGE 50u

bool measure_choices(struct visit *visit, sqlite3 *db, const char *measure, const char *chosen,
                     const char *first, const struct view_option **out, size_t *count,
                     struct err *err) {
    enum { MOST = 500 };
    struct view_option *items = ARENA_NEW(visit->arena, struct view_option, MOST + 1);
    size_t n = 0;
    if (first) items[n++] = (struct view_option){.value = "", .text = first, .selected = !chosen};
    struct query *q = query_new(
        db,
        "SELECT o.place, coalesce(p.title, g.title, o.place) FROM (SELECT DISTINCT place FROM "
        "observation WHERE ?1 IS NULL OR measure = ?1) o LEFT JOIN place p ON p.id = o.place LEFT "
        "JOIN organisation g ON g.id = o.place WHERE o.place NOT IN (SELECT coalesce(comparator, "
        "'') FROM system) ORDER BY p.id IS NULL, 2",
        err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    while (n <= MOST && query_next(q)) {
        const char *id = arena_string(visit->arena, query_text(q, 0));
        items[n++] = (struct view_option){.value = id,
                                          .text = arena_string(visit->arena, query_text(q, 1)),
                                          .selected = chosen && strcmp(id, chosen) == 0};
    }
    *out = items;
    *count = n;
    return query_free(q, err);
}

/* Whether the row is asked for: improving, concerning, with a target. */
static bool is_shown(const struct measure_verdict *v, const char *show) {
    if (!show) return true;
    if (strcmp(show, "improving") == 0) return v->variation == MEASURE_IMPROVING;
    if (strcmp(show, "concerning") == 0) return v->variation == MEASURE_CONCERNING;
    return !isnan(v->target);
}

static const struct measure_verdict **choose(struct visit *visit, struct view_measures *view) {
    const char *place = visit_text(visit, "place"), *show = visit_text(visit, "show"), *last = "";
    const struct site_state *state = visit->state;
    const struct measure_verdict **out =
        ARENA_NEW(visit->arena, const struct measure_verdict *, state->verdict_count + 1);
    for (size_t i = 0; i < state->verdict_count; i++) {
        const struct measure_verdict *v = &state->verdicts[i];
        /* Without a choice the first place of each measure, which is the system's where it can be.
         */
        bool chosen = place ? strcmp(v->place, place) == 0 : strcmp(v->measure, last) != 0;
        last = v->measure;
        if (!chosen || !is_shown(v, show)) continue;
        out[view->shown++] = v;
        view->improving += v->variation == MEASURE_IMPROVING;
        view->concerning += v->variation == MEASURE_CONCERNING;
    }
    return out;
}

static bool read_rows(struct visit *visit, sqlite3 *db, struct view_measures *view,
                      struct err *err) {
    const struct measure_verdict **chosen = choose(visit, view);
    struct link_part part = link_part(visit, view->shown, ROWS_A_PAGE);
    struct view_measure_row *rows =
        ARENA_NEW(visit->arena, struct view_measure_row, part.count + 1);
    view->pages = part.pages;
    view->rows = rows;
    for (size_t i = 0; i < part.count; i++) {
        const struct measure_verdict *v = chosen[part.from + i];
        struct view_measure_row *row = &rows[view->rows_count++];
        *row = measure_row(visit, v);
        if (visit->json) continue;
        struct measure_series series;
        if (!measure_series(db, v->measure, v->place, view->as_at, visit->arena, &series, err))
            return false;
        draw_row(visit, v, &series, row);
    }
    return measure_choices(visit, db, NULL, view->place,
                           "The system, or the first place with values", &view->places,
                           &view->places_count, err);
}

static bool answer(struct visit *visit, struct err *err) {
    const struct brief *brief = &visit->state->brief;
    struct view_measures view = {.as_at = brief->as_at,
                                 .unobserved = brief->unobserved,
                                 .place = visit_text(visit, "place")};
    bool ok = read_rows(visit, site_take(visit->site), &view, err);
    site_give(visit->site);
    if (!ok) return false;
    static const char *const choices[4][2] = {{"", "All measures"},
                                              {"target", "Those with a target"},
                                              {"concerning", "Those that get worse"},
                                              {"improving", "Those that improve"}};
    struct view_option *shows = ARENA_NEW(visit->arena, struct view_option, 4);
    const char *show = visit_text(visit, "show");
    for (size_t i = 0; i < 4; i++)
        shows[i] = (struct view_option){.value = choices[i][0],
                                        .text = choices[i][1],
                                        .selected = strcmp(choices[i][0], show ? show : "") == 0};
    view.shows = shows;
    view.shows_count = 4;
    visit->section = "Measures";
    return VISIT_SHOW(visit, measures, &view);
}

static const struct input inputs[] = {
    {.name = "place", .kind = INPUT_ID, .about = "Values of a place or organisation, by its id"},
    {.name = "show",
     .kind = INPUT_CHOICE,
     .choices = "target|concerning|improving",
     .about = "Measures with a target, that get worse, or that improve"},
    {.name = "page", .kind = INPUT_COUNT, .min = 1, .max = 1e9, .about = "Fifty measures a page"},
};

const struct route route_measures = {
    .path = "/measures",
    .title = "The measures",
    .about = "All measures that are observed: their own past, the comparator, the target",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = sizeof inputs / sizeof inputs[0],
    .schema = &view_schema_measures,
    .answer = answer,
};
