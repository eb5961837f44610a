/* Memory by lifetime; see arena.h.
 *
 * SPDX-License-Identifier: MIT */
#include "arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define FIRST_BLOCK_BYTES ((size_t)16 << 10)
#define LARGEST_STEP_BYTES ((size_t)8 << 20)
#define HUGE_PAGE_BYTES ((uintptr_t)2 << 20)

struct block {
    struct block *next;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct block *blocks; /* the newest first */
};

static void out_of_memory(size_t bytes) {
    fprintf(stderr, "weft: out of memory: %zu more bytes were not to be had\n", bytes);
    exit(2);
}

static size_t total(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 2)
        out_of_memory(SIZE_MAX);
    return bytes;
}

void *heap_new(size_t count, size_t size) {
    size_t bytes = total(count, size);
    void *memory = calloc(1, bytes ? bytes : 1);
    if (!memory) out_of_memory(bytes);
    return memory;
}

void *heap_grow(void *memory, size_t count, size_t size) {
    size_t bytes = total(count, size);
    void *grown = realloc(memory, bytes ? bytes : 1);
    if (!grown) out_of_memory(bytes);
    return grown;
}

struct arena *arena_new(void) {
    return heap_new(1, sizeof(struct arena));
}

void arena_reset(struct arena *arena) {
    struct block *largest = NULL;
    for (struct block *b = arena->blocks; b; b = b->next)
        if (!largest || b->size > largest->size) largest = b;
    for (struct block *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        if (b != largest) free(b);
    }
    if (largest) {
        largest->next = NULL;
        memset(largest->bytes, 0, largest->used);
        largest->used = 0;
    }
    arena->blocks = largest;
}

void arena_free(struct arena *arena) {
    if (!arena) return;
    for (struct block *b = arena->blocks, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(arena);
}

/* Large blocks come in large pages where the system has them: a fault every 4 kB was a fifth of an
 * import. Where it has none, nothing is lost. */
static void prefer_huge_pages(struct block *block) {
    uintptr_t from = ((uintptr_t)block + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
    uintptr_t to = ((uintptr_t)block->bytes + block->size) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
    if (from < to) (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
}

void *arena_alloc(struct arena *arena, size_t count, size_t size) {
    size_t align = alignof(max_align_t);
    size_t bytes = total(count, size);
    bytes = (bytes + align - 1) / align * align;
    struct block *block = arena->blocks;
    if (!block || block->size - block->used < bytes) {
        size_t step = block ? block->size * 2 : FIRST_BLOCK_BYTES;
        if (step > LARGEST_STEP_BYTES) step = LARGEST_STEP_BYTES;
        if (step < bytes) step = bytes;
        block = heap_new(1, sizeof(struct block) + step);
        block->size = step;
        block->next = arena->blocks;
        arena->blocks = block;
        prefer_huge_pages(block);
    }
    void *memory = block->bytes + block->used;
    block->used += bytes;
    return memory;
}

char *arena_copy(struct arena *arena, const char *text, size_t length) {
    char *copy = arena_alloc(arena, length + 1, 1);
    if (length) memcpy(copy, text, length);
    return copy;
}

char *arena_string(struct arena *arena, const char *text) {
    return arena_copy(arena, text, strlen(text));
}

char *arena_printf(struct arena *arena, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = arena_alloc(arena, n < 0 ? 1 : (size_t)n + 1, 1);
    if (n > 0) vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    return text;
}
