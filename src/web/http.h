/* A small HTTP/1.1 server: routes in, requests answered, nothing of what it serves known here.
 *
 * libmicrohttpd stands behind it. What that library lets through is refused here, before a body is
 * read: a repeated Host or Content-Length, Content-Length together with Transfer-Encoding, a body
 * at all, header names that are not tokens (RFC 9110, 5.6.2), any method but GET and HEAD. Every
 * answer has a strict content security policy: own style sheets only, no script, no frames.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

#include <stdint.h>

struct http_request {
    const char *path;    /* as sent, without the query; begins with '/' */
    const char *rest;    /* what follows the route's path, for routes that end with '/' */
    struct arena *arena; /* of this request */
};

struct http_response {
    int status;       /* 200 unless changed */
    const char *type; /* with its charset; text/html; charset=utf-8 unless changed */
    struct buf body;  /* of the request's arena, empty at first */
    bool keep;        /* a browser may keep it and ask whether it is still good (ETag);
                         otherwise it is not stored at all */
};

/* A path, and what answers it. A path that ends with '/' (and is longer) also answers what is below
 * it. `answer` may be called from several threads at once. */
struct http_route {
    const char *path;
    void (*answer)(const struct http_request *request, struct http_response *response, void *user);
};

/* Fills a plain error page; the sentence is escaped. */
void http_error_page(struct http_response *response, int status, const char *sentence);

struct http_server;

/* Listens on host (an IP address) and port (0: any free one) and answers in threads of its own.
 * Routes and user must outlive the server. Writes a line a request to stderr: time, client, method,
 * path, status, bytes, milliseconds. NULL with err when it cannot listen. */
MUST_CHECK struct http_server *http_start(const char *host, uint16_t port,
                                          const struct http_route *routes, size_t route_count,
                                          void *user, struct err *err);

/* The port that it listens on. */
uint16_t http_port(const struct http_server *server);

/* Answers what has begun, then ends; NULL is allowed. */
void http_stop(struct http_server *server);

/* 127.0.0.1:8000, [::1]:8000 or a port alone (on 127.0.0.1): host is copied to the arena. */
MUST_CHECK bool http_address_parse(const char *text, struct arena *arena, const char **host,
                                   uint16_t *port, struct err *err);
