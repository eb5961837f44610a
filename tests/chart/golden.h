/* Golden files of charts: SVG and tables as text, kept in tests/chart/golden. WEFT_UPDATE_GOLDEN=1
 * in the environment (`./test --update`) rewrites them instead.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/file.h"
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *golden_folder;

/* Fails where the text is not that of the kept file; what came is put beside the test. */
static inline void golden_check(const char *name, const struct buf *out) {
    struct arena *arena = arena_new();
    struct err err = {0};
    const char *path = arena_printf(arena, "%s/%s", golden_folder, name);
    struct str text = {out->text, out->length};
    char *kept = NULL;
    size_t length = 0;
    if (getenv("WEFT_UPDATE_GOLDEN") && *getenv("WEFT_UPDATE_GOLDEN")) {
        if (!file_replace(path, text, &err)) fail_msg("%s", err.message);
    } else if (!file_read(arena, path, 1 << 24, &kept, &length, &err)) {
        fail_msg("%s (./test --update makes it)", err.message);
    } else if (length != text.n || memcmp(kept, text.p, length) != 0) {
        const char *came = arena_printf(arena, "%s.came", name);
        if (!file_replace(came, text, &err)) fail_msg("%s", err.message);
        fail_msg("%s has changed; what came is in %s. If it is right: ./test --update", name, came);
    }
    arena_free(arena);
}
