/* Where the items of a plan stand on a given day; see status.h.
 *
 * SPDX-License-Identifier: MIT */
#include "status.h"

#include "base/limits.h"
#include "store/query.h"

#include <stdlib.h>
#include <string.h>

#define SOON_DAYS 90

/* One shape for the four tables, in the order of enum column. Parameter ?1 is the day. The `known`
 * columns come from the reports up to that day, the `later` ones from the first report after it: a
 * row of the plan that says what only a later report said is not believed before. */
#define LATEST(what, when)                                                                         \
    "(SELECT p." what " FROM progress p WHERE p.item = x.id AND p.reported_on " when               \
    " ?1 AND p." what " IS NOT NULL ORDER BY p.reported_on DESC LIMIT 1), "
#define RATED(what, scale)                                                                         \
    "(SELECT c." what " FROM confidence c WHERE c.item = x.id AND c.rated_on <= ?1 AND c.scale = " \
    "'" scale "' ORDER BY c.rated_on DESC LIMIT 1), "
#define REPORTS                                                                                        \
    LATEST("stage", "<=")                                                                              \
    LATEST("stage", ">")                                                                               \
    LATEST("due_to", "<=")                                                                             \
    LATEST("due_to", ">")                                                                              \
    "(SELECT max(e.level) FROM evidence e WHERE e.item = x.id AND e.seen_on <= ?1), "                  \
    "(SELECT max(p.reported_on) FROM progress p WHERE p.item = x.id AND p.reported_on <= ?1), " RATED( \
        "level", "five") RATED("rated_on", "five") RATED("level", "three")                             \
        RATED("rated_on", "three")
#define NO_DATES "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "
#define PLAN_END(plan) "(SELECT \"end\" FROM plan WHERE id = " plan ") "

enum column {
    COL_ROW,
    COL_ID,
    COL_REF,
    COL_TITLE,
    COL_PLAN,
    COL_THEME,
    COL_RECOMMENDATION,
    COL_PROGRAMME,
    COL_PARENT,
    COL_BODY,
    COL_KNOWN_STAGE,
    COL_LATER_STAGE,
    COL_KNOWN_DUE,
    COL_LATER_DUE,
    COL_EVIDENCE,
    COL_REPORTED_ON,
    COL_FIVE,
    COL_FIVE_ON,
    COL_THREE,
    COL_THREE_ON,
    COL_STAGE,
    COL_EVIDENCE_LEVEL,
    COL_DUE_FROM,
    COL_DUE_TO,
    COL_FIRST_DUE_TO,
    COL_DUE_KIND,
    COL_DUE_TEXT,
    COL_DONE_ON,
    COL_HAS_OWNER,
    COL_PLAN_END,
};

static const char *const statements[PLAN_KINDS] = {
    [PLAN_RECOMMENDATION] =
        "SELECT x.row_no, x.id, x.ref, x.title, x.plan, x.theme, NULL, NULL, NULL, NULL, " REPORTS
            NO_DATES "EXISTS (SELECT 1 FROM action a JOIN action_lead l ON l.action = a.id "
        "WHERE a.recommendation = x.id), " PLAN_END("x.plan") "FROM recommendation x ORDER BY "
                                                              "x.row_no",
    [PLAN_ACTION] =
        "SELECT x.row_no, x.id, x.ref, x.title, x.plan, NULL, x.recommendation, x.programme, "
        "x.parent, x.body, " REPORTS
        "x.stage, x.evidence_level, x.due_from, x.due_to, x.first_due_to, x.due_kind, x.due_text, "
        "x.done_on, EXISTS (SELECT 1 FROM action_lead l WHERE l.action = x.id OR l.action = "
        "x.parent), " PLAN_END("x.plan") "FROM action x ORDER BY x.row_no",
    [PLAN_MILESTONE] =
        "SELECT x.row_no, x.id, x.ref, x.title, g.plan, NULL, NULL, x.programme, NULL, NULL, " REPORTS
        "NULL, NULL, x.due_from, x.due_to, x.first_due_to, x.due_kind, x.due_text, x.done_on, "
        "COALESCE(x.lead, g.sro) IS NOT NULL, " PLAN_END(
            "g.plan") "FROM milestone x LEFT JOIN programme g ON g.id = x.programme ORDER BY x.row_no",
    [PLAN_PROGRAMME] =
        "SELECT x.row_no, x.id, x.ref, x.title, x.plan, x.theme, NULL, x.id, NULL, NULL, " REPORTS
            NO_DATES "x.sro IS NOT NULL, " PLAN_END("x.plan") "FROM programme x ORDER BY x.row_no",
};

static const char *const state_texts[PLAN_STATES] = {"done", "on time", "late", "no date",
                                                     "stopped"};

const char *plan_state_text(enum plan_state state) {
    return state_texts[state];
}

static bool is_done(const char *stage) {
    return strcmp(stage, "claimed complete") == 0 || strcmp(stage, "verified") == 0 ||
           strcmp(stage, "embedded") == 0 || strcmp(stage, "handed over") == 0;
}

static const char *keep(struct query *q, int column, struct arena *arena) {
    const char *text = query_text(q, column);
    return text ? arena_string(arena, text) : "";
}

/* The stage as known on the day: the latest report's; else the row's own, unless a report made
 * later says the same, or it was done later. */
static const char *known_stage(struct query *q, int32_t done_on, int32_t as_at,
                               struct arena *arena) {
    const char *reported = query_text(q, COL_KNOWN_STAGE), *later = query_text(q, COL_LATER_STAGE);
    const char *own = query_text(q, COL_STAGE);
    if (reported) return arena_string(arena, reported);
    if (!own || (later && strcmp(later, own) == 0)) return "";
    if (done_on != DATE_NONE && done_on > as_at && is_done(own)) return "";
    return arena_string(arena, own);
}

static int32_t known_due(struct query *q) {
    int32_t reported = query_date(q, COL_KNOWN_DUE), later = query_date(q, COL_LATER_DUE);
    int32_t own = query_date(q, COL_DUE_TO), first = query_date(q, COL_FIRST_DUE_TO);
    if (reported != DATE_NONE) return reported;
    return later != DATE_NONE && later == own && first != DATE_NONE ? first : own;
}

static enum plan_state state_of(const struct plan_item *item, bool done, const char *due_kind,
                                int32_t as_at) {
    if (strcmp(item->stage, "stopped") == 0) return PLAN_STOPPED;
    if (done) return PLAN_DONE;
    bool never = strcmp(due_kind, "none") == 0 || strcmp(due_kind, "ongoing") == 0 ||
                 strcmp(due_kind, "to be confirmed") == 0;
    if (item->due_to == DATE_NONE || never) return PLAN_NO_DATE;
    return item->due_to < as_at ? PLAN_LATE : PLAN_ON_TIME;
}

static void read_item(struct query *q, enum plan_kind kind, int32_t as_at, struct arena *arena,
                      struct plan_item *item) {
    int32_t done_on = query_date(q, COL_DONE_ON), plan_end = query_date(q, COL_PLAN_END);
    *item = (struct plan_item){
        .kind = kind,
        .row_no = (size_t)query_integer(q, COL_ROW, 0),
        .id = keep(q, COL_ID, arena),
        .ref = keep(q, COL_REF, arena),
        .title = keep(q, COL_TITLE, arena),
        .plan = keep(q, COL_PLAN, arena),
        .theme = keep(q, COL_THEME, arena),
        .recommendation = keep(q, COL_RECOMMENDATION, arena),
        .programme = keep(q, COL_PROGRAMME, arena),
        .parent = keep(q, COL_PARENT, arena),
        .body = keep(q, COL_BODY, arena),
        .stage = known_stage(q, done_on, as_at, arena),
        .has_owner = query_integer(q, COL_HAS_OWNER, 0) != 0,
        .plan_closed = plan_end != DATE_NONE && plan_end <= as_at,
        .due_from = query_date(q, COL_DUE_FROM),
        .due_to = known_due(q),
        .first_due_to = query_date(q, COL_FIRST_DUE_TO),
        .done_on = done_on != DATE_NONE && done_on <= as_at ? done_on : DATE_NONE,
        .reported_on = query_date(q, COL_REPORTED_ON),
        .due_text = keep(q, COL_DUE_TEXT, arena),
        .due_kind = keep(q, COL_DUE_KIND, arena),
        .confidence_five = keep(q, COL_FIVE, arena),
        .confidence_three = keep(q, COL_THREE, arena),
        .five_on = query_date(q, COL_FIVE_ON),
        .three_on = query_date(q, COL_THREE_ON),
    };
    item->reported = item->reported_on != DATE_NONE;
    bool done = is_done(item->stage) || item->done_on != DATE_NONE;
    item->evidence = (int)query_integer(q, COL_EVIDENCE, query_integer(q, COL_EVIDENCE_LEVEL, -1));
    item->state = state_of(item, done, item->due_kind, as_at);
    item->handed_over = strcmp(item->stage, "handed over") == 0;
    item->claimed = item->state == PLAN_DONE && !item->handed_over && item->evidence < 2 &&
                    strcmp(item->stage, "verified") != 0 && strcmp(item->stage, "embedded") != 0;
}

/* What the open parts of a recommendation or programme say together. */
struct whole {
    struct plan_item *item;
    bool late, dated, open, going;
};

static int by_id(const void *a, const void *b) {
    return strcmp(((const struct whole *)a)->item->id, ((const struct whole *)b)->item->id);
}

static void add_part(struct whole *whole, const struct plan_item *part) {
    whole->item->parts++;
    if (part->state == PLAN_STOPPED) return;
    whole->going = true;
    if (part->state == PLAN_DONE) {
        whole->item->parts_done++;
        return;
    }
    whole->open = true;
    whole->late = whole->late || part->state == PLAN_LATE;
    whole->dated = whole->dated || part->state != PLAN_NO_DATE;
    /* The next deadline that is not past: a whole is due soon when a part is. */
    if (part->state == PLAN_ON_TIME &&
        (whole->item->due_to == DATE_NONE || part->due_to < whole->item->due_to))
        whole->item->due_to = part->due_to;
}

static void sum_parts(struct plan_status *status, enum plan_kind kind, struct arena *arena) {
    size_t n = 0;
    struct whole *wholes = ARENA_NEW(arena, struct whole, status->count);
    for (size_t i = 0; i < status->count; i++)
        if (status->items[i].kind == kind) wholes[n++].item = &status->items[i];
    if (n == 0) return;
    qsort(wholes, n, sizeof *wholes, by_id);
    for (size_t i = 0; i < status->count; i++) {
        const struct plan_item *part = &status->items[i];
        if (part->kind != PLAN_ACTION && part->kind != PLAN_MILESTONE) continue;
        struct plan_item wanted = {.id = kind == PLAN_RECOMMENDATION ? part->recommendation
                                                                     : part->programme};
        struct whole key = {.item = &wanted};
        struct whole *whole = bsearch(&key, wholes, n, sizeof *wholes, by_id);
        if (whole) add_part(whole, part);
    }
    for (size_t i = 0; i < n; i++) {
        struct plan_item *item = wholes[i].item;
        if (item->state == PLAN_DONE || item->state == PLAN_STOPPED)
            continue; /* a report says so */
        item->state = wholes[i].late                       ? PLAN_LATE
                      : wholes[i].going && !wholes[i].open ? PLAN_DONE
                      : wholes[i].dated                    ? PLAN_ON_TIME
                                                           : PLAN_NO_DATE;
    }
}

static void count(struct plan_status *status) {
    for (size_t i = 0; i < status->count; i++) {
        struct plan_item *item = &status->items[i];
        struct plan_counts *counts = &status->counts[item->kind];
        counts->total++;
        counts->state[item->state]++;
        counts->claimed += item->claimed;
        counts->no_owner += !item->has_owner;
        counts->handed_over += item->handed_over;
        counts->silent += item->state == PLAN_LATE && !item->reported && !item->stage[0];
        bool open = item->state != PLAN_DONE && item->state != PLAN_STOPPED;
        item->due_soon = open && item->due_to != DATE_NONE && item->due_to >= status->as_at &&
                         item->due_to - status->as_at <= SOON_DAYS;
        counts->due_soon += item->due_soon;
        if (item->kind == PLAN_ACTION && item->plan_closed && (open || item->handed_over))
            status->closed_left++;
    }
}

static int longest_slip_first(const void *a, const void *b) {
    const struct plan_item *x = *(const struct plan_item *const *)a;
    const struct plan_item *y = *(const struct plan_item *const *)b;
    int32_t slip_x = x->due_to - x->first_due_to, slip_y = y->due_to - y->first_due_to;
    if (slip_x != slip_y) return slip_x > slip_y ? -1 : 1;
    return x < y ? -1 : x > y; /* both lie in one array */
}

static void find_slips(struct plan_status *status, struct arena *arena) {
    status->slips = ARENA_NEW(arena, const struct plan_item *, status->count);
    for (size_t i = 0; i < status->count; i++) {
        const struct plan_item *item = &status->items[i];
        if (item->state != PLAN_DONE && item->state != PLAN_STOPPED && item->due_to != DATE_NONE &&
            item->first_due_to != DATE_NONE && item->due_to > item->first_due_to)
            status->slips[status->slip_count++] = item;
    }
    if (status->slip_count)
        qsort(status->slips, status->slip_count, sizeof *status->slips, longest_slip_first);
}

static bool count_rows(sqlite3 *db, size_t *total, struct err *err) {
    struct query *q = query_new(db,
                                "SELECT (SELECT count(*) FROM recommendation) + (SELECT count(*) "
                                "FROM action) + (SELECT count(*) FROM milestone) + (SELECT "
                                "count(*) FROM programme)",
                                err);
    if (!q) return false;
    if (query_next(q)) *total = (size_t)query_integer(q, 0, 0);
    return query_free(q, err);
}

bool plan_status_read(sqlite3 *db, int32_t as_at, struct arena *arena, struct plan_status *out,
                      struct err *err) {
    size_t total = 0;
    if (!count_rows(db, &total, err)) return false;
    if (total > LIMIT_ROWS)
        return err_set(err, ERR_TOO_LARGE, "the plan has %zu items; %zu can be read", total,
                       LIMIT_ROWS);
    char day[DATE_BYTES];
    date_text(as_at, day);
    *out = (struct plan_status){.as_at = as_at, .items = ARENA_NEW(arena, struct plan_item, total)};
    for (int kind = 0; kind < PLAN_KINDS; kind++) {
        struct query *q = query_new(db, statements[kind], err);
        if (!q) return false;
        query_bind_text(q, 1, day);
        while (out->count < total && query_next(q))
            read_item(q, (enum plan_kind)kind, as_at, arena, &out->items[out->count++]);
        if (!query_free(q, err)) return err_context(err, "reading the plan");
    }
    sum_parts(out, PLAN_RECOMMENDATION, arena);
    sum_parts(out, PLAN_PROGRAMME, arena);
    count(out);
    find_slips(out, arena);
    return true;
}

const struct plan_item *plan_status_find(const struct plan_status *status, const char *id) {
    for (size_t i = 0; i < status->count; i++)
        if (strcmp(status->items[i].id, id) == 0) return &status->items[i];
    return NULL;
}

int32_t plan_days_late(const struct plan_item *item, int32_t deadline, int32_t as_at) {
    bool open = item->state != PLAN_DONE && item->state != PLAN_STOPPED;
    int32_t end = item->done_on != DATE_NONE ? item->done_on : open ? as_at : DATE_NONE;
    return deadline == DATE_NONE || end == DATE_NONE || end <= deadline ? 0 : end - deadline;
}
