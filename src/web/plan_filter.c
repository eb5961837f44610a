/* Which items of the plan are asked for; see plan_filter.h.
 *
 * SPDX-License-Identifier: MIT */
#include "plan_filter.h"

#include "plan_rows.h"
#include "store/query.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LIKELY_LATE "likely-late"
#define NO_OWNER "no-owner"
#define DUE_SOON "due-soon"

static const char *const state_values[PLAN_STATES] = {"done", "on-time", "late", "no-date",
                                                      "stopped"};
static const char *const seen_values[BRIEF_SEEN] = {
    [BRIEF_MOVED] = "moved",   [BRIEF_IMPROVING] = "improving",
    [BRIEF_WORSE] = "worse",   [BRIEF_UNCHANGED] = "unchanged",
    [BRIEF_UNTOLD] = "untold", [BRIEF_NO_MEASURE] = "no-measure"};

/* --- whether an item is asked for ------------------------------------------------------------- */

static bool contains(const char *text, const char *part) {
    size_t n = strlen(part);
    for (; *text; text++)
        if (strncasecmp(text, part, n) == 0) return true;
    return false;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool plan_likely_late(const struct brief *brief, const struct plan_item *item) {
    if (!brief->forecast.of) return false;
    const struct forecast_item *f = brief->forecast.of[item - brief->plan.items];
    return f && f->forecast && f->chance < 0.5;
}

static bool in_state(const char *wanted, const struct brief *brief, const struct plan_item *item) {
    if (strcmp(wanted, LIKELY_LATE) == 0) return plan_likely_late(brief, item);
    if (strcmp(wanted, NO_OWNER) == 0) return !item->has_owner;
    if (strcmp(wanted, DUE_SOON) == 0) return item->due_soon;
    return strcmp(wanted, state_values[item->state]) == 0;
}

int32_t plan_quarter_start(int32_t day) {
    int month = date_month(day);
    return date_month_start(month - month % 3);
}

bool plan_filter_takes(const struct plan_filter *w, const struct brief *brief, size_t i) {
    const struct plan_item *item = &brief->plan.items[i];
    if (w->kind && strcmp(w->kind, plan_kind_text(item->kind)) != 0) return false;
    if (w->state && !in_state(w->state, brief, item)) return false;
    if (w->plan && strcmp(w->plan, item->plan) != 0) return false;
    if (w->programme && strcmp(w->programme, item->programme) != 0 &&
        strcmp(w->programme, item->id) != 0)
        return false;
    if (w->due_from != DATE_NONE && (item->due_to < w->due_from || item->due_to > w->due_to))
        return false;
    const struct brief_action *action = &brief->effects.of[i];
    if (w->effect && (!action->counted || strcmp(w->effect, seen_values[action->seen]) != 0))
        return false;
    if (w->delivery && (!action->counted || action->done != (strcmp(w->delivery, "done") == 0)))
        return false;
    if (w->q && !contains(item->title, w->q) && !contains(item->ref, w->q)) return false;
    return !w->owner || (w->owned_count &&
                         bsearch(&item->id, w->owned, w->owned_count, sizeof *w->owned, by_text));
}

static bool read_owned(struct visit *visit, sqlite3 *db, struct plan_filter *w, struct err *err) {
    if (!w->owner) return true;
    size_t most = visit->state->brief.plan.count;
    const char **ids = ARENA_NEW(visit->arena, const char *, most + 1);
    w->owned = ids;
    struct query *q =
        query_new(db,
                  "SELECT action FROM action_lead WHERE role = ?1 UNION SELECT id FROM "
                  "programme WHERE sro = ?1 UNION SELECT m.id FROM milestone m JOIN "
                  "programme p ON p.id = m.programme WHERE COALESCE(m.lead, p.sro) = ?1",
                  err);
    if (!q) return false;
    query_bind_text(q, 1, w->owner);
    while (w->owned_count < most && query_next(q))
        if (query_text(q, 0)) ids[w->owned_count++] = arena_string(visit->arena, query_text(q, 0));
    if (w->owned_count) qsort(ids, w->owned_count, sizeof *ids, by_text);
    return query_free(q, err);
}

/* --- the form --------------------------------------------------------------------------------- */

struct options {
    struct view_option *items;
    size_t count;
};

static void add_option(struct options *options, const char *value, const char *text,
                       const char *chosen) {
    options->items[options->count++] = (struct view_option){
        .value = value, .text = text, .selected = strcmp(value, chosen ? chosen : "") == 0};
}

static struct options begin_options(struct visit *visit, size_t most) {
    struct options options = {ARENA_NEW(visit->arena, struct view_option, most + 1), 0};
    add_option(&options, "", "All", "-");
    return options;
}

/* The rows of a table as choices: id and title. */
static bool read_options(struct visit *visit, sqlite3 *db, const char *sql, const char *chosen,
                         const struct view_option **out, size_t *count, struct err *err) {
    enum { MOST = 500 };
    struct options options = begin_options(visit, MOST);
    struct query *q = query_new(db, sql, err);
    if (!q) return false;
    while (options.count <= MOST && query_next(q))
        if (query_text(q, 0) && query_text(q, 1))
            add_option(&options, arena_string(visit->arena, query_text(q, 0)),
                       arena_string(visit->arena, query_text(q, 1)), chosen);
    *out = options.items;
    *count = options.count;
    return query_free(q, err);
}

static void fill_choices(struct visit *visit, const struct plan_filter *w,
                         struct view_plan_filters *form) {
    struct options kinds = begin_options(visit, PLAN_KINDS);
    for (int k = 0; k < PLAN_KINDS; k++)
        add_option(&kinds, plan_kind_text((enum plan_kind)k), plan_kind_text((enum plan_kind)k),
                   w->kind);
    struct options states = begin_options(visit, PLAN_STATES + 3);
    for (int s = 0; s < PLAN_STATES; s++)
        add_option(&states, state_values[s], plan_state_text((enum plan_state)s), w->state);
    add_option(&states, NO_OWNER, "no owner", w->state);
    add_option(&states, DUE_SOON, "due in 90 days", w->state);
    if (visit->state->brief.forecast.forecast_count)
        add_option(&states, LIKELY_LATE, "likely to be late (forecast)", w->state);
    form->kinds = kinds.items;
    form->kinds_count = kinds.count;
    form->states = states.items;
    form->states_count = states.count;
}

static bool read_tables(struct visit *visit, sqlite3 *db, struct plan_filter *w,
                        struct view_plan_filters *form, struct err *err) {
    return read_owned(visit, db, w, err) &&
           read_options(visit, db, "SELECT id, title FROM plan ORDER BY row_no", w->plan,
                        &form->plans, &form->plans_count, err) &&
           read_options(visit, db,
                        "SELECT id, COALESCE(ref || ' ', '') || title FROM programme ORDER BY "
                        "row_no LIMIT 500",
                        w->programme, &form->programmes, &form->programmes_count, err) &&
           read_options(
               visit, db,
               "SELECT id, title FROM role WHERE id IN (SELECT role FROM action_lead UNION "
               "SELECT sro FROM programme UNION SELECT lead FROM milestone) ORDER BY title LIMIT "
               "500",
               w->owner, &form->owners, &form->owners_count, err);
}

/* The cell of the delivery and effect table, in words; NULL where none is asked for. */
static const char *words_of(struct visit *visit, const struct plan_filter *w) {
    const char *delivery = !w->delivery ? NULL : w->delivery[0] == 'd' ? "done" : "not done";
    const char *seen = NULL;
    for (int s = 0; w->effect && s < BRIEF_SEEN; s++)
        if (strcmp(w->effect, seen_values[s]) == 0) seen = brief_seen_text((enum brief_seen)s);
    if (!seen) return delivery;
    return arena_printf(visit->arena, "%s%stheir measures: %c%s", delivery ? delivery : "",
                        delivery ? "; " : "", seen[0] - 'A' + 'a', seen + 1);
}

static void read_quarter(struct visit *visit, struct plan_filter *w,
                         struct view_plan_filters *form) {
    const char *text = visit_text(visit, "quarter");
    int32_t day;
    char from[DATE_BYTES], to[DATE_BYTES];
    w->due_from = w->due_to = DATE_NONE;
    if (!text || !date_parse(str_of(text), &day)) return;
    w->due_from = plan_quarter_start(day);
    w->due_to = date_add_months(w->due_from, 3) - 1;
    w->asked = true;
    form->quarter = text;
    form->quarter_words = arena_printf(visit->arena, "Due from %s to %s.",
                                       date_people(w->due_from, from), date_people(w->due_to, to));
    form->any_day = visit_link(visit, "quarter", NULL);
}

const char *plan_filter_effect(enum brief_seen seen) {
    return seen_values[seen];
}

bool plan_filter_read(struct visit *visit, const char *action, struct plan_filter *out,
                      const struct view_plan_filters **form, struct err *err) {
    *out = (struct plan_filter){.kind = visit_text(visit, "kind"),
                                .state = visit_text(visit, "state"),
                                .plan = visit_text(visit, "plan"),
                                .programme = visit_text(visit, "programme"),
                                .owner = visit_text(visit, "owner"),
                                .q = visit_text(visit, "q"),
                                .effect = visit_text(visit, "effect"),
                                .delivery = visit_text(visit, "delivery")};
    out->asked = out->kind || out->state || out->plan || out->programme || out->owner || out->q ||
                 out->effect || out->delivery;
    out->effect_words = words_of(visit, out);
    struct view_plan_filters *filled = ARENA_NEW(visit->arena, struct view_plan_filters, 1);
    *filled = (struct view_plan_filters){
        .action = action, .q = out->q, .effect = out->effect, .delivery = out->delivery};
    read_quarter(visit, out, filled);
    bool ok = read_tables(visit, site_take(visit->site), out, filled, err);
    site_give(visit->site);
    fill_choices(visit, out, filled);
    *form = filled;
    return ok;
}
