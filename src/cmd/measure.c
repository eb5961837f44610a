/* weft measure PACKAGE [ID]: where each measure stands against its own past, the comparator and the
 * target.
 *
 * SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "command.h"
#include "doc/json.h"
#include "measure/verdict.h"
#include "options.h"
#include "package.h"

#include <math.h>
#include <stdio.h>
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

static void details(const struct measure_verdict *v, struct arena *arena, struct buf *out) {
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
        buf_printf(out, "; above in %zu, below in %zu\n", v->above, v->below);
    }
    if (!isnan(v->target))
        buf_printf(out, "  target %s by %s: %s %s from it; %s\n", people(v->target, arena),
                   date_people(v->target_due, due), people(fabs(v->target_distance), arena),
                   v->target_met ? "better, away" : "away", v->assurance_words);
    buf_putc(out, '\n');
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
    json_text(json, "comparator_words", v->comparator_words);
    json_text(json, "words", v->words);
    json_end_object(json);
}

static bool wanted(const struct measure_verdict *v, const char *id, const char *place) {
    return (!id || strcmp(v->measure, id) == 0) && (!place || strcmp(v->place, place) == 0);
}

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    const char *place = NULL, *format = "text";
    int32_t as_at = DATE_NONE;
    const struct option options[] = {
        {.name = "place", .kind = OPTION_TEXT, .value = &place},
        {.name = "as-at", .kind = OPTION_DATE, .value = &as_at},
        {.name = "format", .kind = OPTION_TEXT, .value = &format},
    };
    int rest;
    if (!options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 2, &rest, err))
        return err_exit_status(err->code);
    bool as_json = strcmp(format, "json") == 0;
    if (!as_json && strcmp(format, "text") != 0) {
        err_set(err, ERR_USAGE, "--format is text or json, not '%s'", format);
        return err_exit_status(err->code);
    }
    const char *id = rest > 1 ? argv[1] : NULL;
    struct store *store = package_open(argv[0], findings_new(arena), err);
    if (!store) return err_exit_status(err->code);
    struct measure_verdict *all, *one = NULL;
    size_t count, shown = 0;
    bool ok = measure_judge_all(store_db(store), as_at, arena, &all, &count, err);
    if (ok && id) {
        /* A measure that is not there is said to be so, rather than to have no values. */
        one = ARENA_NEW(arena, struct measure_verdict, 1);
        ok = measure_judge(store_db(store), id, place, as_at, arena, one, err);
    }
    store_close(store);
    if (!ok) return err_exit_status(err->code);
    struct buf out = buf_new(arena);
    struct json json = json_new(&out, true);
    if (as_json)
        json_list(&json, NULL);
    else if (!id)
        buf_printf(&out, "%-22s %-11s %9s  %-7s  %9s  %9s  %9s  %-22s  %s\n", "measure", "place",
                   "latest", "period", "compared", "target", "away", "its own past",
                   "will it meet the target?");
    for (size_t i = 0; i < count; i++) {
        if (!wanted(&all[i], id, place)) continue;
        shown++;
        if (as_json)
            verdict_json(&all[i], &json);
        else if (id)
            details(&all[i], arena, &out);
        else
            line(&all[i], arena, &out);
    }
    if (shown == 0 && one) { /* the comparator itself */
        if (as_json)
            verdict_json(one, &json);
        else
            details(one, arena, &out);
    }
    if (as_json) json_end_list(&json);
    fputs(out.text, stdout);
    return 0;
}

const struct command command_measure = {
    .name = "measure",
    .arguments = "PACKAGE [ID] [--place P] [--as-at DATE] [--format text|json]",
    .summary = "Measures against their own past, the comparator and the target",
    .details = "  ID              details of one measure, for each place\n"
               "  --place P       only that place or organisation\n"
               "  --as-at DATE    nothing later is known\n",
    .run = run,
};
