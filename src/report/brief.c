/* Makes the brief from its pieces; see brief.h.
 *
 * SPDX-License-Identifier: MIT */
#include "brief_parts.h"
#include "day.h"
#include "plan_report.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

void brief_missing(struct brief_work *work, const char *format, ...) {
    struct brief *brief = work->brief;
    if (brief->missing_count == sizeof brief->missing / sizeof brief->missing[0]) return;
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    brief->missing[brief->missing_count++] = arena_string(work->arena, text);
}

const char *brief_keep(struct brief_work *work, const char *text) {
    return text ? arena_string(work->arena, text) : NULL;
}

int brief_decimals(const char *unit, double value) {
    (void)unit;
    double size = fabs(value);
    return size >= 1000 ? 0 : 1;
}

const char *brief_number(double value, const char *unit, char out[NUMBER_PEOPLE_BYTES]) {
    number_people(value, brief_decimals(unit, value), out);
    if (unit[0] == '%' && !isnan(value)) strcat(out, "%");
    return out;
}

const char *brief_change(double value, const char *unit, char out[NUMBER_PEOPLE_BYTES]) {
    number_people(value, brief_decimals(unit, value), out);
    if (unit[0] == '%' && !isnan(value)) strcat(out, " percentage points");
    return out;
}

const char *brief_money(const struct money_gap *gap, struct arena *arena) {
    char a[NUMBER_PEOPLE_BYTES], b[NUMBER_PEOPLE_BYTES];
    struct buf out = buf_new(arena);
    buf_printf(&out, "In %s, if nothing is done, %s is missing. The plan's lines close %s of it",
               gap->year, number_money(gap->opens_gbp, a), number_money(gap->closes_gbp, b));
    if (gap->closes_high_gbp > gap->closes_low_gbp)
        buf_printf(&out, " (%s if each brings its least, %s if each brings its most)",
                   number_money(gap->closes_low_gbp, a), number_money(gap->closes_high_gbp, b));
    if (gap->left_gbp > 0)
        buf_printf(&out, " and leave %s open.", number_money(gap->left_gbp, a));
    else
        buf_puts(&out, " and leave nothing open.");
    if (!isnan(gap->chance))
        buf_printf(&out,
                   " Chance to close it all: %s%%. %zu of %zu lines have no range and are taken as "
                   "certain, so the range is narrower than the truth.",
                   number_people(100 * gap->chance, 0, a), gap->fixed_count, gap->line_count);
    else
        buf_puts(&out, " No line has a range, so no chance can be given.");
    return out.text;
}

/* The system's row, and the years simulated. */
static bool read_system(struct brief_work *work, struct err *err) {
    struct query *q = query_new(
        work->db, "SELECT id, title, place, start, \"end\" FROM system ORDER BY row_no", err);
    if (!q) return false;
    work->first_year = 1;
    if (query_next(q)) {
        work->system = brief_keep(work, query_text(q, 0));
        work->brief->title = brief_keep(work, query_text(q, 1));
        work->place = brief_keep(work, query_text(q, 2));
        int32_t start = query_date(q, 3), end = query_date(q, 4);
        if (start != DATE_NONE && end != DATE_NONE) {
            work->first_year = date_financial_year(start);
            work->last_year = date_financial_year(end);
        }
    } else {
        brief_missing(work, "The package does not describe a system (system.csv has no row).");
    }
    if (!work->brief->title) work->brief->title = "A system without a name";
    return query_free(q, err);
}

static bool find_day(struct brief_work *work, struct err *err) {
    int32_t *day = &work->brief->as_at;
    *day = work->options->as_at;
    if (*day != DATE_NONE) return true;
    if (!report_day(work->db, day, err)) return false;
    if (*day != DATE_NONE) return true;
    *day = work->last_year >= work->first_year ? date_of(work->last_year + 1, 3, 31)
                                               : (int32_t)(time(NULL) / 86400);
    brief_missing(work, "Nothing has been observed or reported, so the day of this brief is %s.",
                  work->last_year >= work->first_year ? "the last day simulated" : "today");
    return true;
}

#define DAYS_AHEAD 90

static const char *say_ahead(const struct brief *brief, struct arena *arena) {
    const struct brief_slips *s = &brief->slips;
    if (!s->due) return "";
    if (!s->known) return plan_forecast_basis(&brief->forecast, arena);
    struct buf out = buf_new(arena);
    char due[DATE_BYTES];
    buf_printf(&out,
               "Of the %zu actions and milestones due in 90 days, %zu can be forecast from this "
               "plan's own slips (%zu done, %zu open); %zu of them will more likely slip than not.",
               s->due, s->known, brief->forecast.done, brief->forecast.open, s->likely);
    if (s->worst)
        buf_printf(&out, " Likeliest: '%s', due %s, %s.", s->worst->item->title,
                   date_people(s->worst->item->due_to, due), plan_forecast_words(s->worst, arena));
    return out.text;
}

/* The forecast of the plan's own dates, and what it says of the items that are due soon. */
static bool look_ahead(struct brief_work *work, struct err *err) {
    struct brief *brief = work->brief;
    const struct forecast_options options = {FORECAST_SEED, FORECAST_REPLICATIONS};
    struct forecast *forecast = &brief->forecast;
    if (!plan_forecast_make(work->db, &brief->plan, &options, work->arena, forecast, err)) {
        if (err->code != ERR_TOO_LARGE) return false;
        brief->too_large = brief_keep(work, err->message);
        *err = (struct err){0};
        *forecast = (struct forecast){.as_at = brief->as_at};
        brief->ahead = "";
        return true;
    }
    struct brief_slips *slips = &brief->slips;
    for (size_t i = 0; i < forecast->count; i++) {
        const struct forecast_item *f = &forecast->items[i];
        int32_t due = f->item->due_to;
        if (due == DATE_NONE || due < brief->as_at || due - brief->as_at > DAYS_AHEAD) continue;
        if (f->item->kind != PLAN_ACTION && f->item->kind != PLAN_MILESTONE) continue;
        slips->due++;
        if (!f->forecast || isnan(f->chance)) continue;
        slips->known++;
        slips->likely += f->chance < 0.5;
        if (f->chance < 0.5 && (!slips->worst || f->chance < slips->worst->chance))
            slips->worst = f;
    }
    brief->ahead = say_ahead(brief, work->arena);
    return true;
}

/* What the model has no part in: read, or taken from the brief before. */
static bool read_package(struct brief_work *work, struct err *err) {
    struct brief *out = work->brief;
    const struct brief *before = work->options->before;
    if (before) {
        out->plan = before->plan;
        out->forecast = before->forecast;
        out->slips = before->slips;
        out->ahead = before->ahead;
        out->too_large = before->too_large;
        out->gaps = before->gaps;
        out->sources = before->sources;
    } else if (!plan_status_read(work->db, out->as_at, work->arena, &out->plan, err) ||
               !look_ahead(work, err) ||
               !money_gaps_read(work->db, out->seed, work->arena, &out->gaps, err) ||
               !source_list_read(work->db, work->arena, &out->sources, err)) {
        return false;
    }
    if (out->too_large)
        brief_missing(work, "The plan's dates are not forecast: %s.", out->too_large);
    return true;
}

static void say_what_is_not_planned(struct brief_work *work) {
    const struct brief *brief = work->brief;
    if (brief->plan.counts[PLAN_ACTION].total + brief->plan.counts[PLAN_MILESTONE].total == 0)
        brief_missing(work, "No actions or milestones: nothing can be said about delivery.");
    if (brief->gaps.count == 0)
        brief_missing(work, "No year of the budget has both a pressure on the system and something "
                            "that closes it: the financial gap cannot be shown.");
}

bool brief_make(sqlite3 *db, const struct brief_options *options, struct arena *arena,
                struct brief *out, struct err *err) {
    *out = (struct brief){.seed = options->seed, .dates.words = ""};
    struct brief_work work = {.db = db, .options = options, .arena = arena, .brief = out};
    if (options->findings) {
        out->checked = true;
        out->errors = options->findings->errors;
        out->warnings = options->findings->warnings;
    }
    if (!read_system(&work, err) || !find_day(&work, err) || !brief_take_kept(&work, err))
        return false;
    if (!read_package(&work, err)) return false;
    if (!brief_simulate(&work, err) || !brief_judge(&work, err) || !brief_compare(&work, err))
        return false;
    say_what_is_not_planned(&work);
    if (!brief_look_first(&work, err)) return false;
    brief_answer(&work);
    return true;
}
