/* What goes out: an answer with its headers, plain and compressed, and those remembered.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "http.h"

#include <microhttpd.h>

/* An answer in the three forms in which it may be given; NULL where there is no such form. */
struct reply {
    struct MHD_Response *plain, *packed, *unchanged; /* unchanged: 304 */
    size_t plain_bytes, packed_bytes;
    int status;
    char etag[24]; /* "" for what is not kept */
};

/* Makes the forms; false when there is no memory. */
MUST_CHECK bool reply_make(const struct http_response *response, struct reply *reply);
void reply_release(struct reply *reply);

/* Queues the form that the client's headers ask for; *status and *bytes are those sent. */
enum MHD_Result reply_send(const struct reply *reply, struct MHD_Connection *connection,
                           int *status, size_t *bytes);

/* Remembered replies, by target, the least lately used ones dropped beyond a number of bytes. All
 * calls may come from any thread. */
struct replies;
struct replies *replies_new(size_t most_bytes);
void replies_free(struct replies *replies);

/* Sends the one remembered for the target, if there is one. */
bool replies_send(struct replies *replies, const char *target, struct MHD_Connection *connection,
                  int *status, size_t *bytes, enum MHD_Result *result);

/* A number that replies_clear changes: what was begun before it must not be remembered after. */
uint64_t replies_generation(struct replies *replies);

/* Takes the reply over, or releases it when it is too large or too old. */
void replies_keep(struct replies *replies, const char *target, uint64_t generation,
                  struct reply *reply);
void replies_clear(struct replies *replies);

/* How many are remembered, their bytes, and how many requests they answered. */
void replies_counts(struct replies *replies, size_t *count, size_t *bytes, uint64_t *answered);
