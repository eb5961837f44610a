/* gzip; see gzip.h.
 *
 * SPDX-License-Identifier: MIT */
#include "gzip.h"

#include "base/file.h"
#include "base/limits.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

#define FREE_BYTES ((size_t)16 << 20)
#define FIRST_BYTES ((size_t)64 << 10)

bool gzip_is(struct str bytes) {
    return bytes.n > 2 && memcmp(bytes.p, "\x1f\x8b\x08", 3) == 0;
}

/* The last four bytes say how long the last member is; believed as a first guess only. */
static size_t guess(struct str packed, size_t most) {
    const unsigned char *end = (const unsigned char *)packed.p + packed.n;
    size_t said = packed.n < 18 ? 0
                                : (size_t)end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 |
                                      (size_t)end[-1] << 24;
    if (said < FIRST_BYTES) said = FIRST_BYTES;
    return said < most ? said : most;
}

static bool too_large(size_t limit, size_t most, struct err *err) {
    if (most == limit)
        return err_set(err, ERR_TOO_LARGE, "unpacks to more than %zu MB", limit >> 20);
    return err_set(err, ERR_TOO_LARGE,
                   "unpacks to more than %d times its size: it is made to fill the memory",
                   LIMIT_INFLATED_RATIO);
}

static bool broken(struct err *err) {
    err_set(err, ERR_INPUT, "is packed with gzip, and broken");
    return err_hint(err, "Download it again, or unpack it with `gunzip`.");
}

static bool unpack(z_stream *z, size_t limit, size_t most, size_t room, struct arena *arena,
                   char **bytes, size_t *length, struct err *err) {
    char *text = arena_alloc(arena, room + 1, 1);
    size_t n = 0;
    for (;;) {
        if (n == room) {
            /* One byte more tells the end from a file that goes on. */
            size_t larger = room > most / 2 ? most + 1 : 2 * room;
            if (n > most) return too_large(limit, most, err);
            char *more = arena_alloc(arena, larger + 1, 1);
            memcpy(more, text, n);
            text = more;
            room = larger;
        }
        z->next_out = (Bytef *)text + n;
        z->avail_out = (uInt)(room - n);
        int result = inflate(z, Z_NO_FLUSH);
        n = room - z->avail_out;
        if (result == Z_STREAM_END && z->avail_in == 0) break;
        if (result == Z_STREAM_END && inflateReset(z) != Z_OK) return broken(err);
        if (result != Z_OK && result != Z_STREAM_END && n < room) return broken(err);
    }
    if (n > most) return too_large(limit, most, err);
    *bytes = text;
    *length = n;
    return true;
}

bool gzip_unpack(struct str packed, size_t limit, struct arena *arena, char **bytes, size_t *length,
                 struct err *err) {
    size_t most =
        packed.n > SIZE_MAX / LIMIT_INFLATED_RATIO ? limit : packed.n * LIMIT_INFLATED_RATIO;
    if (most < FREE_BYTES) most = FREE_BYTES;
    if (most > limit) most = limit;
    z_stream z = {.next_in = (Bytef *)(uintptr_t)packed.p, .avail_in = (uInt)packed.n};
    if (packed.n > UINT32_MAX / 4 || most > UINT32_MAX / 4) return too_large(limit, limit, err);
    if (inflateInit2(&z, 16 + MAX_WBITS) != Z_OK)
        return err_set(err, ERR_BUG, "zlib does not begin");
    bool ok = unpack(&z, limit, most, guess(packed, most), arena, bytes, length, err);
    inflateEnd(&z);
    return ok;
}

bool gzip_file_read(struct arena *arena, const char *path, size_t limit, char **bytes,
                    size_t *length, struct err *err) {
    char *read;
    size_t n;
    if (!file_read(arena, path, limit, &read, &n, err)) return false;
    struct str packed = {read, n};
    if (gzip_is(packed))
        return gzip_unpack(packed, limit, arena, bytes, length, err) ||
               err_context(err, "%s", path);
    *bytes = read;
    *length = n;
    return true;
}
