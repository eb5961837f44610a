/* Did a measure move when something was done; see effect.h.
 *
 * SPDX-License-Identifier: MIT */
#include "effect.h"

#include "base/number.h"
#include "comparator.h"

#include <math.h>

#define WAIT_MOST 120 /* periods */
#define UNUSUAL 0.1   /* share of places that may have moved as unusually */
#define YEAR 12       /* periods of the mean before */

static const char not_observed[] = "it has not been observed";

/* Periods before that are looked at, since an older course says little, and periods after which a
 * season comes again: days of a week, weeks, months or quarters of a year. */
static size_t before_of(char frequency) {
    return frequency == 'd' ? 365 : frequency == 'w' ? 156 : frequency == 'q' ? 20 : 36;
}

static size_t season_of(char frequency) {
    return frequency == 'd'   ? 7
           : frequency == 'w' ? 52
           : frequency == 'm' ? 12
           : frequency == 'q' ? 4
                              : 0;
}

static size_t lag_periods(double months, char frequency) {
    double a_month = frequency == 'd'   ? 365.25 / 12
                     : frequency == 'w' ? 365.25 / 12 / 7
                     : frequency == 'q' ? 1.0 / 3
                     : frequency == 'y' ? 1.0 / 12
                                        : 1;
    double periods = ceil(months * a_month - 1e-9);
    return periods > 0 ? (size_t)fmin(periods, 1e6) : 0;
}

/* The row of the period that holds the day; where it is not its first day, that period belongs to
 * the lag: part of it was before. */
static void rows_of(struct measure_effect *e, double lag_months) {
    const struct measure_series *s = &e->series;
    for (e->row = 0; e->row < s->n; e->row++)
        if (measure_period_end(s->starts[e->row], s->frequency) >= e->from) break;
    size_t lag = lag_periods(lag_months, s->frequency);
    if (e->row < s->n && s->starts[e->row] < e->from) lag++;
    e->after = e->row + lag;
    e->expected_from = e->after < s->n ? s->starts[e->after] : DATE_NONE;
}

/* When there will be enough values after the lag. */
static int32_t enough_on(const struct measure_effect *e, double lag_months) {
    const struct measure_series *s = &e->series;
    if (e->has_alone || !s->n || e->alone.before < INTERRUPTED_BEFORE_MIN) return DATE_NONE;
    int32_t start = s->starts[s->n - 1], far = start + 3653;
    size_t left = INTERRUPTED_AFTER_MIN - e->alone.after;
    if (e->after >= s->n) { /* not one period after the lag is there: which will be the first? */
        size_t lag = lag_periods(lag_months, s->frequency);
        start = e->row < s->n ? s->starts[e->row] : start;
        for (; start < far && measure_period_end(start, s->frequency) < e->from;)
            start = measure_period_end(start, s->frequency) + 1;
        left += lag + (start < e->from) - 1;
    }
    for (; left > 0 && start < far; left--) start = measure_period_end(start, s->frequency) + 1;
    return start < far ? measure_period_end(start, s->frequency) : DATE_NONE;
}

static const char *keep(struct arena *arena, struct err *err) {
    const char *why = arena_string(arena, err->message);
    *err = (struct err){0};
    return why;
}

/* A control chart with limits from before: it sees, it does not ask why. */
static void look_at_chart(struct measure_effect *e, struct arena *arena) {
    const struct measure_series *s = &e->series;
    size_t before = before_of(s->frequency);
    size_t first = e->row > before ? e->row - before : 0, n = s->n - first;
    struct spc_options options = s->options;
    options.baseline = e->row - first;
    struct spc_phase phase;
    struct spc_point *points = ARENA_NEW(arena, struct spc_point, n + 1);
    if (options.baseline < SPC_BASELINE_MIN) return;
    (void)spc_judge(s->values + first, NULL, n, &options, points, &phase);
    double sum = 0;
    for (size_t i = e->after; i < s->n; i++) {
        if (isnan(s->values[i])) continue;
        sum += s->values[i];
        e->charted++;
        e->signals_better += points[i - first].type == SPC_IMPROVEMENT;
        e->signals_worse += points[i - first].type == SPC_CONCERN;
    }
    if (e->charted) e->mean_after = sum / (double)e->charted;
}

static void look_alone(struct measure_effect *e, struct arena *arena) {
    const struct measure_series *s = &e->series;
    struct interrupted_options options = {.season = season_of(s->frequency),
                                          .before = before_of(s->frequency)};
    struct err err = {0};
    e->has_alone = interrupted_fit(s->values, s->n, e->row, e->after - e->row, &options, arena,
                                   &e->alone, &err);
    if (!e->has_alone) e->alone_why = keep(arena, &err);
}

static void look_at_control(struct measure_effect *e, struct arena *arena) {
    const struct measure_series *s = &e->series;
    if (!s->comparator_id) {
        e->control_why = "there is nothing to compare it with";
        return;
    }
    double *difference = ARENA_NEW(arena, double, s->n + 1);
    for (size_t i = 0; i < s->n; i++) difference[i] = s->values[i] - s->comparator[i];
    struct interrupted_options options = {.season = season_of(s->frequency),
                                          .before = before_of(s->frequency)};
    struct err err = {0};
    e->has_control = interrupted_difference(difference, s->n, e->row, e->after - e->row, &options,
                                            arena, &e->control, &e->parallel, &err);
    if (!e->has_control) e->control_why = keep(arena, &err);
}

static bool look_at_others(sqlite3 *db, const struct measure_info *info,
                           const struct measure_comparator *comparator, int32_t as_at,
                           struct arena *arena, struct measure_effect *e, struct err *err) {
    const struct measure_series *s = &e->series;
    if (!measure_others(db, info->id, e->place, comparator, arena, &e->donors, &e->donor_count,
                        err))
        return false;
    const double **values = ARENA_NEW(arena, const double *, e->donor_count + 1);
    e->donor_titles = ARENA_NEW(arena, const char *, e->donor_count + 1);
    size_t before = before_of(s->frequency);
    size_t begin = e->row > before ? e->row - before : 0;
    for (size_t j = 0; j < e->donor_count; j++) {
        struct measure_series other = {.n = s->n};
        struct measure_comparator donor = {.id = e->donors[j], .kind = COMPARATOR_PLACE};
        struct measure_place where;
        double **all[] = {&other.comparator, &other.comparator_numerators,
                          &other.comparator_denominators};
        for (size_t k = 0; k < 3; k++) {
            *all[k] = ARENA_NEW(arena, double, s->n + 1);
            for (size_t i = 0; i < s->n; i++) (*all[k])[i] = NAN;
        }
        if (!measure_place_read(db, e->donors[j], arena, &where, err) ||
            !measure_comparator_fill(db, info, &donor, as_at, s->starts[0], arena, &other, err))
            return false;
        values[j] = other.comparator + begin;
        e->donor_titles[j] = where.title;
    }
    struct err few = {0};
    e->has_synthetic = synthetic_fit(s->values + begin, values, e->donor_count, s->n - begin,
                                     e->row - begin, e->after - begin, arena, &e->synthetic, &few);
    if (!e->has_synthetic) {
        e->synthetic_why = keep(arena, &few);
        return true;
    }
    double *expected = ARENA_NEW(arena, double, s->n + 1); /* rows of the whole series */
    for (size_t i = 0; i < s->n; i++)
        expected[i] = i < begin ? NAN : e->synthetic.expected[i - begin];
    e->synthetic.expected = expected;
    return true;
}

static void plan_size(struct measure_effect *e, double size, struct arena *arena) {
    const struct measure_series *s = &e->series;
    double sum = 0;
    size_t count = 0;
    for (size_t i = e->row; i-- > 0 && count < YEAR;)
        if (!isnan(s->values[i])) {
            sum += s->values[i];
            count++;
        }
    e->mean_before = count ? sum / (double)count : NAN;
    e->planned = isnan(size) && s->n ? fabs(s->targets[s->n - 1] - e->mean_before) : fabs(size);
    const struct interrupted *fit = e->has_control ? &e->control : &e->alone;
    if (isnan(e->planned) || !(e->has_control || e->has_alone)) return;
    struct interrupted_options options = {.season = season_of(s->frequency),
                                          .no_slopes = e->has_control && e->parallel};
    e->wait = interrupted_wait(fit, &options, e->planned, WAIT_MOST, arena);
}

static void judge(struct measure_effect *e) {
    e->moved = MOVED_TOO_EARLY;
    if (!e->has_alone && !e->has_control) return;
    const struct estimate *found = e->has_control ? &e->control.average : &e->alone.average;
    bool up = found->low > 0, down = found->high < 0;
    e->moved = MOVED_NOT_SEEN;
    if (e->direction == MEASURE_NEUTRAL || !(up || down)) return;
    if (up != (e->direction == MEASURE_HIGHER)) {
        e->moved = MOVED_WORSE;
        return;
    }
    e->moved = MOVED_BETTER;
    if (!e->has_synthetic) return;
    bool same_side = (e->synthetic.average > 0) == up;
    if (!same_side || e->synthetic.p_side > UNUSUAL) e->moved = MOVED_AS_OTHERS;
}

const char *measure_moved_text(enum measure_moved moved) {
    static const char *const texts[] = {
        "too early or too little observed to say", "better than expected, beyond chance",
        "better, but no more unusually than other places", "no change beyond chance",
        "worse than expected, beyond chance"};
    return texts[moved];
}

static const char *number(double value, struct arena *arena) {
    char text[NUMBER_PEOPLE_BYTES];
    return arena_string(arena, number_people(value, fabs(value) < 10 ? 2 : 1, text));
}

static const char *period(int32_t start, char frequency, struct arena *arena) {
    char text[DATE_BYTES];
    return arena_string(arena, frequency == 'd' || frequency == 'w'
                                   ? date_people(start, text)
                                   : date_month_people(date_month(start), text));
}

/* No change was seen. Is that to say that what was planned did not come, or that nothing can be
 * told? Both zero and the change planned may lie in the interval. */
static void words_planned(const struct measure_effect *e, const struct estimate *found,
                          struct buf *out, struct arena *arena) {
    if (!(e->planned > 0) || e->direction == MEASURE_NEUTRAL) return;
    bool up = e->direction == MEASURE_HIGHER;
    double planned = up ? e->planned : -e->planned;
    bool inside = found->low <= planned && planned <= found->high;
    buf_printf(out, " The change looked for, %s %s, lies %s.", number(e->planned, arena),
               up ? "up" : "down",
               inside ? "within that interval as well: whether it came cannot be told"
                      : "outside that interval: so much has not come");
}

static const char *words(const struct measure_effect *e, struct arena *arena) {
    struct buf out = buf_new(arena);
    const struct measure_series *s = &e->series;
    if (e->moved == MOVED_TOO_EARLY) {
        buf_printf(&out, "Nothing can be said yet: %s.",
                   e->control_why && s->comparator_id ? e->control_why : e->alone_why);
        return out.text;
    }
    if (e->charted && (e->signals_better || e->signals_worse)) {
        buf_printf(&out, "Of the %zu values since, ", e->charted);
        if (e->signals_better) buf_printf(&out, "%zu signal an improvement", e->signals_better);
        if (e->signals_better && e->signals_worse) buf_puts(&out, " and ");
        if (e->signals_worse) buf_printf(&out, "%zu signal a concern", e->signals_worse);
        buf_puts(&out, " on a control chart with limits from before. ");
    } else if (e->charted) {
        buf_puts(&out, "A control chart with limits from before signals nothing since. ");
    }
    buf_printf(&out, "From %s on it ", period(e->expected_from, s->frequency, arena));
    const struct estimate *found = e->has_control ? &e->control.average : &e->alone.average;
    bool beyond = found->low > 0 || found->high < 0;
    buf_printf(&out, "was on average %s %s than ", number(fabs(found->value), arena),
               found->value < 0 ? "lower" : "higher");
    if (e->has_control)
        buf_printf(&out, "its distance from %s before would have it", s->comparator_title);
    else
        buf_puts(&out, "its own course before would have it");
    buf_printf(&out, " (95%% interval of the change %s to %s), which is %s.",
               number(found->low, arena), number(found->high, arena),
               beyond ? "more than chance"
               : e->alone.rho > 0.5
                   ? "no more than chance explains in a series that swings this long"
                   : "no more than chance explains");
    if (e->has_synthetic)
        buf_printf(
            &out,
            " Beside a synthetic place made of %zu others the change is %s; of all %zu places, "
            "this one included, %.0f moved as unusually the same way.",
            e->synthetic.donors, number(e->synthetic.average, arena), e->synthetic.donors + 1,
            e->synthetic.p_side * (double)(e->synthetic.donors + 1));
    if (e->moved == MOVED_AS_OTHERS)
        buf_puts(&out, " So places where nothing of this was done did as much.");
    const struct estimate *drifting = &e->control.drifting;
    if (e->moved == MOVED_BETTER && e->has_control && e->parallel && drifting->low < 0 &&
        drifting->high > 0)
        buf_printf(&out,
                   " That supposes that the two went side by side before: were what little they "
                   "drifted apart to go on, the change would be %s (%s to %s).",
                   number(drifting->value, arena), number(drifting->low, arena),
                   number(drifting->high, arena));
    if (e->moved == MOVED_NOT_SEEN) words_planned(e, found, &out, arena);
    return out.text;
}

bool measure_effect(sqlite3 *db, const struct measure_effect_question *ask, struct arena *arena,
                    struct measure_effect *e, struct err *err) {
    struct measure_info info;
    struct measure_place where;
    struct measure_comparator comparator;
    *e = (struct measure_effect){.from = ask->from,
                                 .expected_from = DATE_NONE,
                                 .enough_on = DATE_NONE,
                                 .mean_before = NAN,
                                 .mean_after = NAN,
                                 .planned = NAN,
                                 .alone_why = not_observed,
                                 .control_why = not_observed,
                                 .synthetic_why = not_observed};
    if (!measure_info_read(db, ask->measure, arena, &info, err) ||
        !measure_place_read(db, ask->place, arena, &where, err) ||
        !measure_comparator_read(db, &info, &where, ask->against, arena, &comparator, err) ||
        !measure_series_against(db, ask->measure, ask->place, ask->against, ask->as_at, arena,
                                &e->series, err))
        return false;
    e->measure = info.id;
    e->title = info.title;
    e->unit = info.unit;
    e->direction = info.direction;
    e->place = where.id;
    e->place_title = where.title;
    e->comparator_title = e->series.comparator_title;
    if (e->series.n) {
        rows_of(e, ask->lag_months);
        look_at_chart(e, arena);
        look_alone(e, arena);
        look_at_control(e, arena);
        if (e->has_alone) {
            if (!look_at_others(db, &info, &comparator, ask->as_at, arena, e, err)) return false;
        } else {
            e->synthetic_why = e->alone_why;
        }
        plan_size(e, ask->size, arena);
        e->enough_on = enough_on(e, ask->lag_months);
    }
    judge(e);
    e->words = words(e, arena);
    return true;
}
