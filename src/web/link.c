/* Makes addresses; see link.h.
 *
 * SPDX-License-Identifier: MIT */
#include "link.h"

#include "put.h"
#include "route.h"
#include "views.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *table, *prefix;
} own_pages[] = {
    {"recommendation", "/plan/items/"}, {"action", "/plan/items/"},
    {"milestone", "/plan/items/"},      {"programme", "/plan/items/"},
    {"measure", "/measures/"},          {"setting", "/system/settings/"},
};

const char *link_to(struct arena *arena, const char *prefix, const char *id) {
    struct buf out = buf_new(arena);
    buf_puts(&out, prefix);
    put_url(&out, id);
    return out.text;
}

const char *link_line(struct arena *arena, const char *table, int64_t line) {
    return arena_printf(arena, "/data/%s?row=%lld#line-%lld", table, (long long)line,
                        (long long)line);
}

const char *link_row(struct arena *arena, const char *table, const char *key, int64_t line) {
    for (size_t i = 0; key && i < sizeof own_pages / sizeof own_pages[0]; i++)
        if (strcmp(own_pages[i].table, table) == 0) return link_to(arena, own_pages[i].prefix, key);
    return link_line(arena, table, line);
}

const char *link_reference(struct arena *arena, const char *tables, const char *id) {
    for (size_t i = 0; i < sizeof own_pages / sizeof own_pages[0]; i++)
        if (strcmp(own_pages[i].table, tables) == 0) return link_to(arena, own_pages[i].prefix, id);
    if (strncmp(tables, "recommendation action milestone programme", 41) == 0)
        return link_to(arena, "/plan/items/", id);
    char first[64];
    snprintf(first, sizeof first, "%.*s", (int)strcspn(tables, " "), tables);
    struct buf out = buf_new(arena);
    buf_printf(&out, "/data/%s?q=", first);
    put_url(&out, id);
    return out.text;
}

/* 1, ..., around the page, ..., last. */
static bool is_listed(size_t number, size_t page, size_t pages) {
    return number == 1 || number == pages || (number + 2 >= page && number <= page + 2);
}

const struct view_pagination *link_pages(const struct visit *visit, size_t total, size_t size,
                                         size_t page) {
    size_t pages = (total + size - 1) / size;
    if (pages < 2) return NULL;
    struct view_pagination *out = ARENA_NEW(visit->arena, struct view_pagination, 1);
    struct view_page_number *items = ARENA_NEW(visit->arena, struct view_page_number, 9);
    size_t count = 0;
    bool gap = false;
    for (size_t n = 1; n <= pages; n++) {
        bool listed = is_listed(n, page, pages);
        if (!listed && gap) continue;
        gap = !listed;
        const char *text = arena_printf(visit->arena, "%zu", n);
        items[count++] =
            (struct view_page_number){.number = n,
                                      .href = visit_link(visit, "page", n == 1 ? NULL : text),
                                      .current = n == page,
                                      .gap = gap};
    }
    *out = (struct view_pagination){.items = items, .items_count = count};
    if (page > 1)
        out->previous = visit_link(visit, "page",
                                   page == 2 ? NULL : arena_printf(visit->arena, "%zu", page - 1));
    if (page < pages)
        out->next = visit_link(visit, "page", arena_printf(visit->arena, "%zu", page + 1));
    return out;
}

struct link_part link_part(const struct visit *visit, size_t total, size_t size) {
    size_t pages = (total + size - 1) / size, page = visit_count(visit, "page", 1);
    if (page > pages) page = pages;
    if (!page) page = 1;
    size_t from = (page - 1) * size;
    return (struct link_part){.from = from,
                              .count = total - from < size ? total - from : size,
                              .pages = link_pages(visit, total, size, page)};
}
