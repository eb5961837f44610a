/* What is to be said of an item of the thread; see trace.h.
 *
 * SPDX-License-Identifier: MIT */
#include "trace_parts.h"

#include "base/number.h"
#include "plan_report.h"

#include <math.h>

static void say_stage(const struct plan_item *p, struct buf *out) {
    static const char *const evidence[] = {"on its lead's word only", "a document shows it",
                                           "seen from outside the team", "still working later",
                                           "its outcome has been seen"};
    bool whole = p->kind == PLAN_RECOMMENDATION || p->kind == PLAN_PROGRAMME;
    if (p->stage[0])
        buf_puts(out, p->stage);
    else if (p->done_on != DATE_NONE)
        buf_puts(out, "done");
    else if (whole && p->parts)
        buf_printf(out, "%zu of %zu parts done", p->parts_done, p->parts);
    else
        buf_puts(out, whole ? "no parts" : "nobody has said where it stands");
    if (p->evidence >= 0 && (p->evidence > 0 || p->state == PLAN_DONE))
        buf_printf(out, ", %s", evidence[p->evidence]);
    else if (p->claimed)
        buf_puts(out, ", no evidence");
}

static void say_schedule(const struct plan_item *p, int32_t as_at, struct buf *out) {
    char first[DATE_BYTES], now[DATE_BYTES], done[DATE_BYTES];
    bool whole = p->kind == PLAN_RECOMMENDATION || p->kind == PLAN_PROGRAMME;
    if (whole) {
        if (p->state == PLAN_LATE) buf_puts(out, "; late in parts");
        if (p->state == PLAN_ON_TIME && p->due_to != DATE_NONE)
            buf_printf(out, "; next due %s", date_people(p->due_to, now));
        return;
    }
    if (p->due_to == DATE_NONE) {
        buf_printf(out, p->due_text[0] ? "; due '%s'" : "; no deadline", p->due_text);
    } else {
        if (p->first_due_to != DATE_NONE && p->first_due_to != p->due_to) {
            int32_t late = plan_days_late(p, p->first_due_to, as_at);
            buf_printf(out, "; first due %s", date_people(p->first_due_to, first));
            if (late) buf_printf(out, " (late by %d day%s)", late, late == 1 ? "" : "s");
            buf_printf(out, ", now %s", date_people(p->due_to, now));
        } else
            buf_printf(out, "; due %s", date_people(p->due_to, now));
        if (p->state == PLAN_LATE)
            buf_printf(out, ", late by %d day%s", as_at - p->due_to,
                       as_at - p->due_to == 1 ? "" : "s");
    }
    if (p->done_on != DATE_NONE) buf_printf(out, "; done on %s", date_people(p->done_on, done));
}

static void say_confidence(const struct plan_item *p, struct buf *out) {
    if (p->confidence_five[0])
        buf_printf(out, "; delivery confidence %s (of five)", p->confidence_five);
    if (p->confidence_three[0])
        buf_printf(out, "; delivery confidence %s (of three)", p->confidence_three);
}

const char *trace_state_words(const struct plan_item *item, int32_t as_at, struct arena *arena) {
    struct buf out = buf_new(arena);
    say_stage(item, &out);
    say_schedule(item, as_at, &out);
    say_confidence(item, &out);
    return out.text;
}

static const char *measure_words(const struct measure_verdict *v, struct arena *arena) {
    char value[NUMBER_PEOPLE_BYTES], target[NUMBER_PEOPLE_BYTES], month[DATE_BYTES],
        due[DATE_BYTES];
    struct buf out = buf_new(arena);
    buf_printf(&out, "%s in %s; its own past: %s",
               number_people(v->last, fabs(v->last) < 1000, value),
               date_month_people(v->last_month, month), v->past_words);
    if (v->comparator_words) buf_printf(&out, "; %s", v->comparator_words);
    if (!isnan(v->target))
        buf_printf(&out, "; target %s by %s: %s",
                   number_people(v->target, fabs(v->target) < 1000, target),
                   date_people(v->target_due, due), v->target_met ? "met now" : v->assurance_words);
    return out.text;
}

void trace_say(struct trace_item *item, int32_t as_at, struct arena *arena) {
    char day[DATE_BYTES];
    if (item->plan)
        item->words =
            arena_printf(arena, "%s%s%s", trace_state_words(item->plan, as_at, arena),
                         item->forecast ? "; " : "",
                         item->forecast ? plan_forecast_short(item->forecast, arena) : "");
    else if (item->verdict)
        item->words = measure_words(item->verdict, arena);
    else if (item->kind == TRACE_MEASURE)
        item->words = "nothing observed";
    else if (item->day != DATE_NONE && (item->kind == TRACE_MEETING || item->kind == TRACE_PAPER))
        item->words = arena_printf(arena, "%s%s%s", item->words, item->words[0] ? ", " : "",
                                   date_people(item->day, day));
}
