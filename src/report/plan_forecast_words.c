/* What a forecast says, in words; see plan_report.h.
 *
 * SPDX-License-Identifier: MIT */
#include "plan_report.h"

#include "base/number.h"

#include <math.h>

const char *plan_forecast_no_date(const struct forecast_item *f, struct arena *arena) {
    if (f->no_date_of)
        return arena_printf(arena,
                            "no date: it waits for %s, which has none; a deadline for that would "
                            "give both a forecast",
                            f->no_date_of->id);
    return "no date: of what is comparable and as late, more than half was never seen done; a new "
           "day for it, in a report, would be counted from";
}

const char *plan_forecast_short(const struct forecast_item *f, struct arena *arena) {
    char p50[DATE_BYTES], p80[DATE_BYTES], share[NUMBER_PEOPLE_BYTES];
    if (!f->forecast) return "no forecast";
    if (f->p50 == DATE_NONE)
        return f->no_date_of ? arena_printf(arena, "no date, as %s has none", f->no_date_of->id)
                             : "no date can be forecast";
    struct buf out = buf_new(arena);
    buf_printf(&out, "forecast %s (P50) to %s (P80)", date_people(f->p50, p50),
               f->p80 == DATE_NONE ? "beyond all that was seen" : date_people(f->p80, p80));
    if (!isnan(f->chance))
        buf_printf(&out, "; %s%% by its deadline", number_people(100 * f->chance, 0, share));
    return out.text;
}

const char *plan_forecast_words(const struct forecast_item *f, struct arena *arena) {
    char share[NUMBER_PEOPLE_BYTES];
    if (!f->forecast) return arena_printf(arena, "no forecast: %s", f->basis);
    struct buf out = buf_new(arena);
    buf_puts(&out,
             f->p50 == DATE_NONE ? plan_forecast_no_date(f, arena) : plan_forecast_short(f, arena));
    buf_printf(&out, "; from %s", f->basis);
    if (f->circular) buf_puts(&out, "; it waits for itself, so only its own slip is counted");
    if (f->chain_count) {
        buf_printf(&out, "; held up in %s%% of futures by",
                   number_people(100 * f->chain_share, 0, share));
        for (size_t i = 0; i < f->chain_count && i < 6; i++)
            buf_printf(&out, "%s %s", i ? " <-" : "", f->chain[i]->id);
    }
    return out.text;
}

static void say_comparable(const struct forecast *f, struct buf *out) {
    for (size_t i = 0; i < f->comparable_count; i++) {
        const struct forecast_spread *c = &f->comparable[i];
        char p50[NUMBER_PEOPLE_BYTES], p80[NUMBER_PEOPLE_BYTES];
        if (isnan(c->p50)) continue;
        buf_printf(out, " %s: of %lld items half were done within %s days of their deadline",
                   c->title, (long long)c->n, number_people(c->p50, 0, p50));
        if (!isnan(c->p80))
            buf_printf(out, ", four of five within %s", number_people(c->p80, 0, p80));
        buf_puts(out, ".");
    }
}

const char *plan_forecast_basis(const struct forecast *f, struct arena *arena) {
    struct buf out = buf_new(arena);
    if (f->forecast_count) {
        buf_printf(&out,
                   "Forecast dates come from this plan's own slips: %zu items done and %zu open. ",
                   f->done, f->open);
        buf_printf(&out,
                   f->forecast_count == 1 ? "%zu open item has a forecast."
                                          : "%zu open items have a forecast.",
                   f->forecast_count);
        return out.text;
    }
    if (!f->count) return "";
    buf_printf(&out,
               "No date is forecast: %zu item%s with a deadline %s known to be done, and %d are "
               "needed before this plan's own slips say anything.",
               f->done, f->done == 1 ? "" : "s", f->done == 1 ? "is" : "are", FORECAST_MINIMUM);
    say_comparable(f, &out);
    return out.text;
}
