/* Reads arbitrary bytes as a cell of deadlines: no crash, and days that are in order.
 *
 * SPDX-License-Identifier: MIT */
#include "plan/deadline.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    struct arena *arena = arena_new();
    int32_t start = data[0] & 1 ? date_of(2016, 10, 21) + data[1] : DATE_NONE;
    const struct deadline_context context = {start, start,
                                             data[0] & 2 ? date_of(2021, 3, 31) : DATE_NONE};
    struct deadline_cell cell;
    deadline_read_cell((struct str){(const char *)data + 2, size - 2}, &context, arena, &cell);
    if (cell.count == 0) abort();
    for (size_t i = 0; i < cell.count; i++) {
        const struct deadline *d = &cell.parts[i].deadline;
        if (d->from != DATE_NONE && d->to != DATE_NONE && d->from > d->to) abort();
        if (d->reading_count == 1) abort();
        if (d->reading_count && deadline_certain(d)) abort();
    }
    arena_free(arena);
    return 0;
}
