/* Colours by a scheme that the package holds; see colour.h.
 *
 * SPDX-License-Identifier: MIT */
#include "colour.h"

#include "store/query.h"

static const char *keep(struct query *q, int column, struct arena *arena) {
    const char *text = query_text(q, column);
    return text ? arena_string(arena, text) : "";
}

static bool find_name(sqlite3 *db, const char *name, struct arena *arena, const char **found,
                      struct err *err) {
    *found = NULL;
    struct query *q = query_new(
        db, "SELECT scheme FROM rag_scheme WHERE ?1 IS NULL OR scheme = ?1 ORDER BY row_no LIMIT 1",
        err);
    if (!q) return false;
    query_bind_text(q, 1, name);
    if (query_next(q)) *found = keep(q, 0, arena);
    if (!query_free(q, err)) return false;
    if (*found || !name) return true;
    err_set(err, ERR_NOT_FOUND, "there is no scheme of colours '%.100s'", name);
    return err_hint(err, "Schemes are rows of rag_scheme.csv.");
}

bool colour_scheme_read(sqlite3 *db, const char *name, struct arena *arena,
                        struct colour_scheme *out, struct err *err) {
    *out = (struct colour_scheme){0};
    if (!find_name(db, name, arena, &out->name, err) || !out->name) return out->name || !name;
    struct query *q = query_new(
        db,
        "SELECT colour, words, stage, schedule, confidence, confidence_scale IS NOT 'three', "
        "late_from_days, late_to_days, moved_from_days, evidence_from, evidence_to, count(*) OVER () "
        "FROM rag_scheme WHERE scheme = ?1 ORDER BY step, row_no",
        err);
    if (!q) return false;
    query_bind_text(q, 1, out->name);
    while (query_next(q)) {
        if (!out->steps)
            out->steps = ARENA_NEW(arena, struct colour_step, (size_t)query_integer(q, 11, 0));
        out->steps[out->count++] =
            (struct colour_step){.colour = keep(q, 0, arena),
                                 .words = keep(q, 1, arena),
                                 .stage = keep(q, 2, arena),
                                 .schedule = keep(q, 3, arena),
                                 .confidence = keep(q, 4, arena),
                                 .five = query_integer(q, 5, 1) != 0,
                                 .late_from = query_integer(q, 6, INT64_MIN),
                                 .late_to = query_integer(q, 7, INT64_MAX),
                                 .moved_from = query_integer(q, 8, INT64_MIN),
                                 .evidence_from = query_integer(q, 9, INT64_MIN),
                                 .evidence_to = query_integer(q, 10, INT64_MAX)};
    }
    return query_free(q, err);
}

/* Whether a value is one of a list; an empty list has all. */
static bool listed(const char *list, const char *value) {
    struct str rest = str_of(list), part;
    if (!list[0]) return true;
    while (str_split(&rest, '|', &part))
        if (str_is(str_trim(part), value)) return true;
    return false;
}

static bool holds(const struct colour_step *step, const struct plan_item *item, int32_t as_at) {
    const char *confidence = step->five ? item->confidence_five : item->confidence_three;
    if (!listed(step->stage, item->stage[0] ? item->stage : "-") ||
        !listed(step->schedule, plan_state_text(item->state)))
        return false;
    if (step->confidence[0] && !listed(step->confidence, confidence)) return false;
    bool by_days = step->late_from != INT64_MIN || step->late_to != INT64_MAX;
    if (by_days && (item->due_to == DATE_NONE || as_at - item->due_to < step->late_from ||
                    as_at - item->due_to > step->late_to))
        return false;
    if (step->moved_from != INT64_MIN &&
        (item->due_to == DATE_NONE || item->first_due_to == DATE_NONE ||
         item->due_to - item->first_due_to < step->moved_from))
        return false;
    int evidence = item->evidence < 0 ? 0 : item->evidence;
    return evidence >= step->evidence_from && evidence <= step->evidence_to;
}

const struct colour_step *colour_of(const struct colour_scheme *scheme,
                                    const struct plan_item *item, int32_t as_at) {
    for (size_t i = 0; i < scheme->count; i++)
        if (holds(&scheme->steps[i], item, as_at)) return &scheme->steps[i];
    return NULL;
}
