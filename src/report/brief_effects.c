/* Delivery and effect in the brief: each action once, by whether it is done and by what is seen of
 * the measures that it should move. The verdicts are those of `weft effect` and `weft measure`.
 *
 * SPDX-License-Identifier: MIT */
#include "brief_parts.h"
#include "outcome.h"

#include <string.h>

/* What keeps the effects of actions from being judged, added up over the actions. */
struct waiting {
    size_t named, judged, later;
    int32_t first_on;
    const struct outcome_item *first;
    const char *first_measure;
};

const char *brief_seen_text(enum brief_seen seen) {
    static const char *const texts[BRIEF_SEEN] = {
        [BRIEF_MOVED] = "Improved since, beyond chance",
        [BRIEF_IMPROVING] = "Improving, which need not be the plan",
        [BRIEF_WORSE] = "Getting worse",
        [BRIEF_UNCHANGED] = "No real change",
        [BRIEF_UNTOLD] = "Observed too seldom to tell",
        [BRIEF_NO_MEASURE] = "No measure is named",
    };
    return texts[seen];
}

static bool moved(const struct outcome_item *item) {
    return item->outcome == OUTCOME_WORKING || item->outcome == OUTCOME_ALL_THE_SAME;
}

/* The verdict on a measure where the system is: the first of its places. */
static enum measure_variation variation_of(const struct measure_verdict *verdicts, size_t count,
                                           const char *measure) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(verdicts[i].measure, measure) == 0) return verdicts[i].variation;
    return MEASURE_TOO_FEW;
}

static enum brief_seen see(const struct outcome_item *item, const struct measure_verdict *verdicts,
                           size_t count) {
    if (item->outcome == OUTCOME_NO_MEASURE) return BRIEF_NO_MEASURE;
    if (moved(item)) return BRIEF_MOVED;
    bool improving = false, worse = false, told = false;
    for (size_t k = 0; k < item->count; k++) {
        enum measure_variation v = variation_of(verdicts, count, item->effects[k].measure);
        improving |= v == MEASURE_IMPROVING;
        worse |= v == MEASURE_CONCERNING;
        told |= v != MEASURE_TOO_FEW;
    }
    return improving ? BRIEF_IMPROVING
           : worse   ? BRIEF_WORSE
           : told    ? BRIEF_UNCHANGED
                     : BRIEF_UNTOLD;
}

static void wait_for(struct waiting *w, const struct outcome_item *item) {
    if (item->outcome == OUTCOME_NO_MEASURE) return;
    w->named++;
    if (item->outcome != OUTCOME_TOO_EARLY) {
        w->judged++;
        return;
    }
    bool later = false;
    for (size_t k = 0; k < item->count; k++) {
        int32_t on = item->effects[k].enough_on;
        if (on == DATE_NONE) continue;
        later = true;
        if (w->first_on != DATE_NONE && on >= w->first_on) continue;
        w->first_on = on;
        w->first = item;
        w->first_measure = item->effects[k].title;
    }
    w->later += later;
}

static const char *say_when(const struct brief_work *work, const struct waiting *w) {
    if (!w->named) return "";
    struct buf out = buf_new(work->arena);
    if (w->judged)
        buf_printf(&out, "Whether the plan did it can be judged of %zu of these %zu actions.",
                   w->judged, w->named);
    else
        buf_printf(&out, "Whether the plan did it can be judged of none of these %zu actions yet.",
                   w->named);
    if (w->later) {
        char month[DATE_BYTES];
        int months = date_month(w->first_on) - date_month(work->brief->as_at);
        buf_printf(&out,
                   " Of %zu%s once there are %d values since: at the earliest with those of %s, "
                   "in %d month%s, of “%s%s%s” (%s).",
                   w->later, w->judged ? " more" : "", INTERRUPTED_AFTER_MIN,
                   date_month_people(date_month(w->first_on), month), months,
                   months == 1 ? "" : "s", w->first->ref, w->first->ref[0] ? " " : "",
                   w->first->title, w->first_measure);
    }
    size_t never = w->named - w->judged - w->later;
    if (never)
        buf_printf(&out,
                   " Of %zu it cannot be: their measures are observed too seldom, or not at "
                   "all.",
                   never);
    return out.text;
}

bool brief_count_effects(struct brief_work *work, const struct measure_verdict *verdicts,
                         size_t count, struct err *err) {
    struct brief *brief = work->brief;
    const struct outcome_item *outcomes;
    struct arena *scratch = arena_new(); /* observations of what every action should move */
    if (!outcome_actions(work->db, brief->as_at, scratch, &outcomes, err)) {
        arena_free(scratch);
        return false;
    }
    struct brief_effects *effects = &brief->effects;
    struct brief_action *of = ARENA_NEW(work->arena, struct brief_action, brief->plan.count + 1);
    struct waiting waiting = {.first_on = DATE_NONE};
    effects->of = of;
    for (size_t i = 0; i < brief->plan.count; i++) {
        const struct outcome_item *item = &outcomes[i];
        of[i] = (struct brief_action){.counted = item->kind != NULL};
        if (!of[i].counted) continue;
        of[i].done = item->done;
        of[i].seen = see(item, verdicts, count);
        (item->done ? effects->done : effects->open)[of[i].seen]++;
        effects->done_not += item->outcome == OUTCOME_NOT_YET;
        effects->done_judged +=
            item->outcome == OUTCOME_NOT_YET || item->outcome == OUTCOME_WORKING;
        wait_for(&waiting, item);
    }
    effects->when = say_when(work, &waiting);
    arena_free(scratch);
    return true;
}
