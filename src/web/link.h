/* Addresses of things: where a row, an item, a measure is read.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

/* The page of a row: its own page where the site has one (items of the plan, measures, settings),
 * else its line in the page of its table. key is its id, or NULL. */
const char *link_row(struct arena *arena, const char *table, const char *key, int64_t line);

/* The page of whatever a reference to one of these tables (separated by spaces) names. */
const char *link_reference(struct arena *arena, const char *tables, const char *id);

/* A line of a table's page. */
const char *link_line(struct arena *arena, const char *table, int64_t line);

/* PREFIX and the id, escaped: link_to(arena, "/measures/", id). */
const char *link_to(struct arena *arena, const char *prefix, const char *id);

/* The pages of a list of total things, size a page, of which `page` (from 1) is shown; NULL when
 * there is only one. */
struct visit;
struct view_pagination;
const struct view_pagination *link_pages(const struct visit *visit, size_t total, size_t size,
                                         size_t page);

/* The part of a list of total things that the address asks for by its field `page`, size a page:
 * the first of them, how many, and the links to the others. The last page where it asks for one
 * behind. */
struct link_part {
    size_t from, count;
    const struct view_pagination *pages;
};
struct link_part link_part(const struct visit *visit, size_t total, size_t size);
