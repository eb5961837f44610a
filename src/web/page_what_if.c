/* What if capacity, demand, stays or the start of schemes were different? The address holds the
 * question.
 *
 * SPDX-License-Identifier: MIT */
#include "asks.h"
#include "base/number.h"
#include "link.h"
#include "model_chart.h"
#include "route.h"
#include "store/query.h"
#include "views.h"

#include <string.h>

#define CHANGES 512
#define SETTINGS 500

/* What is asked, while it is read. */
struct asked {
    struct question question;
    struct question_change *changes;
    struct view_what_if_change *words;
    size_t word_count;
    struct buf key;
    struct view_error_item *errors; /* fields that cannot be read */
    size_t error_count;
};

/* --- reading the question -----------------------------------------------------------------------
 */

static double wish(const struct visit *visit, const char *kind, const char *id) {
    double value = visit_number(visit, arena_printf(visit->arena, "%s.%s", kind, id));
    return value == 0 ? NAN : value; /* none is no change */
}

static void add_change(struct visit *visit, struct asked *asked, enum question_kind kind,
                       const char *name, const char *id, double amount, const char *words) {
    if (isnan(amount) || asked->question.count == CHANGES) return;
    char text[NUMBER_BYTES];
    asked->changes[asked->question.count++] = (struct question_change){kind, id, amount};
    asked->words[asked->word_count++] = (struct view_what_if_change){
        words, visit_link(visit, arena_printf(visit->arena, "%s.%s", name, id), NULL)};
    buf_printf(&asked->key, "&%s.%s=%s", name, id, number_text(amount, text));
}

/* '10 more' or '5 fewer', of things that are counted; '3% more'. */
static const char *more(struct arena *arena, double amount, const char *unit, const char *up,
                        const char *down) {
    char text[NUMBER_PEOPLE_BYTES];
    double size = fabs(amount);
    number_people(size, size == floor(size) ? 0 : 1, text);
    return arena_printf(arena, "%s%s %s", text, unit, amount > 0 ? up : down);
}

/* Round limits of the capacity slider: half of it down and up. */
static void set_reach(struct visit *visit, struct view_what_if_setting *s) {
    double half = s->capacity_now / 2, step = 1;
    while (half / step > 200) step *= step < 5 ? 5 : 2;
    char text[NUMBER_BYTES];
    double reach = fmax(step, ceil(half / step) * step);
    s->step = arena_string(visit->arena, number_text(step, text));
    s->reach = arena_string(visit->arena, number_text(reach, text));
    s->least = arena_string(visit->arena, number_text(-reach, text));
}

/* A field as it was typed, and, when that is wrong, its entry in the summary of errors. */
static const struct view_what_if_field *field_of(struct visit *visit, struct asked *asked,
                                                 const char *kind, const char *id,
                                                 const char *title) {
    struct view_what_if_field *field = ARENA_NEW(visit->arena, struct view_what_if_field, 1);
    field->name = id ? arena_printf(visit->arena, "%s.%s", kind, id) : kind;
    field->typed = visit_typed(visit, field->name);
    field->error = visit_fault(visit, field->name);
    if (field->error && asked->error_count < visit->fault_count)
        asked->errors[asked->error_count++] = (struct view_error_item){
            .text = arena_printf(visit->arena, "%s %s", title, field->error),
            .href = arena_printf(visit->arena, "#%s", field->name)};
    return field;
}

static void ask_setting(struct visit *visit, struct asked *asked, struct view_what_if_setting *s) {
    struct arena *a = visit->arena;
    s->capacity = s->has_capacity ? wish(visit, "capacity", s->id) : NAN;
    s->demand_pct = s->has_demand ? wish(visit, "demand", s->id) : NAN;
    s->stay_pct = s->has_stay ? wish(visit, "stay", s->id) : NAN;
    s->changed = !isnan(s->capacity) || !isnan(s->demand_pct) || !isnan(s->stay_pct);
    if (!s->changed) return;
    add_change(
        visit, asked, QUESTION_CAPACITY, "capacity", s->id, s->capacity,
        arena_printf(a, "%s: %s %s", s->title, more(a, s->capacity, "", "more", "fewer"), s->unit));
    add_change(visit, asked, QUESTION_DEMAND, "demand", s->id, s->demand_pct,
               arena_printf(a, "%s: %s people arrive from outside", s->title,
                            more(a, s->demand_pct, "%", "more", "fewer")));
    add_change(visit, asked, QUESTION_STAY, "stay", s->id, s->stay_pct,
               arena_printf(a, "%s: people stay %s", s->title,
                            more(a, s->stay_pct, "%", "longer", "shorter")));
}

static bool read_settings(struct visit *visit, sqlite3 *db, struct asked *asked,
                          struct view_what_if *view, struct err *err) {
    struct view_what_if_setting *settings =
        ARENA_NEW(visit->arena, struct view_what_if_setting, SETTINGS);
    struct query *q = query_new(
        db,
        "SELECT id, title, kind, (SELECT amount FROM capacity c WHERE c.setting = s.id AND "
        "c.from_date <= ?1 ORDER BY c.from_date DESC, c.row_no LIMIT 1), EXISTS (SELECT 1 FROM "
        "demand d WHERE d.setting = s.id), EXISTS (SELECT 1 FROM stay t WHERE t.setting = s.id), "
        "unit FROM setting s ORDER BY row_no",
        err);
    if (!q) return false;
    char from[DATE_BYTES];
    query_bind_text(q, 1, date_text(view->from, from));
    while (view->settings_count < SETTINGS && query_next(q)) {
        struct view_what_if_setting *s = &settings[view->settings_count];
        const char *kind = query_text(q, 2), *unit = query_text(q, 6);
        bool visits = kind && strcmp(kind, "visits") == 0;
        *s = (struct view_what_if_setting){.id = arena_string(visit->arena, query_text(q, 0)),
                                           .title = arena_string(visit->arena, query_text(q, 1)),
                                           .capacity_now = query_number(q, 3),
                                           .has_demand = query_integer(q, 4, 0) != 0,
                                           .has_stay = query_integer(q, 5, 0) != 0,
                                           .unit = visits ? "visits a day"
                                                   : unit ? arena_printf(visit->arena, "%ss", unit)
                                                          : "places"};
        s->has_capacity = !isnan(s->capacity_now);
        set_reach(visit, s);
        ask_setting(visit, asked, s);
        const char *title = s->title;
        if (s->has_capacity)
            s->capacity_field =
                field_of(visit, asked, "capacity", s->id,
                         arena_printf(visit->arena, "%s: how many more %s", title, s->unit));
        if (s->has_demand)
            s->demand_field =
                field_of(visit, asked, "demand", s->id,
                         arena_printf(visit->arena, "%s: %% more people who arrive", title));
        if (s->has_stay)
            s->stay_field = field_of(visit, asked, "stay", s->id,
                                     arena_printf(visit->arena, "%s: %% longer stay", title));
        s->changed = s->changed || (s->has_capacity && s->capacity_field->error) ||
                     (s->has_demand && s->demand_field->error) ||
                     (s->has_stay && s->stay_field->error);
        view->settings_count += s->has_capacity || s->has_demand || s->has_stay;
    }
    view->settings = settings;
    return query_free(q, err);
}

static bool read_schemes(struct visit *visit, sqlite3 *db, struct asked *asked,
                         struct view_what_if *view, struct err *err) {
    struct view_what_if_scheme *schemes =
        ARENA_NEW(visit->arena, struct view_what_if_scheme, SETTINGS);
    struct query *q =
        query_new(db,
                  "SELECT id, title, coalesce((SELECT coalesce(done_on, due_to) FROM "
                  "milestone m WHERE m.id = s.starts), starts_on) FROM scheme s ORDER "
                  "BY row_no",
                  err);
    if (!q) return false;
    while (view->schemes_count < SETTINGS && query_next(q)) {
        struct view_what_if_scheme *s = &schemes[view->schemes_count++];
        *s = (struct view_what_if_scheme){.id = arena_string(visit->arena, query_text(q, 0)),
                                          .title = arena_string(visit->arena, query_text(q, 1)),
                                          .starts = query_date(q, 2)};
        s->months = wish(visit, "scheme", s->id);
        s->field = field_of(visit, asked, "scheme", s->id,
                            arena_printf(visit->arena, "%s: months later", s->title));
        if (!isnan(s->months))
            add_change(visit, asked, QUESTION_SCHEME, "scheme", s->id, s->months,
                       arena_printf(visit->arena, "%s: begins %s", s->title,
                                    more(visit->arena, s->months,
                                         fabs(s->months) == 1 ? " month" : " months", "later",
                                         "earlier")));
    }
    view->schemes = schemes;
    return query_free(q, err);
}

/* The scenarios that the model has run, of which the plan comes first. */
static bool read_bases(struct visit *visit, sqlite3 *db, struct view_what_if *view,
                       struct err *err) {
    const struct brief *brief = &visit->state->brief;
    const char *wanted = visit_text(visit, "base");
    const char *const ids[2] = {brief->plan_id, brief->nothing_id};
    struct view_option *items = ARENA_NEW(visit->arena, struct view_option, 2);
    struct query *q = query_new(db, "SELECT title FROM scenario WHERE id = ?1", err);
    if (!q) return false;
    for (size_t i = 0; i < 2; i++) {
        if (!ids[i]) continue;
        query_again(q);
        query_bind_text(q, 1, ids[i]);
        const char *title = query_next(q) ? arena_string(visit->arena, query_text(q, 0)) : ids[i];
        bool selected = wanted ? strcmp(wanted, ids[i]) == 0 : !view->base;
        if (selected) view->base = ids[i];
        if (selected) view->base_title = title;
        items[view->bases_count++] = (struct view_option){ids[i], title, selected};
    }
    query_again(q);
    view->bases = items;
    if (!query_free(q, err)) return false;
    return view->base || err_set(err, ERR_INPUT, "'%.60s' is no scenario that has been simulated",
                                 wanted ? wanted : "");
}

/* A change of something that is not there would be passed over in silence. */
static bool all_known(const struct visit *visit, const struct asked *asked, struct err *err) {
    const struct target *target = &visit->request->target;
    for (size_t i = 0; i < target->count; i++) {
        const char *name = target->fields[i].name;
        double value = visit_number(visit, name);
        if (!strchr(name, '.') || isnan(value) || value == 0) continue;
        if (strstr(asked->key.text, arena_printf(visit->arena, "&%s=", name))) continue;
        err_set(err, ERR_INPUT, "The package has nothing that '%.60s' could change", name);
        return err_hint(err, "The page 'What if' lists what can be changed.");
    }
    return true;
}

static bool read_question(struct visit *visit, sqlite3 *db, struct asked *asked,
                          struct view_what_if *view, struct err *err) {
    const char *from = visit_text(visit, "from");
    view->from = visit->state->brief.as_at;
    if (from && !date_parse(str_of(from), &view->from)) view->from = visit->state->brief.as_at;
    char text[DATE_BYTES];
    *asked = (struct asked){
        .changes = ARENA_NEW(visit->arena, struct question_change, CHANGES),
        .words = ARENA_NEW(visit->arena, struct view_what_if_change, CHANGES),
        .errors = ARENA_NEW(visit->arena, struct view_error_item, visit->fault_count + 1),
        .key = buf_new(visit->arena)};
    if (!read_bases(visit, db, view, err)) return false;
    view->from_field = field_of(visit, asked, "from", NULL, "The day from which changes hold");
    buf_printf(&asked->key, "base=%s&from=%s", view->base, date_text(view->from, text));
    if (!read_settings(visit, db, asked, view, err) || !read_schemes(visit, db, asked, view, err))
        return false;
    if (!all_known(visit, asked, err)) return false;
    if (asked->error_count < visit->fault_count)
        return err_set(err, ERR_INPUT, "The address has a field that cannot be read");
    view->errors = asked->errors;
    view->errors_count = asked->error_count;
    asked->question.base = view->base;
    asked->question.from = view->from;
    asked->question.changes = asked->changes;
    view->changes = asked->words;
    view->changes_count = asked->word_count;
    view->asked = asked->word_count > 0 && !visit->fault_count;
    return true;
}

/* What the answer shows: of the system, and of each setting that is changed. */
static struct ask_what what_of(struct visit *visit, const struct asked *asked, const char *system) {
    static const char *const of_system[] = {"delayed", "delayed_per_100000", "within_4h",
                                            "cost_gbp",
                                            "present"}; /* the last is there in any case */
    static const char *const of_setting[] = {"occupancy", "delayed_for"};
    enum { OF_SYSTEM = sizeof of_system / sizeof of_system[0], OF_SETTING = 2 };
    const struct question *question = &asked->question;
    struct model_only *rows =
        ARENA_NEW(visit->arena, struct model_only, OF_SYSTEM + OF_SETTING * question->count);
    size_t count = 0;
    for (size_t i = 0; i < OF_SYSTEM; i++)
        rows[count++] = (struct model_only){of_system[i], system, "*"};
    for (size_t k = 0; k < question->count; k++)
        for (size_t i = 0; i < OF_SETTING && question->changes[k].kind != QUESTION_SCHEME; i++)
            rows[count++] = (struct model_only){of_setting[i], question->changes[k].id, "*"};
    return (struct ask_what){asked->key.text, question, rows, count};
}

/* --- the answer ---------------------------------------------------------------------------------
 */

static bool fill_value(const struct visit *visit, const struct ask_state *ask, const char *base,
                       const char *output, const char *subject, const char *year, double unit,
                       struct view_what_if_value *out) {
    const struct model_row *a = model_find(ask->results, QUESTION_SCENARIO, output, subject, year);
    const struct model_row *b = model_find(visit->state->results, base, output, subject, year);
    if (!a || !b || isnan(a->mean)) return false;
    const struct model_row d = model_difference(a, b);
    /* The same futures on both sides: the base may have seen more. */
    double mean = 0;
    int n = a->value_count < b->value_count ? a->value_count : b->value_count;
    for (int i = 0; i < n; i++) mean += b->values[i] / n;
    out->year = year;
    out->base = mean / unit;
    out->what_if = a->mean / unit;
    out->difference = d.mean / unit;
    out->low = d.p10 / unit;
    out->high = d.p90 / unit;
    return true;
}

static const char *last_year(const struct model_results *results, const char *scenario,
                             const char *output, const char *subject) {
    const char *year = NULL;
    for (size_t i = 0; i < results->count; i++) {
        const struct model_row *r = &results->rows[i];
        if (strcmp(r->scenario, scenario) == 0 && strcmp(r->output, output) == 0 &&
            strcmp(r->subject, subject) == 0 && strchr(r->period, '/'))
            year = r->period; /* rows are in order */
    }
    return year;
}

static void fill_years(struct visit *visit, const struct ask_state *ask, const char *system,
                       struct view_what_if *view) {
    enum { MOST = 60 };
    struct view_what_if_value *years = ARENA_NEW(visit->arena, struct view_what_if_value, MOST);
    for (size_t i = 0; i < ask->results->count && view->years_count < MOST; i++) {
        const struct model_row *r = &ask->results->rows[i];
        if (strcmp(r->output, "delayed") != 0 || strcmp(r->subject, system) != 0 ||
            !strchr(r->period, '/'))
            continue;
        struct view_what_if_value *v = &years[view->years_count];
        *v = (struct view_what_if_value){.title = "People delayed on an average day",
                                         .unit = "people"};
        view->years_count += fill_value(visit, ask, view->base, "delayed", system, r->period, 1, v);
    }
    view->years = years;
}

static void fill_values(struct visit *visit, const struct ask_state *ask, const char *system,
                        const struct asked *asked, struct view_what_if *view) {
    static const struct {
        const char *output, *title, *unit;
        double divisor;
        bool none;
    } outputs[] = {{"delayed", "People delayed", "on an average day", 1, true},
                   {"delayed_per_100000", "People delayed", "per 100,000 adults", 1, false},
                   {"within_4h", "A&E within four hours", "%", 1, false},
                   {"cost_gbp", "Cost of the care simulated", "£m", 1e6, false}};
    enum { OUTPUTS = sizeof outputs / sizeof outputs[0] };
    struct view_what_if_value *values =
        ARENA_NEW(visit->arena, struct view_what_if_value, OUTPUTS + 2 * asked->question.count);
    const char *year = last_year(ask->results, QUESTION_SCENARIO, "delayed", system);
    if (!year) year = last_year(ask->results, QUESTION_SCENARIO, "cost_gbp", system);
    for (size_t i = 0; year && i < OUTPUTS; i++) {
        struct view_what_if_value *v = &values[view->values_count];
        *v = (struct view_what_if_value){
            .title = outputs[i].title, .unit = outputs[i].unit, .decimals_none = outputs[i].none};
        view->values_count += fill_value(visit, ask, view->base, outputs[i].output, system, year,
                                         outputs[i].divisor, v);
    }
    for (size_t i = 0; year && i < view->settings_count; i++) {
        const struct view_what_if_setting *s = &view->settings[i];
        if (!s->changed) continue;
        struct view_what_if_value *v = &values[view->values_count];
        *v = (struct view_what_if_value){
            .title = arena_printf(visit->arena, "%s: in use", s->title), .unit = "% of capacity"};
        view->values_count += fill_value(visit, ask, view->base, "occupancy", s->id, year, 1, v);
        v = &values[view->values_count];
        *v = (struct view_what_if_value){
            .title = arena_printf(visit->arena, "%s: people delayed elsewhere on their way to it",
                                  s->title),
            .unit = "on an average day"};
        view->values_count += fill_value(visit, ask, view->base, "delayed_for", s->id, year, 1, v);
    }
    view->values = values;
}

/* What is asked beside what it starts from and, where that is the plan, beside doing nothing. */
static void draw_years(struct visit *visit, const struct ask_state *ask, const char *system,
                       struct view_what_if *view) {
    const struct site_state *state = visit->state;
    struct model_chart chart = {.id = "what-if",
                                .title = "People delayed on an average day",
                                .unit = "people",
                                .output = "delayed",
                                .subject = system,
                                .frequency = 'y',
                                .difference = "What the change makes of it, future by future",
                                .futures = ask->results->replications,
                                .focusable = true};
    const char *nothing = state->brief.nothing_id;
    if (nothing && strcmp(nothing, view->base) != 0)
        chart.lines[chart.line_count++] =
            (struct model_chart_line){state->results, nothing, "If nothing is done"};
    const char *plan = state->brief.plan_id;
    chart.lines[chart.line_count++] = (struct model_chart_line){
        state->results, view->base,
        plan && strcmp(plan, view->base) == 0 ? "With the plan" : "If nothing is done"};
    chart.lines[chart.line_count++] =
        (struct model_chart_line){ask->results, QUESTION_SCENARIO, "With the change"};
    view->chart = model_chart_draw(visit, &chart, NULL);
    chart.id = "what-if-small";
    chart.width = 340;
    chart.focusable = false;
    view->small_chart = model_chart_draw(visit, &chart, NULL);
}

/* Half a person is nothing to plan by, whatever its sign. */
static bool is_clear(const struct view_what_if_value *v) {
    return v->low * v->high > 0 && fabs(v->difference) >= 0.5;
}

/* ' The most it makes is in 2018/19: 31 fewer, 128 instead of 159.'; empty: the last year
 * says it, or no year is clear. */
static const char *say_greatest(struct visit *visit, const struct view_what_if *view) {
    const struct view_what_if_value *most = NULL;
    for (size_t i = 0; i < view->years_count; i++)
        if (is_clear(&view->years[i]) &&
            (!most || fabs(view->years[i].difference) > fabs(most->difference)))
            most = &view->years[i];
    if (!most || fabs(most->difference) < 2 * fabs(view->values[0].difference)) return "";
    char size[NUMBER_PEOPLE_BYTES], a[NUMBER_PEOPLE_BYTES], b[NUMBER_PEOPLE_BYTES];
    int decimals = fabs(most->difference) < 10 ? 1 : 0;
    return arena_printf(visit->arena, " The most it makes is in %s: %s %s, %s instead of %s.",
                        most->year, number_people(fabs(most->difference), decimals, size),
                        most->difference < 0 ? "fewer" : "more",
                        number_people(most->what_if, decimals, a),
                        number_people(most->base, decimals, b));
}

/* 'In 2020/21, 17 fewer people (12 to 22 fewer) are delayed on an average day: 123 instead of 140.'
 */
static const char *say_answer(struct visit *visit, const struct view_what_if *view) {
    if (!view->values_count) return "The model says nothing that could be compared.";
    const struct view_what_if_value *v = &view->values[0];
    char size[NUMBER_PEOPLE_BYTES], a[NUMBER_PEOPLE_BYTES], b[NUMBER_PEOPLE_BYTES],
        low[NUMBER_PEOPLE_BYTES], high[NUMBER_PEOPLE_BYTES];
    if (strcmp(v->title, "People delayed") != 0) return "See below what comes of it.";
    int decimals = fabs(v->difference) < 10 ? 1 : 0;
    if (!is_clear(v))
        return arena_printf(
            visit->arena,
            "In %s it makes no clear difference%s to how many people are delayed on an "
            "average day: %s instead of %s.%s",
            v->year, view->refining ? ", at a first look," : "",
            number_people(v->what_if, decimals, a), number_people(v->base, decimals, b),
            say_greatest(visit, view));
    const char *way = v->difference < 0 ? "fewer" : "more";
    const char *among =
        view->refining
            ? arena_printf(visit->arena, "at a first look, of %zu futures,", view->replications)
            : "in four of five simulated futures";
    return arena_printf(visit->arena,
                        "In %s, %s %s people are delayed on an average day: %s instead of %s (%s "
                        "%s to %s %s).%s",
                        v->year, number_people(fabs(v->difference), decimals, size), way,
                        number_people(v->what_if, decimals, a), number_people(v->base, decimals, b),
                        among, number_people(fmin(fabs(v->low), fabs(v->high)), decimals, low),
                        number_people(fmax(fabs(v->low), fabs(v->high)), decimals, high), way,
                        say_greatest(visit, view));
}

static bool read_system(struct visit *visit, sqlite3 *db, const char **system, struct err *err) {
    struct query *q = query_new(db, "SELECT id FROM system ORDER BY row_no LIMIT 1", err);
    if (!q) return false;
    *system = query_next(q) ? arena_string(visit->arena, query_text(q, 0)) : "";
    return query_free(q, err);
}

static bool read_all(struct visit *visit, sqlite3 *db, struct asked *asked, const char **system,
                     struct view_what_if *view, struct err *err) {
    return read_system(visit, db, system, err) && read_question(visit, db, asked, view, err);
}

static bool answer(struct visit *visit, struct err *err) {
    struct view_what_if view = {.ready = visit->state->results != NULL,
                                .dates = visit->state->brief.dates.words,
                                .from = DATE_NONE,
                                .progress_pct = NAN};
    struct asked asked;
    struct ask_state ask = {.ask = NULL};
    const char *system;
    visit->section = "What if";
    if (!view.ready) return VISIT_SHOW(visit, what_if, &view);
    bool ok = read_all(visit, site_take(visit->site), &asked, &system, &view, err);
    site_give(visit->site);
    if (!ok) return false;
    if (view.asked) {
        const struct ask_what what = what_of(visit, &asked, system);
        if (!asks_find(site_asks(visit->site), &what, &ask, err)) return false;
        view.failed = ask.failed;
        view.pending = !ask.results && !ask.failed;
        view.refining = ask.results && !ask.done;
        view.progress_pct = 100 * ask.progress;
        if (ask.results) {
            view.replications = (size_t)ask.results->replications;
            fill_values(visit, &ask, system, &asked, &view);
            fill_years(visit, &ask, system, &view);
            draw_years(visit, &ask, system, &view);
            view.answer = say_answer(visit, &view);
        }
    }
    visit->changing = view.pending || view.refining;
    visit->again = view.pending;
    if (view.errors_count) visit->title = "Error: what if?";
    ok = VISIT_SHOW(visit, what_if, &view);
    if (ask.ask) asks_release(site_asks(visit->site), ask.ask);
    return ok;
}

static const struct input inputs[] = {
    {.name = "base",
     .kind = INPUT_ID,
     .about = "The scenario that is changed; the plan, if not said"},
    {.name = "from", .kind = INPUT_DAY, .about = "The day from which changes of settings hold"},
    {.name = "capacity.*",
     .kind = INPUT_NUMBER,
     .min = -1e6,
     .max = 1e6,
     .about = "capacity.SETTING: how many more places, or visits a day"},
    {.name = "demand.*",
     .kind = INPUT_NUMBER,
     .min = -90,
     .max = 200,
     .about = "demand.SETTING: how many % more people arrive from outside"},
    {.name = "stay.*",
     .kind = INPUT_NUMBER,
     .min = -90,
     .max = 200,
     .about = "stay.SETTING: how many % longer people stay"},
    {.name = "scheme.*",
     .kind = INPUT_NUMBER,
     .min = -60,
     .max = 120,
     .about = "scheme.SCHEME: how many months later it begins"},
};

const struct route route_what_if = {
    .path = "/what-if",
    .title = "What if?",
    .about = "What the model expects if capacity, demand, stays or the start of schemes were "
             "different; ask again until neither pending nor refining",
    .permission = PERMISSION_WHAT_IF,
    .inputs = inputs,
    .input_count = sizeof inputs / sizeof inputs[0],
    .shows_faults = true,
    .schema = &view_schema_what_if,
    .answer = answer,
};
