/* Headers, compression and memory of answers; see reply.h.
 *
 * SPDX-License-Identifier: MIT */
#include "reply.h"

#include "base/hash.h"
#include "mhd.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define PACK_FROM_BYTES 1024
#define PACK_LEVEL 6
#define BUCKETS 1024u

static const struct {
    const char *name, *value;
} security_headers[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
     "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};

/* --- one reply -------------------------------------------------------------------------------- */

/* Letters, digits and .-_ only: a name comes from a package. */
static void add_file_name(struct MHD_Response *out, const char *name) {
    char text[256], plain[200];
    size_t n = 0;
    for (; name[n] && n < sizeof plain - 1; n++) {
        char c = name[n];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '.' || c == '-' || c == '_';
        plain[n] = good ? c : '_';
    }
    plain[n] = '\0';
    snprintf(text, sizeof text, "attachment; filename=\"%s\"", plain);
    mhd.MHD_add_response_header(out, "Content-Disposition", text);
}

static struct MHD_Response *respond(const struct http_response *response, const char *etag,
                                    const char *bytes, size_t n, bool packed, bool unchanged) {
    struct MHD_Response *out =
        mhd.MHD_create_response_from_buffer(n, (void *)(uintptr_t)bytes, MHD_RESPMEM_MUST_COPY);
    if (!out) return NULL;
    for (size_t i = 0; i < sizeof security_headers / sizeof security_headers[0]; i++)
        mhd.MHD_add_response_header(out, security_headers[i].name, security_headers[i].value);
    if (!unchanged) mhd.MHD_add_response_header(out, "Content-Type", response->type);
    mhd.MHD_add_response_header(out, "Cache-Control", response->keep ? "no-cache" : "no-store");
    if (response->keep) mhd.MHD_add_response_header(out, "Vary", "Accept-Encoding");
    if (etag[0]) mhd.MHD_add_response_header(out, "ETag", etag);
    if (packed) mhd.MHD_add_response_header(out, "Content-Encoding", "gzip");
    if (response->status == 405) mhd.MHD_add_response_header(out, "Allow", "GET, HEAD");
    if (response->location) mhd.MHD_add_response_header(out, "Location", response->location);
    if (response->file_name && !unchanged) add_file_name(out, response->file_name);
    return out;
}

/* gzip (RFC 1952); 0 when it does not help. *out is the heap's. */
static size_t pack(const char *bytes, size_t n, char **out) {
    z_stream stream = {0};
    if (n > UINT32_MAX / 2 ||
        deflateInit2(&stream, PACK_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    uLong most = deflateBound(&stream, (uLong)n);
    *out = heap_new(most, 1);
    stream.next_in = (Bytef *)(uintptr_t)bytes;
    stream.avail_in = (uInt)n;
    stream.next_out = (Bytef *)*out;
    stream.avail_out = (uInt)most;
    bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    size_t packed = stream.total_out;
    deflateEnd(&stream);
    if (done && packed < n) return packed;
    free(*out);
    return 0;
}

static bool packs(const char *type) {
    return strncmp(type, "text/", 5) == 0 || strncmp(type, "application/json", 16) == 0 ||
           strncmp(type, "image/svg", 9) == 0;
}

bool reply_make(const struct http_response *response, struct reply *reply) {
    const char *bytes = response->body.text;
    size_t n = response->body.length;
    *reply = (struct reply){.status = response->status, .plain_bytes = n};
    if (response->keep)
        snprintf(reply->etag, sizeof reply->etag, "\"%016llx\"",
                 (unsigned long long)hash_bytes(HASH_BEGIN, bytes, n));
    reply->plain = respond(response, reply->etag, bytes, n, false, false);
    if (response->keep) reply->unchanged = respond(response, reply->etag, "", 0, false, true);
    char *packed;
    size_t packed_bytes =
        n >= PACK_FROM_BYTES && packs(response->type) ? pack(bytes, n, &packed) : 0;
    if (packed_bytes) {
        reply->packed = respond(response, reply->etag, packed, packed_bytes, true, false);
        reply->packed_bytes = packed_bytes;
        free(packed);
    }
    if (reply->plain && (reply->unchanged || !response->keep)) return true;
    reply_release(reply);
    return false;
}

void reply_release(struct reply *reply) {
    if (reply->plain) mhd.MHD_destroy_response(reply->plain);
    if (reply->packed) mhd.MHD_destroy_response(reply->packed);
    if (reply->unchanged) mhd.MHD_destroy_response(reply->unchanged);
    *reply = (struct reply){0};
}

static bool etag_matches(const char *sent, const char *etag) {
    if (!sent || !etag[0]) return false;
    if (strcmp(sent, "*") == 0) return true;
    struct str rest = str_of(sent), part;
    while (str_split(&rest, ',', &part)) {
        part = str_trim(part);
        if (part.n > 2 && memcmp(part.p, "W/", 2) == 0) part.p += 2, part.n -= 2;
        if (str_is(part, etag)) return true;
    }
    return false;
}

/* Whether the client takes gzip: named, and not with q=0 (RFC 9110, 12.5.3). */
static bool takes_gzip(const char *sent) {
    if (!sent) return false;
    struct str rest = str_of(sent), part;
    while (str_split(&rest, ',', &part)) {
        struct str name;
        if (!str_split(&part, ';', &name) || !str_is(str_trim(name), "gzip")) continue;
        part = str_trim(part);
        return !(part.n >= 3 && part.p[0] == 'q' && part.p[2] == '0' &&
                 strspn(part.p + 2, "0.") >= part.n - 2);
    }
    return false;
}

enum MHD_Result reply_send(const struct reply *reply, struct MHD_Connection *connection,
                           int *status, size_t *bytes) {
    struct MHD_Response *form = reply->plain;
    *status = reply->status;
    *bytes = reply->plain_bytes;
    if (reply->unchanged &&
        etag_matches(mhd.MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match"),
                     reply->etag)) {
        form = reply->unchanged;
        *status = 304;
        *bytes = 0;
    } else if (reply->packed && takes_gzip(mhd.MHD_lookup_connection_value(
                                    connection, MHD_HEADER_KIND, "Accept-Encoding"))) {
        form = reply->packed;
        *bytes = reply->packed_bytes;
    }
    return mhd.MHD_queue_response(connection, (unsigned)*status, form);
}

/* --- those remembered ------------------------------------------------------------------------- */

struct kept {
    struct kept *next_in_bucket, *newer, *older;
    char *target;
    size_t bytes;
    uint64_t hash;
    struct reply reply;
};

struct replies {
    pthread_mutex_t lock;
    struct kept *buckets[BUCKETS], *newest, *oldest;
    size_t count, bytes, most_bytes;
    uint64_t generation, answered;
};

struct replies *replies_new(size_t most_bytes) {
    struct replies *replies = heap_new(1, sizeof *replies);
    *replies = (struct replies){.most_bytes = most_bytes};
    pthread_mutex_init(&replies->lock, NULL);
    return replies;
}

static void unlink_kept(struct replies *replies, struct kept *kept) {
    *(kept->newer ? &kept->newer->older : &replies->newest) = kept->older;
    *(kept->older ? &kept->older->newer : &replies->oldest) = kept->newer;
}

static void make_newest(struct replies *replies, struct kept *kept) {
    kept->newer = NULL;
    kept->older = replies->newest;
    *(replies->newest ? &replies->newest->newer : &replies->oldest) = kept;
    replies->newest = kept;
}

static void drop(struct replies *replies, struct kept *kept) {
    struct kept **at = &replies->buckets[kept->hash % BUCKETS];
    while (*at != kept) at = &(*at)->next_in_bucket;
    *at = kept->next_in_bucket;
    unlink_kept(replies, kept);
    replies->count--;
    replies->bytes -= kept->bytes;
    reply_release(&kept->reply);
    free(kept->target);
    free(kept);
}

static struct kept *find(struct replies *replies, const char *target, uint64_t hash) {
    struct kept *kept = replies->buckets[hash % BUCKETS];
    while (kept && (kept->hash != hash || strcmp(kept->target, target) != 0))
        kept = kept->next_in_bucket;
    return kept;
}

bool replies_send(struct replies *replies, const char *target, struct MHD_Connection *connection,
                  int *status, size_t *bytes, enum MHD_Result *result) {
    uint64_t hash = hash_bytes(HASH_BEGIN, target, strlen(target));
    pthread_mutex_lock(&replies->lock);
    struct kept *kept = find(replies, target, hash);
    if (kept) {
        unlink_kept(replies, kept);
        make_newest(replies, kept);
        replies->answered++;
        *result = reply_send(&kept->reply, connection, status, bytes);
    }
    pthread_mutex_unlock(&replies->lock);
    return kept != NULL;
}

uint64_t replies_generation(struct replies *replies) {
    pthread_mutex_lock(&replies->lock);
    uint64_t generation = replies->generation;
    pthread_mutex_unlock(&replies->lock);
    return generation;
}

void replies_keep(struct replies *replies, const char *target, uint64_t generation,
                  struct reply *reply) {
    size_t n = strlen(target), bytes = reply->plain_bytes + reply->packed_bytes + n + 2048;
    uint64_t hash = hash_bytes(HASH_BEGIN, target, n);
    pthread_mutex_lock(&replies->lock);
    if (generation != replies->generation || bytes > replies->most_bytes / 8 ||
        find(replies, target, hash)) {
        pthread_mutex_unlock(&replies->lock);
        reply_release(reply);
        return;
    }
    while (replies->oldest && replies->bytes + bytes > replies->most_bytes)
        drop(replies, replies->oldest);
    struct kept *kept = heap_new(1, sizeof *kept);
    *kept = (struct kept){.bytes = bytes, .hash = hash, .reply = *reply};
    kept->target = heap_new(n + 1, 1);
    memcpy(kept->target, target, n + 1);
    kept->next_in_bucket = replies->buckets[hash % BUCKETS];
    replies->buckets[hash % BUCKETS] = kept;
    make_newest(replies, kept);
    replies->count++;
    replies->bytes += bytes;
    pthread_mutex_unlock(&replies->lock);
    *reply = (struct reply){0};
}

void replies_clear(struct replies *replies) {
    pthread_mutex_lock(&replies->lock);
    replies->generation++;
    while (replies->oldest) drop(replies, replies->oldest);
    pthread_mutex_unlock(&replies->lock);
}

void replies_free(struct replies *replies) {
    replies_clear(replies);
    pthread_mutex_destroy(&replies->lock);
    free(replies);
}

void replies_counts(struct replies *replies, size_t *count, size_t *bytes, uint64_t *answered) {
    pthread_mutex_lock(&replies->lock);
    *count = replies->count;
    *bytes = replies->bytes;
    *answered = replies->answered;
    pthread_mutex_unlock(&replies->lock);
}
