/* Items that wait for each other in a circle; see check.h.
 *
 * SPDX-License-Identifier: MIT */
#include "check_parts.h"

#include "rules.h"

#include <stdlib.h>
#include <string.h>

struct link {
    size_t row; /* of dependency; 0: `to` is a programme or recommendation, `from` a part of it */
    const char *from, *to; /* to waits for from */
    size_t from_at, to_at; /* as numbers */
    bool told;             /* or in no circle */
};

struct names {
    const char **items; /* sorted, each once */
    size_t count;
};

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t number_of(const struct names *names, const char *id) {
    const char **at = bsearch(&id, names->items, names->count, sizeof *names->items, by_text);
    return (size_t)(at - names->items);
}

static void number_all(struct link *links, size_t n, struct names *names, struct arena *arena) {
    names->items = ARENA_NEW(arena, const char *, 2 * n);
    for (size_t i = 0; i < n; i++) {
        names->items[2 * i] = links[i].from;
        names->items[2 * i + 1] = links[i].to;
    }
    qsort(names->items, 2 * n, sizeof *names->items, by_text);
    for (size_t i = 0; i < 2 * n; i++)
        if (i == 0 || strcmp(names->items[i], names->items[names->count - 1]) != 0)
            names->items[names->count++] = names->items[i];
    for (size_t i = 0; i < n; i++) {
        links[i].from_at = number_of(names, links[i].from);
        links[i].to_at = number_of(names, links[i].to);
    }
}

/* Links by the item that they lead from: heads[item] and next[link], n where there is none. */
struct chain {
    size_t *heads, *next;
};

/* Takes out the links that lie in no circle, as long as one end has nothing before it (or, the
 * other way round, after it): what is left is mostly circles, and a plan without any costs one
 * pass. */
static void prune(struct link *links, size_t n, size_t items, bool forward, struct arena *arena) {
    size_t *degree = ARENA_NEW(arena, size_t, items), *queue = ARENA_NEW(arena, size_t, items);
    size_t *heads = ARENA_NEW(arena, size_t, items), *next = ARENA_NEW(arena, size_t, n);
    size_t head = 0, tail = 0;
    for (size_t i = 0; i < items; i++) heads[i] = n;
    for (size_t l = 0; l < n; l++) {
        size_t near = forward ? links[l].from_at : links[l].to_at;
        if (links[l].told) continue;
        degree[forward ? links[l].to_at : links[l].from_at]++;
        next[l] = heads[near];
        heads[near] = l;
    }
    for (size_t i = 0; i < items; i++)
        if (degree[i] == 0) queue[tail++] = i;
    while (head < tail)
        for (size_t l = heads[queue[head++]]; l < n; l = next[l]) {
            size_t far = forward ? links[l].to_at : links[l].from_at;
            links[l].told = true;
            if (--degree[far] == 0) queue[tail++] = far;
        }
}

/* The shortest way from where the link leads back to where it comes from, by breadth. via[item] is
 * the link by which it was reached. */
static bool way_back(const struct link *links, size_t n, const struct chain *chain, size_t first,
                     size_t *via, size_t *queue, size_t items) {
    size_t head = 0, tail = 0, goal = links[first].from_at;
    for (size_t i = 0; i < items; i++) via[i] = n;
    queue[tail++] = links[first].to_at;
    via[links[first].to_at] = first;
    while (head < tail) {
        size_t at = queue[head++];
        if (at == goal) return true;
        for (size_t l = chain->heads[at]; l < n; l = chain->next[l]) {
            if (via[links[l].to_at] != n) continue;
            via[links[l].to_at] = l;
            queue[tail++] = links[l].to_at;
        }
    }
    return false;
}

/* a -> b -> c -> a, beginning with the link's own two ends; marks the links as told. */
static void tell(struct link *links, size_t first, const size_t *via, size_t length_max,
                 struct findings *findings) {
    struct buf out = buf_new(findings->arena);
    const char **back = ARENA_NEW(findings->arena, const char *, length_max);
    size_t n = 0, at = links[first].from_at;
    while (via[at] != first) {
        links[via[at]].told = true;
        back[n++] = links[via[at]].to;
        at = links[via[at]].from_at;
    }
    links[first].told = true;
    buf_printf(&out, "%s -> %s", links[first].from, links[first].to);
    while (n > 0) buf_printf(&out, " -> %s", back[--n]);
    rules_add(findings, "P08", "dependency", links[first].row, NULL,
              "each waits for the one before it, in a circle: %s", out.text);
}

bool check_circles(sqlite3 *db, struct findings *findings, struct err *err) {
    struct query *q = query_new(
        db,
        "WITH link AS (SELECT row_no, predecessor, successor FROM dependency WHERE kind = 'requires' "
        "AND predecessor IS NOT NULL AND successor IS NOT NULL), part AS (SELECT id, programme whole "
        "FROM milestone UNION ALL SELECT id, programme FROM action UNION ALL SELECT id, "
        "recommendation FROM action) SELECT *, count(*) OVER () FROM (SELECT * FROM link UNION ALL "
        "SELECT 0, id, whole FROM part WHERE whole IN (SELECT predecessor FROM link) AND id IN "
        "(SELECT successor FROM link) ORDER BY 1)",
        err);
    if (!q) return false;
    struct arena *arena = arena_new();
    struct link *links = NULL;
    size_t n = 0;
    while (query_next(q)) {
        if (!links) links = ARENA_NEW(arena, struct link, (size_t)query_integer(q, 3, 0));
        links[n++] = (struct link){.row = (size_t)query_integer(q, 0, 0),
                                   .from = arena_string(arena, query_text(q, 1)),
                                   .to = arena_string(arena, query_text(q, 2))};
    }
    bool ok = query_free(q, err);
    if (ok && n > 0) {
        struct names names = {0};
        number_all(links, n, &names, arena);
        struct chain chain = {ARENA_NEW(arena, size_t, names.count), ARENA_NEW(arena, size_t, n)};
        for (size_t i = 0; i < names.count; i++) chain.heads[i] = n;
        for (size_t l = n; l-- > 0;) {
            chain.next[l] = chain.heads[links[l].from_at];
            chain.heads[links[l].from_at] = l;
        }
        prune(links, n, names.count, true, arena);
        prune(links, n, names.count, false, arena);
        size_t *via = ARENA_NEW(arena, size_t, names.count);
        size_t *queue = ARENA_NEW(arena, size_t, names.count);
        for (size_t l = 0; l < n; l++)
            if (links[l].row && !links[l].told &&
                way_back(links, n, &chain, l, via, queue, names.count))
                tell(links, l, via, names.count + 1, findings);
    }
    arena_free(arena);
    return ok;
}
