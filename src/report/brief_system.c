/* The part of the brief that the model gives: runs the scenarios, and what they say by year.
 *
 * SPDX-License-Identifier: MIT */
#include "brief_parts.h"
#include "model/kept.h"

#include <math.h>
#include <string.h>

/* What is shown by year, of the system or of its beds. */
static const struct shown {
    const char *output, *title; /* title NULL: 'Acute beds needed' */
    double unit;
    int decimals;
} shown[] = {
    {"places_needed", NULL, 1, 0},
    {"delayed", "People delayed on an average day", 1, 0},
    {"delayed_per_100000", "People delayed, per 100,000 adults", 1, 1},
    {"within_4h", "A&E within four hours, %", 1, 1},
    {"cost_gbp", "Cost of the care simulated, £m", 1e6, 0},
};
enum { SHOWN = sizeof shown / sizeof shown[0] };

static const char beds_sql[] =
    "SELECT family FROM setting WHERE unit = 'bed' OR family LIKE '%bed%' ORDER BY "
    "family <> 'acute beds', row_no LIMIT 1";

static const struct brief_value nothing_known = {NAN, NAN, NAN};

/* In units of `unit`. */
static struct brief_value value_in(const struct model_row *row, double unit) {
    return row ? (struct brief_value){row->mean / unit, row->p10 / unit, row->p90 / unit}
               : nothing_known;
}

static const struct model_row *find(const struct brief_work *work, const char *scenario,
                                    const char *output, const char *subject, int year) {
    char period[DATE_BYTES];
    if (!work->simulated || !scenario || !subject) return NULL;
    return model_find(&work->results, scenario, output, subject, financial_year_text(year, period));
}

struct brief_value brief_row(const struct brief_work *work, const char *scenario,
                             const char *output, const char *subject, int year) {
    return value_in(find(work, scenario, output, subject, year), 1);
}

int brief_year_of(const struct brief_work *work, int32_t day) {
    if (work->last_year < work->first_year) return 0;
    int year = date_financial_year(day);
    return year < work->first_year  ? work->first_year
           : year > work->last_year ? work->last_year
                                    : year;
}

bool brief_scenarios(sqlite3 *db, struct arena *arena, const char **nothing, const char **plan,
                     struct err *err) {
    *nothing = *plan = NULL;
    struct query *q = query_new(
        db,
        "SELECT id, base IS NULL FROM scenario ORDER BY id NOT IN ('do-nothing', 'plan'), "
        "row_no",
        err);
    if (!q) return false;
    while (query_next(q)) {
        bool is_base = query_integer(q, 1, 0) != 0 && strcmp(query_text(q, 0), "plan") != 0;
        const char **id = is_base ? nothing : plan;
        if (!*id) *id = arena_string(arena, query_text(q, 0));
    }
    return query_free(q, err);
}

static bool first_text(struct brief_work *work, const char *sql, const char **out,
                       struct err *err) {
    struct query *q = query_new(work->db, sql, err);
    if (!q) return false;
    *out = query_next(q) ? brief_keep(work, query_text(q, 0)) : NULL;
    return query_free(q, err);
}

static void add_output(struct brief_work *work, const char *output, const char *subject,
                       const char *title, double unit, int decimals) {
    struct brief *brief = work->brief;
    int span = work->last_year - work->first_year + 1;
    if (span <= 0 || !subject) return;
    struct brief_year *years = ARENA_NEW(work->arena, struct brief_year, (size_t)span);
    size_t count = 0;
    for (int year = work->first_year; year <= work->last_year; year++) {
        const struct model_row *nothing = find(work, brief->nothing_id, output, subject, year);
        const struct model_row *plan = find(work, brief->plan_id, output, subject, year);
        if (!nothing && !plan) continue;
        struct brief_value difference = nothing_known;
        if (nothing && plan) {
            struct model_row row = model_difference(plan, nothing);
            difference = value_in(&row, unit);
        }
        char text[DATE_BYTES];
        years[count++] = (struct brief_year){
            .year = arena_string(work->arena, financial_year_text(year, text)),
            .nothing = value_in(nothing, unit),
            .plan = value_in(plan, unit),
            .difference = difference,
        };
    }
    if (count)
        brief->outputs[brief->output_count++] =
            (struct brief_output){title, output, subject, unit, decimals, years, count};
}

/* Runs both scenarios; no replications when the tables cannot be made a model, which is said. */
static bool run_model(struct brief_work *work, struct err *err) {
    struct brief *brief = work->brief;
    const char *scenarios[2];
    size_t count = 0;
    if (brief->nothing_id) scenarios[count++] = brief->nothing_id;
    if (brief->plan_id) scenarios[count++] = brief->plan_id;
    const struct model_options options = {
        .scenarios = scenarios,
        .scenario_count = count,
        .replications =
            work->options->replications ? work->options->replications : BRIEF_REPLICATIONS,
        .seed = work->options->seed,
        .threads = work->options->threads,
        .twin = true,
        .progress = work->options->progress,
        .user = work->options->user,
        .stop = work->options->stop,
    };
    size_t fed;
    if (!plan_forecast_feed(work->db, &brief->forecast, &fed, err)) return false;
    struct err later = {0};
    bool ok = model_simulate(work->db, &options, work->arena, &work->results, err);
    if (!plan_forecast_leave(work->db, &later)) {
        *err = later;
        return false;
    }
    if (ok) return true;
    if (work->options->stop && *work->options->stop) return false;
    if (err->code == ERR_BUG) return false;
    brief_missing(work, "The model could not be simulated: %s.", err->message);
    *err = (struct err){0};
    work->results = (struct model_results){0};
    return true;
}

bool brief_rows(sqlite3 *db, struct arena *arena, struct model_only **out, size_t *count,
                struct err *err) {
    struct query *q = query_new(db,
                                "SELECT id, 1 FROM setting UNION ALL SELECT id, 0 FROM system "
                                "UNION ALL SELECT DISTINCT family, 2 FROM setting WHERE family IS "
                                "NOT NULL",
                                err);
    size_t room = 0;
    *out = NULL;
    *count = 0;
    while (q && query_next(q)) {
        const char *subject = arena_string(arena, query_text(q, 0));
        int64_t kind = query_integer(q, 1, 0);
        if (*count + SHOWN > room) {
            struct model_only *larger =
                ARENA_NEW(arena, struct model_only, room = 2 * room + 4 * SHOWN);
            if (*count) memcpy(larger, *out, *count * sizeof *larger);
            *out = larger;
        }
        for (size_t i = 0; i < SHOWN && kind != 1; i++)
            if ((shown[i].title != NULL) == (kind == 0))
                (*out)[(*count)++] = (struct model_only){shown[i].output, subject, NULL};
        if (kind == 1) { /* for the bottleneck */
            (*out)[(*count)++] = (struct model_only){"delayed_for", subject, NULL};
            (*out)[(*count)++] = (struct model_only){"full", subject, NULL};
        }
    }
    return q && query_free(q, err);
}

/* Why a kept run says nothing of this brief; NULL: it does. */
static bool why_stale(struct brief_work *work, const struct model_kept *run,
                      const struct model_results *results, const char **why, struct err *err) {
    const char *now;
    char day[DATE_BYTES];
    bool whole = false;
    for (size_t i = 0; i < results->count && !whole; i++)
        whole = strcmp(results->rows[i].output, "full") == 0;
    *why = NULL;
    if (!whole)
        *why = "it keeps no more than what measures are forecast by";
    else if (run->as_at == DATE_NONE)
        *why = "its milestones come when the plan says, and not as forecast";
    else if (run->as_at != work->brief->as_at)
        *why = arena_printf(work->arena, "it is as known on %s", date_people(run->as_at, day));
    else if (!model_inputs(work->db, work->arena, &now, err))
        return false;
    else if (strcmp(now, run->inputs) != 0)
        *why = "the package has changed since";
    return true;
}

bool brief_take_kept(struct brief_work *work, struct err *err) {
    struct brief *brief = work->brief;
    const char *scenarios[2], *why;
    struct model_kept run;
    struct model_results results;
    size_t count = 0;
    if (!work->options->kept || work->options->results || work->options->without_model) return true;
    if (!brief_scenarios(work->db, work->arena, &scenarios[0], &scenarios[1], err)) return false;
    for (int i = 0; i < 2; i++)
        if (scenarios[i]) scenarios[count++] = scenarios[i];
    if (!model_kept_together(work->db, scenarios, count, work->arena, &run, &results, err))
        return false;
    if (!run.id) return true;
    if (!why_stale(work, &run, &results, &why, err)) return false;
    if (why) {
        brief->stale =
            arena_printf(work->arena, "What is kept (%s) is not used: %s.", run.words, why);
        return true;
    }
    brief->kept = run.words;
    brief->seed = (uint64_t)run.seed;
    work->results = results;
    work->kept = true;
    return true;
}

bool brief_simulate(struct brief_work *work, struct err *err) {
    struct brief *brief = work->brief;
    const char *setting, *beds;
    if (!brief_scenarios(work->db, work->arena, &brief->nothing_id, &brief->plan_id, err) ||
        !first_text(work, "SELECT id FROM setting LIMIT 1", &setting, err) ||
        !first_text(work, beds_sql, &beds, err))
        return false;
    if (!setting || (!brief->nothing_id && !brief->plan_id)) {
        brief_missing(work, "There is no model to simulate: the package has no %s.",
                      setting ? "scenarios" : "settings");
        return true;
    }
    if (work->options->without_model) {
        brief_missing(work, "The model has not run yet.");
        return true;
    }
    if (work->options->results)
        work->results = *work->options->results;
    else if (!work->kept && !run_model(work, err))
        return false;
    else if (!work->results.replications)
        return true;
    work->simulated = true;
    if (brief->plan_id && !report_dates_read(work->db, &brief->plan, &brief->forecast, work->arena,
                                             &brief->dates, err))
        return false;
    brief->replications = work->results.replications;
    brief->events = work->results.events;
    brief->seconds = work->results.seconds;
    brief->outputs = ARENA_NEW(work->arena, struct brief_output, SHOWN);
    for (size_t i = 0; i < SHOWN; i++) {
        const struct shown *of = &shown[i];
        char *title = of->title || !beds ? NULL : arena_printf(work->arena, "%s needed", beds);
        if (title && title[0] >= 'a' && title[0] <= 'z') title[0] = (char)(title[0] - 'a' + 'A');
        add_output(work, of->output, of->title ? work->system : beds, title ? title : of->title,
                   of->unit, of->decimals);
    }
    return true;
}
