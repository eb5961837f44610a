/* The plan as a table, with filters and sorting that live in the address.
 *
 * SPDX-License-Identifier: MIT */
#include "link.h"
#include "plan_rows.h"
#include "route.h"
#include "store/query.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ROWS_A_PAGE 50u

static const char *const state_values[PLAN_STATES] = {"done", "on-time", "late", "no-date",
                                                      "stopped"};
static const struct {
    const char *value, *words;
} effects[] = {
    [BRIEF_NO_ACTION] = {"", ""},
    [BRIEF_DONE_MOVED] = {"done-moved", "done, and a measure of theirs has improved"},
    [BRIEF_DONE_NOT] = {"done-not", "done, and no measure of theirs has improved"},
    [BRIEF_OPEN_MOVED] = {"open-moved", "not done, though a measure of theirs has improved"},
    [BRIEF_OPEN_NOT] = {"open-not", "not done, and no measure of theirs has improved"},
    [BRIEF_UNJUDGED] = {"unjudged", "their measures cannot be judged yet"},
    [BRIEF_NO_MEASURE] = {"no-measure", "nothing says which measure they should move"}};
#define EFFECTS (sizeof effects / sizeof effects[0])

/* --- which ------------------------------------------------------------------------------------ */

struct wanted {
    const char *kind, *state, *plan, *programme, *q, *effect;
    const char *const *owned; /* ids of the items of the owner asked for, in order of strcmp */
    size_t owned_count;
    bool by_owner;
};

static bool contains(const char *text, const char *part) {
    size_t n = strlen(part);
    for (; *text; text++)
        if (strncasecmp(text, part, n) == 0) return true;
    return false;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_wanted(const struct wanted *w, const struct brief *brief, size_t i) {
    const struct plan_item *item = &brief->plan.items[i];
    if (w->kind && strcmp(w->kind, plan_kind_text(item->kind)) != 0) return false;
    if (w->state && strcmp(w->state, state_values[item->state]) != 0) return false;
    if (w->plan && strcmp(w->plan, item->plan) != 0) return false;
    if (w->programme && strcmp(w->programme, item->programme) != 0 &&
        strcmp(w->programme, item->id) != 0)
        return false;
    if (w->effect && strcmp(w->effect, effects[brief->effects.of[i]].value) != 0) return false;
    if (w->q && !contains(item->title, w->q) && !contains(item->ref, w->q)) return false;
    return !w->by_owner || bsearch(&item->id, w->owned, w->owned_count, sizeof *w->owned, by_text);
}

static bool read_owned(struct visit *visit, sqlite3 *db, const char *role, struct wanted *w,
                       struct err *err) {
    size_t most = visit->state->brief.plan.count;
    const char **ids = ARENA_NEW(visit->arena, const char *, most + 1);
    w->by_owner = true;
    w->owned = ids;
    struct query *q =
        query_new(db,
                  "SELECT action FROM action_lead WHERE role = ?1 UNION SELECT id FROM "
                  "programme WHERE sro = ?1 UNION SELECT m.id FROM milestone m JOIN "
                  "programme p ON p.id = m.programme WHERE p.sro = ?1",
                  err);
    if (!q) return false;
    query_bind_text(q, 1, role);
    while (w->owned_count < most && query_next(q))
        if (query_text(q, 0)) ids[w->owned_count++] = arena_string(visit->arena, query_text(q, 0));
    qsort(ids, w->owned_count, sizeof *ids, by_text);
    return query_free(q, err);
}

/* --- in which order --------------------------------------------------------------------------- */

static int by_due(const struct plan_item *a, const struct plan_item *b) {
    int64_t x = a->due_to == DATE_NONE ? INT32_MAX : a->due_to; /* no date: last */
    int64_t y = b->due_to == DATE_NONE ? INT32_MAX : b->due_to;
    return (x > y) - (x < y);
}

/* 2.9 before 2.10: runs of digits by their size. */
static int by_ref(const struct plan_item *a, const struct plan_item *b) {
    const char *x = a->ref, *y = b->ref;
    while (*x && *y) {
        size_t n = strspn(x, "0123456789"), m = strspn(y, "0123456789");
        if (n && n != m && m) return n < m ? -1 : 1;
        if (*x != *y) return (unsigned char)*x < (unsigned char)*y ? -1 : 1;
        x++, y++;
    }
    return (*x != '\0') - (*y != '\0');
}

static int by_title(const struct plan_item *a, const struct plan_item *b) {
    return strcasecmp(a->title, b->title);
}
static int by_state(const struct plan_item *a, const struct plan_item *b) {
    static const int urgency[PLAN_STATES] = {3, 1, 0, 2, 4};
    return urgency[a->state] - urgency[b->state];
}

static const struct {
    const char *name, *title;
    int (*compare)(const struct plan_item *a, const struct plan_item *b);
} sorts[] = {{"ref", "Reference", by_ref},
             {"title", "What", by_title},
             {"state", "State", by_state},
             {"due", "Due", by_due}};
#define SORTS (sizeof sorts / sizeof sorts[0])

/* Merge sort, so that equal items keep their order; qsort of the library may not. */
static void sort_items(const struct plan_item **items, const struct plan_item **spare, size_t n,
                       int (*compare)(const struct plan_item *, const struct plan_item *),
                       int sign) {
    if (n < 2) return;
    size_t half = n / 2, a = 0, b = half, at = 0;
    sort_items(items, spare, half, compare, sign);
    sort_items(items + half, spare, n - half, compare, sign);
    while (a < half && b < n)
        spare[at++] = sign * compare(items[a], items[b]) <= 0 ? items[a++] : items[b++];
    while (a < half) spare[at++] = items[a++];
    while (b < n) spare[at++] = items[b++];
    memcpy(items, spare, n * sizeof *items);
}

/* Sorts by the address's wish, and makes the headers that sort. */
static void sort_and_describe(struct visit *visit, const struct plan_item **items, size_t n,
                              struct view_plan *view) {
    const char *wish = visit_text(visit, "sort");
    bool down = wish && wish[0] == '-';
    struct view_data_column *heads = ARENA_NEW(visit->arena, struct view_data_column, SORTS + 1);
    for (size_t i = 0; i < SORTS; i++) {
        bool sorted = wish && strcmp(wish + down, sorts[i].name) == 0;
        if (sorted)
            sort_items(items, ARENA_NEW(visit->arena, const struct plan_item *, n + 1), n,
                       sorts[i].compare, down ? -1 : 1);
        const char *to =
            sorted && !down ? arena_printf(visit->arena, "-%s", sorts[i].name) : sorts[i].name;
        heads[i] = (struct view_data_column){
            .name = sorts[i].title,
            .sort = !sorted ? "none"
                    : down  ? "descending"
                            : "ascending",
            .href = arena_printf(visit->arena, "%s#items", visit_link(visit, "sort", to))};
    }
    heads[SORTS] = (struct view_data_column){.name = "Who leads it"};
    view->heads = heads;
    view->heads_count = SORTS + 1;
}

/* --- the page --------------------------------------------------------------------------------- */

static void fill_counts(struct visit *visit, struct view_plan *view) {
    static const char *const plurals[PLAN_KINDS] = {"Recommendations", "Actions", "Milestones",
                                                    "Programmes"};
    struct view_plan_kind_count *counts =
        ARENA_NEW(visit->arena, struct view_plan_kind_count, PLAN_KINDS);
    for (int k = 0; k < PLAN_KINDS; k++) {
        const struct plan_counts *c = &visit->state->brief.plan.counts[k];
        if (!c->total) continue;
        counts[view->counts_count++] =
            (struct view_plan_kind_count){.kind = plan_kind_text((enum plan_kind)k),
                                          .plural = plurals[k],
                                          .total = c->total,
                                          .done = c->state[PLAN_DONE],
                                          .on_time = c->state[PLAN_ON_TIME],
                                          .late = c->state[PLAN_LATE],
                                          .no_date = c->state[PLAN_NO_DATE],
                                          .stopped = c->state[PLAN_STOPPED],
                                          .no_owner = c->no_owner,
                                          .due_soon = c->due_soon};
    }
    view->counts = counts;
}

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
        add_option(&options, arena_string(visit->arena, query_text(q, 0)),
                   arena_string(visit->arena, query_text(q, 1)), chosen);
    *out = options.items;
    *count = options.count;
    return query_free(q, err);
}

static void fill_choices(struct visit *visit, const struct wanted *w, struct view_plan *view) {
    struct options kinds = begin_options(visit, PLAN_KINDS);
    for (int k = 0; k < PLAN_KINDS; k++)
        add_option(&kinds, plan_kind_text((enum plan_kind)k), plan_kind_text((enum plan_kind)k),
                   w->kind);
    struct options states = begin_options(visit, PLAN_STATES);
    for (int s = 0; s < PLAN_STATES; s++)
        add_option(&states, state_values[s], plan_state_text((enum plan_state)s), w->state);
    view->kinds = kinds.items;
    view->kinds_count = kinds.count;
    view->states = states.items;
    view->states_count = states.count;
}

static bool read_tables(struct visit *visit, sqlite3 *db, struct wanted *w, struct view_plan *view,
                        struct err *err) {
    const char *owner = visit_text(visit, "owner");
    return (!owner || read_owned(visit, db, owner, w, err)) &&
           read_options(visit, db, "SELECT id, title FROM plan ORDER BY row_no", w->plan,
                        &view->plans, &view->plans_count, err) &&
           read_options(visit, db,
                        "SELECT id, ref || ' ' || title FROM programme ORDER BY row_no LIMIT 500",
                        w->programme, &view->programmes, &view->programmes_count, err);
}

static bool answer(struct visit *visit, struct err *err) {
    const struct brief *brief = &visit->state->brief;
    struct wanted w = {.kind = visit_text(visit, "kind"),
                       .state = visit_text(visit, "state"),
                       .plan = visit_text(visit, "plan"),
                       .programme = visit_text(visit, "programme"),
                       .q = visit_text(visit, "q"),
                       .effect = visit_text(visit, "effect")};
    struct view_plan view = {
        .as_at = brief->as_at, .q = w.q, .effect = w.effect, .owner = visit_text(visit, "owner")};
    bool ok = read_tables(visit, site_take(visit->site), &w, &view, err);
    site_give(visit->site);
    if (!ok) return false;
    for (size_t i = 1; w.effect && i < EFFECTS; i++)
        if (strcmp(w.effect, effects[i].value) == 0) view.effect_words = effects[i].words;
    const struct plan_item **items =
        ARENA_NEW(visit->arena, const struct plan_item *, brief->plan.count + 1);
    for (size_t i = 0; i < brief->plan.count; i++)
        if (is_wanted(&w, brief, i)) items[view.total++] = &brief->plan.items[i];
    sort_and_describe(visit, items, view.total, &view);
    size_t pages = (view.total + ROWS_A_PAGE - 1) / ROWS_A_PAGE;
    size_t page = visit_count(visit, "page", 1);
    if (page > pages) page = pages ? pages : 1;
    size_t from = (page - 1) * ROWS_A_PAGE;
    view.rows_count = view.total - from < ROWS_A_PAGE ? view.total - from : ROWS_A_PAGE;
    view.first = view.total ? from + 1 : 0;
    view.last = from + view.rows_count;
    if (!plan_rows(visit, items + from, view.rows_count, &view.rows, err)) return false;
    view.pages = link_pages(visit, view.total, ROWS_A_PAGE, page);
    fill_counts(visit, &view);
    fill_choices(visit, &w, &view);
    visit->section = "Plan";
    return VISIT_SHOW(visit, plan, &view);
}

static const struct input inputs[] = {
    {.name = "kind",
     .kind = INPUT_CHOICE,
     .choices = "recommendation|action|milestone|programme",
     .about = "Items of one kind"},
    {.name = "state",
     .kind = INPUT_CHOICE,
     .choices = "done|on-time|late|no-date|stopped",
     .about = "Items in one state"},
    {.name = "plan", .kind = INPUT_ID, .about = "Items of one plan, by its id"},
    {.name = "programme", .kind = INPUT_ID, .about = "Items of one programme, by its id"},
    {.name = "owner", .kind = INPUT_ID, .about = "Items led by one role, by its id"},
    {.name = "q", .kind = INPUT_TEXT, .about = "Items whose reference or title contains this"},
    {.name = "effect",
     .kind = INPUT_CHOICE,
     .choices = "done-moved|done-not|open-moved|open-not|unjudged|no-measure",
     .about = "Actions in one cell of the delivery and effect table"},
    {.name = "sort",
     .kind = INPUT_CHOICE,
     .choices = "ref|-ref|title|-title|state|-state|due|-due",
     .about = "The order; with '-' before it, from the last. State: late first"},
    {.name = "page", .kind = INPUT_COUNT, .min = 1, .max = 1e9, .about = "Fifty items a page"},
};

const struct route route_plan = {
    .path = "/plan",
    .title = "The plan",
    .about = "Recommendations, actions, milestones and programmes, filtered and sorted",
    .permission = PERMISSION_READ,
    .inputs = inputs,
    .input_count = sizeof inputs / sizeof inputs[0],
    .schema = &view_schema_plan,
    .answer = answer,
};
