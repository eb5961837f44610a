/* Delivery and effect, side by side; see outcome.h.
 *
 * SPDX-License-Identifier: MIT */
#include "outcome.h"

#include "day.h"

#include <math.h>
#include <string.h>

struct work {
    sqlite3 *db;
    struct arena *arena;
    const struct outcome_options *options;
    int32_t as_at;
    struct plan_status status;
    struct kept { /* effects that were asked for already: many items drive one measure */
        const char *measure;
        int32_t from;
        double lag;
        struct measure_effect effect;
    } * kept;
    size_t kept_count, kept_capacity;
};

static const char *text(struct work *w, struct query *q, int column) {
    const char *cell = query_text(q, column);
    return cell ? arena_string(w->arena, cell) : NULL;
}

/* Where an item is, and the days that are known of it. */
static const char FIND_SQL[] =
    "SELECT 'recommendation', ref, title, NULL, NULL, plan FROM recommendation WHERE id = ?1 "
    "UNION ALL SELECT 'action', ref, title, done_on, NULL, plan FROM action WHERE id = ?1 "
    "UNION ALL SELECT 'milestone', '', m.title, m.done_on, NULL, p.plan FROM milestone m "
    "LEFT JOIN programme p ON p.id = m.programme WHERE m.id = ?1 "
    "UNION ALL SELECT 'programme', ref, title, NULL, NULL, plan FROM programme WHERE id = ?1 "
    "UNION ALL SELECT 'scheme', '', s.title, m.done_on, coalesce(s.starts_on, m.due_to), p.plan "
    "FROM scheme s LEFT JOIN milestone m ON m.id = s.starts "
    "LEFT JOIN programme p ON p.id = s.programme WHERE s.id = ?1";

/* Measures: the item's own; else those of the recommendation or programme that an action is part
 * of, or of the milestone that starts a scheme, or of its programme; else, of a recommendation or
 * programme, those of its actions and schemes. */
static const char *const drives_sql[] = {
    "SELECT measure, lag_months, NULL FROM drives WHERE item = ?1 ORDER BY row_no",
    "SELECT d.measure, d.lag_months, d.item FROM drives d JOIN action a ON a.recommendation = "
    "d.item WHERE a.id = ?1 ORDER BY d.row_no",
    "SELECT d.measure, d.lag_months, d.item FROM drives d JOIN action a ON a.programme = d.item "
    "WHERE a.id = ?1 ORDER BY d.row_no",
    "SELECT d.measure, d.lag_months, d.item FROM drives d JOIN scheme s ON s.starts = d.item "
    "WHERE s.id = ?1 ORDER BY d.row_no",
    "SELECT d.measure, d.lag_months, d.item FROM drives d JOIN scheme s ON s.programme = d.item "
    "WHERE s.id = ?1 ORDER BY d.row_no",
    "SELECT d.measure, max(d.lag_months), min(d.item) FROM drives d WHERE d.item IN "
    "(SELECT id FROM action WHERE recommendation = ?1 OR programme = ?1 UNION "
    "SELECT id FROM scheme WHERE programme = ?1) GROUP BY d.measure ORDER BY min(d.row_no)",
};

struct drive {
    const char *measure, *by;
    double lag;
};

static bool read_drives(struct work *w, const char *item, struct drive **out, size_t *count,
                        struct err *err) {
    size_t capacity = 8;
    *count = 0;
    *out = ARENA_NEW(w->arena, struct drive, capacity);
    for (size_t i = 0; i < sizeof drives_sql / sizeof drives_sql[0] && *count == 0; i++) {
        struct query *q = query_new(w->db, drives_sql[i], err);
        if (!q) return false;
        query_bind_text(q, 1, item);
        while (query_next(q)) {
            if (*count == capacity) {
                struct drive *more = ARENA_NEW(w->arena, struct drive, 2 * capacity);
                memcpy(more, *out, capacity * sizeof *more);
                *out = more;
                capacity *= 2;
            }
            double lag = query_number(q, 1);
            const char *measure = text(w, q, 0);
            if (measure)
                (*out)[(*count)++] = (struct drive){measure, text(w, q, 2), isnan(lag) ? 0 : lag};
        }
        if (!query_free(q, err)) return false;
    }
    return true;
}

static bool find(struct work *w, const char *id, struct outcome_item *out, int32_t *done_on,
                 int32_t *starts, const char **plan, struct err *err) {
    struct query *q = query_new(w->db, FIND_SQL, err);
    if (!q) return false;
    query_bind_text(q, 1, id);
    bool found = query_next(q);
    if (found) {
        const char *ref = text(w, q, 1);
        *out = (struct outcome_item){.kind = text(w, q, 0),
                                     .id = arena_string(w->arena, id),
                                     .ref = ref ? ref : "",
                                     .title = text(w, q, 2)};
        *done_on = query_date(q, 3);
        *starts = query_date(q, 4);
        *plan = text(w, q, 5);
        if (*done_on > w->as_at) *done_on = DATE_NONE; /* nobody knew */
    }
    if (!query_free(q, err)) return false;
    if (found) return true;
    err_set(err, ERR_NOT_FOUND,
            "there is no recommendation, action, milestone, programme or scheme "
            "'%s'",
            id);
    return err_hint(err, "`weft effect PACKAGE` lists the recommendations.");
}

/* The last day on which any of its actions was done, where all have one. */
static bool parts_done_on(struct work *w, const char *id, int32_t *out, struct err *err) {
    struct query *q = query_new(w->db,
                                "SELECT max(done_on), count(*) - count(done_on) FROM action WHERE "
                                "recommendation = ?1 OR programme = ?1",
                                err);
    if (!q) return false;
    query_bind_text(q, 1, id);
    *out = DATE_NONE;
    if (query_next(q) && query_integer(q, 1, 1) == 0) *out = query_date(q, 0);
    return query_free(q, err);
}

static bool plan_start(struct work *w, const char *plan, int32_t *out, struct err *err) {
    struct query *q = query_new(w->db, "SELECT start FROM plan WHERE id = ?1", err);
    if (!q) return false;
    query_bind_text(q, 1, plan);
    *out = query_next(q) ? query_date(q, 0) : DATE_NONE;
    return query_free(q, err);
}

/* The day from which an effect is counted, and whether the item is done. */
static bool settle_day(struct work *w, struct outcome_item *item, int32_t done_on, int32_t starts,
                       const char *plan, struct err *err) {
    item->from = w->options->from;
    item->from_why = "the day asked for";
    const struct plan_item *known = plan_status_find(&w->status, item->id);
    if (known) {
        item->done = known->state == PLAN_DONE && !known->handed_over;
        item->delivery = item->done && known->claimed ? "done, by its lead's word only"
                         : known->handed_over         ? "unfinished, handed over"
                                                      : plan_state_text(known->state);
    } else { /* a scheme is done when its milestone is */
        item->done = done_on != DATE_NONE;
        item->delivery = item->done ? "begun" : "not known to have begun";
    }
    if (item->from != DATE_NONE) return true;
    item->from = done_on;
    item->from_why = strcmp(item->kind, "scheme") == 0 ? "the day it began" : "the day it was done";
    if (item->from == DATE_NONE && item->done && !parts_done_on(w, item->id, &item->from, err))
        return false;
    if (item->from != DATE_NONE) return true;
    item->from = starts;
    item->from_why = "the day it is planned to begin";
    if (item->from != DATE_NONE) return true;
    item->from_why = "the day the plan began; no day is known on which it was done";
    return plan_start(w, plan, &item->from, err);
}

static bool effect_of(struct work *w, const struct outcome_item *item, const struct drive *drive,
                      struct measure_effect *out, struct err *err) {
    double lag = isnan(w->options->lag_months) ? drive->lag : w->options->lag_months;
    for (size_t i = 0; i < w->kept_count; i++)
        if (w->kept[i].from == item->from && w->kept[i].lag == lag &&
            strcmp(w->kept[i].measure, drive->measure) == 0) {
            *out = w->kept[i].effect;
            return true;
        }
    struct measure_effect_question question = {.measure = drive->measure,
                                               .place = w->options->place,
                                               .against = w->options->against,
                                               .from = item->from,
                                               .lag_months = lag,
                                               .size = w->options->size,
                                               .as_at = w->as_at};
    if (!measure_effect(w->db, &question, w->arena, out, err)) return false;
    if (w->kept_count == w->kept_capacity) {
        size_t capacity = w->kept_capacity ? 2 * w->kept_capacity : 16;
        struct kept *more = ARENA_NEW(w->arena, struct kept, capacity);
        if (w->kept_count) memcpy(more, w->kept, w->kept_count * sizeof *more);
        w->kept = more;
        w->kept_capacity = capacity;
    }
    w->kept[w->kept_count++] = (struct kept){drive->measure, item->from, lag, *out};
    return true;
}

static bool count_shared(struct work *w, const char *measure, size_t *out, struct err *err) {
    struct query *q =
        query_new(w->db, "SELECT count(DISTINCT item) FROM drives WHERE measure = ?1", err);
    if (!q) return false;
    query_bind_text(q, 1, measure);
    *out = query_next(q) ? (size_t)query_integer(q, 0, 0) : 0;
    return query_free(q, err);
}

static enum outcome judge(const struct outcome_item *item) {
    if (item->count == 0) return OUTCOME_NO_MEASURE;
    bool better = false, known = false, elsewhere = false;
    for (size_t i = 0; i < item->count; i++) {
        enum measure_moved moved = item->effects[i].moved;
        better |= moved == MOVED_BETTER;
        elsewhere |= moved == MOVED_AS_OTHERS;
        known |= moved != MOVED_TOO_EARLY;
    }
    if (!known) return OUTCOME_TOO_EARLY;
    /* What others did as much is no sign that what was done here works; it is improving, though. */
    if (item->done) return better ? OUTCOME_WORKING : OUTCOME_NOT_YET;
    return better || elsewhere ? OUTCOME_ALL_THE_SAME : OUTCOME_NOT_IMPROVING;
}

const char *outcome_text(enum outcome outcome) {
    static const char *const texts[OUTCOMES] = {"no measure is named",
                                                "too early to say",
                                                "done and working",
                                                "done, no effect seen yet",
                                                "not done, improving all the same",
                                                "not done, not improving"};
    return texts[outcome];
}

static const char *words(struct work *w, const struct outcome_item *item) {
    struct buf out = buf_new(w->arena);
    buf_puts(&out, outcome_text(item->outcome));
    size_t most = 0;
    for (size_t i = 0; i < item->count; i++) {
        const struct measure_effect *e = &item->effects[i];
        buf_printf(&out, "%s%s: %s", i ? "; " : ": ", e->title, measure_moved_text(e->moved));
        if (item->shared[i] > most) most = item->shared[i];
    }
    if (most > 1 && (item->outcome == OUTCOME_WORKING || item->outcome == OUTCOME_ALL_THE_SAME))
        buf_printf(&out, ". %zu items should move it, so whose effect it is cannot be told apart",
                   most);
    buf_putc(&out, '.');
    return out.text;
}

static bool make(struct work *w, const char *id, bool wants_measure, struct outcome_item *item,
                 struct err *err) {
    int32_t done_on = DATE_NONE, starts = DATE_NONE;
    const char *plan = NULL;
    struct drive *drives, asked = {w->options->measure, NULL, 0};
    size_t count;
    if (!find(w, id, item, &done_on, &starts, &plan, err) ||
        !settle_day(w, item, done_on, starts, plan, err) ||
        !read_drives(w, id, &drives, &count, err))
        return false;
    if (asked.measure) {
        for (size_t i = 0; i < count; i++)
            if (strcmp(drives[i].measure, asked.measure) == 0) asked = drives[i];
        drives = &asked;
        count = 1;
    }
    if (count == 0 && wants_measure) {
        err_set(err, ERR_NOT_FOUND, "nothing says which measure '%s' should move", id);
        return err_hint(err, "Put a row into drives.csv, or name one with --measure.");
    }
    if (item->from == DATE_NONE && count > 0) {
        if (!wants_measure) { /* in a list of all, said and not refused */
            item->outcome = OUTCOME_TOO_EARLY;
            item->words = "no day is known on which it was done or its plan began.";
            return true;
        }
        err_set(err, ERR_TOO_FEW, "no day is known on which '%s' was done or its plan began", id);
        return err_hint(err, "--from DATE says from when an effect is to be looked for.");
    }
    item->effects = ARENA_NEW(w->arena, struct measure_effect, count + 1);
    item->by = ARENA_NEW(w->arena, const char *, count + 1);
    item->shared = ARENA_NEW(w->arena, size_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        item->by[i] = drives[i].by;
        if (!effect_of(w, item, &drives[i], &item->effects[i], err) ||
            !count_shared(w, drives[i].measure, &item->shared[i], err))
            return false;
        item->count++;
    }
    item->outcome = judge(item);
    item->words = words(w, item);
    return true;
}

static bool begin(struct work *w, sqlite3 *db, const struct outcome_options *options,
                  struct arena *arena, struct err *err) {
    *w = (struct work){.db = db, .arena = arena, .options = options};
    return report_day_or_today(db, options->as_at, &w->as_at, err) &&
           plan_status_read(db, w->as_at, arena, &w->status, err);
}

bool outcome_of(sqlite3 *db, const char *item, const struct outcome_options *options,
                struct arena *arena, struct outcome_item *out, struct err *err) {
    struct work w;
    return begin(&w, db, options, arena, err) && make(&w, item, true, out, err);
}

bool outcome_all(sqlite3 *db, const struct outcome_options *options, struct arena *arena,
                 struct outcome_item **out, size_t *count, struct err *err) {
    struct work w;
    if (!begin(&w, db, options, arena, err)) return false;
    *out = ARENA_NEW(arena, struct outcome_item, w.status.count + 1);
    *count = 0;
    for (size_t i = 0; i < w.status.count; i++) {
        const struct plan_item *item = &w.status.items[i];
        if (item->kind != PLAN_RECOMMENDATION) continue;
        if (!make(&w, item->id, false, &(*out)[*count], err)) return false;
        (*count)++;
    }
    return true;
}

bool outcome_actions(sqlite3 *db, int32_t as_at, struct arena *arena,
                     const struct outcome_item **out, struct err *err) {
    const struct outcome_options options = {
        .from = DATE_NONE, .lag_months = NAN, .size = NAN, .as_at = as_at};
    struct work w;
    if (!begin(&w, db, &options, arena, err)) return false;
    struct outcome_item *of = ARENA_NEW(arena, struct outcome_item, w.status.count + 1);
    for (size_t i = 0; i < w.status.count; i++) {
        const struct plan_item *item = &w.status.items[i];
        of[i] = (struct outcome_item){.kind = NULL};
        if (item->kind != PLAN_ACTION || item->state == PLAN_STOPPED) continue;
        if (!make(&w, item->id, false, &of[i], err)) return false;
    }
    *out = of;
    return true;
}
