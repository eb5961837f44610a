/* When will it be done? From the tables to nodes, links and classes; see forecast.h.
 *
 * SPDX-License-Identifier: MIT */
#include "forecast_parts.h"

#include "base/limits.h"
#include "store/query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *keep(struct query *q, int column, struct arena *arena) {
    const char *text = query_text(q, column);
    return text ? arena_string(arena, text) : "";
}

static int by_id(const void *a, const void *b) {
    return strcmp(((const struct forecast_node *)a)->id, ((const struct forecast_node *)b)->id);
}

static struct forecast_node *find(const struct forecast_network *network, const char *id) {
    struct forecast_node key = {.id = id};
    return network->count
               ? bsearch(&key, network->nodes, network->count, sizeof *network->nodes, by_id)
               : NULL;
}

static bool has_deadline(const struct plan_item *item) {
    return item->due_to != DATE_NONE && strcmp(item->due_kind, "none") != 0 &&
           strcmp(item->due_kind, "ongoing") != 0 && strcmp(item->due_kind, "to be confirmed") != 0;
}

static void add_items(const struct plan_status *status, struct forecast_network *network) {
    for (size_t i = 0; i < status->count; i++) {
        const struct plan_item *item = &status->items[i];
        if (item->state == PLAN_STOPPED || item->handed_over) continue;
        if (item->kind != PLAN_ACTION && item->kind != PLAN_MILESTONE) {
            network->nodes[network->count++] =
                (struct forecast_node){.item = item,
                                       .id = item->id,
                                       .due = DATE_NONE,
                                       .begun_on = DATE_NONE,
                                       .done_on = item->done_on,
                                       .open = item->state != PLAN_DONE,
                                       .group = true};
            continue;
        }
        int32_t due = has_deadline(item) ? item->due_to : DATE_NONE;
        int32_t first =
            due == DATE_NONE || item->first_due_to == DATE_NONE ? due : item->first_due_to;
        network->nodes[network->count++] = (struct forecast_node){
            .item = item,
            .id = item->id,
            .due = due,
            .first = first,
            .begun_on = DATE_NONE,
            .renewed = due != first,
            .done_on = item->done_on,
            .open = item->state != PLAN_DONE,
        };
    }
}

/* A decision is taken on its day, or, where that is past, not before today: how decisions slip is
 * not known. */
static bool add_decisions(sqlite3 *db, int32_t as_at, size_t room, struct arena *arena,
                          struct forecast_network *network, struct err *err) {
    struct query *q =
        query_new(db, "SELECT id, due_to, decided_on FROM decision ORDER BY row_no", err);
    if (!q) return false;
    while (network->count < room && query_next(q)) {
        int32_t due = query_date(q, 1), decided = query_date(q, 2);
        bool open = decided == DATE_NONE || decided > as_at;
        if (open && due == DATE_NONE) continue;
        network->nodes[network->count++] = (struct forecast_node){.id = keep(q, 0, arena),
                                                                  .done_on = !open         ? decided
                                                                             : due > as_at ? due
                                                                                           : as_at,
                                                                  .begun_on = DATE_NONE,
                                                                  .due = due};
    }
    return query_free(q, err);
}

/* The last day on which anything was said of a plan: a report on one of its items, or the day that
 * one was done. Of a plan of which nobody speaks, it is not known what is still open. */
struct voice {
    const char *plan;
    int32_t last;
};

static int by_plan(const void *a, const void *b) {
    const struct voice *x = a, *y = b;
    int order = strcmp(x->plan, y->plan);
    return order ? order : (x->last < y->last) - (x->last > y->last); /* the newest first */
}

static struct voice *hear_plans(const struct plan_status *status, size_t *count,
                                struct arena *arena) {
    struct voice *voices = ARENA_NEW(arena, struct voice, status->count);
    size_t n = 0;
    for (size_t i = 0; i < status->count; i++) {
        const struct plan_item *item = &status->items[i];
        int32_t last = item->reported_on > item->done_on ? item->reported_on : item->done_on;
        if (last != DATE_NONE) voices[n++] = (struct voice){item->plan, last};
    }
    *count = 0;
    if (n) qsort(voices, n, sizeof *voices, by_plan);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(voices[i].plan, voices[*count - 1].plan) != 0)
            voices[(*count)++] = voices[i];
    return voices;
}

static int32_t last_word(const struct voice *voices, size_t count, const char *plan) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(voices[i].plan, plan) == 0) return voices[i].last;
    return DATE_NONE;
}

/* What the reports say of when an item was done: before the first report of it as done, after the
 * last one that says otherwise. */
static bool read_ends(sqlite3 *db, const struct plan_status *status, struct arena *arena,
                      struct forecast_network *network, struct err *err) {
    char day[DATE_BYTES];
    int32_t as_at = status->as_at;
    size_t voice_count;
    const struct voice *voices = hear_plans(status, &voice_count, arena);
    struct query *q = query_new(
        db,
        "SELECT item, min(CASE WHEN stage IN ('claimed complete', 'verified', 'embedded') THEN "
        "reported_on END), max(CASE WHEN stage IN ('not started', 'in progress') THEN reported_on "
        "END), min(CASE stage WHEN 'in progress' THEN reported_on END) FROM progress WHERE reported_on <= ?1 AND stage IS NOT NULL "
        "GROUP BY item",
        err);
    if (!q) return false;
    query_bind_text(q, 1, date_text(as_at, day));
    for (size_t i = 0; i < network->count; i++) {
        struct forecast_node *n = &network->nodes[i];
        if (!n->item || n->due == DATE_NONE) continue;
        int32_t known = last_word(voices, voice_count, n->item->plan);
        if (known == DATE_NONE) continue;
        n->has_slip = true;
        bool day_known = !n->open && n->done_on != DATE_NONE;
        n->after = n->open ? known : day_known ? n->done_on - 1 : (double)-INFINITY;
        n->until = n->open ? (double)INFINITY : day_known ? n->done_on : as_at;
    }
    while (query_next(q)) {
        const char *id = query_text(q, 0);
        struct forecast_node *n = id ? find(network, id) : NULL;
        if (!n || !n->item) continue;
        int32_t done = query_date(q, 1), not_done = query_date(q, 2);
        n->begun_on = query_date(q, 3);
        if (!n->has_slip || n->open || n->done_on != DATE_NONE) continue;
        if (done != DATE_NONE) n->until = done;
        if (not_done != DATE_NONE && (done == DATE_NONE || not_done < done)) n->after = not_done;
        if (n->after >= n->until) n->after = n->until - 1;
    }
    return query_free(q, err);
}

static void add_sample(struct forecast_network *network, const struct forecast_node *node,
                       int32_t due, bool renewed) {
    network->samples[network->sample_count++] =
        (struct forecast_sample){node, renewed, due, {node->after - due, node->until - due}};
}

/* Each deadline that was ever said of an item gives a slip: the first one, and each that was put in
 * its place while the item was open. */
static bool read_samples(sqlite3 *db, int32_t as_at, struct arena *arena,
                         struct forecast_network *network, struct err *err) {
    char day[DATE_BYTES];
    struct query *q =
        query_new(db,
                  "SELECT item, due_to, reported_on, count(*) OVER () FROM progress WHERE "
                  "due_to IS NOT NULL AND reported_on <= ?1 ORDER BY item, reported_on",
                  err);
    if (!q) return false;
    query_bind_text(q, 1, date_text(as_at, day));
    const struct forecast_node *node = NULL;
    int32_t said = DATE_NONE;
    bool *told = ARENA_NEW(arena, bool, network->count + 1);
    while (query_next(q)) {
        if (!network->samples)
            network->samples = ARENA_NEW(arena, struct forecast_sample,
                                         2 * network->count + (size_t)query_integer(q, 3, 0));
        const struct forecast_node *n = find(network, query_text(q, 0));
        if (!n || !n->has_slip) continue;
        if (n != node) said = n->first;
        node = n;
        told[n - network->nodes] = true;
        int32_t due = query_date(q, 1);
        if (due == said || query_date(q, 2) > n->until) continue;
        add_sample(network, n, due, true);
        said = due;
    }
    if (!network->samples)
        network->samples = ARENA_NEW(arena, struct forecast_sample, 2 * network->count + 1);
    for (size_t i = 0; i < network->count; i++) {
        const struct forecast_node *n = &network->nodes[i];
        if (!n->has_slip) continue;
        add_sample(network, n, n->first, false);
        if (n->renewed && !told[i]) add_sample(network, n, n->due, true); /* its row says so */
    }
    return query_free(q, err);
}

static int by_to(const void *a, const void *b) {
    const struct forecast_link *x = a, *y = b;
    if (x->to != y->to) return x->to < y->to ? -1 : 1;
    return (x->from > y->from) - (x->from < y->from);
}

/* An open part holds up what it is part of. */
static void add_part(struct forecast_network *network, size_t part, const char *whole) {
    struct forecast_node *group = whole[0] ? find(network, whole) : NULL;
    if (!group || !group->group || !group->open) return;
    network->links[network->link_count++] =
        (struct forecast_link){part, (size_t)(group - network->nodes), 0, true};
}

static bool read_links(sqlite3 *db, struct arena *arena, struct forecast_network *network,
                       struct err *err) {
    struct query *q = query_new(
        db,
        "SELECT predecessor, successor, lag_days, count(*) OVER () FROM dependency WHERE kind = "
        "'requires' AND predecessor IS NOT NULL AND successor IS NOT NULL ORDER BY row_no",
        err);
    if (!q) return false;
    while (query_next(q)) {
        if (!network->links)
            network->links = ARENA_NEW(arena, struct forecast_link,
                                       (size_t)query_integer(q, 3, 0) + 2 * network->count);
        struct forecast_node *from = find(network, query_text(q, 0)),
                             *to = find(network, query_text(q, 1));
        double lag = query_number(q, 2);
        if (!from || !to || from == to || !to->open) continue;
        network->links[network->link_count++] =
            (struct forecast_link){(size_t)(from - network->nodes), (size_t)(to - network->nodes),
                                   isnan(lag) ? 0 : (int32_t)lag, false};
    }
    if (!network->links)
        network->links = ARENA_NEW(arena, struct forecast_link, 2 * network->count + 1);
    for (size_t i = 0; i < network->count; i++) {
        const struct forecast_node *n = &network->nodes[i];
        if (!n->item || n->group || !n->open) continue;
        add_part(network, i, n->item->programme);
        add_part(network, i, n->item->recommendation);
    }
    if (network->link_count)
        qsort(network->links, network->link_count, sizeof *network->links, by_to);
    return query_free(q, err);
}

/* The classes of an item, narrowest first; by renewed deadlines, then by first ones. */
enum width { WIDTH_BODY, WIDTH_BEGUN, WIDTH_KIND, WIDTH_ALL, WIDTHS };

static const char *overseer(const struct plan_item *item) {
    return item->kind == PLAN_ACTION ? item->body : item->programme;
}

/* Whether an item was begun is asked of all of a class, and of the item itself, at the same
 * distance from the deadline, one that it has passed already: of those that are done more is known,
 * and of what was late somebody mostly spoke in the end. In steps of 90 days, from a year after to
 * two before. */
#define LEAD_STEP 90
#define LEAD_FROM (-4 * LEAD_STEP)
#define LEAD_TO (8 * LEAD_STEP)

static int32_t lead_of(const struct forecast_node *node, int32_t as_at) {
    int32_t days = node->due - as_at;
    int32_t step = days > 0 ? (days + LEAD_STEP - 1) / LEAD_STEP : days / LEAD_STEP;
    int32_t lead = step * LEAD_STEP;
    return lead < LEAD_FROM ? LEAD_FROM : lead > LEAD_TO ? LEAD_TO : lead;
}

static bool begun_by(const struct forecast_node *node, int32_t day) {
    return node->begun_on != DATE_NONE && node->begun_on <= day;
}

/* A class of slips. */
struct class {
    enum width width;
    bool renewed, begun;
    const struct forecast_node *like;
    int32_t lead; /* days before the deadline when it was begun, or not */
};

static bool same_kind(const struct forecast_node *a, const struct forecast_node *b,
                      enum width width) {
    if (width == WIDTH_ALL) return true;
    if (a->item->kind != b->item->kind) return false;
    return width != WIDTH_BODY ||
           (overseer(a->item)[0] && strcmp(overseer(a->item), overseer(b->item)) == 0);
}

static bool same_class(const struct class *a, const struct class *b) {
    return a->width == b->width && a->renewed == b->renewed &&
           same_kind(a->like, b->like, a->width) &&
           (a->width > WIDTH_BEGUN || (a->begun == b->begun && a->lead == b->lead));
}

static bool in_class(const struct forecast_sample *sample, const struct class *c) {
    return sample->renewed == c->renewed && same_kind(sample->of, c->like, c->width) &&
           (c->width > WIDTH_BEGUN || begun_by(sample->of, sample->due - c->lead) == c->begun);
}

struct fitted {
    struct class class;
    struct turnbull fit;
    size_t done, open;
    struct fitted *next;
};

/* All classes that were asked for. */
struct classes {
    struct fitted *first;
    struct turnbull_time *times; /* of one class, used again for the next */
    struct arena *arena;
};

static struct fitted *fit_class(const struct forecast_network *network, const struct class *class,
                                struct classes *all) {
    for (struct fitted *f = all->first; f; f = f->next)
        if (same_class(&f->class, class)) return f;
    struct fitted *f = ARENA_NEW(all->arena, struct fitted, 1);
    *f = (struct fitted){.class = *class, .next = all->first};
    all->first = f;
    struct turnbull_time *times = all->times;
    size_t n = 0;
    for (size_t i = 0; i < network->sample_count; i++) {
        const struct forecast_sample *sample = &network->samples[i];
        if (!in_class(sample, class)) continue;
        all->times[n++] = sample->slip;
        f->done += !sample->of->open;
        f->open += sample->of->open;
    }
    if (f->done >= FORECAST_MINIMUM) turnbull_fit(times, n, all->arena, &f->fit);
    return f;
}

/* ', reported in progress 90 days before their deadline'. */
static const char *begun_words(const struct class *c, struct arena *arena) {
    if (c->width > WIDTH_BEGUN) return "";
    const char *what = c->begun ? "reported in progress" : "not reported begun";
    if (c->lead == 0) return arena_printf(arena, " %s by their deadline", what);
    return arena_printf(arena, " %s %d days %s their deadline", what, abs(c->lead),
                        c->lead > 0 ? "before" : "after");
}

static const char *class_words(const struct fitted *f, const struct forecast_node *node,
                               struct arena *arena) {
    const struct class *c = &f->class;
    const char *kind = node->item->kind == PLAN_ACTION ? "actions" : "milestones";
    return arena_printf(
        arena, "%zu done and %zu open %s%s%s%s%s%s", f->done, f->open,
        c->renewed ? "renewed deadlines of " : "", c->width == WIDTH_ALL ? "items" : kind,
        c->width == WIDTH_BODY ? " of " : "", c->width == WIDTH_BODY ? overseer(node->item) : "",
        begun_words(c, arena), node->renewed && !c->renewed ? ", counted from its new day" : "");
}

/* The narrowest class with enough that is done; else the widest. */
static struct fitted *choose_class(const struct forecast_network *network,
                                   const struct forecast_node *node, bool renewed, int32_t as_at,
                                   struct classes *all) {
    struct fitted *f = NULL;
    int32_t lead = lead_of(node, as_at);
    for (int width = WIDTH_BODY; width < WIDTHS; width++) {
        struct class class = {(enum width)width, renewed, begun_by(node, node->due - lead), node,
                              lead};
        if (width == WIDTH_BODY && !overseer(node->item)[0]) continue;
        f = fit_class(network, &class, all);
        if (f->done >= FORECAST_MINIMUM) break;
    }
    return f;
}

static void classify(struct forecast_network *network, const size_t *index,
                     struct forecast *forecast, struct arena *scratch, struct arena *arena) {
    struct classes all = {.times = ARENA_NEW(scratch, struct turnbull_time, network->sample_count),
                          .arena = scratch};
    for (size_t i = 0; i < forecast->count; i++) {
        struct forecast_node *node = &network->nodes[index[i]];
        struct forecast_item *item = &forecast->items[i];
        if (node->group) continue;
        if (node->due == DATE_NONE) {
            item->basis =
                "it has no deadline that could slip; a day in due_to would give it a forecast";
            continue;
        }
        struct fitted *f =
            node->renewed ? choose_class(network, node, true, forecast->as_at, &all) : NULL;
        if (!f || f->done < FORECAST_MINIMUM) {
            /* Where few renewed deadlines are done they are taken to slip like first ones. */
            f = choose_class(network, node, false, forecast->as_at, &all);
        }
        item->class_done = f->done;
        item->class_open = f->open;
        if (f->done < FORECAST_MINIMUM) {
            item->basis =
                arena_printf(arena, "only %zu items of this package are done, and %d are needed",
                             f->done, FORECAST_MINIMUM);
            continue;
        }
        node->fit = &f->fit;
        node->drawn = true;
        item->basis = class_words(f, node, arena);
    }
}

/* What is whole can be forecast when any of its open parts can. */
static void classify_groups(struct forecast_network *network, const size_t *index,
                            struct forecast *forecast, struct arena *scratch, struct arena *arena) {
    size_t *parts = ARENA_NEW(scratch, size_t, network->count),
           *drawn = ARENA_NEW(scratch, size_t, network->count);
    for (size_t l = 0; l < network->link_count; l++) {
        if (!network->links[l].part) continue;
        parts[network->links[l].to]++;
        drawn[network->links[l].to] += network->nodes[network->links[l].from].drawn;
    }
    for (size_t i = 0; i < forecast->count; i++) {
        struct forecast_node *node = &network->nodes[index[i]];
        size_t all = parts[index[i]], some = drawn[index[i]];
        if (!node->group) continue;
        node->drawn = some > 0;
        forecast->items[i].basis =
            !all    ? "it has no open parts"
            : !some ? "none of its open parts can be forecast"
            : some < all
                ? arena_printf(arena, "%zu of its %zu open parts, each by its own slips", some, all)
                : arena_printf(arena, "its %zu open part%s, each by its own slips", all,
                               all == 1 ? "" : "s");
    }
}

static bool read_comparable(sqlite3 *db, struct arena *arena, struct forecast *out,
                            struct err *err) {
    struct query *q =
        query_new(db,
                  "SELECT title, n, p20_days, p50_days, p80_days, source, count(*) OVER "
                  "() FROM comparable_slip ORDER BY row_no",
                  err);
    if (!q) return false;
    while (query_next(q)) {
        if (!out->comparable)
            out->comparable =
                ARENA_NEW(arena, struct forecast_spread, (size_t)query_integer(q, 6, 0));
        out->comparable[out->comparable_count++] =
            (struct forecast_spread){.title = keep(q, 0, arena),
                                     .n = query_integer(q, 1, 0),
                                     .p20 = query_number(q, 2),
                                     .p50 = query_number(q, 3),
                                     .p80 = query_number(q, 4),
                                     .source = keep(q, 5, arena)};
    }
    return query_free(q, err);
}

static bool count_decisions(sqlite3 *db, size_t *count, struct err *err) {
    struct query *q = query_new(db, "SELECT count(*) FROM decision", err);
    if (!q) return false;
    *count = query_next(q) ? (size_t)query_integer(q, 0, 0) : 0;
    return query_free(q, err);
}

/* What the work needs is of scratch: several times what comes of it. */
static bool make(sqlite3 *db, const struct plan_status *status,
                 const struct forecast_options *options, struct arena *scratch, struct arena *arena,
                 struct forecast *out, struct err *err) {
    *out = (struct forecast){
        .as_at = status->as_at, .seed = options->seed, .replications = options->replications};
    struct forecast_network network = {0};
    size_t decisions;
    if (!count_decisions(db, &decisions, err)) return false;
    size_t room = status->count + decisions;
    if (room > LIMIT_FORECAST_ITEMS)
        return err_set(err, ERR_TOO_LARGE, "the plan has %zu items; %zu can be forecast", room,
                       LIMIT_FORECAST_ITEMS);
    network.nodes = ARENA_NEW(scratch, struct forecast_node, room);
    add_items(status, &network);
    if (!add_decisions(db, status->as_at, room, arena, &network, err)) return false;
    if (network.count) qsort(network.nodes, network.count, sizeof *network.nodes, by_id);
    if (!read_ends(db, status, scratch, &network, err) ||
        !read_samples(db, status->as_at, scratch, &network, err) ||
        !read_links(db, scratch, &network, err) || !read_comparable(db, arena, out, err))
        return false;
    out->items = ARENA_NEW(arena, struct forecast_item, network.count);
    size_t *index = ARENA_NEW(scratch, size_t, network.count);
    for (size_t i = 0; i < status->count; i++) { /* in the order of the plan */
        const struct plan_item *item = &status->items[i];
        struct forecast_node *node = find(&network, item->id);
        if (!node || node->item != item) continue;
        out->done += node->has_slip && !node->open;
        out->open += node->has_slip && node->open;
        if (!node->open) continue;
        index[out->count] = (size_t)(node - network.nodes);
        out->items[out->count++] = (struct forecast_item){.item = item,
                                                          .p10 = DATE_NONE,
                                                          .p50 = DATE_NONE,
                                                          .p80 = DATE_NONE,
                                                          .p90 = DATE_NONE,
                                                          .chance = NAN,
                                                          .chance_first = NAN};
    }
    out->of = ARENA_NEW(arena, const struct forecast_item *, status->count);
    for (size_t i = 0; i < out->count; i++)
        out->of[out->items[i].item - status->items] = &out->items[i];
    classify(&network, index, out, scratch, arena);
    classify_groups(&network, index, out, scratch, arena);
    forecast_simulate(&network, index, out, arena);
    return true;
}

bool plan_forecast_make(sqlite3 *db, const struct plan_status *status,
                        const struct forecast_options *options, struct arena *arena,
                        struct forecast *out, struct err *err) {
    struct arena *scratch = arena_new();
    bool ok = make(db, status, options, scratch, arena, out, err);
    arena_free(scratch);
    return ok;
}

const struct forecast_item *plan_forecast_find(const struct forecast *forecast, const char *id) {
    for (size_t i = 0; i < forecast->count; i++)
        if (strcmp(forecast->items[i].item->id, id) == 0) return &forecast->items[i];
    return NULL;
}
