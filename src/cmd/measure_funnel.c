/* What weft measure --funnel prints; see measure_funnel.h.
 *
 * SPDX-License-Identifier: MIT */
#include "measure_funnel.h"

#include "base/number.h"
#include "doc/json.h"
#include "measure/funnel.h"
#include "package.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const standings[] = {"ordinary", "outside 95%", "far out"};

static const char *people(double value, struct arena *arena) {
    char text[NUMBER_PEOPLE_BYTES];
    return arena_string(arena, number_people(value, fabs(value) < 1000 ? 1 : 0, text));
}

static void print_text(const struct measure_funnel *f, struct arena *arena, struct buf *out) {
    char month[DATE_BYTES];
    buf_printf(out, "%s, %s, in %s\n%s\n", f->title,
               f->frequency == 'd' || f->frequency == 'w'
                   ? date_people(f->start, month)
                   : date_month_people(date_month(f->start), month),
               f->unit, f->words);
    static const char *const spreads[] = {"exact, by chance alone", "multiplicative", "additive"};
    buf_printf(out, "Average of %zu places %s; limits %s (Spiegelhalter 2005).", f->count,
               people(f->centre, arena), spreads[f->funnel.spread]);
    if (f->left_out)
        buf_printf(out, " Left out for want of a numerator or denominator: %zu.", f->left_out);
    buf_printf(out, "\n\n%-12s %-28s %9s  %19s  %6s  %s\n", "place", "", "value", "95% limits", "z",
               "");
    for (size_t i = 0; i < f->count; i++) {
        const struct measure_funnel_place *p = &f->places[i];
        size_t start = out->length;
        buf_printf(out, "%-12s %s", p->place, p->title);
        buf_pad(out, start, 41);
        buf_printf(out, " %9s  %8s to %7s", people(p->value, arena), people(p->low95, arena),
                   people(p->high95, arena));
        buf_printf(out, "  %6s  %s\n", people(p->z, arena),
                   p->standing == MEASURE_ORDINARY ? ""
                   : p->z > 0 ? arena_printf(arena, "%s, high", standings[p->standing])
                              : arena_printf(arena, "%s, low", standings[p->standing]));
    }
}

static void print_json(const struct measure_funnel *f, struct buf *out) {
    struct json json = json_new(out, true);
    char text[DATE_BYTES];
    json_object(&json, NULL);
    json_text(&json, "measure", f->measure);
    json_text(&json, "unit", f->unit);
    json_text(&json, "period", date_text(f->start, text));
    json_number(&json, "average", f->centre);
    json_number(&json, "phi", f->funnel.phi);
    json_number(&json, "tau", f->tau);
    json_bool(&json, "dispersed", f->funnel.dispersed);
    json_text(&json, "words", f->words);
    json_list(&json, "places");
    for (size_t i = 0; i < f->count; i++) {
        const struct measure_funnel_place *p = &f->places[i];
        json_object(&json, NULL);
        json_text(&json, "place", p->place);
        json_text(&json, "title", p->title);
        json_number(&json, "numerator", p->numerator);
        json_number(&json, "denominator", p->denominator);
        json_number(&json, "value", p->value);
        json_number(&json, "low998", p->low998);
        json_number(&json, "low95", p->low95);
        json_number(&json, "high95", p->high95);
        json_number(&json, "high998", p->high998);
        json_number(&json, "z_chance", p->z_chance);
        json_number(&json, "z", p->z);
        json_text(&json, "standing", standings[p->standing]);
        json_end_object(&json);
    }
    json_end_list(&json);
    json_end_object(&json);
}

bool measure_funnel_day(const char *period, const char *option, int32_t *day, struct err *err) {
    char text[16];
    if (date_parse(str_of(period), day)) return true;
    if (strlen(period) == 7) {
        snprintf(text, sizeof text, "%s-01", period);
        if (date_parse(str_of(text), day)) return true;
    }
    return err_set(err, ERR_USAGE, "--%s: '%s' is not a month such as 2018-04", option, period);
}

bool measure_funnel_print(sqlite3 *db, const char *measure, const char *period, const char *group,
                          const char *spread, bool as_json, struct arena *arena, struct err *err) {
    int32_t day;
    enum funnel_spread how = FUNNEL_ADDITIVE;
    if (!measure_funnel_day(period, "funnel", &day, err)) return false;
    if (strcmp(spread, "none") == 0)
        how = FUNNEL_EXACT;
    else if (strcmp(spread, "multiplicative") == 0)
        how = FUNNEL_MULTIPLICATIVE;
    else if (strcmp(spread, "additive") != 0)
        return err_set(err, ERR_USAGE, "--spread is additive, multiplicative or none, not '%s'",
                       spread);
    struct measure_funnel f;
    if (!measure_funnel(db, measure, group, day, how, arena, &f, err)) return false;
    struct buf out = buf_new(arena);
    if (as_json)
        print_json(&f, &out);
    else
        print_text(&f, arena, &out);
    return output_write(NULL, &out, err);
}
