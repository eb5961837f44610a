/* Texts kept once; see names.h. Open addressing, at most half full; FNV-1a (Fowler, Noll,
 * Vo).
 *
 * SPDX-License-Identifier: MIT */
#include "names.h"

#include <string.h>

#define FIRST_SLOTS 64

struct names names_new(struct arena *arena) {
    struct names names = {.arena = arena, .slot_count = FIRST_SLOTS};
    names.slots = ARENA_NEW(arena, uint32_t, names.slot_count);
    return names;
}

static size_t slot_of(const struct names *names, struct str text) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < text.n; i++)
        hash = (hash ^ (unsigned char)text.p[i]) * UINT64_C(1099511628211);
    size_t slot = (size_t)(hash ^ hash >> 32) & (names->slot_count - 1);
    for (; names->slots[slot]; slot = (slot + 1) & (names->slot_count - 1)) {
        const char *known = names->texts[names->slots[slot] - 1];
        if (strncmp(known, text.p, text.n) == 0 && known[text.n] == '\0') break;
    }
    return slot;
}

static void grow(struct names *names) {
    names->slot_count *= 2;
    names->slots = ARENA_NEW(names->arena, uint32_t, names->slot_count);
    for (size_t i = 0; i < names->count; i++)
        names->slots[slot_of(names, str_of(names->texts[i]))] = (uint32_t)i + 1;
}

size_t names_add(struct names *names, struct str text, bool *added) {
    size_t slot = slot_of(names, text);
    *added = names->slots[slot] == 0;
    if (!*added) return names->slots[slot] - 1;
    if (names->count == names->capacity) {
        size_t capacity = names->capacity ? 2 * names->capacity : 64;
        const char **texts = ARENA_NEW(names->arena, const char *, capacity);
        if (names->count) memcpy(texts, names->texts, names->count * sizeof *texts);
        names->texts = texts;
        names->capacity = capacity;
    }
    names->texts[names->count++] = arena_copy(names->arena, text.p, text.n);
    names->slots[slot] = (uint32_t)names->count;
    if (2 * names->count > names->slot_count) grow(names);
    return names->count - 1;
}

size_t names_find(const struct names *names, struct str text) {
    size_t slot = slot_of(names, text);
    return names->slots[slot] ? names->slots[slot] - 1 : SIZE_MAX;
}
