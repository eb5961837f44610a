/* A measure at a place: its chart, the words that may be quoted, what the model expects and what
 * came, what of the plan should move it.
 *
 * SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "doc/csv.h"
#include "draw.h"
#include "link.h"
#include "measure_row.h"
#include "report/forecast.h"
#include "report/measure_chart.h"
#include "route.h"
#include "store/query.h"
#include "thread.h"

#include <string.h>

/* A measure as it is read from the package. */
struct judged {
    struct measure_verdict verdict;
    struct measure_series series;
    struct trace trace;
    struct chart_fan fan; /* what the model expects with the plan */
    int64_t row_no;
};

static bool read_measure(struct visit *visit, sqlite3 *db, struct judged *out, struct err *err) {
    const char *id = visit->parts[0], *place = visit_text(visit, "place");
    int32_t as_at = visit->state->brief.as_at;
    *out = (struct judged){.row_no = 0};
    struct query *q = query_new(
        db, "SELECT row_no, (SELECT place FROM system LIMIT 1) FROM measure WHERE id = ?1", err);
    if (!q) return false;
    query_bind_text(q, 1, id);
    const char *place_of_system = NULL;
    if (query_next(q)) {
        out->row_no = query_integer(q, 0, 0);
        place_of_system = query_text(q, 1) ? arena_string(visit->arena, query_text(q, 1)) : NULL;
    }
    if (!query_free(q, err)) return false;
    if (!out->row_no) return err_set(err, ERR_NOT_FOUND, "There is no measure '%.60s'", id);
    if (!measure_judge(db, id, place, as_at, visit->arena, &out->verdict, err)) return false;
    const struct model_results *results = visit->state->results;
    const char *plan = visit->state->brief.plan_id;
    if (results && plan && place_of_system && strcmp(place_of_system, out->verdict.place) == 0) {
        struct measure_forecast forecast;
        if (!report_forecast(db, results, plan, id, out->verdict.place, visit->arena, &forecast,
                             err))
            return false;
        out->fan = report_measure_fan(&forecast, out->verdict.last_start, visit->arena);
    }
    return measure_series(db, id, out->verdict.place, as_at, visit->arena, &out->series, err);
}

/* The period as people name it. */
static const char *period_words(struct arena *arena, int32_t start, char frequency) {
    char first[DATE_BYTES], last[DATE_BYTES];
    switch (frequency) {
    case 'd':
    case 'w':
        return arena_string(arena, date_people(start, first));
    case 'q':
        date_month_people(date_month(start), first);
        first[strcspn(first, " ")] = '\0';
        return arena_printf(arena, "%s to %s", first,
                            date_month_people(date_month(start) + 2, last));
    case 'y':
        return arena_string(arena, financial_year_text(date_financial_year(start), first));
    default:
        return arena_string(arena, date_month_people(date_month(start), first));
    }
}

static const char *signal_words(const struct spc_point *point) {
    return report_signal_words(point->signal);
}

static void fill_points(struct visit *visit, const struct judged *of, struct view_measure *view) {
    const struct measure_series *s = &of->series;
    struct view_measure_point *points =
        ARENA_NEW(visit->arena, struct view_measure_point, s->n + 1);
    for (size_t i = 0; i < s->n; i++) {
        const struct spc_phase *phase = &s->phases[s->phase_of[i]];
        points[i] = (struct view_measure_point){
            .start = s->starts[i],
            .period = period_words(visit->arena, s->starts[i], s->frequency),
            .value = s->values[i],
            .mean = phase->mean,
            .lower = phase->lower,
            .upper = phase->upper,
            .comparator = s->comparator ? s->comparator[i] : NAN,
            .target = s->targets ? s->targets[i] : NAN,
            .signal = signal_words(&s->points[i])};
    }
    view->points = points;
    view->points_count = s->n;
    struct view_measure_phase *phases =
        ARENA_NEW(visit->arena, struct view_measure_phase, s->phase_count + 1);
    for (size_t i = 0; i < s->phase_count; i++)
        phases[i] = (struct view_measure_phase){.from = s->starts[s->phases[i].first],
                                                .mean = s->phases[i].mean,
                                                .lower = s->phases[i].lower,
                                                .upper = s->phases[i].upper,
                                                .count = s->phases[i].present};
    view->phases = phases;
    view->phases_count = s->phase_count;
    struct view_measure_event *events =
        ARENA_NEW(visit->arena, struct view_measure_event, s->note_count + 1);
    for (size_t i = 0; i < s->note_count; i++)
        events[i] = (struct view_measure_event){
            .day = s->notes[i].date, .title = s->notes[i].title, .rebase = s->notes[i].rebase};
    view->events = events;
    view->events_count = s->note_count;
}

/* place NULL: the first. */
static const struct brief_comparison *find_comparison(const struct brief *brief,
                                                      const char *measure, const char *place) {
    for (size_t i = 0; i < brief->comparison_count; i++) {
        const struct brief_comparison *c = &brief->comparisons[i];
        if (strcmp(c->measure, measure) == 0 && (!place || strcmp(c->place, place) == 0)) return c;
    }
    return NULL;
}

/* The brief compares the model with what came, for the measures that it forecasts. */
static void fill_forecasts(struct visit *visit, const struct judged *of,
                           struct view_measure *view) {
    const struct brief_comparison *c =
        find_comparison(&visit->state->brief, of->verdict.measure, of->verdict.place);
    if (!c) return;
    struct view_measure_forecast *years =
        ARENA_NEW(visit->arena, struct view_measure_forecast, c->year_count + 1);
    for (size_t i = 0; i < c->year_count; i++) {
        const struct brief_observed_year *y = &c->years[i];
        years[i] = (struct view_measure_forecast){
            .year = y->year,
            .nothing = y->nothing.mean,
            .nothing_low = y->nothing.p10,
            .nothing_high = y->nothing.p90,
            .plan = y->plan.mean,
            .plan_low = y->plan.p10,
            .plan_high = y->plan.p90,
            .observed = y->observed,
            .note =
                y->periods && !y->whole
                    ? y->later ? "part of the year; not all known on the day" : "part of the year"
                : y->later ? "not all known on the day"
                           : ""};
    }
    view->forecasts = years;
    view->forecasts_count = c->year_count;
    const struct draw_size wide = {.id = "forecast", .bare = true, .focusable = true};
    const struct draw_size narrow = {.id = "forecast-small", .width = 340, .bare = true};
    view->forecast_chart = draw_forecast(visit, c, of->verdict.target, &wide);
    view->small_forecast_chart = draw_forecast(visit, c, of->verdict.target, &narrow);
    view->forecast_svg = arena_printf(visit->arena, "%s/forecast.svg",
                                      link_to(visit->arena, "/measures/", of->verdict.measure));
    struct view_text_line *lines =
        ARENA_NEW(visit->arena, struct view_text_line, c->sentence_count + 1);
    for (size_t i = 0; i < c->sentence_count; i++) lines[i].text = c->sentences[i];
    view->sentences = lines;
    view->sentences_count = c->sentence_count;
}

static bool read_view(struct visit *visit, sqlite3 *db, struct judged *of,
                      struct view_measure *view, struct err *err) {
    if (!read_measure(visit, db, of, err) ||
        !trace_of(visit->state->threads, db, visit->parts[0], visit->arena, &of->trace, err) ||
        !measure_choices(visit, db, of->verdict.measure, of->verdict.place, NULL, &view->places,
                         &view->places_count, err))
        return false;
    /* Only what should move it: what hangs from that is on the pages of those items. */
    struct view_thread_line *kept =
        ARENA_NEW(visit->arena, struct view_thread_line, of->trace.before.count + 1);
    const struct view_thread_line *lines = thread_lines(visit, &of->trace.before);
    for (size_t i = 0; i < thread_shown(&of->trace.before); i++)
        if (lines[i].depth == 1) kept[view->drivers_count++] = lines[i];
    view->drivers = kept;
    return true;
}

static bool answer(struct visit *visit, struct err *err) {
    struct judged of;
    struct view_measure view = {.decimals = 1};
    bool ok = read_view(visit, site_take(visit->site), &of, &view, err);
    site_give(visit->site);
    if (!ok) return false;
    const struct measure_verdict *v = &of.verdict;
    struct view_measure_row row = measure_row(visit, v);
    draw_row(visit, v, &of.series, &row);
    view.chart = draw_measure(visit, v, &of.series, &of.fan, 0, true);
    view.small_chart = draw_measure(visit, v, &of.series, &of.fan, 360, false);
    view.row = &row;
    view.definition = v->definition;
    view.words = v->words;
    view.frequency = of.series.frequency == 'd'   ? "day"
                     : of.series.frequency == 'w' ? "week"
                     : of.series.frequency == 'q' ? "quarter"
                     : of.series.frequency == 'y' ? "year"
                                                  : "month";
    view.source = link_line(visit->arena, "measure", of.row_no);
    const char *base = link_to(visit->arena, "/measures/", v->measure);
    view.svg = arena_printf(visit->arena, "%s/chart.svg?place=%s", base, v->place);
    view.places_href = arena_printf(visit->arena, "%s/places", base);
    view.csv = arena_printf(visit->arena, "%s/values.csv?place=%s", base, v->place);
    fill_points(visit, &of, &view);
    fill_forecasts(visit, &of, &view);
    view.dates = visit->state->brief.dates.words;
    visit->section = "Measures";
    visit->parent = "/measures";
    visit->parent_title = "The measures";
    visit->title = v->title;
    return VISIT_SHOW(visit, measure, &view);
}

static const struct input inputs[] = {
    {.name = "place", .kind = INPUT_ID, .about = "Another place or organisation, by its id"}};

const struct route route_measure = {
    .path = "/measures/{id}",
    .title = "A measure",
    .about =
        "A measure at a place: its chart, the words that may be quoted, what the model expects "
        "and what came, what of the plan should move it",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = 1,
    .schema = &view_schema_measure,
    .answer = answer,
};

static void add_number(struct arena *arena, struct str *cells, size_t *count, double value) {
    char text[NUMBER_BYTES];
    cells[(*count)++] = str_of(arena_string(arena, number_text(value, text)));
}

static bool answer_csv(struct visit *visit, struct err *err) {
    struct judged of;
    bool ok = read_measure(visit, site_take(visit->site), &of, err);
    site_give(visit->site);
    if (!ok) return false;
    struct view_measure view = {.decimals = 1};
    fill_points(visit, &of, &view);
    static const char *const heads[] = {"period_start", "value",      "mean",   "lower_limit",
                                        "upper_limit",  "comparator", "target", "signal"};
    struct str cells[8];
    for (size_t i = 0; i < 8; i++) cells[i] = str_of(heads[i]);
    csv_write(&visit->content, cells, 8);
    for (size_t i = 0; i < view.points_count; i++) {
        const struct view_measure_point *p = &view.points[i];
        char day[DATE_BYTES];
        size_t count = 0;
        cells[count++] = str_of(date_text(p->start, day));
        const double numbers[] = {p->value, p->mean, p->lower, p->upper, p->comparator, p->target};
        for (size_t k = 0; k < 6; k++) add_number(visit->arena, cells, &count, numbers[k]);
        cells[count++] = str_of(p->signal);
        csv_write(&visit->content, cells, count);
    }
    return visit_file(
        visit, "text/csv; charset=utf-8",
        arena_printf(visit->arena, "%s-%s.csv", of.verdict.measure, of.verdict.place));
}

const struct route route_measure_csv = {
    .path = "/measures/{id}/values.csv",
    .title = "The values of a measure",
    .about = "Values, limits, comparator, target and signals of a measure, as CSV",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = 1,
    .answer = answer_csv,
};

static bool answer_svg(struct visit *visit, struct err *err) {
    struct judged of;
    bool ok = read_measure(visit, site_take(visit->site), &of, err);
    site_give(visit->site);
    if (!ok) return false;
    put_raw(&visit->content, draw_measure(visit, &of.verdict, &of.series, &of.fan, 0, false));
    visit->changing = visit->state->running;
    return visit_file(
        visit, "image/svg+xml",
        arena_printf(visit->arena, "%s-%s.svg", of.verdict.measure, of.verdict.place));
}

const struct route route_measure_svg = {
    .path = "/measures/{id}/chart.svg",
    .title = "The chart of a measure",
    .about = "The control chart of a measure, as a picture that can be put into a paper",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = 1,
    .answer = answer_svg,
};

static bool answer_forecast_svg(struct visit *visit, struct err *err) {
    const struct brief *brief = &visit->state->brief;
    const struct brief_comparison *c = find_comparison(brief, visit->parts[0], NULL);
    if (!c)
        return err_set(err, ERR_NOT_FOUND, "The model says nothing of a measure '%.60s' (yet)",
                       visit->parts[0]);
    double target = NAN;
    for (size_t i = 0; i < brief->measure_count; i++)
        if (strcmp(brief->measures[i].verdict.measure, c->measure) == 0 &&
            strcmp(brief->measures[i].verdict.place, c->place) == 0)
            target = brief->measures[i].verdict.target;
    const struct draw_size size = {.id = "forecast"};
    put_raw(&visit->content, draw_forecast(visit, c, target, &size));
    visit->changing = visit->state->running;
    return visit_file(visit, "image/svg+xml",
                      arena_printf(visit->arena, "%s-forecast.svg", c->measure));
}

const struct route route_measure_forecast_svg = {
    .path = "/measures/{id}/forecast.svg",
    .title = "The forecast of a measure",
    .about = "What the model expects of a measure without and with the plan and what came, as a "
             "picture that can be put into a paper",
    .permission = PERMISSION_READ,
    .answer = answer_forecast_svg,
};
