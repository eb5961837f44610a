/* Whether a document whose plan is not said seems to be the next version of a plan that is there:
 * at least half of that plan's items are in it, word by word. See merge.h.
 *
 * SPDX-License-Identifier: MIT */
#include "merge_parts.h"

#include "heading.h"

#include <stdlib.h>
#include <string.h>

/* One item alone, such as 'Recruit', says nothing of a plan. */
#define FEWEST_SAME 2

static int by_words(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Kind and words, without case, marks and spaces that say nothing. */
static const char *key(struct arena *arena, const char *kind, const char *title) {
    return arena_printf(arena, "%s %s", kind, heading_words(str_of(title), arena));
}

static const char **keys_of(const struct proposal *p, struct arena *arena, size_t *count) {
    const char **keys = ARENA_NEW(arena, const char *, p->count + 1);
    *count = 0;
    for (size_t i = 0; i < p->count; i++)
        if (p->items[i]->kind != PROPOSAL_THEME)
            keys[(*count)++] =
                key(arena, proposal_kind_text(p->items[i]->kind), p->items[i]->title);
    if (*count) qsort(keys, *count, sizeof *keys, by_words);
    return keys;
}

/* Keeps the plan that was counted, where more of it is in the document than of the one before. */
static void keep_best(struct merge_alike *best, const struct merge_alike *counted) {
    if (counted->same < FEWEST_SAME || counted->same * 2 < counted->items) return;
    if (!best->plan || counted->same * best->items > best->same * counted->items) *best = *counted;
}

bool merge_find_alike(struct merging *m, struct err *err) {
    struct query *q = query_new(
        m->db,
        "SELECT p.id, p.title, x.kind, x.title FROM plan p JOIN (SELECT plan, 'recommendation' AS "
        "kind, title FROM recommendation UNION ALL SELECT plan, 'action', title FROM action UNION "
        "ALL SELECT g.plan, 'milestone', s.title FROM milestone s JOIN programme g ON g.id = "
        "s.programme) x ON x.plan = p.id ORDER BY p.row_no, p.id",
        err);
    if (!q) return false;
    struct arena *arena = arena_new(), *scratch = arena_new();
    size_t count;
    const char **keys = keys_of(m->proposal, arena, &count);
    struct merge_alike best = {0}, counted = {0};
    while (query_next(q)) {
        const char *plan = query_text(q, 0), *title = query_text(q, 1), *kind = query_text(q, 2),
                   *item = query_text(q, 3);
        if (!plan || !title || !kind || !item) continue;
        if (!counted.plan || strcmp(counted.plan, plan) != 0) {
            keep_best(&best, &counted);
            counted = (struct merge_alike){.plan = arena_string(m->arena, plan),
                                           .title = arena_string(m->arena, title)};
        }
        const char *wanted = key(scratch, kind, item);
        counted.items++;
        counted.same += count && bsearch(&wanted, keys, count, sizeof *keys, by_words) ? 1u : 0u;
        arena_reset(scratch);
    }
    keep_best(&best, &counted);
    m->out->alike = best;
    arena_free(scratch);
    arena_free(arena);
    return query_free(q, err);
}
