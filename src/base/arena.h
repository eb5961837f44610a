/* Memory by lifetime: a command, a request, an import, a replication each have an arena; nothing in
 * it is freed singly. Running out of memory ends the process with a sentence.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "err.h"

#include <stddef.h>

struct arena;

struct arena *arena_new(void);

/* Forgets everything in it; keeps its largest block for use again. */
void arena_reset(struct arena *arena);

/* NULL is allowed. */
void arena_free(struct arena *arena);

/* Zeroed memory for count things of size bytes, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);
#define ARENA_NEW(arena, type, count) ((type *)arena_alloc((arena), (count), sizeof(type)))

/* Copies: the text ends with a NUL byte that is not counted. */
char *arena_copy(struct arena *arena, const char *text, size_t length);
char *arena_string(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

/* The heap, for what outlives an arena: as malloc, calloc and realloc, but never NULL and checked
 * for overflow. */
void *heap_new(size_t count, size_t size);
void *heap_grow(void *memory, size_t count, size_t size);
