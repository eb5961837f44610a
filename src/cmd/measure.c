/* weft measure PACKAGE [ID]: where each measure stands against its own past, the comparator and the
 * target.
 *
 * SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "command.h"
#include "doc/json.h"
#include "measure/funnel.h"
#include "measure/verdict.h"
#include "measure_forecast.h"
#include "measure_funnel.h"
#include "options.h"
#include "package.h"

#include <math.h>
#include <string.h>

static const char *people(double value, struct arena *arena) {
    char text[NUMBER_PEOPLE_BYTES];
    return arena_string(arena, number_people(value, fabs(value) < 1000 ? 1 : 0, text));
}

static void line(const struct measure_verdict *v, struct arena *arena, struct buf *out) {
    char month[DATE_BYTES];
    size_t start = out->length;
    buf_printf(out, "%-22s %s", v->measure, v->place);
    buf_pad(out, start, 34);
    buf_printf(out, " %9s  %s", people(v->last, arena), date_month_text(v->last_month, month));
    buf_printf(out, "  %9s",
               v->latest.start == DATE_NONE ? "-" : people(v->latest.comparator, arena));
    buf_printf(out, "  %9s", people(v->target, arena));
    buf_printf(out, "  %9s", people(v->target_distance, arena));
    buf_printf(out, "  %-22s  %s\n", v->past_words, v->assurance_words ? v->assurance_words : "");
}

static void details(const struct measure_verdict *v, const char *forecast, struct arena *arena,
                    struct buf *out) {
    char from[DATE_BYTES], to[DATE_BYTES], due[DATE_BYTES];
    buf_printf(out, "%s\n", v->words);
    buf_printf(out, "  %zu values from %s to %s, %zu missing; in %s\n", v->n,
               date_month_people(v->first_month, from), date_month_people(v->last_month, to),
               v->missing, v->unit);
    buf_printf(
        out,
        "  its own past since %s: mean %s, process limits %s to %s, %zu signals among %zu values\n",
        date_month_people(v->phase_month, from), people(v->mean, arena), people(v->lower, arena),
        people(v->upper, arena), v->signals, v->phase_n);
    if (v->latest.start != DATE_NONE) {
        buf_printf(out, "  %s %s: difference %s", v->comparator_title,
                   people(v->latest.comparator, arena), people(v->latest.difference, arena));
        if (v->latest.method)
            buf_printf(out, " (95%% interval %s to %s; %s)", people(v->latest.low, arena),
                       people(v->latest.high, arena), v->latest.method);
        buf_printf(out, "\n  mean difference of the latest %zu periods %s", v->compared,
                   people(v->mean_difference, arena));
        if (!isnan(v->mean_low))
            buf_printf(out, " (%s to %s)", people(v->mean_low, arena), people(v->mean_high, arena));
        buf_printf(out,
                   "; above in %zu (significantly in %zu), below in %zu (significantly in %zu)\n",
                   v->above, v->significantly_above, v->below, v->significantly_below);
    }
    if (!isnan(v->target))
        buf_printf(out, "  target %s by %s: %s %s from it; %s\n", people(v->target, arena),
                   date_people(v->target_due, due), people(fabs(v->target_distance), arena),
                   v->target_met ? "better, away" : "away", v->assurance_words);
    buf_printf(out, "%s\n", forecast);
}

static const char *variation_name(enum measure_variation variation) {
    static const char *const names[] = {"too few", "common cause", "improving", "concerning",
                                        "special cause"};
    return names[variation];
}

static const char *assurance_name(enum measure_assurance assurance) {
    static const char *const names[] = {"none", "will hit", "will miss", "hit or miss"};
    return names[assurance];
}

static void verdict_json(const struct measure_verdict *v, struct json *json) {
    char text[DATE_BYTES];
    json_object(json, NULL);
    json_text(json, "measure", v->measure);
    json_text(json, "title", v->title);
    json_text(json, "unit", v->unit);
    json_text(json, "place", v->place);
    json_text(json, "place_title", v->place_title);
    json_integer(json, "values", (int64_t)v->n);
    json_integer(json, "missing", (int64_t)v->missing);
    json_text(json, "last_period", date_text(v->last_start, text));
    json_number(json, "last", v->last);
    json_number(json, "mean", v->mean);
    json_number(json, "lower_limit", v->lower);
    json_number(json, "upper_limit", v->upper);
    json_text(json, "variation", variation_name(v->variation));
    json_text(json, "rule", v->rule);
    json_text(json, "assurance", assurance_name(v->assurance));
    json_number(json, "target", v->target);
    json_text(json, "target_due", isnan(v->target) ? NULL : date_text(v->target_due, text));
    json_number(json, "target_distance", v->target_distance);
    bool compared = v->latest.start != DATE_NONE;
    json_text(json, "comparator", compared ? v->comparator_place : NULL);
    json_number(json, "comparator_value", compared ? v->latest.comparator : NAN);
    json_number(json, "difference", compared ? v->latest.difference : NAN);
    json_number(json, "difference_low", v->latest.low);
    json_number(json, "difference_high", v->latest.high);
    json_bool(json, "significant", compared && v->latest.significant);
    json_bool(json, "consistently", v->consistently);
    json_list(json, "compared");
    for (size_t i = 0; i < v->period_count; i++) {
        const struct measure_difference *d = &v->periods[i];
        json_object(json, NULL);
        json_text(json, "period", date_text(d->start, text));
        json_number(json, "value", d->value);
        json_number(json, "comparator", d->comparator);
        json_number(json, "difference", d->difference);
        json_number(json, "low", d->low);
        json_number(json, "high", d->high);
        json_bool(json, "significant", d->significant);
        json_end_object(json);
    }
    json_end_list(json);
    json_text(json, "comparator_words", v->comparator_words);
    json_text(json, "words", v->words);
    json_end_object(json);
}

enum { TEXT, JSON };
static const char *const formats[] = {"text", "json", NULL};

struct question {
    const char *id, *place, *against, *funnel, *spread, *forecast, *scenario;
    int32_t as_at;
    bool all;
    int format;
};

/* The places of a measure that are asked for. */
static bool places_of(sqlite3 *db, const struct question *ask, const char *measure,
                      const char *const *own, size_t owned, struct arena *arena, const char ***out,
                      size_t *count, struct err *err) {
    const char *const *all;
    size_t n;
    *count = 0;
    if (ask->place) {
        *out = ARENA_NEW(arena, const char *, 1);
        (*out)[(*count)++] = ask->place;
        return true;
    }
    if (!measure_places(db, measure, arena, &all, &n, err)) return false;
    *out = ARENA_NEW(arena, const char *, n + 1);
    for (size_t i = 0; i < n; i++) {
        bool wanted = ask->all;
        for (size_t k = 0; k < owned && !wanted; k++) wanted = strcmp(own[k], all[i]) == 0;
        if (wanted) (*out)[(*count)++] = all[i];
    }
    return true;
}

/* One verdict for each place that is asked for. */
static bool judge(sqlite3 *db, const struct question *ask, struct arena *arena,
                  struct measure_verdict **out, size_t *count, struct err *err) {
    const char *const *own, *one[2] = {ask->id, NULL};
    size_t owned, measures, capacity = 0;
    const char *const *ids = ask->id ? one : measure_ids(db, arena, &measures, err);
    if (!ids || !measure_own_places(db, arena, &own, &owned, err)) return false;
    *count = 0;
    *out = ARENA_NEW(arena, struct measure_verdict, 1);
    for (; *ids; ids++) {
        const char **places;
        struct measure_verdict *found;
        size_t n, found_count;
        if (!places_of(db, ask, *ids, own, owned, arena, &places, &n, err) ||
            !measure_judge_places(db, *ids, ask->against, ask->as_at, places, n, arena, &found,
                                  &found_count, err))
            return false;
        if (*count + found_count > capacity) {
            capacity = 2 * (*count + found_count);
            struct measure_verdict *more = ARENA_NEW(arena, struct measure_verdict, capacity);
            memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        memcpy(*out + *count, found, found_count * sizeof *found);
        *count += found_count;
    }
    /* A measure or place that is not there is said to be so, rather than to have no values; where
     * none of our own places has any, the first place that has some speaks. */
    if (*count || !ask->id) return true;
    *count = 1;
    *out = ARENA_NEW(arena, struct measure_verdict, 1);
    return measure_judge_against(db, ask->id, ask->place, ask->against, ask->as_at, arena, *out,
                                 err);
}

static bool print(sqlite3 *db, const struct question *ask, const struct measure_verdict *all,
                  size_t count, struct arena *arena, struct err *err) {
    struct buf out = buf_new(arena);
    struct json json = json_new(&out, true);
    bool as_json = ask->format == JSON;
    if (as_json)
        json_list(&json, NULL);
    else if (!ask->id)
        buf_printf(&out, "%-22s %-11s %9s  %-7s  %9s  %9s  %9s  %-22s  %s\n", "measure", "place",
                   "latest", "period", "compared", "target", "away", "its own past",
                   "will it meet the target?");
    for (size_t i = 0; i < count; i++) {
        struct buf forecast = buf_new(arena);
        if (as_json)
            verdict_json(&all[i], &json);
        else if (!ask->id)
            line(&all[i], arena, &out);
        else if (measure_forecast_line(db, &all[i], ask->scenario, arena, &forecast, err))
            details(&all[i], forecast.text, arena, &out);
        else
            return false;
    }
    if (as_json) json_end_list(&json);
    return output_write(NULL, &out, err);
}

static bool answer(sqlite3 *db, const struct question *ask, struct arena *arena, struct err *err) {
    if (ask->funnel)
        return measure_funnel_print(db, ask->id, ask->funnel, ask->against, ask->spread,
                                    ask->format == JSON, arena, err);
    if (ask->forecast)
        return measure_forecast_print(db, ask->id, ask->place, ask->forecast, ask->scenario,
                                      ask->format == JSON, arena, err);
    struct measure_verdict *all;
    size_t count;
    if (!judge(db, ask, arena, &all, &count, err)) return false;
    return print(db, ask, all, count, arena, err);
}

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    struct question ask = {.spread = "additive", .as_at = DATE_NONE};
    const struct option options[] = {
        {.name = "place", .kind = OPTION_TEXT, .value = &ask.place},
        {.name = "against", .kind = OPTION_TEXT, .value = &ask.against},
        {.name = "all", .kind = OPTION_FLAG, .value = &ask.all},
        {.name = "funnel", .kind = OPTION_TEXT, .value = &ask.funnel},
        {.name = "forecast", .kind = OPTION_TEXT, .value = &ask.forecast},
        {.name = "scenario", .kind = OPTION_TEXT, .value = &ask.scenario},
        {.name = "spread", .kind = OPTION_TEXT, .value = &ask.spread},
        {.name = "as-at", .kind = OPTION_DATE, .value = &ask.as_at},
        {.name = "format", .kind = OPTION_CHOICE, .value = &ask.format, .choices = formats},
    };
    int rest;
    if (!options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 2, &rest, err))
        return err_exit_status(err->code);
    if ((ask.funnel || ask.forecast) && rest < 2)
        err_set(err, ERR_USAGE, "--%s needs the measure's ID", ask.funnel ? "funnel" : "forecast");
    if (err->code != ERR_NONE) return err_exit_status(err->code);
    ask.id = rest > 1 ? argv[1] : NULL;
    struct store *store = package_open(argv[0], findings_new(arena), err);
    if (!store) return err_exit_status(err->code);
    bool ok = answer(store_db(store), &ask, arena, err);
    store_close(store);
    return ok ? 0 : err_exit_status(err->code);
}

const struct command command_measure = {
    .name = "measure",
    .arguments = "PACKAGE [ID] [--place P] [--against GROUP] [--all] [--funnel MONTH] "
                 "[--forecast latest|RESULTS.csv] [--scenario ID] "
                 "[--as-at DATE] [--format text|json]",
    .summary = "Measures against their own past, the comparator and the target",
    .details =
        "  ID               details of one measure, for each of the system's own places\n"
        "  --place P        only that place or organisation\n"
        "  --all            also places that are there for comparison\n"
        "  --against GROUP  compared with another place, an area's places or a peer_group\n"
        "  --funnel MONTH   all places in one month (2018-04, or a day of the period) beside\n"
        "                   each other; --against GROUP: those of a group\n"
        "  --spread S       of a funnel: additive, multiplicative or none (chance only)\n"
        "  --forecast R     what the model says month by month: latest is the latest run that `weft\n"
        "                   simulate --keep` kept, else a file of results; --scenario ID (plan)\n"
        "  --as-at DATE     nothing later is known\n",
    .run = run,
};
