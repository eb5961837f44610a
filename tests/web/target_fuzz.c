/* The reader of request targets on any bytes: what it accepts is text, with distinct names.
 *
 * SPDX-License-Identifier: MIT */
#include "web/target.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct err err = {0};
    struct target t;
    if (target_read(arena, arena_copy(arena, (const char *)data, size), &t, &err)) {
        if (t.path[0] != '/' || t.count > TARGET_FIELDS) abort();
        for (size_t i = 0; i < t.count; i++) {
            const char *value = t.fields[i].value;
            if (!str_is_utf8(str_of(t.fields[i].name)) || !str_is_utf8(str_of(value))) abort();
            if (target_value(&t, t.fields[i].name) != value) abort();
            for (const char *p = value; *p; p++)
                if ((unsigned char)*p < 0x20) abort();
        }
    } else if (err.code != ERR_INPUT && err.code != ERR_TOO_LARGE) {
        abort();
    }
    arena_free(arena);
    return 0;
}
