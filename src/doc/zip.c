/* ZIP archives in memory; see zip.h. Format: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.4.
 *
 * SPDX-License-Identifier: MIT */
#include "zip.h"

#include "base/limits.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define LOCAL_BYTES 30
#define ENTRY_BYTES 46
#define END_BYTES 22
#define STORED 0
#define DEFLATED 8
#define FREE_BYTES ((size_t)16 << 20) /* before the ratio is looked at */

struct entry {
    struct str name;
    size_t at, packed; /* of its local header; bytes of its packed content */
    size_t crc;
    unsigned method, flags;
};

struct zip {
    struct arena *arena;
    struct str bytes;
    struct entry *entries;
    size_t count, inflated;
};

struct zip_stream {
    struct zip *zip;
    const char *name;
    z_stream z;
    struct str stored;
    size_t packed, inflated;
    size_t wanted; /* the checksum that the directory has */
    uLong crc;     /* of what was read so far */
    bool is_deflated, ended;
};

static unsigned two(struct str b, size_t at) {
    const unsigned char *p = (const unsigned char *)b.p + at;
    return (unsigned)(p[0] | p[1] << 8);
}

static size_t four(struct str b, size_t at) {
    return (size_t)two(b, at) | (size_t)two(b, at + 2) << 16;
}

static bool is_at(struct str b, size_t at, const char magic[4]) {
    return at + 4 <= b.n && memcmp(b.p + at, magic, 4) == 0;
}

bool zip_is(struct str bytes) {
    return is_at(bytes, 0, "PK\3\4") || is_at(bytes, 0, "PK\5\6");
}

static bool broken(struct err *err) {
    err_set(err, ERR_INPUT, "is a broken ZIP archive, or was cut off");
    return err_hint(err, "Ask for the file again, or open and save it anew.");
}

static bool read_entry(struct zip *zip, size_t *at, struct err *err) {
    struct str b = zip->bytes;
    if (*at + ENTRY_BYTES > b.n || !is_at(b, *at, "PK\1\2")) return broken(err);
    size_t name = two(b, *at + 28);
    size_t all = ENTRY_BYTES + name + two(b, *at + 30) + two(b, *at + 32);
    if (all > b.n - *at) return broken(err);
    zip->entries[zip->count++] = (struct entry){.name = {b.p + *at + ENTRY_BYTES, name},
                                                .at = four(b, *at + 42),
                                                .packed = four(b, *at + 20),
                                                .crc = four(b, *at + 16),
                                                .method = two(b, *at + 10),
                                                .flags = two(b, *at + 8)};
    *at += all;
    return true;
}

struct zip *zip_open(struct arena *arena, struct str bytes, struct err *err) {
    struct zip *zip = ARENA_NEW(arena, struct zip, 1);
    zip->arena = arena;
    zip->bytes = bytes;
    if (bytes.n < END_BYTES) {
        broken(err);
        return NULL;
    }
    /* The end record is the last thing but for a comment of at most 65,535 bytes. */
    size_t end = bytes.n - END_BYTES, stop = end > 65535 ? end - 65535 : 0;
    while (end > stop && !is_at(bytes, end, "PK\5\6")) end--;
    if (!is_at(bytes, end, "PK\5\6")) {
        broken(err);
        return NULL;
    }
    size_t count = two(bytes, end + 10), at = four(bytes, end + 16);
    if (count > LIMIT_ZIP_ENTRIES) {
        err_set(err, ERR_TOO_LARGE, "has more than %zu files in it", LIMIT_ZIP_ENTRIES);
        return NULL;
    }
    if (at == 0xffffffff) {
        err_set(err, ERR_TOO_LARGE, "is a ZIP archive of the 64-bit kind");
        return NULL;
    }
    zip->entries = ARENA_NEW(arena, struct entry, count ? count : 1);
    for (size_t i = 0; i < count; i++)
        if (!read_entry(zip, &at, err)) return NULL;
    return zip;
}

static const struct entry *find(const struct zip *zip, const char *name) {
    for (size_t i = 0; i < zip->count; i++)
        if (str_is(zip->entries[i].name, name)) return &zip->entries[i];
    return NULL;
}

bool zip_has(const struct zip *zip, const char *name) {
    return find(zip, name) != NULL;
}

struct zip_stream *zip_stream_open(struct zip *zip, const char *name, struct err *err) {
    const struct entry *entry = find(zip, name);
    if (!entry) {
        err_set(err, ERR_NOT_FOUND, "has no part '%s'", name);
        return NULL;
    }
    struct str b = zip->bytes;
    if (entry->flags & 1) {
        err_set(err, ERR_INPUT, "has a password");
        err_hint(err, "Save it without one.");
        return NULL;
    }
    if (entry->at > b.n || b.n - entry->at < LOCAL_BYTES || !is_at(b, entry->at, "PK\3\4")) {
        broken(err);
        return NULL;
    }
    size_t start = entry->at + LOCAL_BYTES + two(b, entry->at + 26) + two(b, entry->at + 28);
    if (start > b.n || b.n - start < entry->packed) {
        broken(err);
        return NULL;
    }
    if (entry->method != STORED && entry->method != DEFLATED) {
        err_set(err, ERR_INPUT, "has a part '%s' that is packed in an unusual way", name);
        err_hint(err, "Open it, and save it anew.");
        return NULL;
    }
    struct zip_stream *stream = heap_new(1, sizeof *stream);
    stream->zip = zip;
    stream->name = name;
    stream->packed = entry->packed;
    stream->wanted = entry->crc;
    stream->stored = (struct str){b.p + start, entry->packed};
    stream->is_deflated = entry->method == DEFLATED;
    if (!stream->is_deflated) return stream;
    stream->z.next_in = (Bytef *)(uintptr_t)stream->stored.p;
    stream->z.avail_in = (uInt)entry->packed;
    if (inflateInit2(&stream->z, -MAX_WBITS) != Z_OK) {
        free(stream);
        err_set(err, ERR_BUG, "zlib does not begin");
        return NULL;
    }
    return stream;
}

static bool count_bytes(struct zip_stream *s, size_t got, struct err *err) {
    s->inflated += got;
    s->zip->inflated += got;
    bool bomb = s->inflated > FREE_BYTES && s->inflated / LIMIT_INFLATED_RATIO > s->packed;
    if (!bomb && s->zip->inflated <= LIMIT_INFLATED_BYTES) return true;
    if (bomb)
        err_set(err, ERR_TOO_LARGE,
                "has a part '%s' that unpacks to more than %d times its size: it is made to fill "
                "the memory",
                s->name, LIMIT_INFLATED_RATIO);
    else
        err_set(err, ERR_TOO_LARGE, "unpacks to more than %zu MB", LIMIT_INFLATED_BYTES >> 20);
    return false;
}

/* A damaged part can still unpack, into other words. */
static bool end_stream(struct zip_stream *s, struct err *err) {
    s->ended = true;
    if (s->crc == s->wanted) return true;
    err_set(err, ERR_INPUT, "has a damaged part '%s': its checksum does not fit", s->name);
    return err_hint(err, "Ask for the file again, or open and save it anew.");
}

bool zip_stream_read(struct zip_stream *s, char *to, size_t size, size_t *got, struct err *err) {
    *got = 0;
    if (s->ended) return true;
    bool last;
    if (s->is_deflated) {
        s->z.next_out = (Bytef *)to;
        s->z.avail_out = (uInt)size;
        int result = inflate(&s->z, Z_NO_FLUSH);
        *got = size - s->z.avail_out;
        last = result == Z_STREAM_END;
        if (result != Z_OK && result != Z_STREAM_END) return broken(err);
        if (*got == 0 && !last) return broken(err);
    } else {
        *got = s->stored.n < size ? s->stored.n : size;
        memcpy(to, s->stored.p, *got);
        s->stored.p += *got;
        s->stored.n -= *got;
        last = s->stored.n == 0;
    }
    s->crc = crc32(s->crc, (const Bytef *)to, (uInt)*got);
    return count_bytes(s, *got, err) && (!last || end_stream(s, err));
}

void zip_stream_close(struct zip_stream *stream) {
    if (!stream) return;
    if (stream->is_deflated) inflateEnd(&stream->z);
    free(stream);
}
