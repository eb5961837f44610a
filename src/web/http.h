/* A small HTTP/1.1 server: requests in, answers out, nothing of what it serves known here.
 *
 * libmicrohttpd stands behind it. What that library lets through is refused here, before a body is
 * read: a repeated Host or Content-Length, Content-Length together with Transfer-Encoding, a body
 * at all, header names that are not tokens (RFC 9110, 5.6.2), NULs and other control characters,
 * lines that are folded or end with LF alone, any method but GET and HEAD, a target that target.h
 * refuses. Every answer has a strict content security policy: own style sheets,
 * scripts, pictures and forms only, nothing inline, no frames. Answers that may be kept carry an
 * ETag, go out compressed where the client takes that, and are remembered until http_forget.
 * A client has some connections and no more, a request so long to come and an answer so long to be
 * taken (connections.h).
 * Threads that read and send never make an answer: others do that, so that what takes long holds up
 * nobody who asks for what is remembered.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
#include "target.h"

#include <stdint.h>

struct http_server;

struct http_request {
    struct target target;
    struct arena *arena; /* of this request */
    struct http_server *server;
};

struct http_response {
    int status;       /* 200 unless changed */
    const char *type; /* with its charset; text/html; charset=utf-8 unless changed */
    struct buf body;  /* of the request's arena, empty at first */
    bool keep;        /* the same until http_forget: remembered, and a browser may ask whether it is
                         still good (ETag); otherwise it is not stored at all */
    const char *file_name; /* to be saved under this name, but for letters that a header cannot
                              have in it; NULL: shown */
    const char *location;  /* of a redirection (status 303); NULL: none */
};

/* Answers a request; may be called from several threads at once. */
typedef void http_answer(const struct http_request *request, struct http_response *response,
                         void *user);

/* Listens on host (an IP address) and port (0: any free one) and answers in threads of its own.
 * refuse writes the body of an error page for a status and a sentence; target: as it was sent. User
 * must outlive the server. Writes a line a request to stderr: time, client, method, target, status,
 * bytes, milliseconds. NULL with err when it cannot listen. */
struct http_site {
    http_answer *answer;
    void (*refuse)(const char *target, int status, const char *sentence,
                   struct http_response *response, void *user);
    void *user;
    unsigned patience_seconds; /* for a client that does not go on; twice that for a request to come
                                  whole; 0: 15 */
};
MUST_CHECK struct http_server *http_start(const char *host, uint16_t port,
                                          const struct http_site *site, struct err *err);

/* Answers made before now are not given any more. NULL is allowed. */
void http_forget(struct http_server *server);

/* Requests, bytes, seconds, connections and remembered answers in the text format of Prometheus. */
void http_metrics(struct http_server *server, struct buf *out);

/* The port that it listens on. */
uint16_t http_port(const struct http_server *server);

/* Takes no more requests, answers what has begun (for ten seconds at most), then ends; NULL is
 * allowed. */
void http_stop(struct http_server *server);

/* 127.0.0.1:8000, [::1]:8000 or a port alone (on 127.0.0.1): host is copied to the arena. */
MUST_CHECK bool http_address_parse(const char *text, struct arena *arena, const char **host,
                                   uint16_t *port, struct err *err);
