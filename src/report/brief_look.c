/* What to look at first, and the answer to 'Is it working?'. Each finding has a severity from 0 to
 * 1 by a rule of its own (docs/brief.md); the three highest are shown.
 *
 * SPDX-License-Identifier: MIT */
#include "brief_parts.h"

#include <math.h>

static void add(struct brief *brief, double severity, const char *table, const char *id,
                const char *words) {
    if (isnan(severity) || severity <= 0) return;
    if (severity > 1) severity = 1;
    size_t most = sizeof brief->look / sizeof brief->look[0];
    size_t at = brief->look_count < most ? brief->look_count++ : most;
    for (; at > 0 && brief->look[at - 1].severity < severity; at--)
        if (at < most) brief->look[at] = brief->look[at - 1];
    if (at < most) brief->look[at] = (struct brief_look){severity, words, table, id};
}

/* The setting that holds most people up by being full: people delayed elsewhere on their way to it
 * times the share of days on which it is full; severity is its share of that over all settings,
 * times the share of days again. */
static bool bottleneck(struct brief_work *work, struct err *err) {
    struct brief *brief = work->brief;
    if (!work->simulated) return true;
    int year = brief_year_of(work, brief->as_at);
    const char *scenario = brief->plan_id ? brief->plan_id : brief->nothing_id;
    struct query *q = query_new(work->db, "SELECT id, title FROM setting ORDER BY row_no", err);
    if (!q) return false;
    const char *title = NULL, *setting = NULL;
    double most = 0, all = 0, full = 0, waiting = 0;
    while (query_next(q)) {
        const char *id = query_text(q, 0);
        double people = brief_row(work, scenario, "delayed_for", id, year).mean;
        double days = brief_row(work, scenario, "full", id, year).mean;
        if (isnan(people) || isnan(days)) continue;
        all += people * days;
        if (people * days <= most) continue;
        most = people * days;
        title = brief_keep(work, query_text(q, 1));
        setting = brief_keep(work, id);
        full = days;
        waiting = people;
    }
    if (!query_free(q, err)) return false;
    if (!title || waiting < 0.5) return true;
    char text[DATE_BYTES], people[NUMBER_PEOPLE_BYTES], days[NUMBER_PEOPLE_BYTES];
    add(brief, most / all * full / 100, "setting", setting,
        arena_printf(work->arena,
                     "%s is the bottleneck: in %s the model has it full on %s%% of days, and %s "
                     "people on an average day are delayed elsewhere on their way to it.",
                     title, financial_year_text(year, text), number_people(full, 0, days),
                     number_people(waiting, waiting < 10, people)));
    return true;
}

/* The measure that has most of its way to the target still before it. */
static bool worst_measure(struct brief_work *work, struct err *err) {
    struct brief *brief = work->brief;
    struct query *q = query_new(work->db,
                                "SELECT baseline FROM target WHERE measure = ?1 AND place = ?2 AND "
                                "due = ?3 AND baseline IS NOT NULL ORDER BY row_no LIMIT 1",
                                err);
    if (!q) return false;
    const struct brief_measure *worst = NULL;
    double most = 0;
    for (size_t i = 0; i < brief->measure_count; i++) {
        const struct measure_verdict *v = &brief->measures[i].verdict;
        if (isnan(v->target) || v->target_met || !(v->target_distance > 0)) continue;
        char day[DATE_BYTES];
        query_again(q);
        query_bind_text(q, 1, v->measure);
        query_bind_text(q, 2, v->place);
        query_bind_text(q, 3, v->target_due == DATE_NONE ? "" : date_text(v->target_due, day));
        double baseline = query_next(q) ? query_number(q, 0) : NAN;
        double way = fabs(isnan(baseline) ? v->target : baseline - v->target);
        double left = way > 0 ? fmin(1, v->target_distance / way) : 1;
        if (v->variation == MEASURE_IMPROVING) left *= 0.5;
        if (left <= most) continue;
        most = left;
        worst = &brief->measures[i];
    }
    query_again(q);
    if (!query_free(q, err)) return false;
    if (!worst) return true;
    const struct measure_verdict *v = &worst->verdict;
    char last[NUMBER_PEOPLE_BYTES], target[NUMBER_PEOPLE_BYTES], month[DATE_BYTES], day[DATE_BYTES];
    add(brief, most, "measure", v->measure,
        arena_printf(
            work->arena, "%s: %s in %s, and the target is %s%s%s. Its own past: %s%s%s.", v->title,
            brief_number(v->last, v->unit, last), date_month_people(v->last_month, month),
            brief_number(v->target, v->unit, target), v->target_due != DATE_NONE ? " by " : "",
            v->target_due != DATE_NONE ? date_people(v->target_due, day) : "", v->past_words,
            worst->forecast_year ? ". Will the plan meet it? " : "",
            worst->forecast_year ? worst->will : ""));
    return true;
}

/* Schemes whose milestone is late: nothing that they should change can change before it. */
static bool late_schemes(struct brief_work *work, struct err *err) {
    struct brief *brief = work->brief;
    struct query *q = query_new(work->db, "SELECT title, starts FROM scheme ORDER BY row_no", err);
    if (!q) return false;
    size_t all = 0, blocked = 0, unowned = 0;
    int32_t longest = 0;
    const char *scheme = NULL;
    const struct plan_item *first = NULL;
    while (query_next(q)) {
        all++;
        const char *starts = query_text(q, 1);
        const struct plan_item *m = starts ? plan_status_find(&brief->plan, starts) : NULL;
        if (!m || m->state != PLAN_LATE) continue;
        blocked++;
        unowned += !m->has_owner;
        if (brief->as_at - m->due_to <= longest) continue;
        longest = brief->as_at - m->due_to;
        first = m;
        scheme = brief_keep(work, query_text(q, 0));
    }
    if (!query_free(q, err)) return false;
    if (!first) return true;
    char day[DATE_BYTES];
    add(brief, (double)blocked / (double)all, "milestone", first->id,
        arena_printf(
            work->arena,
            "%zu of %zu schemes wait for a milestone that is past its date and that nobody "
            "has reported done%s. The forecast counts them as begun. Longest: '%s', due "
            "%s, holds up '%s'.",
            blocked, all,
            unowned ? arena_printf(work->arena, "; %zu of them without an owner", unowned) : "",
            first->title, date_people(first->due_to, day), scheme));
    return true;
}

static void done_not_moved(struct brief_work *work) {
    const struct brief_effects *e = &work->brief->effects;
    if (!e->done_judged) return;
    add(work->brief, (double)e->done_not / (double)(e->done_judged + 2), "action", NULL,
        arena_printf(work->arena,
                     "Of the actions reported done, %zu have an effect that can be judged by now; "
                     "for %zu of them no measure has improved since, beyond chance and more than "
                     "elsewhere.",
                     e->done_judged, e->done_not));
}

static void money(struct brief_work *work) {
    const struct brief *brief = work->brief;
    if (!brief->gaps.count) return;
    const struct money_gap *gap = &brief->gaps.years[brief->gaps.count - 1];
    if (gap->left_gbp <= 0) return;
    char left[NUMBER_PEOPLE_BYTES], opens[NUMBER_PEOPLE_BYTES];
    add(work->brief, gap->left_gbp / gap->opens_gbp, "budget", NULL,
        arena_printf(work->arena,
                     "The money: with every line of the plan delivered, %s of the %s gap in %s is "
                     "still open.",
                     number_money(gap->left_gbp, left), number_money(gap->opens_gbp, opens),
                     gap->year));
}

static void open_after_closure(struct brief_work *work) {
    const struct brief *brief = work->brief;
    const struct plan_counts *actions = &brief->plan.counts[PLAN_ACTION];
    if (!brief->plan.closed_left || !actions->total) return;
    add(work->brief, (double)brief->plan.closed_left / (double)actions->total, "action", NULL,
        arena_printf(
            work->arena,
            "%zu of %zu actions are not reported finished though their plan has closed; %zu of them are "
            "handed over to somebody else. Ask each new owner.",
            brief->plan.closed_left, actions->total, actions->handed_over));
}

bool brief_look_first(struct brief_work *work, struct err *err) {
    if (!bottleneck(work, err) || !worst_measure(work, err) || !late_schemes(work, err))
        return false;
    done_not_moved(work);
    money(work);
    open_after_closure(work);
    return true;
}

void brief_answer(struct brief_work *work) {
    struct brief *brief = work->brief;
    const struct plan_counts *actions = &brief->plan.counts[PLAN_ACTION];
    struct buf answer = buf_new(work->arena);
    size_t judged = brief->driven_count;
    size_t done = actions->state[PLAN_DONE] - actions->handed_over;
    buf_puts(&answer, judged == 0 ? "Nobody can say."
                      : brief->improved > 0 && actions->total && !done
                          ? "The measures move, but nothing of the plan is reported done."
                      : brief->improved == judged ? "Yes."
                      : brief->improved > 0       ? "Partly."
                      : brief->worse > 0          ? "No."
                                                  : "Not yet.");
    if (actions->total)
        buf_printf(&answer, " %zu of %zu actions are reported done.", done, actions->total);
    if (judged)
        buf_printf(&answer,
                   " Of the %zu measures that the plan should move and that can be judged, %zu %s "
                   "improved and %zu %s got worse.",
                   judged, brief->improved, brief->improved == 1 ? "has" : "have", brief->worse,
                   brief->worse == 1 ? "has" : "have");
    else
        buf_puts(&answer, " No measure that the plan should move can be judged.");
    if (brief->measure_count && brief->measures[0].forecast_year)
        buf_printf(&answer, " %s: %s.", brief->measures[0].verdict.title,
                   brief->measures[0].verdict.past_words);
    work->brief->answer = answer.text;
}
