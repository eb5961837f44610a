/* weft effect PACKAGE [ITEM]: was it done, and did what it should move, move?
 *
 * SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "command.h"
#include "doc/json.h"
#include "options.h"
#include "package.h"
#include "report/outcome.h"

#include <math.h>
#include <stdio.h>

static const char *number(double value, struct arena *arena) {
    char text[NUMBER_PEOPLE_BYTES];
    return arena_string(arena, number_people(value, fabs(value) < 10 ? 2 : 1, text));
}

static const char *interval(const struct estimate *x, struct arena *arena) {
    return arena_printf(arena, "%s (%s to %s)", number(x->value, arena), number(x->low, arena),
                        number(x->high, arena));
}

static const char *day(int32_t date, struct arena *arena) {
    char text[DATE_BYTES];
    return date == DATE_NONE ? "-" : arena_string(arena, date_people(date, text));
}

static void put_look(struct buf *out, const char *title, const struct interrupted *look,
                     bool slopes, struct arena *arena) {
    buf_printf(out, "  %s: %zu values before, %zu after\n", title, look->before, look->after);
    buf_printf(out, "    on average over all after   %s\n", interval(&look->average, arena));
    if (slopes) {
        buf_printf(out, "    at once                     %s\n", interval(&look->step, arena));
        buf_printf(out, "    change of slope, a period   %s\n", interval(&look->slope, arena));
        buf_printf(out, "    in the latest period        %s\n", interval(&look->latest, arena));
    }
    buf_printf(out, "    neighbours correlate by %s%s\n", number(look->rho, arena),
               look->seasonal ? "; the season is taken out" : "");
}

static void put_synthetic(struct buf *out, const struct measure_effect *e, struct arena *arena) {
    const struct synthetic *s = &e->synthetic;
    buf_printf(out, "  A synthetic %s made of %zu other places (Abadie and others 2010)\n",
               e->place_title, s->donors);
    buf_printf(out, "    on average after            %s", number(s->average, arena));
    if (!isnan(s->low))
        buf_printf(out, " (90%%: %s to %s)", number(s->low, arena), number(s->high, arena));
    buf_printf(out, "\n    fits to                     %s before, %s after\n",
               number(s->fit_before, arena), number(s->fit_after, arena));
    buf_printf(out,
               "    as unusual                  %s of all places, %s the same way (least possible "
               "%s)\n    made of                    ",
               number(s->p, arena), number(s->p_side, arena),
               number(1 / (double)(s->donors + 1), arena));
    size_t shown = 0;
    for (size_t j = 0; j < e->donor_count; j++)
        if (s->weights[j] >= 0.01)
            buf_printf(out, "%s %s %.0f%%", shown++ ? "," : "", e->donor_titles[j],
                       100 * s->weights[j]);
    buf_putc(out, '\n');
}

static void put_effect(struct buf *out, const struct outcome_item *item, size_t i,
                       struct arena *arena) {
    const struct measure_effect *e = &item->effects[i];
    static const char *const better[] = {"lower is better", "higher is better",
                                         "neither way is better"};
    buf_printf(out, "\n%s, %s (%s; %s)\n", e->title, e->place_title, e->unit, better[e->direction]);
    if (item->by[i]) buf_printf(out, "  named by %s\n", item->by[i]);
    buf_printf(out, "  %s\n", e->words);
    if (e->charted)
        buf_printf(
            out,
            "  Mean of the year before %s, of all after %s; %zu of %zu values after signal an "
            "improvement, %zu a concern\n",
            number(e->mean_before, arena), number(e->mean_after, arena), e->signals_better,
            e->charted, e->signals_worse);
    if (e->has_alone)
        put_look(out, "Its own course", &e->alone, true, arena);
    else
        buf_printf(out, "  Its own course: %s\n", e->alone_why);
    if (e->has_control) {
        put_look(out,
                 arena_printf(arena, "Its difference from %s, which %s before", e->comparator_title,
                              e->parallel ? "did not plainly drift" : "drifted"),
                 &e->control, !e->parallel, arena);
        buf_printf(out, "    drift before, a period      %s\n", interval(&e->control.trend, arena));
        if (e->parallel)
            buf_printf(out, "    average, if that went on    %s\n",
                       interval(&e->control.drifting, arena));
    } else {
        buf_printf(out, "  Beside the comparator: %s\n", e->control_why);
    }
    if (e->has_synthetic)
        put_synthetic(out, e, arena);
    else
        buf_printf(out, "  Beside a synthetic place: %s\n", e->synthetic_why);
    if (isnan(e->planned) || !(e->has_alone || e->has_control)) return;
    buf_printf(out, "  A lasting change of %s ", number(e->planned, arena));
    if (e->wait)
        buf_printf(out,
                   "would be seen (four times in five) after %zu period%s with its full effect.\n",
                   e->wait, e->wait == 1 ? "" : "s");
    else
        buf_puts(out, "would not be seen within ten years of months: it is too small beside what "
                      "varies.\n");
}

static void put_item(struct buf *out, const struct outcome_item *item, struct arena *arena) {
    buf_printf(out, "%s%s%s: %s\n", item->ref, *item->ref ? " " : "", item->id, item->title);
    buf_printf(out, "Delivery: %s. An effect is counted from %s (%s).\n", item->delivery,
               day(item->from, arena), item->from_why);
    buf_printf(out, "Verdict: %s\n", item->words);
    for (size_t i = 0; i < item->count; i++) put_effect(out, item, i, arena);
    buf_puts(out,
             "\nWhat comes together need not be cause and effect: docs/statistics.md says what "
             "each look assumes.\n");
}

static void put_list(struct buf *out, const struct outcome_item *items, size_t count) {
    buf_printf(out, "%-12s %-34s %-34s %s\n", "item", "delivery", "delivery and effect", "title");
    size_t total[OUTCOMES] = {0};
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "%-12s %-34s %-34s %s\n", items[i].id, items[i].delivery,
                   outcome_text(items[i].outcome), items[i].title);
        total[items[i].outcome]++;
    }
    buf_putc(out, '\n');
    for (enum outcome o = 0; o < OUTCOMES; o++)
        if (total[o]) buf_printf(out, "%4zu %s\n", total[o], outcome_text(o));
}

static void json_estimate(struct json *json, const char *key, const struct estimate *x) {
    json_object(json, key);
    json_number(json, "value", x->value);
    json_number(json, "low", x->low);
    json_number(json, "high", x->high);
    json_number(json, "p", x->p);
    json_end_object(json);
}

static void json_look(struct json *json, const char *key, const struct interrupted *look) {
    json_object(json, key);
    json_integer(json, "before", (int64_t)look->before);
    json_integer(json, "after", (int64_t)look->after);
    json_estimate(json, "average", &look->average);
    json_estimate(json, "step", &look->step);
    json_estimate(json, "slope", &look->slope);
    json_estimate(json, "latest", &look->latest);
    json_number(json, "rho", look->rho);
    json_bool(json, "seasonal", look->seasonal);
    json_end_object(json);
}

static void json_effect(struct json *json, const struct measure_effect *e) {
    char text[DATE_BYTES];
    json_object(json, NULL);
    json_text(json, "measure", e->measure);
    json_text(json, "place", e->place);
    json_text(json, "comparator", e->comparator_title);
    json_text(json, "expected_from",
              e->expected_from == DATE_NONE ? NULL : date_text(e->expected_from, text));
    json_text(json, "moved", measure_moved_text(e->moved));
    json_number(json, "mean_before", e->mean_before);
    json_number(json, "mean_after", e->mean_after);
    json_integer(json, "values_after", (int64_t)e->charted);
    json_integer(json, "signals_better", (int64_t)e->signals_better);
    json_integer(json, "signals_worse", (int64_t)e->signals_worse);
    if (e->has_alone) json_look(json, "alone", &e->alone);
    if (e->has_control) json_look(json, "control", &e->control);
    if (e->has_control) {
        json_bool(json, "parallel", e->parallel);
        json_estimate(json, "drift_before", &e->control.trend);
        json_estimate(json, "average_if_drift_goes_on", &e->control.drifting);
    }
    if (e->has_synthetic) {
        json_object(json, "synthetic");
        json_integer(json, "donors", (int64_t)e->synthetic.donors);
        json_number(json, "average", e->synthetic.average);
        json_number(json, "low90", e->synthetic.low);
        json_number(json, "high90", e->synthetic.high);
        json_number(json, "p", e->synthetic.p);
        json_number(json, "p_side", e->synthetic.p_side);
        json_list(json, "weights");
        for (size_t j = 0; j < e->donor_count; j++) {
            if (e->synthetic.weights[j] < 1e-6) continue;
            json_object(json, NULL);
            json_text(json, "place", e->donors[j]);
            json_number(json, "weight", e->synthetic.weights[j]);
            json_end_object(json);
        }
        json_end_list(json);
        json_end_object(json);
    }
    json_number(json, "planned", e->planned);
    json_integer(json, "wait_periods", (int64_t)e->wait);
    json_text(json, "words", e->words);
    json_end_object(json);
}

static void json_item(struct json *json, const struct outcome_item *item) {
    char text[DATE_BYTES];
    json_object(json, NULL);
    json_text(json, "kind", item->kind);
    json_text(json, "id", item->id);
    json_text(json, "title", item->title);
    json_bool(json, "done", item->done);
    json_text(json, "delivery", item->delivery);
    json_text(json, "from", item->from == DATE_NONE ? NULL : date_text(item->from, text));
    json_text(json, "from_why", item->from_why);
    json_text(json, "outcome", outcome_text(item->outcome));
    json_text(json, "words", item->words);
    json_list(json, "effects");
    for (size_t i = 0; i < item->count; i++) json_effect(json, &item->effects[i]);
    json_end_list(json);
    json_end_object(json);
}

static void print(const struct outcome_item *items, size_t count, bool one, bool as_json,
                  struct arena *arena) {
    struct buf out = buf_new(arena);
    if (as_json) {
        struct json json = json_new(&out, true);
        json_list(&json, NULL);
        for (size_t i = 0; i < count; i++) json_item(&json, &items[i]);
        json_end_list(&json);
    } else if (one) {
        put_item(&out, items, arena);
    } else {
        put_list(&out, items, count);
    }
    fputs(out.text, stdout);
}

enum { TEXT, JSON };
static const char *const formats[] = {"text", "json", NULL};

static int run(int argc, char **argv, struct arena *arena, struct err *err) {
    struct outcome_options ask = {
        .from = DATE_NONE, .as_at = DATE_NONE, .lag_months = NAN, .size = NAN};
    int format = TEXT;
    const struct option options[] = {
        {.name = "measure", .kind = OPTION_TEXT, .value = &ask.measure},
        {.name = "place", .kind = OPTION_TEXT, .value = &ask.place},
        {.name = "against", .kind = OPTION_TEXT, .value = &ask.against},
        {.name = "from", .kind = OPTION_DATE, .value = &ask.from},
        {.name = "lag", .kind = OPTION_NUMBER, .value = &ask.lag_months},
        {.name = "size", .kind = OPTION_NUMBER, .value = &ask.size},
        {.name = "as-at", .kind = OPTION_DATE, .value = &ask.as_at},
        {.name = "format", .kind = OPTION_CHOICE, .value = &format, .choices = formats},
    };
    int rest;
    if (!options_read(argc, argv, options, sizeof options / sizeof options[0], 1, 2, &rest, err))
        return err_exit_status(err->code);
    if (ask.lag_months < 0 || ask.lag_months > 240)
        err_set(err, ERR_USAGE, "--lag is 0 to 240 months");
    if (err->code != ERR_NONE) return err_exit_status(err->code);
    struct store *store = package_open(argv[0], findings_new(arena), err);
    if (!store) return err_exit_status(err->code);
    struct outcome_item one, *items = &one;
    size_t count = 1;
    bool ok = rest > 1 ? outcome_of(store_db(store), argv[1], &ask, arena, &one, err)
                       : outcome_all(store_db(store), &ask, arena, &items, &count, err);
    if (ok) print(items, count, rest > 1, format == JSON, arena);
    store_close(store);
    return ok ? 0 : err_exit_status(err->code);
}

const struct command command_effect = {
    .name = "effect",
    .arguments = "PACKAGE [ITEM] [--measure ID] [--place P] [--against GROUP] [--from DATE] "
                 "[--lag MONTHS] [--size X] [--as-at DATE] [--format text|json]",
    .summary = "Whether what was done has moved what it should",
    .details =
        "  ITEM             a recommendation, action, milestone, programme or scheme; without it\n"
        "                   all recommendations: done or not, moved or not\n"
        "  --measure ID     another measure than the table drives names\n"
        "  --against GROUP  compared with another place, an area's places or a peer_group,\n"
        "                   whose members also make the synthetic place\n"
        "  --from DATE      the day from which an effect is looked for\n"
        "  --lag MONTHS     until an effect can be expected; usually that of the table drives\n"
        "  --size X         the change that is looked for, for how long it takes to be seen\n"
        "  --as-at DATE     nothing later is known\n",
    .run = run,
};
