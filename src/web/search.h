/* Search over everything: every text of every row, by words (SQLite FTS5).
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/arena.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#define SEARCH_HITS 100

/* Adds the index to a copy of a package. */
MUST_CHECK bool search_build(sqlite3 *db, struct err *err);

struct search_hit {
    const char *table, *title, *text; /* title: the row's, or its key; text: around the words */
    const char *key;                  /* the row's id, or NULL */
    int64_t line;
};

/* Rows that contain every word, or words that begin with it; best first, at most SEARCH_HITS.
 * *total counts all. */
MUST_CHECK bool search_find(sqlite3 *db, const char *words, struct arena *arena,
                            struct search_hit **hits, size_t *count, size_t *total,
                            struct err *err);
