/* A measure at all places: each against its own past, and all of them beside each other in one
 * period.
 *
 * SPDX-License-Identifier: MIT */
#include "link.h"
#include "measure/series.h"
#include "report/measure_chart.h"
#include "report/measure_multiples.h"
#include "route.h"
#include "views.h"

#define NARROW 340
#define DRAWN 12         /* places, the worst first */
#define PERIODS_MOST 240 /* that can be chosen, the latest first */

static const char *period_name(struct arena *arena, int32_t start, char frequency) {
    const char *text = measure_period_text(start, frequency, arena);
    return frequency == 'q' ? arena_printf(arena, "the quarter from %s", text) : text;
}

static struct html drawn(struct visit *visit, const struct chart_multiples *multiples,
                         const struct chart_funnel *funnel, int width) {
    struct buf out = buf_new(visit->arena);
    const char *kind = multiples ? "places" : "funnel";
    struct chart_frame frame = multiples ? multiples->frame : funnel->frame;
    frame.id = width ? arena_printf(visit->arena, "%s-%d", kind, width) : kind;
    frame.width = width;
    frame.focusable = !width;
    if (multiples) {
        struct chart_multiples chart = *multiples;
        chart.frame = frame;
        chart_multiples(&chart, &out);
    } else {
        struct chart_funnel chart = *funnel;
        chart.frame = frame;
        chart_funnel(&chart, &out);
    }
    return html_of(&out);
}

static void fill_funnel(struct visit *visit, const struct measure_funnel *funnel, const char *own,
                        struct view_places *view) {
    static const char *const standings[] = {NULL, "beyond the limits of 95%",
                                            "beyond the limits of 99.8%"};
    struct chart_funnel chart = report_funnel_chart(funnel, own, visit->arena);
    chart.frame.description = funnel->words;
    view->words = funnel->words;
    view->funnel = drawn(visit, NULL, &chart, 0);
    view->small_funnel = drawn(visit, NULL, &chart, NARROW);
    struct view_place_beside *rows =
        ARENA_NEW(visit->arena, struct view_place_beside, funnel->count + 1);
    for (size_t i = 0; i < funnel->count; i++) {
        const struct measure_funnel_place *p = &funnel->places[i];
        rows[i] = (struct view_place_beside){.place = p->place,
                                             .title = p->title,
                                             .numerator = p->numerator,
                                             .denominator = p->denominator,
                                             .value = p->value,
                                             .low = p->low95,
                                             .high = p->high95,
                                             .standing = standings[p->standing]};
    }
    view->beside = rows;
    view->beside_count = funnel->count;
}

/* Too few places, or none with a denominator, is an answer. */
static bool read_funnel(struct visit *visit, sqlite3 *db, const char *own, struct view_places *view,
                        struct err *err) {
    struct measure_funnel funnel;
    if (measure_funnel(db, visit->parts[0], NULL, view->period, FUNNEL_ADDITIVE, visit->arena,
                       &funnel, err)) {
        fill_funnel(visit, &funnel, own, view);
        return true;
    }
    if (err->code != ERR_TOO_FEW && err->code != ERR_NOT_FOUND) return false;
    view->why = arena_string(visit->arena, err->message);
    *err = (struct err){0};
    return true;
}

static void fill_periods(struct visit *visit, const struct measure_series *series,
                         struct view_places *view) {
    struct view_option *items = ARENA_NEW(visit->arena, struct view_option, PERIODS_MOST);
    size_t n = 0;
    for (size_t i = series->n; i-- > 0 && n < PERIODS_MOST;) {
        char day[DATE_BYTES];
        items[n++] = (struct view_option){
            .value = arena_string(visit->arena, date_text(series->starts[i], day)),
            .text = period_name(visit->arena, series->starts[i], series->frequency),
            .selected = series->starts[i] == view->period};
    }
    view->periods = items;
    view->periods_count = n;
}

static bool read_view(struct visit *visit, sqlite3 *db, struct view_places *view, struct err *err) {
    const char *id = visit->parts[0], *period = visit_text(visit, "period");
    int32_t as_at = visit->state->brief.as_at;
    struct measure_verdict verdict;
    struct measure_series series;
    struct chart_multiples multiples;
    if (!measure_judge(db, id, NULL, as_at, visit->arena, &verdict, err) ||
        !measure_series(db, id, verdict.place, as_at, visit->arena, &series, err))
        return false;
    const struct multiples_question question = {
        .measure = id, .place = verdict.place, .as_at = as_at, .most = DRAWN};
    if (!report_measure_multiples(db, &question, visit->arena, &multiples, err)) return false;
    view->title = verdict.title;
    view->unit = verdict.unit;
    view->multiples = drawn(visit, &multiples, NULL, 0);
    view->small_multiples = drawn(visit, &multiples, NULL, NARROW);
    struct buf table = buf_new(visit->arena);
    chart_multiples_table(&multiples, &table);
    view->multiples_table = html_of(&table);
    if (!period || !date_parse(str_of(period), &view->period)) view->period = verdict.last_start;
    view->period_name = period_name(visit->arena, view->period, series.frequency);
    fill_periods(visit, &series, view);
    return read_funnel(visit, db, verdict.place, view, err);
}

static bool answer(struct visit *visit, struct err *err) {
    struct view_places view = {.period = DATE_NONE};
    bool ok = read_view(visit, site_take(visit->site), &view, err);
    site_give(visit->site);
    if (!ok) return false;
    visit->section = "Measures";
    visit->parent = link_to(visit->arena, "/measures/", visit->parts[0]);
    visit->parent_title = view.title;
    visit->title = arena_printf(visit->arena, "%s at all places", view.title);
    return VISIT_SHOW(visit, places, &view);
}

static const struct input inputs[] = {
    {.name = "period",
     .kind = INPUT_DAY,
     .about = "A day of the period in which places are set beside each other; else the latest"}};

const struct route route_measure_places = {
    .path = "/measures/{id}/places",
    .title = "A measure at all places",
    .about = "A measure at the places of one kind: each against its own past, and all of them "
             "beside each other in one period, with the limits that chance and the usual "
             "differences between places explain",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = 1,
    .schema = &view_schema_places,
    .answer = answer,
};
