/* Unpacks arbitrary bytes: no crash, and never more than the limit.
 *
 * SPDX-License-Identifier: MIT */
#include "doc/gzip.h"

#include <stdint.h>
#include <stdlib.h>

#define LIMIT 100000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct err err = {0};
    char *bytes;
    size_t n;
    struct str packed = {(const char *)data, size};
    if (gzip_unpack(packed, LIMIT, arena, &bytes, &n, &err) && (n > LIMIT || bytes[n] != '\0'))
        abort();
    arena_free(arena);
    return 0;
}
