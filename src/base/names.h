/* A set of texts that come again and again, as names in a column do: each kept once and numbered.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "text.h"

#include <stdint.h>

struct names {
    struct arena *arena;
    const char **texts; /* [count]; NUL-terminated */
    size_t count, capacity;
    uint32_t *slots; /* 1 + number; 0: free */
    size_t slot_count;
};

/* An empty set; its texts live as long as the arena. */
struct names names_new(struct arena *arena);

/* The number of a text, from 0; *added says whether it is new. */
size_t names_add(struct names *names, struct str text, bool *added);

/* SIZE_MAX when it is not there. */
size_t names_find(const struct names *names, struct str text);
