/* The futures of a plan, drawn one by one and carried through its dependencies; see forecast.h.
 *
 * SPDX-License-Identifier: MIT */
#include "forecast_parts.h"

#include "sim/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The order in which nodes can be drawn, predecessors first; those in or after a circle come last,
 * and their links are not followed, but for those from parts to what they are part of. */
static size_t order_nodes(const struct forecast_network *network, size_t *order,
                          struct arena *arena) {
    size_t n = network->count, head = 0, tail = 0;
    size_t *waits = ARENA_NEW(arena, size_t, n), *heads = ARENA_NEW(arena, size_t, n);
    size_t *next = ARENA_NEW(arena, size_t, network->link_count);
    bool *placed = ARENA_NEW(arena, bool, n);
    for (size_t i = 0; i < n; i++) heads[i] = SIZE_MAX;
    for (size_t l = 0; l < network->link_count; l++) {
        waits[network->links[l].to]++;
        next[l] = heads[network->links[l].from];
        heads[network->links[l].from] = l;
    }
    for (size_t i = 0; i < n; i++)
        if (waits[i] == 0) {
            order[tail++] = i;
            placed[i] = true;
        }
    while (head < tail)
        for (size_t l = heads[order[head++]]; l != SIZE_MAX; l = next[l])
            if (--waits[network->links[l].to] == 0) {
                order[tail++] = network->links[l].to;
                placed[network->links[l].to] = true;
            }
    size_t straight = tail;
    for (int group = 0; group < 2; group++) /* parts before what they are part of */
        for (size_t i = 0; i < n; i++)
            if (!placed[i] && network->nodes[i].group == (group == 1)) order[tail++] = i;
    return straight;
}

/* A number in (0, 1) of that item in that future. */
static double draw(uint64_t seed, uint32_t future, uint32_t item) {
    struct random_block block =
        random_philox(seed, random_counter(future, item, 0, 0, RANDOM_STAY));
    return ((double)(block.word[0] >> 6) * 134217728.0 + (double)(block.word[1] >> 5) + 0.5) /
           9007199254740992.0;
}

/* The day on which an item is done by its own work. */
static int32_t own_day(const struct forecast_node *node, int32_t as_at, double u) {
    if (!node->open) return node->done_on == DATE_NONE ? as_at : node->done_on;
    if (node->group) return node->drawn ? as_at : FORECAST_NEVER; /* its parts decide */
    if (!node->fit) return FORECAST_NEVER;
    double late = turnbull_inverse(node->fit, as_at - node->due, u);
    if (!isfinite(late) || node->due + late > 2900000) return FORECAST_NEVER;
    int32_t day = node->due + (int32_t)ceil(late);
    return day > as_at ? day : as_at + 1;
}

static int by_day(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static int32_t quantile(const int32_t *days, int n, double q) {
    int at = (int)ceil(q * n) - 1;
    int32_t day = days[at < 0 ? 0 : at];
    return day == FORECAST_NEVER ? DATE_NONE : day;
}

static double share_by(const int32_t *days, int n, int32_t day) {
    if (day == DATE_NONE) return NAN;
    int count = 0;
    while (count < n && days[count] <= day) count++;
    return (double)count / n;
}

struct work {
    const struct forecast_network *network;
    size_t *order, straight;
    size_t *first_link;             /* of each node, into links; one more at the end */
    int32_t *days;                  /* of each node, in this future */
    uint32_t *held;                 /* how often each link held */
    int32_t *all;                   /* days of the open items, by item and future */
    const struct plan_item **chain; /* where one is put together */
};

static void one_future(struct work *w, uint32_t future, struct forecast *forecast) {
    const struct forecast_network *network = w->network;
    for (size_t k = 0; k < network->count; k++) {
        size_t i = w->order[k];
        const struct forecast_node *node = &network->nodes[i];
        w->days[i] = own_day(node, forecast->as_at, draw(forecast->seed, future, (uint32_t)i));
        if (!node->open || (k >= w->straight && !node->group)) continue;
        size_t held = SIZE_MAX;
        for (size_t l = w->first_link[i]; l < w->first_link[i + 1]; l++) {
            bool part = network->links[l].part;
            if (part ? !network->nodes[network->links[l].from].drawn : k >= w->straight) continue;
            int32_t before = w->days[network->links[l].from];
            int32_t earliest = before == FORECAST_NEVER ? before : before + network->links[l].lag;
            if (earliest <= w->days[i]) continue;
            w->days[i] = earliest;
            held = l;
        }
        if (held != SIZE_MAX) w->held[held]++;
    }
}

/* What it waits for most often, and what that one waits for in turn. */
static void find_chain(const struct work *w, size_t node, struct forecast_item *item,
                       int replications, struct arena *arena) {
    const struct forecast_network *network = w->network;
    item->chain_share = 0;
    size_t count = 0;
    for (size_t at = node; count < network->count;) {
        size_t most = SIZE_MAX;
        for (size_t l = w->first_link[at]; l < w->first_link[at + 1]; l++)
            if (w->held[l] && (most == SIZE_MAX || w->held[l] > w->held[most])) most = l;
        if (most == SIZE_MAX) break;
        double share = (double)w->held[most] / replications;
        if (share < 0.1) break; /* its own work decides in nearly every future */
        if (count == 0) item->chain_share = share;
        at = network->links[most].from;
        if (!network->nodes[at].item) break;
        w->chain[count++] = network->nodes[at].item;
        if (network->nodes[at].open && !network->nodes[at].drawn && item->p50 == DATE_NONE)
            item->no_date_of = network->nodes[at].item;
    }
    item->chain = ARENA_NEW(arena, const struct plan_item *, count + 1);
    if (count) memcpy(item->chain, w->chain, count * sizeof(const struct plan_item *));
    item->chain_count = count;
}

void forecast_simulate(const struct forecast_network *network, const size_t *index,
                       struct forecast *forecast, struct arena *arena) {
    size_t n = network->count;
    int futures = forecast->replications;
    struct arena *scratch = arena_new(); /* the days of all futures are many, and not kept */
    struct work w = {.network = network,
                     .order = ARENA_NEW(scratch, size_t, n),
                     .first_link = ARENA_NEW(scratch, size_t, n + 1),
                     .days = ARENA_NEW(scratch, int32_t, n),
                     .held = ARENA_NEW(scratch, uint32_t, network->link_count),
                     .chain = ARENA_NEW(scratch, const struct plan_item *, n)};
    bool any = false;
    for (size_t i = 0; i < forecast->count; i++) any = any || network->nodes[index[i]].drawn;
    if (any) w.all = ARENA_NEW(scratch, int32_t, forecast->count * (size_t)futures);
    w.straight = order_nodes(network, w.order, scratch);
    bool *circular = ARENA_NEW(scratch, bool, n);
    for (size_t k = w.straight; k < n; k++) circular[w.order[k]] = true;
    for (size_t l = 0; l < network->link_count; l++) w.first_link[network->links[l].to + 1]++;
    for (size_t i = 0; i < n; i++) w.first_link[i + 1] += w.first_link[i];
    for (int r = 0; any && r < futures; r++) {
        one_future(&w, (uint32_t)r, forecast);
        for (size_t i = 0; i < forecast->count; i++)
            w.all[i * (size_t)futures + (size_t)r] = w.days[index[i]];
    }
    for (size_t i = 0; i < forecast->count; i++) {
        struct forecast_item *item = &forecast->items[i];
        item->circular = circular[index[i]];
        if (!network->nodes[index[i]].drawn) continue;
        int32_t *days = &w.all[i * (size_t)futures];
        qsort(days, (size_t)futures, sizeof *days, by_day);
        item->forecast = true;
        forecast->forecast_count++;
        item->p10 = quantile(days, futures, 0.1);
        item->p50 = quantile(days, futures, 0.5);
        item->p80 = quantile(days, futures, 0.8);
        item->p90 = quantile(days, futures, 0.9);
        find_chain(&w, index[i], item, futures, arena);
        if (network->nodes[index[i]].group) continue; /* its parts have deadlines, not it */
        item->chance = share_by(days, futures, item->item->due_to);
        item->chance_first = share_by(days, futures, item->item->first_due_to);
    }
    arena_free(scratch);
}
